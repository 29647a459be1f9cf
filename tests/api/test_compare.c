/* SPDX-License-Identifier: MIT */
/*
 * Reports and comparisons over a small store, as an embedding program sees
 * them. Four citizens on 2019-06-01, counted by hand: anna, 21, gets three
 * services; bo gets his benefit; of carl it is not known whether he has a
 * home; dora is homeless and gets nothing.
 */
#include <msb.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define CITIZENS                                                               \
    "Borger;F\303\270dselsdag;Ydelse;Hjeml\303\270s\n"                         \
    "anna;01-02-1998;UDH;ja\n"                                                 \
    "bo;15-06-1970;KTH;nej\n"                                                  \
    "carl;15-06-1970;KTH;\n"                                                   \
    "dora;31-12-1960;other;ja\n"

#define COURSES                                                                \
    "Borger;Indsats;Fra;Til\n"                                                 \
    "anna;guidance;01-01-2019;\n"                                              \
    "anna;treatment;01-03-2019;\n"                                             \
    "anna;shelter_stay;01-03-2019;\n"                                          \
    "bo;benefit_case;01-01-2019;\n"

struct world {
    char folder[32];
    struct msb_rules *before;
    struct msb_rules *after;
    struct msb_store *store;
};

static const struct msb_date on = {18048}; /* 2019-06-01 */

static struct msb_model *
load(const char *name)
{
    struct msb_model *model = NULL;
    struct msb_error err = {0};
    char path[1024];

    snprintf(path, sizeof path, "%s/%s", MODELS, name);
    if (msb_model_load(path, &model, NULL, &err) != MSB_OK)
        fail_msg("%s: %s", path, err.message);
    return model;
}

static void
import(struct world *world, const char *name, const char *text)
{
    struct msb_import_report *report = NULL;
    char path[64], mapping[1024];
    struct msb_error err = {0};
    FILE *file;

    snprintf(path, sizeof path, "%s/%s.csv", world->folder, name);
    snprintf(mapping, sizeof mapping, "%s/%s.mapping.json", MODELS, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    if (msb_store_import(world->store, path, mapping, NULL, NULL, &report, &err)
        != MSB_OK)
        fail_msg("%s: %s", path, err.message);
    assert_int_equal(msb_import_report_get_counts(report).rejected, 0);
    assert_int_equal(msb_import_report_get_counts(report).inserted, 4);
    msb_import_report_unref(report);
    remove(path);
}

static int
make_world(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    struct msb_model *before = load("small_2018.json");
    struct msb_model *after = load("small_2019.json");
    char path[64];

    strcpy(world->folder, "compare.XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    snprintf(path, sizeof path, "%s/town.msb", world->folder);
    assert_int_equal(msb_rules_compile(before, &world->before, NULL), MSB_OK);
    assert_int_equal(msb_rules_compile(after, &world->after, NULL), MSB_OK);
    assert_int_equal(msb_store_create(path, after, NULL, &world->store, NULL),
                     MSB_OK);
    import(world, "citizens", CITIZENS);
    import(world, "courses", COURSES);
    msb_model_unref(before);
    msb_model_unref(after);
    *state = world;
    return 0;
}

static int
end_world(void **state)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    struct world *world = *state;
    char path[64];

    msb_store_unref(world->store);
    msb_rules_unref(world->before);
    msb_rules_unref(world->after);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        snprintf(path, sizeof path, "%s/town.msb%s", world->folder, endings[i]);
        remove(path);
    }
    assert_int_equal(rmdir(world->folder), 0);
    free(world);
    return 0;
}

static void
a_report_is_made_by_the_model_in_force(void **state)
{
    static const uint64_t responsible[] = {1, 1, 1}, contacts[] = {1, 3};
    struct world *world = *state;
    struct msb_totals *totals = NULL;
    struct msb_status_counts counts;

    assert_int_equal(
        msb_store_report(world->store, NULL, on, NULL, NULL, &totals, NULL),
        MSB_OK);
    assert_string_equal(
        msb_model_get_id(msb_rules_get_model(msb_totals_get_rules(totals))),
        "small_2019");
    counts = msb_totals_get_status(totals);
    assert_int_equal(counts.citizens, 4);
    assert_int_equal(counts.determined, 3);
    assert_int_equal(counts.undetermined, 1);
    assert_int_equal(counts.none, 0);
    assert_int_equal(counts.rejected, 0);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(msb_totals_get_responsible(totals, i), responsible[i]);
    assert_int_equal(msb_totals_num_contacts(totals), 2);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(msb_totals_get_contacts(totals, i), contacts[i]);
    assert_int_equal(msb_totals_num_seams(totals), 3);
    msb_totals_unref(totals);
}

static void
a_report_by_other_rules_needs_no_model_in_the_store(void **state)
{
    struct world *world = *state;
    struct msb_totals *totals = NULL;

    assert_int_equal(msb_store_report(world->store, world->before, on, NULL,
                                      NULL, &totals, NULL),
                     MSB_OK);
    assert_ptr_equal(msb_totals_get_rules(totals), world->before);
    assert_int_equal(msb_totals_get_status(totals).determined, 2);
    assert_int_equal(msb_totals_get_status(totals).none, 2);
    assert_int_equal(msb_totals_num_contacts(totals), 4);
    assert_int_equal(msb_totals_get_contacts(totals, 3), 1);
    msb_totals_unref(totals);
}

static void
where_no_model_is_in_force_there_is_no_report(void **state)
{
    struct world *world = *state;
    struct msb_totals *totals = (struct msb_totals *)world;
    struct msb_date early = {17897}; /* 2019-01-01 */
    struct msb_error err = {0};

    early.days--;
    assert_int_equal(
        msb_store_report(world->store, NULL, early, NULL, NULL, &totals, &err),
        MSB_ERR_NOT_FOUND);
    assert_null(totals);
    assert_int_equal(err.status, MSB_ERR_NOT_FOUND);
}

static void
a_comparison_counts_who_goes_where(void **state)
{
    static const struct msb_flow expected[] = {{MSB_NONE, 0, 1},
                                               {MSB_NONE, 1, 1},
                                               {MSB_NONE, 2, 1},
                                               {MSB_NONE, MSB_NONE, 1}};
    struct world *world = *state;
    struct msb_comparison *comparison = NULL;
    struct msb_totals *after;
    struct msb_flow flow;

    assert_int_equal(msb_store_compare(world->store, world->before,
                                       world->after, on, NULL, NULL,
                                       &comparison, NULL),
                     MSB_OK);
    assert_int_equal(msb_comparison_num_changed(comparison), 3);
    assert_int_equal(msb_comparison_num_flows(comparison), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_true(msb_comparison_get_flow(comparison, i, &flow));
        assert_int_equal(flow.before, expected[i].before);
        assert_int_equal(flow.after, expected[i].after);
        assert_int_equal(flow.citizens, expected[i].citizens);
    }
    assert_false(msb_comparison_get_flow(comparison, 4, &flow));
    after = msb_totals_ref(msb_comparison_get_after(comparison));
    msb_comparison_unref(comparison);
    assert_ptr_equal(msb_totals_get_rules(after), world->after);
    assert_int_equal(msb_totals_get_status(after).citizens, 4);
    msb_totals_unref(after);
}

static void
a_model_compared_with_itself_changes_nobody(void **state)
{
    struct world *world = *state;
    struct msb_comparison *comparison = NULL;

    assert_int_equal(msb_store_compare(world->store, world->after, world->after,
                                       on, NULL, NULL, &comparison, NULL),
                     MSB_OK);
    assert_int_equal(msb_comparison_num_changed(comparison), 0);
    assert_int_equal(msb_comparison_num_flows(comparison), 4);
    msb_comparison_unref(comparison);
}

static void
what_is_missing_is_misuse(void **state)
{
    struct world *world = *state;
    struct msb_comparison *comparison = NULL;
    struct msb_totals *totals = NULL;
    char *text = NULL;

    assert_int_equal(
        msb_store_report(NULL, NULL, on, NULL, NULL, &totals, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(
        msb_store_report(world->store, NULL, on, NULL, NULL, NULL, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(msb_store_compare(world->store, world->before, NULL, on,
                                       NULL, NULL, &comparison, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_store_compare(world->store, world->before,
                                       world->after, on, NULL, NULL, NULL,
                                       NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_totals_format_json(NULL, &text, NULL), MSB_ERR_MISUSE);
    assert_int_equal(msb_comparison_format_json(NULL, &text, NULL),
                     MSB_ERR_MISUSE);
    msb_totals_unref(NULL);
    msb_comparison_unref(NULL);
}

/* Of the four, anna and dora are homeless; anna alone is young. */
static void
citizens_are_counted_by_what_a_check_found(void **state)
{
    static const struct msb_count expected[] = {{1, 0}, {1, 0}, {2, 1}};
    struct world *world = *state;
    struct msb_analysis *analysis = NULL;
    struct msb_tally *tally = NULL, *shown = NULL;
    struct msb_count count;

    assert_int_equal(msb_rules_check(world->after, &analysis, NULL), MSB_OK);
    assert_int_equal(msb_store_count_findings(world->store, analysis, on, NULL,
                                              NULL, &tally, NULL),
                     MSB_OK);
    msb_analysis_unref(analysis);
    assert_int_equal(msb_tally_get_citizens(tally), 4);
    assert_int_equal(msb_tally_get_rejected(tally), 0);
    assert_false(msb_tally_get_gap(tally, 0, &count));
    assert_false(msb_tally_get_change(tally, 0, &count));
    for (size_t i = 0; i < 3; i++) {
        assert_true(msb_tally_get_overlap(tally, i, &count));
        assert_int_equal(count.citizens, expected[i].citizens);
        assert_int_equal(count.possible, expected[i].possible);
    }
    assert_false(msb_tally_get_overlap(tally, 3, &count));
    assert_int_equal(msb_tally_suppress(tally, 3, &shown, NULL), MSB_OK);
    msb_tally_unref(tally);
    assert_true(msb_tally_get_overlap(shown, 2, &count));
    assert_true(count.citizens == MSB_NUMBER_SMALL);
    assert_true(count.possible == MSB_NUMBER_SMALL);
    msb_tally_unref(shown);
}

/* Before, every service has its area: whoever has one now has come to it. */
static void
citizens_are_counted_by_what_a_diff_found(void **state)
{
    struct world *world = *state;
    struct msb_difference *difference = NULL;
    struct msb_tally *tally = NULL;
    struct msb_count count;

    assert_int_equal(msb_model_diff(msb_rules_get_model(world->before),
                                    msb_rules_get_model(world->after),
                                    &difference, NULL),
                     MSB_OK);
    assert_int_equal(msb_store_count_changes(world->store, difference, on, NULL,
                                             NULL, &tally, NULL),
                     MSB_OK);
    msb_difference_unref(difference);
    for (size_t i = 0; i < 3; i++) {
        /* carl's is either income or shelter */
        assert_true(msb_tally_get_change(tally, i, &count));
        assert_int_equal(count.citizens, 1);
        assert_int_equal(count.possible, i == 0 ? 0 : 1);
    }
    assert_false(msb_tally_get_change(tally, 3, &count));
    msb_tally_unref(tally);
}

static void
a_suppressed_comparison_leaves_the_exact_one_alone(void **state)
{
    struct world *world = *state;
    struct msb_comparison *exact = NULL, *shown = NULL, *all = NULL;
    struct msb_flow flow;

    assert_int_equal(msb_store_compare(world->store, world->before,
                                       world->after, on, NULL, NULL, &exact,
                                       NULL),
                     MSB_OK);
    assert_int_equal(msb_comparison_suppress(exact, 10, &shown, NULL), MSB_OK);
    assert_int_equal(msb_comparison_suppress(exact, 0, &all, NULL), MSB_OK);
    for (size_t i = 0; msb_comparison_get_flow(shown, i, &flow); i++)
        assert_true(flow.citizens >= MSB_NUMBER_SMALL);
    assert_int_equal(msb_comparison_num_changed(exact), 3);
    assert_int_equal(msb_comparison_num_changed(all), 3);
    msb_comparison_unref(all);
    assert_int_equal(msb_comparison_suppress(exact, 2, &all, NULL),
                     MSB_ERR_MISUSE);
    assert_null(all);
    msb_comparison_unref(exact);
    msb_comparison_unref(shown);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_report_is_made_by_the_model_in_force),
        cmocka_unit_test(a_report_by_other_rules_needs_no_model_in_the_store),
        cmocka_unit_test(where_no_model_is_in_force_there_is_no_report),
        cmocka_unit_test(a_comparison_counts_who_goes_where),
        cmocka_unit_test(a_model_compared_with_itself_changes_nobody),
        cmocka_unit_test(what_is_missing_is_misuse),
        cmocka_unit_test(citizens_are_counted_by_what_a_check_found),
        cmocka_unit_test(citizens_are_counted_by_what_a_diff_found),
        cmocka_unit_test(a_suppressed_comparison_leaves_the_exact_one_alone),
    };

    return cmocka_run_group_tests(tests, make_world, end_world);
}
