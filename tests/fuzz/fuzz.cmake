# tidemark_fuzz(<name> SEEDS <folder>... [DICTIONARY <file>])
#
# fuzz_<name>.c defines LLVMFuzzerTestOneInput. Preset fuzz makes a libFuzzer
# program of it and a test, label 'fuzz', that runs it for FUZZ_SECONDS; every
# other preset makes a plain program that replays the seeds, label 'fuzz-seeds'.
# A dictionary, beside this file, holds words that mutations put in.
# Seed folders are relative to the project's root and are read recursively.

set(TIDEMARK_FUZZ_SECONDS 60 CACHE STRING "How long a test of label fuzz runs")

function(tidemark_fuzz name)
	cmake_parse_arguments(fuzz "" "DICTIONARY" "SEEDS" ${ARGN})
	set(seeds)
	set(dictionary)
	if(fuzz_DICTIONARY)
		set(dictionary -dict=${PROJECT_SOURCE_DIR}/tests/fuzz/${fuzz_DICTIONARY})
	endif()
	foreach(seed IN LISTS fuzz_SEEDS)
		if(NOT IS_DIRECTORY ${PROJECT_SOURCE_DIR}/${seed})
			message(FATAL_ERROR "tidemark_fuzz(${name}): no folder ${seed}")
		endif()
		list(APPEND seeds ${PROJECT_SOURCE_DIR}/${seed})
	endforeach()

	if(TIDEMARK_FUZZ)
		set(program fuzz_${name})
		add_executable(${program} fuzz_${name}.c)
		target_link_options(${program} PRIVATE -fsanitize=fuzzer)
		set(work ${PROJECT_BINARY_DIR}/fuzz/${name})
		file(MAKE_DIRECTORY ${work}/corpus ${work}/crashes)
		add_test(NAME fuzz/${name} COMMAND ${program}
			-max_total_time=${TIDEMARK_FUZZ_SECONDS} -timeout=20
			-rss_limit_mb=4096 -max_len=65536 -print_final_stats=1 ${dictionary}
			-artifact_prefix=${work}/crashes/ ${work}/corpus ${seeds})
		set_tests_properties(fuzz/${name} PROPERTIES LABELS fuzz)
	else()
		set(program replay_${name})
		add_executable(${program} fuzz_${name}.c
			${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.c)
		add_test(NAME fuzz-seeds/${name} COMMAND ${program} ${seeds})
		set_tests_properties(fuzz-seeds/${name} PROPERTIES
			LABELS fuzz-seeds TIMEOUT 600)
	endif()
	target_link_libraries(${program} PRIVATE tm_internal libtidemark)
	set_target_properties(${program} PROPERTIES
		RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
endfunction()
