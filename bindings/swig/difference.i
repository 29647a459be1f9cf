/* SPDX-License-Identifier: MIT */
/* What one model decides otherwise than another: <msb/difference.h>. */
%{
typedef struct msb_difference Difference;
%}

%newobject Difference::format_json;
%newobject Model::diff;

typedef struct {} Difference;
%extend Difference {
  ~Difference() { msb_difference_unref($self); }
  /** What `msb diff --json` prints. */
  char *format_json(struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_difference_format_json($self, &out, err), err)
      ? out : NULL;
  }
  /** Whether the pairs of rules that are listed of a change are all. */
  bool is_complete(size_t change) {
    struct msb_change found;
    return msb_difference_get_change($self, change, &found)
      && found.is_complete;
  }
  /** How many pairs of rules are listed of a change. */
  size_t num_pairs(size_t change) {
    struct msb_change found;
    return msb_difference_get_change($self, change, &found)
      ? found.num_pairs : 0;
  }
  /** The index of the rule before, or -1. */
  int64_t get_rule_before(size_t change, size_t pair) {
    struct msb_rule_pair found;
    return msb_difference_get_pair($self, change, pair, &found)
      ? index_of(found.before) : -1;
  }
  /** The index of the rule after, or -1. */
  int64_t get_rule_after(size_t change, size_t pair) {
    struct msb_rule_pair found;
    return msb_difference_get_pair($self, change, pair, &found)
      ? index_of(found.after) : -1;
  }
}

%extend Model {
  /** Compare it with a model after it, exactly. */
  Difference *diff(Model *after, struct msb_error *err) {
    Difference *out = NULL;
    return is_done(msb_model_diff($self, after, &out, err), err) ? out : NULL;
  }
}
