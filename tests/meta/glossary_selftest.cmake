# cmake -D CHECK=<check_glossary.cmake> -D FOLDER=<to work in> -P glossary_selftest.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/expect_problem.cmake)

set(check CHECK ${CHECK} ARGUMENTS -D ROOT=${FOLDER})

function(write_glossary)
  list(JOIN ARGV "\n" rows)
  file(WRITE ${FOLDER}/docs/glossary.md "| word | meaning |\n|---|---|\n${rows}\n\n| word | meaning |\n|---|---|\n")
endfunction()

write_glossary("| draft | in [start, end); not stored |" "| day plan | a frozen draft |")
expect_no_problem(${check})
write_glossary("| draft | not stored |" "| day plan | a frozen draft |" "| draft | what would be |")
expect_problem(${check} FINDS "draft stands twice")
write_glossary("| line, record | of a transcript |" "| record | an object |")
expect_problem(${check} FINDS "record stands twice")
write_glossary("")
expect_problem(${check} FINDS "there are no terms")
