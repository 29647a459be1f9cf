/* SPDX-License-Identifier: MIT */
/* Deciding columns, as a program that links the library does it. */
#include <msb.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char source[] =
    "{\"msb_model\": 1, \"id\": \"m\", \"name\": \"M\","
    " \"valid_from\": \"2019-01-01\", \"attributes\": {"
    "  \"home\": {\"type\": \"enum\", \"values\": [\"own\", \"rented\"]},"
    "  \"works\": {\"type\": \"flag\"},"
    "  \"needs\": {\"type\": \"set\", \"values\": [\"help\", \"care\"]}},"
    " \"target_groups\": ["
    "  {\"id\": \"young\", \"name\": \"Y\", \"when\": {\"age\": {\"below\": "
    "30}}}],"
    " \"areas\": [{\"id\": \"a\", \"name\": \"A\"},"
    "  {\"id\": \"b\", \"name\": \"B\"}, {\"id\": \"c\", \"name\": \"C\"}],"
    " \"responsibility\": ["
    "  {\"id\": \"p\", \"area\": \"b\", \"when\": {\"needs\": \"care\"}},"
    "  {\"id\": \"q\", \"area\": \"a\","
    "   \"when\": {\"target_group\": \"young\", \"home\": \"rented\"}},"
    "  {\"id\": \"r\", \"area\": \"c\", \"when\": {\"works\": true}}]}";

enum { HOME = 1, WORKS = 2, NEEDS = 3, NUM_ROWS = 6 };

static struct msb_rules *
read_rules(const char *text)
{
    struct msb_model *model = NULL;
    struct msb_rules *rules = NULL;
    struct msb_error err = {0};

    if (msb_model_parse(text, strlen(text), "m", &model, NULL, &err) != MSB_OK
        || msb_rules_compile(model, &rules, &err) != MSB_OK)
        fail_msg("%s", err.message);
    msb_model_unref(model);
    return rules;
}

static struct msb_date
get_day(void)
{
    struct msb_date date;

    assert_int_equal(msb_date_from_ymd(2019, 6, 1, &date, NULL), MSB_OK);
    return date;
}

/* Six citizens:
   20 years, rented, no work, no needs        the young rule
   20 years, own home, works, help            the third
   70 years, rented, no work, help and care   the first
   70 years, rented, no work, help            nothing
   20 years, home unknown, works, no needs    the second or the third
   20 years, home 2, which there is not       rejected */
static const int32_t births[] = {10592, 10592, -7671, -7671, 10592, 10592};
static const int8_t homes[] = {1, 0, 1, 1, 0, 2};
static const uint8_t homes_known[] = {0x2f};
static const uint8_t works[] = {0x12};
static const uint64_t needs[] = {0, 1, 3, 1, 0, 0};

static const int statuses[] = {MSB_ROW_DETERMINED,   MSB_ROW_DETERMINED,
                               MSB_ROW_DETERMINED,   MSB_ROW_NONE,
                               MSB_ROW_UNDETERMINED, MSB_ROW_REJECTED};
static const int areas[] = {0, 2, 1, -1, -1, -1};
static const int rules_of_rows[] = {1, 2, 0, -1, -1, -1};
static const int groups[] = {0, 0, -1, -1, 0, -1};

static const struct msb_column attributes[] = {
    [HOME] = {.values = homes, .validity = homes_known},
    [WORKS] = {.values = works},
    [NEEDS] = {.values = needs}};
static const struct msb_columns columns = {.size = sizeof columns,
                                           .num_attributes = 4,
                                           .attributes = attributes,
                                           .birth_date = {.values = births}};

static void
a_population_is_decided_from_columns(void **state)
{
    struct msb_rules *rules = read_rules(source);
    struct msb_plan *plan = NULL;
    uint8_t status[NUM_ROWS];
    int16_t area[NUM_ROWS], rule[NUM_ROWS], group[NUM_ROWS];
    const struct msb_outcome_columns out = {.size = sizeof out,
                                            .status = status,
                                            .area = area,
                                            .rule = rule,
                                            .target_group = group};

    (void)state;
    assert_int_equal(
        msb_plan_new(rules, get_day(), MSB_INSTRUCTIONS_BEST, &plan, NULL),
        MSB_OK);
    msb_rules_unref(rules); /* the plan keeps them */
    assert_int_not_equal(msb_plan_get_instructions(plan),
                         MSB_INSTRUCTIONS_BEST);
    assert_int_equal(msb_plan_decide(plan, &columns, 0, NUM_ROWS, &out, NULL),
                     MSB_OK);
    for (size_t i = 0; i < NUM_ROWS; i++) {
        assert_int_equal(status[i], statuses[i]);
        assert_int_equal(area[i], areas[i]);
        assert_int_equal(rule[i], rules_of_rows[i]);
        assert_int_equal(group[i], groups[i]);
    }
    msb_plan_unref(plan);
}

static void
what_is_not_wanted_is_left_out(void **state)
{
    struct msb_rules *rules = read_rules(source);
    struct msb_plan *plan = NULL;
    int16_t area[NUM_ROWS];
    struct msb_outcome_columns out = {.size = sizeof out};

    (void)state;
    assert_int_equal(
        msb_plan_new(rules, get_day(), MSB_INSTRUCTIONS_PORTABLE, &plan, NULL),
        MSB_OK);
    assert_int_equal(msb_plan_decide(plan, &columns, 0, NUM_ROWS, &out, NULL),
                     MSB_OK);
    out.area = area;
    assert_int_equal(msb_plan_decide(plan, &columns, 0, NUM_ROWS, &out, NULL),
                     MSB_OK);
    for (size_t i = 0; i < NUM_ROWS; i++)
        assert_int_equal(area[i], areas[i]);
    msb_plan_unref(plan);
    msb_rules_unref(rules);
}

/* Who delivers: an area, by age an area or a unit of another, by home an area
   or nobody, by home a unit or the area above it. */
static const char with_services[] =
    "{\"msb_model\": 1, \"id\": \"m\", \"name\": \"M\","
    " \"valid_from\": \"2019-01-01\", \"attributes\": {"
    "  \"home\": {\"type\": \"enum\", \"values\": [\"own\", \"rented\"]}},"
    " \"areas\": [{\"id\": \"a\", \"name\": \"A\"},"
    "  {\"id\": \"b\", \"name\": \"B\"}],"
    " \"units\": [{\"id\": \"u\", \"name\": \"U\", \"parent\": \"b\"}],"
    " \"services\": ["
    "  {\"id\": \"s\", \"name\": \"S\", \"delivered_by\": \"a\"},"
    "  {\"id\": \"t\", \"name\": \"T\", \"delivered_by\": ["
    "   {\"when\": {\"age\": {\"below\": 18}}, \"by\": \"a\"},"
    "   {\"when\": {}, \"by\": \"u\"}]},"
    "  {\"id\": \"v\", \"name\": \"V\", \"delivered_by\": ["
    "   {\"when\": {\"home\": \"rented\"}, \"by\": \"b\"}]},"
    "  {\"id\": \"w\", \"name\": \"W\", \"delivered_by\": ["
    "   {\"when\": {\"home\": \"own\"}, \"by\": \"u\"},"
    "   {\"when\": {}, \"by\": \"b\"}]}],"
    " \"responsibility\": [{\"id\": \"p\", \"area\": \"a\", \"when\": {}}]}";

enum { SERVICES = 2, NUM_SERVED = 7, MAX_TOLD = 3 };

/* A row's services, and what it is told of the first three: service, area,
   unit. */
static const struct {
    int32_t birth;
    int8_t home;
    uint64_t services;
    uint16_t num;
    int16_t told[3][MAX_TOLD];
} served[NUM_SERVED] = {
    {10592, 1, 7, 3, {{0, 1, 2}, {0, 1, 1}, {-1, 0, -1}}},
    {14245, 0, 6, 2, {{1, 2, -1}, {0, -1, -1}, {-1, -1, -1}}}, /* a child */
    {0, 1, 2, 1, {{1, -1, -1}, {-1, -1, -1}, {-1, -1, -1}}},   /* of no age */
    {10592, 0, 15, 4, {{0, 1, 2}, {0, 1, -1}, {-1, 0, -1}}},
    {10592, 0, 8, 1, {{3, -1, -1}, {-1, -1, -1}, {-1, -1, -1}}}, /* no home */
    {10592, 2, 1, 0, {{-1, -1, -1}, {-1, -1, -1}, {-1, -1, -1}}},
    {10592, 0, 9, 0, {{-1, -1, -1}, {-1, -1, -1}, {-1, -1, -1}}}, /* unknown */
};

static void
a_row_is_told_who_delivers_its_first_services(void **state)
{
    static const uint8_t ages_known[] = {0x7b}, homes_too[] = {0x6f};
    static const uint8_t services_known[] = {0x3f};
    struct msb_rules *rules = read_rules(with_services);
    int32_t days[NUM_SERVED];
    int8_t own[NUM_SERVED];
    uint64_t words[NUM_SERVED];
    struct msb_column given[3] = {
        [HOME] = {.values = own, .validity = homes_too},
        [SERVICES] = {.values = words, .validity = services_known}};
    const struct msb_columns people = {
        .size = sizeof people,
        .num_attributes = 3,
        .attributes = given,
        .birth_date = {.values = days, .validity = ages_known}};
    int16_t told[3][NUM_SERVED * MAX_TOLD];
    uint16_t num[NUM_SERVED];
    const struct msb_outcome_columns out = {.size = sizeof out,
                                            .max_deliveries = MAX_TOLD,
                                            .num_deliveries = num,
                                            .delivery_service = told[0],
                                            .delivery_area = told[1],
                                            .delivery_unit = told[2]};

    (void)state;
    for (size_t i = 0; i < NUM_SERVED; i++) {
        days[i] = served[i].birth;
        own[i] = served[i].home;
        words[i] = served[i].services;
    }
    for (int way = MSB_INSTRUCTIONS_PORTABLE; way <= MSB_INSTRUCTIONS_AVX512;
         way++) {
        struct msb_plan *plan = NULL;

        if (msb_plan_new(rules, get_day(), (enum msb_instructions)way, &plan,
                         NULL)
            != MSB_OK)
            continue; /* the machine lacks it */
        assert_int_equal(
            msb_plan_decide(plan, &people, 0, NUM_SERVED, &out, NULL), MSB_OK);
        for (size_t i = 0; i < NUM_SERVED; i++) {
            assert_int_equal(num[i], served[i].num);
            for (size_t k = 0; k < 3; k++)
                assert_memory_equal(told[k] + i * MAX_TOLD, served[i].told[k],
                                    sizeof served[i].told[k]);
        }
        msb_plan_unref(plan);
    }
    msb_rules_unref(rules);
}

static void
a_plan_is_shared_and_released(void **state)
{
    struct msb_rules *rules = read_rules(source);
    struct msb_plan *plan = NULL;

    (void)state;
    assert_int_equal(
        msb_plan_new(rules, get_day(), MSB_INSTRUCTIONS_BEST, &plan, NULL),
        MSB_OK);
    assert_ptr_equal(msb_plan_ref(plan), plan);
    msb_plan_unref(plan);
    assert_int_not_equal(msb_plan_get_instructions(plan),
                         MSB_INSTRUCTIONS_BEST);
    msb_plan_unref(plan);
    msb_plan_unref(NULL);
    assert_null(msb_plan_ref(NULL));
    assert_int_equal(msb_plan_get_instructions(NULL),
                     MSB_INSTRUCTIONS_PORTABLE);
    msb_rules_unref(rules);
}

static void
a_plan_needs_rules_and_known_instructions(void **state)
{
    struct msb_rules *rules = read_rules(source);
    struct msb_plan *plan = NULL;
    struct msb_error err = {0};

    (void)state;
    assert_int_equal(
        msb_plan_new(NULL, get_day(), MSB_INSTRUCTIONS_BEST, &plan, &err),
        MSB_ERR_MISUSE);
    assert_string_equal(err.code, "misuse");
    assert_int_equal(
        msb_plan_new(rules, get_day(), MSB_INSTRUCTIONS_BEST, NULL, NULL),
        MSB_ERR_MISUSE);
    assert_int_equal(
        msb_plan_new(rules, get_day(), (enum msb_instructions)9, &plan, NULL),
        MSB_ERR_MISUSE);
    assert_null(plan);
    msb_rules_unref(rules);
}

static void
misuse_is_told_and_nothing_written(void **state)
{
    struct msb_rules *rules = read_rules(source);
    struct msb_plan *plan = NULL;
    uint8_t status[NUM_ROWS] = {9, 9, 9, 9, 9, 9};
    const struct msb_outcome_columns out = {.size = sizeof out,
                                            .status = status};
    const struct msb_outcome_columns unsized = {.status = status};
    struct msb_column wide[4];
    const struct msb_columns bad[] = {
        {.size = sizeof bad[0] - 1},
        {.size = sizeof bad[0], .num_attributes = 1},
        {.size = sizeof bad[0], .num_attributes = 4, .attributes = wide},
    };

    (void)state;
    memcpy(wide, attributes, sizeof wide);
    wide[HOME].width = 3;
    assert_int_equal(
        msb_plan_new(rules, get_day(), MSB_INSTRUCTIONS_BEST, &plan, NULL),
        MSB_OK);
    assert_int_equal(msb_plan_decide(NULL, &columns, 0, NUM_ROWS, &out, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_plan_decide(plan, NULL, 0, NUM_ROWS, &out, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(msb_plan_decide(plan, &columns, 0, NUM_ROWS, NULL, NULL),
                     MSB_ERR_MISUSE);
    assert_int_equal(
        msb_plan_decide(plan, &columns, 0, NUM_ROWS, &unsized, NULL),
        MSB_ERR_MISUSE);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct msb_error err = {0};

        assert_int_equal(
            msb_plan_decide(plan, &bad[i], 0, NUM_ROWS, &out, &err),
            MSB_ERR_MISUSE);
        assert_string_equal(err.code, "misuse");
    }
    for (size_t i = 0; i < NUM_ROWS; i++)
        assert_int_equal(status[i], 9);
    msb_plan_unref(plan);
    msb_rules_unref(rules);
}

static void
more_areas_than_a_column_counts_are_a_limit(void **state)
{
    enum { NUM_AREAS = INT16_MAX + 1 };
    char *text = malloc(NUM_AREAS * 40 + 200), *end = text;
    struct msb_rules *rules;
    struct msb_plan *plan = NULL;
    struct msb_error err = {0};

    (void)state;
    assert_non_null(text);
    end += sprintf(end, "{\"msb_model\": 1, \"id\": \"m\", \"name\": \"M\", "
                        "\"valid_from\": \"2019-01-01\", \"areas\": [");
    for (int i = 0; i < NUM_AREAS; i++)
        end += sprintf(end, "%s{\"id\": \"a%d\", \"name\": \"A\"}",
                       i == 0 ? "" : ", ", i);
    sprintf(end, "], \"responsibility\": []}");
    rules = read_rules(text);
    assert_int_equal(
        msb_plan_new(rules, get_day(), MSB_INSTRUCTIONS_BEST, &plan, &err),
        MSB_ERR_LIMIT);
    assert_string_equal(err.code, "limit");
    assert_null(plan);
    msb_rules_unref(rules);
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_population_is_decided_from_columns),
        cmocka_unit_test(what_is_not_wanted_is_left_out),
        cmocka_unit_test(a_row_is_told_who_delivers_its_first_services),
        cmocka_unit_test(a_plan_is_shared_and_released),
        cmocka_unit_test(a_plan_needs_rules_and_known_instructions),
        cmocka_unit_test(misuse_is_told_and_nothing_written),
        cmocka_unit_test(more_areas_than_a_column_counts_are_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
