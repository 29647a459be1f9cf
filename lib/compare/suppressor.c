/* SPDX-License-Identifier: MIT */
/*
 * The numbers of one result and their sums: put together, checked, and what
 * suppress.c marks written into their places.
 */
#include "compare/suppressor.h"

#include <msb/suppress.h>

#include "base/error.h"
#include "base/memory.h"

/* Up to here a reader in any language sees the same number. */
#define MAX_NUMBER ((uint64_t)1 << 53)

void
msbi_suppressor_init(struct msbi_suppressor *suppressor, uint64_t least)
{
    *suppressor = (struct msbi_suppressor){
        .least = least > MSB_SUPPRESS_MAX ? -1 : (int64_t)least};
}

void
msbi_suppressor_release(struct msbi_suppressor *suppressor)
{
    msbi_free(suppressor->cells);
    msbi_free(suppressor->parts);
    msbi_free(suppressor->first_part);
    msbi_free(suppressor->uses);
    msbi_free(suppressor->off);
    msbi_free(suppressor->list);
    msbi_free(suppressor->is_marked);
}

static size_t
add_cell(struct msbi_suppressor *suppressor, struct msbi_cell cell)
{
    struct msbi_cell *cells = msbi_grow(suppressor->cells,
                                        suppressor->num_cells,
                                        &suppressor->max_cells, sizeof *cells);

    if (cells == NULL) {
        suppressor->has_failed = true;
        return 0;
    }
    suppressor->cells = cells;
    cells[suppressor->num_cells] = cell;
    return suppressor->num_cells++;
}

size_t
msbi_suppressor_add(struct msbi_suppressor *suppressor, uint64_t *place)
{
    return add_cell(suppressor,
                    (struct msbi_cell){
                        .place = place,
                        .value = *place > MAX_NUMBER ? -1 : (int64_t)*place});
}

size_t
msbi_suppressor_add_unseen(struct msbi_suppressor *suppressor, uint64_t value)
{
    return add_cell(
        suppressor,
        (struct msbi_cell){.value = value > MAX_NUMBER ? -1 : (int64_t)value,
                           .mark = MSBI_MARK_UNSEEN});
}

static void
add_part(struct msbi_suppressor *suppressor, struct msbi_part part)
{
    struct msbi_part *parts = msbi_grow(suppressor->parts,
                                        suppressor->num_parts,
                                        &suppressor->max_parts, sizeof *parts);

    if (parts == NULL) {
        suppressor->has_failed = true;
        return;
    }
    suppressor->parts = parts;
    parts[suppressor->num_parts++] = part;
}

void
msbi_suppressor_begin_sum(struct msbi_suppressor *suppressor, size_t total)
{
    add_part(suppressor, (struct msbi_part){.sum = suppressor->num_sums++,
                                            .cell = total,
                                            .weight = -1});
}

void
msbi_suppressor_add_part(struct msbi_suppressor *suppressor, size_t cell)
{
    size_t sum = suppressor->num_sums - 1;
    size_t at = suppressor->num_parts;

    /* A part that is there counts once more; parts[] is empty on failure. */
    while (at > 0 && suppressor->parts[at - 1].sum == sum
           && suppressor->parts[at - 1].weight > 0) {
        at--;
        if (suppressor->parts[at].cell == cell) {
            suppressor->parts[at].weight++;
            return;
        }
    }
    add_part(suppressor,
             (struct msbi_part){.sum = sum, .cell = cell, .weight = 1});
}

/* Where the parts of each sum are, and the uses of each cell. */
static enum msb_status
build_index(struct msbi_suppressor *suppressor)
{
    size_t num_cells = suppressor->num_cells;
    size_t num_sums = suppressor->num_sums, place = 0;

    suppressor->first_part = msbi_alloc_array(num_sums + 1, sizeof(size_t));
    suppressor->uses = msbi_alloc_array(suppressor->num_parts, sizeof(size_t));
    suppressor->off = msbi_alloc_array(num_sums, sizeof *suppressor->off);
    suppressor->list = msbi_alloc_array(num_cells, sizeof(size_t));
    suppressor->is_marked = msbi_alloc_array(num_cells, sizeof(bool));
    if (suppressor->first_part == NULL || suppressor->uses == NULL
        || suppressor->off == NULL || suppressor->list == NULL
        || suppressor->is_marked == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < suppressor->num_parts; i++) {
        suppressor->first_part[suppressor->parts[i].sum + 1] = i + 1;
        suppressor->cells[suppressor->parts[i].cell].num_uses++;
    }
    for (size_t i = 0; i < num_cells; i++) {
        suppressor->cells[i].first_use = place;
        place += suppressor->cells[i].num_uses;
        suppressor->cells[i].num_uses = 0;
    }
    for (size_t i = 0; i < suppressor->num_parts; i++) {
        struct msbi_cell *cell = &suppressor->cells[suppressor->parts[i].cell];

        suppressor->uses[cell->first_use + cell->num_uses++] = i;
    }
    return MSB_OK;
}

/* Whether all numbers and the bound are in range, and all sums hold. */
static bool
is_consistent(const struct msbi_suppressor *suppressor)
{
    if (suppressor->least < 0 || suppressor->least == 2)
        return false;
    for (size_t i = 0; i < suppressor->num_cells; i++)
        if (suppressor->cells[i].value < 0)
            return false;
    for (size_t sum = 0; sum < suppressor->num_sums; sum++) {
        uint64_t off = 0; /* may wrap, and then wraps back */

        for (size_t i = suppressor->first_part[sum];
             i < suppressor->first_part[sum + 1]; i++)
            off +=
                (uint64_t)suppressor->parts[i].weight
                * (uint64_t)suppressor->cells[suppressor->parts[i].cell].value;
        if (off != 0)
            return false;
    }
    return true;
}

enum msb_status
msbi_suppressor_run(struct msbi_suppressor *suppressor, struct msb_error *err)
{
    if (suppressor->has_failed || build_index(suppressor) != MSB_OK)
        return msbi_fail_nomem(err);
    if (!is_consistent(suppressor))
        return msbi_fail_misuse(
            err, "a number or the bound is out of range, or a sum does not "
                 "hold");
    if (suppressor->least <= 1)
        return MSB_OK;
    msbi_suppressor_hide(suppressor);
    for (size_t i = 0; i < suppressor->num_cells; i++) {
        const struct msbi_cell *cell = &suppressor->cells[i];

        if (cell->mark == MSBI_MARK_SMALL)
            *cell->place = MSB_NUMBER_SMALL;
        else if (cell->mark == MSBI_MARK_HIDDEN)
            *cell->place = MSB_NUMBER_HIDDEN;
    }
    return MSB_OK;
}

enum msb_status
msb_numbers_suppress(uint64_t *numbers, size_t num, const struct msb_sum *sums,
                     size_t num_sums, uint64_t least, struct msb_error *err)
{
    struct msbi_suppressor suppressor;
    enum msb_status status = MSB_OK;

    if ((numbers == NULL && num > 0) || (sums == NULL && num_sums > 0))
        return msbi_fail_misuse(err, "numbers and sums must not be NULL");
    msbi_suppressor_init(&suppressor, least);
    for (size_t i = 0; i < num; i++)
        msbi_suppressor_add(&suppressor, &numbers[i]);
    for (size_t i = 0; i < num_sums && status == MSB_OK; i++) {
        if (sums[i].total >= num)
            status = MSB_ERR_MISUSE;
        msbi_suppressor_begin_sum(&suppressor, sums[i].total);
        for (size_t k = 0; k < sums[i].num_parts && status == MSB_OK; k++) {
            if (sums[i].parts[k] >= num || sums[i].parts[k] == sums[i].total)
                status = MSB_ERR_MISUSE;
            msbi_suppressor_add_part(&suppressor, sums[i].parts[k]);
        }
    }
    if (status != MSB_OK)
        msbi_fail_misuse(err, "a sum names a number that is not in the list");
    else
        status = msbi_suppressor_run(&suppressor, err);
    msbi_suppressor_release(&suppressor);
    return status;
}
