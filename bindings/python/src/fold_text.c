/* SPDX-License-Identifier: MIT */
/*
 * Texts: the value of an enum, looked up in the attribute's table. A column
 * often has the same text many times in a row, and each must be read to know
 * it; so a text costs one hash and one comparison, and nothing is kept.
 */
#include "fold.h"

/* Copies, which no row can change: that lets the loop keep them at hand. */
static inline void
find_texts(const struct piece piece, const struct text_table table, size_t from,
           size_t num, const struct fold_sink sink)
{
    for (size_t i = 0; i < num; i++) {
        struct slice text;

        if (sink.state[i] != FOLD_KNOWN)
            continue;
        text = piece_get_text(&piece, from + i);
        sink.values[i] = text_table_find(&table, text.chars, text.length);
        if (sink.values[i] < 0)
            sink.state[i] = FOLD_UNKNOWN_VALUE;
    }
}

void
fold_texts(const struct fold_target *target, const struct piece *piece,
           size_t from, size_t num, struct fold_sink *sink)
{
    struct piece copy = *piece;

    if (target->is_birth) {
        fold_times(target, piece, from, num, sink);
        return;
    }
    if (target->type != MSB_ATTRIBUTE_ENUM) {
        fold_wrong(num, sink);
        return;
    }
    copy.kind = piece->kind == PIECE_VIEW ? PIECE_VIEW : PIECE_TEXT;
    if (copy.kind == PIECE_VIEW) /* a loop for each: no row asks which it is */
        find_texts(copy, target->table, from, num, *sink);
    else
        find_texts(copy, target->table, from, num, *sink);
}
