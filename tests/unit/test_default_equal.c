#include "core/model/default_equal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* "literal:0", "expression:now()", "none", "identity:…", "computed:…", "unknown:…" */
static struct column_default parse(const char *text)
{
	static const struct {
		const char *word;
		enum default_kind kind;
	} kinds[] = {
		{"none", DEFAULT_NONE},          {"literal:", DEFAULT_LITERAL},
		{"sql:", DEFAULT_EXPRESSION},    {"identity:", DEFAULT_IDENTITY},
		{"computed:", DEFAULT_COMPUTED}, {"unknown:", DEFAULT_UNKNOWN},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strncmp(text, kinds[i].word, strlen(kinds[i].word)) == 0)
			return (struct column_default){
				.kind = kinds[i].kind,
				.text = str_from(text + strlen(kinds[i].word))};
	fail_msg("%s", text);
	return (struct column_default){0};
}

static const char *equal(const char *one, const char *other, enum type_family family,
			 dialect_set dialect)
{
	struct column_default a = parse(one), b = parse(other);
	struct sql_type type = {.family = family, .length = -1, .scale = -1};
	struct arena arena;
	enum tri there, back;

	arena_init(&arena);
	there = default_equal(&arena, &a, &b, family ? &type : NULL, dialect);
	back = default_equal(&arena, &b, &a, family ? &type : NULL, dialect);
	arena_release(&arena);
	assert_int_equal(there, back);
	return there == TRI_YES ? "yes" : there == TRI_NO ? "no" : "unknown";
}

enum { PG = DIALECT_POSTGRESQL, MY = DIALECT_MYSQL };
static const struct {
	const char *one, *other, *equal;
	enum type_family family;
	dialect_set dialect;
} pairs[] = {
	{"none", "none", "yes", TYPE_UNKNOWN, PG},
	{"none", "sql:NULL", "yes", TYPE_UNKNOWN, PG},
	{"none", "sql:NULL::character varying", "yes", TYPE_UNKNOWN, PG},
	{"none", "literal:0", "no", TYPE_UNKNOWN, PG},
	{"none", "sql:now()", "no", TYPE_UNKNOWN, PG},
	{"literal:0", "sql:0", "yes", TYPE_INTEGER, PG},
	{"literal:0", "sql:'0'", "yes", TYPE_INTEGER, PG},
	{"literal:0", "sql:((0))", "yes", TYPE_INTEGER, DIALECT_MSSQL},
	{"literal:0", "literal:1", "no", TYPE_INTEGER, PG},
	{"literal:0", "sql:0.0", "yes", TYPE_DECIMAL, PG},
	{"literal:0", "literal:0.0", "no", TYPE_TEXT, PG},
	{"sql:-1", "sql:'-1'::integer", "yes", TYPE_INTEGER, PG},
	{"sql:(- 1)", "literal:-1", "yes", TYPE_UNKNOWN, PG},
	{"sql:01.50", "literal:1.5", "yes", TYPE_FLOAT, PG},
	{"sql:false", "literal:f", "yes", TYPE_BOOLEAN, PG},
	{"sql:false", "sql:FALSE", "yes", TYPE_UNKNOWN, PG},
	{"sql:false", "literal:0", "yes", TYPE_BOOLEAN, MY},
	{"sql:true", "literal:0", "no", TYPE_BOOLEAN, MY},
	{"sql:true", "literal:false", "no", TYPE_UNKNOWN, PG},
	{"literal:true", "literal:t", "yes", TYPE_BOOLEAN, PG},
	{"literal:true", "literal:t", "no", TYPE_TEXT, PG},
	{"literal:x", "sql:'x'::character varying", "yes", TYPE_TEXT, PG},
	{"literal:x", "sql:'x'::character varying(10)", "yes", TYPE_UNKNOWN, PG},
	{"literal:x", "sql:('x'::public.mood)", "yes", TYPE_ENUM, PG},
	{"literal:x", "sql:CAST('x' AS mood)", "yes", TYPE_ENUM, PG},
	{"literal:x", "sql:N'x'", "yes", TYPE_TEXT, DIALECT_MSSQL},
	{"literal:x", "sql:_utf8mb4'x'", "yes", TYPE_TEXT, MY},
	{"literal:it's", "sql:'it''s'", "yes", TYPE_TEXT, PG},
	{"literal:'x'", "literal:x", "yes", TYPE_TEXT, PG},
	{"literal:x", "literal:X", "no", TYPE_TEXT, PG},
	{"literal:x", "literal:y", "no", TYPE_UNKNOWN, PG},
	{"literal:", "sql:''::text", "yes", TYPE_UNKNOWN, PG},
	{"literal:", "none", "no", TYPE_UNKNOWN, PG},
	{"literal:{}", "sql:'{}'::jsonb", "yes", TYPE_JSON, PG},
	{"literal:{}", "literal:{ }", "unknown", TYPE_JSON, PG},
	{"sql:now()", "sql:CURRENT_TIMESTAMP", "yes", TYPE_TIMESTAMP, PG},
	{"sql:NOW ( )", "sql:transaction_timestamp()", "yes", TYPE_TIMESTAMP, PG},
	{"sql:current_timestamp", "sql:CURRENT_TIMESTAMP()", "yes", TYPE_TIMESTAMP, MY},
	{"sql:CURRENT_TIMESTAMP", "sql:CURRENT_TIMESTAMP(6)", "unknown", TYPE_TIMESTAMP, MY},
	{"sql:getdate()", "sql:(CURRENT_TIMESTAMP)", "yes", TYPE_TIMESTAMP, DIALECT_MSSQL},
	{"sql:now()", "literal:now()", "no", TYPE_TIMESTAMP, PG},
	{"sql:now()", "literal:2020-01-01", "no", TYPE_TIMESTAMP, PG},
	{"sql:now()", "sql:clock_timestamp()", "no", TYPE_TIMESTAMP, PG},
	{"sql:gen_random_uuid()", "sql:GEN_RANDOM_UUID()", "yes", TYPE_UUID, PG},
	{"sql:gen_random_uuid()", "sql:uuid_generate_v4()", "no", TYPE_UUID, PG},
	{"sql:f()", "sql:g()", "unknown", TYPE_UNKNOWN, PG},
	{"sql:f(1)", "literal:1", "unknown", TYPE_UNKNOWN, PG},
	{"sql:nextval('s')", "sql:nextval('public.s'::regclass)", "yes", TYPE_INTEGER, PG},
	{"sql:nextval('\"S\"'::regclass)", "sql:nextval('S')", "yes", TYPE_INTEGER, PG},
	{"sql:nextval('s'::regclass)", "sql:nextval('t'::regclass)", "no", TYPE_INTEGER, PG},
	{"sql:(now() AT TIME ZONE 'utc'::text)", "sql:now() at time zone 'utc'", "yes",
	 TYPE_TIMESTAMP, PG},
	{"sql:now() AT TIME ZONE 'utc'", "sql:now() AT TIME ZONE 'UTC'", "unknown", TYPE_TIMESTAMP,
	 PG},
	{"sql:ARRAY[]::integer[]", "literal:{}", "unknown", TYPE_ARRAY, PG},
	{"identity:", "identity:", "yes", TYPE_INTEGER, PG},
	{"identity:start with 5", "identity:START  WITH 5", "yes", TYPE_INTEGER, PG},
	{"identity:", "none", "no", TYPE_INTEGER, PG},
	{"identity:SERIAL", "sql:nextval('t_id_seq')", "unknown", TYPE_INTEGER, PG},
	{"computed:a + b", "computed:(a+b)", "yes", TYPE_INTEGER, PG},
	{"computed:a + b", "literal:1", "no", TYPE_INTEGER, PG},
	{"unknown:CONST", "unknown:CONST", "yes", TYPE_UNKNOWN, PG},
	{"unknown:CONST", "literal:1", "unknown", TYPE_UNKNOWN, PG},
	{"unknown:CONST", "none", "unknown", TYPE_UNKNOWN, PG},
};

static void pairs_are_equal_or_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		const char *got = equal(pairs[i].one, pairs[i].other, pairs[i].family,
					pairs[i].dialect);

		if (strcmp(got, pairs[i].equal) != 0)
			fail_msg("%s and %s: %s, not %s", pairs[i].one, pairs[i].other, got,
				 pairs[i].equal);
	}
}

static void volatility_is_the_worst_of_the_functions(void **state)
{
	static const struct {
		const char *text, *volatility;
	} cases[] = {
		{"none", "constant"},
		{"literal:now()", "constant"},
		{"sql:'now()'", "constant"},
		{"sql:1 + 1", "constant"},
		{"sql:lower('X')", "constant"},
		{"sql:'x'::character varying(10)", "constant"},
		{"sql:now()", "stable"},
		{"sql:CURRENT_TIMESTAMP", "stable"},
		{"sql:(now() + '1 day'::interval)", "stable"},
		{"sql:random()", "volatile"},
		{"sql:lower(hex(RANDOMBLOB(4)))", "volatile"},
		{"sql:gen_random_uuid()", "volatile"},
		{"sql:nextval('s'::regclass)", "volatile"},
		{"sql:public.made_here()", "unknown"},
		{"sql:made_here(random())", "volatile"},
		{"identity:", "volatile"},
		{"unknown:CONST", "unknown"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct column_default d = parse(cases[i].text);
		struct str got = volatility_name(default_volatility(&d));

		if (!str_eq(got, str_from(cases[i].volatility)))
			fail_msg("%s: " STR_FMT, cases[i].text, STR_ARG(got));
	}
}

/* Whatever the text, it ends, and a default is the same as itself. */
static void odd_texts_end(void **state)
{
	static const char *const parts[] = {"(",        ")",     "::",   "a(", "'", "\"", "::a(",
					    "nextval(", "CAST(", "now(", "-",  "[", "E'"};
	char text[3000];

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t len = 4;

		memcpy(text, "sql:", 4);
		while (len + strlen(parts[i]) < sizeof(text)) {
			memcpy(text + len, parts[i], strlen(parts[i]));
			len += strlen(parts[i]);
		}
		text[len] = '\0';
		assert_string_equal(equal(text, text, TYPE_UNKNOWN, DIALECT_POSTGRESQL), "yes");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_equal_or_not),
		cmocka_unit_test(volatility_is_the_worst_of_the_functions),
		cmocka_unit_test(odd_texts_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
