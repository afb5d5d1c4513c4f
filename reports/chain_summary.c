#include "core/base/err.h"
#include "reports/chain_view.h"
#include "reports/proof_view.h"
#include "reports/schema_view.h"
#include "reports/text_layout.h"

enum { LISTED = 8, ABSENT_LISTED = 20, NAME_COLUMNS = 60 };

/* The lines above the graph. */
struct summary {
	const struct chain_view *view;
	struct out *out;
	struct arena arena;
};

static struct str clean(struct summary *s, struct str name)
{
	return text_fit(text_clean(&s->arena, name), NAME_COLUMNS);
}

static struct str revision(struct summary *s, uint32_t node)
{
	const struct migration *m = s->view->chain->nodes[node];

	return clean(s, m->revision.len ? m->revision : m->path);
}

static void put_count(struct summary *s, uint32_t count, const char *one, const char *many)
{
	if (count)
		out_printf(s->out, ", %u %s", count, count == 1 ? one : many);
}

static void put_title(struct summary *s)
{
	const struct chain_view *v = s->view;
	const char *separator = "; ";

	out_printf(s->out, "== " STR_FMT ": " STR_FMT, STR_ARG(clean(s, v->repository)),
		   STR_ARG(clean(s, v->env->name)));
	if (v->commit.len)
		out_printf(s->out, " (" STR_FMT ", " STR_FMT ")", STR_ARG(clean(s, v->ref)),
			   STR_ARG(str_sub(v->commit, 0, 8)));
	out_printf(s->out, "\n   " STR_FMT "; " STR_FMT, STR_ARG(clean(s, v->env->framework)),
		   STR_ARG(role_name(v->env->role)));
	for (int i = 0; i < DIALECT_COUNT; i++) {
		if (!(v->env->dialects & (1U << i)))
			continue;
		out_printf(s->out, "%s" STR_FMT, separator, STR_ARG(dialect_name(1U << i)));
		separator = ", ";
	}
	out_char(s->out, '\n');
}

static void put_counts(struct summary *s)
{
	const struct chain *c = s->view->chain;
	const struct chain_survey *survey = s->view->survey;

	out_printf(s->out, "   %u migration%s", c->count, c->count == 1 ? "" : "s");
	put_count(s, c->head_count, "head", "heads");
	put_count(s, c->base_count, "base", "bases");
	put_count(s, survey->cut_count, "beginning without its parent",
		  "beginnings without their parents");
	put_count(s, survey->fork_count, "fork", "forks");
	put_count(s, survey->merge_count, "merge", "merges");
	out_char(s->out, '\n');
}

/* The point of no return of a head. */
static void put_way_back(struct summary *s, uint32_t head)
{
	const struct rollback_reach *back = &s->view->proofs->back[head];

	out_printf(s->out, "   " STR_FMT, STR_ARG(revision(s, head)));
	if (back->blocker == CHAIN_NONE)
		out_str(s->out, STR(" can be rolled back to the base without loss\n"));
	else if (back->blocker == head)
		out_printf(s->out, " cannot be rolled back without loss: " STR_FMT "\n",
			   STR_ARG(verdict_words(s->view->proofs->worst[head])));
	else
		out_printf(s->out,
			   " can be rolled back to " STR_FMT
			   " without loss; the step below: " STR_FMT "\n",
			   STR_ARG(revision(s, back->reaches)),
			   STR_ARG(verdict_words(s->view->proofs->worst[back->blocker])));
}

static void put_heads(struct summary *s)
{
	const struct chain *c = s->view->chain;

	for (uint32_t i = 0; i < c->head_count && i < LISTED; i++) {
		struct str label = chain_head_label(c, &s->arena, c->heads[i]);

		out_printf(s->out, "%s" STR_FMT,
			   i ? ", " : "   heads: ", STR_ARG(revision(s, c->heads[i])));
		if (label.len)
			out_printf(s->out, " (" STR_FMT ")", STR_ARG(clean(s, label)));
	}
	if (c->head_count > LISTED)
		out_printf(s->out, ", %u more", c->head_count - LISTED);
	if (c->head_count)
		out_char(s->out, '\n');
	for (uint32_t i = 0; s->view->proofs && i < c->head_count && i < LISTED; i++)
		put_way_back(s, c->heads[i]);
}

static void put_nodes(struct summary *s, const char *what, const uint32_t *nodes, uint32_t count)
{
	if (!count)
		return;
	out_printf(s->out, "   %s", what);
	for (uint32_t i = 0; i < count && i < LISTED; i++)
		out_printf(s->out, "%s" STR_FMT, i ? ", " : "", STR_ARG(revision(s, nodes[i])));
	if (count > LISTED)
		out_printf(s->out, ", %u more", count - LISTED);
}

static void put_alternatives(struct summary *s)
{
	const struct chain_survey *survey = s->view->survey;

	for (uint32_t i = 0; i < survey->alternative_count && i < LISTED; i++) {
		const struct base_group *group = &survey->alternatives[i];

		put_nodes(s, group->joined ? "bases in conflict: " : "alternative bases: ",
			  group->bases, group->count);
		out_str(s->out, STR(" (all create "));
		for (uint32_t t = 0; t < group->tables_shown && t < LISTED; t++)
			out_printf(s->out, "%s" STR_FMT, t ? ", " : "",
				   STR_ARG(clean(s, group->tables[t])));
		if (group->table_count > LISTED)
			out_printf(s->out, ", %u more", group->table_count - LISTED);
		out_str(s->out, STR(")\n"));
	}
}

static void put_absent(struct summary *s)
{
	const struct chain_survey *survey = s->view->survey;

	for (uint32_t i = 0; i < survey->absent_count && i < ABSENT_LISTED; i++) {
		const struct absent_parent *a = &survey->absent[i];

		out_printf(s->out, "   absent %s " STR_FMT " (" STR_FMT "), named by " STR_FMT,
			   a->depends_on ? "dependency" : "parent", STR_ARG(clean(s, a->name)),
			   STR_ARG(absence_name(a->absence)), STR_ARG(revision(s, a->child)));
		if (a->children > 1)
			out_printf(s->out, " and %u more", a->children - 1);
		if (a->home)
			out_printf(s->out, ": " STR_FMT ", " STR_FMT,
				   STR_ARG(clean(s, a->home->repository)),
				   STR_ARG(clean(s, a->home->path)));
		if (a->path.len)
			out_printf(s->out, ": " STR_FMT, STR_ARG(clean(s, a->path)));
		out_char(s->out, '\n');
	}
	if (survey->absent_count > ABSENT_LISTED)
		out_printf(s->out, "   %u more absent parents\n",
			   survey->absent_count - ABSENT_LISTED);
}

static void put_duplicates(struct summary *s)
{
	const struct chain *c = s->view->chain;
	uint32_t count = 0;

	for (uint32_t i = 0; i < c->count; i++) {
		if (c->duplicate_of[i] == CHAIN_NONE || count++ >= LISTED)
			continue;
		out_printf(s->out, "   revision " STR_FMT " twice: " STR_FMT " and " STR_FMT "\n",
			   STR_ARG(revision(s, i)),
			   STR_ARG(clean(s, c->nodes[c->duplicate_of[i]]->path)),
			   STR_ARG(clean(s, c->nodes[i]->path)));
	}
	if (count > LISTED)
		out_printf(s->out, "   %u more duplicates\n", count - LISTED);
}

void chain_text_summary(const struct chain_view *view, struct out *out)
{
	struct summary s = {.view = view, .out = out};
	const struct chain_survey *survey = view->survey;

	arena_init(&s.arena);
	put_title(&s);
	put_counts(&s);
	put_heads(&s);
	put_alternatives(&s);
	put_absent(&s);
	put_duplicates(&s);
	if (survey->cycle_count) {
		put_nodes(&s, "cycle: ", survey->cycle, survey->cycle_count);
		out_printf(out, " (%u migrations have no order)\n", view->chain->cycle_count);
	}
	if (survey->unread_count)
		out_printf(out,
			   "   not read, so that heads and bases may be others: " STR_FMT
			   " (%u in all)\n",
			   STR_ARG(text_clean(&s.arena, survey->unread[0])), survey->unread_count);
	if (view->chain->unknown_parents)
		out_str(out, STR("   some down_revision was not resolved\n"));
	if (view->chain->over_budget)
		out_str(out, STR("   so many merges that the ancestors of some revisions are not "
				 "known\n"));
	arena_release(&s.arena);
}

/* ---- explaining ------------------------------------------------------------------------------ */

static void explain_state(struct summary *s, uint32_t node)
{
	const struct chain *c = s->view->chain;
	uint32_t base = chain_base_parent(c, node), count;
	const uint32_t *extra;
	int result = chain_extra_ancestors(c, &s->arena, node, base, &extra, &count);

	if (result == ERR_CORRUPT)
		out_str(s->out, STR("   It is in or behind a cycle: no state comes before it.\n"));
	else if (result)
		out_str(s->out, STR("   Too many merges: what comes before it is not known.\n"));
	else if (base == CHAIN_NONE)
		out_str(s->out, c->first_edge[node] == c->first_edge[node + 1]
					? STR("   Nothing comes before it.\n")
					: STR("   None of its parents is there: the state before "
					      "it is not known.\n"));
	if (result || base == CHAIN_NONE)
		return;
	out_printf(s->out, "   The state before it is that after " STR_FMT,
		   STR_ARG(revision(s, base)));
	out_str(s->out, count ? STR(", and of the other parents' ancestors:\n") : STR(".\n"));
	put_nodes(s, "  ", extra, count);
	out_str(s->out, count ? STR("\n") : STR(""));
}

static void explain_body(struct summary *s, const struct body *body, enum direction direction)
{
	static const char *const says[] = {
		[BODY_MISSING] = "is missing",
		[BODY_EMPTY] = "does nothing",
		[BODY_RAISES] = "only raises",
		[BODY_OPS] = "has operations",
	};

	out_printf(s->out, "   Its " STR_FMT " %s", STR_ARG(direction_name(direction)),
		   says[body->shape]);
	if (body->shape == BODY_OPS)
		out_printf(s->out, " (%u)", body->op_count);
	out_str(s->out, STR(".\n"));
}

static void explain_schemas(struct summary *s)
{
	const struct chain_proofs *p = s->view->proofs;

	for (uint32_t i = 0; i < p->replay_count; i++) {
		struct str dialect = dialect_name(p->replays[i].dialect);
		struct around around;

		if (p->replays[i].steps[s->view->at].unknown)
			continue;
		proof_around(&p->replays[i], s->view->at, &s->arena, &around);
		out_printf(s->out, "   The schema before it, on " STR_FMT ":\n", STR_ARG(dialect));
		schema_text(&around.before, &around.after, &s->arena, s->out);
		out_str(s->out, STR("   and after it:\n"));
		schema_text(&around.after, &around.before, &s->arena, s->out);
	}
}

void chain_text_explain(const struct chain_view *view, struct out *out)
{
	struct summary s = {.view = view, .out = out};
	const struct migration *m = view->chain->nodes[view->at];

	arena_init(&s.arena);
	out_printf(out, "\n   " STR_FMT ", " STR_FMT "\n", STR_ARG(revision(&s, view->at)),
		   STR_ARG(clean(&s, m->path)));
	explain_state(&s, view->at);
	explain_body(&s, &m->body[UP], UP);
	explain_body(&s, &m->body[DOWN], DOWN);
	if (view->proofs) {
		if (!view->env->dialects)
			out_str(out,
				STR("   Its dialect is not known: PostgreSQL is taken for it.\n"));
		proof_explain(&view->proofs->nodes[view->at], m, &s.arena, out);
		explain_schemas(&s);
	}
	arena_release(&s.arena);
}
