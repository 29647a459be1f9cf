/* SPDX-License-Identifier: MIT */
#ifndef MSBI_MIX_H
#define MSBI_MIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>

#include "rules/rules.h"
#include "rules/stage.h"

/*
 * Scalars as steps, and what several of them say together. A mix numbers
 * the combinations of steps of its attributes; a table by that number takes
 * one look-up where each attribute by itself would take one.
 */

/* The most entries of a mix of several attributes, and of any. */
#define MSBI_MAX_ENTRIES 2048
#define MSBI_MAX_STEPS_WIDE 65535

/* How values of a scalar become steps. */
struct msbi_scale {
    size_t attribute;
    enum msbi_stage_kind kind;
    bool is_used;   /* by rules, groups or deliveries: else only checked */
    bool is_tested; /* by rules */
    bool is_direct; /* a number's step is what it is above `low` */
    bool is_birth;  /* the step is how many limits are above the value */
    bool is_wide;   /* steps do not fit a byte */
    int32_t low, high;
    uint32_t width;
    size_t num_limits;
    const int32_t *limits; /* ascending */
    int32_t *own_limits;   /* the same, where they are the scale's */
    size_t num_steps;      /* the last: unknown */
    uint32_t *possible;    /* [word * num_steps + step]; NULL: not tested */
    uint32_t *certain;     /* by word: what every step but the last leaves */
};

/* Some attributes: an entry is the sum of step times stride. */
struct msbi_mix {
    size_t num;
    size_t attributes[MSBI_MAX_STAGES];
    uint32_t strides[MSBI_MAX_STAGES];
    size_t num_entries; /* 1 without attributes */
};

/* Make the scale of a stage. MSB_OK, NOMEM, or LIMIT: too many steps. */
enum msb_status msbi_scale_build(struct msbi_scale *scale,
                                 const struct msbi_stage *stage,
                                 size_t num_words, bool is_tested);
/* For a set that is not known: sets of none and of one value as steps, a
   sample of all that it can be. MSB_OK or NOMEM. */
enum msb_status msbi_scale_sample(struct msbi_scale *scale,
                                  const struct msbi_stage *stage,
                                  size_t num_words);
/* The same steps, told from birth dates. The tables are those of @ages. */
enum msb_status msbi_scale_build_births(struct msbi_scale *scale,
                                        const struct msbi_scale *ages,
                                        struct msb_date on);
void msbi_scale_release(struct msbi_scale *scale);

void msbi_mix_init(struct msbi_mix *mix);
/* Add an attribute, if it is not there yet and at most @max entries come of
   it; a single one always fits. Whether it is there now. */
bool
msbi_mix_add(struct msbi_mix *mix, const struct msbi_scale *scale, size_t max);
/* What the entries leave of the terms: [word * num_entries + entry]. MSB_OK or
   NOMEM. */
enum msb_status msbi_mix_filter(const struct msbi_mix *mix,
                                const struct msbi_scale *scales,
                                size_t num_words, uint32_t **out);

/* Add to a mix the attributes that a diagram reads; false where it reads a
   set, or there would be too many entries. MSB_OK or NOMEM. */
enum msb_status msbi_mix_cover(struct msbi_mix *mix,
                               const struct msb_rules *rules,
                               const struct msbi_scale *scales, msbi_ref root,
                               size_t max, bool *covered);
/*
 * The leaf of a diagram for each entry: an index, or -1 for MSBI_GAP. Nothing
 * is known of attributes whose step is the last: their entries hold what
 * msbi_labels_join() makes of the others.
 */
void msbi_mix_walk(const struct msbi_mix *mix, const struct msb_rules *rules,
                   const struct msbi_scale *scales, msbi_ref root,
                   int32_t *labels);
/* Fill the entries with unknown steps: what all completions agree on, else
   -1. */
void msbi_labels_join(const struct msbi_mix *mix,
                      const struct msbi_scale *scales, int32_t *labels);

#endif
