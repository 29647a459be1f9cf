/* SPDX-License-Identifier: MIT */
/*
 * Totals and comparisons as JSON, one object on one line, with the members
 * and their order as the tool's users see them. Citizens whose facts are
 * rejected have no area: they stand under "none", so that the three statuses
 * add up to all citizens.
 */
#include <msb/model.h>

#include "base/error.h"
#include "compare/comparison.h"
#include "compare/number.h"

static void
write_number(struct msbi_text *text, const struct msb_totals *totals,
             uint64_t number)
{
    msbi_text_add(text, msbi_number_as_json(number, totals->least).text);
}

static void
write_area(struct msbi_text *text, const struct msb_totals *totals, size_t area)
{
    struct msb_model *model = msb_rules_get_model(totals->rules);

    msbi_text_add_json(text, msb_model_get_part_id(model, MSB_PART_AREA, area));
}

static void
write_responsible(struct msbi_text *text, const struct msb_totals *totals)
{
    msbi_text_add(text, "\"responsible\": {");
    for (size_t i = 0; i < totals->num_areas; i++) {
        msbi_text_add(text, i == 0 ? "" : ", ");
        write_area(text, totals, i);
        msbi_text_add(text, ": ");
        write_number(text, totals, totals->responsible[i]);
    }
}

static void
write_contacts(struct msbi_text *text, const struct msb_totals *totals)
{
    msbi_text_add(text, "}, \"contacts\": {");
    for (size_t i = 0; i < totals->num_contacts; i++) {
        msbi_text_addf(text, "%s\"%zu\": ", i == 0 ? "" : ", ", i);
        write_number(text, totals, totals->contacts[i]);
    }
}

static void
write_seams(struct msbi_text *text, const struct msb_totals *totals)
{
    msbi_text_add(text, "}, \"seams\": [");
    for (size_t i = 0; i < totals->seams.num; i++) {
        const struct msbi_pair *seam = &totals->seams.items[i];

        msbi_text_add(text, i == 0 ? "{\"areas\": [" : ", {\"areas\": [");
        write_area(text, totals, seam->first);
        msbi_text_add(text, ", ");
        write_area(text, totals, seam->second);
        msbi_text_add(text, "], \"citizens\": ");
        write_number(text, totals, seam->count);
        msbi_text_add(text, "}");
    }
}

/* The members of `totals`, without braces. */
static void
write_totals(const struct msb_totals *totals, struct msbi_text *text)
{
    const struct msb_status_counts *counts = &totals->status;

    write_responsible(text, totals);
    write_contacts(text, totals);
    write_seams(text, totals);
    msbi_text_add(text, "], \"determined\": ");
    write_number(text, totals, counts->determined);
    msbi_text_add(text, ", \"undetermined\": ");
    write_number(text, totals, counts->undetermined);
    msbi_text_add(text, ", \"none\": ");
    write_number(text, totals,
                 totals->least > 0 ? totals->without
                                   : counts->none + counts->rejected);
}

static void
write_date(struct msbi_text *text, struct msb_date date)
{
    char written[11];

    msb_date_format(date, written);
    msbi_text_addf(text, "{\"on\": \"%s\"", written);
}

static enum msb_status
take_text(struct msbi_text *text, char **out, struct msb_error *err)
{
    *out = msbi_text_take(text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}

enum msb_status
msb_totals_format_json(const struct msb_totals *totals, char **out,
                       struct msb_error *err)
{
    struct msbi_text text;

    if (totals == NULL || out == NULL)
        return msbi_fail_misuse(err, "totals and out must not be NULL");
    msbi_text_init(&text);
    write_date(&text, totals->on);
    msbi_text_add(&text, ", \"model\": ");
    msbi_text_add_json(&text,
                       msb_model_get_id(msb_rules_get_model(totals->rules)));
    msbi_text_add(&text, ", \"citizens\": ");
    write_number(&text, totals, totals->status.citizens);
    msbi_text_add(&text, ", ");
    write_totals(totals, &text);
    msbi_text_add(&text, ", \"exceptions\": ");
    write_number(&text, totals, totals->exceptions);
    msbi_text_add(&text, ", \"erased\": ");
    write_number(&text, totals, totals->erased);
    msbi_text_add(&text, "}");
    return take_text(&text, out, err);
}

static void
write_flow(struct msbi_text *text, const struct msb_comparison *comparison)
{
    msbi_text_add(text, ", \"flow\": [");
    for (size_t i = 0; i < comparison->flows.num; i++) {
        const struct msbi_pair *flow = &comparison->flows.items[i];

        msbi_text_add(text, i == 0 ? "{\"before\": " : ", {\"before\": ");
        write_area(text, comparison->before, flow->first);
        msbi_text_add(text, ", \"after\": ");
        write_area(text, comparison->after, flow->second);
        msbi_text_add(text, ", \"citizens\": ");
        write_number(text, comparison->before, flow->count);
        msbi_text_add(text, "}");
    }
    msbi_text_add(text, "]}");
}

enum msb_status
msb_comparison_format_json(const struct msb_comparison *comparison, char **out,
                           struct msb_error *err)
{
    struct msbi_text text;

    if (comparison == NULL || out == NULL)
        return msbi_fail_misuse(err, "comparison and out must not be NULL");
    msbi_text_init(&text);
    write_date(&text, comparison->before->on);
    msbi_text_add(&text, ", \"citizens\": ");
    write_number(&text, comparison->before,
                 comparison->before->status.citizens);
    msbi_text_add(&text, ", \"changed\": ");
    write_number(&text, comparison->before, comparison->changed);
    msbi_text_add(&text, ", \"before\": {");
    write_totals(comparison->before, &text);
    msbi_text_add(&text, "}, \"after\": {");
    write_totals(comparison->after, &text);
    msbi_text_add(&text, "}");
    write_flow(&text, comparison);
    return take_text(&text, out, err);
}
