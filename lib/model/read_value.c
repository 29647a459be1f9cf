/* SPDX-License-Identifier: MIT */
/*
 * Typed access to the document: each function takes one value, or reports
 * what was expected in its place.
 */
#include "model/reader.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

bool
msbi_read_is(struct msbi_reader *reader, const struct msbi_cursor *at,
             enum msbi_json_type type, const char *expected)
{
    if (at->value == NULL)
        return false;
    if (msbi_json_type(at->value) == type)
        return true;
    msbi_report_type(reader, at, expected);
    return false;
}

bool
msbi_read_is_list(struct msbi_reader *reader, const struct msbi_cursor *at,
                  const char *expected)
{
    return msbi_read_is(reader, at, MSBI_JSON_ARRAY, expected);
}

static bool
is_known(const char *const *known, const char *name)
{
    while (*known != NULL && strcmp(*known, name) != 0)
        known++;
    return *known != NULL;
}

static const char *
find_near(const char *const *known, const char *name)
{
    size_t distance, best = SIZE_MAX;
    const char *near = NULL;

    for (; *known != NULL; known++)
        if (msbi_is_near(name, *known, &distance) && distance < best) {
            near = *known;
            best = distance;
        }
    return near;
}

static void
check_member(struct msbi_reader *reader, const struct msbi_cursor *member,
             const char *const *known)
{
    char quoted[MSBI_QUOTED_SIZE], other[MSBI_QUOTED_SIZE];
    const char *name = msbi_json_name(member->value);
    const char *near = NULL;

    if (is_known(known, name))
        return;
    if (!msbi_problems_is_full(reader->problems))
        near = find_near(known, name);
    msbi_quote(name, quoted);
    if (near == NULL)
        msbi_report_name(reader, member, "unknown_member",
                         "the member %s is not known here", quoted);
    else
        msbi_report_name(reader, member, "unknown_member",
                         "the member %s is not known here; did you mean %s?",
                         quoted, msbi_quote(near, other));
}

bool
msbi_read_is_object(struct msbi_reader *reader, const struct msbi_cursor *at,
                    const char *const *known)
{
    struct msbi_cursor member;

    if (!msbi_read_is(reader, at, MSBI_JSON_OBJECT, "an object"))
        return false;
    for (member = msbi_cursor_first(reader, at); member.value != NULL;
         msbi_cursor_next(reader, &member))
        check_member(reader, &member, known);
    return true;
}

struct msbi_cursor
msbi_read_required(struct msbi_reader *reader, const struct msbi_cursor *object,
                   const char *name)
{
    struct msbi_cursor member = msbi_cursor_member(object, name);

    if (member.value == NULL)
        msbi_report(reader, object, "missing_member",
                    "the member \"%s\" is missing; it is required here", name);
    return member;
}

const char *
msbi_read_string(struct msbi_reader *reader, const struct msbi_cursor *at,
                 const char *expected)
{
    const char *string;

    if (!msbi_read_is(reader, at, MSBI_JSON_STRING, expected))
        return NULL;
    string = msbi_json_string(at->value);
    if (string[0] != '\0')
        return string;
    msbi_report(reader, at, "empty_text", "a text must not be empty");
    return NULL;
}

static const char identifier_rule[] =
    "an identifier: a letter a-z, then at most 62 of a-z, 0-9 and _";

const char *
msbi_read_identifier(struct msbi_reader *reader, const struct msbi_cursor *at)
{
    char quoted[MSBI_QUOTED_SIZE];
    const char *string;

    if (!msbi_read_is(reader, at, MSBI_JSON_STRING, identifier_rule))
        return NULL;
    string = msbi_json_string(at->value);
    if (msbi_text_is_identifier(string, strlen(string)))
        return string;
    msbi_report(reader, at, "bad_identifier", "%s is not %s",
                msbi_quote(string, quoted), identifier_rule);
    return NULL;
}

bool
msbi_read_is_identifier_name(struct msbi_reader *reader,
                             const struct msbi_cursor *member)
{
    char quoted[MSBI_QUOTED_SIZE];
    const char *name = msbi_json_name(member->value);

    if (msbi_text_is_identifier(name, strlen(name)))
        return true;
    msbi_report_name(reader, member, "bad_identifier", "%s is not %s",
                     msbi_quote(name, quoted), identifier_rule);
    return false;
}

void
msbi_read_flag(struct msbi_reader *reader, const struct msbi_cursor *at,
               bool *out)
{
    if (at->value == NULL)
        return;
    if (msbi_json_type(at->value) == MSBI_JSON_TRUE)
        *out = true;
    else if (msbi_json_type(at->value) == MSBI_JSON_FALSE)
        *out = false;
    else
        msbi_report_type(reader, at, "true or false");
}

bool
msbi_read_integer(struct msbi_reader *reader, const struct msbi_cursor *at,
                  int64_t limit, int64_t *out)
{
    double number;
    int64_t whole;

    if (!msbi_read_is(reader, at, MSBI_JSON_NUMBER, "a whole number"))
        return false;
    if (msbi_json_number(at->value, &number) && floor(number) != number) {
        msbi_report(reader, at, "not_whole",
                    "a whole number was expected, not a fraction");
        return false;
    }
    if (!msbi_json_integer(at->value, &whole) || whole < -limit
        || whole > limit) {
        msbi_report(reader, at, "out_of_range",
                    "the number is too large; at most %lld was expected, "
                    "and at least -%lld",
                    (long long)limit, (long long)limit);
        return false;
    }
    *out = whole;
    return true;
}

bool
msbi_read_date(struct msbi_reader *reader, const struct msbi_cursor *at,
               struct msb_date *out)
{
    static const char expected[] = "a date, for example \"2019-08-01\"";
    struct msb_error err;
    const char *string;

    if (!msbi_read_is(reader, at, MSBI_JSON_STRING, expected))
        return false;
    string = msbi_json_string(at->value);
    if (msb_date_parse(string, strlen(string), MSB_DATE_FORM_ISO, out, &err)
        == MSB_OK)
        return true;
    msbi_report(reader, at, "bad_date",
                err.status == MSB_ERR_INVALID
                    ? "there is no such day in the calendar, which goes from "
                      "1583-01-01 to 9999-12-31"
                    : "a date was expected, written YYYY-MM-DD, for example "
                      "\"2019-08-01\"");
    return false;
}

size_t
msbi_read_choice(struct msbi_reader *reader, const struct msbi_cursor *at,
                 const char *const *choices)
{
    char quoted[MSBI_QUOTED_SIZE];
    struct msbi_text list;
    const char *string;

    if (!msbi_read_is(reader, at, MSBI_JSON_STRING, "a string"))
        return MSB_NONE;
    string = msbi_json_string(at->value);
    for (size_t i = 0; choices[i] != NULL; i++)
        if (strcmp(choices[i], string) == 0)
            return i;
    msbi_text_init(&list);
    for (size_t i = 0; choices[i] != NULL; i++)
        msbi_text_addf(&list, "%s\"%s\"",
                       i == 0                   ? ""
                       : choices[i + 1] == NULL ? " or "
                                                : ", ",
                       choices[i]);
    if (list.failed)
        reader->failed = true;
    else
        msbi_report(reader, at, "unknown_value", "%s was expected, not %s",
                    list.data, msbi_quote(string, quoted));
    msbi_text_release(&list);
    return MSB_NONE;
}
