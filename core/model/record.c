#include "core/model/record.h"

#include "core/model/codec_io.h"

#define UNIT_BYTES_MAX ((size_t)1 << 31)

static const struct {
	struct str name;
	bool incomplete;
} reasons[] = {
	[SKIP_TOO_LARGE] = {STR_INIT("too-large"), false},
	[SKIP_NOT_UTF8] = {STR_INIT("not-utf8"), false},
	[SKIP_UNPARSABLE] = {STR_INIT("unparsable"), false},
	[SKIP_SYMLINK] = {STR_INIT("symlink"), false},
	[SKIP_BAD_NAME] = {STR_INIT("bad-name"), false},
	[SKIP_TOO_DEEP] = {STR_INIT("too-deep"), false},
	[SKIP_TOO_MANY] = {STR_INIT("too-many"), false},
	[SKIP_NOT_A_MIGRATION] = {STR_INIT("not-a-migration"), false},
	[SKIP_MISSING] = {STR_INIT("missing-object"), true},
	[SKIP_CORRUPT] = {STR_INIT("corrupt-object"), true},
	[SKIP_IO] = {STR_INIT("io-error"), true},
	[SKIP_REFUSED] = {STR_INIT("refused"), true},
	[SKIP_NO_REF] = {STR_INIT("no-ref"), true},
	[SKIP_STOPPED] = {STR_INIT("stopped"), true},
	[SKIP_CRASHED] = {STR_INIT("crashed"), true},
};

struct str skip_reason_name(enum skip_reason reason)
{
	return reasons[reason].name;
}

bool skip_is_incomplete(enum skip_reason reason)
{
	return reasons[reason].incomplete;
}

static void code_repository(struct codec *c, struct record_repository *r)
{
	codec_str(c, &r->name);
	codec_str(c, &r->ref);
	codec_str(c, &r->commit);
	codec_bool(c, &r->git);
	codec_str(c, &r->origin);
}

static void code_evidence(struct codec *c, const struct evidence **items, uint32_t *count)
{
	struct evidence *all = codec_array(c, *items, count, sizeof(*all));

	for (uint32_t i = 0; i < *count; i++) {
		codec_str(c, &all[i].path);
		codec_u32(c, &all[i].line);
		codec_str(c, &all[i].text);
	}
	if (!c->out)
		*items = all;
}

static void code_settings(struct codec *c, struct env_setting settings[SETTING_COUNT])
{
	for (int i = 0; i < SETTING_COUNT; i++) {
		codec_enum(c, &settings[i].state, SETTING_SET + 1);
		codec_str(c, &settings[i].value);
		codec_str(c, &settings[i].evidence.path);
		codec_u32(c, &settings[i].evidence.line);
		codec_str(c, &settings[i].evidence.text);
	}
}

static void code_environment(struct codec *c, struct record_environment *r)
{
	struct environment *e = &r->env;

	codec_str(c, &e->name);
	codec_str(c, &e->framework);
	codec_str(c, &e->section);
	codec_enum(c, &e->role, ROLE_VENDORED + 1);
	codec_str(c, &e->role_evidence);
	codec_u32(c, &e->dialects);
	codec_bool(c, &e->dialects_given);
	for (uint32_t i = 0; i < DIALECT_COUNT; i++)
		codec_u32(c, &e->dialect_versions[i]);
	code_evidence(c, &e->dialect_evidence, &e->dialect_evidence_count);
	codec_str(c, &e->config);
	codec_strs(c, &e->folders, &e->folder_count);
	code_settings(c, e->settings);
	codec_enum(c, &e->transaction_per_migration, TRI_YES + 1);
	codec_enum(c, &e->render_as_batch, TRI_YES + 1);
	codec_bool(c, &e->forward_only);
	codec_u32(c, &r->migrations);
	codec_u32(c, &r->heads);
	codec_u32(c, &r->bases);
	codec_strs(c, &r->head_revisions, &r->head_revision_count);
	codec_strs(c, &r->missing_parents, &r->missing_parent_count);
	codec_u32(c, &r->cycles);
	codec_u32(c, &r->duplicates);
}

static void code_moment(struct codec *c, struct record_moment *m)
{
	codec_str(c, &m->commit);
	codec_bool(c, &m->has_time);
	codec_bool(c, &m->has_author_time);
	codec_i64(c, &m->time);
	codec_i64(c, &m->author_time);
}

static void code_migration(struct codec *c, struct record_migration *r)
{
	codec_str(c, &r->path);
	codec_str(c, &r->blob);
	codec_str(c, &r->framework);
	codec_str(c, &r->revision);
	codec_strs(c, &r->parents, &r->parent_count);
	codec_strs(c, &r->depends_on, &r->depends_count);
	codec_strs(c, &r->labels, &r->label_count);
	codec_bool(c, &r->parents_unknown);
	codec_enum(c, &r->status, MIGRATION_UNPARSABLE + 1);
	codec_u64(c, &r->semantic_hash);
	for (int d = UP; d < DIRECTION_COUNT; d++) {
		codec_enum(c, &r->shape[d], BODY_OPS + 1);
		codec_u32(c, &r->operations[d]);
	}
	codec_u32(c, &r->opaque);
	codec_bool(c, &r->proved);
	codec_enum(c, &r->verdicts.rollback, VERDICT_COUNT);
	codec_enum(c, &r->verdicts.reupgrade, OUTCOME_STUCK + 1);
	codec_enum(c, &r->verdicts.interruption, OUTCOME_STUCK + 1);
	code_moment(c, &r->introduced);
	code_moment(c, &r->removed);
}

static void code_finding(struct codec *c, struct record_finding *r)
{
	struct finding *f = &r->finding;

	codec_str(c, &f->rule);
	codec_enum(c, &f->severity, SEVERITY_ERROR + 1);
	codec_enum(c, &f->confidence, CONFIDENCE_PROVEN + 1);
	codec_str(c, &f->path);
	codec_str(c, &f->blob);
	codec_str(c, &f->revision);
	codec_bool(c, &f->has_direction);
	codec_enum(c, &f->direction, DIRECTION_COUNT);
	codec_span(c, &f->at);
	codec_str(c, &f->excerpt);
	codec_str(c, &f->subject.schema);
	codec_str(c, &f->subject.table);
	codec_str(c, &f->subject.column);
	codec_str(c, &f->subject.object);
	codec_str(c, &f->verdict);
	codec_str(c, &f->message);
	codec_u32(c, &f->dialects);
	codec_str(c, &f->scenario);
	code_evidence(c, &f->evidence, &f->evidence_count);
	codec_u64(c, &f->fingerprint);
	codec_bool(c, &f->suppressed);
	codec_enum(c, &f->suppressed_by, SUPPRESSION_FORMS);
	codec_u32(c, &f->suppressed_line);
	codec_str(c, &f->suppressed_reason);
	codec_bool(c, &r->counts);
}

static void code_skip(struct codec *c, struct record_skip *s)
{
	codec_enum(c, &s->reason, SKIP_REASON_COUNT);
	codec_str(c, &s->path);
	codec_str(c, &s->detail);
	codec_u32(c, &s->line);
}

/* Coverage is nothing but counters: read, written and added up as an array. */
#define COVERAGE_COUNTERS (sizeof(struct coverage) / sizeof(uint64_t))
_Static_assert(sizeof(struct coverage) % sizeof(uint64_t) == 0, "only uint64_t in coverage");

static void code_coverage(struct codec *c, struct coverage *v)
{
	uint64_t counters[COVERAGE_COUNTERS];

	memcpy(counters, v, sizeof(counters));
	for (size_t i = 0; i < COVERAGE_COUNTERS; i++)
		codec_u64(c, &counters[i]);
	memcpy(v, counters, sizeof(counters));
}

void coverage_add(struct coverage *into, const struct coverage *from)
{
	uint64_t sum[COVERAGE_COUNTERS], more[COVERAGE_COUNTERS];

	memcpy(sum, into, sizeof(sum));
	memcpy(more, from, sizeof(more));
	for (size_t i = 0; i < COVERAGE_COUNTERS; i++)
		sum[i] += more[i];
	memcpy(into, sum, sizeof(sum));
}

bool coverage_incomplete(const struct coverage *c)
{
	for (int i = 0; i < SKIP_REASON_COUNT; i++)
		if (c->skips[i] && skip_is_incomplete(i))
			return true;
	return c->repositories_incomplete || c->repositories_unread;
}

static void code_record(struct codec *c, struct record *r)
{
	int kind = (int)r->kind;

	codec_enum_raw(c, &kind, RECORD_COVERAGE + 1);
	r->kind = kind;
	switch (r->kind) {
	case RECORD_REPOSITORY:
		code_repository(c, &r->as.repository);
		return;
	case RECORD_ENVIRONMENT:
		code_environment(c, &r->as.environment);
		return;
	case RECORD_MIGRATION:
		code_migration(c, &r->as.migration);
		return;
	case RECORD_FINDING:
		code_finding(c, &r->as.finding);
		return;
	case RECORD_SKIP:
		code_skip(c, &r->as.skip);
		return;
	case RECORD_COVERAGE:
		code_coverage(c, &r->as.coverage);
		return;
	}
	c->bad = true;
}

void record_put(struct out *unit, const struct record *r)
{
	struct codec c = {.out = unit};
	struct record copy = *r;

	code_record(&c, &copy);
}

int record_next(struct record_cursor *cursor, struct arena *arena, struct record *ret_record)
{
	struct codec c = {.arena = arena, .copy = true};
	struct record r = {0};

	c.in = str_sub(cursor->unit, cursor->at, cursor->unit.len);
	if (!c.in.len)
		return 0;
	code_record(&c, &r);
	if (c.bad)
		return ERR_CORRUPT;
	cursor->at = cursor->unit.len - c.in.len;
	*ret_record = r;
	return 1;
}

/* Loads the next unit that is there. 1, 0 at the end, or an error. */
static int next_unit(struct record_reader *r, struct err *reterr)
{
	if (!r->started) {
		out_init_buffer(&r->unit, UNIT_BYTES_MAX);
		r->started = true;
	}
	while (r->next_unit < spool_count(r->spool)) {
		int result = spool_get(r->spool, r->next_unit++, &r->unit, reterr);

		if (result == ERR_NOT_FOUND)
			continue;
		if (result < 0)
			return result;
		r->cursor = (struct record_cursor){out_content(&r->unit), 0};
		return 1;
	}
	return 0;
}

int record_read(struct record_reader *r, struct arena *arena, struct record *ret_record,
		struct err *reterr)
{
	for (;;) {
		int result = record_next(&r->cursor, arena, ret_record);

		if (result < 0)
			return err_set(reterr, result, "unit %u of the spool is damaged",
				       r->next_unit - 1);
		if (result)
			return result;
		result = next_unit(r, reterr);
		if (result <= 0)
			return result;
	}
}

void record_rewind(struct record_reader *r)
{
	r->next_unit = 0;
	r->cursor = (struct record_cursor){{NULL, 0}, 0};
}

void record_reader_release(struct record_reader *r)
{
	if (r->started)
		out_release(&r->unit);
	*r = (struct record_reader){.spool = r->spool};
}
