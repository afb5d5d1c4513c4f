#include "core/model/sql_type.h"
#include "core/model/type_change.h"
#include "core/model/type_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { PG = DIALECT_POSTGRESQL, MY = DIALECT_MYSQL, LITE = DIALECT_SQLITE };

/* "String(5)": name and text, with the sizes that a front end reads of it. */
static struct coltype column_type(const char *text)
{
	struct coltype type = {.text = str_from(text), .length = -1, .scale = -1};
	struct type_text words;
	size_t name = strcspn(text, " ([");

	type.name = str_trim(str_sub(type.text, 0, name));
	type_text_parse(&words, type.text);
	if (words.called && words.positional_count)
		type.length = type_text_number(words.positional[0]);
	if (words.called && words.positional_count > 1 && type.length >= 0)
		type.scale = type_text_number(words.positional[1]);
	return type;
}

static struct sql_type made(struct arena *a, const char *text, dialect_set one)
{
	struct coltype type = column_type(text);
	struct sql_type result;

	sql_type_of(&result, a, &type, one);
	return result;
}

static void assert_text(const char *text, dialect_set one, const char *family, const char *expected)
{
	struct arena a;
	struct sql_type t;

	arena_init(&a);
	t = made(&a, text, one);
	if (!str_eq(t.text, str_from(expected)) ||
	    !str_eq(type_family_name(t.family), str_from(family)))
		fail_msg("%s: " STR_FMT " (" STR_FMT "), not %s (%s)", text, STR_ARG(t.text),
			 STR_ARG(type_family_name(t.family)), expected, family);
	arena_release(&a);
}

/* What SQLAlchemy 1.4, which the oracle has, does not know. */
static void types_have_their_names(void **state)
{
	(void)state;
	assert_text("Uuid", PG, "uuid", "uuid");
	assert_text("Uuid", MY, "text", "char(32)");
	assert_text("Uuid", DIALECT_MARIADB, "uuid", "uuid");
	assert_text("Uuid", LITE, "text", "CHAR(32)");
	assert_text("Uuid(native_uuid=False)", PG, "text", "character(32)");
	assert_text("UUID(as_uuid=True)", MY, "unknown", "UUID(as_uuid=True)");
	assert_text("Double", PG, "float", "double precision");
	assert_text("Double", MY, "float", "double");
	assert_text("INT4MULTIRANGE", PG, "other", "int4multirange");
	assert_text("UUIDType", PG, "uuid", "uuid");
	assert_text("UUIDType", MY, "binary", "binary(16)");
	assert_text("UUIDType(binary=False)", MY, "text", "char(32)");
	assert_text("GUID", PG, "uuid", "uuid");
	assert_text("GUID", LITE, "text", "CHAR(36)");
	assert_text("AutoString(128)", PG, "text", "character varying(128)");
	assert_text("ChoiceType", PG, "text", "character varying(255)");
	assert_text("Vector(1536)", PG, "other", "vector(1536)");
	assert_text("Geometry('POINT', srid=4326)", PG, "other", "geometry(Point,4326)");
	assert_text("ltree", PG, "other", "ltree");
	assert_text("String({SIZE})", PG, "text", "character varying({SIZE})");
	assert_text("String(SIZE)", PG, "text", "character varying({SIZE})");
	assert_text("Numeric(10, {SCALE})", PG, "decimal", "numeric(10,{SCALE})");
	assert_text("DOUBLE PRECISION", MY, "float", "double");
	assert_text("DOUBLE PRECISION", PG, "float", "double precision");
	assert_text("INTEGER(11) UNSIGNED", MY, "integer", "int unsigned");
	assert_text("INTEGER(11) UNSIGNED", DIALECT_MARIADB, "integer", "int(11) unsigned");
	assert_text("CHAR VARYING(5)", PG, "text", "character varying(5)");
	assert_text("TIMESTAMP(3) WITH TIME ZONE", PG, "timestamp", "timestamp(3) with time zone");
	assert_text("ARRAY(ARRAY(Integer))", PG, "array", "integer[]");
	assert_text("kernelstatus", PG, "unknown", "kernelstatus");
	assert_text("public.Kind", PG, "unknown", "\"Kind\"");
	assert_text("other.user", PG, "unknown", "other.\"user\"");
	assert_text("kernelstatus[]", PG, "array", "kernelstatus[]");
	assert_text("{text_type()}", PG, "unknown", "{text_type()}");
	assert_text("", PG, "unknown", "");
}

static void properties_are_told(void **state)
{
	struct arena a;
	struct sql_type t;

	(void)state;
	arena_init(&a);
	t = made(&a, "BIGSERIAL", PG);
	assert_true(t.serial && t.family == TYPE_INTEGER && t.length == 8);
	t = made(&a, "DateTime(timezone=True)", PG);
	assert_true(t.timezone && t.length == -1);
	t = made(&a, "GUID", PG);
	assert_true(t.assumed);
	t = made(&a, "CHAR", PG);
	assert_true(t.fixed && t.length == 1);
	t = made(&a, "String({SIZE})", PG);
	assert_true(t.size_unknown && t.length == -1);
	t = made(&a, "Boolean", MY);
	assert_int_equal(t.check, TRI_UNKNOWN);
	t = made(&a, "Boolean(create_constraint=True, name='c')", MY);
	assert_int_equal(t.check, TRI_YES);
	t = made(&a, "Boolean(create_constraint=True, name='c')", PG);
	assert_int_equal(t.check, TRI_NO);
	t = made(&a, "ARRAY(String(5), dimensions=2)", PG);
	assert_int_equal(t.element->length, 5);
	t = made(&a, "Text", MY);
	assert_int_equal(t.length, 65535);
	arena_release(&a);
}

static void enums_keep_labels_or_are_text(void **state)
{
	static const struct str labels[] = {STR_INIT("a"), STR_INIT("longest")};
	struct coltype type = {.name = STR("Enum"),
			       .text = STR("Enum('a', 'longest', name='kind')"),
			       .length = -1,
			       .scale = -1,
			       .enum_name = STR("kind"),
			       .labels = labels,
			       .label_count = 2};
	struct sql_type t;
	struct arena a;

	(void)state;
	arena_init(&a);
	sql_type_of(&t, &a, &type, PG);
	assert_true(t.native_enum && t.label_count == 2 && str_eq(t.text, STR("kind")));
	sql_type_of(&t, &a, &type, MY);
	assert_true(str_eq(t.text, STR("enum('a','longest')")));
	sql_type_of(&t, &a, &type, LITE);
	assert_true(!t.native_enum && t.label_count == 2 && str_eq(t.text, STR("VARCHAR(7)")));
	type.native = TRI_NO;
	sql_type_of(&t, &a, &type, PG);
	assert_true(!t.native_enum && str_eq(t.text, STR("character varying(7)")));
	type.label_count = 0;
	type.text = STR("Enum({KINDS}, name='kind')");
	sql_type_of(&t, &a, &type, PG);
	assert_true(t.size_unknown && !name_known(t.text));
	arena_release(&a);
}

static void many_labels_are_not_written_at_each_column(void **state)
{
	enum { COUNT = 5000 };
	struct coltype type = {.name = STR("Enum"),
			       .text = STR("Enum({KINDS}, name='kind')"),
			       .length = -1,
			       .scale = -1,
			       .label_count = COUNT};
	struct sql_type one, other;
	struct str *labels;
	struct arena a;

	(void)state;
	arena_init(&a);
	type.labels = labels = arena_array(&a, COUNT, sizeof(*labels));
	for (unsigned i = 0; i < COUNT; i++)
		labels[i] = arena_printf(&a, "label %u", i);
	sql_type_of(&one, &a, &type, MY);
	assert_true(one.text.len < 100);
	sql_type_of(&other, &a, &type, MY);
	assert_int_equal(sql_type_change(&one, &other, MY), TYPE_SAME);
	labels[COUNT - 1] = STR("another");
	sql_type_of(&other, &a, &type, MY);
	assert_int_equal(sql_type_change(&one, &other, MY), TYPE_CHANGE_UNKNOWN);
	arena_release(&a);
}

static void a_dialect_has_its_variant(void **state)
{
	static const struct type_variant variants[] = {
		{MY, STR_INIT("DATETIME"), STR_INIT("DATETIME(fsp=6)"), -1, -1}};
	struct coltype type = column_type("DateTime");
	struct sql_type t;
	struct arena a;

	(void)state;
	arena_init(&a);
	type.variants = variants;
	type.variant_count = 1;
	sql_type_of(&t, &a, &type, MY);
	assert_true(str_eq(t.text, STR("datetime(6)")));
	sql_type_of(&t, &a, &type, DIALECT_MARIADB);
	assert_true(str_eq(t.text, STR("datetime")));
	arena_release(&a);
}

static const struct {
	const char *from, *to, *change;
	dialect_set one;
} changes[] = {
	{"String(50)", "VARCHAR(50)", "same", PG},
	{"String(50)", "String(100)", "widens", PG},
	{"String(50)", "Text", "widens", PG},
	{"Text", "String(50)", "narrows", PG},
	{"String({N})", "Text", "widens", PG},
	{"String({N})", "String(50)", "unknown", PG},
	{"Integer", "BigInteger", "widens", PG},
	{"BigInteger", "Integer", "narrows", PG},
	{"Integer", "String(11)", "converts", PG},
	{"Integer", "String(10)", "narrows", PG},
	{"String(10)", "Integer", "replaces", PG},
	{"Boolean", "Integer", "replaces", PG},
	{"kernelstatus", "Text", "unknown", PG},
	{"Integer", "BigInteger", "widens", MY},
	{"INTEGER UNSIGNED", "Integer", "narrows", MY},
	{"INTEGER UNSIGNED", "BigInteger", "widens", MY},
	{"Integer", "BIGINT UNSIGNED", "narrows", MY},
	{"Boolean", "Integer", "widens", MY},
	{"Boolean", "TINYINT(1)", "same", MY},
	{"Integer", "Boolean", "narrows", MY},
	{"String(255)", "Text", "widens", MY},
	{"Text", "String(255)", "narrows", MY},
	{"LONGTEXT", "Text", "narrows", MY},
	{"Text", "MEDIUMTEXT", "widens", MY},
	{"DateTime", "Date", "narrows", MY},
	{"Date", "DateTime", "converts", MY},
	{"DateTime", "TIMESTAMP", "narrows", MY},
	{"DATETIME(fsp=6)", "DateTime", "narrows", MY},
	{"String(36)", "Integer", "replaces", MY},
	{"String(36)", "JSON", "narrows", MY},
	{"JSON", "LONGTEXT", "same", DIALECT_MARIADB},
	{"String(50)", "String(10)", "widens", LITE},
	{"Integer", "Text", "converts", LITE},
	{"Text", "Integer", "replaces", LITE},
	{"Date", "DateTime", "replaces", LITE},
	{"JSON", "Text", "widens", LITE},
	{"Float", "Integer", "narrows", LITE},
	{"Integer", "BigInteger", "widens", DIALECT_MSSQL},
	{"String(50)", "String(10)", "narrows", DIALECT_MSSQL},
	{"String(50)", "Integer", "replaces", DIALECT_ORACLE},
};

static void changes_are_told(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct sql_type from = made(&a, changes[i].from, changes[i].one);
		struct sql_type to = made(&a, changes[i].to, changes[i].one);
		struct str got = type_change_name(sql_type_change(&from, &to, changes[i].one));

		if (!str_eq(got, str_from(changes[i].change)))
			fail_msg("%s to %s: " STR_FMT ", not %s", changes[i].from, changes[i].to,
				 STR_ARG(got), changes[i].change);
	}
	arena_release(&a);
}

static void the_tables_are_in_order(void **state)
{
	static const struct str names[] = {
#define COLTYPE(name, ...) STR_INIT(name),
#define PACKAGE_TYPE(name, ...) STR_INIT(name),
#include "core/model/coltype.def"
#undef COLTYPE
#undef PACKAGE_TYPE
	};
	static const struct str functions[] = {
#define VOLATILITY(name, class) STR_INIT(name),
#include "core/model/volatility.def"
#undef VOLATILITY
	};
	static const struct str keywords[] = {
#define PG_KEYWORD(word) STR_INIT(word),
#include "core/model/pg_keyword.def"
#undef PG_KEYWORD
	};

	(void)state;
	for (size_t i = 1; i < sizeof(names) / sizeof(names[0]); i++)
		assert_true(str_cmp(names[i - 1], names[i]) < 0);
	for (size_t i = 1; i < sizeof(functions) / sizeof(functions[0]); i++)
		assert_true(str_cmp(functions[i - 1], functions[i]) < 0);
	for (size_t i = 1; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		assert_true(str_cmp(keywords[i - 1], keywords[i]) < 0);
}

/* Whatever the text, it ends, within any dialect, and stays in its bounds. */
static void odd_texts_end(void **state)
{
	static const char *const heads[] = {
		"Enum(", "ARRAY(",     "String(",           "Numeric(1, ",
		"SET(",  "Geometry('", "INTERVAL(fields='", "TIMESTAMP(",
		"ENUM"};
	static const char *const parts[] = {"(", ")",    "'",      "{",     "}", "[]",
					    ",", "a=1,", "ARRAY(", "'a', ", "9", "x"};
	char text[2000];
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t h = 0; h < sizeof(heads) / sizeof(heads[0]); h++)
		for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
			size_t len = (size_t)snprintf(text, sizeof(text), "%s", heads[h]);

			while (len + strlen(parts[p]) < sizeof(text)) {
				memcpy(text + len, parts[p], strlen(parts[p]));
				len += strlen(parts[p]);
			}
			text[len] = '\0';
			for (int bit = 0; bit < DIALECT_COUNT; bit++) {
				struct sql_type t = made(&a, text, 1U << bit);

				assert_int_equal(sql_type_change(&t, &t, 1U << bit), TYPE_SAME);
			}
		}
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_have_their_names),
		cmocka_unit_test(properties_are_told),
		cmocka_unit_test(enums_keep_labels_or_are_text),
		cmocka_unit_test(many_labels_are_not_written_at_each_column),
		cmocka_unit_test(a_dialect_has_its_variant),
		cmocka_unit_test(changes_are_told),
		cmocka_unit_test(the_tables_are_in_order),
		cmocka_unit_test(odd_texts_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
