/* SPDX-License-Identifier: MIT */
/*
 * msb, a thin shell over libmsb: finds the command, reads its arguments,
 * runs it, and makes sure that what it printed has arrived.
 *
 * A reader of our output that goes away (`msb … | head`) is a failed write
 * like any other, so SIGPIPE is ignored; a standard stream that is closed
 * is replaced by one that fails, so that no file we open takes its number.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "message.h"

static const struct command *const commands[] = {
    &check_command,  &diff_command,      &resolve_command,   &init_command,
    &adopt_command,  &import_command,    &assign_command,    &who_command,
    &report_command, &compare_command,   &cases_command,     &subject_command,
    &erase_command,  &compact_command,   &retention_command, &export_command,
    &except_command, &household_command, &protect_command,   &journal_command,
    &backup_command, &history_command,   &handovers_command, &handover_command,
    &verify_command,
};

#define NUM_COMMANDS (sizeof commands / sizeof commands[0])

static void
print_overview(FILE *file)
{
    fputs("usage: msb COMMAND ARGUMENTS…\n\n"
          "Who is responsible for this citizen, and why.\n\n"
          "Commands:\n",
          file);
    for (size_t i = 0; i < NUM_COMMANDS; i++)
        fprintf(file, "  %-9s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n"
          "Options:\n"
          "  --help     print this help; after a command, the command's\n"
          "  --version  print the version\n"
          "\n"
          "Exit status:\n"
          "  0  all well\n"
          "  1  findings: a gap in a model, rows or lines rejected\n"
          "  2  input or arguments that cannot be used\n"
          "  3  the system failed: disk full, store locked, no memory\n"
          "\n"
          "Example:\n"
          "  msb check examples/models/aarhus_2019.json\n",
          file);
}

/* Keep the numbers 0 to 2 from being given to other files. */
static void
guard_streams(void)
{
    static const int wrong_modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};

    for (int fd = 0; fd < 3; fd++) {
        if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
            continue;
        if (open("/dev/null", wrong_modes[fd]) != fd)
            _exit(EXIT_SYSTEM); /* no stream is left to say so */
    }
}

/* Whether stdout can be written to at all. */
static int
is_stdout_open(void)
{
    int flags = fcntl(STDOUT_FILENO, F_GETFL);

    return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

static const struct command *
find_command(const char *name)
{
    for (size_t i = 0; i < NUM_COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static enum tool_exit
run_command(const struct command *command, int num, char **words)
{
    struct arguments arguments;
    enum tool_exit status;

    status = parse_arguments(command, num, words, &arguments);
    if (status != EXIT_WELL) {
        print_usage(command, stderr);
        return status;
    }
    if (has_option(&arguments, OPTION_HELP)) {
        print_help(command, stdout);
        return EXIT_WELL;
    }
    return command->run(&arguments);
}

static enum tool_exit
run(int num, char **words)
{
    const struct command *command;

    if (num < 2) {
        print_overview(stderr);
        return EXIT_UNUSABLE;
    }
    if (strcmp(words[1], "--help") == 0) {
        print_overview(stdout);
        return EXIT_WELL;
    }
    if (strcmp(words[1], "--version") == 0) {
        printf("msb %s\n", msb_version_get());
        return EXIT_WELL;
    }
    command = find_command(words[1]);
    if (command == NULL) {
        say("unknown command '%s'; see 'msb --help'", words[1]);
        return EXIT_UNUSABLE;
    }
    return run_command(command, num - 2, words + 2);
}

/* What was printed has arrived, or the tool has failed. */
static enum tool_exit
finish_output(enum tool_exit status)
{
    int has_failed = ferror(stdout);
    int cause = 0;

    errno = 0;
    if (fclose(stdout) != 0) {
        has_failed = 1;
        cause = errno;
    }
    if (!has_failed)
        return status;
    say("the output could not be written%s%s", cause == 0 ? "" : ": ",
        cause == 0 ? "" : strerror(cause));
    return EXIT_SYSTEM;
}

int
main(int num, char **words)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    guard_streams();
    sigaction(SIGPIPE, &ignore, NULL);
    if (!is_stdout_open()) {
        say("standard output is closed; nothing was done");
        return EXIT_SYSTEM;
    }
    return finish_output(run(num, words));
}
