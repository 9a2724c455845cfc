// SPDX-License-Identifier: MIT
#include "http/tls.hpp"

#include "http/system_roots.hpp"

#include <libsync/model/text.hpp>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <new>
#include <system_error>

namespace libsync::clockify {
namespace {

std::optional<std::string> unreadable(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) return "it is a folder";
  errno = 0;
  std::ifstream in{file};
  if (in.get() != std::ifstream::traits_type::eof()) return std::nullopt;
  return errno != 0 ? std::generic_category().message(errno) : "it is empty";
}

// Who signed the last certificate that the server showed: whose word is not taken here. Empty when it cannot be told.
std::string last_issuer(const SSL& session) {
  constexpr std::size_t k_longest = 200;
  const STACK_OF(X509)* chain = SSL_get0_verified_chain(&session);
  const X509* last = chain == nullptr ? nullptr : sk_X509_value(chain, sk_X509_num(chain) - 1);
  const std::unique_ptr<BIO, decltype(&BIO_free)> text{BIO_new(BIO_s_mem()), &BIO_free};
  if (last == nullptr || text == nullptr) return {};
  if (X509_NAME_print_ex(text.get(), X509_get_issuer_name(last), 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB) <= 0) {
    return {};
  }
  const char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  return printable(cut_at_character({bytes, static_cast<std::size_t>(size)}, k_longest));
}

HandshakeProblem certificate_problem(const SSL& session, long verdict, const HostPort& server) {
  switch (verdict) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return {fmt::format("the certificate of {} has expired", server.host)};
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return {fmt::format("the certificate of {} is not valid yet", server.host)};
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return {fmt::format("the certificate that {} showed is not valid for that name", server.host)};
    default:
      break;
  }
  const std::string issuer = last_issuer(session);
  const std::string issued = issuer.empty() ? "" : fmt::format("; it was issued by `{}`", issuer);
  switch (verdict) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return {fmt::format("the certificate of {} is self-signed{}", server.host, issued), true};
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return {fmt::format("the certificate of {} was signed by an authority that is not trusted here{}", server.host,
                          issued),
              true};
    default:
      return {fmt::format("the certificate of {} cannot be trusted: {}{}", server.host,
                          X509_verify_cert_error_string(verdict), issued),
              true};
  }
}

}  // namespace

Result<TlsContext, TlsSetupError> make_tls_context(const std::filesystem::path& ca_file) {
  ERR_clear_error();
  TlsContext context{SSL_CTX_new(TLS_client_method())};
  if (!context) throw std::bad_alloc{};
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  if (ca_file.empty()) {
    const auto elsewhere = system_roots_elsewhere();
    if ((elsewhere.empty() ? SSL_CTX_set_default_verify_paths(context.get())
                           : SSL_CTX_load_verify_file(context.get(), elsewhere.c_str())) != 1) {
      ERR_clear_error();
      return TlsSetupError{"the system's list of trusted certificates cannot be read"};
    }
    return context;
  }
  if (const auto problem = unreadable(ca_file)) return TlsSetupError{*problem};
  if (SSL_CTX_load_verify_file(context.get(), ca_file.c_str()) != 1) {
    ERR_clear_error();
    return TlsSetupError{"it holds no certificate in PEM form"};
  }
  return context;
}

bool expect_server(SSL& session, const HostPort& server) {
  X509_VERIFY_PARAM* rules = SSL_get0_param(&session);
  if (server.is_address) return X509_VERIFY_PARAM_set1_ip_asc(rules, server.host.c_str()) == 1;
  X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return X509_VERIFY_PARAM_set1_host(rules, server.host.c_str(), server.host.size()) == 1 &&
         SSL_ctrl(&session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                  const_cast<char*>(server.host.c_str())) == 1;
}

HandshakeProblem handshake_problem(const SSL& session, const HostPort& server, unsigned long error) {
  if (const long verdict = SSL_get_verify_result(&session); verdict != X509_V_OK) {
    return certificate_problem(session, verdict, server);
  }
  switch (ERR_GET_REASON(error)) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_RECORD_LENGTH_MISMATCH:
      return {fmt::format("{} does not speak TLS", server.text())};
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
      return {fmt::format("{} offers no version of TLS that is safe to use", server.text())};
    default:
      break;
  }
  const char* reason = ERR_reason_error_string(error);
  return {fmt::format("no TLS connection to {}: {}", server.text(), reason != nullptr ? reason : "unknown reason")};
}

}  // namespace libsync::clockify
