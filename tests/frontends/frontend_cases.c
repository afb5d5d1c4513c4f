/*
 * Fixtures of the front ends: what they understand of <case>/input.py is <case>/expected.txt, the
 * text of `tidemark dump`, byte for byte. Goes the way of a scan: recognise, evaluate, encode,
 * decode, on a worker's stack. Other files of the case are modules of the same tree, in which the
 * input is app/migrations/versions/input.py: <case>/app/helpers.py is app/helpers.py. The cases
 * called trace_… are dumped with --trace. Of <case>/same.py the semantic hash is the input's, of
 * <case>/different.py it is not.
 *
 *	frontend_cases FOLDER…     UPDATE_GOLDEN=1 rewrites expected.txt
 */
#include "core/base/limits.h"
#include "core/base/pool.h"
#include "core/model/codec.h"
#include "frontends/frontend.h"
#include "reports/dump.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
	FILE_MAX = 4 * 1024 * 1024,
};

struct test_case {
	const char *folder;
	struct arena arena;
	bool passed;
};

static FILE *open_in(const char *folder, const char *name, const char *mode)
{
	char path[LIMIT_PATH_BYTES];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, mode);
	if (!file)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	return file;
}

static bool read_in(const char *folder, const char *name, struct arena *arena, struct str *ret)
{
	FILE *file = open_in(folder, name, "rb");
	char *bytes;

	if (!file)
		return false;
	bytes = arena_alloc(arena, FILE_MAX);
	*ret = (struct str){bytes, fread(bytes, 1, FILE_MAX, file)};
	fclose(file);
	return true;
}

static enum module_kind look(void *self, struct str path, struct str *ret_blob)
{
	const struct test_case *t = self;
	char full[LIMIT_PATH_BYTES];
	struct stat st;

	(void)ret_blob;
	snprintf(full, sizeof(full), "%s/" STR_FMT, t->folder, STR_ARG(path));
	if (stat(full, &st))
		return MODULE_ABSENT;
	return S_ISDIR(st.st_mode) ? MODULE_FOLDER : MODULE_FILE;
}

/* The path serves as the id. */
static int read_module(void *self, struct str path, struct arena *arena, struct str *ret_content,
		       struct str *ret_blob, struct err *reterr)
{
	const struct test_case *t = self;

	*ret_blob = path;
	return read_in(t->folder, arena_str(arena, path).ptr, arena, ret_content)
		       ? 0
		       : err_set(reterr, ERR_IO, "not read");
}

static bool write_in(struct test_case *t, const char *name, struct str text)
{
	FILE *file = open_in(t->folder, name, "wb");
	bool written;

	if (!file)
		return false;
	written = fwrite(text.ptr, 1, text.len, file) == text.len;
	return fclose(file) == 0 && written;
}

/* What was decoded is what was encoded: it encodes to the same bytes. */
static bool same_again(const struct migration *m, struct str bytes)
{
	struct out again;
	bool same;

	out_init_buffer(&again, FILE_MAX);
	migration_encode(m, &again);
	same = str_eq(out_content(&again), bytes);
	out_release(&again);
	return same;
}

/* Returns the semantic hash; 0 when there is none. */
static uint64_t dump_content(struct test_case *t, struct frontend_worker *worker,
			     struct str content, struct out *text)
{
	const struct loader loader = {t, look, read_module};
	const struct frontend_input input = {STR("app/migrations/versions/input.py"), content,
					     &loader, strstr(t->folder, "/trace_") != NULL};
	const struct frontend *frontend = frontend_for(STR("input.py"), content);
	struct migration m;
	struct err err = {0};
	uint64_t hash = 0;
	struct out bytes;

	if (!frontend) {
		out_str(text, STR("no front end knows it\n"));
		return 0;
	}
	out_init_buffer(&bytes, FILE_MAX);
	if (frontend_encode(frontend, worker, &input, &t->arena, &bytes, &err))
		out_printf(text, "error %d: %s\n", err.code, err.text);
	else if (migration_decode(out_content(&bytes), &t->arena, &m, &err))
		out_printf(text, "cannot decode: %s\n", err.text);
	else if (!same_again(&m, out_content(&bytes)))
		out_str(text, STR("encodes to other bytes once decoded\n"));
	else {
		dump_text(&m, text);
		hash = migration_semantic_hash(&m);
	}
	out_release(&bytes);
	return hash;
}

/* Has the file, if the case has it, the hash as it should? */
static bool check_hash(struct test_case *t, struct frontend_worker *worker, const char *name,
		       uint64_t hash, bool same)
{
	char path[LIMIT_PATH_BYTES];
	struct str content;
	struct out text;
	struct stat st;
	bool right;

	snprintf(path, sizeof(path), "%s/%s", t->folder, name);
	if (stat(path, &st) || !read_in(t->folder, name, &t->arena, &content))
		return true;
	out_init_buffer(&text, FILE_MAX);
	right = (dump_content(t, worker, content, &text) == hash) == same;
	if (!right)
		printf("%s/%s: has %s semantic hash\n", t->folder, name,
		       same ? "another" : "the same");
	out_release(&text);
	return right;
}

/* Tells the first line that differs. */
static void tell_difference(const char *folder, struct str got, struct str expected)
{
	struct str one = STR(""), other = STR("");
	unsigned line = 0;

	do {
		one = other = STR("(end)");
		line++;
		str_split(&got, '\n', &one);
		str_split(&expected, '\n', &other);
	} while (str_eq(one, other) && (got.len || expected.len));
	printf("%s/expected.txt:%u: differs\n  expected " STR_FMT "\n  got      " STR_FMT "\n",
	       folder, line, STR_ARG(other), STR_ARG(one));
}

static void run_case(void *self, unsigned number)
{
	struct test_case *t = self;
	struct frontend_worker *worker = frontend_worker_new();
	struct str content, expected = STR("");
	struct out text;
	uint64_t hash;

	(void)number;
	arena_init(&t->arena);
	out_init_buffer(&text, FILE_MAX);
	if (read_in(t->folder, "input.py", &t->arena, &content)) {
		hash = dump_content(t, worker, content, &text);
		if (getenv("UPDATE_GOLDEN"))
			t->passed = write_in(t, "expected.txt", out_content(&text));
		else if (read_in(t->folder, "expected.txt", &t->arena, &expected))
			t->passed = str_eq(out_content(&text), expected);
		if (!t->passed)
			tell_difference(t->folder, out_content(&text), expected);
		t->passed &= check_hash(t, worker, "same.py", hash, true) &&
			     check_hash(t, worker, "different.py", hash, false);
	}
	out_release(&text);
	arena_release(&t->arena);
	frontend_worker_free(worker);
}

int main(int count, char **folders)
{
	struct pool *pool;
	struct err err;
	int failed = 0;

	if (count < 2 || pool_start(1, 1, &pool, &err)) {
		fprintf(stderr, "usage: frontend_cases FOLDER...\n");
		return 2;
	}
	for (int i = 1; i < count; i++) {
		struct test_case t = {.folder = folders[i]};

		pool_submit(pool, run_case, &t);
		while (pool_wait(pool, 1000))
			;
		failed += !t.passed;
	}
	pool_finish(pool);
	printf("%d of %d cases passed\n", count - 1 - failed, count - 1);
	return failed ? 1 : 0;
}
