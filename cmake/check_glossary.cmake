# cmake -D ROOT=<source folder> -P check_glossary.cmake
#
# Fails when a term stands twice in docs/glossary.md.
cmake_minimum_required(VERSION 3.25)

# Without what would begin or end an element of a list.
file(READ "${ROOT}/docs/glossary.md" text)
string(REGEX REPLACE "[][;]" "" text "${text}")
string(REGEX MATCHALL "\n\\| [a-z][^|]* \\|" rows "${text}")
set(terms)
set(problems)
foreach(row IN LISTS rows)
  string(REGEX REPLACE "^\n\\| (.*) \\|" "\\1" cell "${row}")
  if(cell STREQUAL "word")
    continue()  # the heading of a table
  endif()
  string(REPLACE ", " ";" words "${cell}")
  foreach(word IN LISTS words)
    if(word IN_LIST terms)
      list(APPEND problems "${word} stands twice")
    endif()
    list(APPEND terms "${word}")
  endforeach()
endforeach()

if(NOT terms)
  message(FATAL_ERROR "there are no terms in ${ROOT}/docs/glossary.md")
endif()
if(problems)
  list(JOIN problems "\n  " text)
  message(FATAL_ERROR "docs/glossary.md:\n  ${text}")
endif()
list(LENGTH terms count)
message(STATUS "${count} terms, each of which stands once")
