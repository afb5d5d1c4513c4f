#include "rules/engine.h"

#define RULE(name) extern const struct rule rule_##name;
#include "rules/rules.def"
#undef RULE

const struct rule *const rules[] = {
#define RULE(name) &rule_##name,
#include "rules/rules.def"
#undef RULE
};

_Static_assert(sizeof(rules) / sizeof(rules[0]) <= RULE_MAX, "a selection has room for all");
const uint32_t rule_count = sizeof(rules) / sizeof(rules[0]);

static const struct str families[] = {
	[FAMILY_ROLLBACK] = STR_INIT("rollback"), [FAMILY_CHAIN] = STR_INIT("chain"),
	[FAMILY_LOCKS] = STR_INIT("locks"),       [FAMILY_DEPLOY] = STR_INIT("deploy"),
	[FAMILY_SECURITY] = STR_INIT("security"),
};

struct str family_name(enum family family)
{
	return families[family];
}

const struct rule *rule_find(struct str id_or_name)
{
	for (uint32_t i = 0; i < rule_count; i++)
		if (str_eq(id_or_name, str_from(rules[i]->id)) ||
		    str_eq(id_or_name, str_from(rules[i]->name)))
			return rules[i];
	return NULL;
}

bool rule_has_code(const struct rule *rule, struct str code)
{
	struct str codes = str_from(rule->codes), one;

	if (str_eq_nocase(code, str_from(rule->id)))
		return true;
	while (str_split(&codes, ' ', &one))
		if (one.len && str_eq_nocase(code, one))
			return true;
	return false;
}

bool rule_matches(const struct rule *rule, struct str word)
{
	struct str family = family_name(rule->family);
	ptrdiff_t slash = str_chr(word, '/');

	if (slash >= 0) {
		if (!str_eq_nocase(str_sub(word, 0, (size_t)slash), family))
			return false;
		word = str_sub(word, (size_t)slash + 1, word.len);
	} else if (str_eq_nocase(word, family)) {
		return true;
	}
	return str_eq_nocase(word, str_from(rule->name)) || rule_has_code(rule, word);
}
