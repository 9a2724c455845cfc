# cmake -D CHECK=<check_tests.cmake> -D FOLDER=<to work in> -P tests_selftest.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/expect_problem.cmake)

function(fresh_tree)
  file(REMOVE_RECURSE ${FOLDER})
  file(WRITE ${FOLDER}/source/libsync/model/CMakeLists.txt "add_layer(model SOURCES src/time.cpp)\n")
  file(WRITE ${FOLDER}/source/libsync/model/src/time.cpp "")
  file(WRITE ${FOLDER}/source/tests/unit/CMakeLists.txt "add_test_program(unit SOURCES a_test.cpp\n b_test.cpp)\n")
  file(WRITE ${FOLDER}/source/tests/unit/a_test.cpp "TEST(A, B) {}\n")
  file(WRITE ${FOLDER}/source/tests/unit/b_test.cpp "")
  file(WRITE ${FOLDER}/source/tests/consumer/CMakeLists.txt "project(consumer)\nadd_executable(c main.cpp)\n")
  file(WRITE ${FOLDER}/source/tests/consumer/main.cpp "")
  file(WRITE ${FOLDER}/build/tests/unit/cmake_install.cmake "")
endfunction()

set(check CHECK ${CHECK} ARGUMENTS -D ROOT=${FOLDER}/source -D BUILD=${FOLDER}/build)

fresh_tree()
expect_no_problem(${check})

fresh_tree()
file(WRITE ${FOLDER}/source/tests/unit/c_test.cpp "")
expect_problem(${check} FINDS "tests/unit/c_test.cpp: no CMakeLists.txt names it")

fresh_tree()
file(WRITE ${FOLDER}/source/tests/unit/CMakeLists.txt "add_test_program(unit SOURCES a_test.cpp # b_test.cpp\n)\n")
expect_problem(${check} FINDS "tests/unit/b_test.cpp: no CMakeLists.txt names it")

fresh_tree()  # the end of another file's name is not enough
file(WRITE ${FOLDER}/source/libsync/model/src/me.cpp "")
expect_problem(${check} FINDS "libsync/model/src/me.cpp: no CMakeLists.txt names it")

fresh_tree()
file(REMOVE ${FOLDER}/build/tests/unit/cmake_install.cmake)
expect_problem(${check} FINDS "tests/unit: the build does not enter it")

foreach(evasion "TEST(A, DISABLED_B) {}" "TEST(A, B) { GTEST_SKIP(); }")
  fresh_tree()
  file(WRITE ${FOLDER}/source/tests/unit/a_test.cpp "${evasion}\n")
  expect_problem(${check} FINDS "tests/unit/a_test.cpp: a test is disabled or skips itself")
endforeach()
