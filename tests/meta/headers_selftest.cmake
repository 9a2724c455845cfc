# cmake -D MODULES=<cmake/> -D FOLDER=<to work in> -P headers_selftest.cmake
#
# A layer with a header that only compiles after another one must not build.
cmake_minimum_required(VERSION 3.25)

function(build_layer header result)
  file(REMOVE_RECURSE ${FOLDER})
  file(WRITE ${FOLDER}/CMakeLists.txt "cmake_minimum_required(VERSION 3.25)\nproject(made_up LANGUAGES CXX)\n"
       "include(${MODULES}/ProjectSettings.cmake)\nadd_layer(made_up HEADERS header.hpp SOURCES src/source.cpp)\n")
  file(WRITE ${FOLDER}/include/libsync/made_up/header.hpp "${header}\n")
  file(WRITE ${FOLDER}/src/source.cpp "#include <vector>\n#include <libsync/made_up/header.hpp>\n")
  execute_process(COMMAND ${CMAKE_COMMAND} -G Ninja -S ${FOLDER} -B ${FOLDER}/build OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER}/build COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER}/build --target all_verify_interface_header_sets
                  RESULT_VARIABLE code OUTPUT_QUIET)
  set(${result} ${code} PARENT_SCOPE)
endfunction()

build_layer("#include <vector>\ninline std::vector<int> numbers()\n{ return {}; }" complete)
if(NOT complete EQUAL 0)
  message(SEND_ERROR "a header that is complete did not compile alone")
endif()
build_layer("inline std::vector<int> numbers()\n{ return {}; }" incomplete)
if(incomplete EQUAL 0)
  message(SEND_ERROR "a header that lacks an include compiled alone")
endif()
