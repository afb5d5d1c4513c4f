/* What holds for every rule. Runs in the source tree's root: names are compared with files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "rules/engine.h"

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	arena_init(&arena);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* "dropped_column" for "dropped-column". */
static const char *symbol_of(const struct rule *rule)
{
	struct str symbol = arena_str(&arena, str_from(rule->name));

	for (size_t i = 0; i < symbol.len; i++)
		if (symbol.ptr[i] == '-')
			((char *)(uintptr_t)symbol.ptr)[i] = '_';
	return symbol.ptr;
}

static bool exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

static void ids_are_sorted_and_unique(void **state)
{
	(void)state;
	assert_true(rule_count > 0 && rule_count <= RULE_MAX);
	for (uint32_t i = 0; i < rule_count; i++) {
		const char *id = rules[i]->id;

		assert_int_equal(strlen(id), 5);
		assert_memory_equal(id, "TM", 2);
		for (int d = 2; d < 5; d++)
			assert_true(id[d] >= '0' && id[d] <= '9');
		if (i)
			assert_true(strcmp(rules[i - 1]->id, id) < 0);
	}
}

static void names_are_unique_and_mean_files(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < rule_count; i++) {
		const char *name = rules[i]->name;

		assert_true(strlen(name) > 3);
		for (const char *c = name; *c; c++)
			assert_true((*c >= 'a' && *c <= 'z') || *c == '-');
		for (uint32_t j = 0; j < i; j++)
			assert_string_not_equal(rules[j]->name, name);
		for (int family = FAMILY_ROLLBACK; family <= FAMILY_SECURITY; family++)
			assert_false(str_eq(str_from(name), family_name(family)));
		assert_true(exists(arena_printf(&arena, "rules/%s.c", symbol_of(rules[i])).ptr));
	}
}

static void each_has_fixtures(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < rule_count; i++)
		assert_true(
			exists(arena_printf(&arena, "tests/rules/%s", symbol_of(rules[i])).ptr));
}

static void assert_sentence(const char *text)
{
	size_t len = strlen(text);

	assert_true(len > 40);
	assert_int_equal(text[len - 1], '.');
	assert_null(strstr(text, "  "));
	assert_null(strchr(text, '\n'));
	assert_true(str_is_utf8(str_from(text)));
}

static void texts_are_complete(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < rule_count; i++) {
		const struct rule *rule = rules[i];
		size_t len = strlen(rule->summary);

		assert_non_null(rule->since);
		assert_true(len > 10 && len <= 100);
		assert_true(rule->summary[len - 1] != '.');
		assert_sentence(rule->why);
		assert_sentence(rule->fix);
		assert_true(rule->severity <= SEVERITY_ERROR);
		assert_true(rule->family <= FAMILY_SECURITY);
	}
}

static bool has_word(struct str words, struct str word)
{
	struct str other;

	while (str_split(&words, ' ', &other))
		if (str_eq(other, word))
			return true;
	return false;
}

static void dialects_and_codes_can_be_read(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < rule_count; i++) {
		struct str dialects = str_from(rules[i]->dialects),
			   codes = str_from(rules[i]->codes);
		struct str word;

		assert_non_null(rules[i]->dialects);
		assert_non_null(rules[i]->codes);
		while (str_split(&dialects, ' ', &word))
			assert_true(dialect_parse(word) != 0);
		while (str_split(&codes, ' ', &word)) {
			assert_true(str_starts(word, STR("MRT")) && word.len == 6);
			/* a rule once; several rules where the peer's word covers several causes */
			assert_false(has_word(codes, word));
		}
	}
}

static void hooks_are_wired(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < rule_count; i++) {
		const struct rule *rule = rules[i];

		assert_int_equal(rule->ops[UP] || rule->ops[DOWN], rule->on_op != NULL);
		assert_true(rule->on_op || rule->on_migration || rule->on_chain || rule->on_unused);
	}
}

static void each_has_examples(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < rule_count; i++) {
		assert_non_null(rules[i]->bad);
		assert_non_null(rules[i]->good);
		assert_non_null(rules[i]->bad[0]);
		assert_non_null(rules[i]->good[0]);
	}
}

static struct str read_whole(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *bytes = arena_alloc(&arena, 1 << 16);
	size_t len;

	assert_non_null(f);
	len = fread(bytes, 1, 1 << 16, f);
	fclose(f);
	return (struct str){bytes, len};
}

/* A rule that is not listed has a new id; a listed id means the rule that it always meant. */
static void ids_are_never_reused(void **state)
{
	struct str list = read_whole("tests/meta/ids.txt"), line, before = STR("");
	uint32_t known = 0;

	(void)state;
	while (str_split(&list, '\n', &line)) {
		const struct rule *rule;
		struct str id;

		if (!line.len || line.ptr[0] == '#')
			continue;
		assert_true(str_split(&line, ' ', &id));
		assert_true(str_cmp(before, id) < 0);
		before = id;
		rule = rule_find(id);
		if (!rule)
			continue;
		assert_true(str_eq(line, str_from(rule->name)));
		known++;
	}
	assert_int_equal(known, rule_count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_are_sorted_and_unique),
		cmocka_unit_test(names_are_unique_and_mean_files),
		cmocka_unit_test(each_has_fixtures),
		cmocka_unit_test(texts_are_complete),
		cmocka_unit_test(dialects_and_codes_can_be_read),
		cmocka_unit_test(hooks_are_wired),
		cmocka_unit_test(each_has_examples),
		cmocka_unit_test(ids_are_never_reused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
