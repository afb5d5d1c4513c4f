/*
 * The readers of env.py and setup.py on any bytes.
 *
 * Checked beyond not crashing: a setting that is set has a value and a place, one that is not has
 * no value, what is to be shown is one line of UTF-8, and a second reading gives the same.
 */
#include "core/base/limits.h"
#include "scanner/env_py.h"
#include "scanner/env_settings.h"
#include "scanner/setup_py.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static bool is_shown(struct str text)
{
	return str_is_utf8(text) && str_chr(text, '\n') < 0 && text.len <= LIMIT_LINE_BYTES;
}

static void check_setting(const struct env_setting *s)
{
	check(is_shown(s->value) && is_shown(s->evidence.text));
	if (s->state == SETTING_SET)
		check(s->value.len && s->evidence.line);
	else
		check(!s->value.len);
	check(s->state != SETTING_UNSET || !s->evidence.line);
	check(!s->evidence.line || str_eq(s->evidence.path, STR("env.py")));
}

static void read_all(struct cst_parser *parser, struct str content, struct arena *arena,
		     struct env_setting settings[SETTING_COUNT], struct signs signs[2])
{
	struct err err = {0};
	struct cst cst;

	memset(settings, 0, SETTING_COUNT * sizeof(*settings));
	memset(signs, 0, 2 * sizeof(*signs));
	env_py_read(STR("env.py"), content, arena, &signs[0]);
	if (cst_parse_alone(parser, content, arena, &cst, &err))
		return;
	env_settings_read(STR("env.py"), &cst, arena, arena, settings);
	setup_py_read(STR("setup.py"), &cst, arena, arena, &signs[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct cst_parser *parser;
	struct env_setting first[SETTING_COUNT], second[SETTING_COUNT];
	struct signs signs[2], again[2];
	struct arena arena;

	if (!parser)
		parser = cst_parser_new();
	arena_init(&arena);
	read_all(parser, (struct str){(const char *)data, size}, &arena, first, signs);
	read_all(parser, (struct str){(const char *)data, size}, &arena, second, again);
	for (int i = 0; i < SETTING_COUNT; i++) {
		check_setting(&first[i]);
		check(first[i].state == second[i].state);
		check(str_eq(first[i].value, second[i].value));
		check(first[i].evidence.line == second[i].evidence.line);
	}
	for (int i = 0; i < 2; i++)
		check(!memcmp(signs[i].seen, again[i].seen, sizeof(signs[i].seen)));
	arena_release(&arena);
	return 0;
}
