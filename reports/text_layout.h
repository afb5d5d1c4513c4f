/*
 * Text for people: made harmless, measured in columns, wrapped by words.
 */
#ifndef TIDEMARK_REPORTS_TEXT_LAYOUT_H
#define TIDEMARK_REPORTS_TEXT_LAYOUT_H

#include "core/base/arena.h"
#include "core/base/out.h"

/*
 * The text with everything visible that could steer a terminal: C0 and C1 controls and DEL as
 * \x1b, line feeds as \n, tabs as four spaces, invalid UTF-8 as \xff, and the characters that
 * reorder or hide text (bidirectional controls, zero-width and line separators) as <U+202E>.
 * Borrowed when there is nothing to do.
 */
struct str text_clean(struct arena *a, struct str s);

/* Columns that clean text takes: two for East Asian wide characters, none for combining ones. */
uint32_t text_columns(struct str clean);
/* The longest start of clean text that fits; never part of a UTF-8 sequence. */
struct str text_fit(struct str clean, uint32_t columns);

enum text_style {
	STYLE_PLAIN,
	STYLE_TITLE,
	STYLE_DIM,
	STYLE_ERROR,
	STYLE_WARNING,
	STYLE_NOTE,
};

/* Writes lines of a given width. */
struct text_layout {
	struct out *out;
	uint32_t width;
	bool color;
	struct arena arena; /* emptied by text_clear() */

	/* the line being written */
	uint32_t column;       /* columns written, indentation included */
	uint32_t owed;         /* spaces to write before anything else */
	uint32_t indent;       /* of the lines that follow it */
	enum text_style style; /* that the terminal was told last */
	bool started;          /* something but spaces is there */
	bool spaced;           /* the next word needs no space before it */
};

void text_layout_init(struct text_layout *t, struct out *out, uint32_t width, bool color);
void text_layout_release(struct text_layout *t);
/* Frees what printing has allocated. */
void text_clear(struct text_layout *t);

/* Starts a line at column `first`; lines that it wraps to start at column `rest`. */
void text_begin(struct text_layout *t, uint32_t first, uint32_t rest);
/*
 * Adds words of clean text, wrapping where they do not fit. White space between words becomes one
 * space. A word longer than a line stays whole: paths must be copied in one piece.
 */
void text_words(struct text_layout *t, enum text_style style, struct str clean);
/* The same for text that must stay whole although it holds spaces. */
void text_word(struct text_layout *t, enum text_style style, struct str word);
/* Words from a format; arguments must be clean. */
void text_printf(struct text_layout *t, enum text_style style, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Attaches text to the last word without a space; never wraps. */
void text_attach(struct text_layout *t, enum text_style style, struct str clean);
/* Spaces up to a column, at least one. */
void text_column(struct text_layout *t, uint32_t column);
/* Ends the line; if nothing was added to it there is none. */
void text_end(struct text_layout *t);

/* An empty line. */
void text_gap(struct text_layout *t);
/* One line of source, cut at the width: "   18 | op.drop_column(…)". */
void text_source(struct text_layout *t, uint32_t indent, uint32_t line, struct str source);

#endif
