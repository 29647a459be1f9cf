/* SPDX-License-Identifier: MIT */
/*
 * Messages for people, all on stderr and all through write_clean(). The one
 * place where a status of the library becomes an exit status.
 */
#include "message.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "text.h"

void
say(const char *format, ...)
{
    char line[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    fputs("msb: ", stderr);
    write_clean(stderr, line);
    fputs("\n", stderr);
}

/* Whether the file that was named is no file to read; then the argument is
   wrong, not the machine. */
static bool
is_wrong_file(const char *code)
{
    static const char *const codes[] = {"no_such_file", "cannot_open",
                                        "is_a_directory", "not_a_file"};

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (strcmp(codes[i], code) == 0)
            return true;
    return false;
}

enum tool_exit
exit_of(const struct msb_error *err)
{
    switch (err->status) {
    case MSB_OK:
        return EXIT_WELL;
    case MSB_ERR_NOT_FOUND:
    case MSB_ERR_SYNTAX:
    case MSB_ERR_CONFLICT:
    case MSB_ERR_DENIED:
    case MSB_ERR_LIMIT:
    case MSB_ERR_INVALID:
        return EXIT_UNUSABLE;
    case MSB_ERR_IO:
        return is_wrong_file(err->code) ? EXIT_UNUSABLE : EXIT_SYSTEM;
    case MSB_ERR_NOMEM:
    case MSB_ERR_MISUSE:
    case MSB_ERR_STORE:
    case MSB_ERR_BUSY:
    case MSB_ERR_STOPPED:
        break;
    }
    return EXIT_SYSTEM;
}

/* `place:line:column: `, as far as it is known. */
static void
write_place(const char *place, int32_t line, int32_t column)
{
    if (place == NULL || *place == '\0')
        return;
    write_clean(stderr, place);
    if (line > 0)
        fprintf(stderr, ":%d", (int)line);
    if (line > 0 && column > 0)
        fprintf(stderr, ":%d", (int)column);
    fputs(": ", stderr);
}

enum tool_exit
say_error(const char *place, const struct msb_error *err)
{
    if (err->where[0] != '\0')
        place = err->where;
    fputs("msb: ", stderr);
    write_place(place, err->line, err->column);
    write_clean(stderr, err->message);
    fprintf(stderr, " (%s)\n", err->code);
    return exit_of(err);
}

enum tool_exit
say_problems(const char *file, const struct msb_problems *problems,
             const struct msb_error *err)
{
    struct msb_problem problem;

    if (msb_problems_num(problems) == 0)
        return say_error(file, err);
    for (size_t i = 0; msb_problems_get(problems, i, &problem); i++) {
        fputs("msb: ", stderr);
        write_place(file, problem.line, problem.column);
        write_clean(stderr, problem.message);
        fprintf(stderr, " (%s)", problem.code);
        if (problem.pointer[0] != '\0') {
            fputs(" at ", stderr);
            write_clean(stderr, problem.pointer);
        }
        fputs("\n", stderr);
    }
    return exit_of(err);
}
