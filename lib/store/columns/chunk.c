/* SPDX-License-Identifier: MIT */
/*
 * The form of a chunk's bytes. A head of three numbers (form, rows, columns);
 * then the rows' citizens, first days, last days and birth dates, each as one
 * array; then for each column a head of four numbers (kind, width, values,
 * bytes of text), its name and values, and its cells.
 *
 * There is one way to write what is known: rows by citizen and day, columns by
 * name and kind, values in their order, no more bytes to a cell than it needs.
 * So two chunks say the same where their bytes are the same.
 *
 * Reading trusts nothing. Each size is compared with what is left, and each
 * number with what it may be, at about a nanosecond a cell.
 */
#include "store/columns/chunk.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

#define FORM 1
#define HEAD_SIZE 12
#define COLUMN_HEAD_SIZE 16

/* The days that the store knows: 1583-01-01 to 9999-12-31. */
#define FIRST_DAY (-141349)
#define LAST_DAY 2932896

/* What is not read yet. */
struct rest {
    const uint8_t *bytes;
    size_t size;
};

uint32_t
msbi_chunk_width(enum msbi_chunk_kind kind, uint32_t num_values)
{
    if (kind == MSBI_CHUNK_SET)
        return num_values / 8 + 1;
    if (num_values <= UINT8_MAX)
        return 1;
    return num_values <= UINT16_MAX ? 2 : 4;
}

void
msbi_chunk_add16(struct msbi_text *text, uint32_t number)
{
    const char bytes[2] = {(char)(number & 0xff), (char)(number >> 8 & 0xff)};

    msbi_text_add_bytes(text, bytes, sizeof bytes);
}

void
msbi_chunk_add32(struct msbi_text *text, uint32_t number)
{
    msbi_chunk_add16(text, number & 0xffff);
    msbi_chunk_add16(text, number >> 16);
}

void
msbi_chunk_add_head(struct msbi_text *text, uint32_t num_rows,
                    uint32_t num_columns)
{
    msbi_chunk_add32(text, FORM);
    msbi_chunk_add32(text, num_rows);
    msbi_chunk_add32(text, num_columns);
}

/* @count times @size bytes; NULL where there are not so many. */
static const uint8_t *
take(struct rest *rest, size_t count, size_t size)
{
    const uint8_t *taken = rest->bytes;

    if (count > rest->size / size)
        return NULL;
    rest->bytes += count * size;
    rest->size -= count * size;
    return taken;
}

/* Rows go by citizen and day, and no two of a citizen overlap. No row is
   waited for: all are looked at, side by side. */
static bool
are_rows_sound(const struct msbi_chunk *chunk)
{
    const uint8_t *citizens = chunk->citizens;
    unsigned wrong = 0;

    for (size_t i = 0; i < chunk->num_rows; i++) {
        int32_t from = msbi_chunk_day(chunk->froms, i);
        int32_t to = msbi_chunk_day(chunk->tos, i);
        int32_t birth = msbi_chunk_day(chunk->births, i);

        wrong |= (unsigned)(from < FIRST_DAY) | (unsigned)(from > LAST_DAY);
        wrong |= (unsigned)(to <= from);
        wrong |= (unsigned)(to > LAST_DAY) & (unsigned)(to != MSBI_CHUNK_OPEN);
        wrong |= (unsigned)(birth < FIRST_DAY)
                 & (unsigned)(birth > MSBI_CHUNK_MISBORN);
        wrong |= (unsigned)(birth > LAST_DAY);
        wrong |= (unsigned)(msbi_get16(citizens + 2 * i)
                            >= MSBI_CHUNK_CITIZENS);
    }
    for (size_t i = 1; i < chunk->num_rows; i++) {
        uint32_t last = msbi_get16(citizens + 2 * (i - 1));
        uint32_t next = msbi_get16(citizens + 2 * i);

        wrong |= (unsigned)(next < last);
        wrong |= (unsigned)(next == last)
                 & (unsigned)(msbi_chunk_day(chunk->froms, i)
                              < msbi_chunk_day(chunk->tos, i - 1));
    }
    return wrong == 0;
}

/* A name and as many values as there are, which go up. */
static bool
are_texts_sound(const struct msbi_chunk_column *column)
{
    const char *end = column->texts + column->texts_size;
    const char *text = column->texts, *next;

    if (column->texts_size == 0 || end[-1] != '\0')
        return false;
    text += strlen(text) + 1; /* the name */
    for (uint32_t i = 0; i < column->num_values; i++, text = next) {
        if (text == end)
            return false;
        if (column->kind == MSBI_CHUNK_SCALAR
            && (*text == '\0' || strchr("sitfx", *text) == NULL))
            return false;
        next = text + strlen(text) + 1;
        if (i + 1 < column->num_values
            && (next == end || strcmp(text, next) >= 0))
            return false;
    }
    return text == end;
}

static bool
are_cells_sound(const struct msbi_chunk_column *column, size_t num_rows)
{
    uint32_t most = 0, top = column->num_values % 8 + 1;
    uint32_t above = 0;

    if (column->kind == MSBI_CHUNK_SCALAR) {
        for (size_t i = 0; i < num_rows && column->width == 1; i++)
            most = column->cells[i] > most ? column->cells[i] : most;
        for (size_t i = 0; i < num_rows && column->width != 1; i++) {
            uint32_t code = msbi_chunk_code(column, i);

            most = code > most ? code : most;
        }
        return most <= column->num_values;
    }
    for (size_t i = 0; i < num_rows; i++)
        above |= column->cells[(i + 1) * column->width - 1];
    return above >> top == 0;
}

/* By name, and by kind where the names are the same. */
static bool
is_behind(const struct msbi_chunk_column *column,
          const struct msbi_chunk_column *before)
{
    int order = strcmp(before->texts, column->texts);

    return order < 0 || (order == 0 && before->kind < column->kind);
}

static bool
read_column(struct msbi_chunk_column *column, struct rest *rest,
            size_t num_rows)
{
    const uint8_t *head = take(rest, 1, COLUMN_HEAD_SIZE);
    uint32_t kind;

    if (head == NULL)
        return false;
    kind = msbi_get32(head);
    column->kind = (enum msbi_chunk_kind)kind;
    column->width = msbi_get32(head + 4);
    column->num_values = msbi_get32(head + 8);
    column->texts_size = msbi_get32(head + 12);
    if ((kind != MSBI_CHUNK_SCALAR && kind != MSBI_CHUNK_SET)
        || column->num_values > rest->size
        || column->width != msbi_chunk_width(column->kind, column->num_values))
        return false;
    column->texts = (const char *)take(rest, column->texts_size, 1);
    if (column->texts == NULL || !are_texts_sound(column))
        return false;
    column->cells = take(rest, num_rows, column->width);
    return column->cells != NULL && are_cells_sound(column, num_rows);
}

/* Room for the columns that the head speaks of. */
static enum msb_status
reserve_columns(struct msbi_chunk *chunk, struct msb_error *err)
{
    void *columns;

    if (chunk->num_columns <= chunk->capacity)
        return MSB_OK;
    columns = msbi_resize(chunk->columns, chunk->num_columns,
                          sizeof *chunk->columns);
    if (columns == NULL)
        return msbi_fail_nomem(err);
    chunk->columns = columns;
    chunk->capacity = chunk->num_columns;
    return MSB_OK;
}

static bool
read_rows(struct msbi_chunk *chunk, struct rest *rest)
{
    const uint8_t *head = take(rest, 1, HEAD_SIZE);

    if (head == NULL || msbi_get32(head) != FORM)
        return false;
    chunk->num_rows = msbi_get32(head + 4);
    chunk->num_columns = msbi_get32(head + 8);
    chunk->citizens = take(rest, chunk->num_rows, 2);
    chunk->froms = take(rest, chunk->num_rows, 4);
    chunk->tos = take(rest, chunk->num_rows, 4);
    chunk->births = take(rest, chunk->num_rows, 4);
    return chunk->num_rows <= MSBI_CHUNK_MAX_ROWS && chunk->births != NULL
           && chunk->num_columns <= rest->size / COLUMN_HEAD_SIZE
           && are_rows_sound(chunk);
}

static bool
read_columns(struct msbi_chunk *chunk, struct rest *rest)
{
    struct msbi_chunk_column *columns = chunk->columns;

    for (size_t i = 0; i < chunk->num_columns; i++)
        if (!read_column(&columns[i], rest, chunk->num_rows)
            || (i > 0 && !is_behind(&columns[i], &columns[i - 1])))
            return false;
    return rest->size == 0;
}

enum msb_status
msbi_chunk_parse(struct msbi_chunk *chunk, const uint8_t *data, size_t size,
                 struct msb_error *err)
{
    struct rest rest = {data, size};
    enum msb_status status;
    bool is_sound = read_rows(chunk, &rest);

    status = is_sound ? reserve_columns(chunk, err) : MSB_OK;
    if (status != MSB_OK)
        return status;
    if (is_sound && read_columns(chunk, &rest))
        return MSB_OK;
    chunk->num_rows = 0;
    chunk->num_columns = 0;
    return msbi_fail(err, MSB_ERR_STORE, "corrupt",
                     "the columns of the store are damaged");
}

void
msbi_chunk_release(struct msbi_chunk *chunk)
{
    msbi_free(chunk->columns);
    memset(chunk, 0, sizeof *chunk);
}
