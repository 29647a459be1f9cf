/* SPDX-License-Identifier: MIT */
/*
 * The bytes of an import. They are read once, from the first to the last, but
 * to find out their encoding one must look at all of them first. Of a file
 * that is a second reading. What a caller gives cannot be had twice, so it is
 * held in memory while somebody looks ahead, and handed out from there before
 * the caller is asked for more.
 */
#include "import/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"

static enum msb_status
fail_with_errno(struct msb_error *err, const char *code, const char *action)
{
    char reason[96];

    if (strerror_r(errno, reason, sizeof reason) != 0)
        reason[0] = '\0';
    return msbi_fail(err, MSB_ERR_IO, code, "the file cannot be %s: %s", action,
                     reason);
}

static enum msb_status
open_file(struct msbi_input *input, const char *path, struct msb_error *err)
{
    struct stat about;

    /* O_NONBLOCK: a pipe without a writer must not hang the caller. */
    input->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (input->fd < 0)
        return fail_with_errno(
            err, errno == ENOENT ? "no_such_file" : "cannot_open", "opened");
    if (fstat(input->fd, &about) != 0)
        return fail_with_errno(err, "cannot_read", "read");
    if (S_ISDIR(about.st_mode))
        return msbi_fail(err, MSB_ERR_IO, "is_a_directory",
                         "this is a directory; a file was expected");
    if (!S_ISREG(about.st_mode))
        return msbi_fail(err, MSB_ERR_IO, "not_a_file",
                         "this is a pipe or a device; a regular file was "
                         "expected");
    input->size = (uint64_t)about.st_size;
    return MSB_OK;
}

enum msb_status
msbi_input_open(struct msbi_input *input, const struct msb_import_source *from,
                bool is_kept, struct msb_error *err)
{
    memset(input, 0, sizeof *input);
    input->fd = -1;
    msbi_text_init(&input->held);
    if (from->path != NULL)
        return open_file(input, from->path, err);
    input->read = from->read;
    input->user = from->user;
    input->size = from->total;
    input->is_kept = is_kept;
    return MSB_OK;
}

void
msbi_input_close(struct msbi_input *input)
{
    if (input->fd >= 0)
        close(input->fd);
    msbi_text_release(&input->held);
    input->fd = -1;
}

/* Ask the caller. Once there is nothing more, it is not asked again. */
static enum msb_status
ask(struct msbi_input *input, char *out, size_t capacity, size_t *length,
    struct msb_error *err)
{
    *length = 0;
    if (input->has_ended)
        return MSB_OK;
    if (!input->read(input->user, out, capacity, length))
        return msbi_fail_stopped(err);
    if (*length > capacity)
        return msbi_fail_misuse(err, "the function that reads gave more bytes "
                                     "than it was asked for");
    input->has_ended = *length == 0;
    if (!input->is_kept)
        return MSB_OK;
    msbi_text_add_bytes(&input->held, out, *length);
    return input->held.failed ? msbi_fail_nomem(err) : MSB_OK;
}

/* Copy of what is held, from @at on; false where that is nothing. */
static bool
copy_held(const struct msbi_input *input, size_t at, char *out, size_t capacity,
          size_t *length)
{
    if (at >= input->held.length)
        return false;
    *length = input->held.length - at;
    if (*length > capacity)
        *length = capacity;
    memcpy(out, input->held.data + at, *length);
    return true;
}

enum msb_status
msbi_input_take(struct msbi_input *input, char *out, size_t capacity,
                size_t *length, struct msb_error *err)
{
    enum msb_status status = MSB_OK;
    ssize_t got;

    if (input->read != NULL) {
        if (!copy_held(input, input->at, out, capacity, length))
            status = ask(input, out, capacity, length, err);
        if (status == MSB_OK && input->held.length > 0)
            input->at += *length;
        if (status == MSB_OK && !input->is_kept)
            msbi_input_let_go(input);
        return status;
    }
    do
        got = read(input->fd, out, capacity);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return fail_with_errno(err, "cannot_read", "read");
    *length = (size_t)got;
    return MSB_OK;
}

enum msb_status
msbi_input_look(struct msbi_input *input, uint64_t offset, char *out,
                size_t capacity, size_t *length, struct msb_error *err)
{
    ssize_t got;

    if (input->read != NULL)
        return copy_held(input, (size_t)offset, out, capacity, length)
                   ? MSB_OK
                   : ask(input, out, capacity, length, err);
    do
        got = pread(input->fd, out, capacity, (off_t)offset);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return fail_with_errno(err, "cannot_read", "read");
    *length = (size_t)got;
    return MSB_OK;
}

void
msbi_input_let_go(struct msbi_input *input)
{
    input->is_kept = false;
    if (input->at < input->held.length)
        return;
    msbi_text_release(&input->held);
    input->at = 0;
}
