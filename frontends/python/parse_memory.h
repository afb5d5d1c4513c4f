/*
 * The memory of one parse: what tree-sitter asks for, all given up at once.
 *
 * tree-sitter makes and frees small things all the time, and takes a tree apart node by node. Here
 * what is freed goes to a list of its size, to be handed out next, and a tree is forgotten with
 * everything else.
 *
 * tree-sitter's allocator is one for the whole program and takes no argument, so each thread has a
 * current memory. Who calls tree-sitter enters one first, and keeps nothing past its reset: neither
 * trees nor parsers.
 */
#ifndef TIDEMARK_FRONTENDS_PYTHON_PARSE_MEMORY_H
#define TIDEMARK_FRONTENDS_PYTHON_PARSE_MEMORY_H

#include "core/base/arena.h"

enum {
	PARSE_STEP = 16,
	PARSE_SMALL = 1024, /* sizes up to this are multiples of the step … */
	PARSE_SIZES = PARSE_SMALL / PARSE_STEP + 32, /* … larger ones are powers of two */
};

struct parse_memory {
	struct arena arena;
	struct parse_block *freed[PARSE_SIZES]; /* by size */
	uint64_t asked;                         /* bytes, since the last reset */
};

/* Makes this allocator tree-sitter's, once before any thread enters a memory. */
void parse_memory_install(void);
void parse_memory_enter(struct parse_memory *m);
/* Forgets everything. An all-zero memory is an empty one. */
void parse_memory_reset(struct parse_memory *m);
void parse_memory_release(struct parse_memory *m);

#endif
