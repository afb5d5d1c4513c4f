#include "frontends/python/cst.h"

#include "core/base/cleanup.h"
#include "core/base/limits.h"
#include "core/base/vec.h"

#include <stdlib.h>
#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_python(void);

CLEANUP_DEFINE(tree_release, TSTree *, ts_tree_delete)

struct cst_parser {
	TSParser *parser;
	uint8_t *kinds;  /* by symbol */
	uint8_t *fields; /* by field id */
};

struct walk {
	struct arena *arena;
	VEC(struct cst_node) nodes;
	VEC(struct cst_comment) comments;
	VEC(uint32_t) open; /* ancestors of the next node */
	uint8_t last_kind;  /* of the node added last */
	struct cst *cst;
};

static const char *const kind_names[] = {
	"",
#define CST(kind, name) name,
#include "frontends/python/cst.def"
#undef CST
};

static const char *const field_names[] = {
	"",
#define CST_FIELD(kind, name) name,
#include "frontends/python/cst_field.def"
#undef CST_FIELD
};

static uint8_t lookup(const char *name, const char *const *names, int count)
{
	for (int i = 1; name && i < count; i++)
		if (strcmp(names[i], name) == 0)
			return (uint8_t)i;
	return 0;
}

struct cst_parser *cst_parser_new(void)
{
	const TSLanguage *language = tree_sitter_python();
	uint32_t symbols = ts_language_symbol_count(language);
	uint32_t fields = ts_language_field_count(language);
	struct cst_parser *p = calloc(1, sizeof(*p));

	if (!p)
		abort();
	p->parser = ts_parser_new();
	p->kinds = calloc(symbols, 1);
	p->fields = calloc(fields + 1, 1);
	if (!p->parser || !p->kinds || !p->fields || !ts_parser_set_language(p->parser, language))
		abort();
	for (uint32_t i = 0; i < symbols; i++)
		if (ts_language_symbol_type(language, (TSSymbol)i) == TSSymbolTypeRegular)
			p->kinds[i] = lookup(ts_language_symbol_name(language, (TSSymbol)i),
					     kind_names, CST_KIND_COUNT);
	for (uint32_t i = 1; i <= fields; i++)
		p->fields[i] = lookup(ts_language_field_name_for_id(language, (TSFieldId)i),
				      field_names, FIELD_COUNT);
	return p;
}

void cst_parser_free(struct cst_parser *p)
{
	if (!p)
		return;
	ts_parser_delete(p->parser);
	free(p->kinds);
	free(p->fields);
	free(p);
}

static const char *read_all(void *payload, uint32_t byte, TSPoint at, uint32_t *ret_len)
{
	const struct str *source = payload;

	(void)at;
	*ret_len = byte < source->len ? (uint32_t)(source->len - byte) : 0;
	return *ret_len ? source->ptr + byte : "";
}

/* Called after a fixed number of parser steps: a budget of work, not of time. */
static bool out_of_steps(TSParseState *state)
{
	uint32_t *steps = state->payload;

	return ++*steps > LIMIT_PARSE_STEPS;
}

static TSTree *parse(struct cst_parser *p, struct str *source)
{
	uint32_t steps = 0;
	TSInput input = {source, read_all, TSInputEncodingUTF8, NULL};
	TSParseOptions options = {&steps, out_of_steps};
	TSTree *tree = ts_parser_parse_with_options(p->parser, NULL, input, options);

	if (!tree)
		ts_parser_reset(p->parser);
	return tree;
}

void cst_parse_bare(struct cst_parser *p, struct str source)
{
	ts_tree_delete(parse(p, &source));
}

static void find_lines(struct cst *c, struct arena *arena)
{
	VEC(uint32_t) lines = {0};
	const char *at = c->source.ptr, *end = at + c->source.len;

	*vec_push(arena, &lines) = 0;
	while (at < end && (at = memchr(at, '\n', (size_t)(end - at))))
		*vec_push(arena, &lines) = (uint32_t)(++at - c->source.ptr);
	c->lines = lines.items;
	c->line_count = lines.count;
}

static void add_comment(struct walk *w, TSNode node)
{
	uint32_t start = ts_node_start_byte(node), at = start;

	while (at && (w->cst->source.ptr[at - 1] == ' ' || w->cst->source.ptr[at - 1] == '\t'))
		at--;
	*vec_push(w->arena, &w->comments) = (struct cst_comment){
		start, ts_node_end_byte(node), at == 0 || w->cst->source.ptr[at - 1] == '\n'};
}

/* Where a node starts; a problem is told by its first line. */
static struct span place_of(const struct cst *c, TSNode node)
{
	struct span at = {.start = ts_node_start_byte(node), .end = ts_node_end_byte(node)};

	at.line = at.end_line = cst_line_of(c, at.start);
	at.column = at.start - c->lines[at.line - 1] + 1;
	return at;
}

static void note_python2(struct walk *w, TSNode node)
{
	if (!w->cst->python2)
		w->cst->python2_at = place_of(w->cst, node);
	w->cst->python2 = true;
}

/* print x, exec x, raise Error, "text", a <> b */
static bool is_python2(const struct walk *w, TSNode node, uint8_t kind, uint8_t field)
{
	if (kind == CST_PRINT_STATEMENT || kind == CST_EXEC_STATEMENT)
		return true;
	if (kind == CST_EXPRESSION_LIST && w->last_kind == CST_RAISE_STATEMENT)
		return true;
	return field == FIELD_OPERATORS && strcmp(ts_node_type(node), "<>") == 0;
}

static void note_error(struct walk *w, TSNode node, bool missing)
{
	struct cst *c = w->cst;

	c->has_error = true;
	if (c->error.line)
		return;
	c->error = place_of(c, node);
	c->error_text = missing ? arena_printf(w->arena, "syntax error: expected %s",
					       ts_node_type(node))
				: STR("syntax error");
}

/* Adds the cursor's node. False: leave it out, with all below it. */
static bool add_node(struct walk *w, const struct cst_parser *p, TSTreeCursor *cursor)
{
	TSNode node = ts_tree_cursor_current_node(cursor);
	TSFieldId field_id = ts_tree_cursor_current_field_id(cursor);
	uint8_t field = p->fields[field_id];
	TSSymbol symbol = ts_node_symbol(node);
	uint8_t kind = symbol == (TSSymbol)-1 ? CST_ERROR : p->kinds[symbol];

	if (ts_node_is_missing(node) || kind == CST_ERROR)
		note_error(w, node, kind != CST_ERROR);
	if (kind == CST_COMMENT) {
		add_comment(w, node);
		return false;
	}
	if (kind == CST_LINE_CONTINUATION)
		return false;
	if (!ts_node_is_named(node) && field != FIELD_OPERATOR && field != FIELD_OPERATORS)
		return false;
	if (is_python2(w, node, kind, field))
		note_python2(w, node);
	w->last_kind = kind;
	*vec_push(w->arena, &w->nodes) = (struct cst_node){
		kind, field, false, ts_node_start_byte(node), ts_node_end_byte(node), 0};
	return true;
}

/*
 * Links node `index`, just added, to its elder sibling or parent. `last` holds, per open ancestor,
 * the child added last (0 = none yet).
 */
static void link_node(struct walk *w, uint32_t *last, uint32_t depth, uint32_t index)
{
	if (!depth)
		return;
	if (last[depth - 1])
		w->nodes.items[last[depth - 1]].next = index;
	else
		w->nodes.items[w->open.items[depth - 1]].has_children = true;
	last[depth - 1] = index;
}

static int flatten(struct walk *w, const struct cst_parser *p, TSTreeCursor *cursor)
{
	uint32_t *last = arena_array(w->arena, LIMIT_CST_DEPTH + 1, sizeof(*last));
	uint32_t depth = 0;

	for (;;) {
		bool kept = add_node(w, p, cursor);
		uint32_t index = w->nodes.count - 1;

		if (w->nodes.count > LIMIT_CST_NODES)
			return ERR_LIMIT;
		if (kept)
			link_node(w, last, depth, index);
		if (kept && ts_tree_cursor_goto_first_child(cursor)) {
			if (depth == LIMIT_CST_DEPTH)
				return ERR_LIMIT;
			w->open.count = depth;
			*vec_push(w->arena, &w->open) = index;
			last[depth++] = 0;
			continue;
		}
		while (!ts_tree_cursor_goto_next_sibling(cursor)) {
			if (!ts_tree_cursor_goto_parent(cursor))
				return 0;
			depth--;
		}
	}
}

int cst_parse(struct cst_parser *p, struct str source, struct arena *arena, struct cst *ret_cst,
	      struct err *reterr)
{
	CLEANUP(tree_release) TSTree *tree = NULL;
	struct cst cst = {.source = source};
	struct walk w = {.arena = arena, .cst = &cst};
	TSTreeCursor cursor;
	int result;

	find_lines(&cst, arena);
	tree = parse(p, &source);
	if (!tree)
		return err_set(reterr, ERR_LIMIT, "takes more than %d parser steps",
			       LIMIT_PARSE_STEPS);
	cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
	result = flatten(&w, p, &cursor);
	ts_tree_cursor_delete(&cursor);
	if (result)
		return err_set(reterr, result, "nested more than %d deep or over %d syntax nodes",
			       LIMIT_CST_DEPTH, LIMIT_CST_NODES);
	cst.nodes = w.nodes.items;
	cst.count = w.nodes.count;
	cst.comments = w.comments.items;
	cst.comment_count = w.comments.count;
	*ret_cst = cst;
	return 0;
}

uint32_t cst_child(const struct cst *c, uint32_t node, enum cst_field field)
{
	for (uint32_t child = cst_first(c, node); child; child = cst_next(c, child))
		if (c->nodes[child].field == field)
			return child;
	return 0;
}

uint32_t cst_child_kind(const struct cst *c, uint32_t node, enum cst_kind kind)
{
	for (uint32_t child = cst_first(c, node); child; child = cst_next(c, child))
		if (c->nodes[child].kind == kind)
			return child;
	return 0;
}

uint32_t cst_end(const struct cst *c, uint32_t node)
{
	uint32_t end = c->nodes[node].end, at = node + 1;

	while (at < c->count && c->nodes[at].start < end)
		at++;
	return at;
}

bool cst_has(const struct cst *c, uint32_t node, enum cst_kind kind)
{
	for (uint32_t at = node, end = cst_end(c, node); at < end; at++)
		if (c->nodes[at].kind == kind)
			return true;
	return false;
}

uint32_t cst_line_of(const struct cst *c, uint32_t byte)
{
	uint32_t low = 0, high = c->line_count;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (c->lines[middle] <= byte)
			low = middle;
		else
			high = middle;
	}
	return low + 1;
}

struct span cst_span(const struct cst *c, uint32_t node)
{
	const struct cst_node *n = &c->nodes[node];
	struct span at = {.start = n->start, .end = n->end};

	at.line = cst_line_of(c, n->start);
	at.column = n->start - c->lines[at.line - 1] + 1;
	at.end_line = cst_line_of(c, n->end > n->start ? n->end - 1 : n->end);
	return at;
}

struct str cst_line(const struct cst *c, uint32_t line)
{
	uint32_t start = c->lines[line - 1];
	uint32_t end = line < c->line_count ? c->lines[line] : (uint32_t)c->source.len;
	struct str text = str_sub(c->source, start, end);

	while (text.len && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r'))
		text.len--;
	if (text.len <= LIMIT_LINE_BYTES)
		return text;
	text.len = LIMIT_LINE_BYTES;
	while (text.len && ((unsigned char)text.ptr[text.len] & 0xc0) == 0x80)
		text.len--;
	return text;
}
