/* SPDX-License-Identifier: MIT */
/*
 * msb except: place a citizen in another area than the rules say, for some
 * time; or end that early. What the store then has is printed by `msb who`.
 */
#include <stdio.h>

#include "commands.h"
#include "message.h"
#include "open.h"

static const enum option_id of_a_new_one[] = {OPTION_PLACE, OPTION_REASON,
                                              OPTION_FROM, OPTION_TO};

#define NUM_OF_A_NEW_ONE (sizeof of_a_new_one / sizeof of_a_new_one[0])

/* A new exception with all that belongs to it, or the end of one. */
static bool
is_complete(const struct arguments *arguments)
{
    bool is_end = has_option(arguments, OPTION_END);

    for (size_t i = 0; i < NUM_OF_A_NEW_ONE; i++)
        if (has_option(arguments, of_a_new_one[i]) == is_end)
            return false;
    return !(is_end && has_option(arguments, OPTION_BY));
}

static enum msb_status
write_exception(const struct arguments *arguments, struct msb_store *store,
                struct msb_error *err)
{
    const struct msb_exception exception = {
        .area = arguments->values[OPTION_PLACE],
        .reason = arguments->values[OPTION_REASON],
        .decided_by = arguments->values[OPTION_BY],
        .from = arguments->dates[OPTION_FROM],
        .to = arguments->dates[OPTION_TO]};

    if (has_option(arguments, OPTION_END))
        return msb_store_end_exception(store, arguments->operands[1],
                                       arguments->dates[OPTION_END], err);
    return msb_store_put_exception(store, arguments->operands[1], &exception,
                                   err);
}

static enum tool_exit
run_except(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_store *store = NULL;
    enum tool_exit status;
    struct msb_error err;

    if (!is_complete(arguments)) {
        say("except: expected --place, --reason, --from and --to, or --end "
            "alone; see 'msb except --help'");
        return EXIT_UNUSABLE;
    }
    if (!has_option(arguments, OPTION_END) && !has_option(arguments, OPTION_BY)
        && !has_option(arguments, OPTION_ACTOR)) {
        say("except: --by: is missing; see 'msb except --help'");
        return EXIT_UNUSABLE;
    }
    status = open_store(arguments, path, false, &store);
    if (status != EXIT_WELL)
        return status;
    if (write_exception(arguments, store, &err) != MSB_OK)
        status = say_error(path, &err);
    msb_store_unref(store);
    return status;
}

const struct command except_command = {
    .name = "except",
    .summary = "place a citizen elsewhere than the rules say, for a time",
    .description =
        "With --place, --reason, --from and --to: that area is responsible\n"
        "from the first day until the day before --to, and the exception then\n"
        "expires by itself. With --end: the exception of that day holds no\n"
        "longer, from that day on. The same exception again changes nothing.",
    .operands = {{"STORE", "a store of msb"},
                 {"CITIZEN", "the citizen's id in the store"}},
    .options = {{OPTION_PLACE, false},
                {OPTION_REASON, false},
                {OPTION_BY, false},
                {OPTION_FROM, false},
                {OPTION_TO, false},
                {OPTION_END, false},
                {NUM_OPTIONS, false}},
    .example = "msb except aarhus.msb claus --place voksne_job_handicap "
               "--reason \"Søskende er der\" --by leder7 --from 2019-09-01 "
               "--to 2020-03-01",
    .run = run_except,
};
