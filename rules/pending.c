#include "rules/pending.h"

#include "core/base/limits.h"
#include "rules/judge.h"

#include <stdarg.h>

struct str rule_text(struct rule_run *run, const char *format, ...)
{
	struct str text;
	va_list args;

	va_start(args, format);
	text = arena_vprintf(run->scratch, format, args);
	va_end(args);
	return text;
}

static struct str keep(struct rule_engine *e, struct str s)
{
	return s.len ? arena_str(e->arena, s) : STR("");
}

static struct subject keep_subject(struct rule_engine *e, struct subject s)
{
	return (struct subject){keep(e, s.schema), keep(e, s.table), keep(e, s.column),
				keep(e, s.object)};
}

static bool subject_is_known(const struct subject *s)
{
	return (!s->table.len || name_known(s->table)) &&
	       (!s->column.len || name_known(s->column)) &&
	       (!s->object.len || name_known(s->object)) &&
	       (s->table.len || s->column.len || s->object.len);
}

static bool subject_eq(const struct subject *a, const struct subject *b)
{
	return str_eq(a->schema, b->schema) && str_eq(a->table, b->table) &&
	       str_eq(a->column, b->column) && str_eq(a->object, b->object);
}

static struct str subject_key(struct rule_engine *e, enum direction direction,
			      const struct subject *s)
{
	return arena_printf(
		&e->work, "%u %d %zu " STR_FMT " %zu " STR_FMT " %zu " STR_FMT " " STR_FMT, e->rule,
		(int)direction, s->schema.len, STR_ARG(s->schema), s->table.len, STR_ARG(s->table),
		s->column.len, STR_ARG(s->column), STR_ARG(s->object));
}

static struct str statement_key(struct rule_engine *e, enum direction direction,
				const struct rule_report *r)
{
	return arena_printf(&e->work, "%u %d %u %u " STR_FMT " " STR_FMT, e->rule, (int)direction,
			    r->op->at.start, r->op->at.end, STR_ARG(r->verdict),
			    STR_ARG(r->outcome));
}

static bool already_listed(const struct pending *p, const struct subject *subject)
{
	if (subject_eq(&p->finding.subject, subject))
		return true;
	for (uint32_t i = 0; i < p->others.count; i++)
		if (subject_eq(&p->others.items[i], subject))
			return true;
	return false;
}

/* The same done to the same object in a branch that excludes the earlier one. */
static bool absorb_branch(struct rule_engine *e, const struct body *body, enum direction direction,
			  const struct rule_report *r, const struct finding *finding)
{
	struct pending *p;

	if (!subject_is_known(&r->subject))
		return false;
	p = map_get(&e->by_subject, subject_key(e, direction, &r->subject));
	if (!p || !p->op || !rule_ops_exclusive(body, p->op, r->op))
		return false;
	p->finding.dialects |= finding->dialects;
	if (finding->confidence > p->finding.confidence)
		p->finding.confidence = finding->confidence;
	if (finding->severity > p->finding.severity)
		p->finding.severity = finding->severity;
	return true;
}

/* The same statement with the same outcome: another round of a loop over known values. */
static bool absorb_round(struct rule_engine *e, enum direction direction,
			 const struct rule_report *r, const struct finding *finding)
{
	struct pending *p = map_get(&e->by_statement, statement_key(e, direction, r));

	if (!p || r->op->at.end <= r->op->at.start)
		return false;
	if (finding->confidence < p->finding.confidence)
		p->finding.confidence = finding->confidence;
	if (finding->severity > p->finding.severity)
		p->finding.severity = finding->severity;
	p->finding.dialects |= finding->dialects;
	if (already_listed(p, &r->subject))
		return true;
	*vec_push(&e->work, &p->others) = keep_subject(e, r->subject);
	*map_put(&e->work, &e->by_subject, subject_key(e, direction, &r->subject)) = p;
	return true;
}

static const struct evidence *keep_evidence(struct rule_engine *e, const struct rule_report *r)
{
	struct evidence *kept = arena_array(e->arena, r->evidence_count, sizeof(*kept));

	for (uint32_t i = 0; i < r->evidence_count; i++)
		kept[i] = (struct evidence){keep(e, r->evidence[i].path), r->evidence[i].line,
					    keep(e, r->evidence[i].text)};
	return kept;
}

/* The migration's node; nodes are sorted by path. */
static uint32_t node_of(const struct chain *c, const struct migration *m)
{
	uint32_t low = 0, high = c->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (str_cmp(c->nodes[middle]->path, m->path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->count && c->nodes[low] == m ? low : CHAIN_NONE;
}

/* Where a finding about the whole environment is shown. */
static struct str environment_path(const struct rule_input *in)
{
	const struct chain *c = in->chain;

	if (in->env->config.len)
		return in->env->config;
	if (c->base_count)
		return c->nodes[c->bases[0]]->path;
	return c->count ? c->nodes[0]->path : in->env->name;
}

static struct finding make_finding(struct rule_engine *e, const struct rule_report *r,
				   const struct migration *m)
{
	const struct rule_selection *selection = e->input->selection;
	bool own = r->severity && !selection->severity_given[e->rule];
	struct finding f = {
		.rule = str_from(rules[e->rule]->id),
		.severity = own ? *r->severity : selection->severity[e->rule],
		.confidence = r->confidence,
		.path = m ? m->path : environment_path(e->input),
		.blob = m ? m->blob : STR(""),
		.revision = m ? m->revision : STR(""),
		.at = r->at,
		.dialects = r->dialects ? r->dialects : e->input->env->dialects,
	};

	if (r->direction) {
		f.has_direction = true;
		f.direction = *r->direction;
	}
	return f;
}

/* Takes from the op what the report leaves to it. */
static void take_from_op(struct rule_engine *e, struct finding *f, const struct rule_report *r,
			 const struct body *body, enum direction direction)
{
	enum confidence most = rule_op_confidence(body, r->op);

	f->at = r->op->at;
	f->has_direction = true;
	f->direction = direction;
	if (!r->dialects)
		f->dialects = rule_op_targets(e->input->env, body, r->op);
	/* what holds in every case may be proven by more than the op itself */
	if (most < CONFIDENCE_HIGH && f->confidence > most)
		f->confidence = most;
}

static bool too_many(struct rule_engine *e, uint32_t node)
{
	if (node == CHAIN_NONE || node != e->run.node)
		return false;
	if (e->kept < LIMIT_FINDINGS_PER_FILE) {
		e->kept++;
		return false;
	}
	e->last->hidden++;
	return true;
}

static void add_pending(struct rule_engine *e, const struct rule_report *r,
			const struct finding *finding, uint32_t node)
{
	struct pending *p;

	if (too_many(e, node))
		return;
	p = arena_new(&e->work, struct pending);
	p->finding = *finding;
	p->finding.excerpt = keep(e, r->excerpt.len || !r->op ? r->excerpt : r->op->excerpt);
	p->finding.subject = keep_subject(e, r->subject);
	p->finding.verdict = keep(e, r->verdict);
	p->finding.scenario = keep(e, r->scenario);
	p->finding.message = keep(e, r->message);
	p->finding.evidence = keep_evidence(e, r);
	p->finding.evidence_count = r->evidence_count;
	if (p->finding.at.end_line < p->finding.at.line)
		p->finding.at.end_line = p->finding.at.line;
	p->rule = rules[e->rule];
	p->node = node;
	p->op = r->op;
	p->outcome = keep(e, r->outcome);
	p->sequence = e->pending.count;
	*vec_push(&e->work, &e->pending) = p;
	e->last = p;
	if (!r->op)
		return;
	*map_put(&e->work, &e->by_statement, statement_key(e, finding->direction, r)) = p;
	*map_put(&e->work, &e->by_subject, subject_key(e, finding->direction, &r->subject)) = p;
}

void rule_report(struct rule_run *run, const struct rule_report *report)
{
	struct rule_engine *e = run->engine;
	const struct migration *m = report->migration ? report->migration : run->migration;
	uint32_t node = report->migration ? node_of(run->chain, m) : run->node;
	struct finding finding = make_finding(e, report, m);

	if (report->op) {
		const struct body *up = &m->body[UP];
		bool is_up = report->op >= up->ops && report->op < up->ops + up->op_count;
		enum direction direction = is_up ? UP : DOWN;
		const struct body *body = &m->body[direction];

		take_from_op(e, &finding, report, body, direction);
		if (absorb_branch(e, body, direction, report, &finding) ||
		    absorb_round(e, direction, report, &finding))
			return;
	}
	add_pending(e, report, &finding, node);
}

void pending_enter(struct rule_engine *e, uint32_t node)
{
	e->run.node = node;
	e->run.migration = node == CHAIN_NONE ? NULL : e->run.chain->nodes[node];
	e->by_statement = (struct map){0};
	e->by_subject = (struct map){0};
	e->kept = 0;
	e->contexts = (struct contexts){0};
	arena_reset(&e->contexts_arena);
}
