/* SPDX-License-Identifier: MIT */
/*
 * Building decision diagrams.
 *
 * A hash table makes equal nodes one; a direct-mapped memo of operations
 * keeps the work near the size of the results. The memo may forget, so a
 * count of steps bounds the time, as counts of nodes and cells bound the
 * space: beyond a bound an operation fails with LIMIT, and nothing runs away.
 * A failure is remembered in the diagram and every later operation fails too,
 * so callers check once.
 */
#include "rules/diagram.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

#define FIRST_TABLE 256
#define MAX_MEMO (1u << 20)

enum msb_status
msbi_diagram_init(struct msbi_diagram *diagram,
                  const struct msbi_levels *levels, size_t max_nodes)
{
    memset(diagram, 0, sizeof *diagram);
    diagram->levels = levels;
    diagram->max_nodes = max_nodes;
    diagram->max_steps = MSBI_MAX_STEPS;
    diagram->num_cells = 1; /* place 0 stays free: it ends hash chains */
    diagram->max_cells = 256;
    diagram->table_size = FIRST_TABLE;
    diagram->memo_size = FIRST_TABLE;
    diagram->operation = MSBI_OP_FIRST;
    diagram->cells = msbi_alloc_array(diagram->max_cells, sizeof(uint32_t));
    diagram->table = msbi_alloc_array(FIRST_TABLE, sizeof(uint32_t));
    diagram->memo = msbi_alloc_array(FIRST_TABLE, sizeof *diagram->memo);
    if (diagram->cells != NULL && diagram->table != NULL
        && diagram->memo != NULL)
        return MSB_OK;
    msbi_diagram_release(diagram);
    return MSB_ERR_NOMEM;
}

void
msbi_diagram_release(struct msbi_diagram *diagram)
{
    msbi_free(diagram->cells);
    msbi_free(diagram->table);
    msbi_free(diagram->memo);
    msbi_free(diagram->stack);
    memset(diagram, 0, sizeof *diagram);
}

enum msb_status
msbi_diagram_fail(const struct msbi_diagram *diagram, struct msb_error *err)
{
    if (diagram->status == MSB_ERR_NOMEM)
        return msbi_fail_nomem(err);
    return msbi_fail(err, MSB_ERR_LIMIT, "limit",
                     "the rules need a decision diagram of more than %zu "
                     "nodes, or more than %llu steps to build it; use fewer "
                     "or simpler conditions",
                     diagram->max_nodes,
                     (unsigned long long)diagram->max_steps);
}

static msbi_ref
fail_with(struct msbi_diagram *diagram, enum msb_status status)
{
    if (diagram->status == MSB_OK)
        diagram->status = status;
    return MSBI_FAILED;
}

static uint32_t
mix(uint32_t hash, uint32_t value)
{
    hash = (hash ^ value) * 0x9e3779b1u;
    return hash ^ hash >> 15;
}

static uint32_t
hash_cells(const uint32_t *cells, size_t num)
{
    uint32_t hash = 0x811c9dc5u;

    for (size_t i = 0; i < num; i++)
        hash = mix(hash, cells[i]);
    return hash;
}

static size_t
width_of(const struct msbi_diagram *diagram, uint32_t level)
{
    return diagram->levels->items[level].num_classes;
}

static bool
grow_table(struct msbi_diagram *diagram)
{
    size_t size = diagram->table_size * 2;
    uint32_t *table = msbi_alloc_array(size, sizeof *table);

    if (table == NULL)
        return false;
    for (size_t i = 0; i < diagram->table_size; i++) {
        uint32_t node = diagram->table[i];
        const uint32_t *cells = diagram->cells + node;
        size_t at;

        if (node == 0)
            continue;
        at = hash_cells(cells, width_of(diagram, cells[0]) + 1) & (size - 1);
        while (table[at] != 0)
            at = (at + 1) & (size - 1);
        table[at] = node;
    }
    msbi_free(diagram->table);
    diagram->table = table;
    diagram->table_size = size;
    return true;
}

void
msbi_diagram_widen_memo(struct msbi_diagram *diagram, size_t size)
{
    struct msbi_memo_entry *memo;

    if (size <= diagram->memo_size)
        return;
    memo = msbi_alloc_array(size, sizeof *memo);
    if (memo == NULL)
        return; /* a small memo serves as well, only slower */
    msbi_free(diagram->memo);
    diagram->memo = memo;
    diagram->memo_size = size;
}

/* The memo grows with the nodes. */
static void
grow_memo(struct msbi_diagram *diagram)
{
    size_t size = diagram->memo_size * 4;

    if (size <= MAX_MEMO && diagram->num_nodes >= diagram->memo_size)
        msbi_diagram_widen_memo(diagram, size);
}

static bool
reserve_cells(struct msbi_diagram *diagram, size_t more)
{
    size_t wanted = diagram->max_cells;
    uint32_t *cells;

    if (diagram->num_cells + more <= wanted)
        return true;
    while (wanted < diagram->num_cells + more)
        wanted *= 2;
    cells = msbi_resize(diagram->cells, wanted, sizeof *cells);
    if (cells == NULL)
        return false;
    diagram->cells = cells;
    diagram->max_cells = wanted;
    return true;
}

/* Append the node at the free place @at of the table. */
static msbi_ref
add_node(struct msbi_diagram *diagram, size_t at, uint32_t level,
         const msbi_ref *children, size_t width)
{
    uint32_t node = (uint32_t)diagram->num_cells;

    if (diagram->num_nodes >= diagram->max_nodes
        || diagram->num_cells + width + 1 > MSBI_MAX_CELLS)
        return fail_with(diagram, MSB_ERR_LIMIT);
    if (!reserve_cells(diagram, width + 1))
        return fail_with(diagram, MSB_ERR_NOMEM);
    diagram->cells[node] = level;
    memcpy(diagram->cells + node + 1, children, width * sizeof *children);
    diagram->num_cells += width + 1;
    diagram->num_nodes++;
    diagram->table[at] = node;
    if (diagram->num_nodes * 2 > diagram->table_size && !grow_table(diagram))
        return fail_with(diagram, MSB_ERR_NOMEM);
    grow_memo(diagram);
    return node;
}

msbi_ref
msbi_diagram_node(struct msbi_diagram *diagram, uint32_t level,
                  const msbi_ref *children)
{
    size_t width = width_of(diagram, level);
    uint32_t hash = mix(0x811c9dc5u, level);
    bool equal = true;
    size_t at;

    if (diagram->status != MSB_OK)
        return MSBI_FAILED;
    for (size_t i = 0; i < width; i++) {
        hash = mix(hash, children[i]);
        equal = equal && children[i] == children[0];
    }
    if (equal)
        return children[0];
    at = hash & (diagram->table_size - 1);
    while (diagram->table[at] != 0) {
        const uint32_t *cells = diagram->cells + diagram->table[at];

        if (cells[0] == level
            && memcmp(cells + 1, children, width * sizeof *children) == 0)
            return diagram->table[at];
        at = (at + 1) & (diagram->table_size - 1);
    }
    return add_node(diagram, at, level, children, width);
}

/* Room for @width children on the stack; its place, or SIZE_MAX. */
static size_t
push_children(struct msbi_diagram *diagram, size_t width)
{
    size_t place = diagram->stack_top;
    size_t wanted = diagram->stack_size < 64 ? 64 : diagram->stack_size;
    uint32_t *stack;

    if (place + width > diagram->stack_size) {
        while (wanted < place + width)
            wanted *= 2;
        stack = msbi_resize(diagram->stack, wanted, sizeof *stack);
        if (stack == NULL) {
            fail_with(diagram, MSB_ERR_NOMEM);
            return SIZE_MAX;
        }
        diagram->stack = stack;
        diagram->stack_size = wanted;
    }
    diagram->stack_top = place + width;
    return place;
}

/* The node of the children at @place, which leave the stack. */
static msbi_ref
pop_node(struct msbi_diagram *diagram, uint32_t level, size_t place)
{
    diagram->stack_top = place;
    return msbi_diagram_node(diagram, level, diagram->stack + place);
}

static struct msbi_memo_entry *
find_memo(const struct msbi_diagram *diagram, const msbi_ref key[4])
{
    return &diagram->memo[hash_cells(key, 4) & (diagram->memo_size - 1)];
}

bool
msbi_diagram_recall(const struct msbi_diagram *diagram, const msbi_ref key[4],
                    msbi_ref *result)
{
    const struct msbi_memo_entry *entry = find_memo(diagram, key);

    *result = entry->result;
    return memcmp(entry->key, key, sizeof entry->key) == 0;
}

msbi_ref
msbi_diagram_remember(struct msbi_diagram *diagram, const msbi_ref key[4],
                      msbi_ref result)
{
    struct msbi_memo_entry *entry = find_memo(diagram, key);

    if (result == MSBI_FAILED)
        return result;
    memcpy(entry->key, key, sizeof entry->key);
    entry->result = result;
    return result;
}

void
msbi_diagram_forget(struct msbi_diagram *diagram)
{
    diagram->operation++;
}

static bool
may_step(struct msbi_diagram *diagram)
{
    if (diagram->status == MSB_OK && ++diagram->steps > diagram->max_steps)
        fail_with(diagram, MSB_ERR_LIMIT);
    return diagram->status == MSB_OK;
}

static uint32_t
smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static msbi_ref
choose(struct msbi_diagram *diagram, msbi_ref test, msbi_ref then,
       msbi_ref other)
{
    const msbi_ref key[4] = {MSBI_OP_CHOOSE, test, then, other};
    uint32_t level;
    size_t place, width;
    msbi_ref result;

    if (test == MSBI_TRUE || then == other)
        return then;
    if (test == MSBI_FALSE)
        return other;
    if (then == MSBI_TRUE && other == MSBI_FALSE)
        return test;
    if (msbi_diagram_recall(diagram, key, &result))
        return result;
    level = smaller(
        msbi_level_of(diagram, test),
        smaller(msbi_level_of(diagram, then), msbi_level_of(diagram, other)));
    width = width_of(diagram, level);
    if (!may_step(diagram)
        || (place = push_children(diagram, width)) == SIZE_MAX)
        return MSBI_FAILED;
    for (size_t i = 0; i < width; i++) {
        result = choose(diagram, msbi_follow(diagram, test, level, i),
                        msbi_follow(diagram, then, level, i),
                        msbi_follow(diagram, other, level, i));
        if (result == MSBI_FAILED)
            return result;
        diagram->stack[place + i] = result;
    }
    return msbi_diagram_remember(diagram, key, pop_node(diagram, level, place));
}

msbi_ref
msbi_diagram_choose(struct msbi_diagram *diagram, msbi_ref test, msbi_ref then,
                    msbi_ref other)
{
    if (diagram->status != MSB_OK || test == MSBI_FAILED || then == MSBI_FAILED
        || other == MSBI_FAILED)
        return MSBI_FAILED;
    diagram->stack_top = 0;
    return choose(diagram, test, then, other);
}

struct joining {
    msbi_join_fn join;
    void *user;
};

static msbi_ref
apply(struct msbi_diagram *diagram, const struct joining *joining, msbi_ref a,
      msbi_ref b)
{
    const msbi_ref key[4] = {diagram->operation, a, b, MSBI_LEAF};
    uint32_t level;
    size_t place, width;
    msbi_ref result;

    if (msbi_is_leaf(a) && msbi_is_leaf(b)) {
        result = joining->join(joining->user, a, b);
        return result == MSBI_FAILED ? fail_with(diagram, MSB_ERR_NOMEM)
                                     : result;
    }
    if (msbi_diagram_recall(diagram, key, &result))
        return result;
    level = smaller(msbi_level_of(diagram, a), msbi_level_of(diagram, b));
    width = width_of(diagram, level);
    if (!may_step(diagram)
        || (place = push_children(diagram, width)) == SIZE_MAX)
        return MSBI_FAILED;
    for (size_t i = 0; i < width; i++) {
        result = apply(diagram, joining, msbi_follow(diagram, a, level, i),
                       msbi_follow(diagram, b, level, i));
        if (result == MSBI_FAILED)
            return result;
        diagram->stack[place + i] = result;
    }
    return msbi_diagram_remember(diagram, key, pop_node(diagram, level, place));
}

msbi_ref
msbi_diagram_apply(struct msbi_diagram *diagram, msbi_join_fn join, void *user,
                   msbi_ref a, msbi_ref b)
{
    struct joining joining = {.join = join, .user = user};

    if (diagram->status != MSB_OK || a == MSBI_FAILED || b == MSBI_FAILED)
        return MSBI_FAILED;
    diagram->stack_top = 0;
    return apply(diagram, &joining, a, b);
}

struct copying {
    const struct msbi_diagram *source;
    const uint16_t *classes; /* NULL: no level is known */
    msbi_map_fn map;         /* NULL: leaves stay as they are */
    void *user;
};

static msbi_ref
copy_ref(struct msbi_diagram *diagram, const struct copying *copying,
         msbi_ref ref)
{
    const struct msbi_diagram *source = copying->source;
    msbi_ref key[4] = {diagram->operation, 0, MSBI_LEAF, MSBI_LEAF};
    uint32_t level;
    size_t place, width;
    msbi_ref result;

    while (!msbi_is_leaf(ref) && copying->classes != NULL
           && copying->classes[source->cells[ref]] != MSBI_UNKNOWN_CLASS)
        ref = msbi_child(source, ref, copying->classes[source->cells[ref]]);
    if (msbi_is_leaf(ref))
        return copying->map == NULL ? ref : copying->map(copying->user, ref);
    key[1] = ref;
    if (msbi_diagram_recall(diagram, key, &result))
        return result;
    level = source->cells[ref];
    width = width_of(diagram, level);
    if (!may_step(diagram)
        || (place = push_children(diagram, width)) == SIZE_MAX)
        return MSBI_FAILED;
    for (size_t i = 0; i < width; i++) {
        result = copy_ref(diagram, copying, msbi_child(source, ref, i));
        if (result == MSBI_FAILED)
            return fail_with(diagram, MSB_ERR_NOMEM);
        diagram->stack[place + i] = result;
    }
    return msbi_diagram_remember(diagram, key, pop_node(diagram, level, place));
}

msbi_ref
msbi_diagram_restrict(struct msbi_diagram *diagram,
                      const struct msbi_diagram *source,
                      const uint16_t *classes, msbi_map_fn map, void *user,
                      msbi_ref ref)
{
    struct copying copying = {
        .source = source, .classes = classes, .map = map, .user = user};

    if (diagram->status != MSB_OK || ref == MSBI_FAILED)
        return MSBI_FAILED;
    msbi_diagram_forget(diagram);
    diagram->stack_top = 0;
    return copy_ref(diagram, &copying, ref);
}

msbi_ref
msbi_diagram_map(struct msbi_diagram *diagram, msbi_map_fn map, void *user,
                 msbi_ref ref)
{
    return msbi_diagram_restrict(diagram, diagram, NULL, map, user, ref);
}
