/* SPDX-License-Identifier: MIT */
/* Facts as the layers above the public interface use them: the age on a
   date, and objects that may hold more than the model knows. */
#include "decide/facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/model.h"
#include "support/short.h"

static const char members[] =
    "'attributes': {'n': {'type': 'integer', 'min': 1, 'max': 9}, "
    "'s': {'type': 'set', 'values': ['x', 'y']}}, "
    "'areas': [{'id': 'a', 'name': 'A'}], 'services': "
    "[{'id': 'home', 'name': 'H', 'delivered_by': 'a'}]";

static struct msb_facts *
new_facts(void)
{
    struct msb_model *model = model_of(members);
    struct msb_facts *facts = NULL;

    assert_int_equal(msb_facts_new(model, &facts, NULL), MSB_OK);
    msb_model_unref(model);
    return facts;
}

static void
the_age_is_the_one_on_the_date(void **state)
{
    static const struct {
        const char *birth_date, *on;
        int32_t age; /* MSBI_UNKNOWN: refused */
        const char *code;
    } cases[] = {
        {"2001-06-01", "2019-05-31", 17, NULL},
        {"2001-06-01", "2019-06-01", 18, NULL},
        {"2019-06-01", "2019-06-01", 0, NULL},
        {"2019-06-02", "2019-06-01", MSBI_UNKNOWN, "future_birth_date"},
        /* 29 February falls on 1 March in common years. */
        {"2000-02-29", "2018-02-28", 17, NULL},
        {"2000-02-29", "2018-03-01", 18, NULL},
        {"2000-02-29", "2020-02-29", 20, NULL},
        {"1889-06-01", "2019-06-01", 130, NULL},
        {"1889-06-01", "2020-05-31", 130, NULL},
        {"1888-06-01", "2019-06-01", MSBI_UNKNOWN, "out_of_range"},
        {"1583-01-01", "9999-12-31", MSBI_UNKNOWN, "out_of_range"},
    };
    struct msb_facts *facts = new_facts();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_error err = {0};
        int32_t age;
        enum msb_status status;

        msb_facts_set_birth_date(facts, date_of(cases[i].birth_date));
        status = msbi_facts_get_age(facts, date_of(cases[i].on), &age, &err);
        assert_int_equal(status,
                         cases[i].code == NULL ? MSB_OK : MSB_ERR_INVALID);
        if (cases[i].code == NULL) {
            assert_int_equal(age, cases[i].age);
            continue;
        }
        assert_string_equal(err.code, cases[i].code);
        assert_string_equal(err.where, "birth_date");
    }
    msb_facts_free(facts);
}

static void
an_age_and_a_birth_date_must_agree(void **state)
{
    struct msb_facts *facts = new_facts();
    struct msb_error err = {0};
    int32_t age;

    (void)state;
    assert_int_equal(
        msbi_facts_get_age(facts, date_of("2019-06-01"), &age, NULL), MSB_OK);
    assert_int_equal(age, MSBI_UNKNOWN);
    assert_int_equal(msb_facts_set_integer(facts, MSBI_AGE, 40, NULL), MSB_OK);
    assert_int_equal(
        msbi_facts_get_age(facts, date_of("2019-06-01"), &age, NULL), MSB_OK);
    assert_int_equal(age, 40);
    msb_facts_set_birth_date(facts, date_of("1979-06-01"));
    assert_int_equal(
        msbi_facts_get_age(facts, date_of("2019-06-01"), &age, NULL), MSB_OK);
    assert_int_equal(age, 40);
    assert_int_equal(
        msbi_facts_get_age(facts, date_of("2019-05-31"), &age, &err),
        MSB_ERR_INVALID);
    assert_string_equal(err.code, "age_disagrees");
    assert_string_equal(err.where, "birth_date");
    msb_facts_free(facts);
}

static enum msb_status
fill(struct msb_facts *facts, const char *json, bool lenient,
     struct msb_error *err)
{
    struct msbi_json *document = NULL;
    char *text = quoted(json);
    enum msb_status status;

    assert_int_equal(
        msbi_json_parse(text, strlen(text), false, &document, NULL), MSB_OK);
    msb_facts_clear(facts);
    status = msbi_facts_fill(facts, msbi_json_root(document), lenient, err);
    msbi_json_free(document);
    free(text);
    return status;
}

static void
lenient_facts_skip_what_the_model_does_not_declare(void **state)
{
    struct msb_facts *facts = new_facts();
    size_t services = facts->model->services_attribute;
    struct msb_error err = {0};

    (void)state;
    assert_int_equal(fill(facts,
                          "{'old': 3, 'n': 4, 'target_group': 'g', "
                          "'services': ['gone', 'home'], 's': ['y']}",
                          true, &err),
                     MSB_OK);
    assert_int_equal(facts->scalars[1], 4);
    assert_true(msbi_facts_holds(facts, services, 0));
    assert_true(msbi_facts_holds(facts, 2, 1));
    assert_false(msbi_facts_holds(facts, 2, 0));
    assert_int_equal(fill(facts, "{'old': 3}", false, &err), MSB_ERR_INVALID);
    assert_string_equal(err.code, "unknown_member");
    assert_string_equal(err.where, "old");
    assert_int_equal(fill(facts, "{'services': ['gone']}", false, &err),
                     MSB_ERR_INVALID);
    assert_string_equal(err.code, "unknown_value");
    msb_facts_free(facts);
}

static void
lenient_facts_are_still_of_the_declared_domain(void **state)
{
    static const struct {
        const char *json, *code, *member;
    } cases[] = {
        {"{'n': 10}", "out_of_range", "n"},
        {"{'n': '4'}", "wrong_type", "n"},
        {"{'s': ['z']}", "unknown_value", "s"},
        {"{'services': ['home', 3]}", "wrong_type", "services"},
        {"{'birth_date': '2019-02-30'}", "bad_date", "birth_date"},
        {"[]", "wrong_type", ""},
    };
    struct msb_facts *facts = new_facts();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct msb_error err = {0};

        assert_int_equal(fill(facts, cases[i].json, true, &err),
                         MSB_ERR_INVALID);
        assert_string_equal(err.code, cases[i].code);
        assert_string_equal(err.where, cases[i].member);
    }
    msb_facts_free(facts);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_age_is_the_one_on_the_date),
        cmocka_unit_test(an_age_and_a_birth_date_must_agree),
        cmocka_unit_test(lenient_facts_skip_what_the_model_does_not_declare),
        cmocka_unit_test(lenient_facts_are_still_of_the_declared_domain),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
