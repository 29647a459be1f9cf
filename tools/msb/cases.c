/* SPDX-License-Identifier: MIT */
/*
 * msb cases: a model's rules as a table of the citizens that each of them
 * decides, for the people who know whether it is right.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "text.h"

static enum msb_status
format_cases(const struct msb_cases *cases, const struct arguments *arguments,
             char **out, struct msb_error *err)
{
    const char *format = arguments->values[OPTION_FORMAT];

    if (format == NULL || strcmp(format, "markdown") == 0)
        return msb_cases_format_markdown(cases, arguments->language, out, err);
    if (strcmp(format, "csv") == 0)
        return msb_cases_format_csv(cases, arguments->language, out, err);
    return msb_cases_format_jsonl(cases, out, err);
}

/* Print a text for people: no line of it can steer the terminal. */
static void
print_markdown(char *text)
{
    for (char *end; (end = strchr(text, '\n')) != NULL; text = end + 1) {
        *end = '\0';
        write_shown(stdout, text);
        putchar('\n');
    }
}

/* A list by name, for a message. */
static void
name_list(const struct msb_model *model, const struct msb_case_list *list,
          char *out, size_t size)
{
    const char *service = msb_model_get_part_id(model, MSB_PART_SERVICE,
                                                list->service);
    const char *rule = msb_model_get_part_id(model, MSB_PART_RULE, list->rule);

    if (service == NULL)
        snprintf(out, size, "%s", rule == NULL ? "no rule" : rule);
    else if (list->entry == MSB_NONE)
        snprintf(out, size, "no entry of %s", service);
    else
        snprintf(out, size, "entry %zu of %s", list->entry + 1, service);
}

/* Say how many lists there are of which nothing was found out. */
static enum tool_exit
say_unknown(const struct msb_cases *cases, const char *path)
{
    const struct msb_model *model = msb_rules_get_model(
        msb_cases_get_rules(cases));
    struct msb_case_list list;
    char first[200], others[40] = "";
    size_t num = 0;

    for (size_t i = 0; msb_cases_get_list(cases, i, &list); i++)
        if (!list.is_counted && list.num_kinds == 0 && num++ == 0)
            name_list(model, &list, first, sizeof first);
    if (num == 0)
        return EXIT_WELL;
    if (num > 1)
        snprintf(others, sizeof others, ", and of %zu others,", num - 1);
    say("%s: listing the kinds of citizens of %s%s would take too long a "
        "search; use fewer or simpler conditions (limit)",
        path, first, others);
    return EXIT_UNUSABLE;
}

static enum tool_exit
print_cases(const struct msb_cases *cases, const struct arguments *arguments)
{
    const char *format = arguments->values[OPTION_FORMAT];
    struct msb_error err;
    char *text = NULL;

    if (format_cases(cases, arguments, &text, &err) != MSB_OK)
        return say_error(arguments->operands[0], &err);
    if (format == NULL || strcmp(format, "markdown") == 0)
        print_markdown(text);
    else
        fputs(text, stdout);
    msb_text_free(text);
    return say_unknown(cases, arguments->operands[0]);
}

static enum tool_exit
run_cases(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_rules *rules = NULL;
    struct msb_cases *cases = NULL;
    enum tool_exit status;
    struct msb_error err;

    status = open_rules(path, &rules);
    if (status != EXIT_WELL)
        return status;
    if (msb_rules_list_cases(rules, arguments->rows, &cases, &err) != MSB_OK)
        status = say_error(path, &err);
    else
        status = print_cases(cases, arguments);
    msb_cases_unref(cases);
    msb_rules_unref(rules);
    return status;
}

const struct command cases_command = {
    .name = "cases",
    .summary = "list the kinds of citizens that each rule decides",
    .description =
        "A review for people who know the work: of each rule the kinds of\n"
        "citizens that it decides, with an example. The kinds of a rule have\n"
        "no citizen in common; together they are all that it decides. Where\n"
        "there are more than are listed, it is said. What --format jsonl\n"
        "prints can go straight into 'msb resolve'.",
    .operands = {{"MODEL", "an organisation model, a JSON file"}},
    .options = {{OPTION_FORMAT, false},
                {OPTION_ROWS, false},
                {OPTION_LANG, false},
                {NUM_OPTIONS, false}},
    .example = "msb cases examples/models/aarhus_2019.json --lang en",
    .run = run_cases,
};
