// SPDX-License-Identifier: MIT
#include "fake_keyring.hpp"

#include <future>
#include <string_view>

namespace libsync::credentials {
namespace {

constexpr const char* k_service_path = "/org/freedesktop/secrets";
constexpr const char* k_item_path = "/org/freedesktop/secrets/collection/login/1";
constexpr const char* k_session_path = "/org/freedesktop/secrets/session/1";

constexpr const char* k_interfaces = R"xml(<node>
  <interface name="org.freedesktop.Secret.Service">
    <method name="OpenSession"><arg type="s" direction="in"/><arg type="v" direction="in"/>
      <arg type="v" direction="out"/><arg type="o" direction="out"/></method>
    <method name="SearchItems"><arg type="a{ss}" direction="in"/>
      <arg type="ao" direction="out"/><arg type="ao" direction="out"/></method>
    <property name="Collections" type="ao" access="read"/>
  </interface>
  <interface name="org.freedesktop.Secret.Item">
    <method name="GetSecret"><arg type="o" direction="in"/><arg type="(oayays)" direction="out"/></method>
    <property name="Locked" type="b" access="read"/>
    <property name="Attributes" type="a{ss}" access="read"/>
    <property name="Label" type="s" access="read"/>
    <property name="Created" type="t" access="read"/>
    <property name="Modified" type="t" access="read"/>
  </interface>
</node>)xml";

void on_call(GDBusConnection* /*bus*/, const char* /*sender*/, const char* /*path*/, const char* /*interface*/,
             const char* method, GVariant* parameters, GDBusMethodInvocation* invocation, void* keyring) {
  static_cast<const FakeKeyring*>(keyring)->call(method, parameters, invocation);
}

GVariant* on_property(GDBusConnection* /*bus*/, const char* /*sender*/, const char* /*path*/, const char* /*interface*/,
                      const char* name, GError** /*error*/, void* keyring) {
  return static_cast<const FakeKeyring*>(keyring)->property(name);
}

constexpr GDBusInterfaceVTable k_callbacks{on_call, on_property, nullptr, {}};

// The attributes under which the older tool stored the key.
bool asks_for_our_key(GVariant* parameters) {
  GVariant* attributes = g_variant_get_child_value(parameters, 0);
  const char* service = "";
  const char* user = "";
  g_variant_lookup(attributes, "service", "&s", &service);
  g_variant_lookup(attributes, "username", "&s", &user);
  const bool both = std::string_view{service} == "claude-tracker" && std::string_view{user} == "clockify_api_key" &&
                    g_variant_n_children(attributes) == 2;
  g_variant_unref(attributes);
  return both;
}

}  // namespace

FakeKeyring::FakeKeyring(std::string secret, State state)
    : secret_(std::move(secret)),
      state_(state),
      daemon_(g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE, nullptr, "dbus-daemon", "--session", "--nofork",
                               "--print-address", nullptr)),
      context_(g_main_context_new()),
      loop_(g_main_loop_new(context_, FALSE)) {
  GDataInputStream* said = g_data_input_stream_new(g_subprocess_get_stdout_pipe(daemon_));
  char* address = g_data_input_stream_read_line(said, nullptr, nullptr, nullptr);
  g_setenv("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  g_free(address);
  g_object_unref(said);
  std::promise<void> ready;
  auto is_ready = ready.get_future();
  server_ = std::thread([this, &ready] {
    g_main_context_push_thread_default(context_);
    serve();
    ready.set_value();
    g_main_loop_run(loop_);
    g_dbus_connection_close_sync(connection_, nullptr, nullptr);
    g_object_unref(connection_);
    g_main_context_pop_thread_default(context_);
  });
  is_ready.get();
}

FakeKeyring::~FakeKeyring() {
  g_main_loop_quit(loop_);
  server_.join();
  g_main_loop_unref(loop_);
  g_main_context_unref(context_);
  g_subprocess_force_exit(daemon_);
  g_subprocess_wait(daemon_, nullptr, nullptr);
  g_object_unref(daemon_);
}

void FakeKeyring::serve() {
  connection_ = g_dbus_connection_new_for_address_sync(
      g_getenv("DBUS_SESSION_BUS_ADDRESS"),
      static_cast<GDBusConnectionFlags>(G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                        G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION),
      nullptr, nullptr, nullptr);
  GDBusNodeInfo* node = g_dbus_node_info_new_for_xml(k_interfaces, nullptr);
  g_dbus_connection_register_object(connection_, k_service_path, node->interfaces[0], &k_callbacks, this, nullptr,
                                    nullptr);
  g_dbus_connection_register_object(connection_, k_item_path, node->interfaces[1], &k_callbacks, this, nullptr,
                                    nullptr);
  g_dbus_node_info_unref(node);
  GVariant* owned = g_dbus_connection_call_sync(
      connection_, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
      g_variant_new("(su)", "org.freedesktop.secrets", 0U), nullptr, G_DBUS_CALL_FLAGS_NONE, -1, nullptr, nullptr);
  if (owned != nullptr) g_variant_unref(owned);
}

void FakeKeyring::call(const char* method, GVariant* parameters, GDBusMethodInvocation* invocation) const {
  const std::string_view name = method;
  if (name == "OpenSession") {
    const char* algorithm = "";
    g_variant_get_child(parameters, 0, "&s", &algorithm);
    if (std::string_view{algorithm} != "plain") {
      g_dbus_method_invocation_return_error(invocation, G_DBUS_ERROR, G_DBUS_ERROR_NOT_SUPPORTED, "only plain");
      return;
    }
    g_dbus_method_invocation_return_value(invocation, g_variant_new("(vo)", g_variant_new_string(""), k_session_path));
  } else if (name == "SearchItems") {
    GVariantBuilder unlocked;
    GVariantBuilder locked;
    g_variant_builder_init(&unlocked, G_VARIANT_TYPE("ao"));
    g_variant_builder_init(&locked, G_VARIANT_TYPE("ao"));
    if (state_ != State::empty && asks_for_our_key(parameters)) {
      g_variant_builder_add(state_ == State::locked ? &locked : &unlocked, "o", k_item_path);
    }
    g_dbus_method_invocation_return_value(invocation, g_variant_new("(aoao)", &unlocked, &locked));
  } else {
    GVariant* value = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, secret_.data(), secret_.size(), 1);
    GVariant* nothing = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, nullptr, 0, 1);
    g_dbus_method_invocation_return_value(invocation,
                                          g_variant_new("((o@ay@ays))", k_session_path, nothing, value, "text/plain"));
  }
}

GVariant* FakeKeyring::property(const char* name) const {
  const std::string_view wanted = name;
  if (wanted == "Locked") return g_variant_new_boolean(state_ == State::locked ? TRUE : FALSE);
  if (wanted == "Label") return g_variant_new_string("claude-tracker");
  if (wanted == "Created" || wanted == "Modified") return g_variant_new_uint64(0);
  if (wanted == "Collections") return g_variant_new("ao", nullptr);
  GVariantBuilder attributes;
  g_variant_builder_init(&attributes, G_VARIANT_TYPE("a{ss}"));
  g_variant_builder_add(&attributes, "{ss}", "service", "claude-tracker");
  g_variant_builder_add(&attributes, "{ss}", "username", "clockify_api_key");
  return g_variant_builder_end(&attributes);
}

}  // namespace libsync::credentials
