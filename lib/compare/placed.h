/* SPDX-License-Identifier: MIT */
#ifndef MSBI_PLACED_H
#define MSBI_PLACED_H

#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/store.h>

/*
 * The exceptions of a day beside a population that comes in the order of the
 * citizens' numbers.
 */
struct msbi_placed;

/* Before the citizens, in the transaction in which they are read. */
enum msb_status msbi_placed_open(struct msb_store *store, struct msb_date on,
                                 struct msbi_placed **out,
                                 struct msb_error *err);
void msbi_placed_close(struct msbi_placed *placed);
/* Where an exception places a citizen: an area of the model in force, or
   MSB_NONE. Each citizen is after the one before. */
enum msb_status msbi_placed_find(struct msbi_placed *placed, int64_t citizen,
                                 size_t *area, struct msb_error *err);
/*
 * For each area of the model in force, the one of @rules that is the same, or
 * MSB_NONE. NULL in @out where exceptions say nothing under these rules: they
 * are divided by service, or no model is in force. msbi_free() it.
 */
enum msb_status msbi_placed_match(const struct msbi_placed *placed,
                                  const struct msb_rules *rules, size_t **out,
                                  struct msb_error *err);

#endif
