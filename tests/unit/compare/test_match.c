/* SPDX-License-Identifier: MIT */
/* Which area of a later model is the same as one of an earlier model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/model.h"
#include "model/succession.h"

/* A model with these areas, given as "a b c"; @replaces may be "". */
static struct msb_model *
make_model(const char *id, const char *areas, const char *replaces)
{
    struct msb_model *model = NULL;
    char text[2048];
    int length;

    length = snprintf(text, sizeof text,
                      "{\"msb_model\":1,\"id\":\"%s\",\"name\":\"N\","
                      "\"valid_from\":\"2019-01-01\",%s\"areas\":[",
                      id, replaces);
    for (const char *c = areas; *c != '\0'; c += c[1] == '\0' ? 1 : 2)
        length += snprintf(text + length, sizeof text - (size_t)length,
                           "%s{\"id\":\"%c\",\"name\":\"N\"}",
                           c == areas ? "" : ",", *c);
    snprintf(text + length, sizeof text - (size_t)length,
             "],\"units\":[{\"id\":\"u\",\"name\":\"U\",\"parent\":\"%c\"}],"
             "\"target_groups\":[],\"responsibility\":[]}",
             areas[0]);
    assert_int_equal(
        msb_model_parse(text, strlen(text), "model", &model, NULL, NULL),
        MSB_OK);
    return model;
}

struct row {
    const char *replaces;
    size_t expected[3]; /* of the areas a, b, c, among the areas b, d, e */
};

static const struct row rows[] = {
    /* nothing is said: the same id is the same area */
    {"", {MSB_NONE, 0, MSB_NONE}},
    /* one successor */
    {"\"replaces\":{\"model\":\"old\",\"successors\":{\"a\":[\"d\"]}},",
     {1, 0, MSB_NONE}},
    /* one successor comes before the same id */
    {"\"replaces\":{\"model\":\"old\",\"successors\":{\"b\":[\"e\"]}},",
     {MSB_NONE, 2, MSB_NONE}},
    /* two areas that merge are neither the same as what they became */
    {"\"replaces\":{\"model\":\"old\",\"successors\":{\"a\":[\"d\"],"
     "\"c\":[\"d\"]}},",
     {MSB_NONE, 0, MSB_NONE}},
    /* one that takes in another, and keeps its id, is the same */
    {"\"replaces\":{\"model\":\"old\",\"successors\":{\"a\":[\"b\"]}},",
     {MSB_NONE, 0, MSB_NONE}},
    /* a split leaves no same area, also where one part has the old id */
    {"\"replaces\":{\"model\":\"old\",\"successors\":{\"a\":[\"d\",\"e\"],"
     "\"b\":[\"b\",\"e\"]}},",
     {MSB_NONE, MSB_NONE, MSB_NONE}},
    /* a successor that is a unit is no area */
    {"\"replaces\":{\"model\":\"old\",\"successors\":{\"b\":[\"u\"]}},",
     {MSB_NONE, MSB_NONE, MSB_NONE}},
    /* what is said of another model says nothing of this one */
    {"\"replaces\":{\"model\":\"older\",\"successors\":{\"a\":[\"d\"]}},",
     {MSB_NONE, 0, MSB_NONE}},
};

static void
areas_are_matched_by_one_successor_then_by_id(void **state)
{
    struct msb_model *before = make_model("old", "a b c", "");

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct msb_model *after = make_model("new", "b d e", rows[i].replaces);
        size_t *same = msbi_match_areas(before, after);

        assert_non_null(same);
        for (size_t area = 0; area < 3; area++)
            assert_int_equal(same[area], rows[i].expected[area]);
        msbi_free(same);
        msb_model_unref(after);
    }
    msb_model_unref(before);
}

static void
a_failed_allocation_gives_no_match(void **state)
{
    struct msb_model *model = make_model("old", "a b c", "");

    (void)state;
    msbi_alloc_fail_at(1);
    assert_null(msbi_match_areas(model, model));
    msbi_alloc_fail_at(0);
    msb_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_are_matched_by_one_successor_then_by_id),
        cmocka_unit_test(a_failed_allocation_gives_no_match),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
