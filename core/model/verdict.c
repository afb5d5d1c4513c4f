#include "core/model/verdict.h"

struct str verdict_words(enum verdict verdict)
{
	static const struct str words[VERDICT_COUNT] = {
#define VERDICT(kind, spelling) [VERDICT_##kind] = STR_INIT(spelling),
#include "core/model/verdict.def"
#undef VERDICT
	};

	return words[verdict];
}

struct str outcome_words(enum outcome outcome)
{
	static const char *const words[] = {
		[OUTCOME_UNKNOWN] = "unprovable", [OUTCOME_NONE] = "not reached",
		[OUTCOME_RUNS] = "runs",          [OUTCOME_FAILS] = "fails",
		[OUTCOME_ATOMIC] = "atomic",      [OUTCOME_RERUNS] = "re-runnable",
		[OUTCOME_STUCK] = "stuck",
	};

	return str_from(words[outcome]);
}
