/* SPDX-License-Identifier: MIT */
/*
 * A mapping, from JSON. Everything that is wrong in it is reported at once,
 * each with its place, before a byte of the data is read.
 */
#include "import/mapping.h"

#include <ctype.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "import/mapping_column.h"
#include "model/json.h"
#include "model/problems.h"
#include "model/reader.h"

static const char *const members[] = {"msb_mapping", "format", "delimiter",
                                      "encoding",    "record", "columns",
                                      "comment",     NULL};
static const char *const formats[] = {"csv", "jsonl", NULL};
static const char *const encodings[] = {"auto", "utf-8", "windows-1252",
                                        "iso-8859-1", NULL};
static const char *const records[] = {
    "citizen", "course", "household", "household_course", "address", NULL};

static void
read_version(struct msbi_reader *reader, const struct msbi_cursor *root)
{
    struct msbi_cursor at = msbi_read_required(reader, root, "msb_mapping");
    int64_t version;

    if (at.value != NULL && msbi_read_integer(reader, &at, INT32_MAX, &version)
        && version != 1)
        msbi_report(reader, &at, "unsupported_version",
                    "this libmsb reads mappings of version 1");
}

static void
read_delimiter(struct msbi_reader *reader, const struct msbi_cursor *root,
               struct msbi_mapping *mapping)
{
    struct msbi_cursor at = msbi_cursor_member(root, "delimiter");
    const char *string;

    mapping->delimiter = ';';
    if (at.value == NULL)
        return;
    if (mapping->format == MSBI_FORMAT_JSONL) {
        msbi_report_name(reader, &at, "not_allowed",
                         "a jsonl file has no delimiter");
        return;
    }
    string = msbi_read_string(reader, &at, "one character");
    if (string == NULL)
        return;
    if (strlen(string) != 1 || (unsigned char)string[0] >= 0x80
        || strchr("\"\r\n", string[0]) != NULL
        || isalnum((unsigned char)string[0]))
        msbi_report(reader, &at, "bad_character",
                    "\"delimiter\" must be one ASCII character, not a "
                    "letter, digit, quote or line end");
    else
        mapping->delimiter = string[0];
}

static void
read_head(struct msbi_reader *reader, const struct msbi_cursor *root,
          struct msbi_mapping *mapping)
{
    struct msbi_cursor format = msbi_read_required(reader, root, "format");
    struct msbi_cursor encoding = msbi_cursor_member(root, "encoding");
    struct msbi_cursor record = msbi_read_required(reader, root, "record");
    size_t choice = msbi_read_choice(reader, &format, formats);

    if (choice != MSB_NONE)
        mapping->format = (enum msbi_format)choice;
    choice = msbi_read_choice(reader, &encoding, encodings);
    if (choice != MSB_NONE)
        msbi_encoding_parse(encodings[choice], &mapping->encoding);
    choice = msbi_read_choice(reader, &record, records);
    if (choice != MSB_NONE)
        mapping->record = (enum msbi_record)choice;
    read_version(reader, root);
    read_delimiter(reader, root, mapping);
}

/* Without these a row says nothing. */
static void
check_required(struct msbi_reader *reader, const struct msbi_cursor *columns,
               const struct msbi_mapping *mapping)
{
    static const struct {
        enum msbi_record record;
        enum msbi_target target;
        const char *name;
    } required[] = {
        {MSBI_RECORD_CITIZEN, MSBI_TARGET_ID, "id"},
        {MSBI_RECORD_CITIZEN, MSBI_TARGET_VALID_FROM, "valid_from"},
        {MSBI_RECORD_COURSE, MSBI_TARGET_CITIZEN, "citizen"},
        {MSBI_RECORD_COURSE, MSBI_TARGET_SERVICE, "service"},
        {MSBI_RECORD_COURSE, MSBI_TARGET_FROM, "from"},
        {MSBI_RECORD_HOUSEHOLD, MSBI_TARGET_HOUSEHOLD, "household"},
        {MSBI_RECORD_HOUSEHOLD, MSBI_TARGET_CITIZEN, "citizen"},
        {MSBI_RECORD_HOUSEHOLD, MSBI_TARGET_FROM, "from"},
        {MSBI_RECORD_HOUSEHOLD_COURSE, MSBI_TARGET_HOUSEHOLD, "household"},
        {MSBI_RECORD_HOUSEHOLD_COURSE, MSBI_TARGET_SERVICE, "service"},
        {MSBI_RECORD_HOUSEHOLD_COURSE, MSBI_TARGET_FROM, "from"},
        {MSBI_RECORD_ADDRESS, MSBI_TARGET_CITIZEN, "citizen"},
        {MSBI_RECORD_ADDRESS, MSBI_TARGET_ADDRESS, "address"},
        {MSBI_RECORD_ADDRESS, MSBI_TARGET_FROM, "from"},
    };

    for (size_t i = 0; i < sizeof required / sizeof required[0]; i++) {
        size_t index = mapping->by_target[required[i].target];
        const struct msbi_column *column;
        struct msbi_cursor at;

        if (required[i].record != mapping->record)
            continue;
        if (index == MSB_NONE) {
            msbi_read_required(reader, columns, required[i].name);
            continue;
        }
        column = &mapping->columns[index];
        at = msbi_cursor_member(columns, required[i].name);
        if (required[i].target == MSBI_TARGET_ADDRESS)
            continue; /* null: no address is known */
        if (column->is_constant && column->constant == NULL && !reader->failed)
            msbi_report_name(reader, &at, "missing_value",
                             "\"%s\" is required: it cannot be null",
                             required[i].name);
    }
}

static void
read_columns(struct msbi_reader *reader, const struct msbi_cursor *columns,
             struct msbi_mapping *mapping)
{
    struct msbi_cursor member;

    if (!msbi_read_is(reader, columns, MSBI_JSON_OBJECT, "an object"))
        return;
    mapping->columns = msbi_reader_alloc(
        reader, msbi_json_num(columns->value) + 1, sizeof *mapping->columns);
    if (mapping->columns == NULL)
        return;
    for (member = msbi_cursor_first(reader, columns); member.value != NULL;
         msbi_cursor_next(reader, &member)) {
        size_t index = mapping->num_columns++;
        struct msbi_column *column = &mapping->columns[index];

        msbi_mapping_read_column(reader, &member, mapping, column);
        if (column->target != MSBI_TARGET_ATTRIBUTE)
            mapping->by_target[column->target] = index;
        if (reader->failed)
            return;
    }
    check_required(reader, columns, mapping);
}

static void
read_mapping(struct msbi_reader *reader, struct msbi_mapping *mapping)
{
    struct msbi_cursor root = msbi_reader_root(reader);
    struct msbi_cursor columns;

    msbi_report_repeated(reader);
    if (!msbi_read_is_object(reader, &root, members))
        return;
    read_head(reader, &root, mapping);
    columns = msbi_read_required(reader, &root, "columns");
    if (columns.value != NULL)
        read_columns(reader, &columns, mapping);
}

/* Not JSON: the one problem there is. */
static enum msb_status
add_syntax_problem(struct msb_problems *problems, const struct msb_error *cause,
                   struct msb_error *err)
{
    const char *code = "syntax";

    if (strcmp(cause->code, "encoding") == 0)
        code = "encoding";
    else if (strcmp(cause->code, "depth") == 0)
        code = "depth";
    else if (strcmp(cause->code, "nul") == 0)
        code = "nul";
    msbi_problems_add(problems, code, "", cause->line, cause->column, "%s",
                      cause->message);
    return msbi_problems_finish(problems, MSB_ERR_SYNTAX, err);
}

static enum msb_status
parse_document(const char *text, size_t length, struct msbi_mapping *mapping,
               struct msb_problems *problems, struct msb_error *err)
{
    struct msbi_reader reader = {.problems = problems};
    struct msbi_json *json = NULL;
    struct msb_error cause;
    enum msb_status status;

    status = msbi_json_parse(text, length, true, &json, &cause);
    if (status == MSB_ERR_SYNTAX)
        return add_syntax_problem(problems, &cause, err);
    if (status != MSB_OK) {
        if (err != NULL)
            *err = cause;
        return status;
    }
    reader.json = json;
    read_mapping(&reader, mapping);
    msbi_json_free(json);
    if (reader.failed)
        return msbi_fail_nomem(err);
    return msbi_problems_finish(problems, MSB_ERR_INVALID, err);
}

enum msb_status
msbi_mapping_parse(const char *text, size_t length, const char *name,
                   struct msbi_mapping **out, struct msb_problems **problems,
                   struct msb_error *err)
{
    struct msbi_mapping *mapping = msbi_alloc(sizeof *mapping);
    struct msb_problems *found = msbi_problems_new(name);
    enum msb_status status;

    *out = NULL;
    if (mapping == NULL || found == NULL) {
        status = msbi_fail_nomem(err);
        goto out;
    }
    for (size_t i = 0; i < MSBI_NUM_TARGETS; i++)
        mapping->by_target[i] = MSB_NONE;
    status = parse_document(text, length, mapping, found, err);
    if (status == MSB_OK) {
        *out = mapping;
        mapping = NULL;
    } else if (problems != NULL
               && (status == MSB_ERR_SYNTAX || status == MSB_ERR_INVALID)) {
        *problems = found;
        found = NULL;
    }
out:
    msb_problems_unref(found);
    msbi_mapping_free(mapping);
    return status;
}

enum msb_status
msbi_mapping_load(const char *path, struct msbi_mapping **out,
                  struct msb_problems **problems, struct msb_error *err)
{
    enum msb_status status;
    size_t length = 0;
    char *text = NULL;

    *out = NULL;
    status = msbi_file_read(path, MSBI_MAX_MAPPING, &text, &length, err);
    if (status == MSB_OK)
        status = msbi_mapping_parse(text, length, path, out, problems, err);
    msbi_free(text);
    return status;
}

void
msbi_mapping_free(struct msbi_mapping *mapping)
{
    if (mapping == NULL)
        return;
    for (size_t i = 0; i < mapping->num_columns; i++)
        msbi_mapping_release_column(&mapping->columns[i]);
    msbi_free(mapping->columns);
    msbi_free(mapping);
}
