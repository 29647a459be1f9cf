/* SPDX-License-Identifier: MIT */
/*
 * Exceptions hold under every model that a population is counted by: before
 * and after alike. They come with the areas of the model in force; a model
 * that replaces it, or that it replaces, says which of its own those are.
 */
#include "compare/placed.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "model/model.h"
#include "model/succession.h"
#include "store/exceptions.h"

struct msbi_placed {
    struct msb_rules *in_force; /* or NULL */
    struct msbi_exceptions *exceptions;
    struct msbi_exception next;
    bool has_next;
};

enum msb_status
msbi_placed_open(struct msb_store *store, struct msb_date on,
                 struct msbi_placed **out, struct msb_error *err)
{
    struct msbi_placed *placed = msbi_alloc(sizeof *placed);
    enum msb_status status;

    *out = NULL;
    if (placed == NULL)
        return msbi_fail_nomem(err);
    status = msb_store_find_rules(store, on, &placed->in_force, err);
    if (status == MSB_ERR_NOT_FOUND)
        status = MSB_OK;
    if (status == MSB_OK)
        status = msbi_exceptions_open(store, on, NULL, &placed->exceptions,
                                      err);
    if (status == MSB_OK)
        status = msbi_exceptions_next(placed->exceptions, &placed->next,
                                      &placed->has_next, err);
    if (status != MSB_OK) {
        msbi_placed_close(placed);
        return status;
    }
    *out = placed;
    return MSB_OK;
}

void
msbi_placed_close(struct msbi_placed *placed)
{
    if (placed == NULL)
        return;
    msbi_exceptions_close(placed->exceptions);
    msb_rules_unref(placed->in_force);
    msbi_free(placed);
}

enum msb_status
msbi_placed_find(struct msbi_placed *placed, int64_t citizen, size_t *area,
                 struct msb_error *err)
{
    *area = MSB_NONE;
    while (placed->has_next && placed->next.citizen < citizen) {
        enum msb_status status = msbi_exceptions_next(
            placed->exceptions, &placed->next, &placed->has_next, err);

        if (status != MSB_OK)
            return status;
    }
    if (placed->has_next && placed->next.citizen == citizen)
        *area = placed->next.area;
    return MSB_OK;
}

/* The areas of @before for those of @after, which replaces it. */
static size_t *
match_back(const struct msb_model *after, const struct msb_model *before)
{
    size_t *same = msbi_match_areas(before, after);
    size_t *back = msbi_alloc_array(after->num_areas, sizeof *back);

    if (same != NULL && back != NULL) {
        for (size_t i = 0; i < after->num_areas; i++)
            back[i] = MSB_NONE;
        for (size_t i = 0; i < before->num_areas; i++)
            if (same[i] != MSB_NONE)
                back[same[i]] = i;
    } else {
        msbi_free(back);
        back = NULL;
    }
    msbi_free(same);
    return back;
}

enum msb_status
msbi_placed_match(const struct msbi_placed *placed,
                  const struct msb_rules *rules, size_t **out,
                  struct msb_error *err)
{
    const struct msb_model *model = msb_rules_get_model(rules);
    const struct msb_model *in_force;

    *out = NULL;
    if (placed->in_force == NULL
        || model->coordination != MSB_COORDINATION_SINGLE)
        return MSB_OK;
    in_force = msb_rules_get_model(placed->in_force);
    *out = in_force->replaces != NULL
                   && strcmp(in_force->replaces, model->id) == 0
               ? match_back(in_force, model)
               : msbi_match_areas(in_force, model);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
