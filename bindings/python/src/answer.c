/* SPDX-License-Identifier: MIT */
/*
 * Answers are taken over range by range, while what was decided is still in
 * the cache: indices are narrowed to the width that their list needs, and
 * their signs become bits. What is written to new memory, the dear part of it,
 * is then less than what was decided.
 */
#define _DEFAULT_SOURCE /* madvise */
#include "answer.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bits.h"

enum { LARGE_PAGE = 2 << 20, LARGE_COLUMN = 2 * LARGE_PAGE };

struct answer_words *
answer_words_ref(struct answer_words *words)
{
    atomic_fetch_add_explicit(&words->refs, 1, memory_order_relaxed);
    return words;
}

void
answer_words_unref(struct answer_words *words)
{
    if (words == NULL
        || atomic_fetch_sub_explicit(&words->refs, 1, memory_order_acq_rel) > 1)
        return;
    for (size_t i = 0; i < NUM_LISTS; i++) {
        free(words->lists[i].offsets);
        free(words->lists[i].chars);
    }
    free(words);
}

static const char *
get_word(const struct msb_model *model, enum answer_list list, size_t index)
{
    static const char *const statuses[] = {"determined", "undetermined", "none",
                                           "rejected"};
    static const enum msb_part parts[NUM_LISTS] = {
        [LIST_AREA] = MSB_PART_AREA,          [LIST_RULE] = MSB_PART_RULE,
        [LIST_GROUP] = MSB_PART_TARGET_GROUP, [LIST_SERVICE] = MSB_PART_SERVICE,
        [LIST_UNIT] = MSB_PART_UNIT,
    };

    if (list != LIST_STATUS)
        return msb_model_get_part_id(model, parts[list], index);
    return index < sizeof statuses / sizeof statuses[0] ? statuses[index]
                                                        : NULL;
}

static bool
fill_list(struct answer_words *words, const struct msb_model *model,
          enum answer_list list)
{
    size_t num = 0, length = 0;
    const char *word;
    int32_t *offsets;
    char *chars;

    while ((word = get_word(model, list, num)) != NULL) {
        length += strlen(word);
        num++;
    }
    offsets = calloc(num + 1, sizeof *offsets);
    chars = malloc(length + 1);
    words->lists[list].num = num;
    words->lists[list].offsets = offsets;
    words->lists[list].chars = chars;
    if (offsets == NULL || chars == NULL)
        return false;
    for (size_t i = 0; i < num; i++) {
        word = get_word(model, list, i);
        length = strlen(word);
        memcpy(chars + offsets[i], word, length);
        offsets[i + 1] = offsets[i] + (int32_t)length;
    }
    return true;
}

struct answer_words *
answer_words_new(const struct msb_model *model)
{
    struct answer_words *words = calloc(1, sizeof *words);
    bool is_made = words != NULL;

    if (!is_made)
        return NULL;
    atomic_init(&words->refs, 1);
    for (size_t i = 0; is_made && i < NUM_LISTS; i++)
        is_made = fill_list(words, model, (enum answer_list)i);
    if (is_made)
        return words;
    answer_words_unref(words);
    return NULL;
}

size_t
answer_words_get_width(const struct answer_words *words, enum answer_list list)
{
    return words->lists[list].num <= 128 ? 1 : 2;
}

struct answer *
answer_ref(struct answer *answer)
{
    atomic_fetch_add_explicit(&answer->refs, 1, memory_order_relaxed);
    return answer;
}

void
answer_unref(struct answer *answer)
{
    if (answer == NULL
        || atomic_fetch_sub_explicit(&answer->refs, 1, memory_order_acq_rel)
               > 1)
        return;
    for (size_t i = 0; i < ANSWER_COLUMNS; i++) {
        free(answer->indices[i]);
        free(answer->validity[i]);
    }
    for (size_t i = 0; i < DELIVERY_COLUMNS; i++) {
        free(answer->deliveries.indices[i]);
        free(answer->deliveries.validity[i]);
    }
    free(answer->deliveries.offsets);
    answer_words_unref(answer->words);
    free(answer);
}

/*
 * Memory for a column; free() releases it. Large columns ask for large pages:
 * to have the system make thousands of small ones takes as long as to decide.
 */
static void *
allocate_column(size_t size)
{
    void *column = NULL;

    if (size < LARGE_COLUMN)
        return malloc(size);
    if (posix_memalign(&column, LARGE_PAGE, size) != 0)
        return NULL;
#ifdef MADV_HUGEPAGE
    (void)madvise(column, size, MADV_HUGEPAGE); /* no matter if it cannot */
#endif
    return column;
}

struct answer *
answer_new(struct answer_words *words, size_t num_rows, bool has_deliveries,
           int floor)
{
    struct answer *answer = calloc(1, sizeof *answer);
    bool is_made = answer != NULL;

    if (!is_made)
        return NULL;
    atomic_init(&answer->refs, 1);
    answer->words = answer_words_ref(words);
    answer->num_rows = num_rows;
    answer->floor = floor;
    for (size_t i = 0; is_made && i < ANSWER_COLUMNS; i++) {
        size_t width = answer_words_get_width(words, (enum answer_list)i);

        answer->indices[i] = allocate_column((num_rows + 1) * width);
        if (i != LIST_STATUS)
            answer->validity[i] = malloc(num_rows / 8 + 8);
        is_made = answer->indices[i] != NULL
                  && (i == LIST_STATUS || answer->validity[i] != NULL);
        if (is_made && i != LIST_STATUS) /* the last bits are never written */
            memset(answer->validity[i] + num_rows / 8, 0, 8);
    }
    if (is_made && has_deliveries) {
        answer->deliveries.offsets = calloc(num_rows + 1, sizeof(int32_t));
        is_made = answer->deliveries.offsets != NULL;
    }
    if (is_made)
        return answer;
    answer_unref(answer);
    return NULL;
}

/* A status begins with 1, an index in a dictionary with 0. */
static void
put_statuses(int8_t *to, const uint8_t *from, size_t num)
{
    for (size_t i = 0; i < num; i++)
        to[i] = (int8_t)(from[i] - 1);
}

static void
put_narrow(int8_t *restrict to, const int16_t *restrict from, size_t num,
           int floor)
{
    const int8_t least = (int8_t)floor;

    for (size_t i = 0; i < num; i++) {
        int8_t value = (int8_t)from[i];

        to[i] = value < least ? least : value;
    }
}

static void
put_wide(int16_t *restrict to, const int16_t *restrict from, size_t num,
         int floor)
{
    const int16_t least = (int16_t)floor;

    for (size_t i = 0; i < num; i++)
        to[i] = from[i] < least ? least : from[i];
}

static void
put_indices(struct answer *answer, enum answer_list list, size_t row,
            size_t num, const int16_t *from)
{
    if (answer_words_get_width(answer->words, list) == 1)
        put_narrow((int8_t *)answer->indices[list] + row, from, num,
                   answer->floor);
    else
        put_wide((int16_t *)answer->indices[list] + row, from, num,
                 answer->floor);
    answer->num_null[list] += bits_from_signs(answer->validity[list], row, from,
                                              num);
}

/* Room for @more deliveries. */
static bool
make_room(struct answer_deliveries *all, size_t more)
{
    size_t room = all->room < 1024 ? 1024 : all->room;

    if (more > INT32_MAX - all->num)
        return false;
    if (all->num + more <= all->room)
        return true;
    while (room < all->num + more)
        room *= 2;
    for (size_t i = 0; i < DELIVERY_COLUMNS; i++) {
        int16_t *grown = realloc(all->indices[i], room * sizeof *grown);

        if (grown == NULL)
            return false;
        all->indices[i] = grown;
    }
    all->room = room;
    return true;
}

static bool
put_deliveries(struct answer_deliveries *all, size_t row, size_t num,
               const struct msb_outcome_columns *out)
{
    const int16_t *const from[DELIVERY_COLUMNS] = {
        out->delivery_service, out->delivery_area, out->delivery_unit};
    size_t more = 0;

    for (size_t i = 0; i < num; i++)
        more += out->num_deliveries[i];
    if (!make_room(all, more))
        return false;
    for (size_t i = 0; i < num; i++) {
        size_t count = out->num_deliveries[i];

        for (size_t j = 0; count > 0 && j < DELIVERY_COLUMNS; j++)
            memcpy(all->indices[j] + all->num,
                   from[j] + i * out->max_deliveries, count * sizeof *from[j]);
        all->num += count;
        all->offsets[row + i + 1] = (int32_t)all->num;
    }
    return true;
}

bool
answer_put(struct answer *answer, size_t row, size_t num,
           const struct msb_outcome_columns *out)
{
    put_statuses((int8_t *)answer->indices[LIST_STATUS] + row, out->status,
                 num);
    put_indices(answer, LIST_AREA, row, num, out->area);
    put_indices(answer, LIST_RULE, row, num, out->rule);
    put_indices(answer, LIST_GROUP, row, num, out->target_group);
    return answer->deliveries.offsets == NULL
           || put_deliveries(&answer->deliveries, row, num, out);
}

bool
answer_finish(struct answer *answer)
{
    struct answer_deliveries *all = &answer->deliveries;

    if (all->offsets == NULL)
        return true;
    for (size_t i = 0; i < DELIVERY_COLUMNS; i++) {
        all->validity[i] = calloc(all->num / 8 + 8, 1);
        if (all->validity[i] == NULL || !make_room(all, 1))
            return false;
        all->num_null[i] = bits_from_signs(all->validity[i], 0, all->indices[i],
                                           all->num);
        for (size_t j = 0; j < all->num; j++)
            if (all->indices[i][j] < answer->floor)
                all->indices[i][j] = (int16_t)answer->floor;
    }
    return true;
}
