/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CHUNK_H
#define MSBI_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <msb/error.h>

#include "base/text.h"

/*
 * A chunk: what is known of some citizens with consecutive numbers, as columns
 * in one block of bytes. A row is a stretch of days on which the facts and the
 * services of a citizen stay the same. It knows no model: a column is a name,
 * and its cells are places in a list of the values that occur. See
 * doc/explanation/columns.md.
 */
#define MSBI_IS_BIG_ENDIAN (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)

#define MSBI_CHUNK_BITS 12
#define MSBI_CHUNK_CITIZENS (1 << MSBI_CHUNK_BITS)
#define MSBI_CHUNK_MAX_ROWS (1 << 20)

/* In place of a day: no end, no birth date, and one that is no date. */
#define MSBI_CHUNK_OPEN INT32_MAX
#define MSBI_CHUNK_UNBORN INT32_MIN
#define MSBI_CHUNK_MISBORN (INT32_MIN + 1)

/* The name of the column that courses give; facts have one of their own. */
#define MSBI_CHUNK_SERVICES ""

enum msbi_chunk_kind {
    /* A cell is a number: 0 where nothing is known, else a value's place,
       counted from 1. A value is a letter and a text: 's' a string, 'i' a whole
       number, 't' and 'f', and 'x' what no attribute can be. */
    MSBI_CHUNK_SCALAR = 1,
    /* A cell is bits: the lowest says that the set is known, the next ones
       which values it has. A value is a string. */
    MSBI_CHUNK_SET = 2
};

/* Borrowed from the block. */
struct msbi_chunk_column {
    enum msbi_chunk_kind kind;
    uint32_t width; /* bytes of a cell */
    uint32_t num_values;
    const char *texts; /* the name and the values, NUL after each */
    size_t texts_size;
    const uint8_t *cells;
};

/* A block of bytes, read. Numbers are little-endian. */
struct msbi_chunk {
    size_t num_rows;
    const uint8_t *citizens; /* uint16: number less that of the first */
    const uint8_t *froms;    /* int32, days */
    const uint8_t *tos;      /* int32, half-open; or OPEN */
    const uint8_t *births;   /* int32; or UNBORN or MISBORN */
    size_t num_columns;
    size_t capacity;
    struct msbi_chunk_column *columns; /* by name and kind, services first */
};

/* A copy of bytes, and not a sum of them, is what a compiler makes vectors of;
   it is turned round where the machine's own order is the other one. */
static inline uint32_t
msbi_get16(const uint8_t *bytes)
{
    uint16_t number;

    memcpy(&number, bytes, sizeof number);
    return MSBI_IS_BIG_ENDIAN ? __builtin_bswap16(number) : number;
}

static inline uint32_t
msbi_get32(const uint8_t *bytes)
{
    uint32_t number;

    memcpy(&number, bytes, sizeof number);
    return MSBI_IS_BIG_ENDIAN ? __builtin_bswap32(number) : number;
}

/* A day of `froms`, `tos` or `births`. */
static inline int32_t
msbi_chunk_day(const uint8_t *days, size_t row)
{
    return (int32_t)msbi_get32(days + 4 * row);
}

/* The number in the cell of a SCALAR. */
static inline uint32_t
msbi_chunk_code(const struct msbi_chunk_column *column, size_t row)
{
    if (column->width == 1)
        return column->cells[row];
    return column->width == 2 ? msbi_get16(column->cells + 2 * row)
                              : msbi_get32(column->cells + 4 * row);
}

/* Bytes of a cell that can say so many values. */
uint32_t msbi_chunk_width(enum msbi_chunk_kind kind, uint32_t num_values);

/*
 * Read a block, which must stay where it is. Everything in it is checked:
 * whoever reads the cells need not. MSB_OK, NOMEM, or STORE where it is
 * damaged.
 */
enum msb_status msbi_chunk_parse(struct msbi_chunk *chunk, const uint8_t *data,
                                 size_t size, struct msb_error *err);
void msbi_chunk_release(struct msbi_chunk *chunk);

/* Write the head of a block, and of a column; msbi_chunk_parse() says in what
   order the rest follows. */
void msbi_chunk_add_head(struct msbi_text *text, uint32_t num_rows,
                         uint32_t num_columns);
void msbi_chunk_add16(struct msbi_text *text, uint32_t number);
void msbi_chunk_add32(struct msbi_text *text, uint32_t number);

#endif
