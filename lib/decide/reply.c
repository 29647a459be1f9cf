/* SPDX-License-Identifier: MIT */
/*
 * Which answers lead where. For the attribute to ask for, the answers diagram
 * says what each value leaves possible; values that leave the same are told
 * as one reply: a run of numbers, a list of values, or, of a set, the values
 * that it holds and those that it does not. At most MSBI_MAX_REPLIES of them
 * are told, so that an explanation stays short for any model.
 */
#include "decide/explanation.h"

#include "base/error.h"
#include "rules/answers.h"

struct replying {
    struct msb_explanation *out;
    const struct msb_rules *rules;
    struct msbi_answers answers;
    size_t attribute;
    uint8_t *path; /* of a set, by value: 1 held, 2 not held, 0 open */
};

/* The areas of a leaf, and whether a gap is among them. */
static enum msb_status
fill_areas(const struct replying *replying, struct msbi_reply *reply)
{
    const struct msbi_answers *answers = &replying->answers;
    const uint64_t *set = answers->sets
                          + msbi_leaf_index(reply->leaf) * answers->num_words;
    size_t gap = answers->num_areas;

    if (msbi_indices_reserve(&reply->areas, answers->num_areas) != MSB_OK)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < answers->num_areas; i++)
        if (set[i / 64] >> i % 64 & 1)
            reply->areas.items[reply->areas.num++] = i;
    reply->gap_possible = (set[gap / 64] >> gap % 64 & 1) != 0;
    return MSB_OK;
}

/* One more reply, with room for all values; *reply is NULL where it is one
   too many. */
static enum msb_status
add_reply(struct replying *replying, msbi_ref leaf, struct msbi_reply **reply)
{
    struct msb_explanation *out = replying->out;
    const struct msbi_attribute *attribute =
        &replying->rules->model->attributes[replying->attribute];
    size_t num = attribute->type == MSB_ATTRIBUTE_FLAG ? 2
                                                       : attribute->values.num;

    *reply = NULL;
    if (out->num_replies == MSBI_MAX_REPLIES) {
        out->replies_cut = true;
        return MSB_OK;
    }
    *reply = &out->replies[out->num_replies++];
    (*reply)->leaf = leaf;
    if (msbi_indices_reserve(&(*reply)->values, num) != MSB_OK
        || msbi_indices_reserve(&(*reply)->without, num) != MSB_OK)
        return MSB_ERR_NOMEM;
    return fill_areas(replying, *reply);
}

/* Runs of numbers, ascending. */
static enum msb_status
reply_by_range(struct replying *replying, msbi_ref root)
{
    const struct msbi_classifier *classifier =
        &replying->rules->levels.classifiers[replying->attribute];
    const struct msbi_diagram *diagram = &replying->answers.diagram;
    struct msbi_reply *reply = NULL;

    for (size_t i = 0; i < classifier->num_starts; i++) {
        msbi_ref leaf = msbi_follow(diagram, root, classifier->level,
                                    classifier->classes[i]);

        if (reply == NULL || reply->leaf != leaf) {
            if (add_reply(replying, leaf, &reply) != MSB_OK)
                return MSB_ERR_NOMEM;
            if (reply == NULL)
                return MSB_OK;
            reply->low = classifier->starts[i];
        }
        reply->high = i + 1 < classifier->num_starts
                          ? classifier->starts[i + 1] - 1
                          : classifier->max;
    }
    return MSB_OK;
}

static struct msbi_reply *
find_reply(struct msb_explanation *out, msbi_ref leaf)
{
    for (size_t i = 0; i < out->num_replies; i++)
        if (out->replies[i].leaf == leaf)
            return &out->replies[i];
    return NULL;
}

/* Values of an enum or a flag, those that leave the same together. */
static enum msb_status
reply_by_value(struct replying *replying, msbi_ref root)
{
    const struct msbi_classifier *classifier =
        &replying->rules->levels.classifiers[replying->attribute];
    const struct msbi_diagram *diagram = &replying->answers.diagram;

    for (int32_t value = classifier->min; value <= classifier->max; value++) {
        msbi_ref leaf = msbi_follow(diagram, root, classifier->level,
                                    msbi_classifier_find(classifier, value));
        struct msbi_reply *reply = find_reply(replying->out, leaf);

        if (reply == NULL && add_reply(replying, leaf, &reply) != MSB_OK)
            return MSB_ERR_NOMEM;
        if (reply != NULL)
            reply->values.items[reply->values.num++] = (size_t)value;
    }
    return MSB_OK;
}

/* Each path of a set, with a value held before without it. */
static enum msb_status
reply_by_path(struct replying *replying, msbi_ref ref)
{
    const struct msbi_diagram *diagram = &replying->answers.diagram;
    const struct msbi_attribute *attribute =
        &replying->rules->model->attributes[replying->attribute];
    struct msbi_reply *reply;
    enum msb_status status;
    uint32_t value;

    if (replying->out->replies_cut)
        return MSB_OK;
    if (!msbi_is_leaf(ref)) {
        value = diagram->levels->items[diagram->cells[ref]].value;
        replying->path[value] = 1;
        status = reply_by_path(replying, msbi_child(diagram, ref, 1));
        replying->path[value] = 2;
        if (status == MSB_OK)
            status = reply_by_path(replying, msbi_child(diagram, ref, 0));
        replying->path[value] = 0;
        return status;
    }
    status = add_reply(replying, ref, &reply);
    if (status != MSB_OK || reply == NULL)
        return status;
    for (size_t i = 0; i < attribute->values.num; i++) {
        if (replying->path[i] == 1)
            reply->values.items[reply->values.num++] = i;
        else if (replying->path[i] == 2)
            reply->without.items[reply->without.num++] = i;
    }
    return MSB_OK;
}

static enum msb_status
reply_all(struct replying *replying, const struct msbi_case *citizen)
{
    const struct msbi_attribute *attribute =
        &replying->rules->model->attributes[replying->attribute];
    enum msb_status status;
    msbi_ref root;

    status = msbi_answers_restrict(&replying->answers, replying->rules,
                                   citizen->classes, &root);
    if (status == MSB_OK)
        status = msbi_answers_of(&replying->answers, root, replying->attribute,
                                 &root);
    if (status != MSB_OK)
        return status;
    if (attribute->type == MSB_ATTRIBUTE_INTEGER)
        return reply_by_range(replying, root);
    if (attribute->type != MSB_ATTRIBUTE_SET)
        return reply_by_value(replying, root);
    replying->path = msbi_alloc_array(attribute->values.num + 1,
                                      sizeof *replying->path);
    return replying->path == NULL ? MSB_ERR_NOMEM
                                  : reply_by_path(replying, root);
}

enum msb_status
msbi_explanation_fill_replies(struct msb_explanation *out,
                              const struct msbi_case *citizen,
                              struct msb_error *err)
{
    struct replying replying = {
        .out = out, .rules = citizen->rules, .attribute = out->decision->ask};
    enum msb_status status;

    if (out->decision->ask == MSB_NONE)
        return MSB_OK;
    out->replies = msbi_alloc_array(MSBI_MAX_REPLIES, sizeof *out->replies);
    if (out->replies == NULL
        || msbi_answers_init(&replying.answers, citizen->rules) != MSB_OK)
        return msbi_fail_nomem(err);
    status = reply_all(&replying, citizen);
    if (status == MSB_ERR_NOMEM)
        msbi_fail_nomem(err);
    else if (status != MSB_OK)
        msbi_diagram_fail(&replying.answers.diagram, err);
    msbi_free(replying.path);
    msbi_answers_release(&replying.answers);
    return status;
}
