#include "frontends/alembic/alembic_host.h"

/*
 * Modules whose functions only make values. A call of anything else that is not resolved is opaque.
 */
static const struct str pure_modules[] = {
	STR_INIT("sqlalchemy"),
	STR_INIT("sqlmodel"),
	STR_INIT("geoalchemy2"),
	STR_INIT("sqlalchemy_utils"),
	STR_INIT("pgvector"),
	STR_INIT("sqlalchemy_json"),
	STR_INIT("alembic.context"),
	STR_INIT("alembic.util"),
	STR_INIT("alembic.operations"),
	STR_INIT("alembic.migration"),
	STR_INIT("alembic.runtime"),
	STR_INIT("logging"),
	STR_INIT("datetime"),
	STR_INIT("uuid"),
	STR_INIT("json"),
	STR_INIT("re"),
	STR_INIT("collections"),
	STR_INIT("itertools"),
	STR_INIT("functools"),
	STR_INIT("textwrap"),
	STR_INIT("decimal"),
	STR_INIT("enum"),
	STR_INIT("typing"),
	STR_INIT("string"),
	STR_INIT("math"),
	STR_INIT("copy"),
	STR_INIT("time"),
	STR_INIT("hashlib"),
	STR_INIT("base64"),
	STR_INIT("random"),
	STR_INIT("pytz"),
	STR_INIT("inspect"),
	STR_INIT("warnings"),
	STR_INIT("contextlib"),
	STR_INIT("operator"),
	STR_INIT("oslo_log"),
	STR_INIT("oslo_utils"),
	STR_INIT("six"),
	STR_INIT("pathlib"),
	STR_INIT("os"),
	STR_INIT("sys"),
	STR_INIT("io"),
	STR_INIT("zlib"),
	STR_INIT("calendar"),
	STR_INIT("dateutil"),
	STR_INIT("types"),
	STR_INIT("dataclasses"),
	STR_INIT("builtins"),
	STR_INIT("slugify"),
	STR_INIT("structlog"),
	STR_INIT("zoneinfo"),
	STR_INIT("hmac"),
	STR_INIT("struct"),
	STR_INIT("traceback"),
	STR_INIT("urllib.parse"),
	STR_INIT("yaml"),
	STR_INIT("orjson"),
	STR_INIT("abc"),
	STR_INIT("numbers"),
	STR_INIT("statistics"),
	STR_INIT("unicodedata"),
	STR_INIT("html"),
	STR_INIT("ipaddress"),
	STR_INIT("platform"),
	STR_INIT("packaging"),
	STR_INIT("typing_extensions"),
	STR_INIT("oslo_serialization"),
	STR_INIT("bcrypt"),
	STR_INIT("cryptography"),
	STR_INIT("passlib"),
	STR_INIT("argon2"),
	STR_INIT("jwt"),
	STR_INIT("nacl"),
	STR_INIT("werkzeug.security"),
	STR_INIT("itsdangerous"),
	STR_INIT("simplejson"),
	STR_INIT("ulid"),
	STR_INIT("funcy"),
	STR_INIT("tqdm"),
	STR_INIT("fractions"),
	STR_INIT("binascii"),
	STR_INIT("csv"),
	STR_INIT("psycopg2.sql"),
	STR_INIT("psycopg.sql"),
	/* looks at the schema and nothing more */
	STR_INIT("neutron.db.migration.schema_has_table"),
	STR_INIT("neutron.db.migration.schema_has_column"),
	STR_INIT("oslo_db.sqlalchemy.utils.index_exists"),
	STR_INIT("oslo_db.sqlalchemy.utils.index_exists_on_columns"),
	STR_INIT("oslo_db.sqlalchemy.utils.column_exists"),
	STR_INIT("oslo_db.sqlalchemy.utils.get_table"),
	STR_INIT("oslo_db.sqlalchemy.utils.get_foreign_key_constraint_name"),
	STR_INIT("oslo_db.sqlalchemy.utils.get_unique_constraint_name"),
	/* settings, which read the environment and files */
	STR_INIT("starlette.config"),
	STR_INIT("decouple"),
	STR_INIT("environ"),
	STR_INIT("environs"),
};

/* Functions of pure modules that are not: what they do could be anything. */
static const struct str impure[] = {
	STR_INIT("os.system"),           STR_INIT("os.popen"),
	STR_INIT("os.remove"),           STR_INIT("os.unlink"),
	STR_INIT("os.rename"),           STR_INIT("os.kill"),
	STR_INIT("builtins.eval"),       STR_INIT("builtins.exec"),
	STR_INIT("builtins.setattr"),    STR_INIT("builtins.input"),
	STR_INIT("builtins.__import__"),
};

/* Methods of results, rows, queries, texts and dates: they read or make values. */
static const struct str pure_methods[] = {
	STR_INIT("all"),
	STR_INIT("append"),
	STR_INIT("as_mutable"),
	STR_INIT("cursor"),
	STR_INIT("correlate_except"),
	STR_INIT("ordered_values"),
	STR_INIT("on_duplicate_key_update"),
	STR_INIT("values_list"),
	STR_INIT("add_columns"),
	STR_INIT("prefix_with"),
	STR_INIT("collate"),
	STR_INIT("nullslast"),
	STR_INIT("nulls_last"),
	STR_INIT("nullsfirst"),
	STR_INIT("nulls_first"),
	STR_INIT("op"),
	STR_INIT("concat"),
	STR_INIT("sort"),
	STR_INIT("extend"),
	STR_INIT("insert_from_select"),
	STR_INIT("as_string"),
	STR_INIT("as_scalar"),
	STR_INIT("asc"),
	STR_INIT("begin"),
	STR_INIT("begin_nested"),
	STR_INIT("bindparams"),
	STR_INIT("cast"),
	STR_INIT("close"),
	STR_INIT("connect"),
	STR_INIT("copy"),
	STR_INIT("count"),
	STR_INIT("debug"),
	STR_INIT("decode"),
	STR_INIT("desc"),
	STR_INIT("distinct"),
	STR_INIT("encode"),
	STR_INIT("error"),
	STR_INIT("execution_options"),
	STR_INIT("exists"),
	STR_INIT("expire_all"),
	STR_INIT("fetchall"),
	STR_INIT("fetchmany"),
	STR_INIT("fetchone"),
	STR_INIT("filter"),
	STR_INIT("filter_by"),
	STR_INIT("first"),
	STR_INIT("flush"),
	STR_INIT("format"),
	STR_INIT("get"),
	STR_INIT("get_bind"),
	STR_INIT("group_by"),
	STR_INIT("having"),
	STR_INIT("hex"),
	STR_INIT("ilike"),
	STR_INIT("in_"),
	STR_INIT("info"),
	STR_INIT("is_"),
	STR_INIT("is_not"),
	STR_INIT("isnot"),
	STR_INIT("isoformat"),
	STR_INIT("items"),
	STR_INIT("join"),
	STR_INIT("joinedload"),
	STR_INIT("keys"),
	STR_INIT("label"),
	STR_INIT("like"),
	STR_INIT("limit"),
	STR_INIT("lower"),
	STR_INIT("mappings"),
	STR_INIT("notin_"),
	STR_INIT("not_in"),
	STR_INIT("offset"),
	STR_INIT("on_conflict_do_nothing"),
	STR_INIT("on_conflict_do_update"),
	STR_INIT("one"),
	STR_INIT("one_or_none"),
	STR_INIT("options"),
	STR_INIT("order_by"),
	STR_INIT("outerjoin"),
	STR_INIT("params"),
	STR_INIT("query"),
	STR_INIT("read"),
	STR_INIT("refresh"),
	STR_INIT("replace"),
	STR_INIT("returning"),
	STR_INIT("rollback"),
	STR_INIT("scalar"),
	STR_INIT("scalar_one"),
	STR_INIT("scalar_one_or_none"),
	STR_INIT("scalar_subquery"),
	STR_INIT("scalars"),
	STR_INIT("select"),
	STR_INIT("select_from"),
	STR_INIT("split"),
	STR_INIT("startswith"),
	STR_INIT("strftime"),
	STR_INIT("strip"),
	STR_INIT("subquery"),
	STR_INIT("timestamp"),
	STR_INIT("union"),
	STR_INIT("upper"),
	STR_INIT("values"),
	STR_INIT("warning"),
	STR_INIT("where"),
	STR_INIT("with_entities"),
	STR_INIT("yield_per"),
	STR_INIT("insert"),
	STR_INIT("update"),
	STR_INIT("delete"),
	STR_INIT("bool_op"),
	STR_INIT("endswith"),
	STR_INIT("is_distinct_from"),
	STR_INIT("setdefault"),
	STR_INIT("pop"),
	STR_INIT("autocommit_block"),
	STR_INIT("warn"),
	STR_INIT("exception"),
	STR_INIT("_asdict"),
	STR_INIT("partitions"),
	STR_INIT("unique"),
	STR_INIT("rstrip"),
	STR_INIT("lstrip"),
	STR_INIT("is_offline_mode"),
	STR_INIT("connection"),
	STR_INIT("with_variant"),
	STR_INIT("title"),
	STR_INIT("index"),
	STR_INIT("difference"),
	STR_INIT("intersection"),
	STR_INIT("get_execution_options"),
	STR_INIT("total_seconds"),
	STR_INIT("between"),
	STR_INIT("from_select"),
	STR_INIT("correlate"),
	STR_INIT("alias"),
	STR_INIT("cte"),
	STR_INIT("has_table"),
	STR_INIT("has_index"),
	STR_INIT("get_columns"),
	STR_INIT("get_indexes"),
	STR_INIT("get_table_names"),
	STR_INIT("get_foreign_keys"),
	STR_INIT("get_pk_constraint"),
	STR_INIT("get_unique_constraints"),
	STR_INIT("get_check_constraints"),
	STR_INIT("get_enums"),
	STR_INIT("get_view_names"),
	STR_INIT("has_sequence"),
	STR_INIT("get_schema_names"),
	STR_INIT("savepoint"),
	STR_INIT("remove"),
	STR_INIT("any"),
	STR_INIT("contains"),
	STR_INIT("partition"),
	STR_INIT("rpartition"),
	STR_INIT("rsplit"),
	STR_INIT("splitlines"),
	STR_INIT("find"),
	STR_INIT("rfind"),
	STR_INIT("removeprefix"),
	STR_INIT("removesuffix"),
	STR_INIT("capitalize"),
	STR_INIT("casefold"),
	STR_INIT("swapcase"),
	STR_INIT("zfill"),
	STR_INIT("ljust"),
	STR_INIT("rjust"),
	STR_INIT("isdigit"),
	STR_INIT("isnumeric"),
	STR_INIT("isalpha"),
	STR_INIT("isalnum"),
	STR_INIT("isidentifier"),
	STR_INIT("isspace"),
	STR_INIT("translate"),
	STR_INIT("astimezone"),
	STR_INIT("date"),
	STR_INIT("weekday"),
	STR_INIT("bit_length"),
	STR_INIT("to_bytes"),
};

static bool under(struct str name, struct str module)
{
	return str_starts(name, module) && (name.len == module.len || name.ptr[module.len] == '.');
}

static bool starts_upper(struct str name)
{
	return name.len && name.ptr[0] >= 'A' && name.ptr[0] <= 'Z';
}

static bool is_pure_ref(struct str name)
{
	for (size_t i = 0; i < sizeof(impure) / sizeof(impure[0]); i++)
		if (str_eq(name, impure[i]))
			return false;
	for (size_t i = 0; i < sizeof(pure_modules) / sizeof(pure_modules[0]); i++)
		if (under(name, pure_modules[i]))
			return true;
	return str_starts(name, STR("alembic.op.get_"));
}

bool alembic_is_pure_module(struct str module)
{
	for (size_t i = 0; i < sizeof(pure_modules) / sizeof(pure_modules[0]); i++)
		if (str_eq(module, pure_modules[i]))
			return true;
	return false;
}

/* What a chain of calls and attributes starts from. */
static const struct value *root_of(const struct value *v)
{
	for (int depth = 0; v->base && depth < 64; depth++)
		v = v->base;
	return v;
}

/* object.method: not a function that was imported by this name, which could do anything. */
static bool is_method(const struct eval *e, const struct value *callee)
{
	return callee->kind == VALUE_ATTRIBUTE ||
	       (callee->kind == VALUE_REF && str_chr(callee->text, '.') >= 0 &&
		cst_kind(eval_cst(e), callee->at) == CST_ATTRIBUTE);
}

bool alembic_is_pure(const struct eval *e, const struct value *call)
{
	const struct value *callee = call->base, *root;
	struct str name = value_last_name(call);

	/* a class of another module: making an object has no effect on the database */
	if (callee->kind == VALUE_REF && (is_pure_ref(callee->text) || starts_upper(name)))
		return true;
	/* what such an object makes when it is called: sessionmaker()(), Config()("PORT") */
	if (callee->kind == VALUE_CALL && is_pure_ref(value_callee(callee)))
		return true;
	for (size_t i = 0; i < sizeof(pure_methods) / sizeof(pure_methods[0]); i++)
		if (str_eq(pure_methods[i], name))
			return is_method(e, callee);
	if (callee->kind != VALUE_ATTRIBUTE)
		return false;
	root = root_of(callee);
	/* expressions of SQLAlchemy and what a connection or an inspector is asked */
	return root->kind == VALUE_REF && root != callee &&
	       (is_pure_ref(root->text) || str_starts(root->text, STR("alembic.op.get_")));
}
