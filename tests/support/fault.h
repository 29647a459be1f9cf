/* SPDX-License-Identifier: MIT */
#ifndef SUPPORT_FAULT_H
#define SUPPORT_FAULT_H

#include <msb/error.h>

/*
 * Runs an operation again and again; the first allocation fails, then the
 * second, and so on, until none is left to fail. The operation must release
 * what it made, and check that it got nothing where it failed. Fails the test
 * where something is still live after it, where the status is neither OK nor
 * NOMEM, or where no allocation failed at all.
 */
typedef enum msb_status (*fault_fn)(void *user, struct msb_error *err);
void assert_survives(fault_fn operation, void *user);

#endif
