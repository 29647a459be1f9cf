/* SPDX-License-Identifier: MIT */
#ifndef MSB_TESTS_HOLDER_H
#define MSB_TESTS_HOLDER_H

#include <sys/types.h>

/*
 * Another process with a store. It is to be made while this one has no store
 * open: SQLite's own memory of who holds what would be copied with it.
 */
struct holder {
    pid_t process;
    int go, done; /* pipes */
};

/* Make one that will open the store and run SQL when it is told to. */
void holder_make(struct holder *holder, const char *path, const char *sql);
/* Let it; returns when it has, and keeps the store open. */
void holder_go(struct holder *holder);
/* Make it, and let it. */
void holder_start(struct holder *holder, const char *path, const char *sql);
void holder_kill(struct holder *holder);

/* Run @work in a process of its own; it returns 0 if all is well. */
pid_t holder_fork(int (*work)(void *user), void *user);
/* Wait for it; the test fails where it did not return 0. */
void holder_join(pid_t child);

#endif
