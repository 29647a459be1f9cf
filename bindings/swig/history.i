/* SPDX-License-Identifier: MIT */
/* What is on record about a citizen: <msb/history.h>. */
%{
typedef struct msb_history History;
%}

%newobject History::format_json;
%newobject Store::find_history;

typedef struct {} History;
%extend History {
  ~History() { msb_history_unref($self); }
  /** One JSON object, each section a list of objects. */
  char *format_json(struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_history_format_json($self, &out, err), err)
      ? out : NULL;
  }
}

%extend Store {
  /** What is on record about a citizen, in both times. */
  History *find_history(const char *citizen, bool explain, bool show_sensitive,
                        struct msb_error *err) {
    struct msb_history_options options;
    History *out = NULL;
    msb_history_options_init(&options);
    options.explain = explain;
    options.show_sensitive = show_sensitive;
    return is_done(msb_store_find_history($self, citizen, &options, &out, err),
                   err) ? out : NULL;
  }
}
