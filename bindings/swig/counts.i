/* SPDX-License-Identifier: MIT */
/* How many citizens: <msb/compare.h>, <msb/count.h>. */
%{
typedef struct msb_totals Totals;
typedef struct msb_comparison Comparison;
typedef struct msb_tally Tally;
%}

%newobject Totals::format_json;
%newobject Totals::suppress;
%newobject Comparison::format_json;
%newobject Comparison::get_after;
%newobject Comparison::get_before;
%newobject Comparison::suppress;
%newobject Tally::format_json;
%newobject Tally::suppress;
%newobject Store::compare;
%newobject Store::count_changes;
%newobject Store::count_findings;
%newobject Store::report;

typedef struct {} Totals;
%extend Totals {
  ~Totals() { msb_totals_unref($self); }
  /** What `msb report --json` prints. */
  char *format_json(struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_totals_format_json($self, &out, err), err) ? out : NULL;
  }
  /** The same, with its small numbers suppressed. */
  Totals *suppress(uint64_t least, struct msb_error *err) {
    Totals *out = NULL;
    return is_done(msb_totals_suppress($self, least, &out, err), err)
      ? out : NULL;
  }
}

typedef struct {} Comparison;
%extend Comparison {
  ~Comparison() { msb_comparison_unref($self); }
  /** The totals by the model before. */
  Totals *get_before() {
    return msb_totals_ref(msb_comparison_get_before($self));
  }
  /** The totals by the model after. */
  Totals *get_after() {
    return msb_totals_ref(msb_comparison_get_after($self));
  }
  /** What `msb compare --json` prints. */
  char *format_json(struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_comparison_format_json($self, &out, err), err)
      ? out : NULL;
  }
  /** The same, with its small numbers suppressed. */
  Comparison *suppress(uint64_t least, struct msb_error *err) {
    Comparison *out = NULL;
    return is_done(msb_comparison_suppress($self, least, &out, err), err)
      ? out : NULL;
  }
}

typedef struct {} Tally;
%extend Tally {
  ~Tally() { msb_tally_unref($self); }
  /** What `msb check --json` or `msb diff --json` prints with `--store`. */
  char *format_json(struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_tally_format_json($self, &out, err), err) ? out : NULL;
  }
  /** The same, with its small numbers suppressed. */
  Tally *suppress(uint64_t least, struct msb_error *err) {
    Tally *out = NULL;
    return is_done(msb_tally_suppress($self, least, &out, err), err)
      ? out : NULL;
  }
}

%extend Store {
  /** Decide the whole population of a date; no rules: those in force. */
  Totals *report(Rules *rules, struct msb_date on, msb_progress_fn progress,
                 void *user, struct msb_error *err) {
    Totals *out = NULL;
    return is_done(msb_store_report($self, rules, on, progress, user, &out,
                                    err), err) ? out : NULL;
  }
  /** Decide the whole population of a date by two models. */
  Comparison *compare(Rules *before, Rules *after, struct msb_date on,
                      msb_progress_fn progress, void *user,
                      struct msb_error *err) {
    Comparison *out = NULL;
    return is_done(msb_store_compare($self, before, after, on, progress, user,
                                     &out, err), err) ? out : NULL;
  }
  /** Count the citizens who are in the gaps and overlaps of a model. */
  Tally *count_findings(Analysis *analysis, struct msb_date on,
                        msb_progress_fn progress, void *user,
                        struct msb_error *err) {
    Tally *out = NULL;
    return is_done(msb_store_count_findings($self, analysis, on, progress,
                                            user, &out, err), err)
      ? out : NULL;
  }
  /** Count the citizens who are in the changes between two models. */
  Tally *count_changes(Difference *difference, struct msb_date on,
                       msb_progress_fn progress, void *user,
                       struct msb_error *err) {
    Tally *out = NULL;
    return is_done(msb_store_count_changes($self, difference, on, progress,
                                           user, &out, err), err) ? out : NULL;
  }
}
