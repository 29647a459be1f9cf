/* SPDX-License-Identifier: MIT */
#ifndef MSBI_HANDED_H
#define MSBI_HANDED_H

#include "store/time/changes.h"

/*
 * Add the handovers of everybody from a day up to another, as
 * msbi_changes_add() would one citizen after the other.
 */
enum msb_status msbi_changes_add_all(struct msbi_decider *decider,
                                     struct msb_date from, struct msb_date to,
                                     struct msb_handovers *out,
                                     struct msb_error *err);

#endif
