/* SPDX-License-Identifier: MIT */
/* msb adopt: a further model for a store. */
#include <stdio.h>

#include "commands.h"
#include "message.h"
#include "open.h"

static enum tool_exit
run_adopt(const struct arguments *arguments)
{
    struct msb_model *model = NULL;
    struct msb_store *store = NULL;
    enum tool_exit status;
    struct msb_error err;

    status = open_model(arguments->operands[1], &model);
    if (status == EXIT_WELL)
        status = open_store(arguments, arguments->operands[0], false, &store);
    if (status == EXIT_WELL && msb_store_adopt(store, model, &err) != MSB_OK)
        status = say_error(arguments->operands[0], &err);
    msb_store_unref(store);
    msb_model_unref(model);
    return status;
}

const struct command adopt_command = {
    .name = "adopt",
    .summary = "add a further model, in force from its valid_from",
    .description = "The same model again changes nothing.",
    .operands = {{"STORE", "a store of msb"},
                 {"MODEL", "an organisation model, a JSON file"}},
    .options = {{NUM_OPTIONS, false}},
    .example = "msb adopt aarhus.msb examples/models/aarhus_2019.json",
    .run = run_adopt,
};
