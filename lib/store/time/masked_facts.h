/* SPDX-License-Identifier: MIT */
#ifndef MSBI_MASKED_FACTS_H
#define MSBI_MASKED_FACTS_H

#include <stdbool.h>

#include <msb/error.h>

struct msb_store;

/*
 * Take out of facts, a JSON object in a block of its own, what is sensitive,
 * and list its names in @masked, a JSON array in a new block; `[]` where all
 * is shown. @facts NULL, where nothing is known, stays.
 */
enum msb_status msbi_facts_mask(struct msb_store *store, bool show_sensitive,
                                char **facts, char **masked,
                                struct msb_error *err);

#endif
