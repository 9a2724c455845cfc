// SPDX-License-Identifier: MIT
//
// A session bus with a Secret Service on it that holds one item, for as long as the object lives. It speaks as much of
// org.freedesktop.secrets as a lookup needs. DBUS_SESSION_BUS_ADDRESS points to it.
#pragma once

#include <gio/gio.h>

#include <string>
#include <thread>

namespace libsync::credentials {

class FakeKeyring {
 public:
  enum class State { unlocked, locked, empty };

  FakeKeyring(std::string secret, State state);
  FakeKeyring(const FakeKeyring&) = delete;
  FakeKeyring& operator=(const FakeKeyring&) = delete;
  ~FakeKeyring();

  // For the callbacks of the bus.
  void call(const char* method, GVariant* parameters, GDBusMethodInvocation* invocation) const;
  [[nodiscard]] GVariant* property(const char* name) const;

 private:
  void serve();

  std::string secret_;
  State state_;
  GSubprocess* daemon_;
  GMainContext* context_;
  GMainLoop* loop_;
  GDBusConnection* connection_ = nullptr;
  std::thread server_;
};

}  // namespace libsync::credentials
