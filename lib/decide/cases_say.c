/* SPDX-License-Identifier: MIT */
/*
 * A row in words: what it asks of an attribute, as short as a cell of a table,
 * and what is listed. Where an enum allows more values than it excludes, the
 * excluded ones are named.
 */
#include "decide/cases.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

struct msb_rules *
msb_cases_get_rules(const struct msb_cases *cases)
{
    return cases == NULL ? NULL : cases->rules;
}

size_t
msb_cases_num_lists(const struct msb_cases *cases)
{
    return cases == NULL ? 0 : cases->num;
}

bool
msb_cases_get_list(const struct msb_cases *cases, size_t list,
                   struct msb_case_list *out)
{
    if (out == NULL || list >= msb_cases_num_lists(cases))
        return false;
    *out = cases->lists[list].told;
    return true;
}

static const struct msbi_case_row *
find_row(const struct msb_cases *cases, size_t list, size_t row)
{
    if (list >= msb_cases_num_lists(cases)
        || row >= cases->lists[list].boxes.num)
        return NULL;
    return &cases->lists[list].rows[row];
}

bool
msb_cases_get_row(const struct msb_cases *cases, size_t list, size_t row,
                  struct msb_case *out)
{
    const struct msbi_case_row *found = find_row(cases, list, row);

    if (out == NULL || found == NULL)
        return false;
    out->id = found->id;
    out->facts = found->facts;
    out->target_group = found->groups.num == 1 && !found->in_no_group
                            ? found->groups.items[0]
                            : MSB_NONE;
    return true;
}

bool
msbi_cases_start_speech(const struct msb_cases *cases, const char *language,
                        struct msbi_speech *speech)
{
    memset(speech, 0, sizeof *speech);
    if (!msbi_language_find(language, &speech->language))
        return false;
    speech->model = cases->rules->model;
    speech->language_name = language == NULL ? "da" : language;
    msbi_text_init(&speech->text);
    return true;
}

bool
msbi_case_tests(const struct msbi_box *box, size_t attribute)
{
    for (size_t i = 0; i < box->num; i++)
        if (box->clauses[i].attribute == attribute)
            return true;
    return false;
}

/* "15–29"; words where an end is open, or where a minus would mislead. */
static char *
word_limits(const struct msbi_speech *speech, size_t attribute,
            const struct msbi_range *range)
{
    const struct msbi_attribute *item = &speech->model->attributes[attribute];
    char low[16], high[16];

    if (range->low < 0 || range->low == range->high || range->low == item->min
        || range->high == item->max)
        return msbi_word_range(speech, attribute, range);
    snprintf(low, sizeof low, "%d", (int)range->low);
    snprintf(high, sizeof high, "%d", (int)range->high);
    return msbi_speak(speech, "case_range",
                      (const char *const[4]){low, high, NULL, NULL});
}

static char *
word_numbers(const struct msbi_speech *speech, const struct msbi_test *allowed)
{
    struct msbi_word_list list;

    msbi_word_list_start(&list, speech, "list_or", allowed->num_ranges);
    for (size_t i = 0; i < allowed->num_ranges; i++) {
        char *word = word_limits(speech, allowed->attribute,
                                 &allowed->ranges[i]);

        msbi_word_list_add(&list, word);
        msbi_free(word);
    }
    return msbi_text_take(&list.text);
}

/* The values of an enum that are allowed, or those that are not. */
static char *
word_codes(const struct msbi_speech *speech, const struct msbi_test *allowed)
{
    size_t num = speech->model->attributes[allowed->attribute].values.num;
    struct msbi_indices named = {0}, others = {0};
    char *words = NULL, *said = NULL;
    size_t next = 0;

    named.items = msbi_alloc_array(num, sizeof *named.items);
    others.items = msbi_alloc_array(num, sizeof *others.items);
    for (size_t i = 0; i < num && named.items != NULL && others.items != NULL;
         i++) {
        while (next < allowed->num_ranges
               && allowed->ranges[next].high < (int32_t)i)
            next++;
        if (next < allowed->num_ranges
            && allowed->ranges[next].low <= (int32_t)i)
            named.items[named.num++] = i;
        else
            others.items[others.num++] = i;
    }
    if (named.num > 3 && named.num > others.num) {
        words = msbi_word_values(speech, allowed->attribute, &others,
                                 "list_and");
        if (words != NULL)
            said = msbi_speak(speech, "case_all_but",
                              (const char *const[4]){words, NULL, NULL, NULL});
        msbi_free(words);
    } else if (named.num > 0) {
        said = msbi_word_values(speech, allowed->attribute, &named, "list_or");
    }
    msbi_free(named.items);
    msbi_free(others.items);
    return said;
}

static char *
word_scalar(const struct msbi_speech *speech, const struct msb_rules *rules,
            const struct msbi_box *box, size_t attribute)
{
    enum msb_attribute_type type = speech->model->attributes[attribute].type;
    struct msbi_test allowed;
    char *said;

    if (msbi_box_allow(box, rules, attribute, &allowed) != MSB_OK)
        return NULL;
    if (type == MSB_ATTRIBUTE_INTEGER)
        said = word_numbers(speech, &allowed);
    else if (type == MSB_ATTRIBUTE_ENUM)
        said = word_codes(speech, &allowed);
    else
        said = msbi_word_test(speech, &allowed);
    msbi_free(allowed.ranges);
    return said;
}

/* Add a demand on a set, behind a semicolon; NULL: there was no memory. */
static void
add_demand(struct msbi_text *text, char *demand)
{
    if (text->length > 0)
        msbi_text_add(text, "; ");
    if (demand == NULL)
        text->failed = true;
    else
        msbi_text_add(text, demand);
    msbi_free(demand);
}

static char *
speak_values(const struct msbi_speech *speech, const char *code,
             size_t attribute, const struct msbi_indices *values,
             const char *joint)
{
    char *words = msbi_word_values(speech, attribute, values, joint);
    char *said = words;

    if (words != NULL && code != NULL) {
        said = msbi_speak(speech, code,
                          (const char *const[4]){words, NULL, NULL, NULL});
        msbi_free(words);
    }
    return said;
}

/* All values of the clauses of one kind, or those of one clause alone. */
static void
add_demands(const struct msbi_speech *speech, const struct msbi_box *box,
            size_t attribute, enum msbi_clause_kind kind,
            struct msbi_indices *values, struct msbi_text *text)
{
    bool is_any = kind == MSBI_CLAUSE_ANY;

    values->num = 0;
    for (size_t i = 0; i < box->num; i++) {
        const struct msbi_clause *clause = &box->clauses[i];

        if (clause->attribute != attribute || clause->kind != kind)
            continue;
        for (size_t k = 0; k < clause->num; k++)
            values->items[values->num++] = clause->items[k];
        if (!is_any && kind != MSBI_CLAUSE_NOT_ALL)
            continue;
        add_demand(text, speak_values(speech, is_any ? NULL : "case_not_all",
                                      attribute, values,
                                      is_any ? "list_or" : "list_and"));
        values->num = 0;
    }
    if (values->num > 0)
        add_demand(
            text,
            speak_values(speech, kind == MSBI_CLAUSE_ALL ? NULL : "case_not",
                         attribute, values,
                         kind == MSBI_CLAUSE_ALL ? "list_and" : "list_or"));
}

static char *
word_set(const struct msbi_speech *speech, const struct msbi_box *box,
         size_t attribute)
{
    static const enum msbi_clause_kind kinds[] = {
        MSBI_CLAUSE_ALL, MSBI_CLAUSE_ANY, MSBI_CLAUSE_NOT_ALL,
        MSBI_CLAUSE_NONE};
    size_t num = speech->model->attributes[attribute].values.num;
    struct msbi_indices values = {
        .items = msbi_alloc_array(num, sizeof *values.items)};
    struct msbi_text text;

    if (values.items == NULL)
        return NULL;
    msbi_text_init(&text);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        add_demands(speech, box, attribute, kinds[i], &values, &text);
    msbi_free(values.items);
    return msbi_text_take(&text);
}

char *
msbi_word_case(const struct msbi_speech *speech, const struct msb_rules *rules,
               const struct msbi_box *box, size_t attribute)
{
    if (!msbi_case_tests(box, attribute))
        return msbi_speak(speech, "case_any",
                          (const char *const[4]){NULL, NULL, NULL, NULL});
    if (speech->model->attributes[attribute].type == MSB_ATTRIBUTE_SET)
        return word_set(speech, box, attribute);
    return word_scalar(speech, rules, box, attribute);
}

char *
msbi_word_case_groups(const struct msbi_speech *speech,
                      const struct msbi_case_row *row)
{
    const struct msb_model *model = speech->model;
    struct msbi_word_list list;

    if (row->groups.num == model->num_groups && row->groups.num > 1)
        return msbi_speak(speech, "case_any",
                          (const char *const[4]){NULL, NULL, NULL, NULL});
    msbi_word_list_start(&list, speech, "list_or",
                         row->groups.num + row->in_no_group);
    for (size_t i = 0; i < row->groups.num; i++)
        msbi_word_list_add(&list,
                           msb_model_get_part_name(model, MSB_PART_TARGET_GROUP,
                                                   row->groups.items[i],
                                                   speech->language_name));
    if (row->in_no_group)
        msbi_word_list_add(
            &list, msbi_catalogue_find("none")->texts[speech->language]);
    return msbi_text_take(&list.text);
}

enum msb_status
msb_cases_describe(const struct msb_cases *cases, size_t list, size_t row,
                   size_t attribute, const char *language, char **out,
                   struct msb_error *err)
{
    const struct msbi_case_row *found = find_row(cases, list, row);
    struct msbi_speech speech;

    if (out == NULL)
        return msbi_fail_misuse(err, "out must not be NULL");
    *out = NULL;
    if (found == NULL)
        return msbi_fail_misuse(err, "there must be such a row");
    if (!msbi_cases_start_speech(cases, language, &speech))
        return msbi_fail_misuse(err, "language must be \"da\" or \"en\"");
    if (attribute >= speech.model->num_attributes)
        return msbi_fail_misuse(err, "there must be such an attribute");
    if (!msbi_case_tests(found->box, attribute))
        return MSB_OK;
    *out = msbi_word_case(&speech, cases->rules, found->box, attribute);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
