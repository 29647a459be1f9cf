/* SPDX-License-Identifier: MIT */
#ifndef BENCH_PEOPLE_H
#define BENCH_PEOPLE_H

#include <msb.h>

/*
 * Fill facts made for @model with an invented citizen: born up to a hundred
 * years before @on, every attribute known, three values of a set on average.
 */
enum msb_status bench_person_fill(struct msb_facts *facts,
                                  struct msb_model *model, struct msb_date on,
                                  uint64_t *random);

/* Forget one fact for certain, and three in ten of the others. */
enum msb_status bench_person_forget(struct msb_facts *facts,
                                    struct msb_model *model, uint64_t *random);

#endif
