# cmake -D CHECK=<check_porting.cmake> -D FOLDER=<to work in> -P porting_selftest.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/expect_problem.cmake)

set(check CHECK ${CHECK} ARGUMENTS -D ROOT=${FOLDER})

function(write_tree source named)
  file(REMOVE_RECURSE ${FOLDER})
  file(WRITE ${FOLDER}/cli/x.cpp "${source}\n")
  file(WRITE ${FOLDER}/docs/porting.md "| file | |\n|---|---|\n${named}\n")
endfunction()

write_tree("auto x = status.st_mtime\;\n// eventfd, says a comment" "")
expect_no_problem(${check})
write_tree("auto x = eventfd(0, 0)\;" "| `cli/x.cpp` | `eventfd` |")
expect_no_problem(${check})

write_tree("auto x = eventfd(0, 0)\;" "")
expect_problem(${check} FINDS "cli/x.cpp is not named in docs/porting.md: auto x = eventfd(0, 0)")
write_tree("auto x = status.st_mtim.tv_sec\;" "")
expect_problem(${check} FINDS "cli/x.cpp is not named")
write_tree("auto x = 1\;" "| `cli/x.cpp` | nothing |")
expect_problem(${check} FINDS "cli/x.cpp is named in docs/porting.md and has nothing of Linux")
write_tree("auto x = 1\;" "| `cli/y.cpp` | nothing |")
expect_problem(${check} FINDS "cli/y.cpp is named in docs/porting.md and is not there")

file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
expect_problem(${check} FINDS "there are no sources")
