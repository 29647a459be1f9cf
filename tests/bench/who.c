/* SPDX-License-Identifier: MIT */
/*
 * Looking up who answers for a citizen, beside the prepared statement of
 * SQLite that does the same, in one run over one store:
 *     bench_who MODEL [CITIZENS]
 *
 * Each citizen has three assignments, one after the other. The ids are in
 * another order than the citizens' numbers, so that a look-up finds its pages
 * by chance in both trees. The statement has the settings of the library's own
 * connection, and copies the same ids to the same struct.
 */
#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <msb.h>

#include "measure.h"

enum { RUNS = 9, LOOK_UPS = 30000, FEW = 1000, JOURNALLED = 2000 };

struct bench {
    char folder[256];
    char path[280];
    unsigned num;
    struct msb_store *store;
    sqlite3 *db;
    sqlite3_stmt *statement;
    struct msb_date on;
};

static void
require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "who: %s\n", what);
    exit(1);
}

static void
execute(sqlite3 *db, const char *sql)
{
    require(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK,
            sqlite3_errmsg(db));
}

/* The id of a citizen's number: all different, in no order. */
static void
write_id(unsigned number, char out[16])
{
    snprintf(out, 16, "b%08x", number * 2654435761u);
}

static void
make_id(sqlite3_context *context, int num, sqlite3_value **values)
{
    char id[16];

    (void)num;
    write_id((unsigned)sqlite3_value_int64(values[0]), id);
    sqlite3_result_text(context, id, -1, SQLITE_TRANSIENT);
}

/* Rows as msb_store_assign() leaves them, written past it: what is measured
   is reading them. */
static void
fill_store(struct bench *bench)
{
    static const char sql[] =
        "BEGIN;"
        "CREATE TEMP TABLE number AS WITH RECURSIVE n (k) AS"
        " (SELECT 1 UNION ALL SELECT k + 1 FROM n LIMIT %u) SELECT k FROM n;"
        "INSERT INTO citizen (key, id) SELECT k, make_id(k) FROM number;"
        "INSERT INTO assignment (citizen, model, area, rule, target_group,"
        " valid_from, valid_to, recorded_at)"
        " SELECT k, 1, iif((k + j) %% 2, 'unge_uddannelse_job',"
        " 'job_sundhed_ydelse'), 'youth_coordination', 'young_adults',"
        " 17167 + 365 * j, iif(j = 2, NULL, 17532 + 365 * j), 1546300800"
        " FROM number, (SELECT 0 AS j UNION ALL SELECT 1 UNION ALL SELECT 2)"
        " ORDER BY k, j;"
        "COMMIT";
    char text[1024];

    require(sqlite3_open(bench->path, &bench->db) == SQLITE_OK, "open");
    sqlite3_create_function(bench->db, "make_id", 1, SQLITE_UTF8, NULL, make_id,
                            NULL, NULL);
    snprintf(text, sizeof text, sql, bench->num);
    execute(bench->db, text);
    execute(bench->db, "DROP TABLE number");
    sqlite3_close(bench->db);
}

static void
open_bare(struct bench *bench)
{
    static const char sql[] =
        "SELECT a.valid_from, a.valid_to, a.area, a.rule, a.target_group, m.id"
        " FROM citizen AS c CROSS JOIN assignment AS a ON a.citizen = c.key"
        " CROSS JOIN model AS m ON m.key = a.model"
        " WHERE c.id = ?1 AND a.version = 0 AND a.valid_from <= ?2"
        " AND (a.valid_to IS NULL OR a.valid_to > ?2)"
        " ORDER BY a.valid_from DESC LIMIT 1";

    require(
        sqlite3_open_v2(bench->path, &bench->db, SQLITE_OPEN_READWRITE, NULL)
            == SQLITE_OK,
        "open");
    execute(bench->db, "PRAGMA cache_size = -16000");
    require(sqlite3_prepare_v3(bench->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                               &bench->statement, NULL)
                == SQLITE_OK,
            sqlite3_errmsg(bench->db));
}

static void
copy_id(sqlite3_stmt *row, int column, char *out)
{
    const unsigned char *text = sqlite3_column_text(row, column);
    int length = sqlite3_column_bytes(row, column);

    memcpy(out, text, (size_t)length);
    out[length] = '\0';
}

static void
look_up_bare(struct bench *bench, const char *id, struct msb_assignment *out)
{
    sqlite3_stmt *row = bench->statement;

    sqlite3_bind_text(row, 1, id, (int)strlen(id), SQLITE_STATIC);
    sqlite3_bind_int64(row, 2, bench->on.days);
    require(sqlite3_step(row) == SQLITE_ROW, "no row");
    out->period.from.days = (int32_t)sqlite3_column_int64(row, 0);
    out->period.is_open = sqlite3_column_type(row, 1) == SQLITE_NULL;
    out->period.to.days = (int32_t)sqlite3_column_int64(row, 1);
    copy_id(row, 2, out->area);
    copy_id(row, 3, out->rule);
    copy_id(row, 4, out->target_group);
    copy_id(row, 5, out->model);
    sqlite3_reset(row);
}

static void
look_up(struct bench *bench, const char *id, struct msb_assignment *out)
{
    struct msb_error err;

    if (msb_store_find_assignment(bench->store, id, bench->on, out, &err)
        != MSB_OK)
        require(false, err.message);
}

typedef void (*look_up_fn)(struct bench *, const char *,
                           struct msb_assignment *);

/* Nanoseconds for one of @num look-ups among the first @among citizens. */
static double
time_look_ups(struct bench *bench, look_up_fn fn, unsigned num, unsigned among,
              uint64_t random)
{
    struct msb_assignment found;
    uint64_t start = bench_clock();
    char id[16];

    for (unsigned i = 0; i < num; i++) {
        write_id(1 + bench_random_below(&random, among), id);
        fn(bench, id, &found);
        require(found.period.from.days == 17532, "another assignment");
    }
    return (double)(bench_clock() - start) / num;
}

/* Both in turn, so that whatever else the machine does hits both alike. */
static void
compare(struct bench *bench, const char *name, unsigned among)
{
    double ours[RUNS], bare[RUNS], ratios[RUNS];

    for (int i = -1; i < RUNS; i++) {
        uint64_t random = 88172645463325252u + (uint64_t)(i + 1);
        double b = time_look_ups(bench, look_up_bare, LOOK_UPS, among, random);
        double o = time_look_ups(bench, look_up, LOOK_UPS, among, random);

        if (i < 0)
            continue; /* the first round warms up */
        ours[i] = o;
        bare[i] = b;
        ratios[i] = o / b;
    }
    printf("%-34s %7.0f ns, bare statement %7.0f ns, ratio %.2f\n", name,
           bench_median(ours, RUNS), bench_median(bare, RUNS),
           bench_median(ratios, RUNS));
}

static void
open_store(struct bench *bench, bool is_guarded)
{
    struct msb_store_options options;
    struct msb_principal principal;

    msb_store_options_init(&options);
    msb_principal_init(&principal);
    principal.role = MSB_ROLE_SYSTEM;
    principal.actor = "bench";
    principal.purpose = "bench";
    options.principal = is_guarded ? &principal : NULL;
    msb_store_unref(bench->store);
    require(msb_store_open(bench->path, &options, &bench->store, NULL)
                == MSB_OK,
            "the store does not open");
}

static void
measure_journal(struct bench *bench)
{
    double samples[3];

    for (unsigned i = 0; i < 3; i++)
        samples[i] = time_look_ups(bench, look_up, JOURNALLED, bench->num,
                                   4101842887655102017u + i);
    printf("%-34s %7.0f ns\n", "each in the journal, for a principal",
           bench_median(samples, 3));
}

static void
make_store(struct bench *bench, const char *path)
{
    struct msb_model *model = NULL;

    snprintf(bench->folder, sizeof bench->folder, "%s/msb_XXXXXX",
             getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
    require(mkdtemp(bench->folder) != NULL, "no folder");
    snprintf(bench->path, sizeof bench->path, "%s/who.msb", bench->folder);
    require(msb_model_load(path, &model, NULL, NULL) == MSB_OK
                && msb_store_create(bench->path, model, NULL, NULL, NULL)
                       == MSB_OK,
            "no store");
    msb_model_unref(model);
}

static void
remove_folder(const char *folder)
{
    DIR *entries = opendir(folder);
    struct dirent *entry;
    char path[600];

    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        unlink(path);
    }
    if (entries != NULL)
        closedir(entries);
    rmdir(folder);
}

int
main(int argc, char **argv)
{
    struct bench bench = {.num = 1000000, .on = {17600}};

    require(argc >= 2, "bench_who MODEL [CITIZENS]");
    if (argc > 2)
        bench.num = (unsigned)strtoul(argv[2], NULL, 10);
    make_store(&bench, argv[1]);
    fill_store(&bench);
    open_store(&bench, false);
    open_bare(&bench);
    printf("%u citizens with three assignments each\n", bench.num);
    compare(&bench, "any of them", bench.num);
    compare(&bench, "the same thousand", FEW);
    sqlite3_finalize(bench.statement);
    sqlite3_close(bench.db);
    open_store(&bench, true);
    measure_journal(&bench);
    msb_store_unref(bench.store);
    remove_folder(bench.folder);
    return 0;
}
