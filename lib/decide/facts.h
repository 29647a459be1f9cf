/* SPDX-License-Identifier: MIT */
#ifndef MSBI_FACTS_H
#define MSBI_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/facts.h>

#include "model/json.h"

/* A scalar of which nothing is known; outside every domain. */
#define MSBI_UNKNOWN INT32_MIN

/*
 * Facts in memory. scalars[a] is an integer, an enum's code, 0 or 1, or
 * MSBI_UNKNOWN; for a set it is 1 when the set is known. The set's values are
 * bits of words[first_word[a] + value / 64].
 */
struct msb_facts {
    struct msb_model *model;
    bool has_birth_date;
    struct msb_date birth_date;
    size_t num_attributes;
    int32_t *scalars;
    size_t *first_word;
    size_t num_words;
    uint64_t *words;
    bool *given; /* by attribute, while a JSON object is read */
};

static inline bool
msbi_facts_holds(const struct msb_facts *facts, size_t attribute, size_t value)
{
    return (facts->words[facts->first_word[attribute] + value / 64]
                >> value % 64
            & 1)
           != 0;
}

/* The age on a date: a whole number, MSBI_UNKNOWN, or INVALID. */
enum msb_status msbi_facts_get_age(const struct msb_facts *facts,
                                   struct msb_date on, int32_t *out,
                                   struct msb_error *err);

/*
 * Fill @facts from the members of a JSON object. @lenient skips members and
 * services that the model does not declare. See msb_facts_parse_json().
 */
enum msb_status msbi_facts_fill(struct msb_facts *facts,
                                const struct msbi_json_value *object,
                                bool lenient, struct msb_error *err);

#endif
