/* SPDX-License-Identifier: MIT */
/* msb verify: whether a store is what it says, down to each decision. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "progress.h"
#include "text.h"

static int
read_digit(char digit)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = digit == '\0' ? NULL : strchr(digits, digit);

    return found == NULL ? -1 : (int)(found - digits);
}

/* N:HASH, as `msb journal --mark` prints it. */
static bool
parse_mark(const char *text, struct msb_journal_mark *out)
{
    size_t length = strspn(text, "0123456789");
    const char *hash = text + length + 1;

    if (length == 0 || length > 18 || text[length] != ':'
        || strlen(hash) != 2 * sizeof out->hash)
        return false;
    out->number = strtoll(text, NULL, 10);
    for (size_t i = 0; i < sizeof out->hash; i++) {
        int high = read_digit(hash[2 * i]), low = read_digit(hash[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        out->hash[i] = (uint8_t)(16 * high + low);
    }
    return true;
}

static enum tool_exit
print_json(const struct msb_verification *verification, const char *path)
{
    size_t num = msb_verification_num(verification);
    struct msb_error err;
    char *text = NULL;

    for (size_t i = 0; i < num; i++) {
        if (msb_verification_format_json(verification, i, &text, &err)
            != MSB_OK)
            return say_error(path, &err);
        print_text(text);
    }
    return EXIT_WELL;
}

static void
print_lines(const struct msb_verification *verification)
{
    struct msb_verify_counts counts = msb_verification_get_counts(verification);
    struct msb_violation violation;

    for (size_t i = 0; msb_verification_get(verification, i, &violation); i++) {
        if (violation.where[0] != '\0')
            printf("%s: ", violation.where);
        write_clean(stdout, violation.message);
        printf(" (%s)\n", violation.code);
    }
    printf(
        "%" PRIu64 " violations; replayed %" PRIu64 " assignments of %" PRIu64
        " citizens, and followed %" PRIu64 " entries of the journal\n",
        counts.violations, counts.assignments, counts.citizens, counts.entries);
}

static enum tool_exit
print_verification(const struct msb_verification *verification,
                   const struct arguments *arguments)
{
    enum tool_exit status = EXIT_WELL;

    if (has_option(arguments, OPTION_JSON))
        status = print_json(verification, arguments->operands[0]);
    else
        print_lines(verification);
    if (status == EXIT_WELL
        && msb_verification_get_counts(verification).violations > 0)
        return EXIT_FINDINGS;
    return status;
}

static enum tool_exit
run_verify(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    const char *noted = arguments->values[OPTION_NOTED];
    struct msb_verification *verification = NULL;
    struct msb_verify_options options;
    struct msb_journal_mark mark;
    struct msb_store *store = NULL;
    struct progress progress;
    enum msb_status outcome;
    enum tool_exit status;
    struct msb_error err;

    msb_verify_options_init(&options);
    if (noted != NULL && !parse_mark(noted, &mark)) {
        say("verify: --noted: expected N:HASH, as 'msb journal --mark' prints "
            "it; see 'msb verify --help'");
        return EXIT_UNUSABLE;
    }
    if (noted != NULL)
        options.mark = &mark;
    status = open_store(arguments, path, true, &store);
    if (status != EXIT_WELL)
        return status;
    progress_start(&progress, "replaying");
    options.progress = progress_update;
    options.user = &progress;
    outcome = msb_store_verify(store, &options, &verification, &err);
    progress_end(&progress);
    status = outcome != MSB_OK ? say_error(path, &err)
                               : print_verification(verification, arguments);
    msb_verification_unref(verification);
    msb_store_unref(store);
    return status;
}

const struct command verify_command = {
    .name = "verify",
    .summary = "replay every decision, and check journal and database",
    .description =
        "Every assignment ever recorded is decided again from what was known\n"
        "when it was recorded; the journal's chain is followed, and the\n"
        "database's own integrity checked. Each violation is a line.",
    .operands = {{"STORE", "a store of msb"}},
    .options = {{OPTION_NOTED, false},
                {OPTION_JSON, false},
                {NUM_OPTIONS, false}},
    .findings = "something is wrong with the store",
    .example = "msb verify aarhus.msb",
    .run = run_verify,
};
