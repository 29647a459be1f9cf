/* SPDX-License-Identifier: MIT */
/* msb import: a file of citizens or courses into a store, by a mapping. */
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "progress.h"
#include "table.h"

/* How many rejected rows are named for people; JSON names more. */
#define MAX_SHOWN 10

static bool
is_same_file(const char *a, const char *b)
{
    struct stat first, second;

    return stat(a, &first) == 0 && stat(b, &second) == 0
           && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

/* The file of rejects is written anew: it must be none of the others. */
static enum tool_exit
check_rejects(const struct arguments *arguments)
{
    const char *rejects = arguments->values[OPTION_REJECTS];

    if (rejects == NULL)
        return EXIT_WELL;
    if (!is_same_file(rejects, arguments->operands[0])
        && !is_same_file(rejects, arguments->operands[1])
        && !is_same_file(rejects, arguments->values[OPTION_MAPPING]))
        return EXIT_WELL;
    say("import: --rejects: expected a file of its own, "
        "not the store, the file or the mapping");
    return EXIT_UNUSABLE;
}

static enum tool_exit
print_counts(const struct msb_import_report *report, bool is_dry_run)
{
    struct msb_import_counts counts = msb_import_report_get_counts(report);
    struct table table;

    puts(is_dry_run ? "Rows (a dry run: the store is as it was)" : "Rows");
    table_init(&table, NULL, "lr");
    table_add_count(&table, "read", counts.read);
    table_add_count(&table, "inserted", counts.inserted);
    table_add_count(&table, "updated", counts.updated);
    table_add_count(&table, "unchanged", counts.unchanged);
    table_add_count(&table, "rejected", counts.rejected);
    return table_print(&table) ? EXIT_WELL : EXIT_SYSTEM;
}

static void
say_rejected(const char *file, const struct msb_import_report *report)
{
    struct msb_import_counts counts = msb_import_report_get_counts(report);
    struct msb_import_problem problem;
    size_t num = 0;

    for (; num < MAX_SHOWN; num++) {
        if (!msb_import_report_get_problem(report, num, &problem))
            break;
        say("%s:%" PRIu64 ": %s%s%s (%s)", file, problem.line, problem.column,
            problem.column[0] == '\0' ? "" : ": ", problem.message,
            problem.code);
    }
    if (counts.rejected > num)
        say("%s: %" PRIu64 " more rows were rejected", file,
            counts.rejected - num);
}

static void
say_ignored(const char *file, const struct msb_import_report *report)
{
    size_t num = msb_import_report_num_ignored(report);

    for (size_t i = 0; i < num; i++)
        say("%s: column '%s' is not in the mapping, and was ignored", file,
            msb_import_report_get_ignored(report, i));
}

static enum tool_exit
print_report(const struct arguments *arguments,
             const struct msb_import_report *report)
{
    const char *file = arguments->operands[1];
    enum tool_exit status = EXIT_WELL;
    struct msb_error err;
    char *text = NULL;

    say_ignored(file, report);
    say_rejected(file, report);
    if (!has_option(arguments, OPTION_JSON))
        status = print_counts(report, has_option(arguments, OPTION_DRY_RUN));
    else if (msb_import_report_format_json(report, &text, &err) != MSB_OK)
        status = say_error(file, &err);
    else
        print_text(text);
    if (status == EXIT_WELL
        && msb_import_report_get_counts(report).rejected > 0)
        status = EXIT_FINDINGS;
    return status;
}

/* Where it failed, when the error does not say: the database is the store,
   all else is the file. */
static const char *
find_place(const struct arguments *arguments, const struct msb_error *err)
{
    bool is_store = err->status == MSB_ERR_STORE || err->status == MSB_ERR_IO
                    || err->status == MSB_ERR_BUSY;

    return arguments->operands[is_store ? 0 : 1];
}

static enum tool_exit
import_file(struct msb_store *store, const struct arguments *arguments)
{
    const char *file = arguments->operands[1];
    const char *mapping = arguments->values[OPTION_MAPPING];
    struct msb_import_report *report = NULL;
    struct msb_problems *problems = NULL;
    struct msb_import_options options;
    struct progress progress;
    enum msb_status outcome;
    enum tool_exit status;
    struct msb_error err;

    msb_import_options_init(&options);
    options.dry_run = has_option(arguments, OPTION_DRY_RUN);
    options.rejects_path = arguments->values[OPTION_REJECTS];
    options.progress = progress_update;
    options.user = &progress;
    progress_start(&progress, "importing");
    outcome = msb_store_import(store, file, mapping, &options, &problems,
                               &report, &err);
    progress_end(&progress);
    if (outcome == MSB_OK)
        status = print_report(arguments, report);
    else if (msb_problems_num(problems) > 0)
        status = say_problems(mapping, problems, &err);
    else
        status = say_error(find_place(arguments, &err), &err);
    msb_problems_unref(problems);
    msb_import_report_unref(report);
    return status;
}

static enum tool_exit
run_import(const struct arguments *arguments)
{
    struct msb_store *store = NULL;
    enum tool_exit status;

    status = check_rejects(arguments);
    if (status == EXIT_WELL)
        status = open_store(arguments, arguments->operands[0], false, &store);
    if (status == EXIT_WELL)
        status = import_file(store, arguments);
    msb_store_unref(store);
    return status;
}

const struct command import_command = {
    .name = "import",
    .summary = "read a file of citizens, courses and the like into a store",
    .description =
        "One transaction, in which a row that cannot be used is left out\n"
        "and told. The same file again changes nothing.",
    .operands = {{"STORE", "a store of msb"},
                 {"FILE", "the file, CSV or JSON Lines"}},
    .options = {{OPTION_MAPPING, true},
                {OPTION_DRY_RUN, false},
                {OPTION_REJECTS, false},
                {OPTION_JSON, false},
                {NUM_OPTIONS, false}},
    .findings = "rows were rejected; the others were read",
    .example = "msb import aarhus.msb citizens.csv --mapping citizens.json",
    .run = run_import,
};
