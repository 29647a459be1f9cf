/* SPDX-License-Identifier: MIT */
#ifndef MSBI_REIGN_H
#define MSBI_REIGN_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/instant.h>
#include <msb/rules.h>

struct msb_store;

/* An end that is not known. */
#define MSBI_NO_END INT32_MAX

/* From when to when the store knew something. */
struct msbi_known {
    int64_t recorded_at;
    int64_t superseded_at; /* INT64_MAX: it is known now */
};

/* As known at an instant; NULL: now. */
static inline bool
msbi_is_known(const struct msbi_known *known, const struct msb_instant *at)
{
    return at == NULL ? known->superseded_at == INT64_MAX
                      : known->recorded_at <= at->seconds
                            && known->superseded_at > at->seconds;
}

/* From two columns of a row, the second NULL where it is known now. */
void
msbi_column_known(sqlite3_stmt *statement, int index, struct msbi_known *out);

/*
 * Models on record, and the days on which they come into force and end. The
 * one in force on a day is the one that came into force last, unless it has
 * ended: see models.c.
 */
struct msbi_reign {
    int64_t key; /* the model's number */
    struct msb_date from;
    struct msb_date to; /* days MSBI_NO_END: it has none */
    struct msbi_known known;
    struct msb_rules *rules; /* borrowed from the store */
    struct msb_facts *facts; /* for whoever decides by it; or NULL */
    /* By area: the same one in the model that was asked for last, which has
       this number. */
    size_t *same;
    int64_t same_key;
};

struct msbi_reigns {
    struct msbi_reign *items; /* in the order of their first days */
    size_t num;
    size_t capacity;
};

/* Read all that were ever known, with their rules. */
enum msb_status msbi_reigns_read(struct msb_store *store,
                                 struct msbi_reigns *out,
                                 struct msb_error *err);
void msbi_reigns_release(struct msbi_reigns *reigns);
/* The one in force on a day, as known at an instant; NULL: none. */
struct msbi_reign *msbi_reigns_find(const struct msbi_reigns *reigns,
                                    struct msb_date on,
                                    const struct msb_instant *known_at);
/* The area of @after that is the same as an area of @before, or MSB_NONE: see
   model/succession.h. MSB_OK or NOMEM. */
enum msb_status msbi_reign_match(struct msbi_reign *before,
                                 const struct msbi_reign *after, size_t area,
                                 size_t *out, struct msb_error *err);
/* The area of @on that is the same as the one that was called @id on the day
   @from, followed from model to model; MSB_NONE where there is none. */
enum msb_status msbi_reigns_follow(const struct msbi_reigns *reigns,
                                   const char *id, struct msb_date from,
                                   const struct msbi_reign *on,
                                   const struct msb_instant *known_at,
                                   size_t *out, struct msb_error *err);

#endif
