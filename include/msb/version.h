/* SPDX-License-Identifier: MIT */
#ifndef MSB_VERSION_H
#define MSB_VERSION_H

#include <msb/error.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MSB_VERSION_MAJOR 0
#define MSB_VERSION_MINOR 1
#define MSB_VERSION_PATCH 0

/** @return the version of the library that runs, "0.1.0". @since 0.1 */
MSB_API const char *msb_version_get(void);

#ifdef __cplusplus
}
#endif
#endif
