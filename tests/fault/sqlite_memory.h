/* SPDX-License-Identifier: MIT */
#ifndef MSB_TESTS_SQLITE_MEMORY_H
#define MSB_TESTS_SQLITE_MEMORY_H

#include <stdbool.h>

/*
 * Let SQLite allocate through msbi_alloc(), so that its allocations fail and
 * are counted with ours. For the whole process; to be called before anything
 * else of SQLite. Returns whether it could be done.
 */
bool sqlite_memory_through_the_seam(void);

#endif
