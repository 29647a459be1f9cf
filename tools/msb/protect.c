/* SPDX-License-Identifier: MIT */
/* msb protect: show a citizen's address to nobody, until a date. */
#include "commands.h"
#include "message.h"
#include "open.h"

static enum tool_exit
run_protect(const struct arguments *arguments)
{
    const struct msb_period period = {.from = arguments->dates[OPTION_FROM],
                                      .to = arguments->dates[OPTION_TO]};
    const char *path = arguments->operands[0];
    struct msb_store *store = NULL;
    enum tool_exit status;
    struct msb_error err;

    status = open_store(arguments, path, false, &store);
    if (status != EXIT_WELL)
        return status;
    if (msb_store_protect_address(store, arguments->operands[1], period, &err)
        != MSB_OK)
        status = say_error(path, &err);
    msb_store_unref(store);
    return status;
}

const struct command protect_command = {
    .name = "protect",
    .summary = "show a citizen's address to nobody, until a date",
    .description =
        "The protection lapses by itself on --to. The same --from with "
        "another\n"
        "--to is a correction. How long it may last is law: CPR-loven § 28.",
    .operands = {{"STORE", "a store of msb"},
                 {"CITIZEN", "the citizen's id in the store"}},
    .options = {{OPTION_FROM, true}, {OPTION_TO, true}, {NUM_OPTIONS, false}},
    .example = "msb protect aarhus.msb claus --from 2019-08-01 --to 2020-08-01",
    .run = run_protect,
};
