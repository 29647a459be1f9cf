/* SPDX-License-Identifier: MIT */
/*
 * Scalars as steps. A number's step is its run of values that no test tells
 * apart; in a small domain it is the value itself, which takes no comparing.
 * For a birth date each limit of the age becomes the first date on which
 * somebody younger can be born, so no age is ever computed. The last step
 * stands for an unknown value, and for it is possible what some value leaves.
 */
#include "decide/mix.h"

#include <string.h>

#include "model/model.h"

/* The most values of a set that are tried each by itself. */
#define MAX_SAMPLE 32

/* The step of the stage, where the scale counts from `low` on. */
static size_t
find_step(const struct msbi_stage *stage, int32_t value)
{
    size_t step = 0;

    while (step < stage->num_limits && stage->limits[step] <= value)
        step++;
    return step;
}

static enum msb_status
build_masks(struct msbi_scale *scale, const struct msbi_stage *stage,
            size_t num_words)
{
    size_t num = scale->num_steps, last = num - 1;

    scale->possible = msbi_alloc_array(num * num_words, sizeof(uint32_t));
    scale->certain = msbi_alloc_array(num_words, sizeof(uint32_t));
    if (scale->possible == NULL || scale->certain == NULL)
        return MSB_ERR_NOMEM;
    for (size_t w = 0; w < num_words; w++) {
        uint32_t *possible = scale->possible + w * num;

        scale->certain[w] = ~(uint32_t)0;
        for (size_t i = 0; i < last; i++) {
            size_t at = scale->is_direct
                            ? find_step(stage, scale->low + (int32_t)i)
                            : i;

            possible[i] = stage->masks[w * stage->num_steps + at];
            possible[last] |= possible[i];
            scale->certain[w] &= possible[i];
        }
    }
    return MSB_OK;
}

enum msb_status
msbi_scale_build(struct msbi_scale *scale, const struct msbi_stage *stage,
                 size_t num_words, bool is_tested)
{
    int64_t domain = (int64_t)stage->high - stage->low + 1;
    size_t num = stage->num_steps;

    *scale = (struct msbi_scale){.attribute = stage->attribute,
                                 .kind = stage->kind,
                                 .is_tested = is_tested,
                                 .low = stage->low,
                                 .high = stage->high,
                                 .width = stage->width,
                                 .num_limits = stage->num_limits,
                                 .limits = stage->limits};
    /* Ages share their steps with birth dates, so those are compared. */
    scale->is_direct = stage->kind == MSBI_STAGE_NUMBER
                       && stage->attribute != MSBI_AGE
                       && domain <= (int64_t)stage->num_limits + 4
                       && domain < 255;
    if (scale->is_direct)
        num = (size_t)domain;
    if (num >= MSBI_MAX_STEPS_WIDE)
        return MSB_ERR_LIMIT;
    scale->num_steps = num + 1;
    scale->is_wide = scale->num_steps > 256;
    return is_tested ? build_masks(scale, stage, num_words) : MSB_OK;
}

/* The terms of a word that a set of one value, or of none, leaves. */
static uint32_t
look_up_value(const struct msbi_stage *stage, size_t value, size_t word)
{
    uint32_t any = stage->without_any[word], broken = 0;

    for (size_t i = 0; i < stage->num_nibbles; i++) {
        const struct msbi_nibble *nibble = &stage->nibbles[i];
        size_t first = nibble->word * 64 + nibble->shift;
        size_t bits = value >= first && value < first + 4
                          ? (size_t)1 << (value - first)
                          : 0;

        any |= nibble->any[word][bits];
        broken |= nibble->broken[word][bits];
    }
    return any & ~broken;
}

enum msb_status
msbi_scale_sample(struct msbi_scale *scale, const struct msbi_stage *stage,
                  size_t num_words)
{
    size_t num = stage->num_nibbles * 4;

    if (num > MAX_SAMPLE)
        num = MAX_SAMPLE;
    scale->attribute = stage->attribute;
    scale->kind = stage->kind;
    scale->num_steps = num + 2;
    scale->possible = msbi_alloc_array(scale->num_steps * num_words,
                                       sizeof *scale->possible);
    if (scale->possible == NULL)
        return MSB_ERR_NOMEM;
    for (size_t w = 0; w < num_words; w++) {
        uint32_t *possible = scale->possible + w * scale->num_steps;

        possible[0] = look_up_value(stage, SIZE_MAX, w);
        for (size_t i = 0; i < num; i++) {
            const struct msbi_nibble *nibble = &stage->nibbles[i / 4];
            size_t value = nibble->word * 64 + nibble->shift + i % 4;

            possible[i + 1] = value < stage->num_values
                                  ? look_up_value(stage, value, w)
                                  : possible[0];
        }
    }
    return MSB_OK;
}

/* The last birth date of somebody who is @age years old, or more, on @on. */
static int32_t
find_last_birth(struct msb_date on, int32_t age)
{
    int64_t low = (int64_t)on.days - (int64_t)(age + 2) * 366;
    int64_t high = on.days;

    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        struct msb_date birth = {.days = (int32_t)middle};

        if (msb_date_get_age(birth, on) >= age)
            low = middle;
        else
            high = middle - 1;
    }
    return (int32_t)low;
}

enum msb_status
msbi_scale_build_births(struct msbi_scale *scale, const struct msbi_scale *ages,
                        struct msb_date on)
{
    size_t num = ages->num_limits;

    *scale = *ages;
    scale->is_birth = true;
    scale->low = find_last_birth(on, MSBI_MAX_AGE + 1) + 1;
    scale->high = on.days;
    scale->limits = scale->own_limits = msbi_alloc_array(num, sizeof(int32_t));
    if (scale->own_limits == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < num; i++)
        scale->own_limits[num - 1 - i] = find_last_birth(on, ages->limits[i])
                                         + 1;
    return MSB_OK;
}

void
msbi_scale_release(struct msbi_scale *scale)
{
    msbi_free(scale->own_limits);
    if (!scale->is_birth) {
        msbi_free(scale->possible);
        msbi_free(scale->certain);
    }
    memset(scale, 0, sizeof *scale);
}
