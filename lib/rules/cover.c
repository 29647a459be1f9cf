/* SPDX-License-Identifier: MIT */
/*
 * Searching for facts that escape.
 *
 * A state is a region, as a diagram, and the conditions that must not hold in
 * it. It is simplified first: a condition that does not meet the region is
 * dropped; one that holds throughout ends the branch; one that reads a single
 * level is cut out of the region. What is left branches on the highest level,
 * the class that leaves fewest conditions first. States without success are
 * kept, whole, so none is entered twice. Exact: the bounds end it with LIMIT,
 * never with a guess.
 */
#include "rules/cover.h"

#include <stdlib.h>
#include <string.h>

#include "rules/laid.h"

/* The most numbers that the kept states may take: 64 MB. */
#define MAX_STATE_CELLS 16000000u
#define FIRST_TABLE 1024
/* Every condition is put to every region: 5 MB. */
#define MEMO_SIZE (1u << 18)

/* Add the rules, as far as @classes (NULL: nothing) leave them open. */
static enum msb_status
add_rules(struct msbi_cover *cover, const struct msb_rules *rules,
          const uint16_t *classes)
{
    size_t num = rules->model->num_rules;
    msbi_ref *conditions = msbi_resize(
        cover->conditions, cover->num_conditions + num, sizeof *conditions);

    if (conditions == NULL)
        return cover->status = MSB_ERR_NOMEM;
    cover->conditions = conditions;
    for (size_t i = 0; i < num; i++)
        cover->conditions[cover->num_conditions++] = msbi_diagram_restrict(
            &cover->diagram, &rules->diagram, classes, NULL, NULL,
            rules->conditions[i].ref);
    return cover->status = cover->diagram.status;
}

enum msb_status
msbi_cover_init(struct msbi_cover *cover, const struct msb_rules *rules)
{
    return msbi_cover_init_known(cover, rules, NULL);
}

enum msb_status
msbi_cover_init_known(struct msbi_cover *cover, const struct msb_rules *rules,
                      const uint16_t *classes)
{
    memset(cover, 0, sizeof *cover);
    cover->path = msbi_alloc_array(rules->levels.num, sizeof *cover->path);
    cover->table = msbi_alloc_array(FIRST_TABLE, sizeof *cover->table);
    cover->table_size = FIRST_TABLE;
    cover->max_visited = MSBI_MAX_STATES;
    if (cover->path == NULL || cover->table == NULL
        || msbi_diagram_init(&cover->diagram, &rules->levels,
                             MSB_RULES_MAX_NODES)
               != MSB_OK)
        return cover->status = MSB_ERR_NOMEM;
    msbi_diagram_widen_memo(&cover->diagram, MEMO_SIZE);
    return add_rules(cover, rules, classes);
}

enum msb_status
msbi_cover_add(struct msbi_cover *cover, const struct msb_rules *rules)
{
    return add_rules(cover, rules, NULL);
}

void
msbi_cover_release(struct msbi_cover *cover)
{
    msbi_diagram_release(&cover->diagram);
    msbi_free(cover->conditions);
    msbi_free(cover->stack);
    msbi_free(cover->states);
    msbi_free(cover->table);
    msbi_free(cover->path);
    memset(cover, 0, sizeof *cover);
}

/* Whether a node's children are all leaves: it reads one level only. */
static bool
reads_one_level(const struct msbi_diagram *diagram, msbi_ref node)
{
    size_t width = diagram->levels->items[diagram->cells[node]].num_classes;

    for (size_t i = 0; i < width; i++)
        if (!msbi_is_leaf(msbi_child(diagram, node, i)))
            return false;
    return true;
}

static int
compare_refs(const void *a, const void *b)
{
    msbi_ref x = *(const msbi_ref *)a, y = *(const msbi_ref *)b;

    return (x > y) - (x < y);
}

/*
 * Simplify the region and the @num conditions at @base. Returns how many are
 * left, sorted and each once; MSB_NONE when nothing of the region is left.
 */
static size_t
simplify(struct msbi_cover *cover, msbi_ref *region, size_t base, size_t num)
{
    struct msbi_diagram *diagram = &cover->diagram;
    msbi_ref *refs = cover->stack + base;
    msbi_ref before;
    size_t kept;

    do {
        before = *region;
        kept = 0;
        for (size_t i = 0; i < num; i++) {
            if (!msbi_diagram_meets(diagram, *region, refs[i]))
                continue;
            if (!msbi_is_leaf(refs[i]) && !reads_one_level(diagram, refs[i])
                && !msbi_diagram_implies(diagram, *region, refs[i])) {
                refs[kept++] = refs[i];
                continue;
            }
            /* Also where it holds throughout: nothing is left then. */
            *region = msbi_diagram_choose(diagram, refs[i], MSBI_FALSE,
                                          *region);
            if (*region == MSBI_FALSE || *region == MSBI_FAILED)
                return MSB_NONE;
        }
        num = kept;
    } while (*region != before);
    qsort(refs, num, sizeof *refs, compare_refs);
    kept = num > 0;
    for (size_t i = 1; i < num; i++)
        if (refs[i] != refs[kept - 1])
            refs[kept++] = refs[i];
    return kept;
}

static uint32_t
hash_state(const uint32_t *cells, size_t num)
{
    uint32_t hash = 0x811c9dc5u;

    for (size_t i = 0; i < num; i++)
        hash = (hash ^ cells[i]) * 0x9e3779b1u + (hash >> 15);
    return hash ^ hash >> 13;
}

static bool
grow_table(struct msbi_cover *cover)
{
    size_t size = cover->table_size * 2;
    uint32_t *table = msbi_alloc_array(size, sizeof *table);

    if (table == NULL)
        return false;
    for (size_t i = 0; i < cover->table_size; i++) {
        uint32_t place = cover->table[i];
        size_t at;

        if (place == 0)
            continue;
        at = hash_state(cover->states + place, cover->states[place - 1])
             & (size - 1);
        while (table[at] != 0)
            at = (at + 1) & (size - 1);
        table[at] = place;
    }
    msbi_free(cover->table);
    cover->table = table;
    cover->table_size = size;
    return true;
}

static bool
reserve_state(struct msbi_cover *cover, size_t num)
{
    size_t wanted = cover->max_cells < 4096 ? 4096 : cover->max_cells;
    uint32_t *states;

    if (cover->num_cells + num + 1 <= cover->max_cells)
        return true;
    while (wanted < cover->num_cells + num + 1)
        wanted *= 2;
    states = msbi_resize(cover->states, wanted, sizeof *states);
    if (states == NULL)
        return false;
    cover->states = states;
    cover->max_cells = wanted;
    return true;
}

/* Note a state; whether it is new. A failure is in cover->status. */
static bool
enter_state(struct msbi_cover *cover, msbi_ref region, size_t base, size_t num)
{
    uint32_t *cells;
    size_t at;

    if (++cover->num_visited > cover->max_visited
        || cover->num_cells + num + 2 > MAX_STATE_CELLS) {
        cover->status = MSB_ERR_LIMIT;
        return false;
    }
    if (!reserve_state(cover, num + 1)
        || (cover->num_states * 2 >= cover->table_size && !grow_table(cover))) {
        cover->status = MSB_ERR_NOMEM;
        return false;
    }
    cells = cover->states + cover->num_cells;
    cells[0] = (uint32_t)num + 1;
    cells[1] = region;
    memcpy(cells + 2, cover->stack + base, num * sizeof *cells);
    at = hash_state(cells + 1, num + 1) & (cover->table_size - 1);
    for (; cover->table[at] != 0; at = (at + 1) & (cover->table_size - 1)) {
        const uint32_t *other = cover->states + cover->table[at] - 1;

        if (other[0] == cells[0]
            && memcmp(other + 1, cells + 1, (num + 1) * sizeof *cells) == 0)
            return false;
    }
    cover->table[at] = (uint32_t)cover->num_cells + 1;
    cover->num_cells += num + 2;
    cover->num_states++;
    return true;
}

/* The classes by which a diagram of FALSE and TRUE becomes TRUE. */
static void
follow_to_true(struct msbi_cover *cover, msbi_ref ref)
{
    const struct msbi_diagram *diagram = &cover->diagram;

    while (!msbi_is_leaf(ref)) {
        uint16_t class = 0;

        while (msbi_child(diagram, ref, class) == MSBI_FALSE)
            class ++;
        cover->path[diagram->cells[ref]] = class;
        ref = msbi_child(diagram, ref, class);
    }
}

/* Room for @num references on the stack, which is there also for none. */
static bool
reserve_stack(struct msbi_cover *cover, size_t num)
{
    size_t wanted = cover->stack_size < 256 ? 256 : cover->stack_size;
    msbi_ref *stack;

    if (cover->stack != NULL && cover->stack_top + num <= cover->stack_size)
        return true;
    while (wanted < cover->stack_top + num)
        wanted *= 2;
    stack = msbi_resize(cover->stack, wanted, sizeof *stack);
    if (stack == NULL) {
        cover->status = MSB_ERR_NOMEM;
        return false;
    }
    cover->stack = stack;
    cover->stack_size = wanted;
    return true;
}

/* A state: a region, and the conditions on the stack from @base on. */
struct state {
    msbi_ref region;
    size_t base, num;
    uint32_t level; /* the highest that any of them reads */
};

static void
find_level(const struct msbi_cover *cover, struct state *state)
{
    state->level = msbi_level_of(&cover->diagram, state->region);
    for (size_t i = 0; i < state->num; i++) {
        uint32_t level = msbi_level_of(&cover->diagram,
                                       cover->stack[state->base + i]);

        if (level < state->level)
            state->level = level;
    }
}

/* How many conditions a class leaves; MSB_NONE where nothing can escape. */
static size_t
count_left(const struct msbi_cover *cover, const struct state *state,
           size_t class)
{
    const struct msbi_diagram *diagram = &cover->diagram;
    size_t left = 0;

    if (msbi_follow(diagram, state->region, state->level, class) == MSBI_FALSE)
        return MSB_NONE;
    for (size_t i = 0; i < state->num; i++) {
        msbi_ref ref = msbi_follow(diagram, cover->stack[state->base + i],
                                   state->level, class);

        if (ref == MSBI_TRUE)
            return MSB_NONE;
        left += ref != MSBI_FALSE;
    }
    return left;
}

struct branch {
    size_t left;
    size_t class;
};

static int
compare_branches(const void *a, const void *b)
{
    const struct branch *x = a, *y = b;

    if (x->left != y->left)
        return x->left < y->left ? -1 : 1;
    return (x->class > y->class) - (x->class < y->class);
}

static bool search(struct msbi_cover *cover, struct state state);

static bool
search_class(struct msbi_cover *cover, const struct state *state, size_t class)
{
    const struct msbi_diagram *diagram = &cover->diagram;
    struct state next = {.base = state->base + state->num};

    cover->stack_top = next.base;
    if (!reserve_stack(cover, state->num))
        return false;
    for (size_t i = 0; i < state->num; i++) {
        msbi_ref ref = msbi_follow(diagram, cover->stack[state->base + i],
                                   state->level, class);

        if (ref != MSBI_FALSE)
            cover->stack[next.base + next.num++] = ref;
    }
    next.region = msbi_follow(diagram, state->region, state->level, class);
    cover->path[state->level] = (uint16_t) class;
    return search(cover, next);
}

static bool
search_branches(struct msbi_cover *cover, const struct state *state)
{
    size_t width = cover->diagram.levels->items[state->level].num_classes;
    struct branch *branches = msbi_alloc_array(width, sizeof *branches);
    bool found = false;

    if (branches == NULL) {
        cover->status = MSB_ERR_NOMEM;
        return false;
    }
    for (size_t i = 0; i < width; i++)
        branches[i] = (struct branch){.left = count_left(cover, state, i),
                                      .class = i};
    qsort(branches, width, sizeof *branches, compare_branches);
    for (size_t i = 0; i < width && !found && cover->status == MSB_OK; i++)
        if (branches[i].left != MSB_NONE)
            found = search_class(cover, state, branches[i].class);
    if (!found)
        cover->path[state->level] = MSBI_UNKNOWN_CLASS;
    msbi_free(branches);
    return found;
}

static bool
search(struct msbi_cover *cover, struct state state)
{
    state.num = simplify(cover, &state.region, state.base, state.num);
    if (cover->diagram.status != MSB_OK)
        cover->status = cover->diagram.status;
    if (cover->status != MSB_OK || state.num == MSB_NONE)
        return false;
    if (state.num == 0) {
        follow_to_true(cover, state.region);
        return true;
    }
    if (!enter_state(cover, state.region, state.base, state.num))
        return false;
    find_level(cover, &state);
    return search_branches(cover, &state);
}

/* Forget the last question, and make room for the conditions of this one.
   The table starts small again, so that many questions cost no more. */
static bool
start_question(struct msbi_cover *cover, msbi_ref wanted, size_t num)
{
    for (size_t i = 0; i < cover->diagram.levels->num; i++)
        cover->path[i] = MSBI_UNKNOWN_CLASS;
    cover->table_size = FIRST_TABLE;
    memset(cover->table, 0, cover->table_size * sizeof *cover->table);
    cover->num_cells = cover->num_states = cover->stack_top = 0;
    return wanted != MSBI_FALSE && cover->status == MSB_OK
           && reserve_stack(cover, num);
}

enum msb_status
msbi_cover_find(struct msbi_cover *cover, msbi_ref wanted, size_t num,
                size_t except, bool *found)
{
    struct state state = {.region = wanted};

    *found = false;
    if (!start_question(cover, wanted, num))
        return cover->status;
    for (size_t i = 0; i < num; i++)
        if (i != except)
            cover->stack[state.num++] = cover->conditions[i];
    *found = search(cover, state);
    return cover->status;
}

enum msb_status
msbi_cover_avoid(struct msbi_cover *cover, msbi_ref wanted,
                 const msbi_ref *refs, size_t num, bool *found)
{
    *found = false;
    if (!start_question(cover, wanted, num))
        return cover->status;
    memcpy(cover->stack, refs, num * sizeof *refs);
    *found = search(cover, (struct state){.region = wanted, .num = num});
    return cover->status;
}
