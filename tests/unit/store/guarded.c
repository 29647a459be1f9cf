/* SPDX-License-Identifier: MIT */
/* A store to be guarded, and those who open it. */
#include "unit/store/guarded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define NOON_OF_2019_06_01 1559390400

const char guarded_model_text[] =
    "{'msb_model':1,'id':'guarded_2019','name':'G',"
    "'valid_from':'2019-01-01','attributes':{'benefit':{'type':'enum',"
    "'values':['cash','sick','other']}},"
    "'target_groups':[{'id':'youth','name':'Y','when':{'age':{'below':30}}},"
    "{'id':'adults','name':'A','when':{}}],"
    "'areas':[{'id':'young','name':'Y'},{'id':'work','name':'W'},"
    "{'id':'health','name':'H'}],"
    "'units':[{'id':'team','name':'T','parent':'work'},"
    "{'id':'crew','name':'C','parent':'team'},"
    "{'id':'desk','name':'D','parent':'work'},"
    "{'id':'clinic','name':'K','parent':'health'}],"
    "'services':[{'id':'guidance','name':'G','delivered_by':'young'},"
    "{'id':'training','name':'T','delivered_by':'crew'}],"
    "'responsibility':["
    "{'id':'r_young','when':{'target_group':'youth'},'area':'young'},"
    "{'id':'r_cash','when':{'benefit':'cash'},'area':'work'},"
    "{'id':'r_sick','when':{'benefit':'sick'},'area':'health'}],"
    "'access':["
    "{'id':'work_coordinates','who':{'area':'work'},'may':'contacts',"
    "'purposes':['coordination']},"
    "{'id':'leaders_of_sick','who':{'area':'work','role':'leader'},"
    "'may':'courses','when':{'benefit':'sick'},'purposes':['coordination']},"
    "{'id':'clinic_of_children','who':{'unit':'clinic'},'may':'whole',"
    "'when':{'age':{'below':18}},'purposes':['child_care','coordination']}]}";

static int64_t
tell_time(void *user)
{
    const struct guarded *guarded = user;

    return guarded->now;
}

void
guarded_fill_options(struct guarded *guarded, struct msb_store_options *options)
{
    msb_store_options_init(options);
    options->clock = tell_time;
    options->clock_user = guarded;
}

static void
fill_people(struct town *town)
{
    static const char *const people[][2] = {
        {"anna", "{'birth_date':'2000-01-01'}"},
        {"bo", "{'birth_date':'1980-01-01','benefit':'cash'}"},
        {"carl", "{'birth_date':'1980-01-01','benefit':'sick'}"},
        {"dora", "{'birth_date':'2005-01-01'}"},
        {"erik", "{'birth_date':'1980-01-01'}"},
    };
    static const char *const courses[][4] = {
        {"anna", "training", NULL, NULL},
        {"bo", "guidance", "clinic", NULL},
        {"bo", "training", "clinic", "2019-05-01"},
    };
    struct msbi_course_row row;

    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++)
        assert_int_equal(
            town_put(town, people[i][0], "2019-01-01", people[i][1]),
            MSBI_PUT_INSERTED);
    for (size_t i = 0; i < sizeof courses / sizeof courses[0]; i++) {
        row = town_course(courses[i][0], courses[i][1], courses[i][2],
                          "2019-01-01", courses[i][3]);
        town_put_course(town, &row);
    }
}

/* In the place of the town's own store. */
int
guarded_set_up(void **state)
{
    struct guarded *guarded = calloc(1, sizeof *guarded);
    struct msb_model *model = town_model(guarded_model_text);
    struct msb_store_options options;
    void *town;

    assert_non_null(guarded);
    town_set_up(&town);
    guarded->town = town;
    guarded->now = NOON_OF_2019_06_01;
    msb_store_unref(guarded->town->store);
    assert_int_equal(unlink(guarded->town->path), 0);
    guarded_fill_options(guarded, &options);
    assert_int_equal(msb_store_create(guarded->town->path, model, &options,
                                      &guarded->town->store, NULL),
                     MSB_OK);
    msb_model_unref(model);
    fill_people(guarded->town);
    *state = guarded;
    return 0;
}

int
guarded_tear_down(void **state)
{
    struct guarded *guarded = *state;
    void *town = guarded->town;

    town_tear_down(&town);
    free(guarded);
    return 0;
}

struct msb_store *
guarded_open(struct guarded *guarded, const struct guarded_who *who)
{
    struct msb_store_options options;
    struct msb_principal principal;
    struct msb_store *store;
    struct msb_error err;

    guarded_fill_options(guarded, &options);
    if (who != NULL) {
        msb_principal_init(&principal);
        principal.role = who->role;
        principal.actor = "cw1";
        principal.area = who->area;
        principal.unit = who->unit;
        principal.purpose = who->purpose == NULL ? "casework" : who->purpose;
        options.principal = &principal;
    }
    if (msb_store_open(guarded->town->path, &options, &store, &err) != MSB_OK)
        fail_msg("the store is not opened: %s", err.message);
    return store;
}

int64_t
guarded_key(struct guarded *guarded, const char *citizen)
{
    int64_t key = 0;

    assert_int_equal(msbi_store_find_citizen(guarded->town->store, citizen,
                                             strlen(citizen), &key, NULL),
                     MSB_OK);
    return key;
}
