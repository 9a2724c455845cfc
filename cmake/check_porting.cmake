# cmake -D ROOT=<source folder> -P check_porting.cmake
#
# Fails when something that Linux alone has stands in a file that docs/porting.md does not name, or when a file is named
# there that has nothing of the kind.
cmake_minimum_required(VERSION 3.25)

set(of_linux "pidfd|eventfd|prctl\\(|CLOCK_BOOTTIME|statfs|\"/proc/|st_[mca]tim[^e]|pipe2\\(|[^a-z]ppoll\\(|explicit_bzero\\(|memfd_|accept4|epoll|renameat2")

file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/libsync/*.hpp" "${ROOT}/libsync/*.cpp" "${ROOT}/cli/*.hpp"
     "${ROOT}/cli/*.cpp")
list(LENGTH files count)
if(count EQUAL 0)
  message(FATAL_ERROR "there are no sources in ${ROOT}")
endif()
file(STRINGS "${ROOT}/docs/porting.md" rows REGEX "^\\| `")
set(named)
foreach(row IN LISTS rows)
  string(REGEX REPLACE "^\\| `([^`]+)`.*" "\\1" file "${row}")
  list(APPEND named "${file}")
endforeach()

set(problems)
foreach(file IN LISTS files)
  file(STRINGS "${ROOT}/${file}" lines REGEX "${of_linux}")
  list(FILTER lines EXCLUDE REGEX "^ *//")
  if(lines AND NOT file IN_LIST named)
    list(GET lines 0 line)
    string(STRIP "${line}" line)
    list(APPEND problems "${file} is not named in docs/porting.md: ${line}")
  elseif(NOT lines AND file IN_LIST named)
    list(APPEND problems "${file} is named in docs/porting.md and has nothing of Linux")
  endif()
endforeach()
foreach(file IN LISTS named)
  if(NOT file IN_LIST files)
    list(APPEND problems "${file} is named in docs/porting.md and is not there")
  endif()
endforeach()

if(problems)
  list(JOIN problems "\n  " text)
  message(FATAL_ERROR "where Linux ends:\n  ${text}")
endif()
message(STATUS "${count} files, what is Linux's alone stands where docs/porting.md says")
