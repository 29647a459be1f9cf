/* SPDX-License-Identifier: MIT */
/*
 * What deciding takes of memory, as the system counts it: the columns and the
 * answers, and what is left when those are taken away.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "run.h"

static const double MB = 1e6;

uint64_t
bench_get_peak_memory(void)
{
    struct rusage usage;

    return getrusage(RUSAGE_SELF, &usage) == 0
               ? (uint64_t)usage.ru_maxrss * 1024
               : 0;
}

void
bench_print_memory(const struct bench_run *run, uint64_t peak)
{
    double columns = (double)run->people.column_bytes / MB;
    double answers = (double)run->people.out_bytes / MB;
    double peers = 2.0 * (double)run->people.num / MB;
    double all = (double)peak / MB;

    printf("%11zu  memory: peak %.1f MB = columns %.1f + answers %.1f + the "
           "peers' bytes %.1f + all else %.1f\n",
           run->people.num, all, columns, answers, peers,
           all - columns - answers - peers);
}

uint64_t
bench_get_available_memory(void)
{
    FILE *file = fopen("/proc/meminfo", "r");
    char line[128];
    uint64_t kilobytes = 0;

    if (file == NULL)
        return 0;
    while (kilobytes == 0 && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "MemAvailable: %" SCNu64, &kilobytes) != 1)
            kilobytes = 0;
    fclose(file);
    return kilobytes * 1024;
}
