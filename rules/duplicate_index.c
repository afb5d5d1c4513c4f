#include "rules/proven.h"

static bool same_columns(const struct str *a, uint32_t a_count, const struct str *b,
			 uint32_t b_count)
{
	if (a_count != b_count || !a_count)
		return false;
	for (uint32_t i = 0; i < a_count; i++)
		if (!str_eq_nocase(a[i], b[i]))
			return false;
	return true;
}

static bool same_method(struct str a, struct str b)
{
	struct str usual = STR("btree");

	return str_eq_nocase(a.len ? a : usual, b.len ? b : usual);
}

/* Does index `b` serve whatever `a` serves, a's uniqueness included? */
static bool covers(const struct index *a, const struct index *b)
{
	return same_columns(a->columns, a->column_count, b->columns, b->column_count) &&
	       same_method(a->method, b->method) && str_eq(a->where, b->where) &&
	       !a->include_count && !b->include_count && !a->operator_count && !b->operator_count &&
	       str_eq(a->options, b->options) && (!a->unique || b->unique);
}

struct twin {
	struct str name;
	const char *what;
	bool assumed;
};

/* What makes the index of this op needless in the table after the migration; name NULL: nothing. */
static bool find_twin(const struct table *t, const struct op *op, struct twin *ret)
{
	const struct index *own = op->index;

	for (uint32_t i = 0; i < t->index_count; i++) {
		const struct table_index *other = t->indexes[i];

		if (other->origin->op == op || other->implicit || !covers(own, &other->def) ||
		    str_eq(other->def.name, op->name))
			continue;
		*ret = (struct twin){other->def.name, "index", other->assumed};
		return true;
	}
	for (uint32_t i = 0; i < t->key_count; i++) {
		const struct table_key *other = t->keys[i];

		if ((other->def.kind != CONSTRAINT_UNIQUE &&
		     other->def.kind != CONSTRAINT_PRIMARY_KEY) ||
		    own->where.len || own->include_count || own->operator_count ||
		    !same_method(own->method, STR("")) ||
		    !same_columns(own->columns, own->column_count, other->def.columns,
				  other->def.column_count))
			continue;
		*ret = (struct twin){other->def.name,
				     other->def.kind == CONSTRAINT_UNIQUE ? "unique constraint"
									  : "primary key",
				     other->assumed};
		return true;
	}
	return false;
}

static bool is_there(const struct table *t, const struct op *op)
{
	for (uint32_t i = 0; i < t->index_count; i++)
		if (t->indexes[i]->origin->op == op)
			return true;
	return false;
}

static void on_op(struct rule_run *run, const struct op *op)
{
	for (uint32_t i = 0; i < run->proofs->replay_count; i++) {
		const struct replay *r = &run->proofs->replays[i];
		struct str key = schema_key(run->scratch, r->dialect, op->schema, op->table);
		const struct table *t = schema_table(&r->steps[run->node].after, key);
		struct twin twin;

		if (!op->index || sql_find_word(op->text, STR("COLLATE"), 0) >= 0 || !t ||
		    t->doubted || !is_there(t, op) || !find_twin(t, op, &twin))
			continue;
		struct rule_report report = {
			.op = op,
			.subject = {op->schema, op->table, STR(""), op->name},
			.message = rule_text(run,
					     "index " STR_FMT " on " STR_FMT " repeats %s " STR_FMT,
					     STR_ARG(op->name), STR_ARG(table_label(run, op)),
					     twin.what, STR_ARG(twin.name)),
			.confidence = twin.assumed || !run->env->dialects ? CONFIDENCE_HIGH
									  : CONFIDENCE_PROVEN,
		};

		rule_report(run, &report);
		return;
	}
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.create_table(\"users\", sa.Column(\"mail\", sa.Text()),\n"
	"                    sa.UniqueConstraint(\"mail\", name=\"uq_users_mail\"))\n"
	"    op.create_index(\"ix_users_mail\", \"users\", [\"mail\"])\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_table(\"users\")\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.create_table(\"users\", sa.Column(\"mail\", sa.Text()), sa.Column(\"name\", sa.Text()))\n"
	"    op.create_index(\"ix_users_mail\", \"users\", [\"mail\"])\n"
	"    op.create_index(\"ix_users_mail_name\", \"users\", [\"mail\", \"name\"])\n"
	"\n"
	"def downgrade():\n"
	"    op.drop_table(\"users\")\n",
	NULL,
};

const struct rule rule_duplicate_index = {
	.id = "TM907",
	.name = "duplicate-index",
	.since = "0.1",
	.family = FAMILY_CHAIN,
	.severity = SEVERITY_NOTE,
	.codes = "",
	.summary = "a new index has the same columns as an index or key that is there already",
	.why = "A unique constraint and a primary key have an index of their own. A second one of the "
	       "same columns is never used, but every INSERT and UPDATE writes it, it takes its space "
	       "in memory and on disk, and building it locks the table for nothing.",
	.fix = "Leave the new index out, and `index=True` off a column that is already unique or the "
	       "primary key.",
	.dialects = "",
	.ops = {[UP] = OP_BIT(CREATE_INDEX)},
	.on_op = on_op,
	.bad = bad,
	.good = good,
};
