/* SPDX-License-Identifier: MIT */
/*
 * What an import did. It keeps the first problems and counts all, so it
 * stays small however bad the file is.
 */
#include "import/report.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

struct problem {
    uint64_t line;
    char code[32];
    char *column;
    char *message;
};

struct msb_import_report {
    struct msbi_refcount refs;
    struct msb_import_counts counts;
    size_t num_problems;
    struct problem problems[MSB_IMPORT_MAX_PROBLEMS];
    size_t num_ignored;
    char **ignored;
};

struct msb_import_report *
msbi_import_report_new(void)
{
    struct msb_import_report *report = msbi_alloc(sizeof *report);

    if (report != NULL)
        msbi_refcount_init(&report->refs);
    return report;
}

struct msb_import_report *
msb_import_report_ref(struct msb_import_report *report)
{
    if (report != NULL)
        msbi_refcount_take(&report->refs);
    return report;
}

void
msb_import_report_unref(struct msb_import_report *report)
{
    if (report == NULL || !msbi_refcount_drop(&report->refs))
        return;
    for (size_t i = 0; i < report->num_problems; i++) {
        msbi_free(report->problems[i].column);
        msbi_free(report->problems[i].message);
    }
    for (size_t i = 0; i < report->num_ignored; i++)
        msbi_free(report->ignored[i]);
    msbi_free(report->ignored);
    msbi_free(report);
}

void
msbi_import_report_count(struct msb_import_report *report, enum msbi_put put)
{
    report->counts.read++;
    if (put == MSBI_PUT_INSERTED)
        report->counts.inserted++;
    else if (put == MSBI_PUT_UPDATED)
        report->counts.updated++;
    else if (put == MSBI_PUT_UNCHANGED)
        report->counts.unchanged++;
}

void
msbi_import_report_settle(struct msb_import_report *report,
                          const struct msbi_put_counts *counts)
{
    report->counts.inserted += counts->inserted;
    report->counts.updated += counts->updated;
    report->counts.unchanged += counts->unchanged;
}

enum msb_status
msbi_import_report_reject(struct msb_import_report *report,
                          const struct msbi_source *source,
                          const struct msbi_row *row,
                          const struct msbi_refusal *refusal,
                          struct msb_error *err)
{
    struct problem *problem = &report->problems[report->num_problems];
    const char *column = "";

    report->counts.read++;
    report->counts.rejected++;
    if (report->num_problems == MSB_IMPORT_MAX_PROBLEMS)
        return MSB_OK;
    if (refusal->column != MSB_NONE)
        column = source->names[refusal->column];
    problem->column = msbi_copy_text(column, strlen(column));
    problem->message = msbi_copy_text(refusal->message,
                                      strlen(refusal->message));
    if (problem->column == NULL || problem->message == NULL) {
        msbi_free(problem->column);
        msbi_free(problem->message);
        return msbi_fail_nomem(err);
    }
    problem->line = row->line;
    snprintf(problem->code, sizeof problem->code, "%s", refusal->code);
    report->num_problems++;
    return MSB_OK;
}

void
msbi_import_report_take_ignored(struct msb_import_report *report,
                                struct msbi_source *source)
{
    report->ignored = source->ignored;
    report->num_ignored = source->num_ignored;
    source->ignored = NULL;
    source->num_ignored = 0;
}

struct msb_import_counts
msb_import_report_get_counts(const struct msb_import_report *report)
{
    return report == NULL ? (struct msb_import_counts){0} : report->counts;
}

size_t
msb_import_report_num_problems(const struct msb_import_report *report)
{
    return report == NULL ? 0 : report->num_problems;
}

bool
msb_import_report_get_problem(const struct msb_import_report *report,
                              size_t index, struct msb_import_problem *out)
{
    if (out == NULL || index >= msb_import_report_num_problems(report))
        return false;
    *out = (struct msb_import_problem){
        .line = report->problems[index].line,
        .column = report->problems[index].column,
        .code = report->problems[index].code,
        .message = report->problems[index].message};
    return true;
}

size_t
msb_import_report_num_ignored(const struct msb_import_report *report)
{
    return report == NULL ? 0 : report->num_ignored;
}

const char *
msb_import_report_get_ignored(const struct msb_import_report *report,
                              size_t index)
{
    if (index >= msb_import_report_num_ignored(report))
        return NULL;
    return report->ignored[index];
}

static void
add_problem(struct msbi_text *out, const struct problem *problem)
{
    msbi_text_addf(
        out, "{\"line\":%llu,\"column\":", (unsigned long long)problem->line);
    msbi_text_add_json(out, problem->column);
    msbi_text_add(out, ",\"code\":");
    msbi_text_add_json(out, problem->code);
    msbi_text_add(out, ",\"message\":");
    msbi_text_add_json(out, problem->message);
    msbi_text_add(out, "}");
}

enum msb_status
msb_import_report_format_json(const struct msb_import_report *report,
                              char **out, struct msb_error *err)
{
    struct msb_import_counts counts = msb_import_report_get_counts(report);
    struct msbi_text text;

    if (report == NULL || out == NULL)
        return msbi_fail_misuse(err, "report and out must not be NULL");
    msbi_text_init(&text);
    msbi_text_addf(&text,
                   "{\"read\":%llu,\"inserted\":%llu,\"updated\":%llu,"
                   "\"unchanged\":%llu,\"rejected\":%llu,\"errors\":[",
                   (unsigned long long)counts.read,
                   (unsigned long long)counts.inserted,
                   (unsigned long long)counts.updated,
                   (unsigned long long)counts.unchanged,
                   (unsigned long long)counts.rejected);
    for (size_t i = 0; i < report->num_problems; i++) {
        if (i > 0)
            msbi_text_add(&text, ",");
        add_problem(&text, &report->problems[i]);
    }
    msbi_text_add(&text, "]}");
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
