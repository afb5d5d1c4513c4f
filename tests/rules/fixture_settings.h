/* The settings that stand in comments at the start of a rule's fixture: see rules_fixtures.c. */
#ifndef TIDEMARK_TESTS_RULES_FIXTURE_SETTINGS_H
#define TIDEMARK_TESTS_RULES_FIXTURE_SETTINGS_H

#include "core/model/environment.h"

/* The value of "# key: value" in the comments at the start of the text; "" when it is not there. */
struct str fixture_setting(struct str text, struct str key);
/* The environment of a text; `dialects` where it names none. False: there is no such dialect. */
bool fixture_environment(struct str text, struct str dialects, struct environment *ret_env,
			 struct str *ret_bad);

#endif
