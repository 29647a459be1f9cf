/* SPDX-License-Identifier: MIT */
/* How a store is opened, and by whom: <msb/principal.h>. */
%{
/* A store's options with all that they point to. */
typedef struct store_options {
  struct msb_store_options options;
  struct msb_principal principal;
  char *texts[4]; /* of the principal */
  char *key;
} StoreOptions;

static char *
copy_bytes(const char *bytes, size_t length)
{
  char *copy = bytes == NULL ? NULL : malloc(length + 1);
  if (copy != NULL) {
    memcpy(copy, bytes, length);
    copy[length] = '\0';
  }
  return copy;
}

static char *
copy_text(const char *text)
{
  return copy_bytes(text, text == NULL ? 0 : strlen(text));
}
%}

typedef struct {} StoreOptions;
%extend StoreOptions {
  /** The defaults: nobody in particular, reading and writing. */
  StoreOptions() {
    StoreOptions *out = calloc(1, sizeof *out);
    if (out != NULL) {
      msb_store_options_init(&out->options);
      msb_principal_init(&out->principal);
    }
    return out;
  }
  ~StoreOptions() {
    for (size_t i = 0; i < sizeof $self->texts / sizeof $self->texts[0]; i++)
      free($self->texts[i]);
    free($self->key);
    free($self);
  }
  /** How long to wait for another process. */
  void set_busy_ms(int32_t busy_ms) { $self->options.busy_ms = busy_ms; }
  /** Refuse every write. */
  void set_read_only(bool read_only) { $self->options.read_only = read_only; }
  /** For a new store: refuse to be opened without a principal. */
  void set_guarded(bool guarded) { $self->options.is_guarded = guarded; }
  /** The clock of everything that is recorded. It must outlive the store. */
  void set_clock(msb_clock_fn clock, void *clock_user) {
    $self->options.clock = clock;
    $self->options.clock_user = clock_user;
  }
  /** The key of the journal's chain, 16 to 64 bytes. False: no memory. */
  bool set_journal_key(const char *text, size_t length) {
    free($self->key);
    $self->key = copy_bytes(text, length);
    $self->options.journal_key = (const uint8_t *)$self->key;
    $self->options.journal_key_length = length;
    return $self->key != NULL;
  }
  /** Who opens the store: `role` is an enum msb_role, texts may be none.
      False: no memory. To be called once. */
  bool set_principal(int role, const char *actor, const char *area,
                     const char *unit, const char *purpose) {
    const char *given[4] = {actor, area, unit, purpose};
    for (size_t i = 0; i < 4; i++) {
      $self->texts[i] = copy_text(given[i]);
      if (given[i] != NULL && $self->texts[i] == NULL)
        return false;
    }
    $self->principal.role = (enum msb_role)role;
    $self->principal.actor = $self->texts[0];
    $self->principal.area = $self->texts[1];
    $self->principal.unit = $self->texts[2];
    $self->principal.purpose = $self->texts[3];
    $self->options.principal = &$self->principal;
    return true;
  }
}
