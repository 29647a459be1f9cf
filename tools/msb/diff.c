/* SPDX-License-Identifier: MIT */
/*
 * msb diff: what one model decides otherwise than another, whoever the
 * citizen is, and by which rules.
 */
#include <stdio.h>

#include "commands.h"
#include "count.h"
#include "message.h"
#include "open.h"
#include "text.h"

struct names {
    const struct msb_model *before, *after;
    const struct arguments *arguments;
    const struct msb_tally *tally; /* who is in each change, or NULL */
};

static void
add_areas(struct table *table, const struct names *names,
          const struct msb_change *change)
{
    const char *language = names->arguments->language;

    table_add(table, msb_model_get_part_name(names->before, MSB_PART_AREA,
                                             change->before, language));
    table_add(table, msb_model_get_part_name(names->after, MSB_PART_AREA,
                                             change->after, language));
}

static bool
print_changes(const struct msb_difference *difference,
              const struct names *names)
{
    struct msb_change change;
    struct msb_count count;
    struct table table;

    table_init(&table, "From area to area (a dash: no responsible area)",
               names->tally == NULL ? "lll" : "llrrl");
    for (size_t i = 0; msb_difference_get_change(difference, i, &change); i++) {
        add_areas(&table, names, &change);
        if (msb_tally_get_change(names->tally, i, &count))
            table_add_counts(&table, &count, names->arguments);
        table_add(&table, change.witness);
    }
    return table_print(&table);
}

static bool
print_rules(const struct msb_difference *difference, const struct names *names)
{
    struct msb_rule_pair pair;
    struct msb_change change;
    struct table table;

    table_init(&table, "The rules that decide there (a dash: none does)",
               "llll");
    for (size_t i = 0; msb_difference_get_change(difference, i, &change); i++)
        for (size_t k = 0; msb_difference_get_pair(difference, i, k, &pair);
             k++) {
            add_areas(&table, names, &change);
            table_add(&table, msb_model_get_part_id(
                                  names->before, MSB_PART_RULE, pair.before));
            table_add(&table, msb_model_get_part_id(names->after, MSB_PART_RULE,
                                                    pair.after));
        }
    return table_print(&table);
}

/* Some lists of rules may end early; then that is said. */
static void
print_what_is_left_out(const struct msb_difference *difference)
{
    struct msb_change change;
    size_t num = 0;

    for (size_t i = 0; msb_difference_get_change(difference, i, &change); i++)
        num += !change.is_complete;
    if (num > 0)
        printf("\nFor %zu of the changes not all rules are listed: there are "
               "too many to try.\n",
               num);
}

static enum tool_exit
print_difference(const struct msb_difference *difference,
                 const struct msb_tally *tally,
                 const struct arguments *arguments)
{
    const char *language = arguments->language;
    size_t num = msb_difference_num_changes(difference);
    const struct names names = {
        .before = msb_difference_get_before(difference),
        .after = msb_difference_get_after(difference),
        .arguments = arguments,
        .tally = tally,
    };

    write_shown(stdout, msb_model_get_name(names.before, language));
    printf(" (%s), ", msb_model_get_id(names.before));
    write_shown(stdout, msb_model_get_name(names.after, language));
    printf(" (%s): ", msb_model_get_id(names.after));
    if (num == 0)
        printf("the same\n");
    else
        printf("%zu change%s of responsible area\n", num, num == 1 ? "" : "s");
    print_counted(tally, arguments);
    if (!print_changes(difference, &names) || !print_rules(difference, &names))
        return EXIT_SYSTEM;
    print_what_is_left_out(difference);
    return EXIT_WELL;
}

static enum tool_exit
print_json(const struct msb_difference *difference, const char *path)
{
    struct msb_error err;
    char *text = NULL;

    if (msb_difference_format_json(difference, &text, &err) != MSB_OK)
        return say_error(path, &err);
    print_text(text);
    return EXIT_WELL;
}

/* Count who is in each change, where that is asked for, and print all. */
static enum tool_exit
print_found(struct msb_difference *difference,
            const struct arguments *arguments)
{
    const char *path = arguments->operands[1];
    struct msb_tally *tally = NULL;
    enum tool_exit status = count_citizens(arguments, NULL, difference, &tally);

    if (status == EXIT_WELL && !has_option(arguments, OPTION_JSON))
        status = print_difference(difference, tally, arguments);
    else if (status == EXIT_WELL && tally != NULL)
        status = print_tally_json(tally, path);
    else if (status == EXIT_WELL)
        status = print_json(difference, path);
    msb_tally_unref(tally);
    return status;
}

static enum tool_exit
run_diff(const struct arguments *arguments)
{
    struct msb_model *before = NULL, *after = NULL;
    struct msb_difference *difference = NULL;
    const char *path = arguments->operands[1];
    enum tool_exit status;
    struct msb_error err;

    status = open_model(arguments->operands[0], &before);
    if (status == EXIT_WELL)
        status = open_model(path, &after);
    if (status != EXIT_WELL)
        goto out;
    if (msb_model_diff(before, after, &difference, &err) != MSB_OK)
        status = say_error(path, &err);
    else
        status = print_found(difference, arguments);
    if (status == EXIT_WELL && msb_difference_num_changes(difference) > 0)
        status = EXIT_FINDINGS;
out:
    msb_difference_unref(difference);
    msb_model_unref(after);
    msb_model_unref(before);
    return status;
}

const struct command diff_command = {
    .name = "diff",
    .summary = "whom another model would put under another area",
    .description =
        "All facts that both models accept are looked at; nothing is\n"
        "sampled. An area with exactly one successor is the same as it.\n"
        "Each change comes with facts that show it; with --store and --on,\n"
        "with how many citizens it would move on that date.",
    .operands = {{"BEFORE", "an organisation model, a JSON file"},
                 {"AFTER", "the model that is to follow it"}},
    .options = {{OPTION_STORE, false},
                {OPTION_ON, false},
                {OPTION_SUPPRESS, false},
                {OPTION_LANG, false},
                {OPTION_JSON, false},
                {NUM_OPTIONS, false}},
    .findings = "facts with different responsible areas",
    .example = "msb diff aarhus_2018.json aarhus_2019.json",
    .run = run_diff,
};
