/* SPDX-License-Identifier: MIT */
/*
 * Facts as a draft keeps them: what a member says, for any model. A model
 * reads from JSON a string, a whole number, true, false or a list of strings;
 * anything else is a value that none can use, whichever it is. What says
 * nothing (null, and the citizen's id) has no cell.
 *
 * A member that is given twice is rejected by a model that declares it and
 * passed over by one that does not: no column can say that.
 */
#include <string.h>

#include <msb/date.h>

#include "base/error.h"
#include "model/json.h"
#include "store/columns/draft.h"

static int32_t
read_birth(const struct msbi_json_value *value)
{
    const char *text = msbi_json_string(value);
    struct msb_date date;

    if (msbi_json_type(value) == MSBI_JSON_NULL)
        return MSBI_CHUNK_UNBORN;
    if (text == NULL
        || msb_date_parse(text, strlen(text), MSB_DATE_FORM_ISO, &date, NULL)
               != MSB_OK)
        return MSBI_CHUNK_MISBORN;
    return date.days;
}

static bool
is_list_of_strings(const struct msbi_json_value *value)
{
    if (msbi_json_type(value) != MSBI_JSON_ARRAY)
        return false;
    for (value = msbi_json_first(value); value != NULL;
         value = msbi_json_next(value))
        if (msbi_json_string(value) == NULL)
            return false;
    return true;
}

static enum msb_status
add_set(struct msbi_draft *draft, struct msbi_draft_name *name,
        const struct msbi_json_value *value)
{
    uint32_t column, text;
    enum msb_status status = msbi_draft_find_column(draft, name, MSBI_CHUNK_SET,
                                                    &column);

    if (status == MSB_OK)
        status = msbi_draft_add_cell(draft, column, MSBI_CELL_KNOWN);
    for (value = msbi_json_first(value); value != NULL && status == MSB_OK;
         value = msbi_json_next(value)) {
        status = msbi_draft_find_text(draft, column, '\0',
                                      msbi_json_string(value), &text);
        if (status == MSB_OK)
            status = msbi_draft_add_cell(draft, column, text);
    }
    return status;
}

static enum msb_status
add_scalar(struct msbi_draft *draft, struct msbi_draft_name *name, char letter,
           const char *written)
{
    uint32_t column, text;
    enum msb_status status = msbi_draft_find_column(draft, name,
                                                    MSBI_CHUNK_SCALAR, &column);

    if (status == MSB_OK)
        status = msbi_draft_find_text(draft, column, letter, written, &text);
    return status != MSB_OK ? status : msbi_draft_add_cell(draft, column, text);
}

static enum msb_status
add_number(struct msbi_draft *draft, struct msbi_draft_name *name,
           const struct msbi_json_value *value)
{
    struct msbi_text written;
    enum msb_status status;
    int64_t number;

    if (!msbi_json_integer(value, &number))
        return add_scalar(draft, name, 'x', "");
    msbi_text_init(&written);
    msbi_text_add_integer(&written, number);
    status = written.failed ? MSB_ERR_NOMEM
                            : add_scalar(draft, name, 'i', written.data);
    msbi_text_release(&written);
    return status;
}

static enum msb_status
add_member(struct msbi_draft *draft, struct msbi_draft_name *name,
           const struct msbi_json_value *value)
{
    if (is_list_of_strings(value))
        return add_set(draft, name, value);
    switch (msbi_json_type(value)) {
    case MSBI_JSON_NULL:
        return MSB_OK;
    case MSBI_JSON_FALSE:
        return add_scalar(draft, name, 'f', "");
    case MSBI_JSON_TRUE:
        return add_scalar(draft, name, 't', "");
    case MSBI_JSON_STRING:
        return add_scalar(draft, name, 's', msbi_json_string(value));
    case MSBI_JSON_NUMBER:
        return add_number(draft, name, value);
    default:
        return add_scalar(draft, name, 'x', "");
    }
}

/* A member of facts whose others were read before. */
static enum msb_status
read_member(struct msbi_draft *draft, const struct msbi_json_value *value,
            int32_t *birth)
{
    const char *text = msbi_json_name(value);
    struct msbi_draft_name *name;
    enum msb_status status = msbi_draft_find_name(draft, text, &name);

    if (status != MSB_OK)
        return status;
    if (name->given == draft->num_facts)
        draft->is_odd = true;
    name->given = draft->num_facts;
    if (strcmp(text, "birth_date") == 0)
        *birth = read_birth(value);
    else if (strcmp(text, "id") != 0 && *text != '\0')
        return add_member(draft, name, value);
    return MSB_OK;
}

enum msb_status
msbi_draft_read_facts(struct msbi_draft *draft, const char *facts,
                      size_t length, int32_t *birth, struct msbi_cells *out,
                      struct msb_error *err)
{
    const struct msbi_json_value *value = NULL;
    struct msbi_json *json = NULL;
    enum msb_status status = msbi_json_parse(facts, length, false, &json, err);

    *birth = MSBI_CHUNK_UNBORN;
    out->first = draft->num_cells;
    draft->num_facts++;
    if (status == MSB_ERR_NOMEM)
        return status;
    if (status != MSB_OK
        || msbi_json_type(msbi_json_root(json)) != MSBI_JSON_OBJECT)
        draft->is_odd = true;
    else
        value = msbi_json_first(msbi_json_root(json));
    status = MSB_OK;
    for (; value != NULL && status == MSB_OK; value = msbi_json_next(value))
        status = read_member(draft, value, birth);
    out->num = draft->num_cells - out->first;
    msbi_json_free(json);
    return status == MSB_OK ? MSB_OK : msbi_fail_nomem(err);
}
