/* SPDX-License-Identifier: MIT */
#ifndef MSB_TESTS_GUARDED_H
#define MSB_TESTS_GUARDED_H

#include "unit/store/town.h"

/*
 * A store with a model that has an access policy, and with people. The clock
 * stands at 2019-06-01T12:00:00Z.
 *
 *   anna   19, training (by the unit team, of work)
 *   bo     39, cash (work); guidance by the unit clinic, of health; training
 *          by the clinic too, but only until 2019-05-01
 *   carl   39, sick (health)
 *   dora   14
 *   erik   39, nothing known of a benefit: nobody is responsible yet
 *
 * The young answer for those under 30.
 */
struct guarded {
    struct town *town;
    int64_t now; /* what the clock says, in seconds */
};

/* Who opens the store; NULL for what is not said. */
struct guarded_who {
    enum msb_role role;
    const char *area;
    const char *unit;
    const char *purpose; /* NULL: "casework" */
};

/* Make and remove, as cmocka's set-up: *state. */
int guarded_set_up(void **state);
int guarded_tear_down(void **state);

/* The defaults, with the clock. */
void guarded_fill_options(struct guarded *guarded,
                          struct msb_store_options *options);
/* Open the store; @who NULL: nobody in particular. The caller releases it. */
struct msb_store *
guarded_open(struct guarded *guarded, const struct guarded_who *who);
/* The citizen's number. */
int64_t guarded_key(struct guarded *guarded, const char *citizen);

extern const char guarded_model_text[];

#endif
