/* SPDX-License-Identifier: MIT */
/* msb handovers: who changes responsible area, on which day and why. */
#include <stdio.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "text.h"

static enum tool_exit
print_json(const struct msb_handovers *handovers, const char *path)
{
    size_t num = msb_handovers_num(handovers);
    struct msb_error err;
    char *text = NULL;

    for (size_t i = 0; i < num; i++) {
        if (msb_handovers_format_json(handovers, i, &text, &err) != MSB_OK)
            return say_error(path, &err);
        print_text(text);
    }
    return EXIT_WELL;
}

static enum tool_exit
print_ics(const struct msb_handovers *handovers,
          const struct arguments *arguments)
{
    struct msb_error err;
    char *text = NULL;

    if (msb_handovers_format_ics(handovers, arguments->language, &text, &err)
        != MSB_OK)
        return say_error(arguments->operands[0], &err);
    fputs(text, stdout);
    msb_text_free(text);
    return EXIT_WELL;
}

/* A line each: an id that looks like a CPR number is masked, as everywhere. */
static void
print_lines(const struct msb_handovers *handovers)
{
    struct msb_handover handover;
    char date[11];

    if (msb_handovers_num(handovers) == 0)
        puts("No handovers");
    for (size_t i = 0; msb_handovers_get(handovers, i, &handover); i++) {
        msb_date_format(handover.date, date);
        printf("%s  ", date);
        write_clean(stdout, handover.citizen);
        printf(": %s to %s (%s%s%s)\n",
               handover.from == NULL ? "nobody" : handover.from,
               handover.to == NULL ? "nobody" : handover.to,
               msb_handover_cause_get_name(handover.cause),
               handover.has_work ? ", " : "",
               handover.has_work
                   ? msb_handover_state_get_name(handover.work.state)
                   : "");
    }
}

static enum tool_exit
run_handovers(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_handovers *handovers = NULL;
    struct msb_store *store = NULL;
    enum tool_exit status;
    struct msb_error err;

    if (has_option(arguments, OPTION_JSON)
        && has_option(arguments, OPTION_ICS)) {
        say("handovers: --ics: not with --json; see 'msb handovers --help'");
        return EXIT_UNUSABLE;
    }
    status = open_store(arguments, path, true, &store);
    if (status != EXIT_WELL)
        return status;
    if (msb_store_find_handovers(store, arguments->dates[OPTION_FROM],
                                 arguments->dates[OPTION_TO], &handovers, &err)
        != MSB_OK)
        status = say_error(path, &err);
    else if (has_option(arguments, OPTION_JSON))
        status = print_json(handovers, path);
    else if (has_option(arguments, OPTION_ICS))
        status = print_ics(handovers, arguments);
    else
        print_lines(handovers);
    msb_handovers_unref(handovers);
    msb_store_unref(store);
    return status;
}

const struct command handovers_command = {
    .name = "handovers",
    .summary = "who changes responsible area, when and why",
    .description =
        "By growing older, by dated facts, courses and exceptions, and by\n"
        "models that come into force: computed, for every citizen. The\n"
        "calendar names no citizen but by the number in the store.",
    .operands = {{"STORE", "a store of msb"}},
    .options = {{OPTION_FROM, true},
                {OPTION_TO, true},
                {OPTION_LANG, false},
                {OPTION_ICS, false},
                {OPTION_JSON, false},
                {NUM_OPTIONS, false}},
    .example = "msb handovers aarhus.msb --from 2019-07-01 --to 2020-07-01",
    .run = run_handovers,
};
