/* SPDX-License-Identifier: MIT */
#ifndef COMPARE_READER_H
#define COMPARE_READER_H

#include <msb/suppress.h>

/*
 * Somebody who reads a table and tries to work out what is not shown: by
 * trying all numbers that what is printed, the sums and the marks allow. The
 * true ones are known to the test, which asks for a reading without one.
 */
enum { READER_CELLS = 40, READER_SUMS = 24 };

/* Printed nowhere, though it stands in sums; it may be worked out. */
#define READER_UNSEEN (UINT64_MAX - 2)

struct reader_sum {
    size_t total, num;
    size_t parts[READER_CELLS];
};

struct reader {
    uint64_t least;
    size_t num;
    uint64_t printed[READER_CELLS];
    size_t num_sums;
    struct reader_sum sums[READER_SUMS];
    uint64_t truth[READER_CELLS]; /* known to the test alone */
    uint64_t value[READER_CELLS]; /* a reading */
    size_t wanted;                /* the cell that is to differ in it */
};

/* Add a cell or a sum; the sum's parts are added to what is returned. */
size_t reader_add(struct reader *reader, uint64_t truth, uint64_t printed);
struct reader_sum *reader_add_sum(struct reader *reader, size_t total);
void reader_add_part(struct reader_sum *sum, size_t cell);

/* Fails the test if a number that is not shown can have one value only. */
void assert_nothing_is_known(struct reader *reader);

#endif
