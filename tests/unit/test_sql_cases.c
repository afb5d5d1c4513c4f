/*
 * What the SQL readers make of a text, against tests/unit/sql_cases/<group>.txt:
 *
 *	# holes                     {…} is a hole from here on (# plain: no more)
 *	# dialects mysql mariadb    the texts run on these (# dialects: not known)
 *	DROP TABLE IF EXISTS a, b   a text, which may take several lines
 *		drop_table a [if-exists]    its ops, each after a tab, as sql_print_op() has them
 *		drop_table b [if-exists]
 *		hints mysql mariadb         the dialects it hints at, if any
 *
 * A text ends at its first op; one without ops has the line "nothing".
 */
#include "frontends/sql/sql.h"
#include "sql_print.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { FILE_BYTES = 256 * 1024 };

struct cases {
	const char *group;
	struct str rest;
	uint32_t line; /* of the next line */
	bool holes;
	dialect_set dialects;
	uint32_t count, failed;
};

struct sql_case {
	struct str text, expected; /* expected: with the tabs */
	uint32_t line;
};

static struct str load(const char *group, char *buffer)
{
	char path[128];
	size_t len;
	FILE *file;

	snprintf(path, sizeof(path), "tests/unit/sql_cases/%s.txt", group);
	file = fopen(path, "rb");
	if (!file)
		fail_msg("%s: cannot be opened", path);
	len = fread(buffer, 1, FILE_BYTES, file);
	fclose(file);
	assert_in_range(len, 1, FILE_BYTES - 1);
	return (struct str){buffer, len};
}

static void directive(struct cases *c, struct str line)
{
	struct str word;

	line = str_trim(str_sub(line, 1, line.len));
	if (str_eq(line, STR("holes")) || str_eq(line, STR("plain"))) {
		c->holes = str_eq(line, STR("holes"));
	} else if (str_starts(line, STR("dialects"))) {
		c->dialects = 0;
		str_split(&line, ' ', &word);
		while (str_split(&line, ' ', &word)) {
			assert_int_not_equal(dialect_parse(word), 0);
			c->dialects |= dialect_parse(word);
		}
	}
}

/* The next text and its ops; directives on the way are obeyed, other comments passed over. */
static bool next_case(struct cases *c, struct sql_case *ret)
{
	*ret = (struct sql_case){{NULL, 0}, {NULL, 0}, 0};
	for (;;) {
		struct str before = c->rest, line;

		if (!str_split(&c->rest, '\n', &line))
			return ret->expected.len > 0;
		if (ret->expected.len && !str_starts(line, STR("\t"))) {
			c->rest = before;
			return true;
		}
		c->line++;
		if (str_starts(line, STR("\t")) && ret->text.len) {
			if (!ret->expected.len)
				ret->expected.ptr = line.ptr;
			ret->expected.len = (size_t)(line.ptr + line.len - ret->expected.ptr);
		} else if (!ret->text.len && str_starts(line, STR("#"))) {
			directive(c, line);
		} else if (ret->text.len || line.len) {
			if (!ret->text.len) {
				ret->text.ptr = line.ptr;
				ret->line = c->line;
			}
			ret->text.len = (size_t)(line.ptr + line.len - ret->text.ptr);
		}
	}
}

static void print_ops(const struct sql_ops *ops, struct out *out)
{
	for (uint32_t i = 0; i < ops->count; i++) {
		out_printf(out, "%s\t", i ? "\n" : "");
		sql_print_op(&ops->items[i], out);
		sql_print_guards(ops, &ops->items[i], out);
	}
	if (!ops->count)
		out_printf(out, "\tnothing");
	if (!ops->hints)
		return;
	out_printf(out, "\n\thints");
	for (unsigned bit = 0; bit < DIALECT_COUNT; bit++)
		if (ops->hints & (1u << bit))
			out_printf(out, " " STR_FMT, STR_ARG(dialect_name(1u << bit)));
}

static void check_op(const struct op *op, const struct sql_case *one, dialect_set dialects)
{
	assert_true(op->flags & OPF_FROM_SQL);
	assert_int_equal(op->dialects, dialects);
	/* its text is a statement of the source */
	assert_true(op->text.len > 0);
	assert_true(op->text.ptr >= one->text.ptr &&
		    op->text.ptr + op->text.len <= one->text.ptr + one->text.len);
}

static void check_case(struct cases *c, const struct sql_case *one)
{
	struct sql_ops ops = {0};
	struct arena arena;
	struct out out;

	arena_init(&arena);
	out_init_buffer(&out, FILE_BYTES);
	sql_read(one->text, c->holes, c->dialects, &arena, &ops);
	for (uint32_t i = 0; i < ops.count; i++)
		check_op(&ops.items[i], one, c->dialects);
	print_ops(&ops, &out);
	if (!str_eq(out_content(&out), one->expected)) {
		print_error("%s.txt:%u: expected\n" STR_FMT "\nbut read\n" STR_FMT "\n", c->group,
			    one->line, STR_ARG(one->expected), STR_ARG(out_content(&out)));
		c->failed++;
	}
	c->count++;
	out_release(&out);
	arena_release(&arena);
}

static void check_group(void **state)
{
	struct cases c = {.group = *state};
	char *buffer = malloc(FILE_BYTES);
	struct sql_case one;

	assert_non_null(buffer);
	c.rest = load(c.group, buffer);
	while (next_case(&c, &one))
		check_case(&c, &one);
	free(buffer);
	assert_true(c.count > 0);
	assert_int_equal(c.failed, 0);
}

#define GROUP(name) cmocka_unit_test_prestate(check_group, (void *)(uintptr_t)(name))

int main(void)
{
	const struct CMUnitTest tests[] = {
		GROUP("tables"),  GROUP("objects"), GROUP("rows"),  GROUP("session"),
		GROUP("mysql"),   GROUP("sqlite"),  GROUP("mssql"), GROUP("oracle"),
		GROUP("holes"),   GROUP("params"),  GROUP("split"), GROUP("blocks"),
		GROUP("written"),
	};

	return cmocka_run_group_tests_name("sql_cases", tests, NULL, NULL);
}
