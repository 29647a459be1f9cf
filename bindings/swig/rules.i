/* SPDX-License-Identifier: MIT */
/* Compiled models, and what can be asked of them: <msb/rules.h>. */
%{
typedef struct msb_rules Rules;
%}

%newobject Rules::compile;
%newobject Rules::get_model;
%newobject Rules::resolve;
%newobject Rules::explain;

typedef struct {} Rules;
%extend Rules {
  /** Compile a model. */
  static Rules *compile(Model *model, struct msb_error *err) {
    Rules *out = NULL;
    return is_done(msb_rules_compile(model, &out, err), err) ? out : NULL;
  }
  ~Rules() { msb_rules_unref($self); }
  /** The model that was compiled. */
  Model *get_model() { return msb_model_ref(msb_rules_get_model($self)); }
  /** How many nodes the diagram has. */
  size_t num_nodes() { return msb_rules_num_nodes($self); }
  /** Decide for one citizen: every field. */
  Decision *resolve(const Facts *facts, struct msb_date on,
                    struct msb_error *err) {
    Decision *out = NULL;
    return is_done(msb_rules_resolve($self, facts, on, &out, err), err)
      ? out : NULL;
  }
  /** Say why. */
  Explanation *explain(const Facts *facts, struct msb_date on,
                       bool show_sensitive, struct msb_error *err) {
    Explanation *out = NULL;
    return is_done(msb_rules_explain($self, facts, on, show_sensitive, &out,
                                     err), err) ? out : NULL;
  }
}
