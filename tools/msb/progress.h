/* SPDX-License-Identifier: MIT */
#ifndef TOOL_PROGRESS_H
#define TOOL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* How far a long operation has come, shown on stderr. */
struct progress {
    const char *what; /* "importing" */
    bool is_enabled;  /* stderr is a terminal */
    bool is_shown;
    struct timespec next; /* when the line is to be written again */
};

/* Nothing is shown during the first second. */
void progress_start(struct progress *progress, const char *what);
/* A msb_progress_fn that never stops; @user is the struct progress. */
bool progress_update(void *user, uint64_t done, uint64_t total);
/* Wipe the line, before anything else is written. */
void progress_end(struct progress *progress);

#endif
