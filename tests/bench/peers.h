/* SPDX-License-Identifier: MIT */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include <stdint.h>

#include <msb.h>

#include "population.h"

/*
 * The rules of a model as somebody would write them by hand in C, over
 * complete facts that hold a birth date. Each returns the index of the
 * responsible area.
 */
int32_t
bench_peer_aarhus_2019(const struct msb_facts *facts, struct msb_date on);
int32_t bench_peer_bench_20(const struct msb_facts *facts, struct msb_date on);

/* The same over columns that a benchmark has drawn. */
void bench_chain_aarhus_2019(const struct bench_population *people,
                             struct msb_date on, uint8_t *areas);
void bench_chain_20(const struct bench_population *people, struct msb_date on,
                    uint8_t *areas);

/* The floor: reads every fact that a decision could need, decides nothing. */
int32_t bench_peer_read_only(const struct msb_facts *facts, struct msb_date on);

#endif
