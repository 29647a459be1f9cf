/* SPDX-License-Identifier: MIT */
/* Everybody on a date, with the services of that date. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "unit/store/chronicle.h"
#include "unit/store/town.h"

static void
put_course(struct town *town, const char *citizen, const char *service,
           const char *unit, const char *from, const char *to)
{
    struct msbi_course_row row = town_course(citizen, service, unit, from, to);

    town_put_course(town, &row);
}

/* Carl comes before anna: the order is that of the numbers. */
static int
set_up(void **state)
{
    struct msbi_citizen_row dora = town_citizen(
        "dora", NULL, "2019-01-01", "2019-03-01", "{'benefit':'cash'}");

    town_set_up(state);
    town_put(*state, "carl", "2019-02-01", "{'benefit':'cash'}");
    town_put(*state, "carl", "2019-06-01", "{'benefit':'sick'}");
    town_put(*state, "anna", "2019-01-01", "{'birth_date':'2000-01-01'}");
    town_put_row(*state, &dora);
    put_course(*state, "carl", "training", NULL, "2019-01-01", "2019-03-01");
    put_course(*state, "dora", "guidance", NULL, "2019-01-01", NULL);
    put_course(*state, "anna", "training", NULL, "2019-02-01", NULL);
    put_course(*state, "anna", "training", "desk", "2019-01-15", NULL);
    put_course(*state, "anna", "guidance", NULL, "2019-02-01", NULL);
    return 0;
}

/* "key id facts: services" a line. */
static char *
read_population_at(struct msb_store *store, struct msb_date on,
                   const struct msb_instant *known_at)
{
    struct msbi_population *population;
    struct msbi_person person;
    struct msbi_text text;
    bool has_person;

    msbi_text_init(&text);
    assert_int_equal(
        msbi_population_open(store, on, known_at, &population, NULL), MSB_OK);
    for (;;) {
        assert_int_equal(
            msbi_population_next(population, &person, &has_person, NULL),
            MSB_OK);
        if (!has_person)
            break;
        msbi_text_addf(&text, "%lld %s %s:", (long long)person.key, person.id,
                       person.facts);
        assert_int_equal(person.id_length, strlen(person.id));
        assert_int_equal(person.facts_length, strlen(person.facts));
        for (size_t i = 0; i < person.num_services; i++)
            msbi_text_addf(&text, " %s", person.services[i]);
        msbi_text_add(&text, "\n");
    }
    msbi_population_close(population);
    return msbi_text_take(&text);
}

static char *
read_population(struct msb_store *store, const char *on)
{
    return read_population_at(store, town_date(on), NULL);
}

static void
a_population_is_that_of_its_date(void **state)
{
    static const char *const cases[][2] = {
        {"2018-12-31", ""},
        {"2019-01-31", "2 anna {\"birth_date\":\"2000-01-01\"}: training\n"
                       "3 dora {\"benefit\":\"cash\"}: guidance\n"},
        {"2019-02-01",
         "1 carl {\"benefit\":\"cash\"}: training\n"
         "2 anna {\"birth_date\":\"2000-01-01\"}: guidance training\n"
         "3 dora {\"benefit\":\"cash\"}: guidance\n"},
        {"2019-03-01",
         "1 carl {\"benefit\":\"cash\"}:\n"
         "2 anna {\"birth_date\":\"2000-01-01\"}: guidance training\n"},
        {"2019-06-01",
         "1 carl {\"benefit\":\"sick\"}:\n"
         "2 anna {\"birth_date\":\"2000-01-01\"}: guidance training\n"},
    };
    struct town *town = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *found = read_population(town->store, cases[i][0]);

        assert_string_equal(found, cases[i][1]);
        msbi_free(found);
    }
}

static void
what_was_superseded_is_nobody_s_fact(void **state)
{
    struct town *town = *state;
    char *found;

    town_put(town, "carl", "2019-02-01", "{'benefit':'other'}");
    put_course(town, "anna", "guidance", NULL, "2019-02-01", "2019-02-02");
    found = read_population(town->store, "2019-03-01");
    assert_string_equal(found,
                        "1 carl {\"benefit\":\"other\"}:\n"
                        "2 anna {\"birth_date\":\"2000-01-01\"}: training\n");
    msbi_free(found);
}

/* Whatever is learnt and corrected since. */
static void
a_population_stays_as_it_was_known_at_an_instant(void **state)
{
    enum { NUM_EVENTS = 120 };
    struct random random = {1};
    struct msb_instant instants[NUM_EVENTS];
    struct msb_date days[NUM_EVENTS];
    char *found, *read[NUM_EVENTS];
    struct town *town = *state;
    size_t num_changed = 0;

    for (size_t i = 0; i < NUM_EVENTS; i++) {
        chronicle_happen(town, &random);
        instants[i] = chronicle_now();
        days[i] = chronicle_day(&random);
        read[i] = read_population_at(town->store, days[i], NULL);
        chronicle_tick();
    }
    for (size_t i = 0; i < NUM_EVENTS; i++) {
        found = read_population_at(town->store, days[i], &instants[i]);
        assert_string_equal(found, read[i]);
        msbi_free(found);
        found = read_population_at(town->store, days[i], NULL);
        num_changed += strcmp(found, read[i]) != 0;
        msbi_free(found);
        msbi_free(read[i]);
    }
    assert_true(num_changed > NUM_EVENTS / 4);
}

static void
a_population_is_read_without_sorting(void **state)
{
    struct town *town = *state;
    struct msbi_population *population;
    struct msbi_person person;
    sqlite3_stmt *statement = NULL;
    bool has_person;
    size_t num = 0;

    assert_int_equal(msbi_population_open(town->store, town_date("2019-03-01"),
                                          NULL, &population, NULL),
                     MSB_OK);
    assert_int_equal(
        msbi_population_next(population, &person, &has_person, NULL), MSB_OK);
    while ((statement = sqlite3_next_stmt(town->store->db, statement))
           != NULL) {
        const char *sql = sqlite3_sql(statement);

        if (strstr(sql, "GROUP BY citizen_facts.citizen") == NULL
            && strstr(sql, "SELECT DISTINCT citizen") == NULL)
            continue;
        num++;
        assert_int_equal(
            sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_SORT, 0), 0);
    }
    assert_int_equal(num, 2);
    msbi_population_close(population);
}

static void
one_citizen_is_a_population_too(void **state)
{
    struct town *town = *state;
    struct msbi_population *population;
    struct msbi_person person;
    bool has_person;

    assert_int_equal(msbi_population_open_one(town->store, 2,
                                              town_date("2019-03-01"), NULL,
                                              &population, NULL),
                     MSB_OK);
    assert_int_equal(
        msbi_population_next(population, &person, &has_person, NULL), MSB_OK);
    assert_true(has_person);
    assert_string_equal(person.id, "anna");
    assert_int_equal(person.num_services, 2);
    assert_string_equal(person.services[0], "guidance");
    assert_int_equal(
        msbi_population_next(population, &person, &has_person, NULL), MSB_OK);
    assert_false(has_person);
    msbi_population_close(population);
}

static void
facts_are_filled_with_what_the_model_knows(void **state)
{
    static const char *const services[] = {"guidance", "no_such_service"};
    struct town *town = *state;
    struct msbi_person person = {
        .facts = "{\"benefit\":\"cash\",\"no_such_member\":1}",
        .num_services = 2,
        .services = services,
    };
    struct msb_rules *rules;
    struct msb_facts *facts;
    struct msb_outcome outcome;
    struct msb_error err;

    person.facts_length = strlen(person.facts);
    assert_int_equal(msb_store_find_rules(town->store, town_date("2019-01-01"),
                                          &rules, NULL),
                     MSB_OK);
    assert_int_equal(msb_facts_new(msb_rules_get_model(rules), &facts, NULL),
                     MSB_OK);
    assert_int_equal(msbi_person_fill_facts(&person, facts, &err), MSB_OK);
    assert_int_equal(
        msb_rules_decide(rules, facts, town_date("2019-01-01"), &outcome, NULL),
        MSB_OK);
    assert_int_equal(outcome.status, MSB_OUTCOME_UNDETERMINED); /* by age */
    person.facts = "{\"benefit\":\"gold\"}";
    person.facts_length = strlen(person.facts);
    assert_int_equal(msbi_person_fill_facts(&person, facts, &err),
                     MSB_ERR_INVALID);
    person.facts = "{\"benefit\":";
    person.facts_length = strlen(person.facts);
    assert_int_equal(msbi_person_fill_facts(&person, facts, &err),
                     MSB_ERR_STORE);
    assert_string_equal(err.code, "corrupt");
    msb_facts_free(facts);
    msb_rules_unref(rules);
}

static void
citizens_are_counted(void **state)
{
    struct town *town = *state;
    uint64_t num;

    assert_int_equal(msbi_store_count_citizens(town->store, &num, NULL),
                     MSB_OK);
    assert_int_equal(num, 3);
}

static void
whoever_asks_again_after_the_end_gets_nobody(void **state)
{
    struct town *town = *state;
    struct msbi_population *population;
    struct msbi_person person;
    bool has_person = true;

    assert_int_equal(msbi_population_open(town->store, town_date("2019-02-01"),
                                          NULL, &population, NULL),
                     MSB_OK);
    for (size_t num = 0; has_person; num++) {
        assert_in_range(num, 0, 3);
        assert_int_equal(
            msbi_population_next(population, &person, &has_person, NULL),
            MSB_OK);
    }
    assert_int_equal(
        msbi_population_next(population, &person, &has_person, NULL), MSB_OK);
    assert_false(has_person);
    msbi_population_close(population);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_population_is_that_of_its_date,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(what_was_superseded_is_nobody_s_fact,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            a_population_stays_as_it_was_known_at_an_instant, chronicle_set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(a_population_is_read_without_sorting,
                                        set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(
            whoever_asks_again_after_the_end_gets_nobody, set_up,
            town_tear_down),
        cmocka_unit_test_setup_teardown(one_citizen_is_a_population_too, set_up,
                                        town_tear_down),
        cmocka_unit_test_setup_teardown(
            facts_are_filled_with_what_the_model_knows, set_up, town_tear_down),
        cmocka_unit_test_setup_teardown(citizens_are_counted, set_up,
                                        town_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
