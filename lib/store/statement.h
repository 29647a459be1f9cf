/* SPDX-License-Identifier: MIT */
#ifndef MSBI_STATEMENT_H
#define MSBI_STATEMENT_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/date.h>
#include <msb/error.h>

struct msb_store;

/*
 * Prepared statements of one connection. Each is prepared when it is first
 * used, and found again by the address of its SQL text, which therefore is a
 * `static const char` of the function that uses it.
 */
#define MSBI_MAX_STATEMENTS 256

/* Of a statement over rows of history: known at the instant ?3. What is known
   now has version 0, or no superseded_at. */
#define MSBI_KNOWN_AT_3                                                        \
    "recorded_at <= ?3 AND (superseded_at IS NULL OR superseded_at > ?3)"

struct msbi_statements {
    const char *texts[MSBI_MAX_STATEMENTS];
    sqlite3_stmt *items[MSBI_MAX_STATEMENTS];
    size_t num;
};

/*
 * Say what SQLite refused. The one place that turns its codes into ours;
 * no value ever gets into the message.
 */
enum msb_status msbi_sqlite_fail(sqlite3 *db, int code, struct msb_error *err);

/* A statement, ready to be bound; borrowed from @store. */
enum msb_status msbi_statement_get(struct msb_store *store, const char *sql,
                                   sqlite3_stmt **out, struct msb_error *err);
/* The same, with ?1 a citizen's number and ?2 a date, as most of them begin. */
enum msb_status msbi_statement_about(struct msb_store *store, const char *sql,
                                     int64_t citizen, struct msb_date date,
                                     sqlite3_stmt **out, struct msb_error *err);
/* Take one step. At the end, and on failure, the statement is reset. */
enum msb_status msbi_statement_step(sqlite3_stmt *statement, bool *has_row,
                                    struct msb_error *err);
/* Take the number that its only row is; without a row, @out stays as it is. */
enum msb_status msbi_statement_take_number(sqlite3_stmt *statement,
                                           bool *has_row, int64_t *out,
                                           struct msb_error *err);
/* Run a statement that gives no rows. */
enum msb_status
msbi_statement_run(sqlite3_stmt *statement, struct msb_error *err);
/* Run one that supersedes rows of a citizen: ?1 and ?2 as above, ?3 the instant
   from which they are known no more, which is that of the transaction. */
enum msb_status msbi_statement_supersede(struct msb_store *store,
                                         const char *sql, int64_t citizen,
                                         struct msb_date date,
                                         struct msb_error *err);
/* Run one that has no values to bind, or none but these texts. */
enum msb_status msbi_statement_run_sql(struct msb_store *store, const char *sql,
                                       struct msb_error *err);
void msbi_statements_release(struct msbi_statements *statements);

/* Bind a text, which stays where it is until the statement is reset. */
void msbi_bind_text(sqlite3_stmt *statement, int index, const char *text,
                    size_t length);
void msbi_bind_string(sqlite3_stmt *statement, int index, const char *text);
/* A date, as its number of days. */
void msbi_bind_date(sqlite3_stmt *statement, int index, struct msb_date date);
/* The same, or NULL where @has_date is false. */
void msbi_bind_end(sqlite3_stmt *statement, int index, bool has_date,
                   struct msb_date date);

/* A text of the row, borrowed until the next step; NOMEM or STORE. */
enum msb_status msbi_column_text(sqlite3_stmt *statement, int index,
                                 const char **out, size_t *length,
                                 struct msb_error *err);
/* The same as a new text; msbi_free() it. */
enum msb_status msbi_column_copy(sqlite3_stmt *statement, int index, char **out,
                                 struct msb_error *err);
/* A date of the row; @has_date is false for NULL. */
enum msb_status msbi_column_date(sqlite3_stmt *statement, int index,
                                 bool *has_date, struct msb_date *out,
                                 struct msb_error *err);

#endif
