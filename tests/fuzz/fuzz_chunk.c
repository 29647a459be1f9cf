/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a chunk of columns. What is read as sound gives the same bytes
 * when it is written again, so nothing in it was passed over; and its rows can
 * be decided, by columns and one by one, with the same rows rejected. All else
 * is a damaged store.
 */
#include <stdlib.h>
#include <string.h>

#include <msb/decision.h>
#include <msb/facts.h>
#include <msb/rules.h>

#include "fuzz.h"
#include "store/columns/meaning.h"

static const char model_text[] =
    "{\"msb_model\": 1, \"id\": \"m\", \"name\": \"M\", \"valid_from\": "
    "\"2019-01-01\", \"attributes\": {"
    "\"rooms\": {\"type\": \"integer\", \"min\": -3, \"max\": 40}, "
    "\"benefit\": {\"type\": \"enum\", \"values\": [\"cash\", \"help\"]}, "
    "\"needs\": {\"type\": \"set\", \"values\": [\"job\", \"home\"]}, "
    "\"married\": {\"type\": \"flag\"}}, "
    "\"target_groups\": [{\"id\": \"young\", \"name\": \"Y\", \"when\": "
    "{\"age\": {\"below\": 30}}}], "
    "\"areas\": [{\"id\": \"a\", \"name\": \"A\"}], "
    "\"services\": [{\"id\": \"care\", \"name\": \"C\", "
    "\"delivered_by\": \"a\"}], "
    "\"responsibility\": [{\"id\": \"r\", \"area\": \"a\", \"when\": "
    "{\"target_group\": \"young\", \"benefit\": \"cash\"}}]}";

static void
require(int is_so)
{
    if (!is_so)
        abort();
}

/* A chunk in the bytes that doc/explanation/columns.md says it has. */
static void
check_bytes(const struct msbi_chunk *chunk, const uint8_t *data, size_t size)
{
    struct msbi_text text;

    msbi_text_init(&text);
    msbi_chunk_add_head(&text, (uint32_t)chunk->num_rows,
                        (uint32_t)chunk->num_columns);
    for (size_t i = 0; i < chunk->num_rows; i++)
        msbi_chunk_add16(&text, msbi_get16(chunk->citizens + 2 * i));
    for (size_t k = 0; k < 3; k++) {
        const uint8_t *const days[] = {chunk->froms, chunk->tos, chunk->births};

        for (size_t i = 0; i < chunk->num_rows; i++)
            msbi_chunk_add32(&text, (uint32_t)msbi_chunk_day(days[k], i));
    }
    for (size_t k = 0; k < chunk->num_columns; k++) {
        const struct msbi_chunk_column *column = &chunk->columns[k];

        msbi_chunk_add32(&text, (uint32_t)column->kind);
        msbi_chunk_add32(&text, column->width);
        msbi_chunk_add32(&text, column->num_values);
        msbi_chunk_add32(&text, (uint32_t)column->texts_size);
        msbi_text_add_bytes(&text, column->texts, column->texts_size);
        msbi_text_add_bytes(&text, (const char *)column->cells,
                            chunk->num_rows * column->width);
    }
    require(!text.failed && text.length == size);
    require(memcmp(text.data, data, size) == 0);
    msbi_text_release(&text);
}

/* Rows that hold on a day, by columns and then one by one. */
static void
decide(const struct msbi_chunk *chunk, struct msbi_meaning *meaning,
       struct msb_rules *rules, struct msb_date on)
{
    static uint32_t rows[MSBI_CHUNK_CITIZENS];
    struct msb_model *model = msb_rules_get_model(rules);
    size_t num = msbi_chunk_select(chunk, on, rows);
    struct msbi_batch *batch = NULL;
    struct msbi_batch_answer answer;
    struct msb_facts *facts = NULL;
    struct msb_outcome outcome;
    struct msb_error err;

    num = num > MSBI_BATCH_ROWS ? MSBI_BATCH_ROWS : num;
    require(msbi_batch_new(rules, on, &batch, &err) == MSB_OK);
    require(msb_facts_new(model, &facts, &err) == MSB_OK);
    msbi_meaning_fill(meaning, chunk, rows, num, on, NULL, batch);
    require(msbi_batch_decide(batch, &err) == MSB_OK);
    for (size_t i = 0; i < num; i++) {
        enum msb_status status = msbi_meaning_fill_facts(meaning, chunk,
                                                         rows[i], facts);

        if (status == MSB_OK) /* somebody may be born on a later day */
            status = msb_rules_decide(rules, facts, on, &outcome, &err);
        require(msbi_batch_get(batch, i, &answer, &err) == MSB_OK);
        require(status == MSB_OK || status == MSB_ERR_INVALID);
        require(answer.is_rejected == (status == MSB_ERR_INVALID));
    }
    msb_facts_free(facts);
    msbi_batch_free(batch);
}

static void
check_chunk(const struct msbi_chunk *chunk, const uint8_t *data, size_t size)
{
    struct msb_model *model = NULL;
    struct msb_rules *rules = NULL;
    struct msbi_meaning meaning = {0};
    struct msb_date on = {.days = 18000}; /* 2019-04-14 */

    check_bytes(chunk, data, size);
    require(
        msb_model_parse(model_text, strlen(model_text), "m", &model, NULL, NULL)
        == MSB_OK);
    require(msb_rules_compile(model, &rules, NULL) == MSB_OK);
    meaning.model = model;
    require(msbi_meaning_update(&meaning, chunk) == MSB_OK);
    decide(chunk, &meaning, rules, on);
    msbi_meaning_release(&meaning);
    msb_rules_unref(rules);
    msb_model_unref(model);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct msbi_chunk chunk = {0};
    struct msb_error err = {0};
    enum msb_status status = msbi_chunk_parse(&chunk, data, size, &err);

    if (status == MSB_OK)
        check_chunk(&chunk, data, size);
    else
        require(status == MSB_ERR_STORE && strcmp(err.code, "corrupt") == 0
                && chunk.num_rows == 0 && chunk.num_columns == 0);
    msbi_chunk_release(&chunk);
    return 0;
}
