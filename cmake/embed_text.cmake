# cmake -D FILE=<text> -D OUT=<source.cpp> -D NAME=<namespace::name> -P embed_text.cmake
#
# Writes a C++ source that defines `extern const std::string_view NAME` with the content of the file.
cmake_minimum_required(VERSION 3.25)

file(READ "${FILE}" text)
string(FIND "${text}" ")embedded\"" clash)
if(NOT clash EQUAL -1)
  message(FATAL_ERROR "${FILE} holds the end of a raw string")
endif()
string(REGEX MATCH "^(.*)::([a-z_]+)$" unused "${NAME}")
file(WRITE "${OUT}" "// Made of a file of the source tree.
#include <string_view>

namespace ${CMAKE_MATCH_1} {
extern const std::string_view ${CMAKE_MATCH_2};
const std::string_view ${CMAKE_MATCH_2} = R\"embedded(${text})embedded\";
}  // namespace ${CMAKE_MATCH_1}
")
