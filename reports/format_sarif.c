/*
 * SARIF 2.1.0: one log, one run for each repository.
 *
 * A run is written in passes over its unit: the rules that it speaks of, the notifications, the
 * results. GitHub compares results over time by primaryLocationLineHash; ours is the finding's
 * fingerprint, which survives moved lines, with its ordinal among equal ones of the run.
 */
#include "reports/format.h"
#include "reports/record_json.h"
#include "reports/sarif_object.h"
#include "reports/uri.h"

#include <inttypes.h>

/* How often each fingerprint was met: open addressing, at most half full. */
struct ordinals {
	struct ordinal {
		uint64_t fingerprint;
		uint32_t count;
	} * slots;
	uint64_t mask;
};

struct sarif_run {
	const struct report *report;
	struct unit_reader *units;
	struct out *out;
	struct arena arena;
	int *rule_index; /* per rule of the report: its index in this run, -1 = not in it */
	struct ordinals ordinals;
};

/* ---- the tool and what was not read ------------------------------------------------------------ */

static void write_tool(struct sarif_run *run)
{
	const struct report *report = run->report;
	struct json_list list;

	out_str(run->out, STR("\"tool\":{\"driver\":{\"name\":\"tidemark\",\"version\":"));
	json_write(run->out, json_string(&run->units->record, report->version));
	out_str(run->out, STR(",\"semanticVersion\":"));
	json_write(run->out, json_string(&run->units->record, report->version));
	list = json_list_open(run->out, "rules");
	for (uint32_t i = 0; i < report->rule_count; i++) {
		if (run->rule_index[i] < 0)
			continue;
		json_list_item(&list);
		json_write(run->out, sarif_rule(&run->units->record, report->rules[i]));
	}
	json_list_close(&list);
	out_str(run->out, STR("}}"));
}

static cJSON *notification(struct unit_reader *units, const struct record_skip *s)
{
	struct arena *a = &units->record;
	cJSON *object = json_object(), *descriptor = json_object(), *places = json_array(), *place;
	struct str reason = skip_reason_name(s->reason);
	struct span at = {.line = s->line, .end_line = s->line};

	json_add_str(descriptor, a, "id", arena_join(a, STR("skip/"), reason));
	json_add(object, "descriptor", descriptor);
	json_add(object, "message",
		 sarif_message(a, arena_join(a, arena_join(a, reason, STR(": ")), s->detail)));
	json_add_str(object, a, "level",
		     skip_is_incomplete(s->reason) ? STR("error") : STR("note"));
	place = sarif_location(a, s->path, &at, STR(""), s->path);
	if (place)
		json_push(places, place);
	json_add(object, "locations", places);
	return object;
}

static int write_invocation(struct sarif_run *run, struct err *reterr)
{
	const struct report *report = run->report;
	struct unit_reader *units = run->units;
	bool whole = !units->incomplete && !report->incomplete && !report->stopped_by.len;
	cJSON *invocation = json_object();
	struct json_list list;
	struct record record;
	int result;

	json_add_bool(invocation, "executionSuccessful", whole);
	if (str_ends(report->started, STR("Z")))
		json_add_str(invocation, &run->arena, "startTimeUtc", report->started);
	json_add(invocation, "arguments",
		 json_strings(&run->arena, report->arguments, report->argument_count));
	if (report->stopped_by.len)
		json_add_str(invocation, &run->arena, "exitSignalName", report->stopped_by);
	out_str(run->out, STR(",\n\"invocations\":["));
	json_write_open(run->out, invocation);
	list = json_list_open(run->out, "toolExecutionNotifications");
	unit_rewind(units);
	while ((result = unit_record(units, &record, reterr)) > 0) {
		if (record.kind != RECORD_SKIP)
			continue;
		json_list_item(&list);
		json_write(run->out, notification(units, &record.as.skip));
	}
	json_list_close(&list);
	out_str(run->out, STR("}]"));
	return result;
}

/* ---- where the source comes from ------------------------------------------------------------- */

static void write_provenance(struct sarif_run *run)
{
	const struct record_repository *repository = &run->units->place.repository;
	struct str uri = uri_origin(&run->arena, repository->origin);
	cJSON *list, *object, *mapped;

	if (!uri.len || !repository->commit.len)
		return;
	mapped = json_object();
	json_add_str(mapped, &run->arena, "uriBaseId", STR("SRCROOT"));
	object = json_object();
	json_add_str(object, &run->arena, "repositoryUri", uri);
	json_add_str(object, &run->arena, "revisionId", repository->commit);
	json_add(object, "mappedTo", mapped);
	list = json_array();
	json_push(list, object);
	out_str(run->out, STR(",\n\"versionControlProvenance\":"));
	json_write(run->out, list);
}

static void write_properties(struct sarif_run *run)
{
	const struct record_repository *repository = &run->units->place.repository;
	struct record coverage = {.kind = RECORD_COVERAGE, .as.coverage = run->units->coverage};
	cJSON *object = json_object();

	json_add_str(object, &run->arena, "repository", repository->name);
	json_add_str_or_null(object, &run->arena, "ref", repository->ref);
	json_add_str_or_null(object, &run->arena, "commit", repository->commit);
	json_add(object, "coverage", record_json(run->units, &coverage));
	out_str(run->out, STR(",\n\"properties\":"));
	json_write(run->out, object);
}

/* ---- results --------------------------------------------------------------------------------- */

/* Which occurrence of the fingerprint is this? From 1. */
static uint32_t ordinal_next(struct ordinals *o, uint64_t fingerprint)
{
	uint64_t at = fingerprint * UINT64_C(0x9e3779b97f4a7c15) >> 20 & o->mask;

	while (o->slots[at].count && o->slots[at].fingerprint != fingerprint)
		at = (at + 1) & o->mask;
	o->slots[at].fingerprint = fingerprint;
	return ++o->slots[at].count;
}

static cJSON *fingerprints(struct sarif_run *run, struct arena *a, const struct finding *f)
{
	cJSON *object = json_object();
	uint32_t ordinal = ordinal_next(&run->ordinals, f->fingerprint);

	json_add_str(object, a, "primaryLocationLineHash",
		     arena_printf(a, "%016" PRIx64 ":%u", f->fingerprint, ordinal));
	return object;
}

static cJSON *suppressions(struct arena *a, const struct finding *f)
{
	cJSON *list = json_array(), *object;
	struct str reason = f->suppressed_reason;

	if (f->suppressed) {
		object = json_object();
		json_add_str(object, a, "kind",
			     f->suppressed_by == SUPPRESSION_CONFIG ? STR("external")
								    : STR("inSource"));
		if (reason.len)
			json_add_str(object, a, "justification", reason);
		json_push(list, object);
	}
	return list;
}

static cJSON *locations_of(struct unit_reader *units, const struct finding *f)
{
	struct arena *a = &units->record;
	struct str logical = units->place.environment;
	cJSON *list = json_array(), *place;

	if (f->revision.len)
		logical = arena_join(a, arena_join(a, logical, STR("/")), f->revision);
	place = sarif_location(a, f->path, &f->at, f->excerpt, logical);
	if (place)
		json_push(list, place);
	return list;
}

static cJSON *related_locations(struct arena *a, const struct finding *f)
{
	cJSON *list = json_array();

	for (uint32_t i = 0; i < f->evidence_count; i++) {
		const struct evidence *e = &f->evidence[i];
		struct span at = {.line = e->line, .end_line = e->line};
		cJSON *place = sarif_location(a, e->path.len ? e->path : f->path, &at, e->text,
					      STR(""));

		if (place)
			json_push(list, place);
	}
	return list;
}

static cJSON *result_properties(struct unit_reader *units, const struct record_finding *r)
{
	const struct unit_place *place = &units->place;
	const struct finding *f = &r->finding;
	struct arena *a = &units->record;
	cJSON *object = json_object();

	json_add_str_or_null(object, a, "framework", place->framework);
	json_add_str_or_null(object, a, "environment", place->environment);
	json_add_str_or_null(object, a, "role",
			     place->has_environment ? role_name(place->role) : STR(""));
	json_add(object, "dialects", dialects_json(a, f->dialects));
	json_add_str_or_null(object, a, "scenario", f->scenario);
	json_add_str_or_null(object, a, "revision", f->revision);
	json_add_str_or_null(object, a, "direction",
			     f->has_direction ? direction_name(f->direction) : STR(""));
	json_add_str(object, a, "severity", severity_name(f->severity));
	json_add_str(object, a, "confidence", confidence_name(f->confidence));
	json_add(object, "subject", subject_json(a, &f->subject));
	json_add_str_or_null(object, a, "verdict", f->verdict);
	json_add_str_or_null(object, a, "blob", f->blob);
	json_add_bool(object, "counts", r->counts);
	return object;
}

/*
 * A finding in an environment whose role does not count is informational: a list of results is read
 * as a list of things to do.
 */
static cJSON *result_json(struct sarif_run *run, const struct record_finding *r)
{
	const struct finding *f = &r->finding;
	struct arena *a = &run->units->record;
	uint32_t index = report_rule(run->report, f->rule);
	bool apart = !r->counts && !f->suppressed;
	cJSON *object = json_object();

	json_add_str(object, a, "ruleId", f->rule);
	if (index < run->report->rule_count)
		json_add_u64(object, a, "ruleIndex", (uint64_t)run->rule_index[index]);
	json_add_str(object, a, "kind", apart ? STR("informational") : STR("fail"));
	json_add_str(object, a, "level", apart ? STR("none") : severity_name(f->severity));
	json_add(object, "message", sarif_message(a, f->message));
	json_add(object, "locations", locations_of(run->units, f));
	if (f->evidence_count)
		json_add(object, "relatedLocations", related_locations(a, f));
	json_add(object, "partialFingerprints", fingerprints(run, a, f));
	json_add(object, "suppressions", suppressions(a, f));
	json_add(object, "properties", result_properties(run->units, r));
	return object;
}

static int write_results(struct sarif_run *run, struct err *reterr)
{
	struct json_list list = json_list_open(run->out, "results");
	struct record record;
	int result;

	unit_rewind(run->units);
	while ((result = unit_record(run->units, &record, reterr)) > 0) {
		if (record.kind != RECORD_FINDING)
			continue;
		json_list_item(&list);
		json_write(run->out, result_json(run, &record.as.finding));
	}
	json_list_close(&list);
	return result;
}

/* ---- the run --------------------------------------------------------------------------------- */

/* Numbers the rules that have results here, and makes room for their fingerprints. */
static int prepare(struct sarif_run *run, struct err *reterr)
{
	uint32_t count = run->report->rule_count;
	uint64_t findings = 0, slots = 16;
	struct record record;
	int result, next = 0;

	run->rule_index = arena_array(&run->arena, count + 1, sizeof(*run->rule_index));
	while ((result = unit_record(run->units, &record, reterr)) > 0) {
		if (record.kind != RECORD_FINDING)
			continue;
		findings++;
		run->rule_index[report_rule(run->report, record.as.finding.finding.rule)] = 1;
	}
	if (result < 0)
		return result;
	for (uint32_t i = 0; i < count; i++)
		run->rule_index[i] = run->rule_index[i] ? next++ : -1;
	while (slots < 2 * findings)
		slots *= 2;
	run->ordinals.mask = slots - 1;
	run->ordinals.slots = arena_array(&run->arena, slots, sizeof(*run->ordinals.slots));
	return 0;
}

static int write_run(struct sarif_run *run, struct err *reterr)
{
	int result;

	arena_reset(&run->arena);
	result = prepare(run, reterr);
	if (result < 0)
		return result;
	out_str(run->out, STR("{"));
	write_tool(run);
	result = write_invocation(run, reterr);
	if (result < 0)
		return result;
	write_provenance(run);
	out_str(run->out, STR(",\n\"originalUriBaseIds\":{\"SRCROOT\":{\"description\":{\"text\":"
			      "\"The root of the repository or folder that was scanned.\"}}}"
			      ",\n\"columnKind\":\"unicodeCodePoints\""));
	write_properties(run);
	result = write_results(run, reterr);
	out_str(run->out, STR("}"));
	return result;
}

static int render(const struct report *report, struct out *out, struct err *reterr)
{
	struct unit_reader units;
	struct sarif_run run = {.report = report, .units = &units, .out = out};
	struct json_list list;
	int result = 0;

	unit_reader_init(&units, report);
	arena_init(&run.arena);
	out_str(out, STR("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
			 "\"version\":\"2.1.0\""));
	list = json_list_open(out, "runs");
	while (result >= 0 && !out->error && (result = unit_next(&units, reterr)) > 0) {
		json_list_item(&list);
		result = write_run(&run, reterr);
	}
	json_list_close(&list);
	out_str(out, STR("}\n"));
	arena_release(&run.arena);
	unit_reader_release(&units);
	return result < 0 ? result : 0;
}

const struct format format_sarif = {
	.name = "sarif",
	.extension = "sarif",
	.summary = "SARIF 2.1.0, one run for each repository, for code scanning",
	.render = render,
};
