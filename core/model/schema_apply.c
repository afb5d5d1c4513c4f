#include "core/model/naming.h"
#include "core/model/schema_edit.h"

/* What was not understood may have done anything: to one table if the op names it, or to all. */
static void apply_doubt(struct edit *e)
{
	const struct table *t;
	struct table *changed;

	edit_doubt(e, STR_FMT, STR_ARG(e->op->text));
	if (!name_known(e->op->table)) {
		e->r->now.doubt = e->op;
		e->r->now.doubt_node = e->r->node;
		return;
	}
	t = edit_table(e);
	if (!t)
		return;
	changed = table_copy(e, t);
	changed->doubted = true;
	changed->rows = token_new(e->r->arena, TOKEN_UNKNOWN, e->op, NULL, 0);
	table_store(e, e->key, changed);
}

bool op_recreates(const struct op *op, dialect_set dialect)
{
	if (dialect != DIALECT_SQLITE || !(op->flags & OPF_BATCH))
		return false;
	switch (op_info(op->kind)->object) {
	case OBJECT_COLUMN:
		return op->kind != OP_ADD_COLUMN;
	case OBJECT_CONSTRAINT:
		return true;
	default:
		return false;
	}
}

/* SQLite cannot alter a table's columns and constraints: Alembic refuses, or sends what it rejects. */
static bool is_impossible(const struct edit *e)
{
	if (e->r->dialect != DIALECT_SQLITE || (e->op->flags & (OPF_BATCH | OPF_FROM_SQL)))
		return false;
	switch (e->op->kind) {
	case OP_CREATE_CONSTRAINT:
	case OP_DROP_CONSTRAINT:
	case OP_ALTER_TYPE:
	case OP_SET_NULLABLE:
	case OP_SET_DEFAULT:
		return true;
	default:
		return false;
	}
}

/* Batch mode copies the table as it is reflected, which a CHECK without a name is not. */
static void forget_checks(struct edit *e)
{
	const struct table *t = schema_table(&e->r->now, e->key);

	for (uint32_t i = t ? t->key_count : 0; i-- > 0;) {
		struct table *changed;

		if (t->keys[i]->def.kind != CONSTRAINT_CHECK || !str_empty(t->keys[i]->def.name))
			continue;
		changed = table_copy(e, t);
		table_drop_key(e, changed, t->keys[i]);
		table_store(e, e->key, changed);
		t = changed;
	}
}

static void set_variable(struct edit *e)
{
	if (e->r->dialect == DIALECT_SQLITE &&
	    str_eq_nocase(e->op->name, STR("legacy_alter_table")))
		e->r->legacy_rename = !str_eq_nocase(e->op->to, STR("off")) &&
				      !str_eq(e->op->to, STR("0"));
}

static void apply(struct edit *e)
{
	if (e->op->kind == OP_FAIL) {
		edit_refuse(e, STR_FMT, STR_ARG(e->op->text));
		return;
	}
	if (is_impossible(e)) {
		edit_refuse(e, "SQLite alters no table outside of batch mode");
		return;
	}
	if (op_recreates(e->op, e->r->dialect))
		forget_checks(e);
	switch (op_info(e->op->kind)->object) {
	case OBJECT_TABLE:
		if (!str_empty(e->op->table))
			apply_table(e);
		return;
	case OBJECT_COLUMN:
		apply_column(e);
		return;
	case OBJECT_INDEX:
		apply_index(e);
		return;
	case OBJECT_CONSTRAINT:
		apply_key(e);
		return;
	case OBJECT_ROWS:
		apply_rows(e);
		return;
	case OBJECT_TYPE:
	case OBJECT_SEQUENCE:
	case OBJECT_VIEW:
	case OBJECT_ROUTINE:
		apply_object(e);
		return;
	case OBJECT_TRANSACTION:
		if (e->op->kind == OP_SET_VARIABLE)
			set_variable(e);
		return;
	case OBJECT_GRANT:
		return;
	case OBJECT_NOTHING:
		if (op_is_opaque(e->op))
			apply_doubt(e);
		else
			apply_object(e);
		return;
	}
}

/* What is dropped or renamed is named as when it was made: SQLAlchemy shortens both alike. */
static const struct op *with_short_name(struct replica *r, const struct op *op)
{
	const uint64_t named = OP_BIT(DROP_INDEX) | OP_BIT(RENAME_INDEX) | OP_BIT(DROP_CONSTRAINT) |
			       OP_BIT(RENAME_CONSTRAINT);
	struct op *clipped;

	if (op->name.len <= NAME_IS_SHORT || !(named >> op->kind & 1) || !name_known(op->name))
		return op;
	clipped = arena_new(r->arena, struct op);
	*clipped = *op;
	clipped->name = name_shortened(r->arena, r->dialect, op->name);
	return clipped;
}

struct applied schema_apply(struct replica *r, const struct op *op)
{
	struct schema before = r->now;
	size_t used = r->arena->used;
	struct edit e = {
		.r = r,
		.op = with_short_name(r, op),
		.key = schema_table_meant(&r->now, r->arena, r->dialect, op),
	};

	if (!edit_spend(&e, sizeof(struct op)))
		return e.result;
	apply(&e);
	/* what is copied is what an op costs: lists of a table, tables that refer to it */
	edit_spend(&e, r->arena->used - used);
	if (e.result.outcome == APPLY_FAILS || e.result.outcome == APPLY_SKIPPED)
		r->now = before;
	return e.result;
}

/* ---- guards ----------------------------------------------------------------------------------- */

/* Has the chain dropped it? */
static bool was_dropped(const struct replica *r, const char *what, struct str key)
{
	return r->now.gone.root &&
	       pmap_get(r->now.gone, arena_printf(r->arena, "%s " STR_FMT, what, STR_ARG(key)));
}

static bool table_has_index(const struct table *t, struct str name)
{
	return table_index(t, name) || table_key(t, name);
}

/* Which table it belongs to is not told, and MySQL's are found by their table only. */
static bool any_table_has_index(const struct replica *r, struct str name)
{
	struct pmap_cursor at = pmap_begin(r->now.tables);

	while (pmap_next(&at))
		if (table_has_index(at.value, name))
			return true;
	return false;
}

static enum tri has_column(const struct replica *r, struct str path)
{
	ptrdiff_t dot = str_rchr(path, '.');
	struct str table = str_sub(path, 0, dot < 0 ? 0 : (size_t)dot);
	struct str column = str_sub(path, (size_t)(dot + 1), path.len);
	const struct table *t = schema_table(&r->now, table);

	if (!t)
		return TRI_UNKNOWN;
	if (table_column(t, column))
		return TRI_YES;
	if (was_dropped(r, "column", path))
		return TRI_NO;
	return t->assumed || t->doubted ? TRI_UNKNOWN : TRI_NO;
}

static enum tri has_index(const struct replica *r, struct str path)
{
	ptrdiff_t dot = str_rchr(path, '.');
	struct str table = str_sub(path, 0, dot < 0 ? 0 : (size_t)dot);
	struct str name = str_sub(path, (size_t)(dot + 1), path.len);
	const struct table *t = str_empty(table) ? NULL : schema_table(&r->now, table);

	if (t && table_has_index(t, name))
		return TRI_YES;
	if (t)
		return t->assumed || t->doubted ? TRI_UNKNOWN : TRI_NO;
	return any_table_has_index(r, name) ? TRI_YES : TRI_UNKNOWN;
}

/* Is it one that a table lists among its constraints: a unique one, where these are indexes? */
static bool has_unique_index(const struct replica *r, const struct table *t, struct str name)
{
	const struct table_index *index = table_index(t, name);

	return (r->dialect & (DIALECT_MYSQL | DIALECT_MARIADB)) && index && index->def.unique;
}

/* A constraint of any table; where a unique one is an index, that as well. */
static enum tri has_constraint(const struct replica *r, struct str name)
{
	struct pmap_cursor at = pmap_begin(r->now.tables);
	bool unsure = r->now.doubt != NULL;

	while (pmap_next(&at)) {
		const struct table *t = at.value;

		if (table_key(t, name) || has_unique_index(r, t, name))
			return TRI_YES;
		unsure |= t->assumed || t->doubted;
		for (uint32_t i = 0; i < t->key_count; i++)
			unsure |= !name_known(t->keys[i]->def.name);
	}
	return unsure || !r->now.tables.root ? TRI_UNKNOWN : TRI_NO;
}

/* "table a" */
static enum tri has_one(const struct replica *r, struct str object)
{
	ptrdiff_t space = str_chr(object, ' ');
	struct str kind = str_sub(object, 0, space < 0 ? 0 : (size_t)space);
	struct str name = str_sub(object, (size_t)(space + 1), object.len);

	if (str_empty(name) || !name_known(name))
		return TRI_UNKNOWN;
	if (str_eq(kind, STR("column")))
		return has_column(r, name);
	if (str_eq(kind, STR("constraint")) && str_chr(name, '.') < 0)
		return has_constraint(r, name);
	if (str_eq(kind, STR("index")) || str_eq(kind, STR("constraint")))
		return has_index(r, name);
	if (str_eq(kind, STR("table"))) {
		if (schema_table(&r->now, name))
			return TRI_YES;
		return was_dropped(r, "table", name) ? TRI_NO : TRI_UNKNOWN;
	}
	for (int k = 0; k < SCHEMA_OBJECT_KINDS; k++)
		if (str_eq(kind, object_kind_name((enum object_kind)k)) &&
		    schema_object(&r->now, (enum object_kind)k, name))
			return TRI_YES;
	return TRI_UNKNOWN;
}

enum tri schema_has(const struct replica *r, struct str object)
{
	const struct str and = STR_INIT(" and ");
	enum tri all = TRI_YES;
	ptrdiff_t at;

	do {
		at = str_find(object, and);
		enum tri one = has_one(r, at < 0 ? object : str_sub(object, 0, (size_t)at));

		if (one == TRI_NO)
			return TRI_NO;
		if (one == TRI_UNKNOWN)
			all = TRI_UNKNOWN;
		object = str_sub(object, (size_t)(at + (ptrdiff_t) and.len), object.len);
	} while (at >= 0);
	return all;
}
