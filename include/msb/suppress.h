/* SPDX-License-Identifier: MIT */
#ifndef MSB_SUPPRESS_H
#define MSB_SUPPRESS_H

#include <stddef.h>
#include <stdint.h>

#include <msb/compare.h>
#include <msb/count.h>
#include <msb/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Numbers of citizens that may be passed on. A number from 1 to @p least - 1 is
 * replaced by MSB_NUMBER_SMALL, and further numbers by MSB_NUMBER_HIDDEN until
 * none of those that are gone follows from the numbers that are left, and from
 * what the two marks say: SMALL that it is from 1 to @p least - 1, HIDDEN that
 * it is @p least or more. Where even that would give a number away, all of
 * them are HIDDEN, which then says only that they are not 0. Zero stays.
 *
 * Each call looks at one result by itself: two results about nearly the same
 * citizens can still be subtracted from one another.
 */

/** In the place of a number from 1 to one less than the bound. */
#define MSB_NUMBER_SMALL (UINT64_MAX - 1)
/** In the place of a number that would give another one away. */
#define MSB_NUMBER_HIDDEN UINT64_MAX
/** The largest bound. */
#define MSB_SUPPRESS_MAX 1000000

/** That some numbers of a list add up to another one of it. */
struct msb_sum {
    size_t total;        /**< Where the sum stands. */
    const size_t *parts; /**< Where its parts stand; one that is listed twice
                              counts twice. */
    size_t num_parts;    /**< How many parts. */
};

/**
 * Suppress numbers of a list, in place.
 *
 * @param numbers  the list; unchanged on failure.
 * @param num      how many numbers.
 * @param sums     all sums that a reader knows to hold.
 * @param num_sums how many sums.
 * @param least    the smallest number that may be shown; 0 and 1 suppress
 *                 nothing, 2 is MSB_ERR_MISUSE: "less than 2" is 1.
 * @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE (a sum that is none, a
 *         number above 2^53, @p least above MSB_SUPPRESS_MAX).
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_numbers_suppress(uint64_t *numbers, size_t num, const struct msb_sum *sums,
                     size_t num_sums, uint64_t least, struct msb_error *err);

/**
 * Totals with their small numbers suppressed. The sums of the tables that
 * `msb report` prints are taken care of.
 *
 * @param least    as for msb_numbers_suppress().
 * @param[out] out new reference; release with msb_totals_unref(). Its numbers
 *                 may be MSB_NUMBER_SMALL or MSB_NUMBER_HIDDEN; in JSON they
 *                 are "<5" (with the bound) and null.
 * @return MSB_OK, MSB_ERR_NOMEM or MSB_ERR_MISUSE.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_totals_suppress(struct msb_totals *totals, uint64_t least,
                    struct msb_totals **out, struct msb_error *err);

/** A comparison with its small numbers suppressed, those of both its totals
 *  among them.
 *  @param[out] out  new reference; release with msb_comparison_unref().
 *  @return as msb_totals_suppress(). @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_comparison_suppress(struct msb_comparison *comparison, uint64_t least,
                        struct msb_comparison **out, struct msb_error *err);

/** A tally with its small numbers suppressed.
 *  @param[out] out  new reference; release with msb_tally_unref().
 *  @return as msb_totals_suppress(). @since 0.1 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_tally_suppress(struct msb_tally *tally, uint64_t least,
                   struct msb_tally **out, struct msb_error *err);

#ifdef __cplusplus
}
#endif
#endif
