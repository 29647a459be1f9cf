/* SPDX-License-Identifier: MIT */
#ifndef SUPPORT_SHORT_H
#define SUPPORT_SHORT_H

#include <msb/date.h>
#include <msb/facts.h>
#include <msb/model.h>
#include <msb/rules.h>

/*
 * Short ways from texts to models, rules, facts and decisions, over the
 * public interface alone. In every text given, ' stands for ". What fails
 * where it must not fails the test.
 */

/* A copy with double quotes; free() it. */
char *quoted(const char *text);

struct msb_date date_of(const char *iso);

/* The model of these members; id, name and valid_from are put before. */
struct msb_model *model_of(const char *members);
/* The same, compiled; the model lives as long as the rules. */
struct msb_rules *rules_of(const char *members);
/* A fact sheet for the rules' model. */
struct msb_facts *facts_of(struct msb_rules *rules, const char *json);

/* The explanation as JSON; free() it. */
char *explanation_of(struct msb_rules *rules, const char *facts);
/* What `msb check --json` prints; free() it. */
char *analysis_of(struct msb_rules *rules);

/* Fails unless @json holds the member with that value, written the same. */
void assert_member(const char *json, const char *member, const char *expected);
/* assert_member() of the decision of @facts. */
void assert_decides(struct msb_rules *rules, const char *facts,
                    const char *member, const char *expected);
/* assert_member() of the explanation of @facts. */
void assert_explains(struct msb_rules *rules, const char *facts,
                     const char *member, const char *expected);

#endif
