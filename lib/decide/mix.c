/* SPDX-License-Identifier: MIT */
/*
 * Mixes, and tables by their entries: what is left of the terms, and the
 * leaves of diagrams that read nothing but the mix's attributes.
 */
#include "decide/mix.h"

#include <string.h>

#include "rules/walk.h"

void
msbi_mix_init(struct msbi_mix *mix)
{
    *mix = (struct msbi_mix){.num_entries = 1};
}

static bool
has_attribute(const struct msbi_mix *mix, size_t attribute)
{
    for (size_t i = 0; i < mix->num; i++)
        if (mix->attributes[i] == attribute)
            return true;
    return false;
}

bool
msbi_mix_add(struct msbi_mix *mix, const struct msbi_scale *scale, size_t max)
{
    if (has_attribute(mix, scale->attribute))
        return true;
    if (mix->num > 0 && mix->num_entries * scale->num_steps > max)
        return false;
    mix->attributes[mix->num] = scale->attribute;
    mix->strides[mix->num++] = (uint32_t)mix->num_entries;
    mix->num_entries *= scale->num_steps;
    return true;
}

/* The step of one attribute in an entry. */
static size_t
get_step(const struct msbi_mix *mix, const struct msbi_scale *scales,
         size_t entry, size_t at)
{
    return entry / mix->strides[at] % scales[mix->attributes[at]].num_steps;
}

enum msb_status
msbi_mix_filter(const struct msbi_mix *mix, const struct msbi_scale *scales,
                size_t num_words, uint32_t **out)
{
    size_t num = mix->num_entries * num_words;
    uint32_t *masks = msbi_alloc_array(num, sizeof *masks);

    *out = masks;
    if (masks == NULL)
        return MSB_ERR_NOMEM;
    memset(masks, 0xff, num * sizeof *masks);
    for (size_t i = 0; i < num; i++)
        for (size_t k = 0; k < mix->num; k++) {
            const struct msbi_scale *scale = &scales[mix->attributes[k]];
            size_t word = i / mix->num_entries;
            size_t step = get_step(mix, scales, i % mix->num_entries, k);

            masks[i] &= scale->possible[word * scale->num_steps + step];
        }
    return MSB_OK;
}

enum msb_status
msbi_mix_cover(struct msbi_mix *mix, const struct msb_rules *rules,
               const struct msbi_scale *scales, msbi_ref root, size_t max,
               bool *covered)
{
    const struct msbi_levels *levels = &rules->levels;
    struct msbi_mix wider = *mix;
    bool *marks = msbi_alloc_array(levels->num, sizeof *marks);

    *covered = false;
    if (marks == NULL
        || msbi_walk_levels(&rules->diagram, root, marks) != MSB_OK) {
        msbi_free(marks);
        return MSB_ERR_NOMEM;
    }
    *covered = true;
    for (size_t i = 0; i < levels->num && *covered; i++)
        if (marks[i])
            *covered = !levels->items[i].is_set
                       && msbi_mix_add(
                           &wider, &scales[levels->items[i].attribute], max);
    if (*covered)
        *mix = wider;
    msbi_free(marks);
    return MSB_OK;
}

static size_t
find_class(const struct msb_rules *rules, const struct msbi_scale *scale,
           size_t step)
{
    const struct msbi_classifier *classifier =
        &rules->levels.classifiers[scale->attribute];

    if (scale->kind == MSBI_STAGE_NUMBER && !scale->is_direct)
        return classifier->classes[step];
    return msbi_classifier_find(classifier, scale->low + (int32_t)step);
}

/* Where the first unknown attribute of an entry stands, or the number of
   attributes. */
static size_t
find_unknown(const struct msbi_mix *mix, const struct msbi_scale *scales,
             size_t entry)
{
    size_t at = 0;

    while (at < mix->num
           && get_step(mix, scales, entry, at) + 1
                  != scales[mix->attributes[at]].num_steps)
        at++;
    return at;
}

static int32_t
walk_entry(const struct msbi_mix *mix, const struct msb_rules *rules,
           const struct msbi_scale *scales, msbi_ref ref, size_t entry)
{
    const struct msbi_diagram *diagram = &rules->diagram;

    while (!msbi_is_leaf(ref)) {
        size_t attribute = rules->levels.items[diagram->cells[ref]].attribute;
        size_t at = 0;

        while (mix->attributes[at] != attribute)
            at++;
        ref = msbi_child(diagram, ref,
                         find_class(rules, &scales[attribute],
                                    get_step(mix, scales, entry, at)));
    }
    return ref == MSBI_GAP ? -1 : (int32_t)msbi_leaf_index(ref);
}

void
msbi_mix_walk(const struct msbi_mix *mix, const struct msb_rules *rules,
              const struct msbi_scale *scales, msbi_ref root, int32_t *labels)
{
    for (size_t i = 0; i < mix->num_entries; i++)
        if (find_unknown(mix, scales, i) == mix->num)
            labels[i] = walk_entry(mix, rules, scales, root, i);
}

/* An entry follows those with the same steps, but less: so what it joins has
   been filled. */
void
msbi_labels_join(const struct msbi_mix *mix, const struct msbi_scale *scales,
                 int32_t *labels)
{
    for (size_t i = 0; i < mix->num_entries; i++) {
        size_t at = find_unknown(mix, scales, i), num;

        if (at == mix->num)
            continue;
        num = scales[mix->attributes[at]].num_steps - 1;
        labels[i] = labels[i - num * mix->strides[at]];
        for (size_t k = 1; k < num; k++)
            if (labels[i - k * mix->strides[at]] != labels[i])
                labels[i] = -1;
    }
}
