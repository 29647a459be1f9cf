/* SPDX-License-Identifier: MIT */
/* A guarded store with two citizens, and every call that a store has. */
#include "api/calls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/short.h"
#include "support/small_model.h"

#define NOON_OF_2019_06_01 1559390400

static const char mapping[] =
    "{'msb_mapping':1,'format':'csv','record':'citizen','columns':{"
    "'id':{'from':'id'},'birth_date':{'from':'born','date':'yyyy-mm-dd'},"
    "'benefit':{'from':'benefit','values':{'':null}},"
    "'valid_from':{'constant':'2019-01-01'}}}";
static const char citizens[] = "id;born;benefit\nanna;2000-01-01;\n"
                               "bo;1980-01-01;cash\n";

static char folder[256];
struct msb_model *calls_model;
struct msb_rules *calls_rules;

const char *
calls_path(const char *name)
{
    static char paths[4][300];
    static int next;

    next = (next + 1) % 4;
    snprintf(paths[next], sizeof paths[next], "%s/%s", folder, name);
    return paths[next];
}

static void
write_file(const char *name, const char *text)
{
    FILE *file = fopen(calls_path(name), "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static int64_t
tell_time(void *user)
{
    (void)user;
    return NOON_OF_2019_06_01;
}

/* As the area of the young, whose anna is and bo is not; 0: nobody. */
void
calls_fill_options(int role, struct msb_principal *principal,
                   struct msb_store_options *out)
{
    msb_store_options_init(out);
    out->clock = tell_time;
    out->is_guarded = true;
    msb_principal_init(principal);
    principal->role = (enum msb_role)role;
    principal->actor = "user1";
    principal->area = "young";
    principal->purpose = "casework";
    out->principal = role == 0 ? NULL : principal;
}

struct msb_store *
calls_open_as(int role)
{
    struct msb_store_options options;
    struct msb_principal principal;
    struct msb_store *store;

    calls_fill_options(role, &principal, &options);
    assert_int_equal(
        msb_store_open(calls_path("town.msb"), &options, &store, NULL), MSB_OK);
    return store;
}

static enum msb_status
import(struct msb_store *store)
{
    struct msb_import_report *report = NULL;
    enum msb_status status;

    write_file("citizens.csv", citizens);
    status = msb_store_import(store, calls_path("citizens.csv"),
                              calls_path("mapping.json"), NULL, NULL, &report,
                              NULL);
    msb_import_report_unref(report);
    return status;
}

int
calls_set_up(void **state)
{
    struct msb_store_options options;
    struct msb_principal principal;
    struct msb_store *store;
    char *json = quoted(mapping);

    (void)state;
    snprintf(folder, sizeof folder, "%s/msb_XXXXXX",
             getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(folder));
    write_file("mapping.json", json);
    free(json);
    calls_fill_options(MSB_ROLE_SYSTEM, &principal, &options);
    assert_int_equal(msb_store_create(calls_path("town.msb"), calls_model,
                                      &options, &store, NULL),
                     MSB_OK);
    assert_int_equal(import(store), MSB_OK);
    msb_store_unref(store);
    return 0;
}

int
calls_tear_down(void **state)
{
    static const char *const names[] = {"town.msb",     "town.msb-wal",
                                        "town.msb-shm", "mapping.json",
                                        "citizens.csv", "copy.msb"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        unlink(calls_path(names[i]));
    return rmdir(folder);
}

/* Each call, about anna where it is about somebody. */

static enum msb_status
answer(struct msb_store *store, const char *citizen, bool explain)
{
    struct msb_answer_options options;
    struct msb_answer *out = NULL;
    enum msb_status status;

    msb_answer_options_init(&options);
    options.explain = explain;
    status = msb_store_find_answer(store, citizen, date_of("2019-06-01"),
                                   &options, &out, NULL);
    msb_answer_unref(out);
    return status;
}

static enum msb_status
who_own(struct msb_store *store)
{
    return answer(store, "anna", true);
}

static enum msb_status
who_other(struct msb_store *store)
{
    return answer(store, "bo", false);
}

static enum msb_status
find_history(struct msb_store *store)
{
    struct msb_history *out = NULL;
    enum msb_status status = msb_store_find_history(store, "anna", NULL, &out,
                                                    NULL);

    msb_history_unref(out);
    return status;
}

static enum msb_status
find_handovers(struct msb_store *store)
{
    struct msb_handovers *out = NULL;
    enum msb_status status = msb_store_find_handovers(
        store, date_of("2019-01-01"), date_of("2020-01-01"), &out, NULL);

    msb_handovers_unref(out);
    return status;
}

static enum msb_status
find_subject(struct msb_store *store)
{
    struct msb_subject *out = NULL;
    enum msb_status status = msb_store_find_subject(store, "anna", &out, NULL);

    msb_subject_unref(out);
    return status;
}

static enum msb_status
find_rules(struct msb_store *store)
{
    struct msb_rules *out = NULL;
    enum msb_status status = msb_store_find_rules(store, date_of("2019-06-01"),
                                                  &out, NULL);

    msb_rules_unref(out);
    return status;
}

static enum msb_status
adopt(struct msb_store *store)
{
    return msb_store_adopt(store, calls_model, NULL);
}

static enum msb_status
assign(struct msb_store *store)
{
    struct msb_assign_summary summary;

    return msb_store_assign(store, date_of("2019-06-01"), NULL, NULL, &summary,
                            NULL);
}

static enum msb_status
report(struct msb_store *store)
{
    struct msb_totals *out = NULL;
    enum msb_status status = msb_store_report(
        store, NULL, date_of("2019-06-01"), NULL, NULL, &out, NULL);

    msb_totals_unref(out);
    return status;
}

static enum msb_status
compare(struct msb_store *store)
{
    struct msb_comparison *out = NULL;
    enum msb_status status = msb_store_compare(store, calls_rules, calls_rules,
                                               date_of("2019-06-01"), NULL,
                                               NULL, &out, NULL);

    msb_comparison_unref(out);
    return status;
}

static enum msb_status
count_findings(struct msb_store *store)
{
    struct msb_analysis *analysis = NULL;
    struct msb_tally *out = NULL;
    enum msb_status status;

    assert_int_equal(msb_rules_check(calls_rules, &analysis, NULL), MSB_OK);
    status = msb_store_count_findings(store, analysis, date_of("2019-06-01"),
                                      NULL, NULL, &out, NULL);
    msb_tally_unref(out);
    msb_analysis_unref(analysis);
    return status;
}

static bool
take_line(void *user, const char *line, size_t length)
{
    (void)user;
    (void)line;
    return length > 0;
}

static enum msb_status
export_names(struct msb_store *store)
{
    return msb_store_export(store, date_of("2019-06-01"), NULL, take_line, NULL,
                            NULL);
}

static enum msb_status
export_pseudonyms(struct msb_store *store)
{
    static const uint8_t key[16] = {1};
    struct msb_export_options options;

    msb_export_options_init(&options);
    options.key = key;
    options.key_length = sizeof key;
    return msb_store_export(store, date_of("2019-06-01"), &options, take_line,
                            NULL, NULL);
}

static enum msb_status
put_exception(struct msb_store *store)
{
    const struct msb_exception exception = {.area = "young",
                                            .reason = "stays at its school",
                                            .decided_by = "leader 1",
                                            .from = date_of("2019-06-01"),
                                            .to = date_of("2019-09-01")};

    return msb_store_put_exception(store, "anna", &exception, NULL);
}

static enum msb_status
protect_address(struct msb_store *store)
{
    const struct msb_period period = {.from = date_of("2019-06-01"),
                                      .to = date_of("2020-06-01")};

    return msb_store_protect_address(store, "anna", period, NULL);
}

static enum msb_status
back_up(struct msb_store *store)
{
    return msb_store_backup(store, calls_path("copy.msb"), NULL, NULL, NULL);
}

static bool
take_entry(void *user, const struct msb_journal_entry *entry)
{
    (void)user;
    return entry->number > 0;
}

static enum msb_status
list_journal(struct msb_store *store)
{
    return msb_store_list_journal(store, 1, take_entry, NULL, NULL);
}

static enum msb_status
mark_journal(struct msb_store *store)
{
    struct msb_journal_mark mark;

    return msb_store_mark_journal(store, &mark, NULL);
}

static enum msb_status
break_glass(struct msb_store *store)
{
    return msb_store_break_glass(store, "bo", "danger_to_life", 5, NULL);
}

static enum msb_status
erase(struct msb_store *store)
{
    struct msb_erasure out;

    return msb_store_erase(store, "anna", &out, NULL);
}

/* In the order of enum msb_role: system, caseworker, leader, analyst,
   auditor. */
const struct call calls[] = {
    {"who, of one's own", who_own, "YYY--"},
    {"who, of another's", who_other, "Y----"},
    {"history", find_history, "YYY--"},
    {"handovers", find_handovers, "YYY--"},
    {"subject", find_subject, "Y-Y--"},
    {"rules", find_rules, "YYYYY"},
    {"adopt", adopt, "Y----"},
    {"import", import, "Y----"},
    {"assign", assign, "Y----"},
    {"report", report, "YYYY-"},
    {"compare", compare, "YYYY-"},
    {"count", count_findings, "YYYY-"},
    {"export", export_names, "Y----"},
    {"pseudonyms", export_pseudonyms, "Y--Y-"},
    {"except", put_exception, "Y-Y--"},
    {"protect", protect_address, "Y----"},
    {"backup", back_up, "Y----"},
    {"journal", list_journal, "Y---Y"},
    {"mark", mark_journal, "Y---Y"},
    {"break_glass", break_glass, "YYY--"},
    {"erase", erase, "Y-Y--"},
};

const size_t num_calls = sizeof calls / sizeof calls[0];

void
calls_start(void)
{
    char *json = quoted(small_2019);

    assert_int_equal(
        msb_model_parse(json, strlen(json), "model", &calls_model, NULL, NULL),
        MSB_OK);
    assert_int_equal(msb_rules_compile(calls_model, &calls_rules, NULL),
                     MSB_OK);
    free(json);
}

void
calls_end(void)
{
    msb_rules_unref(calls_rules);
    msb_model_unref(calls_model);
}
