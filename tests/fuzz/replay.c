/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzzer on every file of its corpus, and on mutations of each: bytes
 * changed, removed, doubled, and the end cut off. The mutations are the same
 * in every run. Exit status 1 when the corpus cannot be read.
 *
 *     fuzz_date CORPUS-DIRECTORY [MUTATIONS-PER-FILE]
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum { MAX_SIZE = 1 << 16 };

/* xorshift32; never 0. */
static uint32_t
draw(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* An exact copy on the heap, so that reading past its end is noticed. */
static void
run_once(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size == 0 ? 1 : size);

    if (copy == NULL)
        abort();
    memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static size_t
mutate_once(uint8_t *data, size_t size, uint32_t *state)
{
    size_t at = size == 0 ? 0 : draw(state) % size;
    size_t length = size == 0 ? 0 : 1 + draw(state) % (size - at);

    if (length > 16)
        length = 1 + length % 16;
    switch (draw(state) % 5) {
    case 0: /* any byte */
        if (size > 0)
            data[at] = (uint8_t)draw(state);
        return size;
    case 1: /* a neighbour: 9 becomes 8 or :, { becomes z */
        if (size > 0)
            data[at] = (uint8_t)(data[at] + (draw(state) % 2 == 0 ? 1 : -1));
        return size;
    case 2: /* remove */
        memmove(data + at, data + at + length, size - at - length);
        return size - length;
    case 3: /* double */
        if (size + length > MAX_SIZE)
            return size;
        memmove(data + at + length, data + at, size - at);
        return size + length;
    default: /* cut */
        return draw(state) % 4 == 0 ? at : size;
    }
}

static void
run_mutations(const uint8_t *seed, size_t seed_size, unsigned long count)
{
    static uint8_t data[MAX_SIZE];
    uint32_t state = 2019;

    for (unsigned long i = 0; i < count; i++) {
        size_t size = seed_size;

        memcpy(data, seed, seed_size);
        for (uint32_t n = 1 + draw(&state) % 4; n > 0; n--)
            size = mutate_once(data, size, &state);
        run_once(data, size);
    }
}

static bool
run_file(const char *directory, const char *name, unsigned long count)
{
    static uint8_t data[MAX_SIZE];
    char path[4096];
    size_t size;
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", directory, name);
    file = fopen(path, "rb");
    if (file == NULL)
        return false;
    size = fread(data, 1, sizeof data, file);
    fclose(file);
    run_once(data, size);
    run_mutations(data, size, count);
    return true;
}

int
main(int argc, char **argv)
{
    unsigned long count = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000;
    DIR *directory = argc > 1 ? opendir(argv[1]) : NULL;
    struct dirent *entry;
    int num_files = 0;

    if (directory == NULL) {
        fprintf(stderr, "replay: cannot read the corpus\n");
        return 1;
    }
    run_once((const uint8_t *)"", 0);
    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        if (!run_file(argv[1], entry->d_name, count)) {
            fprintf(stderr, "replay: cannot read %s\n", entry->d_name);
            closedir(directory);
            return 1;
        }
        num_files++;
    }
    closedir(directory);
    printf("%d files, %lu mutations of each\n", num_files, count);
    return num_files > 0 ? 0 : 1;
}
