/*
 * The objects that SARIF results and notifications are made of. Trees of json_writer.h.
 */
#ifndef TIDEMARK_REPORTS_SARIF_OBJECT_H
#define TIDEMARK_REPORTS_SARIF_OBJECT_H

#include "reports/json_writer.h"
#include "rules/rule.h"

/* {"text":…}, in which nothing reads as a link. */
cJSON *sarif_message(struct arena *a, struct str text);
/*
 * A location: the file and, if there is a line, the region with its source line; where there is no
 * file that a URI could name, only the logical place `otherwise`. NULL when that is empty, too.
 */
cJSON *sarif_location(struct arena *a, struct str path, const struct span *at, struct str source,
		      struct str otherwise);
/* A reportingDescriptor. */
cJSON *sarif_rule(struct arena *a, const struct rule *rule);

#endif
