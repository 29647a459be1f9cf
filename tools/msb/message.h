/* SPDX-License-Identifier: MIT */
#ifndef TOOL_MESSAGE_H
#define TOOL_MESSAGE_H

#include <msb.h>

#include "exit.h"

/* Say something to people: one line on stderr, "msb: …". */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* How the tool ends when a call of the library ends with this error. */
enum tool_exit exit_of(const struct msb_error *err);

/* Say what failed, `place:line:column: message (code)`; returns exit_of().
   @place stands in where the error does not say, and may be NULL. */
enum tool_exit say_error(const char *place, const struct msb_error *err);

/* Say why a file cannot be used: every problem of it, one a line, or what
   failed where it has none; returns exit_of(). */
enum tool_exit say_problems(const char *file,
                            const struct msb_problems *problems,
                            const struct msb_error *err);

#endif
