/* SPDX-License-Identifier: MIT */
/*
 * The floor: a pass that reads every column and writes one byte a row, and
 * decides nothing. It is given the widest vectors of the machine, as the
 * library is, or it would not be the floor.
 */
#include "subject.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define WITH_AVX2 __attribute__((target("avx2")))
#define WITH_AVX512                                                            \
    __attribute__((target("avx512f,avx512bw,avx512cd,avx512vl")))
#define INTO_ITS_CALLER __attribute__((always_inline)) inline
#define HAS_VECTORS 1
#else
#define INTO_ITS_CALLER inline
#define HAS_VECTORS 0
#endif

static INTO_ITS_CALLER void
read_20(const struct bench_population *people, uint8_t *restrict bytes)
{
    const int32_t *restrict births = people->columns.birth_date.values;
    const uint64_t *restrict needs = people->attributes[1].values;
    const int8_t *restrict benefits = people->attributes[2].values;
    const int32_t *restrict distances = people->attributes[3].values;

    for (size_t i = 0; i < people->num; i++)
        bytes[i] = (uint8_t)((uint8_t)births[i] ^ (uint8_t)needs[i]
                             ^ (uint8_t)benefits[i] ^ (uint8_t)distances[i]);
}

static INTO_ITS_CALLER void
read_aarhus(const struct bench_population *people, uint8_t *restrict bytes)
{
    const int32_t *restrict births = people->columns.birth_date.values;
    const int8_t *restrict benefits = people->attributes[1].values;
    const int8_t *restrict challenges = people->attributes[2].values;
    const uint64_t *restrict needs = people->attributes[3].values;

    for (size_t i = 0; i < people->num; i++)
        bytes[i] = (uint8_t)((uint8_t)births[i] ^ (uint8_t)benefits[i]
                             ^ (uint8_t)challenges[i] ^ (uint8_t)needs[i]);
}

enum model { BENCH_20, AARHUS_2019 };

static INTO_ITS_CALLER void
read_rows(const struct bench_population *people, enum model model,
          uint8_t *bytes)
{
    if (model == BENCH_20)
        read_20(people, bytes);
    else
        read_aarhus(people, bytes);
}

#if HAS_VECTORS
static WITH_AVX2 void
read_rows_avx2(const struct bench_population *people, enum model model,
               uint8_t *bytes)
{
    read_rows(people, model, bytes);
}

static WITH_AVX512 void
read_rows_avx512(const struct bench_population *people, enum model model,
                 uint8_t *bytes)
{
    read_rows(people, model, bytes);
}

static bool
has_avx512(void)
{
    return __builtin_cpu_supports("avx512f")
           && __builtin_cpu_supports("avx512bw")
           && __builtin_cpu_supports("avx512cd")
           && __builtin_cpu_supports("avx512vl");
}
#endif

static void
read_widest(const struct bench_population *people, enum model model,
            uint8_t *bytes)
{
#if HAS_VECTORS
    if (has_avx512()) {
        read_rows_avx512(people, model, bytes);
        return;
    }
    if (__builtin_cpu_supports("avx2")) {
        read_rows_avx2(people, model, bytes);
        return;
    }
#endif
    read_rows(people, model, bytes);
}

void
bench_floor_20(const struct bench_population *people, uint8_t *bytes)
{
    read_widest(people, BENCH_20, bytes);
}

void
bench_floor_aarhus_2019(const struct bench_population *people, uint8_t *bytes)
{
    read_widest(people, AARHUS_2019, bytes);
}
