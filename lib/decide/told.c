/* SPDX-License-Identifier: MIT */
/* Sorting the entries of the deliverers' mix into kinds. */
#include "decide/told.h"

#include <string.h>

#include "decide/plan.h"

/* Add a kind for an entry; false where it does not fit. */
static bool
add_kind(struct msbi_told *told, const uint64_t *row, size_t num_services)
{
    size_t kind = told->num_kinds;

    if (kind == MSBI_MAX_KINDS)
        return false;
    for (size_t i = 0; i < num_services; i++) {
        int16_t area = (int16_t)(row[i] >> 16), unit = (int16_t)(row[i] >> 32);

        if (area > 127 || unit > 127)
            return false;
        told->areas[kind][i] = (uint8_t)area;
        told->units[kind][i] = (uint8_t)unit;
        told->has_units |= unit >= 0;
    }
    told->num_kinds++;
    return true;
}

static bool
sort_entries(struct msbi_told *told, const struct msbi_deliverers *deliverers)
{
    const uint64_t *rows[MSBI_MAX_KINDS];
    size_t size = deliverers->stride * sizeof **rows;

    for (size_t i = 0; i < deliverers->mix.num_entries; i++) {
        const uint64_t *row = deliverers->told + i * deliverers->stride;
        size_t kind = 0;

        while (kind < told->num_kinds && memcmp(rows[kind], row, size) != 0)
            kind++;
        if (kind == told->num_kinds) {
            if (!add_kind(told, row, deliverers->num_services))
                return false;
            rows[kind] = row;
        }
        told->kinds[i] = (uint8_t)kind;
    }
    return true;
}

enum msb_status
msbi_told_build(const struct msb_plan *plan, struct msbi_told **out)
{
    const struct msbi_deliverers *deliverers = &plan->deliverers;
    enum msb_status status = MSB_ERR_NOMEM;
    struct msbi_told *told;

    *out = NULL;
    if (deliverers->told == NULL
        || deliverers->num_services > MSBI_MAX_TOLD_SERVICES)
        return MSB_OK;
    told = msbi_alloc(sizeof *told);
    if (told == NULL)
        return MSB_ERR_NOMEM;
    told->kinds = msbi_alloc(deliverers->mix.num_entries + 16);
    told->has_few_services = deliverers->num_services <= 16;
    told->is_short = deliverers->mix.num == 1
                     && deliverers->mix.num_entries <= 16;
    if (told->kinds != NULL) {
        status = MSB_OK;
        if (sort_entries(told, deliverers)) {
            *out = told;
            told = NULL;
        }
    }
    msbi_told_free(told);
    return status;
}

void
msbi_told_free(struct msbi_told *told)
{
    if (told == NULL)
        return;
    msbi_free(told->kinds);
    msbi_free(told);
}
