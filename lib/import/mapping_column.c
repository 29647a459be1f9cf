/* SPDX-License-Identifier: MIT */
/*
 * One column of a mapping: where its value comes from, and how it is read.
 * What a column may have depends on what it becomes: a date has a form, the
 * values of a set are split. Whether the model knows an attribute is asked
 * later, when the store is at hand.
 */
#include "import/mapping_column.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static const struct {
    const char *name;
    enum msbi_record record;
    enum msbi_target target;
} targets[] = {
    {"id", MSBI_RECORD_CITIZEN, MSBI_TARGET_ID},
    {"cpr", MSBI_RECORD_CITIZEN, MSBI_TARGET_CPR},
    {"birth_date", MSBI_RECORD_CITIZEN, MSBI_TARGET_BIRTH_DATE},
    {"valid_from", MSBI_RECORD_CITIZEN, MSBI_TARGET_VALID_FROM},
    {"valid_to", MSBI_RECORD_CITIZEN, MSBI_TARGET_VALID_TO},
    {"citizen", MSBI_RECORD_COURSE, MSBI_TARGET_CITIZEN},
    {"service", MSBI_RECORD_COURSE, MSBI_TARGET_SERVICE},
    {"from", MSBI_RECORD_COURSE, MSBI_TARGET_FROM},
    {"to", MSBI_RECORD_COURSE, MSBI_TARGET_TO},
    {"unit", MSBI_RECORD_COURSE, MSBI_TARGET_UNIT},
    {"household", MSBI_RECORD_HOUSEHOLD, MSBI_TARGET_HOUSEHOLD},
    {"citizen", MSBI_RECORD_HOUSEHOLD, MSBI_TARGET_CITIZEN},
    {"role", MSBI_RECORD_HOUSEHOLD, MSBI_TARGET_ROLE},
    {"from", MSBI_RECORD_HOUSEHOLD, MSBI_TARGET_FROM},
    {"to", MSBI_RECORD_HOUSEHOLD, MSBI_TARGET_TO},
    {"household", MSBI_RECORD_HOUSEHOLD_COURSE, MSBI_TARGET_HOUSEHOLD},
    {"service", MSBI_RECORD_HOUSEHOLD_COURSE, MSBI_TARGET_SERVICE},
    {"from", MSBI_RECORD_HOUSEHOLD_COURSE, MSBI_TARGET_FROM},
    {"to", MSBI_RECORD_HOUSEHOLD_COURSE, MSBI_TARGET_TO},
    {"unit", MSBI_RECORD_HOUSEHOLD_COURSE, MSBI_TARGET_UNIT},
    {"citizen", MSBI_RECORD_ADDRESS, MSBI_TARGET_CITIZEN},
    {"address", MSBI_RECORD_ADDRESS, MSBI_TARGET_ADDRESS},
    {"from", MSBI_RECORD_ADDRESS, MSBI_TARGET_FROM},
    {"to", MSBI_RECORD_ADDRESS, MSBI_TARGET_TO},
    {"protected_until", MSBI_RECORD_ADDRESS, MSBI_TARGET_PROTECTED_UNTIL},
};

/* What a record without attributes has: by enum msbi_record. */
static const char *const known_columns[] = {
    [MSBI_RECORD_CITIZEN] = NULL,
    [MSBI_RECORD_COURSE] = "citizen, service, from, to and unit",
    [MSBI_RECORD_HOUSEHOLD] = "household, citizen, role, from and to",
    [MSBI_RECORD_HOUSEHOLD_COURSE] = "household, service, from, to and unit",
    [MSBI_RECORD_ADDRESS] = "citizen, address, from, to and protected_until",
};

static const char *const column_members[] = {
    "from", "constant", "date", "values", "split", "comment", NULL};

static const char *const date_forms[] = {
    "yyyy-mm-dd", "dd-mm-yyyy", "dd.mm.yyyy", "dd/mm/yyyy", "any", NULL};

static bool
is_date(enum msbi_target target)
{
    return target == MSBI_TARGET_BIRTH_DATE || target == MSBI_TARGET_VALID_FROM
           || target == MSBI_TARGET_VALID_TO || target == MSBI_TARGET_FROM
           || target == MSBI_TARGET_TO || target == MSBI_TARGET_PROTECTED_UNTIL;
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* What the column's name says that it becomes. */
static void
read_target(struct msbi_reader *reader, const struct msbi_cursor *member,
            enum msbi_record record, struct msbi_column *column)
{
    static const char *const derived[] = {"age", "services", "target_group"};
    const char *name = msbi_json_name(member->value);
    char quoted[MSBI_QUOTED_SIZE];

    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        if (targets[i].record == record && strcmp(targets[i].name, name) == 0) {
            column->target = targets[i].target;
            return;
        }
    }
    if (known_columns[record] != NULL) {
        msbi_report_name(reader, member, "unknown_reference",
                         "this record has no %s; it has %s",
                         msbi_quote(name, quoted), known_columns[record]);
        return;
    }
    for (size_t i = 0; i < sizeof derived / sizeof derived[0]; i++)
        if (strcmp(derived[i], name) == 0)
            msbi_report_name(reader, member, "not_allowed",
                             "\"%s\" cannot be imported: it follows from "
                             "the birth date, the courses or the model",
                             name);
    msbi_read_is_identifier_name(reader, member);
}

/* A header without blanks around it, copied; NULL when out of memory. */
static char *
copy_header(struct msbi_reader *reader, const char *string)
{
    char *copy;

    while (is_blank(*string))
        string++;
    copy = msbi_reader_copy(reader, string);
    for (size_t end = copy == NULL ? 0 : strlen(copy);
         end > 0 && is_blank(copy[end - 1]); end--)
        copy[end - 1] = '\0';
    return copy;
}

static void
read_from(struct msbi_reader *reader, const struct msbi_cursor *from,
          const struct msbi_mapping *mapping, struct msbi_column *column)
{
    const char *string;
    int64_t number = 0;

    if (msbi_json_type(from->value) == MSBI_JSON_NUMBER) {
        if (!msbi_read_integer(reader, from, INT32_MAX, &number))
            return;
        if (mapping->format == MSBI_FORMAT_JSONL)
            msbi_report(reader, from, "not_allowed",
                        "a column of a jsonl file has a name, not a number");
        else if (number < 1)
            msbi_report(reader, from, "out_of_range",
                        "columns are counted from 1");
        else
            column->number = (size_t)number;
        return;
    }
    string = msbi_read_string(reader, from,
                              "the header of a column, or its number");
    if (string == NULL)
        return;
    column->from = mapping->format == MSBI_FORMAT_CSV
                       ? copy_header(reader, string)
                       : msbi_reader_copy(reader, string);
    if (column->from != NULL && column->from[0] == '\0')
        msbi_report(reader, from, "empty_text",
                    "the header of a column must not be blank");
}

/* A scalar as the text that a file would have; NULL for null. */
static char *
read_scalar(struct msbi_reader *reader, const struct msbi_cursor *at,
            size_t *length)
{
    char digits[24];
    const char *text = digits;
    int64_t number;
    char *copy;

    switch (msbi_json_type(at->value)) {
    case MSBI_JSON_NULL:
        return NULL;
    case MSBI_JSON_TRUE:
        text = "true";
        break;
    case MSBI_JSON_FALSE:
        text = "false";
        break;
    case MSBI_JSON_STRING:
        text = msbi_json_string(at->value);
        break;
    case MSBI_JSON_NUMBER:
        if (!msbi_read_integer(reader, at, INT32_MAX, &number))
            return NULL;
        snprintf(digits, sizeof digits, "%lld", (long long)number);
        break;
    default:
        msbi_report_type(reader, at,
                         "a string, a whole number, true, false or null");
        return NULL;
    }
    copy = msbi_reader_copy(reader, text);
    *length = strlen(text);
    return copy;
}

/* Dates that stand in the mapping itself are written as in the model. */
static void
check_date(struct msbi_reader *reader, const struct msbi_cursor *at,
           const struct msbi_column *column, enum msb_date_form form,
           const char *text, size_t length)
{
    struct msb_date date;

    if (text == NULL || !is_date(column->target)
        || msb_date_parse(text, length, form, &date, NULL) == MSB_OK)
        return;
    msbi_report(reader, at, "bad_date", "this is not a date written %s",
                form == MSB_DATE_FORM_ISO ? "yyyy-mm-dd" : "as \"date\" says");
}

static int
compare_translations(const void *a, const void *b)
{
    const struct msbi_translation *left = a, *right = b;

    if (left->length != right->length)
        return left->length < right->length ? -1 : 1;
    return memcmp(left->text, right->text, left->length);
}

static void
read_translation(struct msbi_reader *reader, const struct msbi_cursor *entry,
                 struct msbi_column *column)
{
    struct msbi_translation *translation =
        &column->translations[column->num_translations];
    const char *text = msbi_json_name(entry->value);
    size_t length = strlen(text);

    if (length > 0 && (is_blank(text[0]) || is_blank(text[length - 1]))) {
        msbi_report_name(reader, entry, "blanks",
                         "blanks around a value are never part of it: leave "
                         "them out here");
        return;
    }
    translation->text = msbi_reader_copy(reader, text);
    translation->length = length;
    translation->meaning = read_scalar(reader, entry,
                                       &translation->meaning_length);
    check_date(reader, entry, column, MSB_DATE_FORM_ISO, translation->meaning,
               translation->meaning_length);
    column->num_translations++;
}

static void
read_values(struct msbi_reader *reader, const struct msbi_cursor *values,
            struct msbi_column *column)
{
    struct msbi_cursor entry;

    if (!msbi_read_is(reader, values, MSBI_JSON_OBJECT,
                      "an object from values in the file to values of the "
                      "model"))
        return;
    column->translations = msbi_reader_alloc(
        reader, msbi_json_num(values->value) + 1, sizeof *column->translations);
    if (column->translations == NULL)
        return;
    for (entry = msbi_cursor_first(reader, values);
         entry.value != NULL && !reader->failed;
         msbi_cursor_next(reader, &entry))
        read_translation(reader, &entry, column);
    if (!reader->failed && column->num_translations > 1)
        qsort(column->translations, column->num_translations,
              sizeof *column->translations, compare_translations);
}

static void
read_date_form(struct msbi_reader *reader, const struct msbi_cursor *at,
               struct msbi_column *column)
{
    static const enum msb_date_form forms[] = {
        MSB_DATE_FORM_ISO, MSB_DATE_FORM_DANISH, MSB_DATE_FORM_DOTTED,
        MSB_DATE_FORM_SLASHED, MSB_DATE_FORM_ANY};
    size_t choice;

    column->form = MSB_DATE_FORM_ISO;
    if (at->value == NULL)
        return;
    if (!is_date(column->target)) {
        msbi_report_name(reader, at, "not_allowed", "\"%s\" is not a date",
                         column->name);
        return;
    }
    choice = msbi_read_choice(reader, at, date_forms);
    if (choice != MSB_NONE)
        column->form = forms[choice];
}

static void
read_split(struct msbi_reader *reader, const struct msbi_cursor *at,
           struct msbi_column *column)
{
    const char *string;

    if (at->value == NULL)
        return;
    if (column->target != MSBI_TARGET_ATTRIBUTE) {
        msbi_report_name(reader, at, "not_allowed",
                         "\"%s\" has one value; only a set is split",
                         column->name);
        return;
    }
    string = msbi_read_string(reader, at, "one character");
    if (string == NULL)
        return;
    if (strlen(string) != 1 || (unsigned char)string[0] >= 0x80)
        msbi_report(reader, at, "bad_character",
                    "\"split\" must be one ASCII character");
    else
        column->split = string[0];
}

static void
read_constant(struct msbi_reader *reader, const struct msbi_cursor *at,
              struct msbi_column *column)
{
    if (at->value == NULL)
        return;
    column->is_constant = true;
    column->constant = read_scalar(reader, at, &column->constant_length);
    check_date(reader, at, column, column->form, column->constant,
               column->constant_length);
}

void
msbi_mapping_read_column(struct msbi_reader *reader,
                         const struct msbi_cursor *member,
                         const struct msbi_mapping *mapping,
                         struct msbi_column *column)
{
    struct msbi_cursor from, constant, date, values, split;

    column->name = msbi_reader_copy(reader, msbi_json_name(member->value));
    if (column->name == NULL)
        return;
    msbi_json_place(reader->json, member->value, true, &column->line,
                    &column->place);
    read_target(reader, member, mapping->record, column);
    if (!msbi_read_is_object(reader, member, column_members))
        return;
    from = msbi_cursor_member(member, "from");
    constant = msbi_cursor_member(member, "constant");
    date = msbi_cursor_member(member, "date");
    values = msbi_cursor_member(member, "values");
    split = msbi_cursor_member(member, "split");
    if (from.value == NULL && constant.value == NULL)
        msbi_report(reader, member, "missing_member",
                    "the column needs \"from\" or \"constant\"");
    if (from.value != NULL && constant.value != NULL)
        msbi_report_name(reader, &constant, "not_allowed",
                         "a column has \"from\" or \"constant\", not both");
    if (from.value != NULL)
        read_from(reader, &from, mapping, column);
    read_date_form(reader, &date, column);
    read_constant(reader, &constant, column);
    if (values.value != NULL)
        read_values(reader, &values, column);
    read_split(reader, &split, column);
}

void
msbi_mapping_release_column(struct msbi_column *column)
{
    for (size_t i = 0; i < column->num_translations; i++) {
        msbi_free(column->translations[i].text);
        msbi_free(column->translations[i].meaning);
    }
    msbi_free(column->translations);
    msbi_free(column->name);
    msbi_free(column->from);
    msbi_free(column->constant);
}
