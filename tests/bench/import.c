/* SPDX-License-Identifier: MIT */
/*
 * Import files into a new store, and print what came of each on stderr:
 *     bench_import STORE MODEL FILE MAPPING [FILE MAPPING]...
 */
#include <stdio.h>

#include <msb.h>

static int
complain(const struct msb_error *err)
{
    fprintf(stderr, "%s: %s\n", err->where, err->message);
    return 1;
}

static int
import_file(struct msb_store *store, const char *file, const char *mapping)
{
    struct msb_import_report *report = NULL;
    struct msb_import_counts counts;
    struct msb_error err;

    if (msb_store_import(store, file, mapping, NULL, NULL, &report, &err)
        != MSB_OK)
        return complain(&err);
    counts = msb_import_report_get_counts(report);
    msb_import_report_unref(report);
    if (counts.read == 0 || counts.inserted < counts.read / 2) {
        fprintf(stderr, "%s: most rows were not imported\n", file);
        return 1;
    }
    return 0;
}

int
main(int argc, char **argv)
{
    struct msb_model *model = NULL;
    struct msb_store *store = NULL;
    struct msb_error err;
    int failed = 0;

    if (argc < 5)
        return 2;
    if (msb_model_load(argv[2], &model, NULL, &err) != MSB_OK
        || msb_store_create(argv[1], model, NULL, &store, &err) != MSB_OK)
        failed = complain(&err);
    for (int i = 3; i + 1 < argc && !failed; i += 2)
        failed = import_file(store, argv[i], argv[i + 1]);
    msb_store_unref(store);
    msb_model_unref(model);
    return failed;
}
