# The rooms of DESIGN.md §2. Each is an object library that sees the headers of
# the foreign libraries it alone may use; all are archived as one libtidemark.

set(TM_ROOMS)
set(TM_FOREIGN)

# tm_room(<name> SOURCES <file>... [USES <foreign target>...])
function(tm_room name)
	cmake_parse_arguments(room "" "" "SOURCES;USES" ${ARGN})
	if(NOT room_SOURCES)
		return()
	endif()
	add_library(tm_${name} OBJECT ${room_SOURCES})
	target_link_libraries(tm_${name} PRIVATE tm_internal ${room_USES})
	set(TM_ROOMS ${TM_ROOMS} tm_${name} PARENT_SCOPE)
	set(TM_FOREIGN ${TM_FOREIGN} ${room_USES} PARENT_SCOPE)
endfunction()

# ---- core -------------------------------------------------------------------

tm_glob(sources core/base/*.c core/model/*.c)
tm_room(core SOURCES ${sources})

# ---- spokes -----------------------------------------------------------------

tm_glob(sources corpus/*.c)
if(sources)
	tm_foreign(git2 git2.h git2 libgit2-dev)
	tm_foreign(zlib zlib.h z zlib1g-dev)
endif()
tm_room(corpus SOURCES ${sources} USES foreign::git2 foreign::zlib)

tm_glob(python frontends/python/*.c)
tm_glob(sql frontends/sql/*.c)
tm_glob(parts frontends/alembic/*.c)
tm_glob(sources frontends/frontends.c)
tm_members(members frontends/frontends.def FRONTEND frontends/)
set(uses)
if(python)
	tm_tree_sitter()
	list(APPEND uses foreign::tree_sitter)
endif()
if(sql)
	tm_foreign(pg_query pg_query.h pg_query libpg-query-dev)
	# pg_query's protobuf header includes protobuf-c's; the code is inside pg_query.
	tm_foreign(protobuf_c protobuf-c/protobuf-c.h "" libprotobuf-c-dev)
	list(APPEND uses foreign::pg_query foreign::protobuf_c)
endif()
tm_room(frontends SOURCES ${python} ${sql} ${parts} ${sources} ${members} USES ${uses})

# A rule comes from rules.def; what is left in the folder is the engine.
set(TM_RULES_ENGINE context.c engine.c fact_report.c judge.c lock.c pending.c proven.c
	registry.c result.c rollout.c select.c suppress.c values.c)
tm_members(members rules/rules.def RULE rules/)
tm_glob(all rules/*.c)
set(sources ${members})
foreach(file IN LISTS all)
	get_filename_component(base ${file} NAME)
	if(base IN_LIST TM_RULES_ENGINE)
		list(APPEND sources ${file})
	elseif(NOT file IN_LIST members)
		message(WARNING "rules/${base} is not built: neither rules/rules.def "
			"nor TM_RULES_ENGINE in cmake/rooms.cmake names it")
	endif()
endforeach()
tm_room(rules SOURCES ${sources})

tm_glob(sources reports/*.c)
list(FILTER sources EXCLUDE REGEX "/format_[^/]*$")
tm_members(members reports/formats.def FORMAT reports/format_)
if(sources OR members)
	tm_foreign(cjson cjson/cJSON.h cjson libcjson-dev)
endif()
tm_room(reports SOURCES ${sources} ${members} USES foreign::cjson)

tm_glob(sources store/*.c)
if(sources)
	tm_foreign(sqlite3 sqlite3.h sqlite3 libsqlite3-dev)
endif()
tm_room(store SOURCES ${sources} USES foreign::sqlite3)

tm_glob(sources verify/*.c)
list(FILTER sources EXCLUDE REGEX "/driver_[^/]*$")
tm_members(members verify/drivers.def DRIVER verify/driver_)
if(members)
	tm_foreign(sqlite3 sqlite3.h sqlite3 libsqlite3-dev)
	set(uses foreign::sqlite3)
else()
	set(uses)
endif()
tm_room(verify SOURCES ${sources} ${members} USES ${uses})

# ---- scanner, the library, the program --------------------------------------

tm_glob(sources scanner/*.c)
if(sources)
	tm_foreign(yaml yaml.h yaml libyaml-dev)
endif()
tm_room(scanner SOURCES ${sources} USES foreign::yaml)

if(NOT TM_ROOMS)
	message(STATUS "no sources yet: nothing to build")
	return()
endif()

add_library(libtidemark STATIC)
set_target_properties(libtidemark PROPERTIES OUTPUT_NAME tidemark)
foreach(room IN LISTS TM_ROOMS)
	target_sources(libtidemark PRIVATE $<TARGET_OBJECTS:${room}>)
endforeach()
if(TARGET tree_sitter)
	target_sources(libtidemark PRIVATE $<TARGET_OBJECTS:tree_sitter>)
endif()
list(REMOVE_DUPLICATES TM_FOREIGN)
# LINK_ONLY: who uses the library gets its public header and nothing foreign.
foreach(foreign IN LISTS TM_FOREIGN)
	target_link_libraries(libtidemark INTERFACE $<LINK_ONLY:${foreign}>)
endforeach()
target_link_libraries(libtidemark INTERFACE Threads::Threads tm_instrument)
target_include_directories(libtidemark INTERFACE ${PROJECT_SOURCE_DIR}/include)

tm_glob(sources cli/*.c)
list(FILTER sources EXCLUDE REGEX "/cmd_[^/]*$")
tm_members(members cli/commands.def COMMAND cli/cmd_)
if(sources AND NOT TIDEMARK_FUZZ)
	tm_foreign(cjson cjson/cJSON.h cjson libcjson-dev)
	add_executable(tidemark ${sources} ${members})
	# Not tm_internal: the program is built on the public header alone.
	target_include_directories(tidemark PRIVATE ${PROJECT_SOURCE_DIR}/cli)
	target_link_libraries(tidemark PRIVATE tm_options libtidemark foreign::cjson)
endif()
