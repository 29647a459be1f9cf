/* SPDX-License-Identifier: MIT */
#ifndef MSBI_LANES_AVX2_H
#define MSBI_LANES_AVX2_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Thirty-two bytes, one of each row. The names are those of lanes_avx512.h,
 * so that sliced.h is written once.
 */
#define LANES_TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define LANES_OP LANES_TARGET __attribute__((always_inline)) static inline

enum { LANES = 32 };

struct lanes {
    __m256i v;
};

/* All bits or none of a byte. */
struct flags {
    __m256i v;
};

LANES_OP struct lanes
lanes_load(const uint8_t *from)
{
    return (struct lanes){
        _mm256_loadu_si256((const __m256i *)(const void *)from)};
}

LANES_OP void
lanes_store(uint8_t *to, struct lanes a)
{
    _mm256_storeu_si256((__m256i *)(void *)to, a.v);
}

LANES_OP struct lanes
lanes_fill(uint8_t byte)
{
    return (struct lanes){_mm256_set1_epi8((char)byte)};
}

/* Sixteen bytes to look up in. */
LANES_OP struct lanes
lanes_table(const uint8_t *from)
{
    return (struct lanes){_mm256_broadcastsi128_si256(
        _mm_loadu_si128((const __m128i *)(const void *)from))};
}

/* By the lowest four bits of each byte; 0 where its highest bit is set. */
LANES_OP struct lanes
lanes_look(struct lanes table, struct lanes index)
{
    return (struct lanes){_mm256_shuffle_epi8(table.v, index.v)};
}

/* By an index below 32; any byte where it is not. In one of two look-ups the
   index has its highest bit set, and that gives 0. */
LANES_OP struct lanes
lanes_look_32(struct lanes low, struct lanes high, struct lanes index)
{
    __m256i below = _mm256_add_epi8(index.v, _mm256_set1_epi8(0x70));
    __m256i above = _mm256_sub_epi8(index.v, _mm256_set1_epi8(16));

    return (struct lanes){_mm256_or_si256(_mm256_shuffle_epi8(low.v, below),
                                          _mm256_shuffle_epi8(high.v, above))};
}

LANES_OP struct lanes
lanes_and(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm256_and_si256(a.v, b.v)};
}

LANES_OP struct lanes
lanes_or(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm256_or_si256(a.v, b.v)};
}

LANES_OP struct lanes
lanes_add(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm256_add_epi8(a.v, b.v)};
}

LANES_OP struct lanes
lanes_subtract(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm256_sub_epi8(a.v, b.v)};
}

/* What @a has and @b has not. */
LANES_OP struct lanes
lanes_without(struct lanes a, struct lanes b)
{
    return (struct lanes){_mm256_andnot_si256(b.v, a.v)};
}

/* The higher four bits of each byte. */
LANES_OP struct lanes
lanes_high(struct lanes a)
{
    return (struct lanes){
        _mm256_and_si256(_mm256_srli_epi16(a.v, 4), _mm256_set1_epi8(15))};
}

/* The lowest bit that is set in each byte. */
LANES_OP struct lanes
lanes_lowest(struct lanes a)
{
    return (struct lanes){
        _mm256_and_si256(a.v, _mm256_sub_epi8(_mm256_setzero_si256(), a.v))};
}

/* All but the lowest bit that is set in each byte. */
LANES_OP struct lanes
lanes_rest(struct lanes a)
{
    return (struct lanes){
        _mm256_and_si256(a.v, _mm256_add_epi8(a.v, _mm256_set1_epi8(-1)))};
}

/* The bits up to the lowest that is set in each byte; all where none is. */
LANES_OP struct lanes
lanes_through(struct lanes a)
{
    return (struct lanes){
        _mm256_xor_si256(a.v, _mm256_add_epi8(a.v, _mm256_set1_epi8(-1)))};
}

/* Bytes of all bits or none, from a bit for each. */
LANES_OP struct lanes
lanes_from_bits(uint64_t bits)
{
    const __m256i octet = _mm256_setr_epi64x(
        0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303);
    const __m256i bit = _mm256_set1_epi64x((int64_t)0x8040201008040201);
    __m256i octets = _mm256_shuffle_epi8(_mm256_set1_epi32((int)(uint32_t)bits),
                                         octet);

    return (struct lanes){
        _mm256_cmpeq_epi8(_mm256_and_si256(octets, bit), bit)};
}

LANES_OP struct flags
lanes_is_zero(struct lanes a)
{
    return (struct flags){_mm256_cmpeq_epi8(a.v, _mm256_setzero_si256())};
}

LANES_OP struct flags
lanes_is_equal(struct lanes a, struct lanes b)
{
    return (struct flags){_mm256_cmpeq_epi8(a.v, b.v)};
}

/* @a where the flag is set, else @b. */
LANES_OP struct lanes
lanes_choose(struct flags flags, struct lanes a, struct lanes b)
{
    return (struct lanes){_mm256_blendv_epi8(b.v, a.v, flags.v)};
}

/* @a where the flag is set, else 0. */
LANES_OP struct lanes
lanes_keep(struct flags flags, struct lanes a)
{
    return (struct lanes){_mm256_and_si256(flags.v, a.v)};
}

/* 0 where the flag is set, else @a. */
LANES_OP struct lanes
lanes_drop(struct flags flags, struct lanes a)
{
    return (struct lanes){_mm256_andnot_si256(flags.v, a.v)};
}

/* @a, and @b added to it where the flag is set. */
LANES_OP struct lanes
lanes_add_where(struct flags flags, struct lanes a, struct lanes b)
{
    return (struct lanes){_mm256_add_epi8(a.v, _mm256_and_si256(flags.v, b.v))};
}

/* A bit for each flag, the first the lowest. */
LANES_OP uint64_t
lanes_get_bits(struct flags flags)
{
    return (uint32_t)_mm256_movemask_epi8(flags.v);
}

/* As numbers of 16 bits; 0xff is -1. */
LANES_OP void
lanes_store_shorts(int16_t *to, struct lanes a)
{
    __m256i *place = (__m256i *)(void *)to;

    _mm256_storeu_si256(place,
                        _mm256_cvtepi8_epi16(_mm256_castsi256_si128(a.v)));
    _mm256_storeu_si256(place + 1,
                        _mm256_cvtepi8_epi16(_mm256_extracti128_si256(a.v, 1)));
}

/* How many limits are above each of 32 values. */
LANES_OP struct lanes
lanes_count_above(const int32_t *limits, size_t num, const int32_t *values)
{
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    __m256i v[4], sum[4];

    for (int i = 0; i < 4; i++) {
        v[i] = _mm256_loadu_si256(
            (const __m256i *)(const void *)(values + 8 * i));
        sum[i] = _mm256_setzero_si256();
    }
    for (size_t k = 0; k < num; k++) {
        __m256i limit = _mm256_set1_epi32(limits[k]);

        for (int i = 0; i < 4; i++)
            sum[i] = _mm256_sub_epi32(sum[i], _mm256_cmpgt_epi32(limit, v[i]));
    }
    return (struct lanes){_mm256_permutevar8x32_epi32(
        _mm256_packus_epi16(_mm256_packus_epi32(sum[0], sum[1]),
                            _mm256_packus_epi32(sum[2], sum[3])),
        order)};
}

/*
 * Four octets of the words of 32 rows, the lower ones or the higher. In each
 * half of a register, words of 16 bits with an octet of two rows each are
 * gathered by octet; the halves are then interleaved.
 */
LANES_OP void
lanes_take_octets(const uint64_t *rows, int is_higher, struct lanes out[4])
{
    const __m256i pairs = _mm256_broadcastsi128_si256(_mm_add_epi8(
        _mm_setr_epi8(0, 8, 1, 9, 2, 10, 3, 11, 0, 8, 1, 9, 2, 10, 3, 11),
        _mm_set1_epi8(is_higher ? 4 : 0)));
    const __m256i interleave = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15));
    __m256i a[8], b[4], c[4];

    for (int i = 0; i < 8; i++)
        a[i] = _mm256_shuffle_epi8(
            _mm256_loadu_si256((const __m256i *)(const void *)(rows + 4 * i)),
            pairs);
    for (int i = 0; i < 4; i++)
        b[i] = _mm256_unpacklo_epi16(a[2 * i], a[2 * i + 1]);
    for (int i = 0; i < 2; i++) {
        c[i] = _mm256_unpacklo_epi32(b[2 * i], b[2 * i + 1]);
        c[i + 2] = _mm256_unpackhi_epi32(b[2 * i], b[2 * i + 1]);
    }
    for (int i = 0; i < 2; i++) {
        out[2 * i].v = _mm256_unpacklo_epi64(c[2 * i], c[2 * i + 1]);
        out[2 * i + 1].v = _mm256_unpackhi_epi64(c[2 * i], c[2 * i + 1]);
    }
    for (int i = 0; i < 4; i++)
        out[i].v = _mm256_shuffle_epi8(_mm256_permute4x64_epi64(out[i].v, 0xd8),
                                       interleave);
}

/* Bytes of four planes, the lowest first, as a word for each row. */
LANES_OP void
lanes_store_words(const struct lanes planes[4], uint32_t *to)
{
    __m256i low[2], high[2], words[4];

    for (int i = 0; i < 2; i++) {
        low[i] = _mm256_unpacklo_epi8(planes[2 * i].v, planes[2 * i + 1].v);
        high[i] = _mm256_unpackhi_epi8(planes[2 * i].v, planes[2 * i + 1].v);
    }
    words[0] = _mm256_unpacklo_epi16(low[0], low[1]);
    words[1] = _mm256_unpackhi_epi16(low[0], low[1]);
    words[2] = _mm256_unpacklo_epi16(high[0], high[1]);
    words[3] = _mm256_unpackhi_epi16(high[0], high[1]);
    for (int i = 0; i < 4; i++) {
        _mm_storeu_si128((__m128i *)(void *)(to + 4 * i),
                         _mm256_castsi256_si128(words[i]));
        _mm_storeu_si128((__m128i *)(void *)(to + 4 * i + 16),
                         _mm256_extracti128_si256(words[i], 1));
    }
}

#endif
