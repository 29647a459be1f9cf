/* SPDX-License-Identifier: MIT */
#ifndef MSB_ARROW_H
#define MSB_ARROW_H

#include <stddef.h>
#include <stdint.h>

#include <msb/columns.h>
#include <msb/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* As the Arrow C Data Interface gives them, for every program the same. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

/** The type of an array; see the Arrow C Data Interface. */
struct ArrowSchema {
    const char *format;                    /**< The type. */
    const char *name;                      /**< Of the column; may be NULL. */
    const char *metadata;                  /**< May be NULL. */
    int64_t flags;                         /**< ARROW_FLAG_… */
    int64_t n_children;                    /**< Of the array below. */
    struct ArrowSchema **children;         /**< Types of the children. */
    struct ArrowSchema *dictionary;        /**< Or NULL. */
    void (*release)(struct ArrowSchema *); /**< NULL: released. */
    void *private_data;                    /**< Of whoever made it. */
};

/** An array; see the Arrow C Data Interface. */
struct ArrowArray {
    int64_t length;                /**< Rows. */
    int64_t null_count;            /**< -1: not counted. */
    int64_t offset;                /**< Rows before the first, in buffers. */
    int64_t n_buffers;             /**< Of the array below. */
    int64_t n_children;            /**< Of the array below. */
    const void **buffers;          /**< Validity, values. */
    struct ArrowArray **children;  /**< Arrays of the children. */
    struct ArrowArray *dictionary; /**< Or NULL. */
    void (*release)(struct ArrowArray *); /**< NULL: released. */
    void *private_data;                   /**< Of whoever made it. */
};

#endif

/**
 * Decide rows of an Arrow table that is handed over as a struct array (a
 * record batch).
 *
 * Its children are named by attribute, in any order; an attribute without a
 * child is unknown. `birth_date` is used where there is no `age`. Types:
 *
 * | attribute            | Arrow type                                  |
 * |----------------------|---------------------------------------------|
 * | integer, `age`       | int32                                       |
 * | enum                 | int8, int16 or int32: the value's index     |
 * | flag                 | bool                                        |
 * | set up to 64 values, `services` | uint64, bit i for the value i    |
 * | any set              | fixed-size binary of 8 bytes for each 64 values |
 * | `birth_date`         | date32                                      |
 *
 * Values are read where they stand. Only a bitmap (validity, flags) of a
 * child whose offset differs from the first child's, other than by a multiple
 * of 8, is copied, for the range alone. No row of the struct itself may be
 * null.
 *
 * The answer is a struct array of @p num_rows rows: `status` (uint8, enum
 * msb_row_status), and `area`, `rule`, `target_group` (int16, indices in the
 * model, null where there is none). Who delivers is told by msb_plan_decide()
 * alone.
 *
 * @param schema  the types of @p array; borrowed, never released here.
 * @param array  the rows; borrowed, never released here.
 * @param from  first row, counted from the array's offset.
 * @param[out] out_schema  the caller calls its `release`. On failure it is
 *             marked as released.
 * @param[out] out_array  as @p out_schema.
 * @param err  `where` is the name of the child that cannot be used.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE (also: the array does not
 *         have these rows) or MSB_ERR_INVALID (a child that the model does
 *         not know, or that is not of its type or length).
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_plan_decide_arrow(const struct msb_plan *plan,
                      const struct ArrowSchema *schema,
                      const struct ArrowArray *array, size_t from,
                      size_t num_rows, struct ArrowSchema *out_schema,
                      struct ArrowArray *out_array, struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
