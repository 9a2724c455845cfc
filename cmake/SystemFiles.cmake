# The manual as man pages, the completions, and the units for systemd: everything that is made for a person's system and is
# no program. Sets RELEASE_DATE, that of the newest part of docs/CHANGELOG.md.
file(STRINGS "${PROJECT_SOURCE_DIR}/docs/CHANGELOG.md" headings REGEX "^## ")
list(GET headings 0 newest)
if(NOT newest MATCHES "^## ([0-9.]+) \\(([0-9]+-[0-9]+-[0-9]+)\\)$" OR NOT CMAKE_MATCH_1 STREQUAL PROJECT_VERSION)
  message(FATAL_ERROR "docs/CHANGELOG.md begins with `${newest}` and not with `## ${PROJECT_VERSION} (YYYY-MM-DD)`")
endif()
set(RELEASE_DATE "${CMAKE_MATCH_2}")

find_program(AWK NAMES awk mawk gawk REQUIRED)
find_program(GZIP gzip REQUIRED)
mark_as_advanced(AWK GZIP)
set(made "${PROJECT_BINARY_DIR}/system")
set(outputs)

# add_man_page(PAGE SECTION)   docs/manual/PAGE.md as PAGE.SECTION
function(add_man_page page section)
  set(source "${PROJECT_SOURCE_DIR}/docs/manual/${page}.md")
  set(output "${made}/${page}.${section}")
  add_custom_command(
    OUTPUT ${output}.gz
    COMMAND ${AWK} -v section=${section} -v date=${RELEASE_DATE} -v "source=claude-tracker ${PROJECT_VERSION}"
            -f "${PROJECT_SOURCE_DIR}/cmake/manpage.awk" ${source} > ${output}
    COMMAND ${GZIP} -9nkf ${output}
    DEPENDS ${source} "${PROJECT_SOURCE_DIR}/cmake/manpage.awk"
    COMMENT "Making ${page}(${section})" VERBATIM)
  set(outputs ${outputs} ${output}.gz PARENT_SCOPE)
  install(FILES ${output}.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT program)
endfunction()

# add_completion(SHELL FOLDER NAME)
function(add_completion shell folder name)
  set(output "${made}/${shell}/${name}")
  file(MAKE_DIRECTORY "${made}/${shell}")
  add_custom_command(OUTPUT ${output} COMMAND claude-tracker completion ${shell} > ${output} DEPENDS claude-tracker
                     COMMENT "Making the completion for ${shell}" VERBATIM)
  set(outputs ${outputs} ${output} PARENT_SCOPE)
  install(FILES ${output} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder} COMPONENT program)
endfunction()

file(MAKE_DIRECTORY "${made}")
add_man_page(claude-tracker 1)
add_man_page(claude-tracker.toml 5)
add_completion(bash bash-completion/completions claude-tracker)
# In /usr Debian's zsh looks for a package's completions apart from those of the system; elsewhere there is one place.
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  add_completion(zsh zsh/vendor-completions _claude-tracker)
else()
  add_completion(zsh zsh/site-functions _claude-tracker)
endif()
add_completion(fish fish/vendor_completions.d claude-tracker.fish)

# For a user who enables them as they are; `claude-tracker schedule` writes units of the user's own. They name the program
# by its path, so they are no part of what may be put anywhere.
set(COMMAND "${CMAKE_INSTALL_FULL_BINDIR}/claude-tracker")
set(WORK_DAYS "Mon,Tue,Wed,Thu,Fri")
foreach(unit import.service import.timer sync.service sync.timer)
  configure_file("${PROJECT_SOURCE_DIR}/cli/units/claude-tracker-${unit}.in" "${made}/claude-tracker-${unit}" @ONLY)
  install(FILES "${made}/claude-tracker-${unit}" DESTINATION lib/systemd/user COMPONENT units)
endforeach()

add_custom_target(system_files ALL DEPENDS ${outputs})
