/* SPDX-License-Identifier: MIT */
#ifndef MSBI_CONNECTION_H
#define MSBI_CONNECTION_H

#include <msb/instant.h>
#include <sqlite3.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/columns/decided.h"
#include "store/guard/principal.h"
#include "store/statement.h"
#include "store/store.h"
#include "store/time/redecide.h"

#define MSBI_MIN_KEY 16 /* bytes of a key of BLAKE2b */
#define MSBI_MAX_KEY 64

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

/* A citizen for whom the glass is broken. */
struct msbi_emergency {
    int64_t citizen;
    int64_t from; /* instants, half-open */
    int64_t until;
    char *reason;
};

struct msbi_policy;

/* One connection. */
struct msb_store {
    struct msbi_refcount refs;
    sqlite3 *db;
    struct msbi_still *still; /* of a file that is read without locks */
    msb_clock_fn clock;       /* NULL: the system's */
    void *clock_user;
    struct msbi_principal principal;
    unsigned char journal_key[MSBI_MAX_KEY];
    size_t journal_key_length; /* 0: none */
    struct msbi_emergency *emergencies;
    size_t num_emergencies;
    size_t emergencies_capacity;
    struct msbi_policy *policy; /* of the model asked about last; or NULL */
    struct msbi_statements statements;
    struct msbi_known_rules *known;
    size_t num_known;
    size_t known_capacity;
    sqlite3_stmt *walk; /* of the citizens by id; stands on the one that was
                           found last, or NULL */
    struct msbi_waiting waiting_facts;
    struct msbi_waiting waiting_courses; /* service and unit */
    struct msbi_put_counts settled;      /* of courses that were waiting */
    struct msbi_touched touched;         /* days to be decided again */
    bool is_read_only;                   /* opened so, by choice */
    struct msbi_decided_rows decided;
    bool is_writing;    /* between begin, and commit or rollback */
    bool is_marked;     /* between mark, and keep or undo */
    bool has_savepoint; /* the marked row has changed something */
    bool has_recorded;  /* `now` is the last instant on record */
    int64_t now;        /* when this transaction records */
};

/* Open the file and check nothing but that it opens; see hold/still.c. */
enum msb_status msbi_connection_new(const char *path, bool is_still,
                                    const struct msb_store_options *options,
                                    struct msb_store **out,
                                    struct msb_error *err);
/* Whether there is a file: MSB_OK, NOT_FOUND, INVALID (a folder) or IO. */
enum msb_status msbi_file_find(const char *path, struct msb_error *err);
/* NULL, or filled by msb_store_options_init() and within bounds. */
bool msbi_store_options_are_known(const struct msb_store_options *options);
/* Run SQL of the schema: several statements, no values. */
enum msb_status msbi_store_execute(struct msb_store *store, const char *sql,
                                   struct msb_error *err);
/*
 * Keep 32 MB of the file in memory in place of 16, while a table is written
 * from its first page to its last. A page above the leaves is written to again
 * some 20 MB later. Were it in the log by then, it would be written over there,
 * and SQLite reads and sums all of the log that follows it once more.
 */
enum msb_status
msbi_store_widen(struct msb_store *store, bool is_wide, struct msb_error *err);

/* Bring a store of schema @version (0: an empty file) to the present schema,
   inside a transaction. */
enum msb_status msbi_store_apply_schema(struct msb_store *store, int version,
                                        struct msb_error *err);
/* The major version of a store's schema; INVALID "newer_schema". */
enum msb_status msbi_store_find_version(struct msb_store *store, int *out,
                                        struct msb_error *err);
/* Bring a store of an older schema to the present one, in a transaction. */
enum msb_status
msbi_store_migrate(struct msb_store *store, struct msb_error *err);

/* The present instant, by the store's clock. */
struct msb_instant msbi_store_now(const struct msb_store *store);
/* The day of it. */
struct msb_date msbi_store_today(const struct msb_store *store);
/* Whether this connection could write. */
bool msbi_store_is_writable(const struct msb_store *store);
/* Read in one transaction, until the end, which hands @status back; or fails
   where the reading could not be put in the journal. */
enum msb_status
msbi_store_begin_reading(struct msb_store *store, struct msb_error *err);
/* Before anything is handed out while it is still being read: what the journal
   says of it so far stays there, come what may. Reading goes on in a
   transaction that writes nothing. */
enum msb_status
msbi_store_keep_reading(struct msb_store *store, struct msb_error *err);
enum msb_status msbi_store_end_reading(struct msb_store *store,
                                       enum msb_status status,
                                       struct msb_error *err);
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
/* The model in force on a date, as known at an instant (NULL: now): its number,
   and a reference to its rules. */
enum msb_status
msbi_store_find_model(struct msb_store *store, struct msb_date on,
                      const struct msb_instant *known_at, int64_t *key,
                      struct msb_rules **out, struct msb_error *err);
/* The rules of the model of a number, borrowed from the store. */
enum msb_status msbi_store_get_rules(struct msb_store *store, int64_t key,
                                     struct msb_rules **out,
                                     struct msb_error *err);

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
/* Whether an id is of those that stand in for the erased's: nobody's. */
bool msbi_is_erased_id(const char *id, size_t length);
/* The same by the id, or by a CPR number where no id is written so. */
enum msb_status msbi_store_find_person(struct msb_store *store,
                                       const char *citizen, int64_t *key,
                                       struct msb_error *err);
/* A population of the citizens from a number to a number, as known now. */
enum msb_status
msbi_population_open_some(struct msb_store *store, int64_t first, int64_t last,
                          struct msb_date on, struct msbi_population **out,
                          struct msb_error *err);
/* A population of one citizen, or of none where no facts hold. */
enum msb_status
msbi_population_open_one(struct msb_store *store, int64_t citizen,
                         struct msb_date on, const struct msb_instant *known_at,
                         struct msbi_population **out, struct msb_error *err);

#endif
