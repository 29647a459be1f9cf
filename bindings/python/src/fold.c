/* SPDX-License-Identifier: MIT */
/*
 * What all folding shares: which folder takes a piece, what of it is null,
 * dictionaries, and the words for what cannot be used. A message says which
 * class a value is of and what was expected, never the value.
 */
#include "fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bits.h"

/* What a map has behind its values, for indices that point to none. */
enum { MAP_BEYOND, MAP_NULL, MAP_OTHERS };

/* Make the table of an attribute's values. False: no memory. */
static bool
list_values(struct fold_target *target, const struct msb_model *model)
{
    const char **texts = malloc((target->num_values + 1) * sizeof *texts);
    bool is_made;

    if (texts == NULL)
        return false;
    for (size_t i = 0; i < target->num_values; i++)
        texts[i] = msb_model_get_attribute_value(model, target->attribute, i);
    is_made = text_table_init(&target->table, texts, target->num_values);
    free(texts);
    return is_made;
}

bool
fold_target_init(struct fold_target *target, const struct msb_model *model,
                 size_t attribute)
{
    size_t num = msb_model_num_attribute_values(model, attribute);

    *target = (struct fold_target){
        .attribute = attribute,
        .name = msb_model_get_part_id(model, MSB_PART_ATTRIBUTE, attribute),
        .type = msb_model_get_attribute_type(model, attribute),
        .num_values = num,
        .num_words = num == 0 ? 1 : (num + 63) / 64};
    if (target->name == NULL) { /* beyond the last */
        *target = (struct fold_target){.attribute = attribute,
                                       .name = "birth_date",
                                       .type = MSB_ATTRIBUTE_INTEGER,
                                       .is_birth = true};
        return true;
    }
    if (target->type == MSB_ATTRIBUTE_INTEGER)
        return msb_model_get_attribute_range(model, attribute, &target->min,
                                             &target->max);
    target->max = target->type == MSB_ATTRIBUTE_FLAG ? 1 : (int32_t)num - 1;
    return list_values(target, model);
}

void
fold_target_release(struct fold_target *target)
{
    text_table_release(&target->table);
}

void
fold_wrong(size_t num, struct fold_sink *sink)
{
    for (size_t i = 0; i < num; i++)
        if (sink->state[i] == FOLD_KNOWN)
            sink->state[i] = FOLD_WRONG_TYPE;
}

void
fold_nulls(const struct piece *piece, size_t from, size_t num, uint8_t *state)
{
    if (piece->kind == PIECE_NULL) {
        memset(state, FOLD_NULL, num);
        return;
    }
    if (piece->validity != NULL) /* FOLD_NULL is 1 */
        bits_mark_zeros(piece->validity, piece->offset + from, state, num);
    for (size_t i = 0; piece->missing != NULL && i < num; i++)
        state[i] = piece->missing[from + i] == 0 ? state[i] : FOLD_NULL;
}

void
fold_plain(const struct fold_target *target, const struct piece *piece,
           const struct fold_map *map, size_t from, size_t num,
           struct fold_sink *sink)
{
    fold_nulls(piece, from, num, sink->state);
    switch (piece->kind) {
    case PIECE_NULL:
        return;
    case PIECE_INTEGER:
        if (target->type == MSB_ATTRIBUTE_SET)
            fold_sets(target, piece, map, from, num, sink);
        else
            fold_numbers(target, piece, from, num, sink);
        return;
    case PIECE_FLOAT:
    case PIECE_BITS:
    case PIECE_BYTES:
        fold_numbers(target, piece, from, num, sink);
        return;
    case PIECE_DECIMAL:
        fold_decimals(target, piece, from, num, sink);
        return;
    case PIECE_DAYS:
    case PIECE_TIME:
        fold_times(target, piece, from, num, sink);
        return;
    case PIECE_TEXT:
    case PIECE_VIEW:
        fold_texts(target, piece, from, num, sink);
        return;
    case PIECE_LIST:
    case PIECE_LIST_VIEW:
    case PIECE_FIXED_LIST:
    case PIECE_BINARY:
        fold_sets(target, piece, map, from, num, sink);
        return;
    case PIECE_RUNS:
        fold_runs(target, piece, map, from, num, sink);
        return;
    case PIECE_OBJECTS:
    case PIECE_OTHER:
        fold_wrong(num, sink);
        return;
    }
}

bool
fold_map_init(struct fold_map *map, const struct fold_target *target,
              size_t num)
{
    size_t num_words = target->type == MSB_ATTRIBUTE_SET ? target->num_words
                                                         : 0;

    size_t room = num + MAP_OTHERS;

    map->num = num;
    map->is_identity = false;
    map->sink.values = calloc(room, sizeof *map->sink.values);
    map->sink.words = calloc(room * num_words + 1, sizeof *map->sink.words);
    map->sink.state = calloc(room, sizeof *map->sink.state);
    if (map->sink.values != NULL && map->sink.words != NULL
        && map->sink.state != NULL) {
        map->sink.state[num + MAP_BEYOND] = FOLD_BAD_INDEX;
        map->sink.state[num + MAP_NULL] = FOLD_NULL;
        return true;
    }
    fold_map_release(map);
    return false;
}

void
fold_map_finish(struct fold_map *map, const struct fold_target *target)
{
    map->is_identity = target->type == MSB_ATTRIBUTE_ENUM
                       && map->num <= target->num_values;
    for (size_t i = 0; map->is_identity && i < map->num; i++)
        map->is_identity = map->sink.state[i] == FOLD_KNOWN
                           && map->sink.values[i] == (int32_t)i;
}

void
fold_map_release(struct fold_map *map)
{
    free(map->sink.values);
    free(map->sink.words);
    free(map->sink.state);
    *map = (struct fold_map){.num = 0};
}

/* The entry of a map that a row points to; there is one for every index. */
static inline size_t
find_entry(const struct piece *piece, size_t num_entries, size_t row)
{
    int64_t index = piece_get_integer(piece, row);
    size_t other = index < 0 && piece->is_least_null ? MAP_NULL : MAP_BEYOND;

    return index >= 0 && (uint64_t)index < num_entries ? (size_t)index
                                                       : num_entries + other;
}

/*
 * Copies, which no row can change: that lets the loop keep them at hand. No
 * row is passed over, because a branch that is taken now and then costs more:
 * what a map says of a row that is null already is masked.
 */
static inline void
fold_scalar_indices(const struct piece piece, const struct fold_map map,
                    size_t from, size_t num, const struct fold_sink sink)
{
    for (size_t i = 0; i < num; i++) {
        size_t entry = find_entry(&piece, map.num, from + i);
        uint8_t mask = (uint8_t)(sink.state[i] - 1u);

        sink.state[i] |= map.sink.state[entry] & mask;
        sink.values[i] = map.sink.values[entry];
    }
}

/* The usual widths apart: told in so many words, no row asks for them. */
static void
fold_scalars(const struct piece *given, const struct fold_map *map, size_t from,
             size_t num, struct fold_sink *sink)
{
    struct piece piece = *given;

    if (piece.width == 1 && piece.is_signed) {
        piece.width = 1;
        piece.is_signed = true;
        fold_scalar_indices(piece, *map, from, num, *sink);
    } else if (piece.width == 4 && !piece.is_signed) {
        piece.width = 4;
        piece.is_signed = false;
        fold_scalar_indices(piece, *map, from, num, *sink);
    } else {
        fold_scalar_indices(piece, *map, from, num, *sink);
    }
}

static void
fold_set_indices(const struct fold_target *target, const struct piece *piece,
                 const struct fold_map *map, size_t from, size_t num,
                 struct fold_sink *sink)
{
    size_t num_words = target->num_words;

    for (size_t i = 0; i < num; i++) {
        size_t entry;

        if (sink->state[i] != FOLD_KNOWN)
            continue;
        entry = find_entry(piece, map->num, from + i);
        sink->state[i] = map->sink.state[entry];
        memcpy(sink->words + i * num_words, map->sink.words + entry * num_words,
               num_words * sizeof *sink->words);
    }
}

void
fold_indices(const struct fold_target *target, const struct piece *piece,
             const struct fold_map *map, size_t from, size_t num,
             struct fold_sink *sink)
{
    fold_nulls(piece, from, num, sink->state);
    if (target->type == MSB_ATTRIBUTE_SET)
        fold_set_indices(target, piece, map, from, num, sink);
    else
        fold_scalars(piece, map, from, num, sink);
}

/* What a target is read from, in words. */
static const char *
expect(const struct fold_target *target)
{
    if (target->is_birth)
        return "a date without a time zone was expected";
    switch (target->type) {
    case MSB_ATTRIBUTE_INTEGER:
        return "a whole number was expected";
    case MSB_ATTRIBUTE_ENUM:
        return "a text was expected";
    case MSB_ATTRIBUTE_FLAG:
        return "true or false was expected";
    case MSB_ATTRIBUTE_SET:
        break;
    }
    return "a list of texts was expected";
}

struct words {
    const char *code;
    const char *message;
};

static const struct words words[] = {
    [FOLD_WRONG_TYPE] = {"wrong_type", NULL},
    [FOLD_UNKNOWN_VALUE] = {"unknown_value",
                            "a text that the model does not list"},
    [FOLD_OUT_OF_RANGE] = {"out_of_range", NULL},
    [FOLD_FRACTION] = {"wrong_type", "a whole number was expected, not one "
                                     "with a fraction"},
    [FOLD_BAD_DATE] = {"bad_date", "no date, YYYY-MM-DD, of the calendar"},
    [FOLD_HAS_HOURS] = {"wrong_type", "a date was expected, not a time of day"},
    [FOLD_BAD_ITEM] = {"wrong_type",
                       "a list of texts was expected, without null"},
    [FOLD_BAD_INDEX] = {"out_of_range",
                        "an index beyond the values that it is of"},
    [FOLD_AGE_DISAGREES] = {"age_disagrees",
                            "the age is not the one that the birth date gives"},
    [FOLD_FUTURE_BIRTH] = {"future_birth_date", "the birth date is after the "
                                                "date of the decision"},
};

enum msb_status
fold_explain(const struct fold_target *target, enum fold_state state,
             const char *column, size_t row, struct msb_error *err)
{
    char range[80], message[sizeof err->message];
    const char *said = words[state].message;

    if (state == FOLD_WRONG_TYPE)
        said = expect(target);
    if (state == FOLD_OUT_OF_RANGE) {
        snprintf(range, sizeof range, "a number outside %ld…%ld",
                 (long)target->min, (long)target->max);
        said = range;
    }
    snprintf(message, sizeof message, "row %zu: %s", row, said);
    return piece_refuse(err, column, words[state].code, message);
}
