/* SPDX-License-Identifier: MIT */
/* An open hash set of numbers; it starts on the stack, and doubles. */
#include "rules/seen.h"

#include <string.h>

#include "base/memory.h"

void
msbi_seen_init(struct msbi_seen *seen)
{
    memset(seen, 0, sizeof *seen);
    seen->slots = seen->first;
    seen->size = sizeof seen->first / sizeof seen->first[0];
}

void
msbi_seen_release(struct msbi_seen *seen)
{
    if (seen->slots != seen->first)
        msbi_free(seen->slots);
    msbi_seen_init(seen);
}

static size_t
find_slot(const uint64_t *slots, size_t size, uint64_t number)
{
    uint64_t hash = number * 0x9e3779b97f4a7c15u;
    size_t at = (hash ^ hash >> 32) & (size - 1);

    while (slots[at] != 0 && slots[at] != number)
        at = (at + 1) & (size - 1);
    return at;
}

static bool
grow(struct msbi_seen *seen)
{
    size_t size = seen->size * 4;
    uint64_t *slots = msbi_alloc_array(size, sizeof *slots);

    if (slots == NULL)
        return false;
    for (size_t i = 0; i < seen->size; i++)
        if (seen->slots[i] != 0)
            slots[find_slot(slots, size, seen->slots[i])] = seen->slots[i];
    if (seen->slots != seen->first)
        msbi_free(seen->slots);
    seen->slots = slots;
    seen->size = size;
    return true;
}

bool
msbi_seen_add(struct msbi_seen *seen, uint64_t number)
{
    size_t at = find_slot(seen->slots, seen->size, number);

    if (seen->failed || seen->slots[at] == number)
        return false;
    if ((seen->num + 1) * 2 > seen->size) {
        if (!grow(seen)) {
            seen->failed = true;
            return false;
        }
        at = find_slot(seen->slots, seen->size, number);
    }
    seen->slots[at] = number;
    seen->num++;
    return true;
}
