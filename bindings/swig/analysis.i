/* SPDX-License-Identifier: MIT */
/* What a model leaves open or says twice: <msb/analysis.h>. */
%{
typedef struct msb_analysis Analysis;
%}

%newobject Analysis::format_json;
%newobject Rules::check;

typedef struct {} Analysis;
%extend Analysis {
  ~Analysis() { msb_analysis_unref($self); }
  /** What `msb check --json` prints of a valid model. */
  char *format_json(struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_check_format_json(NULL, NULL, $self, &out, err), err)
      ? out : NULL;
  }
  /** How many rules answer for a group outside their area's `serves`. */
  size_t num_strays() { return msb_analysis_num_strays($self); }
  /** The index of such a rule, or -1. */
  int64_t get_stray_rule(size_t index) {
    struct msb_stray stray;
    return msb_analysis_get_stray($self, index, &stray)
      ? index_of(stray.rule) : -1;
  }
  /** The index of the group that it answers for, or -1. */
  int64_t get_stray_target_group(size_t index) {
    struct msb_stray stray;
    return msb_analysis_get_stray($self, index, &stray)
      ? index_of(stray.target_group) : -1;
  }
  /** Complete facts that show it, as JSON. */
  const char *get_stray_witness(size_t index) {
    struct msb_stray stray;
    return msb_analysis_get_stray($self, index, &stray) ? stray.witness : NULL;
  }
}

%extend Rules {
  /** Analyse the model, exactly. */
  Analysis *check(struct msb_error *err) {
    Analysis *out = NULL;
    return is_done(msb_rules_check($self, &out, err), err) ? out : NULL;
  }
}
