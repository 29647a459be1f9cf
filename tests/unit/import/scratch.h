/* SPDX-License-Identifier: MIT */
#ifndef MSB_TESTS_SCRATCH_H
#define MSB_TESTS_SCRATCH_H

#include <stddef.h>

#include <msb/import.h>

/*
 * A folder for one test, with a store in it. The store has one small model,
 * `test_2019`, in force from 2019-01-01: `benefit` is cash_benefit or
 * sickness, `needs` any of substance_use and housing (sensitive), `children`
 * 0…20, `fit` a flag; services treatment and training; unit centre, area
 * youth.
 */
struct scratch {
    char folder[64];
    struct msb_store *store;
};

/* Make and remove; a failure ends the test. */
void scratch_begin(struct scratch *scratch);
void scratch_end(struct scratch *scratch);
/* Adopt a further model, in force from a date, without services. */
void scratch_adopt_empty_model(struct scratch *scratch, const char *from);

/* The path of a file in the folder; good until 15 more are asked for. */
const char *scratch_path(const struct scratch *scratch, const char *name);
/* Write a file; returns its path. @length -1: up to the NUL. */
const char *scratch_write(const struct scratch *scratch, const char *name,
                          const char *bytes, long length);
/* The bytes of a file, with a NUL behind them; NULL where there is none.
   free() it. */
char *scratch_read(const char *path, size_t *length);
/* How many files are in the folder. */
size_t scratch_count_files(const struct scratch *scratch);

/* Bytes that come from a function, in pieces. */
struct scratch_giver {
    const char *bytes;
    size_t length;
    size_t piece; /* at most so many at a time */
    size_t stop;  /* the call that refuses, from 1; 0: none */
    size_t at;    /* so many were given */
    size_t calls;
    bool has_ended; /* it must not be asked again */
};

struct scratch_giver scratch_give_text(const char *text, size_t piece);
/* A msb_read_fn; @user is the giver. */
bool scratch_give(void *user, void *out, size_t capacity, size_t *length);

#endif
