/* SPDX-License-Identifier: MIT */
/*
 * Tables of one attribute. A number's classes are runs of values between
 * limits. A set is read four bits at a time, or eight.
 */
#include "rules/stage.h"

#include <string.h>

/* Which terms of a word a class of a scalar leaves standing. */
static uint32_t
mask_of_class(const struct msbi_terms *terms, size_t attribute, size_t word,
              size_t class)
{
    uint32_t mask = 0;

    for (size_t i = 0; i < 32 && word * 32 + i < terms->num; i++)
        if (msbi_bit(msbi_term(terms, word * 32 + i)
                         + terms->parts[attribute].classes,
                     class))
            mask |= (uint32_t)1 << i;
    return mask;
}

static enum msb_status
alloc_steps(struct msbi_stage *stage, size_t num_steps, size_t num_words)
{
    stage->num_steps = num_steps;
    stage->masks = msbi_alloc_array(num_steps * num_words,
                                    sizeof *stage->masks);
    return stage->masks == NULL ? MSB_ERR_NOMEM : MSB_OK;
}

/* Each run of values of one class is a step. */
static enum msb_status
build_numbers(struct msbi_stage *stage,
              const struct msbi_classifier *classifier,
              const struct msbi_terms *terms, size_t num_words)
{
    enum msb_status status;

    stage->num_limits = classifier->num_starts - 1;
    stage->limits = msbi_alloc_array(stage->num_limits, sizeof *stage->limits);
    if (stage->limits == NULL)
        return MSB_ERR_NOMEM;
    memcpy(stage->limits, classifier->starts + 1,
           stage->num_limits * sizeof *stage->limits);
    status = alloc_steps(stage, classifier->num_starts, num_words);
    for (size_t w = 0; w < num_words && status == MSB_OK; w++)
        for (size_t i = 0; i < stage->num_steps; i++)
            stage->masks[w * stage->num_steps + i] = mask_of_class(
                terms, stage->attribute, w,
                stage->is_tested ? classifier->classes[i] : 0);
    return status;
}

static enum msb_status
build_codes(struct msbi_stage *stage, const struct msbi_classifier *classifier,
            const struct msbi_terms *terms, size_t num_words)
{
    size_t num = (size_t)stage->high + 1;
    enum msb_status status = alloc_steps(stage, num, num_words);

    stage->width = num <= 128 ? 1 : num <= 32768 ? 2 : 4;
    for (size_t w = 0; w < num_words && status == MSB_OK; w++)
        for (size_t i = 0; i < num; i++)
            stage->masks[w * num + i] = mask_of_class(
                terms, stage->attribute, w,
                stage->is_tested ? msbi_classifier_find(classifier, (int32_t)i)
                                 : 0);
    return status;
}

/* What the 16 values of four bits satisfy and break, for one term. */
static void
fill_nibble(struct msbi_nibble *nibble, const uint64_t *term,
            const struct msbi_term_part *part, size_t index)
{
    uint32_t bit = (uint32_t)1 << index % 32;
    size_t w = index / 32;

    for (uint32_t value = 0; value < 16; value++)
        for (uint32_t i = 0; i < 4; i++) {
            size_t at = nibble->word;
            uint64_t mine = (uint64_t)1 << (nibble->shift + i);
            bool present = (value >> i & 1) != 0;

            if (present && (term[part->any + at] & mine) != 0)
                nibble->any[w][value] |= bit;
            if ((present && (term[part->must_not + at] & mine) != 0)
                || (!present && (term[part->must + at] & mine) != 0))
                nibble->broken[w][value] |= bit;
        }
}

/* Whether any term reads the four bits. */
static bool
reads_nibble(const struct msbi_terms *terms, const struct msbi_term_part *part,
             size_t word, size_t shift)
{
    for (size_t i = 0; i < terms->num; i++) {
        const uint64_t *term = msbi_term(terms, i);
        uint64_t read = term[part->any + word] | term[part->must + word]
                        | term[part->must_not + word];

        if ((read >> shift & 15) != 0)
            return true;
    }
    return false;
}

/* Two nibbles as one octet; a nibble that no term reads changes nothing. */
static void
add_to_octet(struct msbi_octet *octet, const struct msbi_nibble *nibble,
             size_t num_words)
{
    uint32_t half = nibble->shift - octet->shift;

    for (size_t w = 0; w < num_words; w++)
        for (size_t i = 0; i < 256; i++) {
            size_t value = i >> half & 15;

            octet->tables[w * 256 + i] |= (uint64_t)nibble->broken[w][value]
                                              << 32
                                          | nibble->any[w][value];
        }
}

static enum msb_status
build_octets(struct msbi_stage *stage, size_t num_words)
{
    stage->octets = msbi_alloc_array(stage->num_nibbles, sizeof *stage->octets);
    if (stage->octets == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < stage->num_nibbles; i++) {
        const struct msbi_nibble *nibble = &stage->nibbles[i];
        struct msbi_octet *octet = &stage->octets[stage->num_octets];

        if (stage->num_octets > 0 && octet[-1].word == nibble->word
            && octet[-1].shift == nibble->shift / 8 * 8) {
            add_to_octet(octet - 1, nibble, num_words);
            continue;
        }
        octet->word = nibble->word;
        octet->shift = nibble->shift / 8 * 8;
        octet->tables = msbi_alloc_array(num_words * 256,
                                         sizeof *octet->tables);
        if (octet->tables == NULL)
            return MSB_ERR_NOMEM;
        stage->num_octets++;
        add_to_octet(octet, nibble, num_words);
    }
    return MSB_OK;
}

/* Whether every value that `any_of` asks for must not be there. */
static bool
is_any_broken(const uint64_t *term, const struct msbi_term_part *part)
{
    for (size_t i = 0; i < part->num_words; i++)
        if ((term[part->any + i] & ~term[part->must_not + i]) != 0)
            return false;
    return true;
}

/* What a term asks of a set as a whole. */
static void
note_set_term(struct msbi_stage *stage, const uint64_t *term,
              const struct msbi_term_part *part, size_t index)
{
    uint32_t bit = (uint32_t)1 << index % 32;
    bool has_any = msbi_term_has_any(term, part), is_broken = false;

    for (size_t i = 0; i < part->num_words; i++)
        is_broken |= (term[part->must + i] | term[part->must_not + i]) != 0;
    stage->has_broken |= is_broken;
    if (!has_any)
        stage->without_any[index / 32] |= bit;
    if (!has_any && !is_broken)
        stage->certain[index / 32] |= bit;
    if (!has_any || !is_any_broken(term, part))
        stage->possible[index / 32] |= bit;
}

static enum msb_status
build_set(struct msbi_stage *stage, const struct msb_rules *rules,
          const struct msbi_terms *terms, size_t num_words)
{
    const struct msbi_term_part *part = &terms->parts[stage->attribute];
    size_t num = rules->model->attributes[stage->attribute].values.num;

    stage->num_values = num;
    stage->num_set_words = num == 0 ? 1 : (num + 63) / 64;
    stage->last_word = num % 64 == 0 ? ~(uint64_t)0
                                     : ((uint64_t)1 << num % 64) - 1;
    if (num == 0)
        stage->last_word = 0;
    stage->nibbles = msbi_alloc_array(num / 4 + 1, sizeof *stage->nibbles);
    if (stage->nibbles == NULL)
        return MSB_ERR_NOMEM;
    for (size_t at = 0; at < num; at += 4) {
        struct msbi_nibble *nibble = &stage->nibbles[stage->num_nibbles];

        if (!reads_nibble(terms, part, at / 64, at % 64))
            continue;
        nibble->word = (uint32_t)(at / 64);
        nibble->shift = (uint32_t)(at % 64);
        for (size_t i = 0; i < terms->num; i++)
            fill_nibble(nibble, msbi_term(terms, i), part, i);
        stage->num_nibbles++;
    }
    for (size_t i = 0; i < terms->num; i++)
        note_set_term(stage, msbi_term(terms, i), part, i);
    stage->is_tested = stage->num_nibbles > 0;
    return build_octets(stage, num_words);
}

enum msb_status
msbi_stage_build(struct msbi_stage *stage, const struct msb_rules *rules,
                 const struct msbi_terms *terms, size_t attribute,
                 size_t num_words)
{
    const struct msbi_attribute *declared =
        &rules->model->attributes[attribute];
    const struct msbi_classifier *classifier =
        &rules->levels.classifiers[attribute];

    memset(stage, 0, sizeof *stage);
    stage->attribute = attribute;
    stage->low = declared->min;
    stage->high = declared->max;
    stage->is_tested = classifier->level != MSBI_NO_LEVEL;
    switch (declared->type) {
    case MSB_ATTRIBUTE_INTEGER:
        stage->kind = MSBI_STAGE_NUMBER;
        return build_numbers(stage, classifier, terms, num_words);
    case MSB_ATTRIBUTE_ENUM:
        stage->kind = MSBI_STAGE_CODE;
        return build_codes(stage, classifier, terms, num_words);
    case MSB_ATTRIBUTE_FLAG:
        stage->kind = MSBI_STAGE_FLAG;
        return build_codes(stage, classifier, terms, num_words);
    case MSB_ATTRIBUTE_SET:
        stage->kind = MSBI_STAGE_SET;
        return build_set(stage, rules, terms, num_words);
    }
    return MSB_ERR_MISUSE;
}

void
msbi_stage_release(struct msbi_stage *stage)
{
    msbi_free(stage->limits);
    msbi_free(stage->masks);
    msbi_free(stage->nibbles);
    for (size_t i = 0; i < stage->num_octets; i++)
        msbi_free(stage->octets[i].tables);
    msbi_free(stage->octets);
    memset(stage, 0, sizeof *stage);
}
