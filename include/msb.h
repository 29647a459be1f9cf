/* SPDX-License-Identifier: MIT */
/*
 * libmsb: who is responsible for this citizen, why, since when, and what
 * comes next. Arguments of every call stand in this order: receiver,
 * inputs, options, out, err; a length follows the pointer that it measures.
 */
#ifndef MSB_H
#define MSB_H

#include <msb/address.h>
#include <msb/analysis.h>
#include <msb/answer.h>
#include <msb/arrow.h>
#include <msb/assignment.h>
#include <msb/backup.h>
#include <msb/cases.h>
#include <msb/columns.h>
#include <msb/compare.h>
#include <msb/count.h>
#include <msb/cpr.h>
#include <msb/date.h>
#include <msb/decision.h>
#include <msb/difference.h>
#include <msb/erase.h>
#include <msb/error.h>
#include <msb/exception.h>
#include <msb/export.h>
#include <msb/facts.h>
#include <msb/handover.h>
#include <msb/history.h>
#include <msb/household.h>
#include <msb/import.h>
#include <msb/instant.h>
#include <msb/journal.h>
#include <msb/model.h>
#include <msb/principal.h>
#include <msb/retention.h>
#include <msb/rules.h>
#include <msb/store.h>
#include <msb/subject.h>
#include <msb/suppress.h>
#include <msb/verify.h>
#include <msb/version.h>

#endif
