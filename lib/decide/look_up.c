/* SPDX-License-Identifier: MIT */
/*
 * One decision from the tables: each attribute says which terms its value
 * leaves standing, and the first that all leave standing decides. A few
 * look-ups that do not wait for one another, where the diagram is a chain.
 */
#include "decide/case.h"

#include "rules/stage.h"

/* How many limits are at or below a value. */
static size_t
find_step(const struct msbi_stage *stage, int32_t value)
{
    size_t step = 0, low = 0, high = stage->num_limits;

    if (stage->kind != MSBI_STAGE_NUMBER)
        return (size_t)value;
    if (stage->num_limits <= 16) {
        for (size_t i = 0; i < stage->num_limits; i++)
            step += value >= stage->limits[i];
        return step;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (stage->limits[middle] <= value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The terms of a word that a set satisfies. */
static uint32_t
filter_set(const struct msbi_stage *stage, const uint64_t *words, size_t w)
{
    uint64_t found = stage->without_any[w];

    for (size_t i = 0; i < stage->num_octets; i++) {
        const struct msbi_octet *octet = &stage->octets[i];

        found |=
            octet->tables[w * 256 + (words[octet->word] >> octet->shift & 255)];
    }
    return (uint32_t)found & ~(uint32_t)(found >> 32);
}

/* AND into @masks what one attribute leaves standing; false: it is unknown. */
static inline bool
filter(const struct msbi_case *citizen, const struct msbi_stage *stage,
       uint32_t *masks, size_t num_words)
{
    const struct msb_facts *facts = citizen->facts;
    int32_t value = msbi_case_scalar(citizen, stage->attribute);
    size_t step;

    if (value == MSBI_UNKNOWN)
        return false;
    if (stage->kind == MSBI_STAGE_SET) {
        for (size_t w = 0; w < num_words; w++)
            masks[w] &= filter_set(
                stage, facts->words + facts->first_word[stage->attribute], w);
        return true;
    }
    step = find_step(stage, value);
    for (size_t w = 0; w < num_words; w++)
        masks[w] &= stage->masks[w * stage->num_steps + step];
    return true;
}

/* Under `unique` there is one word; another rule in it is a conflict. */
static msbi_ref
name_leaf(const struct msbi_case *citizen, uint32_t mask, size_t w)
{
    const struct msb_rules *rules = citizen->rules;
    size_t term = w * 32 + (size_t)__builtin_ctz(mask);
    size_t rule = (size_t)rules->tables->rule_of_term[term];
    uint32_t others = mask & ~rules->tables->same_rule[term];

    if (rules->model->hit_policy == MSB_HIT_POLICY_FIRST || others == 0)
        return msbi_leaf(rule);
    term = w * 32 + (size_t)__builtin_ctz(others);
    return msbi_conflict(rules, rule,
                         (size_t)rules->tables->rule_of_term[term]);
}

/* Most models have one word; then no loop over words is left. */
static inline msbi_ref
look_up(const struct msbi_case *citizen, const struct msbi_tables *tables,
        size_t num_words)
{
    uint32_t masks[MSBI_MAX_WORDS];

    for (size_t w = 0; w < num_words; w++)
        masks[w] = tables->terms[w];
    for (size_t i = 0; i < tables->num_tested; i++)
        if (!filter(citizen, tables->tested[i], masks, num_words))
            return MSBI_FAILED;
    for (size_t w = 0; w < num_words; w++)
        if (masks[w] != 0)
            return name_leaf(citizen, masks[w], w);
    return MSBI_GAP;
}

msbi_ref
msbi_case_look_up(const struct msbi_case *citizen)
{
    const struct msbi_tables *tables = citizen->rules->tables;

    if (tables == NULL)
        return MSBI_FAILED;
    return tables->num_words == 1 ? look_up(citizen, tables, 1)
                                  : look_up(citizen, tables, tables->num_words);
}
