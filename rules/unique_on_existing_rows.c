#include "rules/judge.h"
#include "rules/rollout.h"

/* "id DESC" is unique when id is. */
static struct str bare(struct str column)
{
	if (str_ends(column, STR(" DESC")))
		return str_sub(column, 0, column.len - 5);
	return str_ends(column, STR(" ASC")) ? str_sub(column, 0, column.len - 4) : column;
}

static bool has_all(const struct str *columns, uint32_t count, const struct str *of, uint32_t n)
{
	for (uint32_t i = 0; i < count; i++) {
		uint32_t j = 0;

		while (j < n && !str_eq(bare(of[j]), columns[i]))
			j++;
		if (j == n)
			return false;
	}
	return count > 0;
}

/* Some of the columns were unique before: the rows are known to be. */
static bool was_unique(const struct table *t, const struct str *columns, uint32_t count)
{
	for (uint32_t i = 0; t && i < t->key_count; i++) {
		const struct constraint *key = &t->keys[i]->def;

		if ((key->kind == CONSTRAINT_UNIQUE || key->kind == CONSTRAINT_PRIMARY_KEY) &&
		    has_all(key->columns, key->column_count, columns, count))
			return true;
	}
	for (uint32_t i = 0; t && i < t->index_count; i++) {
		const struct index *index = &t->indexes[i]->def;

		if (index->unique && !index->where.len &&
		    has_all(index->columns, index->column_count, columns, count))
			return true;
	}
	return false;
}

/* The names that the columns had when the upgrade began. */
static const struct str *first_names(struct rule_run *run, const struct op *op,
				     const struct str *columns, uint32_t count)
{
	const struct body *up = &run->migration->body[UP];
	struct str *names = arena_array(run->scratch, count, sizeof(*names));

	for (uint32_t i = 0; i < count; i++) {
		names[i] = columns[i];
		for (const struct op *at = op; at-- > up->ops;)
			if (at->kind == OP_RENAME_COLUMN && at->to.len && str_eq(at->to, names[i]))
				names[i] = at->name;
	}
	return names;
}

/* A primary key that is made anew: which columns the old one had is not known. */
static bool is_key_again(const struct body *up, const struct op *op)
{
	struct str first = table_first_name(up, op);

	if (!op->constraint || op->constraint->kind != CONSTRAINT_PRIMARY_KEY)
		return false;
	for (const struct op *at = up->ops; at < op; at++)
		if (at->kind == OP_DROP_CONSTRAINT &&
		    (str_eq(at->table, op->table) || str_eq(at->table, first)))
			return true;
	return false;
}

/* New, and filled by a function that makes a different value for each row. */
static bool is_generated(struct rule_run *run, const struct op *op, const struct str *columns,
			 uint32_t count, dialect_set one)
{
	const struct table *t = rule_table_before(run, op, one);

	for (uint32_t i = 0; t && i < count; i++) {
		const struct table_column *c = table_column(t, columns[i]);

		if (c && c->origin->node == run->node &&
		    (c->server_default.kind == DEFAULT_EXPRESSION ||
		     c->server_default.kind == DEFAULT_IDENTITY || (c->type && c->type->serial)))
			return true;
	}
	return false;
}

static bool demands_unique(const struct op *op, const struct str **ret_columns, uint32_t *ret_count)
{
	if (op->kind == OP_CREATE_INDEX) {
		if (!op->index || !op->index->unique)
			return false;
		*ret_columns = op->index->columns;
		*ret_count = op->index->column_count;
		return true;
	}
	if (!op->constraint || op->constraint->using_index ||
	    (op->constraint->kind != CONSTRAINT_UNIQUE &&
	     op->constraint->kind != CONSTRAINT_PRIMARY_KEY))
		return false;
	*ret_columns = op->constraint->columns;
	*ret_count = op->constraint->column_count;
	return true;
}

/* The same columns under another name in the same migration: one of both is enough to say. */
static bool was_demanded(const struct body *up, const struct op *op, const struct str *columns,
			 uint32_t count)
{
	for (const struct op *at = up->ops; at < op; at++) {
		const struct str *others;
		uint32_t n;

		if ((at->kind == OP_CREATE_INDEX || at->kind == OP_CREATE_CONSTRAINT) &&
		    str_eq(at->table, op->table) && demands_unique(at, &others, &n) &&
		    has_all(others, n, columns, count))
			return true;
	}
	return false;
}

/* "(a, b)" */
static struct str columns_text(struct rule_run *run, const struct str *columns, uint32_t count)
{
	struct str text = STR("");

	for (uint32_t i = 0; i < count && i < 8; i++)
		text = rule_text(run, STR_FMT "%s" STR_FMT, STR_ARG(text), i ? ", " : "",
				 STR_ARG(columns[i]));
	return rule_text(run, "(" STR_FMT ")", STR_ARG(text));
}

static void on_op(struct rule_run *run, const struct op *op)
{
	const struct body *up = &run->migration->body[UP];
	dialect_set one = rollout_dialect(run, op);
	const struct str *columns;
	uint32_t count;
	enum tri meets;

	if (!demands_unique(op, &columns, &count))
		return;
	meets = rollout_meets_rows(run, op, columns, count);
	if (meets == TRI_NO || was_demanded(up, op, columns, count) || is_key_again(up, op) ||
	    is_generated(run, op, columns, count, one) ||
	    was_unique(rollout_old_table(run, op, one), first_names(run, op, columns, count),
		       count) ||
	    was_unique(rule_table_before(run, op, one), columns, count))
		return;
	struct rule_report report = {
		.op = op,
		.subject = {.schema = op->schema, .table = op->table, .object = op->name},
		.message = rule_text(
			run, "upgrade demands that " STR_FMT " of " STR_FMT " be unique",
			STR_ARG(columns_text(run, columns, count)), STR_ARG(table_label(run, op))),
		.outcome = STR("it fails if two rows hold the same, and nothing before it removes "
			       "duplicates"),
		.confidence = rollout_confidence(op, meets),
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.create_unique_constraint(\"uq_users_email\", \"users\", [\"email\"])\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_constraint(\"uq_users_email\", \"users\", type_=\"unique\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.execute(\"DELETE FROM users a USING users b WHERE a.email = b.email AND a.id > b.id\")\n"
	"    op.create_unique_constraint(\"uq_users_email\", \"users\", [\"email\"])\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_constraint(\"uq_users_email\", \"users\", type_=\"unique\")\n",
	NULL,
};

const struct rule rule_unique_on_existing_rows = {
	.id = "TM705",
	.name = "unique-on-existing-rows",
	.since = "0.1",
	.family = FAMILY_DEPLOY,
	.severity = SEVERITY_WARNING,
	.codes = "MRT406",
	.summary =
		"the upgrade demands unique values of rows that exist, and removes no duplicates "
		"before",
	.why = "Two rows with the same values are enough for the statement to fail, and the "
	       "application could write them until now: a form sent twice, a race between two "
	       "requests. It passes on the test database and stops the upgrade in production, "
	       "after it has read the whole table under a lock that blocks writes.",
	.fix = "Look for duplicates in production first: `SELECT email, count(*) FROM users "
	       "GROUP BY email HAVING count(*) > 1`. Merge or delete them in this migration, "
	       "before the constraint, so that none come in between. In PostgreSQL build the "
	       "index with CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... UNIQUE "
	       "USING INDEX.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(CREATE_CONSTRAINT) | OP_BIT(CREATE_INDEX)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
