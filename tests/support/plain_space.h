/* SPDX-License-Identifier: MIT */
#ifndef SUPPORT_PLAIN_SPACE_H
#define SUPPORT_PLAIN_SPACE_H

#include "support/plain.h"

enum { PLAIN_MAX_COMPLETIONS = 50000 };

/*
 * All completions of some facts; the first open attribute changes fastest.
 * Large: keep it static.
 */
struct plain_space {
    size_t num;
    struct plain_outcome outcomes[PLAIN_MAX_COMPLETIONS];
    int entries[PLAIN_MAX_SERVICES][PLAIN_MAX_COMPLETIONS];
    size_t num_open;
    size_t open[PLAIN_MAX_ATTRIBUTES];
    size_t stride[PLAIN_MAX_ATTRIBUTES];
    size_t count[PLAIN_MAX_ATTRIBUTES];
};

void plain_space_fill(struct plain_space *space,
                      const struct plain_model *model,
                      const struct plain_facts *facts);
/* The first two rules, in the model's order, that match together in some
   completion. */
bool plain_space_find_conflict(const struct plain_space *space, int rules[2]);
/* Bits, 1 << area, and 31 for the gap: of the completions in which the open
   attribute @open has its value number @digit; SIZE_MAX: of all. */
uint32_t plain_space_find_areas(const struct plain_space *space, size_t open,
                                size_t digit);
/* Whether two completions that differ in @open alone give two areas. */
bool plain_space_is_missing(const struct plain_space *space, size_t open);
/* The most areas that a value of @open leaves. */
size_t plain_space_find_worst(const struct plain_space *space, size_t open);

#endif
