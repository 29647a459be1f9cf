/* SPDX-License-Identifier: MIT */
#ifndef MSBI_MEMORY_H
#define MSBI_MEMORY_H

#include <stdatomic.h>
#include <stddef.h>

/*
 * All heap of the library goes through here: the seam at which tests make
 * the n-th allocation fail, and count what is live.
 */

/* A block of @size bytes, zeroed; NULL when there is none. Size 0 is 1. */
void *msbi_alloc(size_t size);
/* @count blocks of @size bytes each, zeroed; NULL also on overflow. */
void *msbi_alloc_array(size_t count, size_t size);
/* Resize; the old block stays when NULL is returned. New bytes are not set. */
void *msbi_resize(void *block, size_t count, size_t size);
void msbi_free(void *block);
char *msbi_copy_text(const char *text, size_t length);

/*
 * Make room for one more in a growing array: doubles @capacity.
 * Returns the array, possibly moved; NULL (array unchanged) on failure.
 */
void *msbi_grow(void *array, size_t num, size_t *capacity, size_t size);

/* Tests only: the n-th allocation from now fails (1 is the next; 0: none). */
void msbi_alloc_fail_at(unsigned long n);
size_t msbi_alloc_num_live(void);

/* Counts references to an immutable handle. */
struct msbi_refcount {
    atomic_uint count;
};

void msbi_refcount_init(struct msbi_refcount *refs);
void msbi_refcount_take(struct msbi_refcount *refs);
/* Whether that was the last one. */
int msbi_refcount_drop(struct msbi_refcount *refs);

#endif
