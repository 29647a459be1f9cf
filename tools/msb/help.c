/* SPDX-License-Identifier: MIT */
/* The help of a command, from the lists of what it takes. */
#include "options.h"

#include <string.h>

static void
print_option(const struct option *option, FILE *file)
{
    fputs(option->name, file);
    if (option->metavar != NULL)
        fprintf(file, " %s", option->metavar);
}

void
print_usage(const struct command *command, FILE *file)
{
    fprintf(file, "usage: msb %s", command->name);
    for (size_t i = 0; i < count_operands(command); i++)
        fprintf(file, " %s", command->operands[i].name);
    for (size_t i = 0; command->options[i].id != NUM_OPTIONS; i++) {
        const struct taken *taken = &command->options[i];

        fputs(taken->is_required ? " " : " [", file);
        print_option(&options[taken->id], file);
        fputs(taken->is_required ? "" : "]", file);
    }
    fputs("\n", file);
}

/* One line of a list: a name in a column of 20, and what it is. */
static void
print_entry(const char *name, const char *metavar, const char *help, FILE *file)
{
    size_t width = strlen(name);

    fprintf(file, "  %s", name);
    if (metavar != NULL) {
        fprintf(file, " %s", metavar);
        width += 1 + strlen(metavar);
    }
    fprintf(file, "%*s%s\n", width < 20 ? (int)(20 - width) : 1, "", help);
}

static void
print_principal_options(const struct command *command, FILE *file)
{
    if (!uses_store(command))
        return;
    fputs("\nWho works with the store:\n", file);
    for (int id = OPTION_ACTOR; id <= OPTION_KEY_FILE; id++)
        print_entry(options[id].name, options[id].metavar, options[id].help,
                    file);
}

void
print_help(const struct command *command, FILE *file)
{
    print_usage(command, file);
    fprintf(file, "\n%s\n", command->summary);
    if (command->description != NULL)
        fprintf(file, "\n%s\n", command->description);
    fputs("\nArguments:\n", file);
    for (size_t i = 0; i < count_operands(command); i++)
        print_entry(command->operands[i].name, NULL, command->operands[i].help,
                    file);
    fputs("\nOptions:\n", file);
    for (size_t i = 0; command->options[i].id != NUM_OPTIONS; i++) {
        const struct option *option = &options[command->options[i].id];

        print_entry(option->name, option->metavar, option->help, file);
    }
    print_entry("--help", NULL, options[OPTION_HELP].help, file);
    print_principal_options(command, file);
    fputs("\nExit status:\n", file);
    print_entry("0", NULL, "all well", file);
    if (command->findings != NULL)
        print_entry("1", NULL, command->findings, file);
    print_entry("2", NULL, "input or arguments that cannot be used", file);
    print_entry("3", NULL,
                "the system failed: disk full, store locked, no memory", file);
    fprintf(file, "\nExample:\n  %s\n", command->example);
}
