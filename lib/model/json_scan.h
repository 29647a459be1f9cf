/* SPDX-License-Identifier: MIT */
#ifndef MSBI_JSON_SCAN_H
#define MSBI_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

/* Where a value stands: byte offsets of it and of its member's name. */
struct msbi_json_place {
    uint32_t value;
    uint32_t name;    /* of elements and the root: that of the value */
    bool is_repeated; /* a member of that name stands before it */
};

/* Places of all values, in document order. */
struct msbi_json_places {
    size_t num;
    size_t capacity;
    struct msbi_json_place *items;
};

/*
 * Check that @text is one strict JSON value. Fills @places where it is not
 * NULL; release its items also on failure. SYNTAX, LIMIT or NOMEM on failure.
 */
enum msb_status msbi_json_scan(const char *text, size_t length,
                               struct msbi_json_places *places,
                               struct msb_error *err);

/* Go on from @line and @column over @length bytes of whole characters. */
void msbi_json_count_lines(const char *text, size_t length, int32_t *line,
                           int32_t *column);

#endif
