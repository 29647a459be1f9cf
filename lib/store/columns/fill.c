/* SPDX-License-Identifier: MIT */
/*
 * Filling a batch, or facts, from the rows of a chunk: column by column, a
 * look-up for each cell of a scalar and one for each value of a set. Nothing
 * is parsed and nothing is allocated.
 *
 * Birth dates go in as they are, and the plan compares them with the dates that
 * its age limits mean; only where facts give ages as well, or each row is asked
 * about on a day of its own, each age is found here.
 */
#include <string.h>

#include "decide/facts.h"
#include "model/model.h"
#include "store/columns/meaning.h"

#define REJECTED MSBI_MEANING_REJECTED

/* Some rows of a chunk, and where they go. */
struct filling {
    const uint32_t *rows;
    size_t num;
    struct msb_date on;
    const int32_t *days; /* in place of it; or NULL */
    struct msbi_batch_buffers to;
};

static inline void
put_bit(uint8_t *bits, size_t at, bool value)
{
    bits[at / 8] = (uint8_t)(bits[at / 8] | (unsigned)value << at % 8);
}

/* Reject every row of which the column says anything. */
static void
reject_rows(const struct filling *filling,
            const struct msbi_chunk_column *column)
{
    for (size_t i = 0; i < filling->num; i++) {
        const uint8_t *cell = column->cells
                              + (size_t)filling->rows[i] * column->width;
        uint32_t known = column->kind == MSBI_CHUNK_SET
                             ? *cell & 1u
                             : msbi_chunk_code(column, filling->rows[i]);

        if (known != 0)
            filling->to.is_rejected[i] = true;
    }
}

/* Reject the rows whose value the model has not. */
static void
reject_values(const struct filling *filling,
              const struct msbi_chunk_column *column, const int32_t *meanings)
{
    for (size_t i = 0; i < filling->num; i++)
        if (meanings[msbi_chunk_code(column, filling->rows[i])] == REJECTED)
            filling->to.is_rejected[i] = true;
}

/* Eight rows at a time, of which one byte says what is known. */
static void
fill_numbers(const struct filling *filling,
             const struct msbi_chunk_column *column, const int32_t *meanings,
             struct msbi_batch_column *to)
{
    const uint32_t *rows = filling->rows;

    for (size_t first = 0; first < filling->num; first += 8) {
        size_t num = filling->num - first < 8 ? filling->num - first : 8;
        unsigned known = 0;

        for (size_t i = 0; i < num; i++) {
            int32_t number = meanings[msbi_chunk_code(column, rows[first + i])];
            bool is_known = number > REJECTED;

            /* An attribute may stand in two columns: a row in one of them. */
            to->numbers[first + i] += is_known ? number : 0;
            known |= (unsigned)is_known << i;
        }
        to->validity[first / 8] |= (uint8_t)known;
    }
}

static void
fill_flags(const struct filling *filling,
           const struct msbi_chunk_column *column, const int32_t *meanings,
           struct msbi_batch_column *to)
{
    for (size_t i = 0; i < filling->num; i++) {
        int32_t number = meanings[msbi_chunk_code(column, filling->rows[i])];

        put_bit(to->validity, i, number > REJECTED);
        put_bit(to->flags, i, number == 1);
    }
}

/* A set of the model's that takes one word. */
static void
fill_words(const struct filling *filling,
           const struct msbi_chunk_column *column,
           const struct msbi_meant_column *meant, struct msbi_batch_column *to)
{
    const size_t width = column->width;

    for (size_t first = 0; first < filling->num; first += 8) {
        size_t num = filling->num - first < 8 ? filling->num - first : 8;
        unsigned known = 0;

        for (size_t i = 0; i < num; i++) {
            const uint8_t *cell = column->cells
                                  + width * filling->rows[first + i];
            uint64_t word = meant->masks[cell[0]];

            for (size_t b = 1; b < width; b++)
                word |= meant->masks[256 * b + cell[b]];
            to->words[first + i] |= (cell[0] & 1u) != 0 ? word : 0;
            known |= (cell[0] & 1u) << i;
        }
        to->validity[first / 8] |= (uint8_t)known;
    }
}

static void
reject_members(const struct filling *filling,
               const struct msbi_chunk_column *column,
               const struct msbi_meant_column *meant)
{
    for (size_t i = 0; i < filling->num; i++) {
        const uint8_t *cell = column->cells
                              + (size_t)column->width * filling->rows[i];

        for (size_t b = 0; b < column->width && (cell[0] & 1u) != 0; b++)
            if ((cell[b] & meant->rejected[b]) != 0)
                filling->to.is_rejected[i] = true;
    }
}

/* The values of one cell's byte; false where one of them is rejected. */
static bool
add_members(unsigned bits, const int32_t *meanings, uint64_t *words)
{
    bool is_sound = true;

    for (; bits != 0; bits &= bits - 1) {
        int32_t value = meanings[__builtin_ctz(bits)];

        if (value >= 0)
            words[value / 64] |= (uint64_t)1 << value % 64;
        else if (value == REJECTED)
            is_sound = false;
    }
    return is_sound;
}

/* A set of several words. */
static void
fill_large_sets(const struct filling *filling,
                const struct msbi_chunk_column *column, const int32_t *meanings,
                struct msbi_batch_column *to)
{
    for (size_t i = 0; i < filling->num; i++) {
        const uint8_t *cell = column->cells
                              + (size_t)filling->rows[i] * column->width;
        uint64_t *words = to->words + i * to->num_words;

        if ((*cell & 1u) == 0)
            continue;
        put_bit(to->validity, i, true);
        for (size_t b = 0; b < column->width; b++)
            if (!add_members(cell[b] & (b == 0 ? ~1u : ~0u), meanings + 8 * b,
                             words))
                filling->to.is_rejected[i] = true;
    }
}

static void
fill_column(const struct filling *filling,
            const struct msbi_chunk_column *column,
            const struct msbi_meant_column *meant)
{
    struct msbi_batch_column *to = &filling->to.columns[meant->attribute];
    bool is_set = column->kind == MSBI_CHUNK_SET;

    if (meant->is_misfit) {
        reject_rows(filling, column);
        return;
    }
    if (is_set && to->num_words > 1) {
        fill_large_sets(filling, column, meant->meanings, to);
        return;
    }
    if (is_set)
        fill_words(filling, column, meant, to);
    else if (to->type == MSB_ATTRIBUTE_FLAG)
        fill_flags(filling, column, meant->meanings, to);
    else
        fill_numbers(filling, column, meant->meanings, to);
    if (meant->rejects && is_set)
        reject_members(filling, column, meant);
    else if (meant->rejects)
        reject_values(filling, column, meant->meanings);
}

static void
fill_births(const struct filling *filling, const struct msbi_chunk *chunk)
{
    for (size_t first = 0; first < filling->num; first += 8) {
        size_t num = filling->num - first < 8 ? filling->num - first : 8;
        unsigned known = 0;

        for (size_t i = first; i < first + num; i++) {
            int32_t birth = msbi_chunk_day(chunk->births, filling->rows[i]);

            filling->to.is_rejected[i] |= birth == MSBI_CHUNK_MISBORN;
            filling->to.births[i] = birth > MSBI_CHUNK_MISBORN ? birth : 0;
            known |= (unsigned)(birth > MSBI_CHUNK_MISBORN) << (i - first);
        }
        filling->to.birth_validity[first / 8] = (uint8_t)known;
    }
}

/* The ages, of citizens whose facts may give both. */
static void
fill_ages(const struct filling *filling, const struct msbi_chunk *chunk,
          struct msb_facts *facts)
{
    struct msbi_batch_column *ages = &filling->to.columns[MSBI_AGE];
    struct msb_date on = filling->on;

    for (size_t i = 0; i < filling->num; i++) {
        int32_t birth = msbi_chunk_day(chunk->births, filling->rows[i]);
        int32_t age = MSBI_UNKNOWN;

        if (filling->days != NULL)
            on.days = filling->days[i];
        facts->scalars[MSBI_AGE] = MSBI_UNKNOWN;
        facts->has_birth_date = false;
        if ((ages->validity[i / 8] >> i % 8 & 1) != 0)
            facts->scalars[MSBI_AGE] = ages->numbers[i];
        if (birth > MSBI_CHUNK_MISBORN)
            msb_facts_set_birth_date(facts, (struct msb_date){.days = birth});
        if (birth == MSBI_CHUNK_MISBORN
            || msbi_facts_get_age(facts, on, &age, NULL) != MSB_OK)
            filling->to.is_rejected[i] = true;
        else if (age != MSBI_UNKNOWN) {
            ages->numbers[i] = age;
            put_bit(ages->validity, i, true);
        }
    }
}

void
msbi_meaning_fill(const struct msbi_meaning *meaning,
                  const struct msbi_chunk *chunk, const uint32_t *rows,
                  size_t num_rows, struct msb_date on, const int32_t *days,
                  struct msbi_batch *batch)
{
    bool has_births = !meaning->has_ages && days == NULL;
    struct filling filling = {
        .rows = rows,
        .num = num_rows,
        .on = on,
        .days = days,
        .to = msbi_batch_fill(batch, num_rows, has_births),
    };

    for (size_t i = 0; i < chunk->num_columns; i++)
        if (meaning->columns[i].attribute != MSB_NONE)
            fill_column(&filling, &chunk->columns[i], &meaning->columns[i]);
    if (has_births)
        fill_births(&filling, chunk);
    else
        fill_ages(&filling, chunk, msbi_batch_get_facts(batch));
}

/* One cell; false where the model cannot use it. */
static bool
fill_cell(const struct msbi_meant_column *meant,
          const struct msbi_chunk_column *column, uint32_t row,
          struct msb_facts *facts)
{
    const uint8_t *cell = column->cells + (size_t)row * column->width;
    uint64_t *words = facts->words + facts->first_word[meant->attribute];
    bool is_sound = true;
    int32_t number;

    if (column->kind == MSBI_CHUNK_SCALAR) {
        number = meant->meanings[msbi_chunk_code(column, row)];
        if (number > REJECTED)
            facts->scalars[meant->attribute] = number;
        return number != REJECTED;
    }
    if ((*cell & 1u) == 0)
        return true;
    if (meant->is_misfit)
        return false;
    facts->scalars[meant->attribute] = 1;
    for (size_t b = 0; b < column->width; b++)
        is_sound &= add_members(cell[b] & (b == 0 ? ~1u : ~0u),
                                meant->meanings + 8 * b, words);
    return is_sound;
}

enum msb_status
msbi_meaning_fill_facts(const struct msbi_meaning *meaning,
                        const struct msbi_chunk *chunk, uint32_t row,
                        struct msb_facts *facts)
{
    int32_t birth = msbi_chunk_day(chunk->births, row);
    bool is_sound = birth != MSBI_CHUNK_MISBORN;

    msb_facts_clear(facts);
    for (size_t i = 0; i < chunk->num_columns && is_sound; i++)
        if (meaning->columns[i].attribute != MSB_NONE)
            is_sound = fill_cell(&meaning->columns[i], &chunk->columns[i], row,
                                 facts);
    if (birth > MSBI_CHUNK_MISBORN)
        msb_facts_set_birth_date(facts, (struct msb_date){.days = birth});
    return is_sound ? MSB_OK : MSB_ERR_INVALID;
}
