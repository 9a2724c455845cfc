# cmake -P tests/mutants/run.cmake
#
# Breaks the protocol in every way that mutants.cmake lists, one at a time, in a copy of the sources, and demands that
# the tests notice. Prints one line for each mutant with the test that noticed it, and fails if one survives.
#
#   -D ONLY=<regex>   only the mutants whose names match
#   -D PART=<k/n>     only every n-th mutant from the k-th on, for runs side by side, each in a folder of its own
#   -D WORK=<folder>  the copy (build/mutants); kept, so that only what changed is built the next time
#   -D PRESET=<name>  how it is built (dev)
#   -D JOBS=<n>       compilers at once (2)
#   -D BASELINE=OFF   do not run the tests on the sources as they are first
#
# It takes about half a minute for each mutant after the first build, which is that of the tests. Not part of ctest.
cmake_minimum_required(VERSION 3.25)

cmake_path(SET root NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../..")
string(REGEX REPLACE "/$" "" root "${root}")
foreach(default "WORK=${root}/build/mutants" "PRESET=dev" "JOBS=2" "ONLY=." "PART=1/1" "BASELINE=ON")
  string(REGEX MATCH "^([A-Z]+)=(.*)$" _ "${default}")
  if(NOT DEFINED ${CMAKE_MATCH_1})
    set(${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
  endif()
endforeach()
set(build "${WORK}/build/${PRESET}")
set(minutes 10)  # for one test program: a mutant may well hang

# --- the copy -------------------------------------------------------------------------------------------------------

function(copy_sources)
  file(GLOB_RECURSE files RELATIVE "${root}" "${root}/cli/*" "${root}/cmake/*" "${root}/docs/*" "${root}/libsync/*"
       "${root}/tests/*")
  foreach(file IN LISTS files ITEMS CMakeLists.txt CMakePresets.json LICENSE README.md)
    if(EXISTS "${root}/${file}")
      restore_source("${file}")
    endif()
  endforeach()
endfunction()

# What a mutant leaves unused is no fault of it.
function(configure_copy)
  execute_process(COMMAND ${CMAKE_COMMAND} --preset ${PRESET} -D CLAUDE_TRACKER_WERROR=OFF WORKING_DIRECTORY "${WORK}"
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

include("${CMAKE_CURRENT_LIST_DIR}/mutant.cmake")

function(try_mutant name tests)
  build_programs("${tests}" broken log)
  if(broken)
    message("| ${name} | **does not compile** |\n\n${log}\n")
    set_property(GLOBAL APPEND PROPERTY survivors "${name}")
    return()
  endif()
  first_failure("${tests}" test)
  if(test)
    message("| ${name} | ${test} |")
    set_property(GLOBAL APPEND PROPERTY noticed "${name}")
  else()
    message("| ${name} | **survives** |")
    set_property(GLOBAL APPEND PROPERTY survivors "${name}")
  endif()
endfunction()

copy_sources()
configure_copy()
if(BASELINE)
  set(all loop_decisions_test sync_loop_test "store_test(Outbox.*:Failing.*:Durable.*:Lock.*)" clockify_test
          store_contract_test store_postgres_test postgres_store_contract_test api_contract_test schedules_test
          mirrored_schedules_test)
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

get_property(noticed GLOBAL PROPERTY noticed)
get_property(survivors GLOBAL PROPERTY survivors)
list(LENGTH noticed killed)
list(LENGTH survivors survived)
if(survived)
  message(FATAL_ERROR "${survived} survived or did not compile, ${killed} were noticed")
endif()
message("all ${killed} were noticed")
