/* MD5, for names that other programs make with it; never for trust. */
#ifndef TIDEMARK_CORE_BASE_MD5_H
#define TIDEMARK_CORE_BASE_MD5_H

#include "core/base/str.h"

enum { MD5_HEX_BYTES = 32 };

/* The digest as 32 small hexadecimal digits, not terminated. */
void md5_hex(struct str bytes, char ret[MD5_HEX_BYTES]);

#endif
