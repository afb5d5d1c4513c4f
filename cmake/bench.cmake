# tests/bench/<name>.c -> bench_<name>, run by './run bench' and never by ctest:
# a benchmark measures, a test decides.

tm_glob(benches tests/bench/*.c)
foreach(source IN LISTS benches)
	get_filename_component(name ${source} NAME_WE)
	string(REGEX REPLACE "^bench_" "" name ${name})
	add_executable(bench_${name} ${source})
	target_link_libraries(bench_${name} PRIVATE tm_internal libtidemark)
	# The floor of a measurement is the bare foreign library, in the same run.
	if(TARGET foreign::tree_sitter)
		target_link_libraries(bench_${name} PRIVATE foreign::tree_sitter)
	endif()
	set_target_properties(bench_${name} PROPERTIES
		RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bench)
	list(APPEND TM_BENCHES bench_${name})
endforeach()
add_custom_target(benches DEPENDS ${TM_BENCHES})
