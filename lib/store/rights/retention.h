/* SPDX-License-Identifier: MIT */
#ifndef MSBI_RETENTION_H
#define MSBI_RETENTION_H

#include <msb/retention.h>

#include "base/memory.h"

#define MSBI_MAX_RETENTION ((size_t)1024 * 1024) /* bytes of a file */
#define MSBI_MAX_MONTHS 1800                     /* 150 years */

/* What a period counts from. */
enum msbi_retention_after {
    MSBI_AFTER_COURSE = 0,     /* the end of the last course */
    MSBI_AFTER_ASSIGNMENT = 1, /* the end of the last assignment */
    MSBI_AFTER_FACTS = 2       /* the day from which nothing is known */
};

struct msbi_retention_period {
    char *id;
    enum msbi_retention_after after;
    char *services; /* a JSON list of ids; NULL: all */
    int months;
};

struct msb_retention {
    struct msbi_refcount refs;
    size_t num_periods;
    struct msbi_retention_period *periods;
    uint32_t sampled; /* bit d: those born on the d-th of a month */
};

#endif
