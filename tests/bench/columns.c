/* SPDX-License-Identifier: MIT */
/*
 * Deciding columns: nanoseconds a row by each way of the machine, against
 *   (a) the floor, a pass that reads the same columns and writes a byte a row;
 *   (b) the same rules as a hand-written chain of `if` that gives the area;
 *   (c) the same rules as one CASE of SQLite that gives the area.
 *
 *     bench_columns MODEL CASE.sql DATE ROWS…
 *
 * Plans give area, rule, target group and status. Every area is compared
 * first. It prints; it never judges.
 */
#include <stdio.h>
#include <stdlib.h>

#include "run.h"
#include "sqlite.h"

/* SQLite takes hundreds of nanoseconds a row; services 28 bytes more. */
enum {
    MAX_SQLITE = 1000000,
    MAX_EXTRAS = 10000000,
    PEER_BYTES = 2,
    EXTRA_BYTES = 32,
    MAX_RULES = 15000
};

static void
print_table(const struct bench_run *run, const struct bench_times *times,
            double sqlite)
{
    for (size_t way = 0; way < run->num_ways; way++) {
        double plan = times->plans[way];

        printf("%11zu  %-8s %6.2f %7.2f %7.2f %10.1f %10.1f", run->people.num,
               run->names[way], times->floor, times->chain, plan,
               plan / times->floor, times->chain / plan);
        if (sqlite > 0)
            printf(" %7.1f %11.0f\n", sqlite, sqlite / plan);
        else
            printf(" %7s %11s\n", "-", "-");
    }
}

static bool
has_room(const struct bench_subject *subject, size_t num)
{
    uint64_t available = bench_get_available_memory();
    uint64_t needed = (bench_population_row_bytes(subject->model) + PEER_BYTES
                       + (num <= MAX_EXTRAS ? EXTRA_BYTES : 0))
                      * (uint64_t)num;

    if (available == 0 || needed <= available)
        return true;
    printf("%11zu  skipped: needs %.1f GB, and %.1f GB are available\n", num,
           (double)needed / 1e9, (double)available / 1e9);
    return false;
}

static void
measure(const struct bench_subject *subject, const char *rules, size_t num)
{
    struct bench_run run;
    struct bench_times times;
    double sqlite = 0;
    uint64_t peak;

    if (num == 0 || !has_room(subject, num))
        return;
    bench_run_open(&run, subject, num);
    times = bench_run_measure(&run);
    peak = bench_get_peak_memory(); /* before others take more */
    if (num <= MAX_SQLITE)
        sqlite = bench_time_sqlite(subject, &run.people, rules, run.areas);
    print_table(&run, &times, sqlite);
    bench_print_memory(&run, peak);
    if (num <= MAX_EXTRAS) {
        bench_print_threads(&run);
        bench_print_unknown(&run);
        bench_print_deliveries(&run, &times);
    }
    bench_run_close(&run);
}

static void
read_rules(const char *path, char *out, size_t size)
{
    FILE *file = fopen(path, "r");
    size_t length = file == NULL ? 0 : fread(out, 1, size, file);

    if (length == 0 || length == size) {
        fprintf(stderr, "%s: no rules, or too many\n", path);
        exit(1);
    }
    out[length] = '\0';
    fclose(file);
}

int
main(int argc, char **argv)
{
    static char rules[MAX_RULES];
    struct bench_subject subject;

    if (argc < 5) {
        fputs("usage: bench_columns MODEL CASE.sql DATE ROWS…\n", stderr);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0); /* a line as soon as it is known */
    subject = bench_subject_load(argv[1], argv[3]);
    read_rules(argv[2], rules, sizeof rules);
    printf("%s, one thread; ns a row, medians\n"
           "       rows  way       floor   chain    plan plan/floor chain/plan"
           "  SQLite SQLite/plan\n",
           subject.id);
    for (int i = 4; i < argc; i++)
        measure(&subject, rules, strtoul(argv[i], NULL, 10));
    bench_subject_release(&subject);
    return 0;
}
