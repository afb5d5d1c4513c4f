#include "rules/suppress.h"

void suppress_init(struct suppress *s, struct arena *arena, const struct migration *m)
{
	const struct suppression *comments = m->suppressions;
	uint32_t count = m->suppression_count;

	s->m = m;
	s->target = arena_array(arena, count, sizeof(*s->target));
	s->used = arena_array(arena, count, sizeof(*s->used));
	for (uint32_t i = count, below = count; i-- > 0;) {
		if (i + 1 < count && comments[i + 1].line != comments[i].line)
			below = i + 1; /* the first comment on a later line */
		if (!comments[i].alone)
			continue;
		s->target[i] = comments[i].line + 1;
		if (below < count && comments[below].alone && comments[below].line == s->target[i])
			s->target[i] = s->target[below];
	}
}

static bool is_separator(char c)
{
	return c == ',' || c == ' ' || c == '\t';
}

/* E501, MRT201, TM201: letters, then digits. */
static bool is_code(struct str word)
{
	size_t at = 0, letters;

	while (at < word.len && ((word.ptr[at] >= 'A' && word.ptr[at] <= 'Z') ||
				 (word.ptr[at] >= 'a' && word.ptr[at] <= 'z')))
		at++;
	letters = at;
	while (at < word.len && word.ptr[at] >= '0' && word.ptr[at] <= '9')
		at++;
	return letters && at > letters && at == word.len;
}

/* The next name that the comment gives; the words after the codes of a noqa are not names. */
static bool next_name(const struct suppression *comment, struct str *rest, struct str *ret_name)
{
	size_t start = 0, end;

	while (start < rest->len && is_separator(rest->ptr[start]))
		start++;
	for (end = start; end < rest->len && !is_separator(rest->ptr[end]);)
		end++;
	if (end == start)
		return false;
	*ret_name = str_sub(*rest, start, end);
	*rest = str_sub(*rest, end, rest->len);
	return comment->form == SUPPRESSION_TIDEMARK || is_code(*ret_name);
}

static bool name_means(const struct suppression *comment, struct str name, const struct rule *rule)
{
	return comment->form == SUPPRESSION_TIDEMARK ? rule_matches(rule, name)
						     : rule_has_code(rule, name);
}

static bool comment_allows(const struct suppression *comment, const struct rule *rule)
{
	struct str rest = comment->names, name;

	if (!comment->names.len) /* a bare noqa is other tools' */
		return comment->form != SUPPRESSION_NOQA;
	while (next_name(comment, &rest, &name))
		if (name_means(comment, name, rule))
			return true;
	return false;
}

/* The first comment at or below the line. */
static uint32_t first_from(const struct migration *m, uint32_t line)
{
	uint32_t low = 0, high = m->suppression_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (m->suppressions[middle].line < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct suppression *suppress_find(struct suppress *s, const struct rule *rule,
					const struct span *at)
{
	const struct suppression *comments = s->m->suppressions;
	uint32_t from = first_from(s->m, at->line);

	if (!at->line)
		return NULL;
	while (from && s->target[from - 1] == at->line)
		from--;
	for (uint32_t i = from; i < s->m->suppression_count; i++) {
		if (comments[i].line > at->line && comments[i].line > at->end_line)
			break;
		if (!comment_allows(&comments[i], rule))
			continue;
		s->used[i] = true;
		return &comments[i];
	}
	return NULL;
}

/* What a name stands for among the rules. */
struct meaning {
	bool known; /* for some rule */
	bool ran;   /* all that it means were selected */
};

static struct meaning name_meaning(const struct suppression *comment, struct str name,
				   const struct rule_selection *selection)
{
	struct meaning meaning = {.known = false, .ran = true};

	for (uint32_t r = 0; r < rule_count; r++) {
		if (!name_means(comment, name, rules[r]))
			continue;
		meaning.known = true;
		meaning.ran = meaning.ran && selection->enabled[r];
	}
	return meaning;
}

static bool all_ran(const struct rule_selection *selection)
{
	for (uint32_t r = 0; r < rule_count; r++)
		if (!selection->enabled[r])
			return false;
	return true;
}

bool suppress_is_unused(const struct suppress *s, uint32_t comment,
			const struct rule_selection *selection, struct str *ret_unknown)
{
	const struct suppression *c = &s->m->suppressions[comment];
	struct str rest = c->names, name;
	bool named = false, ran = true;

	*ret_unknown = STR("");
	if (!c->names.len)
		return c->form != SUPPRESSION_NOQA && !s->used[comment] && all_ran(selection);
	while (next_name(c, &rest, &name)) {
		struct meaning meaning = name_meaning(c, name, selection);

		if (!meaning.known && c->form == SUPPRESSION_TIDEMARK) {
			*ret_unknown = name;
			return true;
		}
		if (meaning.known)
			named = true;
		else if (str_starts(name, STR("MRT")) || str_starts(name, STR("mrt")))
			ran = false; /* the peer's rule, and not yet one of ours */
		ran = ran && meaning.ran;
	}
	return named && ran && !s->used[comment];
}
