#include "frontends/sql/pg.h"
#include "frontends/sql/pg_tree.h"

#define NODE(name) PG_QUERY__NODE__NODE_##name

static const pg_handler handlers[] = {
	[NODE(INSERT_STMT)] = pgr_insert,
	[NODE(DELETE_STMT)] = pgr_delete,
	[NODE(UPDATE_STMT)] = pgr_update,
	[NODE(MERGE_STMT)] = pgr_merge,
	[NODE(SELECT_STMT)] = pgr_select,
	[NODE(COPY_STMT)] = pgr_copy,
	[NODE(TRUNCATE_STMT)] = pgr_truncate,

	[NODE(CREATE_STMT)] = pgr_create_table,
	[NODE(CREATE_TABLE_AS_STMT)] = pgr_create_table_as,
	[NODE(ALTER_TABLE_STMT)] = pgr_alter_table,
	[NODE(INDEX_STMT)] = pgr_create_index,
	[NODE(VIEW_STMT)] = pgr_create_view,

	[NODE(CREATE_ENUM_STMT)] = pgr_create_enum,
	[NODE(COMPOSITE_TYPE_STMT)] = pgr_create_composite,
	[NODE(CREATE_RANGE_STMT)] = pgr_create_range,
	[NODE(CREATE_DOMAIN_STMT)] = pgr_create_domain,
	[NODE(ALTER_ENUM_STMT)] = pgr_alter_enum,
	[NODE(CREATE_SEQ_STMT)] = pgr_create_sequence,
	[NODE(ALTER_SEQ_STMT)] = pgr_alter_sequence,
	[NODE(CREATE_FUNCTION_STMT)] = pgr_create_routine,
	[NODE(CREATE_TRIG_STMT)] = pgr_create_trigger,
	[NODE(CREATE_SCHEMA_STMT)] = pgr_create_schema,
	[NODE(CREATE_EXTENSION_STMT)] = pgr_create_extension,
	[NODE(CREATE_POLICY_STMT)] = pgr_create_policy,
	[NODE(DEFINE_STMT)] = pgr_define,

	[NODE(CREATEDB_STMT)] = pgr_database,
	[NODE(DROPDB_STMT)] = pgr_database,

	[NODE(DROP_STMT)] = pgr_drop,
	[NODE(RENAME_STMT)] = pgr_rename,
	[NODE(COMMENT_STMT)] = pgr_comment,
	[NODE(ALTER_OBJECT_SCHEMA_STMT)] = pgr_set_schema,
	[NODE(GRANT_STMT)] = pgr_grant,
	[NODE(GRANT_ROLE_STMT)] = pgr_grant,
	[NODE(ALTER_DEFAULT_PRIVILEGES_STMT)] = pgr_grant,

	[NODE(VARIABLE_SET_STMT)] = pgr_set,
	[NODE(VARIABLE_SHOW_STMT)] = pgr_show,
	[NODE(CONSTRAINTS_SET_STMT)] = pgr_set_constraints,
	[NODE(TRANSACTION_STMT)] = pgr_transaction,
	[NODE(LOCK_STMT)] = pgr_lock,
	[NODE(VACUUM_STMT)] = pgr_vacuum,
	[NODE(REFRESH_MAT_VIEW_STMT)] = pgr_refresh,
	[NODE(CLUSTER_STMT)] = pgr_cluster,
	[NODE(REINDEX_STMT)] = pgr_reindex,
	[NODE(EXPLAIN_STMT)] = pgr_explain,

	/* understood, and no business of tables, columns or rows */
	[NODE(ALTER_OWNER_STMT)] = pgr_other,
	[NODE(REASSIGN_OWNED_STMT)] = pgr_other,
	[NODE(ALTER_DOMAIN_STMT)] = pgr_other,
	[NODE(ALTER_FUNCTION_STMT)] = pgr_other,
	[NODE(ALTER_POLICY_STMT)] = pgr_alter_policy,
	[NODE(ALTER_DATABASE_STMT)] = pgr_other,
	[NODE(ALTER_DATABASE_SET_STMT)] = pgr_other,
	[NODE(ALTER_ROLE_STMT)] = pgr_other,
	[NODE(ALTER_ROLE_SET_STMT)] = pgr_other,
	[NODE(CREATE_ROLE_STMT)] = pgr_other,
	[NODE(DROP_ROLE_STMT)] = pgr_other,
	[NODE(CREATE_STATS_STMT)] = pgr_other,
	[NODE(CREATE_PUBLICATION_STMT)] = pgr_other,
	[NODE(ALTER_PUBLICATION_STMT)] = pgr_other,
	[NODE(CREATE_CAST_STMT)] = pgr_other,
	[NODE(CREATE_AM_STMT)] = pgr_other,
	[NODE(SEC_LABEL_STMT)] = pgr_other,
	[NODE(CHECK_POINT_STMT)] = pgr_other,
	[NODE(DISCARD_STMT)] = pgr_other,
	[NODE(NOTIFY_STMT)] = pgr_other,
	[NODE(LISTEN_STMT)] = pgr_other,
	[NODE(UNLISTEN_STMT)] = pgr_other,
	[NODE(CLOSE_PORTAL_STMT)] = pgr_other,
	[NODE(FETCH_STMT)] = pgr_other,
	[NODE(DEALLOCATE_STMT)] = pgr_other,
};

struct pg_outcome {
	struct pg_reader *reader;
	enum sql_reading reading;
};

static void read_node(void *self, const PgQuery__Node *node)
{
	struct pg_outcome *outcome = self;
	struct pg_reader *r = outcome->reader;

	outcome->reading = SQL_UNKNOWN;
	if (node->node_case >= sizeof(handlers) / sizeof(handlers[0]) || !handlers[node->node_case])
		return;
	if (handlers[node->node_case](r, node))
		outcome->reading = SQL_READ;
	else if (r->foreign)
		outcome->reading = SQL_FOREIGN;
	r->s->folds = false;
}

/* Each attempt costs a parse, so only a statement of ordinary size gets many. */
enum { ATTEMPTS = 24, ATTEMPTS_BYTES = 256 * 1024 };

enum sql_reading pgr_read(struct sql_statement *s)
{
	struct pg_reader r = {.s = s};
	struct pg_outcome outcome = {&r, SQL_FOREIGN};
	size_t bytes = 0;
	int position;

	if (!sql_rewrite(s, &r.rewrite))
		return SQL_FOREIGN;
	for (int i = 1; !pg_tree_parse(r.rewrite.text, s->scratch, read_node, &outcome, &position);
	     i++) {
		bytes += r.rewrite.len;
		if (i == ATTEMPTS || bytes > ATTEMPTS_BYTES ||
		    !sql_rewrite_next_form(&r.rewrite, position))
			return SQL_FOREIGN;
	}
	return outcome.reading;
}
