/* SPDX-License-Identifier: MIT */
/* msb assign: decide every citizen, and record what changed. */
#include <inttypes.h>
#include <stdio.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "progress.h"
#include "table.h"

static void
print_summary_json(const struct msb_assign_summary *summary, struct msb_date on)
{
    char date[11];

    msb_date_format(on, date);
    printf("{\"on\": \"%s\", \"citizens\": %" PRIu64 ", \"assigned\": %" PRIu64
           ", \"unchanged\": %" PRIu64 ", \"undetermined\": %" PRIu64
           ", \"none\": %" PRIu64 "}\n",
           date, summary->citizens, summary->assigned, summary->unchanged,
           summary->undetermined, summary->none);
}

static enum tool_exit
print_summary(const struct msb_assign_summary *summary, struct msb_date on)
{
    struct table table;
    char date[11];

    msb_date_format(on, date);
    printf("Assignments on %s\n", date);
    table_init(&table, NULL, "lr");
    table_add_count(&table, "citizens", summary->citizens);
    table_add_count(&table, "assigned", summary->assigned);
    table_add_count(&table, "unchanged", summary->unchanged);
    table_add_count(&table, "undetermined", summary->undetermined);
    table_add_count(&table, "none", summary->none);
    return table_print(&table) ? EXIT_WELL : EXIT_SYSTEM;
}

static enum tool_exit
run_assign(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_assign_summary summary = {0};
    struct msb_store *store = NULL;
    struct progress progress;
    enum msb_status outcome;
    enum tool_exit status;
    struct msb_error err;

    status = open_store(arguments, path, false, &store);
    if (status != EXIT_WELL)
        return status;
    progress_start(&progress, "deciding");
    outcome = msb_store_assign(store, arguments->on, progress_update, &progress,
                               &summary, &err);
    progress_end(&progress);
    if (outcome != MSB_OK)
        status = say_error(path, &err);
    else if (has_option(arguments, OPTION_JSON))
        print_summary_json(&summary, arguments->on);
    else
        status = print_summary(&summary, arguments->on);
    msb_store_unref(store);
    return status;
}

const struct command assign_command = {
    .name = "assign",
    .summary = "decide every citizen on a date and record what changed",
    .description = "One transaction: all of it, or nothing.",
    .operands = {{"STORE", "a store of msb"}},
    .options = {{OPTION_ON, true}, {OPTION_JSON, false}, {NUM_OPTIONS, false}},
    .example = "msb assign aarhus.msb --on 2019-08-01",
    .run = run_assign,
};
