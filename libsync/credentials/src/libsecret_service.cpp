// SPDX-License-Identifier: MIT
#include "secret_service.hpp"

#include <fmt/format.h>
#include <libsecret/secret.h>

#include <cstdlib>
#include <future>
#include <memory>
#include <string_view>
#include <thread>
#include <utility>

namespace libsync::credentials {
namespace {

using Answer = Result<std::optional<Secret>, CredentialsError>;

template <auto Release>
struct Releaser {
  template <class T>
  void operator()(T* object) const {
    Release(object);
  }
};

using Connection = std::unique_ptr<GDBusConnection, Releaser<g_object_unref>>;
using Error = std::unique_ptr<GError, Releaser<g_error_free>>;
using Attributes = std::unique_ptr<GHashTable, Releaser<g_hash_table_unref>>;
using Value = std::unique_ptr<SecretValue, Releaser<secret_value_unref>>;

struct ItemsReleaser {
  void operator()(GList* items) const { g_list_free_full(items, g_object_unref); }
};
using Items = std::unique_ptr<GList, ItemsReleaser>;

CredentialsError cannot_read(std::string_view cause) {
  return {fmt::format("cannot read the API key from the Secret Service: {}", cause), {Step::unlock_keyring}};
}

// Whether a session bus is there already: looking for one would start it.
bool has_session_bus() {
  if (const char* address = std::getenv("DBUS_SESSION_BUS_ADDRESS"); address != nullptr && *address != '\0') {
    return !std::string_view{address}.starts_with("autolaunch:");
  }
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  std::error_code ignored;
  return runtime != nullptr && std::filesystem::exists(std::filesystem::path{runtime} / "bus", ignored);
}

// A bus that cannot be reached, or that knows of no keyring, is a machine without one.
bool means_no_service(const GError& error) {
  return error.domain == G_DBUS_ERROR ||
         (error.domain == G_IO_ERROR && error.code != G_IO_ERROR_CANCELLED && error.code != G_IO_ERROR_TIMED_OUT);
}

Answer secret_of(SecretItem& item, GCancellable* cancellable) {
  if (secret_item_get_locked(&item) != FALSE) return cannot_read("the keyring is locked");
  GError* failure = nullptr;
  const Value value{secret_retrievable_retrieve_secret_sync(SECRET_RETRIEVABLE(&item), cancellable, &failure)};
  if (!value) return cannot_read(Error { failure } -> message);
  gsize length = 0;
  const char* text = secret_value_get(value.get(), &length);
  return std::optional<Secret>{std::string{text, length}};
}

Answer look_up(GCancellable* cancellable) {
  static const SecretSchema schema{
      "claude-tracker",
      SECRET_SCHEMA_DONT_MATCH_NAME,
      {{"service", SECRET_SCHEMA_ATTRIBUTE_STRING}, {"username", SECRET_SCHEMA_ATTRIBUTE_STRING}},
      0,
      nullptr,
      nullptr,
      nullptr,
      nullptr,
      nullptr,
      nullptr,
      nullptr};
  const Attributes wanted{
      secret_attributes_build(&schema, "service", "claude-tracker", "username", "clockify_api_key", nullptr)};
  GError* failure = nullptr;
  const Connection bus{g_bus_get_sync(G_BUS_TYPE_SESSION, cancellable, &failure)};
  if (bus) {
    g_dbus_connection_set_exit_on_close(bus.get(), FALSE);  // the end of the desktop session is not ours
    const Items items{secret_password_searchv_sync(&schema, wanted.get(), SECRET_SEARCH_NONE, cancellable, &failure)};
    if (items) return secret_of(*static_cast<SecretItem*>(items->data), cancellable);
  }
  const Error error{failure};
  if (!error || means_no_service(*error)) return std::optional<Secret>{};
  return cannot_read(error->message);
}

}  // namespace

Answer ask_secret_service(std::chrono::milliseconds limit) {
  if (!has_session_bus()) return std::optional<Secret>{};
  // In a thread of its own, which is left behind when even cancelling does not bring it back.
  std::shared_ptr<GCancellable> cancellable{g_cancellable_new(), g_object_unref};
  std::promise<Answer> promise;
  std::future<Answer> answer = promise.get_future();
  std::thread([cancellable, promise = std::move(promise)]() mutable {
    promise.set_value(look_up(cancellable.get()));
  }).detach();
  if (answer.wait_for(limit) == std::future_status::ready) return answer.get();
  g_cancellable_cancel(cancellable.get());
  return cannot_read(
      fmt::format("it does not answer within {} s", std::chrono::ceil<std::chrono::seconds>(limit).count()));
}

}  // namespace libsync::credentials
