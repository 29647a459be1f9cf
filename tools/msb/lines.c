/* SPDX-License-Identifier: MIT */
/*
 * Lines of standard input in bounded memory: one buffer, twice as large as
 * the longest line, is filled and moved down. A line without an end, however
 * long, is skipped to its newline without being kept. The last line needs
 * no newline.
 */
#include "lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool
lines_open(struct lines *lines, int fd)
{
    memset(lines, 0, sizeof *lines);
    lines->fd = fd;
    lines->buffer = malloc(2 * MAX_LINE);
    return lines->buffer != NULL;
}

void
lines_close(struct lines *lines)
{
    free(lines->buffer);
    memset(lines, 0, sizeof *lines);
}

/* Read some more behind what is there; there is room. */
static void
fill(struct lines *lines)
{
    ssize_t count;

    if (lines->start >= MAX_LINE) {
        memmove(lines->buffer, lines->buffer + lines->start,
                lines->end - lines->start);
        lines->end -= lines->start;
        lines->start = 0;
    }
    do
        count = read(lines->fd, lines->buffer + lines->end,
                     2 * MAX_LINE - lines->end);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        lines->cause = errno;
    if (count <= 0)
        lines->is_at_end = true;
    else
        lines->end += (size_t)count;
}

/* Hand out @length bytes and step over them and @more. */
static bool
take(struct lines *lines, size_t length, size_t more, bool is_whole,
     struct line *out)
{
    bool fits = is_whole && length <= MAX_LINE;

    out->text = fits ? lines->buffer + lines->start : NULL;
    out->length = fits ? length : 0;
    lines->start += length + more;
    return true;
}

bool
lines_next(struct lines *lines, struct line *out)
{
    bool is_whole = true;
    size_t searched = 0;

    for (;;) {
        size_t length = lines->end - lines->start;
        const char *from = lines->buffer + lines->start;
        const char *newline = NULL;

        if (length > searched)
            newline = memchr(from + searched, '\n', length - searched);
        if (newline != NULL)
            return take(lines, (size_t)(newline - from), 1, is_whole, out);
        if (lines->is_at_end && lines->cause != 0)
            return false; /* the rest may be a part of a line only */
        if (lines->is_at_end)
            return (length > 0 || !is_whole)
                   && take(lines, length, 0, is_whole, out);
        searched = length;
        if (length > MAX_LINE) { /* keep nothing of it */
            is_whole = false;
            lines->start = 0;
            lines->end = 0;
            searched = 0;
        }
        fill(lines);
    }
}
