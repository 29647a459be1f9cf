/* SPDX-License-Identifier: MIT */
#ifndef MSBI_TERMS_H
#define MSBI_TERMS_H

#include "rules/rules.h"

/*
 * Responsibility rules as terms: each rule is one or more terms, a term holds
 * where each attribute by itself satisfies it, and the first term that holds
 * is of the rule that decides. That is the form in which vector units decide.
 * It is made of the compiled conditions and their classes.
 */

/* The most terms; models that need more are decided on the diagram. */
#define MSBI_MAX_TERMS 512

/*
 * One attribute of a term, in bits. Scalars: the classes that satisfy it. Sets:
 * the values that must be there, that must not, and, if there are any, those
 * of which one must be.
 */
struct msbi_term_part {
    size_t num_words;           /* of one bitset */
    size_t classes;             /* where in the term's words; scalars */
    size_t must, must_not, any; /* where in the term's words; sets */
};

struct msbi_terms {
    size_t num_parts; /* one for each attribute */
    struct msbi_term_part *parts;
    size_t num_words; /* of one term */
    size_t num;
    uint64_t *words; /* of all terms */
    size_t *rules;   /* the rule of each term, ascending */
};

/* The most words that making all terms may take, those that come to nothing
   among them. */
#define MSBI_MAX_TERM_WORDS 20000000u

/* Terms of one condition, in one growing block of words. */
struct msbi_term_list {
    uint64_t *words;
    size_t num, max;
    uint64_t spent; /* words, of MSBI_MAX_TERM_WORDS */
};

/* Append the terms of a condition, in the shape of @shape. MSB_OK, NOMEM, or
   LIMIT where there would be too many, or making them would take too long. */
enum msb_status
msbi_terms_of(const struct msb_rules *rules, const struct msbi_terms *shape,
              const struct msbi_compiled *compiled, struct msbi_term_list *out);

/* MSB_OK, NOMEM, or LIMIT where there would be too many. */
enum msb_status
msbi_terms_build(const struct msb_rules *rules, struct msbi_terms *terms);
void msbi_terms_release(struct msbi_terms *terms);

static inline const uint64_t *
msbi_term(const struct msbi_terms *terms, size_t index)
{
    return terms->words + index * terms->num_words;
}

static inline bool
msbi_bit(const uint64_t *words, size_t bit)
{
    return (words[bit / 64] >> bit % 64 & 1) != 0;
}

/* Whether a set's part of a term asks for one of several values. */
bool msbi_term_has_any(const uint64_t *term, const struct msbi_term_part *part);

#endif
