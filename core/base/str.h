/*
 * Byte slices.
 *
 * A `struct str` borrows bytes: it is not terminated, may hold NULs, and lives as long as whatever
 * it points into (an arena, a file's bytes, a literal). `{NULL, 0}` is the empty slice. Nothing
 * here allocates.
 */
#ifndef TIDEMARK_CORE_BASE_STR_H
#define TIDEMARK_CORE_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *ptr;
	size_t len;
};

/* A slice of a string literal. */
#define STR(literal) ((struct str){("" literal), sizeof(literal) - 1})
/* The same for static initialisers. */
#define STR_INIT(literal)                                                                          \
	{                                                                                          \
		("" literal), sizeof(literal) - 1                                                  \
	}

/* printf("table " STR_FMT, STR_ARG(table)) */
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).len, ((s).ptr ? (s).ptr : "")

/* The whole of a terminated string; NULL gives the empty slice. */
struct str str_from(const char *terminated);

static inline bool str_empty(struct str s)
{
	return s.len == 0;
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Byte order, shorter first on a common prefix: the order of every sorted output. */
int str_cmp(struct str a, struct str b);

/* Equal but for the case of ASCII letters. */
bool str_eq_nocase(struct str a, struct str b);

bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Offset of the first occurrence, or -1. */
ptrdiff_t str_find(struct str s, struct str needle);
ptrdiff_t str_find_nocase(struct str s, struct str needle);
static inline bool str_has(struct str s, struct str needle)
{
	return str_find(s, needle) >= 0;
}

/* Offset of the first or last byte `c`, or -1. */
ptrdiff_t str_chr(struct str s, char c);
ptrdiff_t str_rchr(struct str s, char c);

/* s[from, to), both clamped to the slice. */
struct str str_sub(struct str s, size_t from, size_t to);

/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);

/*
 * The part of *s before the first `separator`, which is removed from *s together with it. False
 * when *s is used up; an empty last part (after a trailing separator) is not returned.
 */
bool str_split(struct str *s, char separator, struct str *ret_part);

/* The part after the last '/', and the part before it ("" when there is none). */
struct str str_basename(struct str path);
struct str str_dirname(struct str path);

/* FNV-1a, seedable so that parts can be chained: str_hash(b, str_hash(a, STR_HASH_SEED)). */
#define STR_HASH_SEED UINT64_C(0xcbf29ce484222325)
uint64_t str_hash(struct str s, uint64_t seed);
/* Another hash, eight bytes at a time, the same on every machine. Not to be chained as if joined. */
uint64_t str_hash_quick(struct str s, uint64_t seed);

/* Length of the valid UTF-8 sequence at s[at], 0 if there is none (overlong forms are invalid). */
size_t str_utf8_at(struct str s, size_t at);
bool str_is_utf8(struct str s);

#endif
