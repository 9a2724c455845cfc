// SPDX-License-Identifier: MIT
//
// A server on loopback that does exactly what a test says, byte by byte: one script per connection, run in a thread.
#pragma once

#include "temp_dir.hpp"

#include <openssl/ssl.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

// One connection, seen from the server. Reads and writes plain text until start_tls().
class Peer {
 public:
  Peer(int socket, SSL_CTX* tls) : socket_(socket), tls_(tls) {}
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer();

  // False when the client broke off.
  bool start_tls();

  // The header and, as far as Content-Length says so, the body of the next request; empty when the client is gone.
  std::string read_request();

  void send(std::string_view text);

  // An answer that is complete, with a Content-Length.
  void answer(int status, std::string_view body, std::string_view fields = "");

  void say_goodbye();  // TLS close_notify

  // Blocks until the client closes the connection.
  void wait_for_close();

 private:
  long read_some(char* to, std::size_t size);

  int socket_;
  SSL_CTX* tls_;
  SSL* session_ = nullptr;
  std::string pending_;
};

class ScriptedServer {
 public:
  using Script = std::function<void(Peer&)>;

  // The n-th connection runs the n-th script; connections after the last script are closed at once.
  // `name` is what the certificate is for: a host name, or an address when it starts with a digit.
  explicit ScriptedServer(std::vector<Script> scripts, const std::string& name = "127.0.0.1");
  ~ScriptedServer();  // ends connections that are open
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  [[nodiscard]] unsigned short port() const { return port_; }
  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::string base_url() const { return "https://" + address() + "/api/v1"; }
  [[nodiscard]] const std::filesystem::path& ca_file() const { return ca_file_; }

  // Connections that came, whether or not they got anywhere.
  [[nodiscard]] int accepted() const { return accepted_; }

 private:
  void serve(const std::vector<Script>& scripts);

  libsync::support::TempDir folder_;
  std::filesystem::path ca_file_ = folder_ / "ca.pem";
  SSL_CTX* tls_;
  int listener_ = -1;
  unsigned short port_ = 0;
  std::atomic<int> accepted_ = 0;
  std::mutex mutex_;
  int current_ = -1;  // the socket of the connection that is served
  bool ending_ = false;
  std::thread thread_;
};
