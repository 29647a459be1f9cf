/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a file of rows: the first byte chooses format, separator and
 * encoding, the rest is the file. Every byte of it is read once: header and
 * rows, as they were read, follow each other in the file, and only empty
 * lines lie between them. What a cell holds is UTF-8.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "fuzz.h"
#include "import/source.h"

struct file {
    const char *bytes;
    size_t size;
    size_t at; /* what has been read so far */
};

static void
require(int is_so)
{
    if (!is_so)
        abort();
}

/* The next bytes of the file are these, but for empty lines before them. */
static void
take(struct file *file, const char *bytes, size_t length)
{
    if (length == 0)
        return;
    while (file->at < file->size && bytes[0] != file->bytes[file->at]
           && strchr("\r\n \t", file->bytes[file->at]) != NULL)
        file->at++;
    while (file->at < file->size && length <= file->size - file->at
           && memcmp(file->bytes + file->at, bytes, length) != 0
           && strchr("\r\n \t", file->bytes[file->at]) != NULL)
        file->at++;
    require(length <= file->size - file->at);
    require(memcmp(file->bytes + file->at, bytes, length) == 0);
    file->at += length;
}

static void
check_row(const struct msbi_mapping *mapping, const struct msbi_row *row)
{
    for (size_t i = 0; i < mapping->num_columns; i++) {
        const struct msbi_cell *cell = &row->cells[i];

        if (cell->kind != MSBI_CELL_UNKNOWN)
            require(msbi_text_is_utf8(cell->text, cell->length));
    }
}

static void
read_rows(struct msbi_source *source, struct file *file)
{
    uint64_t line = 0;

    for (;;) {
        struct msbi_row row;
        struct msbi_refusal refusal = {0};
        struct msb_error err;
        bool has_row;

        require(msbi_source_next(source, &row, &has_row, &refusal, &err)
                == MSB_OK);
        if (!has_row)
            break;
        require(row.line > line && !row.raw_goes_on);
        line = row.line;
        take(file, row.raw, row.raw_length);
        if (refusal.code == NULL)
            check_row(source->mapping, &row);
        else
            require(refusal.message[0] != '\0');
    }
    for (; file->at < file->size; file->at++)
        require(strchr("\r\n \t", file->bytes[file->at]) != NULL);
}

static struct msbi_mapping *
make_mapping(uint8_t choice)
{
    static const char *const separators[] = {";", ",", "\\t", "|"};
    static const char *const encodings[] = {"auto", "utf-8", "windows-1252",
                                            "iso-8859-1"};
    struct msbi_mapping *mapping = NULL;
    char text[400];

    snprintf(
        text, sizeof text,
        "{\"msb_mapping\": 1, \"format\": \"%s\", %s%s%s"
        " \"encoding\": \"%s\", \"record\": \"citizen\", \"columns\": {"
        " \"id\": {\"from\": %s}, \"needs\": {\"from\": \"b\","
        " \"split\": \",\"}, \"valid_from\": {\"constant\":"
        " \"2019-01-01\"}}}",
        choice & 16 ? "jsonl" : "csv", choice & 16 ? "" : "\"delimiter\": \"",
        choice & 16 ? "" : separators[choice & 3], choice & 16 ? "" : "\",",
        encodings[choice >> 2 & 3], choice & 48 ? "\"a\"" : "1");
    require(msbi_mapping_parse(text, strlen(text), "m", &mapping, NULL, NULL)
            == MSB_OK);
    return mapping;
}

static const char *
get_folder(void)
{
    const char *folder = getenv("TMPDIR");

    return folder == NULL ? "/tmp" : folder;
}

static void
write_file(const char *path, const uint8_t *data, size_t size)
{
    FILE *file = fopen(path, "wb");

    require(file != NULL);
    require(fwrite(data, 1, size, file) == size);
    require(fclose(file) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct msbi_mapping *mapping;
    struct msbi_source *source = NULL;
    struct msb_error err = {0};
    struct file file = {0};
    enum msb_status status;
    char path[4096];

    if (size == 0)
        return 0;
    snprintf(path, sizeof path, "%s/msb_fuzz_rows.%ld", get_folder(),
             (long)getpid());
    write_file(path, data + 1, size - 1);
    mapping = make_mapping(data[0]);
    status = msbi_source_open(path, mapping, &source, &err);
    unlink(path);
    if (status == MSB_OK) {
        file.bytes = (const char *)data + 1;
        file.size = size - 1;
        file.at = source->has_bom ? 3 : 0;
        take(&file, source->header, source->header_length);
        read_rows(source, &file);
        msbi_source_close(source);
    } else {
        require(status == MSB_ERR_INVALID && source == NULL
                && err.message[0] != '\0');
    }
    msbi_mapping_free(mapping);
    return 0;
}
