# A bare container may have no pseudo-terminals; what needs one is left out there, and said so.
set(TESTS_THAT_CAN_RUN "*")
if(NOT EXISTS /dev/pts/ptmx)
  message(STATUS "No pseudo-terminals here (/dev/pts): the tests of the program on a terminal are left out")
  set(TESTS_THAT_CAN_RUN "-*OnATerminal*:*SeesATerminal*:*DumbTerminals*")
endif()

option(CLAUDE_TRACKER_LONG_TESTS "Crash tests at every point, ten million schedules: a night" OFF)

# These two bring most of what else a test includes, so that no more than their own absence goes unseen.
option(CLAUDE_TRACKER_PRECOMPILED_TESTS "Precompile GoogleTest for the tests" OFF)

# What most tests do is over at once: that they are compiled soon counts more than how fast they are.
function(compile_soon target)
  set_target_properties(${target} PROPERTIES NOT_OPTIMISED ON)
  target_compile_options(${target} PRIVATE -O0)
  if(CLAUDE_TRACKER_PRECOMPILED_TESTS)  # ccache needs it, and `sloppiness = pch_defines,time_macros`
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  endif()
  target_link_libraries(${target} PRIVATE GTest::gmock fmt::fmt libsync::settings)
endfunction()

if(CLAUDE_TRACKER_PRECOMPILED_TESTS)
  set(CMAKE_PCH_WARN_INVALID OFF) # a program with settings of its own reads the headers themselves
  add_executable(precompiled ${CMAKE_CURRENT_LIST_DIR}/no_test.cpp)
  compile_soon(precompiled)
  target_precompile_headers(precompiled PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
endif()

# add_test_program(NAME SOURCES <files> USES <targets> LABEL <unit|contract|property|e2e|...> [TIMEOUT <seconds>] [WHOLE])
#
# A GoogleTest program whose cases are discovered one by one, so that they run in parallel and fail by name; WHOLE is for
# one whose cases share something that is dear to make. The target <label>_tests builds all programs of that label.
function(add_test_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "WHOLE" "LABEL;TIMEOUT" "SOURCES;USES;DEPENDS")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  set(environment)
  if(CLAUDE_TRACKER_LONG_TESTS)
    set(arg_TIMEOUT 43200)
    set(environment ENVIRONMENT LIBSYNC_EXHAUSTIVE=1)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_USES} GTest::gmock GTest::gtest_main libsync::settings)
  if(arg_LABEL MATCHES "^(unit|contract|e2e)$")
    compile_soon(${name})
    if(TARGET precompiled)
      target_precompile_headers(${name} REUSE_FROM precompiled)
    endif()
  endif()
  if(arg_DEPENDS)
    add_dependencies(${name} ${arg_DEPENDS})
  endif()
  foreach(label IN LISTS arg_LABEL)
    if(NOT TARGET ${label}_tests)
      add_custom_target(${label}_tests)
    endif()
    add_dependencies(${label}_tests ${name})
  endforeach()
  if(arg_WHOLE)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT} ${environment})
    return()
  endif()
  gtest_discover_tests(${name} NO_PRETTY_VALUES DISCOVERY_TIMEOUT 60 TEST_FILTER "${TESTS_THAT_CAN_RUN}"
                       PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT} ${environment})
endfunction()
