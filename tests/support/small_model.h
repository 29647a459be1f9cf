/* SPDX-License-Identifier: MIT */
#ifndef SUPPORT_SMALL_MODEL_H
#define SUPPORT_SMALL_MODEL_H

/*
 * Three small organisations, one after the other; ' stands for ".
 *
 * small_2018, from 2018-01-01, divided by service. small_2019, from
 * 2019-01-01: the young under 30 to `young`, else cash to `work` and sick to
 * `health`; nobody answers for `other`. small_2020, from 2020-01-01: one area
 * for all.
 */
#define SMALL_ATTRIBUTES                                                       \
    "'attributes':{'benefit':{'type':'enum','values':['cash','sick',"          \
    "'other']}},"
#define SMALL_SERVICES                                                         \
    "'services':[{'id':'guidance','name':'G','delivered_by':'young'},"         \
    "{'id':'training','name':'T','delivered_by':'work'}],"

static const char small_2018[] =
    "{'msb_model':1,'id':'small_2018','name':'Small 2018',"
    "'valid_from':'2018-01-01','coordination':'per_service'," SMALL_ATTRIBUTES
    "'target_groups':[{'id':'everybody','name':'E','when':{}}],"
    "'areas':[{'id':'young','name':'Y'},{'id':'work','name':'W'}]"
    "," SMALL_SERVICES "'responsibility':[]}";

static const char small_2019[] =
    "{'msb_model':1,'id':'small_2019','name':'Small 2019',"
    "'valid_from':'2019-01-01'," SMALL_ATTRIBUTES
    "'target_groups':[{'id':'youth','name':'Y','when':{'age':{'below':30}}},"
    "{'id':'adults','name':'A','when':{}}],"
    "'areas':[{'id':'young','name':'Y'},{'id':'work','name':'W'},"
    "{'id':'health','name':'H'}]," SMALL_SERVICES "'responsibility':["
    "{'id':'r_young','when':{'target_group':'youth'},'area':'young'},"
    "{'id':'r_cash','when':{'benefit':'cash'},'area':'work'},"
    "{'id':'r_sick','when':{'benefit':'sick'},'area':'health'}]}";

static const char small_2020[] =
    "{'msb_model':1,'id':'small_2020','name':'Small 2020',"
    "'valid_from':'2020-01-01','valid_to':'2021-01-01'," SMALL_ATTRIBUTES
    "'target_groups':[{'id':'everybody','name':'E','when':{}}],"
    "'areas':[{'id':'all','name':'A'}],"
    "'responsibility':[{'id':'r_all','when':{},'area':'all'}]}";

#endif
