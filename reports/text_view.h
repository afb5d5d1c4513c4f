/*
 * What the parts of the text format share: format_text.c writes the findings, text_summary.c what
 * was not read and the totals.
 */
#ifndef TIDEMARK_REPORTS_TEXT_VIEW_H
#define TIDEMARK_REPORTS_TEXT_VIEW_H

#include "reports/text_layout.h"
#include "reports/units.h"

/* Counting findings of one rule, over all units. */
struct rule_total {
	uint64_t findings;
	enum severity worst;
};

struct text_view {
	const struct report *report;
	struct text_layout layout;
	struct arena run; /* lives as long as the view */

	/* totals; the last one is of rules that the table does not have */
	struct rule_total *by_rule; /* rule_count + 1 */
	uint64_t repositories_with_findings;

	/* of the repository being written */
	bool repository_shown;
	uint32_t environments_shown;
	bool *explained; /* rule_count + 1: why and fix were printed */
	bool has_findings;

	/* of the environment being written */
	struct arena environment;
	struct str environment_line; /* clean; empty before the first environment */
	bool environment_shown;
	enum role role;
	dialect_set dialects;
	uint64_t apart[SEVERITY_ERROR + 1], suppressed;
	struct str group; /* path of the migration being written */
	bool group_shown;
};

/* Clean, and cut when it is absurdly long; in the layout's arena. */
struct str view_text(struct text_view *v, struct str s);
enum text_style severity_style(enum severity severity);
/* "1 finding", "2 findings" */
struct str count_text(struct arena *a, uint64_t count, const char *singular, const char *plural);
/* "2 errors, 1 note", in the order of weight; "" when there are none */
struct str severities_text(struct arena *a, const uint64_t counts[SEVERITY_ERROR + 1]);

/* What was not read, the totals and the coverage line. */
int text_summary(struct text_view *v, struct err *reterr);

#endif
