/* SPDX-License-Identifier: MIT */
/*
 * Suppressing numbers: lists worked out by hand, and random tables that a
 * reader tries to solve.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reader.h"
#include "support/random.h"

#define S MSB_NUMBER_SMALL
#define H MSB_NUMBER_HIDDEN

enum { MOST_PARTS = 5 };

/* Parts, and behind them their total. */
struct list {
    size_t num_parts;
    uint64_t least;
    uint64_t numbers[MOST_PARTS + 1];
    uint64_t expected[MOST_PARTS + 1];
};

static const struct list lists[] = {
    /* nothing is small */
    {3, 5, {7, 0, 9, 16}, {7, 0, 9, 16}},
    /* the next larger number goes too: of 23, 1 to 4 may be the first */
    {3, 5, {3, 20, 30, 53}, {S, H, 30, 53}},
    /* 6 = 1 + 5 and nothing else, where a hidden number is 5 or more */
    {3, 5, {1, 5, 30, 36}, {S, H, H, 36}},
    /* 7 is 1 + 6 or 2 + 5 */
    {3, 5, {1, 6, 30, 37}, {S, H, 30, 37}},
    /* two that are gone protect one another */
    {3, 5, {3, 2, 30, 35}, {S, S, 30, 35}},
    /* but for 2 = 1 + 1, and for 8 = 4 + 4 */
    {3, 5, {1, 1, 30, 32}, {S, S, H, 32}},
    {3, 5, {4, 4, 30, 38}, {S, S, H, 38}},
    /* zero stays, and helps nobody */
    {3, 5, {3, 0, 20, 23}, {S, 0, H, 23}},
    /* a total is a number too */
    {3, 5, {3, 0, 0, 3}, {S, 0, 0, S}},
    {2, 5, {3, 0, 3, 0}, {S, 0, S, 0}},
    /* four parts and their total, each 1 to 4: the marks say too much */
    {4, 5, {1, 1, 1, 1, 4}, {H, H, H, H, H}},
    /* another bound */
    {3, 3, {3, 20, 30, 53}, {3, 20, 30, 53}},
    {3, 10, {7, 20, 30, 57}, {S, H, 30, 57}},
    /* none */
    {3, 0, {1, 2, 3, 6}, {1, 2, 3, 6}},
    {3, 1, {1, 2, 3, 6}, {1, 2, 3, 6}},
};

static void
a_list_with_a_total_hides_what_it_must(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        static const size_t parts[MOST_PARTS] = {0, 1, 2, 3, 4};
        const struct list *list = &lists[i];
        const struct msb_sum sum = {list->num_parts, parts, list->num_parts};
        uint64_t numbers[MOST_PARTS + 1];

        memcpy(numbers, list->numbers, sizeof numbers);
        assert_int_equal(msb_numbers_suppress(numbers, list->num_parts + 1,
                                              &sum, 1, list->least, NULL),
                         MSB_OK);
        for (size_t k = 0; k <= list->num_parts; k++)
            if (numbers[k] != list->expected[k])
                fail_msg("list %zu: number %zu", i, k);
    }
}

static void
a_number_in_no_sum_protects_itself(void **state)
{
    uint64_t numbers[] = {4, 5, 0, 1};
    const uint64_t expected[] = {S, 5, 0, S};

    (void)state;
    assert_int_equal(msb_numbers_suppress(numbers, 4, NULL, 0, 5, NULL),
                     MSB_OK);
    assert_memory_equal(numbers, expected, sizeof numbers);
}

static void
a_part_that_is_listed_twice_counts_twice(void **state)
{
    const size_t parts[] = {0, 1, 1};
    const struct msb_sum sum = {2, parts, 3};
    uint64_t numbers[] = {10, 2, 14};

    (void)state;
    assert_int_equal(msb_numbers_suppress(numbers, 3, &sum, 1, 5, NULL),
                     MSB_OK);
    assert_true(numbers[0] == H && numbers[1] == S && numbers[2] == 14);
}

static void
what_is_no_list_is_misuse(void **state)
{
    const size_t parts[] = {0, 1}, beyond[] = {0, 3}, circle[] = {0, 2};
    const struct msb_sum good = {2, parts, 2}, bad[] = {{3, parts, 2},
                                                        {2, beyond, 2},
                                                        {2, circle, 2},
                                                        {0, parts + 1, 1}};
    const uint64_t before[] = {1, 20, 21};
    uint64_t numbers[] = {1, 20, 21}, huge = ((uint64_t)1 << 53) + 1;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(msb_numbers_suppress(numbers, 3, &bad[i], 1, 5, NULL),
                         MSB_ERR_MISUSE);
    assert_int_equal(msb_numbers_suppress(numbers, 3, &good, 1, 2, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(
        msb_numbers_suppress(numbers, 3, &good, 1, MSB_SUPPRESS_MAX + 1, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(msb_numbers_suppress(NULL, 1, NULL, 0, 5, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_numbers_suppress(numbers, 3, NULL, 1, 5, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_numbers_suppress(&huge, 1, NULL, 0, 5, NULL),
                     MSB_ERR_MISUSE);
    assert_memory_equal(numbers, before, sizeof numbers);
}

/* A table of rows and columns with all its totals, as a list with sums. */
struct grid {
    size_t rows, columns, num;
    uint64_t numbers[READER_CELLS];
    struct reader reader;
};

/* The last row and the last column are totals. */
static size_t
place(const struct grid *grid, size_t row, size_t column)
{
    return row * (grid->columns + 1) + column;
}

static uint64_t
draw_number(struct random *random)
{
    switch (random_below(random, 4)) {
    case 0:
        return 0;
    case 1:
        return 1 + random_below(random, 4);
    default:
        return random_below(random, 12);
    }
}

static void
draw_grid(struct random *random, struct grid *grid)
{
    memset(grid, 0, sizeof *grid);
    grid->rows = 1 + random_below(random, 3);
    grid->columns = 2 + random_below(random, 3);
    grid->num = (grid->rows + 1) * (grid->columns + 1);
    for (size_t i = 0; i < grid->rows; i++)
        for (size_t k = 0; k < grid->columns; k++) {
            uint64_t number = draw_number(random);

            grid->numbers[place(grid, i, k)] = number;
            grid->numbers[place(grid, i, grid->columns)] += number;
            grid->numbers[place(grid, grid->rows, k)] += number;
            grid->numbers[place(grid, grid->rows, grid->columns)] += number;
        }
}

/* The sums of rows and columns, totals among them. */
static void
add_sums(struct grid *grid)
{
    for (size_t i = 0; i <= grid->rows; i++) {
        struct reader_sum *sum = reader_add_sum(&grid->reader,
                                                place(grid, i, grid->columns));

        for (size_t k = 0; k < grid->columns; k++)
            reader_add_part(sum, place(grid, i, k));
    }
    for (size_t k = 0; k <= grid->columns; k++) {
        struct reader_sum *sum = reader_add_sum(&grid->reader,
                                                place(grid, grid->rows, k));

        for (size_t i = 0; i < grid->rows; i++)
            reader_add_part(sum, place(grid, i, k));
    }
}

static void
suppress_grid(struct grid *grid, uint64_t least)
{
    struct msb_sum sums[READER_SUMS];
    uint64_t truth[READER_CELLS];

    memcpy(truth, grid->numbers, sizeof truth);
    grid->reader.least = least;
    add_sums(grid);
    for (size_t i = 0; i < grid->reader.num_sums; i++)
        sums[i] = (struct msb_sum){grid->reader.sums[i].total,
                                   grid->reader.sums[i].parts,
                                   grid->reader.sums[i].num};
    assert_int_equal(msb_numbers_suppress(grid->numbers, grid->num, sums,
                                          grid->reader.num_sums, least, NULL),
                     MSB_OK);
    for (size_t i = 0; i < grid->num; i++)
        reader_add(&grid->reader, truth[i], grid->numbers[i]);
}

static void
no_reader_works_a_hidden_number_out(void **state)
{
    struct random random = {2019};
    size_t num_changed = 0, num_shown = 0;

    (void)state;
    for (size_t i = 0; i < 1500; i++) {
        uint64_t before[READER_CELLS], least = 3 + random_below(&random, 4);
        struct grid grid;

        draw_grid(&random, &grid);
        memcpy(before, grid.numbers, sizeof before);
        suppress_grid(&grid, least);
        for (size_t k = 0; k < grid.num; k++) {
            uint64_t now = grid.numbers[k];

            if (before[k] == 0 || now < MSB_NUMBER_SMALL)
                assert_int_equal(now, before[k]);
            else
                num_changed++;
            if (now < MSB_NUMBER_SMALL && now > 0) {
                assert_true(now >= least);
                num_shown++;
            }
            if (now == S)
                assert_true(before[k] < least);
        }
        assert_nothing_is_known(&grid.reader);
    }
    assert_true(num_changed > 1000 && num_shown > 1000);
}

static void
two_small_numbers_of_a_table_share_what_hides_them(void **state)
{
    /* The four corners of a rectangle; every total stays. */
    static const uint64_t numbers[] = {3,  40, 20, 63,  50, 60,  70, 180,
                                       30, 80, 2,  112, 83, 180, 92, 355};
    static const uint64_t expected[] = {S, 40, H, 63,  50, 60,  70, 180,
                                        H, 80, S, 112, 83, 180, 92, 355};
    struct grid grid = {.rows = 3, .columns = 3, .num = 16};

    (void)state;
    memcpy(grid.numbers, numbers, sizeof numbers);
    suppress_grid(&grid, 5);
    assert_memory_equal(grid.numbers, expected, sizeof expected);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_with_a_total_hides_what_it_must),
        cmocka_unit_test(a_number_in_no_sum_protects_itself),
        cmocka_unit_test(a_part_that_is_listed_twice_counts_twice),
        cmocka_unit_test(what_is_no_list_is_misuse),
        cmocka_unit_test(no_reader_works_a_hidden_number_out),
        cmocka_unit_test(two_small_numbers_of_a_table_share_what_hides_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
