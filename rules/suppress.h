/*
 * Comments in a migration that allow findings (CLI.md, "Configuration and suppression").
 *
 * A comment speaks for the statements that it stands in, and, alone on its line, for the statement
 * that begins on the next one; several such lines may be stacked. Migrations list their comments in
 * the order of the lines.
 */
#ifndef TIDEMARK_RULES_SUPPRESS_H
#define TIDEMARK_RULES_SUPPRESS_H

#include "rules/engine.h"

struct suppress {
	const struct migration *m;
	uint32_t *target; /* per comment: the line that it stands above, 0 if it is not alone */
	bool *used;       /* per comment: it allowed a finding */
};

void suppress_init(struct suppress *s, struct arena *arena, const struct migration *m);
/* The comment that allows the rule's finding at `at`, then marked as used; NULL if none does. */
const struct suppression *suppress_find(struct suppress *s, const struct rule *rule,
					const struct span *at);
/*
 * Is the comment to be reported: it allowed nothing although every rule that it names ran, or it
 * names (in tidemark's form) a rule that there is not, then in *ret_unknown?
 */
bool suppress_is_unused(const struct suppress *s, uint32_t comment,
			const struct rule_selection *selection, struct str *ret_unknown);

#endif
