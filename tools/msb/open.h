/* SPDX-License-Identifier: MIT */
#ifndef TOOL_OPEN_H
#define TOOL_OPEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb.h>

#include "args.h"
#include "exit.h"

/* The key of a store's journal, from a file: all bytes of it. */
#define MIN_KEY 16
#define MAX_KEY 64

struct store_key {
    uint8_t bytes[MAX_KEY];
    size_t length;
};

/* Open what a command works on; what is wrong with it is said on stderr. */
enum tool_exit open_model(const char *path, struct msb_model **out);
/* A model, compiled. */
enum tool_exit open_rules(const char *path, struct msb_rules **out);
/* A store, by whom and for what the arguments say; with a principal it is
   opened for writing, since what is read is put in its journal. */
enum tool_exit open_store(const struct arguments *arguments, const char *path,
                          bool is_read_only, struct msb_store **out);
/* The store of the first operand, to read of the citizen of the second; with
   --emergency, the glass is broken first. */
enum tool_exit
open_for_citizen(const struct arguments *arguments, struct msb_store **out);
/* How a store is opened by these arguments; the key's bytes are put in @key. */
enum tool_exit
fill_options(const struct arguments *arguments, struct store_key *key,
             struct msb_principal *principal, struct msb_store_options *out);

/* Read a key; what is wrong with the file is said on stderr. */
enum tool_exit read_key(const char *path, struct store_key *out);

/* Print a text of the library as a line on stdout, and release it. */
void print_text(char *text);

#endif
