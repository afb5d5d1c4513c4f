/*
 * A Python file as a flat syntax tree.
 *
 * tree-sitter's tree is walked once with a cursor into an array of small nodes in pre-order: named
 * nodes, and operators. Comments are kept apart. A node is an index; 0 is the module and, as a
 * child or sibling, "none". Everything lives in the arena given to cst_parse(), except the source,
 * which is borrowed.
 */
#ifndef TIDEMARK_FRONTENDS_PYTHON_CST_H
#define TIDEMARK_FRONTENDS_PYTHON_CST_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/model/migration.h"

enum cst_kind {
	CST_OTHER,
#define CST(kind, name) CST_##kind,
#include "frontends/python/cst.def"
#undef CST
	CST_KIND_COUNT
};

enum cst_field {
	FIELD_NONE,
#define CST_FIELD(kind, name) FIELD_##kind,
#include "frontends/python/cst_field.def"
#undef CST_FIELD
	FIELD_COUNT
};

struct cst_node {
	uint8_t kind;        /* enum cst_kind */
	uint8_t field;       /* enum cst_field: its role in the parent */
	bool has_children;   /* the first child is the next node */
	uint32_t start, end; /* bytes */
	uint32_t next;       /* sibling; 0 = none */
};

struct cst_comment {
	uint32_t start, end;
	bool alone; /* only white space before it on its line */
};

struct cst {
	struct str source;
	const struct cst_node *nodes;
	uint32_t count;
	const struct cst_comment *comments;
	uint32_t comment_count;
	const uint32_t *lines; /* byte offset of each line's start */
	uint32_t line_count;
	bool has_error;
	struct span error; /* the first error, if any */
	struct str error_text;
	bool python2;           /* syntax that Python 3 refuses and the grammar does not … */
	struct span python2_at; /* … the first place */
};

/* A parser and its tables; one a worker. */
struct cst_parser;
struct cst_parser *cst_parser_new(void);
void cst_parser_free(struct cst_parser *parser);

/*
 * Parses. Syntax errors are in the tree. ERR_LIMIT: more nodes, depth or parser steps than
 * limits.h allows.
 */
int cst_parse(struct cst_parser *parser, struct str source, struct arena *arena,
	      struct cst *ret_cst, struct err *reterr);

static inline uint32_t cst_first(const struct cst *c, uint32_t node)
{
	return c->nodes[node].has_children ? node + 1 : 0;
}
static inline uint32_t cst_next(const struct cst *c, uint32_t node)
{
	return c->nodes[node].next;
}
static inline enum cst_kind cst_kind(const struct cst *c, uint32_t node)
{
	return c->nodes[node].kind;
}
/* The child in a field, 0 if there is none. */
uint32_t cst_child(const struct cst *c, uint32_t node, enum cst_field field);
/* The first child of a kind, 0 if there is none. */
uint32_t cst_child_kind(const struct cst *c, uint32_t node, enum cst_kind kind);
/* One past the last node below `node`, which follow it. */
uint32_t cst_end(const struct cst *c, uint32_t node);
/* Is there a node of the kind at or below `node`? */
bool cst_has(const struct cst *c, uint32_t node, enum cst_kind kind);
/* The node's source, borrowed. */
static inline struct str cst_text(const struct cst *c, uint32_t node)
{
	return str_sub(c->source, c->nodes[node].start, c->nodes[node].end);
}
struct span cst_span(const struct cst *c, uint32_t node);
/* 1-based. */
uint32_t cst_line_of(const struct cst *c, uint32_t byte);
/* The text of a 1-based line without its end, cut at LIMIT_LINE_BYTES (not inside a character). */
struct str cst_line(const struct cst *c, uint32_t line);

#endif
