#include "tests/rules/fixture_settings.h"

struct str fixture_setting(struct str text, struct str key)
{
	struct str line;

	while (str_split(&text, '\n', &line) && str_starts(line, STR("#"))) {
		line = str_trim(str_sub(line, 1, line.len));
		if (str_starts(line, key) && line.len > key.len && line.ptr[key.len] == ':')
			return str_trim(str_sub(line, key.len + 1, line.len));
	}
	return STR("");
}

/* "lock_timeout=5s", "lock_timeout=unset"; those that are not listed are not known. */
static void read_settings(struct environment *env, struct str list)
{
	struct str item, name;

	while (str_split(&list, ' ', &item)) {
		if (!str_split(&item, '=', &name))
			continue;
		for (int i = 0; i < SETTING_COUNT; i++)
			if (str_eq(name, setting_name((enum setting_kind)i)))
				env->settings[i] = (struct env_setting){
					.state = str_eq(item, STR("unset")) ? SETTING_UNSET
									    : SETTING_SET,
					.value = item};
	}
}

bool fixture_environment(struct str text, struct str dialects, struct environment *ret_env,
			 struct str *ret_bad)
{
	struct str word;

	if (fixture_setting(text, STR("dialects")).len)
		dialects = fixture_setting(text, STR("dialects"));
	*ret_env = (struct environment){.name = STR("migrations"), .framework = STR("alembic")};
	while (str_split(&dialects, ' ', &word)) {
		dialect_set one = dialect_parse(dialect_word(word));

		if (!word.len)
			continue;
		*ret_bad = word;
		if (!one || !dialect_version_parse(word, ret_env->dialect_versions))
			return false;
		ret_env->dialects |= one;
	}
	read_settings(ret_env, fixture_setting(text, STR("settings")));
	ret_env->forward_only = str_eq(fixture_setting(text, STR("forward-only")), STR("yes"));
	return true;
}
