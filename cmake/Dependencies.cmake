# Everything comes from Debian 12 or 13 (see cmake/packages.txt). Each library is linked PRIVATE by the one layer that uses it.
# The installed package repeats these calls in cmake/libsyncConfig.cmake.in: a static library passes its needs on.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json program_options)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLiteCpp 3.2 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(date REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(tomlplusplus 3.3 REQUIRED)
