/* SPDX-License-Identifier: MIT */
/*
 * The changes while they are being found: one sorted array, so that the order
 * of the report costs a binary search for each pair of rules, and a move for
 * each new pair of areas.
 */
#include <string.h>

#include "rules/difference.h"
#include "rules/walk.h"

size_t
msbi_finding_area(const struct msbi_finding *finding, int side, size_t rule)
{
    return msbi_side_area(finding->sides[side], rule);
}

size_t
msbi_side_area(const struct msb_rules *side, size_t rule)
{
    const struct msb_model *model = side->model;

    if (rule >= model->num_rules
        || model->coordination == MSB_COORDINATION_PER_SERVICE)
        return MSB_NONE;
    return model->rules[rule].area;
}

bool
msbi_finding_is_change(const struct msbi_finding *finding,
                       const size_t rules[2])
{
    size_t before = msbi_finding_area(finding, 0, rules[0]);
    size_t after = msbi_finding_area(finding, 1, rules[1]);

    if (before == MSB_NONE || after == MSB_NONE)
        return before != after;
    return finding->same_as[before] != after;
}

/* Where the change from one area to another stands, or is to stand. */
static size_t
find_place(const struct msb_difference *difference, size_t before, size_t after)
{
    size_t low = 0, high = difference->num_changes;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct msbi_change *change = &difference->changes[middle];

        if (change->before < before
            || (change->before == before && change->after < after))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct msbi_change *
msbi_difference_find(const struct msb_difference *difference, size_t before,
                     size_t after)
{
    size_t place = find_place(difference, before, after);
    const struct msbi_change *change;

    if (place == difference->num_changes)
        return NULL;
    change = &difference->changes[place];
    return change->before == before && change->after == after ? change : NULL;
}

const struct msbi_change *
msbi_finding_get(const struct msbi_finding *finding, const size_t rules[2])
{
    return msbi_difference_find(finding->difference,
                                msbi_finding_area(finding, 0, rules[0]),
                                msbi_finding_area(finding, 1, rules[1]));
}

static enum msb_status
add_change(struct msbi_finding *finding, size_t before, size_t after,
           const uint16_t *path)
{
    struct msb_difference *difference = finding->difference;
    size_t place = find_place(difference, before, after);
    struct msbi_change *change;
    struct msbi_text text;
    void *moved = msbi_grow(difference->changes, difference->num_changes,
                            &difference->max_changes, sizeof *change);

    if (moved == NULL)
        return MSB_ERR_NOMEM;
    difference->changes = moved;
    change = &difference->changes[place];
    memmove(change + 1, change,
            (difference->num_changes++ - place) * sizeof *change);
    *change = (struct msbi_change){.before = before, .after = after};
    msbi_text_init(&text);
    msbi_witness_add(&text, finding->sides[0], path, MSB_NONE);
    change->witness = msbi_text_take(&text);
    return change->witness == NULL ? MSB_ERR_NOMEM : MSB_OK;
}

enum msb_status
msbi_finding_note(struct msbi_finding *finding, const size_t rules[2],
                  const uint16_t *path)
{
    size_t before = msbi_finding_area(finding, 0, rules[0]);
    size_t after = msbi_finding_area(finding, 1, rules[1]);
    struct msbi_change *change;
    void *moved;

    if (msbi_finding_get(finding, rules) == NULL
        && add_change(finding, before, after, path) != MSB_OK)
        return MSB_ERR_NOMEM;
    change = &finding->difference
                  ->changes[find_place(finding->difference, before, after)];
    moved = msbi_grow(change->pairs, change->num_pairs, &change->max_pairs,
                      sizeof *change->pairs);
    if (moved == NULL)
        return MSB_ERR_NOMEM;
    change->pairs = moved;
    change->pairs[change->num_pairs++] = (struct msb_rule_pair){
        .before = rules[0], .after = rules[1]};
    return MSB_OK;
}

static void
release_changes(struct msb_difference *difference)
{
    for (size_t i = 0; i < difference->num_changes; i++) {
        msbi_free(difference->changes[i].witness);
        msbi_free(difference->changes[i].pairs);
    }
    difference->num_changes = 0;
}

void
msbi_finding_clear(struct msbi_finding *finding)
{
    release_changes(finding->difference);
}

struct msb_difference *
msb_difference_ref(struct msb_difference *difference)
{
    if (difference != NULL)
        msbi_refcount_take(&difference->refs);
    return difference;
}

void
msb_difference_unref(struct msb_difference *difference)
{
    if (difference == NULL || !msbi_refcount_drop(&difference->refs))
        return;
    release_changes(difference);
    msbi_free(difference->changes);
    msb_rules_unref(difference->sides[0]);
    msb_rules_unref(difference->sides[1]);
    msb_model_unref(difference->before);
    msb_model_unref(difference->after);
    msbi_free(difference);
}
