/* SPDX-License-Identifier: MIT */
/*
 * msb history: what is on record about the responsibility for one citizen,
 * present and superseded. A row for people says when it holds, when it was
 * known, and then the rest of it.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "text.h"

/* The value of a column by its name; NULL where there is none. */
static const char *
find_value(const struct msb_history *history, size_t section, size_t row,
           const char *column)
{
    size_t num = msb_history_num_columns(history, section);

    for (size_t i = 0; i < num; i++)
        if (strcmp(msb_history_get_column(history, section, i), column) == 0)
            return msb_history_get_value(history, section, row, i);
    return NULL;
}

/* What goes without saying. */
static bool
is_silent(const char *column, const char *value)
{
    return value == NULL
           || (strcmp(column, "is_known") == 0 && strcmp(value, "true") == 0)
           || (strcmp(column, "masked") == 0 && strcmp(value, "[]") == 0);
}

/* The times of a row, which stand in front of all others. */
static bool
is_time(const char *column)
{
    static const char *const times[] = {"valid_from", "valid_to", "date",
                                        "recorded_at", "superseded_at"};

    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        if (strcmp(column, times[i]) == 0)
            return true;
    return false;
}

static void
print_times(const struct msb_history *history, size_t section, size_t row)
{
    const char *date = find_value(history, section, row, "date");
    const char *from = find_value(history, section, row, "valid_from");
    const char *to = find_value(history, section, row, "valid_to");
    const char *learnt = find_value(history, section, row, "recorded_at");
    const char *until = find_value(history, section, row, "superseded_at");

    printf("  %s %s%s%s, known from %s%s%s\n", date != NULL ? "on" : "from",
           date != NULL ? date : from, to == NULL ? "" : " to ",
           to == NULL ? "" : to, learnt, until == NULL ? "" : " to ",
           until == NULL ? "" : until);
}

static void
print_row(const struct msb_history *history, size_t section, size_t row)
{
    size_t num = msb_history_num_columns(history, section);

    print_times(history, section, row);
    for (size_t i = 0; i < num; i++) {
        const char *name = msb_history_get_column(history, section, i);
        const char *value = msb_history_get_value(history, section, row, i);

        if (is_time(name) || is_silent(name, value))
            continue;
        printf("    %-12s ", name);
        write_clean(stdout, value);
        putchar('\n');
    }
}

static void
print_history(const struct msb_history *history, const char *citizen)
{
    size_t num = msb_history_num_sections(history);

    fputs("Citizen ", stdout);
    write_clean(stdout, citizen);
    putchar('\n');
    for (size_t i = 0; i < num; i++) {
        size_t num_rows = msb_history_num_rows(history, i);

        if (num_rows > 0)
            printf("\n%s\n", msb_history_get_section(history, i));
        for (size_t row = 0; row < num_rows; row++)
            print_row(history, i, row);
    }
}

static enum tool_exit
print_json(const struct msb_history *history, const char *path)
{
    struct msb_error err;
    char *text = NULL;

    if (msb_history_format_json(history, &text, &err) != MSB_OK)
        return say_error(path, &err);
    print_text(text);
    return EXIT_WELL;
}

static enum tool_exit
run_history(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_history_options options;
    struct msb_history *history = NULL;
    struct msb_store *store = NULL;
    enum tool_exit status;
    struct msb_error err;

    status = open_for_citizen(arguments, &store);
    if (status != EXIT_WELL)
        return status;
    msb_history_options_init(&options);
    options.explain = has_option(arguments, OPTION_EXPLAIN);
    options.show_sensitive = has_option(arguments, OPTION_SHOW_SENSITIVE);
    if (msb_store_find_history(store, arguments->operands[1], &options,
                               &history, &err)
        != MSB_OK)
        status = say_error(path, &err);
    else if (has_option(arguments, OPTION_JSON))
        status = print_json(history, path);
    else
        print_history(history, arguments->operands[1]);
    msb_history_unref(history);
    msb_store_unref(store);
    return status;
}

const struct command history_command = {
    .name = "history",
    .summary = "what is on record about a citizen, in both times",
    .description =
        "Facts, courses, assignments, exceptions, households and handovers,\n"
        "past and present, and when each was known. Facts and reasons are\n"
        "shown with --explain only, and sensitive facts with\n"
        "--show-sensitive besides.",
    .operands = {{"STORE", "a store of msb"},
                 {"CITIZEN", "the citizen's id in the store"}},
    .options = {{OPTION_EXPLAIN, false},
                {OPTION_SHOW_SENSITIVE, false},
                {OPTION_EMERGENCY, false},
                {OPTION_JSON, false},
                {NUM_OPTIONS, false}},
    .example = "msb history aarhus.msb claus",
    .run = run_history,
};
