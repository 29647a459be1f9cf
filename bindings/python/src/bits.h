/* SPDX-License-Identifier: MIT */
/* Bitmaps, the lowest bit of the first byte first. */
#ifndef MSB_PYTHON_BITS_H
#define MSB_PYTHON_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Each but one writes @num bits from the bit @at on, leaving those before it.
   The bitmap has room for whole bytes. */

/* 1 where a byte is 0 (@wanted false) or is not (@wanted true). */
void bits_from_bytes(uint8_t *bits, size_t at, const uint8_t *bytes, size_t num,
                     bool wanted);
/* 1 where an index is not negative. How many are negative. */
size_t
bits_from_signs(uint8_t *bits, size_t at, const int16_t *values, size_t num);
/* The same for indices of one byte; they are not counted. */
void bits_from_small_signs(uint8_t *bits, const int8_t *values, size_t num);
/* 1 where a value is not 0, from the first bit on. */
void bits_from_values(uint8_t *bits, const int32_t *values, size_t num);
/* The other way: bytes become 1 where a bit from @at on is 0, and else stay. */
void
bits_mark_zeros(const uint8_t *bits, size_t at, uint8_t *bytes, size_t num);
/* Bits of another bitmap, from its bit @from on. */
void bits_copy(uint8_t *bits, size_t at, const uint8_t *source, size_t from,
               size_t num);

#endif
