/* SPDX-License-Identifier: MIT */
/*
 * Reading the command line. A message names the option and says what was
 * expected, never what was given: an operand may be a personal number by
 * mistake.
 */
#include "args.h"

#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "options.h"

/* Without --suppress; with --json numbers are exact then. */
#define DEFAULT_LEAST 5

bool
has_option(const struct arguments *arguments, enum option_id id)
{
    return arguments->values[id] != NULL;
}

static enum tool_exit
complain(const struct command *command, const char *what, const char *problem)
{
    say("%s: %s: %s; see 'msb %s --help'", command->name, what, problem,
        command->name);
    return EXIT_UNUSABLE;
}

/* A bound for numbers that may be shown: 0, 1, or one that hides more than the
   number 1 alone. */
static bool
parse_least(const char *value, uint64_t *out)
{
    size_t length = strlen(value);

    if (length == 0 || length > 7 || strspn(value, "0123456789") != length)
        return false;
    *out = strtoul(value, NULL, 10);
    return *out != 2 && *out <= MSB_SUPPRESS_MAX;
}

static bool
parse_rows(const char *value, size_t *out)
{
    size_t length = strlen(value);

    if (length == 0 || length > 5 || strspn(value, "0123456789") != length)
        return false;
    *out = strtoul(value, NULL, 10);
    return *out > 0 && *out <= MSB_CASES_MAX_ROWS;
}

static bool
is_format(const char *value)
{
    return strcmp(value, "markdown") == 0 || strcmp(value, "csv") == 0
           || strcmp(value, "jsonl") == 0;
}

static bool
parse_role(const char *value, enum msb_role *out)
{
    for (int role = 1; msb_role_get_name((enum msb_role)role) != NULL; role++)
        if (strcmp(value, msb_role_get_name((enum msb_role)role)) == 0) {
            *out = (enum msb_role)role;
            return true;
        }
    return false;
}

static enum tool_exit
set_value(struct arguments *out, enum option_id id, const char *value)
{
    const struct option *option = &options[id];

    if (out->values[id] != NULL)
        return complain(out->command, option->name, "given twice");
    out->values[id] = value;
    if (option->kind == VALUE_DATE
        && msb_date_parse(value, strlen(value), MSB_DATE_FORM_ISO,
                          &out->dates[id], NULL)
               != MSB_OK)
        return complain(out->command, option->name,
                        "expected a date as YYYY-MM-DD");
    if (id == OPTION_ON)
        out->on = out->dates[id];
    if (option->kind == VALUE_INSTANT
        && msb_instant_parse(value, strlen(value), &out->known_at, NULL)
               != MSB_OK)
        return complain(out->command, option->name,
                        "expected an instant as YYYY-MM-DDTHH:MM:SSZ");
    if (option->kind == VALUE_LANGUAGE) {
        if (strcmp(value, "da") != 0 && strcmp(value, "en") != 0)
            return complain(out->command, option->name, "expected da or en");
        out->language = value;
    }
    if (option->kind == VALUE_LEAST && !parse_least(value, &out->least))
        return complain(out->command, option->name,
                        "expected 0, 1, or a whole number from 3 to 1000000");
    if (option->kind == VALUE_FORMAT && !is_format(value))
        return complain(out->command, option->name,
                        "expected markdown, csv or jsonl");
    if (option->kind == VALUE_ROWS && !parse_rows(value, &out->rows))
        return complain(out->command, option->name,
                        "expected a whole number from 1 to 10000");
    if (option->kind == VALUE_ROLE && !parse_role(value, &out->role))
        return complain(out->command, option->name,
                        "expected system, caseworker, leader, analyst or "
                        "auditor");
    if (option->kind == VALUE_WORDS && *value == '\0')
        return complain(out->command, option->name,
                        "expected some words, not nothing");
    if (option->kind == VALUE_ID && *value == '\0')
        return complain(out->command, option->name,
                        "expected an id, not nothing");
    if (option->kind == VALUE_TEXT && *value == '\0')
        return complain(out->command, option->name,
                        "expected the name of a file, not nothing");
    return EXIT_WELL;
}

/* Read one option at words[*at] and, where it has one, its value. */
static enum tool_exit
parse_option(struct arguments *out, int num, char **words, int *at)
{
    const char *word = words[*at];
    enum option_id id = find_option(out->command, word);
    const char *equals = strchr(word, '=');

    if (id == NUM_OPTIONS) {
        say("%s: unknown option '%.*s'; see 'msb %s --help'",
            out->command->name, (int)strcspn(word, "="), word,
            out->command->name);
        return EXIT_UNUSABLE;
    }
    if (options[id].kind == VALUE_NONE) {
        if (equals != NULL)
            return complain(out->command, options[id].name, "takes no value");
        return set_value(out, id, "");
    }
    if (equals != NULL)
        return set_value(out, id, equals + 1);
    if (*at + 1 >= num)
        return complain(out->command, options[id].name, "its value is missing");
    *at += 1;
    return set_value(out, id, words[*at]);
}

static enum tool_exit
add_operand(struct arguments *out, size_t *num, const char *word)
{
    if (*num >= count_operands(out->command))
        return complain(out->command, "arguments", "one too many");
    if (*word == '\0')
        return complain(out->command, out->command->operands[*num].name,
                        "must not be empty");
    out->operands[(*num)++] = word;
    return EXIT_WELL;
}

/* Where citizens may be counted: of which store, and on which date. */
static enum tool_exit
check_counting(const struct arguments *out)
{
    bool is_counting = has_option(out, OPTION_STORE);

    if (!takes_option(out->command, OPTION_STORE))
        return EXIT_WELL;
    if (!is_counting
        && (has_option(out, OPTION_ON) || has_option(out, OPTION_SUPPRESS)))
        return complain(out->command, options[OPTION_STORE].name, "is missing");
    if (is_counting && !has_option(out, OPTION_ON))
        return complain(out->command, options[OPTION_ON].name, "is missing");
    return EXIT_WELL;
}

/* A principal is whole, or there is none. */
static enum tool_exit
check_principal(const struct arguments *out)
{
    bool is_given = has_option(out, OPTION_EMERGENCY);

    for (int id = OPTION_ACTOR; id <= OPTION_PURPOSE; id++)
        is_given = is_given || has_option(out, (enum option_id)id);
    if (is_given && !has_option(out, OPTION_ACTOR))
        return complain(out->command, options[OPTION_ACTOR].name, "is missing");
    if (is_given && !has_option(out, OPTION_PURPOSE))
        return complain(out->command, options[OPTION_PURPOSE].name,
                        "is missing");
    return EXIT_WELL;
}

static enum tool_exit
check_complete(const struct arguments *out, size_t num_operands)
{
    const struct command *command = out->command;

    if (num_operands < count_operands(command))
        return complain(command, command->operands[num_operands].name,
                        "is missing");
    for (size_t i = 0; command->options[i].id != NUM_OPTIONS; i++) {
        const struct taken *taken = &command->options[i];

        if (taken->is_required && out->values[taken->id] == NULL)
            return complain(command, options[taken->id].name, "is missing");
    }
    if (check_principal(out) != EXIT_WELL)
        return EXIT_UNUSABLE;
    return check_counting(out);
}

enum tool_exit
parse_arguments(const struct command *command, int num, char **words,
                struct arguments *out)
{
    bool may_be_option = true;
    size_t num_operands = 0;

    memset(out, 0, sizeof *out);
    out->command = command;
    out->language = "da";
    out->rows = MSB_CASES_ROWS;
    out->role = MSB_ROLE_CASEWORKER;
    for (int at = 0; at < num; at++) {
        const char *word = words[at];
        enum tool_exit status;

        if (may_be_option && strcmp(word, "--") == 0) {
            may_be_option = false;
            continue;
        }
        if (may_be_option && word[0] == '-' && word[1] != '\0')
            status = parse_option(out, num, words, &at);
        else
            status = add_operand(out, &num_operands, word);
        if (status != EXIT_WELL)
            return status;
    }
    if (has_option(out, OPTION_HELP))
        return EXIT_WELL;
    if (!has_option(out, OPTION_SUPPRESS) && !has_option(out, OPTION_JSON))
        out->least = DEFAULT_LEAST;
    /* A principal is shown no smaller numbers, whatever is asked for. */
    if (has_option(out, OPTION_ACTOR) && out->role != MSB_ROLE_SYSTEM
        && out->least < DEFAULT_LEAST)
        out->least = DEFAULT_LEAST;
    return check_complete(out, num_operands);
}
