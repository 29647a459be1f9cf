/* SPDX-License-Identifier: MIT */
/*
 * Cases for programs. CSV is RFC 4180: a header, lines that end in CRLF, cells
 * quoted where they must be. A text that a spreadsheet would take for a formula
 * gets an apostrophe in front; ids and facts never begin like one, so they
 * are as they are.
 */
#include "decide/cases.h"

#include <string.h>

#include "base/error.h"

/* One cell, on one line: a control character becomes a blank. */
static void
add_cell(struct msbi_text *text, const char *string)
{
    bool is_quoted = strpbrk(string, ",\"") != NULL;

    if (is_quoted)
        msbi_text_add(text, "\"");
    if (*string != '\0' && strchr("=+-@", *string) != NULL)
        msbi_text_add(text, "'");
    for (; *string != '\0'; string++) {
        bool is_control = (unsigned char)*string < ' ' || *string == 0x7f;

        if (*string == '"')
            msbi_text_add(text, "\"");
        msbi_text_add_bytes(text, is_control ? " " : string, 1);
    }
    if (is_quoted)
        msbi_text_add(text, "\"");
}

/* A cell, and the comma before it; NULL: empty. */
static void
add_next(struct msbi_text *text, const char *string)
{
    msbi_text_add(text, ",");
    if (string != NULL)
        add_cell(text, string);
}

/* The same for a text of one's own; NULL: there was no memory. */
static void
add_owned(struct msbi_text *text, char *string)
{
    if (string == NULL)
        text->failed = true;
    add_next(text, string);
    msbi_free(string);
}

/* The attributes that some row says something of, in the model's order. */
static enum msb_status
find_columns(const struct msb_cases *cases, struct msbi_indices *columns)
{
    size_t num = cases->rules->model->num_attributes;

    columns->num = 0;
    columns->items = msbi_alloc_array(num, sizeof *columns->items);
    if (columns->items == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < num; i++) {
        bool is_tested = false;

        for (size_t k = 0; k < cases->num && !is_tested; k++)
            for (size_t r = 0; r < cases->lists[k].boxes.num && !is_tested; r++)
                is_tested = msbi_case_tests(&cases->lists[k].boxes.items[r], i);
        if (is_tested)
            columns->items[columns->num++] = i;
    }
    return MSB_OK;
}

static void
add_head(struct msbi_text *text, const struct msb_model *model,
         const struct msbi_indices *columns)
{
    bool is_single = model->coordination == MSB_COORDINATION_SINGLE;

    msbi_text_add(text, is_single ? "id,rule,area,area_name"
                                  : "id,service,entry,area,area_name,unit");
    msbi_text_add(text, ",kinds,target_group");
    for (size_t i = 0; i < columns->num; i++)
        msbi_text_addf(text, ",when.%s",
                       model->attributes[columns->items[i]].name);
    msbi_text_add(text, ",facts\r\n");
}

/* Who decides, and who answers. */
static void
add_owner(struct msbi_text *text, const struct msbi_speech *speech,
          const struct msb_case_list *told)
{
    const struct msb_model *model = speech->model;

    if (told->service == MSB_NONE) {
        add_next(text, msb_model_get_part_id(model, MSB_PART_RULE, told->rule));
    } else {
        add_next(text, model->services[told->service].id);
        msbi_text_add(text, ",");
        if (told->entry != MSB_NONE)
            msbi_text_addf(text, "%zu", told->entry + 1);
    }
    add_next(text, msb_model_get_part_id(model, MSB_PART_AREA, told->area));
    add_next(text, told->area == MSB_NONE ? NULL
                                          : msbi_name_area(speech, told->area));
    if (told->service != MSB_NONE)
        add_next(text, msb_model_get_part_id(model, MSB_PART_UNIT, told->unit));
    msbi_text_addf(text, ",%llu%s", (unsigned long long)told->num_kinds,
                   told->is_counted ? "" : "+");
}

static void
add_row(struct msbi_text *text, const struct msbi_speech *speech,
        const struct msb_cases *cases, size_t list, size_t row,
        const struct msbi_indices *columns)
{
    const struct msbi_box *box = &cases->lists[list].boxes.items[row];
    struct msb_case told;

    msb_cases_get_row(cases, list, row, &told);
    add_cell(text, told.id);
    add_owner(text, speech, &cases->lists[list].told);
    add_next(text, msb_model_get_part_id(speech->model, MSB_PART_TARGET_GROUP,
                                         told.target_group));
    for (size_t i = 0; i < columns->num; i++)
        add_owned(text,
                  msbi_word_case(speech, cases->rules, box, columns->items[i]));
    add_next(text, told.facts);
    msbi_text_add(text, "\r\n");
}

enum msb_status
msb_cases_format_csv(const struct msb_cases *cases, const char *language,
                     char **out, struct msb_error *err)
{
    struct msbi_indices columns;
    struct msbi_speech speech;
    struct msbi_text text;

    if (cases == NULL || out == NULL)
        return msbi_fail_misuse(err, "cases and out must not be NULL");
    *out = NULL;
    if (!msbi_cases_start_speech(cases, language, &speech))
        return msbi_fail_misuse(err, "language must be \"da\" or \"en\"");
    if (find_columns(cases, &columns) != MSB_OK)
        return msbi_fail_nomem(err);
    msbi_text_init(&text);
    add_head(&text, speech.model, &columns);
    for (size_t i = 0; i < cases->num && !text.failed; i++)
        for (size_t k = 0; k < cases->lists[i].boxes.num; k++)
            add_row(&text, &speech, cases, i, k, &columns);
    msbi_free(columns.items);
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}

enum msb_status
msb_cases_format_jsonl(const struct msb_cases *cases, char **out,
                       struct msb_error *err)
{
    struct msbi_text text;
    struct msb_case told;

    if (cases == NULL || out == NULL)
        return msbi_fail_misuse(err, "cases and out must not be NULL");
    msbi_text_init(&text);
    for (size_t i = 0; i < cases->num; i++)
        for (size_t k = 0; msb_cases_get_row(cases, i, k, &told); k++) {
            msbi_text_add(&text, "{\"id\": ");
            msbi_text_add_json(&text, told.id);
            /* The facts are an object that holds at least the age. */
            msbi_text_addf(&text, ", %s\n", told.facts + 1);
        }
    *out = msbi_text_take(&text);
    return *out == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
