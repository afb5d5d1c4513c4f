/*
 * The spelling of timeouts: in SQL and in the options of a connection.
 */
#ifndef TIDEMARK_SCANNER_TIMEOUTS_H
#define TIDEMARK_SCANNER_TIMEOUTS_H

#include "core/base/arena.h"
#include "core/model/environment.h"

enum { FIRST_TIMEOUT = SETTING_LOCK_TIMEOUT, LAST_TIMEOUT = SETTING_LOCK_WAIT_TIMEOUT };

/* Takes the next word, quoted string or single byte off SQL; empty at the end. */
struct str timeout_token(struct str *sql);
/* A token without its quotes; empty when it is not known: a hole, a parameter as :name or %s. */
struct str timeout_value(struct str token);
/* "lock_timeout", "@@session.lock_wait_timeout"; SETTING_COUNT when it is none of ours. */
enum setting_kind timeout_named(struct str name);

/* libpq's options, also in a URL: "-c lock_timeout=5s", "--lock_timeout=5s", "-c%20lock…%3D5s" */
struct timeout_option {
	enum setting_kind kind;
	struct str value; /* empty: not known */
};
/* A copy of the text to look for them in, with %20 and %3D for what they stand for. */
struct str timeout_options(struct arena *arena, struct str text);
/* Takes text up to the next option off `text`. False when there is none. */
bool timeout_next_option(struct str *text, struct timeout_option *ret_option);

#endif
