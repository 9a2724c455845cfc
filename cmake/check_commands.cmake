# cmake -D ROOT=<source folder> -P check_commands.cmake
#
# Fails when a text of libsync names a command or a flag of the command line. Another program has none of them: what
# would help is a value there (libsync/model/hint.hpp), and only cli/ puts it into words.
cmake_minimum_required(VERSION 3.25)

set(command "claude-tracker (sync|import|status|report|explain|projects|setup)")
set(flag "(^|[^-a-z!])--[a-z]")
set(problems)

file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/libsync/*.hpp" "${ROOT}/libsync/*.cpp")
list(LENGTH files count)
if(count EQUAL 0)
  message(FATAL_ERROR "there are no sources in ${ROOT}")
endif()
foreach(file IN LISTS files)
  file(STRINGS "${ROOT}/${file}" lines REGEX "\"[^\"]*(claude-tracker [a-z]|--[a-z])")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^([^\"]*)//.*" "\\1" line "${line}")  # comments may
    string(REGEX MATCHALL "\"([^\"\\]|\\\\.)*\"" texts "${line}")
    foreach(text IN LISTS texts)
      if(text MATCHES "${command}" OR text MATCHES "${flag}")
        list(APPEND problems "${file}: ${text}")
      endif()
    endforeach()
  endforeach()
endforeach()

if(problems)
  list(JOIN problems "\n  " text)
  message(FATAL_ERROR "texts of the library that name commands or flags:\n  ${text}")
endif()
message(STATUS "${count} files, no text names a command or a flag")
