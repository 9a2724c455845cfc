# cmake -D ROOT=<source folder> -D BUILD=<its build folder> -P check_tests.cmake
#
# Fails on a test that looks like one and never runs: a source that no CMakeLists.txt names, a folder of tests that the
# build does not enter, a case that is disabled or skips itself.
cmake_minimum_required(VERSION 3.25)

set(problems)

# The text of a CMakeLists.txt without its comments, so that a source which was commented out counts as not named.
function(read_list_file path result)
  file(READ "${path}" text)
  string(REGEX REPLACE "#[^\n]*" "" text "${text}")
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

# Whether a CMakeLists.txt in the folder of `file`, or in one above it, names it.
function(is_named file result)
  set(folder "${file}")
  while(folder)
    cmake_path(GET folder PARENT_PATH folder)
    set(list_file "${ROOT}/${folder}/CMakeLists.txt")
    if(EXISTS "${list_file}")
      read_list_file("${list_file}" text)
      set(name "${file}")
      if(folder)
        cmake_path(RELATIVE_PATH name BASE_DIRECTORY "${folder}")
      endif()
      string(REGEX REPLACE "([][+.*()^])" "\\\\\\1" name "${name}")
      if(text MATCHES "(^|[ \t\r\n(\"])${name}([ \t\r\n)\"]|$)")
        set(${result} TRUE PARENT_SCOPE)
        return()
      endif()
    endif()
  endwhile()
  set(${result} FALSE PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE sources RELATIVE "${ROOT}" "${ROOT}/libsync/*.cpp" "${ROOT}/cli/*.cpp" "${ROOT}/tests/*.cpp")
list(LENGTH sources count)
if(count EQUAL 0)
  message(FATAL_ERROR "there are no sources in ${ROOT}")
endif()
foreach(source IN LISTS sources)
  is_named("${source}" named)
  if(NOT named)
    list(APPEND problems "${source}: no CMakeLists.txt names it")
  endif()
  file(STRINGS "${ROOT}/${source}" evasions REGEX "DISABLED_|GTEST_SKIP")
  if(evasions)
    list(APPEND problems "${source}: a test is disabled or skips itself")
  endif()
endforeach()

# A folder that was entered has a cmake_install.cmake. A project of its own is built by a test, not by the build.
file(GLOB_RECURSE list_files RELATIVE "${ROOT}" "${ROOT}/tests/*CMakeLists.txt")
foreach(list_file IN LISTS list_files)
  cmake_path(GET list_file PARENT_PATH folder)
  read_list_file("${ROOT}/${list_file}" text)
  if(NOT text MATCHES "project\\(" AND NOT EXISTS "${BUILD}/${folder}/cmake_install.cmake")
    list(APPEND problems "${folder}: the build does not enter it")
  endif()
endforeach()

if(problems)
  list(JOIN problems "\n  " text)
  message(FATAL_ERROR "tests that never run:\n  ${text}")
endif()
message(STATUS "${count} sources, all of them built")
