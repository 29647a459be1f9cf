/* SPDX-License-Identifier: MIT */
/*
 * The handovers of everybody over ten years, as a library call without a
 * principal, and beside it the walk over one citizen's days after the other
 * that it must agree with:
 *
 *     bench_handovers MODEL FOLDER CITIZENS
 *
 * The store is made as for `assign`, which has been run on the first day.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "big_store.h"
#include "measure.h"
#include "store/connection.h"
#include "store/time/handed.h"

enum { ROUNDS = 5, MAX_PATH = 400, TEN_YEARS = 3652 };

static double
find_all(struct msb_store *store, struct msb_date from, struct msb_date to,
         size_t *num)
{
    struct msb_handovers *list = NULL;
    uint64_t start = bench_clock();
    struct msb_error err;
    double seconds;

    bench_store_check(msb_store_find_handovers(store, from, to, &list, &err),
                      &err);
    seconds = (double)(bench_clock() - start) / 1e9;
    *num = msb_handovers_num(list);
    msb_handovers_unref(list);
    return seconds;
}

/* One citizen after the other. */
static double
walk_all(struct msb_store *store, struct msb_date from, struct msb_date to,
         uint32_t num_citizens, size_t *num)
{
    struct msb_handovers list = {.num = 0};
    struct msbi_decider decider = {0};
    uint64_t start = bench_clock();
    struct msb_error err;
    double seconds;

    bench_store_check(msbi_decider_open(store, false, &decider, &err), &err);
    for (uint32_t i = 1; i <= num_citizens; i++)
        bench_store_check(
            msbi_changes_add(&decider, i, "", 0, from, to, &list, &err), &err);
    msbi_decider_release(&decider);
    seconds = (double)(bench_clock() - start) / 1e9;
    *num = list.num;
    msbi_free(list.items);
    msbi_text_release(&list.texts);
    return seconds;
}

int
main(int argc, char **argv)
{
    char path[MAX_PATH];
    struct bench_store bench = {.path = path};
    struct msb_assign_summary summary;
    struct msb_store *store;
    struct msb_error err;
    double seconds, least = 1e9, walked;
    size_t num, num_walked;
    struct msb_date to;

    if (argc != 4)
        return 2;
    bench.model = argv[1];
    bench.num_citizens = (uint32_t)strtoul(argv[3], NULL, 10);
    snprintf(path, sizeof path, "%s/handovers.msb", argv[2]);
    bench_store_make(&bench);
    store = bench_store_open(path);
    bench_store_check(
        msb_store_assign(store, bench.on, NULL, NULL, &summary, &err), &err);
    to.days = bench.on.days + TEN_YEARS;
    for (size_t i = 0; i < ROUNDS; i++) {
        seconds = find_all(store, bench.on, to, &num);
        least = seconds < least ? seconds : least;
    }
    walked = walk_all(store, bench.on, to, bench.num_citizens, &num_walked);
    printf("handovers of %u citizens over ten years: %zu, %.1f ms (wanted: "
           "less than 100 for 82,000); one citizen at a time: %.0f ms\n",
           bench.num_citizens, num, 1e3 * least, 1e3 * walked);
    msb_store_unref(store);
    unlink(path);
    return num != num_walked;
}
