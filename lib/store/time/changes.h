/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CHANGES_H
#define MSBI_CHANGES_H

#include <msb/handover.h>

#include "base/memory.h"
#include "store/time/decider.h"

/* A handover, as the list keeps it. */
struct msbi_handover {
    struct msb_handover shown; /* its texts are set by the list's finish */
    int64_t citizen;           /* its number in the store */
    size_t id;                 /* where its id begins in the list's texts */
    size_t first_service;      /* the same; the others follow */
    struct msb_rules *before;  /* of the day before; NULL: no model */
    struct msb_rules *after;   /* of the day */
    size_t work_texts;         /* actor and reason, where there is work */
};

struct msb_handovers {
    struct msbi_refcount refs;
    struct msbi_handover *items;
    size_t num;
    size_t capacity;
    struct msbi_text texts;
    const char **services;    /* of all items */
    struct msb_rules **rules; /* that the items borrow */
    size_t num_rules;
    struct msb_instant made_at;
    char seed[65]; /* says which store it is */
};

/*
 * Add the handovers of one citizen from a day up to another, in their order,
 * each with everything but its work. This decides the citizen's days one by
 * one; whoever knows already that a citizen has none need not call it.
 */
enum msb_status
msbi_changes_add(struct msbi_decider *decider, int64_t citizen, const char *id,
                 size_t id_length, struct msb_date from, struct msb_date to,
                 struct msb_handovers *out, struct msb_error *err);

/* Say of each item how far its work is: of the days that the list is of. */
enum msb_status
msbi_handovers_add_work(struct msb_store *store, struct msb_date from,
                        struct msb_date to, struct msb_handovers *list,
                        struct msb_error *err);
/* Fill in which store it is, for the calendar. */
enum msb_status msbi_handovers_find_seed(struct msb_store *store,
                                         struct msb_handovers *list,
                                         struct msb_error *err);

#endif
