/*
 * The units of a report, one at a time and each as often as a format needs it.
 *
 *	struct unit_reader units;
 *
 *	unit_reader_init(&units, report);
 *	while ((result = unit_next(&units, reterr)) > 0) {
 *		while ((result = unit_record(&units, &record, reterr)) > 0) …
 *		unit_rewind(&units);
 *		while ((result = unit_record(&units, &record, reterr)) > 0) …
 *	}
 *	unit_reader_release(&units);
 *
 * Memory: the bytes of one unit, one decoded record, and what is kept below.
 */
#ifndef TIDEMARK_REPORTS_UNITS_H
#define TIDEMARK_REPORTS_UNITS_H

#include "reports/format.h"

/* Whose the record being read is. */
struct unit_place {
	struct record_repository repository; /* of the unit */
	/* the ENVIRONMENT record passed last; false until there was one */
	bool has_environment;
	struct str environment, framework, role_evidence;
	enum role role;
};

struct unit_reader {
	const struct report *report;
	uint32_t next; /* the unit to load next */
	struct out bytes;
	struct record_cursor cursor;
	struct arena unit, environment; /* what `place` points to */

	/* for the format; from unit_next() to the next one */
	uint32_t number;
	struct unit_place place;
	struct coverage coverage; /* of the unit; zeros if it has none */
	bool incomplete;          /* something of the unit could not be read */
	struct arena record;      /* emptied by unit_record(); free for use until then */
};

void unit_reader_init(struct unit_reader *r, const struct report *report);
void unit_reader_release(struct unit_reader *r);

/* Loads a unit and reads it once for what is said above. 1, 0 after the last one, or an error. */
int unit_next(struct unit_reader *r, struct err *reterr);
/* The unit's next record, in r->record. 1, 0 at its end, or an error. */
int unit_record(struct unit_reader *r, struct record *ret_record, struct err *reterr);
/* Back to the unit's first record. */
void unit_rewind(struct unit_reader *r);

#endif
