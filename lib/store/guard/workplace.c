/* SPDX-License-Identifier: MIT */
/*
 * Where a principal works, in the model of the day. A principal says so by an
 * id of that model; an id of the former one is followed where exactly one
 * area or unit took over from it. Who is split between several must say which.
 */
#include "model/succession.h"
#include "store/guard/sight.h"

static size_t
find_place(const struct msb_model *model, enum msb_part part, const char *id)
{
    return id == NULL ? MSB_NONE : msbi_model_follow_part(model, part, id);
}

/* A unit that is not one of the area it says it is of is no workplace. */
struct msbi_workplace
msbi_workplace_find(const struct msbi_principal *principal,
                    const struct msb_model *model)
{
    const struct msbi_workplace nowhere = {MSB_NONE, MSB_NONE};
    struct msbi_workplace out = {
        .area = find_place(model, MSB_PART_AREA, principal->area),
        .unit = find_place(model, MSB_PART_UNIT, principal->unit),
    };

    if (principal->unit == NULL)
        return out;
    if (out.unit == MSB_NONE
        || (principal->area != NULL && out.area != model->units[out.unit].area))
        return nowhere;
    out.area = model->units[out.unit].area;
    return out;
}

bool
msbi_workplace_delivers(const struct msbi_workplace *workplace,
                        const struct msb_model *model, size_t area, size_t unit)
{
    if (unit == MSB_NONE || workplace->unit == MSB_NONE)
        return area != MSB_NONE && area == workplace->area;
    while (unit != MSB_NONE && unit != workplace->unit)
        unit = model->units[unit].parent_unit;
    return unit != MSB_NONE;
}
