#include "core/model/default_equal.h"

#include "core/model/default_text.h"

#include <assert.h>

static const struct {
	struct str name;
	uint8_t volatility;
} functions[] = {
#define VOLATILITY(name, class) {STR_INIT(name), VOLATILITY_##class},
#include "core/model/volatility.def"
#undef VOLATILITY
};

static enum volatility function_volatility(struct str name)
{
	size_t low = 0, high = sizeof(functions) / sizeof(functions[0]);

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = str_cmp(name, functions[middle].name);

		if (order == 0)
			return (enum volatility)functions[middle].volatility;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return VOLATILITY_UNKNOWN;
}

/* SQL's functions that stand without parentheses. */
static bool is_bare_function(struct str word)
{
	return str_starts(word, STR("current_")) || str_starts(word, STR("sys")) ||
	       str_eq(word, STR("localtime")) || str_eq(word, STR("localtimestamp")) ||
	       str_eq(word, STR("session_user")) || str_eq(word, STR("user"));
}

/* Of a word in an expression; CONSTANT where it calls nothing. */
static enum volatility word_volatility(struct str word, bool called)
{
	char name[64];
	struct str lower = default_lower(word, name, sizeof(name));
	enum volatility volatility;

	if (!called && !is_bare_function(lower))
		return VOLATILITY_CONSTANT;
	volatility = function_volatility(lower);
	return called || volatility != VOLATILITY_UNKNOWN ? volatility : VOLATILITY_CONSTANT;
}

static enum volatility sql_volatility(struct str text)
{
	enum volatility worst = VOLATILITY_CONSTANT, one;
	struct default_reader reader = {.text = text};
	struct default_token token;

	if (text.len > DEFAULT_TEXT_MAX)
		return VOLATILITY_UNKNOWN;
	while (default_next(&reader, &token)) {
		struct default_reader ahead = reader;
		struct default_token open = {0};

		if (str_eq(token.text, STR("::")))
			reader.at = default_type_end(text, reader.at);
		if (token.kind != DEFAULT_TOKEN_WORD)
			continue;
		one = word_volatility(token.text,
				      default_next(&ahead, &open) && str_eq(open.text, STR("(")));
		if (one > worst)
			worst = one;
	}
	return worst;
}

enum volatility default_volatility(const struct column_default *d)
{
	switch (d->kind) {
	case DEFAULT_NONE:
	case DEFAULT_LITERAL:
	case DEFAULT_COMPUTED: /* of columns, by functions that must not vary */
		return VOLATILITY_CONSTANT;
	case DEFAULT_EXPRESSION:
		return sql_volatility(d->text);
	case DEFAULT_IDENTITY:
		return VOLATILITY_VOLATILE;
	default:
		return VOLATILITY_UNKNOWN;
	}
}

struct str volatility_name(enum volatility volatility)
{
	static const struct str names[] = {STR_INIT("constant"), STR_INIT("stable"),
					   STR_INIT("unknown"), STR_INIT("volatile")};

	assert(volatility < sizeof(names) / sizeof(names[0]));
	return names[volatility];
}

/* ---- equality --------------------------------------------------------------- */

static enum tri tri(bool yes)
{
	return yes ? TRI_YES : TRI_NO;
}

static enum tri boolean(struct str s)
{
	static const struct {
		struct str word;
		enum tri value;
	} words[] = {
		{STR_INIT("t"), TRI_YES},    {STR_INIT("f"), TRI_NO},
		{STR_INIT("true"), TRI_YES}, {STR_INIT("false"), TRI_NO},
		{STR_INIT("1"), TRI_YES},    {STR_INIT("0"), TRI_NO},
		{STR_INIT("yes"), TRI_YES},  {STR_INIT("no"), TRI_NO},
		{STR_INIT("on"), TRI_YES},   {STR_INIT("off"), TRI_NO},
		{STR_INIT("y"), TRI_YES},    {STR_INIT("n"), TRI_NO},
		{STR_INIT("b'1'"), TRI_YES}, {STR_INIT("b'0'"), TRI_NO},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq_nocase(words[i].word, s))
			return words[i].value;
	return TRI_UNKNOWN;
}

/* A decimal number without what does not change it: sign, digits, point, digits. */
struct number {
	bool negative;
	struct str whole, part;
};

static bool read_digits(struct str *s, struct str *ret)
{
	size_t end = 0;

	while (end < s->len && s->ptr[end] >= '0' && s->ptr[end] <= '9')
		end++;
	*ret = str_sub(*s, 0, end);
	*s = str_sub(*s, end, s->len);
	return end > 0;
}

static bool read_number(struct str s, struct number *ret)
{
	bool any, more = false;

	*ret = (struct number){0};
	s = str_trim(s);
	if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+')) {
		ret->negative = s.ptr[0] == '-';
		s = str_trim(str_sub(s, 1, s.len));
	}
	any = read_digits(&s, &ret->whole);
	if (s.len && s.ptr[0] == '.') {
		s = str_sub(s, 1, s.len);
		more = read_digits(&s, &ret->part);
	}
	while (ret->whole.len && ret->whole.ptr[0] == '0')
		ret->whole = str_sub(ret->whole, 1, ret->whole.len);
	while (ret->part.len && ret->part.ptr[ret->part.len - 1] == '0')
		ret->part.len--;
	if (!ret->whole.len && !ret->part.len)
		ret->negative = false;
	return (any || more) && !s.len;
}

static bool same_number(const struct number *a, const struct number *b)
{
	return a->negative == b->negative && str_eq(a->whole, b->whole) && str_eq(a->part, b->part);
}

/* Does the type keep a value exactly as it is written? */
static bool keeps_text(const struct sql_type *type)
{
	return type && (type->family == TYPE_TEXT || type->family == TYPE_ENUM);
}

static bool is_number_type(const struct sql_type *type)
{
	return type && (type->family == TYPE_INTEGER || type->family == TYPE_DECIMAL ||
			type->family == TYPE_FLOAT);
}

/* Values without a type: a word is no other word, but 1 may be 1.0, and {} be { }. */
static bool is_word(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'))
			return false;
	}
	return true;
}

static enum tri equal_values(const struct default_value *a, const struct default_value *b,
			     const struct sql_type *type)
{
	struct number first, second;
	bool boolean_type = type && type->family == TYPE_BOOLEAN;

	if (str_eq(a->text, b->text) && a->text.len == b->text.len)
		return TRI_YES;
	if (boolean_type || (!keeps_text(type) && (a->keyword || b->keyword))) {
		enum tri one = boolean(a->text), other = boolean(b->text);

		return one == TRI_UNKNOWN || other == TRI_UNKNOWN ? TRI_UNKNOWN : tri(one == other);
	}
	if (keeps_text(type))
		return TRI_NO;
	if (read_number(a->text, &first) && read_number(b->text, &second)) {
		if (!same_number(&first, &second))
			return type && !is_number_type(type) ? TRI_UNKNOWN : TRI_NO;
		return is_number_type(type) || (!a->quoted && !b->quoted) ? TRI_YES : TRI_UNKNOWN;
	}
	if (!type && is_word(a->text) && is_word(b->text) &&
	    (boolean(a->text) == TRI_UNKNOWN || boolean(b->text) == TRI_UNKNOWN))
		return TRI_NO;
	return is_number_type(type) ? TRI_NO : TRI_UNKNOWN;
}

/* f(…) alone; its name, in small letters. */
static struct str only_call(struct str text)
{
	ptrdiff_t open = str_chr(text, '(');
	struct str name = str_sub(text, 0, open < 0 ? text.len : (size_t)open);

	for (size_t i = 0; i < name.len; i++)
		if (!((name.ptr[i] >= 'a' && name.ptr[i] <= 'z') || name.ptr[i] == '_' ||
		      (name.ptr[i] >= '0' && name.ptr[i] <= '9')))
			return STR("");
	return name;
}

/* Two expressions that are not written alike: of functions that are known to be others, NO. */
static enum tri equal_expressions(struct str a, struct str b)
{
	struct str one, other;

	if (str_eq(a, b))
		return TRI_YES;
	one = only_call(a);
	other = only_call(b);
	if (str_eq(one, STR("nextval")) && str_eq(other, one))
		return TRI_NO; /* another sequence */
	return one.len && other.len && !str_eq(one, other) &&
			       function_volatility(one) != VOLATILITY_UNKNOWN &&
			       function_volatility(other) != VOLATILITY_UNKNOWN &&
			       (function_volatility(one) != function_volatility(other) ||
				function_volatility(one) == VOLATILITY_VOLATILE)
		       ? TRI_NO
		       : TRI_UNKNOWN;
}

static enum tri equal_identities(struct arena *a, const struct column_default *one,
				 const struct column_default *other)
{
	struct str first = default_normal(a, one->text, 0);
	struct str second = default_normal(a, other->text, 0);

	if (one->always != other->always && one->always != TRI_UNKNOWN &&
	    other->always != TRI_UNKNOWN)
		return TRI_NO;
	if (one->always != other->always)
		return TRI_UNKNOWN;
	return str_eq(first, second) ? TRI_YES : TRI_UNKNOWN;
}

static enum tri equal_computed(struct arena *a, const struct column_default *one,
			       const struct column_default *other, dialect_set dialect)
{
	if (one->stored != other->stored && one->stored != TRI_UNKNOWN &&
	    other->stored != TRI_UNKNOWN)
		return TRI_NO;
	return one->stored == other->stored && str_eq(default_normal(a, one->text, dialect),
						      default_normal(a, other->text, dialect))
		       ? TRI_YES
		       : TRI_UNKNOWN;
}

/* A constant and an expression: only what surely varies is surely another. */
static enum tri equal_mixed(struct str sql)
{
	enum volatility volatility = sql_volatility(sql);

	return volatility == VOLATILITY_STABLE || volatility == VOLATILITY_VOLATILE ? TRI_NO
										    : TRI_UNKNOWN;
}

static enum tri compare(struct arena *a, const struct column_default *one,
			const struct column_default *other, const struct sql_type *type,
			dialect_set dialect)
{
	struct default_value first, second;

	if (one->kind == DEFAULT_UNKNOWN || other->kind == DEFAULT_UNKNOWN)
		return one->kind == other->kind && one->text.len && str_eq(one->text, other->text)
			       ? TRI_YES
			       : TRI_UNKNOWN;
	if (one->kind == DEFAULT_IDENTITY && other->kind == DEFAULT_IDENTITY)
		return equal_identities(a, one, other);
	if (one->kind == DEFAULT_COMPUTED && other->kind == DEFAULT_COMPUTED)
		return equal_computed(a, one, other, dialect);
	if (one->kind == DEFAULT_IDENTITY || other->kind == DEFAULT_IDENTITY) {
		const struct column_default *rest = one->kind == DEFAULT_IDENTITY ? other : one;

		/* a serial column's default is a nextval() */
		return rest->kind == DEFAULT_EXPRESSION ? TRI_UNKNOWN : TRI_NO;
	}
	if (one->kind == DEFAULT_COMPUTED || other->kind == DEFAULT_COMPUTED)
		return TRI_NO;
	default_read(a, one, dialect, &first);
	default_read(a, other, dialect, &second);
	if (first.kind == DEFAULT_VALUE_NULL || second.kind == DEFAULT_VALUE_NULL)
		return tri(first.kind == second.kind);
	if (first.kind == DEFAULT_VALUE_SQL && second.kind == DEFAULT_VALUE_SQL)
		return equal_expressions(first.text, second.text);
	if (first.kind == second.kind)
		return equal_values(&first, &second, type);
	return equal_mixed(first.kind == DEFAULT_VALUE_SQL ? first.text : second.text);
}

enum tri default_equal(struct arena *a, const struct column_default *one,
		       const struct column_default *other, const struct sql_type *type,
		       dialect_set dialect)
{
	struct arena_mark mark = arena_mark(a);
	enum tri equal = compare(a, one, other, type, dialect);

	arena_rewind(a, mark);
	return equal;
}
