#include "frontends/python/cst.h"

#include "core/base/limits.h"
#include "core/base/vec.h"
#include "frontends/python/cst_flatten.h"
#include "frontends/python/parse_memory.h"

#include <stdlib.h>

enum {
	PARSE_MEMORY_LEAST = 1024 * 1024, /* for the smallest file */

	/* What noise asks for in few steps: Python takes at most 60 bytes for a byte, or 2.7 KB a step. */
	NOISE_MEMORY = 11 * 1024 * 1024,
	NOISE_MEMORY_PER_BYTE = 60,
	NOISE_MEMORY_PER_STEP = 3584,
	CHUNK = 4096,
};

const TSLanguage *tree_sitter_python(void);

struct cst_parser {
	struct parse_memory memory;
	uint8_t *kinds;  /* by symbol */
	uint8_t *fields; /* by field id */
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
	parse_memory_install();
	p->kinds = calloc(symbols, 1);
	p->fields = calloc(fields + 1, 1);
	if (!p->kinds || !p->fields)
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
	parse_memory_release(&p->memory);
	free(p->kinds);
	free(p->fields);
	free(p);
}

/*
 * What a parse may cost: work, not time.
 *
 * Looking for a way out of a syntax error costs the square of what has been passed over since, so
 * that 250 KB of noise take a minute, in few steps; but it copies all the time: memory asked for
 * tells it from Python, which takes 40 bytes for a byte and at most 270.
 *
 * A lexer that looks far ahead and begins again at the next token (over comment lines, for the end
 * of an escape sequence) costs the square as well: it reads the file again and again.
 */
struct budget {
	const struct parse_memory *memory;
	struct str source;
	uint64_t steps, read, most_memory;
};

static bool is_over(const struct budget *b)
{
	uint64_t memory = b->memory->asked;

	return b->steps > LIMIT_PARSE_STEPS || b->read > LIMIT_PARSE_READ ||
	       memory > b->most_memory ||
	       memory > NOISE_MEMORY + NOISE_MEMORY_PER_BYTE * (uint64_t)b->source.len +
				NOISE_MEMORY_PER_STEP * b->steps;
}

/* In chunks, for reading again to be seen. Past the budget the file is at its end. */
static const char *read_chunk(void *payload, uint32_t byte, TSPoint at, uint32_t *ret_len)
{
	struct budget *b = payload;
	size_t left = byte < b->source.len ? b->source.len - byte : 0;

	(void)at;
	*ret_len = b->read > LIMIT_PARSE_READ ? 0 : left < CHUNK ? (uint32_t)left : CHUNK;
	b->read += *ret_len;
	return *ret_len ? b->source.ptr + byte : "";
}

/* Called after a fixed number of parser steps. */
static bool count_step(TSParseState *state)
{
	struct budget *b = state->payload;

	b->steps++;
	return is_over(b);
}

/* NULL: it would cost too much. The tree is in the parser's memory. */
static const TSTree *parse(TSParser *parser, const struct parse_memory *memory, struct str source)
{
	struct budget budget = {
		.memory = memory,
		.source = source,
		.most_memory = PARSE_MEMORY_LEAST + (uint64_t)LIMIT_PARSE_MEMORY * source.len,
	};
	TSInput input = {&budget, read_chunk, TSInputEncodingUTF8, NULL};
	TSParseOptions options = {&budget, count_step};
	const TSTree *tree = ts_parser_parse_with_options(parser, NULL, input, options);

	return tree && !is_over(&budget) ? tree : NULL;
}

static void find_lines(struct cst_file *c, struct arena *arena)
{
	VEC(uint32_t) lines = {0};
	const char *at = c->source.ptr, *end = at + c->source.len;

	*vec_push(arena, &lines) = 0;
	while (at < end && (at = memchr(at, '\n', (size_t)(end - at))))
		*vec_push(arena, &lines) = (uint32_t)(++at - c->source.ptr);
	c->lines = lines.items;
	c->line_count = lines.count;
}

/* A parser is made for the one file: it lives in the memory that is given up afterwards. */
int cst_parse(struct cst_parser *p, struct str source, struct arena *arena,
	      struct cst_file *ret_file, struct err *reterr)
{
	const struct cst_tables tables = {p->kinds, p->fields};
	struct cst_file file = {.source = source};
	TSParser *parser;
	const TSTree *tree;
	int result = ERR_LIMIT;

	find_lines(&file, arena);
	parse_memory_enter(&p->memory);
	parser = ts_parser_new();
	if (!ts_parser_set_language(parser, tree_sitter_python()))
		abort();
	tree = parse(parser, &p->memory, source);
	if (!tree)
		err_set(reterr, ERR_LIMIT, "takes too much work to parse; is it Python?");
	else if (cst_flatten(tree, &tables, arena, &file))
		err_set(reterr, ERR_LIMIT, "nested more than %d deep or over %d syntax nodes",
			LIMIT_CST_DEPTH, LIMIT_CST_NODES);
	else
		result = 0;
	ts_parser_delete(parser);
	parse_memory_reset(&p->memory);
	if (!result)
		*ret_file = file;
	return result;
}

int cst_parse_alone(struct cst_parser *parser, struct str source, struct arena *arena,
		    struct cst *ret_cst, struct err *reterr)
{
	struct cst_file *file = arena_new(arena, struct cst_file);
	int result = cst_parse(parser, source, arena, file, reterr);
	uint32_t root;

	if (result)
		return result;
	*ret_cst = (struct cst){.file_count = 0};
	cst_add(ret_cst, file, &root);
	return 0;
}

bool cst_add(struct cst *c, const struct cst_file *file, uint32_t *ret_root)
{
	if (c->file_count == CST_FILES_MAX)
		return false;
	c->nodes[c->file_count] = file->nodes;
	c->files[c->file_count] = file;
	*ret_root = c->file_count++ << CST_FILE_SHIFT;
	return true;
}

uint32_t cst_child(const struct cst *c, uint32_t node, enum cst_field field)
{
	for (uint32_t child = cst_first(c, node); child; child = cst_next(c, child))
		if (cst_node(c, child)->field == field)
			return child;
	return 0;
}

uint32_t cst_child_kind(const struct cst *c, uint32_t node, enum cst_kind kind)
{
	for (uint32_t child = cst_first(c, node); child; child = cst_next(c, child))
		if (cst_kind(c, child) == kind)
			return child;
	return 0;
}

uint32_t cst_end(const struct cst *c, uint32_t node)
{
	const struct cst_node *first = cst_node(c, node), *at = first + 1;
	const struct cst_node *last = cst_file(c, node)->nodes + cst_file(c, node)->count;

	while (at < last && at->start < first->end)
		at++;
	return node + (uint32_t)(at - first);
}

bool cst_has(const struct cst *c, uint32_t node, enum cst_kind kind)
{
	for (uint32_t at = node, end = cst_end(c, node); at < end; at++)
		if (cst_kind(c, at) == kind)
			return true;
	return false;
}

uint32_t cst_line_of(const struct cst_file *file, uint32_t byte)
{
	uint32_t low = 0, high = file->line_count;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (file->lines[middle] <= byte)
			low = middle;
		else
			high = middle;
	}
	return low + 1;
}

uint32_t cst_line_at(const struct cst *c, uint32_t node)
{
	return cst_line_of(cst_file(c, node), cst_node(c, node)->start);
}

struct span cst_span(const struct cst *c, uint32_t node)
{
	const struct cst_node *n = cst_node(c, node);
	const struct cst_file *file = cst_file(c, node);
	struct span at = {.start = n->start, .end = n->end};

	at.line = cst_line_of(file, n->start);
	at.column = n->start - file->lines[at.line - 1] + 1;
	at.end_line = cst_line_of(file, n->end > n->start ? n->end - 1 : n->end);
	return at;
}

struct str cst_line(const struct cst_file *file, uint32_t line)
{
	uint32_t start = file->lines[line - 1];
	uint32_t end = line < file->line_count ? file->lines[line] : (uint32_t)file->source.len;
	struct str text = str_sub(file->source, start, end);

	while (text.len && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r'))
		text.len--;
	if (text.len <= LIMIT_LINE_BYTES)
		return text;
	text.len = LIMIT_LINE_BYTES;
	while (text.len && ((unsigned char)text.ptr[text.len] & 0xc0) == 0x80)
		text.len--;
	return text;
}
