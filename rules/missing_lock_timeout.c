#include "rules/lock.h"

static bool sets_timeout(const struct migration *m)
{
	const struct body *up = &m->body[UP];

	for (uint32_t i = 0; i < up->op_count; i++)
		if (up->ops[i].kind == OP_SET_VARIABLE &&
		    (str_find_nocase(up->ops[i].name, STR("timeout")) >= 0 ||
		     str_find_nocase(up->ops[i].text, STR("timeout")) >= 0))
			return true;
	return false;
}

/* A statement for which all queries of a table that was there wait; NULL: none. */
static bool locks_all(const struct migration *m)
{
	const uint64_t kinds = OP_BIT(ADD_COLUMN) | OP_BIT(DROP_COLUMN) | OP_BIT(ALTER_TYPE) |
			       OP_BIT(SET_NULLABLE) | OP_BIT(RENAME_COLUMN) |
			       OP_BIT(CREATE_CONSTRAINT) | OP_BIT(DROP_CONSTRAINT);
	const struct body *up = &m->body[UP];

	for (uint32_t i = 0; i < up->op_count; i++)
		if (kinds >> up->ops[i].kind & 1 && !body_creates_table_before(up, &up->ops[i]))
			return true;
	return false;
}

static void on_chain(struct rule_run *run)
{
	const struct env_setting *lock = &run->env->settings[SETTING_LOCK_TIMEOUT];
	const struct env_setting *statement = &run->env->settings[SETTING_STATEMENT_TIMEOUT];
	uint32_t locking = 0, own = 0;

	if (lock->state != SETTING_UNSET || statement->state != SETTING_UNSET ||
	    !(run->env->dialects & DIALECT_POSTGRESQL))
		return;
	for (uint32_t i = 0; i < run->chain->count; i++) {
		bool sets = sets_timeout(run->chain->nodes[i]);

		own += sets;
		locking += !sets && locks_all(run->chain->nodes[i]);
	}
	if (!locking || own)
		return;
	struct rule_report report = {
		.message = rule_text(run,
				     "env.py sets neither lock_timeout nor statement_timeout, and "
				     "%u of its migrations take%s locks that all queries wait for",
				     locking, locking == 1 ? "s" : ""),
		.confidence = CONFIDENCE_HIGH,
	};

	rule_report(run, &report);
}

static const char *const bad[] = {
	"# settings: lock_timeout=unset statement_timeout=unset\n"
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"age\", sa.Integer()))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"# settings: lock_timeout=5s statement_timeout=unset\n"
	"def upgrade():\n"
	"    op.add_column(\"users\", sa.Column(\"age\", sa.Integer()))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_missing_lock_timeout = {
	.id = "TM429",
	.name = "missing-lock-timeout",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_NOTE,
	.codes = "",
	.summary = "env.py sets no lock_timeout, so that a migration queues everybody behind it",
	.why = "A statement that needs a strong lock waits for the longest query on its table, and "
	       "every query that comes later waits behind it, also those that would not be in each "
	       "other's way. Without a lock_timeout that lasts until the long query ends: the "
	       "application stands still because of an ALTER TABLE that takes a millisecond itself. "
	       "It is reported once for the environment.",
	.fix = "Set it where env.py opens its connection: `connection.execute(text(\"SET lock_timeout "
	       "= '5s'\"))` before context.configure(), or `connect_args={\"options\": \"-c "
	       "lock_timeout=5000\"}`, and let the deployment try again. A statement_timeout for the "
	       "migration bounds the time under a lock as well.",
	.dialects = "postgresql",
	.on_chain = on_chain,
	.bad = bad,
	.good = good,
};
