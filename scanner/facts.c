#include "scanner/facts.h"

#include "core/base/limits.h"
#include "scanner/drivers.h"
#include "scanner/env_py.h"
#include "scanner/env_settings.h"
#include "scanner/role.h"
#include "scanner/setup_py.h"
#include "scanner/timeouts.h"

enum { MIN_FORWARD_ONLY = 2 };

/* The files of requirements of one folder, and what they require once they have been read. */
struct requirements {
	VEC(const struct candidate *) files;
	bool read;
	struct signs signs;
};

/* What an env.py says. */
struct env_facts {
	struct signs signs;
	struct env_setting settings[SETTING_COUNT];
};

/* ---- requirements ---------------------------------------------------------------------------- */

/* The folder that a file of requirements speaks for: "x/requirements/base.txt" for "x". */
static struct str requiring_folder(struct str path)
{
	struct str folder = str_dirname(path);

	return str_eq(str_basename(folder), STR("requirements")) ? str_dirname(folder) : folder;
}

void facts_init(struct facts *f, struct readings *readings, const struct environment_input *input,
		struct arena *arena, struct arena *scratch)
{
	*f = (struct facts){
		.readings = readings,
		.arena = arena,
		.scratch = scratch,
		.given = input->dialects_given,
		.versions = input->dialect_versions,
	};
	for (uint32_t i = 0; i < input->candidate_count && !f->given; i++) {
		const struct candidate *c = &input->candidates[i];
		struct requirements *files;
		void **place;

		if (c->kind != CANDIDATE_CONFIG || !drivers_is_requirements(c->path))
			continue;
		place = map_put(scratch, &f->requirements, requiring_folder(c->path));
		if (!*place)
			*place = arena_new(scratch, struct requirements);
		files = *place;
		*vec_push(scratch, &files->files) = c;
	}
}

void facts_release(struct facts *f)
{
	if (f->parser)
		cst_parser_free(f->parser);
}

/* False when it cannot be parsed: too large, too deep or not UTF-8. */
static bool parse(struct facts *f, struct str content, struct cst *ret_cst)
{
	struct err err = {0};

	if (content.len > LIMIT_MIGRATION_BYTES || !str_is_utf8(content))
		return false;
	if (!f->parser)
		f->parser = cst_parser_new();
	return cst_parse_alone(f->parser, content, f->scratch, ret_cst, &err) == 0;
}

/* Takes the signs of a setup.py into `signs`, whose texts outlive the tree. */
static void read_setup_py(struct facts *f, struct str path, struct str content, struct signs *signs)
{
	struct arena_mark mark = arena_mark(f->scratch);
	struct cst cst;

	if (parse(f, content, &cst))
		setup_py_read(path, &cst, f->arena, f->scratch, signs);
	arena_rewind(f->scratch, mark);
}

static int read_requirements(struct facts *f, struct requirements *r, struct err *reterr)
{
	r->read = true;
	for (uint32_t i = 0; i < r->files.count; i++) {
		struct str path = r->files.items[i]->path, content;
		int result = readings_get(f->readings, r->files.items[i], &content, reterr);

		if (result < 0)
			return result;
		if (result && str_ends(path, STR(".py")))
			read_setup_py(f, path, content, &r->signs);
		else if (result)
			drivers_read(path, content, f->scratch, &r->signs);
	}
	return 0;
}

/* The nearest requirements above the environment that name a driver its users need. */
static int find_drivers(struct facts *f, struct str folder, struct signs *signs, struct err *reterr)
{
	for (;;) {
		struct requirements *r = map_get(&f->requirements, folder);

		if (r) {
			int result = r->read ? 0 : read_requirements(f, r, reterr);

			if (result)
				return result;
			signs_merge(signs, &r->signs);
			if (r->signs.seen[TRUST_DRIVER])
				return 0;
		}
		if (str_empty(folder))
			return 0;
		folder = str_dirname(folder);
	}
}

/* ---- other signs ----------------------------------------------------------------------------- */

/* Settings that nothing could be read of are unknown: as they are, all zero. */
static void read_settings(struct facts *f, struct str path, struct str content,
			  struct env_facts *facts)
{
	struct arena_mark mark = arena_mark(f->scratch);
	struct cst cst;

	if (parse(f, content, &cst))
		env_settings_read(path, &cst, f->arena, f->scratch, facts->settings);
	arena_rewind(f->scratch, mark);
}

/* *ret is NULL when there is no env.py, or none that can be read. */
static int find_env_py(struct facts *f, const struct home *home, const struct env_facts **ret,
		       struct err *reterr)
{
	struct env_facts *facts;
	struct str content;
	int result;

	*ret = NULL;
	if (!home->env_py)
		return 0;
	*ret = map_get(&f->env_pys, home->env_py->path);
	if (*ret)
		return 0;
	result = readings_get(f->readings, home->env_py, &content, reterr);
	if (result <= 0)
		return result;
	facts = arena_new(f->scratch, struct env_facts);
	env_py_read(home->env_py->path, content, f->scratch, &facts->signs);
	read_settings(f, home->env_py->path, content, facts);
	*map_put(f->scratch, &f->env_pys, home->env_py->path) = facts;
	*ret = facts;
	return 0;
}

static struct str common_folder(const struct environment *env)
{
	struct str common = env->folder_count ? env->folders[0] : STR("");

	for (uint32_t i = 1; i < env->folder_count; i++)
		while (!path_within(env->folders[i], common))
			common = str_dirname(common);
	return common;
}

/*
 * Folders named after a database: below the script_location (versions/sqlite) they are meant for it
 * alone; above (db/postgres/migrations) the name is one sign among others.
 */
static void read_folders(struct facts *f, const struct home *home, const struct environment *env,
			 struct signs *signs)
{
	struct str folder = common_folder(env), rest = folder, segment;

	while (str_split(&rest, '/', &segment)) {
		bool below = (size_t)(segment.ptr - folder.ptr) >= home->path.len;
		dialect_set dialect = dialect_parse(segment);

		if (str_chr(segment, '+') >= 0 || (!below && dialect == DIALECT_ORACLE))
			continue; /* oracles are also what blockchains ask for prices */
		signs_add(signs, f->scratch, below ? TRUST_FOLDER : TRUST_SAID, dialect, folder, 0,
			  arena_printf(f->scratch, "folder '" STR_FMT "'", STR_ARG(segment)));
	}
}

/*
 * The dialects that a condition asks for: `bind.dialect.name != "mysql"`, `is_postgres(bind)`. It is
 * those named that are expected; the guard's own set is where the code runs, which is all the others
 * here.
 */
static dialect_set asked_dialects(const struct guard *guard)
{
	static const struct str helpers[DIALECT_COUNT] = {
		STR_INIT("is_postgres"), STR_INIT("is_mysql"), STR_INIT("is_mariadb"),
		STR_INIT("is_sqlite"),   STR_INIT("is_mssql"), STR_INIT("is_oracle"),
	};
	dialect_set asked = 0;

	for (unsigned i = 0; i < DIALECT_COUNT; i++)
		if (guard->kind == GUARD_DIALECT
			    ? str_has(guard->text, dialect_name(1u << i))
			    : guard->kind == GUARD_UNKNOWN && str_has(guard->text, helpers[i]))
			asked |= 1u << i;
	return asked;
}

static void read_guards(struct facts *f, const struct migration *m, const struct body *body,
			struct signs *signs)
{
	for (uint32_t i = 0; i < body->guard_count; i++)
		signs_add(signs, f->scratch, TRUST_ASKED, asked_dialects(&body->guards[i]), m->path,
			  body->guards[i].at.line, body->guards[i].text);
}

/* Does the code make a difference between databases? Then it serves several. */
static bool serves_several(const struct migration *m)
{
	if (m->facts & FACT_TYPE_VARIANTS)
		return true;
	for (int d = UP; d < DIRECTION_COUNT; d++)
		for (uint32_t i = 0; i < m->body[d].guard_count; i++)
			if (m->body[d].guards[i].kind == GUARD_DIALECT ||
			    asked_dialects(&m->body[d].guards[i]))
				return true;
	return false;
}

/*
 * A front end's evidence is the spelling: an import ("dialects.postgresql") that serves one database
 * alone, unless the code chooses between databases, or an option ("mysql_engine").
 */
static void read_migrations(struct facts *f, const struct environment_group *group,
			    struct signs *signs)
{
	for (uint32_t i = 0; i < group->count; i++) {
		const struct migration *m = group->migrations[i];
		enum trust trust = !str_has(m->dialect_evidence, STR("dialects")) ? TRUST_OPTION
				   : serves_several(m)                            ? TRUST_ASKED
										  : TRUST_SAID;

		signs_add(signs, f->scratch, trust, m->dialect_hints, m->path, 0,
			  m->dialect_evidence);
		read_guards(f, m, &m->body[UP], signs);
		read_guards(f, m, &m->body[DOWN], signs);
	}
}

/* Batches are for SQLite, but hardly ever for SQLite alone: they add it to what else is known. */
static void decide_dialects(struct facts *f, struct signs *signs, struct environment *env)
{
	const struct evidence *batch = &env->settings[SETTING_RENDER_AS_BATCH].evidence;

	env->dialects = signs_decide(signs, f->arena, &env->dialect_evidence,
				     &env->dialect_evidence_count);
	if (!env->dialects || env->render_as_batch != TRI_YES)
		return;
	signs_add(signs, f->scratch, TRUST_SAID, DIALECT_SQLITE, batch->path, batch->line,
		  batch->text);
	env->dialects = signs_decide(signs, f->arena, &env->dialect_evidence,
				     &env->dialect_evidence_count);
}

static int find_dialects(struct facts *f, const struct home *home, const struct env_facts *env_py,
			 struct environment_group *group, struct err *reterr)
{
	struct environment *env = &group->env;
	struct signs signs = {0};
	int result;

	if (f->given) {
		env->dialects = f->given;
		env->dialects_given = true;
		for (uint32_t i = 0; f->versions && i < DIALECT_COUNT; i++)
			env->dialect_versions[i] = f->versions[i];
		return 0;
	}
	read_folders(f, home, env, &signs);
	if (home->signs)
		signs_merge(&signs, home->signs);
	if (env_py)
		signs_merge(&signs, &env_py->signs);
	read_migrations(f, group, &signs);
	result = find_drivers(f, home->path, &signs, reterr);
	if (result)
		return result;
	decide_dialects(f, &signs, env);
	return 0;
}

/* ---- policy ---------------------------------------------------------------------------------- */

bool facts_forward_only(const struct migration *const *migrations, uint32_t count)
{
	uint32_t upgrades = 0;

	for (uint32_t i = 0; i < count; i++) {
		const struct migration *m = migrations[i];

		if (m->status == MIGRATION_UNPARSABLE)
			continue;
		if (m->body[DOWN].shape == BODY_OPS)
			return false;
		upgrades += m->body[UP].shape == BODY_OPS;
	}
	return upgrades >= MIN_FORWARD_ONLY;
}

/*
 * A timeout in the URL of an ini file holds unless env.py sets another or takes another URL: unknown
 * then, and the evidence shows it.
 */
static void add_url_timeouts(struct facts *f, struct environment *env, const struct home *home)
{
	for (int kind = FIRST_TIMEOUT; home->timeouts && kind <= LAST_TIMEOUT; kind++) {
		const struct evidence *evidence = &home->timeouts[kind - FIRST_TIMEOUT];
		struct env_setting *s = &env->settings[kind];

		if (!evidence->line || s->evidence.line)
			continue;
		s->state = SETTING_UNKNOWN;
		s->evidence = *evidence;
		s->evidence.text = arena_str(f->arena, evidence->text);
	}
}

int facts_find(struct facts *f, const struct home *home, struct environment_group *group,
	       struct err *reterr)
{
	struct environment *env = &group->env;
	const struct env_facts *env_py;
	int result;

	env->role = role_of_path(home->path, f->arena, &env->role_evidence);
	env->forward_only = facts_forward_only(group->migrations, group->count);
	result = find_env_py(f, home, &env_py, reterr);
	if (result)
		return result;
	if (env_py) {
		memcpy(env->settings, env_py->settings, sizeof(env->settings));
		env->transaction_per_migration =
			setting_tri(&env->settings[SETTING_TRANSACTION_PER_MIGRATION]);
		env->render_as_batch = setting_tri(&env->settings[SETTING_RENDER_AS_BATCH]);
	}
	add_url_timeouts(f, env, home);
	return find_dialects(f, home, env_py, group, reterr);
}
