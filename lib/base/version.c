/* SPDX-License-Identifier: MIT */
/* The version that runs, as against the one that was compiled against. */
#include <msb/version.h>

const char *
msb_version_get(void)
{
    return MSBI_VERSION;
}
