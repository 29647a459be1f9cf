/* SPDX-License-Identifier: MIT */
/*
 * Periods of retention, from JSON. Everything that is wrong in a file is
 * reported at once, each with its place.
 */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/json.h"
#include "model/problems.h"
#include "model/reader.h"
#include "store/rights/retention.h"

static const char *const members[] = {"msb_retention", "periods", "sampled",
                                      "comment", NULL};
static const char *const period_members[] = {
    "id", "after", "services", "months", "law", "source", "comment", NULL};
static const char *const afters[] = {"course", "assignment", "facts", NULL};

static void
read_version(struct msbi_reader *reader, const struct msbi_cursor *root)
{
    struct msbi_cursor at = msbi_read_required(reader, root, "msb_retention");
    int64_t version;

    if (at.value != NULL && msbi_read_integer(reader, &at, INT32_MAX, &version)
        && version != 1)
        msbi_report(reader, &at, "unsupported_version",
                    "this libmsb reads periods of retention of version 1");
}

static void
read_services(struct msbi_reader *reader, const struct msbi_cursor *at,
              struct msbi_retention_period *period)
{
    struct msbi_cursor child;

    if (!msbi_read_is_list(reader, at, "a list of services"))
        return;
    if (msbi_json_num(at->value) == 0)
        msbi_report(reader, at, "empty_list",
                    "no service is named; leave it out for all of them");
    for (child = msbi_cursor_first(reader, at); child.value != NULL;
         msbi_cursor_next(reader, &child))
        (void)msbi_read_identifier(reader, &child);
    period->services = msbi_json_print(at->value);
    reader->failed |= period->services == NULL;
}

/* Named twice, a citizen could not tell which of the two it is. */
static void
check_is_alone(struct msbi_reader *reader, const struct msbi_cursor *at,
               const struct msb_retention *retention, const char *id)
{
    for (size_t i = 0; i + 1 < retention->num_periods; i++)
        if (retention->periods[i].id != NULL
            && strcmp(retention->periods[i].id, id) == 0)
            msbi_report(reader, at, "duplicate_id",
                        "another period has this id");
}

static void
read_period(struct msbi_reader *reader, const struct msbi_cursor *at,
            struct msb_retention *retention)
{
    struct msbi_retention_period *period =
        &retention->periods[retention->num_periods++];
    struct msbi_cursor id, after, services, months;
    int64_t number;
    const char *name;
    size_t choice;

    if (!msbi_read_is_object(reader, at, period_members))
        return;
    id = msbi_read_required(reader, at, "id");
    after = msbi_read_required(reader, at, "after");
    months = msbi_read_required(reader, at, "months");
    services = msbi_cursor_member(at, "services");
    name = msbi_read_identifier(reader, &id);
    if (name != NULL) {
        period->id = msbi_reader_copy(reader, name);
        check_is_alone(reader, &id, retention, name);
    }
    choice = msbi_read_choice(reader, &after, afters);
    if (choice != MSB_NONE)
        period->after = (enum msbi_retention_after)choice;
    if (services.value != NULL && choice != MSBI_AFTER_COURSE)
        msbi_report_name(reader, &services, "not_allowed",
                         "services go with \"after\": \"course\" alone");
    else if (services.value != NULL)
        read_services(reader, &services, period);
    if (months.value != NULL
        && msbi_read_integer(reader, &months, MSBI_MAX_MONTHS, &number)) {
        period->months = (int)number;
        if (number < 0)
            msbi_report(reader, &months, "out_of_range",
                        "a period has 0 to %d months", MSBI_MAX_MONTHS);
    }
}

static void
read_periods(struct msbi_reader *reader, const struct msbi_cursor *root,
             struct msb_retention *retention)
{
    struct msbi_cursor at = msbi_read_required(reader, root, "periods");
    struct msbi_cursor child;

    if (at.value == NULL
        || !msbi_read_is_list(reader, &at, "a list of periods"))
        return;
    retention->periods = msbi_reader_alloc(reader, msbi_json_num(at.value) + 1,
                                           sizeof *retention->periods);
    if (retention->periods == NULL)
        return;
    for (child = msbi_cursor_first(reader, &at); child.value != NULL;
         msbi_cursor_next(reader, &child))
        read_period(reader, &child, retention);
}

/* The days of the month whose people the archive keeps. */
static void
read_sampled(struct msbi_reader *reader, const struct msbi_cursor *root,
             struct msb_retention *retention)
{
    struct msbi_cursor at = msbi_cursor_member(root, "sampled");
    struct msbi_cursor child;
    int64_t day;

    if (at.value == NULL
        || !msbi_read_is_list(reader, &at, "a list of days of the month"))
        return;
    for (child = msbi_cursor_first(reader, &at); child.value != NULL;
         msbi_cursor_next(reader, &child)) {
        if (!msbi_read_integer(reader, &child, INT32_MAX, &day))
            continue;
        if (day < 1 || day > 31)
            msbi_report(reader, &child, "out_of_range",
                        "a day of the month is 1 to 31");
        else
            retention->sampled |= (uint32_t)1 << day;
    }
}

static void
read_retention(struct msbi_reader *reader, struct msb_retention *retention)
{
    struct msbi_cursor root = msbi_reader_root(reader);

    msbi_report_repeated(reader);
    if (!msbi_read_is_object(reader, &root, members))
        return;
    read_version(reader, &root);
    read_periods(reader, &root, retention);
    read_sampled(reader, &root, retention);
}

static enum msb_status
parse_document(const char *text, size_t length, struct msb_retention *retention,
               struct msb_problems *problems, struct msb_error *err)
{
    struct msbi_reader reader = {.problems = problems};
    struct msbi_json *json = NULL;
    struct msb_error cause;
    enum msb_status status = msbi_json_parse(text, length, true, &json, &cause);

    if (status == MSB_ERR_SYNTAX) {
        msbi_problems_add(problems, cause.code, "", cause.line, cause.column,
                          "%s", cause.message);
        return msbi_problems_finish(problems, MSB_ERR_SYNTAX, err);
    }
    if (status != MSB_OK) {
        if (err != NULL)
            *err = cause;
        return status;
    }
    reader.json = json;
    read_retention(&reader, retention);
    msbi_json_free(json);
    if (reader.failed)
        return msbi_fail_nomem(err);
    return msbi_problems_finish(problems, MSB_ERR_INVALID, err);
}

enum msb_status
msb_retention_parse(const char *text, size_t length, const char *name,
                    struct msb_retention **out, struct msb_problems **problems,
                    struct msb_error *err)
{
    struct msb_retention *retention;
    struct msb_problems *found;
    enum msb_status status;

    if (out != NULL)
        *out = NULL;
    if (problems != NULL)
        *problems = NULL;
    if (text == NULL || name == NULL || out == NULL)
        return msbi_fail_misuse(err, "text, name and out must not be NULL");
    retention = msbi_alloc(sizeof *retention);
    found = msbi_problems_new(name);
    if (retention == NULL || found == NULL) {
        msbi_free(retention);
        msb_problems_unref(found);
        return msbi_fail_nomem(err);
    }
    msbi_refcount_init(&retention->refs);
    status = parse_document(text, length, retention, found, err);
    if (status == MSB_OK) {
        *out = retention;
        retention = NULL;
    } else if (problems != NULL
               && (status == MSB_ERR_SYNTAX || status == MSB_ERR_INVALID)) {
        *problems = found;
        found = NULL;
    }
    msb_problems_unref(found);
    msb_retention_unref(retention);
    return status;
}

enum msb_status
msb_retention_load(const char *path, struct msb_retention **out,
                   struct msb_problems **problems, struct msb_error *err)
{
    enum msb_status status;
    size_t length = 0;
    char *text = NULL;

    if (out != NULL)
        *out = NULL;
    if (problems != NULL)
        *problems = NULL;
    if (path == NULL || out == NULL)
        return msbi_fail_misuse(err, "path and out must not be NULL");
    status = msbi_file_read(path, MSBI_MAX_RETENTION, &text, &length, err);
    if (status == MSB_OK)
        status = msb_retention_parse(text, length, path, out, problems, err);
    msbi_free(text);
    return status;
}

struct msb_retention *
msb_retention_ref(struct msb_retention *retention)
{
    msbi_refcount_take(&retention->refs);
    return retention;
}

void
msb_retention_unref(struct msb_retention *retention)
{
    if (retention == NULL || !msbi_refcount_drop(&retention->refs))
        return;
    for (size_t i = 0; i < retention->num_periods; i++) {
        msbi_free(retention->periods[i].id);
        msbi_free(retention->periods[i].services);
    }
    msbi_free(retention->periods);
    msbi_free(retention);
}
