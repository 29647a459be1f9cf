/* SPDX-License-Identifier: MIT */
/*
 * JSON documents. The scanner goes first and decides whether the text is
 * good; cJSON then builds the tree, so that the only way it can fail is for
 * want of memory. Positions: both visit values in document order, so the
 * n-th value of the tree stands at the n-th place. Its number is kept in the
 * node's `valueint`, which nothing here reads (numbers are `valuedouble`).
 *
 * Lines are counted when a place is asked for, from the nearest of the marks
 * set every 4 KiB: a problem costs the same wherever it stands.
 *
 * cJSON keeps its last error in a global of its own. It is written here and
 * never read; the trees themselves share nothing.
 */
#include "model/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "model/json_scan.h"

#define MARK_DISTANCE ((size_t)4096)
/* Up to so many members are compared each with each. */
#define FEW_MEMBERS 8

struct mark {
    int32_t line, column;
};

struct msbi_json {
    cJSON *root;
    const char *text;
    struct msbi_json_places places;
    size_t num_repeated;
    struct mark *marks; /* at each multiple of MARK_DISTANCE */
};

static const cJSON *
node_of(const struct msbi_json_value *value)
{
    return (const cJSON *)(const void *)value;
}

static const struct msbi_json_value *
value_of(const cJSON *node)
{
    return (const struct msbi_json_value *)(const void *)node;
}

static struct msbi_json_place *
place_of(const struct msbi_json *json, const cJSON *node)
{
    return &json->places.items[node->valueint];
}

static void
number_nodes(cJSON *first, int *next)
{
    for (cJSON *node = first; node != NULL; node = node->next) {
        node->valueint = (*next)++;
        number_nodes(node->child, next);
    }
}

static int
compare_members(const void *a, const void *b)
{
    const cJSON *left = *(const cJSON *const *)a;
    const cJSON *right = *(const cJSON *const *)b;
    int order = strcmp(left->string, right->string);

    if (order != 0)
        return order;
    return left->valueint < right->valueint ? -1 : 1;
}

static void
mark_repeated(struct msbi_json *json, const cJSON *node)
{
    place_of(json, node)->is_repeated = true;
    json->num_repeated++;
}

static void
compare_few_members(struct msbi_json *json, const cJSON *object)
{
    for (const cJSON *node = object->child; node != NULL; node = node->next) {
        const cJSON *before = object->child;

        while (before != node && strcmp(before->string, node->string) != 0)
            before = before->next;
        if (before != node)
            mark_repeated(json, node);
    }
}

/* By sorting: an object of half a million members takes no second. */
static enum msb_status
compare_many_members(struct msbi_json *json, const cJSON *object, size_t num)
{
    const cJSON **members = msbi_alloc_array(num, sizeof *members);
    size_t i = 0;

    if (members == NULL)
        return MSB_ERR_NOMEM;
    for (const cJSON *node = object->child; node != NULL; node = node->next)
        members[i++] = node;
    qsort(members, num, sizeof *members, compare_members);
    for (i = 1; i < num; i++)
        if (strcmp(members[i - 1]->string, members[i]->string) == 0)
            mark_repeated(json, members[i]);
    msbi_free(members);
    return MSB_OK;
}

static enum msb_status
find_repeated(struct msbi_json *json, const cJSON *parent)
{
    enum msb_status status = MSB_OK;
    size_t num = 0;

    for (const cJSON *node = parent->child; node != NULL; node = node->next) {
        if (node->child != NULL)
            status = find_repeated(json, node);
        if (status != MSB_OK)
            return status;
        num++;
    }
    if (!cJSON_IsObject(parent) || num < 2)
        return MSB_OK;
    if (num > FEW_MEMBERS)
        return compare_many_members(json, parent, num);
    compare_few_members(json, parent);
    return MSB_OK;
}

static enum msb_status
set_marks(struct msbi_json *json, size_t length)
{
    struct mark mark = {1, 1};
    size_t num = length / MARK_DISTANCE + 1;

    json->marks = msbi_alloc_array(num, sizeof *json->marks);
    if (json->marks == NULL)
        return MSB_ERR_NOMEM;
    for (size_t i = 0; i < num; i++) {
        json->marks[i] = mark;
        if (i + 1 < num)
            msbi_json_count_lines(json->text + i * MARK_DISTANCE, MARK_DISTANCE,
                                  &mark.line, &mark.column);
    }
    return MSB_OK;
}

/* What positions need, beyond the places themselves. */
static enum msb_status
index_places(struct msbi_json *json, const char *text, size_t length)
{
    int next = 0;
    enum msb_status status;

    json->text = text;
    number_nodes(json->root, &next);
    status = find_repeated(json, json->root);
    if (status != MSB_OK)
        return status;
    return set_marks(json, length);
}

enum msb_status
msbi_json_parse(const char *text, size_t length, bool positions,
                struct msbi_json **out, struct msb_error *err)
{
    enum msb_status status;
    struct msbi_json *json = msbi_alloc(sizeof *json);

    *out = NULL;
    if (json == NULL)
        return msbi_fail_nomem(err);
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        length -= 3;
    }
    status = msbi_json_scan(text, length, positions ? &json->places : NULL,
                            err);
    if (status != MSB_OK)
        goto out;
    json->root = cJSON_ParseWithLength(text, length);
    status = json->root == NULL ? MSB_ERR_NOMEM : MSB_OK;
    if (status == MSB_OK && positions)
        status = index_places(json, text, length);
    if (status != MSB_OK) {
        msbi_fail_nomem(err);
        goto out;
    }
    *out = json;
    json = NULL;
out:
    msbi_json_free(json);
    return status;
}

void
msbi_json_free(struct msbi_json *json)
{
    if (json == NULL)
        return;
    cJSON_Delete(json->root);
    msbi_free(json->places.items);
    msbi_free(json->marks);
    msbi_free(json);
}

const struct msbi_json_value *
msbi_json_root(const struct msbi_json *json)
{
    return value_of(json->root);
}

enum msbi_json_type
msbi_json_type(const struct msbi_json_value *value)
{
    switch (node_of(value)->type & 0xff) {
    case cJSON_False:
        return MSBI_JSON_FALSE;
    case cJSON_True:
        return MSBI_JSON_TRUE;
    case cJSON_Number:
        return MSBI_JSON_NUMBER;
    case cJSON_String:
        return MSBI_JSON_STRING;
    case cJSON_Array:
        return MSBI_JSON_ARRAY;
    case cJSON_Object:
        return MSBI_JSON_OBJECT;
    default:
        return MSBI_JSON_NULL;
    }
}

const char *
msbi_json_type_name(const struct msbi_json_value *value)
{
    static const char *const names[] = {
        [MSBI_JSON_NULL] = "null",       [MSBI_JSON_FALSE] = "false",
        [MSBI_JSON_TRUE] = "true",       [MSBI_JSON_NUMBER] = "a number",
        [MSBI_JSON_STRING] = "a string", [MSBI_JSON_ARRAY] = "a list",
        [MSBI_JSON_OBJECT] = "an object"};

    return names[msbi_json_type(value)];
}

const struct msbi_json_value *
msbi_json_first(const struct msbi_json_value *value)
{
    return value_of(node_of(value)->child);
}

const struct msbi_json_value *
msbi_json_next(const struct msbi_json_value *value)
{
    return value_of(node_of(value)->next);
}

size_t
msbi_json_num(const struct msbi_json_value *value)
{
    size_t num = 0;

    for (const cJSON *node = node_of(value)->child; node != NULL;
         node = node->next)
        num++;
    return num;
}

const char *
msbi_json_name(const struct msbi_json_value *value)
{
    return node_of(value)->string;
}

const char *
msbi_json_string(const struct msbi_json_value *value)
{
    const cJSON *node = node_of(value);

    return cJSON_IsString(node) ? node->valuestring : NULL;
}

bool
msbi_json_integer(const struct msbi_json_value *value, int64_t *out)
{
    const cJSON *node = node_of(value);
    const double limit = 9007199254740992.0;
    double number = node->valuedouble;

    if (!cJSON_IsNumber(node) || !(number >= -limit && number <= limit)
        || floor(number) != number)
        return false;
    *out = (int64_t)number;
    return true;
}

bool
msbi_json_number(const struct msbi_json_value *value, double *out)
{
    const cJSON *node = node_of(value);

    if (!cJSON_IsNumber(node) || !isfinite(node->valuedouble))
        return false;
    *out = node->valuedouble;
    return true;
}

const struct msbi_json_value *
msbi_json_find(const struct msbi_json_value *object, const char *name)
{
    if (!cJSON_IsObject(node_of(object)))
        return NULL;
    for (const cJSON *node = node_of(object)->child; node != NULL;
         node = node->next)
        if (strcmp(node->string, name) == 0)
            return value_of(node);
    return NULL;
}

char *
msbi_json_print(const struct msbi_json_value *value)
{
    char *printed = cJSON_PrintUnformatted(node_of(value));
    char *copy = NULL;

    if (printed != NULL)
        copy = msbi_copy_text(printed, strlen(printed));
    cJSON_free(printed);
    return copy;
}

bool
msbi_json_is_repeated(const struct msbi_json *json,
                      const struct msbi_json_value *value)
{
    return json->num_repeated > 0
           && place_of(json, node_of(value))->is_repeated;
}

bool
msbi_json_has_repeated(const struct msbi_json *json)
{
    return json->num_repeated > 0;
}

void
msbi_json_place(const struct msbi_json *json,
                const struct msbi_json_value *value, bool of_name,
                int32_t *line, int32_t *column)
{
    const struct msbi_json_place *place;
    size_t offset, start;

    *line = 0;
    *column = 0;
    if (json->marks == NULL)
        return;
    place = place_of(json, node_of(value));
    offset = of_name ? place->name : place->value;
    start = offset / MARK_DISTANCE;
    *line = json->marks[start].line;
    *column = json->marks[start].column;
    start *= MARK_DISTANCE;
    msbi_json_count_lines(json->text + start, offset - start, line, column);
}
