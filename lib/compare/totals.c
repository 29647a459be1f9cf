/* SPDX-License-Identifier: MIT */
/*
 * What one model means for a population, counted citizen by citizen: by
 * status, by responsible area, by number of contacts and by seam. Every
 * counter has its size from the model, so a larger population takes no more
 * memory.
 *
 * The areas that have to do with a citizen are the responsible one and those
 * that deliver. They are kept sorted and distinct; each pair of them is a
 * seam. Most citizens have one to three.
 */
#include "compare/totals.h"

#include <string.h>

#include "base/error.h"

enum msb_status
msbi_totals_new(struct msb_rules *rules, struct msb_date on,
                struct msb_totals **out, struct msb_error *err)
{
    struct msb_totals *totals = msbi_alloc(sizeof *totals);
    size_t num;

    *out = NULL;
    if (totals == NULL)
        return msbi_fail_nomem(err);
    num = msb_model_num_parts(msb_rules_get_model(rules), MSB_PART_AREA);
    msbi_refcount_init(&totals->refs);
    totals->rules = msb_rules_ref(rules);
    totals->on = on;
    totals->num_areas = num;
    totals->is_per_service = msb_model_get_coordination(
                                 msb_rules_get_model(rules))
                             == MSB_COORDINATION_PER_SERVICE;
    totals->num_contacts = 1;
    totals->responsible = msbi_alloc_array(num, sizeof(uint64_t));
    totals->contacts = msbi_alloc_array(num + 1, sizeof(uint64_t));
    if (totals->responsible == NULL || totals->contacts == NULL) {
        msb_totals_unref(totals);
        return msbi_fail_nomem(err);
    }
    *out = totals;
    return MSB_OK;
}

struct msb_totals *
msb_totals_ref(struct msb_totals *totals)
{
    if (totals != NULL)
        msbi_refcount_take(&totals->refs);
    return totals;
}

void
msb_totals_unref(struct msb_totals *totals)
{
    if (totals == NULL || !msbi_refcount_drop(&totals->refs))
        return;
    msb_totals_unref(totals->exact);
    msb_rules_unref(totals->rules);
    msbi_free(totals->responsible);
    msbi_free(totals->contacts);
    msbi_pairs_release(&totals->seams);
    msbi_free(totals->involved);
    msbi_free(totals);
}

/* Put an area among the first @num of `involved`, sorted, once. */
static size_t
insert_area(struct msb_totals *totals, size_t num, size_t area)
{
    size_t place = num;

    while (place > 0 && totals->involved[place - 1] > area)
        place--;
    if (place > 0 && totals->involved[place - 1] == area)
        return num;
    memmove(&totals->involved[place + 1], &totals->involved[place],
            (num - place) * sizeof totals->involved[0]);
    totals->involved[place] = area;
    return num + 1;
}

/* Room for @num areas of one citizen. */
static enum msb_status
reserve_involved(struct msb_totals *totals, size_t num, struct msb_error *err)
{
    void *moved;

    if (num <= totals->capacity)
        return MSB_OK;
    moved = msbi_resize(totals->involved, num, sizeof totals->involved[0]);
    if (moved == NULL)
        return msbi_fail_nomem(err);
    totals->involved = moved;
    totals->capacity = num;
    return MSB_OK;
}

/* The areas that deliver to a citizen, in `involved`. */
static enum msb_status
gather_deliverers(struct msb_totals *totals,
                  const struct msbi_batch_answer *answer, size_t *num,
                  struct msb_error *err)
{
    enum msb_status status = reserve_involved(totals,
                                              answer->num_deliveries + 1, err);

    *num = 0;
    for (size_t i = 0; status == MSB_OK && i < answer->num_deliveries; i++)
        if (answer->areas[i] >= 0)
            *num = insert_area(totals, *num, (size_t)answer->areas[i]);
    return status;
}

/* Each pair of the first @num of `involved`. */
static enum msb_status
add_seams(struct msb_totals *totals, size_t num, struct msb_error *err)
{
    enum msb_status status = MSB_OK;

    for (size_t a = 0; a < num && status == MSB_OK; a++)
        for (size_t b = a + 1; b < num && status == MSB_OK; b++)
            status = msbi_pairs_add(&totals->seams, totals->involved[a],
                                    totals->involved[b], err);
    return status;
}

static void
add_contacts(struct msb_totals *totals, size_t contacts)
{
    totals->contacts[contacts]++;
    if (contacts >= totals->num_contacts)
        totals->num_contacts = contacts + 1;
}

static void
add_status(struct msb_status_counts *counts,
           const struct msbi_batch_answer *answer)
{
    counts->citizens++;
    if (answer->is_rejected)
        counts->rejected++;
    else if (answer->outcome.status == MSB_OUTCOME_DETERMINED)
        counts->determined++;
    else if (answer->outcome.status == MSB_OUTCOME_UNDETERMINED)
        counts->undetermined++;
    else
        counts->none++;
}

enum msb_status
msbi_totals_add(struct msb_totals *totals,
                const struct msbi_batch_answer *answer, struct msb_error *err)
{
    int32_t area = answer->outcome.area;
    size_t num, num_contacts;
    enum msb_status status = gather_deliverers(totals, answer, &num, err);

    if (status != MSB_OK)
        return status;
    num_contacts = totals->is_per_service ? num : area >= 0;
    if (area >= 0)
        num = insert_area(totals, num, (size_t)area);
    status = add_seams(totals, num, err);
    if (status != MSB_OK)
        return status;
    add_status(&totals->status, answer);
    if (area >= 0)
        totals->responsible[area]++;
    add_contacts(totals, num_contacts);
    return MSB_OK;
}

struct msb_rules *
msb_totals_get_rules(const struct msb_totals *totals)
{
    return totals->rules;
}

struct msb_status_counts
msb_totals_get_status(const struct msb_totals *totals)
{
    return totals->status;
}

uint64_t
msb_totals_get_erased(const struct msb_totals *totals)
{
    return totals->erased;
}

uint64_t
msb_totals_get_exceptions(const struct msb_totals *totals)
{
    return totals->exceptions;
}

uint64_t
msb_totals_get_responsible(const struct msb_totals *totals, size_t area)
{
    return area < totals->num_areas ? totals->responsible[area] : 0;
}

size_t
msb_totals_num_contacts(const struct msb_totals *totals)
{
    return totals->num_contacts;
}

uint64_t
msb_totals_get_contacts(const struct msb_totals *totals, size_t contacts)
{
    return contacts < totals->num_contacts ? totals->contacts[contacts] : 0;
}

size_t
msb_totals_num_seams(const struct msb_totals *totals)
{
    return totals->seams.num;
}

bool
msb_totals_get_seam(const struct msb_totals *totals, size_t index,
                    struct msb_seam *out)
{
    const struct msbi_pair *pair;

    if (index >= totals->seams.num)
        return false;
    pair = &totals->seams.items[index];
    out->areas[0] = pair->first;
    out->areas[1] = pair->second;
    out->citizens = pair->count;
    return true;
}
