#include "rules/fact_report.h"

static void on_migration(struct rule_run *run)
{
	static const enum severity note = SEVERITY_NOTE;
	const struct body *body = run->migration->body;
	uint64_t rows = OP_BIT(INSERT) | OP_BIT(UPDATE) | OP_BIT(DELETE) | OP_BIT(SELECT) |
			OP_BIT(OPAQUE);

	/* a type or a constant for DDL breaks more rarely than a model that reads rows */
	fact_report(run, FACT_IMPORTS_MODELS, "uses the application's own code",
		    STR("what it does changes when that code does"), CONFIDENCE_HIGH,
		    body_has(&body[UP], rows) || body_has(&body[DOWN], rows) ? NULL : &note);
}

static const char *const bad[] = {
	"from sqlalchemy.orm import Session\n"
	"from app.models import User\n"
	"\n"
	"def upgrade():\n"
	"    session = Session(bind=op.get_bind())\n"
	"    for user in session.query(User):\n"
	"        user.email = user.email.lower()\n"
	"    session.commit()\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

static const char *const good[] = {
	"def upgrade():\n"
	"    users = sa.table(\"users\", sa.column(\"email\"))\n"
	"    op.execute(users.update().values(email=sa.func.lower(users.c.email)))\n"
	"\n"
	"def downgrade():\n"
	"    pass\n",
	NULL,
};

const struct rule rule_imported_models = {
	.id = "TM812",
	.name = "imported-models",
	.since = "0.1",
	.family = FAMILY_SECURITY,
	.severity = SEVERITY_WARNING,
	.codes = "",
	.summary = "the migration uses the application's own code, which changes after it",
	.why = "A migration must do the same for ever; the code that it imports is that of the "
	       "day it runs. A model that has gained a column since makes `SELECT` name a column "
	       "that this revision does not have yet, so that a fresh database, or an "
	       "installation that skipped a release, cannot be migrated any more. Whoever "
	       "changes the imported code changes, unseen, what old revisions do; and import "
	       "hooks of the application run with the migration's rights.",
	.fix = "Say in the migration what it needs: `users = sa.table(\"users\", sa.column(\"id\"), "
	       "sa.column(\"email\"))`, or a small declarative model of its own. Copy constants "
	       "and labels of enumerations into the file.",
	.dialects = "",
	.on_migration = on_migration,
	.bad = bad,
	.good = good,
};
