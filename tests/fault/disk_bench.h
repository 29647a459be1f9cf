/* SPDX-License-Identifier: MIT */
#ifndef FAULT_DISK_BENCH_H
#define FAULT_DISK_BENCH_H

#include "fault/disk.h"
#include "fault/store_bench.h"

/* The clock of these stores: it stands still, so that two runs are alike. */
int64_t disk_clock(void *user);

/*
 * Run again and again; in the n-th attempt the disk's n-th call fails, for
 * each fault. The call says IO, leaks nothing, and leaves the store as it was,
 * also for those who have it open; then the same call completes, on the same
 * connection. Where the disk is gone, the store is whole when it is back, and
 * the operation is in it or not; one that said OK is. */
void disk_check_survives(struct bench *bench, run_fn run);

/* What is in the file, whatever its schema; it must be sound. free() it. */
char *disk_dump(const char *path);

#endif
