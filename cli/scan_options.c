#include "scan_options.h"

#include "command.h"
#include "terminal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	LIST_LINE_BYTES = 64 * 1024,
	JOBS_MAX = 1024,
};

static void *must(void *memory)
{
	if (!memory) {
		fputs("tidemark: out of memory\n", stderr);
		abort();
	}
	return memory;
}

static void push(struct word_list *list, const char *word)
{
	if (list->count == list->capacity) {
		list->capacity = list->capacity ? 2 * list->capacity : 8;
		list->items = must(realloc(list->items, list->capacity * sizeof(*list->items)));
	}
	list->items[list->count++] = word;
}

static const char *own(struct scan_options *o, char *word)
{
	push(&o->owned, must(word));
	return word;
}

/* `--format name` or `--format name=file` */
static void add_output(struct scan_options *o, const char *value)
{
	const char *equals = strchr(value, '=');
	struct tidemark_output output = {value, equals ? equals + 1 : NULL};

	if (equals)
		output.format = own(o, strndup(value, (size_t)(equals - value)));
	if (o->output_count == o->output_capacity) {
		o->output_capacity = o->output_capacity ? 2 * o->output_capacity : 4;
		o->outputs = must(realloc(o->outputs, o->output_capacity * sizeof(*o->outputs)));
	}
	o->outputs[o->output_count++] = output;
}

/* A list of paths, one a line; empty lines and '#' comments are passed over. */
static int read_list(struct scan_options *o, FILE *file, const char *name)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	while ((len = getline(&line, &size, file)) >= 0 && len < LIST_LINE_BYTES) {
		while (len && (line[len - 1] == '\n' || line[len - 1] == '\r'))
			line[--len] = '\0';
		if (len && line[0] != '#')
			push(&o->paths, own(o, strdup(line)));
	}
	free(line);
	if (len >= LIST_LINE_BYTES)
		return usage_error("%s: a line is longer than %d bytes", name, LIST_LINE_BYTES);
	if (ferror(file))
		return usage_error("cannot read %s: %s", name, strerror(errno));
	return 0;
}

static int add_list(struct scan_options *o, const char *path)
{
	FILE *file = fopen(path, "re");
	int result;

	if (!file)
		return usage_error("cannot read the list %s: %s", path, strerror(errno));
	result = read_list(o, file, path);
	fclose(file);
	return result;
}

static int add_path(struct scan_options *o, const char *word)
{
	if (strcmp(word, "-") == 0)
		return read_list(o, stdin, "standard input");
	if (word[0] == '@')
		return add_list(o, word + 1);
	if (strstr(word, "://"))
		return usage_error("%s: tidemark reads what is on this machine; clone it first",
				   word);
	push(&o->paths, word);
	return 0;
}

static int one_of(const char *option, const char *value, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (strcmp(words[i], value) == 0)
			return 0;
	return usage_error("%s is not '%s'; see 'tidemark scan --help'", option, value);
}

static int set_role(struct scan_options *o, const char *value)
{
	static const char *const roles[] = {"production", "all", NULL};

	o->scan.all_roles = strcmp(value, "all") == 0;
	return one_of("--role", value, roles);
}

static int set_fail_on(struct scan_options *o, const char *value)
{
	static const char *const levels[] = {"error", "warning", "never", NULL};

	o->fail_on = value;
	return one_of("--fail-on", value, levels);
}

static int set_color(struct scan_options *o, const char *value)
{
	static const char *const words[] = {"auto", "always", "never", NULL};

	o->color = value;
	return one_of("--color", value, words);
}

static int set_jobs(struct scan_options *o, const char *value)
{
	char *end;
	unsigned long jobs = strtoul(value, &end, 10);

	if (*end || value[0] < '0' || value[0] > '9' || jobs < 1 || jobs > JOBS_MAX)
		return usage_error("-j wants a number from 1 to %d, not '%s'", JOBS_MAX, value);
	o->scan.jobs = (unsigned)jobs;
	return 0;
}

static int set_ref(struct scan_options *o, const char *value)
{
	push(&o->refs, value);
	return *value ? 0 : usage_error("--ref wants a branch, tag or commit id");
}

static int set_dialect(struct scan_options *o, const char *value)
{
	push(&o->dialects, value);
	return 0;
}

static int set_profile(struct scan_options *o, const char *value)
{
	o->scan.profile = value;
	return 0;
}

static int set_select(struct scan_options *o, const char *value)
{
	push(&o->selects, value);
	return 0;
}

static int set_ignore(struct scan_options *o, const char *value)
{
	push(&o->ignores, value);
	return 0;
}

static int set_severity(struct scan_options *o, const char *value)
{
	push(&o->severities, value);
	return 0;
}

static int set_format(struct scan_options *o, const char *value)
{
	add_output(o, value);
	return 0;
}

static int set_per_repo(struct scan_options *o, const char *value)
{
	o->scan.per_repo = value;
	return 0;
}

static int set_since(struct scan_options *o, const char *value)
{
	o->scan.since = value;
	return *value ? 0 : usage_error("--since wants a commit");
}

static int set_baseline(struct scan_options *o, const char *value)
{
	return baseline_read(&o->baseline, value);
}

/* Options with a value. `told`: reports show it among their arguments. */
static const struct {
	const char *name;
	int (*set)(struct scan_options *o, const char *value);
	bool told;
} valued[] = {
	{"--ref", set_ref, true},           {"--dialect", set_dialect, true},
	{"--profile", set_profile, true},   {"--role", set_role, true},
	{"--select", set_select, true},     {"--ignore", set_ignore, true},
	{"--severity", set_severity, true}, {"--fail-on", set_fail_on, true},
	{"--format", set_format, false},    {"--per-repo", set_per_repo, false},
	{"--color", set_color, false},      {"-j", set_jobs, false},
	{"--baseline", set_baseline, true}, {"--since", set_since, true},
};

static bool *flag_of(struct scan_options *o, const char *word, bool *ret_told)
{
	*ret_told = false;
	if (strcmp(word, "--quiet") == 0)
		return &o->quiet;
	if (strcmp(word, "--verbose") == 0)
		return &o->verbose;
	if (strcmp(word, "--no-progress") == 0)
		return &o->no_progress;
	*ret_told = true;
	if (strcmp(word, "--trust-owner") == 0)
		return &o->scan.trust_owner;
	if (strcmp(word, "--history") == 0)
		return &o->scan.history;
	if (strcmp(word, "--all-refs") == 0)
		return &o->scan.all_refs;
	if (strcmp(word, "--no-repo-suppressions") == 0)
		return &o->scan.no_repo_suppressions;
	if (strcmp(word, "--no-repo-config") == 0)
		return &o->scan.no_repo_config;
	return NULL;
}

/* One option at args[*at]. */
static int read_option(struct scan_options *o, char **args, int *at)
{
	const char *word = args[*at], *value;
	bool told, *flag = flag_of(o, word, &told);

	if (flag) {
		*flag = true;
		if (told)
			push(&o->arguments, word);
		return 0;
	}
	if (strncmp(word, "-j", 2) == 0 && word[2])
		return set_jobs(o, word + 2);
	for (size_t i = 0; i < sizeof(valued) / sizeof(valued[0]); i++) {
		int given = option_value(args, at, valued[i].name, &value);

		if (given < 0)
			return EXIT_USAGE;
		if (!given)
			continue;
		if (valued[i].told) {
			push(&o->arguments, valued[i].name);
			push(&o->arguments, value);
		}
		return valued[i].set(o, value);
	}
	return usage_error("scan has no option '%s'; see 'tidemark scan --help'", word);
}

static int read_words(struct scan_options *o, int count, char **args)
{
	bool only_paths = false;

	for (int i = 0; i < count; i++) {
		bool is_option = !only_paths && args[i][0] == '-' && args[i][1];
		int result = 0;

		if (is_option && strcmp(args[i], "--") == 0) {
			only_paths = true;
		} else if (is_option) {
			result = read_option(o, args, &i);
		} else {
			push(&o->arguments, args[i]);
			result = only_paths ? (push(&o->paths, args[i]), 0) : add_path(o, args[i]);
		}
		if (result)
			return result;
	}
	return 0;
}

static void finish(struct scan_options *o)
{
	struct tidemark_scan *s = &o->scan;

	s->paths = o->paths.items;
	s->path_count = o->paths.count;
	s->refs = o->refs.items;
	s->ref_count = o->refs.count;
	s->select = o->selects.items;
	s->select_count = o->selects.count;
	s->ignore = o->ignores.items;
	s->ignore_count = o->ignores.count;
	s->severities = o->severities.items;
	s->severity_count = o->severities.count;
	s->known = o->baseline.items;
	s->known_count = o->baseline.count;
	s->dialects = o->dialects.items;
	s->dialect_count = o->dialects.count;
	s->arguments = o->arguments.items;
	s->argument_count = o->arguments.count;
	if (!o->output_count)
		add_output(o, isatty(STDOUT_FILENO) ? "text" : "jsonl");
	s->outputs = o->outputs;
	s->output_count = o->output_count;
	s->width = terminal_width();
	s->color = terminal_color(o->color);
	s->quiet = o->quiet;
	s->verbose = o->verbose;
	o->progress = !o->quiet && !o->no_progress && isatty(STDERR_FILENO);
}

int scan_options_read(struct scan_options *o, int count, char **args)
{
	int result;

	*o = (struct scan_options){.fail_on = "error", .color = "auto"};
	result = read_words(o, count, args);
	if (!result && !o->paths.count)
		result = usage_error("scan wants at least one PATH; see 'tidemark scan --help'");
	if (!result && o->scan.all_refs && !o->scan.history)
		result =
			usage_error("--all-refs wants --history: without it, name refs with --ref");
	if (!result && o->scan.since && o->scan.history)
		result = usage_error("--since does not go with --history yet: a history is "
				     "listed as a whole");
	if (!result)
		finish(o);
	return result;
}

void scan_options_release(struct scan_options *o)
{
	for (size_t i = 0; i < o->owned.count; i++)
		free((void *)o->owned.items[i]);
	free(o->owned.items);
	free(o->paths.items);
	free(o->refs.items);
	free(o->selects.items);
	free(o->ignores.items);
	free(o->severities.items);
	free(o->dialects.items);
	free(o->arguments.items);
	baseline_release(&o->baseline);
	free(o->outputs);
}
