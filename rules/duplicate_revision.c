#include "rules/rule.h"

static void on_chain(struct rule_run *run)
{
	const struct chain *c = run->chain;

	for (uint32_t i = 0; i < c->count; i++) {
		const struct migration *m = c->nodes[i], *first;

		if (c->duplicate_of[i] == CHAIN_NONE)
			continue;
		first = c->nodes[c->duplicate_of[i]];
		/* two folders of which only one is loaded: one for each database, say */
		if (!str_eq(str_dirname(m->path), str_dirname(first->path)))
			continue;
		struct evidence evidence = {first->path, first->revision_at.line,
					    first->revision_excerpt};
		struct rule_report report = {
			.at = m->revision_at,
			.excerpt = m->revision_excerpt,
			.subject = {.object = m->revision},
			.message =
				rule_text(run,
					  "revision " STR_FMT " is also that of " STR_FMT
					  ": Alembic takes one of the two and never runs the other",
					  STR_ARG(m->revision), STR_ARG(first->path)),
			.confidence = CONFIDENCE_HIGH,
			.migration = m,
			.evidence = &evidence,
			.evidence_count = 1,
		};

		rule_report(run, &report);
	}
}

static const char *const bad[] = {
	"--- 1a.py\n"
	"revision = \"1a\"\n"
	"down_revision = None\n"
	"--- 2b.py\n"
	"revision = \"2b\"\n"
	"down_revision = \"1a\"\n"
	"--- 2b_copy.py\n"
	"revision = \"2b\"\n"
	"down_revision = \"1a\"\n",
	NULL,
};

static const char *const good[] = {
	"--- 1a.py\n"
	"revision = \"1a\"\n"
	"down_revision = None\n"
	"--- 2b.py\n"
	"revision = \"2b\"\n"
	"down_revision = \"1a\"\n",
	NULL,
};

const struct rule rule_duplicate_revision = {
	.id = "TM904",
	.name = "duplicate-revision",
	.since = "0.1",
	.family = FAMILY_CHAIN,
	.severity = SEVERITY_ERROR,
	.codes = "",
	.summary = "two files of a folder have the same revision",
	.why = "Alembic only warns (\"Revision 2b is present more than once\") and keeps the file that "
	       "it read last; which one that is depends on the file system. The other never runs: the "
	       "schema differs from machine to machine, and nothing says so. It happens when a file "
	       "is copied as a template or kept beside its renamed self.",
	.fix = "Give the newer file a revision of its own (`alembic revision` makes one) and the right "
	       "down_revision, or delete the copy.",
	.dialects = "",
	.on_chain = on_chain,
	.bad = bad,
	.good = good,
};
