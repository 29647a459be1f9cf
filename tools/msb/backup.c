/* SPDX-License-Identifier: MIT */
/* msb backup: a copy of a store, while others use it. */
#include "commands.h"
#include "message.h"
#include "open.h"
#include "progress.h"

static enum tool_exit
run_backup(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_store *store = NULL;
    struct progress progress;
    enum msb_status outcome;
    enum tool_exit status;
    struct msb_error err;

    status = open_store(arguments, path, true, &store);
    if (status != EXIT_WELL)
        return status;
    progress_start(&progress, "copying pages");
    outcome = msb_store_backup(store, arguments->operands[1], progress_update,
                               &progress, &err);
    progress_end(&progress);
    if (outcome != MSB_OK)
        status = say_error(arguments->operands[1], &err);
    msb_store_unref(store);
    return status;
}

const struct command backup_command = {
    .name = "backup",
    .summary = "copy a store while others use it",
    .description =
        "The copy is of one moment, whole and checked, and for its owner\n"
        "alone. An existing file is refused, and left as it is.",
    .operands = {{"STORE", "a store of msb"},
                 {"FILE", "a file that does not exist yet"}},
    .options = {{NUM_OPTIONS, false}},
    .example = "msb backup aarhus.msb aarhus-2019-08-01.msb",
    .run = run_backup,
};
