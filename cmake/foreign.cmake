# Foreign libraries. A room asks for what it uses (cmake/rooms.cmake), so a
# library is only required once something includes it.

# tm_foreign(<name> <header> <library> <Debian package>) -> target foreign::<name>
# An empty <library> means that the header is all that is needed.
function(tm_foreign name header library package)
	if(TARGET foreign::${name})
		return()
	endif()
	find_path(TIDEMARK_${name}_INCLUDE NAMES ${header})
	if(library)
		find_library(TIDEMARK_${name}_LIBRARY NAMES ${library})
	else()
		set(TIDEMARK_${name}_LIBRARY "-")
	endif()
	mark_as_advanced(TIDEMARK_${name}_INCLUDE TIDEMARK_${name}_LIBRARY)
	if(NOT TIDEMARK_${name}_INCLUDE OR NOT TIDEMARK_${name}_LIBRARY)
		message(FATAL_ERROR
			"tidemark needs <${header}> of ${name}: install ${package} "
			"(the package's name in Debian and Ubuntu), or run ./run, which does it")
	endif()
	add_library(foreign::${name} INTERFACE IMPORTED GLOBAL)
	set_target_properties(foreign::${name} PROPERTIES
		INTERFACE_INCLUDE_DIRECTORIES "${TIDEMARK_${name}_INCLUDE}")
	if(library)
		set_target_properties(foreign::${name} PROPERTIES
			INTERFACE_LINK_LIBRARIES "${TIDEMARK_${name}_LIBRARY}")
	endif()
endfunction()

# tree-sitter comes as source from npm, because Debian's runtime (0.20.7) frees
# an invalid pointer on a 65,538-byte file and rejects the Python grammar.
function(tm_tree_sitter)
	set(modules ${PROJECT_SOURCE_DIR}/node_modules)
	set(runtime ${modules}/tree-sitter/vendor/tree-sitter/lib)
	set(grammar ${modules}/tree-sitter-python/src)
	set(sources ${runtime}/src/lib.c ${grammar}/parser.c ${grammar}/scanner.c)
	foreach(source IN LISTS sources)
		if(NOT EXISTS ${source})
			message(FATAL_ERROR
				"${source} is missing: run 'npm ci --ignore-scripts' here "
				"(npm is in Debian's package npm), or ./run, which does it")
		endif()
	endforeach()
	add_library(tree_sitter OBJECT ${sources})
	# Debug iterations on our code should not pay for an unoptimised parser.
	# UBSan is off for it: what it would find is not ours to fix.
	target_compile_options(tree_sitter PRIVATE -w -O2)
	if(TIDEMARK_SANITIZE)
		target_compile_options(tree_sitter PRIVATE -fno-sanitize=undefined)
	endif()
	target_compile_definitions(tree_sitter PRIVATE _GNU_SOURCE)
	target_link_libraries(tree_sitter PRIVATE tm_instrument)
	target_include_directories(tree_sitter PRIVATE
		${runtime}/include ${runtime}/src ${grammar})
	add_library(foreign::tree_sitter INTERFACE IMPORTED GLOBAL)
	set_target_properties(foreign::tree_sitter PROPERTIES
		INTERFACE_INCLUDE_DIRECTORIES "${runtime}/include;${runtime}/src")
endfunction()
