/* SPDX-License-Identifier: MIT */
/*
 * The file of rejected rows, to be mended by a person and imported again by
 * the same mapping: each row as it was read, byte for byte, with its line
 * and the reason in front as two more columns, in the delimiter and the
 * encoding of the input. A jsonl file gets them in front with tabs.
 *
 * It holds personal data, so it is readable by its owner only. An old file
 * stays until the new one is complete and on the disk.
 */
#include "import/reject.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"

#define FLUSH_AT ((size_t)64 * 1024)

struct msbi_rejects {
    const struct msbi_source *source;
    int fd;
    char *path;
    char *temporary; /* NULL: `path` itself is written */
    bool is_finished;
    bool lacks_line_end;     /* the last row had none */
    struct msbi_text buffer; /* not yet written */
    struct msbi_text reason;
};

static enum msb_status
fail_with_errno(const struct msbi_rejects *rejects, struct msb_error *err)
{
    char reason[96];

    if (strerror_r(errno, reason, sizeof reason) != 0)
        reason[0] = '\0';
    msbi_fail(err, MSB_ERR_IO, "cannot_write",
              "the file of rejected rows cannot be written: %s", reason);
    msbi_error_at(err, rejects->path, 0, 0);
    return MSB_ERR_IO;
}

static bool
is_database(const char *path)
{
    static const char magic[16] = "SQLite format 3";
    char start[sizeof magic];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t got = 0;

    if (fd < 0)
        return false;
    got = read(fd, start, sizeof start);
    close(fd);
    return got == (ssize_t)sizeof start
           && memcmp(start, magic, sizeof magic) == 0;
}

/* Refuse to overwrite what the import itself needs. */
static enum msb_status
check_target(const char *path, const struct stat *target,
             const char *const *inputs, struct msb_error *err)
{
    struct stat input;

    for (; *inputs != NULL; inputs++)
        if (stat(*inputs, &input) == 0 && input.st_dev == target->st_dev
            && input.st_ino == target->st_ino)
            return msbi_fail_misuse(err, "the rejected rows would overwrite "
                                         "a file that is being read");
    if (S_ISREG(target->st_mode) && is_database(path))
        return msbi_fail_misuse(err, "the rejected rows would overwrite a "
                                     "database");
    return MSB_OK;
}

static enum msb_status
open_file(struct msbi_rejects *rejects, const char *const *inputs,
          struct msb_error *err)
{
    const char *path = rejects->path;
    size_t length = strlen(path);
    bool is_in_place = false;
    struct stat target;

    if (stat(path, &target) == 0) {
        enum msb_status status = check_target(path, &target, inputs, err);

        if (status != MSB_OK)
            return status;
        is_in_place = !S_ISREG(target.st_mode);
    }
    if (is_in_place) {
        rejects->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        return rejects->fd < 0 ? fail_with_errno(rejects, err) : MSB_OK;
    }
    rejects->temporary = msbi_alloc(length + sizeof ".XXXXXX");
    if (rejects->temporary == NULL)
        return msbi_fail_nomem(err);
    memcpy(rejects->temporary, path, length);
    memcpy(rejects->temporary + length, ".XXXXXX", sizeof ".XXXXXX");
    rejects->fd = mkstemp(rejects->temporary);
    if (rejects->fd >= 0 && fcntl(rejects->fd, F_SETFD, FD_CLOEXEC) == 0)
        return MSB_OK;
    return fail_with_errno(rejects, err);
}

static enum msb_status
flush(struct msbi_rejects *rejects, struct msb_error *err)
{
    const char *at = rejects->buffer.data;
    size_t left = rejects->buffer.length;

    if (rejects->buffer.failed || rejects->reason.failed)
        return msbi_fail_nomem(err);
    while (left > 0) {
        ssize_t written = write(rejects->fd, at, left);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail_with_errno(rejects, err);
        at += written;
        left -= (size_t)written;
    }
    msbi_text_clear(&rejects->buffer);
    return MSB_OK;
}

/* The line end of the header, or of the last row that has one. */
static const char *
get_line_end(const struct msbi_source *source)
{
    const char *header = source->header;
    size_t length = source->header_length;

    if (length > 1 && header[length - 2] == '\r' && header[length - 1] == '\n')
        return "\r\n";
    return length > 0 && header[length - 1] == '\r' ? "\r" : "\n";
}

static void
add_row(struct msbi_rejects *rejects, const char *bytes, size_t length)
{
    msbi_text_add_bytes(&rejects->buffer, bytes, length);
    rejects->lacks_line_end = length > 0 && bytes[length - 1] != '\n'
                              && bytes[length - 1] != '\r';
}

static void
add_header(struct msbi_rejects *rejects)
{
    const struct msbi_source *source = rejects->source;
    char delimiter = source->mapping->delimiter;

    if (source->has_bom)
        msbi_text_add(&rejects->buffer, MSBI_BOM);
    if (source->header == NULL)
        return;
    msbi_text_addf(&rejects->buffer, "rejected_line%crejected_reason%c",
                   delimiter, delimiter);
    add_row(rejects, source->header, source->header_length);
}

enum msb_status
msbi_rejects_open(const char *path, const char *const *inputs,
                  const struct msbi_source *source, struct msbi_rejects **out,
                  struct msb_error *err)
{
    struct msbi_rejects *rejects = msbi_alloc(sizeof *rejects);
    enum msb_status status;

    *out = NULL;
    if (rejects == NULL)
        return msbi_fail_nomem(err);
    rejects->fd = -1;
    rejects->source = source;
    rejects->path = msbi_copy_text(path, strlen(path));
    status = rejects->path == NULL ? msbi_fail_nomem(err)
                                   : open_file(rejects, inputs, err);
    if (status == MSB_OK) {
        add_header(rejects);
        *out = rejects;
        return MSB_OK;
    }
    msbi_rejects_close(rejects);
    return status;
}

/* The code, the column and the message, in the file's encoding. */
static void
write_reason(struct msbi_rejects *rejects, const struct msbi_refusal *refusal)
{
    const struct msbi_source *source = rejects->source;
    struct msbi_text *reason = &rejects->reason;

    msbi_text_clear(reason);
    msbi_text_add(reason, refusal->code);
    msbi_text_add(reason, ": ");
    if (refusal->column != MSB_NONE
        && source->names[refusal->column][0] != '\0') {
        const char *name = source->names[refusal->column];

        msbi_encode(&source->decoder, name, strlen(name), reason);
        msbi_text_add(reason, ": ");
    }
    msbi_encode(&source->decoder, refusal->message, strlen(refusal->message),
                reason);
    for (size_t i = 0; i < reason->length; i++)
        if ((unsigned char)reason->data[i] < 0x20)
            reason->data[i] = ' ';
}

static void
add_quoted(struct msbi_text *out, const struct msbi_text *text)
{
    msbi_text_add_bytes(out, "\"", 1);
    for (size_t i = 0; i < text->length; i++)
        msbi_text_add_bytes(out, text->data[i] == '"' ? "\"\"" : text->data + i,
                            text->data[i] == '"' ? 2 : 1);
    msbi_text_add_bytes(out, "\"", 1);
}

enum msb_status
msbi_rejects_add(struct msbi_rejects *rejects, const struct msbi_row *row,
                 const struct msbi_refusal *refusal, struct msb_error *err)
{
    bool is_csv = rejects->source->mapping->format == MSBI_FORMAT_CSV;
    char delimiter = is_csv ? rejects->source->mapping->delimiter : '\t';
    struct msbi_text *buffer = &rejects->buffer;

    write_reason(rejects, refusal);
    if (rejects->lacks_line_end)
        msbi_text_add(buffer, get_line_end(rejects->source));
    msbi_text_add_integer(buffer, (int64_t)row->line);
    msbi_text_add_bytes(buffer, &delimiter, 1);
    if (is_csv)
        add_quoted(buffer, &rejects->reason);
    else
        msbi_text_add_bytes(buffer, rejects->reason.data,
                            rejects->reason.length);
    msbi_text_add_bytes(buffer, &delimiter, 1);
    return msbi_rejects_add_part(rejects, row->raw, row->raw_length, err);
}

enum msb_status
msbi_rejects_add_part(struct msbi_rejects *rejects, const char *bytes,
                      size_t length, struct msb_error *err)
{
    add_row(rejects, bytes, length);
    if (rejects->buffer.failed || rejects->buffer.length >= FLUSH_AT)
        return flush(rejects, err);
    return MSB_OK;
}

enum msb_status
msbi_rejects_finish(struct msbi_rejects *rejects, struct msb_error *err)
{
    enum msb_status status;

    if (rejects->lacks_line_end)
        msbi_text_add(&rejects->buffer, get_line_end(rejects->source));
    status = flush(rejects, err);
    if (status != MSB_OK)
        return status;
    if (rejects->temporary != NULL && fsync(rejects->fd) != 0)
        return fail_with_errno(rejects, err);
    status = close(rejects->fd) == 0 ? MSB_OK : fail_with_errno(rejects, err);
    rejects->fd = -1;
    if (status != MSB_OK)
        return status;
    if (rejects->temporary != NULL
        && rename(rejects->temporary, rejects->path) != 0)
        return fail_with_errno(rejects, err);
    rejects->is_finished = true;
    return MSB_OK;
}

void
msbi_rejects_withdraw(struct msbi_rejects *rejects)
{
    if (rejects->temporary != NULL
        && (rejects->fd >= 0 || rejects->is_finished))
        unlink(rejects->is_finished ? rejects->path : rejects->temporary);
    if (rejects->fd >= 0)
        close(rejects->fd);
    rejects->fd = -1;
}

void
msbi_rejects_close(struct msbi_rejects *rejects)
{
    if (rejects == NULL)
        return;
    if (!rejects->is_finished)
        msbi_rejects_withdraw(rejects);
    msbi_text_release(&rejects->buffer);
    msbi_text_release(&rejects->reason);
    msbi_free(rejects->path);
    msbi_free(rejects->temporary);
    msbi_free(rejects);
}
