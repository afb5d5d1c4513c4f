#include "scanner/env_py.h"

enum { CONTEXT_BYTES = 200 }; /* around a name that is searched for what it is compared with */

struct option {
	bool yes, no, computed;
	struct evidence evidence; /* of `yes` */
};

struct scan {
	struct str path, text;
	struct arena *arena;
	struct env_py *out;
	size_t at;
	uint32_t line;
	unsigned depth;          /* open brackets */
	bool blank;              /* nothing but white space since the line began */
	struct str before, last; /* the last two words of code */
	bool star_star;          /* arguments that are not written out: **kwargs */
	struct option per_migration, batch;
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
	if (dialects & ~s->out->signs.seen[trust])
		signs_add(&s->out->signs, s->arena, trust, dialects, s->path, s->line,
			  line_around(s, at, s->text.len));
}

/* ---- options: render_as_batch=True, "render_as_batch": True ---------------------------------- */

static struct option *option_named(struct scan *s, struct str name)
{
	if (str_eq(name, STR("render_as_batch")))
		return &s->batch;
	if (str_eq(name, STR("transaction_per_migration")))
		return &s->per_migration;
	return NULL;
}

/* Reads the value of an option whose name ends before `at`. */
static void read_option(struct scan *s, struct option *option, size_t at, char assign)
{
	struct str rest;

	while (peek(s, at) == ' ')
		at++;
	if (peek(s, at) != assign || peek(s, at + 1) == '=')
		return;
	rest = str_trim(str_sub(s->text, at + 1, at + 1 + CONTEXT_BYTES));
	if (str_starts(rest, STR("True")) && (rest.len == 4 || !is_word(rest.ptr[4]))) {
		if (!option->yes)
			option->evidence = (struct evidence){
				s->path, s->line,
				evidence_text(s->arena, line_around(s, at, s->text.len))};
		option->yes = true;
	} else if (str_starts(rest, STR("False")) && (rest.len == 5 || !is_word(rest.ptr[5]))) {
		option->no = true;
	} else {
		option->computed = true;
	}
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
static void read_string(struct scan *s, struct str content, size_t at, size_t end)
{
	struct option *option = option_named(s, content);
	dialect_set dialect = dialect_parse(content);

	if (option)
		read_option(s, option, end, ':');
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
		read_string(s, str_sub(s->text, start, end), start, end + width);
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
	struct option *option;
	struct str word;

	while (is_word(peek(s, s->at)))
		s->at++;
	word = str_sub(s->text, start, s->at);
	option = option_named(s, word);
	if (option)
		read_option(s, option, s->at, '=');
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
	} else if (c == '*' && peek(s, s->at) == '*' && s->depth > 0) {
		s->star_star = true;
	}
	if (c != '\n' && c != ' ' && c != '\t' && c != '\r')
		s->blank = false;
}

static enum tri decide(const struct option *option, bool star_star)
{
	if (option->yes)
		return TRI_YES;
	if (option->computed || (star_star && !option->no))
		return TRI_UNKNOWN;
	return TRI_NO;
}

void env_py_read(struct str path, struct str content, struct arena *arena,
		 struct env_py *ret_env_py)
{
	struct scan s = {.path = path, .text = content, .arena = arena, .out = ret_env_py};

	*ret_env_py = (struct env_py){0};
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
	ret_env_py->transaction_per_migration = decide(&s.per_migration, s.star_star);
	ret_env_py->render_as_batch = decide(&s.batch, s.star_star);
	ret_env_py->batch = s.batch.evidence;
}
