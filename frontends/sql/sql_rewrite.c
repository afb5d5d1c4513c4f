#include "frontends/sql/sql_rewrite.h"

/* What stands in for a hole (`zq0z`) or a parameter ($1), in the order of trying. */
enum form { FORM_PLAIN, FORM_PARENTHESES, FORM_STRING, FORM_NUMBER, FORM_COUNT };

enum {
	STAND_IN_BYTES = 16,   /* the longest stand-in: mark, number, mark's end, quotes */
	MARK_LONGEST = 6,      /* of a mark; a text that holds all of them is not rewritten */
	IDENTIFIER_BYTES = 63, /* PostgreSQL cuts what is longer */
};

static bool is_replaced(const struct sql_token *token)
{
	return token->kind == SQL_PARAM || (token->flags & SQL_IS_HOLE);
}

/* Must MySQL's 'it\'s' become PostgreSQL's E'it\'s'? */
static bool wants_prefix(const struct sql_rewrite *r, const struct sql_token *token)
{
	return token->kind == SQL_STRING && (token->flags & SQL_ESCAPES) &&
	       r->s->source.ptr[token->at] == '\'';
}

static void put(struct sql_rewrite *r, struct str bytes)
{
	if (!bytes.len)
		return;
	memcpy(r->text + r->len, bytes.ptr, bytes.len);
	r->len += bytes.len;
}

static void put_number(struct sql_rewrite *r, uint32_t number)
{
	char digits[10];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	put(r, (struct str){digits + at, sizeof(digits) - at});
}

static void put_stand_in(struct sql_rewrite *r, uint32_t hole)
{
	put(r, r->mark);
	put_number(r, hole);
	put(r, STR("z"));
}

/* The first hole at or after byte `at` of the source. */
static uint32_t hole_at(const struct sql_rewrite *r, uint32_t at)
{
	const struct sql_hole *holes = r->s->all->holes.items;
	uint32_t low = 0, high = r->hole_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (holes[r->first_hole + middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void put_replaced(struct sql_rewrite *r, uint32_t i)
{
	const struct sql_token *token = &r->s->tokens[i];
	enum form form = r->forms[i];

	static const struct str before[FORM_COUNT] = {STR_INIT(""), STR_INIT("("), STR_INIT("'")};
	static const struct str after[FORM_COUNT] = {STR_INIT(""), STR_INIT(")"), STR_INIT("'")};

	if (form == FORM_NUMBER) {
		put(r, STR("0"));
		return;
	}
	put(r, before[form]);
	if (token->kind != SQL_PARAM)
		put_stand_in(r, hole_at(r, token->at));
	else if (form == FORM_STRING)
		put_stand_in(r, r->hole_count + i);
	else
		put(r, STR("$1"));
	put(r, after[form]);
}

/* A token with holes in it; in a number they become digits. */
static void put_holed(struct sql_rewrite *r, const struct sql_token *token)
{
	uint32_t at = token->at;

	for (uint32_t hole = hole_at(r, at); hole < r->hole_count; hole++) {
		const struct sql_hole *h = &r->s->all->holes.items[r->first_hole + hole];

		if (h->at >= token->end)
			break;
		put(r, str_sub(r->s->source, at, h->at));
		if (token->kind == SQL_NUMBER)
			put(r, STR("0"));
		else
			put_stand_in(r, hole);
		at = h->end;
	}
	put(r, str_sub(r->s->source, at, token->end));
}

static void put_gap(struct sql_rewrite *r, uint32_t i)
{
	const struct sql_token *token = &r->s->tokens[i];
	struct str gap;

	if (i && sql_is_prefix(r->s, i - 1))
		put(r, STR("."));
	if (i == 0 || token[-1].end == token->at)
		return;
	/* strings on two lines are one string */
	gap = str_sub(r->s->source, token[-1].end, token->at);
	put(r, str_chr(gap, '\n') >= 0 ? STR("\n") : STR(" "));
}

/* False when a name grew so long that PostgreSQL would cut it, and the way back with it. */
static bool build(struct sql_rewrite *r)
{
	r->len = 0;
	for (uint32_t i = 0; i < r->s->count; i++) {
		const struct sql_token *token = &r->s->tokens[i];

		put_gap(r, i);
		r->at[i] = (uint32_t)r->len;
		if (is_replaced(token)) {
			put_replaced(r, i);
		} else if (token->flags & SQL_HAS_HOLE) {
			if (wants_prefix(r, token))
				put(r, STR("E"));
			put_holed(r, token);
			if (token->kind <= SQL_QUOTED && r->len - r->at[i] > IDENTIFIER_BYTES)
				return false;
		} else {
			if (wants_prefix(r, token))
				put(r, STR("E"));
			put(r, sql_token_text(r->s, i));
		}
	}
	r->text[r->len] = '\0';
	return true;
}

/* A start for stand-ins that the statement does not hold in any case. */
static bool choose_mark(struct sql_rewrite *r)
{
	static const char marks[] = "zqqqqq";

	for (size_t len = 2; len <= MARK_LONGEST; len++) {
		r->mark = (struct str){marks, len};
		if (str_find_nocase(r->s->text, r->mark) < 0)
			return true;
	}
	return false;
}

static void find_holes(struct sql_rewrite *r)
{
	const struct sql_statement *s = r->s;
	uint32_t count = s->all->holes.count;

	r->hole_count = count;
	r->first_hole = hole_at(r, s->tokens[0].at);
	r->hole_count = count - r->first_hole;
	r->hole_count = hole_at(r, s->tokens[s->count - 1].end);
}

/* PostgreSQL folds case; others compare names as they are written. */
static void keep_case(struct sql_rewrite *r)
{
	const struct sql_statement *s = r->s;

	for (uint32_t i = 0; i < s->count; i++) {
		struct str word = sql_token_text(s, i), folded = arena_str(s->scratch, word);
		char *bytes = (char *)(uintptr_t)folded.ptr;

		if (s->tokens[i].kind != SQL_WORD)
			continue;
		for (size_t at = 0; at < word.len; at++)
			if (bytes[at] >= 'A' && bytes[at] <= 'Z')
				bytes[at] = (char)(bytes[at] - 'A' + 'a');
		if (!str_eq(word, folded) && !map_get(&r->own_case, folded))
			*map_put(s->scratch, &r->own_case,
				 folded) = (void *)(uintptr_t)&s->tokens[i];
	}
}

bool sql_rewrite(const struct sql_statement *s, struct sql_rewrite *ret)
{
	uint32_t replaced = 0;

	*ret = (struct sql_rewrite){.s = s};
	if (str_chr(s->text, '\0') >= 0 || !str_is_utf8(s->text))
		return false;
	if (s->dialects && !(s->dialects & DIALECT_POSTGRESQL))
		keep_case(ret);
	for (uint32_t i = 0; i < s->count; i++) {
		if (s->tokens[i].kind == SQL_STRING && s->source.ptr[s->tokens[i].at] == '"')
			return false;
		replaced += is_replaced(&s->tokens[i]) || (s->tokens[i].flags & SQL_HAS_HOLE) ||
			    wants_prefix(ret, &s->tokens[i]);
	}
	if (!replaced) {
		ret->text = (char *)(uintptr_t)arena_str(s->scratch, s->text).ptr;
		ret->len = s->text.len;
		return true;
	}
	find_holes(ret);
	if (!choose_mark(ret))
		return false;
	ret->capacity = s->text.len + (size_t)STAND_IN_BYTES * (ret->hole_count + replaced) + 1;
	ret->text = arena_alloc(s->scratch, ret->capacity);
	ret->at = arena_array(s->scratch, s->count, sizeof(*ret->at));
	ret->forms = arena_alloc(s->scratch, s->count);
	for (uint32_t i = 1; i < s->count; i++)
		if (is_replaced(&s->tokens[i]) && sql_is_any(s, i - 1, "IN VALUES"))
			ret->forms[i] = FORM_PARENTHESES; /* always; saves a parse */
	return build(ret);
}

bool sql_rewrite_next_form(struct sql_rewrite *r, int position)
{
	struct str text = {r->text, r->len};
	size_t at = 0;
	uint32_t token;

	if (!r->at || position < 1)
		return false;
	for (int left = position - 1; left > 0 && at < text.len; left--)
		at += str_utf8_at(text, at);
	token = sql_rewrite_token(r, (int32_t)at);
	if (token == SQL_NONE || !is_replaced(&r->s->tokens[token]) ||
	    r->forms[token] + 1 >= FORM_COUNT)
		return false;
	r->forms[token]++;
	return build(r);
}

uint32_t sql_rewrite_token(const struct sql_rewrite *r, int32_t location)
{
	const struct sql_statement *s = r->s;
	uint32_t low = 0, high = s->count;

	if (location < 0)
		return SQL_NONE;
	/* the last token that starts at or before the location */
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		uint32_t start = r->at ? r->at[middle] : s->tokens[middle].at - s->tokens[0].at;

		if (start <= (uint32_t)location)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? low - 1 : SQL_NONE;
}

/*
 * The length of the stand-in that starts the text, 0 if none does, and what it stands for: a hole,
 * or a parameter in braces.
 */
static size_t stand_in(const struct sql_rewrite *r, struct str text, struct str *ret)
{
	const struct sql_statement *s = r->s;
	size_t at = r->mark.len;
	uint32_t number = 0;

	if (!r->mark.len || !str_starts(text, r->mark))
		return 0;
	for (; at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9' &&
	       number < r->hole_count + s->count;
	     at++)
		number = number * 10 + (uint32_t)(text.ptr[at] - '0');
	if (number >= r->hole_count + s->count || at >= text.len || text.ptr[at] != 'z')
		return 0;
	if (number < r->hole_count) {
		const struct sql_hole *hole = &s->all->holes.items[r->first_hole + number];

		*ret = str_sub(s->source, hole->at, hole->end);
	} else {
		*ret = arena_printf(s->scratch, "{" STR_FMT "}",
				    STR_ARG(sql_token_text(s, number - r->hole_count)));
	}
	return at + 1;
}

/* PostgreSQL cuts long names; the source, and other ops, have the whole. */
static struct str whole_name(const struct sql_rewrite *r, struct str name)
{
	const struct sql_statement *s = r->s;

	for (uint32_t i = 0; i < s->count; i++) {
		struct str token = s->tokens[i].kind <= SQL_QUOTED ? sql_identifier(s, i) : STR("");

		if (token.len > name.len && str_eq_nocase(str_sub(token, 0, name.len), name))
			return token;
	}
	return name;
}

static struct str as_written(const struct sql_rewrite *r, struct str name)
{
	const struct sql_token *token;

	/* a cut keeps whole characters */
	if (name.len <= IDENTIFIER_BYTES && name.len > IDENTIFIER_BYTES - 4)
		name = whole_name(r, name);
	token = map_get(&r->own_case, name);
	return token ? str_sub(r->s->source, token->at, token->end) : name;
}

struct str sql_rewrite_back(const struct sql_rewrite *r, const char *text)
{
	struct str rest = str_from(text), piece;
	size_t len = 0, capacity = rest.len + 1;
	char *copy;

	if (!r->mark.len)
		return as_written(r, arena_str(r->s->arena, rest));
	for (size_t at = 0; at < rest.len; at++)
		if (stand_in(r, str_sub(rest, at, rest.len), &piece))
			capacity += piece.len;
	copy = arena_alloc(r->s->arena, capacity);
	while (rest.len) {
		size_t skip = stand_in(r, rest, &piece);

		if (!skip) {
			skip = 1;
			piece = str_sub(rest, 0, 1);
		}
		memcpy(copy + len, piece.ptr, piece.len);
		len += piece.len;
		rest = str_sub(rest, skip, rest.len);
	}
	return as_written(r, (struct str){copy, len});
}
