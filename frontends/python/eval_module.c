#include "frontends/python/eval_internal.h"

/*
 * Names that come from other files of the same tree.
 *
 * A module's statements are not run when it is imported, but when one of its names is asked for:
 * then those that may bind the name, in their order. While a module's own statement runs, only what
 * comes before it is there, as when Python runs it from top to bottom. So a constant out of a large
 * file of models costs the constant.
 */

enum {
	ALIASES_MAX = 16, /* names that only lead to another name, in a row */
};

/* What a module's statement must not see of the code that asked for it. */
struct outside {
	struct scope *scope;
	struct frame *frame;
	uint32_t guard, loops, handlers, breaks, limit;
	bool running;
};

static struct outside step_out(struct eval *e, struct module *m, uint32_t limit)
{
	struct outside o = {e->scope,    e->frame,  e->guard, e->loops,
			    e->handlers, e->breaks, m->limit, e->running};

	e->scope = &m->globals;
	e->frame = NULL;
	e->guard = e->loops = e->handlers = 0;
	e->running = false;
	m->limit = limit;
	return o;
}

static void step_in(struct eval *e, struct module *m, const struct outside *o)
{
	e->scope = o->scope;
	e->frame = o->frame;
	e->guard = o->guard;
	e->loops = o->loops;
	e->handlers = o->handlers;
	e->breaks = o->breaks;
	e->running = o->running;
	m->limit = o->limit;
}

static void run_statement(struct eval *e, struct module *m, uint32_t number)
{
	bool exhausted = e->exhausted;
	struct outside outside;

	m->ran[number] = true;
	outside = step_out(e, m, number);
	eval_top_level(e, m->root + m->source->statements[number]);
	step_in(e, m, &outside);
	if (e->exhausted && !exhausted)
		eval_opaque(e, eval_site(e), "takes more evaluation steps than allowed");
}

/* The next of the list's statements that has not run, UINT32_MAX when there is none. */
static uint32_t next_statement(struct module *m, const struct module_statements *list)
{
	uint32_t *passed;

	if (!list)
		return UINT32_MAX;
	passed = &m->passed[list->number];
	while (*passed < list->count && m->ran[list->items[*passed]])
		++*passed;
	return *passed < list->count ? list->items[*passed] : UINT32_MAX;
}

/* Those that may bind or change the name, in their order. */
static void run_statements(struct eval *e, struct module *m, struct str name)
{
	const struct module_statements *own = map_get(&m->source->names, name);

	for (;;) {
		uint32_t a = next_statement(m, own);
		uint32_t b = next_statement(m, &m->source->always), next = a < b ? a : b;

		if (next >= m->limit)
			return;
		run_statement(e, m, next);
	}
}

bool eval_wildcard_brings(struct eval *e, const struct value *wildcard, struct str name)
{
	struct name_place place = {NULL, {NULL, 0}};
	const struct value *all;

	if (wildcard->number)
		place = eval_locate(e, wildcard);
	if (!place.module || place.rest.len)
		return true;
	eval_step(e, eval_site(e));
	all = eval_module_name(e, place.module, STR("__all__"));
	if (all && value_is_sequence(all) && eval_is_constant(e, all))
		return eval_contains(e, all, value_str(e->arena, name, false, 0)) != TRUTH_NO;
	return !str_starts(name, STR("_"));
}

/* From a `from x import *` of the module; the last one that has the name. */
static const struct value *from_wildcards(struct eval *e, struct module *m, struct str name)
{
	const struct value *found = NULL;

	if (m->searching || str_eq(name, STR("__all__")))
		return NULL;
	m->searching = true;
	e->depth++;
	for (uint32_t i = m->wildcards.count; i-- > 0 && !found;) {
		const struct value *wildcard = m->wildcards.items[i];
		struct name_place place = {NULL, {NULL, 0}};

		if (wildcard->number)
			place = eval_locate(e, wildcard);
		if (place.module && !place.rest.len && eval_step(e, eval_site(e)) &&
		    eval_wildcard_brings(e, wildcard, name))
			found = eval_module_name(e, place.module, name);
	}
	e->depth--;
	m->searching = false;
	return found;
}

const struct value *eval_module_name(struct eval *e, struct module *m, struct str name)
{
	const struct value *v;

	if (m->source)
		run_statements(e, m, name);
	v = scope_find_here(&m->globals, name);
	return v || eval_is_builtin(name) ? v : from_wildcards(e, m, name);
}

/* base.rest, one name after the other; a name that leads to another module once more as that. */
static const struct value *follow(struct eval *e, const struct value *base, struct str rest,
				  uint32_t at)
{
	struct str name;

	while (base && rest.len && eval_step(e, at)) {
		if (base->kind == VALUE_REF && base->number) {
			struct value *v = value_new(e->arena, VALUE_REF, at);

			v->text = eval_dotted(e, base->text, rest);
			v->number = base->number;
			return v;
		}
		str_split(&rest, '.', &name);
		base = eval_attribute(e, base, name, at);
	}
	return base;
}

/*
 * pkg.add, where pkg/__init__.py says `from .add import add`: the function, which hides the module
 * that it is of. NULL: it is the module.
 */
static const struct value *reexported(struct eval *e, const struct value *ref,
				      const struct module *module)
{
	ptrdiff_t dot = str_rchr(ref->text, '.');
	struct str name = str_sub(ref->text, (size_t)(dot + 1), ref->text.len);
	struct value package = *ref;
	const struct value *v;
	struct name_place place;

	if (dot < 0 || !name.len)
		return NULL;
	if (dot == 0 || ref->text.ptr[dot - 1] == '.') /* .add is of . */
		dot++;
	package.text = str_sub(ref->text, 0, (size_t)dot);
	place = eval_locate(e, &package);
	if (!place.module || place.rest.len || place.module == module)
		return NULL;
	v = eval_module_name(e, place.module, name);
	if (v && v->kind == VALUE_REF && v->number) {
		place = eval_locate(e, v);
		if (!place.module || !place.rest.len || str_chr(place.rest, '.') >= 0)
			return NULL;
		v = eval_module_name(e, place.module, place.rest);
	}
	return v && (v->kind == VALUE_FUNCTION || v->kind == VALUE_CLASS) ? v : NULL;
}

const struct value *eval_resolve(struct eval *e, const struct value *ref)
{
	for (int i = 0; ref->kind == VALUE_REF && ref->number && i < ALIASES_MAX; i++) {
		struct name_place place = eval_locate(e, ref);
		const struct value *v;
		struct str name;

		if (place.module && !place.rest.len) {
			v = reexported(e, ref, place.module);
			return v ? v : ref;
		}
		if (!place.module || !str_split(&place.rest, '.', &name))
			return ref;
		v = follow(e, eval_module_name(e, place.module, name), place.rest, ref->at);
		if (!v || v == ref || v->kind == VALUE_UNKNOWN)
			return ref;
		ref = v;
	}
	return ref;
}

void eval_forget_modules(struct eval *e)
{
	for (uint32_t i = 0; i < e->modules.count; i++) {
		struct module *m = e->modules.items[i];

		m->globals = (struct scope){.module = m};
		m->wildcards.count = 0;
		memset(m->ran, 0, m->source->statement_count * sizeof(*m->ran));
		memset(m->passed, 0, m->source->list_count * sizeof(*m->passed));
	}
}
