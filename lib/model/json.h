/* SPDX-License-Identifier: MIT */
#ifndef MSBI_JSON_H
#define MSBI_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>
#include <msb/model.h>

/*
 * Strict JSON with places. cJSON builds the tree; a scanner before it checks
 * what cJSON does not (UTF-8, NUL and \u0000, lone surrogates, numbers,
 * depth, trailing text) and records where each value and name stands, in
 * document order. Values are borrowed from their document.
 */
#define MSBI_JSON_MAX_DEPTH 128
/* Bounds the memory of a document: cJSON takes some 80 bytes a value. */
#define MSBI_JSON_MAX_VALUES 2000000

struct msbi_json;       /* a document */
struct msbi_json_value; /* a value in it: opaque, in truth a cJSON node */

enum msbi_json_type {
    MSBI_JSON_NULL = 1,
    MSBI_JSON_FALSE,
    MSBI_JSON_TRUE,
    MSBI_JSON_NUMBER,
    MSBI_JSON_STRING,
    MSBI_JSON_ARRAY,
    MSBI_JSON_OBJECT
};

/*
 * Parse a document; one byte order mark is accepted. On SYNTAX, @err holds
 * line, column, code ("syntax", "encoding", "depth", "nul") and message, and
 * never a piece of the text. LIMIT ("too_large") for too many values, NOMEM.
 * With @positions, @text is borrowed by the document, and places and
 * repeated members are known; without (facts, one object a line) they cost
 * nothing.
 */
enum msb_status msbi_json_parse(const char *text, size_t length, bool positions,
                                struct msbi_json **out, struct msb_error *err);
void msbi_json_free(struct msbi_json *json);
const struct msbi_json_value *msbi_json_root(const struct msbi_json *json);

enum msbi_json_type msbi_json_type(const struct msbi_json_value *value);
const char *msbi_json_type_name(const struct msbi_json_value *value);
/* First member or element, and the next; NULL at the end. */
const struct msbi_json_value *
msbi_json_first(const struct msbi_json_value *value);
const struct msbi_json_value *
msbi_json_next(const struct msbi_json_value *value);
size_t msbi_json_num(const struct msbi_json_value *value);
/* The member's name; NULL for elements and the root. */
const char *msbi_json_name(const struct msbi_json_value *value);
/* The string; NULL for other types. */
const char *msbi_json_string(const struct msbi_json_value *value);
/* Whether it is a whole number within ±2^53, and which. */
bool msbi_json_integer(const struct msbi_json_value *value, int64_t *out);
/* Whether it is a finite number, and which. */
bool msbi_json_number(const struct msbi_json_value *value, double *out);
/* The first member of that name; NULL if there is none. */
const struct msbi_json_value *
msbi_json_find(const struct msbi_json_value *object, const char *name);
/* Compact JSON text of a value; NULL when out of memory. msbi_free() it. */
char *msbi_json_print(const struct msbi_json_value *value);
/*
 * Whether a member of the same name stands before it in its object. Only
 * known of a document with positions.
 */
bool msbi_json_is_repeated(const struct msbi_json *json,
                           const struct msbi_json_value *value);
/* Whether any member of the document is repeated. */
bool msbi_json_has_repeated(const struct msbi_json *json);
/*
 * Line and column of a value (of its name, for @of_name); 1-based. A byte
 * order mark is not counted. 0 and 0 in a document without positions.
 */
void msbi_json_place(const struct msbi_json *json,
                     const struct msbi_json_value *value, bool of_name,
                     int32_t *line, int32_t *column);

/*
 * Read a whole file of at most @max bytes. On failure IO, LIMIT or NOMEM;
 * `where` is the path. A NUL is put behind the end.
 */
enum msb_status msbi_file_read(const char *path, size_t max, char **out,
                               size_t *length, struct msb_error *err);

#endif
