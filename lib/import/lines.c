/* SPDX-License-Identifier: MIT */
/*
 * Bytes as lines, in bounded memory. The window starts small and grows only
 * for a row that does not fit, to a little over MSBI_MAX_ROW at most. What is
 * before the row is dropped when room is needed. The places of the next LF
 * and CR are remembered, so that no byte is searched twice for either,
 * whichever of them the file uses.
 */
#include "import/lines.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

#define FIRST_CAPACITY ((size_t)128 * 1024)

enum msb_status
msbi_lines_open(struct msbi_lines *lines, const struct msb_import_source *from,
                bool is_kept, struct msb_error *err)
{
    enum msb_status status;

    memset(lines, 0, sizeof *lines);
    lines->line = lines->row_line = 1;
    status = msbi_input_open(&lines->input, from, is_kept, err);
    if (status != MSB_OK)
        return status;
    lines->capacity = FIRST_CAPACITY;
    lines->window = msbi_resize(NULL, lines->capacity, 1);
    return lines->window == NULL ? msbi_fail_nomem(err) : MSB_OK;
}

void
msbi_lines_close(struct msbi_lines *lines)
{
    msbi_input_close(&lines->input);
    msbi_free(lines->window);
    memset(lines, 0, sizeof *lines);
    lines->input.fd = -1;
}

/* Room for more behind the end: drop what is before the row, else grow. */
static enum msb_status
make_room(struct msbi_lines *lines, struct msb_error *err)
{
    size_t wanted = lines->capacity * 2;
    char *moved;

    if (lines->row > 0) {
        memmove(lines->window, lines->window + lines->row,
                lines->end - lines->row);
        lines->offset += lines->row;
        lines->at -= lines->row;
        lines->end -= lines->row;
        lines->lf -= lines->row;
        lines->cr -= lines->row;
        lines->row = 0;
    }
    if (lines->end < lines->capacity)
        return MSB_OK;
    moved = msbi_resize(lines->window, wanted, 1);
    if (moved == NULL)
        return msbi_fail_nomem(err);
    lines->window = moved;
    lines->capacity = wanted;
    return MSB_OK;
}

/* Where @wanted stands first in [from, end); `end` where it does not. */
static size_t
find_byte(const struct msbi_lines *lines, char wanted, size_t from)
{
    const char *found = NULL;

    if (from < lines->end)
        found = memchr(lines->window + from, wanted, lines->end - from);
    return found == NULL ? lines->end : (size_t)(found - lines->window);
}

static enum msb_status
refill(struct msbi_lines *lines, struct msb_error *err)
{
    enum msb_status status = MSB_OK;
    size_t old_end, got;

    if (lines->end == lines->capacity)
        status = make_room(lines, err);
    if (status != MSB_OK)
        return status;
    old_end = lines->end;
    status = msbi_input_take(&lines->input, lines->window + old_end,
                             lines->capacity - old_end, &got, err);
    if (status != MSB_OK)
        return status;
    lines->is_at_eof = got == 0;
    lines->end += got;
    if (lines->lf == old_end)
        lines->lf = find_byte(lines, '\n', old_end);
    if (lines->cr == old_end)
        lines->cr = find_byte(lines, '\r', old_end);
    return MSB_OK;
}

enum msb_status
msbi_lines_skip_start(struct msbi_lines *lines, const char *bytes,
                      size_t length, bool *has_skipped, struct msb_error *err)
{
    *has_skipped = false;
    while (lines->end < length && !lines->is_at_eof) {
        enum msb_status status = refill(lines, err);

        if (status != MSB_OK)
            return status;
    }
    if (lines->end < length || memcmp(lines->window, bytes, length) != 0)
        return MSB_OK;
    lines->at = lines->row = length;
    *has_skipped = true;
    return MSB_OK;
}

void
msbi_lines_begin_row(struct msbi_lines *lines)
{
    lines->row = lines->at;
    lines->row_line = lines->line;
}

/*
 * Whether a line ends in the window, and where. A CR at the end of the
 * window may be the first half of a CRLF: then it is not known yet.
 */
static bool
find_line_end(struct msbi_lines *lines, size_t *line_end)
{
    size_t stop;

    if (lines->lf < lines->at)
        lines->lf = find_byte(lines, '\n', lines->at);
    if (lines->cr < lines->at)
        lines->cr = find_byte(lines, '\r', lines->at);
    stop = lines->lf < lines->cr ? lines->lf : lines->cr;
    if (stop == lines->end) {
        *line_end = lines->end;
        return lines->is_at_eof;
    }
    if (stop == lines->cr) {
        if (stop + 1 == lines->end && !lines->is_at_eof)
            return false;
        if (stop + 1 < lines->end && stop + 1 == lines->lf)
            stop++;
    }
    *line_end = stop + 1;
    return true;
}

enum msb_status
msbi_lines_next(struct msbi_lines *lines, enum msbi_line_kind *kind,
                const char **line, size_t *length, struct msb_error *err)
{
    enum msb_status status;
    size_t line_end;

    *kind = MSBI_LINE_TOO_LONG;
    while (!find_line_end(lines, &line_end)) {
        if (lines->end - lines->row > MSBI_MAX_ROW)
            return MSB_OK;
        status = refill(lines, err);
        if (status != MSB_OK)
            return status;
    }
    if (line_end - lines->row > MSBI_MAX_ROW)
        return MSB_OK;
    *kind = line_end == lines->at ? MSBI_LINE_NONE : MSBI_LINE_WHOLE;
    *line = lines->window + lines->at;
    *length = line_end - lines->at;
    lines->line += *kind == MSBI_LINE_WHOLE;
    lines->at = line_end;
    return MSB_OK;
}

const char *
msbi_lines_get_row(const struct msbi_lines *lines, size_t *length)
{
    *length = lines->at - lines->row;
    return lines->window + lines->row;
}

/* What is remembered of line ends lies ahead of `at`: look again. */
static void
look_again(struct msbi_lines *lines)
{
    lines->lf = find_byte(lines, '\n', lines->at);
    lines->cr = find_byte(lines, '\r', lines->at);
}

void
msbi_lines_cut_row(struct msbi_lines *lines, size_t length)
{
    lines->at = lines->row + length;
    lines->line = lines->row_line + (length > 0);
    look_again(lines);
}

void
msbi_lines_take_part(struct msbi_lines *lines)
{
    size_t line_end;

    if (find_line_end(lines, &line_end))
        lines->at = lines->row + MSBI_MAX_ROW;
    else
        lines->at = lines->cr; /* the end, or a CR that may go on */
    lines->has_more_parts = true;
}

enum msb_status
msbi_lines_next_part(struct msbi_lines *lines, const char **part,
                     size_t *length, struct msb_error *err)
{
    enum msb_status status;
    bool is_last;
    size_t part_end;

    *length = 0;
    lines->row = lines->at;
    if (!lines->has_more_parts)
        return MSB_OK;
    for (;;) {
        is_last = find_line_end(lines, &part_end);
        if (!is_last)
            part_end = lines->cr;
        if (is_last || part_end > lines->at)
            break;
        status = refill(lines, err);
        if (status != MSB_OK)
            return status;
    }
    *part = lines->window + lines->at;
    *length = part_end - lines->at;
    lines->at = part_end;
    lines->has_more_parts = !is_last;
    lines->line += is_last;
    return MSB_OK;
}
