/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CATALOGUE_H
#define MSBI_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* The languages in which the library speaks; --lang names them so. */
enum msbi_language {
    MSBI_DANISH = 0,
    MSBI_ENGLISH = 1,
    MSBI_NUM_LANGUAGES = 2
};

/* The most arguments of a message: {1} to {4}. */
#define MSBI_MAX_ARGUMENTS 4

/* One message: its stable code, and its text in each language. */
struct msbi_message {
    const char *code;
    const char *texts[MSBI_NUM_LANGUAGES];
};

size_t msbi_catalogue_size(void);
const struct msbi_message *msbi_catalogue_get(size_t index);
/* The message of a code, or NULL. */
const struct msbi_message *msbi_catalogue_find(const char *code);

/* "da" (also for NULL), "en"; false for any other. */
bool msbi_language_find(const char *name, enum msbi_language *out);

/*
 * Append a message of the catalogue with @arguments in the places of {1} to
 * {4}. An argument that is needed and NULL fails the text.
 */
void msbi_catalogue_say(struct msbi_text *text, enum msbi_language language,
                        const char *code,
                        const char *const arguments[MSBI_MAX_ARGUMENTS]);

#endif
