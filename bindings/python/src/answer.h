/* SPDX-License-Identifier: MIT */
/*
 * What rows of a frame came to, in the buffers that go out: to Arrow as they
 * stand, and to numpy. Made once, then immutable; shared by counted
 * references, which any thread may give back, with the GIL or without.
 */
#ifndef MSB_PYTHON_ANSWER_H
#define MSB_PYTHON_ANSWER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/arrow.h>
#include <msb/columns.h>
#include <msb/model.h>

/* The texts that indices point to, as an Arrow dictionary has them. */
enum answer_list {
    LIST_STATUS,
    LIST_AREA,
    LIST_RULE,
    LIST_GROUP,
    LIST_SERVICE,
    LIST_UNIT,
    NUM_LISTS
};

struct answer_words {
    atomic_size_t refs;
    struct {
        size_t num;
        int32_t *offsets; /* num + 1 */
        char *chars;
    } lists[NUM_LISTS];
};

/* NULL: no memory. */
struct answer_words *answer_words_new(const struct msb_model *model);
struct answer_words *answer_words_ref(struct answer_words *words);
void answer_words_unref(struct answer_words *words);
/* Bytes of an index in a list: 1 or 2. */
size_t
answer_words_get_width(const struct answer_words *words, enum answer_list list);

/* status, responsible, rule, target_group: the lists of the same numbers. */
enum { ANSWER_COLUMNS = 4, DELIVERY_COLUMNS = 3 };

/* Deliveries of all rows, one behind the other. */
struct answer_deliveries {
    int32_t *offsets; /* of rows, one more than they are; NULL: not wanted */
    size_t num;
    size_t room;
    int16_t *indices[DELIVERY_COLUMNS]; /* service, area, unit; -1: none */
    uint8_t *validity[DELIVERY_COLUMNS];
    size_t num_null[DELIVERY_COLUMNS];
};

struct answer {
    atomic_size_t refs;
    size_t num_rows;
    struct answer_words *words;
    int floor; /* what an index is where there is none: -1 or 0 */
    void *indices[ANSWER_COLUMNS];
    uint8_t *validity[ANSWER_COLUMNS]; /* of status: NULL */
    size_t num_null[ANSWER_COLUMNS];
    struct answer_deliveries deliveries;
};

/* Room for rows, without values. NULL: no memory. */
struct answer *answer_new(struct answer_words *words, size_t num_rows,
                          bool has_deliveries, int floor);
struct answer *answer_ref(struct answer *answer);
void answer_unref(struct answer *answer);

/* Take over what rows from @row on came to. False: no memory, or more
   deliveries than an int32_t counts. */
bool answer_put(struct answer *answer, size_t row, size_t num,
                const struct msb_outcome_columns *out);
/* When all rows are there. False: no memory. */
bool answer_finish(struct answer *answer);

/* Arrow's view of it; the caller releases. False: no memory. */
bool answer_export_schema(const struct answer_words *words, bool has_deliveries,
                          struct ArrowSchema *out);
bool answer_export_array(struct answer *answer, struct ArrowArray *out);
/* The same without dictionaries: each column as unsigned indices, none of them
   null, of which what is none is 0; and then which rows of each but the status
   are known, as flags. Not where the floor is below 0. */
bool answer_export_codes_schema(const struct answer_words *words,
                                bool has_deliveries, struct ArrowSchema *out);
bool answer_export_codes(struct answer *answer, struct ArrowArray *out);

#endif
