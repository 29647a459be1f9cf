/* SPDX-License-Identifier: MIT */
#ifndef TOOL_OPTIONS_H
#define TOOL_OPTIONS_H

#include "args.h"

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

/* Every option there is; what a command takes of them is its own list. */
extern const struct option options[NUM_OPTIONS];

size_t count_operands(const struct command *command);
/* Whoever works with a store may, or must, say who that is. */
bool uses_store(const struct command *command);
bool takes_option(const struct command *command, enum option_id id);
/* The option that a word names, up to its `=`; NUM_OPTIONS if none. */
enum option_id find_option(const struct command *command, const char *word);

#endif
