# cmake -D ROOT=<source folder> -P check_layering.cmake
#
# Fails when an #include crosses the layers (docs/architecture.md) or names a library outside its one layer. The link
# targets keep most of our own headers apart already; libraries in /usr/include are visible to everyone, and only this
# check keeps them where they belong.
cmake_minimum_required(VERSION 3.25)

# What each layer may use of the others. `x:port` means the interface of x and not its implementation.
set(uses_model "")
set(uses_config model)
set(uses_credentials model)
set(uses_store model)
set(uses_transform model)
set(uses_transcripts model store:port)
set(uses_clockify model)
set(uses_loop model transform store:port clockify:port)

# Pairs: which headers, and the files that may include them.
set(libraries
    "^(SQLiteCpp/|sqlite3\\.h$)"        "^libsync/store/src/"
    "^boost/system/result\\.hpp$"       "^libsync/model/include/libsync/model/result\\.hpp$"
    "^(boost/(asio|beast|system)|openssl/)"
                                        "^libsync/clockify/src/"
    "^boost/json"                       "^(libsync/clockify/src|cli)/"
    "^boost/program_options"            "^cli/"
    "^toml\\+\\+/"                      "^libsync/config/src/"
    "^date/"                            "^libsync/model/src/"
    "^libsecret/"                       "^libsync/credentials/src/"
    "^fmt/"                             "^(libsync/([a-z_]+/)?src|cli)/"
    "^([a-z0-9_]+|sys/[a-z0-9_]+|linux/[a-z0-9_]+|net/[a-z0-9_]+|netinet/[a-z0-9_]+|arpa/inet)\\.h$"
                                        "^(libsync/([a-z_]+/)?src|cli)/"
    "^[a-z_0-9]+$"                      ".")

# Rooms are folders inside a layer that know less than the rest of it. Pairs: a folder, and which of our public headers
# its files may include; of the private ones they may include those of their own folder alone.
set(rooms
    "libsync/clockify/src/http"         "^libsync/(model/|clockify/(api_error|boot_clock|transport)\\.hpp$)")

set(problems)

# What is wrong with `file`, in a room or not, including `header`, which is one of ours; empty when nothing is.
function(check_room file header result)
  set(${result} "" PARENT_SCOPE)
  cmake_path(GET file PARENT_PATH folder)
  set(rest ${rooms})
  while(rest)
    list(POP_FRONT rest room public)
    if(folder STREQUAL room AND NOT header MATCHES "${public}" AND NOT EXISTS "${ROOT}/${room}/${header}")
      set(${result} "${room} may not know it" PARENT_SCOPE)
    endif()
  endwhile()
endfunction()

# What is wrong with `file`, of `layer`, including <libsync/header>; empty in `result` when nothing is.
function(check_own file layer header result)
  set(${result} "" PARENT_SCOPE)
  if(layer STREQUAL "" OR NOT header MATCHES "^([a-z_]+)/")  # the umbrella and the command line may use all
    if(NOT layer STREQUAL "")
      set(${result} "a layer does not use the umbrella" PARENT_SCOPE)
    endif()
    return()
  endif()
  set(other ${CMAKE_MATCH_1})
  if(other STREQUAL layer OR other IN_LIST uses_${layer})
    return()
  endif()
  if(NOT "${other}:port" IN_LIST uses_${layer})
    set(${result} "${layer} does not use ${other}" PARENT_SCOPE)
  elseif(NOT EXISTS "${ROOT}/libsync/${other}/port/include/libsync/${header}")
    set(${result} "${layer} uses the port of ${other} and not its implementation" PARENT_SCOPE)
  endif()
endfunction()

function(check_library file header result)
  set(${result} "a library that no layer is known to use" PARENT_SCOPE)
  set(rest ${libraries})
  while(rest)
    list(POP_FRONT rest headers files)
    if(header MATCHES "${headers}")
      if(file MATCHES "${files}")
        set(${result} "" PARENT_SCOPE)
      else()
        set(${result} "it may only stand in files like ${files}" PARENT_SCOPE)
      endif()
      return()
    endif()
  endwhile()
endfunction()

file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/libsync/*.hpp" "${ROOT}/libsync/*.cpp" "${ROOT}/cli/*.hpp"
     "${ROOT}/cli/*.cpp")
list(LENGTH files count)
if(count EQUAL 0)
  message(FATAL_ERROR "there are no sources in ${ROOT}")
endif()
foreach(file IN LISTS files)
  set(layer "")
  if(file MATCHES "^libsync/([a-z_]+)/")
    set(layer ${CMAKE_MATCH_1})
  endif()
  if(layer MATCHES "^(include|src)$")
    set(layer "")  # the umbrella
  endif()
  if(layer AND NOT DEFINED uses_${layer})
    list(APPEND problems "${file}: there is no layer ${layer}")
    continue()
  endif()
  file(STRINGS "${ROOT}/${file}" includes REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]")
  foreach(line IN LISTS includes)
    string(REGEX REPLACE "^[^<\"]*([<\"])([^>\"]*)[>\"].*" "\\2" header "${line}")
    if(line MATCHES "include[ \t]*\"")
      set(problem "")
      if(header MATCHES "\\.\\.")
        set(problem "a path that leaves the folder")
      else()
        check_room("${file}" "${header}" problem)
      endif()
    elseif(header MATCHES "^libsync/(.*)")
      check_own("${file}" "${layer}" "${CMAKE_MATCH_1}" problem)
      if(NOT problem)
        check_room("${file}" "${header}" problem)
      endif()
    else()
      check_library("${file}" "${header}" problem)
    endif()
    if(problem)
      list(APPEND problems "${file}: ${header}: ${problem}")
    endif()
  endforeach()
endforeach()

if(problems)
  list(JOIN problems "\n  " text)
  message(FATAL_ERROR "includes that cross the layers:\n  ${text}")
endif()
message(STATUS "${count} files, no include crosses the layers")
