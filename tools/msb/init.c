/* SPDX-License-Identifier: MIT */
/* msb init: a new store with its first model. */
#include <stdio.h>

#include "commands.h"
#include "message.h"
#include "open.h"

static enum tool_exit
run_init(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_store_options options;
    struct msb_principal principal;
    struct msb_model *model = NULL;
    enum tool_exit status;
    struct store_key key;
    struct msb_error err;

    status = fill_options(arguments, &key, &principal, &options);
    if (status == EXIT_WELL)
        status = open_model(arguments->values[OPTION_MODEL], &model);
    if (status != EXIT_WELL)
        return status;
    options.is_guarded = has_option(arguments, OPTION_GUARDED);
    if (msb_store_create(path, model, &options, NULL, &err) != MSB_OK)
        status = say_error(path, &err);
    msb_model_unref(model);
    return status;
}

const struct command init_command = {
    .name = "init",
    .summary = "make a new store with its first model",
    .description =
        "An existing file is refused, and left as it is. A key that is given\n"
        "now keys the store's journal, and is asked for by whoever writes.",
    .operands = {{"STORE", "a file that does not exist yet"}},
    .options = {{OPTION_MODEL, true},
                {OPTION_GUARDED, false},
                {NUM_OPTIONS, false}},
    .example = "msb init aarhus.msb --model examples/models/aarhus_2018.json",
    .run = run_init,
};
