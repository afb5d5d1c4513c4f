#include "tests/unit/temp_tree.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/limits.h"
#include "core/base/out.h"
#include "corpus/corpus.h"

#if defined(__SANITIZE_ADDRESS__)
#define LEAKS_ARE_FOUND 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LEAKS_ARE_FOUND 1
#endif
#endif

#ifdef LEAKS_ARE_FOUND
/* libgit2 1.5.1 does not free what it matched a regular expression with (gitdir.c). */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libpcre2-8\n";
}
#endif

void temp_tree_make(struct temp_tree *t)
{
	char path[] = "/tmp/tidemark-test-XXXXXX";

	arena_init(&t->arena);
	assert_non_null(mkdtemp(path));
	t->path = arena_str(&t->arena, str_from(path));
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path);
}

void temp_tree_remove(struct temp_tree *t)
{
	nftw(t->path.ptr, remove_one, 32, FTW_DEPTH | FTW_PHYS);
	arena_release(&t->arena);
}

const char *temp_path(struct temp_tree *t, const char *name)
{
	return arena_printf(&t->arena, "%s/%s", t->path.ptr, name).ptr;
}

static void make_parents(const struct temp_tree *t, char *path)
{
	for (char *slash = path + t->path.len + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
}

void temp_folder(struct temp_tree *t, const char *name)
{
	struct str path = arena_printf(&t->arena, "%s/%s/", t->path.ptr, name);

	make_parents(t, (char *)path.ptr);
}

void temp_file(struct temp_tree *t, const char *name, struct str content)
{
	struct str path = arena_printf(&t->arena, "%s/%s", t->path.ptr, name);
	FILE *file;

	make_parents(t, (char *)path.ptr);
	file = fopen(path.ptr, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(content.len ? content.ptr : "", 1, content.len, file), content.len);
	assert_int_equal(fclose(file), 0);
}

void temp_text(struct temp_tree *t, const char *name, const char *text)
{
	temp_file(t, name, str_from(text));
}

/* In the child: becomes git. */
static void exec_git(const char *folder, int input, int output, char *arguments)
{
	char git[] = "git", *argv[64] = {git};
	int argc = 1;

	dup2(input, 0);
	dup2(output, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_AUTHOR_NAME", "A", 1);
	setenv("GIT_AUTHOR_EMAIL", "a@example.org", 1);
	setenv("GIT_AUTHOR_DATE", "1700000000 +0000", 1);
	setenv("GIT_COMMITTER_NAME", "A", 1);
	setenv("GIT_COMMITTER_EMAIL", "a@example.org", 1);
	setenv("GIT_COMMITTER_DATE", "1700000000 +0000", 1);
	unsetenv("GIT_DIR");
	for (char *word = strtok(arguments, " "); word && argc < 63; word = strtok(NULL, " "))
		argv[argc++] = word;
	if (chdir(folder) == 0)
		execvp("git", argv);
	_exit(127);
}

static struct str read_back(struct temp_tree *t, int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *text;

	assert_true(size >= 0);
	text = arena_alloc(&t->arena, (size_t)size + 1);
	assert_int_equal(pread(fd, text, (size_t)size, 0), size);
	return (struct str){text, (size_t)size};
}

static struct str run_git(struct temp_tree *t, const char *name, FILE *input, const char *arguments)
{
	char *copy = (char *)arena_str(&t->arena, str_from(arguments)).ptr;
	FILE *output = tmpfile();
	struct str text;
	int status;
	pid_t child;

	assert_non_null(input);
	assert_non_null(output);
	child = fork();
	if (child == 0)
		exec_git(temp_path(t, name), fileno(input), fileno(output), copy);
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (status)
		fail_msg("git %s: status %d", arguments, status);
	text = read_back(t, fileno(output));
	fclose(input);
	fclose(output);
	return text;
}

struct str temp_git(struct temp_tree *t, const char *name, const char *input, const char *arguments)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	if (input)
		fputs(input, file);
	fflush(file);
	rewind(file);
	return run_git(t, name, file, arguments);
}

struct str temp_git_read(struct temp_tree *t, const char *name, const char *input_file,
			 const char *arguments)
{
	return run_git(t, name, fopen(temp_path(t, input_file), "rb"), arguments);
}

/* ---- what corpus/ sees -------------------------------------------------------- */

/* Candidates and skips are each sorted by path: merge them. */
static void print_listing(struct out *out, struct corpus_source *source,
			  const struct corpus_listing *l, bool details, struct arena *arena)
{
	static const char *const kinds[] = {"python", "env", "config", "template"};
	uint32_t i = 0, j = 0;

	while (i < l->count || j < l->skip_count) {
		const struct record_skip *skip = &l->skips[j];
		struct str content;
		struct err err;

		if (i == l->count ||
		    (j < l->skip_count && str_cmp(skip->path, l->items[i].path) < 0)) {
			out_printf(out, "skip " STR_FMT " " STR_FMT,
				   STR_ARG(skip_reason_name(skip->reason)), STR_ARG(skip->path));
			if (details)
				out_printf(out, ": " STR_FMT, STR_ARG(skip->detail));
			out_char(out, '\n');
			j++;
			continue;
		}
		out_printf(out, "%s " STR_FMT "\n", kinds[l->items[i].kind],
			   STR_ARG(l->items[i].path));
		if (corpus_read(source, &l->items[i], LIMIT_SEARCH_BYTES, arena, &content, &err))
			out_printf(out, "unread " STR_FMT ": %s\n", STR_ARG(l->items[i].path),
				   err.text);
		i++;
	}
}

static struct str list(struct temp_tree *t, const char *name, bool git, const char *ref,
		       bool details)
{
	struct corpus_place place = {.path = str_from(temp_path(t, name)), .git = git};
	struct corpus_source *source = NULL;
	struct corpus_listing listing;
	struct arena arena;
	struct out out;
	struct str text;
	struct err err;

	arena_init(&arena);
	out_init_buffer(&out, 64 * 1024 * 1024);
	if (corpus_open(&place, str_from(ref), &source, &err)) {
		out_printf(&out, "open: %s", err.text);
	} else {
		if (corpus_list(source, &arena, NULL, &listing, &err))
			out_printf(&out, "list: %s", err.text);
		else
			print_listing(&out, source, &listing, details, &arena);
		corpus_close(source);
	}
	assert_int_equal(out_flush(&out), 0);
	text = arena_str(&t->arena, out_content(&out));
	out_release(&out);
	arena_release(&arena);
	return text;
}

struct str temp_list(struct temp_tree *t, const char *name, bool git, const char *ref)
{
	return list(t, name, git, ref, false);
}

struct str temp_list_details(struct temp_tree *t, const char *name, bool git, const char *ref)
{
	return list(t, name, git, ref, true);
}
