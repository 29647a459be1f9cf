/* SPDX-License-Identifier: MIT */
#ifndef MSB_TESTS_DISK_H
#define MSB_TESTS_DISK_H

#include <stdbool.h>

/*
 * A disk between SQLite and the file system, of which the n-th call fails.
 * Calls are: to open, read, write, cut, sync and remove a file, and to map the
 * index of a log.
 */
enum disk_fault {
    DISK_ERROR, /* that call, and no other */
    DISK_SHORT, /* the same; of a write, half of the bytes arrive */
    DISK_FULL,  /* every write from there on */
    DISK_GONE,  /* every call from there on, as if the power were cut */
};

#define DISK_NUM_FAULTS 4

/* Put it in, for the whole process: to be called before anything else of
   SQLite. Returns whether it could be done. */
bool disk_install(void);
/* The @n-th call from now fails; 0: none. */
void disk_fail_at(unsigned long n, enum disk_fault fault);
/* Whether the call that was to fail has come. */
bool disk_has_failed(void);

#endif
