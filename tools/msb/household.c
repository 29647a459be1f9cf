/* SPDX-License-Identifier: MIT */
/* msb household: who belongs to a household on a date, and its courses. */
#include <stdio.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "table.h"
#include "text.h"

static void
write_period(struct msb_period period, char from[11], char to[11])
{
    msb_date_format(period.from, from);
    msb_date_format(period.to, to);
    if (period.is_open)
        to[0] = '\0';
}

static bool
print_members(const struct msb_household *household)
{
    struct msb_household_member member;
    struct table table;
    char from[11], to[11];

    table_init(&table, "Members (role, from, to)", "llll");
    for (size_t i = 0; msb_household_get_member(household, i, &member); i++) {
        write_period(member.period, from, to);
        table_add(&table, member.citizen);
        table_add(&table, member.role);
        table_add(&table, from);
        table_add(&table, to);
    }
    return table_print(&table);
}

static bool
print_courses(const struct msb_household *household)
{
    struct msb_household_course course;
    struct table table;
    char from[11], to[11];

    table_init(&table, "Courses (unit, from, to)", "llll");
    for (size_t i = 0; msb_household_get_course(household, i, &course); i++) {
        write_period(course.period, from, to);
        table_add(&table, course.service);
        table_add(&table, course.unit);
        table_add(&table, from);
        table_add(&table, to);
    }
    return table_print(&table);
}

static enum tool_exit
print_household(const struct msb_household *household,
                const struct arguments *arguments)
{
    size_t num_hidden = msb_household_num_hidden(household);
    struct msb_error err;
    char *text = NULL;
    char date[11];

    if (has_option(arguments, OPTION_JSON)) {
        if (msb_household_format_json(household, &text, &err) != MSB_OK)
            return say_error(arguments->operands[0], &err);
        print_text(text);
        return EXIT_WELL;
    }
    msb_date_format(arguments->on, date);
    fputs("Household    ", stdout);
    write_clean(stdout, arguments->operands[1]);
    printf("\nOn           %s\n", date);
    if (num_hidden > 0)
        printf("Not shown    %zu members\n", num_hidden);
    return print_members(household) && print_courses(household) ? EXIT_WELL
                                                                : EXIT_SYSTEM;
}

static enum tool_exit
run_household(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_household *household = NULL;
    struct msb_store *store = NULL;
    enum tool_exit status;
    struct msb_error err;

    status = open_store(arguments, path, true, &store);
    if (status != EXIT_WELL)
        return status;
    if (msb_store_find_household(store, arguments->operands[1], arguments->on,
                                 NULL, &household, &err)
        != MSB_OK)
        status = say_error(path, &err);
    else
        status = print_household(household, arguments);
    msb_household_unref(household);
    msb_store_unref(store);
    return status;
}

const struct command household_command = {
    .name = "household",
    .summary = "who belongs to a household on a date, and its courses",
    .description =
        "Members and courses come into the store by an import, with a mapping\n"
        "whose record is household or household_course.",
    .operands = {{"STORE", "a store of msb"},
                 {"HOUSEHOLD", "the household's id in the store"}},
    .options = {{OPTION_ON, true}, {OPTION_JSON, false}, {NUM_OPTIONS, false}},
    .example = "msb household aarhus.msb h7 --on 2019-08-01",
    .run = run_household,
};
