# Settings for our own code only: linked privately by every target of ours, never exported to whoever links libsync.
add_library(libsync_settings INTERFACE)
add_library(libsync::settings ALIAS libsync_settings)

target_compile_features(libsync_settings INTERFACE cxx_std_20)
target_compile_options(libsync_settings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
    -Wcast-align -Wold-style-cast -Wdouble-promotion -Wimplicit-fallthrough
    -fstack-protector-strong
    $<$<BOOL:${CLAUDE_TRACKER_WERROR}>:-Werror>)
if(CMAKE_BUILD_TYPE MATCHES "Release|RelWithDebInfo" AND NOT CLAUDE_TRACKER_SANITIZE)
  # Only an optimised build has the sizes that it checks.
  target_compile_options(libsync_settings INTERFACE
      $<$<NOT:$<BOOL:$<TARGET_PROPERTY:NOT_OPTIMISED>>>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2>)
endif()

if(CLAUDE_TRACKER_SANITIZE)
  add_compile_options(-fsanitize=${CLAUDE_TRACKER_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${CLAUDE_TRACKER_SANITIZE})
endif()

# What a program is linked with: at an address that nobody knows before, its tables read-only once it runs.
add_library(libsync_hardening INTERFACE)
add_library(libsync::hardening ALIAS libsync_hardening)
target_link_options(libsync_hardening INTERFACE -pie LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack)

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# add_layer(NAME HEADERS <files below include/> SOURCES <files> USES <public targets> PRIVATE <private targets>)
#
# One layer of libsync: a static library with a public include folder of its own, so that an include that is not
# covered by a link does not compile. The header set is compiled header by header as well (self-sufficiency).
function(add_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;SOURCES;USES;PRIVATE")
  add_library(libsync_${name} STATIC ${arg_SOURCES})
  add_library(libsync::${name} ALIAS libsync_${name})
  list(TRANSFORM arg_HEADERS PREPEND "include/libsync/${name}/" OUTPUT_VARIABLE headers)
  target_sources(libsync_${name} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${headers})
  target_include_directories(libsync_${name} PRIVATE src)
  target_link_libraries(libsync_${name} PUBLIC ${arg_USES} PRIVATE $<BUILD_INTERFACE:libsync::settings> ${arg_PRIVATE})
  target_compile_features(libsync_${name} PUBLIC cxx_std_20)
  set_target_properties(libsync_${name} PROPERTIES EXPORT_NAME ${name} VERIFY_INTERFACE_HEADER_SETS ON)
  set_property(GLOBAL APPEND PROPERTY LIBSYNC_TARGETS libsync_${name})
endfunction()

# add_port(NAME LAYER <layer> HEADERS <files> USES <targets>)
#
# The interface of a layer without its implementation: layers above see the port, and not the library behind it.
function(add_port name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LAYER" "HEADERS;USES")
  add_library(libsync_${name} INTERFACE)
  add_library(libsync::${name} ALIAS libsync_${name})
  list(TRANSFORM arg_HEADERS PREPEND "port/include/libsync/${arg_LAYER}/" OUTPUT_VARIABLE headers)
  target_sources(libsync_${name} INTERFACE FILE_SET HEADERS BASE_DIRS port/include FILES ${headers})
  target_link_libraries(libsync_${name} INTERFACE ${arg_USES})
  set_target_properties(libsync_${name} PROPERTIES EXPORT_NAME ${name} VERIFY_INTERFACE_HEADER_SETS ON)
  set_property(GLOBAL APPEND PROPERTY LIBSYNC_TARGETS libsync_${name})
endfunction()
