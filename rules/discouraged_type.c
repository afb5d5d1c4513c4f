#include "rules/lock.h"

enum advice { NO_ADVICE, ADVICE_JSON, ADVICE_CHAR, ADVICE_TIMESTAMP, ADVICE_SERIAL, ADVICE_COUNT };

static const char *const advised[ADVICE_COUNT] = {
	[ADVICE_JSON] = "jsonb can be compared and indexed",
	[ADVICE_CHAR] = "it pads with blanks, text does not",
	[ADVICE_TIMESTAMP] = "it does not say which moment is meant",
	[ADVICE_SERIAL] = "an identity column keeps its sequence to itself",
};

static enum advice advice_on(const struct column *c, const struct sql_type *type)
{
	if (type->assumed)
		return NO_ADVICE;
	if (type->native == NATIVE_PG_JSON)
		return ADVICE_JSON;
	if (type->family == TYPE_TEXT && type->fixed && type->length > 1)
		return ADVICE_CHAR;
	if (type->family == TYPE_TIMESTAMP && !type->timezone)
		return ADVICE_TIMESTAMP;
	/* said by name: what SQLAlchemy makes of an Integer key is its own business */
	if (type->serial && c->type && str_find_nocase(c->type->name, STR("serial")) >= 0)
		return ADVICE_SERIAL;
	return NO_ADVICE;
}

static void look_at(struct rule_run *run, const struct op *op, const struct column *c,
		    bool said[ADVICE_COUNT])
{
	struct sql_type type;
	enum advice advice;

	if (!c->type)
		return;
	sql_type_of(&type, run->scratch, c->type, DIALECT_POSTGRESQL);
	advice = advice_on(c, &type);
	if (advice == NO_ADVICE || said[advice])
		return;
	said[advice] = true;
	struct rule_report report = {
		.op = op,
		.subject = {.schema = op->schema, .table = op->table, .column = c->name},
		.message = rule_text(run, "upgrade gives " STR_FMT "." STR_FMT " the type " STR_FMT,
				     STR_ARG(table_label(run, op)), STR_ARG(c->name),
				     STR_ARG(advice == ADVICE_SERIAL ? c->type->text : type.text)),
		.outcome = str_from(advised[advice]),
		.confidence = CONFIDENCE_HIGH,
	};

	rule_report(run, &report);
}

/* Code that is written for several databases has to take what they have in common. */
static void on_migration(struct rule_run *run)
{
	const struct body *up = &run->migration->body[UP];
	bool said[ADVICE_COUNT] = {false};

	for (uint32_t i = 0; i < up->op_count; i++) {
		const struct op *op = &up->ops[i];

		if (rule_op_targets(run->env, up, op) != DIALECT_POSTGRESQL ||
		    op->flags & OPF_TEMPORARY)
			continue;
		if (op->kind == OP_CREATE_TABLE)
			for (uint32_t c = 0; c < op->column_count; c++)
				look_at(run, op, &op->columns[c], said);
		else if (op->kind == OP_ADD_COLUMN && op->column)
			look_at(run, op, op->column, said);
	}
}

static const char *const bad[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"seen\", sa.DateTime()))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	"def upgrade():\n"
	"    op.create_table(\"users\", sa.Column(\"data\", sa.JSON()))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"seen\", sa.DateTime(timezone=True)))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_discouraged_type = {
	.id = "TM435",
	.name = "discouraged-type",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_NOTE,
	.codes = "",
	.summary = "a column gets a type that PostgreSQL itself advises against",
	.why = "json has no equality: SELECT DISTINCT, GROUP BY and UNION fail on a table that has "
	       "such a column, and every access parses the text anew. char(n) pads with blanks, "
	       "which comparisons ignore and LIKE does not. timestamp without time zone keeps a wall "
	       "clock without its place: the same value means another moment for another session. "
	       "serial is an integer with a sequence that has an owner and rights of its own, which "
	       "are lost on the way (https://wiki.postgresql.org/wiki/Don%27t_Do_This). Reported "
	       "once for each type in a migration.",
	.fix = "Use jsonb, text (or varchar(n) where a limit is meant), timestamp with time zone "
	       "(sa.DateTime(timezone=True)), and an identity column (sa.Identity()). If the type is "
	       "meant, allow this finding with the reason.",
	.dialects = "postgresql",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
