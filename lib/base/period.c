/* SPDX-License-Identifier: MIT */
/*
 * Half-open intervals of dates: two that follow each other share no day and
 * leave none out, so an interval ends where its successor begins.
 */
#include <msb/date.h>

bool
msb_period_contains(struct msb_period period, struct msb_date date)
{
    return date.days >= period.from.days
           && (period.is_open || date.days < period.to.days);
}

bool
msb_period_is_empty(struct msb_period period)
{
    return !period.is_open && period.to.days <= period.from.days;
}

/* The later of the two starts is the first day that they can share. */
bool
msb_period_overlaps(struct msb_period a, struct msb_period b)
{
    struct msb_date first = a.from.days > b.from.days ? a.from : b.from;

    return msb_period_contains(a, first) && msb_period_contains(b, first);
}
