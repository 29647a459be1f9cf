/* SPDX-License-Identifier: MIT */
/* What the library hands to a callback, gathered for other languages. */
#ifndef MSB_SWIG_RECORDS_H
#define MSB_SWIG_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/journal.h>
#include <msb/retention.h>

/* Records of one kind: each has the same number of texts and of numbers. */
struct records;

/* The texts and numbers of a journal's entry, in this order. */
enum journal_text {
    JOURNAL_ACTOR,
    JOURNAL_ROLE,
    JOURNAL_PURPOSE,
    JOURNAL_ACTION,
    JOURNAL_DETAIL,
    JOURNAL_HASH, /* in hexadecimal digits */
    NUM_JOURNAL_TEXTS
};
enum journal_number {
    JOURNAL_NUMBER,
    JOURNAL_RECORDED_AT, /* in seconds */
    JOURNAL_CITIZEN,
    NUM_JOURNAL_NUMBERS
};

/* Those of a citizen whose period is over. */
enum due_text { DUE_CITIZEN, DUE_PERIOD, NUM_DUE_TEXTS };
enum due_number { DUE_ENDED, DUE_DUE, DUE_SAMPLED, NUM_DUE_NUMBERS };

/*
 * No records yet. @most ends a reading: its callback is false from then on.
 * NULL: no memory.
 */
struct records *records_new(size_t num_texts, size_t num_numbers, size_t most);
void records_free(struct records *records);
/* Whether there was memory for all of them. */
bool records_are_whole(const struct records *records);
size_t records_num(const struct records *records);
/* One text of a record, borrowed; NULL beyond the end. */
const char *
records_get_text(const struct records *records, size_t record, size_t text);
/* One number of a record; 0 beyond the end. */
int64_t
records_get_number(const struct records *records, size_t record, size_t number);

/* A msb_journal_fn; @user is records of a journal. */
bool records_take_entry(void *user, const struct msb_journal_entry *entry);
/* A msb_due_fn; @user is records of citizens. */
bool records_take_due(void *user, const struct msb_due *due);
/* A msb_line_fn; @user is records of one text. */
bool records_take_line(void *user, const char *line, size_t length);

/* 64 hexadecimal digits and a NUL. */
void records_write_hash(const uint8_t hash[MSB_JOURNAL_HASH_SIZE],
                        char out[2 * MSB_JOURNAL_HASH_SIZE + 1]);

#endif
