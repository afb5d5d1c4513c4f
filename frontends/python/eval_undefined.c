#include "frontends/python/eval_internal.h"

/*
 * Names that nothing defines: reaching one raises NameError. Said only where nothing in the file
 * may define it after all, and where the name is surely evaluated when its statement is.
 */

/* What Python 3 has built in, and Python 2 had; site and gettext add a few. */
static const char builtin_names[] =
	"ArithmeticError AssertionError AttributeError BaseException "
	"BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning "
	"ChildProcessError ConnectionAbortedError ConnectionError "
	"ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError "
	"Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup False "
	"FileExistsError FileNotFoundError FloatingPointError FutureWarning "
	"GeneratorExit IOError ImportError ImportWarning IndentationError IndexError "
	"InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError "
	"MemoryError ModuleNotFoundError NameError None NotADirectoryError "
	"NotImplemented NotImplementedError OSError OverflowError "
	"PendingDeprecationWarning PermissionError ProcessLookupError RecursionError "
	"ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration "
	"StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError "
	"TimeoutError True TypeError UnboundLocalError UnicodeDecodeError "
	"UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning "
	"UserWarning ValueError Warning ZeroDivisionError abs aiter all anext any "
	"ascii bin bool breakpoint bytearray bytes callable chr classmethod compile "
	"complex copyright credits delattr dict dir divmod enumerate eval exec exit "
	"filter float format frozenset getattr globals hasattr hash help hex id input "
	"int isinstance issubclass iter len license list locals map max memoryview min "
	"next object oct open ord pow print property quit range repr reversed round "
	"set setattr slice sorted staticmethod str sum super tuple type vars zip "
	"ExceptionGroup BaseExceptionGroup EncodingWarning PythonFinalizationError WindowsError "
	"StandardError apply basestring buffer cmp coerce execfile file intern long raw_input "
	"reduce reload unichr unicode xrange exit quit copyright credits license help ngettext ";

static bool is_builtin(struct str name)
{
	struct str list = str_from(builtin_names), word = STR("");

	if (str_starts(name, STR("_"))) /* gettext's _, and what a module has of itself */
		return true;
	while (str_split(&list, ' ', &word))
		if (str_eq(word, name))
			return true;
	return false;
}

/* May code that uses this define any name? */
static bool defines_anything(const struct cst *c, uint32_t node)
{
	static const struct str words[] = {STR_INIT("exec"),         STR_INIT("execfile"),
					   STR_INIT("globals"),      STR_INIT("locals"),
					   STR_INIT("vars"),         STR_INIT("setattr"),
					   STR_INIT("builtins"),     STR_INIT("__builtin__"),
					   STR_INIT("__builtins__"), STR_INIT("__dict__")};
	enum cst_kind kind = cst_kind(c, node);

	if (kind == CST_WILDCARD_IMPORT || kind == CST_EXEC_STATEMENT)
		return true;
	for (size_t i = 0; kind == CST_IDENTIFIER && i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq(words[i], cst_text(c, node)))
			return true;
	return false;
}

/* Is a name below such a node read there, or no name at all, but surely not bound? */
static bool only_reads(const struct cst *c, uint32_t parent, uint32_t child)
{
	enum cst_field field = (enum cst_field)cst_node(c, child)->field;

	switch (cst_kind(c, parent)) {
	case CST_CALL:
	case CST_ATTRIBUTE:
	case CST_ARGUMENT_LIST:
	case CST_KEYWORD_ARGUMENT:
	case CST_SUBSCRIPT:
	case CST_PAIR:
	case CST_LIST:
	case CST_TUPLE:
	case CST_SET:
	case CST_DICTIONARY:
	case CST_BINARY_OPERATOR:
	case CST_UNARY_OPERATOR:
	case CST_NOT_OPERATOR:
	case CST_BOOLEAN_OPERATOR:
	case CST_COMPARISON_OPERATOR:
	case CST_CONDITIONAL_EXPRESSION:
	case CST_PARENTHESIZED_EXPRESSION:
	case CST_LIST_SPLAT:
	case CST_DICTIONARY_SPLAT:
	case CST_INTERPOLATION:
	case CST_RETURN_STATEMENT:
	case CST_EXPRESSION_STATEMENT:
		return true;
	case CST_ASSIGNMENT:
		return field == FIELD_RIGHT;
	case CST_FOR_STATEMENT:
	case CST_FOR_IN_CLAUSE:
		return field == FIELD_RIGHT;
	default:
		return false;
	}
}

/* Names that anything in the file may define. */
static void collect(struct eval *e)
{
	uint32_t count = e->cst->files[0]->count;

	e->defines_anything = !eval_spend(e, count);
	for (uint32_t parent = 0; parent < count && !e->defines_anything; parent++) {
		e->defines_anything = defines_anything(e->cst, parent);
		for (uint32_t n = cst_first(e->cst, parent); n; n = cst_next(e->cst, n))
			if (cst_kind(e->cst, n) == CST_IDENTIFIER && !only_reads(e->cst, parent, n))
				*map_put(e->arena, &e->definable, cst_text(e->cst, n)) = e;
	}
}

static bool may_be_defined(struct eval *e, struct str name)
{
	if (!e->definable_collected)
		collect(e);
	e->definable_collected = true;
	return e->defines_anything || map_get(&e->definable, name);
}

/* What may leave out, or put off, parts of itself. */
static bool may_skip(enum cst_kind kind)
{
	switch (kind) {
	case CST_BOOLEAN_OPERATOR:
	case CST_CONDITIONAL_EXPRESSION:
	case CST_LIST_COMPREHENSION:
	case CST_SET_COMPREHENSION:
	case CST_DICTIONARY_COMPREHENSION:
	case CST_GENERATOR_EXPRESSION:
	case CST_LAMBDA:
	case CST_FUNCTION_DEFINITION:
	case CST_CLASS_DEFINITION:
	case CST_TYPE:
	case CST_BLOCK:
		return true;
	default:
		return false;
	}
}

/* Is the node evaluated whenever the statement being run is? */
static bool is_reached(struct eval *e, uint32_t node)
{
	uint32_t at = e->statement;

	if (node < at || node >= cst_end(e->cst, at))
		return false;
	while (at != node) {
		uint32_t child = cst_first(e->cst, at);

		if (may_skip(cst_kind(e->cst, at)))
			return false;
		while (child && cst_next(e->cst, child) && cst_next(e->cst, child) <= node &&
		       eval_spend(e, 1))
			child = cst_next(e->cst, child);
		if (!child || !eval_spend(e, 1))
			return false;
		at = child;
	}
	return true;
}

bool eval_is_undefined(struct eval *e, const struct module *m, uint32_t node)
{
	struct str name = cst_text(e->cst, node);

	if (!e->running || m != &e->main || !cst_is_main(node) || e->tries || e->handlers ||
	    e->exhausted || e->module_exhausted)
		return false;
	return !is_builtin(name) && !may_be_defined(e, name) && is_reached(e, node);
}
