/* SPDX-License-Identifier: MIT */
#ifndef MSB_CPR_H
#define MSB_CPR_H

#include <stdbool.h>
#include <stddef.h>

#include <msb/date.h>
#include <msb/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The sex that the last digit of a CPR number tells. */
enum msb_sex {
    MSB_SEX_FEMALE = 1, /**< Even last digit. */
    MSB_SEX_MALE = 2    /**< Odd last digit. */
};

/**
 * A Danish personal number [CPR-nummer]. A value.
 *
 * Format and calendar date decide whether it is one. Modulus 11 is only an
 * attribute: since 1 October 2007 numbers without it are given out
 * (cpr.dk, "Personnumre uden kontrolciffer").
 */
struct msb_cpr {
    char digits[11];            /**< Ten digits and NUL. Never print it. */
    struct msb_date birth_date; /**< By the digits 1-7. */
    enum msb_sex sex;           /**< By the digit 10. */
    bool is_replacement;        /**< Day + 60: not a real CPR number. */
    bool passes_modulus_11;     /**< Never a reason to refuse. */
};

/**
 * Read a CPR number, `DDMMYYSSSS` or `DDMMYY-SSSS`, that fills @p text.
 *
 * @param text    the text; need not end in NUL.
 * @param length  its length in bytes.
 * @param[out] out  the number; unchanged on failure.
 * @return MSB_OK, MSB_ERR_MISUSE, MSB_ERR_SYNTAX (not ten digits) or
 *         MSB_ERR_INVALID (no such birth date). The message never holds a
 *         digit of it.
 * @since 0.1
 */
MSB_API MSB_MUST_CHECK enum msb_status
msb_cpr_parse(const char *text, size_t length, struct msb_cpr *out,
              struct msb_error *err);

/** Write a CPR number masked, `010190-xxxx` and NUL. @since 0.1 */
MSB_API void msb_cpr_format_masked(const struct msb_cpr *cpr, char out[12]);

#ifdef __cplusplus
}
#endif
#endif
