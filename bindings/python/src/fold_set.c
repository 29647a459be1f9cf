/* SPDX-License-Identifier: MIT */
/*
 * Sets: a list of texts, or of indices in a dictionary of texts, becomes bits;
 * bits that are there already become words of eight bytes. Lists are walked
 * once, item by item, and each item costs what a text of an enum does.
 */
#include "fold.h"

#include <string.h>

/* The items of a row: from, up to but not including. */
struct span {
    size_t from;
    size_t end;
};

static int64_t
get_offset(const void *offsets, uint32_t width, size_t at)
{
    return width == 4 ? ((const int32_t *)offsets)[at]
                      : ((const int64_t *)offsets)[at];
}

static struct span
get_span(const struct piece *piece, size_t row)
{
    size_t at = piece->offset + row;
    int64_t from, end, num = (int64_t)piece->items->num_rows;

    if (piece->kind == PIECE_FIXED_LIST) /* known to have its items */
        return (struct span){at * piece->width, (at + 1) * piece->width};
    from = get_offset(piece->values, piece->width, at);
    end = piece->kind == PIECE_LIST
              ? get_offset(piece->values, piece->width, at + 1)
              : get_offset(piece->more, piece->width, at);
    if (from < 0 || from > num)
        return (struct span){.from = 1, .end = 0};
    if (piece->kind == PIECE_LIST_VIEW) /* that was its size */
        end = end > num - from ? -1 : from + end;
    if (end < from || end > num)
        return (struct span){.from = 1, .end = 0};
    return (struct span){(size_t)from, (size_t)end};
}

/* The index of an item's value, or less than 0 with what is wrong in it. */
static int32_t
find_item(const struct fold_target *target, const struct piece *items,
          const struct fold_map *map, size_t item, enum fold_state *state)
{
    struct slice text;
    int64_t index;
    int32_t found;

    *state = FOLD_BAD_ITEM;
    if (piece_is_null(items, item))
        return -1;
    if (map != NULL) {
        index = piece_get_integer(items, item);
        if (index < 0 || (uint64_t)index >= map->num) {
            *state = FOLD_BAD_INDEX;
            return -1;
        }
        *state = (enum fold_state)map->sink.state[index];
        if (*state == FOLD_NULL)
            *state = FOLD_BAD_ITEM;
        return *state == FOLD_KNOWN ? map->sink.values[index] : -1;
    }
    if (items->kind != PIECE_TEXT && items->kind != PIECE_VIEW)
        return -1;
    text = piece_get_text(items, item);
    found = text_table_find(&target->table, text.chars, text.length);
    *state = FOLD_UNKNOWN_VALUE;
    return found;
}

static void
fold_list(const struct fold_target *target, const struct piece *piece,
          const struct fold_map *map, size_t row, uint64_t *words,
          uint8_t *state)
{
    struct span span = get_span(piece, row);
    enum fold_state wrong;

    if (span.from > span.end)
        *state = FOLD_BAD_INDEX;
    for (size_t item = span.from; item < span.end; item++) {
        int32_t index = find_item(target, piece->items, map, item, &wrong);

        if (index < 0) {
            *state = (uint8_t)wrong;
            return;
        }
        words[index / 64] |= (uint64_t)1 << index % 64;
    }
}

static void
fold_lists(const struct fold_target *target, const struct piece *piece,
           const struct fold_map *map, size_t from, size_t num,
           struct fold_sink *sink)
{
    if (piece->items->dictionary != NULL && map == NULL) {
        fold_wrong(num, sink);
        return;
    }
    for (size_t i = 0; i < num; i++)
        if (sink->state[i] == FOLD_KNOWN)
            fold_list(target, piece, map, from + i,
                      sink->words + i * target->num_words, &sink->state[i]);
}

/* Masks of the first 64 values, by integers of any width. */
static void
fold_masks(const struct piece *piece, size_t from, size_t num,
           struct fold_sink *sink)
{
    const uint64_t *words = (const uint64_t *)piece->values + piece->offset
                            + from;

    if (piece->width == 8) {
        memcpy(sink->words, words, num * sizeof *words);
        return;
    }
    for (size_t i = 0; i < num; i++)
        sink->words[i] = (uint64_t)piece_get_integer(piece, from + i);
}

void
fold_sets(const struct fold_target *target, const struct piece *piece,
          const struct fold_map *map, size_t from, size_t num,
          struct fold_sink *sink)
{
    size_t size = target->num_words * sizeof *sink->words;

    if (target->type != MSB_ATTRIBUTE_SET)
        fold_wrong(num, sink);
    else if (piece->items != NULL)
        fold_lists(target, piece, map, from, num, sink);
    else if (piece->kind == PIECE_INTEGER && target->num_words == 1)
        fold_masks(piece, from, num, sink);
    else if (piece->kind == PIECE_BINARY && piece->width == size)
        memcpy(sink->words,
               (const char *)piece->values + (piece->offset + from) * size,
               num * size);
    else
        fold_wrong(num, sink);
}
