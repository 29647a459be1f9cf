/* SPDX-License-Identifier: MIT */
/*
 * The peers of msb_rules_decide() and of plans: the same rules as chains of
 * `if`, fixed at compile time, which no model file could ever give. They show
 * what deciding by data costs over deciding by code. The benchmarks compare
 * every answer. Over columns, a chain is given its ages the cheap way: as
 * birth dates, which are worked out once.
 */
#include "peers.h"

#include "decide/facts.h"

/* The ages that the rules name. */
enum age { AGE_15, AGE_18, AGE_30, AGE_67, AGE_75, NUM_AGES };
static const int ages[NUM_AGES] = {15, 18, 30, 67, 75};
/* With -age for the day of birth, so that one comparison serves both. */
static const int32_t ages_alone[NUM_AGES] = {-15, -18, -30, -67, -75};

/* The last day on which somebody can be born who has the age on @on; not for
   29 February. */
static void
fill_limits(struct msb_date on, int32_t limits[NUM_AGES])
{
    for (int k = 0; k < NUM_AGES; k++) {
        int year, month, day;
        struct msb_date limit = on;

        msb_date_get_ymd(on, &year, &month, &day);
        if (msb_date_from_ymd(year - ages[k], month, day, &limit, NULL)
            == MSB_OK)
            limits[k] = limit.days;
    }
}

int32_t
bench_peer_read_only(const struct msb_facts *facts, struct msb_date on)
{
    uint64_t sum = (uint64_t)msb_date_get_age(facts->birth_date, on);
    size_t i;

    for (i = 0; i < facts->num_attributes; i++)
        sum += (uint64_t)facts->scalars[i];
    for (i = 0; i < facts->num_words; i++)
        sum += facts->words[i];
    return (int32_t)(sum & INT32_MAX);
}

/* examples/models/aarhus_2019.json */

enum { CHALLENGE = 2 };
enum challenge { UNEMPLOYMENT, SICKNESS, DISABILITY };
enum aarhus { CHILDREN, YOUTH, HEALTH, HANDICAP, EXPOSED, JOBLESS, SENIORS };

static int32_t
decide_aarhus(int32_t born, const int32_t *limits, int challenge)
{
    if (born > limits[AGE_15])
        return CHILDREN;
    if (born > limits[AGE_30])
        return YOUTH;
    if (born <= limits[AGE_67])
        return SENIORS;
    if (challenge == UNEMPLOYMENT)
        return JOBLESS;
    if (challenge == DISABILITY)
        return HANDICAP;
    if (challenge == SICKNESS)
        return HEALTH;
    return EXPOSED;
}

int32_t
bench_peer_aarhus_2019(const struct msb_facts *facts, struct msb_date on)
{
    return decide_aarhus(-msb_date_get_age(facts->birth_date, on), ages_alone,
                         facts->scalars[CHALLENGE]);
}

void
bench_chain_aarhus_2019(const struct bench_population *people,
                        struct msb_date on, uint8_t *areas)
{
    const int32_t *births = people->columns.birth_date.values;
    const int8_t *challenges = people->attributes[CHALLENGE].values;
    int32_t limits[NUM_AGES] = {0};

    fill_limits(on, limits);
    for (size_t i = 0; i < people->num; i++)
        areas[i] = (uint8_t)decide_aarhus(births[i], limits, challenges[i]);
}

/* bench_20.json: its attributes; their values as bits, in their order */

enum { NEEDS = 1, BENEFIT = 2, DISTANCE = 3 };
enum need {
    PARENTING = 1 << 0,
    YOUTH_MENTAL = 1 << 1,
    SCHOOL = 1 << 2,
    CHILD_PROTECTION = 1 << 3,
    CHILD_DISABILITY = 1 << 4,
    DELINQUENCY = 1 << 5,
    DEBT = 1 << 6,
    INCOME = 1 << 7,
    JOB_SEARCH = 1 << 8,
    REINTEGRATION = 1 << 9,
    SHELTERED_WORK = 1 << 10,
    QUALIFICATION = 1 << 11,
    HOUSEHOLD = 1 << 12,
    PERSONAL_CARE = 1 << 13,
    DAY_ACTIVITY = 1 << 14,
    MOBILITY = 1 << 15,
    HOME_ADAPTATION = 1 << 16,
    CARER_SUPPORT = 1 << 17,
    LONELINESS = 1 << 18,
    PSYCHIATRIC = 1 << 19,
    HOMELESSNESS = 1 << 20,
    CRISIS = 1 << 21,
    DOMESTIC_VIOLENCE = 1 << 22,
    ADDICTION = 1 << 23,
};
enum benefit {
    ON_NOTHING = 1 << 0,
    ON_SOCIAL_ASSISTANCE = 1 << 1,
    ON_YOUTH_ALLOWANCE = 1 << 2,
    ON_UNEMPLOYMENT = 1 << 3,
    ON_DISABILITY = 1 << 4,
    ON_EARLY_DISABILITY = 1 << 5,
    ON_OLDER_UNEMPLOYED = 1 << 6,
    ON_OLDER_SELFEMPLOYED = 1 << 7,
    ON_STATE_PENSION = 1 << 8,
    ON_SELFEMPLOYED = 1 << 9,
    ON_SICKNESS = 1 << 10,
    ON_SURVIVOR = 1 << 11,
};
enum bench_area {
    TO_YOUTH,
    TO_YOUNG_ADULT,
    TO_WORK_INCOME,
    TO_CARE,
    TO_PROTECTION,
    TO_COMMUNITY
};

struct citizen {
    int32_t born; /* in days, or -age */
    const int32_t *limits;
    int needs;
    int benefit;
    int distance;
};

static bool
has(int set, int some)
{
    return (set & some) != 0;
}

/* Whether somebody is that old. */
static bool
is_from(const struct citizen *c, enum age age)
{
    return c->born <= c->limits[age];
}

/* The last five rules. */
static int32_t
decide_last(const struct citizen *c)
{
    if (has(c->needs, HOUSEHOLD | PERSONAL_CARE | DAY_ACTIVITY | MOBILITY
                          | HOME_ADAPTATION)
        && is_from(c, AGE_30))
        return TO_CARE;
    if (has(c->needs, DEBT | INCOME)
        && has(c->benefit, ON_NOTHING | ON_SOCIAL_ASSISTANCE | ON_UNEMPLOYMENT
                               | ON_SICKNESS | ON_SURVIVOR))
        return TO_WORK_INCOME;
    if (has(c->needs, CARER_SUPPORT | LONELINESS)
        && !has(c->needs, PSYCHIATRIC | ADDICTION))
        return TO_COMMUNITY;
    if (is_from(c, AGE_15) && !is_from(c, AGE_30))
        return TO_YOUNG_ADULT;
    return TO_COMMUNITY;
}

/* The rules from the tenth on. */
static int32_t
decide_grown_up(const struct citizen *c)
{
    if (is_from(c, AGE_30)
        && has(c->needs, HOMELESSNESS | CRISIS | DOMESTIC_VIOLENCE))
        return TO_PROTECTION;
    if (has(c->benefit, ON_SOCIAL_ASSISTANCE | ON_OLDER_UNEMPLOYED
                            | ON_OLDER_SELFEMPLOYED | ON_SELFEMPLOYED)
        && c->distance <= 1
        && has(c->needs, DEBT | INCOME | JOB_SEARCH | REINTEGRATION))
        return TO_WORK_INCOME;
    if (has(c->benefit,
            ON_SOCIAL_ASSISTANCE | ON_OLDER_UNEMPLOYED | ON_OLDER_SELFEMPLOYED)
        && c->distance >= 2 && c->distance <= 3
        && !has(c->needs, PERSONAL_CARE | PSYCHIATRIC) && is_from(c, AGE_18)
        && !is_from(c, AGE_67))
        return TO_WORK_INCOME;
    if (has(c->benefit, ON_DISABILITY | ON_EARLY_DISABILITY)
        && has(c->needs, SHELTERED_WORK | DAY_ACTIVITY))
        return TO_CARE;
    if (has(c->needs, JOB_SEARCH | REINTEGRATION) && c->distance <= 3
        && is_from(c, AGE_18) && !is_from(c, AGE_67))
        return TO_WORK_INCOME;
    if (is_from(c, AGE_75)
        && has(c->needs,
               HOUSEHOLD | PERSONAL_CARE | MOBILITY | HOME_ADAPTATION))
        return TO_CARE;
    if (c->distance >= 3
        && has(c->needs, PERSONAL_CARE | PSYCHIATRIC | ADDICTION))
        return TO_CARE;
    return decide_last(c);
}

static int32_t
decide_in_order(const struct citizen *c)
{
    if (!is_from(c, AGE_15)
        && has(c->needs, CHILD_PROTECTION | CRISIS | DOMESTIC_VIOLENCE))
        return TO_PROTECTION;
    if (!is_from(c, AGE_15)
        && has(c->needs, CHILD_DISABILITY | PERSONAL_CARE | HOME_ADAPTATION)
        && !has(c->needs, YOUTH_MENTAL | DELINQUENCY))
        return TO_CARE;
    if (!is_from(c, AGE_15)
        && has(c->needs, PARENTING | YOUTH_MENTAL | SCHOOL | DELINQUENCY))
        return TO_YOUTH;
    if (!is_from(c, AGE_15)
        && !has(c->needs, HOUSEHOLD | DAY_ACTIVITY | CARER_SUPPORT))
        return TO_YOUTH;
    if (has(c->needs, HOMELESSNESS) && has(c->needs, PSYCHIATRIC | ADDICTION))
        return TO_PROTECTION;
    if (is_from(c, AGE_15) && !is_from(c, AGE_30)
        && has(c->needs, HOMELESSNESS | CRISIS | DOMESTIC_VIOLENCE))
        return TO_YOUNG_ADULT;
    if (is_from(c, AGE_15) && !is_from(c, AGE_30)
        && has(c->needs, SCHOOL | QUALIFICATION)
        && has(c->benefit, ON_NOTHING | ON_YOUTH_ALLOWANCE))
        return TO_YOUNG_ADULT;
    if (is_from(c, AGE_15) && !is_from(c, AGE_30)
        && has(c->needs, JOB_SEARCH | REINTEGRATION) && c->distance <= 2
        && has(c->benefit, ON_NOTHING | ON_SOCIAL_ASSISTANCE
                               | ON_YOUTH_ALLOWANCE | ON_UNEMPLOYMENT))
        return TO_YOUNG_ADULT;
    if (is_from(c, AGE_15) && !is_from(c, AGE_30)
        && has(c->needs, YOUTH_MENTAL | DELINQUENCY | PSYCHIATRIC | ADDICTION)
        && c->distance >= 2)
        return TO_YOUNG_ADULT;
    return decide_grown_up(c);
}

int32_t
bench_peer_bench_20(const struct msb_facts *facts, struct msb_date on)
{
    struct citizen citizen = {
        .born = -msb_date_get_age(facts->birth_date, on),
        .limits = ages_alone,
        .needs = (int)facts->words[facts->first_word[NEEDS]],
        .benefit = 1 << facts->scalars[BENEFIT],
        .distance = facts->scalars[DISTANCE],
    };

    return decide_in_order(&citizen);
}

void
bench_chain_20(const struct bench_population *people, struct msb_date on,
               uint8_t *areas)
{
    const int32_t *births = people->columns.birth_date.values;
    const uint64_t *needs = people->attributes[NEEDS].values;
    const int8_t *benefits = people->attributes[BENEFIT].values;
    const int32_t *distances = people->attributes[DISTANCE].values;
    int32_t limits[NUM_AGES] = {0};

    fill_limits(on, limits);
    for (size_t i = 0; i < people->num; i++) {
        struct citizen citizen = {
            .born = births[i],
            .limits = limits,
            .needs = (int)needs[i],
            .benefit = 1 << benefits[i],
            .distance = distances[i],
        };

        areas[i] = (uint8_t)decide_in_order(&citizen);
    }
}
