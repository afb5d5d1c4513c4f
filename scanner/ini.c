#include "scanner/ini.h"

static const struct str byte_order_mark = STR_INIT("\xef\xbb\xbf");

/* Takes the next line off the rest. False at the end. */
static bool next_line(struct settings *s, struct str *ret_line)
{
	if (s->line == 0 && str_starts(s->rest, byte_order_mark))
		s->rest = str_sub(s->rest, byte_order_mark.len, s->rest.len);
	if (!str_split(&s->rest, '\n', ret_line))
		return false;
	s->line++;
	return true;
}

static uint32_t indent_of(struct str line)
{
	uint32_t indent = 0;

	while (indent < line.len && (line.ptr[indent] == ' ' || line.ptr[indent] == '\t'))
		indent++;
	return indent;
}

/* Alembic's own template has "version_path_separator = os  # Use os.pathsep". */
static struct str without_comment(struct str value)
{
	for (size_t i = 0; i < value.len; i++)
		if (value.ptr[i] == '#' &&
		    (i == 0 || value.ptr[i - 1] == ' ' || value.ptr[i - 1] == '\t'))
			return str_trim(str_sub(value, 0, i));
	return str_trim(value);
}

static size_t delimiter(struct str text)
{
	size_t at = 0;

	while (at < text.len && text.ptr[at] != '=' && text.ptr[at] != ':')
		at++;
	return at;
}

bool ini_next(struct settings *s, struct setting *ret)
{
	struct str line, text;

	while (next_line(s, &line)) {
		uint32_t indent = indent_of(line);
		struct str value;

		text = str_trim(line);
		if (str_empty(text) || text.ptr[0] == '#' || text.ptr[0] == ';')
			continue;
		if (s->in_value && indent > s->indent) {
			value = text;
		} else if (text.ptr[0] == '[') {
			ptrdiff_t end = str_rchr(text, ']');

			s->section = str_sub(text, 1, end < 0 ? text.len : (size_t)end);
			s->key = (struct str){NULL, 0};
			s->in_value = false;
			value = s->key;
		} else {
			size_t at = delimiter(text);

			s->key = str_trim(str_sub(text, 0, at));
			s->indent = indent;
			s->in_value = true;
			value = str_sub(text, at + 1, text.len);
		}
		*ret = (struct setting){s->section, s->key, without_comment(value), text, s->line};
		return true;
	}
	return false;
}

/* ---- TOML ------------------------------------------------------------------------------------ */

static void skip(struct settings *s, size_t bytes)
{
	s->rest = str_sub(s->rest, bytes, s->rest.len);
}

static void skip_line(struct settings *s)
{
	ptrdiff_t end = str_chr(s->rest, '\n');

	skip(s, end < 0 ? s->rest.len : (size_t)end);
}

/* Notes that a line begins at the rest. */
static void begin_line(struct settings *s)
{
	ptrdiff_t end = str_chr(s->rest, '\n');

	s->line++;
	s->text = str_trim(str_sub(s->rest, 0, end < 0 ? s->rest.len : (size_t)end));
}

static void skip_newline(struct settings *s)
{
	skip(s, 1);
	begin_line(s);
	if (s->depth == 0)
		s->in_value = false;
}

/* Takes a string off the rest, which begins with its quote. Its line ends it at the latest. */
static struct str take_string(struct settings *s)
{
	struct str all = s->rest, content;
	char quote = all.ptr[0];
	size_t end = 1;

	while (end < all.len && all.ptr[end] != quote && all.ptr[end] != '\n') {
		if (quote == '"' && all.ptr[end] == '\\' && end + 1 < all.len &&
		    all.ptr[end + 1] != '\n')
			end++;
		end++;
	}
	content = str_sub(all, 1, end);
	skip(s, end < all.len && all.ptr[end] == quote ? end + 1 : end);
	return content;
}

/* The same for a string in three quotes, which may hold lines. */
static struct str take_long_string(struct settings *s)
{
	struct str quotes = str_sub(s->rest, 0, 3), content;
	ptrdiff_t end;

	skip(s, 3);
	end = str_find(s->rest, quotes);
	content = str_sub(s->rest, 0, end < 0 ? s->rest.len : (size_t)end);
	for (size_t i = 0; i < content.len; i++)
		s->line += content.ptr[i] == '\n';
	skip(s, content.len + (end < 0 ? 0 : 3));
	return content;
}

static bool is_long_string(struct str rest)
{
	return str_starts(rest, STR("\"\"\"")) || str_starts(rest, STR("'''"));
}

/* A table's header, which gives true, or a key and its '='. */
static bool take_name(struct settings *s)
{
	ptrdiff_t newline = str_chr(s->rest, '\n');
	struct str line = str_sub(s->rest, 0, newline < 0 ? s->rest.len : (size_t)newline), name;
	ptrdiff_t end = line.ptr[0] == '[' ? str_chr(line, ']') : str_chr(line, '=');

	name = str_trim(str_sub(line, 0, end < 0 ? line.len : (size_t)end));
	if (line.ptr[0] == '[') {
		while (name.len && name.ptr[0] == '[')
			name = str_sub(name, 1, name.len);
		s->section = str_trim(name);
		skip(s, line.len);
		return true;
	}
	if (end < 0) {
		skip(s, line.len);
		return false;
	}
	if (name.len >= 2 && (name.ptr[0] == '"' || name.ptr[0] == '\'') &&
	    name.ptr[name.len - 1] == name.ptr[0])
		name = str_sub(name, 1, name.len - 1);
	s->key = name;
	s->in_value = true;
	skip(s, (size_t)end + 1);
	return false;
}

static struct str take_word(struct settings *s)
{
	size_t end = 0;
	struct str word;

	while (end < s->rest.len && !strchr(",#\n]}", s->rest.ptr[end]))
		end++;
	if (end == 0 && s->rest.len) /* a NUL, which strchr() finds */
		end = 1;
	word = str_trim(str_sub(s->rest, 0, end));
	skip(s, end);
	return word;
}

/* Takes one piece of a value. True when it is a string or a whole word: a setting. */
static bool take_value(struct settings *s, struct str *ret_value)
{
	switch (s->rest.ptr[0]) {
	case '"':
	case '\'':
		*ret_value = is_long_string(s->rest) ? take_long_string(s) : take_string(s);
		return true;
	case '[':
	case '{':
		s->depth++;
		break;
	case ']':
	case '}':
		s->depth -= s->depth > 0;
		break;
	case ',':
		break;
	default:
		if (s->depth == 0) {
			*ret_value = take_word(s);
			return true;
		}
		break; /* a key of an inline table, a number of an array */
	}
	skip(s, 1);
	return false;
}

bool toml_next(struct settings *s, struct setting *ret)
{
	if (s->line == 0) {
		if (str_starts(s->rest, byte_order_mark))
			skip(s, byte_order_mark.len);
		begin_line(s);
	}
	while (s->rest.len) {
		char c = s->rest.ptr[0];
		uint32_t line = s->line;
		struct str value = {NULL, 0};

		if (c == '\n')
			skip_newline(s);
		else if (c == ' ' || c == '\t' || c == '\r')
			skip(s, 1);
		else if (c == '#')
			skip_line(s);
		else if (s->in_value ? take_value(s, &value) : take_name(s)) {
			*ret = (struct setting){s->section, s->in_value ? s->key : value, value,
						s->text, line};
			return true;
		}
	}
	return false;
}
