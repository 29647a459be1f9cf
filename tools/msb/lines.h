/* SPDX-License-Identifier: MIT */
#ifndef TOOL_LINES_H
#define TOOL_LINES_H

#include <stdbool.h>
#include <stddef.h>

/* The longest line that is read; a longer one is skipped and told. */
#define MAX_LINE ((size_t)1 << 20)

/* A stream of lines; a value that the two calls below look after. */
struct lines {
    int fd;
    char *buffer;   /* 2 * MAX_LINE bytes */
    size_t start;   /* first byte that was not handed out */
    size_t end;     /* behind the last byte read */
    bool is_at_end; /* nothing more can be read */
    int cause;      /* errno of a failed read, or 0 */
};

/* One line without its newline, borrowed until the next. */
struct line {
    const char *text; /* NULL where it was too long */
    size_t length;
};

/* False when there is no memory. */
bool lines_open(struct lines *lines, int fd);
void lines_close(struct lines *lines);
/* The next line; false at the end, or when reading failed (see cause). */
bool lines_next(struct lines *lines, struct line *out);

#endif
