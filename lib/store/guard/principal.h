/* SPDX-License-Identifier: MIT */
#ifndef MSBI_PRINCIPAL_H
#define MSBI_PRINCIPAL_H

#include <msb/principal.h>

/* A principal as a connection keeps it; role 0 and no texts: nobody. */
struct msbi_principal {
    enum msb_role role;
    char *actor;
    char *area;
    char *unit;
    char *purpose;
};

/* Check and copy; NULL is nobody. MISUSE, INVALID or NOMEM. */
enum msb_status msbi_principal_copy(const struct msb_principal *principal,
                                    struct msbi_principal *out,
                                    struct msb_error *err);
void msbi_principal_release(struct msbi_principal *principal);

#endif
