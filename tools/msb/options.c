/* SPDX-License-Identifier: MIT */
/*
 * Every option of the command line, in one table, and which of them a command
 * takes. Reading the arguments and printing the help both go by it, so that
 * the two cannot disagree.
 */
#include "options.h"

#include <string.h>

const struct option options[NUM_OPTIONS] = {
    [OPTION_JSON] = {"--json", VALUE_NONE, NULL,
                     "print one JSON object on one line"},
    [OPTION_EXPLAIN] = {"--explain", VALUE_NONE, NULL,
                        "say why as well; this shows facts"},
    [OPTION_SHOW_SENSITIVE] = {"--show-sensitive", VALUE_NONE, NULL,
                               "with --explain: sensitive facts too"},
    [OPTION_DRY_RUN] = {"--dry-run", VALUE_NONE, NULL,
                        "do all of it, then undo it"},
    [OPTION_ON] = {"--on", VALUE_DATE, "DATE",
                   "the date of the question, YYYY-MM-DD"},
    [OPTION_KNOWN_AT] = {"--known-at", VALUE_INSTANT, "INSTANT",
                         "as the store knew it then, YYYY-MM-DDTHH:MM:SSZ"},
    [OPTION_MODEL] = {"--model", VALUE_TEXT, "MODEL",
                      "the store's first organisation model, a JSON file"},
    [OPTION_MAPPING] = {"--mapping", VALUE_TEXT, "MAPPING",
                        "how the file's columns are read, a JSON file"},
    [OPTION_REJECTS] = {"--rejects", VALUE_TEXT, "FILE",
                        "write rejected rows here, with line and reason"},
    [OPTION_BEFORE] = {"--before", VALUE_TEXT, "MODEL",
                       "the organisation model before, a JSON file"},
    [OPTION_AFTER] = {"--after", VALUE_TEXT, "MODEL",
                      "the organisation model after, a JSON file"},
    [OPTION_LANG] = {"--lang", VALUE_LANGUAGE, "da|en",
                     "language of names and sentences; default da"},
    [OPTION_STORE] = {"--store", VALUE_TEXT, "STORE",
                      "count the citizens of a store, with --on"},
    [OPTION_SUPPRESS] = {"--suppress", VALUE_LEAST, "N",
                         "show no number from 1 to N-1; default 5, 0: all; "
                         "with --json only where given"},
    [OPTION_FORMAT] = {"--format", VALUE_FORMAT, "markdown|csv|jsonl",
                       "what is printed; default markdown"},
    [OPTION_ROWS] = {"--rows", VALUE_ROWS, "N",
                     "at most so many rows for a rule; default 20"},
    [OPTION_FROM] = {"--from", VALUE_DATE, "DATE", "the first day"},
    [OPTION_TO] = {"--to", VALUE_DATE, "DATE", "the first day after it"},
    [OPTION_PLACE] = {"--place", VALUE_ID, "AREA",
                      "the area that is to be responsible, by its id"},
    [OPTION_REASON] = {"--reason", VALUE_WORDS, "TEXT", "why, in words"},
    [OPTION_BY] = {"--by", VALUE_WORDS, "WHO",
                   "who decided it; default: the actor"},
    [OPTION_END] = {"--end", VALUE_DATE, "DATE",
                    "end the exception of that day: the first day without"},
    [OPTION_SHOW_ADDRESS] = {"--show-address", VALUE_NONE, NULL,
                             "the address too, unless it is protected"},
    [OPTION_GUARDED] = {"--guarded", VALUE_NONE, NULL,
                        "a store that is opened by somebody named only"},
    [OPTION_EMERGENCY] = {"--emergency", VALUE_ID, "REASON",
                          "break the glass: an id, for example "
                          "danger_to_life"},
    [OPTION_MARK] = {"--mark", VALUE_NONE, NULL,
                     "print N:HASH, where the journal ends now"},
    [OPTION_NOTED] = {"--noted", VALUE_WORDS, "N:HASH",
                      "where the journal ended, as noted outside"},
    [OPTION_ICS] = {"--ics", VALUE_NONE, NULL,
                    "print a calendar, iCalendar (RFC 5545)"},
    [OPTION_STATE] = {"--state", VALUE_WORDS, "planned|accepted|rejected|done",
                      "how far the work has come"},
    [OPTION_CONSENT] = {"--consent", VALUE_WORDS, "yes|no",
                        "what the citizen says to handing over; not given: "
                        "as before"},
    [OPTION_ACTOR] = {"--actor", VALUE_ID, "ID",
                      "who works with the store, as its journal will say"},
    [OPTION_ROLE] = {"--role", VALUE_ROLE, "ROLE",
                     "system, caseworker, leader, analyst or auditor; "
                     "default caseworker"},
    [OPTION_AREA] = {"--area", VALUE_ID, "AREA",
                     "the area that is worked for, by its id"},
    [OPTION_UNIT] = {"--unit", VALUE_ID, "UNIT",
                     "the unit that is worked for, by its id"},
    [OPTION_PURPOSE] = {"--purpose", VALUE_ID, "PURPOSE",
                        "what for, an id, as the journal will say"},
    [OPTION_KEY_FILE] = {"--key-file", VALUE_TEXT, "FILE",
                         "the key of the store's journal, 16 to 64 bytes"},
    [OPTION_PERIODS] = {"--periods", VALUE_TEXT, "FILE",
                        "periods of retention, a JSON file"},
    [OPTION_PSEUDONYM_KEY] = {"--pseudonym-key", VALUE_TEXT, "FILE",
                              "a key of 16 to 64 bytes, for pseudonyms in "
                              "place of ids"},
    [OPTION_HELP] = {"--help", VALUE_NONE, NULL, "print this help"},
};

size_t
count_operands(const struct command *command)
{
    size_t num = 0;

    while (num < MAX_OPERANDS && command->operands[num].name != NULL)
        num++;
    return num;
}

static bool
is_about_principal(enum option_id id)
{
    return id >= OPTION_ACTOR && id <= OPTION_KEY_FILE;
}

bool
uses_store(const struct command *command)
{
    if (command->operands[0].name != NULL
        && strcmp(command->operands[0].name, "STORE") == 0)
        return true;
    for (size_t i = 0; command->options[i].id != NUM_OPTIONS; i++)
        if (command->options[i].id == OPTION_STORE)
            return true;
    return false;
}

bool
takes_option(const struct command *command, enum option_id id)
{
    if (id == OPTION_HELP)
        return true;
    if (is_about_principal(id))
        return uses_store(command);
    for (size_t i = 0; command->options[i].id != NUM_OPTIONS; i++)
        if (command->options[i].id == id)
            return true;
    return false;
}

enum option_id
find_option(const struct command *command, const char *word)
{
    size_t length = strcspn(word, "=");

    for (int id = 0; id < NUM_OPTIONS; id++) {
        if (strlen(options[id].name) == length
            && memcmp(options[id].name, word, length) == 0
            && takes_option(command, (enum option_id)id))
            return (enum option_id)id;
    }
    return NUM_OPTIONS;
}
