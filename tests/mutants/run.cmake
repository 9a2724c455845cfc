# cmake -P tests/mutants/run.cmake
#
# Breaks the protocol in every way that mutants.cmake lists, one at a time, in a copy of the sources, and demands that
# the tests notice. Prints one line for each mutant with the test that noticed it, and fails if one survives.
#
#   -D ONLY=<regex>   only the mutants whose names match
#   -D WORK=<folder>  the copy (build/mutants); kept, so that only what changed is built the next time
#   -D PRESET=<name>  how it is built (dev)
#   -D JOBS=<n>       compilers at once (2)
#   -D BASELINE=OFF   do not run the tests on the sources as they are first
#
# It takes about half a minute for each mutant after the first build, which is that of the tests. Not part of ctest.
cmake_minimum_required(VERSION 3.25)

cmake_path(SET root NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../..")
string(REGEX REPLACE "/$" "" root "${root}")
foreach(default "WORK=${root}/build/mutants" "PRESET=dev" "JOBS=2" "ONLY=." "BASELINE=ON")
  string(REGEX MATCH "^([A-Z]+)=(.*)$" _ "${default}")
  if(NOT DEFINED ${CMAKE_MATCH_1})
    set(${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
  endif()
endforeach()
set(build "${WORK}/build/${PRESET}")
set(minutes 10)  # for one test program: a mutant may well hang

set(killed 0)
set(survivors)

# --- the copy -------------------------------------------------------------------------------------------------------

# Contents decide, so that a file that a run left broken is put right and nothing else is compiled again.
function(copy_sources)
  file(GLOB_RECURSE files RELATIVE "${root}" "${root}/cli/*" "${root}/cmake/*" "${root}/libsync/*" "${root}/tests/*")
  foreach(file IN LISTS files ITEMS CMakeLists.txt CMakePresets.json LICENSE README.md)
    if(EXISTS "${root}/${file}")
      cmake_path(GET file PARENT_PATH folder)
      file(MAKE_DIRECTORY "${WORK}/${folder}")
      file(COPY_FILE "${root}/${file}" "${WORK}/${file}" ONLY_IF_DIFFERENT)
    endif()
  endforeach()
endfunction()

function(configure_copy)
  execute_process(COMMAND ${CMAKE_COMMAND} --preset ${PRESET} WORKING_DIRECTORY "${WORK}"
                  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# --- tests ----------------------------------------------------------------------------------------------------------

# "crash_test(*FreshDay)" is a program and a filter for its tests.
function(split_program text program filter)
  string(REGEX MATCH "^([a-z_]+)(\\((.*)\\))?$" _ "${text}")
  set(${program} "${CMAKE_MATCH_1}" PARENT_SCOPE)
  set(${filter} "${CMAKE_MATCH_3}" PARENT_SCOPE)
endfunction()

function(build_programs programs result log)
  set(targets)
  foreach(text IN LISTS programs)
    split_program("${text}" program filter)
    list(APPEND targets ${program})
  endforeach()
  execute_process(COMMAND ${CMAKE_COMMAND} --build "${build}" -j ${JOBS} --target ${targets}
                  OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE failed)
  set(${result} "${failed}" PARENT_SCOPE)
  set(${log} "${output}" PARENT_SCOPE)
endfunction()

# The first test that fails, or nothing.
function(first_failure programs result)
  foreach(text IN LISTS programs)
    split_program("${text}" program filter)
    file(GLOB_RECURSE executable "${build}/tests/${program}")
    set(arguments --gtest_fail_fast --gtest_color=no)
    if(filter)
      list(APPEND arguments "--gtest_filter=${filter}")
    endif()
    math(EXPR limit "60 * ${minutes}")
    execute_process(COMMAND "${executable}" ${arguments} TIMEOUT ${limit}
                    OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE failed)
    if(failed)
      string(REGEX MATCH "\\[  FAILED  \\] ([A-Za-z0-9_./]+)" found "${output}")
      set(test "${CMAKE_MATCH_1}")
      if(NOT found)  # it ended or hung in the middle of a test
        string(REGEX MATCH "\\[ RUN      \\] ([A-Za-z0-9_./]+)[^[]*$" found "${output}")
        set(test "${CMAKE_MATCH_1} (${failed})")
      endif()
      set(${result} "${program}: ${test}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  set(${result} "" PARENT_SCOPE)
endfunction()

# --- mutants --------------------------------------------------------------------------------------------------------

function(replace_once file old new)
  file(READ "${WORK}/${file}" text)
  string(FIND "${text}" "${old}" first)
  string(FIND "${text}" "${old}" last REVERSE)
  if(first EQUAL -1 OR NOT first EQUAL last)
    message(FATAL_ERROR "mutant \"${name}\": this is not in ${file} exactly once, bring it up to date:\n${old}")
  endif()
  string(REPLACE "${old}" "${new}" text "${text}")
  file(WRITE "${WORK}/${file}" "${text}")
endfunction()

# mutant(NAME TESTS FILE OLD NEW [FILE OLD NEW]...)
#
# Replaces OLD, which has to be in FILE exactly once, by NEW. TESTS are the programs that may notice, soonest first.
function(mutant name tests)
  if(NOT name MATCHES "${ONLY}")
    return()
  endif()
  math(EXPR last "${ARGC} - 1")
  foreach(i RANGE 2 ${last} 3)
    math(EXPR old "${i} + 1")
    math(EXPR new "${i} + 2")
    replace_once("${ARGV${i}}" "${ARGV${old}}" "${ARGV${new}}")
  endforeach()

  build_programs("${tests}" broken log)
  if(broken)
    message(FATAL_ERROR "mutant \"${name}\" does not compile:\n${log}")
  endif()
  first_failure("${tests}" test)
  if(test)
    message("| ${name} | ${test} |")
    math(EXPR killed "${killed} + 1")
    set(killed ${killed} PARENT_SCOPE)
  else()
    message("| ${name} | **survives** |")
    set(survivors ${survivors} "${name}" PARENT_SCOPE)
  endif()

  foreach(i RANGE 2 ${last} 3)
    file(COPY_FILE "${root}/${ARGV${i}}" "${WORK}/${ARGV${i}}" ONLY_IF_DIFFERENT)
  endforeach()
endfunction()

copy_sources()
configure_copy()
if(BASELINE)
  set(all loop_decisions_test sync_loop_test "store_test(Outbox.*:Failing.*:Durable.*:Lock.*)" clockify_test)
  build_programs("${all}" broken log)
  if(broken)
    message(FATAL_ERROR "the sources do not compile as they are:\n${log}")
  endif()
  first_failure("${all}" test)
  if(test)
    message(FATAL_ERROR "the tests fail on the sources as they are: ${test}")
  endif()
endif()
message("| mutant | noticed by |\n|---|---|")
include("${CMAKE_CURRENT_LIST_DIR}/mutants.cmake")

list(LENGTH survivors survived)
if(survived)
  message(FATAL_ERROR "${survived} survived, ${killed} were noticed")
endif()
message("all ${killed} were noticed")
