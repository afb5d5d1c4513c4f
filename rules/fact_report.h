/*
 * Findings about what a migration's code does besides the schema (enum fact), at the line that tells.
 */
#ifndef TIDEMARK_RULES_FACT_REPORT_H
#define TIDEMARK_RULES_FACT_REPORT_H

#include "rules/rule.h"

/*
 * Reports that the code does what the fact says: "upgrade", "downgrade", "the migration" or "a module
 * that the migration calls" (a note: on which of its ways is not known), and then `does`. Silent when it does not, or when the file could not be
 * read. `severity` NULL: the rule's.
 */
void fact_report(struct rule_run *run, enum fact fact, const char *does, struct str outcome,
		 enum confidence confidence, const enum severity *severity);

#endif
