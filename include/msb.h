/* SPDX-License-Identifier: MIT */
/*
 * libmsb: who is responsible for this citizen, why, since when, and what
 * comes next. Arguments of every call stand in this order: receiver,
 * inputs, options, out, err; a length follows the pointer that it measures.
 */
#ifndef MSB_H
#define MSB_H

#include <msb/analysis.h>
#include <msb/arrow.h>
#include <msb/cases.h>
#include <msb/columns.h>
#include <msb/compare.h>
#include <msb/count.h>
#include <msb/cpr.h>
#include <msb/date.h>
#include <msb/decision.h>
#include <msb/difference.h>
#include <msb/error.h>
#include <msb/facts.h>
#include <msb/import.h>
#include <msb/instant.h>
#include <msb/model.h>
#include <msb/rules.h>
#include <msb/store.h>
#include <msb/suppress.h>
#include <msb/version.h>

#endif
