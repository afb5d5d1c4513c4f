#include "frontends/alembic/alembic_host.h"

/*
 * A reflection in words, for people.
 */

static struct str join(struct arena *arena, const struct str *items, uint32_t count)
{
	struct str text = count ? items[0] : STR("");

	for (uint32_t i = 1; i < count; i++)
		text = arena_printf(arena, STR_FMT ", " STR_FMT, STR_ARG(text), STR_ARG(items[i]));
	return text;
}

static struct str without_braces(struct arena *arena, struct str s)
{
	struct str copy = arena_str(arena, s);
	char *to = (char *)(uintptr_t)copy.ptr;

	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] != '{' && s.ptr[i] != '}' && s.ptr[i] != '\n')
			*to++ = s.ptr[i];
	copy.len = (size_t)(to - copy.ptr);
	return copy;
}

struct str alembic_reflection_text(struct arena *arena, const struct reflection *r)
{
	static const char *const relations[] = {"=",         "in",       "contains", "starts with",
						"ends with", "is given", "is any"};
	static const char *const opposites[] = {"!=",       "not in",       "without", "not like",
						"not like", "is not given", "is no"};
	struct str text = arena_printf(arena, "%s" STR_FMT "%s" STR_FMT,
				       r->what == REFLECTED_PRIMARY_KEY ? ""
				       : r->first                       ? "first "
									: "each ",
				       STR_ARG(reflected_name(r->what)), r->table.len ? " of " : "",
				       STR_ARG(r->table));

	for (uint32_t i = 0; i < r->filter_count; i++) {
		const struct filter *f = &r->filters[i];
		struct str values = join(arena, f->values, f->value_count);

		text = arena_printf(arena, STR_FMT " %s " STR_FMT " %s%s" STR_FMT, STR_ARG(text),
				    i ? "and" : "where", STR_ARG(f->attribute),
				    f->negated ? opposites[f->relation] : relations[f->relation],
				    f->value_count ? " " : "", STR_ARG(values));
		if (f->relation == FILTER_AMONG)
			text = arena_printf(arena, STR_FMT " of the " STR_FMT "s of " STR_FMT,
					    STR_ARG(text), STR_ARG(reflected_name(f->what)),
					    STR_ARG(f->table));
	}
	if (r->replaced.len)
		text = arena_printf(arena, STR_FMT " with " STR_FMT " for " STR_FMT, STR_ARG(text),
				    STR_ARG(r->by), STR_ARG(r->replaced));
	if (r->partial)
		text = arena_printf(arena, STR_FMT " %s", STR_ARG(text),
				    r->filter_count ? "and more" : "where more");
	return arena_printf(arena, "{" STR_FMT "}", STR_ARG(without_braces(arena, text)));
}
