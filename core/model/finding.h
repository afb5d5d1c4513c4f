/*
 * What a rule says about a migration or a chain: a self-contained value, ready to be reported.
 */
#ifndef TIDEMARK_CORE_MODEL_FINDING_H
#define TIDEMARK_CORE_MODEL_FINDING_H

#include "core/model/migration.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };
struct str severity_name(enum severity severity); /* "note", "warning", "error" */
bool severity_parse(struct str name, enum severity *ret_severity);

enum confidence { CONFIDENCE_LOW, CONFIDENCE_HIGH, CONFIDENCE_PROVEN };
struct str confidence_name(enum confidence confidence);

struct evidence {
	struct str path;
	uint32_t line;
	struct str text; /* the source line */
};

/* What is affected; parts that do not apply are empty. */
struct subject {
	struct str schema, table, column, object; /* object: index, constraint, type, revision … */
};

struct finding {
	struct str rule; /* "TM201"; its other texts come from the rule's descriptor */
	enum severity severity;
	enum confidence confidence;
	struct str path, blob;
	struct str revision;
	bool has_direction;
	enum direction direction;
	struct span at; /* line 0: the finding has no line (a whole environment) */
	struct str excerpt;
	struct subject subject;
	struct str verdict; /* DESIGN.md §3, or empty */
	struct str message; /* one sentence */
	dialect_set dialects;
	struct str scenario; /* empty = the default one */
	const struct evidence *evidence;
	uint32_t evidence_count;
	uint64_t fingerprint; /* rule, environment, revision, subject: survives line moves */
	bool suppressed;
	enum suppression_form suppressed_by;
	uint32_t suppressed_line;
	struct str suppressed_reason;
};

#endif
