#include "frontends/sql/sql_statement.h"

#include <stdlib.h>

/*
 * Functions of all databases that compute, so that a SELECT which calls nothing else leaves no
 * trace in schema or rows. Anything that is not here may be the project's own, and do anything.
 */

/* Whole families, by how their names start. */
static const struct str families[] = {
	STR_INIT("array_"),  STR_INIT("bit_"),    STR_INIT("char"), STR_INIT("current_"),
	STR_INIT("date"),    STR_INIT("has_"),    STR_INIT("json"), STR_INIT("percent"),
	STR_INIT("pg_get_"), STR_INIT("regexp_"), STR_INIT("st_"),  STR_INIT("time"),
	STR_INIT("xml"),
};

/* The others, in byte order. */
/* clang-format off */
static const struct str functions[] = {
	STR_INIT("abs"), STR_INIT("acos"), STR_INIT("add_months"), STR_INIT("adddate"),
	STR_INIT("addtime"), STR_INIT("age"), STR_INIT("any_value"), STR_INIT("ascii"),
	STR_INIT("asin"), STR_INIT("atan"), STR_INIT("atan2"), STR_INIT("avg"),
	STR_INIT("bin_to_uuid"), STR_INIT("bitand"), STR_INIT("bool_and"), STR_INIT("bool_or"),
	STR_INIT("btrim"), STR_INIT("cardinality"), STR_INIT("cast"), STR_INIT("cbrt"),
	STR_INIT("ceil"), STR_INIT("ceiling"), STR_INIT("changes"), STR_INIT("checksum"),
	STR_INIT("checksum_agg"), STR_INIT("chr"), STR_INIT("clock_timestamp"),
	STR_INIT("coalesce"), STR_INIT("col_description"), STR_INIT("col_length"),
	STR_INIT("collation"), STR_INIT("columnproperty"), STR_INIT("concat"),
	STR_INIT("concat_ws"), STR_INIT("connection_id"), STR_INIT("convert"),
	STR_INIT("convert_from"), STR_INIT("convert_to"), STR_INIT("convert_tz"), STR_INIT("corr"),
	STR_INIT("cos"), STR_INIT("cot"), STR_INIT("count"), STR_INIT("covar_pop"),
	STR_INIT("covar_samp"), STR_INIT("crc32"), STR_INIT("crypt"), STR_INIT("cume_dist"),
	STR_INIT("curdate"), STR_INIT("curtime"), STR_INIT("database"), STR_INIT("datalength"),
	STR_INIT("day"), STR_INIT("dayname"), STR_INIT("dayofmonth"), STR_INIT("dayofweek"),
	STR_INIT("dayofyear"), STR_INIT("db_id"), STR_INIT("db_name"), STR_INIT("decode"),
	STR_INIT("decrypt"), STR_INIT("degrees"), STR_INIT("dense_rank"), STR_INIT("difference"),
	STR_INIT("digest"), STR_INIT("div"), STR_INIT("elt"), STR_INIT("encode"),
	STR_INIT("encrypt"), STR_INIT("enum_first"), STR_INIT("enum_last"), STR_INIT("enum_range"),
	STR_INIT("every"), STR_INIT("exp"), STR_INIT("extract"), STR_INIT("extractvalue"),
	STR_INIT("field"), STR_INIT("find_in_set"), STR_INIT("first_value"), STR_INIT("floor"),
	STR_INIT("format"), STR_INIT("format_bytes"), STR_INIT("format_type"),
	STR_INIT("found_rows"), STR_INIT("from_base64"), STR_INIT("from_days"),
	STR_INIT("from_unixtime"), STR_INIT("gen_random_bytes"), STR_INIT("gen_random_uuid"),
	STR_INIT("gen_salt"), STR_INIT("generate_series"), STR_INIT("generate_subscripts"),
	STR_INIT("getdate"), STR_INIT("getutcdate"), STR_INIT("glob"), STR_INIT("greatest"),
	STR_INIT("group_concat"), STR_INIT("grouping"), STR_INIT("hashtext"),
	STR_INIT("hashtextextended"), STR_INIT("hex"), STR_INIT("hmac"), STR_INIT("host"),
	STR_INIT("hour"), STR_INIT("hstore"), STR_INIT("ident_current"), STR_INIT("ifnull"),
	STR_INIT("iif"), STR_INIT("index_col"), STR_INIT("inet_aton"),
	STR_INIT("inet_client_addr"), STR_INIT("inet_ntoa"), STR_INIT("inet_server_addr"),
	STR_INIT("initcap"), STR_INIT("instr"), STR_INIT("int4range"), STR_INIT("int8range"),
	STR_INIT("interval"), STR_INIT("isdate"), STR_INIT("isfinite"), STR_INIT("isjson"),
	STR_INIT("isnull"), STR_INIT("isnumeric"), STR_INIT("julianday"), STR_INIT("justify_days"),
	STR_INIT("justify_hours"), STR_INIT("justify_interval"), STR_INIT("lag"),
	STR_INIT("last_day"), STR_INIT("last_insert_id"), STR_INIT("last_insert_rowid"),
	STR_INIT("last_value"), STR_INIT("lcase"), STR_INIT("lead"), STR_INIT("least"),
	STR_INIT("left"), STR_INIT("len"), STR_INIT("length"), STR_INIT("levenshtein"),
	STR_INIT("like"), STR_INIT("likelihood"), STR_INIT("listagg"), STR_INIT("ln"),
	STR_INIT("localtime"), STR_INIT("localtimestamp"), STR_INIT("locate"), STR_INIT("log"),
	STR_INIT("log10"), STR_INIT("log2"), STR_INIT("lower"), STR_INIT("lpad"),
	STR_INIT("ltrim"), STR_INIT("make_date"), STR_INIT("make_interval"), STR_INIT("make_time"),
	STR_INIT("make_timestamp"), STR_INIT("make_timestamptz"), STR_INIT("makedate"),
	STR_INIT("maketime"), STR_INIT("masklen"), STR_INIT("max"), STR_INIT("md5"),
	STR_INIT("median"), STR_INIT("mid"), STR_INIT("min"), STR_INIT("minute"), STR_INIT("mod"),
	STR_INIT("mode"), STR_INIT("month"), STR_INIT("monthname"), STR_INIT("months_between"),
	STR_INIT("network"), STR_INIT("newid"), STR_INIT("newsequentialid"), STR_INIT("next_day"),
	STR_INIT("nlevel"), STR_INIT("now"), STR_INIT("nth_value"), STR_INIT("ntile"),
	STR_INIT("nullif"), STR_INIT("numrange"), STR_INIT("nvl"), STR_INIT("nvl2"),
	STR_INIT("obj_description"), STR_INIT("object_id"), STR_INIT("object_name"),
	STR_INIT("object_schema_name"), STR_INIT("objectproperty"), STR_INIT("octet_length"),
	STR_INIT("openjson"), STR_INIT("ora_hash"), STR_INIT("overlay"), STR_INIT("parse_ident"),
	STR_INIT("parsename"), STR_INIT("patindex"), STR_INIT("period_add"),
	STR_INIT("pg_advisory_lock"), STR_INIT("pg_advisory_unlock"),
	STR_INIT("pg_advisory_xact_lock"), STR_INIT("pg_backend_pid"),
	STR_INIT("pg_blocking_pids"), STR_INIT("pg_column_size"), STR_INIT("pg_current_xact_id"),
	STR_INIT("pg_database_size"), STR_INIT("pg_encoding_to_char"), STR_INIT("pg_indexes_size"),
	STR_INIT("pg_is_in_recovery"), STR_INIT("pg_notify"), STR_INIT("pg_postmaster_start_time"),
	STR_INIT("pg_relation_size"), STR_INIT("pg_sequence_last_value"),
	STR_INIT("pg_size_bytes"), STR_INIT("pg_size_pretty"), STR_INIT("pg_sleep"),
	STR_INIT("pg_stat_get_numscans"), STR_INIT("pg_table_is_visible"),
	STR_INIT("pg_table_size"), STR_INIT("pg_total_relation_size"),
	STR_INIT("pg_try_advisory_lock"), STR_INIT("pg_try_advisory_xact_lock"),
	STR_INIT("pg_type_is_visible"), STR_INIT("pg_typeof"), STR_INIT("phraseto_tsquery"),
	STR_INIT("pi"), STR_INIT("plainto_tsquery"), STR_INIT("position"), STR_INIT("pow"),
	STR_INIT("power"), STR_INIT("printf"), STR_INIT("quarter"), STR_INIT("quote"),
	STR_INIT("quote_ident"), STR_INIT("quote_literal"), STR_INIT("quote_nullable"),
	STR_INIT("quotename"), STR_INIT("radians"), STR_INIT("rand"), STR_INIT("random"),
	STR_INIT("randomblob"), STR_INIT("range_merge"), STR_INIT("rank"), STR_INIT("rawtohex"),
	STR_INIT("regr_slope"), STR_INIT("repeat"), STR_INIT("replace"), STR_INIT("reverse"),
	STR_INIT("right"), STR_INIT("round"), STR_INIT("row"), STR_INIT("row_count"),
	STR_INIT("row_number"), STR_INIT("row_to_json"), STR_INIT("rpad"), STR_INIT("rtrim"),
	STR_INIT("schema"), STR_INIT("schema_id"), STR_INIT("schema_name"),
	STR_INIT("scope_identity"), STR_INIT("sec_to_time"), STR_INIT("second"),
	STR_INIT("serverproperty"), STR_INIT("session_user"), STR_INIT("setseed"),
	STR_INIT("setweight"), STR_INIT("sha"), STR_INIT("sha1"), STR_INIT("sha2"),
	STR_INIT("sha224"), STR_INIT("sha256"), STR_INIT("sha384"), STR_INIT("sha512"),
	STR_INIT("shobj_description"), STR_INIT("sign"), STR_INIT("similarity"), STR_INIT("sin"), STR_INIT("sleep"),
	STR_INIT("soundex"), STR_INIT("space"), STR_INIT("split_part"),
	STR_INIT("sqlite_source_id"), STR_INIT("sqlite_version"), STR_INIT("sqrt"),
	STR_INIT("square"), STR_INIT("starts_with"), STR_INIT("statement_timestamp"),
	STR_INIT("stddev"), STR_INIT("stddev_pop"), STR_INIT("stddev_samp"), STR_INIT("str"),
	STR_INIT("str_to_date"), STR_INIT("strcmp"), STR_INIT("strftime"), STR_INIT("string_agg"),
	STR_INIT("string_split"), STR_INIT("string_to_array"), STR_INIT("strpos"),
	STR_INIT("stuff"), STR_INIT("subdate"), STR_INIT("subltree"), STR_INIT("subpath"),
	STR_INIT("substr"), STR_INIT("substring"), STR_INIT("substring_index"), STR_INIT("sum"),
	STR_INIT("suser_name"), STR_INIT("sys_context"), STR_INIT("sys_guid"), STR_INIT("sysdate"),
	STR_INIT("sysdatetime"), STR_INIT("systimestamp"), STR_INIT("sysutcdatetime"),
	STR_INIT("tan"), STR_INIT("text"), STR_INIT("to_base64"), STR_INIT("to_char"),
	STR_INIT("to_date"), STR_INIT("to_days"), STR_INIT("to_hex"), STR_INIT("to_json"),
	STR_INIT("to_jsonb"), STR_INIT("to_number"), STR_INIT("to_regclass"),
	STR_INIT("to_regnamespace"), STR_INIT("to_regproc"), STR_INIT("to_regtype"),
	STR_INIT("to_timestamp"), STR_INIT("to_tsquery"), STR_INIT("to_tsvector"),
	STR_INIT("total"), STR_INIT("transaction_timestamp"), STR_INIT("translate"),
	STR_INIT("trim"), STR_INIT("trunc"), STR_INIT("truncate"), STR_INIT("try_cast"),
	STR_INIT("try_convert"), STR_INIT("ts_headline"), STR_INIT("ts_rank"),
	STR_INIT("ts_rank_cd"), STR_INIT("tsrange"), STR_INIT("tstzrange"),
	STR_INIT("txid_current"), STR_INIT("type_id"), STR_INIT("type_name"), STR_INIT("typeof"),
	STR_INIT("ucase"), STR_INIT("unaccent"), STR_INIT("unhex"), STR_INIT("unicode"),
	STR_INIT("unistr"), STR_INIT("unix_timestamp"), STR_INIT("unixepoch"), STR_INIT("unnest"),
	STR_INIT("upper"), STR_INIT("user"), STR_INIT("user_id"), STR_INIT("user_name"),
	STR_INIT("userenv"), STR_INIT("utc_date"), STR_INIT("utc_timestamp"), STR_INIT("uuid"),
	STR_INIT("uuid_generate_v1"), STR_INIT("uuid_generate_v4"), STR_INIT("uuid_nil"),
	STR_INIT("uuid_short"), STR_INIT("uuid_to_bin"), STR_INIT("values"), STR_INIT("var_pop"),
	STR_INIT("var_samp"), STR_INIT("variance"), STR_INIT("version"),
	STR_INIT("websearch_to_tsquery"), STR_INIT("week"), STR_INIT("weekday"),
	STR_INIT("weekofyear"), STR_INIT("width_bucket"), STR_INIT("word_similarity"),
	STR_INIT("xpath"), STR_INIT("year"), STR_INIT("yearweek"), STR_INIT("zeroblob"),
};
/* clang-format on */

enum { LONGEST = 32 };

static int compare(const void *name, const void *function)
{
	return str_cmp(*(const struct str *)name, *(const struct str *)function);
}

bool sql_is_pure_function(struct str name)
{
	char folded[LONGEST];
	struct str key = {folded, name.len};

	if (!name.len || name.len > LONGEST)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];

		folded[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (str_starts(key, families[i]))
			return true;
	return bsearch(&key, functions, sizeof(functions) / sizeof(functions[0]),
		       sizeof(functions[0]), compare) != NULL;
}
