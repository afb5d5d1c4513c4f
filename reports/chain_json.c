#include "reports/chain_view.h"
#include "reports/op_object.h"
#include "reports/proof_view.h"
#include "reports/schema_view.h"

/* A list of the object that is being written, item by item on the same line. */
struct writer {
	const struct chain_view *view;
	struct out *out;
	struct arena arena; /* for one item */
	bool any;
};

static void open_list(struct writer *w, const char *key)
{
	out_printf(w->out, ",\"%s\":[", key);
	w->any = false;
}

static void put(struct writer *w, cJSON *item)
{
	if (w->any)
		out_char(w->out, ',');
	w->any = true;
	json_write(w->out, item);
	arena_reset(&w->arena);
}

static void close_list(struct writer *w)
{
	out_char(w->out, ']');
}

static const struct migration *node(const struct writer *w, uint32_t at)
{
	return w->view->chain->nodes[at];
}

static void add_revision(struct writer *w, cJSON *object, const char *key, uint32_t at)
{
	if (at == CHAIN_NONE)
		json_add_null(object, key);
	else
		json_add_str_or_null(object, &w->arena, key, node(w, at)->revision);
}

/* The object's first members, without its end. */
static void put_start(struct writer *w)
{
	const struct chain_view *v = w->view;
	const struct chain *c = v->chain;
	struct arena *a = &w->arena;
	cJSON *object = json_object(), *dialects = json_array();

	json_add_str(object, a, "kind", STR("chain"));
	json_add_str(object, a, "repository", v->repository);
	json_add_str_or_null(object, a, "ref", v->ref);
	json_add_str_or_null(object, a, "commit", v->commit);
	json_add_str(object, a, "environment", v->env->name);
	json_add_str(object, a, "framework", v->env->framework);
	json_add_str(object, a, "role", role_name(v->env->role));
	for (int i = 0; i < DIALECT_COUNT; i++)
		if (v->env->dialects & (1U << i))
			json_push(dialects, json_string(a, dialect_name(1U << i)));
	json_add(object, "dialects", dialects);
	json_add_u64(object, a, "migration_count", c->count);
	json_add_u64(object, a, "without_order", c->cycle_count);
	json_add_bool(object, "unresolved_parents", c->unknown_parents);
	json_add_bool(object, "over_budget", c->over_budget);
	add_revision(w, object, "at", v->at);
	json_write_open(w->out, object);
	arena_reset(a);
}

/* How far the head can be rolled back without loss, and whose downgrade ends that. */
static void add_way_back(struct writer *w, cJSON *object, uint32_t head)
{
	const struct chain_proofs *p = w->view->proofs;

	add_revision(w, object, "rolls_back_to", p ? p->back[head].reaches : CHAIN_NONE);
	add_revision(w, object, "blocked_by", p ? p->back[head].blocker : CHAIN_NONE);
}

static void put_heads(struct writer *w)
{
	const struct chain *c = w->view->chain;

	open_list(w, "heads");
	for (uint32_t i = 0; i < c->head_count; i++) {
		cJSON *object = json_object();

		add_revision(w, object, "revision", c->heads[i]);
		json_add_str(object, &w->arena, "path", node(w, c->heads[i])->path);
		json_add_str_or_null(object, &w->arena, "label",
				     chain_head_label(c, &w->arena, c->heads[i]));
		add_way_back(w, object, c->heads[i]);
		put(w, object);
	}
	close_list(w);
}

static void put_beginnings(struct writer *w, const char *key, const uint32_t *nodes, uint32_t count)
{
	open_list(w, key);
	for (uint32_t i = 0; i < count; i++) {
		const struct migration *m = node(w, nodes[i]);
		cJSON *object = json_object();

		add_revision(w, object, "revision", nodes[i]);
		json_add_str(object, &w->arena, "path", m->path);
		json_add_bool(object, "says_squashed", migration_says_squashed(m));
		put(w, object);
	}
	close_list(w);
}

static void put_alternatives(struct writer *w)
{
	const struct chain_survey *s = w->view->survey;

	open_list(w, "alternative_bases");
	for (uint32_t i = 0; i < s->alternative_count; i++) {
		const struct base_group *group = &s->alternatives[i];
		cJSON *object = json_object(), *bases = json_array();

		for (uint32_t j = 0; j < group->count; j++)
			json_push(bases,
				  json_string(&w->arena, node(w, group->bases[j])->revision));
		json_add(object, "bases", bases);
		json_add(object, "tables",
			 json_strings(&w->arena, group->tables, group->tables_shown));
		json_add_u64(object, &w->arena, "table_count", group->table_count);
		json_add_bool(object, "joined", group->joined);
		put(w, object);
	}
	close_list(w);
}

static void put_forks(struct writer *w)
{
	const struct chain_survey *s = w->view->survey;

	open_list(w, "forks");
	for (uint32_t i = 0; i < s->fork_count; i++) {
		cJSON *object = json_object();

		add_revision(w, object, "revision", s->forks[i]);
		json_add_u64(object, &w->arena, "children", s->children[s->forks[i]]);
		put(w, object);
	}
	close_list(w);
	open_list(w, "merges");
	for (uint32_t i = 0; i < s->merge_count; i++) {
		cJSON *object = json_object();

		add_revision(w, object, "revision", s->merges[i]);
		json_add_u64(object, &w->arena, "parents", node(w, s->merges[i])->parent_count);
		put(w, object);
	}
	close_list(w);
}

static void put_absent(struct writer *w)
{
	const struct chain_survey *s = w->view->survey;

	open_list(w, "absent_parents");
	for (uint32_t i = 0; i < s->absent_count; i++) {
		const struct absent_parent *a = &s->absent[i];
		cJSON *object = json_object(), *home = NULL;

		json_add_str(object, &w->arena, "name", a->name);
		json_add_str(object, &w->arena, "absence", absence_name(a->absence));
		json_add_bool(object, "depends_on", a->depends_on);
		add_revision(w, object, "named_by", a->child);
		json_add_str(object, &w->arena, "named_by_path", node(w, a->child)->path);
		json_add_u64(object, &w->arena, "children", a->children);
		if (a->home) {
			home = json_object();
			json_add_str(home, &w->arena, "repository", a->home->repository);
			json_add_str(home, &w->arena, "environment", a->home->environment);
			json_add_str(home, &w->arena, "path", a->home->path);
			json_add(object, "home", home);
		} else {
			json_add_null(object, "home");
		}
		json_add_str_or_null(object, &w->arena, "unread_path", a->path);
		put(w, object);
	}
	close_list(w);
}

static void put_duplicates(struct writer *w)
{
	const struct chain *c = w->view->chain;

	open_list(w, "duplicates");
	for (uint32_t i = 0; i < c->count; i++) {
		cJSON *object;

		if (c->duplicate_of[i] == CHAIN_NONE)
			continue;
		object = json_object();
		add_revision(w, object, "revision", i);
		json_add_str(object, &w->arena, "path", node(w, i)->path);
		json_add_str(object, &w->arena, "first_path", node(w, c->duplicate_of[i])->path);
		put(w, object);
	}
	close_list(w);
}

static void put_cycle(struct writer *w)
{
	const struct chain_survey *s = w->view->survey;

	open_list(w, "cycle");
	for (uint32_t i = 0; i < s->cycle_count; i++)
		put(w, json_string(&w->arena, node(w, s->cycle[i])->revision));
	close_list(w);
}

static void put_unread(struct writer *w)
{
	const struct chain_survey *s = w->view->survey;

	open_list(w, "unread");
	for (uint32_t i = 0; i < s->unread_count; i++)
		put(w, json_string(&w->arena, s->unread[i]));
	close_list(w);
}

static struct str state_name(const struct chain_step *step)
{
	return !step->error                 ? STR("known")
	       : step->error == ERR_CORRUPT ? STR("cycle")
					    : STR("over-budget");
}

static void put_proofs(struct writer *w, const struct proof_list *proofs)
{
	open_list(w, "proofs");
	for (uint32_t i = 0; i < proofs->count; i++)
		put(w, proof_object(&w->arena, &proofs->items[i]));
	close_list(w);
}

/* The schema around a migration, on each dialect, in the usual scenario. */
static void put_schemas(struct writer *w, uint32_t at)
{
	const struct chain_proofs *p = w->view->proofs;

	open_list(w, "schemas");
	for (uint32_t i = 0; i < p->replay_count; i++) {
		struct around around;

		if (p->replays[i].steps[at].unknown)
			continue;
		proof_around(&p->replays[i], at, &w->arena, &around);
		out_printf(w->out, "%s{\"dialect\":\"" STR_FMT "\",\"before\":", w->any ? "," : "",
			   STR_ARG(dialect_name(p->replays[i].dialect)));
		schema_json(&around.before, &w->arena, w->out);
		out_str(w->out, STR(",\"after\":"));
		schema_json(&around.after, &w->arena, w->out);
		out_str(w->out, STR(",\"restored\":"));
		if (around.rolls_back)
			schema_json(&around.restored, &w->arena, w->out);
		else
			out_str(w->out, STR("null"));
		out_char(w->out, '}');
		w->any = true;
		arena_reset(&w->arena);
	}
	close_list(w);
}

static cJSON *met_object(struct arena *a, const struct met_op *met)
{
	static const struct str outcomes[] = {
		[APPLIED] = STR_INIT("done"),
		[APPLY_SKIPPED] = STR_INIT("skipped"),
		[APPLY_DOUBTFUL] = STR_INIT("not known"),
		[APPLY_FAILS] = STR_INIT("fails"),
	};
	cJSON *object = json_object();

	json_add_u64(object, a, "number", met->number + 1);
	json_add_bool(object, "runs", met->runs);
	json_add_bool(object, "decided", met->decided);
	json_add_str_or_null(object, a, "outcome",
			     met->runs ? outcomes[met->applied.outcome] : STR(""));
	json_add_str_or_null(object, a, "why", met->applied.why);
	json_add(object, "operation", op_object(a, met->op));
	return object;
}

/* One by one: a body may have very many. */
static void put_met(struct writer *w, struct arena *scratch, const struct met_ops *met)
{
	for (uint32_t i = 0; i < met->items.count; i++) {
		struct arena_mark mark = arena_mark(scratch);

		if (i)
			out_char(w->out, ',');
		json_write(w->out, met_object(scratch, &met->items.items[i]));
		arena_rewind(scratch, mark);
	}
}

/* The operations of a migration as its place in the chain makes them, on each dialect. */
static void put_operations(struct writer *w, uint32_t at)
{
	const struct chain_proofs *p = w->view->proofs;

	open_list(w, "operations");
	for (uint32_t i = 0; i < p->replay_count; i++) {
		struct around around;

		if (p->replays[i].steps[at].unknown)
			continue;
		proof_around(&p->replays[i], at, &w->arena, &around);
		out_printf(w->out, "%s{\"dialect\":\"" STR_FMT "\",\"upgrade\":[",
			   w->any ? "," : "", STR_ARG(dialect_name(p->replays[i].dialect)));
		put_met(w, &w->arena, &around.met[UP]);
		out_str(w->out, STR("],\"downgrade\":["));
		put_met(w, &w->arena, &around.met[DOWN]);
		out_str(w->out, STR("]}"));
		w->any = true;
		arena_reset(&w->arena);
	}
	close_list(w);
}

static void put_migration(struct writer *w, uint32_t at)
{
	const struct chain_view *v = w->view;
	const struct chain_step *step = &v->chain->steps[at];
	const struct migration *m = node(w, at);
	struct arena *a = &w->arena;
	cJSON *object = json_object();

	json_add_str_or_null(object, a, "revision", m->revision);
	json_add_str(object, a, "path", m->path);
	json_add(object, "parents", json_strings(a, m->parents, m->parent_count));
	json_add(object, "depends_on", json_strings(a, m->depends_on, m->depends_count));
	json_add(object, "labels", json_strings(a, m->labels, m->label_count));
	json_add_str_or_null(object, a, "message", m->message);
	json_add_bool(object, "unparsable", m->status == MIGRATION_UNPARSABLE);
	json_add_bool(object, "parents_resolved", !m->parents_unknown);
	json_add_str(object, a, "state_before", state_name(step));
	add_revision(w, object, "base_parent", step->base);
	json_add_u64(object, a, "extra_ancestors", step->extra_count);
	json_add_str_or_null(object, a, "verdict",
			     v->proofs ? verdict_words(v->proofs->worst[at]) : STR(""));
	if (w->any)
		out_char(w->out, ',');
	json_write_open(w->out, object);
	w->any = false;
	if (v->proofs)
		put_proofs(w, &v->proofs->nodes[at]);
	if (v->proofs && v->schemas)
		put_schemas(w, at);
	if (v->proofs && v->operations)
		put_operations(w, at);
	out_char(w->out, '}');
	w->any = true;
	arena_reset(&w->arena);
}

void chain_json(const struct chain_view *view, struct out *out)
{
	const struct chain *c = view->chain;
	struct writer w = {.view = view, .out = out};

	arena_init(&w.arena);
	put_start(&w);
	put_heads(&w);
	put_beginnings(&w, "bases", c->bases, c->base_count);
	put_beginnings(&w, "cuts", view->survey->cuts, view->survey->cut_count);
	put_alternatives(&w);
	put_forks(&w);
	put_absent(&w);
	put_duplicates(&w);
	put_cycle(&w);
	put_unread(&w);
	open_list(&w, "migrations");
	for (uint32_t i = 0; i < c->count; i++)
		if (chain_shown(view, c->order[i]))
			put_migration(&w, c->order[i]);
	close_list(&w);
	out_str(out, STR("}\n"));
	arena_release(&w.arena);
}
