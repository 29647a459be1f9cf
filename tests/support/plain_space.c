/* SPDX-License-Identifier: MIT */
/* All completions of some facts, decided one by one. */
#include "support/plain_space.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

void
plain_space_fill(struct plain_space *space, const struct plain_model *model,
                 const struct plain_facts *facts)
{
    struct plain_facts completion;

    space->num = space->num_open = 0;
    plain_first(model, facts, &completion);
    do {
        assert_true(space->num < PLAIN_MAX_COMPLETIONS);
        plain_decide(model, &completion, &space->outcomes[space->num]);
        for (size_t i = 0; i < model->num_services; i++)
            space->entries[i][space->num] = plain_deliver(model, &completion,
                                                          i);
        space->num++;
    } while (plain_next(model, facts, &completion));
    for (size_t i = 0, stride = 1; i < model->target_group; i++) {
        struct plain_facts alone = *facts;

        if (facts->known[i])
            continue;
        memset(alone.known, 1, sizeof alone.known);
        alone.known[i] = false;
        space->open[space->num_open] = i;
        space->stride[space->num_open] = stride;
        space->count[space->num_open] = 1;
        plain_first(model, &alone, &completion);
        while (plain_next(model, &alone, &completion))
            space->count[space->num_open]++;
        stride *= space->count[space->num_open++];
    }
}

static size_t
digit_of(const struct plain_space *space, size_t completion, size_t open)
{
    return completion / space->stride[open] % space->count[open];
}

bool
plain_space_find_conflict(const struct plain_space *space, int rules[2])
{
    bool found = false;

    for (size_t i = 0; i < space->num; i++) {
        const struct plain_outcome *outcome = &space->outcomes[i];

        if (outcome->other == PLAIN_NOTHING
            || (found
                && (outcome->rule > rules[0]
                    || (outcome->rule == rules[0]
                        && outcome->other > rules[1]))))
            continue;
        found = true;
        rules[0] = outcome->rule;
        rules[1] = outcome->other;
    }
    return found;
}

uint32_t
plain_space_find_areas(const struct plain_space *space, size_t open,
                       size_t digit)
{
    uint32_t areas = 0;

    for (size_t i = 0; i < space->num; i++)
        if (open == SIZE_MAX || digit_of(space, i, open) == digit)
            areas |= (uint32_t)1 << (space->outcomes[i].area & 31);
    return areas;
}

static size_t
count_bits(uint32_t bits)
{
    size_t count = 0;

    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

bool
plain_space_is_missing(const struct plain_space *space, size_t open)
{
    for (size_t i = 0; i < space->num; i++) {
        size_t first = i - digit_of(space, i, open) * space->stride[open];

        if (space->outcomes[i].area != space->outcomes[first].area)
            return true;
    }
    return false;
}

size_t
plain_space_find_worst(const struct plain_space *space, size_t open)
{
    size_t worst = 0;

    for (size_t i = 0; i < space->count[open]; i++) {
        size_t count = count_bits(plain_space_find_areas(space, open, i));

        worst = count > worst ? count : worst;
    }
    return worst;
}
