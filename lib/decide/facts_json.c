/* SPDX-License-Identifier: MIT */
/*
 * Facts from a JSON object. Each member is checked against the model: a name
 * that it does not declare, a value of the wrong type or outside the domain
 * rejects the object, with the member's name and never with the value.
 */
#include "decide/facts.h"

#include <string.h>

#include "base/error.h"
#include "model/model.h"

static enum msb_status
reject(struct msb_error *err, const char *member, const char *code,
       const char *message)
{
    msbi_fail(err, MSB_ERR_INVALID, code, "%s", message);
    msbi_error_at(err, member, 0, 0);
    return MSB_ERR_INVALID;
}

static enum msb_status
fill_birth_date(struct msb_facts *facts, const struct msbi_json_value *value,
                struct msb_error *err)
{
    const char *text = msbi_json_string(value);
    struct msb_date date;

    if (msbi_json_type(value) == MSBI_JSON_NULL)
        return MSB_OK;
    if (text == NULL)
        return reject(err, "birth_date", "wrong_type",
                      "a date is expected, as \"YYYY-MM-DD\"");
    if (msb_date_parse(text, strlen(text), MSB_DATE_FORM_ISO, &date, NULL)
        != MSB_OK)
        return reject(err, "birth_date", "bad_date",
                      "no date, YYYY-MM-DD, of the calendar");
    msb_facts_set_birth_date(facts, date);
    return MSB_OK;
}

static enum msb_status
fill_set(struct msb_facts *facts, size_t index,
         const struct msbi_json_value *value, bool lenient,
         struct msb_error *err)
{
    const struct msbi_attribute *attribute = &facts->model->attributes[index];

    if (msbi_json_type(value) != MSBI_JSON_ARRAY)
        return reject(err, attribute->name, "wrong_type",
                      "a list of strings is expected");
    facts->scalars[index] = 1;
    for (const struct msbi_json_value *item = msbi_json_first(value);
         item != NULL; item = msbi_json_next(item)) {
        const char *text = msbi_json_string(item);
        size_t code;

        if (text == NULL)
            return reject(err, attribute->name, "wrong_type",
                          "a list of strings is expected");
        code = msbi_attribute_find_value(attribute, text, strlen(text));
        if (code == MSB_NONE && lenient
            && index == facts->model->services_attribute)
            continue;
        if (code == MSB_NONE)
            return reject(err, attribute->name, "unknown_value",
                          "the model declares no such value");
        facts->words[facts->first_word[index] + code / 64] |= (uint64_t)1
                                                              << code % 64;
    }
    return MSB_OK;
}

static enum msb_status
fill_enum(struct msb_facts *facts, size_t index,
          const struct msbi_json_value *value, struct msb_error *err)
{
    const struct msbi_attribute *attribute = &facts->model->attributes[index];
    const char *text = msbi_json_string(value);
    size_t code;

    if (text == NULL)
        return reject(err, attribute->name, "wrong_type",
                      "a string is expected");
    code = msbi_attribute_find_value(attribute, text, strlen(text));
    if (code == MSB_NONE)
        return reject(err, attribute->name, "unknown_value",
                      "the model declares no such value");
    facts->scalars[index] = (int32_t)code;
    return MSB_OK;
}

static enum msb_status
fill_integer(struct msb_facts *facts, size_t index,
             const struct msbi_json_value *value, struct msb_error *err)
{
    const struct msbi_attribute *attribute = &facts->model->attributes[index];
    int64_t number;

    if (!msbi_json_integer(value, &number))
        return reject(err, attribute->name, "wrong_type",
                      "a whole number is expected");
    if (number < attribute->min || number > attribute->max)
        return reject(err, attribute->name, "out_of_range",
                      "the number is outside the declared domain");
    facts->scalars[index] = (int32_t)number;
    return MSB_OK;
}

static enum msb_status
fill_flag(struct msb_facts *facts, size_t index,
          const struct msbi_json_value *value, struct msb_error *err)
{
    enum msbi_json_type type = msbi_json_type(value);

    if (type != MSBI_JSON_TRUE && type != MSBI_JSON_FALSE)
        return reject(err, facts->model->attributes[index].name, "wrong_type",
                      "true or false is expected");
    facts->scalars[index] = type == MSBI_JSON_TRUE;
    return MSB_OK;
}

static enum msb_status
fill_attribute(struct msb_facts *facts, size_t index,
               const struct msbi_json_value *value, bool lenient,
               struct msb_error *err)
{
    if (facts->given[index])
        return reject(err, facts->model->attributes[index].name,
                      "duplicate_member", "the member is given twice");
    facts->given[index] = true;
    if (msbi_json_type(value) == MSBI_JSON_NULL)
        return MSB_OK;
    switch (facts->model->attributes[index].type) {
    case MSB_ATTRIBUTE_INTEGER:
        return fill_integer(facts, index, value, err);
    case MSB_ATTRIBUTE_ENUM:
        return fill_enum(facts, index, value, err);
    case MSB_ATTRIBUTE_FLAG:
        return fill_flag(facts, index, value, err);
    case MSB_ATTRIBUTE_SET:
        return fill_set(facts, index, value, lenient, err);
    }
    return MSB_OK;
}

/* MSB_OK the first time that a member which is no attribute is met. */
static enum msb_status
give_once(bool *given, const char *member, struct msb_error *err)
{
    if (*given)
        return reject(err, member, "duplicate_member",
                      "the member is given twice");
    *given = true;
    return MSB_OK;
}

enum msb_status
msbi_facts_fill(struct msb_facts *facts, const struct msbi_json_value *object,
                bool lenient, struct msb_error *err)
{
    const struct msb_model *model = facts->model;
    enum msb_status status = MSB_OK;
    bool has_id = false, has_birth_date = false;

    if (msbi_json_type(object) != MSBI_JSON_OBJECT)
        return reject(err, "", "wrong_type", "a facts object is expected");
    for (const struct msbi_json_value *value = msbi_json_first(object);
         value != NULL && status == MSB_OK; value = msbi_json_next(value)) {
        const char *name = msbi_json_name(value);
        size_t index;

        if (strcmp(name, "id") == 0) {
            status = give_once(&has_id, name, err);
            continue;
        }
        if (strcmp(name, "birth_date") == 0) {
            status = give_once(&has_birth_date, name, err);
            if (status == MSB_OK)
                status = fill_birth_date(facts, value, err);
            continue;
        }
        index = msbi_model_find_attribute(model, name, strlen(name));
        if (index != MSB_NONE && index != model->target_group_attribute)
            status = fill_attribute(facts, index, value, lenient, err);
        else if (!lenient)
            status = reject(err, name, "unknown_member",
                            "the model declares no such attribute");
    }
    return status;
}

enum msb_status
msb_facts_parse_json(struct msb_facts *facts, const char *text, size_t length,
                     char **id, struct msb_error *err)
{
    const struct msbi_json_value *member;
    struct msbi_json *json = NULL;
    enum msb_status status;

    if (id != NULL)
        *id = NULL;
    if (facts == NULL || text == NULL)
        return msbi_fail_misuse(err, "facts and text must not be NULL");
    msb_facts_clear(facts);
    status = msbi_json_parse(text, length, false, &json, err);
    if (status != MSB_OK)
        return status;
    member = msbi_json_find(msbi_json_root(json), "id");
    if (member != NULL && msbi_json_string(member) == NULL) {
        status = reject(err, "id", "wrong_type", "a string is expected");
        goto out;
    }
    if (member != NULL && id != NULL) {
        const char *string = msbi_json_string(member);

        *id = msbi_copy_text(string, strlen(string));
        if (*id == NULL) {
            status = msbi_fail_nomem(err);
            goto out;
        }
    }
    status = msbi_facts_fill(facts, msbi_json_root(json), false, err);
out:
    msbi_json_free(json);
    return status;
}
