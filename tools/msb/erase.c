/* SPDX-License-Identifier: MIT */
/* msb erase: remove a person from a store, and from the file's free pages. */
#include <inttypes.h>
#include <stdio.h>

#include "commands.h"
#include "message.h"
#include "open.h"

static void
print_erasure(const struct msb_erasure *done, bool is_json)
{
    printf(is_json ? "{\"erased\": true, \"facts\": %" PRIu64
                     ", \"courses\": %" PRIu64 ", \"others\": %" PRIu64
                     ", \"assignments_kept\": %" PRIu64 "}\n"
                   : "Erased: %" PRIu64 " versions of facts, %" PRIu64
                     " of courses, %" PRIu64 " other rows; %" PRIu64
                     " assignments are kept without a name\n",
           done->facts, done->courses, done->others, done->assignments);
}

static enum tool_exit
run_erase(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_erasure done = {0};
    struct msb_store *store = NULL;
    enum tool_exit status;
    struct msb_error err;

    status = open_store(arguments, path, false, &store);
    if (status != EXIT_WELL)
        return status;
    if (msb_store_erase(store, arguments->operands[1], &done, &err) != MSB_OK)
        status = say_error(path, &err);
    else
        print_erasure(&done, has_option(arguments, OPTION_JSON));
    msb_store_unref(store);
    return status;
}

const struct command erase_command = {
    .name = "erase",
    .summary = "remove a person: who it is, and what is known of it",
    .description =
        "Its assignments stay, without a name, so that counts of former days\n"
        "are what they were; so do its entries in the journal. The file is\n"
        "written anew, so that nothing is left in free pages. Backups, "
        "exports\n"
        "and imported files are not touched: see to them as well.",
    .operands = {{"STORE", "a store of msb"},
                 {"CITIZEN", "the citizen's id, or CPR number"}},
    .options = {{OPTION_JSON, false}, {NUM_OPTIONS, false}},
    .example = "msb erase aarhus.msb claus",
    .run = run_erase,
};

static enum tool_exit
run_compact(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_store *store = NULL;
    enum tool_exit status;
    struct msb_error err;

    status = open_store(arguments, path, false, &store);
    if (status == EXIT_WELL && msb_store_compact(store, &err) != MSB_OK)
        status = say_error(path, &err);
    msb_store_unref(store);
    return status;
}

const struct command compact_command = {
    .name = "compact",
    .summary = "write the file anew after an erasure that could not",
    .description = "Does nothing where nothing is left to be done.",
    .operands = {{"STORE", "a store of msb"}},
    .options = {{NUM_OPTIONS, false}},
    .example = "msb compact aarhus.msb",
    .run = run_compact,
};
