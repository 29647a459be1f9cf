/* SPDX-License-Identifier: MIT */
#ifndef MSB_COLUMNS_H
#define MSB_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>
#include <msb/rules.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Rules made ready for one date, to decide whole columns of citizens.
 *
 * Immutable and reference-counted; any thread may use it.
 */
struct msb_plan;

/**
 * One attribute of many citizens, in the layout of Apache Arrow.
 *
 * Integers: int32_t. Enums: the value's index, int8_t, int16_t or int32_t by
 * `width`. Flags: bits, the lowest first. Sets and services: for each citizen
 * as many uint64_t as the attribute has values by 64, rounded up; bit i of
 * word i / 64 is the value i. Birth dates: int32_t days since 1970-01-01.
 */
struct msb_column {
    const void *values;      /**< NULL: unknown for every citizen
                                  (services: none). */
    const uint8_t *validity; /**< Bits, the lowest first; 1 is known. NULL:
                                  all are known. */
    uint32_t width;          /**< Bytes of an enum's index: 1, 2 or 4; 0 is
                                  the least that holds every index. */
    uint32_t reserved;       /**< 0. */
};

/** The citizens to decide. Fill it with zeros first. */
struct msb_columns {
    uint32_t size;                       /**< sizeof of this struct. */
    uint32_t num_attributes;             /**< Of the array below. */
    const struct msb_column *attributes; /**< By the index of
                                       MSB_PART_ATTRIBUTE; `target_group` is
                                       ignored. `age`: int32_t. */
    struct msb_column birth_date;        /**< Used where `age` has no values. */
};

/** What a row came to. */
enum msb_row_status {
    MSB_ROW_DETERMINED = 1,   /**< As MSB_OUTCOME_DETERMINED. */
    MSB_ROW_UNDETERMINED = 2, /**< As MSB_OUTCOME_UNDETERMINED. */
    MSB_ROW_NONE = 3,         /**< As MSB_OUTCOME_NONE. */
    MSB_ROW_REJECTED = 4      /**< A value outside its domain, or `unique`
                                   and two rules match. */
};

/**
 * Where the answers go, one element for each row; NULL: not wanted. A rejected
 * row has no group and no deliveries.
 */
struct msb_outcome_columns {
    uint32_t size;             /**< sizeof of this struct. */
    uint32_t reserved;         /**< 0. */
    uint8_t *status;           /**< enum msb_row_status. */
    int16_t *area;             /**< Responsible area, or -1. */
    int16_t *rule;             /**< The one rule that decides, or -1. */
    int16_t *target_group;     /**< The citizen's group, or -1. */
    uint32_t max_deliveries;   /**< Services of which a row is told. */
    uint32_t reserved_too;     /**< 0. */
    uint16_t *num_deliveries;  /**< Active services: also those beyond
                                    max_deliveries. */
    int16_t *delivery_service; /**< max_deliveries elements for each row: the
                                    first active services in the model's
                                    order; -1 behind the last. */
    int16_t *delivery_area;    /**< The same: who delivers it. -1 in both where
                                    completions differ, or nobody does. */
    int16_t *delivery_unit;    /**< The same: by which unit; -1 where an area
                                    delivers. */
};

/** The way in which rows are decided: all give the same answers. */
enum msb_instructions {
    MSB_INSTRUCTIONS_BEST = 0,     /**< The fastest that the machine has. */
    MSB_INSTRUCTIONS_PORTABLE = 1, /**< Plain C. */
    MSB_INSTRUCTIONS_AVX2 = 2,     /**< AVX2, with BMI and POPCNT. */
    MSB_INSTRUCTIONS_AVX512 = 3    /**< AVX-512 F, BW and VL besides. */
};

/**
 * Make rules ready for a date.
 *
 * @param rules  kept by reference.
 * @param on     the date of the decisions; gives the ages.
 * @param instructions  the way; BEST for use, the others for tests.
 * @param[out] out  new reference; release with msb_plan_unref().
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE (the machine lacks the
 *         instructions) or MSB_ERR_LIMIT (more areas, units, services or
 *         groups than int16_t counts).
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_plan_new(struct msb_rules *rules, struct msb_date on,
             enum msb_instructions instructions, struct msb_plan **out,
             struct msb_error *err);
/** Share @p plan. @return @p plan. @since 0.1 */
MSB_API struct msb_plan *msb_plan_ref(struct msb_plan *plan);
/** Release @p plan; does nothing for NULL. @since 0.1 */
MSB_API void msb_plan_unref(struct msb_plan *plan);
/** @return the way in which this plan decides; never BEST. @since 0.1 */
MSB_API enum msb_instructions
msb_plan_get_instructions(const struct msb_plan *plan);

/**
 * Decide rows @p from up to, not including, @p from + @p num_rows.
 *
 * Answers are those of msb_rules_decide() and msb_rules_resolve(), row for row.
 * Any row range can be decided by any thread; ranges that different threads
 * decide at the same time must not overlap. Memory is taken once, not for each
 * row. Two kinds of row are decided on the diagram, and may take some each if
 * facts are unknown: those of a model that tables cannot hold (a group that
 * follows from a set or from very much, very many rules or attributes), and
 * those with a service whose deliverer follows from a set.
 *
 * @param columns  values and bitmaps reach to the end of the range.
 * @param[out] out  elements of the range are written, by row number.
 * @return MSB_OK, MSB_ERR_NOMEM, MSB_ERR_MISUSE or MSB_ERR_LIMIT.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_plan_decide(const struct msb_plan *plan, const struct msb_columns *columns,
                size_t from, size_t num_rows,
                const struct msb_outcome_columns *out, struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
