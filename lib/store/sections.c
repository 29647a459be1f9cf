/* SPDX-License-Identifier: MIT */
/*
 * Rows of texts, section by section, read at once and kept: they are about one
 * citizen, so there are few.
 */
#include "store/sections.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "store/connection.h"

static enum msb_status
copy_columns(sqlite3_stmt *statement, struct msbi_section *section,
             struct msb_error *err)
{
    size_t num = (size_t)sqlite3_column_count(statement);

    section->columns = msbi_alloc_array(num, sizeof *section->columns);
    if (section->columns == NULL)
        return msbi_fail_nomem(err);
    section->num_columns = num;
    for (size_t i = 0; i < num; i++) {
        const char *name = sqlite3_column_name(statement, (int)i);

        if (name != NULL)
            section->columns[i] = msbi_copy_text(name, strlen(name));
        if (section->columns[i] == NULL)
            return msbi_fail_nomem(err);
    }
    return MSB_OK;
}

/* Make room for a row behind the others; NULL in every column. */
static char **
add_row(struct msbi_section *section)
{
    size_t num = section->num_rows * section->num_columns;

    for (size_t i = 0; i < section->num_columns; i++) {
        char **values = msbi_grow(section->values, num + i, &section->capacity,
                                  sizeof *values);

        if (values == NULL)
            return NULL;
        section->values = values;
        values[num + i] = NULL;
    }
    section->num_rows++;
    return section->values + num;
}

static enum msb_status
copy_row(sqlite3_stmt *statement, struct msbi_section *section,
         struct msb_error *err)
{
    char **row = add_row(section);
    enum msb_status status = row == NULL ? msbi_fail_nomem(err) : MSB_OK;
    const char *text;
    size_t length;

    for (size_t i = 0; i < section->num_columns && status == MSB_OK; i++) {
        if (sqlite3_column_type(statement, (int)i) == SQLITE_NULL)
            continue;
        status = msbi_column_text(statement, (int)i, &text, &length, err);
        if (status != MSB_OK)
            break;
        row[i] = msbi_copy_text(text, length);
        if (row[i] == NULL)
            status = msbi_fail_nomem(err);
    }
    return status;
}

static enum msb_status
read_section(struct msb_store *store, int64_t citizen,
             struct msbi_section *section, struct msb_error *err)
{
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, section->query->sql,
                                                &statement, err);
    bool has_row = false;

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, citizen);
    if (sqlite3_bind_parameter_count(statement) == 2)
        msbi_bind_date(statement, 2, msbi_store_today(store));
    status = copy_columns(statement, section, err);
    if (status == MSB_OK)
        status = msbi_statement_step(statement, &has_row, err);
    while (status == MSB_OK && has_row) {
        status = copy_row(statement, section, err);
        if (status == MSB_OK)
            status = msbi_statement_step(statement, &has_row, err);
    }
    sqlite3_reset(statement);
    return status;
}

enum msb_status
msbi_sections_read(struct msb_store *store,
                   const struct msbi_section_query *queries, size_t num,
                   int64_t citizen, struct msbi_sections *out,
                   struct msb_error *err)
{
    enum msb_status status = MSB_OK;

    out->num = 0;
    out->items = msbi_alloc_array(num, sizeof *out->items);
    if (out->items == NULL)
        return msbi_fail_nomem(err);
    out->num = num;
    for (size_t i = 0; i < num; i++)
        out->items[i].query = &queries[i];
    for (size_t i = 0; i < num && status == MSB_OK; i++)
        status = read_section(store, citizen, &out->items[i], err);
    return status;
}

static void
release_section(struct msbi_section *section)
{
    for (size_t i = 0; i < section->num_rows * section->num_columns; i++)
        msbi_free(section->values[i]);
    for (size_t i = 0; i < section->num_columns; i++)
        msbi_free(section->columns[i]);
    msbi_free(section->values);
    msbi_free(section->columns);
}

void
msbi_sections_release(struct msbi_sections *sections)
{
    for (size_t i = 0; i < sections->num; i++)
        release_section(&sections->items[i]);
    msbi_free(sections->items);
    memset(sections, 0, sizeof *sections);
}

const char *
msbi_sections_get_name(const struct msbi_sections *sections, size_t section)
{
    return section < sections->num ? sections->items[section].query->name
                                   : NULL;
}

size_t
msbi_sections_num_columns(const struct msbi_sections *sections, size_t section)
{
    return section < sections->num ? sections->items[section].num_columns : 0;
}

const char *
msbi_sections_get_column(const struct msbi_sections *sections, size_t section,
                         size_t column)
{
    return column < msbi_sections_num_columns(sections, section)
               ? sections->items[section].columns[column]
               : NULL;
}

size_t
msbi_sections_num_rows(const struct msbi_sections *sections, size_t section)
{
    return section < sections->num ? sections->items[section].num_rows : 0;
}

const char *
msbi_sections_get_value(const struct msbi_sections *sections, size_t section,
                        size_t row, size_t column)
{
    size_t num_columns = msbi_sections_num_columns(sections, section);

    if (row >= msbi_sections_num_rows(sections, section)
        || column >= num_columns)
        return NULL;
    return sections->items[section].values[row * num_columns + column];
}

static void
add_row_json(struct msbi_text *text, const struct msbi_section *section,
             size_t row)
{
    for (size_t i = 0; i < section->num_columns; i++) {
        const char *value = section->values[row * section->num_columns + i];
        bool is_json = (section->query->json >> i & 1u) != 0;

        msbi_text_add(text, i == 0 ? "{" : ", ");
        msbi_text_add_json(text, section->columns[i]);
        msbi_text_add(text, ": ");
        if (value != NULL && is_json)
            msbi_text_add(text, value);
        else
            msbi_text_add_json(text, value);
    }
    msbi_text_add(text, "}");
}

void
msbi_sections_add_json(struct msbi_text *text,
                       const struct msbi_sections *sections)
{
    for (size_t i = 0; i < sections->num; i++) {
        const struct msbi_section *section = &sections->items[i];

        msbi_text_addf(text, "%s\"%s\": [", i == 0 ? "" : ", ",
                       section->query->name);
        for (size_t row = 0; row < section->num_rows; row++) {
            msbi_text_add(text, row == 0 ? "" : ", ");
            add_row_json(text, section, row);
        }
        msbi_text_add(text, "]");
    }
}
