/*
 * What a history holds, as lines, for tests that compare it with what git says:
 *
 *	history_list [--all-refs] [--ref REF] [--folder FOLDER] … REPOSITORY
 *
 *	file PATH BLOB INTRODUCED SECONDS AUTHOR-SECONDS REMOVED ref|-    of each .py file
 *	other PATH BLOB                                                   of what configures
 *	skip REASON PATH: DETAIL
 *	counts …
 *
 * Commits as 40 digits, "?" where not known or none; fields are divided by tabs.
 */
#include "core/base/vec.h"
#include "corpus/history.h"
#include "scanner/config_folders.h"

#include <stdio.h>

struct call {
	struct arena arena;
	VEC(struct str) folders, refs;
	bool all_refs;
	const char *path;
};

static void print_commit(struct arena *arena, const struct corpus_history *history, uint32_t number)
{
	if (number == HISTORY_NONE)
		printf("\t?");
	else
		printf("\t" STR_FMT, STR_ARG(history_commit_of(history, number, arena).id));
}

static void print_file(struct arena *arena, const struct corpus_history *history,
		       const struct history_file *file)
{
	struct history_commit seen = history_commit_of(history, file->seen, arena);

	if (file->file.kind != CANDIDATE_PYTHON) {
		printf("other\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(file->file.path),
		       STR_ARG(file->file.blob));
		return;
	}
	printf("file\t" STR_FMT "\t" STR_FMT, STR_ARG(file->file.path), STR_ARG(file->file.blob));
	print_commit(arena, history, file->introduced);
	printf("\t%lld\t%lld", (long long)seen.time, (long long)seen.author_time);
	print_commit(arena, history, file->removed);
	printf("\t%s\n", file->at_ref ? "ref" : "-");
}

static int list(struct call *call, struct corpus_source *source, struct err *reterr)
{
	const struct history_options options = {
		.all_refs = call->all_refs,
		.refs = call->refs.items,
		.ref_count = call->refs.count,
		.folders = call->folders.items,
		.folder_count = call->folders.count,
		.read_config = config_folders,
	};
	struct corpus_history history;
	int result = history_read(source, &options, &call->arena, &history, reterr);

	if (result)
		return result;
	for (uint32_t i = 0; i < history.count; i++)
		print_file(&call->arena, &history, &history.items[i]);
	for (uint32_t i = 0; i < history.skip_count; i++) {
		const struct record_skip *skip = &history.skips[i];

		printf("skip\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n",
		       STR_ARG(skip_reason_name(skip->reason)), STR_ARG(skip->path),
		       STR_ARG(skip->detail));
	}
	printf("counts\trefs %llu\tcommits %llu\tmissing %llu\ttrees %llu\tstates %llu\n",
	       (unsigned long long)history.refs, (unsigned long long)history.commits,
	       (unsigned long long)history.commits_missing, (unsigned long long)history.trees,
	       (unsigned long long)history.states);
	history_release(&history);
	return 0;
}

static void read_words(struct call *call, int count, char **args)
{
	for (int i = 1; i < count; i++) {
		if (strcmp(args[i], "--all-refs") == 0)
			call->all_refs = true;
		else if (strcmp(args[i], "--folder") == 0 && i + 1 < count)
			*vec_push(&call->arena, &call->folders) = str_from(args[++i]);
		else if (strcmp(args[i], "--ref") == 0 && i + 1 < count)
			*vec_push(&call->arena, &call->refs) = str_from(args[++i]);
		else
			call->path = args[i];
	}
}

int main(int count, char **args)
{
	const struct corpus_options options = {.trust_owner = true, .histories = true};
	struct corpus_place place = {.git = true};
	struct corpus_source *source = NULL;
	struct call call = {0};
	struct err err = {0};
	int result;

	arena_init(&call.arena);
	read_words(&call, count, args);
	if (!call.path)
		return 2;
	place.path = str_from(call.path);
	result = corpus_init(&options, &err);
	if (!result) {
		result = corpus_open(&place, STR("HEAD"), &source, &err);
		if (!result)
			result = list(&call, source, &err);
		corpus_close(source);
		corpus_shutdown();
	}
	if (result)
		fprintf(stderr, "%d: %s\n", result, err.text);
	arena_release(&call.arena);
	return result ? 1 : 0;
}
