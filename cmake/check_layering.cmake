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
set(uses_store_sql model store:port)
set(uses_store model store_sql)
set(uses_store_postgres model store:port store_sql)
set(uses_transform model)
set(uses_workday model transform store:port)
set(uses_report model transform workday store:port)
set(uses_transcripts model store:port)
set(uses_clockify model)
set(uses_loop model transform workday store:port clockify:port)

# Rooms: folders of a layer's src, and what each may use of the others. Files above the rooms may use all of them; rooms
# do not use what is above them, but for the public headers named here. A layer without this list has no such rules.
set(rooms_transcripts json agents packed sqlite read copies)
set(room_json_of_transcripts "")
set(room_agents_of_transcripts json)
set(room_packed_of_transcripts "")
set(room_sqlite_of_transcripts "")
set(room_read_of_transcripts json agents packed sqlite)
set(room_copies_of_transcripts json packed)
set(public_in_rooms_of_transcripts problem.hpp roots.hpp)
set(rooms_clockify http)
set(room_http_of_clockify "")
set(public_in_rooms_of_clockify api_error.hpp boot_clock.hpp transport.hpp)

# Pairs: which headers, and the files that may include them.
set(libraries
    "^SQLiteCpp/"                       "^libsync/store/src/"
    "^sqlite3\\.h$"                      "^libsync/(store/src|transcripts/src/sqlite)/"
    "^libpq-fe\\.h$"                    "^libsync/store_postgres/src/"
    "^openssl/sha\\.h$"                 "^libsync/transcripts/src/agents/sha256\\.cpp$"
    "^(boost/(asio|beast|system|version\\.hpp)|openssl/)"
                                        "^libsync/clockify/src/"
    "^boost/json"                       "^(libsync/clockify/src|cli)/"
    "^boost/program_options"            "^cli/"
    "^toml\\+\\+/"                      "^libsync/config/src/"
    "^date/"                            "^libsync/model/src/"
    "^zstd\\.h$"                         "^libsync/transcripts/src/read/"
    "^libsecret/"                       "^libsync/credentials/src/"
    "^fmt/"                             "^(libsync/([a-z_]+/)?src|cli)/"
    "^([a-z0-9_]+|sys/[a-z0-9_]+|linux/[a-z0-9_]+|net/[a-z0-9_]+|netinet/[a-z0-9_]+|arpa/inet)\\.h$"
                                        "^(libsync/([a-z_]+/)?src|cli)/"
    "^[a-z_0-9]+$"                      ".")

set(problems)

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

# What is wrong with `file`, of `layer`, including `header`, quoted or as <libsync/layer/header>; empty when nothing is.
function(check_room file layer header is_public result)
  set(${result} "" PARENT_SCOPE)
  if(layer STREQUAL "" OR NOT DEFINED rooms_${layer} OR NOT file MATCHES "^libsync/${layer}/src/([a-z_]+)/")
    return()
  endif()
  set(room ${CMAKE_MATCH_1})
  if(NOT room IN_LIST rooms_${layer})
    set(${result} "there is no room ${room} in ${layer}" PARENT_SCOPE)
  elseif(is_public)
    if(NOT header IN_LIST public_in_rooms_of_${layer})
      set(${result} "the room ${room} does not use what is above it" PARENT_SCOPE)
    endif()
  elseif(NOT header MATCHES "^([a-z_]+)/")
    set(${result} "the room ${room} does not use what is above it" PARENT_SCOPE)
  elseif(NOT CMAKE_MATCH_1 STREQUAL room AND NOT CMAKE_MATCH_1 IN_LIST room_${room}_of_${layer})
    set(${result} "the room ${room} does not use ${CMAKE_MATCH_1}" PARENT_SCOPE)
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
        check_room("${file}" "${layer}" "${header}" FALSE problem)
      endif()
    elseif(header MATCHES "^libsync/(.*)")
      check_own("${file}" "${layer}" "${CMAKE_MATCH_1}" problem)
      if(NOT problem AND layer AND header MATCHES "^libsync/${layer}/(.*)")
        check_room("${file}" "${layer}" "${CMAKE_MATCH_1}" TRUE problem)
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
