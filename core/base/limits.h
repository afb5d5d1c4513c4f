/*
 * What input may cost. Every limit counts work or bytes, never time, so that a result does not
 * depend on the machine. What goes over a limit is reported as a skip or an opaque part, never
 * dropped silently.
 */
#ifndef TIDEMARK_CORE_BASE_LIMITS_H
#define TIDEMARK_CORE_BASE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

enum {
	/* A worker's stack: what the recursions below may use at their depth limit, with room. */
	LIMIT_STACK_BYTES = 64 * 1024 * 1024,

	/* files */
	LIMIT_MIGRATION_BYTES = 256 * 1024, /* a .py file that is evaluated */
	LIMIT_CONFIG_BYTES = 1024 * 1024,   /* alembic.ini, pyproject.toml, env.py, requirements */
	LIMIT_CONFIG_FILES = 4096,          /* of them read for one repository at one ref … */
	LIMIT_CONFIG_SUM_BYTES = 256 * 1024 * 1024, /* … and their sizes together */
	LIMIT_SEARCH_BYTES = 8 * 1024 * 1024, /* a .py file that is searched for `down_revision` */
	LIMIT_LINE_BYTES = 400,               /* of a source excerpt in a report */

	/* trees and folders */
	LIMIT_TREE_DEPTH = 256,
	LIMIT_TREE_BYTES = 16 * 1024 * 1024,
	LIMIT_OBJECT_BYTES = 32 * 1024 * 1024, /* of any other object of a repository */
	LIMIT_TREE_ENTRIES = 4 * 1000 * 1000,  /* entries walked in one tree at one ref */
	LIMIT_PATH_BYTES = 4096,
	LIMIT_CANDIDATES = 200 * 1000, /* candidates of one repository at one ref */
	LIMIT_SKIPS = 10 * 1000,       /* that are named, of one repository at one ref */
	LIMIT_REPOSITORY_DEPTH = 16, /* folders below a PATH in which repositories are looked for */

	/* the history of one repository */
	LIMIT_REFS = 4 * 1000 * 1000,
	LIMIT_REFS_BYTES = 1024 * 1024 * 1024, /* of packed-refs */
	LIMIT_WALK_COMMITS = 16 * 1000 * 1000,
	LIMIT_WALK_PARENTS = 64 * 1000 * 1000,
	LIMIT_WALK_TREE_MEBIBYTES = 128 * 1024,    /* of trees, once they are inflated, together */
	LIMIT_WALK_NESTING = 1000 * 1000,          /* of folders, while trees are read */
	LIMIT_WALK_KEPT = 64 * 1000 * 1000,        /* entries of trees that matter, in memory */
	LIMIT_WALK_STEPS = 2 * 1000 * 1000 * 1000, /* entries compared between commits */
	LIMIT_WALK_VERSIONS = 1000 * 1000,         /* files at a path with a content */
	LIMIT_WALK_ROUNDS = 8, /* reading again, as configurations name further folders */
	LIMIT_HISTORY_CACHE_BYTES = 32 * 1024 * 1024, /* trees in which modules are looked for */

	/* evaluation of one file */
	LIMIT_CST_NODES = 1000 * 1000,
	LIMIT_CST_DEPTH = 1000,
	LIMIT_PARSE_READ = 48 * 1024 * 1024, /* bytes that the lexer reads of a file, and again */
	LIMIT_PARSE_MEMORY = 300, /* bytes that the parser may ask for, for each byte of a file */
	LIMIT_PARSE_STEPS = 400 * 1000, /* calls of the parser's progress hook */
	LIMIT_EVAL_STEPS = 200 * 1000,  /* evaluated nodes, over all functions and unrolled loops */
	LIMIT_EVAL_DEPTH = 200,         /* nested expressions, statements and calls */
	LIMIT_CALL_DEPTH = 16,          /* nested calls of the module's own functions */
	LIMIT_LOOP_ITERATIONS = 1000,   /* of one unrolled loop */
	LIMIT_OPS = 20 * 1000,          /* operations of one migration */
	LIMIT_ENCODED_BYTES = 16 * 1024 * 1024, /* of one migration as bytes */
	LIMIT_STRING_BYTES = 256 * 1024,        /* of one computed string */
	LIMIT_EVAL_BYTES = 16 * 1024 * 1024,    /* memory of the module, and of each body again */
	LIMIT_GUARD_DEPTH = 32,
	LIMIT_MODULES = 64, /* of the same tree that one evaluation looks into … */
	LIMIT_MODULE_SUM_BYTES = 1024 * 1024,        /* … and their sizes together */
	LIMIT_LOOKUPS = 4096,                        /* paths at which it looks for them */
	LIMIT_MODULE_CACHE_BYTES = 64 * 1024 * 1024, /* parsed modules that a worker keeps */
	LIMIT_SQL_MEMO_BYTES = 8 * 1024 * 1024,      /* read statements that a worker keeps */
	LIMIT_SQL_BYTES = 64 * 1024,                 /* of one SQL text given to the parser */
	LIMIT_SQL_SUM_BYTES = 256 * 1024, /* of all SQL that one body executes: loops repeat it */
	LIMIT_SQL_OPERATORS = 4000, /* of one SQL text: libpg_query recurses over operator chains */
	LIMIT_TRACE_STEPS = 20 * 1000,       /* bindings that a trace remembers */
	LIMIT_TRACE_NODES = 1000 * 1000,     /* syntax nodes searched for the names that they use */
	LIMIT_TRACE_DEPTH = 16,              /* steps from a value back to where it came from */
	LIMIT_TRACE_BYTES = 4096,            /* of the trace of one operation … */
	LIMIT_TRACE_SUM_BYTES = 1024 * 1024, /* … and of all of a migration */
	LIMIT_SUPPRESSIONS = 10 * 1000,

	/* the revision graph of one environment */
	LIMIT_CHAIN_STEPS = 8 * 1000 *
			    1000,         /* looked at for what merges add to their base parents */
	LIMIT_CHAIN_EXTRAS = 1000 * 1000, /* ancestors that they add, together */

	/* replay and proofs */
	LIMIT_TABLE_COLUMNS = 4096,         /* MySQL's; lists are copied on each change */
	LIMIT_TABLE_KEYS = 1024,            /* constraints of one table, and indexes again */
	LIMIT_PROOF_ITEMS = 200,            /* that one proof tells … */
	LIMIT_PROOF_SUM_ITEMS = 500 * 1000, /* … and all of a chain, beyond which each tells one */
	LIMIT_REPLAY_BYTES = 1024 * 1024 * 1024, /* of memory used, and text searched, by all proofs
						    of a repository, whenever it is freed */
	LIMIT_PROOF_RUNS = 32, /* statements after which an interruption is tried */

	/* results */
	LIMIT_ENVIRONMENTS = 10 * 1000, /* of one repository */
	LIMIT_FINDINGS_PER_FILE = 1000,
};

#endif
