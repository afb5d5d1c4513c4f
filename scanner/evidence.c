#include "scanner/evidence.h"

#include "core/base/limits.h"

/*
 * Where the user and password of the URL whose "://" ends at `at` end: at the last '@' of the word,
 * or nowhere. Of a word that was cut off nobody knows.
 */
static size_t end_of_credentials(struct str line, size_t at, bool cut)
{
	size_t end = at, i = at;

	for (; i < line.len && !strchr(" \t\"'<>", line.ptr[i]); i++)
		if (line.ptr[i] == '@')
			end = i;
	return cut && i == line.len ? i : end;
}

/* A copy without credentials; the rest as it is. */
static struct str redact(struct arena *arena, struct str line, bool cut)
{
	static const struct str mark = STR_INIT("://"), hidden = STR_INIT("***");
	char *copy = arena_alloc(arena, line.len * 2 + 1);
	size_t len = 0, at = 0;

	while (at < line.len) {
		ptrdiff_t url = str_find(str_sub(line, at, line.len), mark);
		size_t start = url < 0 ? line.len : at + (size_t)url + mark.len, end;

		memcpy(copy + len, line.ptr + at, start - at);
		len += start - at;
		end = end_of_credentials(line, start, cut);
		if (end > start) {
			memcpy(copy + len, hidden.ptr, hidden.len);
			len += hidden.len;
		}
		at = end;
	}
	return (struct str){copy, len};
}

struct str evidence_text(struct arena *arena, struct str line)
{
	struct str head = str_sub(line, 0, LIMIT_LINE_BYTES * 2);
	struct str text = redact(arena, str_trim(head), head.len < line.len);
	char *clean = arena_alloc(arena, LIMIT_LINE_BYTES + 1);
	size_t len = 0;

	for (size_t at = 0; at < text.len && len < LIMIT_LINE_BYTES;) {
		size_t width = str_utf8_at(text, at);

		if (len + width > LIMIT_LINE_BYTES)
			break;
		if (width == 0 || (unsigned char)text.ptr[at] < 0x20 || text.ptr[at] == 0x7f)
			clean[len++] = width ? ' ' : '?';
		else
			for (size_t i = 0; i < width; i++)
				clean[len++] = text.ptr[at + i];
		at += width ? width : 1;
	}
	return (struct str){clean, len};
}

void signs_add(struct signs *s, struct arena *arena, enum trust trust, dialect_set dialects,
	       struct str path, uint32_t line, struct str text)
{
	dialect_set fresh = dialects & DIALECT_ALL & ~s->seen[trust];
	struct evidence evidence;

	if (!fresh)
		return;
	evidence = (struct evidence){path, line, evidence_text(arena, text)};
	for (unsigned i = 0; i < DIALECT_COUNT; i++)
		if (fresh & (1u << i))
			s->first[trust][i] = evidence;
	s->seen[trust] |= fresh;
}

void signs_merge(struct signs *s, const struct signs *other)
{
	for (unsigned trust = 0; trust < TRUST_COUNT; trust++) {
		dialect_set fresh = other->seen[trust] & ~s->seen[trust];

		for (unsigned i = 0; i < DIALECT_COUNT; i++)
			if (fresh & (1u << i))
				s->first[trust][i] = other->first[trust][i];
		s->seen[trust] |= fresh;
	}
}

/* The least worth of sign that still counts. */
static unsigned last_trust(const struct signs *s)
{
	static const dialect_set servers = DIALECT_ALL & ~DIALECT_SQLITE;
	dialect_set asked = s->seen[TRUST_ASKED] & servers;

	if (s->seen[TRUST_FOLDER])
		return TRUST_FOLDER;
	if (asked & (asked - 1)) /* it asks for several */
		return TRUST_OPTION;
	if (s->seen[TRUST_SAID] & servers) /* alone, unless it asks for others too */
		return s->seen[TRUST_ASKED] & ~s->seen[TRUST_SAID] ? TRUST_DRIVER : TRUST_OPTION;
	for (unsigned trust = TRUST_DRIVER; trust < TRUST_COUNT; trust++)
		if (s->seen[trust] & servers)
			return trust;
	if (s->seen[TRUST_SAID] | s->seen[TRUST_ASKED] | s->seen[TRUST_OPTION])
		return TRUST_OPTION; /* nothing decides */
	for (unsigned trust = TRUST_DRIVER; trust < TRUST_COUNT; trust++)
		if (s->seen[trust])
			return trust;
	return 0;
}

static bool is_repeated(const struct evidence *items, uint32_t count, const struct evidence *e)
{
	for (uint32_t i = 0; i < count; i++)
		if (items[i].line == e->line && str_eq(items[i].path, e->path) &&
		    str_eq(items[i].text, e->text))
			return true;
	return false;
}

dialect_set signs_decide(const struct signs *s, struct arena *arena,
			 const struct evidence **ret_evidence, uint32_t *ret_count)
{
	struct evidence *evidence = arena_array(arena, TRUST_COUNT * DIALECT_COUNT,
						sizeof(*evidence));
	unsigned last = last_trust(s);
	dialect_set set = 0;
	uint32_t count = 0;

	for (unsigned trust = 0; trust <= last; trust++) {
		dialect_set fresh = s->seen[trust] & ~set;

		for (unsigned i = 0; i < DIALECT_COUNT; i++)
			if ((fresh & (1u << i)) &&
			    !is_repeated(evidence, count, &s->first[trust][i])) {
				evidence[count] = s->first[trust][i];
				evidence[count].text = arena_str(arena, evidence[count].text);
				count++;
			}
		set |= fresh;
	}
	*ret_evidence = evidence;
	*ret_count = count;
	return set;
}
