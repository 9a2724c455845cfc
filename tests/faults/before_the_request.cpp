// SPDX-License-Identifier: MIT
//
// Rows 21 to 28 and the proxies of row 47: whatever keeps the request of an entry from being sent leaves no trace.
#include "dead_ends.hpp"
#include "forward_proxy.hpp"
#include "kernel.hpp"
#include "row.hpp"
#include "temp_dir.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace libsync::faults {
namespace {

using support::ConnectionFault;
using support::FakeClockify;
using support::FakeOptions;
using support::ForwardProxy;
using support::ServerCertificate;
namespace fault = support::fault;
using namespace std::chrono_literals;

// For what waits in vain.
constexpr milliseconds k_impatient{1'000};

// From now on each request takes a connection of its own.
void close_after_each_request(Workday& day) {
  day.server.from_request(1, fault::announced_close());
}

// `act` happens before the connection for the n-th POST is made, and after the one before it.
void before_connecting_for(Workday& day, int nth, std::function<void()> act) {
  close_after_each_request(day);
  day.server.before_request(Workday::request_of(nth) - 1, std::move(act));
}

End not_sent(Workday& day, int nth, const std::string& words, FailureKind kind = FailureKind::offline) {
  return run_into(day, nth, Fate::not_sent, kind, words);
}

// Another server answers in the place of Clockify.
Row impostor_row(int number, std::string name, const FakeOptions& options, const char* words,
                 FailureKind kind = FailureKind::offline) {
  return {number, std::move(name), [options, words, kind](Workday& day, int nth) {
            const FakeClockify impostor{options};
            // The client trusts the authority of either: what is wrong is the certificate, or the version.
            const auto trusted = day.folder / "trusted.pem";
            support::write_file(trusted, day.server.identity().authority_pem + impostor.identity().authority_pem);
            day.https.ca_file = trusted;
            before_connecting_for(day, nth, [&] { kernel::detour(impostor.port()); });
            const End end = not_sent(day, nth, words, kind);
            EXPECT_EQ(impostor.counts().connections, 1);
            EXPECT_EQ(impostor.counts().requests, 0) << "the key was sent";
            return end;
          }};
}

Row dead_connection_row(int number, std::string name, ConnectionFault connection) {
  return {number, std::move(name), [connection](Workday& day, int nth) {
            close_after_each_request(day);
            day.https.deadline = k_impatient;
            day.server.on_connection(Workday::request_of(nth), connection);
            return not_sent(day, nth, "while setting up TLS");
          }};
}

Row refusing_proxy_row(std::string name, int status, const char* words) {
  return {47, std::move(name), [=](Workday& day, int nth) {
            const ForwardProxy proxy{{.refusal = status, .refuses_after = Workday::request_of(nth) - 1}};
            close_after_each_request(day);
            day.https.proxy = Secret{proxy.url()};
            return not_sent(day, nth, words);
          }};
}

}  // namespace

std::vector<Row> rows_before_the_request() {
  return {
      {21, "TheNameIsNotFound",
       [](Workday& day, int nth) {
         before_connecting_for(day, nth, kernel::no_names);
         return not_sent(day, nth, "cannot be looked up");
       }},
      {22, "TheConnectionIsRefused",
       [](Workday& day, int nth) {
         const support::DeafPort nobody;
         before_connecting_for(day, nth, [&] { kernel::detour(nobody.port()); });
         return not_sent(day, nth, "refused the connection");
       }},
      {23, "NobodyAnswersTheConnection",
       [](Workday& day, int nth) {
         const support::FullPort silence;
         day.https.deadline = k_impatient;
         before_connecting_for(day, nth, [&] { kernel::detour(silence.port()); });
         return not_sent(day, nth, "while connecting");
       }},
      impostor_row(24, "TheCertificateHasExpired", {.certificate = ServerCertificate::expired}, "has expired"),
      impostor_row(25, "TheCertificateIsOfAnotherHost", {.certificate = ServerCertificate::wrong_host},
                   "not valid for that name"),
      impostor_row(26, "TheCertificateIsSelfSigned", {.certificate = ServerCertificate::self_signed}, "self-signed",
                   FailureKind::config),
      impostor_row(27, "TheServerSpeaksTls11Only", {.only_tls_1_1 = true}, "no version of TLS"),
      dead_connection_row(28, "TheServerIsSilentFromTheStart", ConnectionFault::silent),
      dead_connection_row(28, "TheServerIsSilentInTheHandshake", ConnectionFault::silent_in_handshake),
      refusing_proxy_row("TheProxyWantsAPassword", 407, "user name and password"),
      refusing_proxy_row("TheProxyFindsNoServer", 502, "gave no connection"),
  };
}

}  // namespace libsync::faults
