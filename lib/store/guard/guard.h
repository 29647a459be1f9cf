/* SPDX-License-Identifier: MIT */
#ifndef MSBI_GUARD_H
#define MSBI_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include <msb/error.h>
#include <msb/model.h>

struct msb_store;

/*
 * What a principal may see and do, as today's responsibility and the model's
 * policy say. A connection without a principal may do everything. What is
 * refused is DENIED, and in the journal all the same.
 */

/* How much of a citizen, each including the one before it. */
enum msbi_view {
    MSBI_VIEW_NOTHING = 0,
    MSBI_VIEW_CONTACTS = 1, /* who is responsible, and whom to turn to */
    MSBI_VIEW_COURSES = 2,  /* which services, by whom, from when to when */
    MSBI_VIEW_WHOLE = 3     /* facts, explanations, history, address */
};

/* What is not about reading one citizen. */
enum msbi_power {
    MSBI_POWER_MANAGE = 1, /* models, imports, assignments, back-ups */
    MSBI_POWER_COUNT = 2,  /* numbers about everybody, suppressed */
    MSBI_POWER_LIST = 3,   /* handovers of many citizens, by name */
    MSBI_POWER_EXCEPT = 4, /* grant an exception for a citizen */
    MSBI_POWER_HAND = 5,   /* the work of a citizen's handover */
    MSBI_POWER_RIGHTS = 6, /* a citizen's own: subject access, erasure */
    MSBI_POWER_AUDIT = 7,  /* read and verify the journal */
    MSBI_POWER_GLASS = 8,  /* break the glass */
    MSBI_POWER_BLUR = 9    /* everybody's facts, by pseudonyms */
};

/* Before a citizen is read, in the transaction of the reading: DENIED, or
   the reading is in the journal. */
enum msb_status msbi_guard_read(struct msb_store *store, int64_t citizen,
                                const char *action, enum msbi_view needed,
                                struct msb_error *err);
/* How much of the citizen the principal may see today. */
enum msb_status msbi_guard_find_view(struct msb_store *store, int64_t citizen,
                                     enum msbi_view *out,
                                     struct msb_error *err);
/* Before anything else is done, in its transaction; @citizen is 0 where it is
   about no single one. DENIED, or MSB_OK. Who writes then says what was done
   by msbi_journal_append(). */
enum msb_status msbi_guard_do(struct msb_store *store, enum msbi_power power,
                              const char *action, int64_t citizen,
                              struct msb_error *err);

/* Whether what is read of persons can be put in the journal, or need not be:
   else DENIED "read_only". */
enum msb_status
msbi_guard_check_writing(struct msb_store *store, struct msb_error *err);

/* On opening: whether the store may be opened by this principal, with this
   key. DENIED "principal", "journal_key". */
enum msb_status msbi_guard_open(struct msb_store *store, struct msb_error *err);
/* Of a new store, inside its transaction: whether the principal may make it,
   and that it is guarded. */
enum msb_status msbi_guard_create(struct msb_store *store, bool is_guarded,
                                  struct msb_error *err);
/* What a connection holds of its principal. */
void msbi_guard_release(struct msb_store *store);

/* The numbers about everybody that are passed on: 0, exact ones; else none
   from 1 to one less. */
uint64_t msbi_guard_get_least(const struct msb_store *store);
/* Whether one who may list handovers sees one from an area to another, by
   their ids in @model; NULL is nobody's. */
bool msbi_guard_sees_handover(const struct msb_store *store,
                              const struct msb_model *model, const char *from,
                              const char *to);

/* "contacts", "courses", "whole"; "nothing". */
const char *msbi_view_get_name(enum msbi_view view);

#endif
