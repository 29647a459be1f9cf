/* SPDX-License-Identifier: MIT */
/* Numbers and the sums among them, handed over one by one. */
#ifndef MSB_SWIG_NUMBERS_H
#define MSB_SWIG_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/suppress.h>

/* A list of numbers, and sums that are known to hold in it. */
struct numbers;

/* NULL: no memory. */
struct numbers *numbers_new(size_t num, size_t num_sums, size_t num_parts);
void numbers_free(struct numbers *numbers);
/* Add a number, a sum (where its total stands), a part of the last sum. False
   where numbers_new() was told of fewer. */
bool numbers_add(struct numbers *numbers, uint64_t number);
bool numbers_add_sum(struct numbers *numbers, size_t total);
bool numbers_add_part(struct numbers *numbers, size_t part);
/* As msb_numbers_suppress(). */
enum msb_status numbers_suppress(struct numbers *numbers, uint64_t least,
                                 struct msb_error *err);
/* A number; MSB_NUMBER_HIDDEN beyond the end. */
uint64_t numbers_get(const struct numbers *numbers, size_t index);

#endif
