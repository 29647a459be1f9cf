/* SPDX-License-Identifier: MIT */
/* msb compare: the same population by two models, before and after. */
#include <stdio.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "progress.h"
#include "table.h"
#include "text.h"
#include "totals.h"

static const struct msb_model *
get_model(const struct msb_totals *totals)
{
    return msb_rules_get_model(msb_totals_get_rules(totals));
}

/* One of the two, under a heading of its own. */
static bool
print_side(const char *heading, const struct msb_totals *totals,
           const struct arguments *arguments)
{
    const struct msb_model *model = get_model(totals);

    printf("\n%s: ", heading);
    write_shown(stdout, msb_model_get_name(model, arguments->language));
    printf(" (%s)\n", msb_model_get_id(model));
    return print_totals(totals, arguments);
}

static bool
print_flows(const struct msb_comparison *comparison,
            const struct arguments *arguments)
{
    const char *language = arguments->language;
    const struct msb_model *before = get_model(
        msb_comparison_get_before(comparison));
    const struct msb_model *after = get_model(
        msb_comparison_get_after(comparison));
    struct table table;
    struct msb_flow flow;

    table_init(&table, "From area to area (a dash: no responsible area)",
               "llr");
    for (size_t i = 0; msb_comparison_get_flow(comparison, i, &flow); i++) {
        table_add(&table, msb_model_get_part_name(before, MSB_PART_AREA,
                                                  flow.before, language));
        table_add(&table, msb_model_get_part_name(after, MSB_PART_AREA,
                                                  flow.after, language));
        table_add_citizens(&table, flow.citizens, arguments->least);
    }
    return table_print(&table);
}

static enum tool_exit
print_comparison(const struct msb_comparison *comparison,
                 const struct arguments *arguments)
{
    const struct msb_totals *before = msb_comparison_get_before(comparison);
    const struct msb_totals *after = msb_comparison_get_after(comparison);
    char citizens[NUMBER_SIZE], changed[NUMBER_SIZE];
    char date[11];

    msb_date_format(arguments->on, date);
    printf("%s citizens on %s; %s change responsible area\n",
           format_citizens(msb_totals_get_status(before).citizens,
                           arguments->least, citizens),
           date,
           format_citizens(msb_comparison_num_changed(comparison),
                           arguments->least, changed));
    if (!print_side("Before", before, arguments)
        || !print_side("After", after, arguments)
        || !print_flows(comparison, arguments))
        return EXIT_SYSTEM;
    return EXIT_WELL;
}

static enum tool_exit
print_result(const struct msb_comparison *comparison,
             const struct arguments *arguments)
{
    struct msb_error err;
    char *text = NULL;

    say_rejected_citizens(msb_comparison_get_before(comparison),
                          arguments->least);
    say_rejected_citizens(msb_comparison_get_after(comparison),
                          arguments->least);
    if (!has_option(arguments, OPTION_JSON))
        return print_comparison(comparison, arguments);
    if (msb_comparison_format_json(comparison, &text, &err) != MSB_OK)
        return say_error(arguments->operands[0], &err);
    print_text(text);
    return EXIT_WELL;
}

static enum tool_exit
compare(struct msb_store *store, struct msb_rules *before,
        struct msb_rules *after, const struct arguments *arguments)
{
    struct msb_comparison *comparison = NULL, *shown = NULL;
    struct progress progress;
    enum msb_status outcome;
    enum tool_exit status;
    struct msb_error err;

    progress_start(&progress, "comparing");
    outcome = msb_store_compare(store, before, after, arguments->on,
                                progress_update, &progress, &comparison, &err);
    progress_end(&progress);
    if (outcome == MSB_OK)
        outcome = msb_comparison_suppress(comparison, arguments->least, &shown,
                                          &err);
    if (outcome != MSB_OK)
        status = say_error(arguments->operands[0], &err);
    else
        status = print_result(shown, arguments);
    msb_comparison_unref(shown);
    msb_comparison_unref(comparison);
    return status;
}

static enum tool_exit
run_compare(const struct arguments *arguments)
{
    struct msb_rules *before = NULL, *after = NULL;
    struct msb_store *store = NULL;
    enum tool_exit status;

    status = open_rules(arguments->values[OPTION_BEFORE], &before);
    if (status == EXIT_WELL)
        status = open_rules(arguments->values[OPTION_AFTER], &after);
    if (status == EXIT_WELL)
        status = open_store(arguments, arguments->operands[0], true, &store);
    if (status == EXIT_WELL)
        status = compare(store, before, after, arguments);
    msb_store_unref(store);
    msb_rules_unref(after);
    msb_rules_unref(before);
    return status;
}

const struct command compare_command = {
    .name = "compare",
    .summary = "what another model changes for the population of a date",
    .description =
        "Neither model need be in the store. An area with exactly one\n"
        "successor is the same as it. Writes nothing.",
    .operands = {{"STORE", "a store of msb"}},
    .options = {{OPTION_BEFORE, true},
                {OPTION_AFTER, true},
                {OPTION_ON, true},
                {OPTION_LANG, false},
                {OPTION_SUPPRESS, false},
                {OPTION_JSON, false},
                {NUM_OPTIONS, false}},
    .example = "msb compare aarhus.msb --before aarhus_2018.json \\\n"
               "      --after aarhus_2019.json --on 2019-08-01",
    .run = run_compare,
};
