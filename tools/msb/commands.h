/* SPDX-License-Identifier: MIT */
#ifndef TOOL_COMMANDS_H
#define TOOL_COMMANDS_H

#include "args.h"

/* The commands of the tool, one file each. */
extern const struct command adopt_command;
extern const struct command assign_command;
extern const struct command cases_command;
extern const struct command check_command;
extern const struct command compare_command;
extern const struct command diff_command;
extern const struct command import_command;
extern const struct command init_command;
extern const struct command report_command;
extern const struct command resolve_command;
extern const struct command who_command;

#endif
