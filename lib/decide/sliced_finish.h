/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SLICED_FINISH_H
#define MSBI_SLICED_FINISH_H

#include "decide/loops.h"
#include "decide/planes.h"
#include "decide/prove.h"
#include "decide/sliced_put.h"

/*
 * From a block's planes to answers: the first term of each row, and what is
 * proven of the rows with doubts, whose first term need not be certain.
 * Included behind the operations of a kernel, as sliced.h.
 */

/* The first term of each row, and whether that is all there is to say: it is
   certain, and under `unique` no other matches. */
struct firsts {
    struct lanes term; /* 0 where there is none */
    struct flags is_none;
    struct flags is_done; /* or none */
};

/* What is proven of rows; see prove.c. 0 in rows that are plainly done. */
struct proof {
    struct lanes undetermined; /* 0xff, also where nothing is proven */
    struct lanes several;      /* 0xff: other rules decide as well */
    struct lanes open;         /* not 0: nothing is proven */
};

/* The doubts of rows, four in a byte. */
struct doubts {
    size_t num_nibbles;
    struct lanes nibbles[2 * MSBI_DOUBT_BYTES];
};

LANES_OP struct doubts
take_doubts(const struct msbi_planes *planes, const struct msbi_block *block,
            size_t at)
{
    struct doubts doubts = {.num_nibbles = (planes->num_doubts + 3) / 4};

    for (size_t i = 0; i < doubts.num_nibbles; i++) {
        struct lanes unknown = lanes_load(block->unknown[i / 2] + at);

        doubts.nibbles[i] = i % 2 == 0 ? lanes_and(unknown, lanes_fill(15))
                                       : lanes_high(unknown);
    }
    return doubts;
}

/* Of a plane, the terms that are certain. */
LANES_OP struct lanes
get_certain(const struct msbi_planes *planes, const struct doubts *doubts,
            size_t plane, struct lanes possible)
{
    const uint8_t *table = planes->certain + plane * 16;

    for (size_t i = 0; i < doubts->num_nibbles; i++)
        possible = lanes_and(
            possible, lanes_look(lanes_table(table + i * planes->num * 16),
                                 doubts->nibbles[i]));
    return possible;
}

/* Bits behind the first of each row. */
LANES_OP struct lanes
find_several(const struct msbi_planes *planes, const struct msbi_block *block,
             size_t at)
{
    struct lanes before = lanes_load(get_plane(block, 0) + at);
    struct lanes later = lanes_rest(before);

    for (size_t p = 1; p < planes->num; p++) {
        struct lanes mask = lanes_load(get_plane(block, p) + at);

        later = lanes_or(
            later, lanes_choose(lanes_is_zero(before), lanes_rest(mask), mask));
        before = lanes_or(before, mask);
    }
    return later;
}

/* Without @doubts, of rows that have none. */
LANES_OP struct firsts
find_firsts(const struct msbi_planes *planes, const struct msbi_block *block,
            const struct doubts *doubts, size_t at)
{
    const uint8_t *possible = get_plane(block, 0) + at;
    struct lanes mask = lanes_load(possible), base = lanes_fill(0), bit;
    struct lanes open = base, sure = mask;
    struct firsts firsts;

    if (doubts != NULL)
        sure = get_certain(planes, doubts, 0, mask);
    for (size_t p = 1; p < planes->num; p++) {
        struct flags is_empty = lanes_is_zero(mask);
        struct lanes plane = lanes_load(possible + p * MSBI_BLOCK);

        mask = lanes_add_where(is_empty, mask, plane);
        base = lanes_add_where(is_empty, base, lanes_fill(8));
        if (doubts != NULL)
            sure = lanes_add_where(is_empty, sure,
                                   get_certain(planes, doubts, p, plane));
    }
    bit = lanes_lowest(mask);
    firsts.is_none = lanes_is_zero(mask);
    if (doubts != NULL)
        open = lanes_without(bit, sure);
    if (planes->is_unique)
        open = lanes_or(open, find_several(planes, block, at));
    firsts.is_done = lanes_is_zero(open);
    firsts.term = lanes_or(base, find_number(bit));
    return firsts;
}

/* The terms behind the first up to the first that is certain: whether there are
   some of the first's area or rule, and of others. Not 0: there are. */
struct others {
    struct lanes same_area, other_area;
    struct lanes same_rule, other_rule;
};

/* Those of one plane. */
LANES_OP void
note_others(const struct msbi_plane_proofs *proofs, size_t plane,
            struct lanes later, struct lanes term, struct others *others)
{
    const uint8_t *areas = proofs->same_area[plane];
    const uint8_t *rules = proofs->same_rule[plane];
    struct lanes same = lanes_and(
        later,
        lanes_look_32(lanes_table(areas), lanes_table(areas + 16), term));

    others->same_area = lanes_or(others->same_area, same);
    others->other_area = lanes_or(others->other_area,
                                  lanes_without(later, same));
    if (proofs->has_several_terms)
        same = lanes_and(later, lanes_look_32(lanes_table(rules),
                                              lanes_table(rules + 16), term));
    else
        same = lanes_fill(0);
    others->same_rule = lanes_or(others->same_rule, same);
    others->other_rule = lanes_or(others->other_rule,
                                  lanes_without(later, same));
}

LANES_OP struct others
find_others(const struct msbi_planes *planes, const struct msbi_block *block,
            const struct doubts *doubts, struct lanes term, size_t at)
{
    const struct lanes none = lanes_fill(0);
    struct others others = {none, none, none, none};
    struct lanes before = none, before_sure = none;

    for (size_t p = 0; p < planes->num; p++) {
        struct lanes mask = lanes_load(get_plane(block, p) + at);
        struct lanes sure = get_certain(planes, doubts, p, mask);
        struct lanes later = lanes_choose(lanes_is_zero(before),
                                          lanes_rest(mask), mask);

        later = lanes_keep(lanes_is_zero(before_sure),
                           lanes_and(later, lanes_through(sure)));
        note_others(&planes->proofs, p, later, term, &others);
        before = lanes_or(before, mask);
        before_sure = lanes_or(before_sure, sure);
    }
    /* Where none is certain, "none" may decide as well. */
    others.other_area = lanes_or(
        others.other_area,
        lanes_keep(lanes_is_zero(before_sure), lanes_fill(0xff)));
    return others;
}

LANES_OP struct proof
prove(const struct msbi_planes *planes, const struct msbi_block *block,
      const struct doubts *doubts, const struct firsts *firsts, size_t at)
{
    const struct lanes all = lanes_fill(0xff);
    struct others others = find_others(planes, block, doubts, firsts->term, at);
    struct lanes avoidable = lanes_fill(0), differs, several;
    struct proof proof;

    for (size_t i = 0; i * 8 < planes->num_doubts; i++) {
        const uint8_t *table = planes->proofs.avoidable[i];

        avoidable = lanes_or(
            avoidable,
            lanes_and(lanes_look_32(lanes_table(table), lanes_table(table + 16),
                                    firsts->term),
                      lanes_load(block->unknown[i] + at)));
    }
    several = lanes_drop(firsts->is_done, others.other_rule);
    differs = lanes_drop(
        firsts->is_done,
        lanes_or(others.other_area,
                 lanes_drop(lanes_is_zero(others.same_rule), several)));
    proof.several = lanes_drop(lanes_is_zero(several), all);
    proof.undetermined = lanes_drop(lanes_is_zero(differs), all);
    proof.open = lanes_and(
        proof.undetermined,
        lanes_keep(lanes_is_zero(avoidable), others.same_area));
    return proof;
}

LANES_OP void
put_answers(const struct msbi_planes *planes, const struct firsts *firsts,
            const struct proof *proof, size_t at, size_t left,
            const struct msb_outcome_columns *out)
{
    struct lanes without = lanes_or(
        lanes_keep(firsts->is_none, lanes_fill(0xff)), proof->undetermined);
    struct lanes more = lanes_fill(MSB_ROW_NONE - MSB_ROW_DETERMINED);

    if (out->status != NULL) /* undetermined is one more, and 0xff is -1 */
        put_bytes(out->status + at, left,
                  lanes_subtract(lanes_add_where(firsts->is_none,
                                                 lanes_fill(MSB_ROW_DETERMINED),
                                                 more),
                                 proof->undetermined));
    if (out->area != NULL)
        put_shorts(
            out->area + at, left,
            lanes_or(without, lanes_look_32(lanes_table(planes->areas),
                                            lanes_table(planes->areas + 16),
                                            firsts->term)));
    if (out->rule != NULL)
        put_shorts(out->rule + at, left,
                   lanes_or(lanes_or(without, proof->several),
                            lanes_look_32(lanes_table(planes->rules),
                                          lanes_table(planes->rules + 16),
                                          firsts->term)));
}

/* The words of LANES rows from their planes. */
LANES_OP void
put_words(const struct msbi_planes *planes, const uint8_t *from,
          size_t num_words, uint32_t *to)
{
    for (size_t w = 0; w < num_words; w++) {
        struct lanes four[4];

        for (size_t i = 0; i < 4; i++)
            four[i] = 4 * w + i < planes->num
                          ? lanes_load(from + (4 * w + i) * MSBI_BLOCK)
                          : lanes_fill(0);
        lanes_store_words(four, to + w * MSBI_BLOCK);
    }
}

/* Rows that are left open; a bit for each. */
LANES_OP void
list_open(const struct msb_plan *plan, struct msbi_block *block, uint64_t bits,
          size_t at)
{
    size_t left = block->num_rows - at;

    if (left < LANES)
        bits &= ((uint64_t)1 << left) - 1;
    if (bits == 0)
        return;
    put_words(plan->planes, get_plane(block, 0) + at, plan->num_words,
              block->possible + at);
    for (; bits != 0; bits &= bits - 1)
        block->open[block->num_open++] =
            (uint16_t)(at + (size_t)__builtin_ctzll(bits));
}

/* One vector of rows. */
LANES_OP void
finish_rows(const struct msb_plan *plan, struct msbi_block *block,
            const struct doubts *doubts, size_t at,
            const struct msb_outcome_columns *out)
{
    const struct msbi_planes *planes = plan->planes;
    const struct lanes none = lanes_fill(0);
    struct firsts firsts = find_firsts(planes, block, doubts, at);
    struct flags is_done = firsts.is_done;
    struct proof proof = {none, none, none};

    if (doubts != NULL && planes->has_proofs) {
        proof = prove(planes, block, doubts, &firsts, at);
        is_done = lanes_is_zero(proof.open);
    }
    if (planes->has_small_answers)
        put_answers(planes, &firsts, &proof, at, block->num_rows - at, out);
    else
        lanes_store(get_terms(planes, block) + at,
                    lanes_choose(firsts.is_none,
                                 lanes_fill((uint8_t)(plan->num_words * 32)),
                                 firsts.term));
    if (doubts != NULL || planes->is_unique)
        list_open(plan, block,
                  ~lanes_get_bits(is_done) & (~(uint64_t)0 >> (64 - LANES)),
                  at);
}

LANES_TARGET static void
finish(const struct msb_plan *plan, struct msbi_block *block,
       const struct msb_outcome_columns *out)
{
    const struct msbi_planes *planes = plan->planes;
    const struct msb_outcome_columns to = *out;
    const uint8_t *terms = get_terms(planes, block);
    struct msbi_proven proven;

    for (size_t at = 0; at < block->num_rows; at += LANES) {
        uint64_t doubtful = !block->has_unknown
                                ? 0
                                : block->doubtful[at / 64] >> at % 64
                                      & ~(uint64_t)0 >> (64 - LANES);

        if (doubtful == 0) {
            finish_rows(plan, block, NULL, at, &to);
        } else {
            struct doubts doubts = take_doubts(planes, block, at);

            finish_rows(plan, block, &doubts, at, &to);
        }
    }
    if (planes->has_small_answers)
        return;
    for (size_t i = 0; i < block->num_rows; i++)
        proven.answers[i] = plan->answers[terms[i]];
    memset(proven.undetermined, 0, block->num_rows);
    if (plan->doubts.has_proofs)
        msbi_prove_block(plan, block, &proven);
    msbi_loop_write(proven.answers, proven.undetermined, block->num_rows, out);
}

#endif
