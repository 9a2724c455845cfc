# The Debian package: `sh cmake/package.sh` builds and checks it.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME claude-tracker)
set(CPACK_PACKAGE_VENDOR "The claude-tracker developers")
# The address that Debian gives to whoever maintains a package of this name.
set(CPACK_PACKAGE_CONTACT "The claude-tracker developers <claude-tracker@packages.debian.org>"
    CACHE STRING "Maintainer of the package, NAME <ADDRESS>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "fill a Clockify timesheet from the transcripts of coding agents")
set(CPACK_PACKAGE_DESCRIPTION
"Reads the transcripts that Claude Code and the Codex CLI leave behind, shares
the work hours of each workday out among the projects that were worked on, and
posts each entry to Clockify exactly once.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

# The program, without the library's headers and archives.
set(CPACK_COMPONENTS_ALL program units)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libsecret-1-0")  # for the desktop's keyring
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libpq5")            # for a store on a server

# What Debian asks of every package.
file(READ "${PROJECT_SOURCE_DIR}/LICENSE" license)
string(REGEX REPLACE "^.*\n\n(Permission is)" "\\1" license "${license}")
string(REGEX REPLACE "\n\n" "\n.\n" license "${license}")
string(REGEX REPLACE "\n$" "" license "${license}")
string(REGEX REPLACE "\n" "\n " license " ${license}")
set(LICENSE_TEXT "${license}")
execute_process(COMMAND date -u -R -d "${RELEASE_DATE} 12:00" OUTPUT_VARIABLE RELEASE_DATE_RFC
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
configure_file("${PROJECT_SOURCE_DIR}/cmake/debian/copyright.in" "${made}/copyright" @ONLY)
configure_file("${PROJECT_SOURCE_DIR}/cmake/debian/changelog.in" "${made}/changelog.Debian" @ONLY)
configure_file("${PROJECT_SOURCE_DIR}/docs/CHANGELOG.md" "${made}/changelog" COPYONLY)
execute_process(COMMAND ${GZIP} -9nkf "${made}/changelog.Debian" "${made}/changelog" COMMAND_ERROR_IS_FATAL ANY)
install(FILES "${made}/copyright" "${made}/changelog.Debian.gz" "${made}/changelog.gz"
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/claude-tracker COMPONENT program)

include(CPack)
