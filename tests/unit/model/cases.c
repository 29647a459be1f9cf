/* SPDX-License-Identifier: MIT */
/*
 * Builds inputs around the members of a test, and checks what is reported.
 * Everything before an '@' is counted here in the plainest way: line feeds,
 * and bytes that do not continue a UTF-8 character.
 */
#include "cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The least valid model; members of the test follow, on a line of theirs. */
static const char opening[] = "{\"msb_model\": 1, \"id\": \"m\", \"name\": "
                              "\"Model\", \"valid_from\": \"2019-08-01\"";

static char *
wrap(const char *before, const char *members, const char *after)
{
    size_t size = sizeof opening + strlen(before) + strlen(members)
                  + strlen(after) + 8;
    char *text = malloc(size);

    assert_non_null(text);
    snprintf(text, size, "%s%s%s%s%s}\n", opening,
             before[0] == '\0' && members[0] == '\0' ? "" : ",\n", before,
             members, after);
    return text;
}

/* Take the '@' out of @text, and tell where it stood. */
static void
take_mark(char *text, int *line, int *column)
{
    char *mark = strchr(text, '@');

    if (mark == NULL)
        fail_msg("no '@' in %s", text);
    *line = 1;
    *column = 1;
    for (const char *c = text; c != mark; c++) {
        if (*c == '\n') {
            ++*line;
            *column = 1;
        } else if (((unsigned char)*c & 0xc0) != 0x80) {
            ++*column;
        }
    }
    memmove(mark, mark + 1, strlen(mark));
    assert_null(strchr(text, '@'));
}

static void
check_problem(const char *text, const struct msb_problems *problems, int line,
              int column, const char *code, const char *pointer)
{
    struct msb_problem problem = {0};

    if (!msb_problems_get(problems, 0, &problem))
        fail_msg("no problem found in %s", text);
    if (strcmp(problem.code, code) != 0 || strcmp(problem.pointer, pointer) != 0
        || problem.line != line || problem.column != column)
        fail_msg("%s\nexpected %d:%d %s %s\nfound    %d:%d %s %s (%s)", text,
                 line, column, code, pointer, (int)problem.line,
                 (int)problem.column, problem.code, problem.pointer,
                 problem.message);
    if (msb_problems_get(problems, 1, &problem))
        fail_msg("%s\na second problem: %d:%d %s %s (%s)", text,
                 (int)problem.line, (int)problem.column, problem.code,
                 problem.pointer, problem.message);
}

void
assert_bad_text(const char *marked, enum msb_status status, const char *code,
                const char *pointer)
{
    struct msb_model *model = NULL;
    struct msb_problems *problems = NULL;
    struct msb_error err = {0};
    char *text = strdup(marked);
    int line, column;

    assert_non_null(text);
    take_mark(text, &line, &column);
    if (msb_model_parse(text, strlen(text), "case.json", &model, &problems,
                        &err)
        != status)
        fail_msg("%s: %s: %s", text, msb_status_get_name(err.status),
                 err.message);
    assert_null(model);
    check_problem(text, problems, line, column, code, pointer);
    assert_int_equal(err.status, status);
    assert_string_equal(err.code, code);
    assert_string_equal(err.where, "case.json");
    assert_int_equal(err.line, line);
    assert_int_equal(err.column, column);
    msb_problems_unref(problems);
    free(text);
}

void
assert_all_bad(const struct bad_case *cases, size_t num)
{
    assert_all_bad_between("", "", cases, num);
}

void
assert_all_bad_between(const char *before, const char *after,
                       const struct bad_case *cases, size_t num)
{
    assert_true(num > 0);
    for (size_t i = 0; i < num; i++) {
        char *text = wrap(before, cases[i].members, after);

        assert_bad_text(text, MSB_ERR_INVALID, cases[i].code, cases[i].pointer);
        free(text);
    }
}

char *
message_of(const char *members)
{
    struct msb_model *model = NULL;
    struct msb_error err = {0};
    char *text = wrap("", members, "");

    assert_int_equal(
        msb_model_parse(text, strlen(text), "case.json", &model, NULL, &err),
        MSB_ERR_INVALID);
    free(text);
    return strdup(err.message);
}

struct msb_model *
good_model(const char *members)
{
    struct msb_model *model = NULL;
    struct msb_problems *problems = NULL;
    struct msb_error err = {0};
    char *text = wrap("", members, "");

    if (msb_model_parse(text, strlen(text), "case.json", &model, &problems,
                        &err)
        != MSB_OK)
        fail_msg("%s\n%d:%d %s", text, (int)err.line, (int)err.column,
                 err.message);
    assert_non_null(model);
    assert_null(problems);
    assert_string_equal(msb_model_get_source(model, NULL), text);
    free(text);
    return model;
}

void
assert_all_good(const char *const *members, size_t num)
{
    assert_true(num > 0);
    for (size_t i = 0; i < num; i++)
        msb_model_unref(good_model(members[i]));
}
