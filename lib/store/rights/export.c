/* SPDX-License-Identifier: MIT */
/*
 * Exports: what is known of everybody on a date, by name or by pseudonym.
 *
 * A pseudonym is a keyed hash of the id, so that it can be made again but not
 * be tried out. A birth date singles people out nearly as well as a name, so
 * that it becomes an age.
 */
#include <msb/export.h>

#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/json.h"
#include "store/connection.h"
#include "store/guard/guard.h"
#include "store/guard/journal.h"
#include "store/progress.h"

#define PSEUDONYM_BYTES ((MSB_PSEUDONYM_SIZE - 1) / 2)

_Static_assert(MSB_PSEUDONYM_MIN_KEY == crypto_generichash_KEYBYTES_MIN
                   && MSB_PSEUDONYM_MAX_KEY == crypto_generichash_KEYBYTES_MAX,
               "published in 0.1");

/* What one export needs. */
struct exporting {
    const struct msb_export_options *options;
    struct msb_date on;
    msb_line_fn write;
    void *user;
    struct msbi_text line; /* its room is used again */
};

static bool
is_key(const uint8_t *key, size_t length)
{
    return key != NULL && length >= MSB_PSEUDONYM_MIN_KEY
           && length <= MSB_PSEUDONYM_MAX_KEY;
}

enum msb_status
msb_pseudonym_make(const uint8_t *key, size_t key_length, const char *id,
                   size_t id_length, char out[MSB_PSEUDONYM_SIZE],
                   struct msb_error *err)
{
    unsigned char hash[PSEUDONYM_BYTES];

    if (!is_key(key, key_length) || id == NULL || out == NULL)
        return msbi_fail_misuse(err, "a pseudonym needs an id, and a key of "
                                     "16 to 64 bytes");
    if (sodium_init() < 0
        || crypto_generichash(hash, sizeof hash, (const unsigned char *)id,
                              id_length, key, key_length)
               != 0)
        return msbi_fail(err, MSB_ERR_STORE, "hash",
                         "the pseudonym cannot be made");
    sodium_bin2hex(out, MSB_PSEUDONYM_SIZE, hash, sizeof hash);
    return MSB_OK;
}

void
msb_export_options_init(struct msb_export_options *options)
{
    if (options == NULL)
        return;
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

static enum msb_status
add_id(struct exporting *exporting, const struct msbi_person *person,
       struct msb_error *err)
{
    char pseudonym[MSB_PSEUDONYM_SIZE];
    enum msb_status status;

    msbi_text_add(&exporting->line, "{\"id\": ");
    if (exporting->options->key == NULL) {
        msbi_text_add_json_bytes(&exporting->line, person->id,
                                 person->id_length);
        return MSB_OK;
    }
    status = msb_pseudonym_make(exporting->options->key,
                                exporting->options->key_length, person->id,
                                person->id_length, pseudonym, err);
    if (status == MSB_OK)
        msbi_text_add_json(&exporting->line, pseudonym);
    return status;
}

/* The age in place of a birth date; nothing where it is none, or to come. */
static void
add_age(struct exporting *exporting, const struct msbi_json_value *birth_date)
{
    const char *written = msbi_json_string(birth_date);
    struct msb_date date;
    int age;

    if (written == NULL
        || msb_date_parse(written, strlen(written), MSB_DATE_FORM_ISO, &date,
                          NULL)
               != MSB_OK)
        return;
    age = msb_date_get_age(date, exporting->on);
    if (age >= 0)
        msbi_text_addf(&exporting->line, ", \"age\": %d", age);
}

static enum msb_status
add_facts(struct exporting *exporting, const struct msbi_json_value *facts,
          struct msb_error *err)
{
    const struct msbi_json_value *member = msbi_json_first(facts);
    char *value;

    for (; member != NULL; member = msbi_json_next(member)) {
        if (exporting->options->key != NULL
            && strcmp(msbi_json_name(member), "birth_date") == 0) {
            add_age(exporting, member);
            continue;
        }
        value = msbi_json_print(member);
        if (value == NULL)
            return msbi_fail_nomem(err);
        msbi_text_add(&exporting->line, ", ");
        msbi_text_add_json(&exporting->line, msbi_json_name(member));
        msbi_text_add(&exporting->line, ": ");
        msbi_text_add(&exporting->line, value);
        msbi_free(value);
    }
    return MSB_OK;
}

static void
add_services(struct exporting *exporting, const struct msbi_person *person)
{
    msbi_text_add(&exporting->line, ", \"services\": [");
    for (size_t i = 0; i < person->num_services; i++) {
        msbi_text_add(&exporting->line, i == 0 ? "" : ", ");
        msbi_text_add_json(&exporting->line, person->services[i]);
    }
    msbi_text_add(&exporting->line, "]}");
}

static enum msb_status
write_person(struct exporting *exporting, const struct msbi_person *person,
             struct msb_error *err)
{
    struct msbi_json *json = NULL;
    enum msb_status status = msbi_json_parse(
        person->facts, person->facts_length, false, &json, err);

    if (status == MSB_ERR_SYNTAX)
        return msbi_sqlite_fail(NULL, SQLITE_CORRUPT, err);
    msbi_text_clear(&exporting->line);
    if (status == MSB_OK)
        status = add_id(exporting, person, err);
    if (status == MSB_OK)
        status = add_facts(exporting, msbi_json_root(json), err);
    msbi_json_free(json);
    if (status != MSB_OK)
        return status;
    add_services(exporting, person);
    if (exporting->line.failed)
        return msbi_fail_nomem(err);
    return exporting->write(exporting->user, exporting->line.data,
                            exporting->line.length)
               ? MSB_OK
               : msbi_fail(err, MSB_ERR_STOPPED, "stopped",
                           "the export was stopped by its reader");
}

static enum msb_status
write_everybody(struct msb_store *store, struct exporting *exporting,
                struct msb_error *err)
{
    const struct msb_export_options *options = exporting->options;
    struct msbi_population *population = NULL;
    struct msbi_person person;
    uint64_t total, done = 0;
    bool has_person = true;
    enum msb_status status = msbi_store_count_citizens(store, &total, err);

    if (status == MSB_OK)
        status = msbi_population_open(store, exporting->on, NULL, &population,
                                      err);
    while (status == MSB_OK && has_person) {
        status = msbi_population_next(population, &person, &has_person, err);
        if (status == MSB_OK && has_person)
            status = write_person(exporting, &person, err);
        if (status == MSB_OK && has_person && ++done % 1024 == 0)
            status = msbi_progress_tell(
                options->progress, options->progress_user, done, total, err);
    }
    msbi_population_close(population);
    if (status == MSB_OK)
        status = msbi_progress_tell(options->progress, options->progress_user,
                                    total, total, err);
    return status;
}

/* By name it is as wide as all that is held, and a reading of everybody. */
static enum msb_status
ask_guard(struct msb_store *store, const struct msb_export_options *options,
          struct msb_error *err)
{
    bool is_by_name = options->key == NULL;
    const char *action = is_by_name ? "export" : "pseudonyms";
    enum msb_status status = msbi_guard_do(
        store, is_by_name ? MSBI_POWER_MANAGE : MSBI_POWER_BLUR, action, 0,
        err);

    if (status == MSB_OK)
        status = msbi_guard_check_writing(store, err);
    if (status == MSB_OK && store->is_writing)
        status = msbi_journal_append(store, action, 0, NULL, err);
    return status;
}

enum msb_status
msb_store_export(struct msb_store *store, struct msb_date on,
                 const struct msb_export_options *options, msb_line_fn write,
                 void *user, struct msb_error *err)
{
    struct msb_export_options defaults;
    struct exporting exporting = {.on = on, .write = write, .user = user};
    enum msb_status status;

    msb_export_options_init(&defaults);
    exporting.options = options == NULL ? &defaults : options;
    if (store == NULL || write == NULL)
        return msbi_fail_misuse(err, "store and write must not be NULL");
    if (exporting.options->size != sizeof defaults
        || (exporting.options->key != NULL
            && !is_key(exporting.options->key, exporting.options->key_length)))
        return msbi_fail_misuse(err, "the options were not filled with "
                                     "msb_export_options_init(), or the key "
                                     "has not 16 to 64 bytes");
    status = msbi_store_begin_reading(store, err);
    if (status != MSB_OK)
        return status;
    msbi_text_init(&exporting.line);
    status = ask_guard(store, exporting.options, err);
    if (status == MSB_OK)
        status = msbi_store_keep_reading(store, err);
    if (status == MSB_OK)
        status = write_everybody(store, &exporting, err);
    msbi_text_release(&exporting.line);
    return msbi_store_end_reading(store, status, err);
}
