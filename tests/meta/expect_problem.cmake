# expect_problem(CHECK <script> ARGUMENTS <-D...> FINDS <text in the output>)
# expect_no_problem(CHECK <script> ARGUMENTS <-D...>)
#
# A check that cannot fail protects nothing: these run one on a made-up tree and look at what it says.
function(run_check)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "CHECK;FINDS" "ARGUMENTS")
  execute_process(COMMAND ${CMAKE_COMMAND} ${arg_ARGUMENTS} -P ${arg_CHECK}
                  RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(REGEX REPLACE "[ \n]+" " " output "${output}")  # CMake wraps long lines of an error
  set(code ${code} PARENT_SCOPE)
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(expect_problem)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "FINDS" "")
  run_check(${ARGV})
  string(FIND "${output}" "${arg_FINDS}" at)
  if(code EQUAL 0 OR at EQUAL -1)
    message(SEND_ERROR "expected the problem\n  ${arg_FINDS}\nbut the check ended with ${code} and said\n  ${output}")
  endif()
endfunction()

function(expect_no_problem)
  run_check(${ARGV})
  if(NOT code EQUAL 0)
    message(SEND_ERROR "expected no problem, but the check said\n  ${output}")
  endif()
endfunction()
