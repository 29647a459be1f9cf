/* SPDX-License-Identifier: MIT */
/*
 * A row with unknown facts, by trying completions: the terms that are possible
 * by all else, and those that a value leaves, are the terms that match. Of a
 * scalar every step is tried. Of a set a few values are: where those come to
 * several areas that is the answer, else the diagram must be asked.
 */
#include "decide/run.h"

/* The most completions that are tried. */
#define MAX_TRIED 256

/* The unknown attributes of a row, and a step for each. */
struct tried {
    bool is_sample; /* of the completions */
    size_t num;
    const struct msbi_scale *scales[MSBI_MAX_STAGES];
    size_t steps[MSBI_MAX_STAGES];
};

/* What the completions so far have come to. */
struct outcomes {
    bool is_first, differs, has_conflict;
    uint32_t answer; /* of the first; see msb_plan */
    bool has_rules;  /* some came by another rule */
};

/* False where there are too many completions. */
static bool
list_unknown(const struct msb_plan *plan, uint32_t unknown, struct tried *tried)
{
    size_t product = 1;

    tried->num = 0;
    tried->is_sample = false;
    for (; unknown != 0; unknown &= unknown - 1) {
        size_t number = (size_t)__builtin_ctz(unknown);
        const struct msbi_scale *scale =
            &plan->scales[plan->doubts.attributes[number]];

        tried->is_sample |= scale->kind == MSBI_STAGE_SET;
        product *= scale->num_steps - 1;
        if (product > MAX_TRIED)
            return false;
        tried->scales[tried->num] = scale;
        tried->steps[tried->num++] = 0;
    }
    return true;
}

/* The first term of a completion; the one behind the last for none. */
static size_t
find_term(const struct msb_plan *plan, const struct tried *tried,
          const uint32_t *possible, uint32_t *mask)
{
    for (size_t w = 0; w < plan->num_words; w++) {
        *mask = possible[w * MSBI_BLOCK];
        for (size_t k = 0; k < tried->num; k++)
            *mask &= tried->scales[k]->possible[w * tried->scales[k]->num_steps
                                                + tried->steps[k]];
        if (*mask != 0)
            return w * 32 + (size_t)__builtin_ctz(*mask);
    }
    return plan->num_words * 32;
}

static void
note_term(const struct msb_plan *plan, size_t term, uint32_t mask,
          struct outcomes *outcomes)
{
    uint32_t answer = plan->answers[term];

    if (plan->is_unique && (mask & ~plan->tables->same_rule[term]) != 0)
        outcomes->has_conflict = true;
    if (outcomes->is_first)
        outcomes->answer = answer;
    outcomes->is_first = false;
    outcomes->differs |= ((answer ^ outcomes->answer) & 0xffff) != 0;
    outcomes->has_rules |= answer != outcomes->answer;
}

/* The next combination of steps; false behind the last. */
static bool
try_next(struct tried *tried)
{
    for (size_t k = 0; k < tried->num; k++) {
        if (++tried->steps[k] + 1 < tried->scales[k]->num_steps)
            return true;
        tried->steps[k] = 0;
    }
    return false;
}

bool
msbi_run_complete(const struct msbi_run *run, size_t at, uint32_t unknown,
                  struct msbi_row_answer *answer)
{
    const struct msb_plan *plan = run->plan;
    struct outcomes outcomes = {.is_first = true};
    struct tried tried;

    if (!list_unknown(plan, unknown, &tried))
        return false;
    do {
        uint32_t mask;
        size_t term = find_term(plan, &tried, run->block->possible + at, &mask);

        note_term(plan, term, mask, &outcomes);
    } while ((!outcomes.differs || plan->is_unique) && try_next(&tried));
    if (tried.is_sample && (!outcomes.differs || plan->is_unique))
        return false;
    *answer = msbi_rejected_answer;
    if (outcomes.has_conflict)
        return true;
    answer->status = outcomes.differs             ? MSB_ROW_UNDETERMINED
                     : outcomes.answer >> 31 != 0 ? MSB_ROW_NONE
                                                  : MSB_ROW_DETERMINED;
    if (answer->status == MSB_ROW_DETERMINED)
        answer->area = (int16_t)outcomes.answer;
    if (answer->status == MSB_ROW_DETERMINED && !outcomes.has_rules)
        answer->rule = (int16_t)(outcomes.answer >> 16);
    return true;
}
