/* SPDX-License-Identifier: MIT */
/* What an embedder of msb/store.h can rely on, through the shared library. */
#include <msb/answer.h>
#include <msb/store.h>

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <msb/import.h>

#include "support/short.h"
#include "support/small_model.h"

static const char mapping[] =
    "{'msb_mapping':1,'format':'csv','record':'citizen','columns':{"
    "'id':{'from':'id'},'birth_date':{'from':'born','date':'yyyy-mm-dd'},"
    "'benefit':{'from':'benefit','values':{'':null}},"
    "'valid_from':{'constant':'2019-01-01'}}}";

static const char citizens[] = "id;born;benefit\n"
                               "anna;2000-01-01;\n"
                               "bo;1980-01-01;cash\n"
                               "carl;1980-01-01;\n";

static char folder[256];

static const char *
path_of(const char *name)
{
    static char paths[4][300];
    static int next;

    next = (next + 1) % 4;
    snprintf(paths[next], sizeof paths[next], "%s/%s", folder, name);
    return paths[next];
}

static const char *
write_file(const char *name, const char *text)
{
    const char *path = path_of(name);
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    return path;
}

static struct msb_model *
parse(const char *text)
{
    struct msb_model *model;
    char *json = quoted(text);

    assert_int_equal(
        msb_model_parse(json, strlen(json), "model", &model, NULL, NULL),
        MSB_OK);
    free(json);
    return model;
}

static void
adopt(struct msb_store *store, const char *text)
{
    struct msb_model *model = parse(text);

    assert_int_equal(msb_store_adopt(store, model, NULL), MSB_OK);
    msb_model_unref(model);
}

/* A store with small_2019 and three citizens. */
static int
set_up(void **state)
{
    struct msb_model *model = parse(small_2019);
    struct msb_store *store;
    struct msb_import_report *report;
    char *json = quoted(mapping);
    const char *file;

    snprintf(folder, sizeof folder, "%s/msb_XXXXXX",
             getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(
        msb_store_create(path_of("town.msb"), model, NULL, &store, NULL),
        MSB_OK);
    msb_model_unref(model);
    file = write_file("citizens.csv", citizens);
    assert_int_equal(msb_store_import(store, file,
                                      write_file("mapping.json", json), NULL,
                                      NULL, &report, NULL),
                     MSB_OK);
    assert_int_equal(msb_import_report_get_counts(report).inserted, 3);
    msb_import_report_unref(report);
    free(json);
    *state = store;
    return 0;
}

static int
tear_down(void **state)
{
    static const char *const names[] = {"town.msb", "citizens.csv",
                                        "mapping.json", "second.msb"};

    msb_store_unref(*state);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unlink(path_of(names[i]));
    assert_int_equal(rmdir(folder), 0); /* nothing else was left behind */
    return 0;
}

static void
a_store_answers_before_and_after_a_reorganisation(void **state)
{
    static const char *const cases[][2] = {{"2019-12-31", "young"},
                                           {"2020-01-01", "all"}};
    struct msb_store *store = *state;
    struct msb_assign_summary summary;
    struct msb_answer *answer;
    struct msb_period period;
    char *json;

    adopt(store, small_2020);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(msb_store_assign(store, date_of(cases[i][0]), NULL,
                                          NULL, &summary, NULL),
                         MSB_OK);
        assert_int_equal(summary.citizens, 3);
        assert_int_equal(msb_store_find_answer(store, "anna",
                                               date_of(cases[i][0]), NULL,
                                               &answer, NULL),
                         MSB_OK);
        assert_int_equal(msb_answer_format_json(answer, &json, NULL), MSB_OK);
        assert_member(json, "citizen", "\"anna\"");
        assert_true(msb_answer_get_period(answer, &period));
        assert_int_equal(period.from.days, date_of(cases[i][0]).days);
        assert_non_null(strstr(json, cases[i][1]));
        msb_text_free(json);
        msb_answer_unref(answer);
    }
}

static void
a_store_is_closed_with_its_last_reference(void **state)
{
    struct msb_store *store = *state;
    struct msb_rules *rules;

    assert_ptr_equal(msb_store_ref(store), store);
    msb_store_unref(store);
    assert_int_equal(
        msb_store_find_rules(store, date_of("2019-06-01"), &rules, NULL),
        MSB_OK);
    msb_store_unref(store);
    *state = NULL;
    /* What it gave stays good. */
    assert_string_equal(msb_model_get_id(msb_rules_get_model(rules)),
                        "small_2019");
    msb_rules_unref(rules);
    msb_store_unref(NULL);
}

static void
a_second_store_is_another(void **state)
{
    struct msb_model *model = parse(small_2018);
    struct msb_store *second;
    struct msb_answer *answer;
    struct msb_error err;

    (void)state;
    assert_int_equal(
        msb_store_create(path_of("second.msb"), model, NULL, &second, NULL),
        MSB_OK);
    assert_int_equal(msb_store_find_answer(second, "anna",
                                           date_of("2018-06-01"), NULL, &answer,
                                           &err),
                     MSB_ERR_NOT_FOUND);
    msb_store_unref(second);
    msb_model_unref(model);
}

static void
an_existing_file_is_not_made_into_a_store(void **state)
{
    struct msb_model *model = parse(small_2018);
    struct msb_error err;
    struct stat before, after;

    (void)state;
    assert_int_equal(stat(path_of("citizens.csv"), &before), 0);
    assert_int_equal(
        msb_store_create(path_of("citizens.csv"), model, NULL, NULL, &err),
        MSB_ERR_CONFLICT);
    assert_int_equal(err.status, MSB_ERR_CONFLICT);
    assert_string_equal(err.code, "exists");
    assert_int_equal(stat(path_of("citizens.csv"), &after), 0);
    assert_int_equal(before.st_size, after.st_size);
    msb_model_unref(model);
}

static void
a_file_that_is_no_store_is_refused(void **state)
{
    static const struct {
        const char *name;
        enum msb_status status;
        const char *code;
    } cases[] = {
        {"citizens.csv", MSB_ERR_INVALID, "not_a_store"},
        {"none", MSB_ERR_NOT_FOUND, "no_such_file"},
        {"", MSB_ERR_INVALID, "not_a_store"}, /* the folder */
        {"none/none", MSB_ERR_NOT_FOUND, "no_such_file"},
    };
    struct msb_store *store;
    struct msb_error err;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(
            msb_store_open(path_of(cases[i].name), NULL, &store, &err),
            cases[i].status);
        assert_string_equal(err.code, cases[i].code);
        assert_null(store);
    }
}

/* At the end of an assignment, before it commits: tell, and wait. */
static bool
tell_and_wait(void *user, uint64_t done, uint64_t total)
{
    const int *pipe_end = user;

    if (done == total && write(*pipe_end, "x", 1) == 1)
        pause();
    return true;
}

static void
a_store_in_use_by_another_process_is_busy(void **state)
{
    struct msb_store_options options;
    struct msb_assign_summary summary;
    struct msb_store *store;
    struct msb_error err;
    int ends[2];
    pid_t child;
    char byte;

    msb_store_unref(*state);
    *state = NULL;
    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (msb_store_open(path_of("town.msb"), NULL, &store, NULL) == MSB_OK
            && msb_store_assign(store, date_of("2019-06-01"), tell_and_wait,
                                &ends[1], &summary, NULL)
                   == MSB_OK)
            _exit(0);
        _exit(1);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    close(ends[0]);
    msb_store_options_init(&options);
    options.busy_ms = 20;
    assert_int_equal(
        msb_store_open(path_of("town.msb"), &options, &store, NULL), MSB_OK);
    assert_int_equal(msb_store_assign(store, date_of("2019-06-01"), NULL, NULL,
                                      &summary, &err),
                     MSB_ERR_BUSY);
    assert_string_equal(err.code, "locked");
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    /* What it had written is not there: all are assigned anew. */
    assert_int_equal(msb_store_assign(store, date_of("2019-06-01"), NULL, NULL,
                                      &summary, &err),
                     MSB_OK);
    assert_int_equal(summary.assigned, 2);
    assert_int_equal(summary.undetermined, 1);
    *state = store;
}

static void
what_must_not_be_null_is_misuse(void **state)
{
    struct msb_store *store = *state;
    struct msb_date on = date_of("2019-06-01");
    struct msb_assign_summary summary;
    struct msb_answer *answer;
    struct msb_rules *rules;
    char *json;

    assert_int_equal(msb_store_open(NULL, NULL, &store, NULL), MSB_ERR_MISUSE);
    assert_null(store);
    store = *state;
    assert_int_equal(msb_store_open("x", NULL, NULL, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msb_store_adopt(store, NULL, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msb_store_find_rules(NULL, on, &rules, NULL),
                     MSB_ERR_MISUSE);
    assert_null(rules);
    assert_int_equal(msb_store_assign(NULL, on, NULL, NULL, &summary, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_store_assign(store, on, NULL, NULL, NULL, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(
        msb_store_find_answer(store, NULL, on, NULL, &answer, NULL),
        MSB_ERR_MISUSE);
    assert_null(answer);
    assert_int_equal(msb_answer_format_json(NULL, &json, NULL), MSB_ERR_MISUSE);
    assert_null(json);
    msb_answer_unref(NULL);
    msb_store_options_init(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_store_answers_before_and_after_a_reorganisation, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(
            a_store_is_closed_with_its_last_reference, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_second_store_is_another, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            an_existing_file_is_not_made_into_a_store, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_no_store_is_refused,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_store_in_use_by_another_process_is_busy, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_must_not_be_null_is_misuse, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
