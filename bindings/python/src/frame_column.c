/* SPDX-License-Identifier: MIT */
/*
 * A column, range by range. Where its values lie as the library reads them,
 * they are read where they stand, and only a bitmap that begins in the middle
 * of a byte is copied; else the range is folded into the column's own memory.
 */
#include "frame_column.h"

#include <stdlib.h>
#include <string.h>

#include "bits.h"

/* The dictionary that a part's rows, runs or items are indices in. */
static const struct piece *
find_dictionary(const struct piece *piece, bool *is_of_items)
{
    if (piece->kind == PIECE_RUNS)
        piece = piece->items;
    *is_of_items = piece->items != NULL && piece->dictionary == NULL;
    return *is_of_items ? piece->items->dictionary : piece->dictionary;
}

static bool
fold_dictionary(struct frame_column *column, struct frame_part *part)
{
    bool is_of_items;
    const struct piece *values = find_dictionary(part->piece, &is_of_items);
    struct fold_target target = *column->target;

    if (values == NULL)
        return true;
    if (is_of_items) /* each is an index of the set's values */
        target.type = MSB_ATTRIBUTE_ENUM;
    if (!fold_map_init(&part->map, &target, values->num_rows))
        return false;
    part->has_map = true;
    if (values->kind != PIECE_OBJECTS)
        fold_plain(&target, values, NULL, 0, values->num_rows, &part->map.sink);
    else if (!fold_objects(&target, values, column->cache, 0, values->num_rows,
                           &part->map.sink))
        return false;
    fold_map_finish(&part->map, &target);
    return true;
}

static bool
has_objects(const struct piece *piece)
{
    return piece->kind == PIECE_OBJECTS
           || (piece->dictionary != NULL
               && piece->dictionary->kind == PIECE_OBJECTS);
}

static bool
alloc_rows(struct frame_column *column, size_t max_rows)
{
    const struct fold_target *target = column->target;
    size_t words = target->type == MSB_ATTRIBUTE_SET ? target->num_words : 0;

    column->sink.state = malloc(max_rows + 1);
    column->bits = calloc(max_rows / 8 + 8, 1);
    column->validity = calloc(max_rows / 8 + 8, 1);
    column->sink.values = malloc((max_rows + 1) * sizeof(int32_t));
    column->sink.words = malloc((max_rows * words + 1) * sizeof(uint64_t));
    return column->sink.state != NULL && column->bits != NULL
           && column->validity != NULL && column->sink.values != NULL
           && column->sink.words != NULL;
}

bool
frame_column_open(struct frame_column *column, const struct fold_target *target,
                  const char *name, const struct piece *const *pieces,
                  size_t num_pieces, size_t max_rows)
{
    size_t first = 0;

    *column = (struct frame_column){.target = target, .name = name};
    column->parts = calloc(num_pieces + 1, sizeof *column->parts);
    if (column->parts == NULL || !alloc_rows(column, max_rows))
        return false;
    column->num_parts = num_pieces;
    for (size_t i = 0; i < num_pieces; i++) {
        struct frame_part *part = &column->parts[i];

        part->piece = pieces[i];
        part->first = first;
        first += pieces[i]->num_rows;
        column->has_objects |= pieces[i]->kind == PIECE_OBJECTS;
        if (has_objects(pieces[i]) && column->cache == NULL) {
            column->cache = object_cache_new();
            if (column->cache == NULL)
                return false;
        }
        if (!fold_dictionary(column, part))
            return false;
    }
    return true;
}

void
frame_column_release(struct frame_column *column)
{
    for (size_t i = 0; i < column->num_parts; i++)
        fold_map_release(&column->parts[i].map);
    free(column->parts);
    object_cache_free(column->cache);
    free(column->sink.values);
    free(column->sink.words);
    free(column->sink.state);
    free(column->bits);
    free(column->validity);
}

size_t
frame_column_reach(struct frame_column *column, size_t row)
{
    const struct frame_part *part = &column->parts[column->at];

    while (row >= part->first + part->piece->num_rows
           && column->at + 1 < column->num_parts)
        part = &column->parts[++column->at];
    return part->first + part->piece->num_rows - row;
}

/* Whether values are read where they stand. */
static bool
is_direct(const struct frame_column *column, const struct frame_part *part)
{
    const struct fold_target *target = column->target;
    const struct piece *piece = part->piece;

    if (column->must_fold)
        return false;
    if (piece->dictionary != NULL)
        return part->map.is_identity && piece->width <= 4
               && (piece->is_signed || part->map.num <= 128)
               && (!piece->is_least_null || piece->width == 1);
    if (target->is_birth)
        return piece->kind == PIECE_DAYS;
    switch (target->type) {
    case MSB_ATTRIBUTE_INTEGER:
        return piece->kind == PIECE_INTEGER && piece->is_signed
               && piece->width == 4;
    case MSB_ATTRIBUTE_ENUM:
        return piece->kind == PIECE_INTEGER && piece->is_signed
               && piece->width <= 4;
    case MSB_ATTRIBUTE_FLAG:
        return piece->kind == PIECE_BITS || piece->kind == PIECE_BYTES;
    case MSB_ATTRIBUTE_SET:
        break;
    }
    return (piece->kind == PIECE_INTEGER && piece->width == 8
            && target->num_words == 1)
           || (piece->kind == PIECE_BINARY
               && piece->width == target->num_words * sizeof(uint64_t)
               && (uintptr_t)piece->values % sizeof(uint64_t) == 0);
}

static void
start_sink(struct frame_column *column, size_t num)
{
    const struct fold_target *target = column->target;

    column->is_folded = true;
    memset(column->sink.state, FOLD_KNOWN, num);
    memset(column->sink.values, 0, num * sizeof *column->sink.values);
    if (target->type == MSB_ATTRIBUTE_SET)
        memset(column->sink.words, 0,
               num * target->num_words * sizeof *column->sink.words);
}

bool
frame_column_fold_objects(struct frame_column *column, size_t row, size_t num)
{
    const struct frame_part *part = &column->parts[column->at];

    if (part->piece->kind != PIECE_OBJECTS)
        return true;
    start_sink(column, num);
    return fold_objects(column->target, part->piece, column->cache,
                        row - part->first, num, &column->sink);
}

void
frame_column_fold(struct frame_column *column, size_t row, size_t num)
{
    const struct frame_part *part = &column->parts[column->at];
    size_t from = row - part->first;

    if (part->piece->kind == PIECE_OBJECTS)
        return;
    column->is_folded = false;
    if (part->piece->kind == PIECE_NULL && !column->must_fold)
        return;
    if (is_direct(column, part))
        return;
    start_sink(column, num);
    if (part->piece->dictionary != NULL)
        fold_indices(column->target, part->piece, &part->map, from, num,
                     &column->sink);
    else
        fold_plain(column->target, part->piece,
                   part->has_map ? &part->map : NULL, from, num, &column->sink);
}

/* Bits of the rows at hand: shared where they begin with a byte. */
static const uint8_t *
take_bits(const uint8_t *bits, size_t at, size_t num, uint8_t *copy)
{
    if (at % 8 == 0)
        return bits + at / 8;
    bits_copy(copy, 0, bits, at, num);
    return copy;
}

static struct msb_column
get_direct(struct frame_column *column, size_t from, size_t num)
{
    const struct piece *piece = column->parts[column->at].piece;
    size_t at = piece->offset + from;
    struct msb_column out = {.values = (const char *)piece->values
                                       + at * piece->width};

    if (column->target->type == MSB_ATTRIBUTE_ENUM)
        out.width = piece->width;
    if (piece->kind == PIECE_BITS)
        out.values = take_bits(piece->values, at, num, column->bits);
    if (piece->kind == PIECE_BYTES) {
        bits_from_bytes(column->bits, 0, (const uint8_t *)piece->values + at,
                        num, true);
        out.values = column->bits;
    }
    if (piece->validity != NULL)
        out.validity = take_bits(piece->validity, at, num, column->validity);
    else if (piece->missing != NULL || piece->is_least_null)
        out.validity = column->validity;
    if (piece->missing != NULL)
        bits_from_bytes(column->validity, 0, piece->missing + from, num, false);
    else if (piece->is_least_null)
        bits_from_small_signs(column->validity, out.values, num);
    return out;
}

static struct msb_column
get_folded(struct frame_column *column, size_t num)
{
    const struct fold_target *target = column->target;
    struct msb_column out = {.values = column->sink.values};
    uint8_t any = 0;

    for (size_t i = 0; i < num; i++)
        any |= column->sink.state[i];
    if (any != 0) {
        bits_from_bytes(column->validity, 0, column->sink.state, num, false);
        out.validity = column->validity;
    }
    if (target->type == MSB_ATTRIBUTE_ENUM)
        out.width = sizeof *column->sink.values;
    if (target->type == MSB_ATTRIBUTE_SET)
        out.values = column->sink.words;
    if (target->type == MSB_ATTRIBUTE_FLAG) {
        bits_from_values(column->bits, column->sink.values, num);
        out.values = column->bits;
    }
    return out;
}

struct msb_column
frame_column_get(struct frame_column *column, size_t row, size_t num)
{
    const struct frame_part *part = &column->parts[column->at];

    if (column->is_folded)
        return get_folded(column, num);
    if (part->piece->kind == PIECE_NULL)
        return (struct msb_column){.values = NULL};
    return get_direct(column, row - part->first, num);
}
