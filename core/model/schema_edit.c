#include "core/model/schema_edit.h"

#include "core/base/limits.h"

static void result_set(struct edit *e, enum apply_outcome outcome, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));
static void result_set(struct edit *e, enum apply_outcome outcome, const char *format, va_list args)
{
	if (e->result.outcome == APPLY_FAILS)
		return; /* the first reason stands */
	e->result.outcome = outcome;
	e->result.why = arena_vprintf(e->r->arena, format, args);
}

void edit_refuse(struct edit *e, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	result_set(e, APPLY_FAILS, format, args);
	va_end(args);
}

void edit_fail(struct edit *e, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	result_set(e, e->r->now.doubt ? APPLY_DOUBTFUL : APPLY_FAILS, format, args);
	va_end(args);
}

void edit_taken(struct edit *e, const struct origin *there, const char *format, ...)
{
	const struct schema *now = &e->r->now;
	bool own = there->node == e->r->node && now->doubt_node != e->r->node;
	va_list args;

	va_start(args, format);
	result_set(e, now->doubt && !own ? APPLY_DOUBTFUL : APPLY_FAILS, format, args);
	va_end(args);
}

void edit_doubt(struct edit *e, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	result_set(e, APPLY_DOUBTFUL, format, args);
	va_end(args);
}

bool edit_spend(struct edit *e, size_t bytes)
{
	uint64_t *fuel = e->r->fuel;

	if (!fuel)
		return true;
	*fuel -= bytes < *fuel ? bytes : *fuel;
	if (!*fuel)
		edit_doubt(e, "the chain costs more than is spent on its proofs");
	return *fuel > 0;
}

void edit_skip(struct edit *e)
{
	if (e->result.outcome == APPLIED)
		e->result.outcome = APPLY_SKIPPED;
}

const struct origin *edit_origin(struct edit *e)
{
	struct origin *o = arena_new(e->r->arena, struct origin);

	*o = (struct origin){e->r->node, e->r->run, e->op};
	return o;
}

const struct origin *edit_assumed_origin(struct edit *e)
{
	struct origin *o = arena_new(e->r->arena, struct origin);

	*o = (struct origin){.node = CHAIN_NONE};
	return o;
}

static const struct token *assumed_token(struct edit *e)
{
	return token_new(e->r->arena, TOKEN_ASSUMED, NULL, NULL, 0);
}

/* ---- lists ------------------------------------------------------------------------------------ */

const void *const *list_put(struct arena *a, const void *const *items, uint32_t count, uint32_t at,
			    const void *item)
{
	const void **copy = arena_array(a, at == count ? (size_t)count + 1 : count, sizeof(*copy));

	if (count)
		memcpy(copy, items, count * sizeof(*copy));
	copy[at] = item;
	return copy;
}

const void *const *list_without(struct arena *a, const void *const *items, uint32_t count,
				uint32_t at)
{
	const void **copy = arena_array(a, count - 1, sizeof(*copy));

	memcpy(copy, items, at * sizeof(*copy));
	memcpy(copy + at, items + at + 1, (count - at - 1) * sizeof(*copy));
	return copy;
}

bool names_have(const struct str *names, uint32_t count, struct str name)
{
	for (uint32_t i = 0; i < count; i++)
		if (str_eq(names[i], name))
			return true;
	return false;
}

/* ---- tables ----------------------------------------------------------------------------------- */

struct table *table_copy(struct edit *e, const struct table *t)
{
	struct table *copy = arena_new(e->r->arena, struct table);

	*copy = *t;
	return copy;
}

void table_store(struct edit *e, struct str key, const struct table *t)
{
	e->r->now.tables = pmap_put(e->r->arena, e->r->now.tables, key, t);
}

void table_forget(struct edit *e, struct str key, const struct table *t)
{
	struct schema *now = &e->r->now;

	now->tables = pmap_remove(e->r->arena, now->tables, key);
	now->gone = pmap_put(e->r->arena, now->gone,
			     arena_printf(e->r->arena, "table " STR_FMT, STR_ARG(key)), t->origin);
}

static bool is_gone(struct edit *e, const char *what, struct str key)
{
	const struct schema *now = &e->r->now;

	return now->gone.root &&
	       pmap_get(now->gone, arena_printf(e->r->arena, "%s " STR_FMT, what, STR_ARG(key)));
}

bool table_is_gone(struct edit *e)
{
	return is_gone(e, "table", e->key);
}

bool key_is_gone(struct edit *e, struct str key)
{
	return is_gone(e, "table", key);
}

const struct table *edit_table(struct edit *e)
{
	const struct table *t = schema_table(&e->r->now, e->key);
	struct table *assumed;

	if (t)
		return t;
	if (table_is_gone(e)) {
		if (e->op->flags & OPF_IF_EXISTS)
			edit_skip(e);
		else
			edit_fail(e, "table " STR_FMT " does not exist", STR_ARG(e->key));
		return NULL;
	}
	assumed = arena_new(e->r->arena, struct table);
	*assumed = (struct table){
		.schema = e->op->schema,
		.name = e->op->table,
		.origin = edit_assumed_origin(e),
		.rows = assumed_token(e),
		.assumed = true,
	};
	table_store(e, e->key, assumed);
	if (e->r->before)
		e->r->before->tables = pmap_put(e->r->arena, e->r->before->tables, e->key, assumed);
	return assumed;
}

/* ---- columns ---------------------------------------------------------------------------------- */

static enum tri tri_not(enum tri t)
{
	return t == TRI_UNKNOWN ? TRI_UNKNOWN : t == TRI_YES ? TRI_NO : TRI_YES;
}

/* A column that was there all along: what the op says of how it was. */
static struct table_column *assume_column(struct edit *e, struct str name)
{
	struct table_column *c = arena_new(e->r->arena, struct table_column);
	const struct column *said = e->op->column;

	*c = (struct table_column){
		.name = name,
		.origin = edit_assumed_origin(e),
		.values = assumed_token(e),
		.server_default = {.kind = DEFAULT_UNKNOWN},
		.assumed = true,
	};
	if (!said || !str_eq(e->op->name, name))
		return c;
	if (said->existing_type) {
		struct sql_type *type = arena_new(e->r->arena, struct sql_type);

		sql_type_of(type, e->r->arena, said->existing_type, e->r->dialect);
		c->type = type;
	}
	c->nullable = said->existing_nullable;
	if (e->op->kind == OP_SET_NULLABLE && c->nullable == TRI_UNKNOWN)
		c->nullable = tri_not(said->nullable); /* else it would change nothing */
	if (said->existing_server_default.kind != DEFAULT_NONE)
		c->server_default = said->existing_server_default;
	return c;
}

/* The table of this origin in the earlier version, under whatever name; NULL if it has none. */
static const struct table *table_before(struct edit *e, const struct table *t, struct str *ret_key)
{
	const struct table *same = schema_table(e->r->before, e->key);
	struct pmap_cursor at;

	*ret_key = e->key;
	if (same && same->origin == t->origin)
		return same;
	at = pmap_begin(e->r->before->tables);
	while (pmap_next(&at)) {
		same = at.value;
		*ret_key = at.key;
		if (same->origin == t->origin)
			return same;
	}
	return NULL;
}

void column_append(struct edit *e, struct table *t, const struct table_column *new)
{
	t->columns = (const struct table_column *const *)list_put(
		e->r->arena, (const void *const *)t->columns, t->column_count, t->column_count,
		new);
	t->column_count++;
}

void column_replace(struct edit *e, struct table *t, const struct table_column *old,
		    const struct table_column *new)
{
	uint32_t at = 0;

	while (at < t->column_count && t->columns[at] != old)
		at++;
	t->columns = (const struct table_column *const *)list_put(
		e->r->arena, (const void *const *)t->columns, t->column_count, at, new);
}

struct table *table_before_edit(struct edit *e, const struct table *t, struct str *ret_key)
{
	const struct table *old = e->r->before ? table_before(e, t, ret_key) : NULL;

	return old ? table_copy(e, old) : NULL;
}

void table_before_store(struct edit *e, struct str key, const struct table *t)
{
	e->r->before->tables = pmap_put(e->r->arena, e->r->before->tables, key, t);
}

const struct table_column *edit_column(struct edit *e, const struct table *t, struct str name)
{
	const struct table_column *c = table_column(t, name);
	struct table_column *assumed;
	struct table *changed;
	struct str label;

	if (c)
		return c;
	label = arena_printf(e->r->arena, STR_FMT "." STR_FMT, STR_ARG(e->key), STR_ARG(name));
	if (!name_known(name)) {
		edit_doubt(e, "column " STR_FMT " is not known by name", STR_ARG(label));
		return NULL;
	}
	if (!t->assumed || is_gone(e, "column", label)) {
		if (e->op->flags & OPF_IF_EXISTS)
			edit_skip(e);
		else if (t->doubted)
			edit_doubt(e, "column " STR_FMT " may not exist", STR_ARG(label));
		else
			edit_fail(e, "column " STR_FMT " does not exist", STR_ARG(label));
		return NULL;
	}
	if (t->column_count >= LIMIT_TABLE_COLUMNS) {
		edit_doubt(e, "table " STR_FMT " has too many columns", STR_ARG(e->key));
		return NULL;
	}
	assumed = assume_column(e, name);
	changed = table_copy(e, t);
	column_append(e, changed, assumed);
	table_store(e, e->key, changed);
	changed = table_before_edit(e, t, &label);
	if (changed) {
		column_append(e, changed, assumed);
		table_before_store(e, label, changed);
	}
	return assumed;
}

void column_store(struct edit *e, const struct table *t, const struct table_column *old,
		  const struct table_column *new)
{
	struct table *changed = table_copy(e, t);

	column_replace(e, changed, old, new);
	table_store(e, e->key, changed);
}
