/* SPDX-License-Identifier: MIT */
#include "drawn_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/random.h"
#include "support/short.h"

static const char attributes[] =
    "'attributes': {'e': {'type': 'enum', 'values': ['a', 'b', 'c', 'd', 'e']},"
    " 'n': {'type': 'integer', 'min': 0, 'max': 4},"
    " 's': {'type': 'set', 'values': ['p', 'q', 'r', 't', 'u']},"
    " 'z': {'type': 'set', 'values': ['p', 'q']}}, "
    "'areas': [{'id': 'a', 'name': 'A'}], 'responsibility': [";

static void
add_part(FILE *out, struct random *random)
{
    const char *letters = "pqrtu";

    fprintf(out, "{'e': ['%c', '%c'], 'n': %zu, ",
            'a' + (int)random_below(random, 5),
            'a' + (int)random_below(random, 5), random_below(random, 5));
    if (random_chance(random, 50))
        fprintf(out, "'z': '%c', ", "pq"[random_below(random, 2)]);
    fprintf(out, "'s': {'any_of': ['%c', '%c'], 'none_of': ['%c']}}",
            letters[random_below(random, 5)], letters[random_below(random, 5)],
            letters[random_below(random, 5)]);
}

static void
add_condition(FILE *out, struct random *random)
{
    bool is_any = random_chance(random, 80);

    fprintf(out, "{'%s': [", is_any ? "any" : "all");
    add_part(out, random);
    fprintf(out, is_any ? ", " : ", {'not': ");
    add_part(out, random);
    fprintf(out, is_any ? "]}" : "}]}");
}

static void
add_services(FILE *out, struct random *random)
{
    for (int i = 0; i < NUM_CASE_SERVICES; i++) {
        fprintf(out, "%s{'id': 'v%d', 'name': 'V', 'delivered_by': [",
                i == 0 ? "" : ", ", i);
        for (int k = 0; k < NUM_CASE_ENTRIES; k++) {
            fprintf(out, "%s{'by': 'a', 'when': {'all': [", k == 0 ? "" : ", ");
            add_condition(out, random);
            fprintf(out, "]%s}}",
                    random_chance(random, 30) ? ", 'services': 'v0'" : "");
        }
        fprintf(out, "]}");
    }
}

struct msb_rules *
draw_case_rules(uint64_t seed, const char *members)
{
    struct random random = {seed};
    struct msb_rules *rules;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    fprintf(out, "%s%s", members, attributes);
    for (int i = 0; i < NUM_CASE_RULES; i++) {
        fprintf(out,
                "%s{'id': 'r%d', 'area': 'a', 'when': ", i == 0 ? "" : ", ", i);
        add_condition(out, &random);
        fprintf(out, "}");
    }
    fprintf(out, "], 'services': [");
    add_services(out, &random);
    fprintf(out, "]");
    assert_int_equal(fclose(out), 0);
    rules = rules_of(text);
    free(text);
    return rules;
}
