/* SPDX-License-Identifier: MIT */
/* Cutting a plan's tables into planes. */
#include "decide/planes.h"

#include "decide/plan.h"

static inline uint8_t
get_byte(uint32_t word, size_t plane)
{
    return (uint8_t)(word >> plane % 4 * 8);
}

static enum msb_status
cut_scalar(struct msbi_plane_scalar *scalar, const struct msbi_scale *scale,
           size_t num_planes)
{
    size_t num = scale->num_steps;

    scalar->attribute = scale->attribute;
    scalar->is_wide = scale->is_wide;
    scalar->size = num <= 16 ? 16 : num <= 32 ? 32 : num;
    scalar->possible = msbi_alloc_array(num_planes, scalar->size);
    if (scalar->possible == NULL)
        return MSB_ERR_NOMEM;
    for (size_t p = 0; p < num_planes; p++)
        for (size_t i = 0; i < num; i++)
            scalar->possible[p * scalar->size + i] = get_byte(
                scale->possible[p / 4 * num + i], p);
    return MSB_OK;
}

/* Which nibble it is: two for each octet of the stage. */
static uint32_t
find_nibble(const struct msbi_stage *stage, const struct msbi_nibble *nibble)
{
    uint32_t octet = 0;

    while (stage->octets[octet].word != nibble->word
           || stage->octets[octet].shift != nibble->shift / 8 * 8)
        octet++;
    return octet * 2 + (nibble->shift % 8 != 0);
}

/* Append a table, unless it is empty. */
static void
add_table(struct msbi_plane_nibble *tables, size_t *num, uint32_t nibble,
          const uint32_t words[16], size_t plane)
{
    struct msbi_plane_nibble *table = &tables[*num];
    uint8_t found = 0;

    for (size_t i = 0; i < 16; i++)
        found |= table->table[i] = get_byte(words[i], plane);
    table->nibble = nibble;
    *num += found != 0;
}

/* @base: the first nibble of the set. */
static enum msb_status
cut_set(struct msbi_plane_set *set, const struct msb_plan *plan,
        const struct msbi_stage *stage, uint32_t base, size_t plane)
{
    size_t num = stage->num_nibbles, word = plane / 4;

    set->attribute = stage->attribute;
    set->any = msbi_alloc_array(num, sizeof *set->any);
    set->broken = msbi_alloc_array(num, sizeof *set->broken);
    if (set->any == NULL || set->broken == NULL)
        return MSB_ERR_NOMEM;
    set->without_any = get_byte(stage->without_any[word], plane);
    set->absent = get_byte(
        plan->absent[stage->attribute * plan->num_words + word], plane);
    for (size_t i = 0; i < num; i++) {
        const struct msbi_nibble *nibble = &stage->nibbles[i];
        uint32_t which = base + find_nibble(stage, nibble);

        add_table(set->any, &set->num_any, which, nibble->any[word], plane);
        add_table(set->broken, &set->num_broken, which, nibble->broken[word],
                  plane);
    }
    return MSB_OK;
}

static enum msb_status
cut_attributes(struct msbi_planes *planes, const struct msb_plan *plan)
{
    const struct msbi_tables *tables = plan->tables;
    enum msb_status status = MSB_OK;

    planes->scalars = msbi_alloc_array(tables->num_tested,
                                       sizeof *planes->scalars);
    planes->sets = msbi_alloc_array(tables->num_tested * planes->num,
                                    sizeof *planes->sets);
    if (planes->scalars == NULL || planes->sets == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < tables->num_tested && status == MSB_OK; i++) {
        const struct msbi_stage *stage = tables->tested[i];
        struct msbi_plane_set *set = planes->sets
                                     + planes->num_sets * planes->num;

        if (stage->kind != MSBI_STAGE_SET) {
            status = cut_scalar(&planes->scalars[planes->num_scalars++],
                                &plan->scales[stage->attribute], planes->num);
            planes->has_large_scalars |=
                plan->scales[stage->attribute].num_steps > 32;
            continue;
        }
        planes->num_sets++;
        for (size_t p = 0; p < planes->num && status == MSB_OK; p++)
            status = cut_set(&set[p], plan, stage,
                             (uint32_t)planes->num_octets * 2, p);
        planes->num_octets += stage->num_octets;
    }
    return status;
}

static enum msb_status
cut_doubts(struct msbi_planes *planes, const struct msb_plan *plan)
{
    const struct msbi_doubts *doubts = &plan->doubts;
    size_t num = doubts->num_nibbles * planes->num * 16;

    planes->num_doubts = doubts->num;
    planes->certain = msbi_alloc(num);
    for (size_t i = 0; planes->certain != NULL && i < num; i++) {
        size_t value = i % 16, plane = i / 16 % planes->num;
        size_t entry = i / 16 / planes->num * 16 + value;

        planes->certain[i] = get_byte(
            doubts->certain[entry * plan->num_words + plane / 4], plane);
    }
    return planes->certain == NULL ? MSB_ERR_NOMEM : MSB_OK;
}

/* Behind fill_answers(). */
static void
cut_proofs(struct msbi_planes *planes, const struct msb_plan *plan)
{
    const struct msbi_proofs *from = &plan->doubts.proofs;
    struct msbi_plane_proofs *to = &planes->proofs;

    planes->has_proofs = plan->doubts.has_proofs && planes->has_small_answers;
    for (size_t i = 0; planes->has_proofs && i < 32; i++) {
        to->has_several_terms |= (plan->tables->terms[0] >> i & 1) != 0
                                 && plan->tables->same_rule[i]
                                        != (uint32_t)1 << i;
        for (size_t p = 0; p < 4; p++) {
            to->same_area[p][i] = get_byte((uint32_t)from->same_area[i], p);
            to->same_rule[p][i] = get_byte(plan->tables->same_rule[i], p);
        }
        for (size_t k = 0; k < MSBI_DOUBT_BYTES; k++)
            to->avoidable[k][i] = get_byte(from->avoidable[i], k);
    }
}

static void
fill_answers(struct msbi_planes *planes, const struct msb_plan *plan)
{
    const struct msbi_tables *tables = plan->tables;

    planes->has_small_answers = plan->num_words == 1;
    for (size_t i = 0; i < 32; i++) {
        planes->areas[i] = (uint8_t)tables->area_of_term[i];
        planes->rules[i] = (uint8_t)tables->rule_of_term[i];
        if (tables->area_of_term[i] > 127 || tables->rule_of_term[i] > 127)
            planes->has_small_answers = false;
    }
}

static void
fill_groups(struct msbi_planes *planes, const struct msb_plan *plan)
{
    const struct msbi_mix *mix = &plan->group_mix;

    planes->has_small_groups = mix->num == 1 && mix->num_entries <= 16;
    for (size_t i = 0; planes->has_small_groups && i < mix->num_entries; i++) {
        planes->groups[i] = (uint8_t)plan->groups[i];
        if (plan->groups[i] > 127)
            planes->has_small_groups = false;
    }
}

enum msb_status
msbi_planes_build(const struct msb_plan *plan, struct msbi_planes **out)
{
    struct msbi_planes *planes;
    enum msb_status status;

    *out = NULL;
    if (plan->num_words > MSBI_MAX_PLANE_WORDS || plan->is_per_service)
        return MSB_OK;
    planes = msbi_alloc(sizeof *planes);
    if (planes == NULL)
        return MSB_ERR_NOMEM;
    planes->is_unique = plan->is_unique;
    for (size_t p = 0; p < plan->num_words * 4; p++) {
        planes->terms[p] = get_byte(plan->tables->terms[p / 4], p);
        if (planes->terms[p] != 0 || p == 0)
            planes->num = p + 1;
    }
    status = cut_attributes(planes, plan);
    if (status == MSB_OK)
        status = cut_doubts(planes, plan);
    fill_answers(planes, plan);
    cut_proofs(planes, plan);
    fill_groups(planes, plan);
    if (status == MSB_OK)
        *out = planes;
    else
        msbi_planes_free(planes);
    return status;
}

void
msbi_planes_free(struct msbi_planes *planes)
{
    if (planes == NULL)
        return;
    for (size_t i = 0; i < planes->num_scalars; i++)
        msbi_free(planes->scalars[i].possible);
    for (size_t i = 0; i < planes->num_sets * planes->num; i++) {
        msbi_free(planes->sets[i].any);
        msbi_free(planes->sets[i].broken);
    }
    msbi_free(planes->scalars);
    msbi_free(planes->sets);
    msbi_free(planes->certain);
    msbi_free(planes);
}

size_t
msbi_planes_get_scratch(const struct msbi_planes *planes)
{
    /* The planes, the nibbles, the terms. */
    return planes == NULL
               ? 0
               : (planes->num + 2 * planes->num_octets + 1) * MSBI_BLOCK;
}
