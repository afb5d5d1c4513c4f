/*
 * .tidemark.yaml at the root of a scanned repository.
 *
 * The repository is untrusted input: it can name rules, severities, dialects and paths of its own,
 * never files, commands or URLs to use, and what it takes out of a report stays in it, marked with
 * the line that says so. A file with a mistake is refused as a whole, so that half of it never hides
 * anything.
 */
#ifndef TIDEMARK_SCANNER_CONFIG_H
#define TIDEMARK_SCANNER_CONFIG_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "rules/engine.h"

#define CONFIG_NAME ".tidemark.yaml"

struct config_word {
	struct str text;
	uint32_t line;
};

struct config_words {
	struct config_word *items;
	uint32_t count, capacity;
};

/* suppress: fields that are empty say nothing; at least one of the first four is given. */
struct config_suppression {
	struct str rule, path, revision, fingerprint;
	struct str reason;
	uint32_t line;
};

struct repo_config {
	struct config_words select, ignore, ignore_paths;
	struct config_words severities; /* "dropped-column=warning" */
	struct config_words dialects;
	struct {
		struct config_suppression *items;
		uint32_t count, capacity;
	} suppressions;
	uint64_t steps; /* left for comparing paths; then no pattern takes anything out any more */
};

/*
 * ERR_CORRUPT (no YAML), ERR_LIMIT, ERR_USAGE: the text says what is wrong, and in which line. Strings are in `arena`.
 */
int config_parse(struct repo_config *ret_config, struct str content, struct arena *arena,
		 struct err *reterr);

/* What takes the finding out of what counts, if anything does: its line, and the reason. */
struct config_verdict {
	uint32_t line;
	struct str reason;
};
bool config_suppresses(struct repo_config *config, const struct finding *finding,
		       struct config_verdict *ret_verdict);

#endif
