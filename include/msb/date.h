/* SPDX-License-Identifier: MIT */
#ifndef MSB_DATE_H
#define MSB_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A calendar date, proleptic Gregorian, 1583-01-01 to 9999-12-31.
 *
 * A value: copy it with `=`, compare `days`. Arrow's date32 is the same
 * number.
 */
struct msb_date {
    int32_t days; /**< Days since 1970-01-01, negative before. */
};

/** How a date is written. */
enum msb_date_form {
    MSB_DATE_FORM_ISO = 1,     /**< 2019-12-31 */
    MSB_DATE_FORM_DANISH = 2,  /**< 31-12-2019; day and month two digits */
    MSB_DATE_FORM_DOTTED = 3,  /**< 31.12.2019 */
    MSB_DATE_FORM_SLASHED = 4, /**< 31/12/2019 */
    MSB_DATE_FORM_ANY = 5      /**< Whichever of the four it is. */
};

/**
 * Make a date from year, month and day.
 *
 * @param[out] out  the date; unchanged on failure.
 * @return MSB_OK, MSB_ERR_MISUSE or MSB_ERR_INVALID (30 February, year 1500).
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_date_from_ymd(int year, int month, int day, struct msb_date *out,
                  struct msb_error *err);

/** Split a date. Any pointer may be NULL. A number of days beyond the
 *  calendar is split as if the calendar went on. @since 0.1 */
MSB_API void
msb_date_get_ymd(struct msb_date date, int *year, int *month, int *day);

/**
 * Read a date that fills the whole of @p text.
 *
 * @param text    the text; need not end in NUL.
 * @param length  its length in bytes.
 * @param form    how it must be written.
 * @param[out] out  the date; unchanged on failure.
 * @return MSB_OK, MSB_ERR_MISUSE, MSB_ERR_SYNTAX (not so written) or
 *         MSB_ERR_INVALID (no such day). The message never holds the text.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_date_parse(const char *text, size_t length, enum msb_date_form form,
               struct msb_date *out, struct msb_error *err);

/** Write a date as YYYY-MM-DD with its NUL, 11 bytes; `0000-00-00` for a
 *  number of days beyond the calendar. @since 0.1 */
MSB_API void msb_date_format(struct msb_date date, char out[11]);

/**
 * Whole years completed on a date.
 *
 * A birthday counts from the day itself; one on 29 February falls on
 * 1 March in common years.
 *
 * @return the age in years; -1 when @p birth is after @p on.
 * @since 0.1
 */
MSB_API int msb_date_get_age(struct msb_date birth, struct msb_date on);

/**
 * The date on which somebody completes @p age years: the first on which
 * msb_date_get_age() says so.
 *
 * @param age  a negative one counts as 0.
 * @return the date; 9999-12-31 when it would lie beyond the calendar.
 * @since 0.1
 */
MSB_API struct msb_date msb_date_get_birthday(struct msb_date birth, int age);

/** A half-open interval of dates, `[from, to)`. A value. */
struct msb_period {
    struct msb_date from; /**< First day in it. */
    struct msb_date to;   /**< First day after it; ignored when open. */
    bool is_open;         /**< No end is known. */
};

/** @return whether @p date lies in @p period. @since 0.1 */
MSB_API bool
msb_period_contains(struct msb_period period, struct msb_date date);
/** @return whether the two share a day. @since 0.1 */
MSB_API bool msb_period_overlaps(struct msb_period a, struct msb_period b);
/** @return whether no day lies in @p period. @since 0.1 */
MSB_API bool msb_period_is_empty(struct msb_period period);

#ifdef __cplusplus
}
#endif
#endif
