/* SPDX-License-Identifier: MIT */
/*
 * From text to a checked model. A text that is not JSON has one problem; a
 * document that breaks the format has all of its own, in the order of the
 * file. The model is only handed over when there is none, so nothing above
 * this layer checks it again.
 */
#include "model/parts.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

#define MAX_MODEL_BYTES ((size_t)16 * 1024 * 1024)

static void
read_document(struct msbi_parser *parser)
{
    static const char *const known[] = {
        "msb_model",  "id",       "name",       "authority",
        "valid_from", "valid_to", "replaces",   "coordination",
        "hit_policy", "areas",    "attributes", "target_groups",
        "staffs",     "units",    "services",   "responsibility",
        "access",     NULL};

    msbi_report_repeated(parser->reader);
    if (!msbi_read_is_object(parser->reader, &parser->root, known))
        return;
    msbi_read_header(parser);
    msbi_names_collect(parser->reader, &parser->root, &parser->names);
    if (parser->reader->failed)
        return;
    msbi_read_attributes(parser);
    if (parser->reader->failed)
        return;
    msbi_read_groups(parser);
    msbi_read_areas(parser);
    msbi_read_staffs(parser);
    msbi_read_units(parser);
    msbi_read_services(parser);
    msbi_read_rules(parser);
    msbi_read_access(parser);
    msbi_read_replaces(parser);
}

/* The way from ids to indices, now that every id is the model's own. */
static enum msb_status
index_ids(struct msb_model *model)
{
    for (int part = 1; part < MSBI_NUM_PARTS; part++) {
        size_t num = msb_model_num_parts(model, (enum msb_part)part);

        if (!msbi_lookup_init(&model->by_id[part], num))
            return MSB_ERR_NOMEM;
        for (size_t i = 0; i < num; i++)
            msbi_lookup_add(
                &model->by_id[part],
                msb_model_get_part_id(model, (enum msb_part)part, i), i);
        msbi_lookup_sort(&model->by_id[part]);
    }
    return MSB_OK;
}

/* Read @json into @model, and what is wrong into @problems. */
static enum msb_status
read_model(const struct msbi_json *json, struct msb_model *model,
           struct msb_problems *problems, struct msb_error *err)
{
    struct msbi_reader reader = {.json = json, .problems = problems};
    struct msbi_parser parser = {.reader = &reader, .model = model};
    enum msb_status status;

    parser.root = msbi_reader_root(&reader);
    read_document(&parser);
    msbi_names_release(&parser.names);
    msbi_free(parser.is_in_circle);
    if (reader.failed)
        return msbi_fail_nomem(err);
    status = msbi_problems_finish(problems, MSB_ERR_INVALID, err);
    if (status == MSB_OK && index_ids(model) != MSB_OK)
        status = msbi_fail_nomem(err);
    return status;
}

static enum msb_status
read_text(const char *text, size_t length, struct msb_model *model,
          struct msb_problems *problems, struct msb_error *err)
{
    struct msbi_json *json = NULL;
    struct msb_error detail;
    enum msb_status status = msbi_json_parse(text, length, true, &json,
                                             &detail);

    if (status == MSB_ERR_SYNTAX) {
        msbi_problems_add(problems, detail.code, "", detail.line, detail.column,
                          "%s", detail.message);
        return msbi_problems_finish(problems, status, err);
    }
    if (status != MSB_OK) {
        if (err != NULL)
            *err = detail;
        return status;
    }
    status = read_model(json, model, problems, err);
    msbi_json_free(json);
    return status;
}

/* A model that so far only holds the text, without a byte order mark. */
static struct msb_model *
new_model(const char *text, size_t length)
{
    struct msb_model *model = msbi_alloc(sizeof *model);

    if (model == NULL)
        return NULL;
    msbi_refcount_init(&model->refs);
    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        length -= 3;
    }
    model->source = msbi_copy_text(text, length);
    model->source_length = length;
    if (model->source != NULL)
        return model;
    msbi_model_free(model);
    return NULL;
}

static enum msb_status
parse_text(const char *text, size_t length, const char *name,
           struct msb_model **out, struct msb_problems **problems,
           struct msb_error *err)
{
    enum msb_status status;
    struct msb_problems *found = msbi_problems_new(name);
    struct msb_model *model = new_model(text, length);

    if (found == NULL || model == NULL)
        status = msbi_fail_nomem(err);
    else
        status = read_text(text, length, model, found, err);
    if (status == MSB_OK) {
        *out = model;
        model = NULL;
    } else if (err != NULL && err->where[0] == '\0') {
        msbi_error_at(err, name, err->line, err->column);
    }
    if (problems != NULL
        && (status == MSB_ERR_SYNTAX || status == MSB_ERR_INVALID)) {
        *problems = found;
        found = NULL;
    }
    msb_problems_unref(found);
    msb_model_unref(model);
    return status;
}

enum msb_status
msb_model_parse(const char *text, size_t length, const char *name,
                struct msb_model **out, struct msb_problems **problems,
                struct msb_error *err)
{
    if (out != NULL)
        *out = NULL;
    if (problems != NULL)
        *problems = NULL;
    if (out == NULL || (text == NULL && length > 0))
        return msbi_fail_misuse(err, "text and out must not be NULL");
    if (name == NULL)
        name = "";
    if (length > MAX_MODEL_BYTES) {
        msbi_fail(err, MSB_ERR_LIMIT, "too_large",
                  "the model is larger than %zu bytes, which is the limit",
                  MAX_MODEL_BYTES);
        msbi_error_at(err, name, 0, 0);
        return MSB_ERR_LIMIT;
    }
    return parse_text(text == NULL ? "" : text, length, name, out, problems,
                      err);
}

enum msb_status
msb_model_load(const char *path, struct msb_model **out,
               struct msb_problems **problems, struct msb_error *err)
{
    enum msb_status status;
    char *text = NULL;
    size_t length;

    if (out != NULL)
        *out = NULL;
    if (problems != NULL)
        *problems = NULL;
    if (path == NULL || out == NULL)
        return msbi_fail_misuse(err, "path and out must not be NULL");
    status = msbi_file_read(path, MAX_MODEL_BYTES, &text, &length, err);
    if (status == MSB_OK)
        status = parse_text(text, length, path, out, problems, err);
    msbi_free(text);
    return status;
}
