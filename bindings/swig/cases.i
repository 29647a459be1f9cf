/* SPDX-License-Identifier: MIT */
/* The kinds of citizens that each rule decides: <msb/cases.h>. */
%{
typedef struct msb_cases Cases;

/* One list; all NONE beyond the end. */
static struct msb_case_list
case_list_at(const Cases *cases, size_t list)
{
    struct msb_case_list out = {.rule = MSB_NONE, .service = MSB_NONE,
                                .entry = MSB_NONE, .area = MSB_NONE,
                                .unit = MSB_NONE};
    (void)msb_cases_get_list(cases, list, &out);
    return out;
}

/* One row; no texts beyond the end. */
static struct msb_case
case_at(const Cases *cases, size_t list, size_t row)
{
    struct msb_case out = {.target_group = MSB_NONE};
    (void)msb_cases_get_row(cases, list, row, &out);
    return out;
}
%}

%newobject Cases::describe;
%newobject Cases::format_csv;
%newobject Cases::format_jsonl;
%newobject Cases::format_markdown;
%newobject Rules::list_cases;

typedef struct {} Cases;
%extend Cases {
  ~Cases() { msb_cases_unref($self); }
  /** How many lists there are: one for each rule or entry, and for gaps. */
  size_t num_lists() { return msb_cases_num_lists($self); }
  /** The index of a list's rule, or -1. */
  int64_t get_rule(size_t list) {
    return index_of(case_list_at($self, list).rule);
  }
  /** The index of a list's service, or -1. */
  int64_t get_service(size_t list) {
    return index_of(case_list_at($self, list).service);
  }
  /** The index of a list's entry of its service, or -1. */
  int64_t get_entry(size_t list) {
    return index_of(case_list_at($self, list).entry);
  }
  /** The index of the area that answers, or -1. */
  int64_t get_area(size_t list) {
    return index_of(case_list_at($self, list).area);
  }
  /** The index of the unit that delivers, or -1. */
  int64_t get_unit(size_t list) {
    return index_of(case_list_at($self, list).unit);
  }
  /** Whether there are exactly as many kinds as num_kinds() says. */
  bool is_counted(size_t list) { return case_list_at($self, list).is_counted; }
  /** How many kinds of citizens there are, or at least. */
  uint64_t num_kinds(size_t list) {
    return case_list_at($self, list).num_kinds;
  }
  /** How many of them are listed. */
  size_t num_rows(size_t list) { return case_list_at($self, list).num_rows; }
  /** A row's id, for example "rule/1". */
  const char *get_id(size_t list, size_t row) {
    return case_at($self, list, row).id;
  }
  /** Complete facts of an example, as JSON. */
  const char *get_facts(size_t list, size_t row) {
    return case_at($self, list, row).facts;
  }
  /** The index of the group that all of the kind are in, or -1. */
  int64_t get_target_group(size_t list, size_t row) {
    return index_of(case_at($self, list, row).target_group);
  }
  /** What must hold of an attribute, for people; none: any value will do. */
  char *describe(size_t list, size_t row, size_t attribute,
                 const char *language, struct msb_error *err) {
    char *out = NULL;
    is_done(msb_cases_describe($self, list, row, attribute, language, &out,
                               err), err);
    return out;
  }
  /** A review for people, in Danish ("da") or English ("en"). */
  char *format_markdown(const char *language, struct msb_error *err) {
    char *out = NULL;
    is_done(msb_cases_format_markdown($self, language, &out, err), err);
    return out;
  }
  /** The rows as CSV (RFC 4180). */
  char *format_csv(const char *language, struct msb_error *err) {
    char *out = NULL;
    is_done(msb_cases_format_csv($self, language, &out, err), err);
    return out;
  }
  /** The examples as facts with an id, an object a line. */
  char *format_jsonl(struct msb_error *err) {
    char *out = NULL;
    is_done(msb_cases_format_jsonl($self, &out, err), err);
    return out;
  }
}

%extend Rules {
  /** List the kinds of citizens that each rule decides. */
  Cases *list_cases(size_t max_rows, struct msb_error *err) {
    Cases *out = NULL;
    return is_done(msb_rules_list_cases($self, max_rows, &out, err), err)
      ? out : NULL;
  }
}
