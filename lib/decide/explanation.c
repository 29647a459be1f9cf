/* SPDX-License-Identifier: MIT */
/* An explanation's life, and its JSON. */
#include "decide/explanation.h"

#include "base/error.h"
#include "rules/walk.h"

struct msb_explanation *
msb_explanation_ref(struct msb_explanation *explanation)
{
    if (explanation != NULL)
        msbi_refcount_take(&explanation->refs);
    return explanation;
}

static void
release_sets(struct msb_explanation *explanation)
{
    size_t num = 0;

    if (explanation->sets != NULL)
        num = explanation->decision->rules->model->num_attributes;
    for (size_t i = 0; i < num; i++)
        msbi_free(explanation->sets[i].items);
    msbi_free(explanation->sets);
}

static void
release_replies(struct msb_explanation *explanation)
{
    for (size_t i = 0; i < explanation->num_replies; i++) {
        msbi_free(explanation->replies[i].values.items);
        msbi_free(explanation->replies[i].without.items);
        msbi_free(explanation->replies[i].areas.items);
    }
    msbi_free(explanation->replies);
}

void
msb_explanation_unref(struct msb_explanation *explanation)
{
    if (explanation == NULL || !msbi_refcount_drop(&explanation->refs))
        return;
    release_sets(explanation);
    msbi_free(explanation->tests.items);
    msbi_free(explanation->failed.items);
    msbi_free(explanation->deliveries.items);
    for (size_t i = 0; i < explanation->num_changes; i++)
        msbi_free(explanation->changes[i].value.held.items);
    msbi_free(explanation->changes);
    release_replies(explanation);
    msb_decision_unref(explanation->decision);
    msb_decision_unref(explanation->placed);
    msbi_free(explanation);
}

static const struct msb_model *
get_model(const struct msb_explanation *explanation)
{
    return msb_rules_get_model(explanation->decision->rules);
}

static const struct msbi_rule *
get_deciding_rule(const struct msb_explanation *explanation)
{
    int32_t rule = explanation->decision->outcome.rule;

    return rule < 0 ? NULL : &get_model(explanation)->rules[rule];
}

static void
add_member(struct msbi_text *text, const char *name, const char *value)
{
    msbi_text_addf(text, "\"%s\": ", name);
    msbi_text_add_json(text, value);
}

/* A list of values of a set, an enum or a flag. */
static void
add_values(struct msbi_text *text, const struct msbi_attribute *attribute,
           const struct msbi_indices *values)
{
    msbi_text_add(text, "[");
    for (size_t i = 0; i < values->num; i++) {
        msbi_text_add(text, i == 0 ? "" : ", ");
        msbi_witness_write_value(text, attribute, (int32_t)values->items[i]);
    }
    msbi_text_add(text, "]");
}

/* A member that shows a value, and whether it is masked. */
static void
add_value(struct msbi_text *text, const char *name,
          const struct msbi_attribute *attribute,
          const struct msbi_value *value)
{
    msbi_text_addf(text, ", \"%s\": ", name);
    if (value->is_masked)
        msbi_text_add(text, "null, \"masked\": true");
    else if (!value->is_known)
        msbi_text_add(text, "null");
    else if (attribute->type == MSB_ATTRIBUTE_SET)
        add_values(text, attribute, &value->held);
    else
        msbi_witness_write_value(text, attribute, value->scalar);
}

/* Where a test is chosen, and how it comes out, tells of the fact: both are
   masked with it. */
static void
add_step(struct msbi_text *text, const struct msb_model *model,
         const struct msbi_step *step)
{
    static const char *const truths[] = {"", "true", "false", "null"};
    const struct msbi_attribute *attribute;
    bool is_masked = step->fact.is_masked;

    if (step->test == NULL) {
        msbi_text_add(text, "\"attribute\": null, \"test\": null, "
                            "\"holds\": false, \"fact\": null, "
                            "\"code\": \"never_holds\"");
        return;
    }
    attribute = &model->attributes[step->test->attribute];
    add_member(text, "attribute", attribute->name);
    msbi_text_addf(text, ", \"test\": %s, \"holds\": %s",
                   is_masked ? "null" : step->test->written,
                   is_masked ? "null" : truths[step->truth]);
    add_value(text, "fact", attribute, &step->fact);
}

static void
add_steps(struct msbi_text *text, const struct msb_explanation *explanation,
          const char *name, const struct msbi_steps *steps,
          const char *owner_name, enum msb_part owner_part)
{
    const struct msb_model *model = get_model(explanation);

    msbi_text_addf(text, ", \"%s\": [", name);
    for (size_t i = 0; i < steps->num; i++) {
        const struct msbi_step *step = &steps->items[i];

        msbi_text_add(text, i == 0 ? "{" : ", {");
        if (owner_name != NULL) {
            add_member(text, owner_name,
                       msb_model_get_part_id(model, owner_part, step->owner));
            msbi_text_add(text, ", ");
        }
        add_step(text, model, step);
        msbi_text_add(text, "}");
    }
    msbi_text_add(text, "]");
}

static void
add_changes(struct msbi_text *text, const struct msb_explanation *explanation)
{
    const struct msb_model *model = get_model(explanation);

    msbi_text_add(text, ", \"would_change\": [");
    for (size_t i = 0; i < explanation->num_changes; i++) {
        const struct msbi_change *change = &explanation->changes[i];

        msbi_text_add(text, i == 0 ? "{" : ", {");
        add_member(text, "area", model->areas[change->area].id);
        msbi_text_add(text, ", ");
        add_member(text, "attribute",
                   model->attributes[change->attribute].name);
        add_value(text, "value", &model->attributes[change->attribute],
                  &change->value);
        msbi_text_add(text, "}");
    }
    msbi_text_add(text, "]");
}

static void
add_reply(struct msbi_text *text, const struct msb_explanation *explanation,
          const struct msbi_reply *reply)
{
    const struct msb_model *model = get_model(explanation);
    size_t ask = explanation->decision->ask;
    const struct msbi_attribute *attribute = &model->attributes[ask];

    add_member(text, "attribute", attribute->name);
    if (msbi_explanation_masks(explanation, ask)) {
        msbi_text_add(text, ", \"values\": null, \"masked\": true");
    } else if (attribute->type == MSB_ATTRIBUTE_INTEGER) {
        msbi_text_addf(text, ", \"from\": %d, \"through\": %d", (int)reply->low,
                       (int)reply->high);
    } else {
        msbi_text_add(text, ", \"values\": ");
        add_values(text, attribute, &reply->values);
        if (attribute->type == MSB_ATTRIBUTE_SET) {
            msbi_text_add(text, ", \"without\": ");
            add_values(text, attribute, &reply->without);
        }
    }
    msbi_text_add(text, ", \"areas\": [");
    for (size_t i = 0; i < reply->areas.num; i++) {
        msbi_text_add(text, i == 0 ? "" : ", ");
        msbi_text_add_json(text, model->areas[reply->areas.items[i]].id);
    }
    if (reply->gap_possible)
        msbi_text_add(text, reply->areas.num == 0 ? "null" : ", null");
    msbi_text_add(text, "]");
}

/* Of an undetermined decision only. */
static void
add_replies(struct msbi_text *text, const struct msb_explanation *explanation)
{
    if (explanation->decision->outcome.status != MSB_OUTCOME_UNDETERMINED)
        return;
    msbi_text_add(text, ", \"answers\": [");
    for (size_t i = 0; i < explanation->num_replies; i++) {
        msbi_text_add(text, i == 0 ? "{" : ", {");
        add_reply(text, explanation, &explanation->replies[i]);
        msbi_text_add(text, "}");
    }
    msbi_text_addf(text, "], \"answers_cut\": %s",
                   explanation->replies_cut ? "true" : "false");
}

enum msb_status
msb_explanation_format_json(const struct msb_explanation *explanation,
                            char **out, struct msb_error *err)
{
    const struct msbi_rule *rule;
    struct msbi_text text;

    if (explanation == NULL || out == NULL)
        return msbi_fail_misuse(err, "explanation and out must not be NULL");
    rule = get_deciding_rule(explanation);
    msbi_text_init(&text);
    msbi_text_add(&text, "{");
    add_member(&text, "rule", rule == NULL ? NULL : rule->id);
    msbi_text_add(&text, ", ");
    add_member(&text, "because",
               rule == NULL ? NULL : msbi_texts_get(&rule->because, NULL));
    msbi_text_add(&text, ", ");
    add_member(&text, "law",
               rule == NULL ? NULL : msbi_texts_get(&rule->law, NULL));
    msbi_text_add(&text, ", ");
    add_member(&text, "source",
               rule == NULL ? NULL : msbi_texts_get(&rule->source, NULL));
    add_steps(&text, explanation, "tests", &explanation->tests, NULL,
              MSB_PART_RULE);
    add_steps(&text, explanation, "before", &explanation->failed, "rule",
              MSB_PART_RULE);
    add_steps(&text, explanation, "deliveries", &explanation->deliveries,
              "service", MSB_PART_SERVICE);
    add_changes(&text, explanation);
    add_replies(&text, explanation);
    msbi_text_add(&text, "}");
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
