/*
 * Records as JSON objects: what the formats json and jsonl have in common. docs/json.md describes
 * every key, docs/schema/tidemark-record.schema.json checks them.
 *
 * Keys are always there and always in this order; null means that the scan does not know or that
 * there is nothing to say.
 */
#ifndef TIDEMARK_REPORTS_RECORD_JSON_H
#define TIDEMARK_REPORTS_RECORD_JSON_H

#include "reports/json_writer.h"
#include "reports/units.h"

/* {"kind":"run",…}: the tool and how it was called. */
cJSON *run_json(const struct report *report, struct arena *a);
/* The whole report's coverage: "repository" is null. */
cJSON *total_json(const struct report *report, struct arena *a);
/* Opens an object with the same: {"tool":…,"arguments":[…],"coverage":{…} */
void write_json_head(const struct report *report, struct out *out);
/* The object of a record that units->place belongs to, in units->record. */
cJSON *record_json(struct unit_reader *units, const struct record *record);

/* Parts that other formats share. */
cJSON *dialects_json(struct arena *a, dialect_set dialects);
cJSON *subject_json(struct arena *a, const struct subject *subject);
/* "MRT201 MRT206" as an array */
cJSON *codes_json(struct arena *a, const char *codes);
struct str suppression_form_name(enum suppression_form form);

#endif
