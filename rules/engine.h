/*
 * The engine: runs the selected rules over one environment state.
 */
#ifndef TIDEMARK_RULES_ENGINE_H
#define TIDEMARK_RULES_ENGINE_H

#include "core/base/err.h"
#include "rules/rule.h"

enum { RULE_MAX = 512 };

/* Which rules run, at which severity. Shared, const while workers run. */
struct rule_selection {
	bool enabled[RULE_MAX];        /* by index into rules[]; rule_count is checked to fit */
	bool severity_given[RULE_MAX]; /* by the user: it stands, whatever a finding says */
	enum severity severity[RULE_MAX];
};

/*
 * The start of every selection. Profiles: "rollback" (families rollback and chain), "locks",
 * "deploy", "security" (each with chain), "all". ERR_USAGE with a text that lists what there is.
 */
int rule_selection_profile(struct rule_selection *s, struct str profile, struct err *reterr);
/*
 * --select: only these (comma-separated words, see rule_matches()), from all families, whatever was
 * selected before: join the values of a repeated option; --ignore: not these; --severity:
 * "WORD=error". ERR_USAGE names a word that matches no rule; the selection is then unchanged.
 */
int rule_selection_select(struct rule_selection *s, struct str words, struct err *reterr);
int rule_selection_ignore(struct rule_selection *s, struct str words, struct err *reterr);
int rule_selection_severity(struct rule_selection *s, struct str setting, struct err *reterr);

struct rule_input {
	const struct environment *env;
	const struct chain *chain;         /* its nodes are the migrations, sorted by path */
	const struct chain_proofs *proofs; /* of the chain */
	const struct rule_selection *selection;
	bool repo_suppressions; /* obey comments in the scanned files */
};

/*
 * Appends the findings, in `arena`: ordered by path, line, rule id, subject; suppressed ones
 * included and marked; unused suppressions reported as findings of their own. Texts are in `arena`
 * or borrowed from the input. Does not depend on anything but its input.
 *
 * A finding without a migration (a whole environment) has line 0 and the path of the environment's
 * configuration, else of its first base. More than LIMIT_FINDINGS_PER_FILE in one file are counted
 * in the message of the last one kept.
 */
struct finding_list {
	struct finding *items;
	uint32_t count, capacity;
};
void rules_run(const struct rule_input *input, struct arena *arena, struct finding_list *ret);

#endif
