/* SPDX-License-Identifier: MIT */
/* What one model means for a population, as tables for people. */
#include "totals.h"

#include <inttypes.h>
#include <stdio.h>

#include "message.h"
#include "table.h"

static const char *
name_area(const struct msb_totals *totals, size_t area, const char *language)
{
    const struct msb_model *model = msb_rules_get_model(
        msb_totals_get_rules(totals));

    return msb_model_get_part_name(model, MSB_PART_AREA, area, language);
}

static bool
print_responsible(const struct msb_totals *totals, const char *language)
{
    const struct msb_model *model = msb_rules_get_model(
        msb_totals_get_rules(totals));
    struct msb_status_counts counts = msb_totals_get_status(totals);
    struct table table;

    table_init(&table, "Citizens by responsible area", "lr");
    for (size_t i = 0; i < msb_model_num_parts(model, MSB_PART_AREA); i++)
        table_add_count(&table, name_area(totals, i, language),
                        msb_totals_get_responsible(totals, i));
    if (!table_print(&table))
        return false;
    table_init(&table, "Citizens by status", "lr");
    table_add_count(&table, "determined", counts.determined);
    table_add_count(&table, "undetermined", counts.undetermined);
    table_add_count(&table, "none", counts.none);
    if (counts.rejected > 0)
        table_add_count(&table, "rejected", counts.rejected);
    return table_print(&table);
}

static bool
print_contacts(const struct msb_totals *totals)
{
    size_t num = msb_totals_num_contacts(totals);
    struct table table;

    table_init(&table, "Citizens by areas they have to deal with", "rr");
    for (size_t i = 0; i < num; i++) {
        table_add_number(&table, i);
        table_add_number(&table, msb_totals_get_contacts(totals, i));
    }
    return table_print(&table);
}

static bool
print_seams(const struct msb_totals *totals, const char *language)
{
    struct msb_seam seam;
    struct table table;

    table_init(&table, "Seams: citizens whom two areas share", "llr");
    for (size_t i = 0; msb_totals_get_seam(totals, i, &seam); i++) {
        table_add(&table, name_area(totals, seam.areas[0], language));
        table_add(&table, name_area(totals, seam.areas[1], language));
        table_add_number(&table, seam.citizens);
    }
    return table_print(&table);
}

bool
print_totals(const struct msb_totals *totals, const char *language)
{
    return print_responsible(totals, language) && print_contacts(totals)
           && print_seams(totals, language);
}

void
say_rejected_citizens(const struct msb_totals *totals)
{
    uint64_t num = msb_totals_get_status(totals).rejected;

    if (num == 0)
        return;
    say("citizens whose facts %s rejects: %" PRIu64
        "; in JSON they are counted under \"none\"",
        msb_model_get_id(msb_rules_get_model(msb_totals_get_rules(totals))),
        num);
}
