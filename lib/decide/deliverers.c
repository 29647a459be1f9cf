/* SPDX-License-Identifier: MIT */
/*
 * The tables of who delivers. Services whose deliverer follows from scalars
 * share one mix of those, as long as it stays small; the diagram is asked for
 * the rest.
 */
#include "decide/deliverers.h"

/* The most numbers that a table takes: 128 KB. */
#define MAX_TOLD 16384
/* One look-up tells of the first 63 services, and of none. */
#define MAX_SERVICES 63

/* MSB_NONE becomes -1 of 16 bits. */
static uint64_t
tell(size_t service, size_t area, size_t unit)
{
    return (service & 0xffff) | (uint64_t)(area & 0xffff) << 16
           | (uint64_t)(unit & 0xffff) << 32;
}

/* Entries with the same area and unit as one number: the first of them. */
static void
name_entries(const struct msbi_service *service, size_t num, int32_t *labels)
{
    for (size_t i = 0; i < num; i++) {
        const struct msbi_entry *entry;
        int32_t first = 0;

        if (labels[i] < 0)
            continue;
        entry = &service->entries[labels[i]];
        while (service->entries[first].area != entry->area
               || service->entries[first].unit != entry->unit)
            first++;
        labels[i] = first;
    }
}

static void
tell_service(struct msbi_deliverers *deliverers,
             const struct msbi_service *service, size_t index,
             const int32_t *labels)
{
    for (size_t i = 0; i < deliverers->mix.num_entries; i++) {
        uint64_t *told = &deliverers->told[i * deliverers->stride + index];

        *told = tell(index, MSB_NONE, MSB_NONE);
        if (labels[i] < 0)
            deliverers->undetermined[i] |= (uint64_t)1 << index;
        else
            *told = tell(index, service->entries[labels[i]].area,
                         service->entries[labels[i]].unit);
    }
}

static enum msb_status
fill_told(struct msbi_deliverers *deliverers, const struct msb_rules *rules,
          const struct msbi_scale *scales)
{
    size_t num = deliverers->mix.num_entries;
    int32_t *labels = msbi_alloc_array(num, sizeof *labels);

    if (labels == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < num; i++)
        deliverers->told[i * deliverers->stride + deliverers->num_services] =
            tell(MSB_NONE, MSB_NONE, MSB_NONE);
    for (size_t i = 0; i < deliverers->num_services; i++) {
        const struct msbi_service *service = &rules->model->services[i];

        for (size_t k = 0; k < num; k++)
            labels[k] = -1;
        if ((deliverers->asked >> i & 1) == 0) {
            msbi_mix_walk(&deliverers->mix, rules, scales,
                          rules->services[i].root, labels);
            name_entries(service, num, labels);
            msbi_labels_join(&deliverers->mix, scales, labels);
        }
        tell_service(deliverers, service, i, labels);
    }
    msbi_free(labels);
    return MSB_OK;
}

enum msb_status
msbi_deliverers_build(struct msbi_deliverers *deliverers,
                      const struct msb_rules *rules,
                      const struct msbi_scale *scales)
{
    size_t num = rules->model->num_services;
    enum msb_status status = MSB_OK;

    msbi_mix_init(&deliverers->mix);
    if (num > MAX_SERVICES)
        return MSB_OK; /* the diagrams tell */
    deliverers->num_services = num;
    deliverers->stride = num + 1;
    for (size_t i = 0; i < num && status == MSB_OK; i++) {
        bool covered;

        status = msbi_mix_cover(&deliverers->mix, rules, scales,
                                rules->services[i].root,
                                MAX_TOLD / deliverers->stride, &covered);
        if (status == MSB_OK && !covered)
            deliverers->asked |= (uint64_t)1 << i;
    }
    if (status != MSB_OK)
        return status;
    deliverers->told = msbi_alloc_array(deliverers->mix.num_entries
                                            * deliverers->stride,
                                        sizeof *deliverers->told);
    deliverers->undetermined = msbi_alloc_array(
        deliverers->mix.num_entries, sizeof *deliverers->undetermined);
    if (deliverers->told == NULL || deliverers->undetermined == NULL)
        return MSB_ERR_NOMEM;
    return fill_told(deliverers, rules, scales);
}

void
msbi_deliverers_release(struct msbi_deliverers *deliverers)
{
    msbi_free(deliverers->told);
    msbi_free(deliverers->undetermined);
}
