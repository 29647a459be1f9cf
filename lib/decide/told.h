/* SPDX-License-Identifier: MIT */
#ifndef MSBI_TOLD_H
#define MSBI_TOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

struct msb_plan;

/* The most kinds of rows, and services, for which bytes are looked up. */
#define MSBI_MAX_KINDS 16
#define MSBI_MAX_TOLD_SERVICES 32

/*
 * Who delivers, as bytes: entries of the deliverers' mix to whom everything is
 * delivered alike are one kind of row, and there are few kinds.
 */
struct msbi_told {
    size_t num_kinds;
    bool has_units;
    bool has_few_services; /* up to 16, so that half of the tables is read */
    bool is_short;         /* kinds follow from up to 16 steps of a scalar */
    uint8_t *kinds;        /* by entry; at least 16 */
    uint8_t areas[MSBI_MAX_KINDS][MSBI_MAX_TOLD_SERVICES]; /* 0xff: nobody */
    uint8_t units[MSBI_MAX_KINDS][MSBI_MAX_TOLD_SERVICES];
};

/* NULL in @out for more kinds, services, areas or units than fit. MSB_OK or
   NOMEM. */
enum msb_status
msbi_told_build(const struct msb_plan *plan, struct msbi_told **out);
void msbi_told_free(struct msbi_told *told);

#endif
