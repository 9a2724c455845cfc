// SPDX-License-Identifier: MIT
#include "scripted_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace {

void require(bool condition, const char* what) {
  if (!condition) throw std::runtime_error(what);
}

// A key and a certificate for `name` that is its own authority; the certificate also goes to `ca_file`.
SSL_CTX* make_context(const std::string& name, const std::filesystem::path& ca_file) {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
  X509* certificate = X509_new();
  require(key != nullptr && certificate != nullptr, "no key");
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  const std::string text = "scripted server";
  X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8,
                             std::basic_string<unsigned char>(text.begin(), text.end()).c_str(), -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  const std::string names = (name.front() >= '0' && name.front() <= '9' ? "IP:" : "DNS:") + name;
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
  require(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, "no subject name");
  X509_EXTENSION_free(extension);
  require(X509_sign(certificate, key, EVP_sha256()) != 0, "no signature");

  std::FILE* file = std::fopen(ca_file.c_str(), "w");
  require(file != nullptr && PEM_write_X509(file, certificate) == 1, "no CA file");
  std::fclose(file);

  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  require(SSL_CTX_use_certificate(context, certificate) == 1 && SSL_CTX_use_PrivateKey(context, key) == 1, "no TLS");
  X509_free(certificate);
  EVP_PKEY_free(key);
  return context;
}

std::size_t content_length(std::string_view header) {
  constexpr std::string_view k_field = "\r\nContent-Length: ";
  const std::size_t at = header.find(k_field);
  return at == std::string_view::npos ? 0 : std::strtoul(header.substr(at + k_field.size()).data(), nullptr, 10);
}

}  // namespace

Peer::~Peer() {
  SSL_free(session_);
}

bool Peer::start_tls() {
  session_ = SSL_new(tls_);
  SSL_set_fd(session_, socket_);
  return SSL_accept(session_) == 1;
}

long Peer::read_some(char* to, std::size_t size) {
  return session_ != nullptr ? SSL_read(session_, to, static_cast<int>(size)) : ::recv(socket_, to, size, 0);
}

std::string Peer::read_request() {
  std::array<char, 4096> block{};
  while (true) {
    if (const std::size_t end = pending_.find("\r\n\r\n"); end != std::string::npos) {
      const std::size_t size = end + 4 + content_length(std::string_view{pending_}.substr(0, end + 2));
      if (pending_.size() >= size) {
        std::string request = pending_.substr(0, size);
        pending_.erase(0, size);
        return request;
      }
    }
    const long received = read_some(block.data(), block.size());
    if (received <= 0) return {};
    pending_.append(block.data(), static_cast<std::size_t>(received));
  }
}

void Peer::send(std::string_view text) {
  if (session_ != nullptr) {
    SSL_write(session_, text.data(), static_cast<int>(text.size()));
  } else {
    ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
  }
}

void Peer::answer(int status, std::string_view body, std::string_view fields) {
  send("HTTP/1.1 " + std::to_string(status) + " Status\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
       std::string{fields} + "\r\n" + std::string{body});
}

void Peer::say_goodbye() {
  SSL_shutdown(session_);
}

void Peer::wait_for_close() {
  std::array<char, 4096> block{};
  while (read_some(block.data(), block.size()) > 0) continue;
}

ScriptedServer::ScriptedServer(std::vector<Script> scripts, const std::string& name) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to our side of the sockets without MSG_NOSIGNAL
  tls_ = make_context(name, ca_file_);

  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = static_cast<sockaddr*>(static_cast<void*>(&address));
  require(::bind(listener_, any, size) == 0 && ::listen(listener_, 8) == 0, "no listener");
  require(::getsockname(listener_, any, &size) == 0, "no port");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread{[this, scripts = std::move(scripts)] { serve(scripts); }};
}

ScriptedServer::~ScriptedServer() {
  {
    const std::lock_guard lock{mutex_};
    ending_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    if (current_ >= 0) ::shutdown(current_, SHUT_RDWR);
  }
  thread_.join();
  ::close(listener_);
  SSL_CTX_free(tls_);
}

void ScriptedServer::serve(const std::vector<Script>& scripts) {
  while (true) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    const int on = 1;  // what was written is on its way when the call returns
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto index = static_cast<std::size_t>(accepted_++);
    {
      const std::lock_guard lock{mutex_};
      current_ = socket;
      if (ending_) ::shutdown(socket, SHUT_RDWR);
    }
    if (index < scripts.size()) {
      Peer peer{socket, tls_};
      scripts[index](peer);
    }
    const std::lock_guard lock{mutex_};
    current_ = -1;
    ::close(socket);
  }
}
