# cmake -D ROOT=<source folder> -D BUILD=<its build folder> -D FOLDER=<to work in>
#       -D BUILD_TYPE=... -D COMPILER=... -D SANITIZE=<sanitizers, or empty> -P consumer_test.cmake
#
# Installs the library, builds tests/consumer against it as a stranger would, and runs that on the sample transcripts.
cmake_minimum_required(VERSION 3.25)

set(prefix ${FOLDER}/prefix)
set(home ${FOLDER}/home)
file(REMOVE_RECURSE ${FOLDER})
if(SANITIZE)  # a sanitized library needs a sanitized program
  set(flags -D CMAKE_CXX_FLAGS=-fsanitize=${SANITIZE})
endif()

execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -G Ninja -S ${ROOT}/tests/consumer -B ${FOLDER}/build
                        -D CMAKE_BUILD_TYPE=${BUILD_TYPE} -D CMAKE_PREFIX_PATH=${prefix} -D CMAKE_CXX_COMPILER=${COMPILER}
                        ${flags}
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER}/build COMMAND_ERROR_IS_FATAL ANY)

file(COPY ${ROOT}/tests/data/sample-transcripts/ DESTINATION ${home}/.claude/projects)
file(COPY_FILE ${ROOT}/tests/data/sample-config.toml ${FOLDER}/config.toml)
file(MAKE_DIRECTORY ${home}/.config/claude-tracker)
file(RENAME ${FOLDER}/config.toml ${home}/.config/claude-tracker/config.toml)
file(GLOB_RECURSE before LIST_DIRECTORIES true ${home}/*)
execute_process(COMMAND env -i HOME=${home} ${FOLDER}/build/consumer
                OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE code)
file(GLOB_RECURSE after LIST_DIRECTORIES true ${home}/*)

# The first work hours of the sample: 22 October 2026, 09:00 in Berlin.
if(NOT code EQUAL 0 OR NOT output MATCHES "^2026-10-22 65b2d73e06de527a7ed6740[0-9] \\[2026-10-22T07:00:00Z, ")
  message(FATAL_ERROR "the consumer ended with ${code} and said\n${output}${errors}")
endif()
if(NOT before STREQUAL after)
  message(FATAL_ERROR "the dry run wrote files:\n${after}")
endif()
