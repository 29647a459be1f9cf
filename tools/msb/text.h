/* SPDX-License-Identifier: MIT */
#ifndef TOOL_TEXT_H
#define TOOL_TEXT_H

#include <stddef.h>
#include <stdio.h>

/* How many columns of a terminal a text takes. */
size_t measure_width(const char *text);
/*
 * Write a text for people: control characters cannot reach the terminal,
 * and whatever looks like a CPR number is masked, `010190-xxxx`.
 */
void write_clean(FILE *file, const char *text);
/* Write a text as it is, but for what cannot be shown. */
void write_shown(FILE *file, const char *text);
/* Write a JSON string with its quotes; `null` for NULL. */
void write_json(FILE *file, const char *text);

#endif
