/* SPDX-License-Identifier: MIT */
/*
 * The work on a block with AVX-512, sixteen rows at a time. A table of up to
 * sixteen words is one register, and a look-up in it one permutation; a
 * number is compared with each limit, and the words of the last one passed
 * stay. What does not fit a register is left to the portable loops.
 */
#include "decide/plan.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>
#include <string.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512cd,avx512vl")))

/* More limits than that are searched faster than compared. */
#define MAX_LIMITS 40

/* The lanes of the rows from @at on. */
static inline __mmask16
lanes_of(const struct msbi_block *block, size_t at)
{
    size_t left = block->num_rows - at;

    return left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
}

AVX512 static inline void
reject_lanes(struct msbi_block *block, size_t at, __mmask16 lanes)
{
    __m128i *place = (__m128i *)(void *)(block->rejected + at);
    __m128i rejected = _mm_loadu_si128(place);

    rejected = _mm_mask_mov_epi8(rejected, lanes, _mm_set1_epi8(1));
    _mm_storeu_si128(place, rejected);
    block->has_rejected = true;
}

AVX512 static inline void
and_words(uint32_t *words, __m512i masks)
{
    _mm512_storeu_si512(words,
                        _mm512_and_si512(_mm512_loadu_si512(words), masks));
}

AVX512 static void
filter_number(const struct msbi_stage *stage, const int32_t *values,
              size_t num_words, struct msbi_block *block)
{
    const __m512i low = _mm512_set1_epi32(stage->low);
    const __m512i high = _mm512_set1_epi32(stage->high);

    for (size_t at = 0; at < block->num_rows; at += 16) {
        __mmask16 lanes = lanes_of(block, at);
        __m512i value = _mm512_maskz_loadu_epi32(lanes, values + at);
        __mmask16 bad = _mm512_mask_cmplt_epi32_mask(lanes, value, low)
                        | _mm512_mask_cmpgt_epi32_mask(lanes, value, high);

        if (bad != 0)
            reject_lanes(block, at, bad);
        for (size_t w = 0; w < num_words; w++) {
            const uint32_t *masks = stage->masks + w * stage->num_steps;
            __m512i mask = _mm512_set1_epi32((int)masks[0]);

            for (size_t k = 0; k < stage->num_limits; k++)
                mask = _mm512_mask_mov_epi32(
                    mask,
                    _mm512_cmpge_epi32_mask(
                        value, _mm512_set1_epi32(stage->limits[k])),
                    _mm512_set1_epi32((int)masks[k + 1]));
            and_words(block->masks[w] + at, mask);
        }
    }
}

AVX512 static void
group_number(const struct msbi_stage *stage, const int32_t *values,
             const int16_t *groups, struct msbi_block *block)
{
    for (size_t at = 0; at < block->num_rows; at += 16) {
        __mmask16 lanes = lanes_of(block, at);
        __m512i value = _mm512_maskz_loadu_epi32(lanes, values + at);
        __m512i group = _mm512_set1_epi32(groups[0]);

        for (size_t k = 0; k < stage->num_limits; k++) {
            if (groups[k + 1] == groups[k])
                continue;
            group = _mm512_mask_mov_epi32(
                group,
                _mm512_cmpge_epi32_mask(value,
                                        _mm512_set1_epi32(stage->limits[k])),
                _mm512_set1_epi32(groups[k + 1]));
        }
        _mm512_mask_cvtepi32_storeu_epi16(block->groups + at, lanes, group);
    }
}

AVX512 static inline __m512i
load_codes(const struct msbi_slice *slice, size_t row, __mmask16 lanes)
{
    const char *place = (const char *)slice->values + row * slice->width;

    if (slice->width == 1)
        return _mm512_cvtepi8_epi32(_mm_maskz_loadu_epi8(lanes, place));
    if (slice->width == 2)
        return _mm512_cvtepi16_epi32(_mm256_maskz_loadu_epi16(lanes, place));
    return _mm512_maskz_loadu_epi32(lanes, place);
}

/* Up to 32 words as two registers. */
AVX512 static void
load_table(const uint32_t *words, size_t num, __m512i out[2])
{
    uint32_t table[32] = {0};

    memcpy(table, words, num * sizeof *words);
    out[0] = _mm512_loadu_si512(table);
    out[1] = _mm512_loadu_si512(table + 16);
}

AVX512 static void
filter_code(const struct msbi_stage *stage, const struct msbi_slice *slice,
            size_t num_words, struct msbi_block *block)
{
    const __m512i high = _mm512_set1_epi32(stage->high);

    for (size_t w = 0; w < num_words; w++) {
        __m512i table[2];

        load_table(stage->masks + w * stage->num_steps, stage->num_steps,
                   table);
        for (size_t at = 0; at < block->num_rows; at += 16) {
            __mmask16 lanes = lanes_of(block, at);
            __m512i code = load_codes(slice, slice->first + at, lanes);
            __mmask16 bad = _mm512_mask_cmpgt_epu32_mask(lanes, code, high);

            if (bad != 0)
                reject_lanes(block, at, bad);
            and_words(block->masks[w] + at,
                      _mm512_permutex2var_epi32(table[0], code, table[1]));
        }
    }
}

/* Four bits of sixteen rows against the tables of one word. */
AVX512 static inline void
read_nibble(const struct msbi_nibble *nibble, size_t w, __m512i low,
            __m512i high, __m512i *any, __m512i *broken)
{
    __m512i half = nibble->shift < 32 ? low : high;
    __m512i index = _mm512_srl_epi32(
        half, _mm_cvtsi32_si128((int)(nibble->shift % 32)));

    /* A permutation reads the four lowest bits of its index. */
    *any = _mm512_or_si512(
        *any,
        _mm512_permutexvar_epi32(index, _mm512_loadu_si512(nibble->any[w])));
    *broken = _mm512_or_si512(
        *broken,
        _mm512_permutexvar_epi32(index, _mm512_loadu_si512(nibble->broken[w])));
}

AVX512 static void
filter_set(const struct msbi_stage *stage, const uint64_t *rows,
           size_t num_words, struct msbi_block *block)
{
    const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14,
                                          12, 10, 8, 6, 4, 2, 0);
    const __m512i odd = _mm512_add_epi32(even, _mm512_set1_epi32(1));
    const __m512i beyond = _mm512_set1_epi64((long long)~stage->last_word);

    for (size_t at = 0; at < block->num_rows; at += 16) {
        __mmask16 lanes = lanes_of(block, at);
        __mmask8 first_lanes = (__mmask8)lanes;
        __mmask8 last_lanes = (__mmask8)(lanes >> 8);
        __m512i a = _mm512_maskz_loadu_epi64(first_lanes, rows + at);
        __m512i b = _mm512_maskz_loadu_epi64(last_lanes, rows + at + 8);
        __mmask16 bad = (__mmask16)(_mm512_test_epi64_mask(a, beyond)
                                    | _mm512_test_epi64_mask(b, beyond) << 8);
        __m512i low = _mm512_permutex2var_epi32(a, even, b);
        __m512i high = _mm512_permutex2var_epi32(a, odd, b);

        if (bad != 0)
            reject_lanes(block, at, bad);
        for (size_t w = 0; w < num_words; w++) {
            __m512i any = _mm512_set1_epi32((int)stage->without_any[w]);
            __m512i broken = _mm512_setzero_si512();

            for (size_t k = 0; k < stage->num_nibbles; k++)
                read_nibble(&stage->nibbles[k], w, low, high, &any, &broken);
            and_words(block->masks[w] + at, _mm512_andnot_si512(broken, any));
        }
    }
}

static void
filter(const struct msbi_stage *stage, const struct msbi_slice *slice,
       size_t num_words, const int16_t *groups, struct msbi_block *block)
{
    const int32_t *numbers = (const int32_t *)slice->values + slice->first;

    if (stage->kind == MSBI_STAGE_NUMBER && stage->num_limits <= MAX_LIMITS) {
        filter_number(stage, numbers, num_words, block);
        if (groups != NULL)
            group_number(stage, numbers, groups, block);
    } else if (stage->kind == MSBI_STAGE_CODE && stage->num_steps <= 32
               && groups == NULL) {
        filter_code(stage, slice, num_words, block);
    } else if (stage->kind == MSBI_STAGE_SET && stage->num_set_words == 1) {
        filter_set(stage, (const uint64_t *)slice->values + slice->first,
                   num_words, block);
    } else {
        msbi_kernel_portable.filter(stage, slice, num_words, groups, block);
    }
}

/* The first word that is not 0, and the number of its first term. */
AVX512 static inline __m512i
pick_word(const struct msb_plan *plan, const struct msbi_block *block,
          size_t at, __m512i *base)
{
    __m512i mask = _mm512_loadu_si512(block->masks[0] + at);

    *base = _mm512_setzero_si512();
    for (size_t w = 1; w < plan->num_words; w++) {
        __mmask16 empty = _mm512_testn_epi32_mask(mask, mask);

        mask = _mm512_mask_loadu_epi32(mask, empty, block->masks[w] + at);
        *base = _mm512_mask_mov_epi32(*base, empty,
                                      _mm512_set1_epi32((int)w * 32));
    }
    return mask;
}

/* What a table says of the terms; it has 32 words, or more by memory. */
AVX512 static inline __m512i
look_up(const struct msb_plan *plan, const int32_t *table,
        const __m512i registers[2], __m512i term)
{
    if (plan->num_words == 1)
        return _mm512_permutex2var_epi32(registers[0], term, registers[1]);
    return _mm512_i32gather_epi32(term, table, 4);
}

AVX512 static void
finish(const struct msb_plan *plan, const struct msbi_block *block,
       size_t first, const struct msb_outcome_columns *out)
{
    const __m512i none = _mm512_set1_epi32(-1);
    const __m512i areas[2] = {
        _mm512_loadu_si512(plan->tables->area_of_term),
        _mm512_loadu_si512(plan->tables->area_of_term + 16)};
    const __m512i rules[2] = {
        _mm512_loadu_si512(plan->tables->rule_of_term),
        _mm512_loadu_si512(plan->tables->rule_of_term + 16)};

    for (size_t at = 0; at < block->num_rows; at += 16) {
        __mmask16 lanes = lanes_of(block, at);
        __m512i base;
        __m512i mask = pick_word(plan, block, at, &base);
        __mmask16 empty = _mm512_testn_epi32_mask(mask, mask);
        __m512i lowest = _mm512_and_si512(
            mask, _mm512_sub_epi32(_mm512_setzero_si512(), mask));
        __m512i term = _mm512_sub_epi32(_mm512_set1_epi32(31),
                                        _mm512_lzcnt_epi32(lowest));

        term = _mm512_add_epi32(_mm512_maskz_mov_epi32(~empty, term), base);
        if (out->area != NULL)
            _mm512_mask_cvtepi32_storeu_epi16(
                out->area + first + at, lanes,
                _mm512_mask_mov_epi32(
                    look_up(plan, plan->tables->area_of_term, areas, term),
                    empty, none));
        if (out->rule != NULL)
            _mm512_mask_cvtepi32_storeu_epi16(
                out->rule + first + at, lanes,
                _mm512_mask_mov_epi32(
                    look_up(plan, plan->tables->rule_of_term, rules, term),
                    empty, none));
        if (out->status != NULL)
            _mm_mask_storeu_epi8(
                out->status + first + at, lanes,
                _mm_mask_mov_epi8(_mm_set1_epi8(MSB_ROW_DETERMINED), empty,
                                  _mm_set1_epi8(MSB_ROW_NONE)));
    }
    if (out->target_group != NULL)
        memcpy(out->target_group + first, block->groups,
               block->num_rows * sizeof block->groups[0]);
}

static const struct msbi_kernel kernel = {.filter = filter, .finish = finish};

const struct msbi_kernel *
msbi_kernel_avx512(void)
{
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512cd")
        && __builtin_cpu_supports("avx512vl"))
        return &kernel;
    return NULL;
}

#else

const struct msbi_kernel *
msbi_kernel_avx512(void)
{
    return NULL;
}

#endif
