# cmake -D READELF=<readelf> -D PROGRAM=<built program> [-D FORTIFIED=ON] -P check_hardening.cmake
#
# What the compiler and the linker were told to do about overwritten memory is in the program they made.
cmake_minimum_required(VERSION 3.25)

function(look_at result)
  execute_process(COMMAND ${READELF} --wide ${ARGN} ${PROGRAM} OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

look_at(header --file-header)
look_at(segments --program-headers)
look_at(dynamic --dynamic)
look_at(symbols --dyn-syms)

set(problems)
function(expect text pattern problem)
  if(NOT text MATCHES "${pattern}")
    list(APPEND problems "${problem}")
    set(problems "${problems}" PARENT_SCOPE)
  endif()
endfunction()

expect("${header}" "Type: +DYN" "it is not position-independent")
expect("${segments}" "GNU_RELRO" "its relocations stay writable")
expect("${dynamic}" "FLAGS[^\n]*NOW" "its function table stays writable")
expect("${segments}" "GNU_STACK[^\n]* RW " "its stack is executable")
expect("${symbols}" "__stack_chk_fail" "its functions have no stack protector")
if(FORTIFIED)
  expect("${symbols}" "__[a-z]+_chk@" "its calls of the C library are not checked")
endif()

if(problems)
  list(JOIN problems "\n  " text)
  message(FATAL_ERROR "${PROGRAM}:\n  ${text}")
endif()
