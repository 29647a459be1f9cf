/* SPDX-License-Identifier: MIT */
/* Splitting the terms of a model with one word of terms, one mix, and one set
   of which the first values are tested. */
#include "decide/split.h"

#include "decide/plan.h"

/* A term, and the octet in which it asks for one of several values. */
struct piece {
    uint32_t term;
    size_t octet; /* MSB_NONE: in none */
};

/* The terms that ask for one of several values in an octet. */
static uint32_t
find_asking(const struct msbi_octet *octet)
{
    uint64_t asking = 0;

    for (size_t i = 0; i < 256; i++)
        asking |= octet->tables[i];
    return (uint32_t)asking;
}

/* The pieces of all terms, in their order; 0 where they are too many. */
static size_t
list_pieces(const struct msb_plan *plan, struct piece *pieces)
{
    const struct msbi_stage *stage = plan->only_set;
    uint32_t asking[MSBI_MAX_SPLIT_OCTETS];
    size_t num = 0;

    for (size_t k = 0; k < stage->num_octets; k++)
        asking[k] = find_asking(&stage->octets[k]);
    for (uint32_t i = 0; i < 32; i++) {
        uint32_t bit = (uint32_t)1 << i;

        if ((plan->tables->terms[0] & bit) == 0)
            continue;
        if (num + stage->num_octets > 63)
            return 0;
        if ((stage->without_any[0] & bit) != 0)
            pieces[num++] = (struct piece){i, MSB_NONE};
        else
            for (size_t k = 0; k < stage->num_octets; k++)
                if ((asking[k] & bit) != 0)
                    pieces[num++] = (struct piece){i, k};
    }
    return num;
}

static bool
can_split(const struct msb_plan *plan)
{
    const struct msbi_stage *stage = plan->only_set;
    size_t num = stage == NULL ? 0 : stage->num_octets;

    return plan->num_words == 1 && plan->num_mixes == 1 && !plan->is_unique
           && !plan->is_per_service && num > 0 && num <= MSBI_MAX_SPLIT_OCTETS
           && stage->num_set_words == 1
           && stage->octets[num - 1].shift == 8 * (num - 1);
}

/* The pieces of terms, and the bit for none if they have it. */
static uint64_t
split_terms(uint64_t terms, const struct piece *pieces, size_t num)
{
    uint64_t bits = (terms >> 32 & 1) << num;

    for (size_t i = 0; i < num; i++)
        bits |= (terms >> pieces[i].term & 1) << i;
    return bits;
}

static void
fill_piece(struct msbi_split *split, const struct msb_plan *plan,
           const struct piece *piece, uint64_t bit)
{
    for (size_t i = 0; i < plan->mixes[0].num_entries; i++)
        if ((plan->masks[0][i] >> piece->term & 1) != 0)
            split->masks[i] |= bit;
    for (size_t i = 0; i < split->num_octets * 256; i++) {
        uint64_t found = plan->only_set->octets[i / 256].tables[i % 256];
        bool is_broken = (found >> 32 >> piece->term & 1) != 0;
        bool has_any = piece->octet != i / 256
                       || (found >> piece->term & 1) != 0;

        if (!is_broken && has_any)
            split->octets[i] |= bit;
    }
}

/* The proofs are those of the terms, by pieces. */
static enum msb_status
split_proofs(struct msbi_split *split, const struct msb_plan *plan,
             const struct piece *pieces, size_t num)
{
    const struct msbi_proofs *whole = &plan->doubts.proofs;
    struct msbi_proofs *proofs = &split->proofs;
    size_t num_certain = plan->doubts.num_bytes * 256;

    proofs->certain = msbi_alloc_array(num_certain, sizeof *proofs->certain);
    if (proofs->certain == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < num_certain; i++)
        proofs->certain[i] = split_terms(whole->certain[i], pieces, num);
    for (size_t i = 0; i < num; i++) {
        size_t term = pieces[i].term;

        proofs->same_area[i] = split_terms(whole->same_area[term], pieces, num);
        proofs->avoidable[i] = whole->avoidable[term];
        proofs->answers[i] = whole->answers[term];
    }
    proofs->answers[num] = whole->answers[32];
    return MSB_OK;
}

enum msb_status
msbi_split_build(struct msbi_split *split, const struct msb_plan *plan)
{
    struct piece pieces[64];
    size_t num = can_split(plan) ? list_pieces(plan, pieces) : 0;
    uint64_t none = (uint64_t)1 << num;
    uint8_t number;

    if (num == 0)
        return MSB_OK;
    split->num_octets = plan->only_set->num_octets;
    split->masks = msbi_alloc_array(plan->mixes[0].num_entries,
                                    sizeof *split->masks);
    split->octets = msbi_alloc_array(split->num_octets * 256,
                                     sizeof *split->octets);
    if (split->masks == NULL || split->octets == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < plan->mixes[0].num_entries; i++)
        split->masks[i] = none;
    for (size_t i = 0; i < split->num_octets * 256; i++)
        split->octets[i] = none;
    for (size_t i = 0; i < num; i++)
        fill_piece(split, plan, &pieces[i], (uint64_t)1 << i);
    number = plan->doubts.numbers[plan->only_set->attribute];
    split->doubt = number == MSBI_NO_DOUBT ? 0 : (uint32_t)1 << number;
    split->absent = none
                    | split_terms(plan->absent[plan->only_set->attribute],
                                  pieces, num);
    return split_proofs(split, plan, pieces, num);
}

void
msbi_split_release(struct msbi_split *split)
{
    msbi_free(split->masks);
    msbi_free(split->octets);
    msbi_free(split->proofs.certain);
}
