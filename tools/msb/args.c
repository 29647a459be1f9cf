/* SPDX-License-Identifier: MIT */
/*
 * The command line, driven by one table of options. Each command lists
 * which of them it takes; the same lists make its help, so that the two
 * cannot disagree. A message names the option and says what was expected,
 * never what was given: an operand may be a personal number by mistake.
 */
#include "args.h"

#include <stdlib.h>
#include <string.h>

#include "message.h"

/* Without --suppress; with --json numbers are exact then. */
#define DEFAULT_LEAST 5

enum value_kind {
    VALUE_NONE, /* a flag */
    VALUE_TEXT,
    VALUE_DATE,
    VALUE_INSTANT,
    VALUE_LANGUAGE,
    VALUE_LEAST,
    VALUE_FORMAT,
    VALUE_ROWS,
    VALUE_ROLE,
    VALUE_ID,
    VALUE_WORDS
};

struct option {
    const char *name;
    enum value_kind kind;
    const char *metavar;
    const char *help;
};

static const struct option options[NUM_OPTIONS] = {
    [OPTION_JSON] = {"--json", VALUE_NONE, NULL,
                     "print one JSON object on one line"},
    [OPTION_EXPLAIN] = {"--explain", VALUE_NONE, NULL,
                        "say why as well; this shows facts"},
    [OPTION_SHOW_SENSITIVE] = {"--show-sensitive", VALUE_NONE, NULL,
                               "with --explain: sensitive facts too"},
    [OPTION_DRY_RUN] = {"--dry-run", VALUE_NONE, NULL,
                        "do all of it, then undo it"},
    [OPTION_ON] = {"--on", VALUE_DATE, "DATE",
                   "the date of the question, YYYY-MM-DD"},
    [OPTION_KNOWN_AT] = {"--known-at", VALUE_INSTANT, "INSTANT",
                         "as the store knew it then, YYYY-MM-DDTHH:MM:SSZ"},
    [OPTION_MODEL] = {"--model", VALUE_TEXT, "MODEL",
                      "the store's first organisation model, a JSON file"},
    [OPTION_MAPPING] = {"--mapping", VALUE_TEXT, "MAPPING",
                        "how the file's columns are read, a JSON file"},
    [OPTION_REJECTS] = {"--rejects", VALUE_TEXT, "FILE",
                        "write rejected rows here, with line and reason"},
    [OPTION_BEFORE] = {"--before", VALUE_TEXT, "MODEL",
                       "the organisation model before, a JSON file"},
    [OPTION_AFTER] = {"--after", VALUE_TEXT, "MODEL",
                      "the organisation model after, a JSON file"},
    [OPTION_LANG] = {"--lang", VALUE_LANGUAGE, "da|en",
                     "language of names and sentences; default da"},
    [OPTION_STORE] = {"--store", VALUE_TEXT, "STORE",
                      "count the citizens of a store, with --on"},
    [OPTION_SUPPRESS] = {"--suppress", VALUE_LEAST, "N",
                         "show no number from 1 to N-1; default 5, 0: all; "
                         "with --json only where given"},
    [OPTION_FORMAT] = {"--format", VALUE_FORMAT, "markdown|csv|jsonl",
                       "what is printed; default markdown"},
    [OPTION_ROWS] = {"--rows", VALUE_ROWS, "N",
                     "at most so many rows for a rule; default 20"},
    [OPTION_FROM] = {"--from", VALUE_DATE, "DATE", "the first day"},
    [OPTION_TO] = {"--to", VALUE_DATE, "DATE", "the first day after it"},
    [OPTION_PLACE] = {"--place", VALUE_ID, "AREA",
                      "the area that is to be responsible, by its id"},
    [OPTION_REASON] = {"--reason", VALUE_WORDS, "TEXT", "why, in words"},
    [OPTION_BY] = {"--by", VALUE_WORDS, "WHO",
                   "who decided it; default: the actor"},
    [OPTION_END] = {"--end", VALUE_DATE, "DATE",
                    "end the exception of that day: the first day without"},
    [OPTION_SHOW_ADDRESS] = {"--show-address", VALUE_NONE, NULL,
                             "the address too, unless it is protected"},
    [OPTION_GUARDED] = {"--guarded", VALUE_NONE, NULL,
                        "a store that is opened by somebody named only"},
    [OPTION_EMERGENCY] = {"--emergency", VALUE_ID, "REASON",
                          "break the glass: an id, for example "
                          "danger_to_life"},
    [OPTION_MARK] = {"--mark", VALUE_NONE, NULL,
                     "print N:HASH, where the journal ends now"},
    [OPTION_NOTED] = {"--noted", VALUE_WORDS, "N:HASH",
                      "where the journal ended, as noted outside"},
    [OPTION_ICS] = {"--ics", VALUE_NONE, NULL,
                    "print a calendar, iCalendar (RFC 5545)"},
    [OPTION_STATE] = {"--state", VALUE_WORDS, "planned|accepted|rejected|done",
                      "how far the work has come"},
    [OPTION_CONSENT] = {"--consent", VALUE_WORDS, "yes|no",
                        "what the citizen says to handing over; not given: "
                        "as before"},
    [OPTION_ACTOR] = {"--actor", VALUE_ID, "ID",
                      "who works with the store, as its journal will say"},
    [OPTION_ROLE] = {"--role", VALUE_ROLE, "ROLE",
                     "system, caseworker, leader, analyst or auditor; "
                     "default caseworker"},
    [OPTION_AREA] = {"--area", VALUE_ID, "AREA",
                     "the area that is worked for, by its id"},
    [OPTION_UNIT] = {"--unit", VALUE_ID, "UNIT",
                     "the unit that is worked for, by its id"},
    [OPTION_PURPOSE] = {"--purpose", VALUE_ID, "PURPOSE",
                        "what for, an id, as the journal will say"},
    [OPTION_KEY_FILE] = {"--key-file", VALUE_TEXT, "FILE",
                         "the key of the store's journal, 16 to 64 bytes"},
    [OPTION_PERIODS] = {"--periods", VALUE_TEXT, "FILE",
                        "periods of retention, a JSON file"},
    [OPTION_PSEUDONYM_KEY] = {"--pseudonym-key", VALUE_TEXT, "FILE",
                              "a key of 16 to 64 bytes, for pseudonyms in "
                              "place of ids"},
    [OPTION_HELP] = {"--help", VALUE_NONE, NULL, "print this help"},
};

bool
has_option(const struct arguments *arguments, enum option_id id)
{
    return arguments->values[id] != NULL;
}

static size_t
count_operands(const struct command *command)
{
    size_t num = 0;

    while (num < MAX_OPERANDS && command->operands[num].name != NULL)
        num++;
    return num;
}

static bool
is_about_principal(enum option_id id)
{
    return id >= OPTION_ACTOR && id <= OPTION_KEY_FILE;
}

/* Whoever works with a store may, or must, say who that is. */
static bool
uses_store(const struct command *command)
{
    if (command->operands[0].name != NULL
        && strcmp(command->operands[0].name, "STORE") == 0)
        return true;
    for (size_t i = 0; command->options[i].id != NUM_OPTIONS; i++)
        if (command->options[i].id == OPTION_STORE)
            return true;
    return false;
}

static bool
takes_option(const struct command *command, enum option_id id)
{
    if (id == OPTION_HELP)
        return true;
    if (is_about_principal(id))
        return uses_store(command);
    for (size_t i = 0; command->options[i].id != NUM_OPTIONS; i++)
        if (command->options[i].id == id)
            return true;
    return false;
}

/* The option that a word names, up to its `=`; NUM_OPTIONS if none. */
static enum option_id
find_option(const struct command *command, const char *word)
{
    size_t length = strcspn(word, "=");

    for (int id = 0; id < NUM_OPTIONS; id++) {
        if (strlen(options[id].name) == length
            && memcmp(options[id].name, word, length) == 0
            && takes_option(command, (enum option_id)id))
            return (enum option_id)id;
    }
    return NUM_OPTIONS;
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
