#include "core/base/str.h"

static inline char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_from(const char *terminated)
{
	return terminated ? (struct str){terminated, strlen(terminated)} : (struct str){NULL, 0};
}

int str_cmp(struct str a, struct str b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common ? memcmp(a.ptr, b.ptr, common) : 0;

	if (order)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

bool str_eq_nocase(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.ptr[i]) != lower(b.ptr[i]))
			return false;
	return true;
}

bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq(str_sub(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_eq(str_sub(s, s.len - suffix.len, s.len), suffix);
}

ptrdiff_t str_find(struct str s, struct str needle)
{
	const char *hit;

	if (needle.len == 0)
		return 0;
	if (s.len < needle.len)
		return -1;
	hit = memmem(s.ptr, s.len, needle.ptr, needle.len);
	return hit ? hit - s.ptr : -1;
}

ptrdiff_t str_find_nocase(struct str s, struct str needle)
{
	if (needle.len > s.len)
		return -1;
	for (size_t i = 0; i + needle.len <= s.len; i++)
		if (str_eq_nocase(str_sub(s, i, i + needle.len), needle))
			return (ptrdiff_t)i;
	return -1;
}

ptrdiff_t str_chr(struct str s, char c)
{
	const char *hit = s.len ? memchr(s.ptr, c, s.len) : NULL;

	return hit ? hit - s.ptr : -1;
}

ptrdiff_t str_rchr(struct str s, char c)
{
	const char *hit = s.len ? memrchr(s.ptr, c, s.len) : NULL;

	return hit ? hit - s.ptr : -1;
}

struct str str_sub(struct str s, size_t from, size_t to)
{
	if (to > s.len)
		to = s.len;
	if (from >= to)
		return (struct str){s.ptr, 0};
	return (struct str){s.ptr + from, to - from};
}

struct str str_trim(struct str s)
{
	while (s.len && is_space(s.ptr[0]))
		s = str_sub(s, 1, s.len);
	while (s.len && is_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

bool str_split(struct str *s, char separator, struct str *ret_part)
{
	ptrdiff_t at;

	if (s->len == 0)
		return false;
	at = str_chr(*s, separator);
	if (at < 0) {
		*ret_part = *s;
		*s = str_sub(*s, s->len, s->len);
		return true;
	}
	*ret_part = str_sub(*s, 0, (size_t)at);
	*s = str_sub(*s, (size_t)at + 1, s->len);
	return true;
}

struct str str_basename(struct str path)
{
	ptrdiff_t slash = str_rchr(path, '/');

	return slash < 0 ? path : str_sub(path, (size_t)slash + 1, path.len);
}

struct str str_dirname(struct str path)
{
	ptrdiff_t slash = str_rchr(path, '/');

	return slash < 0 ? STR("") : str_sub(path, 0, (size_t)slash);
}

uint64_t str_hash(struct str s, uint64_t seed)
{
	for (size_t i = 0; i < s.len; i++)
		seed = (seed ^ (unsigned char)s.ptr[i]) * UINT64_C(0x100000001b3);
	return seed;
}

static uint64_t mix_word(const char *bytes, size_t len, uint64_t seed)
{
	uint64_t word = 0;

	memcpy(&word, bytes, len);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	/* the high bits of a product know all of the word: they come down, by no power of two */
	seed = (seed ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return seed ^ seed >> 29;
}

uint64_t str_hash_quick(struct str s, uint64_t seed)
{
	size_t at = 0;

	seed ^= s.len;
	for (; at + sizeof(seed) <= s.len; at += sizeof(seed))
		seed = mix_word(s.ptr + at, sizeof(seed), seed);
	return at < s.len ? mix_word(s.ptr + at, s.len - at, seed) : seed;
}

size_t str_utf8_at(struct str s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.ptr + at;
	size_t left = s.len - at;

	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xc2 && p[0] <= 0xdf)
		return left >= 2 && (p[1] & 0xc0) == 0x80 ? 2 : 0;
	if (p[0] >= 0xe0 && p[0] <= 0xef) {
		if (left < 3 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80)
			return 0;
		if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f))
			return 0; /* overlong, or a surrogate */
		return 3;
	}
	if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		if (left < 4 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80 ||
		    (p[3] & 0xc0) != 0x80)
			return 0;
		if ((p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
			return 0; /* overlong, or past U+10FFFF */
		return 4;
	}
	return 0;
}

bool str_is_utf8(struct str s)
{
	size_t at = 0;

	while (at < s.len) {
		size_t width;
		uint64_t eight;

		if (s.len - at >= sizeof(eight)) { /* mostly it is all ASCII */
			memcpy(&eight, s.ptr + at, sizeof(eight));
			if (!(eight & UINT64_C(0x8080808080808080))) {
				at += sizeof(eight);
				continue;
			}
		}
		width = str_utf8_at(s, at);

		if (!width)
			return false;
		at += width;
	}
	return true;
}
