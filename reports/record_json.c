#include "reports/record_json.h"

#include <time.h>

static cJSON *new_record(struct arena *a, const char *kind)
{
	cJSON *object = json_object();

	json_add_str(object, a, "kind", str_from(kind));
	return object;
}

/* What joins the records of one repository: its name and ref, and where it is known, the commit. */
static cJSON *new_record_of(struct arena *a, const char *kind, const struct unit_place *place)
{
	cJSON *object = new_record(a, kind);

	json_add_str(object, a, "repository", place->repository.name);
	json_add_str_or_null(object, a, "ref", place->repository.ref);
	json_add_str_or_null(object, a, "commit", place->repository.commit);
	return object;
}

static void add_environment_name(cJSON *object, struct arena *a, const struct unit_place *place)
{
	json_add_str_or_null(object, a, "environment", place->environment);
}

struct str suppression_form_name(enum suppression_form form)
{
	static const struct str names[] = {
		[SUPPRESSION_TIDEMARK] = STR_INIT("tidemark"),
		[SUPPRESSION_NOQA] = STR_INIT("noqa"),
		[SUPPRESSION_CONFIG] = STR_INIT("config"),
		[SUPPRESSION_MRT] = STR_INIT("mrt"),
	};

	return names[form];
}

cJSON *dialects_json(struct arena *a, dialect_set dialects)
{
	cJSON *array = json_array();

	for (int bit = 0; bit < DIALECT_COUNT; bit++)
		if (dialects & 1u << bit)
			json_push(array, json_string(a, dialect_name(1u << bit)));
	return array;
}

cJSON *codes_json(struct arena *a, const char *codes)
{
	cJSON *array = json_array();
	struct str left = str_from(codes), code;

	while (str_split(&left, ' ', &code))
		json_push(array, json_string(a, code));
	return array;
}

cJSON *subject_json(struct arena *a, const struct subject *subject)
{
	cJSON *object = json_object();

	json_add_str_or_null(object, a, "schema", subject->schema);
	json_add_str_or_null(object, a, "table", subject->table);
	json_add_str_or_null(object, a, "column", subject->column);
	json_add_str_or_null(object, a, "object", subject->object);
	return object;
}

static cJSON *evidence_json(struct arena *a, const struct evidence *evidence, uint32_t count)
{
	cJSON *array = json_array();

	for (uint32_t i = 0; i < count; i++) {
		cJSON *item = json_object();

		json_add_str_or_null(item, a, "path", evidence[i].path);
		json_add_line(item, a, "line", evidence[i].line);
		json_add_str(item, a, "text", evidence[i].text);
		json_push(array, item);
	}
	return array;
}

static cJSON *setting_json(struct arena *a, const struct env_setting *setting)
{
	const struct evidence *evidence = &setting->evidence;
	cJSON *object = json_object();

	json_add_str(object, a, "state", setting_state_name(setting->state));
	json_add_str_or_null(object, a, "value", setting->value);
	json_add(object, "evidence", evidence_json(a, evidence, evidence->line > 0));
	return object;
}

static cJSON *settings_json(struct arena *a, const struct environment *env)
{
	cJSON *object = json_object();

	for (int kind = 0; kind < SETTING_COUNT; kind++)
		json_add(object, setting_name(kind).ptr, setting_json(a, &env->settings[kind]));
	return object;
}

static void add_tri(cJSON *object, const char *key, enum tri tri)
{
	if (tri == TRI_UNKNOWN)
		json_add_null(object, key);
	else
		json_add_bool(object, key, tri == TRI_YES);
}

static cJSON *skip_counts_json(struct arena *a, const struct coverage *c)
{
	cJSON *array = json_array();

	for (int i = 0; i < SKIP_REASON_COUNT; i++) {
		cJSON *item;

		if (!c->skips[i])
			continue;
		item = json_object();
		json_add_str(item, a, "reason", skip_reason_name(i));
		json_add_u64(item, a, "count", c->skips[i]);
		json_add_bool(item, "incomplete", skip_is_incomplete(i));
		json_push(array, item);
	}
	return array;
}

static cJSON *finding_counts_json(struct arena *a, const struct coverage *c)
{
	cJSON *object = json_object();

	json_add_u64(object, a, "error", c->findings[SEVERITY_ERROR]);
	json_add_u64(object, a, "warning", c->findings[SEVERITY_WARNING]);
	json_add_u64(object, a, "note", c->findings[SEVERITY_NOTE]);
	json_add_u64(object, a, "apart", c->findings_apart);
	json_add_u64(object, a, "suppressed", c->findings_suppressed);
	json_add_u64(object, a, "known", c->findings_known);
	return object;
}

static void add_coverage(cJSON *object, struct arena *a, const struct coverage *c)
{
	json_add_u64(object, a, "repositories", c->repositories);
	json_add_u64(object, a, "repositories_incomplete", c->repositories_incomplete);
	json_add_u64(object, a, "repositories_unread", c->repositories_unread);
	json_add_u64(object, a, "folders", c->folders);
	json_add_u64(object, a, "environments", c->environments);
	json_add_u64(object, a, "environments_not_production", c->environments_not_production);
	json_add_u64(object, a, "files", c->files);
	json_add_u64(object, a, "bytes", c->bytes);
	json_add_u64(object, a, "migrations", c->migrations);
	json_add_u64(object, a, "migrations_unparsable", c->migrations_unparsable);
	json_add_u64(object, a, "operations", c->operations);
	json_add_u64(object, a, "operations_opaque", c->operations_opaque);
	json_add(object, "skips", skip_counts_json(a, c));
	json_add(object, "findings", finding_counts_json(a, c));
	json_add_u64(object, a, "commits", c->commits);
	json_add_u64(object, a, "commits_missing", c->commits_missing);
	json_add_u64(object, a, "history_migrations", c->history_migrations);
}

cJSON *run_json(const struct report *report, struct arena *a)
{
	cJSON *object = new_record(a, "run");

	json_add_str(object, a, "tool", STR("tidemark"));
	json_add_str(object, a, "version", report->version);
	json_add_str(object, a, "started", report->started);
	json_add(object, "arguments", json_strings(a, report->arguments, report->argument_count));
	return object;
}

cJSON *total_json(const struct report *report, struct arena *a)
{
	cJSON *object = new_record(a, "coverage");

	json_add_null(object, "repository");
	json_add_null(object, "ref");
	json_add_null(object, "commit");
	json_add_bool(object, "incomplete", report_incomplete(report));
	json_add_str_or_null(object, a, "stopped_by", report->stopped_by);
	add_coverage(object, a, &report->coverage);
	return object;
}

void write_json_head(const struct report *report, struct out *out)
{
	struct arena arena;
	cJSON *run;

	arena_init(&arena);
	run = run_json(report, &arena);
	cJSON_DeleteItemFromObjectCaseSensitive(run, "kind");
	json_write_open(out, run);
	out_str(out, STR(",\n\"coverage\":"));
	json_write(out, total_json(report, &arena));
	arena_release(&arena);
}

static cJSON *coverage_json(struct unit_reader *units, const struct coverage *c)
{
	struct arena *a = &units->record;
	cJSON *object = new_record_of(a, "coverage", &units->place);

	json_add_bool(object, "incomplete", units->incomplete);
	json_add_null(object, "stopped_by");
	add_coverage(object, a, c);
	return object;
}

static cJSON *repository_json(struct unit_reader *units, const struct record_repository *r)
{
	struct arena *a = &units->record;
	cJSON *object = new_record_of(a, "repository", &units->place);

	json_add_bool(object, "git", r->git);
	json_add_str_or_null(object, a, "origin", r->origin);
	json_add_bool(object, "incomplete", units->incomplete);
	return object;
}

static cJSON *environment_json(struct unit_reader *units, const struct record_environment *r)
{
	const struct environment *env = &r->env;
	struct arena *a = &units->record;
	cJSON *object = new_record_of(a, "environment", &units->place);

	add_environment_name(object, a, &units->place);
	json_add_str(object, a, "framework", env->framework);
	json_add_str_or_null(object, a, "section", env->section);
	json_add_str(object, a, "role", role_name(env->role));
	json_add_str_or_null(object, a, "role_evidence", env->role_evidence);
	json_add(object, "dialects", dialects_json(a, env->dialects));
	json_add_bool(object, "dialects_given", env->dialects_given);
	json_add(object, "dialect_evidence",
		 evidence_json(a, env->dialect_evidence, env->dialect_evidence_count));
	json_add_str_or_null(object, a, "config", env->config);
	json_add(object, "folders", json_strings(a, env->folders, env->folder_count));
	add_tri(object, "transaction_per_migration", env->transaction_per_migration);
	add_tri(object, "render_as_batch", env->render_as_batch);
	json_add_bool(object, "forward_only", env->forward_only);
	json_add_u64(object, a, "migration_count", r->migrations);
	json_add_u64(object, a, "heads", r->heads);
	json_add_u64(object, a, "bases", r->bases);
	json_add(object, "head_revisions",
		 json_strings(a, r->head_revisions, r->head_revision_count));
	json_add(object, "missing_parents",
		 json_strings(a, r->missing_parents, r->missing_parent_count));
	json_add_u64(object, a, "cycles", r->cycles);
	json_add_u64(object, a, "duplicates", r->duplicates);
	json_add(object, "settings", settings_json(a, env));
	return object;
}

static void add_operations(cJSON *object, struct arena *a, const struct record_migration *m)
{
	cJSON *operations = json_object();

	json_add_u64(operations, a, "upgrade", m->operations[UP]);
	json_add_u64(operations, a, "downgrade", m->operations[DOWN]);
	json_add_u64(operations, a, "opaque", m->opaque);
	json_add(object, "operations", operations);
}

/* Shapes of functions that could not be parsed are not known. */
static void add_bodies(cJSON *object, struct arena *a, const struct record_migration *m)
{
	cJSON *bodies = json_object();
	bool parsed = m->status == MIGRATION_OK;

	json_add_str_or_null(bodies, a, "upgrade",
			     parsed ? body_shape_name(m->shape[UP]) : STR(""));
	json_add_str_or_null(bodies, a, "downgrade",
			     parsed ? body_shape_name(m->shape[DOWN]) : STR(""));
	json_add(object, "bodies", bodies);
}

static void add_verdict(cJSON *object, struct arena *a, const struct record_migration *m)
{
	cJSON *verdict;

	if (!m->proved) {
		json_add_null(object, "verdict");
		return;
	}
	verdict = json_object();
	json_add_str(verdict, a, "rollback", verdict_words(m->verdicts.rollback));
	json_add_str(verdict, a, "reupgrade", outcome_words(m->verdicts.reupgrade));
	json_add_str(verdict, a, "interruption", outcome_words(m->verdicts.interruption));
	json_add(object, "verdict", verdict);
}

/* RFC 3339; null where the commit does not tell a time that there is. */
static void add_time(cJSON *object, struct arena *a, const char *name, bool has, int64_t seconds)
{
	time_t time = (time_t)seconds;
	struct tm parts;
	char text[32];

	if (has && gmtime_r(&time, &parts) &&
	    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts))
		json_add_str(object, a, name,
			     arena_printf(a, "%04d%s", parts.tm_year + 1900, strchr(text, '-')));
	else
		json_add_null(object, name);
}

static void add_moment(cJSON *object, struct arena *a, const char *name,
		       const struct record_moment *m)
{
	cJSON *moment;

	if (str_empty(m->commit)) {
		json_add_null(object, name);
		return;
	}
	moment = json_object();
	json_add_str(moment, a, "commit", m->commit);
	add_time(moment, a, "time", m->has_time, m->time);
	add_time(moment, a, "author_time", m->has_author_time, m->author_time);
	json_add(object, name, moment);
}

static cJSON *migration_json(struct unit_reader *units, const struct record_migration *m)
{
	struct arena *a = &units->record;
	cJSON *object = new_record_of(a, "migration", &units->place);

	add_environment_name(object, a, &units->place);
	json_add_str(object, a, "path", m->path);
	json_add_str_or_null(object, a, "blob", m->blob);
	json_add_str(object, a, "framework", m->framework);
	json_add_str_or_null(object, a, "revision", m->revision);
	json_add(object, "parents", json_strings(a, m->parents, m->parent_count));
	json_add(object, "depends_on", json_strings(a, m->depends_on, m->depends_count));
	json_add(object, "labels", json_strings(a, m->labels, m->label_count));
	if (m->status == MIGRATION_OK)
		json_add(object, "semantic_hash", json_hex(a, m->semantic_hash));
	else
		json_add_null(object, "semantic_hash");
	add_operations(object, a, m);
	add_verdict(object, a, m);
	json_add_null(object, "landed");
	add_moment(object, a, "introduced", &m->introduced);
	add_moment(object, a, "removed", &m->removed);
	json_add_str(object, a, "status",
		     m->status == MIGRATION_OK ? STR("ok") : STR("unparsable"));
	add_bodies(object, a, m);
	json_add_bool(object, "parents_unknown", m->parents_unknown);
	return object;
}

/* What the rule's descriptor says; empty when the table does not have the rule. */
static void add_rule(cJSON *object, struct arena *a, const struct report *report,
		     const struct finding *f)
{
	uint32_t index = report_rule(report, f->rule);
	const struct rule *rule = index < report->rule_count ? report->rules[index] : NULL;

	json_add_str(object, a, "id", f->rule);
	json_add_str(object, a, "rule", rule ? str_from(rule->name) : f->rule);
	json_add(object, "codes", codes_json(a, rule ? rule->codes : ""));
	json_add_str(object, a, "severity", severity_name(f->severity));
	json_add_str(object, a, "confidence", confidence_name(f->confidence));
	json_add(object, "subject", subject_json(a, &f->subject));
	json_add_str_or_null(object, a, "verdict", f->verdict);
	json_add_str(object, a, "message", f->message);
	json_add_str(object, a, "why", str_from(rule ? rule->why : NULL));
	json_add_str(object, a, "fix", str_from(rule ? rule->fix : NULL));
}

static void add_suppressed(cJSON *object, struct arena *a, const struct finding *f)
{
	cJSON *suppressed;

	if (!f->suppressed) {
		json_add_null(object, "suppressed");
		return;
	}
	suppressed = json_object();
	json_add_str(suppressed, a, "form", suppression_form_name(f->suppressed_by));
	json_add_line(suppressed, a, "line", f->suppressed_line);
	json_add_str_or_null(suppressed, a, "reason", f->suppressed_reason);
	json_add(object, "suppressed", suppressed);
}

static cJSON *finding_json(struct unit_reader *units, const struct record_finding *r)
{
	const struct unit_place *place = &units->place;
	const struct finding *f = &r->finding;
	struct arena *a = &units->record;
	cJSON *object = new_record_of(a, "finding", place);

	json_add_str_or_null(object, a, "path", f->path);
	json_add_str_or_null(object, a, "blob", f->blob);
	json_add_line(object, a, "line", f->at.line);
	json_add_line(object, a, "column", f->at.line ? f->at.column : 0);
	json_add_line(object, a, "end_line", f->at.line ? f->at.end_line : 0);
	json_add_str_or_null(object, a, "framework", place->framework);
	add_environment_name(object, a, place);
	json_add_str_or_null(object, a, "role",
			     place->has_environment ? role_name(place->role) : STR(""));
	json_add(object, "dialects", dialects_json(a, f->dialects));
	json_add_str_or_null(object, a, "scenario", f->scenario);
	json_add_str_or_null(object, a, "revision", f->revision);
	json_add_str_or_null(object, a, "direction",
			     f->has_direction ? direction_name(f->direction) : STR(""));
	add_rule(object, a, units->report, f);
	json_add(object, "evidence", evidence_json(a, f->evidence, f->evidence_count));
	json_add(object, "fingerprint", json_hex(a, f->fingerprint));
	json_add_null(object, "landed");
	json_add_null(object, "introduced");
	json_add_null(object, "fixed");
	add_suppressed(object, a, f);
	json_add_bool(object, "counts", r->counts);
	json_add_str_or_null(object, a, "excerpt", f->excerpt);
	return object;
}

static cJSON *skip_json(struct unit_reader *units, const struct record_skip *s)
{
	struct arena *a = &units->record;
	cJSON *object = new_record_of(a, "skip", &units->place);

	json_add_str_or_null(object, a, "path", s->path);
	json_add_line(object, a, "line", s->line);
	json_add_str(object, a, "reason", skip_reason_name(s->reason));
	json_add_str(object, a, "detail", s->detail);
	json_add_bool(object, "incomplete", skip_is_incomplete(s->reason));
	return object;
}

cJSON *record_json(struct unit_reader *units, const struct record *record)
{
	switch (record->kind) {
	case RECORD_REPOSITORY:
		return repository_json(units, &record->as.repository);
	case RECORD_ENVIRONMENT:
		return environment_json(units, &record->as.environment);
	case RECORD_MIGRATION:
		return migration_json(units, &record->as.migration);
	case RECORD_FINDING:
		return finding_json(units, &record->as.finding);
	case RECORD_SKIP:
		return skip_json(units, &record->as.skip);
	case RECORD_COVERAGE:
		break;
	}
	return coverage_json(units, &record->as.coverage);
}
