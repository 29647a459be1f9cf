/* SPDX-License-Identifier: MIT */
#ifndef MODEL_CASES_H
#define MODEL_CASES_H

#include <stddef.h>

#include <msb/model.h>

#include "model/model.h"

/*
 * Helpers for tests of the format. Inputs are members that are put into the
 * least model that is valid. An '@' in an input marks the place where the
 * problem must be reported, and is taken out before the input is read: the
 * expected line and column are counted from it, not by the library.
 */

/* A wrong input and its only problem. */
struct bad_case {
    const char *members;
    const char *code;
    const char *pointer;
};

/* Fails the test unless each input has its problem, there and alone. */
void assert_all_bad(const struct bad_case *cases, size_t num);
/* The same; each input is put between @before and @after. */
void assert_all_bad_between(const char *before, const char *after,
                            const struct bad_case *cases, size_t num);
/* The same of one whole document, with the status it must have. */
void assert_bad_text(const char *marked, enum msb_status status,
                     const char *code, const char *pointer);
/* The message of the only problem of @members; free() it. */
char *message_of(const char *members);

/* The model of these members; fails the test where it is not valid. */
struct msb_model *good_model(const char *members);
void assert_all_good(const char *const *members, size_t num);

#endif
