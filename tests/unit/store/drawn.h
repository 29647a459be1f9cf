/* SPDX-License-Identifier: MIT */
#ifndef MSB_TESTS_DRAWN_H
#define MSB_TESTS_DRAWN_H

#include <stdbool.h>

#include "store/store.h"
#include "support/random.h"

/* A model with every type of attribute, from 2019-01-01; ' for ". */
extern const char drawn_model[];

/* Citizens at the edges of chunks, and at the ends of all numbers. */
enum { DRAWN_CITIZENS = 56 };

/* A day on which their facts may begin. */
int drawn_day(struct random *random);
/*
 * Put them into a store that has nobody, with facts and courses of random
 * intervals. Facts are drawn so that most of what a model may make of them
 * comes up, also what no import would write; @may_be_odd: and what no column
 * can say.
 */
void
drawn_fill(struct msb_store *store, bool may_be_odd, struct random *random);
/* The same with exceptions of some of them, to areas of the model. */
void drawn_except(struct msb_store *store, struct random *random);

#endif
