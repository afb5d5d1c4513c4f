#include "rules/rule.h"

#include "core/base/map.h"

/* Behind a cycle: no order of the chain reaches it. */
static void report_cycle(struct rule_run *run)
{
	const struct chain *c = run->chain;
	uint32_t first = CHAIN_NONE;

	for (uint32_t i = c->count - c->cycle_count; i < c->count; i++)
		if (c->order[i] < first)
			first = c->order[i];
	if (first == CHAIN_NONE)
		return;
	const struct migration *m = c->nodes[first];
	struct rule_report report = {
		.at = m->revision_at,
		.excerpt = m->revision_excerpt,
		.subject = {.object = m->revision},
		.message = rule_text(
			run,
			"%u revisions are in a cycle or descend from one: Alembic refuses "
			"to load the chain",
			c->cycle_count),
		.confidence = CONFIDENCE_HIGH,
		.migration = m,
	};

	rule_report(run, &report);
}

/* One finding for each name, at the first that gives it. */
static void report_absent(struct rule_run *run, const struct chain_edge *edge)
{
	const struct chain *c = run->chain;
	const struct migration *m = c->nodes[edge->child];
	bool own_files = run->env->config.len && !edge->depends_on && !c->unknown_parents;
	struct rule_report report = {
		.at = m->revision_at,
		.excerpt = m->revision_excerpt,
		.subject = {.object = edge->name},
		.message = rule_text(run,
				     "revision " STR_FMT " %s " STR_FMT
				     ", which no file has: Alembic refuses to load the chain",
				     STR_ARG(m->revision),
				     edge->depends_on ? "depends on" : "descends from",
				     STR_ARG(edge->name)),
		/* the parent may be another package's, loaded from there */
		.confidence = own_files ? CONFIDENCE_HIGH : CONFIDENCE_LOW,
		.migration = m,
	};

	rule_report(run, &report);
}

static void on_chain(struct rule_run *run)
{
	const struct chain *c = run->chain;
	struct map seen = {0};

	report_cycle(run);
	for (uint32_t e = 0; e < c->edge_count; e++) {
		const struct chain_edge *edge = &c->edges[e];
		void **place;

		/* without a beginning it is a part of a history that lies elsewhere */
		if (edge->parent != CHAIN_NONE || !name_known(edge->name) || !c->base_count)
			continue;
		place = map_put(run->scratch, &seen, edge->name);
		if (*place)
			continue;
		*place = (void *)edge;
		report_absent(run, edge);
	}
}

static const char *const bad[] = {
	"--- 1a.py\n"
	"revision = \"1a\"\n"
	"down_revision = None\n"
	"--- 3c.py\n"
	"revision = \"3c\"\n"
	"down_revision = \"2b\"\n",
	NULL,
};

static const char *const good[] = {
	"--- 1a.py\n"
	"revision = \"1a\"\n"
	"down_revision = None\n"
	"--- 3c.py\n"
	"revision = \"3c\"\n"
	"down_revision = \"1a\"\n",
	NULL,
};

const struct rule rule_unreachable_revision = {
	.id = "TM905",
	.name = "unreachable-revision",
	.since = "0.1",
	.family = FAMILY_CHAIN,
	.severity = SEVERITY_ERROR,
	.codes = "",
	.summary = "a revision's parent is in no file, or revisions descend from themselves",
	.why = "Alembic loads all files before it does anything; a parent that is not there (KeyError) "
	       "or a cycle (CycleDetected) stops every command, also a rollback. Usually a file was "
	       "deleted, renamed or left on another branch, or a down_revision was mistyped. A parent "
	       "that another installed package brings is fine, and cannot be seen from here: then "
	       "the confidence is low.",
	.fix = "Bring the missing file back, or correct the down_revision. If old migrations were "
	       "deleted on purpose, the oldest that is left needs down_revision = None.",
	.dialects = "",
	.on_chain = on_chain,
	.bad = bad,
	.good = good,
};
