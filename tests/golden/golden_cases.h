/*
 * Scans made by hand, for the golden files of the formats.
 */
#ifndef TIDEMARK_TESTS_GOLDEN_GOLDEN_CASES_H
#define TIDEMARK_TESTS_GOLDEN_GOLDEN_CASES_H

#include "reports/format.h"

/* Puts records into units, counting what the coverage record of each has to say. */
struct scan_builder {
	struct spool spool;
	struct out unit;
	uint32_t next_unit;
	struct coverage unit_coverage, total;
};

void scan_init(struct scan_builder *b);
void scan_release(struct scan_builder *b);
void scan_repository(struct scan_builder *b, struct record_repository r);
void scan_environment(struct scan_builder *b, struct record_environment r);
void scan_migration(struct scan_builder *b, struct record_migration r);
void scan_finding(struct scan_builder *b, bool counts, struct finding f);
void scan_skip(struct scan_builder *b, struct record_skip s);
/* Ends the unit: what it skipped decides whether it is incomplete. */
void scan_end(struct scan_builder *b);
/* A unit that never came. */
void scan_absent(struct scan_builder *b);

struct golden_case {
	const char *name; /* the folder of its files */
	void (*fill)(struct scan_builder *b);
	const char *stopped_by; /* NULL = nothing */
};
extern const struct golden_case golden_cases[];
extern const uint32_t golden_case_count;

/* A repository with one migration and three findings; the same for every call. */
void golden_small_repository(struct scan_builder *b);

/* A report of what was built, with a table of rules of its own. */
struct report golden_report(const struct scan_builder *b);

#endif
