/*
 * libtidemark: reads the database migrations of many git repositories and says what a rollback
 * would leave behind. The command line is built on this header alone.
 *
 * Strings are NUL-terminated, borrowed for the length of the call, and may be NULL where a default
 * is named. Functions return 0 or a negative value and then have filled *reterr (if not NULL).
 * Nothing is printed; nothing of a scanned repository is executed.
 */
#ifndef TIDEMARK_H
#define TIDEMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TIDEMARK_VERSION "0.1.0"

struct tidemark_error {
	int code;       /* negative; TIDEMARK_USAGE: the caller's mistake */
	char text[512]; /* one line: what and why */
};

enum {
	TIDEMARK_USAGE = -6,
};

/* Where bytes go. Must take all of them: 0, or negative. */
struct tidemark_sink {
	void *self;
	int (*write)(void *self, const void *bytes, size_t len);
};

/* A report: in `format`, to the file `path`, or to the scan's sink when that is NULL. */
struct tidemark_output {
	const char *format;
	const char *path;
};

/*
 * How far a scan is; told from the calling thread a few times a second, and a last time as NULL
 * before the reports are written.
 */
struct tidemark_progress {
	uint64_t repositories, repositories_done;
	uint64_t migrations, findings;
	double seconds;
};

/* A finding of an earlier report. */
struct tidemark_known {
	const char *repository; /* as that report names it; NULL: of any */
	uint64_t fingerprint;
};

struct tidemark_scan {
	/* what */
	const char *const *paths;
	size_t path_count;
	const char *const *refs; /* none: HEAD */
	size_t ref_count;
	const char *since; /* only what was added or changed since this commit; NULL: everything */
	bool history;      /* every commit that can be reached from the refs */
	bool all_refs;     /* of the history: HEAD and every ref under refs/, notes excluded */
	bool trust_owner;

	/* how it is judged; see `tidemark scan --help` */
	const char *profile;       /* NULL: rollback */
	const char *const *select; /* each a comma-separated list */
	size_t select_count;
	const char *const *ignore;
	size_t ignore_count;
	const char *const *severities; /* "ID=error" */
	size_t severity_count;
	const char *const *dialects; /* none: inferred */
	size_t dialect_count;
	bool all_roles;
	bool no_repo_suppressions;
	bool no_repo_config;                /* do not read .tidemark.yaml of what is scanned */
	const struct tidemark_known *known; /* counted, and not reported again */
	size_t known_count;

	/* what is written */
	const struct tidemark_output *outputs;
	size_t output_count;
	struct tidemark_sink sink;    /* for outputs without a path */
	const char *per_repo;         /* a folder for one report per repository, or NULL */
	const char *const *arguments; /* as reports show them */
	size_t argument_count;
	const char *started; /* RFC 3339 */
	unsigned width;      /* of text, in columns */
	bool color, verbose, quiet;

	unsigned jobs; /* 0: the processors this process may use */
	void (*progress)(void *self, const struct tidemark_progress *progress);
	/* One line about something that could not be read, as it happens. */
	void (*message)(void *self, const char *text);
	void *self;
};

struct tidemark_result {
	uint64_t notes, warnings, errors; /* findings that count */
	bool incomplete; /* something asked for was not read; the reports say what */
	int stopped_by;  /* the signal given to tidemark_stop(), or 0 */
};

/* Scans and writes the reports. Fails when nothing could be scanned or a report not be written. */
int tidemark_scan(const struct tidemark_scan *options, struct tidemark_result *ret_result,
		  struct tidemark_error *reterr);

/*
 * Asks all scans of the process to stop: what is complete is still reported. May be called from a
 * signal handler. `signal` comes back in the result.
 */
void tidemark_stop(int signal);

/*
 * Writes what the front ends understood of a file, or of every migration under a path (at HEAD for
 * repositories), as "text" or "json" (one object a line).
 */
struct tidemark_dump_options {
	const char *format; /* NULL: text */
	bool trust_owner;
	bool trace; /* and how the values of each operation were derived */
};
int tidemark_dump(const char *path, const struct tidemark_dump_options *options,
		  const struct tidemark_sink *sink, struct tidemark_error *reterr);

/*
 * Draws the revision graph of every environment under a path (at HEAD for repositories) as "text",
 * "json" (one object a line), "dot" or "mermaid". Parents that a chain lacks are looked for in all
 * the others. ret_result->incomplete: something asked for could not be read; `message` said what.
 */
struct tidemark_chain_options {
	const char *format;      /* NULL: text */
	const char *environment; /* only the one of this name; NULL: all */
	const char *at;          /* only this revision and its ancestors; id, label or prefix */
	bool explain; /* and what was proved of it, with its schema before and after; wants `at` */
	bool schemas; /* json: the schema before and after each migration, and after rolling it back */
	bool operations; /* json: what each operation comes to, where the migration stands in the chain */
	const char *const *dialects; /* none: inferred */
	size_t dialect_count;
	bool trust_owner;
	unsigned width; /* of text, in columns */
	unsigned jobs;  /* 0: the processors this process may use */
	void (*message)(void *self, const char *text);
	void *self;
};
int tidemark_chain(const char *path, const struct tidemark_chain_options *options,
		   const struct tidemark_sink *sink, struct tidemark_result *ret_result,
		   struct tidemark_error *reterr);

/*
 * Writes the rules: all as a table, or one (by id or name) with its page, as "text", "markdown" or
 * "json".
 */
int tidemark_rules(const char *rule, const char *format, unsigned width,
		   const struct tidemark_sink *sink, struct tidemark_error *reterr);

/* Names of the report formats, in order; NULL past the last one. */
const char *tidemark_format(size_t index, const char **ret_summary);

#ifdef __cplusplus
}
#endif

#endif
