/* SPDX-License-Identifier: MIT */
/* Organisation models: <msb/model.h>. */
%{
typedef struct msb_model Model;
%}

%newobject Model::load;
%newobject Model::parse;

typedef struct {} Model;
%extend Model {
  /** Read a model from a file. */
  static Model *load(const char *path, struct msb_problems **problems,
                     struct msb_error *err) {
    Model *out = NULL;
    return is_done(msb_model_load(path, &out, problems, err), err)
      ? out : NULL;
  }
  /** Read a model from memory; `name` is what messages call it. */
  static Model *parse(const char *text, size_t length, const char *name,
                      struct msb_problems **problems, struct msb_error *err) {
    Model *out = NULL;
    return is_done(msb_model_parse(text, length, name, &out, problems, err),
                   err) ? out : NULL;
  }
  ~Model() { msb_model_unref($self); }

  /** The model's id. */
  const char *get_id() { return msb_model_get_id($self); }
  /** The model's name, in the language where it has one. */
  const char *get_name(const char *language) {
    return msb_model_get_name($self, language);
  }
  /** The JSON text that it was read from. */
  const char *get_source() { return msb_model_get_source($self, NULL); }
  /** When the model is in force. */
  struct msb_period get_period() { return msb_model_get_period($self); }
  /** Who answers for a citizen: an enum msb_coordination. */
  int get_coordination() { return (int)msb_model_get_coordination($self); }
  /** How rules that match together are read: an enum msb_hit_policy. */
  int get_hit_policy() { return (int)msb_model_get_hit_policy($self); }

  /** How many the model has of a part: an enum msb_part. */
  size_t num_parts(int part) {
    return msb_model_num_parts($self, (enum msb_part)part);
  }
  /** The id at an index; none beyond the end. */
  const char *get_part_id(int part, size_t index) {
    return msb_model_get_part_id($self, (enum msb_part)part, index);
  }
  /** The name at an index; its id where it has none. */
  const char *get_part_name(int part, size_t index, const char *language) {
    return msb_model_get_part_name($self, (enum msb_part)part, index,
                                   language);
  }
  /** The index of an id, or -1. */
  int64_t find_part(int part, const char *id) {
    return index_of(msb_model_find_part($self, (enum msb_part)part, id));
  }
  /** Whether an area is an authority outside this organisation. */
  bool is_area_external(size_t area) {
    return msb_model_is_area_external($self, area);
  }
  /** Whether whoever delivers the service is the contact of a household. */
  bool is_household_contact(size_t service) {
    return msb_model_is_household_contact($self, service);
  }
  /** The index of the area that a rule makes responsible. */
  int64_t get_rule_area(size_t rule) {
    return index_of(msb_model_get_rule_area($self, rule));
  }
  /** Whether an entry of `access` names the law that allows it. */
  bool has_access_law(size_t access) {
    return msb_model_has_access_law($self, access);
  }
  /** What values an attribute takes: an enum msb_attribute_type. */
  int get_attribute_type(size_t attribute) {
    return (int)msb_model_get_attribute_type($self, attribute);
  }
  /** The least value of an integer attribute; 0 of others. */
  int32_t get_attribute_min(size_t attribute) {
    int32_t min = 0, max = 0;
    msb_model_get_attribute_range($self, attribute, &min, &max);
    return min;
  }
  /** The largest value of an integer attribute; 0 of others. */
  int32_t get_attribute_max(size_t attribute) {
    int32_t min = 0, max = 0;
    msb_model_get_attribute_range($self, attribute, &min, &max);
    return max;
  }
  /** How many values an enum or a set lists. */
  size_t num_attribute_values(size_t attribute) {
    return msb_model_num_attribute_values($self, attribute);
  }
  /** One of them. */
  const char *get_attribute_value(size_t attribute, size_t value) {
    return msb_model_get_attribute_value($self, attribute, value);
  }
  /** Whether the attribute is a special category of personal data. */
  bool is_attribute_sensitive(size_t attribute) {
    return msb_model_is_attribute_sensitive($self, attribute);
  }
}
