# cmake -D CHECK=<check_commands.cmake> -D FOLDER=<to work in> -P commands_selftest.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/expect_problem.cmake)

set(check CHECK ${CHECK} ARGUMENTS -D ROOT=${FOLDER})

function(write_source text)
  file(REMOVE_RECURSE ${FOLDER})
  file(WRITE ${FOLDER}/libsync/loop/src/x.cpp "${text}\n")
endfunction()

write_source("// `claude-tracker sync` and --wait, says a comment\nauto x = \"claude-tracker/1.0\";\nauto y = \"a--b\";")
expect_no_problem(${check})

write_source("auto x = \"run `claude-tracker sync` again\";")
expect_problem(${check} FINDS "libsync/loop/src/x.cpp: \"run `claude-tracker sync` again\"")
write_source("call(\"a\", \"or give --time-zone\");")
expect_problem(${check} FINDS "libsync/loop/src/x.cpp: \"or give --time-zone\"")
write_source("auto x = \"--since {}\";")
expect_problem(${check} FINDS "libsync/loop/src/x.cpp: \"--since {}\"")

file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
expect_problem(${check} FINDS "there are no sources")
