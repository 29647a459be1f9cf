/* SPDX-License-Identifier: MIT */
/*
 * Folding: values of any sensible type become the library's.
 *
 * A scalar becomes an int32_t (an integer, the index of an enum's value, 0 or
 * 1 of a flag, days since 1970-01-01), a set its words. A byte for each row
 * says whether that was possible. Rows are folded in ranges that stay in the
 * cache; where a column is in the library's layout already, nothing is folded.
 */
#ifndef MSB_PYTHON_FOLD_H
#define MSB_PYTHON_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/columns.h>
#include <msb/model.h>

#include "piece.h"
#include "text_table.h"

/* What became of a row's value. */
enum fold_state {
    FOLD_KNOWN = 0,
    FOLD_NULL = 1,
    FOLD_WRONG_TYPE = 2,
    FOLD_UNKNOWN_VALUE = 3,
    FOLD_OUT_OF_RANGE = 4,
    FOLD_FRACTION = 5,
    FOLD_BAD_DATE = 6,
    FOLD_HAS_HOURS = 7,
    FOLD_BAD_ITEM = 8,
    FOLD_BAD_INDEX = 9,
    FOLD_AGE_DISAGREES = 10,
    FOLD_FUTURE_BIRTH = 11
};

/* What a column is folded for: an attribute of the model, or a birth date. */
struct fold_target {
    size_t attribute; /* index; of a birth date, the number of attributes */
    const char *name; /* borrowed from the model */
    enum msb_attribute_type type;
    bool is_birth;
    int32_t min, max;
    size_t num_values; /* of an enum or a set */
    size_t num_words;  /* of a set */
    struct text_table table;
};

/* False: no memory. */
bool fold_target_init(struct fold_target *target, const struct msb_model *model,
                      size_t attribute);
void fold_target_release(struct fold_target *target);

/* Where folded rows go. `state` is all FOLD_KNOWN before. */
struct fold_sink {
    int32_t *values; /* of scalars */
    uint64_t *words; /* of sets, target->num_words each; zero before */
    uint8_t *state;
};

/* A dictionary's values, folded once for all rows that point to them. */
struct fold_map {
    size_t num;
    struct fold_sink sink; /* of `num` values; owned */
    bool is_identity;      /* an enum's values in the model's order */
};

/*
 * Fold rows of a piece without a dictionary that is not of objects. The state
 * of null rows is marked already.
 */
void fold_numbers(const struct fold_target *target, const struct piece *piece,
                  size_t from, size_t num, struct fold_sink *sink);
void fold_decimals(const struct fold_target *target, const struct piece *piece,
                   size_t from, size_t num, struct fold_sink *sink);
void fold_times(const struct fold_target *target, const struct piece *piece,
                size_t from, size_t num, struct fold_sink *sink);
void fold_texts(const struct fold_target *target, const struct piece *piece,
                size_t from, size_t num, struct fold_sink *sink);
/* @map: of the dictionary of a list's items; NULL: they have none. */
void fold_sets(const struct fold_target *target, const struct piece *piece,
               const struct fold_map *map, size_t from, size_t num,
               struct fold_sink *sink);
/* @map: of the dictionary of the runs' values or of their items; or NULL. */
void fold_runs(const struct fold_target *target, const struct piece *piece,
               const struct fold_map *map, size_t from, size_t num,
               struct fold_sink *sink);

/* Every row that is not null is of a type that the target is not read from. */
void fold_wrong(size_t num, struct fold_sink *sink);
/* Mark the rows that are null by bitmap or byte. */
void
fold_nulls(const struct piece *piece, size_t from, size_t num, uint8_t *state);
/* All of that for one piece of any kind but objects and dictionaries. */
void fold_plain(const struct fold_target *target, const struct piece *piece,
                const struct fold_map *map, size_t from, size_t num,
                struct fold_sink *sink);

/* Room for a map, filled with zeros. False: no memory. */
bool fold_map_init(struct fold_map *map, const struct fold_target *target,
                   size_t num);
/* What is worked out when its values are there. */
void fold_map_finish(struct fold_map *map, const struct fold_target *target);
void fold_map_release(struct fold_map *map);
/* Fold rows that are indices in a map. */
void fold_indices(const struct fold_target *target, const struct piece *piece,
                  const struct fold_map *map, size_t from, size_t num,
                  struct fold_sink *sink);

/* Make one column of ages of births and ages of the same rows. A birth that
   does not go with its age, or is after @on, is marked. */
void fold_ages(struct msb_date on, struct fold_sink *births, size_t num,
               struct fold_sink *ages);

/* Say what a state means for a target: the code and the message of an error. */
enum msb_status fold_explain(const struct fold_target *target,
                             enum fold_state state, const char *column,
                             size_t row, struct msb_error *err);

#endif
