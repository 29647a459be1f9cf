/* SPDX-License-Identifier: MIT */
#ifndef MSBI_LANES_AVX512_H
#define MSBI_LANES_AVX512_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

/* Sixty-four bytes, one of each row; as lanes_avx2.h. */
#define LANES_TARGET                                                           \
    __attribute__((target("avx2,bmi,bmi2,popcnt,avx512f,avx512bw,avx512vl")))
#define LANES_OP LANES_TARGET __attribute__((always_inline)) static inline

enum { LANES = 64 };

struct lanes {
    __m512i v;
};

/* A bit for each byte. */
struct flags {
    __mmask64 v;
};

LANES_OP struct lanes
lanes_load(const uint8_t *from)
{
    return (struct lanes){_mm512_loadu_si512(from)};
}

LANES_OP void
lanes_store(uint8_t *to, struct lanes a)
{
    _mm512_storeu_si512(to, a.v);
}

LANES_OP struct lanes
lanes_fill(uint8_t byte)
{
    return (struct lanes){_mm512_set1_epi8((char)byte)};
}

/* Sixteen bytes to look up in. */
LANES_OP struct lanes
lanes_table(const uint8_t *from)
{
    return (struct lanes){_mm512_broadcast_i32x4(
        _mm_loadu_si128((const __m128i *)(const void *)from))};
}

/* By the lowest four bits of each byte; 0 where its highest bit is set. */
LANES_OP struct lanes
lanes_look(struct lanes table, struct lanes index)
{
    return (struct lanes){_mm512_shuffle_epi8(table.v, index.v)};
}

/* By an index below 32; any byte where it is not. */
LANES_OP struct lanes
lanes_look_32(struct lanes low, struct lanes high, struct lanes index)
{
    __mmask64 is_high = _mm512_test_epi8_mask(index.v, _mm512_set1_epi8(16));

    return (struct lanes){_mm512_mask_shuffle_epi8(
        _mm512_shuffle_epi8(low.v, index.v), is_high, high.v, index.v)};
}

LANES_OP struct lanes
lanes_and(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm512_and_si512(a.v, b.v)};
}

LANES_OP struct lanes
lanes_or(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm512_or_si512(a.v, b.v)};
}

LANES_OP struct lanes
lanes_add(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm512_add_epi8(a.v, b.v)};
}

LANES_OP struct lanes
lanes_subtract(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm512_sub_epi8(a.v, b.v)};
}

/* What @a has and @b has not. */
LANES_OP struct lanes
lanes_without(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm512_andnot_si512(b.v, a.v)};
}

/* The higher four bits of each byte. */
LANES_OP struct lanes
lanes_high(struct lanes a)
{
    return (struct lanes){
        _mm512_and_si512(_mm512_srli_epi16(a.v, 4), _mm512_set1_epi8(15))};
}

/* The lowest bit that is set in each byte. */
LANES_OP struct lanes
lanes_lowest(struct lanes a)
{
    return (struct lanes){
        _mm512_and_si512(a.v, _mm512_sub_epi8(_mm512_setzero_si512(), a.v))};
}

/* All but the lowest bit that is set in each byte. */
LANES_OP struct lanes
lanes_rest(struct lanes a)
{
    return (struct lanes){
        _mm512_and_si512(a.v, _mm512_add_epi8(a.v, _mm512_set1_epi8(-1)))};
}

/* The bits up to the lowest that is set in each byte; all where none is. */
LANES_OP struct lanes
lanes_through(struct lanes a)
{
    return (struct lanes){
        _mm512_xor_si512(a.v, _mm512_add_epi8(a.v, _mm512_set1_epi8(-1)))};
}

/* Bytes of all bits or none, from a bit for each. */
LANES_OP struct lanes
lanes_from_bits(uint64_t bits)
{
    return (struct lanes){_mm512_movm_epi8((__mmask64)bits)};
}

LANES_OP struct flags
lanes_is_zero(struct lanes a)
{
    return (struct flags){_mm512_testn_epi8_mask(a.v, a.v)};
}

LANES_OP struct flags
lanes_is_equal(struct lanes a, struct lanes b)
{
    return (struct flags){_mm512_cmpeq_epi8_mask(a.v, b.v)};
}

/* @a where the flag is set, else @b. */
LANES_OP struct lanes
lanes_choose(struct flags flags, struct lanes a, struct lanes b)
{
    return (struct lanes){_mm512_mask_blend_epi8(flags.v, b.v, a.v)};
}

/* @a where the flag is set, else 0. */
LANES_OP struct lanes
lanes_keep(struct flags flags, struct lanes a)
{
    return (struct lanes){_mm512_maskz_mov_epi8(flags.v, a.v)};
}

/* 0 where the flag is set, else @a. */
LANES_OP struct lanes
lanes_drop(struct flags flags, struct lanes a)
{
    return (struct lanes){_mm512_maskz_mov_epi8(~flags.v, a.v)};
}

/* @a, and @b added to it where the flag is set. */
LANES_OP struct lanes
lanes_add_where(struct flags flags, struct lanes a, struct lanes b)
{
    return (struct lanes){_mm512_mask_add_epi8(a.v, flags.v, a.v, b.v)};
}

/* A bit for each flag, the first the lowest. */
LANES_OP uint64_t
lanes_get_bits(struct flags flags)
{
    return (uint64_t)flags.v;
}

/* As numbers of 16 bits; 0xff is -1. */
LANES_OP void
lanes_store_shorts(int16_t *to, struct lanes a)
{
    _mm512_storeu_si512(to, _mm512_cvtepi8_epi16(_mm512_castsi512_si256(a.v)));
    _mm512_storeu_si512(
        to + 32, _mm512_cvtepi8_epi16(_mm512_extracti64x4_epi64(a.v, 1)));
}

/* How many limits are above each of 64 values. */
LANES_OP struct lanes
lanes_count_above(const int32_t *limits, size_t num, const int32_t *values)
{
    const __m512i one = _mm512_set1_epi32(1);
    __m512i v[4], sum[4];
    __m128i bytes[4];

    for (int i = 0; i < 4; i++) {
        v[i] = _mm512_loadu_si512(values + 16 * i);
        sum[i] = _mm512_setzero_si512();
    }
    for (size_t k = 0; k < num; k++) {
        __m512i limit = _mm512_set1_epi32(limits[k]);

        for (int i = 0; i < 4; i++)
            sum[i] = _mm512_mask_add_epi32(
                sum[i], _mm512_cmpgt_epi32_mask(limit, v[i]), sum[i], one);
    }
    for (int i = 0; i < 4; i++)
        bytes[i] = _mm512_cvtepi32_epi8(sum[i]);
    return (struct lanes){_mm512_inserti64x4(
        _mm512_castsi256_si512(_mm256_set_m128i(bytes[1], bytes[0])),
        _mm256_set_m128i(bytes[3], bytes[2]), 1)};
}

/*
 * Four octets of the words of 64 rows, the lower ones or the higher. In each
 * quarter of a register, words of 16 bits with an octet of two rows each are
 * gathered by octet; the quarters are then interleaved.
 */
LANES_OP void
lanes_take_octets(const uint64_t *rows, int is_higher, struct lanes out[4])
{
    const __m512i pairs = _mm512_broadcast_i32x4(_mm_add_epi8(
        _mm_setr_epi8(0, 8, 1, 9, 2, 10, 3, 11, 0, 8, 1, 9, 2, 10, 3, 11),
        _mm_set1_epi8(is_higher ? 4 : 0)));
    const __m512i interleave = _mm512_set_epi16(
        31, 23, 15, 7, 30, 22, 14, 6, 29, 21, 13, 5, 28, 20, 12, 4, 27, 19, 11,
        3, 26, 18, 10, 2, 25, 17, 9, 1, 24, 16, 8, 0);
    __m512i a[8], b[4], c[4];

    for (int i = 0; i < 8; i++)
        a[i] = _mm512_shuffle_epi8(_mm512_loadu_si512(rows + 8 * i), pairs);
    for (int i = 0; i < 4; i++)
        b[i] = _mm512_unpacklo_epi16(a[2 * i], a[2 * i + 1]);
    for (int i = 0; i < 2; i++) {
        c[i] = _mm512_unpacklo_epi32(b[2 * i], b[2 * i + 1]);
        c[i + 2] = _mm512_unpackhi_epi32(b[2 * i], b[2 * i + 1]);
    }
    for (int i = 0; i < 2; i++) {
        out[2 * i].v = _mm512_unpacklo_epi64(c[2 * i], c[2 * i + 1]);
        out[2 * i + 1].v = _mm512_unpackhi_epi64(c[2 * i], c[2 * i + 1]);
    }
    for (int i = 0; i < 4; i++)
        out[i].v = _mm512_permutexvar_epi16(interleave, out[i].v);
}

/* Bytes of four planes, the lowest first, as a word for each row. */
LANES_OP void
lanes_store_words(const struct lanes planes[4], uint32_t *to)
{
    __m512i low[2], high[2], words[4];

    for (int i = 0; i < 2; i++) {
        low[i] = _mm512_unpacklo_epi8(planes[2 * i].v, planes[2 * i + 1].v);
        high[i] = _mm512_unpackhi_epi8(planes[2 * i].v, planes[2 * i + 1].v);
    }
    words[0] = _mm512_unpacklo_epi16(low[0], low[1]);
    words[1] = _mm512_unpackhi_epi16(low[0], low[1]);
    words[2] = _mm512_unpacklo_epi16(high[0], high[1]);
    words[3] = _mm512_unpackhi_epi16(high[0], high[1]);
    for (int i = 0; i < 4; i++) {
        __m128i *place = (__m128i *)(void *)(to + 4 * i);

        _mm_storeu_si128(place, _mm512_castsi512_si128(words[i]));
        _mm_storeu_si128(place + 4, _mm512_extracti32x4_epi32(words[i], 1));
        _mm_storeu_si128(place + 8, _mm512_extracti32x4_epi32(words[i], 2));
        _mm_storeu_si128(place + 12, _mm512_extracti32x4_epi32(words[i], 3));
    }
}

#endif
