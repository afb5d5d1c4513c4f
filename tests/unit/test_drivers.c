#include "scanner/drivers.h"

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
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drivers_of_requirements),
		cmocka_unit_test(drivers_of_setup_cfg),
		cmocka_unit_test(drivers_of_pyproject),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
