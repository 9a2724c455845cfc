include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_property(libsync_targets GLOBAL PROPERTY LIBSYNC_TARGETS)
install(TARGETS ${libsync_targets} EXPORT libsyncTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
install(EXPORT libsyncTargets NAMESPACE libsync:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/libsync
        COMPONENT development)

configure_package_config_file(cmake/libsyncConfig.cmake.in libsyncConfig.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/libsync)
write_basic_package_version_file(libsyncConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/libsyncConfig.cmake ${PROJECT_BINARY_DIR}/libsyncConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/libsync COMPONENT development)

install(TARGETS claude-tracker RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
