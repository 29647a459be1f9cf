/* SPDX-License-Identifier: MIT */
/*
 * Runs scenario files: `scenarios FILE…`. Each case is one test; the report
 * is TAP, a failure names file and line. The language is in README.md. Uses
 * the public headers and the shared library only, as a caseworker's own
 * program would.
 */
#include <stdio.h>
#include <string.h>

#include "scenario.h"

static void
report(struct run *run, const char *title)
{
    run->num_tests++;
    run->num_failures += run->failed;
    printf("%s %u - %s: %s\n", run->failed ? "not ok" : "ok", run->num_tests,
           run->path, title);
    fflush(stdout);
    run->failed = false;
}

/* The case that was being read, if any, is complete. */
static void
end_case(struct run *run)
{
    if (run->in_case) {
        if (run->num_expectations == 0)
            complain(run, "the case expects nothing");
        report(run, run->title);
    } else if (run->failed) {
        report(run, "lines outside a case");
    }
    forget_decision(run);
    run->in_case = false;
    run->has_on = false;
    run->has_citizen = false;
    run->services.num = 0;
    run->num_expectations = 0;
}

static void
begin_case(struct run *run, const char *line)
{
    const char *title = strstr(line, "case") + 4;

    end_case(run);
    run->in_case = true;
    snprintf(run->title, sizeof run->title, "%s", title + strspn(title, " \t"));
    run->title[strcspn(run->title, "\r\n")] = '\0';
}

static void
take_date(struct run *run, const struct words *words)
{
    const char *text = words_get(words, 1);

    run->has_on = msb_date_parse(text, strlen(text), MSB_DATE_FORM_ISO,
                                 &run->on, NULL)
                  == MSB_OK;
    if (!run->has_on || words->num != 2)
        complain(run, "expected: on YYYY-MM-DD");
}

static void
take_expectation(struct run *run, const struct words *words)
{
    run->num_expectations++;
    if (run->num_models == 0)
        complain(run, "an expectation needs a model");
    else if (!expect_of_model(run, words) && !expect_of_decision(run, words))
        complain(run, "unknown expectation \"%s\"", words_get(words, 1));
}

/* A line of a case. What changes its citizen asks for a new decision. */
static void
take_case_line(struct run *run, const struct words *words)
{
    if (!run->in_case) {
        complain(run, "\"%s\" needs a case", words_get(words, 0));
        return;
    }
    if (words_is(words, 0, "expect")) {
        take_expectation(run, words);
        return;
    }
    forget_decision(run);
    if (words_is(words, 0, "citizen")) {
        run->citizen = *words;
        run->has_citizen = true;
    } else if (words_is(words, 0, "services")) {
        run->services = *words;
    } else {
        take_date(run, words);
    }
}

static void
take_line(struct run *run, const char *line)
{
    struct words words;

    if (!words_split(&words, line)) {
        complain(run, "too long, too many words, or a quote left open");
        return;
    }
    if (words.num == 0)
        return;
    if (words_is(&words, 0, "model")) {
        end_case(run);
        load_models(run, &words);
    } else if (words_is(&words, 0, "case")) {
        begin_case(run, line);
    } else if (words_is(&words, 0, "citizen") || words_is(&words, 0, "on")
               || words_is(&words, 0, "services")
               || words_is(&words, 0, "expect")) {
        take_case_line(run, &words);
    } else {
        complain(run, "unknown word \"%s\"", words_get(&words, 0));
    }
}

static void
run_file(struct run *run, const char *path)
{
    char line[LINE_BYTES];
    FILE *file = fopen(path, "r");

    run->path = path;
    run->line = 0;
    if (file == NULL) {
        complain(run, "cannot be opened");
    } else {
        while (fgets(line, sizeof line, file) != NULL) {
            run->line++;
            take_line(run, line);
        }
        fclose(file);
    }
    end_case(run);
    forget_models(run);
}

int
main(int argc, char **argv)
{
    static struct run run;
    int i;

    for (i = 1; i < argc; i++)
        run_file(&run, argv[i]);
    printf("1..%u\n", run.num_tests);
    return run.num_failures > 0 || run.num_tests == 0;
}
