/* SPDX-License-Identifier: MIT */
/* Reading a difference: its changes, and the JSON of `msb diff`. */
#include "base/error.h"
#include "base/text.h"
#include "rules/counts.h"
#include "rules/difference.h"

struct msb_model *
msb_difference_get_before(const struct msb_difference *difference)
{
    return difference == NULL ? NULL : difference->before;
}

struct msb_model *
msb_difference_get_after(const struct msb_difference *difference)
{
    return difference == NULL ? NULL : difference->after;
}

size_t
msb_difference_num_changes(const struct msb_difference *difference)
{
    return difference == NULL ? 0 : difference->num_changes;
}

bool
msb_difference_get_change(const struct msb_difference *difference, size_t index,
                          struct msb_change *out)
{
    const struct msbi_change *change;

    if (out == NULL || index >= msb_difference_num_changes(difference))
        return false;
    change = &difference->changes[index];
    out->before = change->before;
    out->after = change->after;
    out->witness = change->witness;
    out->num_pairs = change->num_pairs;
    out->is_complete = change->is_complete;
    return true;
}

bool
msb_difference_get_pair(const struct msb_difference *difference, size_t change,
                        size_t index, struct msb_rule_pair *out)
{
    if (out == NULL || change >= msb_difference_num_changes(difference)
        || index >= difference->changes[change].num_pairs)
        return false;
    *out = difference->changes[change].pairs[index];
    return true;
}

void
msbi_difference_write(struct msbi_text *text,
                      const struct msb_difference *difference,
                      const struct msbi_counts *counts)
{
    struct msb_change change;

    msbi_text_addf(text, "{\"same\": %s, \"changes\": [",
                   difference->num_changes == 0 ? "true" : "false");
    for (size_t i = 0; msb_difference_get_change(difference, i, &change); i++) {
        msbi_text_add(text, i == 0 ? "{\"before\": " : ", {\"before\": ");
        msbi_text_add_json(text,
                           msb_model_get_part_id(difference->before,
                                                 MSB_PART_AREA, change.before));
        msbi_text_add(text, ", \"after\": ");
        msbi_text_add_json(text,
                           msb_model_get_part_id(difference->after,
                                                 MSB_PART_AREA, change.after));
        msbi_text_addf(text, ", \"witness\": %s", change.witness);
        msbi_counts_add_finding(text, counts, i);
        msbi_text_add(text, "}");
    }
    msbi_text_add(text, "]");
    msbi_counts_add(text, counts);
    msbi_text_add(text, "}");
}

enum msb_status
msb_difference_format_json(const struct msb_difference *difference, char **out,
                           struct msb_error *err)
{
    struct msbi_text text;

    if (difference == NULL || out == NULL)
        return msbi_fail_misuse(err, "difference and out must not be NULL");
    msbi_text_init(&text);
    msbi_difference_write(&text, difference, NULL);
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
