#include "core/base/limits.h"
#include "core/base/vec.h"
#include "core/model/codec.h"
#include "corpus/listing.h"
#include "scanner/config.h"
#include "scanner/grouping.h"
#include "scanner/past.h"
#include "scanner/run.h"
#include "scanner/since.h"

#include <stdlib.h>

#define UNIT_BYTES_MAX ((size_t)1 << 31)
#define REVISIONS_SHOWN 100

/* A unit being scanned. */
struct scan {
	struct unit *unit;
	struct scan_run *run;
	struct worker_tools *tools;
	unsigned worker;
	struct corpus_source *source;
	const struct corpus_listing *listing;
	struct since since;
	struct repo_config config;
	struct rule_selection selection; /* the run's, with the severities of the repository */
	dialect_set dialects;
	uint32_t dialect_versions[DIALECT_COUNT];
	struct out records;
	struct coverage coverage;
	struct replay_budget budget;
	struct past past; /* of a unit with a history */
};

static void put(struct scan *s, const struct record *record)
{
	record_put(&s->records, record);
}

static void put_repository(struct scan *s)
{
	const struct unit *unit = s->unit;
	struct record record = {.kind = RECORD_REPOSITORY};
	struct record_repository *r = &record.as.repository;

	r->name = unit->place.path;
	r->git = unit->place.git;
	if (unit->place.git)
		r->ref = unit->ref;
	if (s->source) {
		r->commit = corpus_commit(s->source);
		r->origin = corpus_origin(s->source);
	}
	put(s, &record);
}

static void put_skip(struct scan *s, const struct record_skip *skip)
{
	struct record record = {.kind = RECORD_SKIP};

	record.as.skip = *skip;
	put(s, &record);
	s->coverage.skips[skip->reason]++;
}

static void put_skips(struct scan *s, const struct record_skip *skips, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		put_skip(s, &skips[i]);
}

static void count_operations(const struct migration *m, struct record_migration *r)
{
	for (int d = UP; d < DIRECTION_COUNT; d++) {
		const struct body *body = &m->body[d];

		r->shape[d] = body->shape;
		r->operations[d] = body->op_count;
		for (uint32_t i = 0; i < body->op_count; i++)
			r->opaque += op_is_opaque(&body->ops[i]);
	}
}

/* All that does not come from a proof. */
static struct record_migration describe(struct scan *s, const struct migration *m)
{
	struct record_migration r = {
		.path = m->path,
		.blob = m->blob,
		.framework = m->framework,
		.revision = m->revision,
		.parents = m->parents,
		.parent_count = m->parent_count,
		.depends_on = m->depends_on,
		.depends_count = m->depends_count,
		.labels = m->labels,
		.label_count = m->label_count,
		.parents_unknown = m->parents_unknown,
		.status = m->status,
		.semantic_hash = migration_semantic_hash(m),
	};

	count_operations(m, &r);
	if (s->unit->with_history)
		past_moments(&s->past, m->path, m->blob, &s->tools->scratch, &r.introduced,
			     &r.removed);
	return r;
}

static void put_migration(struct scan *s, const struct migration *m,
			  const struct proof_list *proofs)
{
	struct record record = {.kind = RECORD_MIGRATION};
	struct arena_mark mark = arena_mark(&s->tools->scratch);
	struct record_migration *r = &record.as.migration;

	*r = describe(s, m);
	r->proved = m->status == MIGRATION_OK;
	if (r->proved)
		r->verdicts = proof_summary(proofs);
	put(s, &record);
	arena_rewind(&s->tools->scratch, mark);
	s->coverage.migrations++;
	s->coverage.migrations_unparsable += m->status == MIGRATION_UNPARSABLE;
	s->coverage.operations += r->operations[UP] + r->operations[DOWN];
	s->coverage.operations_opaque += r->opaque;
}

static int compare_strs(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Sorted, without repetition, cut to what a record shows. */
static void sort_strs(struct str *items, uint32_t *count)
{
	uint32_t kept = 0;

	if (*count)
		qsort(items, *count, sizeof(*items), compare_strs);
	for (uint32_t i = 0; i < *count && kept < REVISIONS_SHOWN; i++)
		if (!kept || !str_eq(items[kept - 1], items[i]))
			items[kept++] = items[i];
	*count = kept;
}

static void put_environment(struct scan *s, const struct environment_group *group,
			    const struct chain *chain, struct arena *arena)
{
	struct record record = {.kind = RECORD_ENVIRONMENT};
	struct record_environment *r = &record.as.environment;
	struct str *heads = arena_array(arena, chain->head_count, sizeof(*heads));
	struct str *missing = arena_array(arena, chain->edge_count, sizeof(*missing));

	*r = (struct record_environment){
		.env = group->env,
		.migrations = group->count,
		.heads = chain->head_count,
		.bases = chain->base_count,
		.cycles = chain->cycle_count,
		.head_revision_count = chain->head_count,
	};
	for (uint32_t i = 0; i < chain->head_count; i++)
		heads[i] = chain->nodes[chain->heads[i]]->revision;
	for (uint32_t i = 0; i < chain->edge_count; i++)
		if (chain->edges[i].parent == CHAIN_NONE)
			missing[r->missing_parent_count++] = chain->edges[i].name;
	for (uint32_t i = 0; i < chain->count; i++)
		r->duplicates += chain->duplicate_of[i] != CHAIN_NONE;
	sort_strs(heads, &r->head_revision_count);
	sort_strs(missing, &r->missing_parent_count);
	r->head_revisions = heads;
	r->missing_parents = missing;
	put(s, &record);
	s->coverage.environments++;
	s->coverage.environments_not_production += group->env.role != ROLE_PRODUCTION;
}

/* What the repository itself takes out of what counts stays in the report, marked. */
static void apply_config(struct scan *s, struct finding *finding)
{
	struct config_verdict verdict;

	if (finding->suppressed || s->run->options->no_repo_suppressions ||
	    !config_suppresses(&s->config, finding, &verdict))
		return;
	finding->suppressed = true;
	finding->suppressed_by = SUPPRESSION_CONFIG;
	finding->suppressed_line = verdict.line;
	finding->suppressed_reason = verdict.reason;
}

static void put_finding(struct scan *s, const struct finding *finding, bool role_counts)
{
	struct record record = {.kind = RECORD_FINDING};

	if (known_has(&s->run->known, s->unit->place.path, finding->fingerprint) ||
	    since_is_older(&s->since, finding, s->listing)) {
		s->coverage.findings_known++;
		return;
	}
	record.as.finding.finding = *finding;
	apply_config(s, &record.as.finding.finding);
	finding = &record.as.finding.finding;
	record.as.finding.counts = role_counts && !finding->suppressed;
	put(s, &record);
	if (finding->suppressed)
		s->coverage.findings_suppressed++;
	else if (!role_counts)
		s->coverage.findings_apart++;
	else
		s->coverage.findings[finding->severity]++;
}

/* Contents that the ref does not have (NULL: none): no rule and no proof judges them. */
static void put_past(struct scan *s, const struct past_group *group)
{
	for (uint32_t i = 0; group && i < group->count; i++) {
		struct record record = {.kind = RECORD_MIGRATION};
		struct arena_mark mark = arena_mark(&s->tools->scratch);

		record.as.migration = describe(s, group->items[i].migration);
		put(s, &record);
		arena_rewind(&s->tools->scratch, mark);
		s->coverage.history_migrations++;
	}
}

/* The barrier's other side: one environment state, from decoded migrations to records. */
static void scan_environment(struct scan *s, const struct environment_group *group,
			     const struct past_group *past, struct arena *arena)
{
	bool role_counts = s->run->options->all_roles || group->env.role == ROLE_PRODUCTION;
	struct finding_list findings = {0};
	struct chain_proofs proofs;
	struct chain chain;
	struct rule_input input = {
		.env = &group->env,
		.chain = &chain,
		.proofs = &proofs,
		.selection = &s->selection,
		.repo_suppressions = !s->run->options->no_repo_suppressions,
	};

	chain_build(&chain, arena, group->migrations, group->count);
	put_environment(s, group, &chain, arena);
	chain_prove(&proofs, arena, &s->tools->scratch, &group->env, &chain, &s->budget);
	for (uint32_t i = 0; i < group->count; i++)
		put_migration(s, group->migrations[i], &proofs.nodes[i]);
	put_past(s, past);
	rules_run(&input, arena, &findings);
	for (uint32_t i = 0; i < findings.count; i++)
		put_finding(s, &findings.items[i], role_counts);
}

/* Environments that are only in the history; those of the ref come before them. */
static void put_past_environments(struct scan *s, uint32_t from)
{
	for (uint32_t i = from; i < s->past.group_count; i++) {
		struct record record = {.kind = RECORD_ENVIRONMENT,
					.as.environment.env = s->past.groups[i].env};
		put(s, &record);
		put_past(s, &s->past.groups[i]);
	}
}

static void put_past_skips(struct scan *s, const struct past *past)
{
	put_skips(s, past->history.skips, past->history.skip_count);
	put_skips(s, past->evaluated.skips, past->evaluated.skip_count);
	put_skips(s, past->skips, past->skip_count);
	s->coverage.files += past->evaluated.files;
	s->coverage.bytes += past->evaluated.bytes;
	s->coverage.commits = past->history.commits;
	s->coverage.commits_missing = past->history.commits_missing;
}

static int read_config(void *self, const struct candidate *candidate, struct arena *arena,
		       struct str *ret_content, struct err *reterr)
{
	struct scan *s = self;

	if (scan_stop_signal)
		return err_set(reterr, ERR_STOPPED, "stopped");
	return corpus_read(s->source, candidate, LIMIT_CONFIG_BYTES, arena, ret_content, reterr);
}

static int scan_environments(struct scan *s, const struct corpus_listing *listing,
			     const struct evaluated *evaluated, struct err *reterr)
{
	struct arena *arena = &s->tools->unit;
	struct environment_groups groups;
	struct environment_input input = {
		.candidates = listing->items,
		.candidate_count = listing->count,
		.migrations = evaluated->migrations,
		.migration_count = evaluated->count,
		.read = read_config,
		.self = s,
		.dialects_given = s->dialects,
		.dialect_versions = s->dialect_versions,
	};
	int result = environment_group(&input, arena, &s->tools->scratch, &groups, reterr);

	if (!result && s->unit->with_history)
		result = past_group(&s->past, s->unit, s->source, &groups, s->dialects,
				    s->dialect_versions, s->worker, reterr);
	if (result)
		return result;
	for (uint32_t i = 0; i < groups.count; i++) {
		struct arena_mark mark = arena_mark(arena);

		scan_environment(s, &groups.items[i],
				 s->unit->with_history ? &s->past.groups[i] : NULL, arena);
		arena_rewind(arena, mark);
	}
	put_past_environments(s, groups.count);
	put_skips(s, listing->skips, listing->skip_count);
	put_skips(s, evaluated->skips, evaluated->skip_count);
	put_skips(s, groups.skips, groups.skip_count);
	put_past_skips(s, &s->past);
	return 0;
}

/* What the operator says goes before what the repository says. */
static void settle_config(struct scan *s)
{
	const struct scan_run *run = s->run;
	const struct repo_config *c = &s->config;

	s->selection = run->selection;
	s->dialects = run->dialects;
	memcpy(s->dialect_versions, run->dialect_versions, sizeof(s->dialect_versions));
	for (uint32_t i = 0; i < c->severities.count; i++)
		rule_selection_severity(&s->selection, c->severities.items[i].text, NULL);
	for (uint32_t i = 0; i < rule_count; i++)
		if (run->selection.severity_given[i])
			s->selection.severity[i] = run->selection.severity[i];
	for (uint32_t i = 0; i < c->dialects.count && !run->dialects; i++) {
		s->dialects |= dialect_parse(dialect_word(c->dialects.items[i].text));
		dialect_version_parse(c->dialects.items[i].text, s->dialect_versions);
	}
}

/* A file that cannot be used is said to be so, and nothing of it is. */
static void read_settings(struct scan *s, const struct candidate *candidate)
{
	struct err err = {0};
	struct str content;
	enum skip_reason reason = SKIP_UNPARSABLE;
	int result = corpus_read(s->source, candidate, LIMIT_CONFIG_BYTES, &s->tools->unit,
				 &content, &err);

	if (result)
		reason = listing_reason(result);
	else
		result = config_parse(&s->config, content, &s->tools->unit, &err);
	if (!result)
		return;
	struct record_skip skip = {
		.path = candidate->path,
		.reason = reason,
		.detail = arena_printf(&s->tools->unit, "%s; none of it is obeyed", err.text),
	};

	put_skip(s, &skip);
	run_message(s->run, STR_FMT ": " STR_FMT ": " STR_FMT, STR_ARG(s->unit->place.path),
		    STR_ARG(candidate->path), STR_ARG(skip.detail));
}

static void read_repo_config(struct scan *s, const struct corpus_listing *listing)
{
	for (uint32_t i = 0; i < listing->count && !s->run->options->no_repo_config; i++)
		if (listing->items[i].kind == CANDIDATE_SETTINGS)
			read_settings(s, &listing->items[i]);
	settle_config(s);
}

/* From an open source to its records. */
static int scan_source(struct scan *s, struct err *reterr)
{
	struct corpus_listing listing = {0};
	struct evaluated evaluated = {0};
	int result = corpus_list(s->source, &s->tools->unit, &scan_stop_signal, &listing, reterr);

	if (result)
		return result;
	s->coverage.files = listing.files;
	s->coverage.bytes = listing.bytes;
	read_repo_config(s, &listing);
	if (s->run->options->since)
		result = since_read(&s->since, &s->unit->place, str_from(s->run->options->since),
				    &s->tools->unit, &scan_stop_signal, reterr);
	if (result)
		return result;
	s->listing = &listing;
	result = evaluate_all(s->run, s->source, &listing, &s->tools->unit, s->worker, &evaluated);
	if (!result && s->unit->with_history)
		result = past_read(&s->past, s->unit, s->source, &evaluated, s->worker, reterr);
	if (!result)
		result = scan_environments(s, &listing, &evaluated, reterr);
	past_release(&s->past);
	evaluated_release(&evaluated);
	s->listing = NULL;
	return result;
}

/* What is not found of a place as a whole is what was asked for. */
static enum skip_reason reason_of(int code)
{
	return code == ERR_NOT_FOUND ? SKIP_NO_REF : listing_reason(code);
}

/* A place that could not be read at all: its record says so and why. */
static void fail(struct scan *s, enum skip_reason reason, struct str detail)
{
	struct record_skip skip = {.reason = reason, .detail = detail};

	out_clear(&s->records);
	s->coverage = (struct coverage){.repositories_unread = 1};
	put_repository(s);
	put_skip(s, &skip);
	run_message(s->run, STR_FMT ": " STR_FMT, STR_ARG(s->unit->place.path), STR_ARG(detail));
}

static void finish(struct scan *s)
{
	struct scan_run *run = s->run;
	struct record record = {.kind = RECORD_COVERAGE};
	const uint64_t *found = s->coverage.findings;

	record.as.coverage = s->coverage;
	put(s, &record);
	pthread_mutex_lock(&run->lock);
	if (s->records.error)
		err_set(&run->error, s->records.error, "the records of " STR_FMT " are too many",
			STR_ARG(s->unit->place.path));
	else if (!run->error.code)
		spool_put(&run->spool, s->unit->number, out_content(&s->records), &run->error);
	coverage_add(&run->total, &s->coverage);
	pthread_mutex_unlock(&run->lock);
	run->units_done++;
	run->migrations += s->coverage.migrations;
	run->findings += found[SEVERITY_NOTE] + found[SEVERITY_WARNING] + found[SEVERITY_ERROR];
}

/* Opens the place and scans what is there. ERR_STOPPED: nothing is to be reported. */
static int scan_place(struct scan *s)
{
	const struct unit *unit = s->unit;
	struct err err = {0};
	int result;

	if (unit->unread) {
		fail(s, unit->unread->reason, unit->unread->detail);
		return 0;
	}
	result = corpus_open(&unit->place, unit->ref, &s->source, &err);
	if (!result) {
		s->coverage.repositories = unit->place.git;
		s->coverage.folders = !unit->place.git;
		put_repository(s);
		result = scan_source(s, &err);
	}
	if (result == ERR_STOPPED)
		return result;
	if (result)
		fail(s, reason_of(result), str_from(err.text));
	else
		s->coverage.repositories_incomplete = coverage_incomplete(&s->coverage);
	return 0;
}

void unit_scan(void *self, unsigned worker)
{
	struct unit *unit = self;
	struct scan s = {
		.unit = unit,
		.run = unit->run,
		.worker = worker,
		.tools = &unit->run->tools[worker],
	};

	replay_budget_init(&s.budget);
	if (scan_stop_signal)
		return; /* absent from the spool; the scan says that it was stopped */
	out_init_buffer(&s.records, UNIT_BYTES_MAX);
	if (!scan_place(&s))
		finish(&s);
	if (s.source)
		corpus_close(s.source);
	out_release(&s.records);
	arena_reset(&s.tools->unit);
	arena_reset(&s.tools->scratch);
}
