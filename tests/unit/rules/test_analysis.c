/* SPDX-License-Identifier: MIT */
/*
 * The analysis against a second opinion: a thousand random models whose whole
 * input space is tried, fact by fact. What is found must be just what is
 * there, in the order of the model, and each witness must show it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <msb/analysis.h>

#include "decide/facts.h"
#include "rules/laid.h"
#include "support/plain.h"

enum { NUM_MODELS = 1000 };

/* What a model's input space holds. */
struct found {
    bool rule_gap, group_gap, service_gap[PLAIN_MAX_SERVICES];
    bool rules[PLAIN_MAX_RULES], groups[PLAIN_MAX_GROUPS];
    bool entries[PLAIN_MAX_SERVICES][PLAIN_MAX_ENTRIES];
    bool overlaps[PLAIN_MAX_RULES][PLAIN_MAX_RULES];
    bool strays[PLAIN_MAX_RULES][PLAIN_MAX_GROUPS];
};

/* A model, what is in it, and where the comparison stands. */
struct trial {
    struct plain_model plain;
    struct found found;
    struct msb_model *model;
    struct msb_analysis *analysis;
};

static bool
is_held(const struct plain_model *model, const struct plain_facts *facts,
        size_t service)
{
    return (facts->values[model->services] >> service & 1) != 0;
}

static bool
is_overlap(const struct plain_model *model, const struct plain_facts *facts,
           int group, size_t first, size_t second)
{
    return model->rules[first].area != model->rules[second].area
           && plain_holds(model, model->rules[first].when, facts, group)
           && plain_holds(model, model->rules[second].when, facts, group);
}

static bool
is_stray(const struct plain_model *model, const struct plain_outcome *outcome)
{
    return outcome->rule >= 0 && outcome->other == PLAIN_NOTHING
           && outcome->group >= 0 && model->has_serves[outcome->area]
           && (model->serves[outcome->area] >> outcome->group & 1) == 0;
}

/* Note what one citizen shows. */
static void
note_facts(const struct plain_model *model, const struct plain_facts *facts,
           struct found *found)
{
    struct plain_outcome outcome;

    plain_decide(model, facts, &outcome);
    if (outcome.rule == PLAIN_NOTHING)
        found->rule_gap = true;
    else if (outcome.other == PLAIN_NOTHING)
        found->rules[outcome.rule] = true;
    if (outcome.group == PLAIN_NOTHING)
        found->group_gap = true;
    else
        found->groups[outcome.group] = true;
    for (size_t i = 0; i < model->num_services; i++) {
        int entry = plain_deliver(model, facts, i);

        if (!is_held(model, facts, i))
            continue;
        if (entry == PLAIN_NOTHING)
            found->service_gap[i] = true;
        else
            found->entries[i][entry] = true;
    }
    for (size_t i = 0; i < model->num_rules; i++)
        for (size_t k = i + 1; k < model->num_rules; k++)
            if (is_overlap(model, facts, outcome.group, i, k))
                found->overlaps[i][k] = true;
    if (is_stray(model, &outcome))
        found->strays[outcome.rule][outcome.group] = true;
}

static void
try_everything(struct trial *trial)
{
    static const struct plain_facts unknown;
    struct plain_facts facts;

    memset(&trial->found, 0, sizeof trial->found);
    plain_first(&trial->plain, &unknown, &facts);
    do
        note_facts(&trial->plain, &facts, &trial->found);
    while (plain_next(&trial->plain, &unknown, &facts));
    if (trial->plain.per_service)
        trial->found.rule_gap = false;
}

/* A witness as plain facts; it must be complete. */
static struct plain_facts
read_witness(const struct trial *trial, const char *witness)
{
    struct plain_facts out = {0};
    struct msb_facts *facts = NULL;

    assert_int_equal(msb_facts_new(trial->model, &facts, NULL), MSB_OK);
    assert_int_equal(
        msb_facts_parse_json(facts, witness, strlen(witness), NULL, NULL),
        MSB_OK);
    for (size_t i = 0; i < trial->plain.target_group; i++) {
        const struct plain_attribute *attribute = &trial->plain.attributes[i];
        size_t at = msb_model_find_part(trial->model, MSB_PART_ATTRIBUTE,
                                        attribute->name);

        assert_int_not_equal(facts->scalars[at], MSBI_UNKNOWN);
        out.values[i] = facts->scalars[at];
        if (attribute->type == MSB_ATTRIBUTE_SET)
            out.values[i] = (int32_t)facts->words[facts->first_word[at]];
    }
    msb_facts_free(facts);
    return out;
}

/* What a witness of the trial's model shows. */
static struct found
look_at(const struct trial *trial, const char *witness)
{
    struct plain_facts facts = read_witness(trial, witness);
    struct found found = {0};

    note_facts(&trial->plain, &facts, &found);
    return found;
}

static void
expect_gap(const struct trial *trial, enum msb_finding_kind kind,
           size_t service, size_t *at)
{
    struct msb_gap gap;
    struct found shown;

    assert_true(msb_analysis_get_gap(trial->analysis, (*at)++, &gap));
    assert_int_equal(gap.kind, kind);
    shown = look_at(trial, gap.witness);
    if (kind == MSB_FINDING_SERVICE) {
        assert_string_equal(
            gap.id,
            msb_model_get_part_id(trial->model, MSB_PART_SERVICE, service));
        assert_true(shown.service_gap[service]);
        return;
    }
    assert_null(gap.id);
    assert_true(kind == MSB_FINDING_RESPONSIBILITY ? shown.rule_gap
                                                   : shown.group_gap);
}

static void
check_gaps(const struct trial *trial)
{
    size_t at = 0;

    if (trial->found.rule_gap)
        expect_gap(trial, MSB_FINDING_RESPONSIBILITY, 0, &at);
    if (trial->found.group_gap)
        expect_gap(trial, MSB_FINDING_TARGET_GROUP, 0, &at);
    for (size_t i = 0; i < trial->plain.num_services; i++)
        if (trial->found.service_gap[i])
            expect_gap(trial, MSB_FINDING_SERVICE, i, &at);
    assert_int_equal(msb_analysis_num_gaps(trial->analysis), at);
    assert_int_equal(msb_analysis_is_total(trial->analysis), at == 0);
}

static void
expect_unreachable(const struct trial *trial, enum msb_finding_kind kind,
                   enum msb_part part, size_t owner, size_t index, size_t *at)
{
    struct msb_unreachable entry;

    assert_true(msb_analysis_get_unreachable(trial->analysis, (*at)++, &entry));
    assert_int_equal(entry.kind, kind);
    assert_int_equal(entry.index, index);
    assert_string_equal(entry.id,
                        msb_model_get_part_id(trial->model, part, owner));
}

static void
check_unreachable(const struct trial *trial)
{
    const struct plain_model *model = &trial->plain;
    size_t at = 0;

    for (size_t i = 0; i < model->num_rules; i++)
        if (!trial->found.rules[i])
            expect_unreachable(trial, MSB_FINDING_RESPONSIBILITY, MSB_PART_RULE,
                               i, i, &at);
    for (size_t i = 0; i < model->num_groups; i++)
        if (!trial->found.groups[i])
            expect_unreachable(trial, MSB_FINDING_TARGET_GROUP,
                               MSB_PART_TARGET_GROUP, i, i, &at);
    for (size_t i = 0; i < model->num_services; i++)
        for (size_t k = 0; k < model->service_list[i].num_entries; k++)
            if (!trial->found.entries[i][k])
                expect_unreachable(trial, MSB_FINDING_SERVICE, MSB_PART_SERVICE,
                                   i, k, &at);
    assert_int_equal(msb_analysis_num_unreachable(trial->analysis), at);
}

static void
check_pairs(const struct trial *trial)
{
    const struct plain_model *model = &trial->plain;
    struct msb_overlap overlap;
    struct msb_stray stray;
    size_t at = 0;

    for (size_t i = 0; i < model->num_rules; i++)
        for (size_t k = i + 1; k < model->num_rules; k++) {
            if (!trial->found.overlaps[i][k])
                continue;
            assert_true(
                msb_analysis_get_overlap(trial->analysis, at++, &overlap));
            assert_int_equal(overlap.rules[0], i);
            assert_int_equal(overlap.rules[1], k);
            assert_true(look_at(trial, overlap.witness).overlaps[i][k]);
        }
    assert_int_equal(msb_analysis_num_overlaps(trial->analysis), at);
    at = 0;
    for (size_t i = 0; i < model->num_rules; i++)
        for (size_t k = 0; k < model->num_groups; k++) {
            if (!trial->found.strays[i][k])
                continue;
            assert_true(msb_analysis_get_stray(trial->analysis, at++, &stray));
            assert_int_equal(stray.rule, i);
            assert_int_equal(stray.target_group, k);
            assert_true(look_at(trial, stray.witness).strays[i][k]);
        }
    assert_int_equal(msb_analysis_num_strays(trial->analysis), at);
}

static void
check_models(size_t max_joint)
{
    static struct trial trial;

    for (uint64_t seed = 0; seed < NUM_MODELS; seed++) {
        struct msb_rules *rules = NULL;

        plain_draw(&trial.plain, seed);
        trial.model = plain_read(&trial.plain);
        try_everything(&trial);
        assert_int_equal(
            msbi_rules_compile(trial.model, max_joint, &rules, NULL), MSB_OK);
        assert_int_equal(msb_rules_check(rules, &trial.analysis, NULL), MSB_OK);
        check_gaps(&trial);
        check_unreachable(&trial);
        check_pairs(&trial);
        msb_analysis_unref(trial.analysis);
        msb_rules_unref(rules);
        msb_model_unref(trial.model);
    }
}

static void
the_analysis_of_laid_rules_is_exact(void **state)
{
    (void)state;
    check_models(MSBI_JOINT_NODES);
}

static void
the_analysis_of_rules_too_many_to_lay_is_exact(void **state)
{
    (void)state;
    check_models(0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_analysis_of_laid_rules_is_exact),
        cmocka_unit_test(the_analysis_of_rules_too_many_to_lay_is_exact),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
