/* SPDX-License-Identifier: MIT */
/*
 * What CSV and JSON Lines have in common: the file is looked at before
 * anything is believed of it. One that starts like no text is refused at
 * once, whatever its size; only then its encoding is found out.
 */
#include "import/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

void
msbi_refuse(struct msbi_refusal *refusal, size_t column, const char *code,
            const char *format, ...)
{
    va_list args;

    refusal->code = code;
    refusal->column = column;
    va_start(args, format);
    vsnprintf(refusal->message, sizeof refusal->message, format, args);
    va_end(args);
    msbi_text_cut(refusal->message);
}

void
msbi_trim(const char **text, size_t *length)
{
    while (*length > 0 && (**text == ' ' || **text == '\t')) {
        (*text)++;
        (*length)--;
    }
    while (*length > 0
           && ((*text)[*length - 1] == ' ' || (*text)[*length - 1] == '\t'))
        (*length)--;
}

static bool
is_ignored(const struct msbi_source *source, const char *name, size_t length)
{
    for (size_t i = 0; i < source->num_ignored; i++)
        if (strncmp(source->ignored[i], name, length) == 0
            && source->ignored[i][length] == '\0')
            return true;
    return false;
}

enum msb_status
msbi_source_add_ignored(struct msbi_source *source, const char *name,
                        size_t length, struct msb_error *err)
{
    char **moved, *copy;

    /* Every line of a jsonl file may bring new names, or the same again. */
    if (source->mapping->format == MSBI_FORMAT_JSONL
        && (source->num_ignored == MSBI_MAX_IGNORED
            || is_ignored(source, name, length)))
        return MSB_OK;
    moved = msbi_grow(source->ignored, source->num_ignored,
                      &source->ignored_capacity, sizeof *source->ignored);
    if (moved == NULL)
        return msbi_fail_nomem(err);
    source->ignored = moved;
    copy = msbi_copy_text(name, length);
    if (copy == NULL)
        return msbi_fail_nomem(err);
    source->ignored[source->num_ignored++] = copy;
    return MSB_OK;
}

void
msbi_source_fill_raw(const struct msbi_source *source, struct msbi_row *row)
{
    row->raw = msbi_lines_get_row(&source->lines, &row->raw_length);
}

void
msbi_source_refuse_long(struct msbi_source *source, struct msbi_row *row,
                        struct msbi_refusal *refusal)
{
    msbi_lines_take_part(&source->lines);
    msbi_source_fill_raw(source, row);
    row->raw_goes_on = true;
    msbi_refuse(refusal, MSB_NONE, "row_too_long",
                "the row is longer than %zu bytes; no line end was found",
                MSBI_MAX_ROW);
}

static bool
has_control_bytes(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];

        if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r')
            || byte == 0x7f)
            return true;
    }
    return false;
}

static enum msb_status
fail_as_binary(struct msb_error *err)
{
    return msbi_fail(err, MSB_ERR_INVALID, "binary_file",
                     "the file does not start as text in UTF-8, Windows-1252 "
                     "or ISO-8859-1 does; save it as CSV or JSON Lines");
}

/* Look at the first line, and go back to it. */
static enum msb_status
check_first_line(struct msbi_source *source, struct msb_error *err)
{
    enum msbi_line_kind kind;
    enum msb_status status;
    const char *line;
    size_t length;

    msbi_lines_begin_row(&source->lines);
    status = msbi_lines_next(&source->lines, &kind, &line, &length, err);
    if (status != MSB_OK)
        return status;
    if (kind == MSBI_LINE_NONE)
        return msbi_fail(err, MSB_ERR_INVALID, "empty_file",
                         "the file is empty");
    if (kind == MSBI_LINE_TOO_LONG || has_control_bytes(line, length))
        return fail_as_binary(err);
    msbi_lines_cut_row(&source->lines, 0);
    return MSB_OK;
}

static enum msb_status
find_encoding(struct msbi_source *source, struct msb_error *err)
{
    enum msbi_encoding encoding = source->is_utf8 ? MSBI_ENCODING_UTF_8
                                                  : source->mapping->encoding;
    enum msb_status status = MSB_OK;

    if (source->has_bom && encoding != MSBI_ENCODING_AUTO
        && encoding != MSBI_ENCODING_UTF_8)
        return msbi_fail(err, MSB_ERR_INVALID, "bad_encoding",
                         "the file starts with a UTF-8 byte order mark, but "
                         "the mapping says that its encoding is %s",
                         msbi_encoding_get_name(encoding));
    if (source->has_bom)
        encoding = MSBI_ENCODING_UTF_8;
    else if (encoding == MSBI_ENCODING_AUTO)
        status = msbi_encoding_detect(&source->lines.input, &encoding, err);
    if (status != MSB_OK)
        return status;
    msbi_input_let_go(&source->lines.input);
    return msbi_decoder_init(&source->decoder, encoding, err);
}

/* A header that cannot be used may be no header at all. */
static enum msb_status
open_csv(struct msbi_source *source, struct msb_error *err)
{
    enum msb_status status = msbi_csv_open(source, err);
    size_t length = source->lines.end;

    if (status == MSB_ERR_INVALID
        && has_control_bytes(source->lines.window,
                             length < 4096 ? length : 4096))
        return fail_as_binary(err);
    return status;
}

static enum msb_status
prepare(struct msbi_source *source, const struct msb_import_source *from,
        struct msb_error *err)
{
    bool is_auto = source->mapping->encoding == MSBI_ENCODING_AUTO
                   && !from->is_utf8;
    size_t num = source->mapping->num_columns;
    enum msb_status status;

    source->cells = msbi_alloc_array(num, sizeof *source->cells);
    source->names = msbi_alloc_array(num, sizeof *source->names);
    if (source->cells == NULL || source->names == NULL)
        return msbi_fail_nomem(err);
    for (size_t i = 0; i < num; i++) {
        const struct msbi_column *column = &source->mapping->columns[i];

        if (!column->is_constant || column->constant == NULL)
            continue;
        source->cells[i].kind = MSBI_CELL_TEXT;
        source->cells[i].text = column->constant;
        source->cells[i].length = column->constant_length;
        msbi_trim(&source->cells[i].text, &source->cells[i].length);
    }
    status = msbi_lines_open(&source->lines, from, is_auto, err);
    if (status == MSB_OK)
        status = msbi_lines_skip_start(&source->lines, MSBI_BOM,
                                       MSBI_BOM_LENGTH, &source->has_bom, err);
    if (status == MSB_OK)
        status = check_first_line(source, err);
    if (status == MSB_OK)
        status = find_encoding(source, err);
    if (status == MSB_OK)
        status = source->mapping->format == MSBI_FORMAT_CSV
                     ? open_csv(source, err)
                     : msbi_jsonl_open(source, err);
    return status;
}

enum msb_status
msbi_source_open(const struct msb_import_source *from,
                 const struct msbi_mapping *mapping, struct msbi_source **out,
                 struct msb_error *err)
{
    struct msbi_source *source = msbi_alloc(sizeof *source);
    enum msb_status status;

    *out = NULL;
    if (source == NULL)
        return msbi_fail_nomem(err);
    source->mapping = mapping;
    source->is_utf8 = from->is_utf8;
    source->lines.input.fd = -1;
    status = prepare(source, from, err);
    if (status == MSB_OK) {
        *out = source;
        return MSB_OK;
    }
    if (err != NULL && err->where[0] == '\0')
        msbi_error_at(err, from->name != NULL ? from->name : from->path,
                      err->line, err->column);
    msbi_source_close(source);
    return status;
}

void
msbi_source_close(struct msbi_source *source)
{
    if (source == NULL)
        return;
    msbi_csv_close(source->csv);
    msbi_jsonl_close(source->jsonl);
    msbi_lines_close(&source->lines);
    for (size_t i = 0;
         source->names != NULL && i < source->mapping->num_columns; i++)
        msbi_free(source->names[i]);
    for (size_t i = 0; i < source->num_ignored; i++)
        msbi_free(source->ignored[i]);
    msbi_free(source->names);
    msbi_free(source->ignored);
    msbi_free(source->cells);
    msbi_free(source->header);
    msbi_free(source);
}

enum msb_status
msbi_source_next(struct msbi_source *source, struct msbi_row *row,
                 bool *has_row, struct msbi_refusal *refusal,
                 struct msb_error *err)
{
    const char *part;
    size_t length;

    refusal->code = NULL;
    refusal->column = MSB_NONE;
    row->raw_goes_on = false;
    row->cells = source->cells;
    do { /* what nobody asked for of a row that is too long */
        enum msb_status status = msbi_source_next_part(source, &part, &length,
                                                       err);

        if (status != MSB_OK)
            return status;
    } while (length > 0);
    return source->csv != NULL
               ? msbi_csv_next(source, row, has_row, refusal, err)
               : msbi_jsonl_next(source, row, has_row, refusal, err);
}

enum msb_status
msbi_source_next_part(struct msbi_source *source, const char **part,
                      size_t *length, struct msb_error *err)
{
    return msbi_lines_next_part(&source->lines, part, length, err);
}
