# cmake -D CHECK=<check_hardening.cmake> -D READELF=<readelf> -D COMPILER=<c++> -D FOLDER=<to work in>
#       -P hardening_selftest.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/expect_problem.cmake)

file(REMOVE_RECURSE ${FOLDER})
file(WRITE ${FOLDER}/main.cpp "#include <cstdio>\n#include <cstring>\n"
     "int main(int, char** argv) { char text[8]; std::strcpy(text, argv[0]); return std::puts(text); }\n")

# A program that is built with all of it but for `flags`, which come last and win.
function(build)
  execute_process(COMMAND ${COMPILER} -O1 -fPIE -pie -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
                          -Wl,-z,relro,-z,now,-z,noexecstack ${ARGN} ${FOLDER}/main.cpp -o ${FOLDER}/program
                  COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET ERROR_QUIET)
endfunction()

set(check CHECK ${CHECK} ARGUMENTS -D READELF=${READELF} -D PROGRAM=${FOLDER}/program -D FORTIFIED=ON)
build()
expect_no_problem(${check})
build(-fno-pie -no-pie)
expect_problem(${check} FINDS "it is not position-independent")
build(-Wl,-z,norelro)
expect_problem(${check} FINDS "its relocations stay writable")
build(-Wl,-z,lazy)
expect_problem(${check} FINDS "its function table stays writable")
build(-Wl,-z,execstack)
expect_problem(${check} FINDS "its stack is executable")
build(-fno-stack-protector)
expect_problem(${check} FINDS "its functions have no stack protector")
build(-U_FORTIFY_SOURCE)
expect_problem(${check} FINDS "its calls of the C library are not checked")
