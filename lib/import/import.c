/* SPDX-License-Identifier: MIT */
/*
 * The import, from end to end: mapping, source, then row by row into the
 * store, all in one transaction. A row that is refused, by us or by the
 * store, is undone alone and kept for the file of rejected rows; any other
 * failure undoes everything. A dry run differs in its last step only.
 *
 * The rejected rows are complete on the disk before the store commits: where
 * they cannot be, nothing is imported either.
 */
#include <msb/import.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "import/asked.h"
#include "import/mapping.h"
#include "import/models.h"
#include "import/reject.h"
#include "import/report.h"
#include "import/row.h"
#include "import/source.h"
#include "import/value.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"
#include "store/progress.h"
#include "store/store.h"

#define ROWS_A_REPORT 1000

/* All that one import needs. */
struct import {
    struct msb_store *store;
    struct msb_import_options options;
    struct msb_import_source from;
    const char *mapping_name; /* for messages */
    struct msbi_mapping *mapping;
    struct msbi_source *source;
    struct msbi_models *models;
    struct msbi_rejects *rejects; /* NULL where they go nowhere */
    struct msbi_row_reader reader;
    struct msb_import_report *report;
};

/* A row as one of these, by the mapping's record. */
union record {
    struct msbi_citizen_row citizen;
    struct msbi_course_row course;
    struct msbi_member_row member;
    struct msbi_household_course_row household_course;
    struct msbi_address_row address;
};

static enum msb_status
read_row(struct import *import, const struct msbi_row *row, union record *out,
         struct msbi_refusal *refusal, struct msb_error *err)
{
    struct msbi_row_reader *reader = &import->reader;

    switch (import->mapping->record) {
    case MSBI_RECORD_CITIZEN:
        return msbi_citizen_read(reader, row, &out->citizen, refusal, err);
    case MSBI_RECORD_COURSE:
        return msbi_course_read(reader, row, &out->course, refusal, err);
    case MSBI_RECORD_HOUSEHOLD:
        msbi_member_read(reader, row, &out->member, refusal);
        break;
    case MSBI_RECORD_HOUSEHOLD_COURSE:
        return msbi_household_course_read(reader, row, &out->household_course,
                                          refusal, err);
    case MSBI_RECORD_ADDRESS:
        msbi_address_read(reader, row, &out->address, refusal);
        break;
    }
    return MSB_OK;
}

static enum msb_status
put_record(struct import *import, const union record *record,
           enum msbi_put *put, struct msb_error *err)
{
    struct msb_store *store = import->store;

    switch (import->mapping->record) {
    case MSBI_RECORD_CITIZEN:
        return msbi_store_put_citizen(store, &record->citizen, put, err);
    case MSBI_RECORD_COURSE:
        return msbi_store_put_course(store, &record->course, put, err);
    case MSBI_RECORD_HOUSEHOLD:
        return msbi_store_put_member(store, &record->member, put, err);
    case MSBI_RECORD_HOUSEHOLD_COURSE:
        return msbi_store_put_household_course(store, &record->household_course,
                                               put, err);
    case MSBI_RECORD_ADDRESS:
        return msbi_store_put_address(store, &record->address, put, err);
    }
    return MSB_OK;
}

static enum msb_status
put_row(struct import *import, const struct msbi_row *row, enum msbi_put *put,
        struct msbi_refusal *refusal, struct msb_error *err)
{
    union record record;
    enum msb_status status = read_row(import, row, &record, refusal, err);

    if (status != MSB_OK || refusal->code != NULL)
        return status;
    status = msbi_store_mark(import->store, err);
    return status != MSB_OK ? status : put_record(import, &record, put, err);
}

/* The column that the store's reason is about. */
static size_t
find_culprit(const struct msbi_mapping *mapping, const char *code)
{
    if (strcmp(code, "cpr_taken") == 0)
        return mapping->by_target[MSBI_TARGET_CPR];
    if (strcmp(code, "unknown_citizen") == 0)
        return mapping->by_target[MSBI_TARGET_CITIZEN];
    if (strcmp(code, "unknown_household") == 0)
        return mapping->by_target[MSBI_TARGET_HOUSEHOLD];
    return MSB_NONE;
}

static enum msb_status
reject_row(struct import *import, const struct msbi_row *row,
           const struct msbi_refusal *refusal, struct msb_error *err)
{
    enum msb_status status;
    const char *part;
    size_t length;

    status = msbi_import_report_reject(import->report, import->source, row,
                                       refusal, err);
    if (status != MSB_OK || import->rejects == NULL)
        return status;
    status = msbi_rejects_add(import->rejects, row, refusal, err);
    while (status == MSB_OK && row->raw_goes_on) {
        status = msbi_source_next_part(import->source, &part, &length, err);
        if (status != MSB_OK || length == 0)
            break;
        status = msbi_rejects_add_part(import->rejects, part, length, err);
    }
    return status;
}

/* Write a row, or reject it. */
static enum msb_status
take_row(struct import *import, const struct msbi_row *row,
         struct msbi_refusal *refusal, struct msb_error *err)
{
    enum msbi_put put = MSBI_PUT_UNCHANGED;
    enum msb_status status = MSB_OK;
    struct msb_error cause;

    memset(&cause, 0, sizeof cause);
    if (refusal->code == NULL)
        status = put_row(import, row, &put, refusal, &cause);
    if (status == MSB_OK && refusal->code == NULL) {
        msbi_import_report_count(import->report, put);
        return msbi_store_keep(import->store, err);
    }
    if (status == MSB_ERR_CONFLICT || status == MSB_ERR_NOT_FOUND) {
        msbi_refuse(refusal, find_culprit(import->mapping, cause.code),
                    cause.code, "%s", cause.message);
        status = msbi_store_undo(import->store, &cause);
    }
    if (status == MSB_OK)
        return reject_row(import, row, refusal, err);
    if (err != NULL)
        *err = cause;
    return status;
}

static enum msb_status
show_progress(const struct import *import, struct msb_error *err)
{
    const struct msbi_lines *lines = &import->source->lines;

    return msbi_progress_tell(import->options.progress, import->options.user,
                              lines->offset + lines->at, lines->input.size,
                              err);
}

static enum msb_status
take_rows(struct import *import, struct msb_error *err)
{
    struct msbi_refusal refusal;
    struct msbi_row row;
    enum msb_status status;
    bool has_row = true;

    for (uint64_t n = 1;; n++) {
        status = msbi_source_next(import->source, &row, &has_row, &refusal,
                                  err);
        if (status != MSB_OK || !has_row)
            break;
        status = take_row(import, &row, &refusal, err);
        if (status == MSB_OK && n % ROWS_A_REPORT == 0)
            status = show_progress(import, err);
        if (status != MSB_OK)
            break;
    }
    return status != MSB_OK ? status : show_progress(import, err);
}

/*
 * A column that no model knows is a mistake in the mapping, not in the
 * rows. Where the mapping says from when the facts hold, it is found before
 * a row is read.
 */
static enum msb_status
check_constant_date(struct import *import, struct msb_problems **problems,
                    struct msb_error *err)
{
    const struct msbi_mapping *mapping = import->mapping;
    size_t column = mapping->by_target[MSBI_TARGET_VALID_FROM];
    const struct msbi_model_use *use;
    struct msbi_refusal refusal;
    enum msb_status status;
    struct msb_date date;
    bool is_known;

    if (column == MSB_NONE || !mapping->columns[column].is_constant
        || !msbi_value_read_date(mapping, column, import->source->cells,
                                 &is_known, &date, &refusal)
        || !is_known)
        return MSB_OK;
    status = msbi_models_find(import->models, date, &use, err);
    if (status == MSB_OK && use == NULL)
        return msbi_fail(err, MSB_ERR_NOT_FOUND, "no_model",
                         "no model is in force on the valid_from that the "
                         "mapping gives");
    if (status == MSB_OK)
        status = msbi_models_check_columns(import->models, import->mapping_name,
                                           problems, err);
    return status;
}

static enum msb_status
load_mapping(struct import *import, struct msb_problems **problems,
             struct msb_error *err)
{
    const struct msb_import_source *from = &import->from;

    if (from->mapping == NULL)
        return msbi_mapping_load(from->mapping_path, &import->mapping, problems,
                                 err);
    return msbi_mapping_parse(from->mapping, from->mapping_length,
                              import->mapping_name, &import->mapping, problems,
                              err);
}

static enum msb_status
open_rejects(struct import *import, struct msb_error *err)
{
    const struct msb_import_source *from = &import->from;
    const char *inputs[3] = {NULL};
    size_t num = 0;

    if (import->options.rejects_path == NULL)
        return MSB_OK;
    if (from->path != NULL)
        inputs[num++] = from->path;
    if (from->mapping_path != NULL)
        inputs[num++] = from->mapping_path;
    return msbi_rejects_open(import->options.rejects_path, inputs,
                             import->source, &import->rejects, err);
}

static enum msb_status
open_all(struct import *import, struct msb_problems **problems,
         struct msb_error *err)
{
    enum msb_status status = load_mapping(import, problems, err);

    if (status == MSB_OK)
        status = msbi_source_open(&import->from, import->mapping,
                                  &import->source, err);
    if (status == MSB_OK)
        status = msbi_models_new(import->store, import->mapping,
                                 &import->models, err);
    if (status == MSB_OK)
        status = open_rejects(import, err);
    if (status != MSB_OK)
        return status;
    import->report = msbi_import_report_new();
    if (import->report == NULL)
        return msbi_fail_nomem(err);
    msbi_row_reader_init(&import->reader, import->mapping, import->models);
    return MSB_OK;
}

/* Write what waits, and count it. */
static enum msb_status
settle(struct import *import, struct msb_error *err)
{
    struct msbi_put_counts counts;
    enum msb_status status = msbi_store_settle(import->store, &counts, err);

    if (status == MSB_OK)
        msbi_import_report_settle(import->report, &counts);
    return status;
}

/* Everything between begin and commit. */
static enum msb_status
fill_store(struct import *import, struct msb_problems **problems,
           struct msb_error *err)
{
    enum msb_status status = check_constant_date(import, problems, err);

    if (status == MSB_OK)
        status = take_rows(import, err);
    if (status == MSB_OK)
        status = settle(import, err);
    if (status == MSB_OK)
        status = msbi_models_check_columns(import->models, import->mapping_name,
                                           problems, err);
    if (status == MSB_OK)
        status = msbi_store_run_checks(import->store, err);
    if (status == MSB_OK && import->rejects != NULL)
        status = msbi_rejects_finish(import->rejects, err);
    return status;
}

/* Say in the journal what was done; the same file again did nothing. */
static enum msb_status
keep_entry(const struct import *import, struct msb_error *err)
{
    struct msb_import_counts counts = msb_import_report_get_counts(
        import->report);
    char detail[200];

    if (counts.inserted == 0 && counts.updated == 0)
        return MSB_OK;
    snprintf(detail, sizeof detail,
             "{\"read\": %" PRIu64 ", \"inserted\": %" PRIu64
             ", \"updated\": %" PRIu64 ", \"unchanged\": %" PRIu64
             ", \"rejected\": %" PRIu64 "}",
             counts.read, counts.inserted, counts.updated, counts.unchanged,
             counts.rejected);
    return msbi_journal_append(import->store, "import", 0, detail, err);
}

static enum msb_status
run(struct import *import, struct msb_problems **problems,
    struct msb_error *err)
{
    enum msb_status status = msbi_store_begin(import->store, err);

    if (status != MSB_OK)
        return status;
    status = msbi_guard_do(import->store, MSBI_POWER_MANAGE, "import", 0, err);
    if (status == MSB_OK)
        status = fill_store(import, problems, err);
    if (status == MSB_OK)
        status = keep_entry(import, err);
    if (status == MSB_OK && !import->options.dry_run) {
        status = msbi_store_commit(import->store, err);
        if (status == MSB_OK)
            return MSB_OK;
        if (import->rejects != NULL)
            msbi_rejects_withdraw(import->rejects);
    }
    msbi_store_rollback(import->store);
    return status;
}

static void
close_all(struct import *import)
{
    msbi_row_reader_release(&import->reader);
    msbi_rejects_close(import->rejects);
    msbi_models_free(import->models);
    msbi_source_close(import->source);
    msbi_mapping_free(import->mapping);
    msb_import_report_unref(import->report);
}

enum msb_status
msb_store_import_from(struct msb_store *store,
                      const struct msb_import_source *source,
                      const struct msb_import_options *options,
                      struct msb_problems **problems,
                      struct msb_import_report **out, struct msb_error *err)
{
    struct import import = {.store = store};
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (problems != NULL)
        *problems = NULL;
    if (store == NULL || source == NULL || out == NULL)
        return msbi_fail_misuse(err, "store, source and out must not be NULL");
    status = msbi_asked_check(source, options, err);
    if (status != MSB_OK)
        return status;
    import.from = *source;
    import.mapping_name = msbi_asked_get_mapping_name(source);
    if (options != NULL)
        import.options = *options;
    status = open_all(&import, problems, err);
    if (status == MSB_OK)
        status = run(&import, problems, err);
    if (status == MSB_OK) {
        msbi_import_report_take_ignored(import.report, import.source);
        *out = import.report;
        import.report = NULL;
    }
    close_all(&import);
    return status;
}

enum msb_status
msb_store_import(struct msb_store *store, const char *path, const char *mapping,
                 const struct msb_import_options *options,
                 struct msb_problems **problems, struct msb_import_report **out,
                 struct msb_error *err)
{
    struct msb_import_source source;

    msb_import_source_init(&source);
    source.path = path;
    source.mapping_path = mapping;
    return msb_store_import_from(store, &source, options, problems, out, err);
}
