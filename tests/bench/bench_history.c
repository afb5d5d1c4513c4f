/*
 * What a walk over a history costs, with attribution:
 *
 *	bench_history [--rounds N] REPOSITORY …      next to git rev-list over the same objects
 *	bench_history [--rounds N] --generated N …   over a made history of N commits
 *
 * CPU time of one process, opening the repository included, the median of N rounds in which both
 * take turns; and peak memory. Without arguments histories of 1,000, 10,000 and 100,000 commits.
 */
#include "corpus/history.h"
#include "scanner/config_folders.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_ROUNDS = 99 };

struct figure {
	double seconds[MOST_ROUNDS];
	long kib;
};

struct counts {
	uint64_t commits, trees, files, states;
};

static int by_seconds(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(struct figure *f, int rounds)
{
	qsort(f->seconds, (size_t)rounds, sizeof(*f->seconds), by_seconds);
	return f->seconds[rounds / 2];
}

/* ---- what is measured --------------------------------------------------------------------------- */

static int walk(const char *path, struct counts *counts)
{
	const struct corpus_options corpus = {.trust_owner = true, .histories = true};
	const struct history_options options = {.all_refs = true, .read_config = config_folders};
	const struct corpus_place place = {.path = str_from(path), .git = true};
	struct corpus_source *source = NULL;
	struct corpus_history history;
	struct arena arena;
	struct err err = {0};
	int result = corpus_init(&corpus, &err);

	arena_init(&arena);
	if (!result)
		result = corpus_open(&place, STR("HEAD"), &source, &err);
	if (!result)
		result = history_read(source, &options, &arena, &history, &err);
	if (result) {
		fprintf(stderr, "%s: %s\n", path, err.text);
		return 1;
	}
	*counts = (struct counts){history.commits, history.trees, history.count, history.states};
	return 0; /* the process ends here, and with it what it holds */
}

static int run_git(const char *path)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	const char *folder = strcmp(path, ".") == 0 ? "." : path;

	setenv("GIT_CONFIG_COUNT", "1", 1);
	setenv("GIT_CONFIG_KEY_0", "safe.directory", 1);
	setenv("GIT_CONFIG_VALUE_0", "*", 1);
	dup2(null, STDOUT_FILENO);
	execlp("git", "git", "-C", folder, "rev-list", "--objects", "--filter=blob:none", "--all",
	       (char *)NULL);
	return 127;
}

/* One run in a process of its own. */
static bool measure(const char *path, bool git, int round, struct figure *figure,
		    struct counts *counts)
{
	int ends[2], status = 1;
	struct rusage usage;
	pid_t child;

	if (pipe(ends))
		return false;
	child = fork();
	if (child == 0) {
		int result = git ? run_git(path) : walk(path, counts);

		if (write(ends[1], counts, sizeof(*counts)) != sizeof(*counts))
			result = 1;
		_exit(result);
	}
	close(ends[1]);
	if (!git && read(ends[0], counts, sizeof(*counts)) != sizeof(*counts))
		*counts = (struct counts){0};
	close(ends[0]);
	if (child < 0 || wait4(child, &status, 0, &usage) < 0 || status)
		return false;
	figure->seconds[round] = (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
				 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
	figure->kib = usage.ru_maxrss;
	return true;
}

static int compare(const char *path, int rounds)
{
	struct figure ours = {0}, git = {0};
	struct counts counts = {0};
	double a, b;

	for (int i = 0; i < rounds; i++)
		if (!measure(path, false, i, &ours, &counts) ||
		    !measure(path, true, i, &git, &counts)) {
			fprintf(stderr, "%s: not measured\n", path);
			return 1;
		}
	a = median(&ours, rounds);
	b = median(&git, rounds);
	printf("%-28.28s %8llu %8llu %7llu %7llu %8.0f %8.0f %6.2f %7.1f %7.1f\n",
	       path + (strlen(path) > 28 ? strlen(path) - 28 : 0),
	       (unsigned long long)counts.commits, (unsigned long long)counts.trees,
	       (unsigned long long)counts.states, (unsigned long long)counts.files, a * 1e3,
	       b * 1e3, a / b, (double)ours.kib / 1024, a * 1e6 / (double)counts.commits);
	return 0;
}

/* ---- made histories ------------------------------------------------------------------------------ */

enum {
	FOLDERS = 40,
	MIGRATIONS = 300, /* of which one is new or changed every 20 commits */
};

static void write_commit(FILE *to, unsigned i)
{
	unsigned file = i * 2654435761u % 1000;

	fprintf(to,
		"commit refs/heads/main\ncommitter A <a@a> %u +0000\ndata 1\nm\n"
		"M 100644 inline src/p%u/m%u/f%u.py\ndata 10\n%010u\n",
		1000000000 + i, file % FOLDERS, file % 7, file, i);
	if (i % 20 == 0)
		fprintf(to, "M 100644 inline db/versions/%u.py\ndata 10\n%010u\n",
			i / 20 % MIGRATIONS, i);
}

static bool make_history(const char *folder, unsigned commits)
{
	char command[512];
	FILE *to;

	snprintf(command, sizeof(command),
		 "git init -q --bare -b main %s && git -C %s fast-import --quiet && git -C %s "
		 "-c pack.threads=2 repack -qad",
		 folder, folder, folder);
	to = popen(command, "we");
	if (!to)
		return false;
	for (unsigned i = 0; i < commits; i++)
		write_commit(to, i);
	return pclose(to) == 0;
}

static int measure_made(unsigned commits, int rounds)
{
	char folder[] = "/tmp/tidemark-bench-XXXXXX", command[64];
	int result = 1;

	if (!mkdtemp(folder))
		return 1;
	if (make_history(folder, commits))
		result = compare(folder, rounds);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command) ? 1 : result;
}

int main(int count, char **args)
{
	static const unsigned sizes[] = {1000, 10 * 1000, 100 * 1000};
	int rounds = 5, at = 1, failed = 0;
	bool made = false;

	if (count > 2 && strcmp(args[1], "--rounds") == 0) {
		rounds = atoi(args[2]);
		at = 3;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (rounds < 1 || rounds > MOST_ROUNDS)
		return 2;
	printf("%-28s %8s %8s %7s %7s %8s %8s %6s %7s %7s\n", "history", "commits", "trees",
	       "states", "files", "walk ms", "git ms", "ratio", "MB", "us/c");
	if (at == count)
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
			failed |= measure_made(sizes[i], rounds);
	for (; at < count; at++) {
		if (strcmp(args[at], "--generated") == 0)
			made = true;
		else if (made)
			failed |= measure_made((unsigned)strtoul(args[at], NULL, 10), rounds);
		else
			failed |= compare(args[at], rounds);
	}
	return failed;
}
