/* SPDX-License-Identifier: MIT */
/* Decisions and why they came out so: <msb/decision.h>. */
%{
typedef struct msb_decision Decision;
typedef struct msb_explanation Explanation;
%}

%newobject Decision::format_json;
%newobject Decision::share;
%newobject Explanation::format_json;
%newobject Explanation::format_text;

typedef struct {} Explanation;
%extend Explanation {
  ~Explanation() { msb_explanation_unref($self); }
  /** One JSON object on one line. */
  char *format_json(struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_explanation_format_json($self, &out, err), err)
      ? out : NULL;
  }
  /** Lines for people, in Danish ("da") or English ("en"). */
  char *format_text(const char *language, struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_explanation_format_text($self, language, &out, err),
                   err) ? out : NULL;
  }
}

typedef struct {} Decision;
%extend Decision {
  ~Decision() { msb_decision_unref($self); }
  /** The outcome: an enum msb_outcome_status. */
  int get_status() { return (int)msb_decision_get_outcome($self).status; }
  /** The index of the responsible area, or -1. */
  int get_area() { return msb_decision_get_outcome($self).area; }
  /** The index of the one rule that decides, or -1. */
  int get_rule() { return msb_decision_get_outcome($self).rule; }
  /** The index of the citizen's target group, or -1. */
  int get_target_group() {
    return msb_decision_get_outcome($self).target_group;
  }
  /** How many areas some completion gives. */
  size_t num_possible() { return msb_decision_num_possible($self); }
  /** One of them: its index. */
  int64_t get_possible(size_t index) {
    return index_of(msb_decision_get_possible($self, index));
  }
  /** Whether some completion is a gap. */
  bool is_gap_possible() { return msb_decision_is_gap_possible($self); }
  /** How many rules decide some completion. */
  size_t num_rules() { return msb_decision_num_rules($self); }
  /** One of them: its index. */
  int64_t get_some_rule(size_t index) {
    return index_of(msb_decision_get_rule($self, index));
  }
  /** How many unknown attributes would change the area. */
  size_t num_missing() { return msb_decision_num_missing($self); }
  /** One of them: its index. */
  int64_t get_missing(size_t index) {
    return index_of(msb_decision_get_missing($self, index));
  }
  /** The index of the attribute to ask for first, or -1. */
  int64_t get_ask() { return index_of(msb_decision_get_ask($self)); }
  /** How many services the citizen has. */
  size_t num_deliveries() { return msb_decision_num_deliveries($self); }
  /** How many areas the citizen has to deal with. */
  size_t num_contacts() { return msb_decision_num_contacts($self); }
  /** One of them: its index. */
  int64_t get_contact(size_t index) {
    return index_of(msb_decision_get_contact($self, index));
  }
  /** One JSON object on one line. */
  char *format_json(const char *id, const Explanation *explanation,
                    struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_decision_format_json($self, id, explanation, &out, err),
                   err) ? out : NULL;
  }
}
