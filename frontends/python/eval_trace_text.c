#include "frontends/python/eval_trace_step.h"

#include <stdarg.h>
#include <stdio.h>

/*
 * Telling: lines of text, each step below what it explains.
 */

enum {
	SOURCE_BYTES = 80, /* of an expression that is shown */
	HOLES_MAX = 4,     /* of one text that are explained */
};

/* One line being made. */
struct line {
	char text[512];
	size_t len;
};

__attribute__((format(printf, 2, 3))) static void put(struct line *l, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(l->text + l->len, sizeof(l->text) - l->len, format, args);
	va_end(args);
	if (len > 0)
		l->len += (size_t)len < sizeof(l->text) - l->len ? (size_t)len
								 : sizeof(l->text) - l->len - 1;
}

/* On one line, cut to a sane length between two characters. */
static void put_source(struct line *l, struct str s)
{
	char text[SOURCE_BYTES + 4];
	size_t len = 0, at = 0;

	for (; at < s.len && len < SOURCE_BYTES; at++) {
		bool space = (unsigned char)s.ptr[at] <= ' ';

		if (!space)
			text[len++] = s.ptr[at];
		else if (len && text[len - 1] != ' ')
			text[len++] = ' ';
	}
	if (at < s.len) {
		while (len && at && ((unsigned char)s.ptr[at] & 0xc0) == 0x80) {
			at--;
			len--;
		}
		memcpy(text + len, "…", sizeof("…") - 1);
		len += sizeof("…") - 1;
	}
	put(l, "%.*s", (int)len, text);
}

static void put_node(struct line *l, const struct eval *e, uint32_t node)
{
	put_source(l, node ? cst_text(e->cst, node) : STR("?"));
}

/* A text, number or word of Python; nothing of other values. */
static void put_value(struct line *l, const struct eval *e, const struct value *v,
		      const char *before)
{
	struct str text;

	if (!v || v->kind > VALUE_STR || !value_to_str(e->arena, v, &text))
		return;
	put(l, "%s%s", before, value_is_str(v) ? "\"" : "");
	put_source(l, text);
	put(l, "%s", value_is_str(v) ? "\"" : "");
}

static void put_place(struct line *l, const struct eval *e, uint32_t node)
{
	struct str path;

	if (!node)
		return;
	path = cst_is_main(node) ? STR("") : eval_path(e, node);
	put(l, path.len ? " (" STR_FMT ":%u)" : " (" STR_FMT "line %u)", STR_ARG(path),
	    cst_line_at(e->cst, node));
}

static void add_line(struct eval *e, const struct line *l, int depth)
{
	struct trace *t = e->trace;
	static const char more[] = "…";
	size_t need = l->len + 2 * (size_t)depth + 1;

	if (t->cut)
		return;
	if (t->len + need + sizeof(more) > sizeof(t->text)) {
		t->cut = true;
		memcpy(t->text + t->len, more, sizeof(more) - 1);
		t->len += sizeof(more) - 1;
		return;
	}
	memset(t->text + t->len, ' ', 2 * (size_t)depth);
	t->len += 2 * (size_t)depth;
	memcpy(t->text + t->len, l->text, l->len);
	t->len += l->len;
	t->text[t->len++] = '\n';
}

static void put_item(struct line *l, const struct eval *e, const struct trace_step *s)
{
	if (s->items)
		put(l, ": item %u of %u of ", s->item, s->items);
	else
		put(l, ": an item that is not known of ");
	put_node(l, e, s->node);
	put_place(l, e, s->at);
	if (s->value && s->value->kind <= VALUE_STR && s->items) {
		put_value(l, e, s->value, ", which is ");
		put_place(l, e, s->value->at);
	}
}

static bool is_literal(enum cst_kind kind)
{
	return kind == CST_INTEGER || kind == CST_FLOAT || kind == CST_TRUE || kind == CST_FALSE ||
	       kind == CST_NONE;
}

/* What the expression comes to, where it does not say so itself. */
static void put_result(struct line *l, const struct eval *e, const struct trace_step *s)
{
	bool plain = cst_kind(e->cst, s->node) == CST_STRING &&
		     !cst_has(e->cst, s->node, CST_INTERPOLATION);

	if (!plain && !is_literal(cst_kind(e->cst, s->node)))
		put_value(l, e, s->value, ", which is ");
}

static void put_assigned(struct line *l, const struct eval *e, const struct trace_step *s)
{
	/* `name += more` is the source itself */
	if (cst_kind(e->cst, s->node) == CST_AUGMENTED_ASSIGNMENT)
		l->len = 0;
	else
		put(l, " = ");
	put_node(l, e, s->node);
	put_result(l, e, s);
	put_place(l, e, s->at);
}

static void put_from_call(struct line *l, const struct eval *e, const struct trace_step *s,
			  const char *what)
{
	put(l, ": %s ", what);
	if (s->node)
		put_node(l, e, s->node);
	put(l, "%sof ", s->node ? " " : "");
	put_source(l, s->function);
	put(l, "()");
	if (s->node)
		put_result(l, e, s);
	if (s->kind == TRACE_NOT_GIVEN)
		put(l, " that no call gives");
	put_place(l, e, s->at);
}

static void put_step(struct line *l, const struct eval *e, const struct trace_step *s)
{
	put_source(l, s->name);
	switch (s->kind) {
	case TRACE_ASSIGNED:
		put_assigned(l, e, s);
		return;
	case TRACE_ITEM:
		put_item(l, e, s);
		return;
	case TRACE_CONTEXT:
		put(l, ": with ");
		put_node(l, e, s->node);
		break;
	case TRACE_ARGUMENT:
		put_from_call(l, e, s, "argument");
		return;
	case TRACE_DEFAULT:
		put_from_call(l, e, s, "default");
		return;
	case TRACE_NOT_GIVEN:
		put_from_call(l, e, s, "parameter");
		return;
	case TRACE_RETURNED:
	case TRACE_RETURNS:
		put(l, s->kind == TRACE_RETURNED ? "() returns " : "() returns, among others, ");
		put_node(l, e, s->node);
		break;
	case TRACE_DEFINED:
		put(l, ": defined");
		break;
	case TRACE_IMPORTED:
		put(l, ": imported");
		break;
	case TRACE_NOT_FOUND:
		put(l, ": imported from what is not in this tree");
		break;
	case TRACE_CHANGED:
		put(l, ": not known, changed or bound under a condition");
		break;
	case TRACE_UNBOUND:
		put(l, ": bound nowhere in this file");
		break;
	}
	put_place(l, e, s->at);
}

/* Steps are shared: each is told once. */
static bool is_told(struct trace *t, const struct trace_step *s)
{
	for (uint32_t i = 0; i < t->told_count; i++)
		if (t->told[i] == s)
			return true;
	if (t->told_count < sizeof(t->told) / sizeof(t->told[0])) {
		t->told[t->told_count++] = s;
		return false;
	}
	t->cut = true;
	return true;
}

static void tell_from(struct eval *e, const struct trace_step *s, int depth)
{
	for (uint32_t i = 0; i < s->from.count && depth <= LIMIT_TRACE_DEPTH && !e->trace->cut;
	     i++) {
		struct line l = {.len = 0};

		if (is_told(e->trace, s->from.items[i]))
			continue;
		put_step(&l, e, s->from.items[i]);
		add_line(e, &l, depth);
		tell_from(e, s->from.items[i], depth + 1);
	}
}

static const char *why_unknown(const struct value *v)
{
	switch (v->kind) {
	case VALUE_CALL:
		return "the result of a call that is not resolved";
	case VALUE_ITEM:
		return "an item of what is not known";
	case VALUE_ATTRIBUTE:
		return "an attribute of what is not known";
	case VALUE_REF:
		return "a name of a module that was not read";
	case VALUE_EXPR:
		return "an expression over what is not known";
	default:
		return v->count ? "made from what is not known" : "not known";
	}
}

/* What the holes of a text stand for, and why. */
static void tell_holes(struct eval *e, const struct value *v, int depth)
{
	const struct value **items = value_is_str(v) ? v->items : &v;
	uint32_t count = value_is_str(v) ? v->count : 1;

	for (uint32_t i = 0; i < count && i < HOLES_MAX && depth <= LIMIT_TRACE_DEPTH; i++) {
		const struct value *hole = items[i];
		struct line l = {.len = 0};

		if (value_is_str(hole)) {
			tell_holes(e, hole, depth);
			continue;
		}
		if (hole->kind == VALUE_UNKNOWN && !hole->count)
			continue; /* a name, which has its step */
		put_source(&l, eval_hole(e, hole));
		put(&l, ": %s", why_unknown(hole));
		put_place(&l, e, hole->at);
		add_line(e, &l, depth);
	}
}

bool eval_trace_begin(struct eval *e)
{
	if (!e->trace || e->trace->sum >= LIMIT_TRACE_SUM_BYTES)
		return false;
	e->trace->len = 0;
	e->trace->cut = false;
	e->trace->told_count = 0;
	return true;
}

void eval_trace_add(struct eval *e, struct str label, uint32_t node, const struct value *v,
		    bool holes)
{
	size_t before = e->arena->used;
	struct line l = {.len = 0};
	struct trace_step *step;

	if (!node || e->trace->steps >= LIMIT_TRACE_STEPS)
		return;
	step = trace_expression(e, TRACE_ASSIGNED, e->scope, node);
	if (step->from.count || holes) {
		put_source(&l, label);
		put_value(&l, e, v, " ");
		put(&l, " <- ");
		put_node(&l, e, node);
		put_place(&l, e, node);
		add_line(e, &l, 0);
		tell_from(e, step, 1);
		if (holes)
			tell_holes(e, v, 1);
	}
	e->arena_start += e->arena->used - before;
}

struct str eval_trace_end(struct eval *e, uint32_t users)
{
	size_t before = e->arena->used;
	struct trace *t = e->trace;
	struct str text = {t->text, t->len};

	while (text.len && text.ptr[text.len - 1] == '\n')
		text.len--;
	t->sum += text.len * users;
	if (t->sum > LIMIT_TRACE_SUM_BYTES)
		return STR("");
	text = arena_str(e->arena, text);
	e->arena_start += e->arena->used - before;
	return text;
}
