#include "core/model/environment.h"

struct str setting_name(enum setting_kind kind)
{
	static const struct str names[] = {
#define SETTING(kind, name) STR_INIT(name),
#include "core/model/setting.def"
#undef SETTING
	};

	return names[kind];
}

struct str setting_state_name(enum setting_state state)
{
	static const struct str names[] = {
		[SETTING_UNKNOWN] = STR_INIT("unknown"),
		[SETTING_UNSET] = STR_INIT("unset"),
		[SETTING_SET] = STR_INIT("set"),
	};

	return names[state];
}

enum tri setting_tri(const struct env_setting *setting)
{
	if (setting->state == SETTING_UNKNOWN)
		return TRI_UNKNOWN;
	return setting->state == SETTING_SET && str_eq(setting->value, STR("true")) ? TRI_YES
										    : TRI_NO;
}
