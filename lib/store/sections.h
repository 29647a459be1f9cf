/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SECTIONS_H
#define MSBI_SECTIONS_H

#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

#include "base/text.h"

struct msb_store;

/*
 * What a store holds about one citizen, as lists of rows of texts: each
 * section is what one statement gives, its columns named as the statement
 * names them.
 */

/* A statement over one citizen, ?1; ?2 is today, where it stands in it. */
struct msbi_section_query {
    const char *name;
    const char *sql;
    unsigned json; /* bit i: column i is JSON already, not a text */
};

struct msbi_section {
    const struct msbi_section_query *query;
    size_t num_columns;
    char **columns;
    size_t num_rows;
    size_t capacity; /* of values */
    char **values;   /* num_columns of each row; NULL: nothing is known */
};

struct msbi_sections {
    size_t num;
    struct msbi_section *items;
};

/* Run the queries, inside a transaction. Release @out also on failure. The
   queries are borrowed. */
enum msb_status msbi_sections_read(struct msb_store *store,
                                   const struct msbi_section_query *queries,
                                   size_t num, int64_t citizen,
                                   struct msbi_sections *out,
                                   struct msb_error *err);
void msbi_sections_release(struct msbi_sections *sections);

/* Each is NULL, or 0, beyond the end. */
const char *
msbi_sections_get_name(const struct msbi_sections *sections, size_t section);
size_t
msbi_sections_num_columns(const struct msbi_sections *sections, size_t section);
const char *msbi_sections_get_column(const struct msbi_sections *sections,
                                     size_t section, size_t column);
size_t
msbi_sections_num_rows(const struct msbi_sections *sections, size_t section);
const char *msbi_sections_get_value(const struct msbi_sections *sections,
                                    size_t section, size_t row, size_t column);
/* Append `"name": [{…}, …]` for each section, with commas between. */
void msbi_sections_add_json(struct msbi_text *text,
                            const struct msbi_sections *sections);

#endif
