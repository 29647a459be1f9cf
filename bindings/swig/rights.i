/* SPDX-License-Identifier: MIT */
/*
 * What is owed to the citizens of a store: <msb/subject.h>, <msb/erase.h>,
 * <msb/retention.h>, <msb/export.h>.
 */
%{
#include "records.h"

typedef struct msb_subject Subject;
typedef struct msb_erasure Erasure;
typedef struct msb_retention Retention;
typedef struct records DueCitizens;
typedef struct records ExportLines;

typedef struct {
  char text[MSB_PSEUDONYM_SIZE];
} Pseudonym;

static void
fill_export_options(struct msb_export_options *options, const char *key,
                    size_t key_length, msb_progress_fn progress, void *user) {
  msb_export_options_init(options);
  options->key = (const uint8_t *)key;
  options->key_length = key_length;
  options->progress = progress;
  options->progress_user = user;
}
%}

%newobject Subject::format_json;
%newobject Retention::load;
%newobject Retention::parse;
%newobject Store::export_lines;
%newobject Store::find_subject;
%newobject Store::list_due;

%immutable;
/* What the erasure of a person took away, in rows. */
typedef struct {
  uint64_t facts;
  uint64_t courses;
  uint64_t others;
  uint64_t assignments;
} Erasure;
typedef struct {
  char text[33];
} Pseudonym;
%mutable;

%inline %{
/** A citizen's pseudonym: keyed BLAKE2b-128 of the id. */
Pseudonym make_pseudonym(const char *key, size_t key_length, const char *text,
                         size_t length, struct msb_error *err) {
  Pseudonym out = {""};
  is_done(msb_pseudonym_make((const uint8_t *)key, key_length, text, length,
                             out.text, err), err);
  return out;
}
%}

typedef struct {} Subject;
%extend Subject {
  ~Subject() { msb_subject_unref($self); }
  /** What `msb subject --json` prints. */
  char *format_json(struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_subject_format_json($self, &out, err), err)
      ? out : NULL;
  }
}

typedef struct {} Retention;
%extend Retention {
  /** Read periods from a file. */
  static Retention *load(const char *path, struct msb_problems **problems,
                         struct msb_error *err) {
    Retention *out = NULL;
    return is_done(msb_retention_load(path, &out, problems, err), err)
      ? out : NULL;
  }
  /** Read periods from memory; `name` is what messages call them. */
  static Retention *parse(const char *text, size_t length, const char *name,
                          struct msb_problems **problems,
                          struct msb_error *err) {
    Retention *out = NULL;
    return is_done(msb_retention_parse(text, length, name, &out, problems,
                                       err), err) ? out : NULL;
  }
  ~Retention() { msb_retention_unref($self); }
}

/* Citizens whose periods are over. */
typedef struct {} DueCitizens;
%extend DueCitizens {
  ~DueCitizens() { records_free($self); }
  /** How many they are. */
  size_t num() { return records_num($self); }
  /** The citizen's id. */
  const char *get_citizen(size_t index) {
    return records_get_text($self, index, DUE_CITIZEN);
  }
  /** The period's id. */
  const char *get_period(size_t index) {
    return records_get_text($self, index, DUE_PERIOD);
  }
  /** The day from which the period counts. */
  struct msb_date get_ended(size_t index) {
    struct msb_date day = {
      (int32_t)records_get_number($self, index, DUE_ENDED)};
    return day;
  }
  /** Its end. */
  struct msb_date get_due(size_t index) {
    struct msb_date day = {
      (int32_t)records_get_number($self, index, DUE_DUE)};
    return day;
  }
  /** Whether the archive samples it. */
  bool is_sampled(size_t index) {
    return records_get_number($self, index, DUE_SAMPLED) != 0;
  }
}

/* Lines of an export, a JSON object each. */
typedef struct {} ExportLines;
%extend ExportLines {
  ~ExportLines() { records_free($self); }
  /** How many they are. */
  size_t num() { return records_num($self); }
  /** One line. */
  const char *get(size_t index) { return records_get_text($self, index, 0); }
}

%extend Store {
  /** Everything that is held about a citizen. */
  Subject *find_subject(const char *citizen, struct msb_error *err) {
    Subject *out = NULL;
    return is_done(msb_store_find_subject($self, citizen, &out, err), err)
      ? out : NULL;
  }
  /** Erase a person. */
  Erasure erase(const char *citizen, struct msb_error *err) {
    Erasure out = {0};
    is_done(msb_store_erase($self, citizen, &out, err), err);
    return out;
  }
  /** Write the file anew without its free pages. */
  void compact(struct msb_error *err) {
    is_done(msb_store_compact($self, err), err);
  }
  /** Whose periods are over on a date. */
  DueCitizens *list_due(const Retention *retention, struct msb_date on,
                        struct msb_error *err) {
    DueCitizens *out = records_new(NUM_DUE_TEXTS, NUM_DUE_NUMBERS, SIZE_MAX);
    if (out == NULL) {
      fail_nomem(err);
      return NULL;
    }
    if (is_done(msb_store_list_due($self, retention, on, records_take_due, out,
                                   err), err)
        && !records_are_whole(out))
      fail_nomem(err);
    return out;
  }
  /** What is known of everybody on a date; with a key by pseudonym. */
  ExportLines *export_lines(struct msb_date on, const char *key,
                            size_t key_length, msb_progress_fn progress,
                            void *user, struct msb_error *err) {
    struct msb_export_options options;
    ExportLines *out = records_new(1, 0, SIZE_MAX);
    if (out == NULL) {
      fail_nomem(err);
      return NULL;
    }
    fill_export_options(&options, key, key_length, progress, user);
    is_done(msb_store_export($self, on, &options, records_take_line, out, err),
            err);
    if (!records_are_whole(out))
      fail_nomem(err);
    return out;
  }
  /** The same, each line to a function as it is read. */
  void export_to(struct msb_date on, const char *key, size_t key_length,
                 msb_line_fn write, void *write_user, msb_progress_fn progress,
                 void *user, struct msb_error *err) {
    struct msb_export_options options;
    fill_export_options(&options, key, key_length, progress, user);
    is_done(msb_store_export($self, on, &options, write, write_user, err), err);
  }
}
