#include "reports/units.h"

void unit_reader_init(struct unit_reader *r, const struct report *report)
{
	*r = (struct unit_reader){.report = report, .next = report->first_unit};
	out_init_buffer(&r->bytes, SIZE_MAX / 2);
	arena_init(&r->unit);
	arena_init(&r->environment);
	arena_init(&r->record);
}

void unit_reader_release(struct unit_reader *r)
{
	out_release(&r->bytes);
	arena_release(&r->unit);
	arena_release(&r->environment);
	arena_release(&r->record);
}

void unit_rewind(struct unit_reader *r)
{
	r->cursor = (struct record_cursor){out_content(&r->bytes), 0};
	r->place.has_environment = false;
	r->place.environment = r->place.framework = r->place.role_evidence = STR("");
	r->place.role = ROLE_PRODUCTION;
}

static void enter_environment(struct unit_reader *r, const struct environment *env)
{
	struct unit_place *place = &r->place;

	arena_reset(&r->environment);
	place->has_environment = true;
	place->environment = arena_str(&r->environment, env->name);
	place->framework = arena_str(&r->environment, env->framework);
	place->role_evidence = arena_str(&r->environment, env->role_evidence);
	place->role = env->role;
}

int unit_record(struct unit_reader *r, struct record *ret_record, struct err *reterr)
{
	int result;

	arena_reset(&r->record);
	result = record_next(&r->cursor, &r->record, ret_record);
	if (result < 0)
		return err_set(reterr, result, "unit %u of the spool is damaged", r->number);
	if (result && ret_record->kind == RECORD_ENVIRONMENT)
		enter_environment(r, &ret_record->as.environment.env);
	return result;
}

static void keep_repository(struct unit_reader *r, const struct record_repository *from)
{
	arena_reset(&r->unit);
	r->place.repository = (struct record_repository){
		.name = arena_str(&r->unit, from->name),
		.ref = arena_str(&r->unit, from->ref),
		.commit = arena_str(&r->unit, from->commit),
		.git = from->git,
		.origin = arena_str(&r->unit, from->origin),
	};
}

/*
 * What a format must know before it writes the first byte of a unit: its repository, which is the
 * first record, and its coverage, which is the last.
 */
static int look_through(struct unit_reader *r, struct err *reterr)
{
	struct record record;
	bool found = false;
	int result;

	r->coverage = (struct coverage){0};
	r->incomplete = false;
	unit_rewind(r);
	while ((result = unit_record(r, &record, reterr)) > 0) {
		if (record.kind == RECORD_REPOSITORY && !found) {
			keep_repository(r, &record.as.repository);
			found = true;
		} else if (!found) {
			break;
		} else if (record.kind == RECORD_COVERAGE) {
			coverage_add(&r->coverage, &record.as.coverage);
		} else if (record.kind == RECORD_SKIP) {
			r->incomplete |= skip_is_incomplete(record.as.skip.reason);
		}
	}
	if (result < 0)
		return result;
	if (!found)
		return err_set(reterr, ERR_CORRUPT, "unit %u of the spool names no repository",
			       r->number);
	r->incomplete |= coverage_incomplete(&r->coverage);
	unit_rewind(r);
	return 1;
}

int unit_next(struct unit_reader *r, struct err *reterr)
{
	const struct report *report = r->report;

	while (r->next < report->end_unit && r->next < spool_count(report->spool)) {
		int result;

		r->number = r->next++;
		result = spool_get(report->spool, r->number, &r->bytes, reterr);
		if (result == ERR_NOT_FOUND)
			continue;
		if (result < 0)
			return result;
		return look_through(r, reterr);
	}
	return 0;
}
