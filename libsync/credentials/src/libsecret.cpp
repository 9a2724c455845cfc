// SPDX-License-Identifier: MIT
#include "libsecret.hpp"

#include <dlfcn.h>

#include <optional>

namespace libsync::credentials {
namespace {

template <class Function>
bool find(void* library, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(dlsym(library, name));
  return function != nullptr;
}

std::optional<Libsecret> load() {
  void* library = dlopen("libsecret-1.so.0", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) return std::nullopt;
  Libsecret functions{};
#define CREDENTIALS_FIND(name) \
  if (!find(library, #name, functions.name)) return std::nullopt;
  CREDENTIALS_LIBSECRET_FUNCTIONS(CREDENTIALS_FIND)
#undef CREDENTIALS_FIND
  return functions;
}

}  // namespace

const Libsecret* libsecret() {
  static const std::optional<Libsecret> loaded = load();
  return loaded ? &*loaded : nullptr;
}

}  // namespace libsync::credentials
