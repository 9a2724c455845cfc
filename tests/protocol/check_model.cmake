# Checks one variant of a model; run by ctest, or by hand:
#
#   cmake [-D MODEL=taking_back] [-D DEFINES="-DNO_INTENT -DFAULTS=4"] [-D EXPECT=no_duplicate] [-D FOLDER=/tmp/model]
#         -P check_model.cmake
#
# EXPECT is `clean` (the default: a complete search without an error) or the assertion that must fail. A counterexample
# is printed as the story it tells.
cmake_minimum_required(VERSION 3.25)

foreach(default MODEL=exactly_once SPIN=spin CC=gcc EXPECT=clean DEFINES= FOLDER=${CMAKE_CURRENT_BINARY_DIR}/model)
  string(REGEX MATCH "^([A-Z]+)=(.*)$" matched "${default}")
  if(NOT DEFINED ${CMAKE_MATCH_1})
    set(${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
  endif()
endforeach()
separate_arguments(defines UNIX_COMMAND "${DEFINES}")

file(REMOVE_RECURSE ${FOLDER})
file(COPY ${CMAKE_CURRENT_LIST_DIR}/${MODEL}.pml DESTINATION ${FOLDER})

# must_run(<out> COMMAND...): runs in FOLDER, ends the test if that fails, gives what it printed.
function(must_run out)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${FOLDER}
                  OUTPUT_VARIABLE printed ERROR_VARIABLE printed RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGN}\nended with ${result}:\n${printed}")
  endif()
  set(${out} "${printed}" PARENT_SCOPE)
endfunction()

# NOREDUCE: every interleaving. MEMLIM (MB) and -m (depth) are bounds which, when reached, the checks below notice.
must_run(printed ${SPIN} ${defines} -a ${MODEL}.pml)
set(optimize -O0)  # a counterexample is found sooner than a compiler optimizes
if(EXPECT STREQUAL "clean")
  set(optimize -O1)
endif()
must_run(printed ${CC} ${optimize} -w -DSAFETY -DNOREDUCE -DMEMLIM=1900 -o pan pan.c)
must_run(search ./pan -m20000 -w22)

function(demand regex)
  if(NOT search MATCHES "${regex}")
    message(FATAL_ERROR "expected ${EXPECT}, but the search did not print \"${regex}\":\n${search}")
  endif()
endfunction()

if(EXISTS ${FOLDER}/${MODEL}.pml.trail)
  must_run(story ${SPIN} ${defines} -T -t ${MODEL}.pml)
  string(REGEX REPLACE "\nspin: .*" "" story "${story}")
  message(STATUS "counterexample:\n${story}")
endif()
demand("Full statespace search for:")
demand("assertion violations\t\\+")
demand("invalid end states\t\\+")
if(EXPECT STREQUAL "clean")
  demand("errors: 0\n")
  foreach(bound "Search not completed" "max search depth too small" "out of memory" "truncated")
    if(search MATCHES "${bound}")
      message(FATAL_ERROR "the search was not complete (${bound}):\n${search}")
    endif()
  endforeach()
else()
  demand("errors: 1\n")
  demand("assertion violated ${EXPECT} ")
endif()
string(REGEX MATCH "[0-9]+ states, stored" states "${search}")
string(REGEX MATCH "elapsed time [0-9.e+-]+ seconds" time "${search}")
message(STATUS "${EXPECT}, as expected: ${states}, ${time}")
