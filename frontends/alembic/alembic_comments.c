#include "frontends/alembic/alembic_comments.h"

#include "core/base/limits.h"
#include "core/base/vec.h"

#define CODES_MAX 64 /* in one comment */

static bool starts_nocase(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq_nocase(str_sub(s, 0, prefix.len), prefix);
}

static struct str after(struct str s, size_t len)
{
	return str_trim(str_sub(s, len, s.len));
}

/* "tidemark: allow a, b -- reason" */
static bool parse_own(struct str text, struct suppression *s)
{
	ptrdiff_t dashes;

	if (!starts_nocase(text, STR("tidemark:")))
		return false;
	text = after(text, 9);
	if (!starts_nocase(text, STR("allow")))
		return false;
	text = after(text, 5);
	dashes = str_find(text, STR("--"));
	s->form = SUPPRESSION_TIDEMARK;
	s->reason = dashes < 0 ? STR("") : after(text, (size_t)dashes + 2);
	s->names = str_trim(str_sub(text, 0, dashes < 0 ? text.len : (size_t)dashes));
	return true;
}

static bool is_code_byte(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Length of a code such as MRT201 or TM201 at the start, 0 if there is none. */
static size_t code_length(struct str text)
{
	size_t prefix = starts_nocase(text, STR("MRT"))  ? 3
			: starts_nocase(text, STR("TM")) ? 2
							 : 0;
	size_t len = prefix;

	while (prefix && len < text.len && text.ptr[len] >= '0' && text.ptr[len] <= '9')
		len++;
	if (len == prefix || (len < text.len && is_code_byte(text.ptr[len])))
		return 0;
	return len;
}

/*
 * "noqa: MRT201, MRT202 any words": our codes and the peer's among those listed. Codes of other
 * tools are passed over; without one of ours it is not our comment.
 */
static bool parse_noqa(struct str text, struct arena *arena, struct suppression *s)
{
	struct str names = STR("");
	int count = 0;

	if (!starts_nocase(text, STR("noqa")))
		return false;
	text = after(text, 4);
	if (!text.len || text.ptr[0] != ':')
		return false;
	text = after(text, 1);
	while (text.len && count < CODES_MAX) {
		size_t code = code_length(text), word = 0;

		while (word < text.len && is_code_byte(text.ptr[word]))
			word++;
		count += code != 0;
		if (code)
			names = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(names),
					     names.len ? ", " : "",
					     STR_ARG(str_sub(text, 0, code)));
		else if (names.len || !word)
			break; /* words after the codes: the reason */
		text = after(text, word);
		if (text.len && text.ptr[0] == ',')
			text = after(text, 1);
	}
	s->form = SUPPRESSION_NOQA;
	s->names = names;
	s->reason = text;
	return names.len != 0;
}

static bool parse_mrt(struct str text, struct suppression *s)
{
	if (!starts_nocase(text, STR("mrt:")))
		return false;
	text = after(text, 4);
	if (!starts_nocase(text, STR("ignore")))
		return false;
	s->form = SUPPRESSION_MRT;
	s->names = STR("");
	s->reason = after(text, 6);
	return true;
}

const struct suppression *alembic_suppressions(const struct cst_file *c, struct arena *arena,
					       uint32_t *ret_count)
{
	VEC(struct suppression) all = {0};

	for (uint32_t i = 0; i < c->comment_count && all.count < LIMIT_SUPPRESSIONS; i++) {
		const struct cst_comment *comment = &c->comments[i];
		struct str rest = str_sub(c->source, comment->start, comment->end), part;

		/* "# noqa: E501  # tidemark: allow …": each part between hashes may be one */
		while (str_split(&rest, '#', &part)) {
			struct suppression s = {.alone = comment->alone};

			part = str_trim(part);
			if (!parse_own(part, &s) && !parse_noqa(part, arena, &s) &&
			    !parse_mrt(part, &s))
				continue;
			s.line = cst_line_of(c, comment->start);
			*vec_push(arena, &all) = s;
		}
	}
	*ret_count = all.count;
	return all.items;
}
