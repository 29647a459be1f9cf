/* SPDX-License-Identifier: MIT */
/*
 * msb check: a model's errors, or what its rules leave open. An error makes
 * the model unusable. A gap, something unreachable, and under `unique` an
 * overlap are findings; other overlaps, and areas that answer for a target
 * group outside their `serves`, are only told.
 */
#include <stdio.h>

#include "commands.h"
#include "count.h"
#include "message.h"
#include "open.h"
#include "text.h"

static const char *
name_kind(enum msb_finding_kind kind)
{
    switch (kind) {
    case MSB_FINDING_RESPONSIBILITY:
        return "responsibility";
    case MSB_FINDING_TARGET_GROUP:
        return "target group";
    case MSB_FINDING_SERVICE:
        return "service";
    }
    return "";
}

static bool
are_overlaps_errors(const struct msb_model *model)
{
    return msb_model_get_hit_policy(model) == MSB_HIT_POLICY_UNIQUE;
}

/* What is printed: an analysis, and who is in it, where that was counted. */
struct shown {
    const struct msb_analysis *analysis;
    const struct msb_model *model;
    const struct msb_tally *tally; /* or NULL */
    const struct arguments *arguments;
};

static bool
print_gaps(const struct shown *shown)
{
    const struct msb_analysis *analysis = shown->analysis;
    struct msb_count count;
    struct table table;
    struct msb_gap gap;

    table_init(&table, "Gaps: facts that nothing decides",
               shown->tally == NULL ? "lll" : "llrrl");
    for (size_t i = 0; msb_analysis_get_gap(analysis, i, &gap); i++) {
        table_add(&table, name_kind(gap.kind));
        table_add(&table, gap.id);
        if (msb_tally_get_gap(shown->tally, i, &count))
            table_add_counts(&table, &count, shown->arguments);
        table_add(&table, gap.witness);
    }
    return table_print(&table);
}

static bool
print_unreachable(const struct msb_analysis *analysis)
{
    struct msb_unreachable item;
    struct table table;

    table_init(&table, "Unreachable: what no facts can reach", "llr");
    for (size_t i = 0; msb_analysis_get_unreachable(analysis, i, &item); i++) {
        table_add(&table, name_kind(item.kind));
        table_add(&table, item.id);
        table_add_number(&table, item.index);
    }
    return table_print(&table);
}

static bool
print_overlaps(const struct shown *shown)
{
    const struct msb_analysis *analysis = shown->analysis;
    const struct msb_model *model = shown->model;
    struct msb_overlap overlap;
    struct msb_count count;
    struct table table;

    table_init(&table,
               are_overlaps_errors(model)
                   ? "Overlaps: two rules that match the same facts"
                   : "Overlaps: the earlier rule decides (for information)",
               shown->tally == NULL ? "lll" : "llrrl");
    for (size_t i = 0; msb_analysis_get_overlap(analysis, i, &overlap); i++) {
        table_add(&table, msb_model_get_part_id(model, MSB_PART_RULE,
                                                overlap.rules[0]));
        table_add(&table, msb_model_get_part_id(model, MSB_PART_RULE,
                                                overlap.rules[1]));
        if (msb_tally_get_overlap(shown->tally, i, &count))
            table_add_counts(&table, &count, shown->arguments);
        table_add(&table, overlap.witness);
    }
    return table_print(&table);
}

static bool
print_strays(const struct msb_analysis *analysis, const struct msb_model *model)
{
    struct msb_stray stray;
    struct table table;

    table_init(&table,
               "Warnings: a rule's area does not serve this target group",
               "lll");
    for (size_t i = 0; msb_analysis_get_stray(analysis, i, &stray); i++) {
        table_add(&table,
                  msb_model_get_part_id(model, MSB_PART_RULE, stray.rule));
        table_add(&table, msb_model_get_part_id(model, MSB_PART_TARGET_GROUP,
                                                stray.target_group));
        table_add(&table, stray.witness);
    }
    return table_print(&table);
}

/* Wider reading needs a legal basis, which somebody has to supply. */
static bool
print_unfounded(const struct msb_model *model)
{
    struct table table;

    table_init(&table, "Warnings: access is opened without naming a law", "l");
    for (size_t i = 0; i < msb_model_num_parts(model, MSB_PART_ACCESS); i++)
        if (!msb_model_has_access_law(model, i))
            table_add(&table, msb_model_get_part_id(model, MSB_PART_ACCESS, i));
    return table_print(&table);
}

static enum tool_exit
print_analysis(const struct shown *shown)
{
    const struct msb_analysis *analysis = shown->analysis;
    const struct msb_model *model = shown->model;
    bool is_printed;

    write_shown(stdout, msb_model_get_name(model, shown->arguments->language));
    printf(" (%s): valid, ", msb_model_get_id(model));
    printf("%s; %zu gaps, %zu unreachable, %zu overlaps\n",
           msb_analysis_is_total(analysis) ? "total" : "not total",
           msb_analysis_num_gaps(analysis),
           msb_analysis_num_unreachable(analysis),
           msb_analysis_num_overlaps(analysis));
    print_counted(shown->tally, shown->arguments);
    is_printed = print_gaps(shown) && print_unreachable(analysis)
                 && print_overlaps(shown) && print_strays(analysis, model)
                 && print_unfounded(model);
    return is_printed ? EXIT_WELL : EXIT_SYSTEM;
}

static enum tool_exit
judge(const struct msb_analysis *analysis, const struct msb_model *model)
{
    if (!msb_analysis_is_total(analysis)
        || msb_analysis_num_unreachable(analysis) > 0)
        return EXIT_FINDINGS;
    if (are_overlaps_errors(model) && msb_analysis_num_overlaps(analysis) > 0)
        return EXIT_FINDINGS;
    return EXIT_WELL;
}

/* The warnings, as messages: the JSON object has no room for them. */
static void
say_warnings(const char *path, const struct msb_analysis *analysis,
             const struct msb_model *model)
{
    struct msb_stray stray;

    for (size_t i = 0; msb_analysis_get_stray(analysis, i, &stray); i++)
        say("%s: warning: the rule \"%s\" decides for the target group "
            "\"%s\", which its area does not serve",
            path, msb_model_get_part_id(model, MSB_PART_RULE, stray.rule),
            msb_model_get_part_id(model, MSB_PART_TARGET_GROUP,
                                  stray.target_group));
    for (size_t i = 0; i < msb_model_num_parts(model, MSB_PART_ACCESS); i++)
        if (!msb_model_has_access_law(model, i))
            say("%s: warning: the access \"%s\" names no law", path,
                msb_model_get_part_id(model, MSB_PART_ACCESS, i));
}

/* Print the JSON object of a model, valid or not. */
static enum tool_exit
print_json(const char *path, const struct msb_problems *problems,
           const struct msb_analysis *analysis)
{
    struct msb_error err;
    char *text = NULL;

    if (msb_check_format_json(path, problems, analysis, &text, &err) != MSB_OK)
        return say_error(path, &err);
    print_text(text);
    return EXIT_WELL;
}

/* Count who is in what was found, where that is asked for, and print it. */
static enum tool_exit
print_found(struct msb_analysis *analysis, const struct msb_model *model,
            const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct shown shown = {
        .analysis = analysis, .model = model, .arguments = arguments};
    struct msb_tally *tally = NULL;
    enum tool_exit status = count_citizens(arguments, analysis, NULL, &tally);

    shown.tally = tally;
    if (status == EXIT_WELL && !has_option(arguments, OPTION_JSON))
        status = print_analysis(&shown);
    else if (status == EXIT_WELL && tally != NULL)
        status = print_tally_json(tally, path);
    else if (status == EXIT_WELL)
        status = print_json(path, NULL, analysis);
    if (status == EXIT_WELL && has_option(arguments, OPTION_JSON))
        say_warnings(path, analysis, model);
    msb_tally_unref(tally);
    return status;
}

static enum tool_exit
analyse(struct msb_model *model, const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_analysis *analysis = NULL;
    struct msb_rules *rules = NULL;
    enum tool_exit status;
    struct msb_error err;

    if (msb_rules_compile(model, &rules, &err) != MSB_OK
        || msb_rules_check(rules, &analysis, &err) != MSB_OK)
        status = say_error(path, &err);
    else
        status = print_found(analysis, model, arguments);
    if (status == EXIT_WELL)
        status = judge(analysis, model);
    msb_analysis_unref(analysis);
    msb_rules_unref(rules);
    return status;
}

static enum tool_exit
run_check(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_problems *problems = NULL;
    struct msb_model *model = NULL;
    enum tool_exit status;
    struct msb_error err;

    if (msb_model_load(path, &model, &problems, &err) == MSB_OK) {
        status = analyse(model, arguments);
        goto out;
    }
    if (msb_problems_num(problems) == 0 || !has_option(arguments, OPTION_JSON))
        status = say_problems(path, problems, &err);
    else
        status = print_json(path, problems, NULL) == EXIT_WELL ? exit_of(&err)
                                                               : EXIT_SYSTEM;
out:
    msb_problems_unref(problems);
    msb_model_unref(model);
    return status;
}

const struct command check_command = {
    .name = "check",
    .summary = "find every error and every gap of an organisation model",
    .description =
        "The whole input space of the model is looked at; nothing is\n"
        "sampled. Each finding comes with facts that show it; with --store\n"
        "and --on, with how many citizens are in it on that date.",
    .operands = {{"MODEL", "an organisation model, a JSON file"}},
    .options = {{OPTION_STORE, false},
                {OPTION_ON, false},
                {OPTION_SUPPRESS, false},
                {OPTION_LANG, false},
                {OPTION_JSON, false},
                {NUM_OPTIONS, false}},
    .findings = "a gap, something unreachable, or rules that conflict",
    .example = "msb check examples/models/aarhus_2019.json",
    .run = run_check,
};
