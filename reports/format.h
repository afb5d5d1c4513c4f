/*
 * Formats: one way each to write a scan down.
 *
 * To add one: write format_<name>.c with one `const struct format format_<name>`, add FORMAT(<name>)
 * to formats.def, add golden files in tests/golden/. Nothing else changes; removing the file and
 * the line leaves no trace.
 *
 * A format reads units from the spool through units.h, as often as it likes, and keeps at most one
 * unit and one record of it in memory. It states what the records say and decides nothing: what
 * counts, what is suppressed and what is incomplete was settled when the records were made. The
 * same report gives the same bytes.
 *
 * Names, paths and source lines come from repositories that nobody has read before. A format that
 * writes for people strips what could steer a terminal or a browser (text_clean()); one that writes
 * for programs makes valid UTF-8 of it (json_text()).
 */
#ifndef TIDEMARK_REPORTS_FORMAT_H
#define TIDEMARK_REPORTS_FORMAT_H

#include "core/model/record.h"
#include "rules/rule.h"

/* One scan, or one repository of it. Everything is borrowed and outlives the call. */
struct report {
	/* the run */
	struct str version;          /* of tidemark */
	struct str started;          /* RFC 3339 in UTC; the caller honours SOURCE_DATE_EPOCH */
	const struct str *arguments; /* without -j, progress and output paths */
	uint32_t argument_count;
	struct str stopped_by; /* "SIGINT"; empty = the scan ran to its end */
	bool incomplete;       /* for a reason that the coverage does not show */

	/* the results: units [first_unit, end_unit) of the spool; absent ones are passed over */
	struct spool *spool;
	uint32_t first_unit, end_unit;
	struct coverage coverage; /* of all of these units */

	/* what rule ids mean, in the order that tables of rules are printed in */
	const struct rule *const *rules;
	uint32_t rule_count;

	/* of the text format */
	uint32_t width; /* columns; 0 = 80 */
	bool color;
	bool verbose; /* everything: suppressed and uncounted findings, every skip */
	bool quiet;   /* a line for each finding, then the totals */
};

struct format {
	const char *name;
	const char *extension; /* of files, without a dot */
	const char *summary;   /* one line, for --help */
	/*
	 * Writes the whole report. 0, or why the spool could not be read. Does not flush: errors in
	 * writing stay in `out` and are told by out_flush().
	 */
	int (*render)(const struct report *report, struct out *out, struct err *reterr);
};

/* All formats, in the order of formats.def. */
extern const struct format *const formats[];
extern const uint32_t format_count;
/* NULL if there is none. */
const struct format *format_find(struct str name);

/* Must a reader be told that not everything was read? (exit code 3) */
bool report_incomplete(const struct report *report);
/* The index of a rule in report->rules, or rule_count when the table does not have it. */
uint32_t report_rule(const struct report *report, struct str id);

#endif
