/* SPDX-License-Identifier: MIT */
/* Who answers for a citizen on a date: <msb/answer.h>. */
%{
typedef struct msb_answer Answer;
%}

%newobject Answer::format_json;
%newobject Answer::get_explanation;
%newobject Answer::get_model;
%newobject Store::find_answer;

typedef struct {} Answer;
%extend Answer {
  ~Answer() { msb_answer_unref($self); }
  /** The model that decided. */
  Model *get_model() {
    return msb_model_ref(msb_rules_get_model(
        msb_decision_get_rules(msb_answer_get_decision($self))));
  }
  /** Why; none if it was not asked for. */
  Explanation *get_explanation() {
    struct msb_explanation *explanation = msb_answer_get_explanation($self);
    return explanation == NULL ? NULL : msb_explanation_ref(explanation);
  }
  /** One JSON object on one line. */
  char *format_json(struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_answer_format_json($self, &out, err), err) ? out : NULL;
  }
}

%extend Store {
  /** Who is responsible for a citizen; `known_at` is none for now. */
  Answer *find_answer(const char *citizen, struct msb_date on,
                      const struct msb_instant *known_at, bool explain,
                      bool show_sensitive, bool show_address,
                      struct msb_error *err) {
    struct msb_answer_options options;
    Answer *out = NULL;
    msb_answer_options_init(&options);
    options.known_at = known_at;
    options.explain = explain;
    options.show_sensitive = show_sensitive;
    options.show_address = show_address;
    return is_done(msb_store_find_answer($self, citizen, on, &options, &out,
                                         err), err) ? out : NULL;
  }
}
