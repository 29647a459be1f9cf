/* SPDX-License-Identifier: MIT */
/* Models and stores by the names that stand on the command line. */
#include "open.h"

#include <stdio.h>

#include "message.h"

enum tool_exit
open_model(const char *path, struct msb_model **out)
{
    struct msb_problems *problems = NULL;
    struct msb_error err;
    enum tool_exit status = EXIT_WELL;

    if (msb_model_load(path, out, &problems, &err) != MSB_OK) {
        if (msb_problems_num(problems) > 0)
            say_problems(path, problems);
        else
            say_error(path, &err);
        status = exit_of(&err);
    }
    msb_problems_unref(problems);
    return status;
}

enum tool_exit
open_rules(const char *path, struct msb_rules **out)
{
    struct msb_model *model = NULL;
    struct msb_error err;
    enum tool_exit status;

    *out = NULL;
    status = open_model(path, &model);
    if (status != EXIT_WELL)
        return status;
    if (msb_rules_compile(model, out, &err) != MSB_OK)
        status = say_error(path, &err);
    msb_model_unref(model);
    return status;
}

enum tool_exit
open_store(const char *path, bool is_read_only, struct msb_store **out)
{
    struct msb_store_options options;
    struct msb_error err;

    msb_store_options_init(&options);
    options.read_only = is_read_only;
    if (msb_store_open(path, &options, out, &err) != MSB_OK)
        return say_error(path, &err);
    return EXIT_WELL;
}

void
print_text(char *text)
{
    fputs(text, stdout);
    putchar('\n');
    msb_text_free(text);
}
