/*
 * Rules.
 *
 * To add one: write rules/<name>.c with one `const struct rule rule_<name>`, add RULE(<name>) to
 * rules.def, add fixtures in tests/rules/<name>/. Nothing else changes; removing the file and the
 * line leaves no trace.
 *
 * A rule reads the model and reports; it keeps no state (what spans two ops belongs in
 * on_migration) and never looks at syntax. Code that the front end could not read is an opaque op:
 * stay silent, or lower the confidence, where it could change the answer.
 */
#ifndef TIDEMARK_RULES_RULE_H
#define TIDEMARK_RULES_RULE_H

#include "core/model/chain.h"
#include "core/model/environment.h"
#include "core/model/finding.h"
#include "core/model/proof_chain.h"

enum family {
	FAMILY_ROLLBACK, /* what a downgrade does not bring back, or cannot */
	FAMILY_CHAIN,    /* the revision graph and the files themselves: always counts */
	FAMILY_LOCKS,    /* what stops a production database while it runs */
	FAMILY_DEPLOY,   /* what fails on rows that exist, or breaks the code that still runs */
	FAMILY_SECURITY,
};
struct str family_name(enum family family);

struct rule_engine; /* engine.h */

/* What a hook sees. Everything is borrowed for the length of the call. */
struct rule_run {
	const struct rule *rule;
	const struct environment *env;
	const struct chain *chain;
	const struct chain_proofs *proofs;
	uint32_t node;                     /* index into the chain; CHAIN_NONE in on_chain */
	const struct migration *migration; /* NULL in on_chain */
	enum direction direction;          /* in on_op: the body that holds the op */
	struct arena *scratch;             /* emptied after the hook */
	struct rule_engine *engine;
};

struct rule {
	const char *id;    /* "TM201"; never reused, see tests/meta/ids.txt */
	const char *name;  /* "dropped-column": the pattern flagged; file dropped_column.c */
	const char *since; /* the version that brought it */
	enum family family;
	enum severity severity;
	const char *codes;    /* the peer's codes it answers, "MRT201 MRT206", or "" */
	const char *summary;  /* one line */
	const char *why;      /* what happens, to whom */
	const char *fix;      /* what to do instead */
	const char *dialects; /* "" = all; else names that dialect_parse() takes, "postgresql …" */

	/* Hooks; NULL = not subscribed. on_op is called for ops in `ops` of either direction. */
	uint64_t ops[DIRECTION_COUNT];
	void (*on_op)(struct rule_run *run, const struct op *op);
	void (*on_migration)(struct rule_run *run);
	void (*on_chain)(struct rule_run *run);
	/*
	 * After all other hooks: a comment that allowed no finding although every rule that it names
	 * ran, or that names a rule there is not (`unknown`, else empty).
	 */
	void (*on_unused)(struct rule_run *run, const struct suppression *comment,
			  struct str unknown);

	/*
	 * Migrations as source, NULL-terminated: each of `bad` must yield this rule's finding and
	 * no other rule's of its family, each of `good` none of its family's. For rules about a
	 * chain a text may hold several files, separated by lines "--- name.py". A file without a
	 * down_revision is shown as it is; to be run it gets the usual head (revision, down_revision,
	 * `from alembic import op`, `import sqlalchemy as sa`). The examples run in an environment
	 * of the dialects above.
	 */
	const char *const *bad, *const *good;
};

/*
 * A finding as a hook states it; zero fields take the default.
 *
 * With `op`, the engine takes place, excerpt and dialects from it, lowers the confidence when the
 * op may not run (rule_op_confidence()), and reports one cause once: what a loop over known values
 * does, in one statement with one outcome, is one finding that lists the objects; and the branches
 * of one condition that do the same to one object are one finding.
 */
struct rule_report {
	const struct op *op; /* NULL, or an op of run->migration's */
	struct span at;
	struct str excerpt;
	struct subject subject;
	struct str verdict;
	struct str message; /* one sentence without a full stop, about `subject` alone */
	struct str outcome; /* its end, after a semicolon: as true of other objects of the loop */
	enum confidence confidence;    /* as given: LOW is the zero value */
	const enum severity *severity; /* NULL = the rule's; what the user sets goes before it */
	/* NULL = run->migration; for on_chain: where the finding stands */
	const struct migration *migration;
	const enum direction *direction; /* NULL = the op's body's in on_op, none elsewhere */
	const struct evidence *evidence;
	uint32_t evidence_count;
	dialect_set dialects; /* 0 = the op's, or the environment's */
	struct str scenario;  /* empty = the usual one */
};

void rule_report(struct rule_run *run, const struct rule_report *report);
/* A text in the run's scratch arena; rule_report() copies what it keeps. */
struct str rule_text(struct rule_run *run, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* All rules, in the order of rules.def (sorted by id). */
extern const struct rule *const rules[];
extern const uint32_t rule_count;
/* By id or name, case-sensitive; NULL if there is none. */
const struct rule *rule_find(struct str id_or_name);
/* Does `word` (id, name, family, "family/name", peer code; any case) mean this rule? */
bool rule_matches(const struct rule *rule, struct str word);
/* Is `code` (any case) the rule's id or one of its peer codes? */
bool rule_has_code(const struct rule *rule, struct str code);

#endif
