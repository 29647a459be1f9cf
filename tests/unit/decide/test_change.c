/* SPDX-License-Identifier: MIT */
/*
 * What would change the area: for each area that one changed attribute leads
 * to, the first such attribute and its nearest value. Tried value by value on
 * random models.
 */
#include "decide/explanation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/plain.h"
#include "support/short.h"

enum { NUM_MODELS = 1500, NUM_FACTS = 5 };

struct trial {
    struct plain_model plain;
    struct plain_facts facts;
    struct msb_model *model;
    struct msb_explanation *explanation;
};

/* How far a value is from the facts: a number's difference, an enum's place
   in its list, a set's values that differ. */
static long
get_distance(const struct plain_attribute *attribute, int32_t now, int32_t to)
{
    uint32_t differing = (uint32_t)now ^ (uint32_t)to;
    long count = 0;

    if (attribute->type == MSB_ATTRIBUTE_ENUM)
        return to;
    if (attribute->type != MSB_ATTRIBUTE_SET)
        return labs((long)now - to);
    for (; differing != 0; differing &= differing - 1)
        count++;
    return count;
}

static int
decide_with(const struct trial *trial, size_t attribute, int32_t value)
{
    struct plain_facts facts = trial->facts;
    struct plain_outcome outcome;

    facts.values[attribute] = value;
    plain_decide(&trial->plain, &facts, &outcome);
    return outcome.other == PLAIN_NOTHING ? outcome.area : PLAIN_NOTHING;
}

/* The distance of the nearest value that leads to @area, or -1. */
static long
find_nearest(const struct trial *trial, size_t attribute, int area)
{
    const struct plain_attribute *declared =
        &trial->plain.attributes[attribute];
    int32_t now = trial->facts.values[attribute];
    long best = -1;

    for (int32_t value = declared->min; value <= declared->max; value++) {
        long distance = get_distance(declared, now, value);

        if (decide_with(trial, attribute, value) == area
            && (best < 0 || distance < best))
            best = distance;
    }
    return best;
}

/* The value of a change, a set as bits. */
static int32_t
read_value(const struct trial *trial, const struct msbi_change *change)
{
    int32_t bits = 0;

    assert_true(change->value.is_known);
    assert_false(change->value.is_masked);
    if (trial->model->attributes[change->attribute].type != MSB_ATTRIBUTE_SET)
        return change->value.scalar;
    for (size_t i = 0; i < change->value.held.num; i++)
        bits |= 1 << change->value.held.items[i];
    return bits;
}

/* The change that leads to @area must be @change (NULL: there is none). */
static void
check_area(const struct trial *trial, int area,
           const struct msbi_change *change)
{
    for (size_t i = 0; i < trial->plain.target_group; i++) {
        const struct plain_attribute *attribute = &trial->plain.attributes[i];
        long nearest = find_nearest(trial, i, area);
        int32_t value;

        if (nearest < 0)
            continue;
        assert_non_null(change);
        assert_string_equal(msb_model_get_part_id(trial->model,
                                                  MSB_PART_ATTRIBUTE,
                                                  change->attribute),
                            attribute->name);
        value = read_value(trial, change);
        assert_int_equal(decide_with(trial, i, value), area);
        assert_int_equal(get_distance(attribute, trial->facts.values[i], value),
                         nearest);
        return;
    }
    assert_null(change);
}

static void
check_changes(const struct trial *trial)
{
    const struct msb_explanation *explanation = trial->explanation;
    int decided = explanation->decision->outcome.area;
    size_t at = 0;

    for (int i = 0;
         !trial->plain.per_service && i < (int)trial->plain.num_areas; i++) {
        const struct msbi_change *change = NULL;

        if (at < explanation->num_changes
            && explanation->changes[at].area == (size_t)i)
            change = &explanation->changes[at++];
        if (i == decided)
            assert_null(change);
        else
            check_area(trial, i, change);
    }
    assert_int_equal(explanation->num_changes, at);
}

static void
each_area_one_change_away_is_named_with_the_nearest_value(void **state)
{
    static struct trial trial;
    struct random random = {7};
    size_t num_changes = 0;

    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct msb_rules *rules = NULL;

        plain_draw(&trial.plain, seed);
        trial.model = plain_read(&trial.plain);
        assert_int_equal(msb_rules_compile(trial.model, &rules, NULL), MSB_OK);
        for (size_t i = 0; i < NUM_FACTS; i++) {
            struct msb_facts *facts;

            plain_draw_facts(&trial.plain, &random, 100, &trial.facts);
            facts = plain_give(&trial.plain, &trial.facts, trial.model);
            if (msb_rules_explain(rules, facts, date_of("2019-06-01"), true,
                                  &trial.explanation, NULL)
                == MSB_OK) {
                check_changes(&trial);
                num_changes += trial.explanation->num_changes;
            }
            msb_explanation_unref(trial.explanation);
            msb_facts_free(facts);
        }
        msb_rules_unref(rules);
        msb_model_unref(trial.model);
    }
    assert_true(num_changes > NUM_MODELS / 2);
}

static const char members[] =
    "'attributes': {'place': {'type': 'enum', 'values': "
    "['n', 'e', 's', 'w', 'x']}, "
    "'size': {'type': 'integer', 'min': -100, 'max': 100}, "
    "'needs': {'type': 'set', 'values': ['k', 'l', 'm', 'o']}}, "
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}, "
    "{'id': 'c', 'name': 'C'}, {'id': 'd', 'name': 'D'}], "
    "'services': [{'id': 'home', 'name': 'Home', 'delivered_by': 'a'}], "
    "'responsibility': ["
    "{'id': 'r1', 'area': 'b', 'when': {'place': ['e', 's', 'w']}}, "
    "{'id': 'r2', 'area': 'c', 'when': {'any': "
    "[{'size': {'through': -50}}, {'size': {'from': 40}}]}}, "
    "{'id': 'r3', 'area': 'd', 'when': {'any': "
    "[{'needs': {'all_of': ['k', 'l', 'm']}}, {'needs': {'all_of': ['l'], "
    "'none_of': ['o']}}, {'services': 'home'}]}}, "
    "{'id': 'r4', 'area': 'a', 'when': {}}]";

static void
the_nearest_of_several_values_is_shown(void **state)
{
    static const struct {
        const char *facts, *expected;
    } cases[] = {
        /* -50 is 40 away, 40 is 50; l to be added, or o to go as well. */
        {"{'age': 3, 'place': 'x', 'size': -10, 'needs': ['k', 'm', 'o']}",
         "[{'area': 'b', 'attribute': 'place', 'value': 'e'}, "
         "{'area': 'c', 'attribute': 'size', 'value': -50}, "
         "{'area': 'd', 'attribute': 'needs', "
         "'value': ['k', 'l', 'm', 'o']}]"},
        /* -50 is 46 away, 40 is 44. */
        {"{'place': 'n', 'size': -4, 'needs': []}",
         "[{'area': 'b', 'attribute': 'place', 'value': 'e'}, "
         "{'area': 'c', 'attribute': 'size', 'value': 40}, "
         "{'area': 'd', 'attribute': 'needs', 'value': ['l']}]"},
        /* As far either way: the smaller. */
        {"{'place': 'n', 'size': -5, 'needs': ['l', 'k', 'm']}",
         "[{'area': 'a', 'attribute': 'needs', 'value': ['k', 'm']}, "
         "{'area': 'b', 'attribute': 'place', 'value': 'e'}, "
         "{'area': 'c', 'attribute': 'size', 'value': -50}]"},
    };
    struct msb_rules *rules = rules_of(members);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_explains(rules, cases[i].facts, "would_change",
                        cases[i].expected);
    msb_rules_unref(rules);
}

/* Numbers may lie further apart than an int32_t can tell. */
static void
the_nearest_is_found_at_any_distance(void **state)
{
    struct msb_rules *rules = rules_of(
        "'attributes': {'n': {'type': 'integer', 'min': -2147483647, "
        "'max': 2147483647}, 'f': {'type': 'flag'}}, "
        "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}], "
        "'responsibility': ["
        "{'id': 'r', 'area': 'a', 'when': {'n': {'through': -2000000000}}}, "
        "{'id': 's', 'area': 'a', 'when': "
        "{'n': {'from': -9, 'through': -1}, 'f': true}}, "
        "{'id': 't', 'area': 'b', 'when': {}}]");

    (void)state;
    assert_explains(rules, "{'n': 2147483647, 'f': true}", "would_change",
                    "[{'area': 'a', 'attribute': 'n', 'value': -1}]");
    assert_explains(rules, "{'n': 2147483647, 'f': false}", "would_change",
                    "[{'area': 'a', 'attribute': 'n', 'value': -2000000000}]");
    msb_rules_unref(rules);
}

#define TWO_SERVICES                                                           \
    "'areas': [{'id': 'a', 'name': 'A'}, {'id': 'b', 'name': 'B'}, "           \
    "{'id': 'c', 'name': 'C'}], 'attributes': {'f': {'type': 'flag'}}, "       \
    "'services': [{'id': 'home', 'name': 'Home', 'delivered_by': 'a'}, "       \
    "{'id': 'work', 'name': 'Work', 'delivered_by': 'a'}], "

static void
services_may_be_what_would_change_it(void **state)
{
    struct msb_rules *rules = rules_of(
        TWO_SERVICES "'responsibility': ["
                     "{'id': 'r', 'area': 'b', 'when': {'services': 'home'}}, "
                     "{'id': 's', 'area': 'a', 'when': {}}]");

    (void)state;
    assert_explains(
        rules, "{}", "would_change",
        "[{'area': 'b', 'attribute': 'services', 'value': ['home']}]");
    /* What no rule asks for stays as it is. */
    assert_explains(
        rules, "{'services': ['work']}", "would_change",
        "[{'area': 'b', 'attribute': 'services', 'value': ['home', 'work']}]");
    assert_explains(
        rules, "{'services': ['work', 'home']}", "would_change",
        "[{'area': 'a', 'attribute': 'services', 'value': ['work']}]");
    msb_rules_unref(rules);
}

static void
a_change_must_lead_there_whatever_is_unknown(void **state)
{
    struct msb_rules *rules = rules_of(
        TWO_SERVICES "'responsibility': ["
                     "{'id': 'r', 'area': 'b', 'when': "
                     "{'age': {'from': 18, 'below': 67}, 'f': true}}, "
                     "{'id': 's', 'area': 'c', 'when': {'age': 70}}, "
                     "{'id': 't', 'area': 'a', 'when': {}}]");

    (void)state;
    assert_explains(rules, "{'age': 10}", "would_change",
                    "[{'area': 'c', 'attribute': 'age', 'value': 70}]");
    assert_explains(rules, "{'age': 10, 'f': true}", "would_change",
                    "[{'area': 'b', 'attribute': 'age', 'value': 18}, "
                    "{'area': 'c', 'attribute': 'age', 'value': 70}]");
    /* It is not known yet what would be changed. */
    assert_explains(rules, "{'age': 20}", "would_change", "[]");
    msb_rules_unref(rules);
}

static void
where_no_rule_decides_every_area_may_be_a_change_away(void **state)
{
    struct msb_rules *rules = rules_of(
        TWO_SERVICES "'responsibility': ["
                     "{'id': 'r', 'area': 'c', 'when': "
                     "{'age': {'from': 18}}}, "
                     "{'id': 's', 'area': 'b', 'when': {'f': true}}]");

    (void)state;
    assert_explains(rules, "{'age': 10, 'f': false}", "would_change",
                    "[{'area': 'b', 'attribute': 'f', 'value': true}, "
                    "{'area': 'c', 'attribute': 'age', 'value': 18}]");
    msb_rules_unref(rules);
}

static void
a_change_never_leads_to_facts_that_are_refused(void **state)
{
    struct msb_rules *rules = rules_of(
        TWO_SERVICES "'hit_policy': 'unique', 'responsibility': ["
                     "{'id': 'r', 'area': 'b', 'when': "
                     "{'age': {'from': 18}}}, "
                     "{'id': 's', 'area': 'a', 'when': {'f': true}}, "
                     "{'id': 't', 'area': 'c', 'when': "
                     "{'age': {'below': 18}, 'f': false}}]");

    (void)state;
    assert_explains(rules, "{'age': 10, 'f': true}", "would_change",
                    "[{'area': 'c', 'attribute': 'f', 'value': false}]");
    assert_explains(rules, "{'age': 18, 'f': false}", "would_change",
                    "[{'area': 'c', 'attribute': 'age', 'value': 17}]");
    msb_rules_unref(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            each_area_one_change_away_is_named_with_the_nearest_value),
        cmocka_unit_test(the_nearest_of_several_values_is_shown),
        cmocka_unit_test(the_nearest_is_found_at_any_distance),
        cmocka_unit_test(services_may_be_what_would_change_it),
        cmocka_unit_test(a_change_must_lead_there_whatever_is_unknown),
        cmocka_unit_test(where_no_rule_decides_every_area_may_be_a_change_away),
        cmocka_unit_test(a_change_never_leads_to_facts_that_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
