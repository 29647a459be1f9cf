/* SPDX-License-Identifier: MIT */
#ifndef TOOL_EXIT_H
#define TOOL_EXIT_H

/* How the tool ends; every command returns one of these. */
enum tool_exit {
    EXIT_WELL = 0,     /* all well */
    EXIT_FINDINGS = 1, /* it ran, and found something */
    EXIT_UNUSABLE = 2, /* input or arguments that cannot be used */
    EXIT_SYSTEM = 3    /* the system failed: disk, lock, memory, output */
};

#endif
