/* SPDX-License-Identifier: MIT */
/*
 * Writes drawn columns, and the areas that a plan gives, for peers in other
 * programs; and says in JSON what it wrote and how long deciding took here.
 *
 *     bench_dump MODEL DATE ROWS FOLDER > FOLDER/rows.json
 *
 * A column is a file of bare numbers, in this machine's order of bytes.
 */
#include <stdio.h>
#include <stdlib.h>

#include "run.h"

static void
write_file(const char *folder, const char *name, const void *values,
           size_t size)
{
    char path[1024];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    if (file == NULL || fwrite(values, 1, size, file) != size
        || fclose(file) != 0) {
        fprintf(stderr, "%s: could not be written\n", path);
        exit(1);
    }
}

static size_t
get_size(enum msb_attribute_type type)
{
    switch (type) {
    case MSB_ATTRIBUTE_ENUM:
        return sizeof(int8_t);
    case MSB_ATTRIBUTE_SET:
        return sizeof(uint64_t);
    default:
        return sizeof(int32_t);
    }
}

static void
write_columns(const struct bench_run *run, const char *folder)
{
    const struct bench_population *people = &run->people;
    const struct msb_model *model = run->subject->model;

    write_file(folder, "born", people->columns.birth_date.values,
               people->num * sizeof(int32_t));
    write_file(folder, "area", run->areas, people->num);
    printf("\"columns\": {\"area\": \"uint8\", \"born\": \"int32\"");
    for (size_t k = 1; k < people->num_attributes; k++) {
        size_t size = get_size(msb_model_get_attribute_type(model, k));
        const char *name = msb_model_get_part_id(model, MSB_PART_ATTRIBUTE, k);

        write_file(folder, name, people->attributes[k].values,
                   people->num * size);
        printf(", \"%s\": \"int%zu\"", name, 8 * size);
    }
    puts("}}");
}

int
main(int argc, char **argv)
{
    struct bench_subject subject;
    struct bench_run run;
    struct bench_times times;
    size_t num = argc == 5 ? strtoul(argv[3], NULL, 10) : 0;

    if (num == 0) {
        fputs("usage: bench_dump MODEL DATE ROWS FOLDER\n", stderr);
        return 2;
    }
    subject = bench_subject_load(argv[1], argv[2]);
    bench_run_open(&run, &subject, num);
    times = bench_run_measure(&run); /* and the areas are the chain's */
    printf("{\"rows\": %zu, \"floor\": %.3f, \"chain\": %.3f, \"plans\": {",
           num, times.floor, times.chain);
    for (size_t way = 0; way < run.num_ways; way++)
        printf("%s\"%s\": %.3f", way == 0 ? "" : ", ", run.names[way],
               times.plans[way]);
    printf("}, ");
    write_columns(&run, argv[4]);
    bench_run_close(&run);
    bench_subject_release(&subject);
    return 0;
}
