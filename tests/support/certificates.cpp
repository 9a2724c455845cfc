// SPDX-License-Identifier: MIT
#include "certificates.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace libsync::support {
namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;

constexpr long k_day = 24 * 60 * 60;
constexpr long k_year = 365 * k_day;

void require(bool done) {
  if (!done) throw std::runtime_error("OpenSSL cannot make a test certificate");
}

struct Profile {
  const char* name;
  const char* alternative_names;  // empty for an authority
  long valid_from;                // seconds from now
  long valid_until;
};

void extend(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  require(extension != nullptr);
  const int added = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  require(added == 1);
}

Key make_key() {
  Key key{EVP_EC_gen("P-256")};
  require(key != nullptr);
  return key;
}

// Signed by `issuer`, or by itself when there is none.
Certificate make_certificate(const Profile& profile, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key) {
  Certificate certificate{X509_new()};
  require(certificate != nullptr);
  std::uint64_t serial = 0;
  require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1);
  require(X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1) == 1);
  require(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), profile.valid_from) != nullptr);
  require(X509_gmtime_adj(X509_getm_notAfter(certificate.get()), profile.valid_until) != nullptr);
  require(X509_set_pubkey(certificate.get(), key) == 1);
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  require(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(profile.name),
                                     -1, -1, 0) == 1);
  X509* signer = issuer == nullptr ? certificate.get() : issuer;
  require(X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer)) == 1);

  const bool is_authority = *profile.alternative_names == '\0';
  extend(certificate.get(), signer, NID_basic_constraints, is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  extend(certificate.get(), signer, NID_subject_key_identifier, "hash");
  extend(certificate.get(), signer, NID_authority_key_identifier, "keyid");
  if (is_authority) {
    extend(certificate.get(), signer, NID_key_usage, "critical,keyCertSign");
  } else {
    extend(certificate.get(), signer, NID_ext_key_usage, "serverAuth");
    extend(certificate.get(), signer, NID_subject_alt_name, profile.alternative_names);
  }
  require(X509_sign(certificate.get(), issuer_key == nullptr ? key : issuer_key, EVP_sha256()) > 0);
  return certificate;
}

template <class Write>
std::string pem(Write write) {
  const Bio bio{BIO_new(BIO_s_mem())};
  require(bio != nullptr && write(bio.get()) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  return pem([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate); });
}

}  // namespace

ServerIdentity make_identity(ServerCertificate kind) {
  constexpr Profile k_authority{"Test authority", "", -k_day, k_year};
  Profile profile{"localhost", "DNS:localhost,IP:127.0.0.1", -k_day, k_year};
  if (kind == ServerCertificate::expired) profile = {"localhost", profile.alternative_names, -2 * k_year, -k_year};
  if (kind == ServerCertificate::not_yet_valid) profile = {"localhost", profile.alternative_names, k_year, 2 * k_year};
  if (kind == ServerCertificate::wrong_host) profile = {"clockify.invalid", "DNS:clockify.invalid", -k_day, k_year};

  const Key trusted_key = make_key();
  const Certificate trusted = make_certificate(k_authority, trusted_key.get(), nullptr, nullptr);
  const Key other_key = make_key();
  const Certificate other = make_certificate(k_authority, other_key.get(), nullptr, nullptr);

  const bool by_other = kind == ServerCertificate::unknown_ca;
  const bool by_itself = kind == ServerCertificate::self_signed;
  const Key key = make_key();
  const Certificate server =
      make_certificate(profile, key.get(), by_itself ? nullptr : (by_other ? other : trusted).get(),
                       by_itself ? nullptr : (by_other ? other_key : trusted_key).get());
  return {pem_of(trusted.get()), pem_of(server.get()), pem([&](BIO* bio) {
            return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

}  // namespace libsync::support
