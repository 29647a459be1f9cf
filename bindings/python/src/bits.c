/* SPDX-License-Identifier: MIT */
/*
 * Bitmaps are written a byte at a time: single bits up to where a byte begins,
 * whole bytes, and single bits again. Signs become bits for every row of every
 * answer, so that is done sixteen at a time where the processor can.
 */
#include "bits.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static void
put_bit(uint8_t *bits, size_t at, bool is_set)
{
    uint8_t mask = (uint8_t)(1u << at % 8);

    bits[at / 8] = (uint8_t)(is_set ? bits[at / 8] | mask
                                    : bits[at / 8] & ~mask);
}

/* How many bits come before the next byte begins. */
static size_t
head_of(size_t at, size_t num)
{
    size_t head = (8 - at % 8) % 8;

    return head < num ? head : num;
}

void
bits_from_bytes(uint8_t *bits, size_t at, const uint8_t *bytes, size_t num,
                bool wanted)
{
    size_t i = 0, head = head_of(at, num);

    for (; i < head; i++)
        put_bit(bits, at + i, (bytes[i] != 0) == wanted);
    for (; i + 8 <= num; i += 8) {
        unsigned byte = 0;

        for (unsigned j = 0; j < 8; j++)
            byte |= (unsigned)((bytes[i + j] != 0) == wanted) << j;
        bits[(at + i) / 8] = (uint8_t)byte;
    }
    for (; i < num; i++)
        put_bit(bits, at + i, (bytes[i] != 0) == wanted);
}

/* Sixteen rows' bits: 1 where the value is not negative. */
static unsigned
take_signs(const int16_t *values)
{
#if defined(__SSE2__)
    __m128i low = _mm_loadu_si128((const __m128i *)(const void *)values);
    __m128i high = _mm_loadu_si128((const __m128i *)(const void *)(values + 8));

    return ~(unsigned)_mm_movemask_epi8(_mm_packs_epi16(low, high)) & 0xffffu;
#else
    unsigned found = 0;

    for (unsigned i = 0; i < 16; i++)
        found |= (unsigned)(values[i] >= 0) << i;
    return found;
#endif
}

static unsigned
count_bits(unsigned bits)
{
    bits -= bits >> 1 & 0x5555u;
    bits = (bits & 0x3333u) + (bits >> 2 & 0x3333u);
    bits = (bits + (bits >> 4)) & 0x0f0fu;
    return (bits + (bits >> 8)) & 0x1fu;
}

size_t
bits_from_signs(uint8_t *bits, size_t at, const int16_t *values, size_t num)
{
    size_t i = 0, head = head_of(at, num), num_valid = 0;

    for (; i < head; i++) {
        put_bit(bits, at + i, values[i] >= 0);
        num_valid += values[i] >= 0;
    }
    for (; i + 16 <= num; i += 16) {
        unsigned found = take_signs(values + i);

        bits[(at + i) / 8] = (uint8_t)found;
        bits[(at + i) / 8 + 1] = (uint8_t)(found >> 8);
        num_valid += found == 0xffffu ? 16 : count_bits(found);
    }
    for (; i < num; i++) {
        put_bit(bits, at + i, values[i] >= 0);
        num_valid += values[i] >= 0;
    }
    return num - num_valid;
}

void
bits_from_small_signs(uint8_t *bits, const int8_t *values, size_t num)
{
    size_t i = 0;

#if defined(__SSE2__)
    for (; i + 16 <= num; i += 16) {
        const __m128i *place = (const __m128i *)(const void *)(values + i);
        unsigned found = ~(unsigned)_mm_movemask_epi8(_mm_loadu_si128(place));

        bits[i / 8] = (uint8_t)found;
        bits[i / 8 + 1] = (uint8_t)(found >> 8);
    }
#endif
    for (; i < num; i++)
        put_bit(bits, i, values[i] >= 0);
}

void
bits_from_values(uint8_t *bits, const int32_t *values, size_t num)
{
    size_t i = 0;

    for (; i + 8 <= num; i += 8) {
        unsigned byte = 0;

        for (unsigned j = 0; j < 8; j++)
            byte |= (unsigned)(values[i + j] != 0) << j;
        bits[i / 8] = (uint8_t)byte;
    }
    for (; i < num; i++)
        put_bit(bits, i, values[i] != 0);
}

/* Eight bits become eight bytes: each byte keeps one, which is moved down. */
static uint64_t
spread_bits(uint8_t bits)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t word = bits * ones & 0x8040201008040201u;

    word = (word + 0x7f * ones) >> 7 & ones;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

void
bits_mark_zeros(const uint8_t *bits, size_t at, uint8_t *bytes, size_t num)
{
    size_t i = 0, head = head_of(at, num);

    for (; i < head; i++)
        bytes[i] |= (uint8_t)(~bits[(at + i) / 8] >> (at + i) % 8 & 1);
    for (; i + 8 <= num; i += 8) {
        uint64_t word;

        memcpy(&word, bytes + i, sizeof word);
        word |= spread_bits((uint8_t)~bits[(at + i) / 8]);
        memcpy(bytes + i, &word, sizeof word);
    }
    for (; i < num; i++)
        bytes[i] |= (uint8_t)(~bits[(at + i) / 8] >> (at + i) % 8 & 1);
}

void
bits_copy(uint8_t *bits, size_t at, const uint8_t *source, size_t from,
          size_t num)
{
    size_t i = 0, head = head_of(at, num), shift;

    for (; i < head; i++)
        put_bit(bits, at + i, source[(from + i) / 8] >> (from + i) % 8 & 1);
    shift = (from + i) % 8;
    for (; i + 8 <= num; i += 8) {
        const uint8_t *byte = source + (from + i) / 8;

        bits[(at + i) / 8] = shift == 0 ? byte[0]
                                        : (uint8_t)(byte[0] >> shift
                                                    | byte[1] << (8 - shift));
    }
    for (; i < num; i++)
        put_bit(bits, at + i, source[(from + i) / 8] >> (from + i) % 8 & 1);
}
