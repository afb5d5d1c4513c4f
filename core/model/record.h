/*
 * Records: what a scan says, one self-contained value at a time.
 *
 * The worker of a repository writes its records as one run of encoded bytes (a *unit*): REPOSITORY
 * first, then for each environment ENVIRONMENT, its MIGRATIONs and its FINDINGs, then SKIPs, then
 * COVERAGE. Units go to the spool; reports read them back in input order, as often as they like.
 */
#ifndef TIDEMARK_CORE_MODEL_RECORD_H
#define TIDEMARK_CORE_MODEL_RECORD_H

#include "core/base/arena.h"
#include "core/base/spool.h"
#include "core/model/environment.h"
#include "core/model/finding.h"
#include "core/model/verdict.h"

enum record_kind {
	RECORD_REPOSITORY = 1,
	RECORD_ENVIRONMENT,
	RECORD_MIGRATION,
	RECORD_FINDING,
	RECORD_SKIP,
	RECORD_COVERAGE,
};

/* One repository (or plain folder) at one ref. */
struct record_repository {
	struct str name;   /* the PATH as given, or found below it; URLs without credentials */
	struct str ref;    /* as asked for; empty for a plain folder */
	struct str commit; /* 40 hex; empty for a plain folder */
	bool git;
	struct str origin; /* remote.origin.url without credentials, or empty */
};

struct record_environment {
	struct environment env;
	uint32_t migrations, heads, bases;
	const struct str *head_revisions; /* sorted, at most 100 */
	uint32_t head_revision_count;
	const struct str *missing_parents; /* sorted, at most 100 */
	uint32_t missing_parent_count;
	uint32_t cycles, duplicates; /* nodes in or behind cycles; nodes with another's revision */
};

/* A commit, and when. A scan without a history knows none. */
struct record_moment {
	struct str commit; /* 40 hex; empty: not known, or it never was */
	bool has_time, has_author_time;
	int64_t time, author_time; /* seconds since 1970 */
};

struct record_migration {
	struct str path, blob, framework, revision;
	const struct str *parents, *depends_on, *labels;
	uint32_t parent_count, depends_count, label_count;
	bool parents_unknown;
	enum migration_status status;
	uint64_t semantic_hash;
	enum body_shape shape[DIRECTION_COUNT];
	uint32_t operations[DIRECTION_COUNT]; /* opaque ones included */
	uint32_t opaque;                      /* in both directions */
	bool proved;                          /* of what could be parsed */
	struct verdicts verdicts;
	/* which commit brought this content to this path, and which took it away */
	struct record_moment introduced, removed;
};

/* Why something was not read. */
enum skip_reason {
	SKIP_TOO_LARGE,
	SKIP_NOT_UTF8,
	SKIP_UNPARSABLE, /* coverage, not incompleteness */
	SKIP_SYMLINK,    /* symbolic links are not followed */
	SKIP_BAD_NAME,   /* '..', '.git', a slash or a NUL in a tree entry's name */
	SKIP_TOO_DEEP,
	SKIP_TOO_MANY,
	SKIP_NOT_A_MIGRATION, /* holds the words, defines no revision */
	SKIP_MISSING,         /* object absent: partial or shallow clone, corruption */
	SKIP_CORRUPT,         /* object unreadable, or its content is not what its id says */
	SKIP_IO,              /* the operating system refused */
	SKIP_REFUSED,         /* another owner, unknown extension, version */
	SKIP_NO_REF,          /* the ref does not resolve (no HEAD, empty repository) */
	SKIP_STOPPED,         /* a signal */
	SKIP_CRASHED,
	SKIP_REASON_COUNT,
};
/* "too-large", … */
struct str skip_reason_name(enum skip_reason reason);
/* Does the reason make a scan incomplete (exit code 3)? */
bool skip_is_incomplete(enum skip_reason reason);

struct record_skip {
	enum skip_reason reason;
	struct str path;   /* in the repository; empty = the repository itself */
	struct str detail; /* one line: what and why */
	uint32_t line;     /* 0 = none */
};

/* Counts that add up; see coverage_add(). */
struct coverage {
	uint64_t repositories, repositories_incomplete, repositories_unread, folders;
	uint64_t environments, environments_not_production;
	uint64_t files, bytes; /* searched */
	uint64_t migrations, migrations_unparsable;
	uint64_t operations, operations_opaque;
	uint64_t skips[SKIP_REASON_COUNT];
	/* findings that count: not suppressed, in a role that counts; by severity */
	uint64_t findings[SEVERITY_ERROR + 1];
	uint64_t findings_apart; /* in environments whose role does not count */
	uint64_t findings_suppressed;
	uint64_t findings_known; /* in the baseline, or as it was at --since: not reported */
	/* with --history */
	uint64_t commits, commits_missing;
	uint64_t history_migrations; /* that the ref does not have: evaluated, judged by no rule */
};
void coverage_add(struct coverage *into, const struct coverage *from);
bool coverage_incomplete(const struct coverage *c);

struct record {
	enum record_kind kind;
	union {
		struct record_repository repository;
		struct record_environment environment;
		struct record_migration migration;
		struct record_finding {
			struct finding finding;
			bool counts; /* false: reported apart (role), or suppressed */
		} finding;
		struct record_skip skip;
		struct coverage coverage;
	} as;
};

/* Appends the record to a unit. */
void record_put(struct out *unit, const struct record *r);

/*
 * Reads one unit. Strings and arrays are made in the arena given to record_next(), which may be
 * reset between records that are not kept.
 */
struct record_cursor {
	struct str unit;
	size_t at;
};
/* 1 and a record, 0 at the end, negative (ERR_CORRUPT) when the bytes are not ours. */
int record_next(struct record_cursor *cursor, struct arena *arena, struct record *ret_record);

/*
 * Reads all units of a spool in input order.
 *
 *	struct record_reader reader = {.spool = spool};
 *	while ((result = record_read(&reader, arena, &record, reterr)) > 0) …
 *	record_reader_release(&reader);
 *
 * Units that are absent (the scan was stopped) are passed over. Start again with record_rewind().
 */
struct record_reader {
	struct spool *spool;
	struct out unit; /* bytes of the unit being read */
	struct record_cursor cursor;
	uint32_t next_unit;
	bool started;
};
int record_read(struct record_reader *r, struct arena *arena, struct record *ret_record,
		struct err *reterr);
void record_rewind(struct record_reader *r);
void record_reader_release(struct record_reader *r);

#endif
