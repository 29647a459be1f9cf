/* SPDX-License-Identifier: MIT */
#ifndef MSBI_SOURCE_H
#define MSBI_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

#include "base/text.h"
#include "import/encoding.h"
#include "import/lines.h"
#include "import/mapping.h"

/* The most names of ignored members that are kept of a jsonl file. */
#define MSBI_MAX_IGNORED 1000

enum msbi_cell_kind {
    MSBI_CELL_UNKNOWN = 0, /* nothing is given: JSON null, no member */
    MSBI_CELL_TEXT = 1,
    MSBI_CELL_LIST = 2 /* JSON: pieces, each with a NUL at its end */
};

/* UTF-8, without blanks around it. */
struct msbi_cell {
    enum msbi_cell_kind kind;
    const char *text;
    size_t length;
};

/* Why a row is refused. */
struct msbi_refusal {
    const char *code; /* borrowed; NULL: it is not refused */
    size_t column;    /* of the mapping, or MSB_NONE */
    char message[352];
};

/* One row; borrowed from the source until the next. */
struct msbi_row {
    uint64_t line;   /* on which it starts */
    const char *raw; /* as it was read, with its line end if it has one */
    size_t raw_length;
    bool raw_goes_on; /* the rest comes from msbi_source_next_part() */
    const struct msbi_cell *cells; /* one a column of the mapping */
};

struct msbi_csv;
struct msbi_jsonl;

/* Rows, wherever they come from and whatever their format. */
struct msbi_source {
    const struct msbi_mapping *mapping;
    bool is_utf8; /* the caller knows that it is */
    struct msbi_lines lines;
    struct msbi_decoder decoder;
    bool has_bom;
    struct msbi_cell *cells; /* one a column of the mapping */
    char **names;            /* what the columns are called in the file */
    char *header;            /* CSV: as it was read */
    size_t header_length;
    size_t num_ignored;
    size_t ignored_capacity;
    char **ignored;
    struct msbi_csv *csv;     /* of a CSV file, else NULL */
    struct msbi_jsonl *jsonl; /* of a JSON Lines file, else NULL */
};

/*
 * Open what @from names, and read the header. INVALID when it cannot be used at
 * all: "empty_file", "binary_file", "missing_column", "ambiguous_column",
 * "bad_encoding", "bad_header". @mapping is borrowed.
 */
enum msb_status msbi_source_open(const struct msb_import_source *from,
                                 const struct msbi_mapping *mapping,
                                 struct msbi_source **out,
                                 struct msb_error *err);
void msbi_source_close(struct msbi_source *source);
/*
 * The next row. When @refusal comes back with a code, the row cannot be
 * read: only its line and raw bytes are set.
 */
enum msb_status msbi_source_next(struct msbi_source *source,
                                 struct msbi_row *row, bool *has_row,
                                 struct msbi_refusal *refusal,
                                 struct msb_error *err);
/* More of a row that goes on; the length is 0 at its end. */
enum msb_status msbi_source_next_part(struct msbi_source *source,
                                      const char **part, size_t *length,
                                      struct msb_error *err);

/* Refuse a row. @column is one of the mapping, or MSB_NONE. */
__attribute__((format(printf, 4, 5))) void
msbi_refuse(struct msbi_refusal *refusal, size_t column, const char *code,
            const char *format, ...);

/* For the formats, inside. */

/* Step over blanks at both ends. */
void msbi_trim(const char **text, size_t *length);
/* Remember a name in the file that the mapping does not name. */
enum msb_status msbi_source_add_ignored(struct msbi_source *source,
                                        const char *name, size_t length,
                                        struct msb_error *err);
/* The row is what the lines hold of it. */
void
msbi_source_fill_raw(const struct msbi_source *source, struct msbi_row *row);
/* Refuse a row that is longer than MSBI_MAX_ROW. */
void msbi_source_refuse_long(struct msbi_source *source, struct msbi_row *row,
                             struct msbi_refusal *refusal);

enum msb_status
msbi_csv_open(struct msbi_source *source, struct msb_error *err);
void msbi_csv_close(struct msbi_csv *csv);
enum msb_status msbi_csv_next(struct msbi_source *source, struct msbi_row *row,
                              bool *has_row, struct msbi_refusal *refusal,
                              struct msb_error *err);
enum msb_status
msbi_jsonl_open(struct msbi_source *source, struct msb_error *err);
void msbi_jsonl_close(struct msbi_jsonl *jsonl);
enum msb_status
msbi_jsonl_next(struct msbi_source *source, struct msbi_row *row, bool *has_row,
                struct msbi_refusal *refusal, struct msb_error *err);

#endif
