/* SPDX-License-Identifier: MIT */
/* Models and stores by the names that stand on the command line. */
#include "open.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "message.h"

enum tool_exit
open_model(const char *path, struct msb_model **out)
{
    struct msb_problems *problems = NULL;
    struct msb_error err;
    enum tool_exit status = EXIT_WELL;

    if (msb_model_load(path, out, &problems, &err) != MSB_OK)
        status = say_problems(path, problems, &err);
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

/* A key is never on the command line, where everybody may read it. */
enum tool_exit
read_key(const char *path, struct store_key *out)
{
    FILE *file = fopen(path, "rb");
    uint8_t bytes[MAX_KEY + 1];
    size_t length;
    int has_failed;

    if (file == NULL) {
        say("%s: the key cannot be read: %s", path, strerror(errno));
        return EXIT_UNUSABLE;
    }
    length = fread(bytes, 1, sizeof bytes, file);
    has_failed = ferror(file);
    fclose(file);
    if (has_failed || length < MIN_KEY || length > MAX_KEY) {
        say("%s: a key is a file of %d to %d bytes", path, MIN_KEY, MAX_KEY);
        return EXIT_UNUSABLE;
    }
    memcpy(out->bytes, bytes, length);
    out->length = length;
    return EXIT_WELL;
}

static void
fill_principal(const struct arguments *arguments, struct msb_principal *out)
{
    msb_principal_init(out);
    out->role = arguments->role;
    out->actor = arguments->values[OPTION_ACTOR];
    out->area = arguments->values[OPTION_AREA];
    out->unit = arguments->values[OPTION_UNIT];
    out->purpose = arguments->values[OPTION_PURPOSE];
}

enum tool_exit
fill_options(const struct arguments *arguments, struct store_key *key,
             struct msb_principal *principal, struct msb_store_options *out)
{
    const char *path = arguments->values[OPTION_KEY_FILE];
    enum tool_exit status;

    msb_store_options_init(out);
    if (has_option(arguments, OPTION_ACTOR)) {
        fill_principal(arguments, principal);
        out->principal = principal;
    }
    if (path == NULL)
        return EXIT_WELL;
    status = read_key(path, key);
    out->journal_key = key->bytes;
    out->journal_key_length = key->length;
    return status;
}

enum tool_exit
open_store(const struct arguments *arguments, const char *path,
           bool is_read_only, struct msb_store **out)
{
    struct msb_store_options options;
    struct msb_principal principal;
    struct store_key key;
    enum tool_exit status;
    struct msb_error err;

    *out = NULL;
    status = fill_options(arguments, &key, &principal, &options);
    if (status != EXIT_WELL)
        return status;
    options.read_only = is_read_only && options.principal == NULL;
    if (msb_store_open(path, &options, out, &err) != MSB_OK)
        return say_error(path, &err);
    return EXIT_WELL;
}

/* A command is over long before. */
#define EMERGENCY_MINUTES 5

enum tool_exit
open_for_citizen(const struct arguments *arguments, struct msb_store **out)
{
    const char *path = arguments->operands[0];
    const char *reason = arguments->values[OPTION_EMERGENCY];
    enum tool_exit status = open_store(arguments, path, true, out);
    struct msb_error err;

    if (status != EXIT_WELL || reason == NULL
        || msb_store_break_glass(*out, arguments->operands[1], reason,
                                 EMERGENCY_MINUTES, &err)
               == MSB_OK)
        return status;
    msb_store_unref(*out);
    *out = NULL;
    return say_error(path, &err);
}

void
print_text(char *text)
{
    fputs(text, stdout);
    putchar('\n');
    msb_text_free(text);
}
