#include "core/model/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* A field was added: it belongs into the full record and the table below. */
#if defined(__x86_64__)
_Static_assert(sizeof(struct record_repository) == 72, "extend this test");
_Static_assert(sizeof(struct environment) == 1128, "extend this test");
_Static_assert(sizeof(struct record_environment) == 1184, "extend this test");
_Static_assert(sizeof(struct record_migration) == 240, "extend this test");
_Static_assert(sizeof(struct record_skip) == 48, "extend this test");
_Static_assert(sizeof(struct finding) == 296, "extend this test");
#endif

enum { BYTES_MAX = 1 << 20 };

/* One record of each kind, with every field set to something of its own. */
struct full {
	struct record repository, environment, migration, finding, skip, coverage;
	struct str names[1];
	struct evidence evidence[1];
};

static void fill_environment(struct full *f)
{
	f->environment = (struct record){.kind = RECORD_ENVIRONMENT};
	f->environment.as.environment = (struct record_environment){
		.env = {.settings = {{SETTING_UNSET, STR("v"), f->evidence[0]}},
			.name = STR("n"),
			.framework = STR("f"),
			.section = STR("s"),
			.role = ROLE_TEST,
			.role_evidence = STR("r"),
			.dialects = 5,
			.dialect_evidence = f->evidence,
			.dialect_evidence_count = 1,
			.config = STR("c"),
			.folders = f->names,
			.folder_count = 1,
			.transaction_per_migration = TRI_NO,
			.render_as_batch = TRI_NO},
		.migrations = 300,
		.heads = 2,
		.bases = 3,
		.head_revisions = f->names,
		.head_revision_count = 1,
		.missing_parents = f->names,
		.missing_parent_count = 1,
		.cycles = 4,
		.duplicates = 5,
	};
}

static void fill_finding(struct full *f)
{
	f->finding = (struct record){.kind = RECORD_FINDING};
	f->finding.as.finding.finding = (struct finding){
		.rule = STR("TM201"),
		.severity = SEVERITY_WARNING,
		.confidence = CONFIDENCE_HIGH,
		.path = STR("p"),
		.blob = STR("b"),
		.revision = STR("r"),
		.at = {1, 2, 3, 4, 5},
		.excerpt = STR("e"),
		.subject = {STR("s"), STR("t"), STR("c"), STR("o")},
		.verdict = STR("v"),
		.message = STR("m"),
		.dialects = 3,
		.scenario = STR("x"),
		.evidence = f->evidence,
		.evidence_count = 1,
		.fingerprint = UINT64_C(0xfedcba9876543210),
		.suppressed_line = 9,
		.suppressed_reason = STR("why"),
	};
}

static void fill(struct full *f)
{
	*f = (struct full){0};
	f->names[0] = STR("name");
	f->evidence[0] = (struct evidence){STR("path"), 7, STR("text")};
	f->repository = (struct record){.kind = RECORD_REPOSITORY};
	f->repository.as.repository = (struct record_repository){STR("n"), STR("r"), STR("c"),
								 false, STR("o")};
	fill_environment(f);
	f->migration = (struct record){.kind = RECORD_MIGRATION};
	f->migration.as.migration = (struct record_migration){
		.path = STR("p"),
		.blob = STR("b"),
		.framework = STR("f"),
		.revision = STR("r"),
		.parents = f->names,
		.parent_count = 1,
		.depends_on = f->names,
		.depends_count = 1,
		.labels = f->names,
		.label_count = 1,
		.semantic_hash = UINT64_MAX,
		.shape = {BODY_EMPTY, BODY_EMPTY},
		.operations = {6, 7},
		.opaque = 8,
		.proved = true,
		.verdicts = {VERDICT_LEFT_BEHIND, OUTCOME_RUNS, OUTCOME_ATOMIC},
		.introduced = {STR("i"), true, false, 12, 13},
		.removed = {STR("r"), false, true, -14, INT64_MAX},
	};
	fill_finding(f);
	f->skip = (struct record){.kind = RECORD_SKIP};
	f->skip.as.skip = (struct record_skip){SKIP_IO, STR("p"), STR("d"), 11};
	f->coverage = (struct record){.kind = RECORD_COVERAGE};
	for (size_t i = 0; i < sizeof(struct coverage) / sizeof(uint64_t); i++)
		((uint64_t *)&f->coverage.as.coverage)[i] = UINT64_C(0x9e3779b97f4a7c15) * (i + 1);
}

enum field_kind { FIELD_STR, FIELD_U32, FIELD_U64, FIELD_BOOL, FIELD_ENUM };

static const struct field {
	const char *name;
	size_t offset;
	enum field_kind kind;
} fields[] = {
#define FIELD(member, kind)                                                                        \
	{                                                                                          \
#member, offsetof(struct full, member), FIELD_##kind                               \
	}
#define REPOSITORY(member, kind) FIELD(repository.as.repository.member, kind)
#define ENVIRONMENT(member, kind) FIELD(environment.as.environment.member, kind)
#define MIGRATION(member, kind) FIELD(migration.as.migration.member, kind)
#define FINDING(member, kind) FIELD(finding.as.finding.finding.member, kind)
#define MOMENT(m)                                                                                  \
	MIGRATION(m.commit, STR), MIGRATION(m.has_time, BOOL), MIGRATION(m.has_author_time, BOOL), \
		MIGRATION(m.time, U64), MIGRATION(m.author_time, U64)
	REPOSITORY(name, STR),
	REPOSITORY(ref, STR),
	REPOSITORY(commit, STR),
	REPOSITORY(git, BOOL),
	REPOSITORY(origin, STR),
	ENVIRONMENT(env.name, STR),
	ENVIRONMENT(env.framework, STR),
	ENVIRONMENT(env.section, STR),
	ENVIRONMENT(env.role, ENUM),
	ENVIRONMENT(env.role_evidence, STR),
	ENVIRONMENT(env.dialects, U32),
	ENVIRONMENT(env.dialects_given, BOOL),
	ENVIRONMENT(env.dialect_versions[0], U32),
	ENVIRONMENT(env.dialect_versions[5], U32),
	ENVIRONMENT(env.dialect_evidence_count, U32),
	ENVIRONMENT(env.config, STR),
	ENVIRONMENT(env.folder_count, U32),
	ENVIRONMENT(env.settings[0].state, ENUM),
	ENVIRONMENT(env.settings[0].value, STR),
	ENVIRONMENT(env.settings[0].evidence.path, STR),
	ENVIRONMENT(env.settings[0].evidence.line, U32),
	ENVIRONMENT(env.settings[0].evidence.text, STR),
	ENVIRONMENT(env.settings[SETTING_COUNT - 1].value, STR),
	ENVIRONMENT(env.transaction_per_migration, ENUM),
	ENVIRONMENT(env.render_as_batch, ENUM),
	ENVIRONMENT(env.forward_only, BOOL),
	ENVIRONMENT(migrations, U32),
	ENVIRONMENT(heads, U32),
	ENVIRONMENT(bases, U32),
	ENVIRONMENT(head_revision_count, U32),
	ENVIRONMENT(missing_parent_count, U32),
	ENVIRONMENT(cycles, U32),
	ENVIRONMENT(duplicates, U32),
	FIELD(evidence[0].path, STR),
	FIELD(evidence[0].line, U32),
	FIELD(evidence[0].text, STR),
	FIELD(names[0], STR),
	MIGRATION(path, STR),
	MIGRATION(blob, STR),
	MIGRATION(framework, STR),
	MIGRATION(revision, STR),
	MIGRATION(parent_count, U32),
	MIGRATION(depends_count, U32),
	MIGRATION(label_count, U32),
	MIGRATION(parents_unknown, BOOL),
	MIGRATION(status, ENUM),
	MIGRATION(semantic_hash, U64),
	MIGRATION(shape[UP], ENUM),
	MIGRATION(shape[DOWN], ENUM),
	MIGRATION(operations[UP], U32),
	MIGRATION(operations[DOWN], U32),
	MIGRATION(opaque, U32),
	MIGRATION(proved, BOOL),
	MIGRATION(verdicts.rollback, ENUM),
	MIGRATION(verdicts.reupgrade, ENUM),
	MIGRATION(verdicts.interruption, ENUM),
	MOMENT(introduced),
	MOMENT(removed),
	FINDING(rule, STR),
	FINDING(severity, ENUM),
	FINDING(confidence, ENUM),
	FINDING(path, STR),
	FINDING(blob, STR),
	FINDING(revision, STR),
	FINDING(has_direction, BOOL),
	FINDING(direction, ENUM),
	FINDING(at.start, U32),
	FINDING(at.end, U32),
	FINDING(at.line, U32),
	FINDING(at.column, U32),
	FINDING(at.end_line, U32),
	FINDING(excerpt, STR),
	FINDING(subject.schema, STR),
	FINDING(subject.table, STR),
	FINDING(subject.column, STR),
	FINDING(subject.object, STR),
	FINDING(verdict, STR),
	FINDING(message, STR),
	FINDING(dialects, U32),
	FINDING(scenario, STR),
	FINDING(evidence_count, U32),
	FINDING(fingerprint, U64),
	FINDING(suppressed, BOOL),
	FINDING(suppressed_by, ENUM),
	FINDING(suppressed_line, U32),
	FINDING(suppressed_reason, STR),
	FIELD(finding.as.finding.counts, BOOL),
	FIELD(skip.as.skip.reason, ENUM),
	FIELD(skip.as.skip.path, STR),
	FIELD(skip.as.skip.detail, STR),
	FIELD(skip.as.skip.line, U32),
};

static void change(struct full *f, const struct field *field)
{
	char *place = (char *)f + field->offset;
	size_t len = strlen(field->name);
	bool count = len > 6 && strcmp(field->name + len - 6, "_count") == 0;

	switch (field->kind) {
	case FIELD_STR:
		*(struct str *)place = STR("changed");
		break;
	case FIELD_U32:
		*(uint32_t *)place += count ? UINT32_MAX : 1;
		break;
	case FIELD_U64:
		*(uint64_t *)place -= 1;
		break;
	case FIELD_BOOL:
		*(bool *)place = !*(bool *)place;
		break;
	case FIELD_ENUM:
		*(int *)place += 1;
		break;
	}
}

static void put_all(const struct full *f, struct out *unit)
{
	const struct record *all[] = {&f->repository, &f->environment, &f->migration,
				      &f->finding,    &f->skip,        &f->coverage};

	out_clear(unit);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		record_put(unit, all[i]);
	assert_int_equal(out_flush(unit), 0);
}

/* Reads a unit and writes what came back; returns how many records that were, or the error. */
static int copy_unit(struct str unit, struct arena *arena, struct out *copy)
{
	struct record_cursor cursor = {unit, 0};
	struct record record;
	int count = 0, result;

	out_clear(copy);
	while ((result = record_next(&cursor, arena, &record)) > 0) {
		record_put(copy, &record);
		count++;
	}
	return result < 0 ? result : count;
}

static void every_field_counts(void **state)
{
	struct full before, after;
	struct out unit, changed, copy;
	struct arena a;

	(void)state;
	arena_init(&a);
	out_init_buffer(&unit, BYTES_MAX);
	out_init_buffer(&changed, BYTES_MAX);
	out_init_buffer(&copy, BYTES_MAX);
	fill(&before);
	put_all(&before, &unit);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		fill(&after);
		change(&after, &fields[i]);
		put_all(&after, &changed);
		if (str_eq(out_content(&unit), out_content(&changed)))
			fail_msg("%s is not written", fields[i].name);
		assert_int_equal(copy_unit(out_content(&changed), &a, &copy), 6);
		if (!str_eq(out_content(&copy), out_content(&changed)))
			fail_msg("%s does not come back", fields[i].name);
		arena_reset(&a);
	}
	out_release(&unit);
	out_release(&changed);
	out_release(&copy);
	arena_release(&a);
}

/* Some fields by hand, so that reading and writing cannot be wrong alike. */
static void records_come_back(void **state)
{
	struct full f;
	struct out unit;
	struct arena a;
	struct record_cursor cursor;
	struct record r;

	(void)state;
	arena_init(&a);
	out_init_buffer(&unit, BYTES_MAX);
	fill(&f);
	put_all(&f, &unit);
	cursor = (struct record_cursor){out_content(&unit), 0};
	assert_int_equal(record_next(&cursor, &a, &r), 1);
	assert_int_equal(r.kind, RECORD_REPOSITORY);
	assert_true(str_eq(r.as.repository.origin, STR("o")));
	assert_int_equal(record_next(&cursor, &a, &r), 1);
	assert_int_equal(r.kind, RECORD_ENVIRONMENT);
	assert_int_equal(r.as.environment.migrations, 300);
	assert_int_equal(r.as.environment.env.role, ROLE_TEST);
	assert_int_equal(r.as.environment.env.dialect_evidence[0].line, 7);
	assert_int_equal(record_next(&cursor, &a, &r), 1);
	assert_true(r.as.migration.semantic_hash == UINT64_MAX);
	assert_int_equal(r.as.migration.operations[DOWN], 7);
	assert_true(str_eq(r.as.migration.labels[0], STR("name")));
	assert_int_equal(record_next(&cursor, &a, &r), 1);
	assert_true(r.as.finding.finding.fingerprint == UINT64_C(0xfedcba9876543210));
	assert_true(str_eq(r.as.finding.finding.subject.column, STR("c")));
	assert_false(r.as.finding.counts);
	assert_int_equal(record_next(&cursor, &a, &r), 1);
	assert_int_equal(r.as.skip.reason, SKIP_IO);
	assert_int_equal(r.as.skip.line, 11);
	assert_int_equal(record_next(&cursor, &a, &r), 1);
	assert_memory_equal(&r.as.coverage, &f.coverage.as.coverage, sizeof(struct coverage));
	assert_int_equal(record_next(&cursor, &a, &r), 0);
	assert_int_equal(record_next(&cursor, &a, &r), 0);
	out_release(&unit);
	arena_release(&a);
}

/* What is read is in the arena, not in the unit: the unit's buffer is read into again. */
static void nothing_points_into_the_unit(void **state)
{
	struct full f;
	struct out unit;
	struct arena a;
	struct record_cursor cursor;
	struct record r;

	(void)state;
	arena_init(&a);
	out_init_buffer(&unit, BYTES_MAX);
	fill(&f);
	put_all(&f, &unit);
	cursor = (struct record_cursor){out_content(&unit), 0};
	for (int i = 0; i < 4; i++)
		assert_int_equal(record_next(&cursor, &a, &r), 1);
	memset(unit.ptr, 0xee, unit.len);
	assert_true(str_eq(r.as.finding.finding.message, STR("m")));
	assert_true(str_eq(r.as.finding.finding.evidence[0].text, STR("text")));
	out_release(&unit);
	arena_release(&a);
}

static void damaged_units_do_no_harm(void **state)
{
	struct full f;
	struct out unit, copy;
	struct arena a;
	unsigned refused = 0;

	(void)state;
	arena_init(&a);
	out_init_buffer(&unit, BYTES_MAX);
	out_init_buffer(&copy, BYTES_MAX);
	fill(&f);
	put_all(&f, &unit);
	for (size_t len = 0; len <= unit.len; len++) { /* in memory of just that size */
		char *exact = malloc(len ? len : 1);
		int count;

		assert_non_null(exact);
		memcpy(exact, unit.ptr, len);
		count = copy_unit((struct str){exact, len}, &a, &copy);
		assert_true(count == ERR_CORRUPT || (count >= 0 && count <= 6));
		if (count >= 0) /* it ends where a record does */
			assert_true(
				str_eq(out_content(&copy), str_sub(out_content(&unit), 0, len)));
		refused += count < 0;
		free(exact);
		arena_reset(&a);
	}
	assert_int_equal(refused, unit.len + 1 - 7);
	for (size_t at = 0; at < unit.len; at++) {
		for (int flip = 1; flip < 256; flip++) {
			unit.ptr[at] ^= (char)flip;
			copy_unit(out_content(&unit), &a, &copy);
			unit.ptr[at] ^= (char)flip;
			arena_reset(&a);
		}
	}
	out_release(&unit);
	out_release(&copy);
	arena_release(&a);
}

static struct record skip_at(uint32_t line)
{
	struct record r = {.kind = RECORD_SKIP};

	r.as.skip = (struct record_skip){SKIP_TOO_DEEP, STR("p"), STR("d"), line};
	return r;
}

static void put_unit(struct spool *spool, uint32_t number, uint32_t records)
{
	struct out unit;
	struct err err;

	out_init_buffer(&unit, BYTES_MAX);
	for (uint32_t i = 0; i < records; i++) {
		struct record r = skip_at(number * 100 + i);

		record_put(&unit, &r);
	}
	assert_int_equal(spool_put(spool, number, out_content(&unit), &err), 0);
	out_release(&unit);
}

static void a_spool_is_read_in_input_order(void **state)
{
	struct record_reader reader;
	struct spool spool;
	struct arena a;
	struct record r;
	struct err err = {0};

	(void)state;
	arena_init(&a);
	assert_int_equal(spool_open(&spool, &err), 0);
	put_unit(&spool, 5, 1);
	put_unit(&spool, 0, 3);
	put_unit(&spool, 2, 0); /* a unit without records; 1, 3 and 4 are absent */
	reader = (struct record_reader){.spool = &spool};
	for (int round = 0; round < 2; round++) {
		static const uint32_t lines[] = {0, 1, 2, 500};

		for (int i = 0; i < 4; i++) {
			assert_int_equal(record_read(&reader, &a, &r, &err), 1);
			assert_int_equal(r.as.skip.line, lines[i]);
			arena_reset(&a); /* what was read is not needed to read on */
		}
		assert_int_equal(record_read(&reader, &a, &r, &err), 0);
		record_rewind(&reader);
	}
	assert_int_equal(record_read(&reader, &a, &r, &err), 1);
	record_rewind(&reader); /* in the middle of a unit */
	assert_int_equal(record_read(&reader, &a, &r, &err), 1);
	assert_int_equal(r.as.skip.line, 0);
	record_reader_release(&reader);
	assert_int_equal(record_read(&reader, &a, &r, &err), 1); /* usable as before */
	assert_int_equal(r.as.skip.line, 0);
	record_reader_release(&reader);
	assert_int_equal(spool_put(&spool, 6, STR("\x7f"), &err), 0);
	reader = (struct record_reader){.spool = &spool, .next_unit = 6};
	assert_int_equal(record_read(&reader, &a, &r, &err), ERR_CORRUPT);
	assert_non_null(strstr(err.text, "unit 6"));
	record_reader_release(&reader);
	spool_release(&spool);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_counts),
		cmocka_unit_test(records_come_back),
		cmocka_unit_test(nothing_points_into_the_unit),
		cmocka_unit_test(damaged_units_do_no_harm),
		cmocka_unit_test(a_spool_is_read_in_input_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
