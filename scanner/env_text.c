#include "scanner/env_names.h"

enum { MAX_DEPTH = 32 /* of strings in strings, and names in them */ };

struct text {
	char *bytes;
	size_t len;
	bool full;
};

static void add_text(struct text *t, struct str s)
{
	if (s.len > ENV_MAX_TEXT - t->len) {
		t->full = true;
		return;
	}
	if (s.len)
		memcpy(t->bytes + t->len, s.ptr, s.len);
	t->len += s.len;
}

static bool build_text(struct env_names *n, uint32_t node, int depth, struct text *t);

/* Escapes matter little here: line ends become spaces, quotes themselves, the rest is unknown. */
static void add_escape(struct text *t, struct str escape)
{
	char c = escape.len > 1 ? escape.ptr[1] : '\0', hole = ENV_HOLE;

	if (c == 'n' || c == 't' || c == 'r' || c == '\n')
		add_text(t, STR(" "));
	else if (c == '\'' || c == '"' || c == '\\')
		add_text(t, (struct str){&c, 1});
	else
		add_text(t, (struct str){&hole, 1});
}

static void add_content(const struct cst *c, uint32_t content, struct text *t)
{
	size_t at = cst_node(c, content)->start;

	for (uint32_t i = cst_first(c, content); i; i = cst_next(c, i)) {
		if (cst_kind(c, i) != CST_ESCAPE_SEQUENCE)
			continue;
		add_text(t, str_sub(cst_file(c, content)->source, at, cst_node(c, i)->start));
		add_escape(t, cst_text(c, i));
		at = cst_node(c, i)->end;
	}
	add_text(t, str_sub(cst_file(c, content)->source, at, cst_node(c, content)->end));
}

static bool build_string(struct env_names *n, uint32_t node, int depth, struct text *t)
{
	static const char hole = ENV_HOLE;
	const struct cst *c = n->cst;

	for (uint32_t i = cst_first(c, node); i && env_step(n); i = cst_next(c, i)) {
		uint32_t inner = cst_child(c, i, FIELD_EXPRESSION);

		if (cst_kind(c, i) == CST_STRING_CONTENT)
			add_content(c, i, t);
		else if (cst_kind(c, i) == CST_INTERPOLATION &&
			 (!inner || cst_child(c, i, FIELD_FORMAT_SPECIFIER) ||
			  cst_child(c, i, FIELD_TYPE_CONVERSION) ||
			  !build_text(n, inner, depth, t)))
			add_text(t, (struct str){&hole, 1});
	}
	return true;
}

/* "…" + x, "… %s" % x */
static bool build_operation(struct env_names *n, uint32_t node, int depth, struct text *t)
{
	static const char hole = ENV_HOLE;
	uint32_t left = cst_child(n->cst, node, FIELD_LEFT);
	uint32_t right = cst_child(n->cst, node, FIELD_RIGHT);
	uint32_t operator= cst_child(n->cst, node, FIELD_OPERATOR);
	bool plus = operator&& str_eq(cst_text(n->cst, operator), STR("+"));
	size_t start = t->len;

	if (!left || !right || !build_text(n, left, depth, t))
		return false;
	if (plus) {
		if (!build_text(n, right, depth, t))
			add_text(t, (struct str){&hole, 1});
		return true;
	}
	for (size_t i = start; i < t->len; i++) /* the format's places */
		if (t->bytes[i] == '%')
			t->bytes[i] = hole;
	return true;
}

/* text("…"), dedent("…"), "…".strip(), "…".format(x) */
static bool build_call(struct env_names *n, uint32_t node, int depth, struct text *t)
{
	static const struct str wrappers[] = {STR_INIT("text"), STR_INIT("DDL"), STR_INIT("dedent"),
					      STR_INIT("str"), STR_INIT("TextClause")};
	uint32_t function = cst_child(n->cst, node, FIELD_FUNCTION);
	uint32_t object = function ? cst_child(n->cst, function, FIELD_OBJECT) : 0;
	struct str name = env_callee(n, node);
	size_t start = t->len;

	for (size_t i = 0; i < sizeof(wrappers) / sizeof(wrappers[0]); i++)
		if (str_eq(name, wrappers[i]))
			return build_text(n, env_first_argument(n, node), depth, t);
	if (object && str_eq(name, STR("strip")))
		return build_text(n, object, depth, t);
	if (!object || !str_eq(name, STR("format")) || !build_text(n, object, depth, t))
		return false;
	for (size_t i = start; i < t->len; i++)
		if (t->bytes[i] == '{' || t->bytes[i] == '}')
			t->bytes[i] = ENV_HOLE;
	return true;
}

static bool build_text(struct env_names *n, uint32_t node, int depth, struct text *t)
{
	const struct cst *c = n->cst;

	node = env_resolve(n, node);
	if (!node || depth >= MAX_DEPTH || t->full)
		return false;
	switch (cst_kind(c, node)) {
	case CST_STRING:
		return build_string(n, node, depth + 1, t);
	case CST_CONCATENATED_STRING:
		for (uint32_t i = cst_first(c, node); i && env_step(n); i = cst_next(c, i))
			if (cst_kind(c, i) == CST_STRING)
				build_string(n, i, depth + 1, t);
		return true;
	case CST_INTEGER:
		add_text(t, cst_text(c, node));
		return true;
	case CST_BINARY_OPERATOR:
		return build_operation(n, node, depth + 1, t);
	case CST_CALL:
		return build_call(n, node, depth + 1, t);
	default:
		return false;
	}
}

bool env_text(struct env_names *n, uint32_t node, struct str *ret_text)
{
	struct text t = {.bytes = n->text};

	if (!build_text(n, node, 0, &t) || t.full || !n->steps)
		return false;
	*ret_text = (struct str){t.bytes, t.len};
	return true;
}
