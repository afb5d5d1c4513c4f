#include "core/model/type_spell.h"

#include "core/base/vec.h"
#include "core/model/pg_name.h"

enum {
	LABELS_MAX = 8192, /* bytes of an enumeration that are written out */
	NAME_MAX_BYTES = 256,
};

struct native_row {
	enum type_family family;
	struct str spelling;
	enum type_shape shape;
	int64_t size;
};

static const struct native_row natives[NATIVE_COUNT] = {
#define NATIVE(id, family, spelling, shape, size)                                                  \
	[NATIVE_##id] = {TYPE_##family, STR_INIT(spelling), SHAPE_##shape, size},
#include "core/model/native_type.def"
#undef NATIVE
};

/* A text that is being written; what does not fit is cut, and only hostile input is so long. */
struct speller {
	char bytes[256];
	size_t len;
};

static void put(struct speller *w, struct str s)
{
	size_t room = sizeof(w->bytes) - w->len;

	if (s.len > room)
		s.len = room;
	if (s.len)
		memcpy(w->bytes + w->len, s.ptr, s.len);
	w->len += s.len;
}

static void put_number(struct speller *w, int64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + number % 10);
	while (number /= 10);
	put(w, (struct str){digits + at, sizeof(digits) - at});
}

/* A number, or the hole that stands for it. */
static void put_size(struct speller *w, int64_t size, struct str hole)
{
	bool braces = hole.len && hole.ptr[0] != '{';

	if (size >= 0) {
		put_number(w, size);
		return;
	}
	put(w, braces ? STR("{") : STR(""));
	put(w, hole);
	put(w, braces ? STR("}") : STR(""));
}

static bool has_length(const struct type_source *s)
{
	return s->length > 0 || (s->length < 0 && s->length_hole.len);
}

static void put_length(struct speller *w, const struct type_source *s, struct str behind)
{
	if (!has_length(s))
		return;
	put(w, STR("("));
	put_size(w, s->length, s->length_hole);
	put(w, behind);
	put(w, STR(")"));
}

/* A TIME's or TIMESTAMP's fractional digits. */
static void put_seconds(struct speller *w, const struct type_source *s, struct str zone)
{
	if (s->length >= 0 || s->length_hole.len) {
		put(w, STR("("));
		put_size(w, s->length, s->length_hole);
		put(w, STR(")"));
	}
	put(w, zone);
}

static void put_fields(struct speller *w, const struct type_source *s)
{
	struct str fields = type_text_keyword(s->words, STR("fields"));
	size_t from = w->len;

	if (!fields.len && s->words->quoted[1])
		fields = s->words->positional[1];
	if (fields.len && !str_eq(fields, STR("None"))) {
		put(w, STR(" "));
		put(w, fields);
	}
	for (size_t i = from; i < w->len; i++)
		if (w->bytes[i] >= 'A' && w->bytes[i] <= 'Z')
			w->bytes[i] = (char)(w->bytes[i] - 'A' + 'a');
	put_seconds(w, s, STR(""));
}

static bool said(const struct type_source *s, struct str keyword, struct str word)
{
	return type_text_true(s->words, keyword) || type_text_word(s->words, word);
}

static void put_sign(struct speller *w, const struct type_source *s, struct sql_type *t)
{
	bool zerofill = said(s, STR("zerofill"), STR("ZEROFILL"));

	t->is_unsigned = zerofill || said(s, STR("unsigned"), STR("UNSIGNED")) ||
			 str_eq(s->name, STR("SERIAL"));
	put(w, t->is_unsigned ? STR(" unsigned") : STR(""));
	put(w, zerofill ? STR(" zerofill") : STR(""));
}

/*
 * MySQL tells a width only with zerofill, MariaDB always: what was given, or as many digits as the
 * type has, and a sign.
 */
static void put_width(struct speller *w, const struct type_source *s, struct sql_type *t,
		      dialect_set one)
{
	static const int64_t digits[] = {0, 4, 6, 9, 11, 0, 0, 0, 20};
	struct speller sign = {.len = 0};

	put_sign(&sign, s, t);
	if (one == DIALECT_MARIADB || said(s, STR("zerofill"), STR("ZEROFILL"))) {
		bool less = t->is_unsigned && t->length != 8; /* no sign to show */

		put(w, STR("("));
		put_number(w, s->length > 0 ? s->length : digits[t->length] - less);
		put(w, STR(")"));
	}
	put(w, (struct str){sign.bytes, sign.len});
}

static void put_float(struct speller *w, const struct type_source *s, struct sql_type *t)
{
	if (s->length >= 0 && s->scale >= 0) {
		put(w, STR("("));
		put_number(w, s->length);
		put(w, STR(","));
		put_number(w, s->scale);
		put(w, STR(")"));
		t->scale = s->scale;
	}
	put_sign(w, s, t);
}

/* (precision, scale): what databases make of a precision alone is a scale of 0. */
static void put_decimal(struct speller *w, enum type_shape shape, const struct type_source *s,
			struct sql_type *t)
{
	bool scale = shape == SHAPE_DECIMAL || t->scale > 0 || s->scale_hole.len ||
		     (shape == SHAPE_DECLARED_DECIMAL && t->scale == 0);

	if (t->length >= 0 || s->length_hole.len) {
		put(w, STR("("));
		put_size(w, t->length, s->length_hole);
		if (scale) {
			put(w, shape == SHAPE_DECLARED_DECIMAL ? STR(", ") : STR(","));
			put_size(w, t->scale, s->scale_hole);
		}
		put(w, STR(")"));
	}
	if (t->native == NATIVE_MY_DECIMAL)
		put_sign(w, s, t);
}

/* geometry(Point,4326), as PostGIS writes it. */
static void put_spatial(struct speller *w, const struct type_source *s)
{
	struct str kind = s->words->quoted[0] ? s->words->positional[0]
					      : type_text_keyword(s->words, STR("geometry_type"));
	int64_t srid = type_text_number(type_text_keyword(s->words, STR("srid")));
	size_t from = w->len + 2;

	if (!kind.len)
		return;
	put(w, STR("("));
	put(w, kind);
	for (size_t i = from; i < w->len; i++)
		if (w->bytes[i] >= 'A' && w->bytes[i] <= 'Z')
			w->bytes[i] = (char)(w->bytes[i] - 'A' + 'a');
	if (srid > 0) {
		put(w, STR(","));
		put_number(w, srid);
	}
	put(w, STR(")"));
}

/* For labels that are too many to write at each column: the same for the same ones. */
static struct str labels_digest(struct arena *a, struct str word, const struct type_source *s)
{
	uint64_t hash = STR_HASH_SEED;

	for (uint32_t i = 0; i < s->label_count; i++)
		hash = str_hash(STR("'"), str_hash(s->labels[i], hash));
	return arena_printf(a, STR_FMT "({%u labels, %016llx})", STR_ARG(word), s->label_count,
			    (unsigned long long)hash);
}

/* enum('a','it''s'): labels may be many, so the text is made to measure. */
static struct str spell_labels(struct arena *a, struct str word, const struct type_source *s)
{
	size_t len = word.len + 2;
	char *text, *to;

	for (uint32_t i = 0; i < s->label_count; i++)
		len += 2 * s->labels[i].len + 3;
	if (len > LABELS_MAX)
		return labels_digest(a, word, s);
	text = to = arena_alloc(a, len);
	memcpy(to, word.ptr, word.len);
	to += word.len;
	for (uint32_t i = 0; i < s->label_count; i++) {
		*to++ = i ? ',' : '(';
		*to++ = '\'';
		for (size_t at = 0; at < s->labels[i].len; at++) {
			if (s->labels[i].ptr[at] == '\'')
				*to++ = '\'';
			*to++ = s->labels[i].ptr[at];
		}
		*to++ = '\'';
	}
	if (s->label_count)
		*to++ = ')';
	return (struct str){text, (size_t)(to - text)};
}

/* SQL's word as it was written, for a declaration keeps it; not a class of SQLAlchemy's. */
static bool is_declaration(const struct type_source *s)
{
	const struct type_text *t = s->words;

	for (size_t i = 0; i < s->name.len; i++)
		if ((s->name.ptr[i] >= 'a' && s->name.ptr[i] <= 'z') || s->name.ptr[i] == '_')
			return false;
	if (s->package || t->keyword_count || t->open || t->quoted[0] ||
	    str_eq(s->name, STR("FLOAT")) || str_eq(s->name, STR("INT")))
		return false;
	return !t->positional_count || type_text_number(t->positional[0]) >= 0;
}

static void put_length_or(struct speller *w, const struct type_source *s, struct str none)
{
	if (has_length(s))
		put_length(w, s, STR(""));
	else
		put(w, none);
}

static void put_shape(struct speller *w, enum type_shape shape, const struct type_source *s,
		      struct sql_type *t, dialect_set one)
{
	switch (shape) {
	case SHAPE_LENGTH:
	case SHAPE_FRACTION:
	case SHAPE_DECLARED_LENGTH:
		put_length(w, s, STR(""));
		break;
	case SHAPE_LENGTH_OR_1:
		put_length_or(w, s, STR("(1)"));
		break;
	case SHAPE_LENGTH_OR_MAX:
		put_length_or(w, s, STR("(max)"));
		break;
	case SHAPE_LENGTH_CHAR:
		put_length(w, s, STR(" CHAR"));
		break;
	case SHAPE_LENGTH_TZ:
		put_length(w, s, STR(""));
		put(w, STR(" WITH TIME ZONE"));
		break;
	case SHAPE_DECIMAL:
	case SHAPE_DECIMAL_OR_BARE:
	case SHAPE_DECLARED_DECIMAL:
		put_decimal(w, shape, s, t);
		break;
	case SHAPE_SECONDS:
		put_seconds(w, s, STR(" without time zone"));
		break;
	case SHAPE_SECONDS_TZ:
		put_seconds(w, s, STR(" with time zone"));
		break;
	case SHAPE_FIELDS:
		put_fields(w, s);
		break;
	case SHAPE_WIDTH:
		put_width(w, s, t, one);
		break;
	case SHAPE_FLOAT_SIZE:
		put_float(w, s, t);
		break;
	case SHAPE_YEAR:
		put(w, one == DIALECT_MARIADB ? STR("(4)") : STR(""));
		break;
	case SHAPE_SPATIAL:
		put_spatial(w, s);
		break;
	default:
		break;
	}
}

static struct str spell(struct arena *a, const struct native_row *row, const struct type_source *s,
			struct sql_type *t, dialect_set one)
{
	struct speller w;

	if (row->shape == SHAPE_PLAIN)
		return row->spelling;
	if (row->shape == SHAPE_LABELS)
		return spell_labels(a, row->spelling, s);
	if (row->shape == SHAPE_ENUM_NAME)
		return pg_type_name(a, s->enum_schema, s->enum_name);
	if (row->shape >= SHAPE_DECLARED && is_declaration(s))
		return s->text;
	w.len = 0;
	put(&w, row->spelling);
	put_shape(&w, row->shape, s, t, one);
	return w.len == row->spelling.len ? row->spelling
					  : arena_str(a, (struct str){w.bytes, w.len});
}

static void set_sizes(struct sql_type *t, const struct native_row *row, const struct type_source *s)
{
	switch (row->shape) {
	case SHAPE_PLAIN:
	case SHAPE_WIDTH:
	case SHAPE_FLOAT_SIZE:
		t->length = row->size;
		return;
	case SHAPE_DECLARED:
		t->length = row->size;
		return;
	case SHAPE_DECIMAL:
	case SHAPE_DECIMAL_OR_BARE:
	case SHAPE_DECLARED_DECIMAL:
		t->length = s->length >= 0 || s->length_hole.len ? s->length : row->size;
		t->scale = s->scale;
		if (t->scale < 0 && !s->scale_hole.len && (t->length >= 0 || s->length_hole.len))
			t->scale = row->shape == SHAPE_DECLARED_DECIMAL ? -1 : 0;
		break;
	case SHAPE_LENGTH_OR_1:
		t->length = s->length > 0 || s->length_hole.len ? s->length : 1;
		break;
	case SHAPE_FRACTION:
		t->length = s->length < 0 && !s->length_hole.len ? row->size : s->length;
		break;
	case SHAPE_YEAR:
	case SHAPE_LABELS:
	case SHAPE_ENUM_NAME:
	case SHAPE_SPATIAL:
		return;
	default:
		t->length = s->length;
		if (t->length == 0 && row->family == TYPE_TEXT)
			t->length = -1;
		break;
	}
	t->size_unknown = (s->length < 0 && s->length_hole.len) ||
			  (s->scale < 0 && s->scale_hole.len);
}

static bool is_fixed(enum native_type native)
{
	switch (native) {
	case NATIVE_PG_CHAR:
	case NATIVE_PG_BPCHAR:
	case NATIVE_MY_CHAR:
	case NATIVE_MY_BINARY:
	case NATIVE_MS_CHAR:
	case NATIVE_MS_NCHAR:
	case NATIVE_MS_BINARY:
	case NATIVE_ORA_CHAR:
	case NATIVE_ORA_NCHAR:
		return true;
	default:
		return false;
	}
}

static bool is_zoned(enum native_type native)
{
	return native == NATIVE_PG_TIMETZ || native == NATIVE_PG_TIMESTAMPTZ ||
	       native == NATIVE_MY_TIMESTAMP || native == NATIVE_MS_DATETIMEOFFSET ||
	       native == NATIVE_ORA_TIMESTAMPTZ;
}

void type_spell(struct sql_type *ret, struct arena *a, const struct type_source *s, dialect_set one)
{
	const struct native_row *row = &natives[ret->native];
	bool is_enum = str_eq_nocase(s->name, STR("ENUM"));

	ret->family = row->family;
	set_sizes(ret, row, s);
	ret->text = spell(a, row, s, ret, one);
	ret->timezone = is_zoned(ret->native);
	ret->fixed = is_fixed(ret->native);
	ret->is_unsigned = ret->is_unsigned || ret->native == NATIVE_MS_TINYINT;
	if (!is_enum && ret->native != NATIVE_MY_SET)
		return;
	ret->native_enum = row->family == TYPE_ENUM || ret->native == NATIVE_MY_SET;
	ret->labels = s->labels;
	ret->label_count = s->label_count;
	if (ret->native == NATIVE_PG_ENUM) {
		ret->enum_name = s->enum_name;
		ret->enum_schema = s->enum_schema;
	}
}

void type_source_name(struct type_source *s)
{
	size_t end = 0;

	while (end < s->text.len && s->text.ptr[end] != '(' && s->text.ptr[end] != '[' &&
	       s->text.ptr[end] != '{')
		end++;
	s->name = str_trim(str_sub(s->text, 0, end));
}

void type_source_labels(struct type_source *s, struct arena *a)
{
	VEC(struct str) labels = {0};
	struct type_text_reader reader;
	struct type_argument argument;

	if (s->label_count || !s->words->called)
		return;
	type_text_begin(&reader, s->text);
	while (type_text_next(&reader, &argument))
		if (!argument.name.len)
			*vec_push(a, &labels) = argument.value;
	s->labels = labels.items;
	s->label_count = labels.count;
	if (!s->enum_name.len)
		s->enum_name = type_text_keyword(s->words, STR("name"));
	if (!s->enum_schema.len)
		s->enum_schema = type_text_keyword(s->words, STR("schema"));
}

/* The name of a type that only the schema may know: "kind", "public.kind". */
static bool is_plain_name(struct str text)
{
	return text.len && text.len < NAME_MAX_BYTES && str_chr(text, '(') < 0 &&
	       str_chr(text, '{') < 0 && str_chr(text, ' ') < 0 && str_chr(text, '"') < 0;
}

void type_spell_unknown(struct sql_type *ret, struct arena *a, const struct type_source *s,
			dialect_set one)
{
	ptrdiff_t dot = str_chr(s->text, '.');

	*ret = (struct sql_type){.text = s->text, .length = -1, .scale = -1};
	if (one != DIALECT_POSTGRESQL || !is_plain_name(s->text))
		return;
	ret->enum_schema = dot < 0 ? STR("") : str_sub(s->text, 0, (size_t)dot);
	ret->enum_name = str_sub(s->text, (size_t)(dot + 1), s->text.len);
	ret->text = pg_type_name(a, ret->enum_schema, ret->enum_name);
}
