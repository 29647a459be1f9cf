/* SPDX-License-Identifier: MIT */
/* A column of a data frame, or a part of it, as it came. */
#ifndef MSB_PYTHON_PIECE_H
#define MSB_PYTHON_PIECE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/arrow.h>
#include <msb/error.h>

/* How the values lie. */
enum piece_kind {
    PIECE_NULL = 1,        /* nothing is known of any row */
    PIECE_INTEGER = 2,     /* of `width` bytes */
    PIECE_FLOAT = 3,       /* of 2, 4 or 8 bytes; NaN is null */
    PIECE_BITS = 4,        /* flags, the lowest bit first */
    PIECE_BYTES = 5,       /* flags, a byte each, 0 or 1 */
    PIECE_DAYS = 6,        /* int32_t, since 1970-01-01 */
    PIECE_TIME = 7,        /* int64_t, `per_day` of them a day */
    PIECE_TEXT = 8,        /* `width` bytes an offset, and characters */
    PIECE_VIEW = 9,        /* views of texts */
    PIECE_LIST = 10,       /* `width` bytes an offset, and items */
    PIECE_LIST_VIEW = 11,  /* offsets, sizes, and items */
    PIECE_BINARY = 12,     /* `width` bytes each */
    PIECE_OBJECTS = 13,    /* PyObject *; NULL is null */
    PIECE_OTHER = 14,      /* what no attribute is read from */
    PIECE_DECIMAL = 15,    /* of `width` bytes, in units of 10^-`scale` */
    PIECE_FIXED_LIST = 16, /* `width` items each */
    PIECE_RUNS = 17        /* an item for each run of rows */
};

/* More digits than any decimal has. */
enum { PIECE_MAX_SCALE = 999 };

/* Borrowed from whatever the column came from. */
struct piece {
    enum piece_kind kind;
    uint32_t width;
    bool is_signed;     /* integers and decimals */
    bool is_least_null; /* the sign of an index, or the least time: null */
    int64_t per_day;
    int32_t scale;
    size_t num_rows;
    size_t offset;           /* rows before the first, in values and bits */
    const uint8_t *validity; /* bits, 1 is known; NULL: all are */
    const uint8_t *missing;  /* bytes from the first row, 1 is null; or NULL */
    const void *values;
    const void *more;          /* characters of a text; sizes of lists */
    const void *const *blocks; /* characters of views; at least one */
    struct piece *items;       /* of lists; of runs: their values */
    struct piece *runs;        /* integers: the row that each ends before */
    struct piece *dictionary;  /* the integers are indices in it; or NULL */
};

/*
 * Read what an Arrow array says of itself. INVALID: its type and its buffers
 * do not go together. What no attribute is read from becomes PIECE_OTHER.
 */
enum msb_status piece_open(const struct ArrowSchema *schema,
                           const struct ArrowArray *array, struct piece **out,
                           struct msb_error *err);
void piece_free(struct piece *piece);

/* Refuse a whole frame or column, by a name of the cause. Always INVALID. */
enum msb_status piece_refuse(struct msb_error *err, const char *where,
                             const char *code, const char *message);

/* Whether a row is null by its bitmap or its byte. */
static inline bool
piece_is_null(const struct piece *piece, size_t row)
{
    size_t at = piece->offset + row;

    return (piece->validity != NULL
            && (piece->validity[at / 8] >> at % 8 & 1u) == 0)
           || (piece->missing != NULL && piece->missing[row] != 0);
}

/* A text of PIECE_TEXT or PIECE_VIEW. */
struct slice {
    const char *chars;
    size_t length;
};

/* The least that a view is: a length, and then the text, or where it is. */
struct text_view {
    int32_t length;
    char prefix[4];
    int32_t block;
    int32_t offset;
};

enum { VIEW_INLINE = 12 };

static inline struct slice
piece_get_text(const struct piece *piece, size_t row)
{
    size_t at = piece->offset + row;

    if (piece->kind == PIECE_VIEW) {
        const struct text_view *view = (const struct text_view *)piece->values
                                       + at;

        /* All bits of what lies elsewhere, and none of what is inline: short
           and long texts alternate as it comes, and a branch on that costs
           more than the look-up. */
        uintptr_t mask = (uintptr_t)(view->length <= VIEW_INLINE) - 1;
        uintptr_t far = (uintptr_t)piece->blocks[(size_t)view->block & mask]
                        + ((size_t)view->offset & mask);

        return (struct slice){
            (const char *)((far & mask) | ((uintptr_t)view->prefix & ~mask)),
            view->length < 0 ? 0 : (size_t)view->length};
    }
    if (piece->width == 4) {
        const int32_t *offsets = (const int32_t *)piece->values + at;

        return (struct slice){
            (const char *)piece->more + offsets[0],
            offsets[1] < offsets[0] ? 0 : (size_t)(offsets[1] - offsets[0])};
    }
    const int64_t *offsets = (const int64_t *)piece->values + at;

    return (struct slice){
        (const char *)piece->more + offsets[0],
        offsets[1] < offsets[0] ? 0 : (size_t)(offsets[1] - offsets[0])};
}

/* An integer of any width; those beyond int64_t as its largest. */
static inline int64_t
piece_get_integer(const struct piece *piece, size_t row)
{
    size_t at = piece->offset + row;

    switch (piece->width) {
    case 1:
        return piece->is_signed ? ((const int8_t *)piece->values)[at]
                                : ((const uint8_t *)piece->values)[at];
    case 2:
        return piece->is_signed ? ((const int16_t *)piece->values)[at]
                                : ((const uint16_t *)piece->values)[at];
    case 4:
        return piece->is_signed
                   ? (int64_t)((const int32_t *)piece->values)[at]
                   : (int64_t)((const uint32_t *)piece->values)[at];
    default:
        break;
    }
    if (piece->is_signed)
        return ((const int64_t *)piece->values)[at];
    uint64_t large = ((const uint64_t *)piece->values)[at];

    return large > INT64_MAX ? INT64_MAX : (int64_t)large;
}

#endif
