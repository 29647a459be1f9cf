/* SPDX-License-Identifier: MIT */
#ifndef MSBI_DELIVERERS_H
#define MSBI_DELIVERERS_H

#include "decide/mix.h"

/* Who delivers, by what scalars say. */
struct msbi_deliverers {
    struct msbi_mix mix;
    size_t num_services;
    size_t stride; /* one more: the service that there is not */
    /* [entry * stride + service]: service, area and unit as int16_t, one above
       the other; NULL: too many services. */
    uint64_t *told;
    uint64_t *undetermined; /* by entry: services of which nobody is known to
                               deliver them */
    uint64_t asked;         /* services of which the diagram tells */
};

/* MSB_OK or NOMEM. */
enum msb_status msbi_deliverers_build(struct msbi_deliverers *deliverers,
                                      const struct msb_rules *rules,
                                      const struct msbi_scale *scales);
void msbi_deliverers_release(struct msbi_deliverers *deliverers);

#endif
