// SPDX-License-Identifier: MIT
#include "libsecret.hpp"
#include "secret_service.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <functional>
#include <future>
#include <memory>
#include <string_view>
#include <thread>
#include <utility>

namespace libsync::credentials {
namespace {

// For what is reached only where the library is.
const Libsecret& library() {
  return *libsecret();
}

template <auto Release>
struct Releaser {
  template <class T>
  void operator()(T* object) const {
    (library().*Release)(object);
  }
};

using Connection = std::unique_ptr<GDBusConnection, Releaser<&Libsecret::g_object_unref>>;
using Service = std::unique_ptr<SecretService, Releaser<&Libsecret::g_object_unref>>;
using Collection = std::unique_ptr<SecretCollection, Releaser<&Libsecret::g_object_unref>>;
using Error = std::unique_ptr<GError, Releaser<&Libsecret::g_error_free>>;
using Attributes = std::unique_ptr<GHashTable, Releaser<&Libsecret::g_hash_table_unref>>;
using Value = std::unique_ptr<SecretValue, Releaser<&Libsecret::secret_value_unref>>;

struct ItemsReleaser {
  void operator()(GList* items) const { library().g_list_free_full(items, library().g_object_unref); }
};
using Items = std::unique_ptr<GList, ItemsReleaser>;

CredentialsError cannot(std::string_view act, std::string_view cause) {
  const bool reads = act == "read";
  return {fmt::format("cannot {} the API key {} the Secret Service: {}", act, reads ? "from" : "in", cause),
          {Step::unlock_keyring}};
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
  return error.domain == library().g_dbus_error_quark() ||
         (error.domain == library().g_io_error_quark() && error.code != G_IO_ERROR_CANCELLED &&
          error.code != G_IO_ERROR_TIMED_OUT);
}

// The end of the desktop session is not ours.
Connection session_bus(GCancellable* cancellable, GError** failure) {
  Connection bus{library().g_bus_get_sync(G_BUS_TYPE_SESSION, cancellable, failure)};
  if (bus) library().g_dbus_connection_set_exit_on_close(bus.get(), FALSE);
  return bus;
}

const SecretSchema& schema() {
  static const SecretSchema ours{
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
  return ours;
}

Attributes our_attributes() {
  return Attributes{library().secret_attributes_build(&schema(), "service", "claude-tracker", "username",
                                                      "clockify_api_key", nullptr)};
}

using Found = Result<std::optional<Secret>, CredentialsError>;

Found secret_of(SecretItem& item, GCancellable* cancellable) {
  if (library().secret_item_get_locked(&item) != FALSE) return cannot("read", "the keyring is locked");
  GError* failure = nullptr;
  const Value value{library().secret_retrievable_retrieve_secret_sync(reinterpret_cast<SecretRetrievable*>(&item),
                                                                      cancellable, &failure)};
  if (!value)
    return cannot(
        "read", Error { failure } -> message);
  gsize length = 0;
  const char* text = library().secret_value_get(value.get(), &length);
  return std::optional<Secret>{std::string{text, length}};
}

Found look_up(GCancellable* cancellable) {
  GError* failure = nullptr;
  if (const Connection bus = session_bus(cancellable, &failure)) {
    const Items items{library().secret_password_searchv_sync(&schema(), our_attributes().get(), SECRET_SEARCH_NONE,
                                                             cancellable, &failure)};
    if (items) return secret_of(*static_cast<SecretItem*>(items->data), cancellable);
  }
  const Error error{failure};
  if (!error || means_no_service(*error)) return std::optional<Secret>{};
  return cannot("read", error->message);
}

// Storing where there is no default keyring, or a locked one, would have the service ask for a password.
Result<bool, CredentialsError> probe(GCancellable* cancellable) {
  GError* failure = nullptr;
  if (const Connection bus = session_bus(cancellable, &failure)) {
    const Service service{library().secret_service_get_sync(SECRET_SERVICE_NONE, cancellable, &failure)};
    const Collection keyring{
        service ? library().secret_collection_for_alias_sync(service.get(), SECRET_COLLECTION_DEFAULT,
                                                             SECRET_COLLECTION_NONE, cancellable, &failure)
                : nullptr};
    if (keyring && library().secret_collection_get_locked(keyring.get()) != FALSE) {
      return cannot("store", "the keyring is locked");
    }
    if (keyring) return true;
  }
  const Error error{failure};
  if (!error || means_no_service(*error)) return false;
  return cannot("store", error->message);
}

Result<void, CredentialsError> store(const Secret& key, GCancellable* cancellable) {
  GError* failure = nullptr;
  const Connection bus = session_bus(cancellable, &failure);
  const bool stored =
      bus && library().secret_password_storev_sync(&schema(), our_attributes().get(), SECRET_COLLECTION_DEFAULT,
                                                   "claude-tracker: API key of Clockify", key.reveal().c_str(),
                                                   cancellable, &failure) != FALSE;
  const Error error{failure};
  if (stored) return {};
  return cannot("store", error ? error->message : "it says no more");
}

// In a thread of its own, which is left behind when even cancelling does not bring it back.
template <class Answer>
Answer within(std::chrono::milliseconds limit, std::string_view act, std::function<Answer(GCancellable*)> ask) {
  std::shared_ptr<GCancellable> cancellable{library().g_cancellable_new(), library().g_object_unref};
  std::promise<Answer> promise;
  std::future<Answer> answer = promise.get_future();
  std::thread([cancellable, ask = std::move(ask), promise = std::move(promise)]() mutable {
    promise.set_value(ask(cancellable.get()));
  }).detach();
  if (answer.wait_for(limit) == std::future_status::ready) return answer.get();
  library().g_cancellable_cancel(cancellable.get());
  return cannot(act,
                fmt::format("it does not answer within {} s", std::chrono::ceil<std::chrono::seconds>(limit).count()));
}

}  // namespace

Result<std::optional<Secret>, CredentialsError> ask_secret_service(std::chrono::milliseconds limit) {
  if (!has_session_bus() || libsecret() == nullptr) return std::optional<Secret>{};
  return within<Found>(limit, "read", look_up);
}

Result<bool, CredentialsError> probe_secret_service(std::chrono::milliseconds limit) {
  if (!has_session_bus() || libsecret() == nullptr) return false;
  return within<Result<bool, CredentialsError>>(limit, "store", probe);
}

Result<void, CredentialsError> store_in_secret_service(const Secret& key, std::chrono::milliseconds limit) {
  return within<Result<void, CredentialsError>>(limit, "store",
                                                [key](GCancellable* cancellable) { return store(key, cancellable); });
}

}  // namespace libsync::credentials
