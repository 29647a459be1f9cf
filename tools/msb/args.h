/* SPDX-License-Identifier: MIT */
#ifndef TOOL_ARGS_H
#define TOOL_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <msb.h>

#include "exit.h"

#define MAX_OPERANDS 2

/* Every option of every command. */
enum option_id {
    OPTION_JSON,
    OPTION_EXPLAIN,
    OPTION_SHOW_SENSITIVE,
    OPTION_DRY_RUN,
    OPTION_ON,
    OPTION_KNOWN_AT,
    OPTION_MODEL,
    OPTION_MAPPING,
    OPTION_REJECTS,
    OPTION_BEFORE,
    OPTION_AFTER,
    OPTION_LANG,
    OPTION_STORE,
    OPTION_SUPPRESS,
    OPTION_FORMAT,
    OPTION_ROWS,
    OPTION_FROM,
    OPTION_TO,
    OPTION_PLACE,
    OPTION_REASON,
    OPTION_BY,
    OPTION_END,
    OPTION_SHOW_ADDRESS,
    OPTION_GUARDED,
    OPTION_EMERGENCY,
    OPTION_MARK,
    OPTION_NOTED,
    OPTION_ICS,
    OPTION_STATE,
    OPTION_CONSENT,
    OPTION_ACTOR, /* these say who works with a store: see uses_store() */
    OPTION_ROLE,
    OPTION_AREA,
    OPTION_UNIT,
    OPTION_PURPOSE,
    OPTION_KEY_FILE,
    OPTION_PERIODS,
    OPTION_PSEUDONYM_KEY,
    OPTION_HELP,
    NUM_OPTIONS
};

/* An operand, and what it is. A name of NULL ends a list. */
struct operand {
    const char *name;
    const char *help;
};

/* That a command takes an option, and whether it must be given. */
struct taken {
    enum option_id id;
    bool is_required;
};

/* What was given. The values are borrowed from the command line. */
struct arguments {
    const struct command *command;
    const char *operands[MAX_OPERANDS];
    const char *values[NUM_OPTIONS];    /* "" for a flag; NULL: not given */
    struct msb_date on;                 /* when --on was given */
    struct msb_instant known_at;        /* when --known-at was given */
    struct msb_date dates[NUM_OPTIONS]; /* of the options that are dates */
    const char *language;               /* "da" unless --lang says else */
    size_t rows;                        /* MSB_CASES_ROWS without --rows */
    enum msb_role role;                 /* MSB_ROLE_CASEWORKER without --role */
    uint64_t least; /* the smallest number of citizens that may be shown */
};

/* One command of the tool. */
struct command {
    const char *name;
    const char *summary;     /* one line */
    const char *description; /* lines, or NULL */
    struct operand operands[MAX_OPERANDS + 1];
    struct taken options[10]; /* NUM_OPTIONS ends the list */
    const char *findings;     /* what exit status 1 means, or NULL */
    const char *example;
    enum tool_exit (*run)(const struct arguments *arguments);
};

bool has_option(const struct arguments *arguments, enum option_id id);

/*
 * Read the arguments behind a command's name. Options may stand anywhere,
 * `--option value` or `--option=value`; `--` ends them. After --help nothing
 * else is asked for. Says on stderr what is wrong; EXIT_WELL or
 * EXIT_UNUSABLE.
 */
enum tool_exit parse_arguments(const struct command *command, int num,
                               char **words, struct arguments *out);

/* Print a command's usage line, or all of its help. */
void print_usage(const struct command *command, FILE *file);
void print_help(const struct command *command, FILE *file);

#endif
