/* SPDX-License-Identifier: MIT */
#ifndef TESTS_RULES_LARGE_CITY_H
#define TESTS_RULES_LARGE_CITY_H

#include <stddef.h>
#include <stdint.h>

#include <msb/decision.h>
#include <msb/rules.h>

/* Rules of the size of a large city: 200 at random over twelve attributes. */
enum { CITY_RULES = 200, CITY_AREAS = 8 };

/* The same for the same @seed, but that every @step-th rule (0: none) is
   another. */
struct msb_rules *city_draw(uint64_t seed, size_t step);
/* What the rules say of a witness. */
struct msb_outcome city_decide(struct msb_rules *rules, const char *witness);

#endif
