#include "scanner/drivers.h"

#include "scanner/ini.h"

enum { MAX_NAME = 64 }; /* of a distribution: more is none that we know */

static const struct {
	struct str name; /* normalised: lower case, '-' for '_' and '.' */
	dialect_set dialect;
} drivers[] = {
	{STR_INIT("psycopg"), DIALECT_POSTGRESQL},
	{STR_INIT("psycopg-binary"), DIALECT_POSTGRESQL},
	{STR_INIT("psycopg-c"), DIALECT_POSTGRESQL},
	{STR_INIT("psycopg2"), DIALECT_POSTGRESQL},
	{STR_INIT("psycopg2-binary"), DIALECT_POSTGRESQL},
	{STR_INIT("psycopg2cffi"), DIALECT_POSTGRESQL},
	{STR_INIT("asyncpg"), DIALECT_POSTGRESQL},
	{STR_INIT("aiopg"), DIALECT_POSTGRESQL},
	{STR_INIT("pg8000"), DIALECT_POSTGRESQL},
	{STR_INIT("pymysql"), DIALECT_MYSQL},
	{STR_INIT("mysqlclient"), DIALECT_MYSQL},
	{STR_INIT("mysql-python"), DIALECT_MYSQL},
	{STR_INIT("aiomysql"), DIALECT_MYSQL},
	{STR_INIT("asyncmy"), DIALECT_MYSQL},
	{STR_INIT("mysql-connector"), DIALECT_MYSQL},
	{STR_INIT("mysql-connector-python"), DIALECT_MYSQL},
	{STR_INIT("mariadb"), DIALECT_MARIADB},
	{STR_INIT("aiosqlite"), DIALECT_SQLITE},
	{STR_INIT("pysqlite3"), DIALECT_SQLITE},
	{STR_INIT("pysqlite3-binary"), DIALECT_SQLITE},
	{STR_INIT("cx-oracle"), DIALECT_ORACLE},
	{STR_INIT("oracledb"), DIALECT_ORACLE},
	{STR_INIT("pyodbc"), DIALECT_MSSQL},
	{STR_INIT("aioodbc"), DIALECT_MSSQL},
	{STR_INIT("pymssql"), DIALECT_MSSQL},
};

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || c == '.';
}

static char normal(char c)
{
	if (c == '_' || c == '.')
		return '-';
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static dialect_set driver_dialect(struct str name)
{
	char copy[MAX_NAME];

	if (name.len > sizeof(copy))
		return 0;
	for (size_t i = 0; i < name.len; i++)
		copy[i] = normal(name.ptr[i]);
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++)
		if (str_eq(drivers[i].name, (struct str){copy, name.len}))
			return drivers[i].dialect;
	return 0;
}

/* An extra of SQLAlchemy's: "postgresql_asyncpg", "mariadb-connector", "aiosqlite" */
static dialect_set extra_dialect(struct str extra)
{
	size_t end = 0;

	while (end < extra.len && normal(extra.ptr[end]) != '-')
		end++;
	return driver_dialect(extra) | dialect_parse(str_sub(extra, 0, end));
}

/* SQLAlchemy[postgresql_asyncpg,aiosqlite] */
static dialect_set extras_dialects(struct str extras)
{
	dialect_set dialects = 0;
	ptrdiff_t end = str_chr(extras, ']');
	struct str extra;

	extras = str_sub(extras, 0, end < 0 ? 0 : (size_t)end);
	while (str_split(&extras, ',', &extra))
		dialects |= extra_dialect(str_trim(extra));
	return dialects;
}

dialect_set drivers_of_requirement(struct str requirement)
{
	struct str name;
	size_t end = 0;

	requirement = str_trim(requirement);
	while (end < requirement.len && is_name(requirement.ptr[end]))
		end++;
	name = str_sub(requirement, 0, end);
	if (str_eq_nocase(name, STR("sqlalchemy")) && end < requirement.len &&
	    requirement.ptr[end] == '[')
		return extras_dialects(str_sub(requirement, end + 1, requirement.len));
	return driver_dialect(name);
}

bool drivers_is_for_tests(struct str name)
{
	static const struct str words[] = {
		STR_INIT("dev"),  STR_INIT("develop"), STR_INIT("development"), STR_INIT("devel"),
		STR_INIT("test"), STR_INIT("tests"),   STR_INIT("testing"),     STR_INIT("ci"),
		STR_INIT("lint"), STR_INIT("docs"),    STR_INIT("doc"),         STR_INIT("typing"),
		STR_INIT("qa"),
	};

	while (name.len) {
		size_t end = 0;

		while (end < name.len && is_name(name.ptr[end]) && normal(name.ptr[end]) != '-')
			end++;
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (str_eq_nocase(str_sub(name, 0, end), words[i]))
				return true;
		name = str_sub(name, end + 1, name.len);
	}
	return false;
}

struct reading {
	struct str path;
	struct arena *arena;
	struct signs *signs;
};

static void add(struct reading *r, dialect_set dialects, bool for_tests, const struct setting *s)
{
	signs_add(r->signs, r->arena, for_tests ? TRUST_TEST_DRIVER : TRUST_DRIVER, dialects,
		  r->path, s->line, s->text);
}

static void read_lines(struct reading *r, struct str content)
{
	bool for_tests = drivers_is_for_tests(str_basename(r->path));
	struct setting s = {.line = 0};

	while (str_split(&content, '\n', &s.text)) {
		s.line++;
		s.text = str_trim(s.text);
		add(r, drivers_of_requirement(s.text), for_tests, &s);
	}
}

static void read_setup_cfg(struct reading *r, struct str content)
{
	struct settings settings = {.rest = content};
	struct setting s;

	while (ini_next(&settings, &s))
		if (str_eq(s.section, STR("options")) && str_eq(s.key, STR("install_requires")))
			add(r, drivers_of_requirement(s.value), false, &s);
		else if (str_eq(s.section, STR("options.extras_require")) ||
			 str_eq(s.section, STR("extras"))) /* pbr's */
			add(r, drivers_of_requirement(s.value), drivers_is_for_tests(s.key), &s);
}

/* Tables whose keys are requirements: Poetry's, and Pipenv's in a Pipfile. */
static bool is_key_table(struct str section)
{
	return (str_starts(section, STR("tool.poetry.")) &&
		str_ends(section, STR("dependencies"))) ||
	       str_eq(section, STR("packages")) || str_eq(section, STR("dev-packages"));
}

/* The environments of Hatch are for development. */
static const struct str hatch_env = STR_INIT("tool.hatch.envs.");

/* Tables whose values are lists of requirements. */
static bool is_list_table(struct str section, struct str key)
{
	if (str_eq(section, STR("project")) || str_eq(section, STR("tool.uv")) ||
	    str_starts(section, hatch_env))
		return str_ends(key, STR("dependencies"));
	if (str_eq(section, STR("tool.flit.metadata")))
		return str_eq(key, STR("requires"));
	return str_eq(section, STR("tool.flit.metadata.requires-extra")) ||
	       str_eq(section, STR("project.optional-dependencies")) ||
	       str_eq(section, STR("dependency-groups")) ||
	       str_eq(section, STR("tool.pdm.dev-dependencies"));
}

static void read_toml(struct reading *r, struct str content)
{
	struct settings settings = {.rest = content};
	struct setting s;

	while (toml_next(&settings, &s)) {
		bool for_tests = drivers_is_for_tests(s.key) || drivers_is_for_tests(s.section) ||
				 str_starts(s.section, hatch_env);

		if (is_key_table(s.section))
			add(r,
			    str_eq_nocase(s.key, STR("sqlalchemy")) ? extra_dialect(s.value)
								    : driver_dialect(s.key),
			    drivers_is_for_tests(s.section), &s);
		else if (is_list_table(s.section, s.key))
			add(r, drivers_of_requirement(s.value), for_tests, &s);
	}
}

bool drivers_is_requirements(struct str path)
{
	struct str name = str_basename(path);

	if (str_ends(name, STR(".txt")))
		return str_has(name, STR("requirements")) ||
		       str_eq(str_basename(str_dirname(path)), STR("requirements"));
	return str_eq(name, STR("setup.cfg")) || str_eq(name, STR("setup.py")) ||
	       str_eq(name, STR("pyproject.toml")) || str_eq(name, STR("Pipfile"));
}

void drivers_read(struct str path, struct str content, struct arena *arena, struct signs *signs)
{
	struct reading r = {path, arena, signs};

	if (str_ends(path, STR(".toml")) || str_ends(path, STR("Pipfile")))
		read_toml(&r, content);
	else if (str_ends(path, STR(".cfg")))
		read_setup_cfg(&r, content);
	else
		read_lines(&r, content);
}
