#include "rules/engine.h"

static const struct profile {
	struct str name;
	uint32_t families; /* bits of enum family */
} profiles[] = {
	{STR_INIT("rollback"), 1 << FAMILY_ROLLBACK | 1 << FAMILY_CHAIN},
	{STR_INIT("locks"), 1 << FAMILY_LOCKS | 1 << FAMILY_CHAIN},
	{STR_INIT("deploy"), 1 << FAMILY_DEPLOY | 1 << FAMILY_CHAIN},
	{STR_INIT("security"), 1 << FAMILY_SECURITY | 1 << FAMILY_CHAIN},
	{STR_INIT("all"), UINT32_MAX},
};
enum { PROFILE_COUNT = sizeof(profiles) / sizeof(profiles[0]) };

int rule_selection_profile(struct rule_selection *s, struct str profile, struct err *reterr)
{
	for (uint32_t i = 0; i < PROFILE_COUNT; i++) {
		if (!str_eq(profile, profiles[i].name))
			continue;
		*s = (struct rule_selection){0};
		for (uint32_t r = 0; r < rule_count; r++) {
			s->enabled[r] = profiles[i].families >> rules[r]->family & 1;
			s->severity[r] = rules[r]->severity;
		}
		return 0;
	}
	return err_set(reterr, ERR_USAGE,
		       "unknown profile '" STR_FMT
		       "': there are rollback, locks, deploy, security and all",
		       STR_ARG(profile));
}

/* Marks the rules that the comma-separated words mean. */
static int match_words(struct str words, bool marked[RULE_MAX], struct err *reterr)
{
	struct str rest = words, word;
	bool any = false;

	while (str_split(&rest, ',', &word)) {
		bool known = false;

		word = str_trim(word);
		if (!word.len)
			continue;
		for (uint32_t r = 0; r < rule_count; r++) {
			if (!rule_matches(rules[r], word))
				continue;
			marked[r] = known = any = true;
		}
		if (!known)
			return err_set(reterr, ERR_USAGE,
				       "'" STR_FMT "' is no rule, family or code: "
				       "'tidemark rules' lists what there is",
				       STR_ARG(word));
	}
	if (!any)
		return err_set(reterr, ERR_USAGE, "'" STR_FMT "' names no rule", STR_ARG(words));
	return 0;
}

int rule_selection_select(struct rule_selection *s, struct str words, struct err *reterr)
{
	bool marked[RULE_MAX] = {false};
	int result = match_words(words, marked, reterr);

	if (result)
		return result;
	memcpy(s->enabled, marked, sizeof(s->enabled));
	return 0;
}

int rule_selection_ignore(struct rule_selection *s, struct str words, struct err *reterr)
{
	bool marked[RULE_MAX] = {false};
	int result = match_words(words, marked, reterr);

	if (result)
		return result;
	for (uint32_t r = 0; r < rule_count; r++)
		if (marked[r])
			s->enabled[r] = false;
	return 0;
}

int rule_selection_severity(struct rule_selection *s, struct str setting, struct err *reterr)
{
	bool marked[RULE_MAX] = {false};
	ptrdiff_t equals = str_chr(setting, '=');
	enum severity severity;
	int result;

	if (equals < 0 ||
	    !severity_parse(str_trim(str_sub(setting, (size_t)equals + 1, setting.len)), &severity))
		return err_set(reterr, ERR_USAGE,
			       "'" STR_FMT "' sets no severity: "
			       "write RULE=error, RULE=warning or RULE=note",
			       STR_ARG(setting));
	result = match_words(str_sub(setting, 0, (size_t)equals), marked, reterr);
	if (result)
		return result;
	for (uint32_t r = 0; r < rule_count; r++) {
		if (!marked[r])
			continue;
		s->severity[r] = severity;
		s->severity_given[r] = true;
	}
	return 0;
}
