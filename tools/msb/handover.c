/* SPDX-License-Identifier: MIT */
/*
 * msb handover: how far the work of a citizen's handover has come. What is on
 * record of it is printed by `msb handovers`.
 */
#include <string.h>

#include "commands.h"
#include "message.h"
#include "open.h"

/* What --state says; 0 where that is none. */
static enum msb_handover_state
find_state(const char *name)
{
    for (int state = MSB_HANDOVER_STATE_PLANNED;
         state <= MSB_HANDOVER_STATE_DONE; state++)
        if (strcmp(msb_handover_state_get_name((enum msb_handover_state)state),
                   name)
            == 0)
            return (enum msb_handover_state)state;
    return (enum msb_handover_state)0;
}

static enum tool_exit
read_consent(const struct arguments *arguments, enum msb_consent *out)
{
    const char *value = arguments->values[OPTION_CONSENT];

    *out = MSB_CONSENT_UNKNOWN;
    if (value == NULL)
        return EXIT_WELL;
    if (strcmp(value, "yes") == 0)
        *out = MSB_CONSENT_GIVEN;
    else if (strcmp(value, "no") == 0)
        *out = MSB_CONSENT_REFUSED;
    else {
        say("handover: --consent: expected yes or no; see 'msb handover "
            "--help'");
        return EXIT_UNUSABLE;
    }
    return EXIT_WELL;
}

static enum tool_exit
read_work(const struct arguments *arguments, struct msb_handover_work *out)
{
    memset(out, 0, sizeof *out);
    out->state = find_state(arguments->values[OPTION_STATE]);
    out->actor = arguments->values[OPTION_BY];
    out->reason = arguments->values[OPTION_REASON];
    if ((int)out->state == 0) {
        say("handover: --state: expected planned, accepted, rejected or done; "
            "see 'msb handover --help'");
        return EXIT_UNUSABLE;
    }
    if (out->actor == NULL && !has_option(arguments, OPTION_ACTOR)) {
        say("handover: --by: is missing; see 'msb handover --help'");
        return EXIT_UNUSABLE;
    }
    return read_consent(arguments, &out->consent);
}

static enum tool_exit
run_handover(const struct arguments *arguments)
{
    const char *path = arguments->operands[0];
    struct msb_handover_work work;
    struct msb_store *store = NULL;
    enum tool_exit status;
    struct msb_error err;

    status = read_work(arguments, &work);
    if (status == EXIT_WELL)
        status = open_store(arguments, path, false, &store);
    if (status != EXIT_WELL)
        return status;
    if (msb_store_put_handover(store, arguments->operands[1], arguments->on,
                               &work, &err)
        != MSB_OK)
        status = say_error(path, &err);
    msb_store_unref(store);
    return status;
}

const struct command handover_command = {
    .name = "handover",
    .summary = "record how far the work of a handover has come",
    .description =
        "Planned first, then accepted or rejected with a reason, then done;\n"
        "what was rejected may be planned again. The responsibility itself\n"
        "moves on its day, whatever the state of the work.",
    .operands = {{"STORE", "a store of msb"},
                 {"CITIZEN", "the citizen's id in the store"}},
    .options = {{OPTION_ON, true},
                {OPTION_STATE, true},
                {OPTION_BY, false},
                {OPTION_REASON, false},
                {OPTION_CONSENT, false},
                {NUM_OPTIONS, false}},
    .example = "msb handover aarhus.msb claus --on 2019-08-01 --state planned "
               "--by kirsten",
    .run = run_handover,
};
