/* SPDX-License-Identifier: MIT */
#ifndef MSB_TESTS_CALLS_H
#define MSB_TESTS_CALLS_H

#include <msb.h>

/*
 * A guarded store with the model small_2019 and two citizens, on 2019-06-01:
 * anna, 19, for whom the area of the young answers, and bo, 39, for whom it
 * does not.
 */

/* The model and its rules, for all tests of a program. */
extern struct msb_model *calls_model;
extern struct msb_rules *calls_rules;
void calls_start(void);
void calls_end(void);

/* Make and remove the store, as cmocka's set-up. */
int calls_set_up(void **state);
int calls_tear_down(void **state);
/* A file in its folder; "town.msb" is the store. */
const char *calls_path(const char *name);
/* For somebody of the area of the young; role 0: for nobody. */
void calls_fill_options(int role, struct msb_principal *principal,
                        struct msb_store_options *out);
struct msb_store *calls_open_as(int role);

/* A call of a store, and who may make it: Y or -, in the order of enum
   msb_role: system, caseworker, leader, analyst, auditor. */
struct call {
    const char *name;
    enum msb_status (*call)(struct msb_store *store);
    const char *may;
};

extern const struct call calls[];
extern const size_t num_calls;

#endif
