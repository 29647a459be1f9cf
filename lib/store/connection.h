/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CONNECTION_H
#define MSBI_CONNECTION_H

#include <sqlite3.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/statement.h"
#include "store/store.h"

#define MSBI_INSTANT_SIZE 21 /* "YYYY-MM-DDTHH:MM:SSZ" and NUL */

/* The rules of one model on record, compiled once a connection. */
struct msbi_known_rules {
    int64_t key; /* of the model in the store */
    struct msb_rules *rules;
};

/* A row about a citizen that waits to be written, and its two texts. */
struct msbi_waiting_row {
    int64_t citizen;
    struct msb_date from;
    bool has_to;
    struct msb_date to;
    size_t text; /* where the first begins; the second is behind its NUL */
    size_t first_length;
    size_t second_length;
};

#define MSBI_MAX_WAITING 16

struct msbi_waiting {
    size_t num;
    struct msbi_waiting_row rows[MSBI_MAX_WAITING];
    struct msbi_text texts;
};

/* One connection. */
struct msb_store {
    struct msbi_refcount refs;
    sqlite3 *db;
    struct msbi_statements statements;
    struct msbi_known_rules *known;
    size_t num_known;
    size_t known_capacity;
    sqlite3_stmt *walk; /* of the citizens by id; stands on the one that was
                           found last, or NULL */
    struct msbi_waiting waiting_facts;
    struct msbi_waiting waiting_courses; /* service and unit */
    struct msbi_put_counts settled;      /* of courses that were waiting */
    bool is_writing;    /* between begin, and commit or rollback */
    bool is_marked;     /* between mark, and keep or undo */
    bool has_savepoint; /* the marked row has changed something */
    bool has_recorded;  /* `now` is the last instant on record */
    int64_t now;        /* when this transaction records */
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

/* The present instant: seconds since 1970-01-01T00:00:00Z. */
int64_t msbi_instant_now(void);
/* Write an instant. */
void msbi_instant_format(int64_t instant, char out[MSBI_INSTANT_SIZE]);
/* Begin to record: the instant of a transaction that is open already. */
enum msb_status
msbi_store_start(struct msb_store *store, struct msb_error *err);
/* Before a row's first write: take its savepoint. */
enum msb_status
msbi_store_touch(struct msb_store *store, struct msb_error *err);
/* With anything that is recorded: keep the transaction's instant. */
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

/* Let go of the citizen that was found last. */
void msbi_store_end_walk(struct msb_store *store);
/* Copy a row and its texts, which end in NUL, behind those that wait. */
enum msb_status msbi_waiting_add(struct msbi_waiting *waiting,
                                 const struct msbi_waiting_row *row,
                                 const char *first, size_t first_length,
                                 const char *second, size_t second_length,
                                 struct msb_error *err);
bool msbi_waiting_is_full(const struct msbi_waiting *waiting);
void msbi_waiting_clear(struct msbi_waiting *waiting);
/* Write all that waits, before anybody looks for it. */
enum msb_status
msbi_store_write_waiting(struct msb_store *store, struct msb_error *err);
/* Write one version of facts, from a date on. */
enum msb_status msbi_store_insert_facts(struct msb_store *store,
                                        int64_t citizen, struct msb_date from,
                                        const char *facts, size_t length,
                                        struct msb_error *err);
/* Write one course now; the row's citizen is not looked at. */
enum msb_status
msbi_store_write_course(struct msb_store *store, int64_t citizen,
                        const struct msbi_course_row *row, enum msbi_put *out,
                        struct msb_error *err);

/* The ten digits of a CPR number as one number, as the store keeps it. */
int64_t msbi_cpr_number(const char *digits);
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
