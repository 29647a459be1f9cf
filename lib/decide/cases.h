/* SPDX-License-Identifier: MIT */
#ifndef MSBI_DECIDE_CASES_H
#define MSBI_DECIDE_CASES_H

#include <msb/cases.h>

#include "decide/say.h"
#include "rules/cases.h"

/* One row: a box of the rule's region, and what is told of it. */
struct msbi_case_row {
    struct msbi_box *box; /* borrowed from the list */
    char *id;
    char *facts;
    struct msbi_indices groups; /* target groups that occur in it */
    bool in_no_group;           /* and whether some are in none */
};

struct msbi_case_list {
    struct msb_case_list told;
    struct msbi_boxes boxes;
    struct msbi_case_row *rows; /* one for each box */
};

struct msb_cases {
    struct msbi_refcount refs;
    struct msb_rules *rules;
    size_t num, max;
    struct msbi_case_list *lists;
};

/* What a box says of an attribute; NULL also where it says nothing, which
   is then not a failure of @text. Target groups are none of these. */
char *msbi_word_case(const struct msbi_speech *speech,
                     const struct msb_rules *rules, const struct msbi_box *box,
                     size_t attribute);
/* Whether a box says anything of an attribute. */
bool msbi_case_tests(const struct msbi_box *box, size_t attribute);
/* The target groups of a row. */
char *msbi_word_case_groups(const struct msbi_speech *speech,
                            const struct msbi_case_row *row);
/* Get ready to speak; false where the language is not known. */
bool msbi_cases_start_speech(const struct msb_cases *cases,
                             const char *language, struct msbi_speech *speech);

#endif
