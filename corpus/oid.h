/*
 * The name of an object: 20 bytes of SHA-1. (A repository of SHA-256 says so in an extension, which
 * is refused when it is opened.)
 */
#ifndef TIDEMARK_CORPUS_OID_H
#define TIDEMARK_CORPUS_OID_H

#include "core/base/arena.h"

enum {
	OID_BYTES = 20,
	OID_HEX = 40,
};

struct oid {
	unsigned char bytes[OID_BYTES];
};

static inline int oid_cmp(const struct oid *a, const struct oid *b)
{
	return memcmp(a->bytes, b->bytes, OID_BYTES);
}

/* The bytes themselves, as a key. Borrowed. */
static inline struct str oid_key(const struct oid *id)
{
	return (struct str){(const char *)id->bytes, OID_BYTES};
}

/* The value of a hexadecimal digit, or -1. */
int oid_digit(char c);
/* False unless `hex` is 40 hexadecimal digits. */
bool oid_parse(struct str hex, struct oid *ret_id);
/* 40 lower-case digits, and a NUL. */
void oid_format(const struct oid *id, char ret_hex[OID_HEX + 1]);
/* The same, in `arena`. */
struct str oid_hex(struct arena *arena, const struct oid *id);
/* "<word><40 hex>\n" at the front of *content, taken off: a line of a commit or a tag. */
bool oid_take_line(struct str *content, struct str word, struct oid *ret_id);

#endif
