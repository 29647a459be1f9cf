/* SPDX-License-Identifier: MIT */
/*
 * Quantifying a diagram: all levels but those of one attribute are joined
 * away, a leaf becoming the set of what was below. Nodes are made after their
 * children, so one pass over them in the order of their places computes each
 * from results that are there. Sets are interned: equal sets, equal leaves.
 */
#include "rules/answers.h"

#include <string.h>

#include "rules/laid.h"
#include "rules/walk.h"

/* The most nodes of a scratch diagram. */
#define MAX_SCRATCH 500000

enum msb_status
msbi_answers_init(struct msbi_answers *answers, const struct msb_rules *rules)
{
    memset(answers, 0, sizeof *answers);
    answers->num_areas = rules->model->num_areas;
    answers->num_outcomes = rules->model->num_areas + 2;
    answers->num_words = answers->num_outcomes / 64 + 1;
    answers->table_size = 64;
    answers->table = msbi_alloc_array(64, sizeof *answers->table);
    if (answers->table == NULL
        || msbi_diagram_init(&answers->diagram, &rules->levels, MAX_SCRATCH)
               != MSB_OK) {
        msbi_answers_release(answers);
        return MSB_ERR_NOMEM;
    }
    return MSB_OK;
}

void
msbi_answers_release(struct msbi_answers *answers)
{
    msbi_diagram_release(&answers->diagram);
    msbi_free(answers->sets);
    msbi_free(answers->table);
    msbi_free(answers->results);
    memset(answers, 0, sizeof *answers);
}

static uint64_t *
get_set(const struct msbi_answers *answers, size_t index)
{
    return answers->sets + index * answers->num_words;
}

static size_t
hash_set(const struct msbi_answers *answers, const uint64_t *set)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < answers->num_words; i++)
        hash = (hash ^ set[i]) * 0x9e3779b97f4a7c15u;
    return (size_t)(hash ^ hash >> 29);
}

static bool
grow_table(struct msbi_answers *answers)
{
    size_t size = answers->table_size * 2;
    uint32_t *table;

    if (answers->num_sets * 2 < answers->table_size)
        return true;
    table = msbi_alloc_array(size, sizeof *table);
    if (table == NULL)
        return false;
    for (size_t i = 0; i < answers->num_sets; i++) {
        size_t at = hash_set(answers, get_set(answers, i)) & (size - 1);

        while (table[at] != 0)
            at = (at + 1) & (size - 1);
        table[at] = (uint32_t)i + 1;
    }
    msbi_free(answers->table);
    answers->table = table;
    answers->table_size = size;
    return true;
}

/* Room behind the last set, for one that may become the next. */
static uint64_t *
next_set(struct msbi_answers *answers)
{
    void *moved = msbi_grow(answers->sets, answers->num_sets,
                            &answers->max_sets,
                            answers->num_words * sizeof *answers->sets);

    if (moved == NULL)
        return NULL;
    answers->sets = moved;
    memset(get_set(answers, answers->num_sets), 0,
           answers->num_words * sizeof *answers->sets);
    return get_set(answers, answers->num_sets);
}

/* The leaf of the set that stands behind the last one. */
static msbi_ref
intern_next(struct msbi_answers *answers)
{
    const uint64_t *set = get_set(answers, answers->num_sets);
    size_t bytes = answers->num_words * sizeof *set;
    size_t at;

    if (!grow_table(answers))
        return MSBI_FAILED;
    at = hash_set(answers, set) & (answers->table_size - 1);
    while (answers->table[at] != 0) {
        size_t index = answers->table[at] - 1;

        if (memcmp(get_set(answers, index), set, bytes) == 0)
            return msbi_leaf(index);
        at = (at + 1) & (answers->table_size - 1);
    }
    answers->table[at] = (uint32_t)++answers->num_sets;
    return msbi_leaf(answers->num_sets - 1);
}

/* The set of one outcome: an area's leaf, the gap's, or a conflict's. */
static msbi_ref
make_single(struct msbi_answers *answers, msbi_ref leaf)
{
    size_t outcome = leaf == MSBI_GAP         ? answers->num_areas
                     : msbi_is_conflict(leaf) ? answers->num_areas + 1
                                              : msbi_leaf_index(leaf);
    uint64_t *set = next_set(answers);

    if (set == NULL)
        return MSBI_FAILED;
    set[outcome / 64] |= (uint64_t)1 << outcome % 64;
    return intern_next(answers);
}

static msbi_ref
join_sets(void *user, msbi_ref a, msbi_ref b)
{
    struct msbi_answers *answers = user;
    uint64_t *set;

    if (a == b)
        return a;
    set = next_set(answers);
    if (set == NULL)
        return MSBI_FAILED;
    for (size_t i = 0; i < answers->num_words; i++)
        set[i] = get_set(answers, msbi_leaf_index(a))[i]
                 | get_set(answers, msbi_leaf_index(b))[i];
    return intern_next(answers);
}

static msbi_ref
find_area_of_leaf(void *user, msbi_ref leaf)
{
    const struct msb_model *model = user;

    if (leaf == MSBI_GAP || msbi_is_conflict(leaf))
        return leaf;
    return msbi_leaf(model->rules[msbi_leaf_index(leaf)].area);
}

enum msb_status
msbi_answers_restrict(struct msbi_answers *answers,
                      const struct msb_rules *rules, const uint16_t *classes,
                      msbi_ref *root)
{
    struct msbi_diagram *diagram = &answers->diagram;
    struct msbi_laid laid;
    enum msb_status status;

    msbi_diagram_release(diagram);
    if (msbi_diagram_init(diagram, &rules->levels, MAX_SCRATCH) != MSB_OK)
        return MSB_ERR_NOMEM;
    status = msbi_laid_open(&laid, rules, classes);
    if (status == MSB_OK)
        *root = msbi_diagram_restrict(diagram, laid.diagram, classes,
                                      find_area_of_leaf, rules->model,
                                      laid.root);
    msbi_laid_close(&laid);
    if (status != MSB_OK)
        return status;
    answers->num_results = diagram->num_cells;
    msbi_free(answers->results);
    answers->results = msbi_alloc_array(diagram->num_cells,
                                        sizeof *answers->results);
    return answers->results == NULL ? MSB_ERR_NOMEM : diagram->status;
}

static msbi_ref
result_of(struct msbi_answers *answers, msbi_ref ref)
{
    return msbi_is_leaf(ref) ? make_single(answers, ref)
                             : answers->results[ref];
}

/* One node, all of whose children have their results. */
static msbi_ref
quantify(struct msbi_answers *answers, uint32_t place, size_t attribute,
         msbi_ref *children)
{
    struct msbi_diagram *diagram = &answers->diagram;
    uint32_t level = diagram->cells[place];
    const struct msbi_level *item = &diagram->levels->items[level];
    msbi_ref result;

    for (size_t i = 0; i < item->num_classes; i++) {
        children[i] = result_of(answers, msbi_child(diagram, place, i));
        if (children[i] == MSBI_FAILED)
            return MSBI_FAILED;
    }
    if (item->attribute == attribute)
        return msbi_diagram_node(diagram, level, children);
    result = children[0];
    for (size_t i = 1; i < item->num_classes; i++)
        result = msbi_diagram_apply(diagram, join_sets, answers, result,
                                    children[i]);
    return result;
}

static size_t
find_widest(const struct msbi_levels *levels)
{
    size_t widest = 0;

    for (size_t i = 0; i < levels->num; i++)
        if (levels->items[i].num_classes > widest)
            widest = levels->items[i].num_classes;
    return widest;
}

enum msb_status
msbi_answers_of(struct msbi_answers *answers, msbi_ref root, size_t attribute,
                msbi_ref *result)
{
    struct msbi_diagram *diagram = &answers->diagram;
    const struct msbi_levels *levels = diagram->levels;
    msbi_ref *children = msbi_alloc_array(find_widest(levels),
                                          sizeof *children);
    uint32_t place = 1;

    if (children == NULL)
        return MSB_ERR_NOMEM;
    msbi_diagram_forget(diagram);
    while (place < answers->num_results) {
        size_t width = levels->items[diagram->cells[place]].num_classes;

        answers->results[place] = quantify(answers, place, attribute, children);
        if (answers->results[place] == MSBI_FAILED)
            break;
        place += (uint32_t)width + 1;
    }
    msbi_free(children);
    if (place < answers->num_results)
        return diagram->status == MSB_OK ? MSB_ERR_NOMEM : diagram->status;
    *result = result_of(answers, root);
    return *result == MSBI_FAILED ? MSB_ERR_NOMEM : MSB_OK;
}

size_t
msbi_answers_count(const struct msbi_answers *answers, msbi_ref leaf)
{
    const uint64_t *set = get_set(answers, msbi_leaf_index(leaf));
    size_t count = 0;

    for (size_t i = 0; i < answers->num_outcomes; i++)
        count += set[i / 64] >> i % 64 & 1;
    return count;
}

size_t
msbi_answers_single(const struct msbi_answers *answers, msbi_ref leaf)
{
    const uint64_t *set = get_set(answers, msbi_leaf_index(leaf));
    size_t single = MSB_NONE;

    for (size_t i = 0; i < answers->num_outcomes; i++) {
        if ((set[i / 64] >> i % 64 & 1) == 0)
            continue;
        if (single != MSB_NONE)
            return MSB_NONE;
        single = i;
    }
    return single;
}

struct worst {
    const struct msbi_answers *answers;
    size_t count;
};

static void
count_worst(void *user, msbi_ref leaf)
{
    struct worst *worst = user;
    size_t count = msbi_answers_count(worst->answers, leaf);

    if (count > worst->count)
        worst->count = count;
}

enum msb_status
msbi_answers_worst(const struct msbi_answers *answers, msbi_ref result,
                   size_t *out)
{
    struct worst worst = {.answers = answers};
    enum msb_status status = msbi_walk_leaves(&answers->diagram, result, NULL,
                                              count_worst, &worst);

    *out = worst.count;
    return status;
}
