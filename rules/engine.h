/*
 * The engine: runs the selected rules over one environment state.
 */
#ifndef TIDEMARK_RULES_ENGINE_H
#define TIDEMARK_RULES_ENGINE_H

#include "core/base/err.h"
#include "rules/rule.h"

/* Which rules run, at which severity. Shared, const while workers run. */
struct rule_selection {
	bool enabled[512]; /* by index into rules[]; rule_count is checked to fit */
	enum severity severity[512];
};

/* Profiles: "rollback" (families rollback and chain), "locks", "deploy", "security" (each with
 * chain), "all". ERR_USAGE with a text that lists what there is. */
int rule_selection_profile(struct rule_selection *s, struct str profile, struct err *reterr);
/*
 * --select: only these (comma-separated words, see rule_matches()), from all families; --ignore:
 * not these; --severity: "WORD=error". ERR_USAGE names a word that matches no rule.
 */
int rule_selection_select(struct rule_selection *s, struct str words, struct err *reterr);
int rule_selection_ignore(struct rule_selection *s, struct str words, struct err *reterr);
int rule_selection_severity(struct rule_selection *s, struct str setting, struct err *reterr);

struct rule_input {
	const struct environment *env;
	const struct chain *chain; /* its nodes are the migrations, sorted by path */
	const struct rule_selection *selection;
	bool repo_suppressions; /* obey comments in the scanned files */
};

/*
 * Appends the findings, in `arena`: ordered by path, line, rule id, subject; suppressed ones
 * included and marked; unused suppressions reported as findings of their own. Does not depend on
 * anything but its input.
 */
struct finding_list {
	struct finding *items;
	uint32_t count, capacity;
};
void rules_run(const struct rule_input *input, struct arena *arena, struct finding_list *ret);

#endif
