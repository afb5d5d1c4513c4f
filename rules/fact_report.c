#include "rules/fact_report.h"

#include "rules/judge.h"

static bool is_in(const struct body *body, struct span at)
{
	return body->shape != BODY_MISSING && at.start >= body->at.start && at.end <= body->at.end;
}

void fact_report(struct rule_run *run, enum fact fact, const char *does, struct str outcome,
		 enum confidence confidence, const enum severity *severity)
{
	static const enum direction up = UP, down = DOWN;
	const struct migration *m = run->migration;
	const struct fact_place *place = migration_fact(m, fact);
	const enum direction *direction = NULL;
	static const enum severity note = SEVERITY_NOTE;
	const char *who = "a module that the migration calls";

	if (m->status != MIGRATION_OK || !(m->facts & fact))
		return;
	if (place) {
		direction = is_in(&m->body[UP], place->at)     ? &up
			    : is_in(&m->body[DOWN], place->at) ? &down
							       : NULL;
		who = !direction ? "the migration" : *direction == UP ? "upgrade" : "downgrade";
	}
	struct rule_report report = {
		.at = place ? place->at : m->body[UP].at,
		.excerpt = place ? place->excerpt : m->body[UP].excerpt,
		.subject = {.object = fact_name(fact)},
		.message = rule_text(run, "%s %s", who, does),
		.outcome = outcome,
		.confidence = place ? confidence : CONFIDENCE_LOW,
		.direction = direction,
		.severity = place ? severity : &note, /* not known in which case */
	};

	rule_report(run, &report);
}
