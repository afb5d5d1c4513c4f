/*
 * A table in S and in S′: its columns, keys and indexes.
 */
#include "core/model/default_equal.h"
#include "core/model/default_text.h"
#include "core/model/proof_compare.h"
#include "core/model/schema_edit.h"

#define COLUMN_OPS                                                                                 \
	(OP_BIT(DROP_COLUMN) | OP_BIT(ADD_COLUMN) | OP_BIT(RENAME_COLUMN) | OP_BIT(ALTER_TYPE) |   \
	 OP_BIT(SET_NULLABLE) | OP_BIT(SET_DEFAULT))
/* ---- columns ---------------------------------------------------------------------------------- */

static struct subject column_of(const struct comparing *c, struct str name)
{
	return (struct subject){c->old->schema, c->old->name, name, STR("")};
}

static void compare_type(struct comparing *c, const struct table_column *old,
			 const struct table_column *new, const struct op *op)
{
	struct subject subject = column_of(c, old->name);

	if (!old->type || !new->type || old->type->family == TYPE_UNKNOWN ||
	    new->type->family == TYPE_UNKNOWN || old->type->size_unknown || new->type->size_unknown)
		return;
	if (sql_type_change(old->type, new->type, c->p->replay->dialect) == TYPE_SAME &&
	    str_eq(old->type->text, new->type->text))
		return;
	compare_say(c->p, VERDICT_RESTORED_DIFFERENTLY, &subject, op,
		    op ? op_direction(c->p, op) : UP,
		    proof_text(c->p, "its type was " STR_FMT " and is " STR_FMT " afterwards",
			       STR_ARG(old->type->text), STR_ARG(new->type->text)));
}

static struct str default_text(struct proving *p, const struct column_default *d)
{
	switch (d->kind) {
	case DEFAULT_NONE:
		return STR("none");
	case DEFAULT_IDENTITY:
		return STR("an identity");
	default:
		return proof_text(p, STR_FMT, STR_ARG(d->text));
	}
}

static void compare_attributes(struct comparing *c, const struct table_column *old,
			       const struct table_column *new)
{
	struct subject subject = column_of(c, old->name);
	const struct op *op = compare_deciding(c->p, c->old->name, old->name, COLUMN_OPS);
	enum direction d = op ? op_direction(c->p, op) : UP;

	compare_type(c, old, new, op);
	if (old->nullable != TRI_UNKNOWN && new->nullable != TRI_UNKNOWN &&
	    old->nullable != new->nullable)
		compare_say(c->p, VERDICT_RESTORED_DIFFERENTLY, &subject, op, d,
			    new->nullable == TRI_YES
				    ? STR("it was NOT NULL and is nullable afterwards")
				    : STR("it was nullable and is NOT NULL afterwards"));
	if (default_equal(c->p->work, &old->server_default, &new->server_default, old->type,
			  c->p->replay->dialect) == TRI_NO)
		compare_say(c->p, VERDICT_RESTORED_DIFFERENTLY, &subject, op, d,
			    proof_text(c->p,
				       "its default was " STR_FMT " and is " STR_FMT " afterwards",
				       STR_ARG(default_text(c->p, &old->server_default)),
				       STR_ARG(default_text(c->p, &new->server_default))));
}

/* The column of `t` that has the origin, under whatever name; NULL if none has. */
static const struct table_column *column_by_origin(const struct table *t,
						   const struct origin *origin)
{
	for (uint32_t i = 0; i < t->column_count; i++)
		if (t->columns[i]->origin == origin)
			return t->columns[i];
	return NULL;
}

/* The downgrade's cast leads to a type that holds every value of the old one. */
static bool holds_old(const struct comparing *c, const struct table_column *old,
		      const struct op *op)
{
	dialect_set dialect = c->p->replay->dialect;
	struct sql_type to;
	enum type_change change;

	if (!op || op->kind != OP_ALTER_TYPE || op_direction(c->p, op) != DOWN || !op->column ||
	    !op->column->type)
		return false;
	schema_type_of(&to, &c->p->back, c->p->work, dialect, op->column->type);
	change = sql_type_change(old->type, &to, dialect);
	return change == TYPE_SAME || change == TYPE_WIDENS;
}

/*
 * The upgrade widened the type, which changed no value, and the downgrade goes back to it, maybe
 * with an expression: what that cuts are values written since.
 */
static bool fits_back(const struct comparing *c, const struct table_column *old,
		      const struct table_column *new)
{
	const struct table *up = table_of_origin(c->p->after.tables, c->key, c->old->origin);
	const struct table_column *wide = up ? column_by_origin(up, old->origin) : NULL;
	const struct token *t = new->values;

	if (!wide || !wide->type || !old->type || wide->values != old->values || t == old->values ||
	    str_eq(wide->type->text, old->type->text))
		return false;
	while (t != old->values && t->count == 1 && holds_old(c, old, t->op))
		t = t->from[0];
	if (t != old->values)
		return false;
	c->p->clears = true;
	return true;
}

static void comes_back_empty(struct comparing *c, const struct table_column *old,
			     const struct op *op)
{
	struct subject subject = column_of(c, old->name);
	const struct op *dropped = compare_last_op(&c->p->m->body[UP], c->old->name, old->name,
						   OP_BIT(DROP_COLUMN));

	compare_say(c->p, VERDICT_LOSES_DATA, &subject, dropped ? dropped : op,
		    dropped ? UP : op_direction(c->p, op),
		    STR("the column comes back without its values"));
}

/* What the upgrade writes in its place and nothing writes back is a rewriting, whatever it is. */
static void values_in_doubt(struct comparing *c, const struct subject *subject, const struct op *op,
			    bool made_again)
{
	enum direction d = op ? op_direction(c->p, op) : UP;

	if (!made_again && op && op->kind == OP_UPDATE && d == UP)
		compare_say(c->p, VERDICT_REWRITES_VALUES, subject, op, d,
			    STR("its values are rewritten, and nothing writes them back"));
	else
		compare_say(c->p, VERDICT_UNPROVABLE, subject, op, d,
			    STR("it is not known what becomes of its values"));
}

/* The values of a column whose table kept its rows. */
static void compare_values(struct comparing *c, const struct table_column *old,
			   const struct table_column *new)
{
	struct subject subject = column_of(c, old->name);
	const struct op *op = NULL;
	bool made_again = old->origin != new->origin;
	enum token_state state = made_again ? token_compare(new->values, old->values, NULL, &op)
					    : compare_tokens(c->p, new->values, old->values, &op);

	if ((state == TOKEN_CHANGED || state == TOKEN_DOUBTFUL) && fits_back(c, old, new))
		return;
	switch (state) {
	case TOKEN_KEPT:
	case TOKEN_MORE:
		return;
	case TOKEN_LOST:
		if (made_again) {
			comes_back_empty(c, old, op);
			return;
		}
		compare_say(c->p, VERDICT_REWRITES_VALUES, &subject, op, op_direction(c->p, op),
			    STR("its values are overwritten"));
		return;
	case TOKEN_SOME_LOST:
		compare_say(c->p, made_again ? VERDICT_LOSES_DATA : VERDICT_REWRITES_VALUES,
			    &subject, op, op_direction(c->p, op),
			    made_again ? STR("some of its values do not come back")
				       : STR("some of its values are overwritten"));
		return;
	case TOKEN_FILLED_UP:
		compare_say(c->p, VERDICT_REWRITES_VALUES, &subject, op, op_direction(c->p, op),
			    STR("its NULLs are replaced for good"));
		return;
	case TOKEN_CHANGED:
		compare_say(c->p, VERDICT_REWRITES_VALUES, &subject, op, op_direction(c->p, op),
			    op && op->kind == OP_ALTER_TYPE
				    ? STR("its values are cut or changed by the other type")
				    : STR("its values are computed anew, and nothing computes "
					  "them back"));
		return;
	case TOKEN_DOUBTFUL:
		values_in_doubt(c, &subject, op, made_again);
	}
}

/* The upgrade leaves the column in place, and the downgrade drops it. */
static bool dropped_by_downgrade(const struct comparing *c, const struct table_column *old,
				 const struct op **ret)
{
	const struct table *up = schema_table(&c->p->after, c->key);
	const struct op *op = compare_last_op(&c->p->m->body[DOWN], c->old->name, old->name,
					      OP_BIT(DROP_COLUMN));

	if (!op || !up || !column_by_origin(up, old->origin))
		return false;
	*ret = op;
	return true;
}

static void compare_column(struct comparing *c, const struct table_column *old, bool rows_kept)
{
	const struct table_column *new = table_column(c->new, old->name);
	struct subject subject = column_of(c, old->name);
	const struct op *op;

	if (new == old)
		return;
	if (!new) {
		new = column_by_origin(c->new, old->origin);
		op = compare_last_op(&c->p->m->body[UP], c->old->name, old->name, COLUMN_OPS);
		if (new)
			compare_say(c->p, VERDICT_RESTORED_DIFFERENTLY, &subject, op, UP,
				    proof_text(c->p, "it is called " STR_FMT " afterwards",
					       STR_ARG(new->name)));
		else if (dropped_by_downgrade(c, old, &op))
			compare_say(c->p, VERDICT_LOSES_DATA, &subject, op, DOWN,
				    STR("the downgrade drops a column that was there before"));
		else
			compare_say(c->p, VERDICT_LOSES_DATA, &subject, op, UP,
				    STR("the column does not come back"));
		return;
	}
	if (rows_kept)
		compare_values(c, old, new);
	compare_attributes(c, old, new);
}

/* ---- keys and indexes ------------------------------------------------------------------------- */

bool same_names(const struct str *a, uint32_t a_count, const struct str *b, uint32_t b_count)
{
	if (a_count != b_count)
		return false;
	for (uint32_t i = 0; i < a_count; i++)
		if (!str_eq(a[i], b[i]))
			return false;
	return true;
}

/* The same but for white space, case, outer parentheses and the like. */
static bool same_sql(struct proving *p, struct str a, struct str b)
{
	dialect_set dialect = p->replay->dialect;

	if (str_eq(a, b))
		return true;
	return str_eq(default_normal(p->work, a, dialect), default_normal(p->work, b, dialect));
}

static bool same_action(struct str a, struct str b)
{
	bool a_default = str_empty(a) || str_eq_nocase(a, STR("NO ACTION"));
	bool b_default = str_empty(b) || str_eq_nocase(b, STR("NO ACTION"));

	return a_default ? b_default : str_eq_nocase(a, b);
}

/* What differs between two constraints of the same columns; NULL: nothing that is known. */
static const char *key_difference(const struct constraint *a, const struct constraint *b)
{
	if (a->kind != b->kind)
		return "kind";
	if (a->kind == CONSTRAINT_FOREIGN_KEY) {
		if (!str_eq(a->references.table, b->references.table))
			return "target table";
		if (a->references.column_count && b->references.column_count &&
		    !same_names(a->references.columns, a->references.column_count,
				b->references.columns, b->references.column_count))
			return "target columns";
		if (!same_action(a->references.ondelete, b->references.ondelete))
			return "ON DELETE";
		if (!same_action(a->references.onupdate, b->references.onupdate))
			return "ON UPDATE";
	}
	if (a->not_valid != b->not_valid)
		return "validity";
	if (a->deferrable != b->deferrable)
		return "DEFERRABLE";
	return NULL;
}

/* Of one kind and on one thing, whatever they are called. */
static bool same_key(struct proving *p, const struct constraint *a, const struct constraint *b)
{
	return a->kind == b->kind &&
	       same_names(a->columns, a->column_count, b->columns, b->column_count) &&
	       same_sql(p, a->condition, b->condition);
}

/*
 * The constraint of `t` that stands for one of `other`: of its name, or what is not known by name in
 * the other table and is the same thing.
 */
static const struct table_key *key_for(struct proving *p, const struct table *t,
				       const struct table_key *key, const struct table *other)
{
	const struct table_key *named = table_key(t, key->def.name);

	if (named)
		return named;
	for (uint32_t i = 0; i < t->key_count; i++)
		if (t->keys[i]->origin == key->origin ||
		    (same_key(p, &t->keys[i]->def, &key->def) &&
		     !table_key(other, t->keys[i]->def.name)))
			return t->keys[i];
	return NULL;
}

/* "foreign key fk_a", or what it is on when it has no name that is known. */
static struct str key_words(struct comparing *c, const struct constraint *def)
{
	struct str kind = constraint_kind_name(def->kind);
	struct str columns = {NULL, 0};

	if (!str_empty(def->name))
		return proof_text(c->p, STR_FMT " " STR_FMT, STR_ARG(kind), STR_ARG(def->name));
	for (uint32_t i = 0; i < def->column_count; i++)
		columns = proof_text(c->p, STR_FMT "%s" STR_FMT, STR_ARG(columns),
				     str_empty(columns) ? "" : ", ", STR_ARG(def->columns[i]));
	return proof_text(c->p, STR_FMT " on " STR_FMT, STR_ARG(kind), STR_ARG(columns));
}

static struct subject object_of(const struct comparing *c, struct str name)
{
	return (struct subject){c->old->schema, c->old->name, STR(""), name};
}

static void compare_key(struct comparing *c, const struct table_key *old)
{
	const struct table_key *new = key_for(c->p, c->new, old, c->old);
	struct str kind = constraint_kind_name(old->def.kind);
	struct subject subject = object_of(c, old->def.name);
	const struct op *op = compare_deciding(c->p, c->old->name, old->def.name,
					       OP_BIT(DROP_CONSTRAINT) | OP_BIT(CREATE_CONSTRAINT));
	enum direction d = op ? op_direction(c->p, op) : UP;
	const char *what;

	if (new == old)
		return;
	if (!new) {
		compare_say(c->p, VERDICT_RESTORED_DIFFERENTLY, &subject, op, d,
			    proof_text(c->p, "its " STR_FMT " does not come back",
				       STR_ARG(key_words(c, &old->def))));
		return;
	}
	if (!str_eq(new->def.name, old->def.name) && !str_empty(new->def.name) &&
	    !str_empty(old->def.name))
		compare_say(
			c->p, VERDICT_RESTORED_DIFFERENTLY, &subject, op, d,
			proof_text(c->p,
				   "its " STR_FMT " " STR_FMT " is called " STR_FMT " afterwards",
				   STR_ARG(kind), STR_ARG(old->def.name), STR_ARG(new->def.name)));
	if (old->assumed || new->assumed)
		return; /* all that is known is that it was there */
	what = key_difference(&old->def, &new->def);
	if (!what && !same_names(old->def.columns, old->def.column_count, new->def.columns,
				 new->def.column_count))
		what = "columns";
	if (!what && !same_sql(c->p, old->def.condition, new->def.condition))
		what = "condition";
	if (what)
		compare_say(c->p, VERDICT_RESTORED_DIFFERENTLY, &subject, op, d,
			    proof_text(c->p, "the %s of its " STR_FMT " changed", what,
				       STR_ARG(key_words(c, &old->def))));
}

static bool same_columns(const struct index *a, const struct index *b)
{
	return same_names(a->columns, a->column_count, b->columns, b->column_count);
}

/*
 * The index of `t` of that name. One that the database has named, nobody knows how, is told by what
 * it is on.
 */
static const struct table_index *index_for(const struct table *t, const struct table_index *index)
{
	for (uint32_t i = 0; str_empty(index->def.name) && i < t->index_count; i++)
		if (t->indexes[i]->origin == index->origin ||
		    (str_empty(t->indexes[i]->def.name) &&
		     same_columns(&t->indexes[i]->def, &index->def)))
			return t->indexes[i];
	return table_index(t, index->def.name);
}

static void compare_index(struct comparing *c, const struct table_index *old)
{
	const struct table_index *new = index_for(c->new, old);
	struct subject subject = object_of(c, old->def.name);
	const struct op *op = compare_deciding(c->p, c->old->name, old->def.name,
					       OP_BIT(DROP_INDEX) | OP_BIT(CREATE_INDEX));
	enum direction d = op ? op_direction(c->p, op) : UP;
	const char *what = NULL;

	if (new == old)
		return;
	if (!new &&table_key(c->new, old->def.name))
		return; /* a unique constraint of the name: the same index (MySQL) */
	if (!new) {
		compare_say(c->p, VERDICT_RESTORED_DIFFERENTLY, &subject, op, d,
			    proof_text(c->p, "index " STR_FMT " does not come back",
				       STR_ARG(old->def.name)));
		return;
	}
	if (old->assumed || new->assumed)
		return;
	if (!same_columns(&old->def, &new->def))
		what = "columns";
	else if (old->def.unique != new->def.unique)
		what = "uniqueness";
	else if (!same_sql(c->p, old->def.where, new->def.where))
		what = "condition";
	if (what)
		compare_say(c->p, VERDICT_RESTORED_DIFFERENTLY, &subject, op, d,
			    proof_text(c->p, "the %s of index " STR_FMT " changed", what,
				       STR_ARG(old->def.name)));
}

/* ---- what is left behind ---------------------------------------------------------------------- */

static void leave_behind(struct comparing *c)
{
	for (uint32_t i = 0; i < c->new->column_count; i++) {
		const struct table_column *new = c->new->columns[i];
		struct subject subject = column_of(c, new->name);

		if (!table_column(c->old, new->name) && !column_by_origin(c->old, new->origin))
			compare_say(c->p, VERDICT_LEFT_BEHIND, &subject, new->origin->op, UP,
				    STR("the column stays"));
	}
	for (uint32_t i = 0; i < c->new->key_count; i++) {
		const struct table_key *new = c->new->keys[i];
		struct subject subject = object_of(c, new->def.name);

		if (!key_for(c->p, c->old, new, c->new) && !table_index(c->old, new->def.name))
			compare_say(c->p, VERDICT_LEFT_BEHIND, &subject, new->origin->op, UP,
				    proof_text(c->p, STR_FMT " " STR_FMT " stays",
					       STR_ARG(constraint_kind_name(new->def.kind)),
					       STR_ARG(new->def.name)));
	}
	for (uint32_t i = 0; i < c->new->index_count; i++) {
		const struct table_index *new = c->new->indexes[i];
		struct subject subject = object_of(c, new->def.name);

		if (!index_for(c->old, new) && !table_key(c->old, new->def.name))
			compare_say(c->p, VERDICT_LEFT_BEHIND, &subject, new->origin->op, UP,
				    proof_text(c->p, "index " STR_FMT " stays",
					       STR_ARG(new->def.name)));
	}
}

/* ---- all of it ---- */

void compare_parts(struct comparing *c, bool rows_kept)
{
	for (uint32_t i = 0; i < c->old->column_count; i++)
		compare_column(c, c->old->columns[i], rows_kept);
	for (uint32_t i = 0; i < c->old->key_count; i++)
		compare_key(c, c->old->keys[i]);
	for (uint32_t i = 0; i < c->old->index_count; i++)
		compare_index(c, c->old->indexes[i]);
	leave_behind(c);
}
