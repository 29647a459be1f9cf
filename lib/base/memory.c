/* SPDX-License-Identifier: MIT */
/*
 * The heap seam. Two atomic counters are all its state: how many blocks are
 * live, and how many allocations remain until the one that a test wants to
 * fail. In normal use the second stays 0 and costs one relaxed load.
 */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static atomic_size_t num_live;
static atomic_ulong fail_at;

static int
must_fail(void)
{
    if (atomic_load_explicit(&fail_at, memory_order_relaxed) == 0)
        return 0;
    return atomic_fetch_sub(&fail_at, 1) == 1;
}

void *
msbi_alloc(size_t size)
{
    return msbi_alloc_array(1, size == 0 ? 1 : size);
}

void *
msbi_alloc_array(size_t count, size_t size)
{
    void *block;

    if (must_fail() || (size != 0 && count > SIZE_MAX / size))
        return NULL;
    block = calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);
    if (block != NULL)
        atomic_fetch_add_explicit(&num_live, 1, memory_order_relaxed);
    return block;
}

void *
msbi_resize(void *block, size_t count, size_t size)
{
    void *moved;

    if (must_fail() || (size != 0 && count > SIZE_MAX / size))
        return NULL;
    moved = realloc(block, count * size == 0 ? 1 : count * size);
    if (moved != NULL && block == NULL)
        atomic_fetch_add_explicit(&num_live, 1, memory_order_relaxed);
    return moved;
}

void
msbi_free(void *block)
{
    if (block == NULL)
        return;
    atomic_fetch_sub_explicit(&num_live, 1, memory_order_relaxed);
    free(block);
}

char *
msbi_copy_text(const char *text, size_t length)
{
    char *copy = msbi_alloc(length + 1);

    if (copy != NULL && length > 0)
        memcpy(copy, text, length);
    return copy;
}

void *
msbi_grow(void *array, size_t num, size_t *capacity, size_t size)
{
    size_t wanted = *capacity < 8 ? 8 : *capacity * 2;
    void *moved;

    if (num < *capacity)
        return array;
    moved = msbi_resize(array, wanted, size);
    if (moved != NULL)
        *capacity = wanted;
    return moved;
}

void
msbi_alloc_fail_at(unsigned long n)
{
    atomic_store(&fail_at, n);
}

size_t
msbi_alloc_num_live(void)
{
    return atomic_load(&num_live);
}

void
msbi_refcount_init(struct msbi_refcount *refs)
{
    atomic_init(&refs->count, 1);
}

void
msbi_refcount_take(struct msbi_refcount *refs)
{
    atomic_fetch_add_explicit(&refs->count, 1, memory_order_relaxed);
}

int
msbi_refcount_drop(struct msbi_refcount *refs)
{
    return atomic_fetch_sub_explicit(&refs->count, 1, memory_order_acq_rel)
           == 1;
}
