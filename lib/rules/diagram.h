/* SPDX-License-Identifier: MIT */
#ifndef MSBI_DIAGRAM_H
#define MSBI_DIAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

#include "rules/levels.h"

/*
 * Decision diagrams over the levels of a model. A reference is a leaf, that
 * is a number, or a node: a level with one child for each of its classes. A
 * node is read at its place in one array: its level, then its children. Equal
 * nodes are shared, a node whose children are equal is left out, and levels
 * only grow downwards: so equal functions have equal references.
 */
typedef uint32_t msbi_ref;

#define MSBI_LEAF 0x80000000u
#define MSBI_FALSE 0x80000000u
#define MSBI_TRUE 0x80000001u
/* "Nothing matches", among leaves that are indices. */
#define MSBI_GAP 0xffffffffu
/* What a failed operation returns. */
#define MSBI_FAILED 0x7fffffffu

/* The most numbers that the nodes of one diagram may take: 256 MB. */
#define MSBI_MAX_CELLS 64000000u
/* The most steps that building one diagram may take. */
#define MSBI_MAX_STEPS 60000000u

struct msbi_memo_entry {
    msbi_ref key[4]; /* the operation, and what it was done to */
    msbi_ref result;
};

struct msbi_diagram {
    const struct msbi_levels *levels;
    uint32_t *cells; /* nodes, one behind the other; the first at 1 */
    size_t num_cells;
    size_t max_cells;
    size_t num_nodes;
    size_t max_nodes;
    uint32_t *table; /* open hash table of nodes */
    size_t table_size;
    struct msbi_memo_entry *memo; /* results of operations, may forget */
    size_t memo_size;
    uint32_t operation; /* the one that apply() does now */
    uint32_t *stack;    /* children of the nodes that are being built */
    size_t stack_top;
    size_t stack_size;
    uint64_t steps;
    uint64_t max_steps;
    enum msb_status status; /* why an operation failed */
};

static inline bool
msbi_is_leaf(msbi_ref ref)
{
    return (ref & MSBI_LEAF) != 0;
}

/* A leaf for an index below 2^31 - 1. */
static inline msbi_ref
msbi_leaf(size_t index)
{
    return MSBI_LEAF | (msbi_ref)index;
}

static inline size_t
msbi_leaf_index(msbi_ref leaf)
{
    return leaf & ~MSBI_LEAF;
}

static inline msbi_ref
msbi_child(const struct msbi_diagram *diagram, msbi_ref node, size_t class)
{
    return diagram->cells[(size_t)node + 1 + class];
}

static inline uint32_t
msbi_level_of(const struct msbi_diagram *diagram, msbi_ref ref)
{
    return msbi_is_leaf(ref) ? MSBI_NO_LEVEL : diagram->cells[ref];
}

/* What @ref leads to when @level is of @class. */
static inline msbi_ref
msbi_follow(const struct msbi_diagram *diagram, msbi_ref ref, uint32_t level,
            size_t class)
{
    return msbi_level_of(diagram, ref) == level
               ? msbi_child(diagram, ref, class)
               : ref;
}

/* Empty, for at most @max_nodes nodes. MSB_OK or NOMEM. */
enum msb_status msbi_diagram_init(struct msbi_diagram *diagram,
                                  const struct msbi_levels *levels,
                                  size_t max_nodes);
void msbi_diagram_release(struct msbi_diagram *diagram);
/* Report diagram->status after MSBI_FAILED. */
enum msb_status
msbi_diagram_fail(const struct msbi_diagram *diagram, struct msb_error *err);

/* The node of a level with these children, or the child if all are equal. */
msbi_ref msbi_diagram_node(struct msbi_diagram *diagram, uint32_t level,
                           const msbi_ref *children);
/* Where @test (of leaves FALSE and TRUE) holds @then, elsewhere @other. Any
   argument may be MSBI_FAILED: so is the result then. */
msbi_ref msbi_diagram_choose(struct msbi_diagram *diagram, msbi_ref test,
                             msbi_ref then, msbi_ref other);

/*
 * Operations on leaves. apply() joins two diagrams leaf by leaf, and recalls
 * what earlier calls found: msbi_diagram_forget() before it means something
 * else, or after a map or restrict, which forget for themselves.
 */
typedef msbi_ref (*msbi_join_fn)(void *user, msbi_ref a, msbi_ref b);
msbi_ref msbi_diagram_apply(struct msbi_diagram *diagram, msbi_join_fn join,
                            void *user, msbi_ref a, msbi_ref b);
typedef msbi_ref (*msbi_map_fn)(void *user, msbi_ref leaf);
msbi_ref msbi_diagram_map(struct msbi_diagram *diagram, msbi_map_fn map,
                          void *user, msbi_ref ref);
void msbi_diagram_forget(struct msbi_diagram *diagram);
/* Make room for @size results, a power of two, where much is asked of few
   nodes; what the memo held is forgotten. */
void msbi_diagram_widen_memo(struct msbi_diagram *diagram, size_t size);

/* The memo's names of operations that always mean the same; what apply(),
   map and restrict do is numbered from MSBI_OP_FIRST. */
#define MSBI_OP_CHOOSE 1u
#define MSBI_OP_MEETS 2u
#define MSBI_OP_IMPLIES 3u
#define MSBI_OP_FIRST 4u
/* Whether the result of @key is known; then it is in @result. */
bool msbi_diagram_recall(const struct msbi_diagram *diagram,
                         const msbi_ref key[4], msbi_ref *result);
/* Keep a result, unless it is MSBI_FAILED; returns it. */
msbi_ref msbi_diagram_remember(struct msbi_diagram *diagram,
                               const msbi_ref key[4], msbi_ref result);

/* Of diagrams of FALSE and TRUE: whether some facts make both TRUE, and
   whether all facts that make @a TRUE make @b TRUE. Nothing is built. */
bool msbi_diagram_meets(struct msbi_diagram *diagram, msbi_ref a, msbi_ref b);
bool msbi_diagram_implies(struct msbi_diagram *diagram, msbi_ref a, msbi_ref b);

/*
 * Copy @ref of @source into @diagram with some levels known: classes[level]
 * is the class, or MSBI_UNKNOWN_CLASS; NULL: none is known. @map changes the
 * leaves on the way; NULL leaves them.
 */
msbi_ref msbi_diagram_restrict(struct msbi_diagram *diagram,
                               const struct msbi_diagram *source,
                               const uint16_t *classes, msbi_map_fn map,
                               void *user, msbi_ref ref);

/*
 * Keep what can be reached from @roots, which are changed to their new
 * places, close together in memory. Drops the tables: nothing can be built
 * any more.
 */
enum msb_status msbi_diagram_freeze(struct msbi_diagram *diagram,
                                    msbi_ref *const *roots, size_t num_roots);

#endif
