/* SPDX-License-Identifier: MIT */
/*
 * Cases for people: a section for each rule, with its reason, and a table of
 * the kinds that it decides. Columns are padded, so that the text can be read
 * as it is; what is tested nowhere in a table has no column.
 */
#include "decide/cases.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "decide/cases_grid.h"

/* A letter or digit, or a byte of one beyond ASCII. */
static bool
is_of_word(unsigned char byte)
{
    return byte >= 0x80 || (byte >= '0' && byte <= '9')
           || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* Whether a character means something in Markdown where it stands. */
static bool
is_mark(const char *at, char before)
{
    if (*at == '_') /* inside a word it is only a letter */
        return !is_of_word((unsigned char)before)
               || !is_of_word((unsigned char)at[1]);
    if (*at == ']') /* brackets are a link only before a parenthesis */
        return at[1] == '(';
    return strchr("\\|<>*`", *at) != NULL;
}

/* A text of the model, on one line, with no meaning for Markdown. */
static char *
escape(const char *string)
{
    struct msbi_text text;
    char before = ' ';

    msbi_text_init(&text);
    msbi_text_add(&text, "");
    if (string == NULL)
        text.failed = true;
    for (; string != NULL && *string != '\0'; before = *string++) {
        if ((unsigned char)*string < ' ' || *string == 0x7f) {
            msbi_text_add(&text, " ");
            continue;
        }
        if (is_mark(string, before))
            msbi_text_add(&text, "\\");
        msbi_text_add_bytes(&text, string, 1);
    }
    return msbi_text_take(&text);
}

/* escape(), of a text of one's own. */
static char *
escape_owned(char *string)
{
    char *escaped = escape(string);

    msbi_free(string);
    return escaped;
}

static const char *
get_word(const struct msbi_speech *speech, const char *code)
{
    return msbi_catalogue_find(code)->texts[speech->language];
}

/* Say a line of which the words are the model's. */
static void
say(struct msbi_speech *speech, const char *before, const char *code,
    const char *const words[MSBI_MAX_ARGUMENTS])
{
    char *line = escape_owned(msbi_speak(speech, code, words));

    msbi_text_add(&speech->text, before);
    if (line == NULL)
        speech->text.failed = true;
    else
        msbi_text_addf(&speech->text, "%s\n", line);
    msbi_free(line);
}

static void
say_text(struct msbi_speech *speech, const char *code,
         const struct msbi_texts *texts)
{
    const char *string = msbi_texts_get(texts, speech->language_name);

    if (string != NULL)
        say(speech, "- ", code,
            (const char *const[4]){string, NULL, NULL, NULL});
}

/* The heading of an entry; its number only where there are several. */
static void
say_entry(struct msbi_speech *speech, const struct msb_case_list *told,
          const char *service, const char *area)
{
    const struct msb_model *model = speech->model;
    bool is_only = model->services[told->service].num_entries == 1;
    const char *unit = msb_model_get_part_name(model, MSB_PART_UNIT, told->unit,
                                               speech->language_name);
    char *deliverer = unit == NULL ? msbi_copy_text(area, strlen(area))
                                   : msbi_speak(speech, "case_unit",
                                                (const char *const[4]){
                                                    unit, area, NULL, NULL});
    char number[24];

    snprintf(number, sizeof number, "%zu", told->entry + 1);
    if (is_only)
        say(speech, "\n## ", "case_rule",
            (const char *const[4]){service, deliverer, NULL, NULL});
    else
        say(speech, "\n## ", "case_service",
            (const char *const[4]){service, number, deliverer, NULL});
    msbi_free(deliverer);
}

/* The heading of a rule, of an entry of a service, or of a gap. */
static void
say_heading(struct msbi_speech *speech, const struct msb_case_list *told)
{
    static const char *const nothing[MSBI_MAX_ARGUMENTS];
    const struct msb_model *model = speech->model;
    const char *language = speech->language_name;
    const char *service = msb_model_get_part_name(model, MSB_PART_SERVICE,
                                                  told->service, language);
    const char *area = msb_model_get_part_name(model, MSB_PART_AREA, told->area,
                                               language);

    if (area == NULL && service == NULL)
        say(speech, "\n## ", "case_gap", nothing);
    else if (area == NULL)
        say(speech, "\n## ", "case_gap_service",
            (const char *const[4]){service, NULL, NULL, NULL});
    else if (service == NULL)
        say(speech, "\n## ", "case_rule",
            (const char *const[4]){model->rules[told->rule].id, area, NULL,
                                   NULL});
    else
        say_entry(speech, told, service, area);
}

static void
say_reasons(struct msbi_speech *speech, const struct msb_case_list *told)
{
    const struct msb_model *model = speech->model;

    msbi_text_add(&speech->text, "\n");
    if (told->rule != MSB_NONE) {
        const struct msbi_rule *rule = &model->rules[told->rule];

        say_text(speech, "because", &rule->because);
        say_text(speech, "law", &rule->law);
        say_text(speech, "source", &rule->source);
    }
    if (told->service != MSB_NONE)
        say_text(speech, "law", &model->services[told->service].law);
}

/* One fact of the example. */
static char *
speak_fact(const struct msbi_speech *speech, const struct msb_rules *rules,
           const struct msbi_box *box, size_t attribute)
{
    size_t num = speech->model->attributes[attribute].values.num;
    struct msbi_value value = {.is_known = true};
    char *word = NULL, *said = NULL;

    value.held.items = msbi_alloc_array(num, sizeof *value.held.items);
    if (value.held.items == NULL)
        return NULL;
    if (speech->model->attributes[attribute].type == MSB_ATTRIBUTE_SET) {
        for (size_t i = 0; i < num; i++)
            if (msbi_box_must_hold(box, attribute, i))
                value.held.items[value.held.num++] = i;
        word = msbi_word_value(speech, attribute, &value);
    } else if (msbi_box_pick(box, rules, attribute, &value.scalar) == MSB_OK) {
        word = msbi_word_value(speech, attribute, &value);
    }
    msbi_free(value.held.items);
    if (word != NULL)
        said = msbi_speak(
            speech, "case_fact",
            (const char *const[4]){msbi_name_attribute(speech, attribute), word,
                                   NULL, NULL});
    msbi_free(word);
    return said;
}

/* The example's facts, of the attributes that have a column. */
static char *
speak_example(const struct msbi_speech *speech, const struct msb_rules *rules,
              const struct msbi_box *box, const struct msbi_indices *columns)
{
    struct msbi_text text;

    msbi_text_init(&text);
    for (size_t i = 0; i < columns->num; i++) {
        char *fact = speak_fact(speech, rules, box, columns->items[i]);

        if (i > 0)
            msbi_text_add(&text, "; ");
        if (fact == NULL)
            text.failed = true;
        else
            msbi_text_add(&text, fact);
        msbi_free(fact);
    }
    return msbi_text_take(&text);
}

/* The attributes that a row of the list says something of. */
static void
find_columns(const struct msbi_case_list *list, size_t num_attributes,
             struct msbi_indices *columns)
{
    columns->num = 0;
    for (size_t i = 0; i < num_attributes; i++)
        for (size_t k = 0; k < list->boxes.num; k++)
            if (msbi_case_tests(&list->boxes.items[k], i)) {
                columns->items[columns->num++] = i;
                break;
            }
}

static char *
copy_number(size_t number)
{
    char text[24];

    snprintf(text, sizeof text, "%zu", number);
    return msbi_copy_text(text, strlen(text));
}

static void
fill_grid(struct msbi_grid *grid, const struct msbi_speech *speech,
          const struct msb_rules *rules, const struct msbi_case_list *list,
          const struct msbi_indices *columns)
{
    bool has_groups = speech->model->num_groups > 0;
    size_t group = speech->model->target_group_attribute;

    msbi_grid_add(grid, escape(get_word(speech, "case_number")));
    if (has_groups)
        msbi_grid_add(grid, escape(msbi_name_attribute(speech, group)));
    for (size_t i = 0; i < columns->num; i++)
        msbi_grid_add(grid,
                      escape(msbi_name_attribute(speech, columns->items[i])));
    msbi_grid_add(grid, escape(get_word(speech, "case_example")));
    grid->num_columns = grid->num;
    for (size_t i = 0; i < list->boxes.num && !grid->failed; i++) {
        const struct msbi_box *box = &list->boxes.items[i];

        msbi_grid_add(grid, copy_number(i + 1));
        if (has_groups)
            msbi_grid_add(grid, escape_owned(msbi_word_case_groups(
                                    speech, &list->rows[i])));
        for (size_t k = 0; k < columns->num; k++)
            msbi_grid_add(grid, escape_owned(msbi_word_case(
                                    speech, rules, box, columns->items[k])));
        msbi_grid_add(grid,
                      escape_owned(speak_example(speech, rules, box, columns)));
    }
}

/* How many kinds are not in the table. */
static void
say_rest(struct msbi_speech *speech, const struct msb_case_list *told)
{
    static const char *const nothing[MSBI_MAX_ARGUMENTS];
    uint64_t rest = told->num_kinds - told->num_rows;
    char number[24];

    snprintf(number, sizeof number, "%llu", (unsigned long long)rest);
    if (told->is_counted && rest > 0)
        say(speech, "\n", "case_more",
            (const char *const[4]){number, NULL, NULL, NULL});
    else if (rest > 0)
        say(speech, "\n", "case_more_open", nothing);
    else if (!told->is_counted && told->num_kinds > 0)
        say(speech, "\n", "case_more_perhaps", nothing);
}

static void
say_table(struct msbi_speech *speech, const struct msb_rules *rules,
          const struct msbi_case_list *list)
{
    static const char *const nothing[MSBI_MAX_ARGUMENTS];
    size_t num = speech->model->num_attributes;
    struct msbi_indices columns = {
        .items = msbi_alloc_array(num, sizeof *columns.items)};
    struct msbi_grid grid = {.num = 0};

    if (columns.items == NULL) {
        speech->text.failed = true;
        return;
    }
    find_columns(list, num, &columns);
    if (list->boxes.num == 0) {
        say(speech, "", list->told.is_counted ? "case_nobody" : "case_unknown",
            nothing);
    } else if (columns.num == 0) {
        say(speech, "", "case_everyone", nothing);
    } else {
        fill_grid(&grid, speech, rules, list, &columns);
        msbi_grid_print(&speech->text, &grid);
    }
    msbi_grid_release(&grid);
    msbi_free(columns.items);
    say_rest(speech, &list->told);
}

enum msb_status
msb_cases_format_markdown(const struct msb_cases *cases, const char *language,
                          char **out, struct msb_error *err)
{
    static const char *const nothing[MSBI_MAX_ARGUMENTS];
    struct msbi_speech speech;
    const char *name;

    if (cases == NULL || out == NULL)
        return msbi_fail_misuse(err, "cases and out must not be NULL");
    *out = NULL;
    if (!msbi_cases_start_speech(cases, language, &speech))
        return msbi_fail_misuse(err, "language must be \"da\" or \"en\"");
    name = msb_model_get_name(speech.model, speech.language_name);
    say(&speech, "# ", "case_title",
        (const char *const[4]){name, NULL, NULL, NULL});
    say(&speech, "\n", "case_intro", nothing);
    for (size_t i = 0; i < cases->num && !speech.text.failed; i++) {
        const struct msbi_case_list *list = &cases->lists[i];
        size_t before;

        say_heading(&speech, &list->told);
        before = speech.text.length + 1; /* behind the empty line */
        say_reasons(&speech, &list->told);
        if (speech.text.length > before)
            msbi_text_add(&speech.text, "\n");
        say_table(&speech, cases->rules, list);
    }
    *out = msbi_text_take(&speech.text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
