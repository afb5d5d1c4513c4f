/*
 * A migration: what one file does to a schema and its data, in both directions.
 *
 * A front end fills a `struct migration`; core/model/codec turns it into bytes and back; everything
 * after the front end reads only this. All pointers point into one arena (the front end's, or the
 * one it was decoded into). A migration does not know its path: equal files that look up equal
 * modules have equal bytes.
 *
 * Names. A name that the front end could not resolve in full holds the source of what is missing in
 * braces, "{schema}" or "{prefix}_users"; name_known() tells. Absent names are empty.
 */
#ifndef TIDEMARK_CORE_MODEL_MIGRATION_H
#define TIDEMARK_CORE_MODEL_MIGRATION_H

#include "core/base/str.h"
#include "core/model/dialect.h"
#include "core/model/loader.h"

enum op_kind {
#define OP(kind, spelling, inverse, object, rows) OP_##kind,
#include "core/model/op.def"
#undef OP
	OP_KIND_COUNT
};

/* For sets of op kinds: OP_BIT(DROP_COLUMN) | OP_BIT(DROP_TABLE). */
#define OP_BIT(kind) (UINT64_C(1) << OP_##kind)
_Static_assert(OP_KIND_COUNT <= 64, "op kinds fit a 64-bit set");

enum op_object {
	OBJECT_NOTHING,
	OBJECT_TABLE,
	OBJECT_COLUMN,
	OBJECT_INDEX,
	OBJECT_CONSTRAINT,
	OBJECT_TYPE,
	OBJECT_SEQUENCE,
	OBJECT_VIEW,
	OBJECT_ROUTINE,
	OBJECT_ROWS,
	OBJECT_GRANT,
	OBJECT_TRANSACTION,
};

enum op_rows { ROWS_KEEPS, ROWS_ADDS, ROWS_DESTROYS, ROWS_REWRITES, ROWS_UNKNOWN };

/* What op.def says of a kind. */
struct op_info {
	struct str spelling;
	enum op_kind inverse;
	enum op_object object;
	enum op_rows rows;
};
const struct op_info *op_info(enum op_kind kind);

/* A piece of source: 1-based lines and columns (bytes), half-open byte range. */
struct span {
	uint32_t start, end;
	uint32_t line, column, end_line;
};

enum tri { TRI_UNKNOWN, TRI_NO, TRI_YES };

enum default_kind {
	DEFAULT_NONE,
	DEFAULT_LITERAL,    /* a constant */
	DEFAULT_EXPRESSION, /* text(), func.*: evaluated by the database */
	DEFAULT_IDENTITY,
	DEFAULT_COMPUTED,
	DEFAULT_UNKNOWN, /* given, but not resolved */
};

/*
 * A server default; `text` is its SQL or, when UNKNOWN, its source. Of an IDENTITY it is what was
 * given besides ALWAYS: "START WITH 10 INCREMENT BY 2".
 */
struct column_default {
	enum default_kind kind;
	enum tri always; /* IDENTITY: GENERATED ALWAYS rather than BY DEFAULT */
	enum tri stored; /* COMPUTED: STORED rather than VIRTUAL */
	struct str text;
	const struct str *refers; /* what the SQL needs: "function f", "sequence s", "type t" */
	uint32_t refer_count;
};

/* with_variant(…): the type that a column has on some dialects in place of its own. */
struct type_variant {
	dialect_set dialects;
	struct str name, text;
	int64_t length, scale; /* as in struct coltype */
};

struct coltype {
	struct str name; /* "String", "Enum", "JSONB": the constructor's last name, or SQL's word */
	struct str text; /* canonical: "String(255)", "Enum('a', 'b', name='kind')" */
	int64_t length;  /* length or precision, -1 = not given */
	int64_t scale;   /* -1 = not given */
	struct str enum_name, enum_schema;
	const struct str *labels; /* of an enumeration */
	uint32_t label_count;
	enum tri create_type; /* postgresql.ENUM(create_type=…) */
	enum tri native; /* Enum(native_enum=…): NO is a VARCHAR, and leaves no type behind */
	const struct type_variant *variants;
	uint32_t variant_count;
};

struct reference {
	struct str table, schema; /* empty table = no reference */
	const struct str *columns;
	uint32_t column_count;
	struct str ondelete, onupdate;
	struct str match;
	/* of a column's own ForeignKey(…); of a constraint they are in struct constraint */
	struct str name, initially;
	enum tri deferrable;
	bool use_alter; /* made by an ALTER TABLE of its own */
};

struct column {
	struct str name;
	const struct coltype *type;          /* NULL = the source does not say */
	const struct coltype *existing_type; /* alter_column's existing_type */
	enum tri nullable, existing_nullable;
	/* of an INSERT or UPDATE: the value that is written; see struct op */
	struct column_default server_default;
	struct column_default existing_server_default;
	struct reference references;
	struct str comment, existing_comment;
	struct str using;          /* of an ALTER_TYPE: what converts the values */
	const struct str *sources; /* of an INSERT or UPDATE: columns that the value is read from */
	uint32_t source_count;
	enum tri autoincrement;
	bool primary_key, unique, index; /* unique and index: one unique index, not a constraint */
	bool python_default;             /* default=…: emits no DDL */
	bool system;                     /* Column(system=True) */
	bool copies; /* the value that is written is the one source's, as it is */
	bool casts;  /* … but for its type: CAST(a AS INTEGER) */
};

enum constraint_kind {
	CONSTRAINT_UNKNOWN,
	CONSTRAINT_PRIMARY_KEY,
	CONSTRAINT_UNIQUE,
	CONSTRAINT_FOREIGN_KEY,
	CONSTRAINT_CHECK,
	CONSTRAINT_EXCLUDE,
};
struct str constraint_kind_name(enum constraint_kind kind);

struct constraint {
	enum constraint_kind kind;
	struct str name; /* empty = the naming convention or the database names it */
	const struct str *columns;
	uint32_t column_count;
	struct reference references;
	struct str condition;     /* of a CHECK; of an EXCLUDE its elements, "room WITH =" */
	struct str initially;     /* DEFERRED, IMMEDIATE */
	struct str method, where; /* of an EXCLUDE */
	const struct str *include;
	uint32_t include_count;
	bool not_valid, deferrable, using_index, nulls_not_distinct;
};

struct index {
	struct str name;
	const struct str *columns; /* names, or expressions as text */
	uint32_t column_count;
	const struct str *include; /* columns that it only carries */
	uint32_t include_count;
	const struct str *operators; /* "name gin_trgm_ops" */
	uint32_t operator_count;
	struct str method, where;
	struct str options; /* WITH (…), TABLESPACE, lengths: "fillfactor=50, length(a)=10" */
	bool unique, concurrently, nulls_not_distinct;
};

enum reflected {
	REFLECTED_TABLES,
	REFLECTED_COLUMNS,
	REFLECTED_INDEXES,
	REFLECTED_PRIMARY_KEY,
	REFLECTED_UNIQUE_CONSTRAINTS,
	REFLECTED_FOREIGN_KEYS,
	REFLECTED_CHECK_CONSTRAINTS,
};
struct str reflected_name(enum reflected what); /* "foreign key": one of them */

enum filter_relation {
	FILTER_IS,     /* the attribute is values[0]; a list (constrained_columns): all, in order */
	FILTER_ONE_OF, /* … is among the values */
	FILTER_CONTAINS, /* … holds values[0]: a list as an element, a text as a part */
	FILTER_STARTS,
	FILTER_ENDS,
	FILTER_GIVEN, /* … is not empty or false */
	FILTER_AMONG, /* … has the elements that values[0] of one of the objects `what` of `table` has */
	FILTER_RELATIONS,
};

/* A condition on an attribute as SQLAlchemy's inspector calls it, "options.ondelete" in a nested dict. */
struct filter {
	enum filter_relation relation;
	bool negated;
	struct str attribute;
	const struct str *values;
	uint32_t value_count;
	enum reflected what; /* of FILTER_AMONG */
	struct str table;
};

/*
 * Objects that the code reads from the live schema, so that only a replay can name them: what is
 * there when the code reads it, not later than the op, and fulfils all filters. An op that has one stands for as many: its name (of
 * REFLECTED_TABLES: its table) is what each of them is called.
 */
struct reflection {
	enum reflected what;
	bool first;   /* one of them, else each */
	bool partial; /* a condition more, which could not be expressed and is no guard either */
	struct str schema, table; /* whose; "{each table}" when the tables are reflected, too */
	const struct filter *filters;
	uint32_t filter_count;
	/* the op's own name is what comes of the object's: each `replaced` in it by `by`; empty: itself */
	struct str replaced, by;
	struct str unnamed; /* what is taken for its name where it has none; or empty */
};

/* What an op's statement says or where it stands. */
enum op_flag {
	OPF_IF_EXISTS = 1 << 0,
	OPF_IF_NOT_EXISTS = 1 << 1,
	OPF_CASCADE = 1 << 2,
	OPF_BATCH = 1 << 3,      /* inside batch_alter_table */
	OPF_AUTOCOMMIT = 1 << 4, /* inside autocommit_block */
	OPF_IN_LOOP = 1 << 5,    /* in a loop over values that are not known: zero or more times */
	OPF_FROM_SQL = 1 << 6,   /* read from SQL text, not from an op.* call */
	OPF_NO_WHERE = 1 << 7,   /* an UPDATE or DELETE of every row */
	OPF_TEMPORARY = 1 << 8,
	OPF_NAME_NONE = 1 << 9,     /* the name was given as None */
	OPF_IN_HANDLER = 1 << 10,   /* in an except clause: normally not run */
	OPF_PARTIAL = 1 << 11,      /* some argument was not resolved: absence proves nothing */
	OPF_TEMPLATE = 1 << 12,     /* its SQL text had holes */
	OPF_OR_REPLACE = 1 << 13,   /* CREATE OR REPLACE: may be there already, and is lost then */
	OPF_HOLDS_SECRET = 1 << 14, /* writes a password, token or key that stands in the code */
	OPF_ALL_COLUMNS = 1 << 15,  /* SELECT * gives the values: those of `to`, in its order */
	OPF_CONTINUES = 1 << 16,    /* what the op before began: of the same alter_column() */
};

/*
 * Values that are written: columns[] of an INSERT or UPDATE.
 *
 *   name            empty: the table's column at this place (INSERT INTO t VALUES …)
 *   server_default  the value, as SQL. LITERAL: a constant, "'x'", "1", "NULL"; EXPRESSION; UNKNOWN:
 *                   not resolved, or rows that are given different ones; NONE: not known at all
 *   nullable        can NULL be written? YES: NULL itself, or among the values of several rows; NO: a constant, a
 *                   COALESCE that ends with one; else UNKNOWN
 *   sources         "name": the same row's own column; "table.name": of another table, or of other
 *                   rows of the same; "?.name": of one of several tables; "table.*": it is not known
 *                   which column. What only a condition reads, WHERE in a sub-select, is not among them
 *
 * Rows that are changed: `condition` of an UPDATE or DELETE is its WHERE as SQL, with holes for what is
 * not known. Empty: every row with OPF_NO_WHERE, else those that a join leaves or that are not
 * known. `null_columns` are columns of which it is known that a row where one is NULL is changed:
 * WHERE a IS NULL OR …; it does not say that others are not. Of an INSERT … SELECT, `condition` says
 * which rows of `to` are read: its WHERE, or the whole query where more than that decides.
 */

/*
 * One effect. Which fields are set follows from the kind:
 *
 *   create_table     table, columns[], constraints[], comment, indexes (as CREATE_INDEX ops of
 *                    their own)
 *   drop_table …     table
 *   rename_table     table → to
 *   add_column       table, name, column
 *   drop_column      table, name, column (what was given: Column(…), existing_*)
 *   rename_column    table, name → to
 *   alter_type, set_nullable, set_default, set_column_comment
 *                    table, name, column (the changed attribute and existing_*)
 *   *_index          table, name, index          rename_*: name → to
 *   *_constraint     table, name, constraint
 *   *_type           name, type (labels), add_enum_value: to = the label
 *   insert           table; to = the table read from (INSERT … SELECT), text = SQL if any;
 *                    columns[]: what is written
 *   update           likewise; to = a table that the values are read from; condition, null_columns[]
 *   delete           table, text = SQL if any; condition, null_columns[]
 *   raw_sql          text = the SQL
 *   commit           name = "session": of an ORM session, which leaves the transaction open that
 *                    Alembic has begun
 *   raise            text = what is raised
 *   fail             text = why; table, where the call names one
 *   opaque           text = the reason
 */
struct op {
	enum op_kind kind;
	uint32_t flags;       /* enum op_flag */
	uint32_t guard;       /* 1 + index into the body's guards; 0 = always runs */
	dialect_set dialects; /* runs only on these; 0 = on all */
	struct span at;       /* the statement */
	struct str excerpt;   /* its first line, at most LIMIT_LINE_BYTES */
	struct str via;       /* "pkg/helpers.py:12": where in a module that it calls; or empty */
	struct str trace;     /* how its values were derived, in lines; empty unless asked for */
	struct str schema, table, name, to;
	const struct column *column;
	const struct column *columns;
	uint32_t column_count;
	const struct constraint *constraint;
	const struct constraint *constraints;
	uint32_t constraint_count;
	const struct index *index;
	const struct coltype *type;
	const struct reflection *reflects; /* the name is read from the live schema; else NULL */
	struct str comment;                /* of a table; set_table_comment: the one that was */
	struct str text;
	struct str condition; /* of an UPDATE or DELETE: which rows */
	const struct str *null_columns;
	uint32_t null_count;
	uint64_t
		meaning; /* of a statement whose text, or whose holes, are Python's source; else 0 */
};

enum guard_kind {
	GUARD_UNKNOWN,
	GUARD_EXISTS, /* object = "table users", "column users.phone", "index ix_a", "table a and table b" */
	GUARD_DIALECT,
	GUARD_OFFLINE,
	GUARD_X_ARGUMENT,
	GUARD_ENVIRONMENT, /* environment variable or configuration */
	GUARD_DATA,        /* rows that were read */
};
struct str guard_kind_name(enum guard_kind kind);

/* A condition. Guards nest: an op runs when its guard and all outer ones hold. */
struct guard {
	enum guard_kind kind;
	bool negated;         /* holds when the condition does not */
	bool absent;          /* EXISTS: the condition is that the object is *not* there */
	uint32_t outer;       /* 1 + index of the enclosing guard; 0 = none */
	dialect_set dialects; /* GUARD_DIALECT; of another kind: only on these can the condition
				 hold, 0 = on any */
	struct str object;    /* EXISTS: what is asked for; empty when that is not told */
	struct str text;      /* the condition's source */
	uint64_t meaning; /* of the condition, whatever its variables are called; 0 = its text's */
	struct span at;   /* of the condition, or of the statement that it is in */
};

enum direction { UP, DOWN, DIRECTION_COUNT };
struct str direction_name(enum direction direction); /* "upgrade", "downgrade" */

enum body_shape {
	BODY_MISSING, /* no such function */
	BODY_EMPTY,   /* pass, a docstring, return, logging: no effect */
	BODY_RAISES,  /* does nothing but raise */
	BODY_OPS,
};
struct str body_shape_name(enum body_shape shape);

struct body {
	enum body_shape shape;
	struct span at; /* the function; the whole file when it is missing */
	struct str excerpt;
	const struct op *ops;
	uint32_t op_count;
	const struct guard *guards;
	uint32_t guard_count;
};

enum fact {
	FACT_READS_ENVIRONMENT = 1 << 0,
	FACT_READS_CLOCK = 1 << 1,
	FACT_USES_NETWORK = 1 << 2,
	FACT_READS_FILE = 1 << 3,
	FACT_IMPORTS_MODELS = 1 << 4, /* uses the application's code, which changes after it */
	FACT_RUNS_PROCESS = 1 << 5,
	FACT_UNPICKLES = 1 << 6,
	FACT_EVALS = 1 << 7,
	FACT_PYTHON2 = 1 << 8,        /* syntax that Python 3 refuses */
	FACT_EMPTY_BY_CODE = 1 << 9,  /* both functions are there and neither does anything */
	FACT_TYPE_VARIANTS = 1 << 10, /* types that differ between databases: with_variant(…) */
	FACT_HOLDS_SECRET = 1 << 11,  /* a password, token or key stands in the code */
	FACT_USES_KEYS = 1 << 12,     /* encrypts, decrypts, signs or hashes passwords */
};
#define FACT_COUNT 13
struct str fact_name(enum fact fact); /* "reads-clock" */

/* Where the code first does it; line 0: in no line of its own file, or in none at all. */
struct fact_place {
	uint32_t fact;  /* its bit's number */
	struct span at; /* the name that tells, or the text */
	struct str excerpt;
};

enum suppression_form {
	SUPPRESSION_TIDEMARK,
	SUPPRESSION_NOQA,
	SUPPRESSION_MRT,
	SUPPRESSION_CONFIG, /* of a finding only: a line of .tidemark.yaml */
	SUPPRESSION_FORMS,
};

/* A comment that allows findings. */
struct suppression {
	enum suppression_form form;
	uint32_t line;    /* where the comment stands */
	bool alone;       /* nothing but white space before it: it speaks for the next line */
	struct str names; /* "dropped-column, TM202"; empty = all (`# mrt: ignore`) */
	struct str reason;
};

enum migration_status {
	MIGRATION_OK,
	MIGRATION_UNPARSABLE, /* a syntax error: identity as far as it could be read, no bodies */
};

struct migration {
	enum migration_status status;
	struct str framework; /* "alembic" */
	struct span problem;  /* UNPARSABLE: where */
	struct str problem_text;

	struct str revision;     /* may hold a {hole} */
	struct span revision_at; /* the assignment, or line 1 */
	struct str revision_excerpt;
	const struct str *parents; /* down_revision */
	uint32_t parent_count;
	const struct str *depends_on;
	uint32_t depends_count;
	const struct str *labels;
	uint32_t label_count;
	bool parents_unknown; /* down_revision is there but was not resolved */
	struct str message;   /* first line of the docstring */

	struct body body[DIRECTION_COUNT];
	uint32_t facts;                       /* enum fact */
	const struct fact_place *fact_places; /* of those facts that a line tells, by number */
	uint32_t fact_place_count;
	dialect_set dialect_hints; /* dialects that only this code's spellings serve */
	struct str dialect_evidence;
	const struct suppression *suppressions;
	uint32_t suppression_count;
	const struct lookup *lookups; /* what the evaluation depends on besides the content */
	uint32_t lookup_count;

	/* set by the scanner, not part of the encoded bytes */
	struct str path; /* relative to the repository's root */
	struct str blob; /* 40 hex */
};

/* Where the code first does what the fact says; NULL: no line of the file tells. */
const struct fact_place *migration_fact(const struct migration *m, enum fact fact);
/* False when the name is absent or has a {hole}. */
bool name_known(struct str name);

/* The op counts as opaque in coverage: OP_OPAQUE, and RAW_SQL that no reader understood. */
bool op_is_opaque(const struct op *op);

/* First op of `kind` on the same table (and, for columns, of the same name); NULL if none. */
const struct op *body_find(const struct body *body, enum op_kind kind, struct str table,
			   struct str name);
/* Is this one of the body's ops? */
bool body_holds(const struct body *body, const struct op *op);
/* Does the body hold an op of a kind in `kinds` (OP_BIT …)? */
bool body_has(const struct body *body, uint64_t kinds);
/* Anything the front end did not resolve, which could be any effect? */
bool body_is_opaque(const struct body *body);
/* What a body changes, at most. */
enum change {
	CHANGE_NONE,   /* nothing: reads, settings, transaction control */
	CHANGE_OPAQUE, /* not known: all that it does is not resolved */
	CHANGE_ROWS,   /* rows only; the schema stays as it is */
	CHANGE_SCHEMA,
};
enum change op_change(const struct op *op);
enum change body_change(const struct body *body);
/* A merge or no-op revision: neither direction does anything, by its code. */
bool migration_is_empty(const struct migration *m);
/* Is the table made by an earlier op of this body, and not renamed or dropped before `op`? */
bool body_creates_table_before(const struct body *body, const struct op *op);
/* The same for a column: by add_column, or with its table, before `op`, under its later name too. */
bool body_creates_column_before(const struct body *body, const struct op *op);

#endif
