/*
 * Signs of the databases that an environment targets, and the set that follows from them.
 *
 * Signs are of different worth. The best kind of sign that can decide does, together with all better
 * ones. SQLite does not decide, because "sqlite:///app.db" is what a configuration holds until
 * somebody deploys it; options do not, because other databases pass over them; and a question about
 * one database does not, because it is asked for the sake of others: they add to what is decided,
 * and count alone when there is nothing else. A question about a database that nothing has named
 * also shows that what is named is not alone: drivers count beside a URL then. So an ini file that says postgresql:// and a setup.cfg
 * that offers drivers for three databases give PostgreSQL, while an ini file that says sqlite://, or
 * `if dialect.name == "mysql"`, gives SQLite or MySQL and those three.
 */
#ifndef TIDEMARK_SCANNER_EVIDENCE_H
#define TIDEMARK_SCANNER_EVIDENCE_H

#include "core/base/arena.h"
#include "core/model/environment.h"

enum trust {
	TRUST_FOLDER,      /* versions/sqlite: these and no others */
	TRUST_SAID,        /* a URL, imports of code that only this dialect serves */
	TRUST_ASKED,       /* `if dialect.name == …`: others too, unless it names several */
	TRUST_OPTION,      /* mysql_engine=…: others pass over it, so that it rules none out */
	TRUST_DRIVER,      /* a driver among the requirements */
	TRUST_TEST_DRIVER, /* a driver that only tests or developers need */
	TRUST_COUNT,
};

/* The first sign of each worth for each dialect. An all-zero value holds none. */
struct signs {
	dialect_set seen[TRUST_COUNT];
	struct evidence first[TRUST_COUNT][DIALECT_COUNT];
};

/* Notes a sign of every dialect in the set. The text is copied through evidence_text(). */
void signs_add(struct signs *s, struct arena *arena, enum trust trust, dialect_set dialects,
	       struct str path, uint32_t line, struct str text);
/* All that `other` has seen. */
void signs_merge(struct signs *s, const struct signs *other);
/*
 * The set that follows, 0 if there are no signs, and what it rests on, the best first: in `arena`
 * but for the paths, which stay borrowed.
 */
dialect_set signs_decide(const struct signs *s, struct arena *arena,
			 const struct evidence **ret_evidence, uint32_t *ret_count);

/*
 * A source line to be shown: one line of valid UTF-8 without control characters, of at most
 * LIMIT_LINE_BYTES, in which the user and password of a URL are "***".
 */
struct str evidence_text(struct arena *arena, struct str line);

#endif
