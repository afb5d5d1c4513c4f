/*
 * Parse trees as libpg_query builds them, and the ways in which there is none.
 */
#include "frontends/sql/pg_tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct seen {
	int times;
	char table[16];
};

static void see(void *self, const PgQuery__Node *statement)
{
	struct seen *seen = self;

	seen->times++;
	assert_int_equal(statement->node_case, PG_QUERY__NODE__NODE_DELETE_STMT);
	snprintf(seen->table, sizeof(seen->table), "%s", statement->delete_stmt->relation->relname);
}

static bool parse(const char *text, struct seen *seen, int *ret_position)
{
	struct arena scratch = {0};
	bool parsed;

	*seen = (struct seen){0};
	parsed = pg_tree_parse(text, &scratch, see, seen, ret_position);
	arena_release(&scratch);
	return parsed;
}

static void one_statement_is_handed_over_once(void **state)
{
	struct seen seen;
	int position;

	(void)state;
	assert_true(parse("DELETE FROM users WHERE a = 1", &seen, &position));
	assert_int_equal(seen.times, 1);
	assert_string_equal(seen.table, "users");
	assert_int_equal(position, 0);
}

static void anything_else_is_not(void **state)
{
	struct seen seen;
	int position;

	(void)state;
	assert_false(parse("DELETE FROM a; DELETE FROM b", &seen, &position));
	assert_int_equal(position, 0);
	assert_false(parse("", &seen, &position));
	assert_int_equal(position, 0);
	assert_false(parse("DELETE users", &seen, &position));
	assert_int_equal(position, 8);
	assert_int_equal(seen.times, 0);
	assert_true(parse("DELETE FROM users", &seen, &position));
}

/* Without it everything is read as well, but slower: a change of the library is to be seen. */
static void the_tree_does_not_go_through_bytes(void **state)
{
	PgQueryProtobufParseResult result;
	PgQuery__ParseResult *tree;

	(void)state;
	assert_true(pg_tree_is_direct());
	/* who waits for no tree gets bytes */
	result = pg_query_parse_protobuf("DELETE FROM users");
	assert_true(result.parse_tree.len > 0);
	tree = pg_query__parse_result__unpack(NULL, result.parse_tree.len,
					      (const uint8_t *)result.parse_tree.data);
	assert_non_null(tree);
	assert_int_equal(tree->n_stmts, 1);
	pg_query__parse_result__free_unpacked(tree, NULL);
	pg_query_free_protobuf_parse_result(result);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_statement_is_handed_over_once),
		cmocka_unit_test(anything_else_is_not),
		cmocka_unit_test(the_tree_does_not_go_through_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
