#include "golden_cases.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* Texts of our own, so that rewording a real rule changes no golden file. */
static const struct rule lost_column = {
	.id = "TM901",
	.name = "lost-column",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_ERROR,
	.codes = "MRT201 MRT206",
	.summary = "a column is dropped and its values with it",
	.why = "A rollback can add the column again, but what it held is gone. The code that is"
	       " rolled back to reads a column that holds NULL in every row.",
	.fix = "Stop using the column in one release and drop it in a later one; or copy its"
	       " values to another table first.",
	.dialects = "",
};
static const struct rule left_type = {
	.id = "TM902",
	.name = "left-type",
	.since = "0.1",
	.family = FAMILY_ROLLBACK,
	.severity = SEVERITY_WARNING,
	.codes = "MRT301",
	.summary = "an ENUM type stays behind",
	.why = "The next upgrade fails: the type exists.",
	.fix = "Drop the type in downgrade.",
	.dialects = "postgresql",
};
static const struct rule several_heads = {
	.id = "TM903",
	.name = "several-heads",
	.since = "0.1",
	.family = FAMILY_CHAIN,
	.severity = SEVERITY_NOTE,
	.codes = "",
	.summary = "the chain has more than one head",
	.why = "'alembic upgrade head' refuses to choose.",
	.fix = "Merge the heads.",
	.dialects = "",
};
static const struct rule never_met = {
	.id = "TM904",
	.name = "never-met",
	.since = "0.1",
	.family = FAMILY_LOCKS,
	.severity = SEVERITY_ERROR,
	.codes = "",
	.summary = "no case has it",
	.why = "It must not be in any report.",
	.fix = "None.",
	.dialects = "",
};
static const struct rule *const table[] = {&lost_column, &left_type, &several_heads, &never_met};

void scan_init(struct scan_builder *b)
{
	struct err err;

	*b = (struct scan_builder){0};
	out_init_buffer(&b->unit, SIZE_MAX / 2);
	if (spool_open(&b->spool, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		exit(2);
	}
}

void scan_release(struct scan_builder *b)
{
	spool_release(&b->spool);
	out_release(&b->unit);
}

static void put(struct scan_builder *b, struct record record)
{
	record_put(&b->unit, &record);
}

void scan_repository(struct scan_builder *b, struct record_repository r)
{
	b->unit_coverage = (struct coverage){.repositories = r.git, .folders = !r.git};
	put(b, (struct record){.kind = RECORD_REPOSITORY, .as.repository = r});
}

void scan_environment(struct scan_builder *b, struct record_environment r)
{
	b->unit_coverage.environments++;
	b->unit_coverage.environments_not_production += r.env.role != ROLE_PRODUCTION;
	put(b, (struct record){.kind = RECORD_ENVIRONMENT, .as.environment = r});
}

void scan_migration(struct scan_builder *b, struct record_migration r)
{
	struct coverage *c = &b->unit_coverage;

	c->migrations++;
	c->migrations_unparsable += r.status == MIGRATION_UNPARSABLE;
	c->operations += r.operations[UP] + r.operations[DOWN];
	c->operations_opaque += r.opaque;
	c->files++;
	c->bytes += 1000;
	put(b, (struct record){.kind = RECORD_MIGRATION, .as.migration = r});
}

void scan_finding(struct scan_builder *b, bool counts, struct finding f)
{
	struct coverage *c = &b->unit_coverage;

	c->findings[f.severity] += counts;
	c->findings_suppressed += f.suppressed;
	c->findings_apart += !counts && !f.suppressed;
	put(b, (struct record){.kind = RECORD_FINDING,
			       .as.finding = {.finding = f, .counts = counts}});
}

void scan_skip(struct scan_builder *b, struct record_skip s)
{
	struct coverage *c = &b->unit_coverage;

	c->skips[s.reason]++;
	if (skip_is_incomplete(s.reason) && !s.path.len)
		c->repositories_unread = 1;
	else if (skip_is_incomplete(s.reason))
		c->repositories_incomplete = 1;
	put(b, (struct record){.kind = RECORD_SKIP, .as.skip = s});
}

void scan_end(struct scan_builder *b)
{
	struct err err;

	put(b, (struct record){.kind = RECORD_COVERAGE, .as.coverage = b->unit_coverage});
	coverage_add(&b->total, &b->unit_coverage);
	if (spool_put(&b->spool, b->next_unit++, out_content(&b->unit), &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		exit(2);
	}
	out_clear(&b->unit);
}

void scan_absent(struct scan_builder *b)
{
	b->next_unit++;
}

struct report golden_report(const struct scan_builder *b)
{
	static const struct str arguments[] = {STR_INIT("scan"), STR_INIT("--profile"),
					       STR_INIT("all"), STR_INIT("repositories")};

	return (struct report){
		.version = STR("0.1.0"),
		.started = STR("2001-02-03T04:05:06Z"),
		.arguments = arguments,
		.argument_count = sizeof(arguments) / sizeof(arguments[0]),
		.spool = (struct spool *)&b->spool,
		.end_unit = b->next_unit,
		.coverage = b->total,
		.rules = table,
		.rule_count = sizeof(table) / sizeof(table[0]),
		.width = 100,
	};
}
