/* SPDX-License-Identifier: MIT */
/* What is known of one citizen: <msb/facts.h>. */
%{
typedef struct msb_facts Facts;
%}

%newobject Facts::of;

typedef struct {} Facts;
%extend Facts {
  /** Facts of which nothing is known. */
  static Facts *of(Model *model, struct msb_error *err) {
    Facts *out = NULL;
    return is_done(msb_facts_new(model, &out, err), err) ? out : NULL;
  }
  ~Facts() { msb_facts_free($self); }

  /** Forget all that is known. */
  void clear() { msb_facts_clear($self); }
  /** Set the birth date. */
  void set_birth_date(struct msb_date birth_date) {
    msb_facts_set_birth_date($self, birth_date);
  }
  /** Set an integer attribute. */
  void set_integer(size_t attribute, int32_t value, struct msb_error *err) {
    is_done(msb_facts_set_integer($self, attribute, value, err), err);
  }
  /** Set an enum attribute, by the index of its value. */
  void set_enum(size_t attribute, size_t value, struct msb_error *err) {
    is_done(msb_facts_set_enum($self, attribute, value, err), err);
  }
  /** Set a flag. */
  void set_flag(size_t attribute, bool value, struct msb_error *err) {
    is_done(msb_facts_set_flag($self, attribute, value, err), err);
  }
  /** Make a set known, and empty. */
  void set_empty(size_t attribute, struct msb_error *err) {
    is_done(msb_facts_set_empty($self, attribute, err), err);
  }
  /** Add a value to a set, by its index. */
  void add_to_set(size_t attribute, size_t value, struct msb_error *err) {
    is_done(msb_facts_add_to_set($self, attribute, value, err), err);
  }
  /** Make an attribute unknown again. */
  void unset(size_t attribute, struct msb_error *err) {
    is_done(msb_facts_unset($self, attribute, err), err);
  }
  /** The index of a value in an enum's or a set's list, or -1. */
  int64_t find_value(size_t attribute, const char *value) {
    return index_of(msb_facts_find_value($self, attribute, value));
  }
  /** Read a facts object; all that was known before is forgotten. */
  void parse_json(const char *text, size_t length, struct msb_error *err) {
    is_done(msb_facts_parse_json($self, text, length, NULL, err), err);
  }
}
