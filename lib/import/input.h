/* SPDX-License-Identifier: MIT */
#ifndef MSBI_INPUT_H
#define MSBI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <msb/import.h>

#include "base/text.h"

/* Where the bytes of an import come from: a file, or the caller. */
struct msbi_input {
    int fd;           /* of the file; -1: from `read` */
    msb_read_fn read; /* the caller's own */
    void *user;
    uint64_t size; /* in bytes; 0: not known */
    bool has_ended;
    bool is_kept;          /* what `read` gives is held, from its start */
    struct msbi_text held; /* of `read`: given, but not all taken yet */
    size_t at;             /* first byte in it that is not taken */
};

/* Open what @from names. A file must be a regular one; IO for anything else.
   With @is_kept one may look ahead. @input is ready to be closed also after a
   failure, and when it was only zeroed with fd -1. */
enum msb_status msbi_input_open(struct msbi_input *input,
                                const struct msb_import_source *from,
                                bool is_kept, struct msb_error *err);
void msbi_input_close(struct msbi_input *input);

/* Take the next bytes, at most @capacity; @length is 0 at the end. STOPPED
   where the caller's function said so. */
enum msb_status msbi_input_take(struct msbi_input *input, char *out,
                                size_t capacity, size_t *length,
                                struct msb_error *err);
/* The same from an offset, which follows what was looked at or taken before;
   nothing is taken. */
enum msb_status msbi_input_look(struct msbi_input *input, uint64_t offset,
                                char *out, size_t capacity, size_t *length,
                                struct msb_error *err);
/* Nobody looks ahead any more: hold only what is not taken yet. */
void msbi_input_let_go(struct msbi_input *input);

#endif
