/* SPDX-License-Identifier: MIT */
/*
 * msb who: who answers for one citizen on a date, and why. The facts
 * themselves are shown by --explain only. A citizen's id that looks like a
 * CPR number is masked wherever people read it.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "table.h"
#include "text.h"

/* What the lines below are taken from. */
struct view {
    const struct msb_answer *answer;
    const struct msb_decision *decision;
    const struct msb_model *model;
    const char *language;
};

static const char *
get_name(const struct view *view, enum msb_part part, size_t index)
{
    return msb_model_get_part_name(view->model, part, index, view->language);
}

static void
print_name(const struct view *view, enum msb_part part, size_t index)
{
    const char *name = get_name(view, part, index);

    write_shown(stdout, name == NULL ? "-" : name);
}

static void
print_heading(const struct view *view, const struct arguments *arguments)
{
    char date[11], known_at[MSB_INSTANT_SIZE];

    msb_date_format(arguments->on, date);
    fputs("Citizen      ", stdout);
    write_clean(stdout, arguments->operands[1]);
    printf("\nOn           %s\n", date);
    if (has_option(arguments, OPTION_KNOWN_AT)) {
        msb_instant_format(arguments->known_at, known_at);
        printf("Known at     %s\n", known_at);
    }
    fputs("Model        ", stdout);
    write_shown(stdout, msb_model_get_name(view->model, view->language));
    printf(" (%s)\n", msb_model_get_id(view->model));
}

static const char *
get_outcome_word(const struct view *view)
{
    switch (msb_decision_get_outcome(view->decision).status) {
    case MSB_OUTCOME_DETERMINED:
        return "each service has its own area";
    case MSB_OUTCOME_UNDETERMINED:
        return "undetermined: facts are missing";
    case MSB_OUTCOME_NONE:
        return "nobody";
    }
    return "";
}

/* The responsible area, or why there is none. */
static void
print_area(const struct view *view)
{
    struct msb_outcome outcome = msb_decision_get_outcome(view->decision);

    if (outcome.area >= 0)
        print_name(view, MSB_PART_AREA, (size_t)outcome.area);
    else
        fputs(get_outcome_word(view), stdout);
    putchar('\n');
}

static void
print_responsible(const struct view *view)
{
    struct msb_outcome outcome = msb_decision_get_outcome(view->decision);

    fputs("Responsible  ", stdout);
    print_area(view);
    if (outcome.target_group >= 0) {
        fputs("Group        ", stdout);
        print_name(view, MSB_PART_TARGET_GROUP, (size_t)outcome.target_group);
        putchar('\n');
    }
}

static void
print_because(const struct view *view)
{
    size_t num = msb_decision_num_rules(view->decision);

    for (size_t i = 0; i < num; i++) {
        size_t rule = msb_decision_get_rule(view->decision, i);
        const char *id = msb_model_get_part_id(view->model, MSB_PART_RULE,
                                               rule);
        const char *because = get_name(view, MSB_PART_RULE, rule);

        fputs(i == 0 ? "Because      " : "          or ", stdout);
        write_shown(stdout, because);
        if (strcmp(because, id) != 0) /* else no reason is given */
            printf(" (%s)", id);
        putchar('\n');
    }
}

/* What overrules the rules, and what they say. */
static void
print_exception(const struct view *view)
{
    const struct msb_decision *ruled = msb_answer_get_ruled(view->answer);
    struct msb_exception exception;
    struct view by_rules = *view;
    char date[11];

    if (!msb_answer_get_exception(view->answer, &exception))
        return;
    fputs("Exception    ", stdout);
    write_shown(stdout, exception.reason);
    fputs("\nDecided by   ", stdout);
    write_shown(stdout, exception.decided_by);
    msb_date_format(exception.from, date);
    printf(", from %s", date);
    msb_date_format(exception.to, date);
    printf(", expires %s\nBy the rules ", date);
    by_rules.decision = ruled;
    print_area(&by_rules);
}

static void
print_since(const struct view *view)
{
    struct msb_period period;
    char date[11];

    if (!msb_answer_get_period(view->answer, &period)) {
        puts("Since        no assignment is on record");
        return;
    }
    msb_date_format(period.from, date);
    printf("Since        %s", date);
    if (!period.is_open) {
        msb_date_format(period.to, date);
        printf(", until %s", date);
    }
    putchar('\n');
}

/* Which areas it may be, and what to ask for. */
static bool
print_open_question(const struct view *view)
{
    const struct msb_decision *decision = view->decision;
    size_t ask = msb_decision_get_ask(decision);
    struct table table;

    if (msb_decision_get_outcome(decision).status != MSB_OUTCOME_UNDETERMINED)
        return true;
    table_init(&table, "Possible areas", "l");
    for (size_t i = 0; i < msb_decision_num_possible(decision); i++)
        table_add(&table, get_name(view, MSB_PART_AREA,
                                   msb_decision_get_possible(decision, i)));
    if (msb_decision_is_gap_possible(decision))
        table_add(&table, "nobody");
    if (!table_print(&table))
        return false;
    table_init(&table, "Missing facts", "ll");
    for (size_t i = 0; i < msb_decision_num_missing(decision); i++) {
        size_t attribute = msb_decision_get_missing(decision, i);

        table_add(&table, get_name(view, MSB_PART_ATTRIBUTE, attribute));
        table_add(&table, attribute == ask ? "ask for this first" : "");
    }
    return table_print(&table);
}

static bool
print_deliveries(const struct view *view)
{
    struct msb_delivery delivery;
    struct table table;

    table_init(&table, "Services", "lll");
    for (size_t i = 0; msb_decision_get_delivery(view->decision, i, &delivery);
         i++) {
        table_add(&table, get_name(view, MSB_PART_SERVICE, delivery.service));
        table_add(&table, get_name(view, MSB_PART_AREA, delivery.area));
        table_add(&table, get_name(view, MSB_PART_UNIT, delivery.unit));
    }
    return table_print(&table);
}

static bool
print_contacts(const struct view *view)
{
    struct table table;

    table_init(&table, "Contacts", "l");
    for (size_t i = 0; i < msb_decision_num_contacts(view->decision); i++)
        table_add(&table,
                  get_name(view, MSB_PART_AREA,
                           msb_decision_get_contact(view->decision, i)));
    return table_print(&table);
}

/* The services of one household; it may have none. */
static void
add_membership(const struct view *view, size_t index,
               const struct msb_membership *membership, struct table *table)
{
    struct msb_household_service service;

    for (size_t i = 0; i == 0 || i < membership->num_services; i++) {
        bool has_service = msb_answer_get_household_service(view->answer, index,
                                                            i, &service);

        table_add(table, membership->household);
        table_add(table, membership->role);
        table_add(table, has_service
                             ? get_name(view, MSB_PART_SERVICE, service.service)
                             : NULL);
        table_add(table, has_service
                             ? get_name(view, MSB_PART_AREA, service.area)
                             : NULL);
        table_add(table, has_service
                             ? get_name(view, MSB_PART_UNIT, service.unit)
                             : NULL);
        table_add(table,
                  has_service && service.is_contact ? "contact of all" : "");
    }
}

static bool
print_households(const struct view *view)
{
    struct msb_membership membership;
    struct table table;

    table_init(&table, "Households", "llllll");
    for (size_t i = 0; msb_answer_get_membership(view->answer, i, &membership);
         i++)
        add_membership(view, i, &membership, &table);
    return table_print(&table);
}

static void
print_address(const struct view *view, const struct arguments *arguments)
{
    const char *address = msb_answer_get_address(view->answer);

    if (!has_option(arguments, OPTION_SHOW_ADDRESS))
        return;
    fputs("Address      ", stdout);
    if (msb_answer_is_address_protected(view->answer))
        fputs("protected", stdout);
    else
        write_shown(stdout, address == NULL ? "-" : address);
    putchar('\n');
}

static enum tool_exit
print_explanation(const struct msb_answer *answer,
                  const struct arguments *arguments)
{
    const struct msb_explanation *explanation = msb_answer_get_explanation(
        answer);
    struct msb_error err;
    char *text = NULL;

    if (explanation == NULL)
        return EXIT_WELL;
    if (msb_explanation_format_text(explanation, arguments->language, &text,
                                    &err)
        != MSB_OK)
        return say_error(arguments->operands[0], &err);
    fputs("\nExplanation\n", stdout);
    fputs(text, stdout);
    msb_text_free(text);
    return EXIT_WELL;
}

static enum tool_exit
print_answer(const struct msb_answer *answer, const struct arguments *arguments)
{
    struct view view = {.answer = answer, .language = arguments->language};

    view.decision = msb_answer_get_decision(answer);
    view.model = msb_rules_get_model(msb_decision_get_rules(view.decision));
    print_heading(&view, arguments);
    print_responsible(&view);
    print_because(&view);
    print_exception(&view);
    print_since(&view);
    print_address(&view, arguments);
    if (!print_open_question(&view) || !print_deliveries(&view)
        || !print_contacts(&view) || !print_households(&view))
        return EXIT_SYSTEM;
    return print_explanation(answer, arguments);
}

static enum tool_exit
print_json(const struct msb_answer *answer, const char *path)
{
    struct msb_error err;
    char *text = NULL;

    if (msb_answer_format_json(answer, &text, &err) != MSB_OK)
        return say_error(path, &err);
    print_text(text);
    return EXIT_WELL;
}

/* Facts that the model rejects are explained in the language asked for. */
static enum tool_exit
say_failure(const struct arguments *arguments, const struct msb_error *failure)
{
    enum tool_exit status = say_error(arguments->operands[0], failure);
    struct msb_error err;
    char *text = NULL;

    if (!has_option(arguments, OPTION_EXPLAIN)
        || (failure->status != MSB_ERR_INVALID
            && failure->status != MSB_ERR_CONFLICT))
        return status;
    if (msb_error_format_text(failure, arguments->language, &text, &err)
        != MSB_OK)
        return say_error(arguments->operands[0], &err);
    say("%s", text);
    msb_text_free(text);
    return status;
}

static enum tool_exit
run_who(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_answer_options options;
    struct msb_answer *answer = NULL;
    struct msb_store *store = NULL;
    enum tool_exit status;
    struct msb_error err;

    status = open_for_citizen(arguments, &store);
    if (status != EXIT_WELL)
        return status;
    msb_answer_options_init(&options);
    options.explain = has_option(arguments, OPTION_EXPLAIN);
    options.show_sensitive = has_option(arguments, OPTION_SHOW_SENSITIVE);
    options.show_address = has_option(arguments, OPTION_SHOW_ADDRESS);
    if (has_option(arguments, OPTION_KNOWN_AT))
        options.known_at = &arguments->known_at;
    if (msb_store_find_answer(store, arguments->operands[1], arguments->on,
                              &options, &answer, &err)
        != MSB_OK)
        status = say_failure(arguments, &err);
    else if (has_option(arguments, OPTION_JSON))
        status = print_json(answer, path);
    else
        status = print_answer(answer, arguments);
    msb_answer_unref(answer);
    msb_store_unref(store);
    return status;
}

const struct command who_command = {
    .name = "who",
    .summary = "who answers for a citizen on a date, and why",
    .description =
        "Decided from the facts and the model of the date; \"since\" is the\n"
        "assignment on record. With --known-at the answer is the one that the\n"
        "store could have given then. Facts are shown with --explain only,\n"
        "and those of sensitive attributes with --show-sensitive besides.",
    .operands = {{"STORE", "a store of msb"},
                 {"CITIZEN", "the citizen's id in the store"}},
    .options = {{OPTION_ON, true},
                {OPTION_KNOWN_AT, false},
                {OPTION_EXPLAIN, false},
                {OPTION_SHOW_SENSITIVE, false},
                {OPTION_SHOW_ADDRESS, false},
                {OPTION_EMERGENCY, false},
                {OPTION_LANG, false},
                {OPTION_JSON, false},
                {NUM_OPTIONS, false}},
    .example = "msb who aarhus.msb claus --on 2019-08-01 --explain",
    .run = run_who,
};
