# tm_options: what every source of ours is compiled with.
# tm_instrument: sanitizers and coverage, for ours and (in part) the foreign sources.

add_library(tm_instrument INTERFACE)
if(TIDEMARK_SANITIZE)
	target_compile_options(tm_instrument INTERFACE
		-fsanitize=${TIDEMARK_SANITIZE} -fno-sanitize-recover=all
		-fno-omit-frame-pointer)
	target_link_options(tm_instrument INTERFACE -fsanitize=${TIDEMARK_SANITIZE})
endif()

add_library(tm_options INTERFACE)
target_link_libraries(tm_options INTERFACE tm_instrument Threads::Threads)
if(TIDEMARK_FUZZ)
	# Only a fuzz target's own link takes libFuzzer's main. And only our sources: with counters
	# in it the parser takes nine tenths of a run, which is then steered to the grammar.
	target_compile_options(tm_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
target_compile_definitions(tm_options INTERFACE
	_GNU_SOURCE
	TIDEMARK_VERSION="${PROJECT_VERSION}")
target_compile_options(tm_options INTERFACE
	-Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes
	-Wold-style-definition -Wvla -Wundef -Wpointer-arith -Wwrite-strings
	-Wformat=2 -Wimplicit-fallthrough
	-fstack-protector-strong
	$<$<C_COMPILER_ID:GNU>:-Wlogical-op -Wduplicated-cond>
	$<$<BOOL:${TIDEMARK_WERROR}>:-Werror>)
if(TIDEMARK_SANITIZE)
	# gcc's own word: its flow warnings are not dependable in instrumented code.
	target_compile_options(tm_options INTERFACE
		$<$<C_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-format-truncation>)
endif()
target_link_options(tm_options INTERFACE -Wl,-z,relro,-z,now)
if(TIDEMARK_COVERAGE)
	target_compile_options(tm_options INTERFACE --coverage -fprofile-update=atomic)
	target_link_options(tm_options INTERFACE --coverage)
endif()

# Paths are written from the root, so that a line of an #include shows its layer.
add_library(tm_internal INTERFACE)
target_link_libraries(tm_internal INTERFACE tm_options)
target_include_directories(tm_internal INTERFACE
	${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include)
