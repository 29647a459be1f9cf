/* SPDX-License-Identifier: MIT */
#ifndef MSBI_READER_H
#define MSBI_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "model/json.h"
#include "model/lookup.h"
#include "model/model.h"
#include "model/problems.h"

/*
 * Reads a document into structs and reports what is wrong on the way. It
 * goes on after every problem; what it could not read stays empty.
 */
struct msbi_reader {
    const struct msbi_json *json;
    struct msb_problems *problems;
    bool failed; /* an allocation failed: nothing else matters */
};

/*
 * A place in the document, which knows the way back to the root: the JSON
 * Pointer is built from it only when a problem is reported. Lives on the
 * stack, below the cursor that it came from.
 */
struct msbi_cursor {
    const struct msbi_cursor *up;
    const struct msbi_json_value *value; /* NULL: the member is not there */
    size_t index;                        /* in its list or object */
};

/* Long enough for the start of any name in quotes. */
#define MSBI_QUOTED_SIZE 80

struct msbi_cursor msbi_reader_root(const struct msbi_reader *reader);
/* A member, by name; the cursor's value is NULL where there is none. */
struct msbi_cursor
msbi_cursor_member(const struct msbi_cursor *object, const char *name);
/*
 * Visit the elements of a list, or the members of an object without
 * "comment" and without repeated ones:
 *     for (child = first(reader, &up); child.value != NULL;
 *          next(reader, &child))
 */
struct msbi_cursor msbi_cursor_first(const struct msbi_reader *reader,
                                     const struct msbi_cursor *up);
void
msbi_cursor_next(const struct msbi_reader *reader, struct msbi_cursor *child);

/* Report a problem at the value, or at the name of the member. */
__attribute__((format(printf, 4, 5))) void
msbi_report(struct msbi_reader *reader, const struct msbi_cursor *at,
            const char *code, const char *format, ...);
__attribute__((format(printf, 4, 5))) void
msbi_report_name(struct msbi_reader *reader, const struct msbi_cursor *at,
                 const char *code, const char *format, ...);
/* Report a reference to a @kind ("area") that does not exist. */
void msbi_report_unknown(struct msbi_reader *reader,
                         const struct msbi_cursor *at, const char *kind,
                         const struct msbi_lookup *known);
/* The same of a member whose name is the reference. */
void msbi_report_unknown_name(struct msbi_reader *reader,
                              const struct msbi_cursor *member,
                              const char *kind,
                              const struct msbi_lookup *known);
/* Report a value of the wrong type; @expected is "a date, ...". */
void msbi_report_type(struct msbi_reader *reader, const struct msbi_cursor *at,
                      const char *expected);
/* Report every repeated member of the document. */
void msbi_report_repeated(struct msbi_reader *reader);

/* @string in double quotes, cut where it is long, on one line. */
const char *msbi_quote(const char *string, char out[MSBI_QUOTED_SIZE]);

/* Whether it is given and of the type; reports another type. */
bool msbi_read_is(struct msbi_reader *reader, const struct msbi_cursor *at,
                  enum msbi_json_type type, const char *expected);
/*
 * Whether it is given and an object; reports another type, and every member
 * that is not in @known, a list that ends in NULL.
 */
bool msbi_read_is_object(struct msbi_reader *reader,
                         const struct msbi_cursor *at,
                         const char *const *known);
/* Whether it is given and a list; reports another type. */
bool msbi_read_is_list(struct msbi_reader *reader, const struct msbi_cursor *at,
                       const char *expected);
/* As msbi_cursor_member(); reports a member that is not there. */
struct msbi_cursor msbi_read_required(struct msbi_reader *reader,
                                      const struct msbi_cursor *object,
                                      const char *name);

/* The typed readers do nothing for a cursor without a value. */

/* A string that is not empty, borrowed from the document; or NULL. */
const char *msbi_read_string(struct msbi_reader *reader,
                             const struct msbi_cursor *at,
                             const char *expected);
/* An identifier, borrowed from the document; or NULL. */
const char *
msbi_read_identifier(struct msbi_reader *reader, const struct msbi_cursor *at);
/* Whether the name is an identifier; reports one that is not. */
bool msbi_read_is_identifier_name(struct msbi_reader *reader,
                                  const struct msbi_cursor *member);
/* true or false into @out. */
void msbi_read_flag(struct msbi_reader *reader, const struct msbi_cursor *at,
                    bool *out);
/* A whole number within ±@limit (at most 2^53); whether there is one. */
bool msbi_read_integer(struct msbi_reader *reader, const struct msbi_cursor *at,
                       int64_t limit, int64_t *out);
/* An ISO date; whether there is one. */
bool msbi_read_date(struct msbi_reader *reader, const struct msbi_cursor *at,
                    struct msb_date *out);
/* The index of one of @choices, a list that ends in NULL; or MSB_NONE. */
size_t msbi_read_choice(struct msbi_reader *reader,
                        const struct msbi_cursor *at,
                        const char *const *choices);
/* A text: a string, or an object from language tags to strings. */
void msbi_read_texts(struct msbi_reader *reader, const struct msbi_cursor *at,
                     struct msbi_texts *out);

/* Allocation that remembers a failure in @reader. */
void *msbi_reader_alloc(struct msbi_reader *reader, size_t count, size_t size);
char *msbi_reader_copy(struct msbi_reader *reader, const char *string);

#endif
