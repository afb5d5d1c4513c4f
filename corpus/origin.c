#include "corpus/origin.h"

static bool is_printable(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7f)
			return false;
	return str_is_utf8(s);
}

static size_t first_of(struct str s, const char *set, size_t from)
{
	while (from < s.len && !strchr(set, s.ptr[from]))
		from++;
	return from;
}

/* A host, maybe with a port. */
static bool is_host(struct str s)
{
	ptrdiff_t colon = str_rchr(s, ':');

	if (colon < 0 || str_ends(s, STR("]")))
		return true;
	for (size_t i = (size_t)colon + 1; i < s.len; i++)
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
	return true;
}

/*
 * A password may hold a slash that is not quoted, and then what looks like the host is a part of
 * it. An '@' further on tells; only at the beginning of a folder's name is it an ordinary one.
 */
static bool may_hold_secret(struct str host, struct str rest)
{
	for (size_t i = 1; i < rest.len; i++)
		if (rest.ptr[i] == '@' && rest.ptr[i - 1] != '/')
			return true;
	return !is_host(host);
}

static struct str clean_url(struct arena *arena, struct str scheme, struct str rest)
{
	size_t end = first_of(rest, "/?#", 0);
	struct str host = str_sub(rest, 0, end);
	ptrdiff_t at = str_rchr(host, '@');

	rest = str_sub(rest, end, rest.len);
	if (at >= 0)
		host = str_sub(host, (size_t)at + 1, host.len);
	else if (may_hold_secret(host, rest))
		return STR("");
	rest = str_sub(rest, 0, first_of(rest, "?#", 0));
	return arena_join(arena, arena_join(arena, scheme, host), rest);
}

struct str origin_clean(struct arena *arena, struct str url)
{
	ptrdiff_t at = str_find(url, STR("://"));

	if (!is_printable(url))
		return STR("");
	if (at >= 0)
		return clean_url(arena, str_sub(url, 0, (size_t)at + 3),
				 str_sub(url, (size_t)at + 3, url.len));
	/* user@host:path, or a path of the disk */
	at = str_rchr(str_sub(url, 0, first_of(url, "/", 0)), '@');
	return arena_str(arena, str_sub(url, (size_t)(at + 1), url.len));
}
