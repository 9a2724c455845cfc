# cmake -D CHECK=<check_mutants.cmake> -D FOLDER=<to work in> -P mutants_selftest.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/expect_problem.cmake)

file(REMOVE_RECURSE ${FOLDER})
file(WRITE ${FOLDER}/source/libsync/a.cpp "int a;\nint b; // once; or not\nint a;\n")

set(check CHECK ${CHECK}
    ARGUMENTS -D ROOT=${FOLDER}/source -D MUTANTS=${FOLDER}/mutants.cmake -D FOLDER=${FOLDER}/copy)

function(write_mutants text)
  file(WRITE ${FOLDER}/mutants.cmake "${text}")
endfunction()

write_mutants([[mutant("no b" some_test libsync/a.cpp "int b; // once; or not" "")]])
expect_no_problem(${check})
write_mutants([[mutant("one after the other" some_test libsync/a.cpp "int b;" "int c;" libsync/a.cpp "int c;" "")]])
expect_no_problem(${check})
write_mutants([[mutant("no c" some_test libsync/a.cpp "int c;" "")]])
expect_problem(${check} FINDS "mutant \"no c\": this is not in libsync/a.cpp exactly once")
write_mutants([[mutant("no a" some_test libsync/a.cpp "int a;" "")]])
expect_problem(${check} FINDS "mutant \"no a\": this is not in libsync/a.cpp exactly once")
write_mutants([[mutant("no b" some_test libsync/a.cpp "int b;" "" libsync/a.cpp "int b;" "int c;")]])
expect_problem(${check} FINDS "mutant \"no b\": this is not in libsync/a.cpp exactly once")
write_mutants([[mutant("moved" some_test libsync/b.cpp "int b;" "")]])
expect_problem(${check} FINDS "b.cpp")
write_mutants("")
expect_problem(${check} FINDS "there are no mutants")
