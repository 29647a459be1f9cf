/* SPDX-License-Identifier: MIT */
/* Whether a store holds: <msb/backup.h>, <msb/verify.h>. */
%{
typedef struct msb_verification Verification;
typedef struct msb_verify_counts VerifyCounts;
typedef struct msb_journal_mark NotedMark;

/* One violation; no texts beyond the end. */
static struct msb_violation
violation_at(const Verification *verification, size_t index)
{
    struct msb_violation out = {0};
    (void)msb_verification_get(verification, index, &out);
    return out;
}
%}

%newobject Store::verify;
%newobject Verification::format_json;

%immutable;
/* What was looked at. */
typedef struct {
  uint64_t citizens;
  uint64_t assignments;
  uint64_t entries;
  uint64_t violations;
} VerifyCounts;
%mutable;

/* An entry of the journal, as noted outside of the store. */
typedef struct {} NotedMark;
%extend NotedMark {
  /** The entry's number; its hash is to be filled in, byte by byte. */
  NotedMark(int64_t number, struct msb_error *err) {
    NotedMark *out = calloc(1, sizeof *out);
    if (out == NULL)
      fail_nomem(err);
    else
      out->number = number;
    return out;
  }
  ~NotedMark() { free($self); }
  /** Set one byte of the hash. */
  void set_byte(size_t index, uint8_t byte) {
    if (index < MSB_JOURNAL_HASH_SIZE)
      $self->hash[index] = byte;
  }
}

typedef struct {} Verification;
%extend Verification {
  ~Verification() { msb_verification_unref($self); }
  /** What was looked at. */
  VerifyCounts get_counts() { return msb_verification_get_counts($self); }
  /** How many violations are kept. */
  size_t num() { return msb_verification_num($self); }
  /** What is wrong: its stable name. */
  const char *get_code(size_t index) { return violation_at($self, index).code; }
  /** Which row, or "". */
  const char *get_where(size_t index) {
    return violation_at($self, index).where;
  }
  /** One English sentence. */
  const char *get_message(size_t index) {
    return violation_at($self, index).message;
  }
  /** One of them as `msb verify --json` prints it. */
  char *format_json(size_t index, struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_verification_format_json($self, index, &out, err), err)
      ? out : NULL;
  }
}

%extend Store {
  /** Copy the store into a new file. */
  void backup(const char *path, msb_progress_fn progress, void *user,
              struct msb_error *err) {
    is_done(msb_store_backup($self, path, progress, user, err), err);
  }
  /** Verify the store; the mark is none where nothing was noted. */
  Verification *verify(const NotedMark *mark, msb_progress_fn progress,
                       void *user, struct msb_error *err) {
    struct msb_verify_options options;
    Verification *out = NULL;
    msb_verify_options_init(&options);
    options.mark = mark;
    options.progress = progress;
    options.user = user;
    return is_done(msb_store_verify($self, &options, &out, err), err)
      ? out : NULL;
  }
}
