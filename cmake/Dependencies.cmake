# Everything comes from Debian 12 or 13 (see cmake/packages.txt). Each library is linked PRIVATE by the one layer that uses it.
# The installed package repeats these calls in cmake/libsyncConfig.cmake.in: a static library passes its needs on.
if(CLAUDE_TRACKER_STATIC)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
  set(Boost_USE_STATIC_LIBS ON)
  set(OPENSSL_USE_STATIC_LIBS ON)
  add_link_options(-static-libstdc++ -static-libgcc)
  # Of Debian's toml++ there is only a shared library, but the headers hold it all. Its package leaves alone what is there.
  add_library(tomlplusplus::tomlplusplus INTERFACE IMPORTED)
endif()
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json program_options)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLiteCpp 3.2 REQUIRED)
find_package(SQLite3 3.39 REQUIRED)  # IS NOT DISTINCT FROM
find_package(date REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(tomlplusplus 3.3 REQUIRED)

# For a store on a server (optional).
option(CLAUDE_TRACKER_POSTGRESQL "A store on PostgreSQL for several machines, if libpq is there" ON)
if(CLAUDE_TRACKER_POSTGRESQL)
  find_package(PostgreSQL 14 QUIET)
endif()
