#include "scanner/env_py.h"

enum { CONTEXT_BYTES = 200 }; /* around a name that is searched for what it is compared with */

struct scan {
	struct str path, text;
	struct arena *arena;
	struct signs *out;
	size_t at;
	uint32_t line;
	unsigned depth;          /* open brackets */
	bool blank;              /* nothing but white space since the line began */
	struct str before, last; /* the last two words of code */
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

static char peek(const struct scan *s, size_t at)
{
	return at < s->text.len ? s->text.ptr[at] : '\0';
}

static void begin_line(struct scan *s)
{
	s->line++;
	s->blank = true;
}

/* The line that `at` stands on, with at most `limit` bytes on either side of it. */
static struct str line_around(const struct scan *s, size_t at, size_t limit)
{
	size_t start = at, end = at;

	while (start > 0 && at - start < limit && s->text.ptr[start - 1] != '\n')
		start--;
	while (end < s->text.len && end - at < limit && s->text.ptr[end] != '\n')
		end++;
	return str_sub(s->text, start, end);
}

static void sign(struct scan *s, enum trust trust, dialect_set dialects, size_t at)
{
	if (dialects & ~s->out->seen[trust])
		signs_add(s->out, s->arena, trust, dialects, s->path, s->line,
			  line_around(s, at, s->text.len));
}

/* ---- strings --------------------------------------------------------------------------------- */

/* postgresql+psycopg:// anywhere in a string */
static void find_urls(struct scan *s, struct str content, size_t at)
{
	size_t from = 0;
	ptrdiff_t found;

	while ((found = str_find(str_sub(content, from, content.len), STR("://"))) >= 0) {
		size_t end = from + (size_t)found, start = end;

		while (start > from && end - start < CONTEXT_BYTES &&
		       (is_word(content.ptr[start - 1]) || content.ptr[start - 1] == '+'))
			start--;
		sign(s, TRUST_SAID, dialect_parse(str_sub(content, start, end)), at + start);
		from = end + 3;
	}
}

/* A dialect's name by itself counts where it is compared: `dialect.name == "sqlite"`. */
static void read_string(struct scan *s, struct str content, size_t at)
{
	dialect_set dialect = dialect_parse(content);

	if (dialect && str_chr(content, '+') < 0) {
		struct str line = line_around(s, at, CONTEXT_BYTES);

		if (str_has(line, STR("dialect")) || str_has(line, STR(".name")))
			sign(s, TRUST_ASKED, dialect, at);
	}
	find_urls(s, content, at);
}

/* Takes the string that begins at s->at with its quote. */
static void take_string(struct scan *s)
{
	char quote = s->text.ptr[s->at];
	bool is_long = peek(s, s->at + 1) == quote && peek(s, s->at + 2) == quote;
	bool docstring = s->blank && s->depth == 0;
	size_t width = is_long ? 3 : 1, start = s->at + width, end = start;
	uint32_t lines = 0;

	while (end < s->text.len) {
		char c = s->text.ptr[end];

		if (c == quote &&
		    (!is_long || (peek(s, end + 1) == quote && peek(s, end + 2) == quote)))
			break;
		if (c == '\n' && !is_long)
			break;
		if (c == '\\' && end + 1 < s->text.len && s->text.ptr[end + 1] != '\n')
			end++;
		lines += c == '\n';
		end++;
	}
	s->blank = false;
	if (!docstring)
		read_string(s, str_sub(s->text, start, end), start);
	s->at = peek(s, end) == quote ? end + width : end;
	s->line += lines;
}

/* ---- code ------------------------------------------------------------------------------------ */

/* from sqlalchemy.dialects import postgresql; import alembic_postgresql_enum */
static void read_import(struct scan *s, struct str word, size_t at)
{
	static const struct str dialects = STR_INIT("dialects");

	if (str_eq(word, STR("alembic_postgresql_enum")))
		sign(s, TRUST_SAID, DIALECT_POSTGRESQL, at);
	else if (str_eq(s->last, dialects) ||
		 (str_eq(s->last, STR("import")) && str_eq(s->before, dialects)))
		sign(s, TRUST_SAID, dialect_parse(word), at);
}

static void take_word(struct scan *s)
{
	size_t start = s->at;
	struct str word;

	while (is_word(peek(s, s->at)))
		s->at++;
	word = str_sub(s->text, start, s->at);
	read_import(s, word, start);
	s->before = s->last;
	s->last = word;
	/* the prefix of a string does not make it less of a docstring */
	if (peek(s, s->at) != '"' && peek(s, s->at) != '\'')
		s->blank = false;
}

static void take_other(struct scan *s, char c)
{
	s->at++;
	if (c == '\n') {
		begin_line(s);
	} else if (c == '(' || c == '[' || c == '{') {
		s->depth++;
	} else if (c == ')' || c == ']' || c == '}') {
		s->depth -= s->depth > 0;
	}
	if (c != '\n' && c != ' ' && c != '\t' && c != '\r')
		s->blank = false;
}

void env_py_read(struct str path, struct str content, struct arena *arena, struct signs *ret_signs)
{
	struct scan s = {.path = path, .text = content, .arena = arena, .out = ret_signs};

	*ret_signs = (struct signs){0};
	begin_line(&s);
	while (s.at < content.len) {
		char c = content.ptr[s.at];

		if (c == '#')
			while (s.at < content.len && content.ptr[s.at] != '\n')
				s.at++;
		else if (c == '"' || c == '\'')
			take_string(&s);
		else if (is_word(c))
			take_word(&s);
		else
			take_other(&s, c);
	}
}
