/* SPDX-License-Identifier: MIT */
/*
 * Numbers and flags. An integer of any width is checked into an int32_t; a
 * float must be whole, and NaN is null. A column of nothing but NaN is how
 * numpy has a column of which nothing is known, so floats are read for every
 * type: their NaN are null, the others of the wrong type.
 */
#include "fold.h"

#include <math.h>

static void
put_integer(const struct fold_target *target, int64_t value, size_t i,
            struct fold_sink *sink)
{
    bool is_index = target->type == MSB_ATTRIBUTE_ENUM;

    if (sink->state[i] != FOLD_KNOWN)
        return;
    if (value >= target->min && value <= target->max)
        sink->values[i] = (int32_t)value;
    else
        sink->state[i] = is_index ? FOLD_BAD_INDEX : FOLD_OUT_OF_RANGE;
}

static void
fold_integers(const struct fold_target *target, const struct piece *piece,
              size_t from, size_t num, struct fold_sink *sink)
{
    const int64_t *wide = (const int64_t *)piece->values + piece->offset + from;

    if (piece->width == 8 && piece->is_signed) {
        for (size_t i = 0; i < num; i++)
            put_integer(target, wide[i], i, sink);
        return;
    }
    for (size_t i = 0; i < num; i++)
        put_integer(target, piece_get_integer(piece, from + i), i, sink);
}

/* A float of two bytes: a sign, 5 bits of exponent, 10 of fraction. */
static double
read_half(uint16_t bits)
{
    int exponent = bits >> 10 & 31;
    double size = bits & 1023;

    if (exponent == 31)
        return size == 0 ? INFINITY : NAN;
    size = exponent == 0 ? ldexp(size, -24) : ldexp(size + 1024, exponent - 25);
    return (bits & 0x8000u) != 0 ? -size : size;
}

static double
get_float(const struct piece *piece, size_t row)
{
    size_t at = piece->offset + row;

    if (piece->width == 2)
        return read_half(((const uint16_t *)piece->values)[at]);
    return piece->width == 4 ? (double)((const float *)piece->values)[at]
                             : ((const double *)piece->values)[at];
}

static void
put_float(const struct fold_target *target, double value, size_t i,
          struct fold_sink *sink)
{
    if (sink->state[i] != FOLD_KNOWN)
        return;
    if (value != value)
        sink->state[i] = FOLD_NULL;
    else if (target->type != MSB_ATTRIBUTE_INTEGER || target->is_birth)
        sink->state[i] = FOLD_WRONG_TYPE;
    else if (!(value >= target->min && value <= target->max))
        sink->state[i] = FOLD_OUT_OF_RANGE;
    else if ((double)(int32_t)value != value)
        sink->state[i] = FOLD_FRACTION;
    else
        sink->values[i] = (int32_t)value;
}

static bool
get_flag(const struct piece *piece, size_t row)
{
    size_t at = piece->offset + row;
    const uint8_t *bytes = piece->values;

    return piece->kind == PIECE_BYTES ? bytes[at] != 0
                                      : (bytes[at / 8] >> at % 8 & 1) != 0;
}

void
fold_numbers(const struct fold_target *target, const struct piece *piece,
             size_t from, size_t num, struct fold_sink *sink)
{
    bool is_whole = target->type == MSB_ATTRIBUTE_INTEGER
                    || target->type == MSB_ATTRIBUTE_ENUM;

    if (piece->kind == PIECE_FLOAT) {
        for (size_t i = 0; i < num; i++)
            put_float(target, get_float(piece, from + i), i, sink);
    } else if (piece->kind == PIECE_INTEGER && is_whole && !target->is_birth) {
        fold_integers(target, piece, from, num, sink);
    } else if (piece->kind != PIECE_INTEGER
               && target->type == MSB_ATTRIBUTE_FLAG) {
        for (size_t i = 0; i < num; i++)
            sink->values[i] = get_flag(piece, from + i);
    } else {
        fold_wrong(num, sink);
    }
}
