# cmake -D CHECK=<check_layering.cmake> -D FOLDER=<to work in> -P layering_selftest.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/expect_problem.cmake)

function(fresh_tree)
  file(REMOVE_RECURSE ${FOLDER})
  file(WRITE ${FOLDER}/libsync/model/src/time.cpp "#include \"time.hpp\"\n#include <date/tz.h>\n#include <vector>\n")
  file(WRITE ${FOLDER}/libsync/store/port/include/libsync/store/port.hpp "#include <libsync/model/time.hpp>\n")
  file(WRITE ${FOLDER}/libsync/loop/src/loop.cpp "#include <libsync/store/port.hpp>\n#include <fmt/format.h>\n")
  file(WRITE ${FOLDER}/libsync/transcripts/src/importer.cpp "#include \"read/walk.hpp\"\n")
  file(WRITE ${FOLDER}/libsync/transcripts/src/read/walk.cpp
       "#include \"read/walk.hpp\"\n#include \"agents/agent.hpp\"\n#include <libsync/transcripts/problem.hpp>\n")
  file(WRITE ${FOLDER}/libsync/clockify/src/codec.hpp "#include \"http/message.hpp\"\n")
  file(WRITE ${FOLDER}/libsync/clockify/src/http/message.hpp "#include <libsync/clockify/transport.hpp>\n")
  file(WRITE ${FOLDER}/libsync/clockify/src/http/exchange.hpp "#include \"http/message.hpp\"\n")
  file(WRITE ${FOLDER}/libsync/include/libsync/all.hpp "#include <libsync/loop/loop.hpp>\n")
  file(WRITE ${FOLDER}/cli/main.cpp "#include <libsync/all.hpp>\n#include <boost/program_options.hpp>\n")
endfunction()

set(check CHECK ${CHECK} ARGUMENTS -D ROOT=${FOLDER})

fresh_tree()
expect_no_problem(${check})

# Each pair: a file with one include too many, and what is to be said about it.
function(expect_refused file include problem)
  fresh_tree()
  file(WRITE ${FOLDER}/${file} "${include}\n")
  expect_problem(${check} FINDS "${file}: ${problem}")
endfunction()

expect_refused(libsync/model/src/x.cpp "#include <libsync/store/port.hpp>" "libsync/store/port.hpp: model does not use store")
expect_refused(libsync/transform/src/x.cpp "  #  include <libsync/loop/x.hpp>" "libsync/loop/x.hpp: transform does not use loop")
expect_refused(libsync/loop/src/x.cpp "#include <libsync/store/sqlite_store.hpp>"
               "libsync/store/sqlite_store.hpp: loop uses the port of store and not its implementation")
expect_refused(libsync/loop/src/x.cpp "#include <libsync/all.hpp>" "libsync/all.hpp: a layer does not use the umbrella")
expect_refused(libsync/loop/src/x.cpp "#include \"../../store/src/outbox.hpp\""
               "../../store/src/outbox.hpp: a path that leaves the folder")
expect_refused(libsync/loop/src/x.cpp "#include <SQLiteCpp/SQLiteCpp.h>" "SQLiteCpp/SQLiteCpp.h: it may only stand in")
expect_refused(libsync/loop/src/x.cpp "#include <sqlite3.h>" "sqlite3.h: it may only stand in")
expect_refused(libsync/loop/src/x.cpp "#include <boost/beast/http.hpp>" "boost/beast/http.hpp: it may only stand in")
expect_refused(libsync/store/src/x.cpp "#include <boost/json.hpp>" "boost/json.hpp: it may only stand in")
expect_refused(libsync/transcripts/src/x.cpp "#include <zstd.h>" "zstd.h: it may only stand in")
expect_refused(libsync/transcripts/src/x.cpp "#include <toml++/toml.h>" "toml++/toml.h: it may only stand in")
expect_refused(libsync/config/include/libsync/config/x.hpp "#include <fmt/format.h>" "fmt/format.h: it may only stand in")
expect_refused(libsync/store/include/libsync/store/x.hpp "#include <boost/system/result.hpp>"
               "boost/system/result.hpp: it may only stand in")
expect_refused(libsync/model/include/libsync/model/x.hpp "#include <unistd.h>" "unistd.h: it may only stand in")
expect_refused(libsync/clockify/src/http/x.hpp "#include \"codec.hpp\"" "codec.hpp: the room http does not use what is above it")
expect_refused(libsync/clockify/src/http/x.hpp "#include <libsync/clockify/api.hpp>"
               "libsync/clockify/api.hpp: the room http does not use what is above it")
expect_refused(cli/x.cpp "#include <curl/curl.h>" "curl/curl.h: a library that no layer is known to use")
expect_refused(libsync/transcripts/src/read/x.cpp "#include \"discovery.hpp\""
               "discovery.hpp: the room read does not use what is above it")
expect_refused(libsync/transcripts/src/read/x.cpp "#include <libsync/transcripts/importer.hpp>"
               "libsync/transcripts/importer.hpp: the room read does not use what is above it")
expect_refused(libsync/transcripts/src/packed/x.cpp "#include \"read/walk.hpp\""
               "read/walk.hpp: the room packed does not use read")
expect_refused(libsync/transcripts/src/attic/x.cpp "#include \"json/x.hpp\"" "json/x.hpp: there is no room attic in transcripts")
expect_refused(libsync/extra/src/x.cpp "#include <vector>" "there is no layer extra")

file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
expect_problem(${check} FINDS "there are no sources")
