/* SPDX-License-Identifier: MIT */
/*
 * Facts without the sensitive ones. A version of facts may have been decided by
 * several models, so each on record is asked: what one of them declares
 * sensitive, and what none of them declares, is taken out, and named.
 */
#include "store/time/masked_facts.h"

#include <string.h>

#include "base/error.h"
#include "model/json.h"
#include "store/connection.h"

static void
look_up(const struct msb_model *model, const char *name, bool *is_declared,
        bool *is_sensitive)
{
    size_t attribute = msb_model_find_part(model, MSB_PART_ATTRIBUTE, name);

    if (attribute == MSB_NONE)
        return;
    *is_declared = true;
    *is_sensitive = msb_model_is_attribute_sensitive(model, attribute);
}

/* Whether an attribute may be shown: some model declares it, and none of them
   as sensitive. */
static enum msb_status
find_shown(struct msb_store *store, const char *name, bool *is_shown,
           struct msb_error *err)
{
    static const char sql[] = "SELECT key FROM model ORDER BY key";
    bool has_row = true, is_sensitive = false;
    struct msb_rules *rules;
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(store, sql, &statement, err);

    *is_shown = strcmp(name, "birth_date") == 0; /* no model declares it */
    while (status == MSB_OK && has_row && !is_sensitive) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status == MSB_OK && has_row)
            status = msbi_store_get_rules(
                store, sqlite3_column_int64(statement, 0), &rules, err);
        if (status == MSB_OK && has_row)
            look_up(msb_rules_get_model(rules), name, is_shown, &is_sensitive);
    }
    sqlite3_reset(statement);
    *is_shown = *is_shown && !is_sensitive;
    return status;
}

/* Append a member, with a comma where it is not the first. */
static enum msb_status
add_member(struct msbi_text *text, const char *name,
           const struct msbi_json_value *value, struct msb_error *err)
{
    char *written = msbi_json_print(value);

    if (written == NULL)
        return msbi_fail_nomem(err);
    msbi_text_add(text, text->length == 1 ? "" : ",");
    msbi_text_add_json(text, name);
    msbi_text_add(text, ":");
    msbi_text_add(text, written);
    msbi_free(written);
    return MSB_OK;
}

/* Write the members that may be shown as an object, and the names of the
   others as a list. */
static enum msb_status
part_members(struct msb_store *store, const struct msbi_json *json,
             bool show_sensitive, struct msbi_text *shown,
             struct msbi_text *masked, struct msb_error *err)
{
    const struct msbi_json_value *member = msbi_json_first(
        msbi_json_root(json));
    enum msb_status status = MSB_OK;
    bool is_shown = true;

    msbi_text_add(shown, "{");
    msbi_text_add(masked, "[");
    for (; member != NULL && status == MSB_OK;
         member = msbi_json_next(member)) {
        const char *name = msbi_json_name(member);

        if (!show_sensitive)
            status = find_shown(store, name, &is_shown, err);
        if (status == MSB_OK && is_shown) {
            status = add_member(shown, name, member, err);
        } else if (status == MSB_OK) {
            msbi_text_add(masked, masked->length == 1 ? "" : ", ");
            msbi_text_add_json(masked, name);
        }
    }
    msbi_text_add(shown, "}");
    msbi_text_add(masked, "]");
    return status;
}

enum msb_status
msbi_facts_mask(struct msb_store *store, bool show_sensitive, char **facts,
                char **masked, struct msb_error *err)
{
    struct msbi_text shown, hidden;
    struct msbi_json *json = NULL;
    enum msb_status status;

    if (*facts == NULL)
        return MSB_OK;
    status = msbi_json_parse(*facts, strlen(*facts), false, &json, err);
    if (status == MSB_ERR_SYNTAX
        || (status == MSB_OK
            && msbi_json_type(msbi_json_root(json)) != MSBI_JSON_OBJECT))
        status = msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err);
    msbi_text_init(&shown);
    msbi_text_init(&hidden);
    if (status == MSB_OK)
        status = part_members(store, json, show_sensitive, &shown, &hidden,
                              err);
    msbi_json_free(json);
    if (status != MSB_OK) {
        msbi_text_release(&shown);
        msbi_text_release(&hidden);
        return status;
    }
    msbi_free(*facts);
    *facts = msbi_text_take(&shown);
    *masked = msbi_text_take(&hidden);
    return *facts == NULL || *masked == NULL ? msbi_fail_nomem(err) : MSB_OK;
}
