#include "core/model/type_text.h"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Behind the quote that ends the string at `at`: one that an argument's end follows. */
static size_t string_end(struct str s, size_t at)
{
	for (size_t i = at + 1; i < s.len; i++) {
		size_t next = i + 1;

		if (s.ptr[i] != '\'')
			continue;
		while (next < s.len && is_space(s.ptr[next]))
			next++;
		if (next == s.len || s.ptr[next] == ',' || s.ptr[next] == ')')
			return i + 1;
	}
	return s.len;
}

/* Behind the hole at `at`; a cut one ends with the text. */
static size_t hole_end(struct str s, size_t at)
{
	size_t depth = 0;

	for (size_t i = at; i < s.len; i++) {
		if (s.ptr[i] == '{')
			depth++;
		else if (s.ptr[i] == '}' && --depth == 0)
			return i + 1;
	}
	return s.len;
}

static size_t skip_one(struct str s, size_t at)
{
	if (s.ptr[at] == '\'')
		return string_end(s, at);
	if (s.ptr[at] == '{')
		return hole_end(s, at);
	return at + 1;
}

/* The end of the argument that begins at `at`: its comma, or the parenthesis that closes all. */
static size_t argument_end(struct str s, size_t at)
{
	size_t depth = 0;

	while (at < s.len) {
		if (s.ptr[at] == '(' || s.ptr[at] == '[')
			depth++;
		else if (!depth && (s.ptr[at] == ',' || s.ptr[at] == ')'))
			return at;
		else if (s.ptr[at] == ')' || s.ptr[at] == ']')
			depth -= depth > 0;
		at = skip_one(s, at);
	}
	return at;
}

/* Length of the name before a keyword's '=', 0 if the argument is positional. */
static size_t keyword_length(struct str argument)
{
	for (size_t i = 0; i < argument.len; i++) {
		char c = argument.ptr[i];

		if (c == '=')
			return i;
		if (!(c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c >= '0' && c <= '9')))
			return 0;
	}
	return 0;
}

static struct str unquoted(struct str value)
{
	bool quotes = value.len >= 2 && value.ptr[0] == '\'' && value.ptr[value.len - 1] == '\'';

	return quotes ? str_sub(value, 1, value.len - 1) : value;
}

void type_text_begin(struct type_text_reader *ret, struct str text)
{
	ret->text = text;
	ret->at = 0;
	while (ret->at < text.len && text.ptr[ret->at] != '(')
		ret->at = skip_one(text, ret->at);
}

bool type_text_next(struct type_text_reader *reader, struct type_argument *ret)
{
	while (reader->at < reader->text.len && reader->text.ptr[reader->at] != ')') {
		size_t end = argument_end(reader->text, reader->at + 1), name;
		struct str argument = str_trim(str_sub(reader->text, reader->at + 1, end));

		reader->at = end;
		if (!argument.len)
			continue;
		name = keyword_length(argument);
		ret->name = str_sub(argument, 0, name);
		ret->value = str_sub(argument, name ? name + 1 : 0, argument.len);
		ret->quoted = ret->value.len && ret->value.ptr[0] == '\'';
		ret->value = unquoted(ret->value);
		return true;
	}
	return false;
}

static void add_argument(struct type_text *t, const struct type_argument *argument)
{
	if (str_starts(argument->value, STR("**"))) {
		t->open = true;
	} else if (argument->name.len) {
		if (t->keyword_count == TYPE_TEXT_KEYWORDS)
			t->open = true;
		else
			t->keywords[t->keyword_count++] = (struct type_keyword){argument->name,
										argument->value};
	} else {
		if (t->positional_count < TYPE_TEXT_POSITIONAL) {
			t->positional[t->positional_count] = argument->value;
			t->quoted[t->positional_count] = argument->quoted;
		}
		t->positional_count++;
	}
}

void type_text_parse(struct type_text *ret, struct str text)
{
	struct type_text_reader reader;
	struct type_argument argument;

	ret->positional_count = ret->keyword_count = ret->dimensions = 0;
	ret->open = false;
	memset(ret->positional, 0, sizeof(ret->positional));
	memset(ret->quoted, 0, sizeof(ret->quoted)); /* keywords are as many as are counted */
	text = str_trim(text);
	while (str_ends(text, STR("[]"))) {
		ret->dimensions++;
		text = str_trim(str_sub(text, 0, text.len - 2));
	}
	type_text_begin(&reader, text);
	ret->head = str_trim(str_sub(text, 0, reader.at));
	ret->called = reader.at < text.len;
	while (type_text_next(&reader, &argument))
		add_argument(ret, &argument);
	ret->tail = str_trim(str_sub(text, reader.at + 1, text.len));
}

struct str type_text_keyword(const struct type_text *t, struct str name)
{
	for (uint32_t i = 0; i < t->keyword_count; i++)
		if (str_eq(t->keywords[i].name, name))
			return t->keywords[i].value;
	return STR("");
}

bool type_text_true(const struct type_text *t, struct str name)
{
	struct str value = type_text_keyword(t, name);

	return str_eq(value, STR("True")) || str_eq(value, STR("1"));
}

bool type_text_false(const struct type_text *t, struct str name)
{
	struct str value = type_text_keyword(t, name);

	return str_eq(value, STR("False")) || str_eq(value, STR("0"));
}

static bool has_word(struct str s, struct str word)
{
	for (size_t i = 0; i + word.len <= s.len; i++) {
		size_t end = i + word.len;

		if ((i == 0 || is_space(s.ptr[i - 1])) && (end == s.len || is_space(s.ptr[end])) &&
		    str_eq_nocase(str_sub(s, i, end), word))
			return true;
	}
	return false;
}

bool type_text_word(const struct type_text *t, struct str word)
{
	return has_word(t->head, word) || has_word(t->tail, word);
}

int64_t type_text_number(struct str value)
{
	int64_t number = 0;

	if (!value.len || value.len > 18)
		return -1;
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] < '0' || value.ptr[i] > '9')
			return -1;
		number = number * 10 + (value.ptr[i] - '0');
	}
	return number;
}
