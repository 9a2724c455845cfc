# The program as a tarball that may be unpacked anywhere: `sh cmake/tarball.sh` builds and checks it.
set(CPACK_GENERATOR TGZ)
set(CPACK_PACKAGE_FILE_NAME "claude-tracker-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_COMPONENTS_ALL program documents)
set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_COMPONENT_INCLUDE_TOPLEVEL_DIRECTORY ON)

set(documents ${CMAKE_INSTALL_DATADIR}/doc/claude-tracker)
install(FILES LICENSE README.md docs/CHANGELOG.md DESTINATION ${documents} COMPONENT documents)
# Of what is linked into the program, from the packages that it is in.
foreach(package libboost1*-dev libfmt-dev libhowardhinnant-date-dev libsqlite3-dev libsqlitecpp-dev libssl-dev
                libstdc++-*-dev libtomlplusplus-dev libzstd-dev)
  file(GLOB licences "/usr/share/doc/${package}/copyright")
  if(NOT licences)
    message(FATAL_ERROR "/usr/share/doc has no licence of ${package}, of which the program holds a part")
  endif()
  list(GET licences 0 licence)
  string(REGEX REPLACE "[0-9.*-]*-dev$" "" name ${package})
  install(FILES ${licence} DESTINATION ${documents}/licences RENAME ${name} COMPONENT documents)
endforeach()

include(CPack)
