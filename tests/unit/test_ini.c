#include "scanner/ini.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

typedef bool (*next_fn)(struct settings *, struct setting *);

/* Everything a reader says: one "line [section] key=value" after the other, in `buffer`. */
static const char *read_bytes(next_fn next, const char *bytes, size_t len, char *buffer,
			      size_t size)
{
	struct settings s = {.rest = {bytes, len}};
	struct setting setting;
	size_t used = 0;

	buffer[0] = 0;
	while (next(&s, &setting) && used + 1 < size)
		used += (size_t)snprintf(buffer + used, size - used,
					 "%u [" STR_FMT "] " STR_FMT "=" STR_FMT "\n", setting.line,
					 STR_ARG(setting.section), STR_ARG(setting.key),
					 STR_ARG(setting.value));
	return buffer;
}

static void assert_settings(next_fn next, const char *content, const char *expected)
{
	char buffer[4096];

	assert_string_equal(read_bytes(next, content, strlen(content), buffer, sizeof(buffer)),
			    expected);
}

static void ini_plain(void **state)
{
	(void)state;
	assert_settings(ini_next, "", "");
	assert_settings(ini_next,
			"# generated\n"
			"[alembic]\n"
			"; a comment\n"
			"script_location = %(here)s/migrations\n"
			"  sqlalchemy.url: postgresql://u:p@h/d?x=1\n"
			"\n"
			"[logger_root]\n"
			"handlers =\n"
			"level\n",
			"2 [alembic] =\n"
			"4 [alembic] script_location=%(here)s/migrations\n"
			"5 [alembic] script_location=sqlalchemy.url: postgresql://u:p@h/d?x=1\n"
			"7 [logger_root] =\n"
			"8 [logger_root] handlers=\n"
			"9 [logger_root] level=\n");
}

static void ini_odd_spellings(void **state)
{
	(void)state;
	assert_settings(ini_next, "\xef\xbb\xbf[a]\r\nk = v\r\n", "1 [a] =\n2 [a] k=v\n");
	assert_settings(ini_next, "k=v", "1 [] k=v\n");
	assert_settings(ini_next, "[a\nk=v # why\nurl=x#y\n",
			"1 [a] =\n2 [a] k=v\n3 [a] url=x#y\n");
	assert_settings(ini_next, "  [a]\n  k = 1\n  l = 2\n", "1 [a] =\n2 [a] k=1\n3 [a] l=2\n");
}

static void ini_values_of_several_lines(void **state)
{
	(void)state;
	assert_settings(ini_next,
			"[options.extras_require]\n"
			"db =\n"
			"    psycopg2>=2\n"
			"    # not this\n"
			"\n"
			"    pymysql # old\n"
			"x = 1\n",
			"1 [options.extras_require] =\n"
			"2 [options.extras_require] db=\n"
			"3 [options.extras_require] db=psycopg2>=2\n"
			"6 [options.extras_require] db=pymysql\n"
			"7 [options.extras_require] x=1\n");
	/* a section's header is never a continuation's end: configparser looks at the indent first */
	assert_settings(ini_next, "k = 1\n  [a]\n", "1 [] k=1\n2 [] k=[a]\n");
}

static void toml_plain(void **state)
{
	(void)state;
	assert_settings(toml_next, "", "");
	assert_settings(toml_next,
			"# c\n"
			"[tool.alembic]\n"
			"script_location = \"%(here)s/alembic\" # c\n"
			"version_locations = [ 'a', \"b\", # c\n"
			"  \"c\",\n"
			"]\n"
			"recursive_version_locations = true\n"
			"[[tool.x]]\n"
			"'quoted key' = 1\n"
			"psycopg = { version = \"^3\", extras = [\"binary\"] }\n",
			"2 [tool.alembic] =\n"
			"3 [tool.alembic] script_location=%(here)s/alembic\n"
			"4 [tool.alembic] version_locations=a\n"
			"4 [tool.alembic] version_locations=b\n"
			"5 [tool.alembic] version_locations=c\n"
			"7 [tool.alembic] recursive_version_locations=true\n"
			"8 [tool.x] =\n"
			"9 [tool.x] quoted key=1\n"
			"10 [tool.x] psycopg=^3\n"
			"10 [tool.x] psycopg=binary\n");
}

static void toml_odd_spellings(void **state)
{
	(void)state;
	assert_settings(toml_next, "\xef\xbb\xbf[a]\r\nk = 'v'\r\n", "1 [a] =\n2 [a] k=v\n");
	assert_settings(toml_next, "k = \"a \\\" b\"\nl = 'c:\\'\n",
			"1 [] k=a \\\" b\n2 [] l=c:\\\n");
	assert_settings(toml_next, "k = \"\"\"one\n[two]\n\"\"\"\nl = 1\n",
			"1 [] k=one\n[two]\n\n4 [] l=1\n");
	assert_settings(toml_next, "junk\n\nk = \"open\nl = 2\n", "3 [] k=open\n4 [] l=2\n");
	assert_settings(toml_next, "k = \"a\\", "1 [] k=a\\\n");
	assert_settings(toml_next, "k = ]]}\nl = [[[\"x\"]\n", "2 [] l=x\n");
	assert_settings(toml_next, "k = '''open", "1 [] k=open\n");
	assert_settings(toml_next, "k =", "");
}

static void text_is_the_line(void **state)
{
	struct settings s = {.rest = STR("[a]\n  k = [ 'x',  \n 'y' ]  \n")};
	struct setting setting;

	(void)state;
	assert_true(toml_next(&s, &setting));
	assert_true(str_eq(setting.text, STR("[a]")));
	assert_true(toml_next(&s, &setting));
	assert_true(str_eq(setting.text, STR("k = [ 'x',")));
	assert_true(toml_next(&s, &setting));
	assert_true(str_eq(setting.text, STR("'y' ]")));
	s = (struct settings){.rest = STR("  k = v # c\t\n")};
	assert_true(ini_next(&s, &setting));
	assert_true(str_eq(setting.text, STR("k = v # c")));
}

/* Any bytes end, and settings borrow from the content alone. */
static void hostile_bytes(void **state)
{
	static const char alphabet[] = "[]{}\"'=:#,;\\\n\r\t \0ab.\xff";
	enum { SIZE = 1000 * 1000 };
	char *bytes = malloc(SIZE);
	uint32_t random = 1;

	(void)state;
	for (uint32_t round = 0; round < 200; round++) {
		size_t len = round < 190 ? round * 7 : SIZE / 10;

		for (size_t i = 0; i < len; i++) {
			random = random * 1664525u + 1013904223u;
			bytes[i] = round % 4 == 3
					   ? (char)(random >> 24)
					   : alphabet[(random >> 16) % (sizeof(alphabet) - 1)];
		}
		for (int toml = 0; toml < 2; toml++) {
			struct settings s = {.rest = {bytes, len}};
			struct setting setting;
			uint32_t settings = 0;

			while (toml ? toml_next(&s, &setting) : ini_next(&s, &setting)) {
				assert_true(setting.value.len <= len);
				assert_true(setting.value.len == 0 ||
					    (setting.value.ptr >= bytes &&
					     setting.value.ptr + setting.value.len <= bytes + len));
				settings++;
			}
			assert_true(settings <= len);
		}
	}
	for (size_t i = 0; i < sizeof(alphabet) - 1; i++) { /* one line, no end */
		struct settings ini = {.rest = {bytes, SIZE}}, toml = {.rest = {bytes, SIZE}};
		struct setting setting;

		memset(bytes, alphabet[i], SIZE);
		bytes[0] = 'k';
		bytes[1] = '=';
		while (ini_next(&ini, &setting))
			;
		while (toml_next(&toml, &setting))
			;
		assert_int_equal(toml.rest.len, 0);
	}
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ini_plain),
		cmocka_unit_test(ini_odd_spellings),
		cmocka_unit_test(ini_values_of_several_lines),
		cmocka_unit_test(toml_plain),
		cmocka_unit_test(toml_odd_spellings),
		cmocka_unit_test(text_is_the_line),
		cmocka_unit_test(hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
