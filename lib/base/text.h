/* SPDX-License-Identifier: MIT */
#ifndef MSBI_TEXT_H
#define MSBI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A text that grows. A failed allocation is remembered, later appends do
 * nothing, and msbi_text_take() then returns NULL: callers check once.
 */
struct msbi_text {
    char *data;
    size_t length;
    size_t capacity;
    bool failed;
};

void msbi_text_init(struct msbi_text *text);
void msbi_text_clear(struct msbi_text *text); /* keeps its room */
void msbi_text_release(struct msbi_text *text);
/* Hand over the text, NUL-terminated; NULL if an append failed. */
char *msbi_text_take(struct msbi_text *text);

void msbi_text_add(struct msbi_text *text, const char *string);
void
msbi_text_add_bytes(struct msbi_text *text, const char *bytes, size_t length);
__attribute__((format(printf, 2, 3))) void
msbi_text_addf(struct msbi_text *text, const char *format, ...);
void msbi_text_add_integer(struct msbi_text *text, int64_t value);
/* A JSON string with its quotes; "null" for NULL. */
void msbi_text_add_json(struct msbi_text *text, const char *string);
void msbi_text_add_json_bytes(struct msbi_text *text, const char *bytes,
                              size_t length);

/* Whether @bytes are well-formed UTF-8: no overlong form, no surrogate. */
bool msbi_text_is_utf8(const char *bytes, size_t length);
/* How many bytes at the start are well-formed UTF-8. */
size_t msbi_text_utf8_prefix(const char *bytes, size_t length);
/* End a string before its first byte that is not well-formed UTF-8: drops a
   character that was cut in two at the end. */
void msbi_text_cut(char *string);
/* Whether two strings, or NULL, are the same. */
bool msbi_text_is_same(const char *a, const char *b);
/* Whether it is `[a-z][a-z0-9_]{0,62}`. */
bool msbi_text_is_identifier(const char *string, size_t length);

#endif
