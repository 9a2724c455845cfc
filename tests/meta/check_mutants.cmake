# cmake -D ROOT=<source folder> -D MUTANTS=<mutants.cmake> -D FOLDER=<to work in> -P check_mutants.cmake
#
# Fails when a mutant cannot be made of the sources as they are. What the tests say of it is the business of
# tests/mutants/run.cmake, which takes most of an hour.
cmake_minimum_required(VERSION 3.25)

set(root "${ROOT}")
set(WORK "${FOLDER}")
set(ONLY ".")
file(REMOVE_RECURSE "${WORK}")
include("${CMAKE_CURRENT_LIST_DIR}/../mutants/mutant.cmake")

function(try_mutant name tests)
  set_property(GLOBAL APPEND PROPERTY made "${name}")
endfunction()

include("${MUTANTS}")
get_property(made GLOBAL PROPERTY made)
if(NOT made)
  message(FATAL_ERROR "there are no mutants")
endif()
