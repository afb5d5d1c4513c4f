#include "rules/rule.h"

#include "core/base/map.h"

#include <stdlib.h>

enum { LISTED = 10 };

/*
 * Nodes joined by down_revision, in either direction, in O(edges). Two heads that are joined have a
 * common ancestor, or are linked by other heads that do: every way from one to the other turns at
 * revisions that all descend to some head.
 */
static uint32_t find_root(uint32_t *joined, uint32_t node)
{
	while (joined[node] != node) {
		joined[node] = joined[joined[node]];
		node = joined[node];
	}
	return node;
}

/* The root is the lowest node, so that it does not depend on the order of the edges. */
static void join(uint32_t *joined, uint32_t a, uint32_t b)
{
	a = find_root(joined, a);
	b = find_root(joined, b);
	if (a < b)
		joined[b] = a;
	else
		joined[a] = b;
}

/* Sets *ret_missing when some parent is in none of the files. */
static uint32_t *join_nodes(struct rule_run *run, bool *ret_missing)
{
	const struct chain *c = run->chain;
	uint32_t *joined = arena_array(run->scratch, c->count, sizeof(*joined));
	struct map missing = {0}; /* name → the first child's place in `joined` */

	*ret_missing = false;
	for (uint32_t i = 0; i < c->count; i++)
		joined[i] = i;
	for (uint32_t i = 0; i < c->count; i++)
		if (c->duplicate_of[i] != CHAIN_NONE)
			join(joined, i, c->duplicate_of[i]);
	for (uint32_t e = 0; e < c->edge_count; e++) {
		const struct chain_edge *edge = &c->edges[e];
		void **first;

		if (edge->depends_on)
			continue;
		if (edge->parent != CHAIN_NONE) {
			join(joined, edge->child, edge->parent);
			continue;
		}
		*ret_missing = true;
		first = map_put(run->scratch, &missing, edge->name);
		if (*first)
			join(joined, edge->child, (uint32_t)((uint32_t *)*first - joined));
		else
			*first = &joined[edge->child];
	}
	return joined;
}

static int by_revision(const void *a, const void *b)
{
	const struct migration *const *x = a, *const *y = b;

	return str_cmp((*x)->revision, (*y)->revision);
}

static struct str list_revisions(struct rule_run *run, const struct migration *const *heads,
				 uint32_t count)
{
	struct str list = STR("");

	for (uint32_t i = 0; i < count && i < LISTED; i++)
		list = rule_text(run, STR_FMT "%s" STR_FMT, STR_ARG(list), i ? ", " : "",
				 STR_ARG(heads[i]->revision));
	if (count > LISTED)
		list = rule_text(run, STR_FMT ", …", STR_ARG(list));
	return list;
}

/* `heads` are those of one part of the graph, ascending; `unlabelled` of them have no label. */
static void report_heads(struct rule_run *run, const struct migration **heads, uint32_t count,
			 uint32_t unlabelled, bool missing)
{
	const struct migration *last = heads[count - 1];
	struct evidence evidence[LISTED];
	struct str list;

	qsort(heads, count, sizeof(struct migration *), by_revision);
	for (uint32_t i = 0; i < count && i < LISTED; i++)
		evidence[i] = (struct evidence){heads[i]->path, heads[i]->revision_at.line,
						heads[i]->revision_excerpt};
	list = list_revisions(run, heads, count);
	struct rule_report report = {
		.at = last->revision_at,
		.excerpt = last->revision_excerpt,
		.subject = {.object = list},
		.message = rule_text(run,
				     "the chain has %u heads that no revision merges (" STR_FMT
				     "): `alembic upgrade head` fails",
				     count, STR_ARG(list)),
		/* one head beside labelled ones may be meant; a parent elsewhere may explain it */
		.confidence = unlabelled > 1 && !missing ? CONFIDENCE_HIGH : CONFIDENCE_LOW,
		.migration = last,
		.evidence = evidence,
		.evidence_count = count < LISTED ? count : LISTED,
	};

	rule_report(run, &report);
}

struct part {
	uint32_t root, head;
};

static int by_root(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	if (x->root != y->root)
		return x->root < y->root ? -1 : 1;
	return (x->head > y->head) - (x->head < y->head);
}

/*
 * The same revision in two folders: they are never loaded together (one for each dialect, say), and
 * what counts as a head in both taken as one means nothing.
 */
static bool has_alternative_folders(const struct chain *c)
{
	for (uint32_t i = 0; i < c->count; i++)
		if (c->duplicate_of[i] != CHAIN_NONE &&
		    !str_eq(str_dirname(c->nodes[i]->path),
			    str_dirname(c->nodes[c->duplicate_of[i]]->path)))
			return true;
	return false;
}

static void on_chain(struct rule_run *run)
{
	const struct chain *c = run->chain;
	const struct migration **heads;
	struct part *parts;
	uint32_t *joined;
	bool missing;

	/* A revision whose parents were not resolved may be the merge. */
	if (c->head_count < 2 || c->unknown_parents || has_alternative_folders(c))
		return;
	joined = join_nodes(run, &missing);
	parts = arena_array(run->scratch, c->head_count, sizeof(*parts));
	heads = arena_array(run->scratch, c->head_count, sizeof(struct migration *));
	for (uint32_t i = 0; i < c->head_count; i++)
		parts[i] = (struct part){find_root(joined, c->heads[i]), c->heads[i]};
	qsort(parts, c->head_count, sizeof(*parts), by_root);
	for (uint32_t from = 0, to; from < c->head_count; from = to) {
		uint32_t unlabelled = 0;

		for (to = from; to < c->head_count && parts[to].root == parts[from].root; to++) {
			heads[to - from] = c->nodes[parts[to].head];
			if (!chain_head_label(c, run->scratch, parts[to].head).len)
				unlabelled++;
		}
		if (to - from > 1 && unlabelled)
			report_heads(run, heads, to - from, unlabelled, missing);
	}
}

static const char *const bad[] = {
	"--- 1a.py\n"
	"revision = \"1a\"\n"
	"down_revision = None\n"
	"--- 2b.py\n"
	"revision = \"2b\"\n"
	"down_revision = \"1a\"\n"
	"--- 2c.py\n"
	"revision = \"2c\"\n"
	"down_revision = \"1a\"\n",
	NULL,
};

static const char *const good[] = {
	"--- 1a.py\n"
	"revision = \"1a\"\n"
	"down_revision = None\n"
	"--- 2b.py\n"
	"revision = \"2b\"\n"
	"down_revision = \"1a\"\n"
	"--- 2c.py\n"
	"revision = \"2c\"\n"
	"down_revision = \"1a\"\n"
	"--- 3d.py\n"
	"revision = \"3d\"\n"
	"down_revision = (\"2b\", \"2c\")\n",
	/* branches that are meant: each head is reached by its label */
	"--- 1a.py\n"
	"revision = \"1a\"\n"
	"down_revision = None\n"
	"--- 2b.py\n"
	"revision = \"2b\"\n"
	"down_revision = \"1a\"\n"
	"branch_labels = (\"expand\",)\n"
	"--- 2c.py\n"
	"revision = \"2c\"\n"
	"down_revision = \"1a\"\n"
	"branch_labels = (\"contract\",)\n",
	NULL,
};

const struct rule rule_multiple_heads = {
	.id = "TM901",
	.name = "multiple-heads",
	.since = "0.1",
	.family = FAMILY_CHAIN,
	.severity = SEVERITY_ERROR,
	.codes = "MRT901",
	.summary = "two revisions have the same ancestor, and nothing merges them",
	.why = "`alembic upgrade head` refuses to run: \"Multiple head revisions are present\". "
	       "Usually two pull requests each added a migration on the same parent; each was fine "
	       "alone, and the deployment after both fails. With `upgrade heads` both run, in an "
	       "order that nobody has tested, and `downgrade -1` becomes ambiguous.",
	.fix = "Before either was deployed, point the later one's down_revision at the earlier one. "
	       "Afterwards run `alembic merge heads` and commit the merge revision. If the branches "
	       "are meant to stay apart (expand and contract, a plug-in), give each its own "
	       "branch_labels and upgrade `label@head`. Checking `alembic heads` in CI finds the "
	       "next one before it is merged.",
	.dialects = "",
	.on_chain = on_chain,
	.bad = bad,
	.good = good,
};
