/* SPDX-License-Identifier: MIT */
/* SQLite's memory methods over the library's; see sqlite_memory.h. */
#include "fault/sqlite_memory.h"

#include <stddef.h>
#include <string.h>

#include "base/memory.h"
#include "store/connection.h"

/* The size stands before each of SQLite's blocks. */
#define HEAD 16

static void *
allocate(int size)
{
    char *block = msbi_alloc((size_t)size + HEAD);

    if (block == NULL)
        return NULL;
    memcpy(block, &size, sizeof size);
    return block + HEAD;
}

static void
release(void *block)
{
    msbi_free((char *)block - HEAD);
}

static void *
resize(void *block, int size)
{
    char *moved = msbi_resize((char *)block - HEAD, (size_t)size + HEAD, 1);

    if (moved == NULL)
        return NULL;
    memcpy(moved, &size, sizeof size);
    return moved + HEAD;
}

static int
get_size(void *block)
{
    int size;

    memcpy(&size, (char *)block - HEAD, sizeof size);
    return size;
}

static int
round_up(int size)
{
    return (size + 7) & ~7;
}

static int
start(void *user)
{
    (void)user;
    return SQLITE_OK;
}

static void
stop(void *user)
{
    (void)user;
}

bool
sqlite_memory_through_the_seam(void)
{
    static const struct sqlite3_mem_methods methods = {
        allocate, release, resize, get_size, round_up, start, stop, NULL};

    return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK;
}
