// SPDX-License-Identifier: MIT
//
// libsecret, and GLib below it, as far as this program calls them: loaded when they are first needed, so that the
// program starts without them and runs where they are not. Their headers lend the types.
#pragma once

#include <libsecret/secret.h>

namespace libsync::credentials {

#define CREDENTIALS_LIBSECRET_FUNCTIONS(DO)   \
  DO(g_bus_get_sync)                          \
  DO(g_cancellable_cancel)                    \
  DO(g_cancellable_new)                       \
  DO(g_dbus_connection_set_exit_on_close)     \
  DO(g_dbus_error_quark)                      \
  DO(g_error_free)                            \
  DO(g_hash_table_unref)                      \
  DO(g_io_error_quark)                        \
  DO(g_list_free_full)                        \
  DO(g_object_unref)                          \
  DO(secret_attributes_build)                 \
  DO(secret_collection_for_alias_sync)        \
  DO(secret_collection_get_locked)            \
  DO(secret_item_get_locked)                  \
  DO(secret_password_searchv_sync)            \
  DO(secret_password_storev_sync)             \
  DO(secret_retrievable_retrieve_secret_sync) \
  DO(secret_service_get_sync)                 \
  DO(secret_value_get)                        \
  DO(secret_value_unref)

struct Libsecret {
#define CREDENTIALS_FUNCTION(name) decltype(&::name) name;  // NOLINT(bugprone-macro-parentheses): a declaration
  CREDENTIALS_LIBSECRET_FUNCTIONS(CREDENTIALS_FUNCTION)
#undef CREDENTIALS_FUNCTION
};

// Null where the library is not, or lacks one of the functions. Any thread may call it, and it stays for good: a call
// that was given up may still be in there when the program ends.
[[nodiscard]] const Libsecret* libsecret();

}  // namespace libsync::credentials
