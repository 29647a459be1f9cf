/* SPDX-License-Identifier: MIT */
/*
 * What all citizens below a node have in common. Where everybody must hold a
 * value, or must not, that is said once, and the rest of the diagram is read
 * without it: so that what stood between the values of one "x, y or z" is out
 * of the way. It is done where the levels of sets begin.
 *
 * It makes rows fewer and wider, and no answer depends on it: so it is left
 * out where it would cost much.
 */
#include "rules/cases.h"

#include <stdlib.h>
#include <string.h>

/* The most memory for it, in words of 64 bits: 16 MB; and the most steps. */
#define MAX_WORDS 2000000u
#define MAX_STEPS 200000u

/* For each node of a set: which values below it must, and must not, be
   there. Row 0 is that of TRUE. */
struct factoring {
    struct msbi_diagram *diagram;
    struct msbi_factors *factors;
    size_t width;      /* words of one half of a row */
    uint32_t *numbers; /* of rows, by place; 0: not reached */
    uint64_t *rows;
    size_t num, max;
    bool is_over; /* there are too many rows */
    enum msb_status status;
};

static uint64_t *
get_row(const struct factoring *factoring, msbi_ref ref)
{
    size_t number = msbi_is_leaf(ref) ? 0 : factoring->numbers[ref];

    return factoring->rows + number * 2 * factoring->width;
}

/* A row of zeros at the end. */
static bool
add_row(struct factoring *factoring)
{
    size_t width = 2 * factoring->width;
    size_t wanted = factoring->max < 64 ? 64 : factoring->max * 2;
    uint64_t *rows;

    if (factoring->num == factoring->max) {
        factoring->is_over = wanted * width > MAX_WORDS;
        if (factoring->is_over)
            return false;
        rows = msbi_resize(factoring->rows, wanted * width, sizeof *rows);
        if (rows == NULL) {
            factoring->status = MSB_ERR_NOMEM;
            return false;
        }
        factoring->rows = rows;
        factoring->max = wanted;
    }
    memset(factoring->rows + factoring->num * width, 0,
           width * sizeof *factoring->rows);
    factoring->num++;
    return true;
}

/* What the children of a node have in common, and what it asks itself. */
static void
fill_row(const struct factoring *factoring, msbi_ref ref)
{
    const struct msbi_diagram *diagram = factoring->diagram;
    uint32_t level = diagram->cells[ref];
    msbi_ref without = msbi_child(diagram, ref, 0);
    msbi_ref with = msbi_child(diagram, ref, 1);
    const uint64_t *a = get_row(factoring,
                                without == MSBI_FALSE ? with : without);
    const uint64_t *b = get_row(factoring, with == MSBI_FALSE ? without : with);
    uint64_t *row = get_row(factoring, ref);
    uint64_t bit = (uint64_t)1 << level % 64;

    for (size_t i = 0; i < 2 * factoring->width; i++)
        row[i] = a[i] & b[i];
    if (without == MSBI_FALSE)
        row[level / 64] |= bit;
    if (with == MSBI_FALSE)
        row[factoring->width + level / 64] |= bit;
}

static void
visit_set(struct factoring *factoring, msbi_ref ref)
{
    const struct msbi_diagram *diagram = factoring->diagram;

    if (msbi_is_leaf(ref) || factoring->numbers[ref] != 0)
        return;
    for (size_t i = 0; i < 2; i++)
        visit_set(factoring, msbi_child(diagram, ref, i));
    if (factoring->is_over || factoring->status != MSB_OK
        || !add_row(factoring))
        return;
    factoring->numbers[ref] = (uint32_t)factoring->num - 1;
    fill_row(factoring, ref);
}

/* Note the nodes of sets that @ref reaches by scalars alone. */
static void
visit_scalar(struct factoring *factoring, msbi_ref ref)
{
    const struct msbi_level *levels = factoring->diagram->levels->items;
    struct msbi_factors *factors = factoring->factors;
    uint32_t level = msbi_level_of(factoring->diagram, ref);
    void *moved;

    if (msbi_is_leaf(ref) || factoring->status != MSB_OK
        || factoring->numbers[ref] != 0)
        return;
    if (!levels[level].is_set) {
        factoring->numbers[ref] = 1; /* only that it was reached */
        for (size_t i = 0; i < levels[level].num_classes; i++)
            visit_scalar(factoring, msbi_child(factoring->diagram, ref, i));
        return;
    }
    moved = msbi_grow(factors->items, factors->num, &factors->max,
                      sizeof *factors->items);
    if (moved == NULL) {
        factoring->status = MSB_ERR_NOMEM;
        return;
    }
    factors->items = moved;
    factors->items[factors->num++] = (struct msbi_factor){.node = ref};
    visit_set(factoring, ref);
}

static bool
add_cell(struct msbi_factors *factors, uint32_t cell)
{
    void *moved = msbi_grow(factors->cells, factors->num_cells,
                            &factors->max_cells, sizeof cell);

    if (moved == NULL)
        return false;
    factors->cells = moved;
    factors->cells[factors->num_cells++] = cell;
    return true;
}

/* What all below a node have in common, and the rest. */
static enum msb_status
fill_factor(struct factoring *factoring, struct msbi_factor *factor,
            uint16_t *classes)
{
    struct msbi_factors *factors = factoring->factors;
    const uint64_t *row = get_row(factoring, factor->node);

    factor->first = factors->num_cells;
    for (size_t i = 0; i < factoring->diagram->levels->num; i++) {
        uint64_t bit = (uint64_t)1 << i % 64;
        bool must = (row[i / 64] & bit) != 0;
        bool must_not = (row[factoring->width + i / 64] & bit) != 0;

        classes[i] = must || must_not ? must : MSBI_UNKNOWN_CLASS;
        if ((must || must_not) && !add_cell(factors, (uint32_t)(2 * i + must)))
            return MSB_ERR_NOMEM;
    }
    factor->num = factors->num_cells - factor->first;
    if (factor->num == 0)
        return MSB_OK;
    factor->rest = msbi_diagram_restrict(factoring->diagram, factoring->diagram,
                                         classes, NULL, NULL, factor->node);
    return factoring->diagram->status;
}

static int
compare_factors(const void *a, const void *b)
{
    const struct msbi_factor *x = a, *y = b;

    return (x->node > y->node) - (x->node < y->node);
}

/* Factor the nodes that were noted, each once, while it costs little. */
static enum msb_status
fill_factors(struct factoring *factoring)
{
    struct msbi_diagram *diagram = factoring->diagram;
    struct msbi_factors *factors = factoring->factors;
    uint64_t end = diagram->steps + MAX_STEPS;
    uint16_t *classes = msbi_alloc_array(diagram->levels->num, sizeof *classes);
    enum msb_status status = classes == NULL ? MSB_ERR_NOMEM : MSB_OK;

    if (factors->num > 0)
        qsort(factors->items, factors->num, sizeof *factors->items,
              compare_factors);
    for (size_t i = 0; i < factors->num && status == MSB_OK; i++)
        if ((i == 0 || factors->items[i].node != factors->items[i - 1].node)
            && diagram->steps < end)
            status = fill_factor(factoring, &factors->items[i], classes);
    msbi_free(classes);
    return status;
}

enum msb_status
msbi_factors_build(struct msbi_factors *factors, struct msbi_diagram *diagram,
                   msbi_ref region)
{
    struct factoring factoring = {
        .diagram = diagram,
        .factors = factors,
        .width = diagram->levels->num / 64 + 1,
    };

    memset(factors, 0, sizeof *factors);
    factoring.numbers = msbi_alloc_array(diagram->num_cells,
                                         sizeof *factoring.numbers);
    if (factoring.numbers == NULL)
        return MSB_ERR_NOMEM;
    if (add_row(&factoring))
        visit_scalar(&factoring, region);
    if (factoring.is_over)
        factors->num = 0;
    else if (factoring.status == MSB_OK)
        factoring.status = fill_factors(&factoring);
    msbi_free(factoring.numbers);
    msbi_free(factoring.rows);
    return factoring.status;
}

const struct msbi_factor *
msbi_factors_find(const struct msbi_factors *factors, msbi_ref node)
{
    size_t low = 0, high = factors->num;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (factors->items[middle].node < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low < factors->num && factors->items[low].node == node
                   && factors->items[low].num > 0
               ? &factors->items[low]
               : NULL;
}

void
msbi_factors_release(struct msbi_factors *factors)
{
    msbi_free(factors->items);
    msbi_free(factors->cells);
    memset(factors, 0, sizeof *factors);
}
