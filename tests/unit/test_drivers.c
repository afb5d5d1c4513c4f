#include "scanner/drivers.h"

#include "scanner/setup_py.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_drivers(const char *path, const char *content, dialect_set users,
			   dialect_set developers)
{
	struct signs signs = {0};
	struct arena arena;

	arena_init(&arena);
	assert_true(drivers_is_requirements(str_from(path)));
	drivers_read(str_from(path), str_from(content), &arena, &signs);
	assert_int_equal(signs.seen[TRUST_DRIVER], users);
	assert_int_equal(signs.seen[TRUST_TEST_DRIVER], developers);
	arena_release(&arena);
}

static void drivers_of_requirements(void **state)
{
	(void)state;
	assert_drivers("requirements.txt",
		       "# pymysql\n--no-binary pymssql\nPsycopg2_Binary>=2.9 ; x # c\n",
		       DIALECT_POSTGRESQL, 0);
	assert_drivers("requirements/base.txt", "psycopg[binary]==3\r\nmysqlclient\r\n",
		       DIALECT_POSTGRESQL | DIALECT_MYSQL, 0);
	assert_drivers("test-requirements.txt", "PyMySQL>=0.8\n", 0, DIALECT_MYSQL);
	assert_drivers("requirements-dev.txt", "aiosqlite\n", 0, DIALECT_SQLITE);
	assert_drivers("requirements.txt", "SQLAlchemy[postgresql_asyncpg, aiomysql]~=2\n",
		       DIALECT_POSTGRESQL | DIALECT_MYSQL, 0);
	assert_drivers("requirements.txt", "psycopg2x\nmy-psycopg2\nsqlalchemy[asyncio]\n", 0, 0);
	assert_drivers("requirements.txt", "cx_Oracle\nmariadb\npyodbc",
		       DIALECT_ORACLE | DIALECT_MARIADB | DIALECT_MSSQL, 0);
}

static void drivers_of_setup_cfg(void **state)
{
	(void)state;
	assert_drivers("setup.cfg",
		       "[metadata]\nname = psycopg2\n"
		       "[options]\ninstall_requires =\n    psycopg2>=2\n    six\n"
		       "[options.extras_require]\nmysql = PyMySQL\ntest =\n    aiosqlite\n"
		       "[entry_points]\nx =\n    oracledb = a:b\n",
		       DIALECT_POSTGRESQL | DIALECT_MYSQL, DIALECT_SQLITE);
	assert_drivers("setup.cfg", "[extras]\npostgres =\n  psycopg2\ntest = mysqlclient\n",
		       DIALECT_POSTGRESQL, DIALECT_MYSQL);
}

static void drivers_of_pyproject(void **state)
{
	(void)state;
	assert_drivers("pyproject.toml",
		       "[project]\nname = \"x\"\ndependencies = [\n  \"psycopg[binary]>=3\",\n]\n"
		       "keywords = [\"pymssql\"]\n"
		       "[project.optional-dependencies]\nmysql = [\"pymysql\"]\ndev = ['pyodbc']\n"
		       "[dependency-groups]\ntest = [\"aiosqlite\"]\n"
		       "[tool.mypy]\nignore = [\"oracledb\"]\n",
		       DIALECT_POSTGRESQL | DIALECT_MYSQL, DIALECT_MSSQL | DIALECT_SQLITE);
	assert_drivers("pyproject.toml",
		       "[tool.poetry.dependencies]\n"
		       "asyncpg = \"^0.30\"\nmysqlclient = { version = \"2\", optional = true }\n"
		       "[tool.poetry.group.dev.dependencies]\naiosqlite = \"*\"\n"
		       "[tool.poetry.extras]\noracledb = [\"oracledb\"]\n",
		       DIALECT_POSTGRESQL | DIALECT_MYSQL, DIALECT_SQLITE);
	assert_drivers(
		"pyproject.toml",
		"[tool.poetry.dependencies]\n"
		"sqlalchemy = {extras = [\"postgresql_asyncpg\", \"mypy\"], version = \"^2\"}\n",
		DIALECT_POSTGRESQL, 0);
	assert_drivers(
		"pyproject.toml",
		"[project]\ndependencies = "
		"['SQLAlchemy[mariadb-connector,mysql-connector,postgresql-psycopg] ~= 2']\n",
		DIALECT_POSTGRESQL | DIALECT_MYSQL | DIALECT_MARIADB, 0);
	assert_drivers("pyproject.toml",
		       "[tool.uv]\ndev-dependencies = ['psycopg']\n"
		       "[tool.pdm.dev-dependencies]\nx = ['pymysql']\n"
		       "[tool.hatch.envs.default]\ndependencies = ['aiosqlite']\n",
		       0, DIALECT_POSTGRESQL | DIALECT_MYSQL | DIALECT_SQLITE);
	assert_drivers("pyproject.toml",
		       "[tool.flit.metadata]\nrequires = ['psycopg']\nkeywords = 'pymysql'\n"
		       "[tool.flit.metadata.requires-extra]\ntest = ['aiosqlite']\n",
		       DIALECT_POSTGRESQL, DIALECT_SQLITE);
}

static void drivers_of_pipfile(void **state)
{
	(void)state;
	assert_drivers("x/Pipfile",
		       "[[source]]\nname = \"pymssql\"\n[packages]\npsycopg2-binary = \"*\"\n"
		       "PyMySQL = {version = \">=1\"}\n[dev-packages]\naiosqlite = \"*\"\n"
		       "[requires]\npython_version = \"3.9\"\n",
		       DIALECT_POSTGRESQL | DIALECT_MYSQL, DIALECT_SQLITE);
}

static void drivers_of_setup_py(void **state)
{
	static const struct {
		const char *content;
		dialect_set users, developers;
	} cases[] = {
		{"setup(name='psycopg2')", 0, 0},
		{"setup(install_requires=['six', 'psycopg2>=2.9', \"PyMySQL\"])",
		 DIALECT_POSTGRESQL | DIALECT_MYSQL, 0},
		{"requires = [\n  'asyncpg',\n] + more\nsetup(install_requires=requires)",
		 DIALECT_POSTGRESQL, 0},
		{"setup(install_requires='''\n  psycopg2\n  six\n''')", DIALECT_POSTGRESQL, 0},
		{"setup(extras_require={'mysql': ['mysqlclient'], 'dev': ['aiosqlite']})",
		 DIALECT_MYSQL, DIALECT_SQLITE},
		{"extras = {}\nextras['test'] = ['psycopg2']", 0, DIALECT_POSTGRESQL},
		{"tests_require = ('psycopg2',)", 0, DIALECT_POSTGRESQL},
		{"devel = ['psycopg2']", 0, DIALECT_POSTGRESQL},
		{"setup(setup_requires=['psycopg2'])", 0, DIALECT_POSTGRESQL},
		{"setup(keywords=['psycopg2'], packages=['psycopg2'])", 0, 0},
		{"# ['psycopg2']\nx = 'psycopg2'\nprint('psycopg2')", 0, 0},
		{"V = '2.9'\nsetup(install_requires=[f'psycopg2=={V}'])", DIALECT_POSTGRESQL, 0},
		{"setup(install_requires=['my-psycopg2', name])", 0, 0},
	};
	struct cst_parser *parser = cst_parser_new();
	struct arena arena;

	(void)state;
	assert_true(drivers_is_requirements(STR("x/setup.py")));
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct signs signs = {0};
		struct err err = {0};
		struct cst cst;

		assert_int_equal(
			cst_parse_alone(parser, str_from(cases[i].content), &arena, &cst, &err), 0);
		setup_py_read(STR("setup.py"), &cst, &arena, &arena, &signs);
		if (signs.seen[TRUST_DRIVER] != cases[i].users ||
		    signs.seen[TRUST_TEST_DRIVER] != cases[i].developers)
			print_error("case %zu: %s\n", i, cases[i].content);
		assert_int_equal(signs.seen[TRUST_DRIVER], cases[i].users);
		assert_int_equal(signs.seen[TRUST_TEST_DRIVER], cases[i].developers);
	}
	arena_release(&arena);
	cst_parser_free(parser);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drivers_of_requirements), cmocka_unit_test(drivers_of_setup_cfg),
		cmocka_unit_test(drivers_of_pyproject),    cmocka_unit_test(drivers_of_pipfile),
		cmocka_unit_test(drivers_of_setup_py),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
