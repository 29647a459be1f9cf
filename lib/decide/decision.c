/* SPDX-License-Identifier: MIT */
/* A decision's life, its fields, and its JSON. */
#include "decide/decision.h"

#include "base/error.h"

struct msb_decision *
msb_decision_ref(struct msb_decision *decision)
{
    if (decision != NULL)
        msbi_refcount_take(&decision->refs);
    return decision;
}

void
msb_decision_unref(struct msb_decision *decision)
{
    if (decision == NULL || !msbi_refcount_drop(&decision->refs))
        return;
    msbi_free(decision->possible.items);
    msbi_free(decision->deciding.items);
    msbi_free(decision->missing.items);
    msbi_free(decision->deliveries);
    msbi_free(decision->contacts.items);
    msb_decision_unref(decision->ruled);
    msbi_placement_release(&decision->placement);
    msb_rules_unref(decision->rules);
    msbi_free(decision);
}

struct msb_outcome
msb_decision_get_outcome(const struct msb_decision *decision)
{
    const struct msb_outcome none = {
        .status = MSB_OUTCOME_NONE, .area = -1, .rule = -1, .target_group = -1};

    return decision == NULL ? none : decision->outcome;
}

struct msb_rules *
msb_decision_get_rules(const struct msb_decision *decision)
{
    return decision == NULL ? NULL : decision->rules;
}

static size_t
get_item(const struct msbi_indices *indices, size_t index)
{
    return index < indices->num ? indices->items[index] : MSB_NONE;
}

size_t
msb_decision_num_possible(const struct msb_decision *decision)
{
    return decision == NULL ? 0 : decision->possible.num;
}

size_t
msb_decision_get_possible(const struct msb_decision *decision, size_t index)
{
    return decision == NULL ? MSB_NONE : get_item(&decision->possible, index);
}

bool
msb_decision_is_gap_possible(const struct msb_decision *decision)
{
    return decision != NULL && decision->gap_possible;
}

size_t
msb_decision_num_rules(const struct msb_decision *decision)
{
    return decision == NULL ? 0 : decision->deciding.num;
}

size_t
msb_decision_get_rule(const struct msb_decision *decision, size_t index)
{
    return decision == NULL ? MSB_NONE : get_item(&decision->deciding, index);
}

size_t
msb_decision_num_missing(const struct msb_decision *decision)
{
    return decision == NULL ? 0 : decision->missing.num;
}

size_t
msb_decision_get_missing(const struct msb_decision *decision, size_t index)
{
    return decision == NULL ? MSB_NONE : get_item(&decision->missing, index);
}

size_t
msb_decision_get_ask(const struct msb_decision *decision)
{
    return decision == NULL ? MSB_NONE : decision->ask;
}

size_t
msb_decision_num_deliveries(const struct msb_decision *decision)
{
    return decision == NULL ? 0 : decision->num_deliveries;
}

bool
msb_decision_get_delivery(const struct msb_decision *decision, size_t index,
                          struct msb_delivery *out)
{
    if (out == NULL || index >= msb_decision_num_deliveries(decision))
        return false;
    *out = decision->deliveries[index];
    return true;
}

size_t
msb_decision_num_contacts(const struct msb_decision *decision)
{
    return decision == NULL ? 0 : decision->contacts.num;
}

size_t
msb_decision_get_contact(const struct msb_decision *decision, size_t index)
{
    return decision == NULL ? MSB_NONE : get_item(&decision->contacts, index);
}

/* The id at @index, or null for MSB_NONE. */
static void
add_id(struct msbi_text *text, const struct msb_decision *decision,
       enum msb_part part, size_t index)
{
    msbi_text_add_json(
        text, msb_model_get_part_id(decision->rules->model, part, index));
}

static void
add_ids(struct msbi_text *text, const struct msb_decision *decision,
        const char *name, enum msb_part part,
        const struct msbi_indices *indices, bool has_gap)
{
    msbi_text_addf(text, ", \"%s\": [", name);
    for (size_t i = 0; i < indices->num; i++) {
        msbi_text_add(text, i == 0 ? "" : ", ");
        add_id(text, decision, part, indices->items[i]);
    }
    if (has_gap)
        msbi_text_add(text, indices->num == 0 ? "null" : ", null");
    msbi_text_add(text, "]");
}

static void
add_deliveries(struct msbi_text *text, const struct msb_decision *decision)
{
    msbi_text_add(text, ", \"deliveries\": [");
    for (size_t i = 0; i < decision->num_deliveries; i++) {
        const struct msb_delivery *delivery = &decision->deliveries[i];

        msbi_text_add(text, i == 0 ? "{\"service\": " : ", {\"service\": ");
        add_id(text, decision, MSB_PART_SERVICE, delivery->service);
        msbi_text_add(text, ", \"area\": ");
        add_id(text, decision, MSB_PART_AREA, delivery->area);
        msbi_text_add(text, ", \"unit\": ");
        add_id(text, decision, MSB_PART_UNIT, delivery->unit);
        msbi_text_add(text, "}");
    }
    msbi_text_add(text, "]");
}

static const char *
get_status_name(enum msb_outcome_status status)
{
    switch (status) {
    case MSB_OUTCOME_DETERMINED:
        return "determined";
    case MSB_OUTCOME_UNDETERMINED:
        return "undetermined";
    case MSB_OUTCOME_NONE:
        return "none";
    }
    return "";
}

static size_t
to_index(int32_t number)
{
    return number < 0 ? MSB_NONE : (size_t)number;
}

/* Who is responsible, and what that depends on. */
static void
add_outcome(struct msbi_text *text, const struct msb_decision *decision)
{
    const struct msb_outcome *outcome = &decision->outcome;

    msbi_text_addf(text, "\"status\": \"%s\", \"responsible\": ",
                   get_status_name(outcome->status));
    add_id(text, decision, MSB_PART_AREA, to_index(outcome->area));
    add_ids(text, decision, "possible", MSB_PART_AREA, &decision->possible,
            decision->gap_possible);
    add_ids(text, decision, "rules", MSB_PART_RULE, &decision->deciding, false);
    add_ids(text, decision, "missing", MSB_PART_ATTRIBUTE, &decision->missing,
            false);
    msbi_text_add(text, ", \"ask\": ");
    add_id(text, decision, MSB_PART_ATTRIBUTE, decision->ask);
}

void
msbi_decision_add_fields(struct msbi_text *text,
                         const struct msb_decision *decision)
{
    add_outcome(text, decision);
    msbi_text_add(text, ", \"target_group\": ");
    add_id(text, decision, MSB_PART_TARGET_GROUP,
           to_index(decision->outcome.target_group));
    add_deliveries(text, decision);
    add_ids(text, decision, "contacts", MSB_PART_AREA, &decision->contacts,
            false);
}

static void
add_day(struct msbi_text *text, const char *name, struct msb_date date)
{
    char written[11];

    msb_date_format(date, written);
    msbi_text_addf(text, ", \"%s\": \"%s\"", name, written);
}

void
msbi_decision_add_exception(struct msbi_text *text,
                            const struct msb_decision *decision)
{
    const struct msbi_placement *placement = &decision->placement;

    if (decision->ruled == NULL) {
        msbi_text_add(text, "null");
        return;
    }
    msbi_text_add(text, "{\"area\": ");
    add_id(text, decision, MSB_PART_AREA, placement->area);
    msbi_text_add(text, ", \"reason\": ");
    msbi_text_add_json(text, placement->reason);
    msbi_text_add(text, ", \"decided_by\": ");
    msbi_text_add_json(text, placement->decided_by);
    add_day(text, "from", placement->from);
    add_day(text, "to", placement->to);
    msbi_text_add(text, ", \"instead_of\": {");
    add_outcome(text, decision->ruled);
    msbi_text_add(text, "}}");
}

enum msb_status
msb_decision_format_json(const struct msb_decision *decision, const char *id,
                         const struct msb_explanation *explanation, char **out,
                         struct msb_error *err)
{
    struct msbi_text text;
    char *why = NULL;
    enum msb_status status = MSB_OK;

    if (decision == NULL || out == NULL)
        return msbi_fail_misuse(err, "decision and out must not be NULL");
    *out = NULL;
    if (explanation != NULL)
        status = msb_explanation_format_json(explanation, &why, err);
    if (status != MSB_OK)
        return status;
    msbi_text_init(&text);
    msbi_text_add(&text, "{");
    if (id != NULL) {
        msbi_text_add(&text, "\"id\": ");
        msbi_text_add_json(&text, id);
        msbi_text_add(&text, ", ");
    }
    msbi_decision_add_fields(&text, decision);
    if (why != NULL) {
        msbi_text_add(&text, ", \"explanation\": ");
        msbi_text_add(&text, why);
    }
    msbi_text_add(&text, "}");
    msbi_free(why);
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
