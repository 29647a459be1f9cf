/* SPDX-License-Identifier: MIT */
#ifndef MSBI_PLAN_H
#define MSBI_PLAN_H

#include <msb/columns.h>
#include <msb/decision.h>

#include "base/memory.h"
#include "decide/deliverers.h"
#include "decide/doubts.h"
#include "decide/facts.h"
#include "decide/mix.h"
#include "decide/planes.h"
#include "decide/split.h"
#include "decide/told.h"
#include "rules/rules.h"
#include "rules/stage.h"

/*
 * A plan: the tables of the rules (see rules/stage.h) made ready for columns.
 * A scalar's value becomes a step, a small number; "unknown" is a step of its
 * own, the last. What steps say together is looked up by mixes. A row's
 * words, ANDed over all attributes, hold the terms that match, and the first
 * bit set is the term that decides.
 */

/* Rows that are decided together; what they need stays in the first cache. */
#define MSBI_BLOCK 512

/* The most limits that are compared one by one; more are halved. */
#define MSBI_MAX_COMPARED 24

struct msb_plan {
    struct msbi_refcount refs;
    struct msb_rules *rules;
    struct msb_date on;
    enum msb_instructions instructions;
    const struct msbi_kernel *kernel;
    const struct msbi_tables *tables;  /* of the rules; NULL: by rows */
    bool is_per_service;               /* decided by deliveries alone */
    size_t num_words;                  /* as in the tables */
    bool is_unique;                    /* and rules can match the same row */
    const struct msbi_stage *only_set; /* that rules test, or NULL */
    bool is_tested[MSBI_MAX_STAGES];   /* by attribute: by some rule */
    struct msbi_scale *scales;         /* by attribute */
    struct msbi_scale births;          /* in place of the age's */
    size_t num_mixes;                  /* for the rules */
    struct msbi_mix *mixes;
    uint32_t **masks; /* by mix; see msbi_mix_filter() */
    struct msbi_mix group_mix;
    int16_t *groups; /* by its entries */
    struct msbi_deliverers deliverers;
    /* [attribute * num_words + word]: terms that are possible by a set that is
       not known. Unknown services are none. */
    uint32_t *absent;
    uint32_t *answers; /* by term and one behind: area, rule << 16 */
    struct msbi_doubts doubts;
    struct msbi_split split;
    struct msbi_planes *planes; /* for kernels that use them, or NULL */
    struct msbi_told *told;     /* the same of the deliverers */
    size_t scratch_size;        /* of a block, for the kernel */
    uint8_t spread[256][8];     /* bits as bytes, 0 or 0xff */
};

/* What a block holds of one attribute. */
struct msbi_lane {
    union {
        uint8_t bytes[MSBI_BLOCK];
        uint16_t shorts[MSBI_BLOCK]; /* where the scale is wide */
    } steps;
    uint8_t known[MSBI_BLOCK]; /* 0xff or 0, where not all rows know it */
    const uint64_t *words;     /* of a set; NULL: of no row known */
    bool is_partly;            /* some rows do not know it, others do */
};

/* A block of rows at work. */
struct msbi_block {
    size_t num_rows;
    bool has_unknown; /* some rows have doubts */
    bool has_rejected;
    uint64_t doubtful[MSBI_BLOCK / 64]; /* a bit for each that has */
    /* The doubts of each row, eight in a byte; where has_unknown. */
    uint8_t unknown[MSBI_DOUBT_BYTES][MSBI_BLOCK];
    uint8_t rejected[MSBI_BLOCK]; /* not 0: a value outside its domain */
    uint16_t index[MSBI_BLOCK];   /* into the entries of a mix */
    size_t num_open;              /* rows that the kernel could not decide */
    uint16_t open[MSBI_BLOCK];
    struct msbi_lane *lanes; /* by attribute */
    /* [word * MSBI_BLOCK + row]: terms that match in some completion. A kernel
       that works otherwise fills them for open rows. */
    uint32_t *possible;
    uint8_t *scratch; /* of the kernel */
};

/* One column of a block: the first value is of the row @first. */
struct msbi_slice {
    const void *values;
    size_t first;
    uint32_t width;
};

/*
 * A way of doing the work; see portable.c and the files beside it. Outcome
 * columns are given from the block's first row on.
 */
struct msbi_kernel {
    bool has_planes; /* uses them, where the plan has any */
    /* Which rows know an attribute, from bits; whether it is a doubt of theirs,
       as @bit of the bytes @unknown. */
    void (*know)(const struct msb_plan *plan, const uint64_t *bits, uint8_t bit,
                 uint8_t *unknown, struct msbi_lane *lane, size_t num_rows);
    /* Values as steps; domains are checked. Unknown rows are of the last. */
    void (*take)(const struct msb_plan *plan, const struct msbi_scale *scale,
                 const struct msbi_slice *slice, struct msbi_lane *lane,
                 struct msbi_block *block);
    /* Whether sets have but the values that there are. */
    void (*check)(const struct msbi_stage *stage, const struct msbi_lane *lane,
                  struct msbi_block *block);
    /* Status, area and rule; lists the rows that are left open, which with
       proofs are undetermined for now. */
    void (*decide)(const struct msb_plan *plan, struct msbi_block *block,
                   const struct msb_outcome_columns *out);
    void (*group)(const struct msb_plan *plan, struct msbi_block *block,
                  int16_t *groups);
    /* For plans with told deliverers; see deliver.h. */
    void (*deliver)(const struct msb_plan *plan, struct msbi_block *block,
                    const struct msb_outcome_columns *out);
};

extern const struct msbi_kernel msbi_kernel_portable;
/* NULL where the library was built without, or the machine lacks it. */
const struct msbi_kernel *msbi_kernel_avx2(void);
const struct msbi_kernel *msbi_kernel_avx512(void);

/* Fill the plan's tables. MSB_OK or NOMEM. */
enum msb_status msbi_plan_build(struct msb_plan *plan);

/* Whether a row is known, by its validity bitmap. */
static inline bool
msbi_is_valid(const uint8_t *validity, size_t row)
{
    return validity == NULL || (validity[row / 8] >> row % 8 & 1) != 0;
}

/* The doubts of a row of a block, a bit for each. */
static inline uint32_t
msbi_block_get_unknown(const struct msb_plan *plan,
                       const struct msbi_block *block, size_t at)
{
    uint32_t unknown = 0;

    for (size_t i = 0; block->has_unknown && i < plan->doubts.num_bytes; i++)
        unknown |= (uint32_t)block->unknown[i][at] << 8 * i;
    return unknown;
}

/* Note the rows of a block that do not know an attribute, of which @first is
   the first; see know.c. */
void msbi_block_know(const struct msb_plan *plan, size_t attribute,
                     const struct msb_column *column, size_t first,
                     struct msbi_block *block);

/* The column of an attribute; one without values where none is given. */
const struct msb_column *
msbi_get_column(const struct msb_columns *columns, size_t attribute);
/* Fill facts from a row. REJECTED rows give INVALID. */
enum msb_status msbi_row_fill_facts(const struct msb_plan *plan,
                                    const struct msb_columns *columns,
                                    size_t row, struct msb_facts *facts);
/* Decide a row on the diagram; an unusable one becomes REJECTED. */
enum msb_status
msbi_row_decide(const struct msb_plan *plan, const struct msb_columns *columns,
                size_t row, struct msb_facts *facts, struct msb_outcome *out,
                uint8_t *status, struct msb_error *err);
/* Write who delivers to a row, from its facts, as the diagrams say. */
enum msb_status msbi_row_deliver(const struct msb_plan *plan,
                                 const struct msb_facts *facts, size_t row,
                                 const struct msb_outcome_columns *out,
                                 struct msb_error *err);
/* The same for a row that is rejected: nobody. */
void msbi_row_deliver_none(size_t row, const struct msb_outcome_columns *out);

#endif
