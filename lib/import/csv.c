/* SPDX-License-Identifier: MIT */
/*
 * Rows of a CSV file. A line without a quote is split where it lies; libcsv
 * parses the others, strictly, one line at a time: so it is known where each
 * row's bytes begin and end, and on which line, also after cells with line
 * ends in them. Cells that the mapping names are decoded into one buffer, or
 * left where they lie; the others are only counted. Nothing is allocated for a
 * row.
 *
 * Where quotes go wrong, only the line on which the row starts is refused,
 * and reading goes on behind it: a quote that is never closed costs one row,
 * not the rest of the file.
 */
#include <csv.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "import/source.h"
#include "model/reader.h"

/* A cell, in the buffer or in the line. */
struct span {
    const char *text; /* in the line; NULL: in the buffer, at the offset */
    size_t offset;
    size_t length;
    bool is_bad; /* not of the file's encoding */
};

struct msbi_csv {
    struct csv_parser parser;
    bool has_parser;
    const struct msbi_decoder *decoder;
    struct msbi_text text; /* the row's cells, where they are decoded */
    bool is_ascii;         /* the line is, and its cells need no decoding */
    bool is_header;        /* every cell counts */
    size_t num_columns;    /* of the header */
    size_t num_cells;      /* of the row so far */
    struct span *spans;
    size_t spans_capacity;
    bool *is_wanted; /* by column of the file */
    size_t *places;  /* by column of the mapping: the file's, or MSB_NONE */
    bool has_row_end;
    bool failed; /* out of memory */
};

enum outcome {
    OUTCOME_END,      /* of the file */
    OUTCOME_ROW,      /* a row */
    OUTCOME_LONG,     /* its first line is too long */
    OUTCOME_UNCLOSED, /* a quote that is never closed */
    OUTCOME_QUOTE     /* a quote where none may be */
};

static void *
resize_block(void *block, size_t size)
{
    return msbi_resize(block, size, 1);
}

static void
add_cell(struct msbi_csv *csv, const char *bytes, size_t length)
{
    size_t index = csv->num_cells++;
    struct span *moved, *span;

    if (csv->is_header) {
        moved = msbi_grow(csv->spans, index, &csv->spans_capacity,
                          sizeof *csv->spans);
        if (moved == NULL) {
            csv->failed = true;
            csv->num_cells--;
            return;
        }
        csv->spans = moved;
    } else if (index >= csv->num_columns || !csv->is_wanted[index]) {
        return;
    }
    span = &csv->spans[index];
    *span = (struct span){.length = length};
    if (csv->is_ascii) {
        span->text = bytes;
        return;
    }
    span->offset = csv->text.length;
    span->is_bad = !msbi_decode(csv->decoder, bytes, length, &csv->text);
    span->length = csv->text.length - span->offset;
}

static void
take_cell(void *bytes, size_t length, void *user)
{
    add_cell(user, bytes, length);
}

static void
take_row_end(int end, void *user)
{
    struct msbi_csv *csv = user;

    (void)end;
    csv->has_row_end = true;
}

static bool
is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* A line without a quote is a row; its cells lie between the delimiters. */
static void
split_line(struct msbi_csv *csv, const char *line, size_t length,
           char delimiter)
{
    const char *end = line + length, *stop;

    while (end > line && is_line_end(end[-1]))
        end--;
    csv->is_ascii = !csv->is_header
                    && msbi_ascii_prefix(line, length) == length;
    while ((stop = memchr(line, delimiter, (size_t)(end - line))) != NULL) {
        add_cell(csv, line, (size_t)(stop - line));
        line = stop + 1;
    }
    add_cell(csv, line, (size_t)(end - line));
    csv->has_row_end = true;
}

/* Give a piece of a line to libcsv. False on a quote out of place. */
static bool
feed(struct msbi_csv *csv, const char *bytes, size_t length)
{
    if (csv_parse(&csv->parser, bytes, length, take_cell, take_row_end, csv)
        == length)
        return true;
    if (csv_error(&csv->parser) == CSV_EPARSE)
        return false;
    csv->failed = true;
    return true;
}

/* A line of blanks alone is no row. */
static bool
is_blank_line(const char *line, size_t length, char delimiter)
{
    for (size_t i = 0; i < length; i++)
        if (line[i] == delimiter
            || (line[i] != ' ' && line[i] != '\t' && !is_line_end(line[i])))
            return false;
    return true;
}

static void
begin_row(struct msbi_source *source)
{
    struct msbi_csv *csv = source->csv;

    msbi_lines_begin_row(&source->lines);
    msbi_text_clear(&csv->text);
    csv->num_cells = 0;
    csv->has_row_end = false;
    csv->is_ascii = false;
}

/* Refuse only the row's first line, and start anew behind it. */
static enum outcome
give_up(struct msbi_source *source, enum outcome outcome, size_t first_length)
{
    csv_fini(&source->csv->parser, NULL, NULL, NULL);
    msbi_lines_cut_row(&source->lines, first_length);
    return outcome;
}

static enum msb_status
read_row(struct msbi_source *source, enum outcome *outcome,
         struct msb_error *err)
{
    struct msbi_csv *csv = source->csv;
    enum msbi_line_kind kind;
    enum msb_status status;
    size_t length, first_length = 0;
    const char *line;

    begin_row(source);
    do {
        status = msbi_lines_next(&source->lines, &kind, &line, &length, err);
        if (status != MSB_OK)
            return status;
        if (kind != MSBI_LINE_WHOLE) {
            *outcome = kind == MSBI_LINE_NONE ? OUTCOME_END : OUTCOME_LONG;
            if (first_length > 0)
                *outcome = give_up(source, OUTCOME_UNCLOSED, first_length);
            return MSB_OK;
        }
        if (first_length == 0
            && is_blank_line(line, length, source->mapping->delimiter)) {
            begin_row(source);
            continue;
        }
        if (first_length == 0 && memchr(line, '"', length) == NULL) {
            split_line(csv, line, length, source->mapping->delimiter);
            break;
        }
        if (first_length == 0)
            first_length = length;
        if (!feed(csv, line, length)
            || (!is_line_end(line[length - 1]) && !feed(csv, "\n", 1))) {
            *outcome = give_up(source, OUTCOME_QUOTE, first_length);
            return MSB_OK;
        }
    } while (!csv->has_row_end && !csv->failed && !csv->text.failed);
    if (csv->failed || csv->text.failed)
        return msbi_fail_nomem(err);
    *outcome = OUTCOME_ROW;
    return MSB_OK;
}

static void
get_header(const struct msbi_csv *csv, size_t index, const char **text,
           size_t *length)
{
    *text = csv->text.data == NULL ? ""
                                   : csv->text.data + csv->spans[index].offset;
    *length = csv->spans[index].length;
    msbi_trim(text, length);
}

/* The file's column of that name; how many there are, in @num. */
static size_t
find_header(const struct msbi_csv *csv, const char *name, size_t *num)
{
    size_t found = MSB_NONE, wanted = strlen(name);

    *num = 0;
    for (size_t i = 0; i < csv->num_columns; i++) {
        const char *text;
        size_t length;

        get_header(csv, i, &text, &length);
        if (length != wanted || memcmp(text, name, length) != 0)
            continue;
        if ((*num)++ == 0)
            found = i;
    }
    return found;
}

/* Find a column of the mapping in the header. */
static enum msb_status
place_column(struct msbi_source *source, size_t index, struct msb_error *err)
{
    const struct msbi_column *column = &source->mapping->columns[index];
    struct msbi_csv *csv = source->csv;
    char quoted[MSBI_QUOTED_SIZE];
    size_t num = 1, place, length;
    const char *text;

    csv->places[index] = MSB_NONE;
    if (column->is_constant) {
        source->names[index] = msbi_copy_text("", 0);
        return source->names[index] == NULL ? msbi_fail_nomem(err) : MSB_OK;
    }
    place = column->from != NULL ? find_header(csv, column->from, &num)
                                 : column->number - 1;
    if (column->from != NULL && num == 0)
        return msbi_fail(err, MSB_ERR_INVALID, "missing_column",
                         "the mapping names a column %s, but the header has "
                         "none; is the delimiter \"%c\" right?",
                         msbi_quote(column->from, quoted),
                         source->mapping->delimiter);
    if (num > 1)
        return msbi_fail(err, MSB_ERR_INVALID, "ambiguous_column",
                         "the mapping names a column %s, but the header has "
                         "%zu of that name; name it by its number",
                         msbi_quote(column->from, quoted), num);
    if (place >= csv->num_columns)
        return msbi_fail(err, MSB_ERR_INVALID, "missing_column",
                         "the mapping names column %zu, but the header has "
                         "only %zu; is the delimiter \"%c\" right?",
                         column->number, csv->num_columns,
                         source->mapping->delimiter);
    csv->places[index] = place;
    csv->is_wanted[place] = true;
    get_header(csv, place, &text, &length);
    source->names[index] = msbi_copy_text(text, length);
    return source->names[index] == NULL ? msbi_fail_nomem(err) : MSB_OK;
}

static enum msb_status
use_header(struct msbi_source *source, struct msb_error *err)
{
    struct msbi_csv *csv = source->csv;
    enum msb_status status = MSB_OK;
    const char *text;
    size_t length;

    csv->is_wanted = msbi_alloc_array(csv->num_columns, sizeof(bool));
    csv->places = msbi_alloc_array(source->mapping->num_columns,
                                   sizeof *csv->places);
    if (csv->is_wanted == NULL || csv->places == NULL)
        return msbi_fail_nomem(err);
    for (size_t i = 0; i < csv->num_columns; i++)
        if (csv->spans[i].is_bad)
            return msbi_fail(err, MSB_ERR_INVALID, "bad_encoding",
                             "the header is not in %s",
                             msbi_encoding_get_name(csv->decoder->encoding));
    for (size_t i = 0; i < source->mapping->num_columns && status == MSB_OK;
         i++)
        status = place_column(source, i, err);
    for (size_t i = 0; i < csv->num_columns && status == MSB_OK; i++) {
        if (csv->is_wanted[i])
            continue;
        get_header(csv, i, &text, &length);
        status = msbi_source_add_ignored(source, text, length, err);
    }
    return status;
}

static enum msb_status
read_header(struct msbi_source *source, struct msb_error *err)
{
    struct msbi_csv *csv = source->csv;
    enum outcome outcome;
    enum msb_status status;
    const char *raw;

    csv->is_header = true;
    status = read_row(source, &outcome, err);
    if (status != MSB_OK)
        return status;
    if (outcome == OUTCOME_END)
        return msbi_fail(err, MSB_ERR_INVALID, "empty_file",
                         "the file is empty");
    if (outcome != OUTCOME_ROW) {
        msbi_fail(err, MSB_ERR_INVALID, "bad_header",
                  "the header cannot be read: a quote is not closed, or "
                  "stands inside a cell without quotes");
        msbi_error_at(err, "", (int32_t)source->lines.row_line, 0);
        return MSB_ERR_INVALID;
    }
    csv->is_header = false;
    csv->num_columns = csv->num_cells;
    raw = msbi_lines_get_row(&source->lines, &source->header_length);
    source->header = msbi_copy_text(raw, source->header_length);
    return source->header == NULL ? msbi_fail_nomem(err)
                                  : use_header(source, err);
}

enum msb_status
msbi_csv_open(struct msbi_source *source, struct msb_error *err)
{
    struct msbi_csv *csv = msbi_alloc(sizeof *csv);

    if (csv == NULL)
        return msbi_fail_nomem(err);
    source->csv = csv;
    csv->decoder = &source->decoder;
    if (csv_init(&csv->parser, CSV_STRICT) != 0)
        return msbi_fail_nomem(err);
    csv->has_parser = true;
    csv_set_realloc_func(&csv->parser, resize_block);
    csv_set_free_func(&csv->parser, msbi_free);
    csv_set_blk_size(&csv->parser, 4096);
    csv_set_delim(&csv->parser, (unsigned char)source->mapping->delimiter);
    return read_header(source, err);
}

void
msbi_csv_close(struct msbi_csv *csv)
{
    if (csv == NULL)
        return;
    if (csv->has_parser)
        csv_free(&csv->parser);
    msbi_text_release(&csv->text);
    msbi_free(csv->spans);
    msbi_free(csv->is_wanted);
    msbi_free(csv->places);
    msbi_free(csv);
}

/* Hand the row's cells over, by column of the mapping. */
static void
fill_cells(struct msbi_source *source, struct msbi_refusal *refusal)
{
    const struct msbi_csv *csv = source->csv;

    for (size_t i = 0; i < source->mapping->num_columns; i++) {
        struct msbi_cell *cell = &source->cells[i];
        const struct span *span;

        if (csv->places[i] == MSB_NONE)
            continue;
        span = &csv->spans[csv->places[i]];
        if (span->is_bad) {
            msbi_refuse(refusal, i, "bad_encoding",
                        "the cell has a byte that is nothing in %s",
                        msbi_encoding_get_name(csv->decoder->encoding));
            return;
        }
        cell->kind = MSBI_CELL_TEXT;
        cell->text = span->text != NULL       ? span->text
                     : csv->text.data == NULL ? ""
                                              : csv->text.data + span->offset;
        cell->length = span->length;
        msbi_trim(&cell->text, &cell->length);
    }
}

static void
check_row(struct msbi_source *source, const struct msbi_row *row,
          struct msbi_refusal *refusal)
{
    const struct msbi_csv *csv = source->csv;

    if (memchr(row->raw, '\0', row->raw_length) != NULL)
        msbi_refuse(refusal, MSB_NONE, "nul_byte",
                    "the row has a NUL byte; a text has none");
    else if (csv->num_cells != csv->num_columns)
        msbi_refuse(refusal, MSB_NONE,
                    csv->num_cells > csv->num_columns ? "too_many_cells"
                                                      : "too_few_cells",
                    "the row has %zu cells, the header has %zu", csv->num_cells,
                    csv->num_columns);
    else
        fill_cells(source, refusal);
}

enum msb_status
msbi_csv_next(struct msbi_source *source, struct msbi_row *row, bool *has_row,
              struct msbi_refusal *refusal, struct msb_error *err)
{
    enum outcome outcome;
    enum msb_status status = read_row(source, &outcome, err);

    *has_row = status == MSB_OK && outcome != OUTCOME_END;
    if (!*has_row)
        return status;
    row->line = source->lines.row_line;
    msbi_source_fill_raw(source, row);
    switch (outcome) {
    case OUTCOME_LONG:
        msbi_source_refuse_long(source, row, refusal);
        break;
    case OUTCOME_UNCLOSED:
        msbi_refuse(refusal, MSB_NONE, "unclosed_quote",
                    "a quote is opened on this line and never closed; the "
                    "next line was read as a new row");
        break;
    case OUTCOME_QUOTE:
        msbi_refuse(refusal, MSB_NONE, "bad_quote",
                    "a quote stands where none may be: quote the whole "
                    "cell, and double the quotes in it");
        break;
    default:
        check_row(source, row, refusal);
        break;
    }
    return MSB_OK;
}
