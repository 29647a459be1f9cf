/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CONNECTION_H
#define MSBI_CONNECTION_H

#include <sqlite3.h>

#include "base/memory.h"
#include "store/statement.h"
#include "store/store.h"

#define MSBI_INSTANT_SIZE 21 /* "YYYY-MM-DDTHH:MM:SSZ" and NUL */

/* The rules of one model on record, compiled once a connection. */
struct msbi_known_rules {
    int64_t key; /* of the model in the store */
    struct msb_rules *rules;
};

/* The citizen that was found last: courses come citizen by citizen. */
struct msbi_last_citizen {
    int64_t key; /* 0: none */
    size_t id_length;
    char id[64];
};

/* One connection. */
struct msb_store {
    struct msbi_refcount refs;
    sqlite3 *db;
    struct msbi_statements statements;
    struct msbi_known_rules *known;
    size_t num_known;
    size_t known_capacity;
    struct msbi_last_citizen last;
    bool is_writing;             /* between begin, and commit or rollback */
    bool is_marked;              /* between mark, and keep or undo */
    bool has_savepoint;          /* the marked row has changed something */
    bool has_recorded;           /* `now` is in the table of instants */
    char now[MSBI_INSTANT_SIZE]; /* when this transaction records */
};

/* Open the file and check nothing but that it opens. */
enum msb_status msbi_connection_new(const char *path, int flags,
                                    const struct msb_store_options *options,
                                    struct msb_store **out,
                                    struct msb_error *err);
/* Whether there is a file: MSB_OK, NOT_FOUND, INVALID (a folder) or IO. */
enum msb_status msbi_file_find(const char *path, struct msb_error *err);
/* Close the file, and release all that the connection holds. */
void msbi_connection_free(struct msb_store *store);
/* NULL, or filled by msb_store_options_init() and within bounds. */
bool msbi_store_options_are_known(const struct msb_store_options *options);
/* Run SQL of the schema: several statements, no values. */
enum msb_status msbi_store_execute(struct msb_store *store, const char *sql,
                                   struct msb_error *err);

/* The present instant, UTC. */
void msbi_instant_now(char out[MSBI_INSTANT_SIZE]);
/* Begin to record: the instant of a transaction that is open already. */
enum msb_status
msbi_store_start(struct msb_store *store, struct msb_error *err);
/* Before a row's first write: take its savepoint. */
enum msb_status
msbi_store_touch(struct msb_store *store, struct msb_error *err);
/* Before anything is recorded: keep the transaction's instant. */
enum msb_status
msbi_store_record(struct msb_store *store, struct msb_error *err);

/* Put a model on record inside a transaction, if it is not yet. */
enum msb_status msbi_store_put_model(struct msb_store *store,
                                     struct msb_model *model,
                                     struct msb_error *err);
/* The model in force on a date: its number, and a reference to its rules. */
enum msb_status
msbi_store_find_model(struct msb_store *store, struct msb_date on, int64_t *key,
                      struct msb_rules **out, struct msb_error *err);

/* A citizen's number; NOT_FOUND "unknown_citizen". */
enum msb_status msbi_store_find_citizen(struct msb_store *store, const char *id,
                                        size_t id_length, int64_t *out,
                                        struct msb_error *err);
/* A population of one citizen, or of none where no facts hold. */
enum msb_status msbi_population_open_one(struct msb_store *store,
                                         int64_t citizen, struct msb_date on,
                                         struct msbi_population **out,
                                         struct msb_error *err);

#endif
