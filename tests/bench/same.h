/* SPDX-License-Identifier: MIT */
#ifndef BENCH_SAME_H
#define BENCH_SAME_H

#include "subject.h"

/*
 * Whether answers are the same. Each ends the program where they are not: a
 * time of a wrong answer is worth nothing.
 */

/* The areas of a peer, row for row, and that every row is decided. */
void bench_same_areas(const struct bench_population *people,
                      const uint8_t *areas, const char *peer);
/* Where facts are unknown: the area of the known ones, or undetermined. */
void bench_same_where_determined(const struct bench_population *people,
                                 const uint8_t *areas);
/* Status, area, rule and group of the first @num rows as of one call each. */
void bench_same_decisions(const struct bench_subject *subject,
                          const struct bench_population *people, size_t num);
/* Who delivers what for the first @num rows, as of one call each. */
void bench_same_deliveries(const struct bench_subject *subject,
                           const struct bench_population *people, size_t num);

#endif
