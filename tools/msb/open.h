/* SPDX-License-Identifier: MIT */
#ifndef TOOL_OPEN_H
#define TOOL_OPEN_H

#include <stdbool.h>

#include <msb.h>

#include "exit.h"

/* Open what a command works on; what is wrong with it is said on stderr. */
enum tool_exit open_model(const char *path, struct msb_model **out);
/* A model, compiled. */
enum tool_exit open_rules(const char *path, struct msb_rules **out);
enum tool_exit
open_store(const char *path, bool is_read_only, struct msb_store **out);

/* Print a text of the library as a line on stdout, and release it. */
void print_text(char *text);

#endif
