/* SPDX-License-Identifier: MIT */
#ifndef MSBI_PLAN_H
#define MSBI_PLAN_H

#include <msb/columns.h>
#include <msb/decision.h>

#include "base/memory.h"
#include "decide/facts.h"
#include "rules/rules.h"
#include "rules/stage.h"

/*
 * A plan: the tables of the rules (see rules/stage.h), with birth dates in
 * place of ages. A row's words, ANDed over all attributes, hold the terms that
 * match, and the first bit set is the term that decides.
 */

/* Rows that are decided together; their words stay in the first cache. */
#define MSBI_BLOCK 512

struct msb_plan {
    struct msbi_refcount refs;
    struct msb_rules *rules;
    struct msb_date on;
    enum msb_instructions instructions;
    const struct msbi_tables *tables; /* of the rules; NULL: none */
    size_t num_words;                 /* as in the tables */
    struct msbi_stage births;         /* in place of the age's */
    size_t group_stage; /* whose steps tell the group, or MSB_NONE */
    int16_t *group_of_step;
    int16_t *group_of_age_step;
    int16_t group_unknown; /* where that attribute is unknown */
};

/* What a block of rows has been found to be. */
struct msbi_block {
    size_t num_rows;
    uint32_t masks[MSBI_MAX_WORDS][MSBI_BLOCK];
    uint32_t unknown[MSBI_BLOCK]; /* a bit for each unknown stage; only
                                     where has_unknown */
    uint8_t rejected[MSBI_BLOCK]; /* 1: a value outside its domain */
    int16_t groups[MSBI_BLOCK];
    bool has_unknown, has_rejected;
};

/* One column of a block: the first value is of the row @first. */
struct msbi_slice {
    const void *values;
    const uint8_t *validity;
    size_t first;
    uint32_t width;
};

/* The two ways of doing the work; see portable.c and avx512.c. */
struct msbi_kernel {
    /* AND what the values leave standing into the words of the block; put
       groups (by step) into it where @groups is not NULL. */
    void (*filter)(const struct msbi_stage *stage,
                   const struct msbi_slice *slice, size_t num_words,
                   const int16_t *groups, struct msbi_block *block);
    /* Write the answers of the rows at @first; of rows that are unknown or
       rejected, anything. */
    void (*finish)(const struct msb_plan *plan, const struct msbi_block *block,
                   size_t first, const struct msb_outcome_columns *out);
};

extern const struct msbi_kernel msbi_kernel_portable;
/* NULL where the library was built without, or the machine lacks it. */
const struct msbi_kernel *msbi_kernel_avx512(void);

/* Whether a row is known, by its validity bitmap. */
static inline bool
msbi_is_valid(const uint8_t *validity, size_t row)
{
    return validity == NULL || (validity[row / 8] >> row % 8 & 1) != 0;
}

/* The column of an attribute; one without values where none is given. */
const struct msb_column *
msbi_get_column(const struct msb_columns *columns, size_t attribute);
/* Fill facts from a row. REJECTED rows give INVALID. */
enum msb_status msbi_row_fill_facts(const struct msb_plan *plan,
                                    const struct msb_columns *columns,
                                    size_t row, struct msb_facts *facts);
/* Decide a row on the diagram; an unusable one becomes REJECTED. */
enum msb_status
msbi_row_decide(const struct msb_plan *plan, const struct msb_columns *columns,
                size_t row, struct msb_facts *facts, struct msb_outcome *out,
                uint8_t *status, struct msb_error *err);

#endif
