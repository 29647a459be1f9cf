/* SPDX-License-Identifier: MIT */
/* What one model means for a population, as tables for people. */
#include "totals.h"

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
print_responsible(const struct msb_totals *totals,
                  const struct arguments *arguments)
{
    const struct msb_model *model = msb_rules_get_model(
        msb_totals_get_rules(totals));
    struct table table;

    table_init(&table, "Citizens by responsible area", "lr");
    for (size_t i = 0; i < msb_model_num_parts(model, MSB_PART_AREA); i++) {
        table_add(&table, name_area(totals, i, arguments->language));
        table_add_citizens(&table, msb_totals_get_responsible(totals, i),
                           arguments->least);
    }
    return table_print(&table);
}

static bool
print_status(const struct msb_totals *totals, uint64_t least)
{
    struct msb_status_counts counts = msb_totals_get_status(totals);
    struct table table;

    table_init(&table, "Citizens by status", "lr");
    table_add(&table, "determined");
    table_add_citizens(&table, counts.determined, least);
    table_add(&table, "undetermined");
    table_add_citizens(&table, counts.undetermined, least);
    table_add(&table, "none");
    table_add_citizens(&table, counts.none, least);
    if (counts.rejected > 0) {
        table_add(&table, "rejected");
        table_add_citizens(&table, counts.rejected, least);
    }
    if (msb_totals_get_erased(totals) > 0) {
        table_add(&table, "erased since");
        table_add_citizens(&table, msb_totals_get_erased(totals), least);
    }
    if (msb_totals_get_exceptions(totals) > 0) {
        table_add(&table, "by exception");
        table_add_citizens(&table, msb_totals_get_exceptions(totals), least);
    }
    return table_print(&table);
}

static bool
print_contacts(const struct msb_totals *totals, uint64_t least)
{
    size_t num = msb_totals_num_contacts(totals);
    struct table table;

    table_init(&table, "Citizens by areas they have to deal with", "rr");
    for (size_t i = 0; i < num; i++) {
        table_add_number(&table, i);
        table_add_citizens(&table, msb_totals_get_contacts(totals, i), least);
    }
    return table_print(&table);
}

static bool
print_seams(const struct msb_totals *totals, const struct arguments *arguments)
{
    struct msb_seam seam;
    struct table table;

    table_init(&table, "Seams: citizens whom two areas share", "llr");
    for (size_t i = 0; msb_totals_get_seam(totals, i, &seam); i++) {
        table_add(&table,
                  name_area(totals, seam.areas[0], arguments->language));
        table_add(&table,
                  name_area(totals, seam.areas[1], arguments->language));
        table_add_citizens(&table, seam.citizens, arguments->least);
    }
    return table_print(&table);
}

bool
print_totals(const struct msb_totals *totals, const struct arguments *arguments)
{
    return print_responsible(totals, arguments)
           && print_status(totals, arguments->least)
           && print_contacts(totals, arguments->least)
           && print_seams(totals, arguments);
}

void
say_rejected_citizens(const struct msb_totals *totals, uint64_t least)
{
    uint64_t num = msb_totals_get_status(totals).rejected;
    char text[NUMBER_SIZE];

    if (num == 0)
        return;
    say("citizens whose facts %s rejects: %s; in JSON they are counted under "
        "\"none\"",
        msb_model_get_id(msb_rules_get_model(msb_totals_get_rules(totals))),
        format_citizens(num, least, text));
}
