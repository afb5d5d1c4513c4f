#include "frontends/alembic/alembic_facts.h"

#include "core/base/map.h"
#include "frontends/alembic/alembic_values.h"

/* Names of other modules; `called`: only when they are called, as Column(default=now) does not. */
static const struct {
	struct str prefix;
	uint32_t fact;
	bool called;
} told[] = {
	{STR_INIT("os.environ"), FACT_READS_ENVIRONMENT, false},
	{STR_INIT("os.getenv"), FACT_READS_ENVIRONMENT, false},
	{STR_INIT("alembic.context.config."), FACT_READS_ENVIRONMENT, false},
	{STR_INIT("flask.current_app"), FACT_READS_ENVIRONMENT, false},
	{STR_INIT("decouple."), FACT_READS_ENVIRONMENT, true},
	{STR_INIT("dotenv."), FACT_READS_ENVIRONMENT, true},
	{STR_INIT("starlette.config."), FACT_READS_ENVIRONMENT, true},
	{STR_INIT("environ."), FACT_READS_ENVIRONMENT, true},
	{STR_INIT("environs."), FACT_READS_ENVIRONMENT, true},
	{STR_INIT("datetime.datetime.now"), FACT_READS_CLOCK, true},
	{STR_INIT("datetime.datetime.utcnow"), FACT_READS_CLOCK, true},
	{STR_INIT("datetime.datetime.today"), FACT_READS_CLOCK, true},
	{STR_INIT("datetime.date.today"), FACT_READS_CLOCK, true},
	{STR_INIT("time.time"), FACT_READS_CLOCK, true},
	{STR_INIT("arrow.now"), FACT_READS_CLOCK, true},
	{STR_INIT("arrow.utcnow"), FACT_READS_CLOCK, true},
	{STR_INIT("pendulum.now"), FACT_READS_CLOCK, true},
	{STR_INIT("oslo_utils.timeutils.utcnow"), FACT_READS_CLOCK, true},
	{STR_INIT("requests."), FACT_USES_NETWORK, false},
	{STR_INIT("urllib.request"), FACT_USES_NETWORK, false},
	{STR_INIT("urllib2."), FACT_USES_NETWORK, false},
	{STR_INIT("urllib3."), FACT_USES_NETWORK, false},
	{STR_INIT("http.client"), FACT_USES_NETWORK, false},
	{STR_INIT("httpx."), FACT_USES_NETWORK, false},
	{STR_INIT("aiohttp."), FACT_USES_NETWORK, false},
	{STR_INIT("boto3."), FACT_USES_NETWORK, false},
	{STR_INIT("smtplib."), FACT_USES_NETWORK, false},
	{STR_INIT("socket."), FACT_USES_NETWORK, false},
	{STR_INIT("redis."), FACT_USES_NETWORK, false},
	{STR_INIT("elasticsearch."), FACT_USES_NETWORK, false},
	{STR_INIT("opensearchpy."), FACT_USES_NETWORK, false},
	{STR_INIT("slack_sdk."), FACT_USES_NETWORK, false},
	{STR_INIT("google.cloud."), FACT_USES_NETWORK, false},
	{STR_INIT("stripe."), FACT_USES_NETWORK, false},
	{STR_INIT("openai."), FACT_USES_NETWORK, false},
	{STR_INIT("pymongo."), FACT_USES_NETWORK, false},
	{STR_INIT("paramiko."), FACT_USES_NETWORK, false},
	{STR_INIT("open"), FACT_READS_FILE, true},
	{STR_INIT("io.open"), FACT_READS_FILE, true},
	{STR_INIT("codecs.open"), FACT_READS_FILE, true},
	{STR_INIT("os.listdir"), FACT_READS_FILE, true},
	{STR_INIT("os.scandir"), FACT_READS_FILE, true},
	{STR_INIT("os.walk"), FACT_READS_FILE, true},
	{STR_INIT("glob."), FACT_READS_FILE, true},
	{STR_INIT("shutil."), FACT_READS_FILE, true},
	{STR_INIT("importlib.resources"), FACT_READS_FILE, false},
	{STR_INIT("pkg_resources.resource"), FACT_READS_FILE, false},
	{STR_INIT("pkgutil.get_data"), FACT_READS_FILE, true},
	{STR_INIT("pandas.read_"), FACT_READS_FILE, true},
	{STR_INIT("subprocess."), FACT_RUNS_PROCESS, false},
	{STR_INIT("os.system"), FACT_RUNS_PROCESS, false},
	{STR_INIT("os.popen"), FACT_RUNS_PROCESS, false},
	{STR_INIT("os.exec"), FACT_RUNS_PROCESS, false},
	{STR_INIT("os.spawn"), FACT_RUNS_PROCESS, false},
	{STR_INIT("pickle.load"), FACT_UNPICKLES, false},
	{STR_INIT("pickle.Unpickler"), FACT_UNPICKLES, false},
	{STR_INIT("cPickle.load"), FACT_UNPICKLES, false},
	{STR_INIT("dill.load"), FACT_UNPICKLES, false},
	{STR_INIT("cloudpickle.load"), FACT_UNPICKLES, false},
	{STR_INIT("marshal.load"), FACT_UNPICKLES, false},
	{STR_INIT("joblib.load"), FACT_UNPICKLES, false},
	{STR_INIT("eval"), FACT_EVALS, true},
	{STR_INIT("exec"), FACT_EVALS, true},
	{STR_INIT("compile"), FACT_EVALS, true},
	{STR_INIT("cryptography."), FACT_USES_KEYS, false},
	{STR_INIT("Crypto."), FACT_USES_KEYS, false},
	{STR_INIT("nacl."), FACT_USES_KEYS, false},
	{STR_INIT("jwt."), FACT_USES_KEYS, false},
	{STR_INIT("jose."), FACT_USES_KEYS, false},
	{STR_INIT("bcrypt."), FACT_USES_KEYS, false},
	{STR_INIT("passlib."), FACT_USES_KEYS, false},
	{STR_INIT("argon2."), FACT_USES_KEYS, false},
	{STR_INIT("hmac."), FACT_USES_KEYS, false},
	{STR_INIT("itsdangerous."), FACT_USES_KEYS, false},
	{STR_INIT("werkzeug.security."), FACT_USES_KEYS, false},
	{STR_INIT("sqlalchemy_utils.types.encrypted."), FACT_USES_KEYS, false},
	{STR_INIT("sqlalchemy_utils.EncryptedType"), FACT_USES_KEYS, false},
	{STR_INIT("sqlalchemy_utils.StringEncryptedType"), FACT_USES_KEYS, false},
};

/* Parts of a dotted name that say whose code it is, wherever they stand. */
static const struct {
	struct str part;
	uint32_t fact;
} parts[] = {
	{STR_INIT("settings"), FACT_READS_ENVIRONMENT}, {STR_INIT("models"), FACT_IMPORTS_MODELS},
	{STR_INIT("model"), FACT_IMPORTS_MODELS},       {STR_INIT("entities"), FACT_IMPORTS_MODELS},
	{STR_INIT("services"), FACT_IMPORTS_MODELS},    {STR_INIT("enums"), FACT_IMPORTS_MODELS},
};

/* Libraries, whose parts of that name are not the application's. */
static const struct str libraries[] = {STR_INIT("sqlalchemy"), STR_INIT("alembic"),
				       STR_INIT("sqlmodel"), STR_INIT("geoalchemy2")};

#define NAME_MAX 200 /* of a chain of attributes: a longer one is none of ours */

struct facts {
	const struct cst *c;
	struct arena *arena;
	struct map imports; /* of local names: to the dotted name, a struct str */
	struct map seen[2]; /* names that have been looked at, as they are and as they are called */
	uint32_t found;
	uint32_t at;                /* the node that is looked at */
	uint32_t first[FACT_COUNT]; /* of each fact: the first node of this file; 0 = none */
};

static void found(struct facts *f, uint32_t facts)
{
	for (uint32_t i = 0; i < FACT_COUNT; i++)
		if (facts & ~f->found & 1U << i && cst_file_number(f->at) == 0)
			f->first[i] = f->at;
	f->found |= facts;
}

static struct str first_part(struct str dotted)
{
	ptrdiff_t dot = str_chr(dotted, '.');

	return dot < 0 ? dotted : str_sub(dotted, 0, (size_t)dot);
}

static void bind(struct facts *f, struct str name, struct str dotted)
{
	struct str *value = arena_new(f->arena, struct str);

	*value = dotted;
	*map_put(f->arena, &f->imports, name) = value;
}

static void import(struct facts *f, uint32_t node, bool from)
{
	const struct cst *c = f->c;
	uint32_t module_node = from ? cst_child(c, node, FIELD_MODULE_NAME) : 0;
	struct str module = module_node ? cst_text(c, module_node) : STR("");

	if (module.len > NAME_MAX)
		return;
	if (from)
		module = arena_join(f->arena, module, STR("."));
	for (uint32_t n = cst_first(c, node); n; n = cst_next(c, n)) {
		uint32_t alias = 0, name_node = n;
		struct str name;

		if (cst_node(c, n)->field != FIELD_NAME)
			continue;
		if (cst_kind(c, n) == CST_ALIASED_IMPORT) {
			name_node = cst_child(c, n, FIELD_NAME);
			alias = cst_child(c, n, FIELD_ALIAS);
		}
		name = cst_text(c, name_node);
		if (from)
			bind(f, alias ? cst_text(c, alias) : name,
			     arena_join(f->arena, module, name));
		else if (alias)
			bind(f, cst_text(c, alias), name);
		else /* import a.b binds a */
			bind(f, first_part(name), first_part(name));
	}
}

static void part_facts(struct facts *f, struct str dotted)
{
	struct str rest = dotted, part;

	for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++)
		if (str_eq(first_part(dotted), libraries[i]))
			return;
	while (str_split(&rest, '.', &part))
		for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
			if (str_eq(part, parts[i].part))
				found(f, parts[i].fact);
}

/* SECRET_KEY of settings, encrypt(…), generate_password_hash(…): by the last name. */
static void key_facts(struct facts *f, struct str name, bool called)
{
	if (str_ends(name, STR("SECRET_KEY")) || str_ends(name, STR("ENCRYPTION_KEY")) ||
	    str_ends(name, STR("FERNET_KEY")))
		found(f, FACT_USES_KEYS);
	if (called && (str_has(name, STR("encrypt")) || str_has(name, STR("decrypt")) ||
		       str_has(name, STR("password_hash")) || str_has(name, STR("hash_password"))))
		found(f, FACT_USES_KEYS);
	if (called && (str_eq(name, STR("read_text")) || str_eq(name, STR("read_bytes"))))
		found(f, FACT_READS_FILE);
}

/* eval("upgrade_%s" % name)(): how older templates for many databases call their own functions. */
static bool calls_own(const struct cst *c, uint32_t node)
{
	struct str arguments = str_sub(cst_file(c, node)->source, cst_node(c, node)->end,
				       cst_node(c, node)->end + 12);

	return str_starts(arguments, STR("(\"upgrade_")) ||
	       str_starts(arguments, STR("(\"downgrade")) ||
	       str_starts(arguments, STR("('upgrade_")) ||
	       str_starts(arguments, STR("('downgrade"));
}

/* What these do depends on where they stand; anything else says the same each time. */
static bool calls_by_text(struct str name)
{
	return str_eq(name, STR("eval")) || str_eq(name, STR("exec"));
}

/* A name, or a chain of attributes from one: "os.environ". */
static void name_facts(struct facts *f, uint32_t node)
{
	struct str text = cst_text(f->c, node), root = first_part(text), dotted = text;
	const struct str *imported;
	bool called = cst_node(f->c, node)->field == FIELD_FUNCTION;
	ptrdiff_t last;
	void **seen;

	if (text.len > NAME_MAX)
		return;
	seen = map_put(f->arena, &f->seen[called], text);
	if (*seen && !calls_by_text(text))
		return;
	*seen = f;
	imported = map_get(&f->imports, root);
	if (imported)
		dotted = arena_join(f->arena, *imported, str_sub(text, root.len, text.len));
	else if (root.len != text.len)
		dotted = STR(""); /* of a variable */
	last = str_rchr(text, '.');
	key_facts(f, str_sub(text, (size_t)(last + 1), text.len), called);
	if (imported)
		part_facts(f, dotted);
	for (size_t i = 0; dotted.len && i < sizeof(told) / sizeof(told[0]); i++) {
		bool module;

		if (told[i].prefix.ptr[0] != dotted.ptr[0])
			continue;
		module = str_chr(told[i].prefix, '.') >= 0;
		if (!(told[i].fact & ~f->found) || (told[i].called && !called) ||
		    (imported != NULL) != module ||
		    !(module ? str_starts(dotted, told[i].prefix) : str_eq(dotted, told[i].prefix)))
			continue;
		if (told[i].fact != FACT_EVALS || !calls_own(f->c, node))
			found(f, told[i].fact);
	}
}

static bool is_name(const struct cst *c, uint32_t node)
{
	enum cst_kind kind = cst_kind(c, node);
	enum cst_field field = cst_node(c, node)->field;

	return kind == CST_ATTRIBUTE || (kind == CST_IDENTIFIER && field != FIELD_NAME &&
					 field != FIELD_ATTRIBUTE && field != FIELD_ALIAS);
}

/* Letters alone are a name: of a setting, a column, a pattern of them. */
static bool has_digit(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
			return true;
	return false;
}

/* password = "…", SECRET = "…" */
static void assignment(struct facts *f, uint32_t node)
{
	const struct cst *c = f->c;
	uint32_t left = cst_child(c, node, FIELD_LEFT), right = cst_child(c, node, FIELD_RIGHT);
	uint32_t content;

	if (!left || !right || cst_kind(c, left) != CST_IDENTIFIER ||
	    cst_kind(c, right) != CST_STRING)
		return;
	content = cst_child_kind(c, right, CST_STRING_CONTENT);
	if (content && cst_child_kind(c, right, CST_INTERPOLATION) == 0 &&
	    has_digit(cst_text(c, content)) &&
	    alembic_is_secret(cst_text(c, left), cst_text(c, content)))
		found(f, FACT_HOLDS_SECRET);
}

/* The names that the node's file imports, from here on. */
static void imports_of(struct facts *f, uint32_t node)
{
	uint32_t base = cst_file_number(node) << CST_FILE_SHIFT;
	uint32_t count = cst_file(f->c, node)->count;

	f->imports = (struct map){0};
	f->seen[0] = f->seen[1] = (struct map){0};
	for (uint32_t n = base + 1; n < base + count; n++)
		if (cst_kind(f->c, n) == CST_IMPORT_STATEMENT ||
		    cst_kind(f->c, n) == CST_IMPORT_FROM_STATEMENT)
			import(f, n, cst_kind(f->c, n) == CST_IMPORT_FROM_STATEMENT);
}

static void facts_between(struct facts *f, uint32_t from, uint32_t to)
{
	const struct cst *c = f->c;

	for (uint32_t n = from; n < to; n++) {
		f->at = n;
		switch (cst_kind(c, n)) {
		case CST_IMPORT_STATEMENT:
		case CST_IMPORT_FROM_STATEMENT:
			n = cst_end(c, n) - 1;
			break;
		case CST_STRING_CONTENT:
			if (alembic_looks_secret(cst_text(c, n)))
				found(f, FACT_HOLDS_SECRET);
			break;
		case CST_ASSIGNMENT:
			assignment(f, n);
			break;
		default:
			if (is_name(c, n))
				name_facts(f, n);
		}
	}
}

/* The places, in the order of the facts' numbers. */
static void note_places(struct facts *f, struct migration *m)
{
	struct fact_place *places = arena_array(f->arena, FACT_COUNT, sizeof(*places));

	for (uint32_t i = 0; i < FACT_COUNT; i++) {
		struct fact_place *place = &places[m->fact_place_count];

		if (!f->first[i] || !(f->found & 1U << i))
			continue;
		place->fact = i;
		place->at = cst_span(f->c, f->first[i]);
		place->excerpt = cst_line(f->c->files[0], place->at.line);
		m->fact_place_count++;
	}
	m->fact_places = places;
}

void alembic_facts(const struct cst *c, struct arena *arena, const uint32_t *functions,
		   uint32_t count, struct migration *m)
{
	struct facts f = {.c = c, .arena = arena};
	uint32_t file = 0;

	imports_of(&f, 0);
	facts_between(&f, 1, c->files[0]->count);
	for (uint32_t i = 0; i < count; i++) {
		if (cst_file_number(functions[i]) != file)
			imports_of(&f, functions[i]);
		file = cst_file_number(functions[i]);
		facts_between(&f, functions[i], cst_end(c, functions[i]));
	}
	/* what lies beside the migration belongs to it, like its own text */
	if (f.found & FACT_READS_FILE && str_has(c->files[0]->source, STR("__file__")))
		f.found &= ~(uint32_t)FACT_READS_FILE;
	m->facts |= f.found;
	note_places(&f, m);
}
