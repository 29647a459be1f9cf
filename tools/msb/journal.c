/* SPDX-License-Identifier: MIT */
/*
 * msb journal: who did or saw what in a store, when and what for. A citizen
 * is a number that means something in this store alone.
 */
#include <inttypes.h>
#include <stdio.h>

#include "commands.h"
#include "message.h"
#include "open.h"
#include "table.h"
#include "text.h"

#define HEX_SIZE (2 * MSB_JOURNAL_HASH_SIZE + 1)

static const char *
format_hash(const uint8_t *hash, char out[HEX_SIZE])
{
    for (size_t i = 0; i < MSB_JOURNAL_HASH_SIZE; i++)
        snprintf(out + 2 * i, 3, "%02x", hash[i]);
    return out;
}

static void
print_member(const char *name, const char *text)
{
    printf(", \"%s\": ", name);
    write_json(stdout, text);
}

static bool
print_entry_json(void *user, const struct msb_journal_entry *entry)
{
    char at[MSB_INSTANT_SIZE], hash[HEX_SIZE];

    (void)user;
    msb_instant_format(entry->recorded_at, at);
    printf("{\"number\": %" PRId64 ", \"recorded_at\": \"%s\"", entry->number,
           at);
    print_member("actor", entry->actor);
    print_member("role", entry->role);
    print_member("purpose", entry->purpose);
    print_member("action", entry->action);
    if (entry->citizen == 0)
        fputs(", \"citizen\": null", stdout);
    else
        printf(", \"citizen\": %" PRId64, entry->citizen);
    printf(", \"detail\": %s, \"hash\": \"%s\"}\n", entry->detail,
           format_hash(entry->hash, hash));
    return ferror(stdout) == 0;
}

/* Texts of the entry behind one another: the table would be as large as the
   journal, which is read as it is printed. */
static bool
print_entry(void *user, const struct msb_journal_entry *entry)
{
    bool *has_heading = user;
    char at[MSB_INSTANT_SIZE];

    if (!*has_heading)
        puts("number  at                    action        citizen  "
             "who (as, for)  what");
    *has_heading = true;
    msb_instant_format(entry->recorded_at, at);
    printf("%6" PRId64 "  %s  %-12s", entry->number, at, entry->action);
    if (entry->citizen == 0)
        fputs("        -  ", stdout);
    else
        printf(" %8" PRId64 "  ", entry->citizen);
    write_clean(stdout, entry->actor[0] == '\0' ? "-" : entry->actor);
    printf(" (%s", entry->role);
    if (entry->purpose[0] != '\0') {
        fputs(", ", stdout);
        write_clean(stdout, entry->purpose);
    }
    fputs(")  ", stdout);
    write_clean(stdout, entry->detail);
    putchar('\n');
    return ferror(stdout) == 0;
}

static enum tool_exit
print_mark(struct msb_store *store, const struct arguments *arguments)
{
    struct msb_journal_mark mark;
    struct msb_error err;
    char hash[HEX_SIZE];

    if (msb_store_mark_journal(store, &mark, &err) != MSB_OK)
        return say_error(arguments->operands[0], &err);
    format_hash(mark.hash, hash);
    if (has_option(arguments, OPTION_JSON))
        printf("{\"number\": %" PRId64 ", \"hash\": \"%s\"}\n", mark.number,
               hash);
    else
        printf("%" PRId64 ":%s\n", mark.number, hash);
    return EXIT_WELL;
}

static enum tool_exit
print_journal(struct msb_store *store, const struct arguments *arguments)
{
    bool is_json = has_option(arguments, OPTION_JSON), has_heading = false;
    struct msb_error err;

    if (msb_store_list_journal(store, 1,
                               is_json ? print_entry_json : print_entry,
                               &has_heading, &err)
        != MSB_OK)
        return say_error(arguments->operands[0], &err);
    return EXIT_WELL;
}

static enum tool_exit
run_journal(const struct arguments *arguments)
{
    struct msb_store *store = NULL;
    enum tool_exit status = open_store(arguments, arguments->operands[0], true,
                                       &store);

    if (status != EXIT_WELL)
        return status;
    status = has_option(arguments, OPTION_MARK)
                 ? print_mark(store, arguments)
                 : print_journal(store, arguments);
    msb_store_unref(store);
    return status;
}

const struct command journal_command = {
    .name = "journal",
    .summary = "who did or saw what, when and what for",
    .description =
        "For auditors. A citizen is the number that it has in this store\n"
        "alone. --mark prints where the journal ends, to be noted outside of\n"
        "the store and checked later.",
    .operands = {{"STORE", "a store of msb"}},
    .options = {{OPTION_MARK, false},
                {OPTION_JSON, false},
                {NUM_OPTIONS, false}},
    .example = "msb journal aarhus.msb --actor rev1 --role auditor \\\n"
               "      --purpose audit --json",
    .run = run_journal,
};
