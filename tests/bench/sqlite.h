/* SPDX-License-Identifier: MIT */
#ifndef BENCH_SQLITE_H
#define BENCH_SQLITE_H

#include "subject.h"

/*
 * The rules as one CASE of SQL over a table in memory that holds the columns;
 * nanoseconds a row. Every area is compared with the plan's.
 */
double bench_time_sqlite(const struct bench_subject *subject,
                         const struct bench_population *people,
                         const char *rules, uint8_t *areas);

#endif
