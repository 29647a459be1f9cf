/* SPDX-License-Identifier: MIT */
#ifndef SUPPORT_RANDOM_H
#define SUPPORT_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* Numbers that are the same in every run (splitmix64). */
struct random {
    uint64_t state;
};

static inline uint64_t
random_next(struct random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* One of 0 … @num - 1. */
static inline size_t
random_below(struct random *random, size_t num)
{
    return (size_t)(random_next(random) % num);
}

/* Whether something happens that happens @percent times in a hundred. */
static inline int
random_chance(struct random *random, size_t percent)
{
    return random_below(random, 100) < percent;
}

#endif
