/* SPDX-License-Identifier: MIT */
/* Drawing the rules of a large city, test by test. */
#include "large_city.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/random.h"
#include "support/short.h"

enum { NUM_ATTRIBUTES = 12 };

/* age, three numbers, four enums of 20 values, four sets of 16. */
static const size_t maxima[] = {130, 2000, 5000, 9999};
static const char kinds[] = "?nnneeeessss";

static void
add_values(FILE *out, struct random *random, size_t num, size_t wanted)
{
    size_t first = random_below(random, num);

    for (size_t i = 0; i < wanted; i++)
        fprintf(out, "%s'v%zu'", i == 0 ? "[" : ", ", (first + i * 3) % num);
    fprintf(out, "]");
}

static void
add_test(FILE *out, struct random *random, size_t attribute)
{
    if (attribute == 0)
        fprintf(out, "'age': ");
    else
        fprintf(out, "'%c%zu': ", kinds[attribute], attribute);
    if (attribute < 4) {
        size_t from = random_below(random, maxima[attribute]);

        fprintf(out, "{'from': %zu, 'through': %zu}", from,
                from + 5 + random_below(random, maxima[attribute] / 2));
    } else if (attribute < 8) {
        add_values(out, random, 20, 1 + random_below(random, 6));
    } else if (random_chance(random, 60)) {
        add_values(out, random, 16, 1 + random_below(random, 3));
    } else {
        fprintf(out, "{'all_of': ");
        add_values(out, random, 16, 1 + random_below(random, 2));
        fprintf(out, "}");
    }
}

/* A rule's condition: two to four tests of different attributes. */
static void
add_condition(FILE *out, struct random *random)
{
    size_t left = 2 + random_below(random, 3);
    size_t attribute = random_below(random, NUM_ATTRIBUTES);

    for (size_t i = 0; i < left; i++) {
        fprintf(out, "%s", i == 0 ? "{" : ", ");
        add_test(out, random, attribute);
        attribute = (attribute + 1 + random_below(random, 3)) % NUM_ATTRIBUTES;
    }
    fprintf(out, "}");
}

static void
add_attributes(FILE *out)
{
    fprintf(out, "'attributes': {");
    for (size_t i = 1; i < NUM_ATTRIBUTES; i++) {
        size_t num = i < 8 ? 20 : 16;

        fprintf(out, "%s'%c%zu': ", i == 1 ? "" : ", ", kinds[i], i);
        if (i < 4) {
            fprintf(out, "{'type': 'integer', 'min': 0, 'max': %zu}",
                    maxima[i]);
            continue;
        }
        fprintf(out, "{'type': '%s', 'values': [", i < 8 ? "enum" : "set");
        for (size_t k = 0; k < num; k++)
            fprintf(out, "%s'v%zu'", k == 0 ? "" : ", ", k);
        fprintf(out, "]}");
    }
    fprintf(out, "}, 'target_groups': [{'id': 'g', 'name': 'G', 'when': {}}], "
                 "'areas': [");
    for (size_t i = 0; i < CITY_AREAS; i++)
        fprintf(out, "%s{'id': 'a%zu', 'name': 'A'}", i == 0 ? "" : ", ", i);
    fprintf(out, "]");
}

struct msb_rules *
city_draw(uint64_t seed, size_t step)
{
    struct msb_rules *rules;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    add_attributes(out);
    fprintf(out, ", 'responsibility': [");
    for (size_t i = 0; i < CITY_RULES; i++) {
        bool is_changed = step > 0 && i % step == step - 1;
        struct random random = {seed + i * 7 + (is_changed ? 1000000 : 0)};

        fprintf(out,
                "%s{'id': 'r%zu', 'area': 'a%zu', 'when': ", i == 0 ? "" : ", ",
                i, random_below(&random, CITY_AREAS));
        add_condition(out, &random);
        fprintf(out, "}");
    }
    fprintf(out, "]");
    assert_int_equal(fclose(out), 0);
    rules = rules_of(text);
    free(text);
    return rules;
}

struct msb_outcome
city_decide(struct msb_rules *rules, const char *witness)
{
    struct msb_facts *facts = facts_of(rules, witness);
    struct msb_outcome outcome;

    assert_int_equal(
        msb_rules_decide(rules, facts, date_of("2019-06-01"), &outcome, NULL),
        MSB_OK);
    msb_facts_free(facts);
    return outcome;
}
