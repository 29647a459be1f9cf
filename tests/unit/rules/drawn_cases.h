/* SPDX-License-Identifier: MIT */
#ifndef TESTS_RULES_DRAWN_CASES_H
#define TESTS_RULES_DRAWN_CASES_H

#include <stdint.h>

#include "rules/rules.h"

/*
 * Random rules over scalars of five values and sets, and two services with
 * three entries each, for tests of cases. The same @seed gives the same
 * rules; @members are put in front, like "'hit_policy': 'unique', ".
 */
enum { NUM_CASE_RULES = 9, NUM_CASE_SERVICES = 2, NUM_CASE_ENTRIES = 3 };

struct msb_rules *draw_case_rules(uint64_t seed, const char *members);

#endif
