/* SPDX-License-Identifier: MIT */
/* The journal of a store: <msb/journal.h>. */
%{
#include "records.h"

typedef struct records JournalEntries;

/* Where the journal ends, with its hash in hexadecimal digits. */
typedef struct {
  int64_t number;
  char hash[2 * MSB_JOURNAL_HASH_SIZE + 1];
} JournalMark;
%}

%newobject Store::list_journal;

%immutable;
typedef struct {
  int64_t number;
  char hash[65];
} JournalMark;
%mutable;

/* Entries of the journal, the oldest first. */
typedef struct {} JournalEntries;
%extend JournalEntries {
  ~JournalEntries() { records_free($self); }
  /** How many they are. */
  size_t num() { return records_num($self); }
  /** 1, 2, 3, … without a gap. */
  int64_t get_number(size_t index) {
    return records_get_number($self, index, JOURNAL_NUMBER);
  }
  /** When it was recorded. */
  struct msb_instant get_recorded_at(size_t index) {
    struct msb_instant at = {
      records_get_number($self, index, JOURNAL_RECORDED_AT)};
    return at;
  }
  /** Whom it is about, by the number in this store alone; 0: no one. */
  int64_t get_citizen(size_t index) {
    return records_get_number($self, index, JOURNAL_CITIZEN);
  }
  /** Who. */
  const char *get_actor(size_t index) {
    return records_get_text($self, index, JOURNAL_ACTOR);
  }
  /** In what capacity. */
  const char *get_role(size_t index) {
    return records_get_text($self, index, JOURNAL_ROLE);
  }
  /** What for. */
  const char *get_purpose(size_t index) {
    return records_get_text($self, index, JOURNAL_PURPOSE);
  }
  /** What. */
  const char *get_action(size_t index) {
    return records_get_text($self, index, JOURNAL_ACTION);
  }
  /** A JSON object. */
  const char *get_detail(size_t index) {
    return records_get_text($self, index, JOURNAL_DETAIL);
  }
  /** The chain up to here, in hexadecimal digits. */
  const char *get_hash(size_t index) {
    return records_get_text($self, index, JOURNAL_HASH);
  }
}

%extend Store {
  /** Read at most so many entries of the journal, from a number on. */
  JournalEntries *list_journal(int64_t first, size_t most,
                               struct msb_error *err) {
    JournalEntries *out = records_new(NUM_JOURNAL_TEXTS, NUM_JOURNAL_NUMBERS,
                                      most);
    if (out == NULL) {
      fail_nomem(err);
      return NULL;
    }
    if (is_done(msb_store_list_journal($self, first, records_take_entry, out,
                                       err), err)
        && !records_are_whole(out))
      fail_nomem(err);
    return out;
  }
  /** Where the journal ends now. */
  JournalMark mark_journal(struct msb_error *err) {
    struct msb_journal_mark mark;
    JournalMark out = {0, ""};
    if (is_done(msb_store_mark_journal($self, &mark, err), err)) {
      out.number = mark.number;
      records_write_hash(mark.hash, out.hash);
    }
    return out;
  }
  /** Show the principal the whole of one citizen, for some minutes. */
  void break_glass(const char *citizen, const char *reason, int32_t minutes,
                   struct msb_error *err) {
    is_done(msb_store_break_glass($self, citizen, reason, minutes, err), err);
  }
}
