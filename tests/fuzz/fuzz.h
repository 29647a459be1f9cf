/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

/*
 * Each fuzzer is one function that takes any bytes and calls abort() when a
 * promise is broken. It is run twice: by replay.c on its corpus and on simple
 * mutations of it, as an ordinary test with every compiler; and by libFuzzer,
 * where meson's option `fuzz` is on.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
