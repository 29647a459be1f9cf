/* SPDX-License-Identifier: MIT */
/*
 * Whether a reader could work a hidden number out. It is safe when all that
 * is printed fits another value as well, so such a reading is looked for: move
 * the number by one, then mend one sum after the other by moving hidden numbers
 * in it, within what their marks allow, until all sums hold again. In tables
 * of rows and columns that finds a cycle of hidden cells, the shortest first.
 *
 * A reading that is found is a proof. The search is bounded; where it gives up
 * the number counts as known, and the caller hides more.
 */
#include "compare/suppressor.h"

#define MAX_DEPTH 24
#define MAX_STEPS 20000

struct search {
    struct msbi_suppressor *suppressor;
    size_t steps;
};

/* Whether what is printed allows a cell to be moved on by @step. */
static bool
may_move(const struct msbi_suppressor *suppressor, size_t index, int64_t step)
{
    const struct msbi_cell *cell = &suppressor->cells[index];
    int64_t value = cell->value + cell->delta + step;

    if (cell->delta * step < 0)
        return false; /* back where it came from */
    switch (cell->mark) {
    case MSBI_MARK_SHOWN:
        return false;
    case MSBI_MARK_SMALL:
        return value >= 1 && value < suppressor->least;
    case MSBI_MARK_HIDDEN:
        return value >= (suppressor->is_coarse ? 1 : suppressor->least);
    case MSBI_MARK_UNSEEN:
        return value >= 0;
    }
    return false;
}

static void
move(struct msbi_suppressor *suppressor, size_t index, int64_t step)
{
    struct msbi_cell *cell = &suppressor->cells[index];

    cell->delta += step;
    for (size_t i = 0; i < cell->num_uses; i++) {
        const struct msbi_part *part =
            &suppressor->parts[suppressor->uses[cell->first_use + i]];

        suppressor->off[part->sum] += part->weight * step;
    }
}

/* A sum that does not hold, or num_sums. */
static size_t
find_broken(const struct msbi_suppressor *suppressor)
{
    size_t sum = 0;

    while (sum < suppressor->num_sums && suppressor->off[sum] == 0)
        sum++;
    return sum;
}

/* Mend what is broken in at most @depth moves; on success they stand. */
static bool
mend(struct search *search, size_t depth)
{
    struct msbi_suppressor *suppressor = search->suppressor;
    size_t sum = find_broken(suppressor);

    if (sum == suppressor->num_sums)
        return true;
    if (depth == 0 || ++search->steps > MAX_STEPS)
        return false;
    for (size_t i = suppressor->first_part[sum];
         i < suppressor->first_part[sum + 1]; i++) {
        const struct msbi_part *part = &suppressor->parts[i];
        bool is_too_much = (suppressor->off[sum] > 0) == (part->weight > 0);
        int64_t step = is_too_much ? -1 : 1;

        if (!may_move(suppressor, part->cell, step))
            continue;
        move(suppressor, part->cell, step);
        if (mend(search, depth - 1))
            return true;
        move(suppressor, part->cell, -step);
    }
    return false;
}

/* All that moved has two readings; put it back. */
static void
keep_reading(struct msbi_suppressor *suppressor)
{
    for (size_t i = 0; i < suppressor->num_cells; i++) {
        struct msbi_cell *cell = &suppressor->cells[i];

        cell->is_safe |= cell->delta != 0;
        cell->delta = 0;
    }
}

bool
msbi_suppressor_can_vary(struct msbi_suppressor *suppressor, size_t cell)
{
    struct search search = {.suppressor = suppressor};

    for (size_t depth = 0; depth <= MAX_DEPTH; depth++)
        for (int64_t step = 1; step >= -1; step -= 2) {
            if (!may_move(suppressor, cell, step))
                continue;
            move(suppressor, cell, step);
            if (mend(&search, depth)) {
                keep_reading(suppressor);
                return true;
            }
            move(suppressor, cell, -step);
        }
    return false;
}
