/*
 * The flat tree against the public cursor of tree-sitter, node by node: over every Python file of
 * the fixtures, whole and cut off in many places, where trees have errors and missing tokens.
 * Other files by name: test_cst_flatten FILE...
 */
#include "core/base/vec.h"
#include "frontends/python/cst.h"
#include "frontends/python/parse_memory.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <tree_sitter/api.h>

#include <cmocka.h>

enum {
	FILE_MAX = 1024 * 1024,
	CUTS = 12, /* of each file */
};

const TSLanguage *tree_sitter_python(void);

static const char *const kinds[] = {
	"",
#define CST(kind, name) name,
#include "frontends/python/cst.def"
#undef CST
};

static const char *const fields[] = {
	"",
#define CST_FIELD(kind, name) name,
#include "frontends/python/cst_field.def"
#undef CST_FIELD
};

static uint8_t number_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 1; name && i < count; i++)
		if (strcmp(names[i], name) == 0)
			return (uint8_t)i;
	return 0;
}

struct expected {
	struct arena *arena;
	VEC(struct cst_node) nodes;
	VEC(struct cst_comment) comments;
	bool has_error;
};

static void walk(struct expected *x, TSTreeCursor *cursor, uint32_t parent, uint32_t *last)
{
	TSNode node = ts_tree_cursor_current_node(cursor);
	const char *type = ts_node_type(node);
	bool named = ts_node_is_named(node);
	uint8_t kind = named ? number_of(type, kinds, CST_KIND_COUNT) : 0;
	uint8_t field = number_of(ts_tree_cursor_current_field_name(cursor), fields, FIELD_COUNT);
	uint32_t start = ts_node_start_byte(node), end = ts_node_end_byte(node);
	uint32_t index = x->nodes.count, child = 0;

	x->has_error |= ts_node_is_missing(node) || kind == CST_ERROR;
	if (kind == CST_COMMENT)
		*vec_push(x->arena, &x->comments) = (struct cst_comment){start, end, false};
	if (kind == CST_COMMENT || kind == CST_LINE_CONTINUATION ||
	    (!named && field != FIELD_OPERATOR && field != FIELD_OPERATORS))
		return;
	*vec_push(x->arena, &x->nodes) = (struct cst_node){kind, field, false, start, end, 0};
	if (index) {
		if (*last)
			x->nodes.items[*last].next = index;
		else
			x->nodes.items[parent].has_children = true;
		*last = index;
	}
	if (!ts_tree_cursor_goto_first_child(cursor))
		return;
	do
		walk(x, cursor, index, &child);
	while (ts_tree_cursor_goto_next_sibling(cursor));
	ts_tree_cursor_goto_parent(cursor);
}

/* The public way: a parser of its own, in its own memory. */
static void expect(struct expected *x, struct parse_memory *memory, struct str source)
{
	TSParser *bare;
	TSTreeCursor cursor;
	TSTree *tree;
	uint32_t last = 0;

	parse_memory_enter(memory);
	bare = ts_parser_new();
	ts_parser_set_language(bare, tree_sitter_python());
	tree = ts_parser_parse_string(bare, NULL, source.ptr, (uint32_t)source.len);
	cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
	walk(x, &cursor, 0, &last);
	ts_tree_cursor_delete(&cursor);
	ts_tree_delete(tree);
	ts_parser_delete(bare);
	parse_memory_reset(memory);
}

static void compare(struct cst_parser *parser, struct parse_memory *memory, struct str source)
{
	struct arena arena;
	struct cst_file file;
	struct expected x = {.arena = &arena};

	arena_init(&arena);
	if (cst_parse(parser, source, &arena, &file, NULL)) {
		arena_release(&arena);
		return;
	}
	expect(&x, memory, source);
	assert_int_equal(file.count, x.nodes.count);
	for (uint32_t i = 0; i < file.count; i++) {
		const struct cst_node *a = &file.nodes[i], *b = &x.nodes.items[i];

		assert_true(a->kind == b->kind && a->field == b->field && a->start == b->start &&
			    a->end == b->end && a->next == b->next &&
			    a->has_children == b->has_children);
	}
	assert_int_equal(file.comment_count, x.comments.count);
	for (uint32_t i = 0; i < file.comment_count; i++)
		assert_int_equal(file.comments[i].start, x.comments.items[i].start);
	assert_int_equal(file.has_error, x.has_error);
	arena_release(&arena);
}

static void compare_file(struct cst_parser *parser, struct parse_memory *memory, const char *path,
			 char *buffer)
{
	FILE *file = fopen(path, "rb");
	size_t len;

	assert_non_null(file);
	len = fread(buffer, 1, FILE_MAX, file);
	fclose(file);
	compare(parser, memory, (struct str){buffer, len});
	for (size_t i = 1; i < CUTS; i++)
		compare(parser, memory, (struct str){buffer, len * i / CUTS});
}

static void is_what_the_cursor_says(void **state)
{
	char **files = *state, *buffer = malloc(FILE_MAX);
	struct cst_parser *parser = cst_parser_new();
	struct parse_memory memory = {.asked = 0};
	glob_t found = {0};

	assert_non_null(buffer);
	for (; files && *files; files++)
		compare_file(parser, &memory, *files, buffer);
	assert_int_equal(glob("tests/frontends/*/*.py", 0, NULL, &found), 0);
	assert_int_equal(glob("tests/rules/*/*.py", GLOB_APPEND, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		compare_file(parser, &memory, found.gl_pathv[i], buffer);
	globfree(&found);
	parse_memory_release(&memory);
	cst_parser_free(parser);
	free(buffer);
}

int main(int count, char **args)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(is_what_the_cursor_says, count > 1 ? args + 1 : NULL),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
