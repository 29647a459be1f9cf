/* SPDX-License-Identifier: MIT */
/* Which areas of two models are the same: renamed, but neither split nor
   merged. */
#include "model/succession.h"

#include <string.h>

/* Who took over from @id, by the model after; NULL if it does not say. */
static const struct msbi_succession *
find_succession(const struct msb_model *before, const struct msb_model *after,
                const char *id)
{
    if (after->replaces == NULL || strcmp(after->replaces, before->id) != 0)
        return NULL;
    for (size_t i = 0; i < after->num_successions; i++)
        if (strcmp(after->successions[i].old_id, id) == 0)
            return &after->successions[i];
    return NULL;
}

static size_t
find_same(const struct msb_model *before, const struct msb_model *after,
          size_t area)
{
    const char *id = before->areas[area].id;
    const struct msbi_succession *succession = find_succession(before, after,
                                                               id);

    if (succession != NULL && succession->successors.num != 1)
        return MSB_NONE;
    if (succession != NULL)
        id = succession->successors.items[0];
    return msb_model_find_part(after, MSB_PART_AREA, id);
}

/* Of areas that lead to one, only the one that keeps its id stays. */
static void
undo_merges(const struct msb_model *before, const struct msb_model *after,
            size_t *same, const size_t *leading)
{
    for (size_t i = 0; i < before->num_areas; i++)
        if (same[i] != MSB_NONE && leading[same[i]] > 1
            && strcmp(before->areas[i].id, after->areas[same[i]].id) != 0)
            same[i] = MSB_NONE;
}

size_t *
msbi_match_areas(const struct msb_model *before, const struct msb_model *after)
{
    size_t *same = msbi_alloc_array(before->num_areas, sizeof *same);
    size_t *leading = msbi_alloc_array(after->num_areas, sizeof *leading);

    if (same == NULL || leading == NULL) {
        msbi_free(same);
        msbi_free(leading);
        return NULL;
    }
    for (size_t i = 0; i < before->num_areas; i++) {
        same[i] = find_same(before, after, i);
        if (same[i] != MSB_NONE)
            leading[same[i]]++;
    }
    undo_merges(before, after, same, leading);
    msbi_free(leading);
    return same;
}

size_t
msbi_model_follow_part(const struct msb_model *model, enum msb_part part,
                       const char *id)
{
    size_t index = msb_model_find_part(model, part, id);

    for (size_t i = 0; i < model->num_successions && index == MSB_NONE; i++) {
        const struct msbi_succession *succession = &model->successions[i];

        if (strcmp(succession->old_id, id) == 0
            && succession->successors.num == 1)
            index = msb_model_find_part(model, part,
                                        succession->successors.items[0]);
    }
    return index;
}
