/* SPDX-License-Identifier: MIT */
/*
 * Rows of a JSON Lines file: one object a line, of which the mapping names
 * members. Numbers and true and false become the texts that they are, an
 * array of strings the pieces of a set; null, and a member that is not
 * there, are unknown.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "import/source.h"
#include "model/json.h"

struct msbi_jsonl {
    struct msbi_text line;  /* in UTF-8 */
    struct msbi_text text;  /* of lists and numbers; pieces end in NUL */
    size_t *offsets;        /* in it, by column of the mapping */
    struct msbi_json *json; /* of the row at hand */
};

enum msb_status
msbi_jsonl_open(struct msbi_source *source, struct msb_error *err)
{
    size_t num = source->mapping->num_columns;

    source->jsonl = msbi_alloc(sizeof *source->jsonl);
    if (source->jsonl == NULL)
        return msbi_fail_nomem(err);
    source->jsonl->offsets = msbi_alloc_array(num,
                                              sizeof *source->jsonl->offsets);
    if (source->jsonl->offsets == NULL)
        return msbi_fail_nomem(err);
    for (size_t i = 0; i < num; i++) {
        const char *from = source->mapping->columns[i].from;

        from = from == NULL ? "" : from;
        source->names[i] = msbi_copy_text(from, strlen(from));
        if (source->names[i] == NULL)
            return msbi_fail_nomem(err);
    }
    return MSB_OK;
}

void
msbi_jsonl_close(struct msbi_jsonl *jsonl)
{
    if (jsonl == NULL)
        return;
    msbi_json_free(jsonl->json);
    msbi_text_release(&jsonl->line);
    msbi_text_release(&jsonl->text);
    msbi_free(jsonl->offsets);
    msbi_free(jsonl);
}

static bool
is_blank_line(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (strchr(" \t\r\n", line[i]) == NULL || line[i] == '\0')
            return false;
    return true;
}

/* An array of strings; false for any other. */
static bool
add_pieces(struct msbi_text *text, const struct msbi_json_value *array)
{
    const struct msbi_json_value *piece = msbi_json_first(array);

    for (; piece != NULL; piece = msbi_json_next(piece)) {
        const char *string = msbi_json_string(piece);

        if (string == NULL)
            return false;
        msbi_text_add_bytes(text, string, strlen(string) + 1);
    }
    return true;
}

/*
 * Turn a member into a cell. Texts in the row's buffer are only reachable
 * once it no longer grows: until then `text` is NULL.
 */
static bool
read_cell(struct msbi_jsonl *jsonl, size_t index,
          const struct msbi_json_value *value, struct msbi_cell *cell)
{
    int64_t number;

    *cell = (struct msbi_cell){.kind = MSBI_CELL_TEXT};
    jsonl->offsets[index] = jsonl->text.length;
    switch (msbi_json_type(value)) {
    case MSBI_JSON_NULL:
        cell->kind = MSBI_CELL_UNKNOWN;
        return true;
    case MSBI_JSON_STRING:
        cell->text = msbi_json_string(value);
        cell->length = strlen(cell->text);
        msbi_trim(&cell->text, &cell->length);
        return true;
    case MSBI_JSON_TRUE:
    case MSBI_JSON_FALSE:
        cell->text = msbi_json_type(value) == MSBI_JSON_TRUE ? "true" : "false";
        cell->length = strlen(cell->text);
        return true;
    case MSBI_JSON_NUMBER:
        if (!msbi_json_integer(value, &number))
            return false;
        msbi_text_add_integer(&jsonl->text, number);
        break;
    case MSBI_JSON_ARRAY:
        cell->kind = MSBI_CELL_LIST;
        if (!add_pieces(&jsonl->text, value))
            return false;
        break;
    default:
        return false;
    }
    cell->length = jsonl->text.length - jsonl->offsets[index];
    return true;
}

static enum msb_status
take_member(struct msbi_source *source, const struct msbi_json_value *member,
            bool *is_taken, struct msbi_refusal *refusal, struct msb_error *err)
{
    const struct msbi_mapping *mapping = source->mapping;
    const char *name = msbi_json_name(member);
    bool is_named = false;

    for (size_t i = 0; i < mapping->num_columns; i++) {
        if (mapping->columns[i].is_constant
            || strcmp(mapping->columns[i].from, name) != 0)
            continue;
        is_named = true;
        if (is_taken[i])
            msbi_refuse(refusal, i, "duplicate_member",
                        "the member stands twice in the object");
        else if (!read_cell(source->jsonl, i, member, &source->cells[i]))
            msbi_refuse(refusal, i, "wrong_type",
                        "a string, a whole number, true, false, null or a "
                        "list of strings was expected");
        is_taken[i] = true;
    }
    return is_named ? MSB_OK
                    : msbi_source_add_ignored(source, name, strlen(name), err);
}

static enum msb_status
fill_cells(struct msbi_source *source, struct msbi_refusal *refusal,
           struct msb_error *err)
{
    struct msbi_jsonl *jsonl = source->jsonl;
    const struct msbi_mapping *mapping = source->mapping;
    const struct msbi_json_value *member;
    enum msb_status status = MSB_OK;
    bool *is_taken;

    is_taken = msbi_alloc_array(mapping->num_columns, sizeof *is_taken);
    if (is_taken == NULL)
        return msbi_fail_nomem(err);
    for (size_t i = 0; i < mapping->num_columns; i++)
        if (!mapping->columns[i].is_constant)
            source->cells[i] = (struct msbi_cell){0};
    msbi_text_clear(&jsonl->text);
    member = msbi_json_first(msbi_json_root(jsonl->json));
    for (; member != NULL && status == MSB_OK && refusal->code == NULL;
         member = msbi_json_next(member))
        status = take_member(source, member, is_taken, refusal, err);
    msbi_free(is_taken);
    if (jsonl->text.failed)
        return msbi_fail_nomem(err);
    for (size_t i = 0; i < mapping->num_columns; i++) {
        struct msbi_cell *cell = &source->cells[i];

        if (cell->kind != MSBI_CELL_UNKNOWN && cell->text == NULL)
            cell->text = jsonl->text.data == NULL
                             ? ""
                             : jsonl->text.data + jsonl->offsets[i];
    }
    return status;
}

static enum msb_status
parse_row(struct msbi_source *source, const struct msbi_row *row,
          struct msbi_refusal *refusal, struct msb_error *err)
{
    struct msbi_jsonl *jsonl = source->jsonl;
    struct msb_error cause;
    enum msb_status status;

    msbi_text_clear(&jsonl->line);
    if (!msbi_decode(&source->decoder, row->raw, row->raw_length,
                     &jsonl->line)) {
        msbi_refuse(refusal, MSB_NONE, "bad_encoding",
                    "the line has a byte that is nothing in %s",
                    msbi_encoding_get_name(source->decoder.encoding));
        return MSB_OK;
    }
    if (jsonl->line.failed)
        return msbi_fail_nomem(err);
    status = msbi_json_parse(jsonl->line.data, jsonl->line.length, false,
                             &jsonl->json, &cause);
    if (status == MSB_ERR_NOMEM)
        return msbi_fail_nomem(err);
    if (status != MSB_OK) {
        msbi_refuse(refusal, MSB_NONE, "syntax",
                    "the line is not one JSON object: %s (column %ld)",
                    cause.message, (long)cause.column);
        return MSB_OK;
    }
    if (msbi_json_type(msbi_json_root(jsonl->json)) == MSBI_JSON_OBJECT)
        return fill_cells(source, refusal, err);
    msbi_refuse(refusal, MSB_NONE, "wrong_type",
                "the line is not a JSON object");
    return MSB_OK;
}

enum msb_status
msbi_jsonl_next(struct msbi_source *source, struct msbi_row *row, bool *has_row,
                struct msbi_refusal *refusal, struct msb_error *err)
{
    enum msbi_line_kind kind;
    enum msb_status status;
    const char *line;
    size_t length;

    msbi_json_free(source->jsonl->json);
    source->jsonl->json = NULL;
    do {
        msbi_lines_begin_row(&source->lines);
        status = msbi_lines_next(&source->lines, &kind, &line, &length, err);
        *has_row = status == MSB_OK && kind != MSBI_LINE_NONE;
        if (!*has_row)
            return status;
    } while (kind == MSBI_LINE_WHOLE && is_blank_line(line, length));
    row->line = source->lines.row_line;
    if (kind == MSBI_LINE_TOO_LONG) {
        msbi_source_refuse_long(source, row, refusal);
        return MSB_OK;
    }
    msbi_source_fill_raw(source, row);
    return parse_row(source, row, refusal, err);
}
