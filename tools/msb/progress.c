/* SPDX-License-Identifier: MIT */
/*
 * Progress of what takes longer than a second: one line on stderr that is
 * written over five times a second, and only on a terminal.
 */
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define FIRST_MS 1000
#define STEP_MS 200

static struct timespec
add_ms(struct timespec time, long ms)
{
    time.tv_nsec += ms % 1000 * 1000000;
    time.tv_sec += ms / 1000 + time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

static bool
is_earlier(struct timespec a, struct timespec b)
{
    if (a.tv_sec != b.tv_sec)
        return a.tv_sec < b.tv_sec;
    return a.tv_nsec < b.tv_nsec;
}

void
progress_start(struct progress *progress, const char *what)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    progress->what = what;
    progress->is_enabled = isatty(STDERR_FILENO) == 1;
    progress->is_shown = false;
    progress->next = add_ms(now, FIRST_MS);
}

bool
progress_update(void *user, uint64_t done, uint64_t total)
{
    struct progress *progress = user;
    struct timespec now = {0};

    if (!progress->is_enabled)
        return true;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (is_earlier(now, progress->next))
        return true;
    progress->next = add_ms(now, STEP_MS);
    progress->is_shown = true;
    fprintf(stderr, "\r%s: %" PRIu64, progress->what, done);
    if (total > 0)
        fprintf(stderr, " of %" PRIu64 " (%" PRIu64 " %%)", total,
                done >= total ? 100 : done * 100 / total);
    fputs("\033[K", stderr);
    return true;
}

void
progress_end(struct progress *progress)
{
    if (progress->is_shown)
        fputs("\r\033[K", stderr);
    progress->is_shown = false;
}
