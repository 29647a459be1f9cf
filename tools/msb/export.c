/* SPDX-License-Identifier: MIT */
/* msb export: what is known of everybody on a date, a line a citizen. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "progress.h"

static bool
write_line(void *user, const char *line, size_t length)
{
    (void)user;
    return fwrite(line, 1, length, stdout) == length && putchar('\n') != EOF;
}

static enum tool_exit
export_all(struct msb_store *store, const struct arguments *arguments,
           const struct msb_export_options *options)
{
    struct msb_error err;

    if (msb_store_export(store, arguments->on, options, write_line, NULL, &err)
        == MSB_OK)
        return EXIT_WELL;
    return say_error(arguments->operands[0], &err);
}

static enum tool_exit
run_export(const struct arguments *arguments)
{
    const char *key_path = arguments->values[OPTION_PSEUDONYM_KEY];
    struct msb_export_options options;
    enum tool_exit status = EXIT_WELL;
    struct msb_store *store = NULL;
    struct progress progress;
    struct store_key key;

    msb_export_options_init(&options);
    if (key_path != NULL) {
        status = read_key(key_path, &key);
        options.key = key.bytes;
        options.key_length = key.length;
    }
    if (status == EXIT_WELL)
        status = open_store(arguments, arguments->operands[0], true, &store);
    if (status != EXIT_WELL)
        return status;
    progress_start(&progress, "exporting");
    options.progress = progress_update;
    options.progress_user = &progress;
    status = export_all(store, arguments, &options);
    progress_end(&progress);
    msb_store_unref(store);
    return status;
}

const struct command export_command = {
    .name = "export",
    .summary = "write what is known of everybody, a line a citizen",
    .description =
        "In the form that 'msb resolve' reads. With --pseudonym-key no id and\n"
        "no birth date is written: a pseudonym, which the same key makes\n"
        "again, and an age.",
    .operands = {{"STORE", "a store of msb"}},
    .options = {{OPTION_ON, true},
                {OPTION_PSEUDONYM_KEY, false},
                {NUM_OPTIONS, false}},
    .example = "msb export aarhus.msb --on 2019-08-01 > citizens.jsonl",
    .run = run_export,
};
