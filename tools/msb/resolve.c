/* SPDX-License-Identifier: MIT */
/*
 * msb resolve: facts in, decisions out, one object a line in the same order.
 * Rules are compiled once and one facts object is filled again for each
 * line, so a stream of any length needs the same memory. A line that cannot
 * be used is answered as rejected, and the rest go on.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "lines.h"
#include "message.h"
#include "open.h"
#include "progress.h"
#include "text.h"

/* What stays the same from line to line. */
struct resolver {
    struct msb_rules *rules;
    struct msb_facts *facts;
    struct msb_date on;
    bool explains;
    bool shows_sensitive;
    uint64_t num_lines;
    uint64_t num_rejected;
};

static void
print_rejected(const char *id, const struct msb_error *err)
{
    fputs("{\"id\": ", stdout);
    write_json(stdout, id);
    fputs(", \"status\": \"rejected\", \"error\": {\"code\": ", stdout);
    write_json(stdout, err->code);
    fputs(", \"message\": ", stdout);
    write_json(stdout, err->message);
    fputs(", \"member\": ", stdout);
    write_json(stdout, err->where[0] == '\0' ? NULL : err->where);
    fputs("}}\n", stdout);
}

/* Whether the failure is the line's, not the machine's. */
static bool
is_rejection(enum msb_status status)
{
    return status == MSB_ERR_SYNTAX || status == MSB_ERR_INVALID
           || status == MSB_ERR_CONFLICT || status == MSB_ERR_LIMIT;
}

/* Decide the facts at hand; *text is the answer, to be released. */
static enum msb_status
decide(struct resolver *resolver, const char *id, char **text,
       struct msb_error *err)
{
    struct msb_explanation *explanation = NULL;
    struct msb_decision *decision = NULL;
    enum msb_status status;

    status = msb_rules_resolve(resolver->rules, resolver->facts, resolver->on,
                               &decision, err);
    if (status == MSB_OK && resolver->explains)
        status = msb_rules_explain(resolver->rules, resolver->facts,
                                   resolver->on, resolver->shows_sensitive,
                                   &explanation, err);
    if (status == MSB_OK)
        status = msb_decision_format_json(decision, id, explanation, text, err);
    msb_explanation_unref(explanation);
    msb_decision_unref(decision);
    return status;
}

static enum msb_status
fail_too_long(struct msb_error *err)
{
    memset(err, 0, sizeof *err);
    err->status = MSB_ERR_LIMIT;
    snprintf(err->code, sizeof err->code, "line_too_long");
    snprintf(err->message, sizeof err->message,
             "a line may have at most %zu bytes", MAX_LINE);
    return err->status;
}

/* Answer one line; EXIT_WELL also where it was rejected. */
static enum tool_exit
answer_line(struct resolver *resolver, const struct line *line)
{
    char *id = NULL, *text = NULL;
    enum msb_status status;
    struct msb_error err;

    resolver->num_lines++;
    if (line->text == NULL)
        status = fail_too_long(&err);
    else
        status = msb_facts_parse_json(resolver->facts, line->text, line->length,
                                      &id, &err);
    if (status == MSB_OK)
        status = decide(resolver, id, &text, &err);
    if (status == MSB_OK) {
        print_text(text);
    } else if (is_rejection(status)) {
        print_rejected(id, &err);
        resolver->num_rejected++;
        status = MSB_OK;
    }
    msb_text_free(id);
    if (status != MSB_OK)
        return say_error("standard input", &err);
    return ferror(stdout) ? EXIT_SYSTEM : EXIT_WELL;
}

static enum tool_exit
say_unreadable(int cause)
{
    say("standard input: cannot be read: %s", strerror(cause));
    return cause == EISDIR || cause == EBADF ? EXIT_UNUSABLE : EXIT_SYSTEM;
}

static enum tool_exit
answer_lines(struct resolver *resolver, struct lines *lines)
{
    enum tool_exit status = EXIT_WELL;
    struct progress progress;
    struct line line;

    progress_start(&progress, "deciding");
    if (isatty(STDOUT_FILENO))
        progress.is_enabled = false; /* the answers are progress enough */
    while (status == EXIT_WELL && lines_next(lines, &line)) {
        status = answer_line(resolver, &line);
        if (resolver->num_lines % 1024 == 0)
            progress_update(&progress, resolver->num_lines, 0);
    }
    progress_end(&progress);
    if (status == EXIT_WELL && lines->cause != 0)
        return say_unreadable(lines->cause);
    return status;
}

static enum tool_exit
run_resolve(const struct arguments *arguments)
{
    struct resolver resolver = {
        .on = arguments->on,
        .explains = has_option(arguments, OPTION_EXPLAIN),
        .shows_sensitive = has_option(arguments, OPTION_SHOW_SENSITIVE),
    };
    struct lines lines = {0};
    enum tool_exit status;
    struct msb_error err;

    status = open_rules(arguments->operands[0], &resolver.rules);
    if (status != EXIT_WELL)
        goto out;
    if (msb_facts_new(msb_rules_get_model(resolver.rules), &resolver.facts,
                      &err)
        != MSB_OK) {
        status = say_error(arguments->operands[0], &err);
        goto out;
    }
    status = EXIT_SYSTEM;
    if (lines_open(&lines, STDIN_FILENO))
        status = answer_lines(&resolver, &lines);
    else
        say("not enough memory to read standard input");
    if (resolver.num_rejected > 0)
        say("resolve: %" PRIu64 " of %" PRIu64 " lines were rejected",
            resolver.num_rejected, resolver.num_lines);
    if (status == EXIT_WELL && resolver.num_rejected > 0)
        status = EXIT_FINDINGS;
out:
    lines_close(&lines);
    msb_facts_free(resolver.facts);
    msb_rules_unref(resolver.rules);
    return status;
}

const struct command resolve_command = {
    .name = "resolve",
    .summary = "decide for facts, one JSON object a line on standard input",
    .description =
        "Prints one decision a line, in the same order and with the same\n"
        "id. A line that cannot be used is answered as rejected, with the\n"
        "cause; the rest go on.",
    .operands = {{"MODEL", "an organisation model, a JSON file"}},
    .options = {{OPTION_ON, true},
                {OPTION_EXPLAIN, false},
                {OPTION_SHOW_SENSITIVE, false},
                {NUM_OPTIONS, false}},
    .findings = "lines were rejected",
    .example = "msb resolve examples/models/aarhus_2019.json --on 2019-08-01"
               " \\\n      < facts.jsonl > decisions.jsonl",
    .run = run_resolve,
};
