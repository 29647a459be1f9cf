/* SPDX-License-Identifier: MIT */
/* Stores, and the assignments in them: <msb/store.h>, <msb/assignment.h>. */
%{
typedef struct msb_store Store;
typedef struct msb_assign_summary AssignSummary;
typedef struct msb_assignment Assignment;
%}

%newobject Store::create;
%newobject Store::open;
%newobject Store::find_model;

/* What assign() did, in citizens. */
%immutable;
typedef struct {
  uint64_t citizens;
  uint64_t assigned;
  uint64_t unchanged;
  uint64_t undetermined;
  uint64_t none;
} AssignSummary;
%mutable;

typedef struct {} Assignment;
%extend Assignment {
  /** When it holds. */
  struct msb_period get_period() { return $self->period; }
  /** The responsible area. */
  const char *get_area() { return $self->area; }
  /** The rule that decided, or "". */
  const char *get_rule() { return $self->rule; }
  /** The citizen's group, or "". */
  const char *get_target_group() { return $self->target_group; }
  /** The model that it was decided by. */
  const char *get_model() { return $self->model; }
}

typedef struct {} Store;
%extend Store {
  /** Make a new store with its first model. */
  static Store *create(const char *path, Model *model,
                       const StoreOptions *options, struct msb_error *err) {
    Store *out = NULL;
    return is_done(msb_store_create(path, model, &options->options, &out, err),
                   err) ? out : NULL;
  }
  /** Open a store. */
  static Store *open(const char *path, const StoreOptions *options,
                     struct msb_error *err) {
    Store *out = NULL;
    return is_done(msb_store_open(path, &options->options, &out, err), err)
      ? out : NULL;
  }
  ~Store() { msb_store_unref($self); }

  /** Add a further model. */
  void adopt(Model *model, struct msb_error *err) {
    is_done(msb_store_adopt($self, model, err), err);
  }
  /** The model in force on a date. */
  Model *find_model(struct msb_date on, struct msb_error *err) {
    struct msb_rules *rules = NULL;
    Model *out = NULL;
    if (is_done(msb_store_find_rules($self, on, &rules, err), err))
      out = msb_model_ref(msb_rules_get_model(rules));
    msb_rules_unref(rules);
    return out;
  }
  /** Decide every citizen on a date and record what changed. */
  AssignSummary assign(struct msb_date on, msb_progress_fn progress,
                       void *user, struct msb_error *err) {
    AssignSummary out = {0};
    is_done(msb_store_assign($self, on, progress, user, &out, err), err);
    return out;
  }
  /** The assignment on record of a citizen on a date. */
  Assignment find_assignment(const char *citizen, struct msb_date on,
                             struct msb_error *err) {
    Assignment out = {0};
    is_done(msb_store_find_assignment($self, citizen, on, &out, err), err);
    return out;
  }
}
