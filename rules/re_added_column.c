#include "rules/judge.h"

#include "core/base/map.h"

/* A column that an earlier migration dropped. */
struct drop {
	uint32_t node;
	const struct op *op;
};

static struct str key_of(struct rule_run *run, const struct op *op, struct str name)
{
	return rule_text(run, STR_FMT "\n" STR_FMT "\n" STR_FMT, STR_ARG(op->schema),
			 STR_ARG(op->table), STR_ARG(name));
}

static void report_one(struct rule_run *run, uint32_t node, const struct op *add,
		       const struct drop *drop)
{
	const struct migration *m = run->chain->nodes[node], *old = run->chain->nodes[drop->node];
	struct evidence evidence = {old->path, drop->op->at.line, drop->op->excerpt};
	static const enum direction direction = UP;
	struct rule_report report = {
		.at = add->at,
		.excerpt = add->excerpt,
		.subject = column_subject(add),
		.message = rule_text(run,
				     "column " STR_FMT " comes back without the values that it had "
				     "until revision " STR_FMT " dropped it",
				     STR_ARG(column_label(run, add)), STR_ARG(old->revision)),
		.confidence = rule_op_confidence(&m->body[UP], add),
		.migration = m,
		.direction = &direction,
		.evidence = &evidence,
		.evidence_count = 1,
	};

	rule_report(run, &report);
}

/* A column of the name is there all the same: added in between, by a rename, or with its table. */
static bool is_there(const struct rule_run *run, uint32_t node, const struct op *op)
{
	for (uint32_t i = 0; i < run->proofs->replay_count; i++) {
		const struct replay *r = &run->proofs->replays[i];
		struct str key = schema_key(run->scratch, r->dialect, op->schema, op->table);
		const struct table *t = schema_table(&r->steps[node].before, key);

		if (!t || table_column(t, op->name))
			return true;
	}
	return false;
}

static bool filled_after(const struct body *up, const struct op *add)
{
	for (const struct op *op = add + 1; op < up->ops + up->op_count; op++)
		for (uint32_t i = 0; op->kind == OP_UPDATE && i < op->column_count; i++)
			if (str_eq(op->table, add->table) && str_eq(op->columns[i].name, add->name))
				return true;
	return false;
}

/* Did the dropping migration come before this one on the way from the base? */
static bool is_ancestor(const struct rule_run *run, uint32_t node, const struct drop *drop)
{
	const struct replay *r = &run->proofs->replays[0];
	const struct op *op = drop->op;
	struct str key = schema_key(run->scratch, r->dialect, op->schema, op->table);

	return run->proofs->replay_count &&
	       pmap_get(r->steps[node].before.gone,
			arena_printf(run->scratch, "column " STR_FMT "." STR_FMT, STR_ARG(key),
				     STR_ARG(op->name)));
}

static void look_at(struct rule_run *run, struct map *drops, uint32_t node)
{
	const struct body *up = &run->chain->nodes[node]->body[UP];

	for (uint32_t i = 0; i < up->op_count; i++) {
		const struct op *op = &up->ops[i];
		struct drop *drop;

		if (!name_known(op->table) || !name_known(op->name))
			continue;
		if (op->kind == OP_DROP_COLUMN) {
			drop = arena_new(run->scratch, struct drop);
			*drop = (struct drop){node, op};
			*map_put(run->scratch, drops, key_of(run, op, op->name)) = drop;
		}
		if (op->kind != OP_ADD_COLUMN)
			continue;
		drop = map_get(drops, key_of(run, op, op->name));
		if (drop && drop->node != node && is_ancestor(run, node, drop) &&
		    !is_there(run, node, op) && !filled_after(up, op))
			report_one(run, node, op, drop);
	}
}

static void on_chain(struct rule_run *run)
{
	const struct chain *c = run->chain;
	struct map drops = {0};

	for (uint32_t i = 0; i < c->count - c->cycle_count; i++)
		look_at(run, &drops, c->order[i]);
}

static const char *const bad[] = {
	"--- 1a.py\n"
	"revision = \"1a\"\n"
	"down_revision = None\n"
	"from alembic import op\n"
	"import sqlalchemy as sa\n"
	"def upgrade():\n"
	"    op.create_table(\"users\", sa.Column(\"id\", sa.Integer()), sa.Column(\"phone\", sa.Text()))\n"
	"    op.add_column(\"users\", sa.Column(\"fax\", sa.Text()))\n"
	"def downgrade():\n"
	"    op.drop_table(\"users\")\n"
	"--- 2b.py\n"
	"revision = \"2b\"\n"
	"down_revision = \"1a\"\n"
	"from alembic import op\n"
	"import sqlalchemy as sa\n"
	"def upgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n"
	"def downgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n"
	"--- 3c.py\n"
	"revision = \"3c\"\n"
	"down_revision = \"2b\"\n"
	"from alembic import op\n"
	"import sqlalchemy as sa\n"
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	NULL,
};

static const char *const good[] = {
	"--- 1a.py\n"
	"revision = \"1a\"\n"
	"down_revision = None\n"
	"from alembic import op\n"
	"import sqlalchemy as sa\n"
	"def upgrade():\n"
	"    op.create_table(\"users\", sa.Column(\"id\", sa.Integer()))\n"
	"def downgrade():\n"
	"    op.drop_table(\"users\")\n"
	"--- 2b.py\n"
	"revision = \"2b\"\n"
	"down_revision = \"1a\"\n"
	"from alembic import op\n"
	"import sqlalchemy as sa\n"
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"phone\", sa.Text()))\n"
	"def downgrade():\n"
	"    op.drop_column(\"users\", \"phone\")\n",
	NULL,
};

const struct rule rule_re_added_column = {
	.id = "TM908",
	.name = "re-added-column",
	.since = "0.1",
	.family = FAMILY_CHAIN,
	.severity = SEVERITY_NOTE,
	.codes = "",
	.summary = "a column that an earlier migration dropped is added again, without its values",
	.why = "The name is the same, so code and people expect the values that it used to hold. On "
	       "databases that ran the drop they are gone; on one that is set up from scratch, or "
	       "restored from a backup before it, the two differ. A rollback to between the two "
	       "revisions loses what was written since, a second time.",
	.fix = "If the old values matter, restore them from a backup or from where they were moved to "
	       "in the same migration. If not, a new name keeps the two meanings apart.",
	.dialects = "",
	.on_chain = on_chain,
	.bad = bad,
	.good = good,
};
