/* SPDX-License-Identifier: MIT */
#ifndef MSBI_DECIDER_H
#define MSBI_DECIDER_H

#include "store/time/life.h"
#include "store/time/timeline.h"

/*
 * Decides one citizen after the other, on days and with knowledge as asked:
 * the models on record are read once, and a citizen's life once.
 */
struct msbi_decider {
    struct msb_store *store;
    bool ever_known; /* also what is known no more */
    struct msbi_reigns reigns;
    struct msbi_life life;
    const char **services; /* of the day at hand */
    size_t services_capacity;
    /* What the facts of a reign were filled with. */
    const struct msbi_reign *filled; /* NULL: none are */
    struct msb_date filled_on;
    int64_t filled_known_at;
    bool is_rejected;              /* the model cannot use them */
    struct msbi_timeline timeline; /* room for whoever walks many citizens */
};

/* The days that a decision is taken from: all the same, but for whoever asks
   what one of them does alone. */
struct msbi_moment {
    struct msb_date age_on;
    struct msb_date facts_on; /* and courses */
    struct msb_date model_on;
    struct msb_date exception_on;
    const struct msb_instant *known_at; /* NULL: now */
};

/* Inside a transaction; fill @out with zeros first, and release it also after
   a failure. */
enum msb_status msbi_decider_open(struct msb_store *store, bool ever_known,
                                  struct msbi_decider *out,
                                  struct msb_error *err);
void msbi_decider_release(struct msbi_decider *decider);
/* Read a citizen, whom the calls below are about. */
enum msb_status msbi_decider_read(struct msbi_decider *decider, int64_t citizen,
                                  struct msb_error *err);
/* Decide a moment; all of @out but the day and its breaks. */
enum msb_status msbi_decider_decide(struct msbi_decider *decider,
                                    const struct msbi_moment *moment,
                                    struct msbi_stretch *out,
                                    struct msb_error *err);
/* The birth date that the last decision was made with; false: unknown. */
bool msbi_decider_get_birth_date(const struct msbi_decider *decider,
                                 struct msb_date *out);
/* Whether two decisions name the same area, or both none: a renamed area is
   the same, see model/succession.h. MSB_OK or NOMEM. */
enum msb_status msbi_decider_compare(struct msbi_decider *decider,
                                     const struct msbi_stretch *before,
                                     const struct msbi_stretch *after,
                                     bool *is_same, struct msb_error *err);

#endif
