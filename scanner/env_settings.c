#include "scanner/env_settings.h"

#include "scanner/evidence.h"

static const enum setting_kind first_text = SETTING_VERSION_TABLE;
static const enum setting_kind first_timeout = SETTING_LOCK_TIMEOUT;

void env_draft_set(struct env_draft *d, enum setting_kind kind, struct str value, uint32_t node)
{
	struct env_setting *s = &d->settings[kind];
	bool known = value.len > 0;

	if (d->found[kind]) {
		if (s->state != SETTING_SET || !known || !str_eq(s->value, value)) {
			s->state = SETTING_UNKNOWN;
			s->value = STR("");
		}
		return;
	}
	d->found[kind] = true;
	s->state = known ? SETTING_SET : SETTING_UNKNOWN;
	s->value = evidence_text(d->arena, value);
	s->evidence.path = d->path;
	s->evidence.line = cst_line_at(d->names.cst, node);
	s->evidence.text = evidence_text(d->arena,
					 cst_line(d->names.cst->files[0], s->evidence.line));
}

bool env_draft_offline(struct env_draft *d, uint32_t node)
{
	return str_find_nocase(env_function(&d->names, node), STR("offline")) >= 0;
}

/* ---- context.configure() --------------------------------------------------------------------- */

/* A call of context.configure(), and what its arguments say about each setting. */
struct site {
	uint32_t call;
	enum setting_state states[SETTING_COUNT];
	uint32_t nodes[SETTING_COUNT]; /* the value given */
	struct str values[SETTING_COUNT];
};

static bool is_configure(struct env_draft *d, uint32_t node)
{
	const struct cst *c = d->names.cst;
	uint32_t function = cst_child(c, node, FIELD_FUNCTION), object;
	struct str receiver;

	if (!str_eq(env_callee(&d->names, node), STR("configure")))
		return false;
	object = cst_child(c, function, FIELD_OBJECT);
	receiver = object ? cst_text(c, object) : STR("");
	return str_find_nocase(receiver, STR("context")) >= 0 ||
	       env_is_from(&d->names, node, STR("alembic.context"));
}

static bool has_keyword(struct env_draft *d, uint32_t call, const char *name)
{
	bool hidden;

	return env_keyword(&d->names, call, str_from(name), &hidden) != 0;
}

static bool is_offline_site(struct env_draft *d, uint32_t call)
{
	if (env_draft_offline(d, call))
		return true;
	if (env_first_argument(&d->names, call) || has_keyword(d, call, "connection"))
		return false;
	return has_keyword(d, call, "url") || has_keyword(d, call, "dialect_name") ||
	       has_keyword(d, call, "as_sql");
}

/* What an argument stands for: a flag or a text as a setting has it, empty when it is not known. */
static enum setting_state read_value(struct env_draft *d, enum setting_kind kind, uint32_t node,
				     struct str *ret_value)
{
	uint32_t value = env_resolve(&d->names, node);
	enum cst_kind type = value ? cst_kind(d->names.cst, value) : CST_OTHER;
	struct str text;

	if (type == CST_NONE)
		return SETTING_UNSET;
	if (kind < first_text && (type == CST_TRUE || type == CST_FALSE)) {
		*ret_value = type == CST_TRUE ? STR("true") : STR("false");
		return SETTING_SET;
	}
	if (kind >= first_text && type != CST_INTEGER && env_text(&d->names, node, &text) &&
	    text.len && str_chr(text, ENV_HOLE) < 0) {
		*ret_value = arena_str(d->names.arena, text);
		return SETTING_SET;
	}
	return SETTING_UNKNOWN;
}

static void read_argument(struct env_draft *d, struct site *site, enum setting_kind kind)
{
	bool hidden;
	uint32_t node = env_keyword(&d->names, site->call, setting_name(kind), &hidden);

	site->nodes[kind] = node;
	if (node)
		site->states[kind] = read_value(d, kind, node, &site->values[kind]);
	else
		site->states[kind] = hidden ? SETTING_UNKNOWN : SETTING_UNSET;
}

/* ---- naming convention ----------------------------------------------------------------------- */

static void set_naming(struct site *site, enum setting_state state, uint32_t node)
{
	for (int kind = SETTING_NAMING_IX; kind <= SETTING_NAMING_PK; kind++) {
		site->states[kind] = state;
		site->nodes[kind] = node;
	}
}

/* {"ix": "ix_%(column_0_label)s", …} */
static void read_convention(struct env_draft *d, struct site *site, uint32_t node)
{
	static const struct str prefix = STR_INIT("naming_convention_");

	for (int kind = SETTING_NAMING_IX; kind <= SETTING_NAMING_PK; kind++) {
		struct str name = setting_name(kind);
		bool hidden;
		uint32_t item = env_item(&d->names, node, str_sub(name, prefix.len, name.len),
					 &hidden);

		site->nodes[kind] = item ? item : node;
		if (hidden || !item)
			site->states[kind] = hidden ? SETTING_UNKNOWN : SETTING_UNSET;
		else
			site->states[kind] = read_value(d, kind, item, &site->values[kind]);
	}
}

/* `metadata.naming_convention = …` */
struct convention {
	struct str metadata; /* as the file spells it; empty: there is none */
	uint32_t value;      /* 0: there are several */
};

static struct convention find_convention(struct env_draft *d)
{
	const struct cst *c = d->names.cst;
	struct convention found = {0};

	for (uint32_t i = 0; i < c->files[0]->count; i++) {
		uint32_t left = cst_kind(c, i) == CST_ASSIGNMENT ? cst_child(c, i, FIELD_LEFT) : 0;
		uint32_t name = left && cst_kind(c, left) == CST_ATTRIBUTE
					? cst_child(c, left, FIELD_ATTRIBUTE)
					: 0;

		if (!name || !str_eq(cst_text(c, name), STR("naming_convention")))
			continue;
		found.value = found.metadata.len ? 0 : cst_child(c, i, FIELD_RIGHT);
		found.metadata = cst_text(c, cst_child(c, left, FIELD_OBJECT));
	}
	return found;
}

/* Is it the convention of the metadata given at `node`, or of what that stands for? */
static bool is_convention_of(struct env_draft *d, const struct convention *convention,
			     uint32_t node, uint32_t metadata)
{
	return convention->value && node &&
	       (str_eq(convention->metadata, cst_text(d->names.cst, node)) ||
		(metadata && str_eq(convention->metadata, cst_text(d->names.cst, metadata))));
}

/* The convention is the metadata's, and that is mostly the application's. */
static void read_naming(struct env_draft *d, struct site *site, const struct convention *assigned)
{
	bool hidden;
	uint32_t node = env_keyword(&d->names, site->call, STR("target_metadata"), &hidden);
	uint32_t metadata = node ? env_resolve(&d->names, node) : 0, given;
	enum cst_kind kind = cst_kind(d->names.cst, metadata);

	if (is_convention_of(d, assigned, node, metadata)) {
		read_convention(d, site, assigned->value);
	} else if (assigned->metadata.len) {
		set_naming(site, SETTING_UNKNOWN, 0);
	} else if (node ? kind == CST_NONE || kind == CST_LIST || kind == CST_TUPLE : !hidden) {
		set_naming(site, SETTING_UNSET, 0); /* Alembic asks no list for a convention */
	} else if (metadata && kind == CST_CALL &&
		   str_eq(env_callee(&d->names, metadata), STR("MetaData"))) {
		given = env_keyword(&d->names, metadata, STR("naming_convention"), &hidden);
		if (given)
			read_convention(d, site, given);
		else
			set_naming(site, hidden ? SETTING_UNKNOWN : SETTING_UNSET, 0);
	} else {
		set_naming(site, SETTING_UNKNOWN, 0);
	}
}

/* ---- all together ---------------------------------------------------------------------------- */

static void read_site(struct env_draft *d, struct site *site, const struct convention *assigned)
{
	for (enum setting_kind kind = 0; kind < first_timeout; kind++)
		read_argument(d, site, kind);
	read_naming(d, site, assigned);
}

/* Adds what another call says: a setting that it leaves alone differs from one that it gives. */
static void take_site(struct env_draft *d, const struct site *site, bool first)
{
	for (enum setting_kind kind = 0; kind < SETTING_COUNT; kind++) {
		struct env_setting *s = &d->settings[kind];
		enum setting_state before = s->state, state = site->states[kind];

		if (kind >= first_timeout && kind < SETTING_NAMING_IX)
			continue;
		if (state != SETTING_UNSET && site->nodes[kind])
			env_draft_set(d, kind, site->values[kind], site->nodes[kind]);
		else
			s->state = state;
		if (!first && (before != state || before == SETTING_UNKNOWN))
			s->state = SETTING_UNKNOWN;
		if (s->state != SETTING_SET)
			s->value = STR("");
	}
}

static void read_sites(struct env_draft *d)
{
	const struct cst *c = d->names.cst;
	struct convention assigned = find_convention(d);
	bool first = true;

	for (uint32_t i = 0; i < c->files[0]->count; i++) {
		struct site site = {.call = i};

		if (cst_kind(c, i) != CST_CALL || !is_configure(d, i) || is_offline_site(d, i))
			continue;
		read_site(d, &site, &assigned);
		take_site(d, &site, first);
		first = false;
	}
}

void env_settings_read(struct str path, const struct cst *cst, struct arena *arena,
		       struct arena *scratch, struct env_setting ret_settings[SETTING_COUNT])
{
	struct env_draft d = {.path = path, .arena = arena, .settings = ret_settings};

	memset(ret_settings, 0, SETTING_COUNT * sizeof(*ret_settings));
	env_names_init(&d.names, cst, scratch);
	read_sites(&d);
	env_timeouts_read(&d);
	/* what was not read may say more */
	for (int kind = 0; (cst->files[0]->has_error || !d.names.steps) && kind < SETTING_COUNT;
	     kind++) {
		ret_settings[kind].state = SETTING_UNKNOWN;
		ret_settings[kind].value = STR("");
	}
}
