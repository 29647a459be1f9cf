/* SPDX-License-Identifier: MIT */
/*
 * The handovers of everybody, by columns: a chunk at a time the days are found
 * and decided on which an area may turn (turns.c), and those on which it does
 * become handovers.
 *
 * What columns do not tell is left to the walk over one citizen's days: who has
 * an exception, whose area turns on a day on which several things happen, so
 * that one must be found that does it, or on which the facts end; and everybody
 * in a chunk that must be read as rows. A chunk that is missing is made, and
 * not kept: this is a reading.
 */
#include "store/time/handed.h"

#include <string.h>

#include "base/error.h"
#include "store/columns/columns.h"
#include "store/connection.h"
#include "store/time/turns.h"

struct sweep {
    struct msbi_decider *decider;
    struct msb_date from, to;
    struct msb_handovers *out;
    struct msbi_turning turning;
    struct msbi_text data;
    struct msbi_draft draft;
    struct msbi_chunk chunk;
    int64_t first;         /* citizen of the chunk */
    sqlite3_stmt *ids;     /* of its citizens, one after the other */
    const char **services; /* of the chunk, by value */
    uint32_t *active;      /* of a day, by value */
    size_t services_capacity;
    int64_t *excepted; /* citizens with exceptions, in their order */
    size_t num_excepted, excepted_capacity;
    size_t at_excepted;
};

static enum msb_status
read_excepted(struct sweep *sweep, struct msb_error *err)
{
    static const char sql[] =
        "SELECT DISTINCT citizen FROM exception WHERE version = 0"
        " AND valid_from <= ?2 AND valid_to >= ?1 ORDER BY citizen";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(sweep->decider->store, sql,
                                                &statement, err);
    bool has_row = status == MSB_OK;
    int64_t *grown;

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, (int64_t)sweep->from.days - 1);
    msbi_bind_date(statement, 2, sweep->to);
    while (has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            return status;
        grown = msbi_grow(sweep->excepted, sweep->num_excepted,
                          &sweep->excepted_capacity, sizeof *grown);
        if (grown == NULL)
            break;
        sweep->excepted = grown;
        grown[sweep->num_excepted++] = sqlite3_column_int64(statement, 0);
    }
    sqlite3_reset(statement);
    return msbi_fail_nomem(err);
}

/* Walk over the days of some citizens, one after the other. */
static enum msb_status
walk(struct sweep *sweep, int64_t first, int64_t last, struct msb_error *err)
{
    static const char sql[] = "SELECT key, id FROM citizen"
                              " WHERE key BETWEEN ?1 AND ?2 ORDER BY key";
    sqlite3_stmt *statement;
    enum msb_status status = msbi_statement_get(sweep->decider->store, sql,
                                                &statement, err);
    bool has_row = status == MSB_OK;
    const char *id;
    size_t length;

    if (status != MSB_OK)
        return status;
    sqlite3_bind_int64(statement, 1, first);
    sqlite3_bind_int64(statement, 2, last);
    while (status == MSB_OK && has_row) {
        status = msbi_statement_step(statement, &has_row, err);
        if (status != MSB_OK || !has_row)
            break;
        status = msbi_column_text(statement, 1, &id, &length, err);
        if (status == MSB_OK)
            status = msbi_changes_add(
                sweep->decider, sqlite3_column_int64(statement, 0), id, length,
                sweep->from, sweep->to, sweep->out, err);
    }
    sqlite3_reset(statement);
    return status;
}

/* The ids of the chunk's citizens, from the first on. */
static enum msb_status
start_ids(struct sweep *sweep, struct msb_error *err)
{
    static const char sql[] = "SELECT key, id FROM citizen"
                              " WHERE key BETWEEN ?1 AND ?2 ORDER BY key";
    enum msb_status status = msbi_statement_get(sweep->decider->store, sql,
                                                &sweep->ids, err);

    if (status != MSB_OK)
        return status;
    sqlite3_reset(sweep->ids);
    sqlite3_bind_int64(sweep->ids, 1, sweep->first);
    sqlite3_bind_int64(sweep->ids, 2,
                       msbi_chunk_last(msbi_chunk_of(sweep->first)));
    return MSB_OK;
}

/* Put a citizen's id behind the texts of the list: of each after the one
   before. */
static enum msb_status
add_id(struct sweep *sweep, int64_t citizen, struct msb_error *err)
{
    const char *id = NULL;
    enum msb_status status;
    size_t length;
    bool has_row;

    do {
        status = msbi_statement_step(sweep->ids, &has_row, err);
        if (status != MSB_OK)
            return status;
        if (!has_row)
            return msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err);
    } while (sqlite3_column_int64(sweep->ids, 0) < citizen);
    status = msbi_column_text(sweep->ids, 1, &id, &length, err);
    if (status != MSB_OK)
        return status;
    msbi_text_add_bytes(&sweep->out->texts, id, length + 1);
    return sweep->out->texts.failed ? msbi_fail_nomem(err) : MSB_OK;
}

static const struct msbi_piece *
get_piece(const struct sweep *sweep, const struct msbi_turn *turn)
{
    return &sweep->turning.pieces[turn->reign];
}

/* Whether the same area is responsible, by whatever name. */
static enum msb_status
compare_turns(const struct sweep *sweep, const struct msbi_turn *before,
              const struct msbi_turn *after, bool *is_same,
              struct msb_error *err)
{
    struct msbi_reign *first = get_piece(sweep, before)->reign;
    struct msbi_reign *second = get_piece(sweep, after)->reign;
    enum msb_status status;
    size_t area;

    *is_same = before->area == after->area;
    if (before->area < 0 || after->area < 0 || first == second)
        return MSB_OK;
    status = msbi_reign_match(first, second, (size_t)before->area, &area, err);
    *is_same = area == (size_t)after->area;
    return status;
}

/* Names of the chunk's services, by value. */
static enum msb_status
list_services(struct sweep *sweep, struct msb_error *err)
{
    const struct msbi_chunk_column *column = sweep->chunk.columns;
    const char **services = sweep->services;
    uint32_t *active = sweep->active;
    const char *text;

    if (sweep->chunk.num_columns == 0 || *column->texts != '\0'
        || column->kind != MSBI_CHUNK_SET)
        return msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err);
    if (column->num_values > sweep->services_capacity) {
        services = msbi_resize(services, column->num_values, sizeof *services);
        if (services == NULL)
            return msbi_fail_nomem(err);
        sweep->services = services;
        active = msbi_resize(active, column->num_values, sizeof *active);
        if (active == NULL)
            return msbi_fail_nomem(err);
        sweep->active = active;
        sweep->services_capacity = column->num_values;
    }
    text = column->texts + 1;
    for (uint32_t i = 0; i < column->num_values; i++) {
        services[i] = text;
        text += strlen(text) + 1;
    }
    return MSB_OK;
}

/* Values go up by name already; the model's own order goes before that. */
static bool
is_service_before(const int32_t *meanings, uint32_t value, uint32_t other)
{
    if (meanings == NULL || meanings[value] < 0)
        return false;
    return meanings[other] < 0 || meanings[value] < meanings[other];
}

static void
add_service(struct sweep *sweep, uint32_t value, struct msb_handover *shown)
{
    const char *text = sweep->services[value];

    msbi_text_add_bytes(&sweep->out->texts, text, strlen(text) + 1);
    shown->num_services++;
}

/* The services active on a day: in the order of the model, then those that it
   does not know. */
static void
add_services(struct sweep *sweep, const struct msbi_turn *turn,
             struct msb_handover *shown)
{
    const struct msbi_chunk_column *column = sweep->chunk.columns;
    const struct msbi_piece *piece = get_piece(sweep, turn);
    const int32_t *meanings = piece->reign == NULL
                                  ? NULL
                                  : piece->meaning.columns[0].meanings;
    const uint8_t *cell = column->cells + (size_t)turn->row * column->width;
    uint32_t *active = sweep->active;
    size_t num = 0, at;

    for (size_t b = 0; b < column->width; b++)
        for (unsigned bits = cell[b] & (b == 0 ? ~1u : ~0u); bits != 0;
             bits &= bits - 1) {
            uint32_t value = (uint32_t)(8 * b) + (uint32_t)__builtin_ctz(bits);

            at = num++;
            for (; at > 0 && is_service_before(meanings, value, active[at - 1]);
                 at--)
                active[at] = active[at - 1];
            active[at] = value;
        }
    for (at = 0; at < num; at++)
        add_service(sweep, active[at] - 1, shown);
}

static const char *
get_area(const struct sweep *sweep, const struct msbi_turn *turn)
{
    return turn->area < 0
               ? NULL
               : msb_model_get_part_id(get_piece(sweep, turn)->meaning.model,
                                       MSB_PART_AREA, (size_t)turn->area);
}

static enum msb_handover_cause
get_cause(unsigned breaks)
{
    if ((breaks & MSBI_BREAK_AGE) != 0)
        return MSB_HANDOVER_CAUSE_AGE;
    return (breaks & MSBI_BREAK_FACTS) != 0 ? MSB_HANDOVER_CAUSE_FACTS
                                            : MSB_HANDOVER_CAUSE_MODEL;
}

static enum msb_status
add_handover(struct sweep *sweep, const struct msbi_turn *before,
             const struct msbi_turn *after, size_t id, struct msb_error *err)
{
    struct msb_handovers *out = sweep->out;
    struct msbi_handover *grown = msbi_grow(out->items, out->num,
                                            &out->capacity, sizeof *grown);
    const struct msbi_reign *first = get_piece(sweep, before)->reign;
    const struct msbi_reign *second = get_piece(sweep, after)->reign;
    struct msbi_handover *handover;

    if (grown == NULL)
        return msbi_fail_nomem(err);
    out->items = grown;
    handover = &grown[out->num++];
    *handover = (struct msbi_handover){
        .shown = {.date = {.days = after->day},
                  .from = get_area(sweep, before),
                  .to = get_area(sweep, after),
                  .cause = get_cause(after->breaks)},
        .citizen = sweep->first + (int64_t)after->citizen,
        .id = id,
        .first_service = out->texts.length,
        .before = first == NULL ? NULL : first->rules,
        .after = second == NULL ? NULL : second->rules};
    add_services(sweep, after, &handover->shown);
    return out->texts.failed ? msbi_fail_nomem(err) : MSB_OK;
}

/* Whether columns tell all of a handover on the day. */
static bool
is_plain(const struct msbi_turn *turn)
{
    return turn->row != MSBI_NO_ROW && (turn->breaks & (turn->breaks - 1)) == 0;
}

/* The turns of one citizen, some of which hand over. */
static enum msb_status
add_citizen(struct sweep *sweep, const struct msbi_turn *turns, size_t num,
            struct msb_error *err)
{
    int64_t citizen = sweep->first + (int64_t)turns->citizen;
    size_t first = sweep->out->num, id = sweep->out->texts.length;
    enum msb_status status = MSB_OK;
    bool is_same;

    for (size_t i = 1; i < num && status == MSB_OK; i++) {
        status = compare_turns(sweep, &turns[i - 1], &turns[i], &is_same, err);
        if (status != MSB_OK || is_same)
            continue;
        if (!is_plain(&turns[i])) {
            sweep->out->num = first; /* their texts stay, and are unused */
            return walk(sweep, citizen, citizen, err);
        }
        if (sweep->out->num == first)
            status = add_id(sweep, citizen, err);
        if (status == MSB_OK)
            status = add_handover(sweep, &turns[i - 1], &turns[i], id, err);
    }
    return status;
}

/* Citizens with exceptions, in the chunk; and whether this is one of them. */
static enum msb_status
walk_excepted(struct sweep *sweep, struct msb_error *err)
{
    enum msb_status status = MSB_OK;

    while (sweep->at_excepted < sweep->num_excepted
           && sweep->excepted[sweep->at_excepted] < sweep->first)
        sweep->at_excepted++;
    for (size_t i = sweep->at_excepted;
         i < sweep->num_excepted && status == MSB_OK
         && msbi_chunk_of(sweep->excepted[i]) == msbi_chunk_of(sweep->first);
         i++)
        status = walk(sweep, sweep->excepted[i], sweep->excepted[i], err);
    return status;
}

static bool
is_excepted(struct sweep *sweep, int64_t citizen)
{
    while (sweep->at_excepted < sweep->num_excepted
           && sweep->excepted[sweep->at_excepted] < citizen)
        sweep->at_excepted++;
    return sweep->at_excepted < sweep->num_excepted
           && sweep->excepted[sweep->at_excepted] == citizen;
}

static enum msb_status
add_chunk(struct sweep *sweep, struct msb_error *err)
{
    const struct msbi_turning *turning = &sweep->turning;
    enum msb_status status = msbi_chunk_parse(&sweep->chunk,
                                              (const uint8_t *)sweep->data.data,
                                              sweep->data.length, err);
    size_t end;

    if (status == MSB_OK)
        status = list_services(sweep, err);
    if (status == MSB_OK)
        status = msbi_turning_fill(&sweep->turning, &sweep->chunk, err);
    if (status == MSB_OK)
        status = walk_excepted(sweep, err);
    if (status == MSB_OK)
        status = start_ids(sweep, err);
    for (size_t i = 0; i < turning->num_turns && status == MSB_OK; i = end) {
        uint32_t citizen = turning->turns[i].citizen;

        end = i + 1;
        while (end < turning->num_turns
               && turning->turns[end].citizen == citizen)
            end++;
        if (!is_excepted(sweep, sweep->first + (int64_t)citizen))
            status = add_citizen(sweep, turning->turns + i, end - i, err);
    }
    sqlite3_reset(sweep->ids);
    return status;
}

static enum msb_status
sweep_chunks(struct sweep *sweep, struct msb_error *err)
{
    struct msb_store *store = sweep->decider->store;
    int64_t number = msbi_chunk_of(INT64_MIN);
    enum msb_status status = MSB_OK;
    bool is_found = true;

    while (status == MSB_OK) {
        status = msbi_chunk_find_next(store, number, &number, &is_found, err);
        if (status != MSB_OK || !is_found)
            break;
        sweep->first = msbi_chunk_first(number);
        status = msbi_chunk_load(store, number, &sweep->data, &is_found, err);
        if (status == MSB_OK && !is_found)
            status = msbi_chunk_gather(store, number, &sweep->draft,
                                       &sweep->data, err);
        if (status == MSB_OK && sweep->data.length > 0)
            status = add_chunk(sweep, err);
        else if (status == MSB_OK)
            status = walk(sweep, sweep->first, msbi_chunk_last(number), err);
        number++;
    }
    return status;
}

enum msb_status
msbi_changes_add_all(struct msbi_decider *decider, struct msb_date from,
                     struct msb_date to, struct msb_handovers *out,
                     struct msb_error *err)
{
    struct sweep sweep = {
        .decider = decider, .from = from, .to = to, .out = out};
    enum msb_status status;

    msbi_text_init(&sweep.data);
    status = msbi_turning_open(&decider->reigns,
                               (struct msb_date){.days = from.days - 1}, to,
                               &sweep.turning, err);
    if (status == MSB_OK)
        status = read_excepted(&sweep, err);
    if (status == MSB_OK)
        status = sweep_chunks(&sweep, err);
    msbi_turning_release(&sweep.turning);
    msbi_text_release(&sweep.data);
    msbi_draft_release(&sweep.draft);
    msbi_chunk_release(&sweep.chunk);
    msbi_free(sweep.services);
    msbi_free(sweep.active);
    msbi_free(sweep.excepted);
    return status;
}
