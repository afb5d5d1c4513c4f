#include "core/base/vec.h"
#include "frontends/alembic/alembic_sql.h"

#define NEEDS_MAX 16 /* of one default: more say nothing new */

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' ||
	       c == '.' || (unsigned char)c >= 0x80;
}

/* What every database has, and words that stand before a parenthesis: nothing can drop them. */
static const struct str common[] = {
	STR_INIT("text"),
	STR_INIT("varchar"),
	STR_INIT("char"),
	STR_INIT("character"),
	STR_INIT("int"),
	STR_INIT("integer"),
	STR_INIT("bigint"),
	STR_INIT("smallint"),
	STR_INIT("json"),
	STR_INIT("jsonb"),
	STR_INIT("regclass"),
	STR_INIT("timestamp"),
	STR_INIT("date"),
	STR_INIT("time"),
	STR_INIT("interval"),
	STR_INIT("numeric"),
	STR_INIT("decimal"),
	STR_INIT("real"),
	STR_INIT("double"),
	STR_INIT("boolean"),
	STR_INIT("bool"),
	STR_INIT("uuid"),
	STR_INIT("bytea"),
	STR_INIT("inet"),
	STR_INIT("timestamptz"),
	STR_INIT("float"),
	STR_INIT("name"),
	STR_INIT("unsigned"),
	STR_INIT("cast"),
	STR_INIT("extract"),
	STR_INIT("coalesce"),
	STR_INIT("array"),
	STR_INIT("in"),
	STR_INIT("values"),
	STR_INIT("and"),
	STR_INIT("or"),
	STR_INIT("not"),
	STR_INIT("case"),
	STR_INIT("when"),
	STR_INIT("then"),
	STR_INIT("else"),
	STR_INIT("nullif"),
	STR_INIT("as"),
	STR_INIT("over"),
	STR_INIT("select"),
	STR_INIT("from"),
	STR_INIT("where"),
	STR_INIT("now"),
	STR_INIT("clock_timestamp"),
	STR_INIT("statement_timestamp"),
	STR_INIT("transaction_timestamp"),
	STR_INIT("timezone"),
	STR_INIT("lower"),
	STR_INIT("upper"),
	STR_INIT("random"),
	STR_INIT("concat"),
	STR_INIT("replace"),
	STR_INIT("substr"),
	STR_INIT("substring"),
	STR_INIT("trim"),
	STR_INIT("abs"),
	STR_INIT("round"),
	STR_INIT("floor"),
	STR_INIT("md5"),
	STR_INIT("length"),
	STR_INIT("hex"),
	STR_INIT("randomblob"),
	STR_INIT("strftime"),
	STR_INIT("datetime"),
	STR_INIT("current_timestamp"),
	STR_INIT("utc_timestamp"),
	STR_INIT("getdate"),
	STR_INIT("newid"),
	STR_INIT("sysdate"),
	STR_INIT("json_object"),
	STR_INIT("json_array"),
	STR_INIT("jsonb_build_object"),
};

static bool is_common(struct str word)
{
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (str_eq_nocase(common[i], word))
			return true;
	return false;
}

struct needs {
	struct arena *arena;
	VEC(struct str) names;
};

static void add(struct needs *n, const char *what, struct str name)
{
	struct str need;

	if (!name.len || n->names.count == NEEDS_MAX)
		return;
	need = arena_printf(n->arena, "%s " STR_FMT, what, STR_ARG(name));
	for (uint32_t i = 0; i < n->names.count; i++)
		if (str_eq(n->names.items[i], need))
			return;
	*vec_push(n->arena, &n->names) = need;
}

/* Past the quoted string or name that begins at `at`. */
static size_t skip_quoted(struct str s, size_t at)
{
	char quote = s.ptr[at++];

	while (at < s.len && (s.ptr[at] != quote || (at + 1 < s.len && s.ptr[at + 1] == quote)))
		at += s.ptr[at] == quote ? 2 : 1;
	return at < s.len ? at + 1 : s.len;
}

static size_t skip_space(struct str s, size_t at)
{
	while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\n' || s.ptr[at] == '\t'))
		at++;
	return at;
}

/* The name at `at`: a word, or what stands in double quotes. */
static struct str name_at(struct str s, size_t at)
{
	size_t end = at;

	if (at < s.len && s.ptr[at] == '"')
		return str_sub(s, at + 1, skip_quoted(s, at) - 1);
	while (end < s.len && is_word(s.ptr[end]))
		end++;
	return str_sub(s, at, end);
}

/* What follows a word that is not quoted: "(" makes it a function, nextval's argument a sequence. */
static void word(struct needs *n, struct str s, struct str name, size_t end)
{
	size_t next = skip_space(s, end);

	if (str_eq_nocase(name, STR("AS"))) { /* of a CAST */
		name = name_at(s, next);
		if (name.len && !is_common(name))
			add(n, "type", name);
		return;
	}
	if (next == s.len || s.ptr[next] != '(' || is_common(name))
		return;
	next = skip_space(s, next + 1);
	if (!str_eq_nocase(name, STR("nextval")))
		add(n, "function", name);
	else if (next < s.len && s.ptr[next] == '\'')
		add(n, "sequence", str_sub(s, next + 1, skip_quoted(s, next) - 1));
}

const struct str *alembic_needs(struct arena *arena, struct str sql, uint32_t *ret_count)
{
	struct needs n = {.arena = arena};
	size_t at = 0;

	while (at < sql.len) {
		if (sql.ptr[at] == '\'' || sql.ptr[at] == '"') {
			at = skip_quoted(sql, at);
		} else if (sql.ptr[at] == ':' && at + 1 < sql.len && sql.ptr[at + 1] == ':') {
			size_t start = skip_space(sql, at + 2);
			struct str type = name_at(sql, start);

			if (type.len && !is_common(type))
				add(&n, "type", type);
			at = start < sql.len && sql.ptr[start] == '"' ? skip_quoted(sql, start)
								      : start + type.len;
		} else if (is_word(sql.ptr[at])) {
			struct str name = name_at(sql, at);

			at += name.len;
			word(&n, sql, name, at);
		} else {
			at++;
		}
	}
	*ret_count = n.names.count;
	return n.names.items;
}
