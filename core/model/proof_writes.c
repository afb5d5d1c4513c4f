/*
 * What can stop a downgrade that runs on old data: rows that only the new schema admits, and rows
 * as such. Each op of the downgrade is looked at before it is applied.
 */
#include "core/model/proof_parts.h"
#include "core/model/schema_edit.h"

/* Something that the downgrade does about rows before it needs them mended. */
struct mended {
	const struct origin *table;
	const struct origin *column; /* whose NULLs are gone; NULL: rows were deleted */
};

struct new_rows {
	struct proving *p;
	VEC(struct mended) mended;
};

struct new_rows *new_rows_new(struct proving *p)
{
	struct new_rows *n = arena_new(p->work, struct new_rows);

	n->p = p;
	return n;
}

static void say(struct new_rows *n, enum verdict verdict, const struct op *op, struct str column,
		struct str text)
{
	struct proof_item item = {
		.verdict = verdict,
		.subject = {op->schema, op->table, column,
			    str_eq(column, op->name) ? STR("") : op->name},
		.direction = DOWN,
		.op = op,
		.text = text,
	};

	proof_say(n->p, &item);
}

/* ---- what is known of a table and its columns in S and up(S) ---------------------------------- */

static const struct table_column *column_of(const struct table *t, const struct origin *origin)
{
	for (uint32_t i = 0; t && i < t->column_count; i++)
		if (t->columns[i]->origin == origin)
			return t->columns[i];
	return NULL;
}

/* Can the table hold rows when the downgrade begins? */
static bool may_have_rows(const struct new_rows *n, const struct table *t)
{
	return !table_is_empty(t, n->p->node);
}

/* Was the column made by this migration, and not written to since? */
static bool is_null(const struct new_rows *n, const struct table_column *c)
{
	return c->values->kind == TOKEN_EMPTY && c->origin->node == n->p->node;
}

static bool was_mended(const struct new_rows *n, const struct origin *table,
		       const struct origin *column)
{
	for (uint32_t i = 0; i < n->mended.count; i++)
		if (n->mended.items[i].table == table &&
		    (!n->mended.items[i].column || n->mended.items[i].column == column))
			return true;
	return false;
}

static bool rows_deleted(const struct new_rows *n, const struct origin *table)
{
	for (uint32_t i = 0; i < n->mended.count; i++)
		if (n->mended.items[i].table == table && !n->mended.items[i].column)
			return true;
	return false;
}

/* ---- NOT NULL --------------------------------------------------------------------------------- */

static void not_null(struct new_rows *n, const struct table *t, const struct table_column *c,
		     const struct op *op)
{
	struct proving *p = n->p;
	const struct table *old, *up;
	const struct table_column *before, *after;

	if (was_mended(n, t->origin, c->origin) || !may_have_rows(n, t))
		return;
	old = table_of_origin(p->before.tables, op->table, t->origin);
	up = table_of_origin(p->after.tables, op->table, t->origin);
	before = column_of(old, c->origin);
	after = column_of(up, c->origin);
	if (before && after && before->nullable == TRI_NO && after->nullable == TRI_YES) {
		say(n, VERDICT_FAILS_ON_NEW_ROWS, op, c->name,
		    STR("rows written since the upgrade may hold NULL"));
		return;
	}
	if (old && !before && !after && is_null(n, c) && may_have_rows(n, old))
		say(n, VERDICT_CANNOT_RUN, op, c->name,
		    STR("the column is NULL in every row that there is"));
}

/* ADD COLUMN … NOT NULL without a default, on a table that was there before. */
static void added_not_null(struct new_rows *n, const struct table *t, const struct op *op)
{
	const struct column *def = op->column;
	const struct table *old = table_of_origin(n->p->before.tables, op->table, t->origin);
	bool defaults = n->p->replay->dialect & (DIALECT_MYSQL | DIALECT_MARIADB);

	if (!def || def->nullable != TRI_NO || def->server_default.kind != DEFAULT_NONE ||
	    def->primary_key || defaults || !old || !may_have_rows(n, old) ||
	    rows_deleted(n, t->origin))
		return;
	say(n, VERDICT_CANNOT_RUN, op, op->name,
	    STR("rows that there are have no value for a NOT NULL column without a default"));
}

/* ---- types ------------------------------------------------------------------------------------ */

static void type_back(struct new_rows *n, const struct schema *now, const struct table *t,
		      const struct table_column *c, const struct op *op)
{
	struct proving *p = n->p;
	dialect_set dialect = p->replay->dialect;
	const struct table *old = table_of_origin(p->before.tables, op->table, t->origin);
	const struct table_column *before = column_of(old, c->origin);
	struct sql_type to;
	struct type_conversion cast;

	if (!before || !before->type || !c->type || !op->column || !op->column->type ||
	    !may_have_rows(n, t) || was_mended(n, t->origin, c->origin))
		return;
	if (!str_empty(op->column->using) && !op_casts_plainly(op))
		return; /* an expression of its own: not known to fail */
	schema_type_of(&to, now, p->work, dialect, op->column->type);
	if (c->type->family == TYPE_ENUM && to.family == TYPE_ENUM) {
		if (labels_within(now, p->work, dialect, c->type, &to) == TRI_NO &&
		    labels_within(&p->before, p->work, dialect, before->type, &to) != TRI_NO)
			say(n, VERDICT_FAILS_ON_NEW_ROWS, op, c->name,
			    STR("rows written since the upgrade may have a label that goes"));
		return;
	}
	if (sql_type_change(before->type, c->type, dialect) == TYPE_SAME)
		return; /* the upgrade did not touch it */
	cast = sql_type_convert(c->type, &to, dialect);
	if (cast.runs == TRI_NO)
		return; /* schema_apply() says so */
	if (cast.fails == TRI_YES)
		say(n, VERDICT_FAILS_ON_NEW_ROWS, op, c->name,
		    proof_text(p, "a " STR_FMT " written since the upgrade may not fit " STR_FMT,
			       STR_ARG(c->type->text), STR_ARG(to.text)));
}

/* ---- keys ------------------------------------------------------------------------------------- */

static bool is_unique_index(const struct table *t, struct str name)
{
	const struct table_index *index = table_index(t, name);

	return index && index->def.unique;
}

/* Are all of `a` among `b`? */
static bool within(const struct str *a, uint32_t a_count, const struct str *b, uint32_t b_count)
{
	for (uint32_t i = 0; i < a_count; i++) {
		bool found = false;

		for (uint32_t j = 0; j < b_count && !found; j++)
			found = str_eq(a[i], b[j]);
		if (!found)
			return false;
	}
	return a_count != 0;
}

/* Does the table make the columns unique, or some of them alone? */
static bool is_unique(const struct table *t, const struct str *columns, uint32_t count)
{
	for (uint32_t i = 0; i < t->key_count; i++) {
		const struct constraint *def = &t->keys[i]->def;

		if ((def->kind == CONSTRAINT_UNIQUE || def->kind == CONSTRAINT_PRIMARY_KEY) &&
		    def->column_count && within(def->columns, def->column_count, columns, count))
			return true;
	}
	for (uint32_t i = 0; i < t->index_count; i++) {
		const struct index *def = &t->indexes[i]->def;

		if (def->unique && str_empty(def->where) && def->column_count &&
		    within(def->columns, def->column_count, columns, count))
			return true;
	}
	return false;
}

/*
 * What the columns, as they are called now, were called in up(S); NULL: one of them was not there, so
 * that no row written in between has a value in it.
 */
static const struct str *names_after_upgrade(struct new_rows *n, const struct table *t,
					     const struct table *up, const struct str *columns,
					     uint32_t count)
{
	struct str *names = arena_array(n->p->work, count, sizeof(*names));

	for (uint32_t i = 0; i < count; i++) {
		const struct table_column *c = table_column(t, columns[i]);
		const struct table_column *then = c ? column_of(up, c->origin) : NULL;

		if (!then && (!c || c->assumed || t->assumed))
			names[i] = columns[i];
		else if (!then)
			return NULL;
		else
			names[i] = then->name;
	}
	return names;
}

/* The constraint of the name was there before, and is not, or is another, after the upgrade. */
static bool was_dropped(struct new_rows *n, const struct table *t, const struct op *op)
{
	const struct table *old = table_of_origin(n->p->before.tables, op->table, t->origin);
	const struct table *up = table_of_origin(n->p->after.tables, op->table, t->origin);
	const struct table_key *before = old ? table_key(old, op->name) : NULL;
	const struct table_key *after = up ? table_key(up, op->name) : NULL;

	if (!before || !up)
		return false;
	return !after || !str_eq(after->def.condition, before->def.condition);
}

/* Were its columns there for rows to be written into? Else they are the downgrade's own. */
static bool had_columns(struct new_rows *n, const struct table *t, const struct op *op)
{
	const struct table *up = table_of_origin(n->p->after.tables, op->table, t->origin);

	for (uint32_t i = 0; i < op->constraint->column_count; i++) {
		const struct table_column *c = table_column(t, op->constraint->columns[i]);

		if (c && !column_of(up, c->origin))
			return false;
	}
	return true;
}

static void unique_back(struct new_rows *n, const struct table *t, const struct op *op,
			const struct str *columns, uint32_t count)
{
	const struct table *old = table_of_origin(n->p->before.tables, op->table, t->origin);
	const struct table *up = table_of_origin(n->p->after.tables, op->table, t->origin);
	const struct str *names;

	if (!old || !up || rows_deleted(n, t->origin) || !may_have_rows(n, t) || !count)
		return;
	names = names_after_upgrade(n, t, up, columns, count);
	if (names && is_unique(up, names, count))
		return;
	if (op->index && is_unique_index(up, op->name))
		return; /* of another condition, which is not compared */
	for (uint32_t i = 0; i < count; i++) {
		const struct table_column *c = table_column(t, columns[i]);

		if (!c || was_mended(n, t->origin, c->origin))
			return;
		if (is_null(n, c))
			return; /* NULLs are not equal */
	}
	say(n, VERDICT_FAILS_ON_NEW_ROWS, op, STR(""),
	    STR("rows written since the upgrade may repeat a value"));
}

/* The table that a foreign key refers to, in a state; NULL: not known. */
static const struct origin *target_of(struct new_rows *n, const struct schema *s,
				      const struct reference *to)
{
	struct str key = schema_key(n->p->work, n->p->replay->dialect, to->schema, to->table);
	const struct table *t = schema_table(s, key);

	return t ? t->origin : NULL;
}

/*
 * Does another foreign key keep the same columns to the same table meanwhile, renamed or not; or are
 * they not there to be written to?
 */
static bool is_still_checked(struct new_rows *n, const struct table *t,
			     const struct constraint *def)
{
	const struct table *up = table_of_origin(n->p->after.tables, t->name, t->origin);
	const struct origin *old = target_of(n, &n->p->before, &def->references);
	const struct str *names;

	if (!up)
		return false;
	names = names_after_upgrade(n, t, up, def->columns, def->column_count);
	for (uint32_t i = 0; names && i < up->key_count; i++) {
		const struct constraint *key = &up->keys[i]->def;

		if (key->kind == CONSTRAINT_FOREIGN_KEY && !key->not_valid &&
		    key->column_count == def->column_count &&
		    within(key->columns, key->column_count, names, def->column_count) &&
		    (str_eq(key->references.table, def->references.table) ||
		     (old && old == target_of(n, &n->p->after, &key->references))))
			return true;
	}
	return !names;
}

static void key_back(struct new_rows *n, const struct table *t, const struct op *op)
{
	const struct constraint *def = op->constraint;

	if (!def)
		return;
	switch (def->kind) {
	case CONSTRAINT_UNIQUE:
	case CONSTRAINT_PRIMARY_KEY:
		unique_back(n, t, op, def->columns, def->column_count);
		return;
	case CONSTRAINT_FOREIGN_KEY:
	case CONSTRAINT_CHECK:
		if (def->not_valid || rows_deleted(n, t->origin) || !may_have_rows(n, t) ||
		    !was_dropped(n, t, op) || !had_columns(n, t, op) ||
		    (def->kind == CONSTRAINT_FOREIGN_KEY && is_still_checked(n, t, def)))
			return;
		say(n, VERDICT_FAILS_ON_NEW_ROWS, op, STR(""),
		    def->kind == CONSTRAINT_CHECK
			    ? STR("rows written since the upgrade may not meet the condition")
			    : STR("rows written since the upgrade may refer to what is not there"));
		return;
	default:
		return;
	}
}

/* ---- what the downgrade mends first ----------------------------------------------------------- */

static void mend(struct new_rows *n, const struct origin *table, const struct origin *column)
{
	*vec_push(n->p->work, &n->mended) = (struct mended){table, column};
}

static void mend_nulls(struct new_rows *n, const struct table *t, const struct op *op)
{
	for (uint32_t i = 0; i < op->null_count; i++) {
		const struct table_column *c = table_column(t, op->null_columns[i]);

		if (c)
			mend(n, t->origin, c->origin);
	}
}

static void mend_by_update(struct new_rows *n, const struct table *t, const struct op *op)
{
	for (uint32_t i = 0; i < op->column_count; i++) {
		const struct column *value = &op->columns[i];
		const struct table_column *c = table_column(t, value->name);
		bool reaches = false;

		for (uint32_t k = 0; k < op->null_count; k++)
			reaches |= str_eq(op->null_columns[k], value->name);
		reaches |= (op->flags & OPF_NO_WHERE) != 0 || str_empty(op->condition);
		/* SET state = 'off' WHERE state = 'idle': rows with a value that goes */
		reaches |= c && c->type && c->type->family == TYPE_ENUM;
		if (c && reaches && value->nullable != TRI_YES)
			mend(n, t->origin, c->origin);
	}
}

static void mend_by_delete(struct new_rows *n, const struct table *t, const struct op *op)
{
	/* which rows a condition names is not known in general: it is taken for a mending */
	if (op->null_count)
		mend_nulls(n, t, op);
	else
		mend(n, t->origin, NULL);
}

void new_rows_meet(struct new_rows *n, const struct schema *now, const struct op *op)
{
	struct str key = schema_table_meant(now, n->p->work, n->p->replay->dialect, op);
	const struct table *t = schema_table(now, key);
	const struct table_column *c = t ? table_column(t, op->name) : NULL;

	if (!t)
		return;
	switch (op->kind) {
	case OP_SET_NULLABLE:
		if (c && op->column && op->column->nullable == TRI_NO)
			not_null(n, t, c, op);
		return;
	case OP_ADD_COLUMN:
		added_not_null(n, t, op);
		return;
	case OP_ALTER_TYPE:
		if (c)
			type_back(n, now, t, c, op);
		return;
	case OP_CREATE_CONSTRAINT:
		key_back(n, t, op);
		return;
	case OP_CREATE_INDEX:
		if (op->index && op->index->unique)
			unique_back(n, t, op, op->index->columns, op->index->column_count);
		return;
	case OP_UPDATE:
		mend_by_update(n, t, op);
		return;
	case OP_DELETE:
		mend_by_delete(n, t, op);
		if (table_of_origin(n->p->after.tables, key, t->origin))
			deleted_rows_meet(n->p, now, key, op);
		return;
	case OP_TRUNCATE:
		mend(n, t->origin, NULL);
		return;
	default:
		return;
	}
}
