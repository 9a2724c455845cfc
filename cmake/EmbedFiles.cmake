# embed_files(TARGET HEADER FILES...)
#
# Makes a header of that name for the target, with the text of each file as a constant of the namespace `embedded`:
# units/claude-tracker-sync.timer.in is embedded::k_claude_tracker_sync_timer.
function(embed_files target header)
  set(text "// Made from files of the repository by cmake/EmbedFiles.cmake.\n#pragma once\n\n#include <string_view>\n\n")
  string(APPEND text "namespace embedded {\n")
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
    file(READ "${file}" content)
    get_filename_component(name "${file}" NAME)
    string(REGEX REPLACE "\\.in$" "" name "${name}")
    string(MAKE_C_IDENTIFIER "${name}" name)
    string(APPEND text "\ninline constexpr std::string_view k_${name} = R\"embedded(${content})embedded\";\n")
  endforeach()
  string(APPEND text "\n}  // namespace embedded\n")
  file(GENERATE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/embedded/${header}" CONTENT "${text}")
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/embedded")
endfunction()
