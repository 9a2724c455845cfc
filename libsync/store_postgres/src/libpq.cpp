// SPDX-License-Identifier: MIT
#include "libpq.hpp"

#include "postgres_error.hpp"

#include <dlfcn.h>

#include <optional>

namespace libsync::store {
namespace {

template <class Function>
bool find(void* library, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(dlsym(library, name));
  return function != nullptr;
}

std::optional<Libpq> load() {
  void* library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) return std::nullopt;
  Libpq functions{};
#define STORE_FIND(name) \
  if (!find(library, #name, functions.name)) return std::nullopt;
  STORE_LIBPQ_FUNCTIONS(STORE_FIND)
#undef STORE_FIND
  return functions;
}

}  // namespace

const Libpq& libpq() {
  static const std::optional<Libpq> loaded = load();
  if (!loaded) throw no_libpq();
  return *loaded;
}

}  // namespace libsync::store
