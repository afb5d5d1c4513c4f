/*
 * Columns.
 */
#include "core/model/schema_edit.h"

/* The type of the column that a foreign key without a type of its own refers to. */
static const struct sql_type *type_referred(struct edit *e, const struct reference *to)
{
	struct str key = schema_key(e->r->arena, e->r->dialect, to->schema, to->table);
	const struct table *t = schema_table(&e->r->now, key);
	const struct table_column *c = t && to->column_count == 1 ? table_column(t, to->columns[0])
								  : NULL;

	return c ? c->type : NULL;
}

static const struct sql_type *type_made(struct edit *e, const struct coltype *type)
{
	struct sql_type *made = arena_new(e->r->arena, struct sql_type);

	schema_type_of(made, &e->r->now, e->r->arena, e->r->dialect, type);
	return made;
}

struct table_column *column_make(struct edit *e, const struct column *def)
{
	struct table_column *c = arena_new(e->r->arena, struct table_column);
	bool empty = def->server_default.kind == DEFAULT_NONE;

	*c = (struct table_column){
		.name = def->name,
		.origin = edit_origin(e),
		.type = def->type ? type_made(e, def->type) : type_referred(e, &def->references),
		.nullable = def->primary_key ? TRI_NO : def->nullable,
		.server_default = def->server_default,
		.comment = def->comment,
		.values = token_new(e->r->arena, empty ? TOKEN_EMPTY : TOKEN_DEFAULT, e->op, NULL,
				    0),
	};
	if (def->server_default.kind == DEFAULT_IDENTITY || (c->type && c->type->serial))
		c->nullable = TRI_NO;
	return c;
}

/* The column gets a sequence of its own (PostgreSQL), or is numbered otherwise. */
void column_number(struct edit *e, const struct table *t, struct table_column *c)
{
	struct schema_object *sequence;
	struct str name;

	c->nullable = TRI_NO;
	if (e->r->dialect & (DIALECT_MYSQL | DIALECT_MARIADB))
		c->server_default = (struct column_default){.kind = DEFAULT_IDENTITY,
							    .always = TRI_NO};
	if (e->r->dialect != DIALECT_POSTGRESQL)
		return;
	name = sequence_name(e, t, c->name);
	sequence = arena_new(e->r->arena, struct schema_object);
	*sequence = (struct schema_object){
		.kind = SCHEMA_SEQUENCE,
		.schema = t->schema,
		.name = name,
		.table = e->key,
		.column = c->name,
		.origin = edit_origin(e),
	};
	c->sequence = schema_key(e->r->arena, e->r->dialect, t->schema, name);
	c->server_default = (struct column_default){
		.kind = DEFAULT_EXPRESSION,
		.text = arena_printf(e->r->arena, "nextval('" STR_FMT "'::regclass)",
				     STR_ARG(c->sequence)),
	};
	c->values = token_new(e->r->arena, TOKEN_DEFAULT, e->op, NULL, 0);
	e->r->now.objects[SCHEMA_SEQUENCE] =
		pmap_put(e->r->arena, e->r->now.objects[SCHEMA_SEQUENCE], c->sequence, sequence);
}

static void add_column(struct edit *e, const struct table *t)
{
	const struct column *def = e->op->column;
	const struct table_column *old = table_column(t, e->op->name);
	struct constraint primary = {
		.kind = CONSTRAINT_PRIMARY_KEY, .columns = &e->op->name, .column_count = 1};
	struct table *changed;

	if (!name_known(e->op->name)) {
		edit_doubt(e, "the name of a new column of " STR_FMT " is not known",
			   STR_ARG(e->key));
		if (old)
			return;
	}
	if (old && (e->op->flags & OPF_IF_NOT_EXISTS)) {
		edit_skip(e);
		return;
	}
	if (old) {
		edit_taken(e, old->origin, "column " STR_FMT "." STR_FMT " exists already",
			   STR_ARG(e->key), STR_ARG(e->op->name));
		return;
	}
	if (!def)
		return;
	type_needed(e, def->type, TYPE_ASKED);
	if (e->result.outcome == APPLY_FAILS)
		return;
	changed = table_copy(e, schema_table(&e->r->now, e->key));
	table_add_column(e, changed, def, false);
	if (def->primary_key)
		table_add_key(e, changed, &primary);
	table_store(e, e->key, changed);
}

static bool key_needs(const struct constraint *def, struct str column)
{
	return names_have(def->columns, def->column_count, column);
}

/* Keys and indexes go with a column; MySQL keeps an index that has other columns. */
static void drop_what_needs(struct edit *e, struct table *t, struct str column)
{
	for (uint32_t i = t->key_count; i-- > 0;) {
		const struct table_key *key = t->keys[i];

		if (!key_needs(&key->def, column))
			continue;
		if (key->def.kind == CONSTRAINT_FOREIGN_KEY &&
		    (e->r->dialect & (DIALECT_MYSQL | DIALECT_MARIADB))) {
			edit_fail(e, "foreign key " STR_FMT " needs the column",
				  STR_ARG(key->def.name));
			return;
		}
		table_drop_key(e, t, key);
	}
	for (uint32_t i = t->index_count; i-- > 0;) {
		const struct table_index *index = t->indexes[i];

		if (names_have(index->def.columns, index->def.column_count, column) ||
		    names_have(index->def.include, index->def.include_count, column))
			table_drop_index(e, t, index);
	}
}

static void drop_column(struct edit *e, const struct table *t)
{
	const struct table_column *c = edit_column(e, t, e->op->name);
	struct schema *now = &e->r->now;
	struct table *changed;
	uint32_t at = 0;

	if (!c)
		return;
	references_drop(e, e->key, c->name);
	views_refuse(e, c->name);
	changed = table_copy(e, schema_table(now, e->key));
	drop_what_needs(e, changed, c->name);
	if (e->result.outcome == APPLY_FAILS)
		return;
	while (changed->columns[at] != c)
		at++;
	changed->columns = (const struct table_column *const *)list_without(
		e->r->arena, (const void *const *)changed->columns, changed->column_count, at);
	changed->column_count--;
	objects_drop_owned(e, e->key, c->name);
	now->gone = pmap_put(e->r->arena, now->gone,
			     arena_printf(e->r->arena, "column " STR_FMT "." STR_FMT,
					  STR_ARG(e->key), STR_ARG(c->name)),
			     c->origin);
	table_store(e, e->key, changed);
}

const struct str *names_rename(struct edit *e, const struct str *names, uint32_t count,
			       struct str name, struct str to)
{
	struct str *renamed;

	if (!names_have(names, count, name))
		return names;
	renamed = arena_array(e->r->arena, count, sizeof(*renamed));
	for (uint32_t i = 0; i < count; i++)
		renamed[i] = str_eq(names[i], name) ? to : names[i];
	return renamed;
}

/* Keys and indexes follow the column. */
static void rename_in_table(struct edit *e, struct table *t, struct str name, struct str to)
{
	for (uint32_t i = 0; i < t->key_count; i++) {
		struct table_key *key;

		if (!key_needs(&t->keys[i]->def, name))
			continue;
		key = arena_new(e->r->arena, struct table_key);
		*key = *t->keys[i];
		key->def.columns = names_rename(e, key->def.columns, key->def.column_count, name,
						to);
		t->keys = (const struct table_key *const *)list_put(
			e->r->arena, (const void *const *)t->keys, t->key_count, i, key);
	}
	for (uint32_t i = 0; i < t->index_count; i++) {
		struct table_index *index;

		if (!names_have(t->indexes[i]->def.columns, t->indexes[i]->def.column_count, name))
			continue;
		index = arena_new(e->r->arena, struct table_index);
		*index = *t->indexes[i];
		index->def.columns = names_rename(e, index->def.columns, index->def.column_count,
						  name, to);
		t->indexes = (const struct table_index *const *)list_put(
			e->r->arena, (const void *const *)t->indexes, t->index_count, i, index);
	}
}

/* ---- attributes ------------------------------------------------------------------------------- */

/* USING a::integer, USING CAST(a AS integer): the cast alone, said aloud. */
bool op_casts_plainly(const struct op *op)
{
	struct str using = str_trim(op->column->using);
	struct str name = op->name;

	if (str_starts(using, STR("\"")) && using.len > name.len + 2)
		using = str_sub(using, 1, using.len);
	if (str_starts(using, name)) {
		using = str_sub(using, name.len, using.len);
		if (str_starts(using, STR("\"")))
			using = str_sub(using, 1, using.len);
		return str_starts(using, STR("::")) && str_chr(using, ' ') < 0 &&
		       str_chr(using, '(') < 0;
	}
	return str_find_nocase(using, STR("cast(")) == 0 &&
	       str_starts(str_sub(using, 5, using.len), name) && str_ends(using, STR(")"));
}

/* What a cast of its own does to values: TOKEN_CAST when each can be cast back. */
static enum token_kind cast_kind(const struct sql_type *from, const struct sql_type *to,
				 const struct type_conversion *cast)
{
	if (from->family == TYPE_ENUM && to->family == TYPE_ENUM)
		return TOKEN_CAST; /* a label that is missing fails the statement */
	if (cast->change == TYPE_CHANGE_UNKNOWN)
		return TOKEN_UNKNOWN;
	return cast->loses == TRI_YES || cast->change == TYPE_REPLACES ? TOKEN_CUT : TOKEN_CAST;
}

static const struct token *cast_values(struct edit *e, const struct table_column *old,
				       const struct sql_type *type)
{
	bool using = !str_empty(e->op->column->using);
	struct type_conversion cast;

	if (using && !op_casts_plainly(e->op))
		return token_new(e->r->arena, TOKEN_DERIVED, e->op, &old->values, 1);
	if (!old->type || !type)
		return token_new(e->r->arena, TOKEN_UNKNOWN, e->op, &old->values, 1);
	cast = sql_type_convert(old->type, type, e->r->dialect);
	if (cast.change == TYPE_SAME || cast.change == TYPE_WIDENS)
		return old->values;
	if (cast.runs == TRI_NO && !using)
		edit_fail(e, STR_FMT " cannot be cast to " STR_FMT " without USING",
			  STR_ARG(old->type->text), STR_ARG(type->text));
	return token_new(e->r->arena, cast_kind(old->type, type, &cast), e->op, &old->values, 1);
}

/*
 * MySQL's CHANGE and MODIFY state the whole column: what Alembic is not told of it is lost. Other
 * operations of the same call follow and state theirs.
 */
static void restate(struct edit *e, const struct table_column *old, struct table_column *c)
{
	const struct column *said = e->op->column;
	const struct sql_type *type;

	if (!(e->r->dialect & (DIALECT_MYSQL | DIALECT_MARIADB)) || !said ||
	    (e->op->flags & OPF_FROM_SQL))
		return;
	if (e->op->kind != OP_SET_NULLABLE)
		c->nullable = said->existing_nullable == TRI_NO ? TRI_NO : TRI_YES;
	c->server_default = said->existing_server_default;
	type = e->op->kind != OP_ALTER_TYPE && !(e->op->flags & OPF_CONTINUES) &&
			       said->existing_type
		       ? type_made(e, said->existing_type)
		       : NULL;
	if (!type || !old->type || type->family == TYPE_UNKNOWN)
		return;
	c->type = type;
	c->values = cast_values(e, old, type);
}

static void alter_type(struct edit *e, const struct table_column *old, struct table_column *new)
{
	if (!e->op->column->type)
		return;
	type_needed(e, e->op->column->type, TYPE_ASKED);
	views_refuse(e, old->name);
	new->type = type_made(e, e->op->column->type);
	new->values = cast_values(e, old, new->type);
}

static void rename_column(struct edit *e, const struct table *t)
{
	const struct table_column *old = edit_column(e, t, e->op->name);
	struct table_column *new;
	struct table *changed;

	if (!old)
		return;
	t = schema_table(&e->r->now, e->key);
	if (table_column(t, e->op->to)) {
		edit_fail(e, "column " STR_FMT "." STR_FMT " exists already", STR_ARG(e->key),
			  STR_ARG(e->op->to));
		return;
	}
	references_rename(e, e->key, old->name, e->op->to);
	new = arena_new(e->r->arena, struct table_column);
	*new = *old;
	new->name = e->op->to;
	restate(e, old, new);
	changed = table_copy(e, schema_table(&e->r->now, e->key));
	column_replace(e, changed, old, new);
	rename_in_table(e, changed, old->name, e->op->to);
	table_store(e, e->key, changed);
}

static void alter_column(struct edit *e, const struct table *t)
{
	const struct table_column *old = edit_column(e, t, e->op->name);
	struct table_column *new;

	if (!old || !e->op->column)
		return;
	new = arena_new(e->r->arena, struct table_column);
	*new = *old;
	switch (e->op->kind) {
	case OP_ALTER_TYPE:
		restate(e, old, new);
		alter_type(e, old, new);
		break;
	case OP_SET_NULLABLE:
		restate(e, old, new);
		new->nullable = e->op->column->nullable;
		break;
	case OP_SET_DEFAULT:
		new->server_default = e->op->column->server_default;
		break;
	default:
		new->comment = e->op->column->comment;
		break;
	}
	if (e->result.outcome != APPLY_FAILS)
		column_store(e, schema_table(&e->r->now, e->key), old, new);
}

void apply_column(struct edit *e)
{
	const struct table *t = edit_table(e);

	if (!t)
		return;
	switch (e->op->kind) {
	case OP_ADD_COLUMN:
		add_column(e, t);
		return;
	case OP_DROP_COLUMN:
		drop_column(e, t);
		return;
	case OP_RENAME_COLUMN:
		rename_column(e, t);
		return;
	default:
		alter_column(e, t);
	}
}
