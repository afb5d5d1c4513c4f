/*
 * The tree is read in the form that the parser has made it, through the headers of the runtime that
 * package-lock.json pins: the cursor of the public API takes as long for its walk as a third of the
 * parse (it looks for each node's field and siblings anew). unit/cst_flatten compares the two.
 *
 * A subtree holds visible nodes and hidden ones, which exist for the grammar alone: their children
 * count as their parent's. An alias gives a child another symbol in one production.
 */
#include "frontends/python/cst_flatten.h"

#include "core/base/vec.h"

#include <language.h>
#include <tree.h>

/* A subtree whose children are being read. */
struct level {
	const Subtree *children;
	uint32_t count, next;
	uint32_t structural;     /* children that are no extras, before the next one */
	uint32_t position;       /* byte where the next child's padding begins */
	const TSSymbol *aliases; /* by structural index; NULL: none */
	const TSFieldMapEntry *fields, *fields_end;
	TSFieldId field; /* of a hidden subtree: goes to children without their own */
	bool hidden;
	uint32_t parent; /* node */
	uint32_t last;   /* its child added last, where this level is not hidden */
};

struct flattening {
	const TSLanguage *language;
	const struct cst_tables *tables;
	struct arena *arena;
	struct cst_file *file;
	VEC(struct level) levels;
	VEC(struct cst_node) nodes;
	VEC(struct cst_comment) comments;
	uint32_t depth;    /* levels that are not hidden */
	uint8_t last_kind; /* of the node added last */
};

/* A child as its parent shows it. */
struct child {
	const Subtree *subtree;
	TSSymbol symbol;
	TSFieldId field;
	bool visible, named;
	uint32_t start, end;
};

/* Where a problem begins; it is told by its first line. */
static struct span place_of(const struct cst_file *file, const struct child *child)
{
	struct span at = {.start = child->start, .end = child->end};

	at.line = at.end_line = cst_line_of(file, at.start);
	at.column = at.start - file->lines[at.line - 1] + 1;
	return at;
}

static void note_error(struct flattening *f, const struct child *child)
{
	struct cst_file *file = f->file;

	file->has_error = true;
	if (file->error.line)
		return;
	file->error = place_of(file, child);
	file->error_text =
		child->symbol == ts_builtin_sym_error
			? STR("syntax error")
			: arena_printf(f->arena, "syntax error: expected %s",
				       ts_language_symbol_name(f->language, child->symbol));
}

static void add_comment(struct flattening *f, const struct child *child)
{
	struct str source = f->file->source;
	uint32_t at = child->start;

	while (at && (source.ptr[at - 1] == ' ' || source.ptr[at - 1] == '\t'))
		at--;
	*vec_push(f->arena, &f->comments) = (struct cst_comment){
		child->start, child->end, at == 0 || source.ptr[at - 1] == '\n'};
}

/* print x, exec x, raise Error, "text", a <> b */
static bool is_python2(const struct flattening *f, const struct child *child, uint8_t kind,
		       uint8_t field)
{
	if (kind == CST_PRINT_STATEMENT || kind == CST_EXEC_STATEMENT)
		return true;
	if (kind == CST_EXPRESSION_LIST && f->last_kind == CST_RAISE_STATEMENT)
		return true;
	return field == FIELD_OPERATORS &&
	       strcmp(ts_language_symbol_name(f->language, child->symbol), "<>") == 0;
}

/* The child's own field, or the one of the hidden subtree it is in. */
static TSFieldId field_of(const struct level *level)
{
	for (const TSFieldMapEntry *map = level->fields; map < level->fields_end; map++)
		if (!map->inherited && map->child_index == level->structural)
			return map->field_id;
	return level->hidden ? level->field : 0;
}

/* Takes the level's next child. */
static struct child take(const struct flattening *f, struct level *level)
{
	struct child child = {.subtree = &level->children[level->next++]};
	TSSymbol alias = 0;

	child.start = level->position + ts_subtree_padding(*child.subtree).bytes;
	child.end = child.start + ts_subtree_size(*child.subtree).bytes;
	level->position = child.end;
	if (!ts_subtree_extra(*child.subtree)) {
		if (level->aliases)
			alias = level->aliases[level->structural];
		child.field = field_of(level);
		level->structural++;
	}
	child.symbol = alias ? alias : ts_subtree_symbol(*child.subtree);
	child.visible = alias || ts_subtree_visible(*child.subtree);
	child.named = alias ? ts_language_symbol_metadata(f->language, alias).named
			    : ts_subtree_named(*child.subtree);
	return child;
}

/* Goes down into a subtree. False: it has no children. */
static bool enter(struct flattening *f, const struct child *child, uint32_t parent, bool hidden)
{
	Subtree subtree = *child->subtree;
	struct level level = {.count = ts_subtree_child_count(subtree), .hidden = hidden};

	if (!level.count)
		return false;
	level.children = ts_subtree_children(subtree);
	/* its first child has the padding that it has itself */
	level.position = child->start - ts_subtree_padding(subtree).bytes;
	level.aliases = ts_language_alias_sequence(f->language, subtree.ptr->production_id);
	ts_language_field_map(f->language, subtree.ptr->production_id, &level.fields,
			      &level.fields_end);
	level.field = child->field;
	level.parent = parent;
	*vec_push(f->arena, &f->levels) = level;
	f->depth += !hidden;
	return true;
}

/* Links a new node to its elder sibling or parent. */
static void link_node(struct flattening *f, uint32_t index)
{
	struct level *level = &f->levels.items[f->levels.count - 1];

	while (level->hidden)
		level--;
	if (level->last)
		f->nodes.items[level->last].next = index;
	else
		f->nodes.items[level->parent].has_children = true;
	level->last = index;
}

/* False: it is left out, with all below it. */
static bool add_node(struct flattening *f, const struct child *child)
{
	uint8_t field = f->tables->fields[child->field];
	uint8_t kind = child->symbol == ts_builtin_sym_error ? CST_ERROR
							     : f->tables->kinds[child->symbol];

	if (kind == CST_ERROR || ts_subtree_missing(*child->subtree))
		note_error(f, child);
	if (!child->named && field != FIELD_OPERATOR && field != FIELD_OPERATORS)
		return false;
	if (kind == CST_COMMENT) {
		add_comment(f, child);
		return false;
	}
	if (kind == CST_LINE_CONTINUATION)
		return false;
	if (is_python2(f, child, kind, field)) {
		if (!f->file->python2)
			f->file->python2_at = place_of(f->file, child);
		f->file->python2 = true;
	}
	f->last_kind = kind;
	*vec_push(f->arena, &f->nodes) = (struct cst_node){kind,         field,      false,
							   child->start, child->end, 0};
	return true;
}

/* One child of the innermost level. */
static int step(struct flattening *f)
{
	struct child child = take(f, &f->levels.items[f->levels.count - 1]);
	uint32_t index = f->nodes.count;

	if (!child.visible) {
		enter(f, &child, 0, true);
		return 0;
	}
	if (!add_node(f, &child))
		return 0;
	link_node(f, index);
	if (f->nodes.count > LIMIT_CST_NODES ||
	    (enter(f, &child, index, false) && f->depth > LIMIT_CST_DEPTH))
		return ERR_LIMIT;
	return 0;
}

int cst_flatten(const TSTree *tree, const struct cst_tables *tables, struct arena *arena,
		struct cst_file *file)
{
	struct flattening f = {
		.language = tree->language, .tables = tables, .arena = arena, .file = file};
	struct child root = {.subtree = &tree->root, .visible = true, .named = true};
	int result = 0;

	root.symbol = ts_subtree_symbol(tree->root);
	root.start = ts_subtree_padding(tree->root).bytes;
	root.end = root.start + ts_subtree_size(tree->root).bytes;
	/* named nodes are visible ones: as many as these at most, the root included */
	f.nodes.capacity = ts_subtree_visible_descendant_count(tree->root) + 1;
	f.nodes.items = arena_raw(arena, f.nodes.capacity * sizeof(*f.nodes.items));
	add_node(&f, &root);
	enter(&f, &root, 0, false);
	while (f.levels.count && !result) {
		const struct level *level = &f.levels.items[f.levels.count - 1];

		if (level->next < level->count) {
			result = step(&f);
		} else {
			f.depth -= !level->hidden;
			f.levels.count--;
		}
	}
	file->nodes = f.nodes.items;
	file->count = f.nodes.count;
	file->comments = f.comments.items;
	file->comment_count = f.comments.count;
	return result;
}
