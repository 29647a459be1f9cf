/* SPDX-License-Identifier: MIT */
/*
 * One answer by every road: charts, charts that give up at once, rules that
 * are ready without charts, and rules that are laid for each question, with
 * tables and without. Their decisions and explanations are the same texts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/decision.h>

#include "rules/chart.h"
#include "rules/laid.h"
#include "rules/stage.h"
#include "support/plain.h"
#include "support/short.h"

enum {
    CHARTED,
    GIVING_UP,
    READY,
    LAID,
    LAID_WITHOUT_TABLES,
    NUM_ROADS,
    NUM_MODELS = 500,
    NUM_FACTS = 8
};

static void
compile_roads(struct msb_model *model, struct msb_rules *roads[NUM_ROADS])
{
    for (size_t i = 0; i < NUM_ROADS; i++) {
        size_t max_joint = i >= LAID ? 0 : MSBI_JOINT_NODES;

        assert_int_equal(msbi_rules_compile(model, max_joint, &roads[i], NULL),
                         MSB_OK);
    }
    if (roads[GIVING_UP]->charts != NULL) {
        roads[GIVING_UP]->charts->areas.max_pairs = 0;
        roads[GIVING_UP]->charts->areas.max_branches = 0;
    }
    msbi_charts_free(roads[READY]->charts);
    roads[READY]->charts = NULL;
    msbi_tables_free(roads[LAID_WITHOUT_TABLES]->tables);
    roads[LAID_WITHOUT_TABLES]->tables = NULL;
}

/* All that is said of the facts, or the error's message; free() it. */
static char *
answer(struct msb_rules *rules, const struct msb_facts *facts)
{
    struct msb_decision *decision = NULL;
    struct msb_explanation *explanation = NULL;
    struct msb_error err = {0};
    struct msb_date on = date_of("2019-06-01");
    char *text = NULL, *copy;

    if (msb_rules_resolve(rules, facts, on, &decision, &err) != MSB_OK
        || msb_rules_explain(rules, facts, on, true, &explanation, &err)
               != MSB_OK) {
        msb_decision_unref(decision);
        return strdup(err.message);
    }
    assert_int_equal(
        msb_decision_format_json(decision, "1", explanation, &text, NULL),
        MSB_OK);
    copy = strdup(text);
    msb_text_free(text);
    msb_decision_unref(decision);
    msb_explanation_unref(explanation);
    return copy;
}

static void
check_roads(struct msb_rules *roads[NUM_ROADS], const struct msb_facts *facts)
{
    char *expected = answer(roads[0], facts);

    for (size_t i = 1; i < NUM_ROADS; i++) {
        char *other = answer(roads[i], facts);

        assert_string_equal(other, expected);
        free(other);
    }
    free(expected);
}

static void
release_roads(struct msb_rules *roads[NUM_ROADS])
{
    for (size_t i = 0; i < NUM_ROADS; i++)
        msb_rules_unref(roads[i]);
}

static void
every_road_leads_to_the_same_words(void **state)
{
    static struct plain_model plain;
    struct plain_facts given;
    struct random random = {19};
    size_t num_charted = 0;

    (void)state;
    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct msb_rules *roads[NUM_ROADS];
        struct msb_model *model;

        plain_draw(&plain, seed);
        model = plain_read(&plain);
        compile_roads(model, roads);
        num_charted += roads[CHARTED]->charts != NULL;
        for (size_t i = 0; i < NUM_FACTS; i++) {
            struct msb_facts *facts;

            plain_draw_facts(&plain, &random, i % 2 == 0 ? 100 : 50, &given);
            facts = plain_give(&plain, &given, model);
            check_roads(roads, facts);
            msb_facts_free(facts);
        }
        release_roads(roads);
        msb_model_unref(model);
    }
    assert_true(num_charted > NUM_MODELS / 2);
}

/* More areas than a chart takes, one for each value of an enum. */
static struct msb_model *
make_wide_model(size_t num_areas)
{
    static char members[20000];
    size_t length = 0;

    for (size_t part = 0; part < 3; part++) {
        length += (size_t)snprintf(
            members + length, sizeof members - length, "%s",
            part == 0   ? "'attributes': {'place': {'type': 'enum', 'values': ["
            : part == 1 ? "]}, 'f': {'type': 'flag'}, 'needs': {'type': 'set', "
                          "'values': ['x', 'y']}}, 'areas': ["
                        : "], 'responsibility': [");
        for (size_t i = 0; i < num_areas; i++)
            length += (size_t)snprintf(
                members + length, sizeof members - length,
                part == 0   ? "%s'p%zu'"
                : part == 1 ? "%s{'id': 'a%zu', 'name': 'A'}"
                            : "%s{'id': 'r%zu', 'area': 'a%zu', 'when': "
                              "{'place': 'p%zu', 'needs': 'x'}}",
                i == 0 ? "" : ", ", i, i, i);
    }
    snprintf(members + length, sizeof members - length,
             ", {'id': 'rest', 'area': 'a1', 'when': {'f': true}}]");
    return model_of(members);
}

static void
models_at_the_bounds_of_charts_are_decided_alike(void **state)
{
    static const struct {
        size_t num_areas;
        bool is_charted;
    } models[] = {{MSBI_CHART_AREAS, true}, {MSBI_CHART_AREAS + 1, false}};
    static const char *const sheets[] = {
        "{'place': 'p3', 'needs': ['x'], 'f': true}",
        "{'place': 'p3', 'needs': ['y'], 'f': false}",
        "{'needs': ['x'], 'f': true}",
        "{'place': 'p61', 'f': true}",
        "{'place': 'p61'}",
        "{}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
        struct msb_model *model = make_wide_model(models[i].num_areas);
        struct msb_rules *roads[NUM_ROADS];

        compile_roads(model, roads);
        assert_int_equal(roads[CHARTED]->charts != NULL, models[i].is_charted);
        for (size_t k = 0; k < sizeof sheets / sizeof sheets[0]; k++) {
            struct msb_facts *facts = facts_of(roads[CHARTED], sheets[k]);

            check_roads(roads, facts);
            msb_facts_free(facts);
        }
        release_roads(roads);
        msb_model_unref(model);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_road_leads_to_the_same_words),
        cmocka_unit_test(models_at_the_bounds_of_charts_are_decided_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
