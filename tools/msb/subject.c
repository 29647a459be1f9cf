/* SPDX-License-Identifier: MIT */
/*
 * msb subject: everything that a store holds about one citizen, for the
 * citizen. Facts are shown, sensitive ones too: they are the citizen's own.
 */
#include <stdio.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "text.h"

/* One row: what is known, column by column. */
static void
print_row(const struct msb_subject *subject, size_t section, size_t row)
{
    size_t num = msb_subject_num_columns(subject, section);

    for (size_t i = 0; i < num; i++) {
        const char *value = msb_subject_get_value(subject, section, row, i);

        if (value == NULL)
            continue;
        printf("  %s: ", msb_subject_get_column(subject, section, i));
        write_clean(stdout, value);
    }
    putchar('\n');
}

static void
print_subject(const struct msb_subject *subject)
{
    size_t num = msb_subject_num_sections(subject);

    for (size_t i = 0; i < num; i++) {
        size_t num_rows = msb_subject_num_rows(subject, i);

        if (num_rows == 0)
            continue;
        printf("%s%s\n", i == 0 ? "" : "\n",
               msb_subject_get_section(subject, i));
        for (size_t row = 0; row < num_rows; row++)
            print_row(subject, i, row);
    }
}

static enum tool_exit
print_subject_json(const struct msb_subject *subject, const char *path)
{
    struct msb_error err;
    char *text = NULL;

    if (msb_subject_format_json(subject, &text, &err) != MSB_OK)
        return say_error(path, &err);
    print_text(text);
    return EXIT_WELL;
}

static enum tool_exit
run_subject(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_subject *subject = NULL;
    struct msb_store *store = NULL;
    enum tool_exit status;
    struct msb_error err;

    status = open_store(arguments, path, true, &store);
    if (status != EXIT_WELL)
        return status;
    if (msb_store_find_subject(store, arguments->operands[1], &subject, &err)
        != MSB_OK)
        status = say_error(path, &err);
    else if (has_option(arguments, OPTION_JSON))
        status = print_subject_json(subject, path);
    else
        print_subject(subject);
    msb_subject_unref(subject);
    msb_store_unref(store);
    return status;
}

const struct command subject_command = {
    .name = "subject",
    .summary = "everything held about one citizen, for the citizen",
    .description =
        "Facts, courses, assignments, addresses, households, exceptions and\n"
        "handovers, past and present; and when and for what purpose it was\n"
        "read, without the names of employees.",
    .operands = {{"STORE", "a store of msb"},
                 {"CITIZEN", "the citizen's id, or CPR number"}},
    .options = {{OPTION_JSON, false}, {NUM_OPTIONS, false}},
    .example = "msb subject aarhus.msb claus",
    .run = run_subject,
};
