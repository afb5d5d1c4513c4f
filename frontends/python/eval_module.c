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

	if (number >= m->limit || m->ran[number])
		return;
	m->ran[number] = true;
	outside = step_out(e, m, number);
	eval_top_level(e, m->root + m->source->statements[number]);
	step_in(e, m, &outside);
	if (e->exhausted && !exhausted)
		eval_opaque(e, eval_site(e), "takes more evaluation steps than allowed");
}

static void run_statements(struct eval *e, struct module *m, const struct module_statements *s)
{
	for (uint32_t i = 0; s && i < s->count; i++)
		run_statement(e, m, s->items[i]);
}

/* From a `from x import *` of the module; the last one that has the name. */
static const struct value *from_wildcards(struct eval *e, struct module *m, struct str name)
{
	const struct value *found = NULL;

	if (m->searching)
		return NULL;
	m->searching = true;
	e->depth++;
	for (uint32_t i = m->wildcards.count; i-- > 0 && !found;) {
		const struct value *wildcard = m->wildcards.items[i];
		struct name_place place = {NULL, {NULL, 0}};

		if (wildcard->number)
			place = eval_locate(e, wildcard);
		if (place.module && !place.rest.len && eval_step(e, eval_site(e)))
			found = eval_module_name(e, place.module, name);
	}
	e->depth--;
	m->searching = false;
	return found;
}

const struct value *eval_module_name(struct eval *e, struct module *m, struct str name)
{
	const struct value *v;

	if (m->source) {
		run_statements(e, m, map_get(&m->source->names, name));
		run_statements(e, m, &m->source->wildcards);
	}
	v = scope_find_here(&m->globals, name);
	return v || eval_is_builtin(name) ? v : from_wildcards(e, m, name);
}

const struct value *eval_resolve(struct eval *e, const struct value *ref)
{
	for (int i = 0; ref->kind == VALUE_REF && ref->number && i < ALIASES_MAX; i++) {
		struct name_place place = eval_locate(e, ref);
		const struct value *v;
		struct str name;

		if (!place.module || !str_split(&place.rest, '.', &name))
			return ref;
		v = eval_module_name(e, place.module, name);
		while (v && place.rest.len && eval_step(e, ref->at) &&
		       str_split(&place.rest, '.', &name))
			v = eval_attribute(e, v, name, ref->at);
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
	}
}
