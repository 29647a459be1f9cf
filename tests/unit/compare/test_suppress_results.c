/* SPDX-License-Identifier: MIT */
/*
 * Totals, comparisons and tallies with small numbers suppressed. The sums that
 * the reader knows are written here once more, from what the tables say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "compare/comparison.h"
#include "compare/tally.h"
#include "model/succession.h"
#include "reader.h"
#include "support/random.h"

#define S MSB_NUMBER_SMALL
#define H MSB_NUMBER_HIDDEN

enum { AREAS = 3, ENDS = AREAS + 1 }; /* the last end: no area */

#define MODEL                                                                  \
    "\"msb_model\":1,\"id\":\"m\",\"name\":\"M\","                             \
    "\"valid_from\":\"2019-01-01\",\"areas\":[{\"id\":\"a\",\"name\":\"A\"},"  \
    "{\"id\":\"b\",\"name\":\"B\"},{\"id\":\"c\",\"name\":\"C\"}],"            \
    "\"target_groups\":[{\"id\":\"g\",\"name\":\"G\",\"when\":{}}],"           \
    "\"responsibility\":[{\"id\":\"young\",\"when\":{\"age\":{\"below\":30}}," \
    "\"area\":\"a\"}]}"

static const struct msb_date on = {18048}; /* 2019-06-01 */

static struct msb_rules *
compile(const char *text)
{
    struct msb_model *model = NULL;
    struct msb_rules *rules = NULL;

    assert_int_equal(
        msb_model_parse(text, strlen(text), "model", &model, NULL, NULL),
        MSB_OK);
    assert_int_equal(msb_rules_compile(model, &rules, NULL), MSB_OK);
    msb_model_unref(model);
    return rules;
}

static uint64_t
draw_number(struct random *random)
{
    switch (random_below(random, 3)) {
    case 0:
        return 0;
    case 1:
        return 1 + random_below(random, 4);
    default:
        return 5 + random_below(random, 20);
    }
}

static void
add_pair(struct msbi_pairs *pairs, size_t first, size_t second, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        assert_int_equal(msbi_pairs_add(pairs, first, second, NULL), MSB_OK);
}

/* Totals under `single`: @by_end citizens by area, and without one. */
static struct msb_totals *
make_single(struct msb_rules *rules, const uint64_t by_end[ENDS])
{
    struct msb_totals *totals = NULL;

    assert_int_equal(msbi_totals_new(rules, on, &totals, NULL), MSB_OK);
    for (size_t i = 0; i < AREAS; i++) {
        totals->responsible[i] = by_end[i];
        totals->status.determined += by_end[i];
    }
    totals->status.undetermined = totals->contacts[0] = by_end[AREAS];
    totals->contacts[1] = totals->status.determined;
    totals->status.citizens = totals->contacts[0] + totals->contacts[1];
    totals->num_contacts = totals->contacts[1] > 0 ? 2 : 1;
    return totals;
}

struct flows {
    uint64_t numbers[ENDS][ENDS];
    struct msb_comparison *exact, *shown;
};

static void
make_flows(struct random *random, struct msb_rules *rules, struct flows *flows)
{
    uint64_t before[ENDS] = {0}, after[ENDS] = {0};
    struct msb_comparison *exact = msbi_alloc(sizeof *exact);

    msbi_refcount_init(&exact->refs);
    for (size_t i = 0; i < ENDS; i++)
        for (size_t k = 0; k < ENDS; k++) {
            uint64_t number = draw_number(random);

            flows->numbers[i][k] = number;
            before[i] += number;
            after[k] += number;
            exact->changed += i == k ? 0 : number;
            add_pair(&exact->flows, i < AREAS ? i : MSB_NONE,
                     k < AREAS ? k : MSB_NONE, number);
        }
    exact->same_as = msbi_match_areas(msb_rules_get_model(rules),
                                      msb_rules_get_model(rules));
    exact->before = make_single(rules, before);
    exact->after = make_single(rules, after);
    flows->exact = exact;
    assert_int_equal(msb_comparison_suppress(exact, 5, &flows->shown, NULL),
                     MSB_OK);
}

static uint64_t
get_flow(const struct msb_comparison *comparison, size_t before, size_t after)
{
    struct msb_flow flow;

    for (size_t i = 0; msb_comparison_get_flow(comparison, i, &flow); i++)
        if (flow.before == (before < AREAS ? before : MSB_NONE)
            && flow.after == (after < AREAS ? after : MSB_NONE))
            return flow.citizens;
    return 0;
}

/* What is printed of one side, and how it hangs together. @step is from one
   flow of an area to the next, @stride from the first to the next area's. */
static size_t
read_side(struct reader *reader, struct msb_totals *exact,
          struct msb_totals *shown, size_t stride, size_t step)
{
    const struct msb_status_counts is = msb_totals_get_status(exact);
    const struct msb_status_counts said = msb_totals_get_status(shown);
    struct reader_sum *sum;
    size_t ends[ENDS], determined, contacts[2], citizens;

    for (size_t i = 0; i < AREAS; i++)
        ends[i] = reader_add(reader, msb_totals_get_responsible(exact, i),
                             msb_totals_get_responsible(shown, i));
    ends[AREAS] = reader_add(reader, is.undetermined, said.undetermined);
    for (size_t i = 0; i < ENDS; i++) {
        sum = reader_add_sum(reader, ends[i]);
        for (size_t k = 0; k < ENDS; k++)
            reader_add_part(sum, i * stride + k * step);
    }
    determined = reader_add(reader, is.determined, said.determined);
    sum = reader_add_sum(reader, determined);
    for (size_t i = 0; i < AREAS; i++)
        reader_add_part(sum, ends[i]);
    for (size_t i = 0; i < 2; i++) {
        contacts[i] = reader_add(reader, msb_totals_get_contacts(exact, i),
                                 msb_totals_get_contacts(shown, i));
        reader_add_part(reader_add_sum(reader, contacts[i]),
                        i == 0 ? ends[AREAS] : determined);
    }
    citizens = reader_add(reader, is.citizens, said.citizens);
    sum = reader_add_sum(reader, citizens);
    reader_add_part(sum, contacts[0]);
    reader_add_part(sum, contacts[1]);
    return citizens;
}

static void
no_reader_works_out_who_moves(void **state)
{
    struct msb_rules *rules = compile("{" MODEL);
    struct random random = {1882};
    size_t num_shown = 0;

    (void)state;
    for (size_t n = 0; n < 300; n++) {
        struct reader reader = {.least = 5};
        struct reader_sum *sum;
        struct flows flows;
        size_t citizens[2], changed;

        make_flows(&random, rules, &flows);
        for (size_t i = 0; i < ENDS; i++)
            for (size_t k = 0; k < ENDS; k++) {
                uint64_t said = get_flow(flows.shown, i, k);

                reader_add(&reader, flows.numbers[i][k], said);
                assert_false(said > 0 && said < 5);
                num_shown += said > 0 && said < READER_UNSEEN;
            }
        citizens[0] = read_side(&reader, flows.exact->before,
                                flows.shown->before, ENDS, 1);
        citizens[1] = read_side(&reader, flows.exact->after, flows.shown->after,
                                1, ENDS);
        reader_add_part(reader_add_sum(&reader, citizens[1]), citizens[0]);
        changed = reader_add(&reader, msb_comparison_num_changed(flows.exact),
                             msb_comparison_num_changed(flows.shown));
        sum = reader_add_sum(&reader, changed);
        for (size_t i = 0; i < ENDS * ENDS; i++)
            if (i / ENDS != i % ENDS)
                reader_add_part(sum, i);
        assert_nothing_is_known(&reader);
        msb_comparison_unref(flows.shown);
        msb_comparison_unref(flows.exact);
    }
    assert_true(num_shown > 300);
    msb_rules_unref(rules);
}

/* Under `per_service`: citizens by the areas that deliver to them, as bits. */
static struct msb_totals *
make_divided(struct random *random, struct msb_rules *rules)
{
    struct msb_totals *totals = NULL;

    assert_int_equal(msbi_totals_new(rules, on, &totals, NULL), MSB_OK);
    for (size_t areas = 0; areas < 1 << AREAS; areas++) {
        uint64_t number = draw_number(random);
        size_t num = (areas & 1) + (areas >> 1 & 1) + (areas >> 2 & 1);

        totals->status.citizens += number;
        *(num == 0 ? &totals->status.none
                   : &totals->status.determined) += number;
        totals->contacts[num] += number;
        if (number > 0 && num >= totals->num_contacts)
            totals->num_contacts = num + 1;
        for (size_t i = 0; i < AREAS; i++)
            for (size_t k = i + 1; k < AREAS; k++)
                if ((areas >> i & areas >> k & 1) != 0)
                    add_pair(&totals->seams, i, k, number);
    }
    return totals;
}

static void
read_divided(struct reader *reader, struct msb_totals *exact,
             struct msb_totals *shown)
{
    const struct msb_status_counts is = msb_totals_get_status(exact);
    const struct msb_status_counts said = msb_totals_get_status(shown);
    size_t cells[AREAS + 1], first, cell;
    struct reader_sum *sum;
    uint64_t shared = 0;

    for (size_t i = 0; i <= AREAS; i++) {
        cells[i] = reader_add(reader, msb_totals_get_contacts(exact, i),
                              msb_totals_get_contacts(shown, i));
        shared += msb_totals_get_contacts(exact, i) * (i * (i - 1) / 2);
    }
    first = reader->num;
    for (size_t i = 0; i < exact->seams.num; i++)
        reader_add(reader, exact->seams.items[i].count,
                   shown->seams.items[i].count);
    cell = reader_add(reader, shared, READER_UNSEEN);
    sum = reader_add_sum(reader, cell);
    reader_add_part(sum, cells[2]);
    for (size_t i = 0; i < 3; i++) /* three areas are three seams */
        reader_add_part(sum, cells[3]);
    sum = reader_add_sum(reader, cell);
    for (size_t i = 0; i < exact->seams.num; i++)
        reader_add_part(sum, first + i);
    cell = reader_add(reader, is.none, said.none);
    reader_add_part(reader_add_sum(reader, cell), cells[0]);
    cell = reader_add(reader, is.determined, said.determined);
    sum = reader_add_sum(reader, cell);
    for (size_t i = 1; i <= AREAS; i++)
        reader_add_part(sum, cells[i]);
    cell = reader_add(reader, is.citizens, said.citizens);
    sum = reader_add_sum(reader, cell);
    for (size_t i = 0; i <= AREAS; i++)
        reader_add_part(sum, cells[i]);
}

static void
no_reader_works_out_a_seam_or_a_contact(void **state)
{
    struct msb_rules *rules = compile(
        "{\"coordination\":\"per_service\"," MODEL);
    struct random random = {82000};

    (void)state;
    for (size_t n = 0; n < 500; n++) {
        struct msb_totals *exact = make_divided(&random, rules), *shown = NULL;
        struct reader reader = {.least = 5};

        assert_int_equal(msb_totals_suppress(exact, 5, &shown, NULL), MSB_OK);
        read_divided(&reader, exact, shown);
        assert_nothing_is_known(&reader);
        msb_totals_unref(shown);
        msb_totals_unref(exact);
    }
    msb_rules_unref(rules);
}

static void
expect_json(struct msb_totals *totals, uint64_t least, const char *expected)
{
    struct msb_totals *shown = NULL;
    char *text = NULL;

    assert_int_equal(msb_totals_suppress(totals, least, &shown, NULL), MSB_OK);
    assert_int_equal(msb_totals_format_json(shown, &text, NULL), MSB_OK);
    assert_string_equal(text, expected);
    msb_text_free(text);
    msb_totals_unref(shown);
}

static void
json_names_small_numbers_by_the_bound_and_hides_others_as_null(void **state)
{
    static const uint64_t by_end[ENDS] = {3, 20, 30, 7};
    struct msb_rules *rules = compile("{" MODEL);
    struct msb_totals *totals = make_single(rules, by_end);

    (void)state;
    expect_json(totals, 5,
                "{\"on\": \"2019-06-01\", \"model\": \"m\", \"citizens\": 60, "
                "\"responsible\": {\"a\": \"<5\", \"b\": null, \"c\": 30}, "
                "\"contacts\": {\"0\": 7, \"1\": 53}, \"seams\": [], "
                "\"determined\": 53, \"undetermined\": 7, \"none\": 0, "
                "\"exceptions\": 0, "
                "\"erased\": 0}");
    expect_json(totals, 0,
                "{\"on\": \"2019-06-01\", \"model\": \"m\", \"citizens\": 60, "
                "\"responsible\": {\"a\": 3, \"b\": 20, \"c\": 30}, "
                "\"contacts\": {\"0\": 7, \"1\": 53}, \"seams\": [], "
                "\"determined\": 53, \"undetermined\": 7, \"none\": 0, "
                "\"exceptions\": 0, "
                "\"erased\": 0}");
    msb_totals_unref(totals);
    msb_rules_unref(rules);
}

struct counted {
    uint64_t citizens, rejected;
    struct msb_count gap, expected;
    uint64_t expected_rejected;
};

static const struct counted counted[] = {
    {100, 0, {20, 7}, {20, 7}, 0},
    {100, 0, {3, 0}, {S, 0}, 0},  /* of the rest, 97, nothing is printed */
    {100, 0, {97, 0}, {H, 0}, 0}, /* but the three who are not in it are few */
    {100, 2, {20, 7}, {20, 7}, S},
    {100, 2, {98, 0}, {98, 0}, S}, /* one rejected and one left would fit */
    {100, 2, {97, 0}, {97, 0}, S}, /* as would two, and one of them */
};

static void
a_tally_hides_those_who_are_in_no_finding_too(void **state)
{
    struct msb_rules *rules = compile("{" MODEL);
    struct msb_analysis *analysis = NULL;

    (void)state;
    assert_int_equal(msb_rules_check(rules, &analysis, NULL), MSB_OK);
    assert_int_equal(msb_analysis_num_gaps(analysis), 1);
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++) {
        struct msb_tally *tally = NULL, *shown = NULL;
        struct msb_count gap;

        assert_int_equal(msbi_tally_new(analysis, NULL, on, &tally, NULL),
                         MSB_OK);
        tally->citizens = counted[i].citizens;
        tally->rejected = counted[i].rejected;
        tally->counts[0] = counted[i].gap;
        assert_int_equal(msb_tally_suppress(tally, 5, &shown, NULL), MSB_OK);
        assert_true(msb_tally_get_gap(shown, 0, &gap));
        assert_int_equal(gap.citizens, counted[i].expected.citizens);
        assert_int_equal(gap.possible, counted[i].expected.possible);
        assert_int_equal(msb_tally_get_rejected(shown),
                         counted[i].expected_rejected);
        assert_int_equal(msb_tally_get_citizens(shown), counted[i].citizens);
        msb_tally_unref(shown);
        msb_tally_unref(tally);
    }
    msb_analysis_unref(analysis);
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_reader_works_out_who_moves),
        cmocka_unit_test(no_reader_works_out_a_seam_or_a_contact),
        cmocka_unit_test(
            json_names_small_numbers_by_the_bound_and_hides_others_as_null),
        cmocka_unit_test(a_tally_hides_those_who_are_in_no_finding_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
