/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CHANGE_H
#define MSBI_CHANGE_H

#include "decide/explanation.h"

/* Looking for what would change the area, one attribute after the other. */
struct msbi_changing {
    struct msb_explanation *out;
    struct msbi_case *citizen; /* its classes of the attribute are unknown */
    uint16_t *current;         /* the classes of the facts as they are */
    uint16_t *best;            /* the classes of a change */
    bool *reached;             /* areas, by this or an earlier attribute */
    size_t attribute;
};

/* No way leads to the area. */
#define MSBI_FAR UINT32_MAX

/* How far a class is from the facts: 0 where it is theirs. */
uint32_t msbi_change_distance(const struct msbi_changing *changing,
                              uint32_t level, uint16_t class);
/* Write down that the classes in changing->best lead to @area. */
enum msb_status
msbi_change_add(const struct msbi_changing *changing, size_t area);

/*
 * Every change of all attributes, read from the chart of the areas, where the
 * model has one and all facts that matter are known. MSB_OK, NOMEM, or LIMIT
 * where it cannot be used.
 */
enum msb_status msbi_change_by_chart(struct msbi_changing *changing);

#endif
