/* SPDX-License-Identifier: MIT */
#ifndef MSBI_LINES_H
#define MSBI_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/error.h>

#include "import/input.h"

/* The most bytes that one row may have, its line end included. */
#define MSBI_MAX_ROW ((size_t)1024 * 1024)

/*
 * A file, or what a caller gives, line by line, through a window. A row is one
 * or more lines that follow each other; its bytes stay together in the window,
 * as they were read, until the next row begins.
 */
struct msbi_lines {
    struct msbi_input input;
    char *window;
    size_t capacity;
    size_t row;    /* where the row begins */
    size_t at;     /* first byte that is not handed out yet */
    size_t end;    /* end of what the window holds */
    size_t lf, cr; /* the next of each from `at`; `end` for none */
    bool is_at_eof;
    bool has_more_parts; /* of a line that is too long */
    uint64_t offset;     /* of the window in the file */
    uint64_t line;       /* number of the line at `at`, 1-based */
    uint64_t row_line;   /* number of the line at `row` */
};

enum msbi_line_kind {
    MSBI_LINE_NONE = 0,    /* the file has ended */
    MSBI_LINE_WHOLE = 1,   /* with its line end, or the file's end */
    MSBI_LINE_TOO_LONG = 2 /* the row would pass MSBI_MAX_ROW */
};

/* As msbi_input_open(). */
enum msb_status msbi_lines_open(struct msbi_lines *lines,
                                const struct msb_import_source *from,
                                bool is_kept, struct msb_error *err);
void msbi_lines_close(struct msbi_lines *lines);
/* Step over @bytes if the file starts with them. */
enum msb_status msbi_lines_skip_start(struct msbi_lines *lines,
                                      const char *bytes, size_t length,
                                      bool *has_skipped, struct msb_error *err);

/* Let a row begin at the next line. */
void msbi_lines_begin_row(struct msbi_lines *lines);
/*
 * The next line, with its line end (LF, CRLF or CR), as a part of the row.
 * A line that is too long is not handed out.
 */
enum msb_status msbi_lines_next(struct msbi_lines *lines,
                                enum msbi_line_kind *kind, const char **line,
                                size_t *length, struct msb_error *err);
/* The row so far. */
const char *msbi_lines_get_row(const struct msbi_lines *lines, size_t *length);
/* Let the row be the first @length bytes of it, which are one line. */
void msbi_lines_cut_row(struct msbi_lines *lines, size_t length);
/* Let the row be what the window holds of a line that is too long. */
void msbi_lines_take_part(struct msbi_lines *lines);
/* The next piece of that line; its length is 0 at its end. */
enum msb_status msbi_lines_next_part(struct msbi_lines *lines,
                                     const char **part, size_t *length,
                                     struct msb_error *err);

#endif
