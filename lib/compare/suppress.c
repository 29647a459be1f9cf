/* SPDX-License-Identifier: MIT */
/*
 * Hiding small numbers, and others for their sake.
 *
 * First every number from 1 to the bound is marked small. Then, as long as a
 * number that is gone can be worked out, another one goes, the smallest that
 * helps: in a sum of which a single number is gone, one of that sum; else one
 * of the sums that hang together with it by hidden numbers. A reading that was
 * found once stays possible when more is hidden, so each number is proven
 * safe once.
 *
 * Where all of those sums are gone and a number is still known (four parts,
 * each "<5", of a total that is "<5"), the marks say too much: then all of them
 * become HIDDEN, which says "not zero". Every number of such sums might be
 * twice what it is, so none is known.
 */
#include "compare/suppressor.h"

/* The most numbers that are tried before the smallest goes. */
#define MAX_TRIALS 64

/* Whether a cell must not become known: all that is printed but not shown,
   and the rest of a sum where it is small. */
static bool
is_protected(const struct msbi_suppressor *suppressor,
             const struct msbi_cell *cell)
{
    if (cell->mark == MSBI_MARK_UNSEEN)
        return cell->value >= 1 && cell->value < suppressor->least;
    return msbi_cell_is_gone(cell);
}

static bool
can_be_hidden(const struct msbi_cell *cell)
{
    return cell->mark == MSBI_MARK_SHOWN && cell->value > 0;
}

/* The smallest cell of a sum that can be hidden, or num_cells. */
static size_t
find_smallest(const struct msbi_suppressor *suppressor, size_t sum)
{
    size_t best = suppressor->num_cells;

    for (size_t i = suppressor->first_part[sum];
         i < suppressor->first_part[sum + 1]; i++) {
        size_t cell = suppressor->parts[i].cell;

        if (can_be_hidden(&suppressor->cells[cell])
            && (best == suppressor->num_cells
                || suppressor->cells[cell].value
                       < suppressor->cells[best].value))
            best = cell;
    }
    return best;
}

/* Sums of which one number alone is gone: no such number is safe. */
static void
hide_seconds(struct msbi_suppressor *suppressor)
{
    bool has_changed = true;

    while (has_changed) {
        has_changed = false;
        for (size_t sum = 0; sum < suppressor->num_sums; sum++) {
            size_t num_gone = 0, gone = 0, smallest;

            for (size_t i = suppressor->first_part[sum];
                 i < suppressor->first_part[sum + 1]; i++)
                if (msbi_cell_is_gone(
                        &suppressor->cells[suppressor->parts[i].cell])) {
                    gone = suppressor->parts[i].cell;
                    num_gone++;
                }
            if (num_gone != 1
                || !is_protected(suppressor, &suppressor->cells[gone]))
                continue;
            smallest = find_smallest(suppressor, sum);
            if (smallest == suppressor->num_cells)
                continue;
            suppressor->cells[smallest].mark = MSBI_MARK_HIDDEN;
            has_changed = true;
        }
    }
}

/* Put a cell into list[], which is sorted by value. */
static size_t
insert_sorted(struct msbi_suppressor *suppressor, size_t num, size_t cell)
{
    size_t place = num;

    while (place > 0
           && suppressor->cells[suppressor->list[place - 1]].value
                  > suppressor->cells[cell].value) {
        suppressor->list[place] = suppressor->list[place - 1];
        place--;
    }
    suppressor->list[place] = cell;
    return num + 1;
}

/*
 * List what can be hidden in the sums that hang together with a cell: those
 * that it is in, and those of each cell that is gone in one of them.
 */
static size_t
list_candidates(struct msbi_suppressor *suppressor, size_t cell)
{
    bool has_changed = true;
    size_t num = 0;

    for (size_t i = 0; i < suppressor->num_cells; i++)
        suppressor->is_marked[i] = false;
    suppressor->is_marked[cell] = true;
    while (has_changed) {
        has_changed = false;
        for (size_t i = 0; i < suppressor->num_parts; i++) {
            const struct msbi_part *part = &suppressor->parts[i];

            if (!suppressor->is_marked[part->cell]
                || !msbi_cell_is_gone(&suppressor->cells[part->cell]))
                continue;
            for (size_t k = suppressor->first_part[part->sum];
                 k < suppressor->first_part[part->sum + 1]; k++) {
                bool *is_marked =
                    &suppressor->is_marked[suppressor->parts[k].cell];

                has_changed |= !*is_marked;
                *is_marked = true;
            }
        }
    }
    for (size_t i = 0; i < suppressor->num_cells; i++)
        if (suppressor->is_marked[i] && can_be_hidden(&suppressor->cells[i]))
            num = insert_sorted(suppressor, num, i);
    return num;
}

/* Hide one number more for the sake of a cell: the smallest that makes it
   safe, or the smallest; false where none is left. */
static bool
hide_one_for(struct msbi_suppressor *suppressor, size_t cell)
{
    size_t num = list_candidates(suppressor, cell);

    for (size_t i = 0; i < num && i < MAX_TRIALS; i++) {
        struct msbi_cell *candidate = &suppressor->cells[suppressor->list[i]];

        candidate->mark = MSBI_MARK_HIDDEN;
        if (msbi_suppressor_can_vary(suppressor, cell))
            return true;
        candidate->mark = MSBI_MARK_SHOWN;
    }
    if (num == 0)
        return false;
    suppressor->cells[suppressor->list[0]].mark = MSBI_MARK_HIDDEN;
    return true;
}

static void
make_coarse(struct msbi_suppressor *suppressor)
{
    suppressor->is_coarse = true;
    for (size_t i = 0; i < suppressor->num_cells; i++)
        if (suppressor->cells[i].mark == MSBI_MARK_SMALL)
            suppressor->cells[i].mark = MSBI_MARK_HIDDEN;
}

static void
protect(struct msbi_suppressor *suppressor, size_t index)
{
    struct msbi_cell *cell = &suppressor->cells[index];

    while (is_protected(suppressor, cell) && !cell->is_safe) {
        hide_seconds(suppressor);
        if (msbi_suppressor_can_vary(suppressor, index)
            || hide_one_for(suppressor, index))
            continue;
        /* All of its sums are gone: coarse marks allow twice of each. */
        if (suppressor->is_coarse)
            cell->is_safe = true;
        else
            make_coarse(suppressor);
    }
}

void
msbi_suppressor_hide(struct msbi_suppressor *suppressor)
{
    size_t num_open;

    for (size_t i = 0; i < suppressor->num_cells; i++) {
        struct msbi_cell *cell = &suppressor->cells[i];

        if (can_be_hidden(cell) && cell->value < suppressor->least)
            cell->mark = MSBI_MARK_SMALL;
    }
    do { /* what is hidden for others' sake needs protection too */
        num_open = 0;
        for (size_t i = 0; i < suppressor->num_cells; i++) {
            const struct msbi_cell *cell = &suppressor->cells[i];

            if (is_protected(suppressor, cell) && !cell->is_safe) {
                protect(suppressor, i);
                num_open++;
            }
        }
    } while (num_open > 0);
}
