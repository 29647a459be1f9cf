/* SPDX-License-Identifier: MIT */
/* msb report: what the model in force means for the whole population. */
#include <stdio.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "progress.h"
#include "table.h"
#include "text.h"
#include "totals.h"

static enum tool_exit
print_report(const struct msb_totals *totals, const struct arguments *arguments)
{
    const struct msb_model *model = msb_rules_get_model(
        msb_totals_get_rules(totals));
    struct msb_error err;
    char number[NUMBER_SIZE];
    char *text = NULL;
    char date[11];

    say_rejected_citizens(totals, arguments->least);
    if (has_option(arguments, OPTION_JSON)) {
        if (msb_totals_format_json(totals, &text, &err) != MSB_OK)
            return say_error(arguments->operands[0], &err);
        print_text(text);
        return EXIT_WELL;
    }
    msb_date_format(arguments->on, date);
    printf("%s citizens on %s, by ",
           format_citizens(msb_totals_get_status(totals).citizens,
                           arguments->least, number),
           date);
    write_shown(stdout, msb_model_get_name(model, arguments->language));
    printf(" (%s)\n", msb_model_get_id(model));
    return print_totals(totals, arguments) ? EXIT_WELL : EXIT_SYSTEM;
}

static enum tool_exit
run_report(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_totals *totals = NULL, *shown = NULL;
    struct msb_store *store = NULL;
    struct progress progress;
    enum msb_status outcome;
    enum tool_exit status;
    struct msb_error err;

    status = open_store(arguments, path, true, &store);
    if (status != EXIT_WELL)
        return status;
    progress_start(&progress, "deciding");
    outcome = msb_store_report(store, NULL, arguments->on, progress_update,
                               &progress, &totals, &err);
    progress_end(&progress);
    if (outcome == MSB_OK)
        outcome = msb_totals_suppress(totals, arguments->least, &shown, &err);
    if (outcome != MSB_OK)
        status = say_error(path, &err);
    else
        status = print_report(shown, arguments);
    msb_totals_unref(shown);
    msb_totals_unref(totals);
    msb_store_unref(store);
    return status;
}

const struct command report_command = {
    .name = "report",
    .summary = "count citizens by area, contacts and seams on a date",
    .description = "By the model in force on the date. Writes nothing.",
    .operands = {{"STORE", "a store of msb"}},
    .options = {{OPTION_ON, true},
                {OPTION_LANG, false},
                {OPTION_SUPPRESS, false},
                {OPTION_JSON, false},
                {NUM_OPTIONS, false}},
    .example = "msb report aarhus.msb --on 2019-08-01",
    .run = run_report,
};
