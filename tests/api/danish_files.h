/* SPDX-License-Identifier: MIT */
#ifndef TESTS_API_DANISH_FILES_H
#define TESTS_API_DANISH_FILES_H

/* Mappings of files as a municipality has them, for the model of scratch.h, and
   the first line of a file of citizens. */
static const char citizens[] =
    "{\"msb_mapping\":1,\"format\":\"csv\",\"delimiter\":\";\","
    "\"record\":\"citizen\",\"columns\":{\"id\":{\"from\":\"Borger\"},"
    "\"cpr\":{\"from\":\"CPR\"},\"birth_date\":{\"from\":\"Født\","
    "\"date\":\"dd-mm-yyyy\"},\"benefit\":{\"from\":\"Ydelse\","
    "\"values\":{\"KTH\":\"cash_benefit\"}},\"needs\":{\"from\":\"Behov\","
    "\"split\":\",\"},\"children\":{\"from\":\"Børn\"},"
    "\"fit\":{\"from\":\"Rask\"},\"valid_from\":{\"from\":\"Fra\"}}}";

static const char header[] =
    "Borger;CPR;Født;Ydelse;Behov;Børn;Rask;Fra;Navn\n";

static const char courses[] =
    "{\"msb_mapping\":1,\"format\":\"csv\",\"record\":\"course\","
    "\"columns\":{\"citizen\":{\"from\":\"Borger\"},\"service\":{\"from\":"
    "\"Indsats\"},\"from\":{\"from\":\"Fra\"},\"to\":{\"from\":\"Til\"},"
    "\"unit\":{\"from\":\"Enhed\"}}}";

#endif
