# How sources are found: a folder's files by pattern, the members of a .def
# list by that list, so that one line there is all that a new rule, format,
# front end or command needs.

# tm_glob(<out> <pattern>...)
function(tm_glob out)
	set(patterns ${ARGN})
	list(TRANSFORM patterns PREPEND ${PROJECT_SOURCE_DIR}/)
	file(GLOB found CONFIGURE_DEPENDS LIST_DIRECTORIES false ${patterns})
	set(${out} ${found} PARENT_SCOPE)
endfunction()

# tm_members(<out> <list.def> <KEYWORD> <file prefix>)
# KEYWORD(name) or KEYWORD(name, ...) names the file <file prefix>name.c
function(tm_members out def keyword prefix)
	set(files)
	# Not used, but a listed file that appears or goes must be noticed.
	tm_glob(there ${prefix}*.c)
	# A glob rather than if(EXISTS): a list that appears later must be noticed.
	tm_glob(lists ${def})
	foreach(list IN LISTS lists)
		set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY
			CMAKE_CONFIGURE_DEPENDS ${list})
		file(STRINGS ${list} lines REGEX "^[ \t]*${keyword}[ \t]*\\(")
		foreach(line IN LISTS lines)
			string(REGEX REPLACE "^[ \t]*${keyword}[ \t]*\\([ \t]*([A-Za-z0-9_]+).*"
				"\\1" name "${line}")
			set(file ${PROJECT_SOURCE_DIR}/${prefix}${name}.c)
			if(NOT EXISTS ${file})
				# Not an error, so that the rest can still be compiled; the
				# link of the program will miss the member's descriptor.
				message(WARNING "${def} lists ${name}, but there is no ${prefix}${name}.c")
			else()
				list(APPEND files ${file})
			endif()
		endforeach()
	endforeach()
	set(${out} ${files} PARENT_SCOPE)
endfunction()
