/* SPDX-License-Identifier: MIT */
#ifndef TOOL_COMMANDS_H
#define TOOL_COMMANDS_H

#include "args.h"

/* The commands of the tool, one file each. */
extern const struct command adopt_command;
extern const struct command assign_command;
extern const struct command backup_command;
extern const struct command cases_command;
extern const struct command check_command;
extern const struct command compact_command;
extern const struct command compare_command;
extern const struct command diff_command;
extern const struct command erase_command;
extern const struct command except_command;
extern const struct command export_command;
extern const struct command handover_command;
extern const struct command handovers_command;
extern const struct command history_command;
extern const struct command household_command;
extern const struct command import_command;
extern const struct command init_command;
extern const struct command journal_command;
extern const struct command protect_command;
extern const struct command report_command;
extern const struct command resolve_command;
extern const struct command retention_command;
extern const struct command subject_command;
extern const struct command verify_command;
extern const struct command who_command;

#endif
