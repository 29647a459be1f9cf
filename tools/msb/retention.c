/* SPDX-License-Identifier: MIT */
/* msb retention: whose periods of retention are over. It erases nobody. */
#include <stdio.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "text.h"

/* Where the lines go. */
struct listing {
    bool is_json;
    uint64_t num;
};

static bool
print_due(void *user, const struct msb_due *due)
{
    struct listing *listing = user;
    char ended[11], over[11];

    listing->num++;
    msb_date_format(due->ended, ended);
    msb_date_format(due->due, over);
    if (listing->is_json) {
        fputs("{\"citizen\": ", stdout);
        write_json(stdout, due->citizen);
        fputs(", \"period\": ", stdout);
        write_json(stdout, due->period);
        printf(", \"ended\": \"%s\", \"due\": \"%s\", \"sampled\": %s}\n",
               ended, over, due->is_sampled ? "true" : "false");
        return ferror(stdout) == 0;
    }
    printf("%s  %s  ", over, due->period);
    write_clean(stdout, due->citizen);
    printf("  (ended %s)%s\n", ended,
           due->is_sampled ? "  sampled: for the archive" : "");
    return ferror(stdout) == 0;
}

static enum tool_exit
open_periods(const char *path, struct msb_retention **out)
{
    struct msb_problems *problems = NULL;
    enum tool_exit status = EXIT_WELL;
    struct msb_error err;

    if (msb_retention_load(path, out, &problems, &err) != MSB_OK)
        status = say_problems(path, problems, &err);
    msb_problems_unref(problems);
    return status;
}

static enum tool_exit
run_retention(const struct arguments *arguments)
{
    struct listing listing = {has_option(arguments, OPTION_JSON), 0};
    const char *path = arguments->operands[0];
    struct msb_retention *retention = NULL;
    struct msb_store *store = NULL;
    struct msb_error err;
    enum tool_exit status;

    status = open_periods(arguments->values[OPTION_PERIODS], &retention);
    if (status == EXIT_WELL)
        status = open_store(arguments, path, true, &store);
    if (status == EXIT_WELL
        && msb_store_list_due(store, retention, arguments->on, print_due,
                              &listing, &err)
               != MSB_OK)
        status = say_error(path, &err);
    if (status == EXIT_WELL && listing.num > 0)
        status = EXIT_FINDINGS;
    msb_store_unref(store);
    msb_retention_unref(retention);
    return status;
}

const struct command retention_command = {
    .name = "retention",
    .summary = "list whose periods of retention are over",
    .description =
        "The periods are yours to give, with their legal basis. Nobody is\n"
        "erased: that is for 'msb erase', when somebody has looked.",
    .operands = {{"STORE", "a store of msb"}},
    .options = {{OPTION_PERIODS, true},
                {OPTION_ON, true},
                {OPTION_JSON, false},
                {NUM_OPTIONS, false}},
    .findings = "a period is over",
    .example =
        "msb retention aarhus.msb --periods periods.json --on 2026-01-01",
    .run = run_retention,
};
