/* SPDX-License-Identifier: MIT */
#ifndef MSBI_STAGE_H
#define MSBI_STAGE_H

#include "rules/rules.h"
#include "rules/terms.h"

/*
 * The terms of the rules as tables: for each value of each attribute, which
 * terms it leaves standing. 32 terms are one word; the words of a citizen,
 * ANDed over all attributes, hold the terms that match.
 */

/* The most words, and the most attributes, that tables take. */
#define MSBI_MAX_WORDS 16
#define MSBI_MAX_STAGES 32

enum msbi_stage_kind {
    MSBI_STAGE_NUMBER = 1, /* int32_t: integers, ages, birth dates */
    MSBI_STAGE_CODE = 2,   /* an enum's index */
    MSBI_STAGE_FLAG = 3,   /* bits */
    MSBI_STAGE_SET = 4     /* words of 64 bits */
};

/*
 * Four bits of a set: for each of their 16 values, the terms whose `any_of`
 * they satisfy, and the terms that they break.
 */
struct msbi_nibble {
    uint32_t word;  /* which 64-bit word of the row */
    uint32_t shift; /* within it */
    uint32_t any[MSBI_MAX_WORDS][16];
    uint32_t broken[MSBI_MAX_WORDS][16];
};

/*
 * Eight bits of a set: for each of their values, the terms that they break in
 * the high half, and those whose `any_of` they satisfy in the low half.
 */
struct msbi_octet {
    uint32_t word;
    uint32_t shift;
    uint64_t *tables; /* [word * 256 + value] */
};

/*
 * One attribute. A number's step is how many limits are at or below it; a
 * code is its own step, and so is a flag. masks[w][step] are the terms that
 * the step leaves standing.
 */
struct msbi_stage {
    enum msbi_stage_kind kind;
    size_t attribute;
    bool is_tested;    /* by some term: else only the domain is checked */
    int32_t low, high; /* the values that are accepted */
    uint32_t width;    /* bytes of a code */
    size_t num_limits;
    int32_t *limits; /* ascending */
    size_t num_steps;
    uint32_t *masks;      /* [word * num_steps + step] */
    size_t num_values;    /* of a set */
    size_t num_set_words; /* of a row */
    uint64_t last_word;   /* the bits that its last word may have */
    size_t num_nibbles;
    struct msbi_nibble *nibbles;
    size_t num_octets;
    struct msbi_octet *octets;            /* the same again, for plain C */
    bool has_broken;                      /* whether a set can break a term */
    uint32_t without_any[MSBI_MAX_WORDS]; /* terms with no `any_of` */
    /* What an unknown set leaves: terms that some set satisfies, and terms
       that every set does. */
    uint32_t possible[MSBI_MAX_WORDS];
    uint32_t certain[MSBI_MAX_WORDS];
};

/* The tables of a model. */
struct msbi_tables {
    size_t num_words;
    size_t num_stages; /* one for each attribute but the target group */
    struct msbi_stage *stages;
    size_t num_tested;
    const struct msbi_stage **tested; /* those that some term reads */
    uint32_t terms[MSBI_MAX_WORDS];   /* a bit for each that there is */
    int32_t *rule_of_term; /* num_words * 32, and -1 behind the last */
    int32_t *area_of_term;
    uint32_t *same_rule; /* by term: the terms of its rule in its word */
};

/*
 * The tables of compiled rules; NULL in @out for a model that does not fit
 * them: too many terms or attributes. MSB_OK or NOMEM.
 */
enum msb_status
msbi_tables_build(const struct msb_rules *rules, struct msbi_tables **out);
void msbi_tables_free(struct msbi_tables *tables);

/* A stage for numbers, codes, flags or sets. */
enum msb_status msbi_stage_build(struct msbi_stage *stage,
                                 const struct msb_rules *rules,
                                 const struct msbi_terms *terms,
                                 size_t attribute, size_t num_words);
void msbi_stage_release(struct msbi_stage *stage);

#endif
