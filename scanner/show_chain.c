/*
 * tidemark_chain(): the revision graph of every environment under a path.
 */
#include "core/base/limits.h"
#include "core/base/map.h"
#include "core/base/vec.h"
#include "reports/chain_view.h"
#include "scanner/grouping.h"
#include "scanner/run.h"

#include <stdio.h>
#include <stdlib.h>

enum { SKIPS_TOLD = 20 /* of one source */ };

/* A format: `begin` and `end` may be NULL. */
struct chain_format {
	struct str name;
	void (*begin)(struct out *out);
	void (*write)(const struct chain_view *view, struct out *out);
	void (*end)(struct out *out);
};

/* One run of the command, on a worker of the pool for its stack. */
struct chain_run {
	struct tidemark_scan scan;
	struct scan_run run;
	const char *path;
	const struct tidemark_chain_options *options;
	const struct chain_format *format; /* NULL: text, which wants a width */
	struct arena arena;                /* for the whole run */
	struct chain_index index;
	uint32_t number; /* of the environment being written */
	uint32_t written;
	struct str names; /* of the environments that there are, for a message */
	struct out out;
	bool incomplete;
	int result;
	struct err err;
};

/* One source, while it is read. */
struct chain_source {
	struct chain_run *command;
	const struct corpus_place *place;
	struct corpus_source *source;
	struct arena *arena, *scratch;
	struct corpus_listing listing;
	struct evaluated evaluated;
	struct environment_groups groups;
	struct chain *chains; /* by group */
	struct replay_budget budget;
	struct map unread; /* folder → struct unread */
};

static int read_config(void *self, const struct candidate *candidate, struct arena *arena,
		       struct str *ret_content, struct err *reterr)
{
	const struct chain_source *s = self;

	return corpus_read(s->source, candidate, LIMIT_CONFIG_BYTES, arena, ret_content, reterr);
}

static int read_source(struct chain_source *s, unsigned worker, struct err *reterr)
{
	struct chain_run *command = s->command;
	struct environment_input input = {
		.read = read_config,
		.self = s,
		.dialects_given = command->run.dialects,
		.dialect_versions = command->run.dialect_versions,
	};
	int result = corpus_open(s->place, STR("HEAD"), &s->source, reterr);

	if (!result)
		result = corpus_list(s->source, s->arena, &scan_stop_signal, &s->listing, reterr);
	if (!result)
		result = evaluate_all(&command->run, s->source, &s->listing, s->arena, worker,
				      &s->evaluated);
	if (result)
		return result;
	input.candidates = s->listing.items;
	input.candidate_count = s->listing.count;
	input.migrations = s->evaluated.migrations;
	input.migration_count = s->evaluated.count;
	result = environment_group(&input, s->arena, s->scratch, &s->groups, reterr);
	if (result)
		return result;
	s->chains = arena_array(s->arena, s->groups.count, sizeof(*s->chains));
	for (uint32_t i = 0; i < s->groups.count; i++)
		chain_build(&s->chains[i], s->arena, s->groups.items[i].migrations,
			    s->groups.items[i].count);
	return 0;
}

/* Says what was not read. */
static void tell_skips(struct chain_source *s, const struct record_skip *skips, uint32_t count)
{
	uint32_t told = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (!skip_is_incomplete(skips[i].reason))
			continue;
		s->command->incomplete = true;
		if (told++ < SKIPS_TOLD)
			run_message(&s->command->run, STR_FMT ": " STR_FMT " (" STR_FMT ")",
				    STR_ARG(skips[i].path.len ? skips[i].path : s->place->path),
				    STR_ARG(skips[i].detail),
				    STR_ARG(skip_reason_name(skips[i].reason)));
	}
	if (told > SKIPS_TOLD)
		run_message(&s->command->run, STR_FMT ": %u more like that",
			    STR_ARG(s->place->path), told - SKIPS_TOLD);
}

/* Files that were not read, by folder. */
struct unread {
	VEC(struct str) paths;
};

static void map_unread(struct chain_source *s, const struct record_skip *skips, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		void **at;

		if (skips[i].reason == SKIP_UNPARSABLE || !str_ends(skips[i].path, STR(".py")))
			continue;
		at = map_put(s->arena, &s->unread, str_dirname(skips[i].path));
		if (!*at)
			*at = arena_new(s->arena, struct unread);
		*vec_push(s->arena, &((struct unread *)*at)->paths) = skips[i].path;
	}
}

/* The files among those of the environment that were not read: an absent parent may be there. */
static void add_unread(struct chain_source *s, const struct environment *env,
		       struct survey_context *context)
{
	struct unread all = {0};

	for (uint32_t i = 0; i < env->folder_count; i++) {
		const struct unread *here = map_get(&s->unread, env->folders[i]);

		for (uint32_t j = 0; here && j < here->paths.count; j++)
			*vec_push(s->arena, &all.paths) = here->paths.items[j];
	}
	context->unread = all.paths.items;
	context->unread_count = all.paths.count;
}

/* The node of --at: an id, a label or the beginning of one id only. */
static uint32_t find_at(const struct chain *c, struct str name)
{
	uint32_t node = chain_find(c, name), begins = 0;

	if (node != CHAIN_NONE)
		return node;
	for (uint32_t i = 0; i < c->count; i++)
		for (uint32_t j = 0; j < c->nodes[i]->label_count; j++)
			if (str_eq(c->nodes[i]->labels[j], name))
				return i;
	for (uint32_t i = 0; i < c->revision_count; i++)
		if (str_starts(c->nodes[c->by_revision[i]]->revision, name)) {
			node = c->by_revision[i];
			begins++;
		}
	return begins == 1 ? node : CHAIN_NONE;
}

/* The node and its ancestors, by any edge. */
static const bool *mark_ancestors(const struct chain *c, struct arena *arena, uint32_t node)
{
	bool *marks = arena_array(arena, c->count, sizeof(*marks));
	uint32_t *stack = arena_array(arena, c->count, sizeof(*stack)), depth = 0;

	marks[node] = true;
	stack[depth++] = node;
	while (depth) {
		uint32_t at = stack[--depth];

		for (uint32_t e = c->first_edge[at]; e < c->first_edge[at + 1]; e++) {
			uint32_t parent = c->edges[e].parent;

			if (parent == CHAIN_NONE || marks[parent])
				continue;
			marks[parent] = true;
			stack[depth++] = parent;
		}
	}
	return marks;
}

static void write_view(struct chain_run *command, const struct chain_view *view)
{
	if (command->format) {
		command->format->write(view, &command->out);
		return;
	}
	if (command->written)
		out_char(&command->out, '\n');
	chain_text(view, command->options->width ? command->options->width : 80, &command->out);
}

static void write_group(struct chain_source *s, uint32_t at, uint32_t number)
{
	struct chain_run *command = s->command;
	const struct environment_group *group = &s->groups.items[at];
	const struct chain *chain = &s->chains[at];
	struct chain_proofs proofs;
	struct chain_survey survey;
	struct survey_context context = {
		.index = &command->index,
		.number = number,
		/* of "." nothing is known: its env.py may lie above what was given */
		.plugged_in = !group->env.config.len && !group->env_py.len &&
			      !str_eq(group->env.name, STR(".")),
	};
	struct chain_view view = {
		.number = number,
		.repository = s->place->path,
		.ref = s->place->git ? STR("HEAD") : STR(""),
		.commit = corpus_commit(s->source),
		.env = &group->env,
		.chain = chain,
		.survey = &survey,
		.proofs = &proofs,
		.schemas = command->options->schemas,
		.operations = command->options->operations,
		.at = CHAIN_NONE,
		.explain = command->options->explain,
	};

	if (command->options->at) {
		view.at = find_at(chain, str_from(command->options->at));
		if (view.at == CHAIN_NONE)
			return;
		view.shown = mark_ancestors(chain, s->arena, view.at);
	}
	add_unread(s, &group->env, &context);
	chain_survey(chain, &context, s->arena, s->scratch, &survey);
	chain_prove(&proofs, s->arena, s->scratch, &group->env, chain, &s->budget);
	write_view(command, &view);
	command->written++;
}

static void write_groups(struct chain_source *s)
{
	struct chain_run *command = s->command;
	struct str wanted = str_from(command->options->environment);

	for (uint32_t i = 0; i < s->groups.count; i++) {
		struct str name = s->groups.items[i].env.name;
		uint32_t number = command->number++;

		if (wanted.len && !str_eq(wanted, name)) {
			if (command->names.len < 200)
				command->names = arena_printf(&command->arena, STR_FMT "%s" STR_FMT,
							      STR_ARG(command->names),
							      command->names.len ? ", " : "",
							      STR_ARG(name));
			continue;
		}
		write_group(s, i, number);
	}
}

/*
 * Reads a place. `collect`: puts its revisions into the index; `write`: writes its graphs. A place
 * that cannot be read is said and makes the run incomplete.
 */
static void read_place(struct chain_run *command, const struct corpus_place *place, unsigned worker,
		       bool collect, bool write)
{
	struct arena arena, scratch;
	struct chain_source s = {
		.command = command, .place = place, .arena = &arena, .scratch = &scratch};
	struct err err = {0};
	int result;

	arena_init(&arena);
	arena_init(&scratch);
	replay_budget_init(&s.budget);
	result = read_source(&s, worker, &err);
	if (result && write) {
		command->incomplete = true;
		run_message(&command->run, STR_FMT ": %s", STR_ARG(place->path), err.text);
	}
	for (uint32_t i = 0; !result && collect && i < s.groups.count; i++)
		chain_index_add(&command->index, &command->arena, &s.chains[i], place->path,
				s.groups.items[i].env.name);
	if (!result && write) {
		tell_skips(&s, s.listing.skips, s.listing.skip_count);
		tell_skips(&s, s.evaluated.skips, s.evaluated.skip_count);
		tell_skips(&s, s.groups.skips, s.groups.skip_count);
		map_unread(&s, s.listing.skips, s.listing.skip_count);
		map_unread(&s, s.evaluated.skips, s.evaluated.skip_count);
		write_groups(&s);
	}
	evaluated_release(&s.evaluated);
	if (s.source)
		corpus_close(s.source);
	arena_release(&scratch);
	arena_release(&arena);
}

/* Several places are read twice: once to know all revisions, and once more to write. */
static void read_places(void *self, unsigned worker)
{
	struct chain_run *command = self;
	struct corpus_places places = {0};

	command->result = corpus_find(str_from(command->path), &command->arena, &places,
				      &command->err);
	for (uint32_t i = 0; i < places.count && places.count > 1; i++)
		read_place(command, &places.items[i], worker, true, false);
	for (uint32_t i = 0; i < places.count; i++)
		read_place(command, &places.items[i], worker, places.count == 1, true);
}

static const struct chain_format formats[] = {
	{STR_INIT("json"), NULL, chain_json, NULL},
	{STR_INIT("dot"), chain_dot_begin, chain_dot, chain_dot_end},
	{STR_INIT("mermaid"), chain_mermaid_begin, chain_mermaid, NULL},
};

static int find_format(struct chain_run *command)
{
	const char *given = command->options->format ? command->options->format : "text";
	struct str name = str_from(given);

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (str_eq(name, formats[i].name))
			command->format = &formats[i];
	if (!command->format && !str_eq(name, STR("text")))
		return err_set(&command->err, ERR_USAGE,
			       "a chain is written as text, json, dot or mermaid, not '%s'", given);
	if (command->options->explain && !command->options->at)
		return err_set(&command->err, ERR_USAGE, "--explain wants --at REVISION");
	return 0;
}

/* What was asked for by name must be there. */
static int check_found(struct chain_run *command)
{
	const struct tidemark_chain_options *o = command->options;

	if (command->written || command->incomplete)
		return 0;
	if (o->environment && command->names.len + command->number)
		return err_set(&command->err, ERR_USAGE,
			       "no environment is called '%s'%s; there are: " STR_FMT,
			       o->environment, o->at ? " or none has the revision" : "",
			       STR_ARG(command->names));
	if (o->at)
		return err_set(&command->err, ERR_USAGE, "no revision is called '%s'", o->at);
	return 0;
}

static int run_chain(struct chain_run *command, const struct tidemark_sink *sink)
{
	int result = run_start_workers(&command->run, &command->err);

	if (result)
		return result;
	out_init_stream(&command->out, sink->write, sink->self);
	if (command->format && command->format->begin)
		command->format->begin(&command->out);
	pool_submit(command->run.pool, read_places, command);
	run_stop_workers(&command->run);
	if (command->format && command->format->end)
		command->format->end(&command->out);
	result = command->result ? command->result : check_found(command);
	if (out_flush(&command->out) && !result)
		result = err_set(&command->err, ERR_IO, "cannot write the output");
	out_release(&command->out);
	return result;
}

int tidemark_chain(const char *path, const struct tidemark_chain_options *options,
		   const struct tidemark_sink *sink, struct tidemark_result *ret_result,
		   struct tidemark_error *reterr)
{
	struct corpus_options corpus = {.trust_owner = options->trust_owner};
	struct chain_run *command = calloc(1, sizeof(*command));
	int result;

	if (!command)
		abort();
	command->scan = (struct tidemark_scan){
		.dialects = options->dialects,
		.dialect_count = options->dialect_count,
		.jobs = options->jobs,
		.message = options->message,
		.self = options->self,
	};
	command->run.options = &command->scan;
	command->options = options;
	command->path = path;
	arena_init(&command->arena);
	pthread_mutex_init(&command->run.lock, NULL);
	result = find_format(command);
	if (!result)
		result = run_read_dialects(&command->run, &command->err);
	if (!result)
		result = corpus_init(&corpus, &command->err);
	if (!result) {
		result = run_chain(command, sink);
		corpus_shutdown();
	}
	if (result && reterr) {
		reterr->code = result;
		snprintf(reterr->text, sizeof(reterr->text), "%s", command->err.text);
	}
	*ret_result = (struct tidemark_result){.incomplete = command->incomplete};
	pthread_mutex_destroy(&command->run.lock);
	arena_release(&command->arena);
	free(command);
	return result;
}
