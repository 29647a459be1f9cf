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
    struct msb_model *model = NULL;
    enum tool_exit status;
    struct msb_error err;

    status = open_model(arguments->values[OPTION_MODEL], &model);
    if (status != EXIT_WELL)
        return status;
    if (msb_store_create(path, model, NULL, NULL, &err) != MSB_OK)
        status = say_error(path, &err);
    msb_model_unref(model);
    return status;
}

const struct command init_command = {
    .name = "init",
    .summary = "make a new store with its first model",
    .description = "An existing file is refused, and left as it is.",
    .operands = {{"STORE", "a file that does not exist yet"}},
    .options = {{OPTION_MODEL, true}, {NUM_OPTIONS, false}},
    .example = "msb init aarhus.msb --model examples/models/aarhus_2018.json",
    .run = run_init,
};
