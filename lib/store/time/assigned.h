/* SPDX-License-Identifier: MIT */
#ifndef MSBI_ASSIGNED_H
#define MSBI_ASSIGNED_H

#include <stdbool.h>

#include "base/text.h"
#include "store/reign.h"

/* One assignment of a citizen: on record, or to be. */
struct msbi_assigned {
    struct msb_date from;
    struct msb_date to; /* days MSBI_NO_END: until further notice */
    int64_t model;
    const char *area;
    const char *rule;         /* or NULL */
    const char *target_group; /* or NULL */
    bool is_kept; /* for whoever compares what is on record and what is not */
};

struct msbi_assigned_list {
    struct msbi_assigned *items;
    size_t num;
    size_t capacity;
    struct msbi_text texts; /* of those that were read */
};

/* Those of a citizen that are known now, in the order of their first days. */
enum msb_status msbi_assigned_read(struct msb_store *store, int64_t citizen,
                                   struct msbi_assigned_list *out,
                                   struct msb_error *err);
enum msb_status msbi_assigned_add(struct msbi_assigned_list *list,
                                  const struct msbi_assigned *assigned,
                                  struct msb_error *err);
void msbi_assigned_release(struct msbi_assigned_list *list);

/* The one from that day on is known no more. */
enum msb_status msbi_assigned_supersede(struct msb_store *store,
                                        int64_t citizen, struct msb_date from,
                                        struct msb_error *err);
/* Record the one that was superseded last from that day again, until @to. */
enum msb_status msbi_assigned_cut(struct msb_store *store, int64_t citizen,
                                  struct msb_date from, struct msb_date to,
                                  struct msb_error *err);
enum msb_status msbi_assigned_insert(struct msb_store *store, int64_t citizen,
                                     const struct msbi_assigned *assigned,
                                     struct msb_error *err);

#endif
