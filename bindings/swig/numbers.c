/* SPDX-License-Identifier: MIT */
/*
 * Numbers and the sums among them, for languages that cannot lay out an array
 * of structs with pointers: they say how many there will be, and then each.
 */
#include "numbers.h"

#include <stdlib.h>

struct numbers {
    uint64_t *items;
    struct msb_sum *sums;
    size_t *parts;
    size_t num, num_sums, num_parts;
    size_t room, room_sums, room_parts;
};

struct numbers *
numbers_new(size_t num, size_t num_sums, size_t num_parts)
{
    struct numbers *numbers = calloc(1, sizeof *numbers);

    if (numbers == NULL)
        return NULL;
    /* One more of each: an empty list is a list. */
    numbers->items = calloc(num + 1, sizeof *numbers->items);
    numbers->sums = calloc(num_sums + 1, sizeof *numbers->sums);
    numbers->parts = calloc(num_parts + 1, sizeof *numbers->parts);
    numbers->room = num;
    numbers->room_sums = num_sums;
    numbers->room_parts = num_parts;
    if (numbers->items != NULL && numbers->sums != NULL
        && numbers->parts != NULL)
        return numbers;
    numbers_free(numbers);
    return NULL;
}

void
numbers_free(struct numbers *numbers)
{
    if (numbers == NULL)
        return;
    free(numbers->items);
    free(numbers->sums);
    free(numbers->parts);
    free(numbers);
}

bool
numbers_add(struct numbers *numbers, uint64_t number)
{
    if (numbers->num == numbers->room)
        return false;
    numbers->items[numbers->num++] = number;
    return true;
}

bool
numbers_add_sum(struct numbers *numbers, size_t total)
{
    struct msb_sum *sum = &numbers->sums[numbers->num_sums];

    if (numbers->num_sums == numbers->room_sums)
        return false;
    sum->total = total;
    sum->parts = numbers->parts + numbers->num_parts;
    numbers->num_sums++;
    return true;
}

bool
numbers_add_part(struct numbers *numbers, size_t part)
{
    if (numbers->num_parts == numbers->room_parts || numbers->num_sums == 0)
        return false;
    numbers->parts[numbers->num_parts++] = part;
    numbers->sums[numbers->num_sums - 1].num_parts++;
    return true;
}

enum msb_status
numbers_suppress(struct numbers *numbers, uint64_t least, struct msb_error *err)
{
    return msb_numbers_suppress(numbers->items, numbers->num, numbers->sums,
                                numbers->num_sums, least, err);
}

uint64_t
numbers_get(const struct numbers *numbers, size_t index)
{
    return index < numbers->num ? numbers->items[index] : MSB_NUMBER_HIDDEN;
}
