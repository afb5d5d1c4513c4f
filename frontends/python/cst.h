/*
 * Python files as flat syntax trees.
 *
 * tree-sitter's tree is walked once with a cursor into an array of small nodes in pre-order: named
 * nodes, and operators. Comments are kept apart. Everything lives in the arena given to
 * cst_parse(), except the source, which is borrowed.
 *
 * A `struct cst` is the file being evaluated together with the modules that it takes things from.
 * A node is one number among all of them: its file's number above CST_FILE_SHIFT, its index in the
 * file below. The first file's module is 0, which as a child or sibling means "none". Files are
 * shared: what was parsed once can be part of many trees.
 */
#ifndef TIDEMARK_FRONTENDS_PYTHON_CST_H
#define TIDEMARK_FRONTENDS_PYTHON_CST_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/limits.h"
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

struct cst_file {
	struct str path; /* of a module that was looked up, for whoever shows it; else empty */
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

enum {
	CST_FILE_SHIFT = 20,
	CST_FILES_MAX = LIMIT_MODULES + 1,
};
_Static_assert(LIMIT_CST_NODES < 1 << CST_FILE_SHIFT, "a file's nodes fit below the shift");
_Static_assert(CST_FILES_MAX <= 1 << (32 - CST_FILE_SHIFT), "the files' numbers fit above it");

struct cst {
	const struct cst_node *nodes[CST_FILES_MAX]; /* of each file: what is asked most */
	const struct cst_file *files[CST_FILES_MAX];
	uint32_t file_count;
};

/* Adds a file, which is borrowed; *ret_root is its module's node. False: there are too many. */
bool cst_add(struct cst *c, const struct cst_file *file, uint32_t *ret_root);

static inline uint32_t cst_file_number(uint32_t node)
{
	return node >> CST_FILE_SHIFT;
}
/* Is it a node of the file being evaluated? */
static inline bool cst_is_main(uint32_t node)
{
	return cst_file_number(node) == 0;
}
static inline const struct cst_node *cst_node(const struct cst *c, uint32_t node)
{
	return &c->nodes[cst_file_number(node)][node & ((1U << CST_FILE_SHIFT) - 1)];
}
static inline const struct cst_file *cst_file(const struct cst *c, uint32_t node)
{
	return c->files[cst_file_number(node)];
}

/* A parser and its tables; one a worker. */
struct cst_parser;
struct cst_parser *cst_parser_new(void);
void cst_parser_free(struct cst_parser *parser);

/*
 * Parses. Syntax errors are in the tree. ERR_LIMIT: more nodes, depth or parser steps than
 * limits.h allows.
 */
int cst_parse(struct cst_parser *parser, struct str source, struct arena *arena,
	      struct cst_file *ret_file, struct err *reterr);

static inline uint32_t cst_first(const struct cst *c, uint32_t node)
{
	return cst_node(c, node)->has_children ? node + 1 : 0;
}
static inline uint32_t cst_next(const struct cst *c, uint32_t node)
{
	uint32_t next = cst_node(c, node)->next;

	return next ? (node & ~((1U << CST_FILE_SHIFT) - 1)) | next : 0;
}
static inline enum cst_kind cst_kind(const struct cst *c, uint32_t node)
{
	return cst_node(c, node)->kind;
}
/* The same for a file by itself. */
int cst_parse_alone(struct cst_parser *parser, struct str source, struct arena *arena,
		    struct cst *ret_cst, struct err *reterr);

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
	const struct cst_node *n = cst_node(c, node);

	return str_sub(cst_file(c, node)->source, n->start, n->end);
}
/* In its own file. */
struct span cst_span(const struct cst *c, uint32_t node);
/* 1-based. */
uint32_t cst_line_of(const struct cst_file *file, uint32_t byte);
/* The line, 1-based, that a node begins on in its own file. */
uint32_t cst_line_at(const struct cst *c, uint32_t node);
/* The text of a 1-based line without its end, cut at LIMIT_LINE_BYTES (not inside a character). */
struct str cst_line(const struct cst_file *file, uint32_t line);

#endif
