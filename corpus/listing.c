#include "corpus/listing.h"

#include "core/base/limits.h"
#include "core/base/vec.h"

#include <stdlib.h>

/*
 * Names that files of requirements have in a folder "requirements". A tree is listed without a look
 * at its own name, because it may stand in several places.
 */
static bool is_in_requirements(struct str name)
{
	static const struct str names[] = {
		STR_INIT("base.txt"),   STR_INIT("common.txt"),      STR_INIT("main.txt"),
		STR_INIT("core.txt"),   STR_INIT("default.txt"),     STR_INIT("install.txt"),
		STR_INIT("prod.txt"),   STR_INIT("production.txt"),  STR_INIT("deploy.txt"),
		STR_INIT("docker.txt"), STR_INIT("server.txt"),      STR_INIT("backend.txt"),
		STR_INIT("api.txt"),    STR_INIT("app.txt"),         STR_INIT("web.txt"),
		STR_INIT("extra.txt"),  STR_INIT("extras.txt"),      STR_INIT("all.txt"),
		STR_INIT("dev.txt"),    STR_INIT("development.txt"), STR_INIT("local.txt"),
		STR_INIT("test.txt"),   STR_INIT("tests.txt"),       STR_INIT("testing.txt"),
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq(name, names[i]))
			return true;
	return false;
}

bool listing_wants(struct str name, enum candidate_kind *ret_kind)
{
	if (str_eq(name, STR("env.py")))
		*ret_kind = CANDIDATE_ENV;
	else if (str_eq(name, STR("setup.py")))
		*ret_kind = CANDIDATE_CONFIG;
	else if (str_ends(name, STR(".py")))
		*ret_kind = CANDIDATE_PYTHON;
	else if (str_eq(name, STR("script.py.mako")))
		*ret_kind = CANDIDATE_TEMPLATE;
	else if (str_eq(name, STR(".tidemark.yaml")))
		*ret_kind = CANDIDATE_SETTINGS;
	else if (str_ends(name, STR(".ini")) || str_eq(name, STR("setup.cfg")) ||
		 str_eq(name, STR("pyproject.toml")) || str_eq(name, STR("Pipfile")) ||
		 is_in_requirements(name) ||
		 (str_has(name, STR("requirements")) && str_ends(name, STR(".txt"))))
		*ret_kind = CANDIDATE_CONFIG;
	else
		return false;
	return true;
}

bool listing_wants_at(struct str path)
{
	if (str_eq(str_basename(path), STR(".tidemark.yaml")))
		return str_chr(path, '/') < 0;
	return !is_in_requirements(str_basename(path)) ||
	       str_eq(str_basename(str_dirname(path)), STR("requirements"));
}

bool listing_wants_link(struct str name)
{
	enum candidate_kind kind;

	return (listing_wants(name, &kind) && !is_in_requirements(name)) ||
	       str_eq_nocase(name, STR("versions")) ||
	       str_find_nocase(name, STR("migration")) >= 0 ||
	       str_find_nocase(name, STR("alembic")) >= 0;
}

uint64_t listing_limit(enum candidate_kind kind)
{
	return kind == CANDIDATE_PYTHON ? LIMIT_SEARCH_BYTES : LIMIT_CONFIG_BYTES;
}

bool listing_matches(struct str content)
{
	return str_has(content, STR("down_revision"));
}

/* Valid UTF-8 as it is; else every byte that is not, and every backslash, as \xHH. */
struct str listing_escape(struct arena *arena, struct str raw)
{
	static const char digits[] = "0123456789abcdef";
	char *out, *to;

	if (str_is_utf8(raw))
		return arena_str(arena, raw);
	out = to = arena_alloc(arena, raw.len * 4 + 1);
	for (size_t at = 0; at < raw.len;) {
		size_t width = raw.ptr[at] == '\\' ? 0 : str_utf8_at(raw, at);

		if (width) {
			memcpy(to, raw.ptr + at, width);
			to += width;
			at += width;
		} else {
			unsigned char byte = (unsigned char)raw.ptr[at++];

			*to++ = '\\';
			*to++ = 'x';
			*to++ = digits[byte >> 4];
			*to++ = digits[byte & 15];
		}
	}
	return (struct str){out, (size_t)(to - out)};
}

enum skip_reason listing_reason(int code)
{
	switch (code) {
	case ERR_NOT_FOUND:
		return SKIP_MISSING;
	case ERR_CORRUPT:
		return SKIP_CORRUPT;
	case ERR_LIMIT:
		return SKIP_TOO_LARGE;
	case ERR_REFUSED:
		return SKIP_REFUSED;
	case ERR_STOPPED:
		return SKIP_STOPPED;
	default:
		return SKIP_IO;
	}
}

static void push_skip(struct lister *l, enum skip_reason reason, struct str path, struct str detail)
{
	struct corpus_listing *to = &l->listing;

	to->skips = vec_grow(l->arena, to->skips, to->skip_count, &to->skip_capacity,
			     sizeof(*to->skips));
	to->skips[to->skip_count++] = (struct record_skip){
		.reason = reason,
		.path = path,
		.detail = detail,
	};
}

void listing_skip(struct lister *l, enum skip_reason reason, struct str path, struct str detail)
{
	if (l->listing.skip_count >= LIMIT_SKIPS)
		l->unnamed[reason]++;
	else
		push_skip(l, reason, listing_escape(l->arena, path), arena_str(l->arena, detail));
}

bool listing_add(struct lister *l, enum candidate_kind kind, struct str path, struct str blob,
		 uint64_t size, struct corpus_entry *entry)
{
	if (l->listing.count >= LIMIT_CANDIDATES)
		return false;
	*vec_push(l->arena, &l->listing) = (struct candidate){
		.kind = kind,
		.path = listing_escape(l->arena, path),
		.blob = blob,
		.size = size,
		.entry = entry,
	};
	return true;
}

static int by_path(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int order = str_cmp(x->path, y->path);

	return order ? order : str_cmp(x->blob, y->blob);
}

static int by_skipped_path(const void *a, const void *b)
{
	const struct record_skip *x = a, *y = b;
	int order = str_cmp(x->path, y->path);

	if (!order)
		order = (x->reason > y->reason) - (x->reason < y->reason);
	return order ? order : str_cmp(x->detail, y->detail);
}

void listing_finish(struct lister *l)
{
	struct corpus_listing *listing = &l->listing;

	if (listing->count)
		qsort(listing->items, listing->count, sizeof(*listing->items), by_path);
	if (listing->skip_count)
		qsort(listing->skips, listing->skip_count, sizeof(*listing->skips),
		      by_skipped_path);
	for (int i = 0; i < SKIP_REASON_COUNT; i++)
		if (l->unnamed[i])
			push_skip(l, i, STR(""),
				  arena_printf(l->arena, "%lu more that are not named",
					       (unsigned long)l->unnamed[i]));
}
