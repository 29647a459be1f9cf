/* SPDX-License-Identifier: MIT */
/* Imports: <msb/import.h>. */
%{
typedef struct msb_import_report ImportReport;
%}

%newobject ImportReport::format_json;
%newobject Store::import_from;

typedef struct {} ImportReport;
%extend ImportReport {
  ~ImportReport() { msb_import_report_unref($self); }
  /** How many columns the mapping does not name. */
  size_t num_ignored() { return msb_import_report_num_ignored($self); }
  /** The name of one of them. */
  const char *get_ignored(size_t index) {
    return msb_import_report_get_ignored($self, index);
  }
  /** One JSON object on one line. */
  char *format_json(struct msb_error *err) {
    char *out = NULL;
    return is_done(msb_import_report_format_json($self, &out, err), err)
      ? out : NULL;
  }
}

%extend Store {
  /** Import rows from a file or from whoever gives their bytes in UTF-8 or,
      where `is_utf8` is not set, as the mapping says. The mapping is a file
      or a text. What is not given is none. */
  ImportReport *import_from(const char *path, msb_read_fn read,
                            void *read_user, bool is_utf8,
                            const char *mapping_path, const char *mapping,
                            size_t mapping_length, const char *mapping_name,
                            bool dry_run, const char *rejects_path,
                            msb_progress_fn progress, void *user,
                            struct msb_problems **problems,
                            struct msb_error *err) {
    struct msb_import_source source;
    struct msb_import_options options;
    ImportReport *out = NULL;
    msb_import_source_init(&source);
    source.path = path;
    source.read = read;
    source.user = read_user;
    source.is_utf8 = is_utf8;
    source.mapping_path = mapping_path;
    source.mapping = mapping;
    source.mapping_length = mapping_length;
    source.mapping_name = mapping_name;
    msb_import_options_init(&options);
    options.dry_run = dry_run;
    options.rejects_path = rejects_path;
    options.progress = progress;
    options.user = user;
    return is_done(msb_store_import_from($self, &source, &options, problems,
                                         &out, err), err) ? out : NULL;
  }
}
