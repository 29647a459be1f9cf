/* SPDX-License-Identifier: MIT */
/*
 * A population from chunks, and from rows where there is no chunk: those of a
 * chunk that is missing, or of everybody where knowledge of another day is
 * asked for, since chunks say what is known now.
 */
#include "store/columns/feed.h"

#include <string.h>

#include "base/error.h"
#include "store/columns/columns.h"
#include "store/columns/meaning.h"
#include "store/connection.h"

struct msbi_feed {
    struct msb_store *store;
    struct msbi_feed_options options;
    bool is_reading; /* in a transaction of its own */
    bool is_making;  /* has begun to keep chunks */
    bool is_at_end;
    int64_t next;                       /* chunk */
    bool has_rows;                      /* to be read: no chunk at hand */
    struct msbi_population *population; /* of them, while they are read */
    int64_t rows_from, rows_to;         /* citizens, where it is not all */
    struct msbi_text data;
    struct msbi_chunk chunk;
    struct msbi_draft draft;
    struct msbi_meaning meanings[MSBI_FEED_MAX_MODELS];
    int64_t first; /* citizen of the chunk at hand */
    size_t num_rows;
    size_t num_used;
    uint32_t rows[MSBI_CHUNK_CITIZENS]; /* that hold on the date */
};

enum msb_status
msbi_feed_open(struct msb_store *store, const struct msbi_feed_options *options,
               struct msbi_feed **out, struct msb_error *err)
{
    struct msbi_feed *feed = msbi_alloc(sizeof *feed);
    enum msb_status status = MSB_OK;

    *out = NULL;
    if (feed == NULL)
        return msbi_fail_nomem(err);
    feed->store = store;
    feed->options = *options;
    msbi_text_init(&feed->data);
    if (sqlite3_get_autocommit(store->db)) {
        status = msbi_store_begin_reading(store, err);
        feed->is_reading = status == MSB_OK;
    }
    feed->next = msbi_chunk_of(INT64_MIN);
    for (size_t i = 0; i < options->num_models; i++)
        feed->meanings[i].model = options->models[i];
    if (status == MSB_OK
        && (options->known_at != NULL || options->is_by_rows)) {
        status = msbi_population_open(store, options->on, options->known_at,
                                      &feed->population, err);
        feed->has_rows = true;
        feed->is_at_end = true;
    }
    if (status != MSB_OK)
        msbi_feed_close(feed);
    else
        *out = feed;
    return status;
}

void
msbi_feed_close(struct msbi_feed *feed)
{
    if (feed == NULL)
        return;
    msbi_population_close(feed->population);
    msbi_text_release(&feed->data);
    msbi_chunk_release(&feed->chunk);
    msbi_draft_release(&feed->draft);
    for (size_t i = 0; i < feed->options.num_models; i++)
        msbi_meaning_release(&feed->meanings[i]);
    if (feed->is_reading)
        (void)msbi_store_end_reading(feed->store, MSB_OK, NULL);
    msbi_free(feed);
}

/* The bytes of a chunk: those that are kept, or made now. @has_columns is false
   where its rows must be read. */
static enum msb_status
get_data(struct msbi_feed *feed, int64_t number, bool *has_columns,
         struct msb_error *err)
{
    bool is_found;
    enum msb_status status = msbi_chunk_load(feed->store, number, &feed->data,
                                             &is_found, err);

    if (status == MSB_OK && !is_found && feed->options.makes_chunks) {
        status = msbi_chunk_gather(feed->store, number, &feed->draft,
                                   &feed->data, err);
        if (status == MSB_OK && !feed->is_making)
            status = msbi_chunks_begin(feed->store, err);
        feed->is_making = true;
        if (status == MSB_OK)
            status = msbi_chunk_keep(feed->store, number, &feed->data, err);
    }
    *has_columns = status == MSB_OK && feed->data.length > 0;
    return status;
}

/* Make the chunk at hand ready. */
static enum msb_status
read_chunk(struct msbi_feed *feed, struct msb_error *err)
{
    enum msb_status status = msbi_chunk_parse(
        &feed->chunk, (const uint8_t *)feed->data.data, feed->data.length, err);

    if (status != MSB_OK)
        return status;
    for (size_t i = 0; i < feed->options.num_models; i++)
        if (msbi_meaning_update(&feed->meanings[i], &feed->chunk) != MSB_OK)
            return msbi_fail_nomem(err);
    feed->num_used = 0;
    feed->num_rows = msbi_chunk_select(&feed->chunk, feed->options.on,
                                       feed->rows);
    return MSB_OK;
}

/* Go on to the next chunk, in one form or the other. */
static enum msb_status
advance(struct msbi_feed *feed, struct msb_error *err)
{
    bool is_found, has_columns;
    int64_t number;
    enum msb_status status;

    feed->num_rows = 0;
    feed->num_used = 0;
    if (feed->is_at_end)
        return MSB_OK;
    status = msbi_chunk_find_next(feed->store, feed->next, &number, &is_found,
                                  err);
    feed->is_at_end = status != MSB_OK || !is_found;
    if (feed->is_at_end)
        return status;
    feed->next = number + 1;
    feed->first = msbi_chunk_first(number);
    status = get_data(feed, number, &has_columns, err);
    if (status == MSB_OK && has_columns)
        return read_chunk(feed, err);
    feed->has_rows = true;
    feed->rows_from = feed->first;
    feed->rows_to = msbi_chunk_last(number);
    return status;
}

/* The next citizen of the rows at hand; at their end there are none at hand. */
static enum msb_status
next_person(struct msbi_feed *feed, struct msbi_person *person,
            bool *has_person, struct msb_error *err)
{
    enum msb_status status = MSB_OK;

    *has_person = false;
    if (feed->population == NULL)
        status = msbi_population_open_some(feed->store, feed->rows_from,
                                           feed->rows_to, feed->options.on,
                                           &feed->population, err);
    if (status == MSB_OK)
        status = msbi_population_next(feed->population, person, has_person,
                                      err);
    if (status == MSB_OK && *has_person)
        return MSB_OK;
    msbi_population_close(feed->population);
    feed->population = NULL;
    feed->has_rows = false;
    return status;
}

/* Let go of the rows of a chunk between two batches, so that no statement is
   at work while the caller writes. */
static void
pause_rows(struct msbi_feed *feed, int64_t last)
{
    if (feed->options.known_at != NULL || feed->options.is_by_rows)
        return;
    msbi_population_close(feed->population);
    feed->population = NULL;
    feed->has_rows = last < feed->rows_to;
    feed->rows_from = feed->has_rows ? last + 1 : last;
}

/* Fill batches from the rows at hand. */
static enum msb_status
fill_by_rows(struct msbi_feed *feed, struct msbi_batch *const *batches,
             int64_t *keys, size_t *num, struct msb_error *err)
{
    struct msbi_person person;
    bool has_person;

    for (size_t i = 0; i < feed->options.num_models; i++)
        msbi_batch_clear(batches[i]);
    while (*num < MSBI_BATCH_ROWS) {
        enum msb_status status = next_person(feed, &person, &has_person, err);

        if (status != MSB_OK || !has_person)
            return status;
        status = msbi_person_add_to(&person, batches, feed->options.num_models,
                                    err);
        if (status != MSB_OK)
            return status;
        if (keys != NULL)
            keys[*num] = person.key;
        ++*num;
    }
    pause_rows(feed, person.key);
    return MSB_OK;
}

static int64_t
get_key(const struct msbi_feed *feed, uint32_t row)
{
    return feed->first + (int64_t)msbi_get16(feed->chunk.citizens + 2 * row);
}

/* Fill batches from the chunk at hand. */
static void
fill_by_columns(struct msbi_feed *feed, struct msbi_batch *const *batches,
                int64_t *keys, size_t *num)
{
    const uint32_t *rows = feed->rows + feed->num_used;

    *num = feed->num_rows - feed->num_used;
    if (*num > MSBI_BATCH_ROWS)
        *num = MSBI_BATCH_ROWS;
    for (size_t i = 0; i < feed->options.num_models; i++)
        msbi_meaning_fill(&feed->meanings[i], &feed->chunk, rows, *num,
                          feed->options.on, NULL, batches[i]);
    for (size_t i = 0; i < *num && keys != NULL; i++)
        keys[i] = get_key(feed, rows[i]);
    feed->num_used += *num;
}

enum msb_status
msbi_feed_fill(struct msbi_feed *feed, struct msbi_batch *const *batches,
               int64_t keys[MSBI_BATCH_ROWS], size_t *num,
               struct msb_error *err)
{
    enum msb_status status = MSB_OK;

    *num = 0;
    while (status == MSB_OK) {
        if (feed->num_used < feed->num_rows)
            fill_by_columns(feed, batches, keys, num);
        else if (feed->has_rows)
            status = fill_by_rows(feed, batches, keys, num, err);
        if (*num > 0 || (feed->is_at_end && !feed->has_rows))
            break;
        if (status == MSB_OK && !feed->has_rows)
            status = advance(feed, err);
    }
    return status;
}

/* Fill facts from the next row, of the one or the other. */
static enum msb_status
take_facts(struct msbi_feed *feed, struct msb_facts *facts, bool *has_citizen,
           struct msb_error *err)
{
    struct msbi_person person;
    enum msb_status status;

    *has_citizen = feed->num_used < feed->num_rows;
    if (*has_citizen)
        return msbi_meaning_fill_facts(&feed->meanings[0], &feed->chunk,
                                       feed->rows[feed->num_used++], facts);
    if (!feed->has_rows)
        return MSB_OK;
    status = next_person(feed, &person, has_citizen, err);
    return status != MSB_OK || !*has_citizen
               ? status
               : msbi_person_fill_facts(&person, facts, err);
}

enum msb_status
msbi_feed_next(struct msbi_feed *feed, struct msb_facts *facts,
               bool *has_citizen, struct msb_error *err)
{
    enum msb_status status;

    for (;;) {
        status = take_facts(feed, facts, has_citizen, err);
        if (*has_citizen || status != MSB_OK
            || (feed->is_at_end && !feed->has_rows))
            return status;
        status = advance(feed, err);
        if (status != MSB_OK)
            return status;
    }
}
