/*
 * Alembic's migrations: a module with `revision`, `down_revision`, upgrade() and downgrade().
 */
#include "core/base/limits.h"
#include "frontends/alembic/alembic_comments.h"
#include "frontends/alembic/alembic_facts.h"
#include "frontends/alembic/alembic_host.h"
#include "frontends/frontend.h"
#include "frontends/sql/sql_memo.h"

#include <stdlib.h>

struct frontend_worker {
	struct cst_parser *parser;
	struct module_cache *modules;
	struct sql_memo *sql;
};

struct frontend_worker *frontend_worker_new(void)
{
	struct frontend_worker *worker = calloc(1, sizeof(*worker));

	if (!worker)
		abort();
	worker->parser = cst_parser_new();
	worker->modules = module_cache_new();
	worker->sql = sql_memo_new();
	return worker;
}

void frontend_worker_free(struct frontend_worker *worker)
{
	if (!worker)
		return;
	cst_parser_free(worker->parser);
	module_cache_free(worker->modules);
	sql_memo_free(worker->sql);
	free(worker);
}

static bool recognises(struct str path, struct str content)
{
	return str_ends(path, STR(".py")) && str_has(content, STR("revision"));
}

/* A revision, or a list of them, as given to down_revision, depends_on, branch_labels. */
static const struct str *revisions(struct eval *e, struct str global, uint32_t *ret_count,
				   bool *ret_unknown)
{
	const struct value *v = eval_global(e, global);

	*ret_count = 0;
	*ret_unknown = false;
	if (!v || v->kind == VALUE_NONE)
		return NULL;
	if (value_is_sequence(v) || value_is_str(v)) {
		const struct str *names = alembic_names(e, v, ret_count);

		if (*ret_count == 1 && str_empty(names[0]))
			*ret_count = 0; /* Alembic takes "" for None */
		for (uint32_t i = 0; i < *ret_count; i++)
			*ret_unknown |= !name_known(names[i]);
		return names;
	}
	*ret_unknown = true;
	return NULL;
}

/* The first line of the module's docstring. */
static struct str docstring(const struct cst *c)
{
	uint32_t first = cst_first(c, 0), string = first ? cst_first(c, first) : 0;
	uint32_t content;
	struct str text, line = STR("");

	if (!string || cst_kind(c, string) != CST_STRING)
		return STR("");
	content = cst_child_kind(c, string, CST_STRING_CONTENT);
	text = content ? str_trim(cst_text(c, content)) : STR("");
	str_split(&text, '\n', &line);
	return str_sub(str_trim(line), 0, LIMIT_LINE_BYTES);
}

static void identity(struct eval *e, struct migration *m)
{
	const struct cst *c = eval_cst(e);
	uint32_t node = eval_assignment(e, STR("revision"));
	const struct value *revision = eval_global(e, STR("revision"));
	bool unknown;

	m->revision = revision ? eval_name(e, revision) : STR("");
	if (node) {
		m->revision_at = cst_span(c, node);
		m->revision_excerpt = cst_line(cst_file(c, node), m->revision_at.line);
	} else {
		m->revision_at = (struct span){0, 0, 1, 1, 1};
	}
	m->parents = revisions(e, STR("down_revision"), &m->parent_count, &m->parents_unknown);
	m->depends_on = revisions(e, STR("depends_on"), &m->depends_count, &unknown);
	m->labels = revisions(e, STR("branch_labels"), &m->label_count, &unknown);
	m->message = docstring(c);
}

/* What a body comes to, from its ops. */
static enum body_shape shape_of(const struct body *body)
{
	bool raises = false;

	for (uint32_t i = 0; i < body->op_count; i++) {
		const struct op *op = &body->ops[i];

		if (op->kind == OP_RAISE) /* of a FAIL nobody thought */
			raises |= !(op->flags & OPF_IN_HANDLER);
		else if (op->kind != OP_SELECT && op->kind != OP_SET_VARIABLE &&
			 op->kind != OP_COMMIT && op->kind != OP_BEGIN && op->kind != OP_ROLLBACK &&
			 op->kind != OP_AUTOCOMMIT_BEGIN && op->kind != OP_AUTOCOMMIT_END)
			return BODY_OPS;
	}
	return raises ? BODY_RAISES : BODY_EMPTY;
}

/* The file's own definition of the function, whatever became of it; 1 if there is none. */
static uint32_t definition_of(const struct cst *c, enum direction direction)
{
	for (uint32_t n = 1; n < c->files[0]->count; n++)
		if (cst_kind(c, n) == CST_FUNCTION_DEFINITION &&
		    str_eq(cst_text(c, cst_child(c, n, FIELD_NAME)), direction_name(direction)))
			return n;
	return 1;
}

static void run_body(struct alembic *a, struct eval *e, struct migration *m,
		     enum direction direction)
{
	struct body *body = &m->body[direction];
	const struct value *imported = eval_global(e, direction_name(direction));
	const struct value *function = imported ? eval_resolve(e, imported) : NULL;
	struct eval_guards guards = {NULL, 0};
	const struct cst *c = eval_cst(e);

	if (!function) {
		body->at = m->revision_at;
		body->excerpt = m->revision_excerpt;
		return;
	}
	/* from another file: where it is imported, or decorated */
	body->at = cst_span(c, cst_is_main(function->at)   ? function->at
			       : cst_is_main(imported->at) ? imported->at
							   : definition_of(c, direction));
	body->excerpt = cst_line(c->files[0], body->at.line);
	a->ops.items = NULL;
	a->ops.count = a->ops.capacity = 0;
	a->autocommit = 0;
	a->stopped = false;
	a->sql_bytes = 0;
	if (!eval_call_global(e, direction_name(direction), &guards))
		alembic_emit_opaque(
			a, e, function->at,
			STR("the function comes from another module or depends on a condition"));
	body->ops = a->ops.items;
	body->op_count = a->ops.count;
	body->guards = guards.items;
	body->guard_count = guards.count;
	body->shape = shape_of(body);
}

/* Where the names before source[at] begin, in "from sqlalchemy.dialects import mysql, sqlite". */
static size_t import_list_start(struct str source, size_t at)
{
	size_t start = at;

	while (start && at - start < LIMIT_LINE_BYTES &&
	       (source.ptr[start - 1] == ',' || source.ptr[start - 1] == ' ' ||
		source.ptr[start - 1] == '_' ||
		(source.ptr[start - 1] >= 'a' && source.ptr[start - 1] <= 'z')))
		start--;
	return start;
}

/* The spelling that only one dialect's code serves, of an identifier that begins with its name. */
static struct str spelling_of(struct str source, size_t start, size_t end, size_t name_len)
{
	static const struct str import = STR_INIT(".dialects import ");
	static const struct str after[] = {
		STR_INIT("_where"),  STR_INIT("_using"),   STR_INIT("_concurrently"),
		STR_INIT("_engine"), STR_INIT("_charset"), STR_INIT("_autoincrement"),
	};
	struct str rest = str_sub(source, start + name_len, end);
	size_t list;

	for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++)
		if (str_starts(rest, after[i]))
			return str_sub(source, start, end);
	if (rest.len)
		return STR("");
	if (str_ends(str_sub(source, 0, start), STR("dialects.")))
		return str_sub(source, start - 9, end);
	list = import_list_start(source, start);
	if (list && str_starts(str_sub(source, list - 1, source.len), import))
		return str_sub(source, list, end);
	return STR("");
}

static void hint_dialect(const struct cst_file *file, const struct cst_node *node,
			 struct migration *m)
{
	struct str text = str_sub(file->source, node->start, node->end);

	for (int i = 0; i < DIALECT_COUNT; i++) {
		struct str name = dialect_name(1U << i), spelling;

		if ((m->dialect_hints & 1U << i) || !str_starts(text, name))
			continue;
		spelling = spelling_of(file->source, node->start, node->end, name.len);
		if (!spelling.len)
			continue;
		m->dialect_hints |= 1U << i;
		if (!m->dialect_evidence.len)
			m->dialect_evidence = spelling;
	}
}

/* The dialects whose imports and keyword arguments the source uses. */
static void hint_dialects(const struct cst_file *file, struct migration *m)
{
	for (uint32_t i = 0; i < file->count; i++)
		if (file->nodes[i].kind == CST_IDENTIFIER &&
		    file->nodes[i].end > file->nodes[i].start &&
		    str_chr(STR("pmso"), file->source.ptr[file->nodes[i].start]) >= 0)
			hint_dialect(file, &file->nodes[i], m);
	if (m->dialect_hints && str_has(file->source, STR("with_variant(")))
		m->facts |= FACT_TYPE_VARIANTS;
}

static void unparsable(const struct cst_file *c, struct migration *m)
{
	m->status = MIGRATION_UNPARSABLE;
	m->problem = c->error;
	m->problem_text = c->error_text;
	if (!c->has_error) {
		m->problem = c->python2_at;
		m->problem_text = STR("syntax of Python 2");
		m->facts |= FACT_PYTHON2;
	}
	for (int d = UP; d < DIRECTION_COUNT; d++) {
		m->body[d].shape = BODY_OPS;
		m->body[d].at = m->problem;
	}
}

static struct str without_bom(struct str content)
{
	return str_starts(content, STR("\xef\xbb\xbf")) ? str_sub(content, 3, content.len)
							: content;
}

/* Alembic's own sources, env.py and tests speak of revisions too; they do not name their own. */
static bool is_migration(const struct eval *e)
{
	const struct value *revision = eval_global(e, STR("revision"));

	if (revision && value_is_str(revision))
		return true;
	return (revision || eval_global(e, STR("down_revision"))) &&
	       (eval_global(e, STR("upgrade")) || eval_global(e, STR("downgrade")));
}

/* The lookups as values: the evaluation's own go on changing. */
static void note_lookups(const struct eval *e, struct arena *arena, struct migration *m)
{
	const struct lookup *const *lookups = eval_lookups(e, &m->lookup_count);
	struct lookup *copy = arena_array(arena, m->lookup_count, sizeof(*copy));

	for (uint32_t i = 0; i < m->lookup_count; i++)
		copy[i] = *lookups[i];
	m->lookups = copy;
}

static void run_bodies(struct alembic *a, struct eval *e, struct migration *m)
{
	const uint32_t *functions;
	uint32_t count;

	run_body(a, e, m, UP);
	run_body(a, e, m, DOWN);
	functions = eval_executed(e, &count);
	m->facts |= a->facts;
	alembic_facts(eval_cst(e), eval_arena(e), functions, count, m);
	if (m->body[UP].shape == BODY_EMPTY && m->body[DOWN].shape == BODY_EMPTY)
		m->facts |= FACT_EMPTY_BY_CODE;
}

static int evaluate(struct frontend_worker *worker, const struct frontend_input *input,
		    struct arena *arena, struct migration *ret_migration, struct err *reterr)
{
	const struct eval_setting setting = {input->path, input->loader, worker->modules,
					     worker->parser, input->trace};
	struct migration m = {.framework = STR("alembic")};
	struct str content = input->content;
	struct cst cst = {.file_count = 0};
	struct cst_file file;
	struct alembic a;
	struct eval *e;
	uint32_t root;
	int result;

	if (content.len > LIMIT_MIGRATION_BYTES)
		return err_set(reterr, ERR_LIMIT, "%zu bytes, more than the %d that are evaluated",
			       content.len, LIMIT_MIGRATION_BYTES);
	content = without_bom(content);
	if (!str_is_utf8(content))
		return err_set(reterr, ERR_CORRUPT, "not UTF-8");
	result = cst_parse(worker->parser, content, arena, &file, reterr);
	if (result)
		return result;
	module_cache_trim(worker->modules);
	sql_memo_trim(worker->sql);
	cst_add(&cst, &file, &root);
	alembic_host_init(&a, arena, worker->sql);
	e = eval_new(&cst, arena, &a.host, &setting);
	eval_module(e);
	if (!is_migration(e) && !(file.has_error && str_has(content, STR("\ndown_revision"))))
		return err_set(reterr, ERR_NOT_FOUND, "defines no revision of its own");
	identity(e, &m);
	m.suppressions = alembic_suppressions(&file, arena, &m.suppression_count);
	hint_dialects(&file, &m);
	if (file.has_error || file.python2)
		unparsable(&file, &m);
	else
		run_bodies(&a, e, &m);
	note_lookups(e, arena, &m);
	*ret_migration = m;
	return 0;
}

const struct frontend frontend_alembic = {
	.name = "alembic",
	.recognises = recognises,
	.evaluate = evaluate,
};
