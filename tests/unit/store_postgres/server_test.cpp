// SPDX-License-Identifier: MIT
//
// What a server has to be like, and what it may do meanwhile.
#include "postgres_fixture.hpp"

namespace libsync::store {
namespace {

class PostgresServerTest : public testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<TrackingStore> open() const {
    return open_postgres_store(address_, {.machine = {"laptop", "laptop"}});
  }
  [[nodiscard]] std::string refusal() const {
    try {
      (void)open();
    } catch (const StoreError& error) {
      return error.what();
    }
    return "";
  }
  void restart_with(const std::string& setting) {
    server_.stop();
    server_.set(setting);
    server_.start();
  }

  PostgresServer server_;
  std::string address_ = server_.new_database();
};

TEST_F(PostgresServerTest, ThatMayLoseWhatItConfirmedIsRefused) {
  EXPECT_EQ(refusal(), "");
  restart_with("fsync=off");
  EXPECT_THAT(refusal(), HasSubstr("it runs with `fsync = off`"));
  restart_with("fsync=on");
  restart_with("full_page_writes=off");
  EXPECT_THAT(refusal(), HasSubstr("it runs with `full_page_writes = off`"));
  restart_with("full_page_writes=on");
  for (const char* level : {"off", "local", "remote_write"}) {
    server_.run(address_, std::string{"ALTER ROLE ann SET synchronous_commit = "} + level);
    EXPECT_THAT(refusal(), HasSubstr("it runs with `synchronous_commit` below `on`")) << level;
  }
  server_.run(address_, "ALTER ROLE ann SET synchronous_commit = remote_apply");
  EXPECT_EQ(refusal(), "");
}

TEST_F(PostgresServerTest, ThatTakesNoChangesIsRefused) {
  server_.run(address_, "ALTER ROLE ann SET default_transaction_read_only = on");
  EXPECT_THAT(refusal(), HasSubstr("it is set to read only"));
}

TEST_F(PostgresServerTest, ThatFollowsAnotherIsRefused) {
  EXPECT_EQ(refusal(), "");
  server_.stop();
  server_.follow_nobody();
  server_.start();
  EXPECT_THAT(refusal(), HasSubstr("it is a standby, which takes no changes"));
}

TEST_F(PostgresServerTest, ThatIsNotThereIsNamed) {
  server_.stop();
  EXPECT_THAT(refusal(), HasSubstr("its server cannot be reached"));
  server_.start();
}

TEST_F(PostgresServerTest, MayBeRestartedInBetween) {
  const auto store = open();
  store->register_timesheet(timesheet());
  store->freeze(plan(monday(), "12"));
  server_.kill();
  server_.start();
  EXPECT_EQ(store->day_plan(day(monday())), plan(monday(), "12"));
  server_.kill();
  server_.start();
  EXPECT_TRUE(store->begin_send(intent(*store, monday(), '1', 0)));
  EXPECT_EQ(store->day_plan(day(monday()))->rows[0].state, RowState::in_flight);
}

// The server ends every connection then, and looks after its files before it takes new ones.
TEST_F(PostgresServerTest, MayLoseAProcessOfItsOwn) {
  const auto store = open();
  store->register_timesheet(timesheet());
  store->freeze(plan(monday(), "12"));
  server_.kill_a_backend(address_);
  EXPECT_TRUE(store->begin_send(intent(*store, monday(), '1', 0)));
  EXPECT_EQ(store->day_plan(day(monday()))->rows[0].state, RowState::in_flight);
}

// By TCP, behind real TLS.
class PostgresOverTls : public PostgresServerTest {
 protected:
  void listen(support::ServerCertificate certificate) {
    server_.listen(support::make_identity(certificate), "open sesame");
    address_ = server_.new_database();
  }

  [[nodiscard]] std::string refusal_of(const std::string& parameters, const std::string& host = "localhost",
                                       const std::string& password = "open sesame") const {
    try {
      (void)open_postgres_store(server_.url(host, address_) + parameters,
                                {.machine = {"laptop", "laptop"}, .password = Secret{password}});
    } catch (const StoreError& error) {
      return error.what();
    }
    return "";
  }
  [[nodiscard]] std::string trusting() const { return "?sslrootcert=" + server_.authority_file().string(); }
};

TEST_F(PostgresOverTls, IsUsedWhenItsCertificateIsTrusted) {
  listen(support::ServerCertificate::good);
  EXPECT_EQ(refusal_of(trusting()), "");
  EXPECT_THAT(refusal_of(""), HasSubstr("certificate verify failed")) << "the system does not know its authority";
}

TEST_F(PostgresOverTls, IsRefusedUnderAnotherName) {
  listen(support::ServerCertificate::wrong_host);
  EXPECT_THAT(refusal_of(trusting()), HasSubstr("does not match host name"));
  EXPECT_EQ(refusal_of(trusting() + "&sslmode=verify-ca"), "") << "the address says otherwise";
}

TEST_F(PostgresOverTls, IsRefusedWithACertificateThatRanOut) {
  listen(support::ServerCertificate::expired);
  EXPECT_THAT(refusal_of(trusting()), HasSubstr("certificate verify failed"));
}

TEST_F(PostgresOverTls, IsUsedUncheckedOnlyWhereTheAddressSaysSo) {
  listen(support::ServerCertificate::self_signed);
  EXPECT_THAT(refusal_of(""), HasSubstr("certificate verify failed"));
  EXPECT_EQ(refusal_of("?sslmode=require"), "");
}

TEST_F(PostgresOverTls, RefusesAWrongPasswordThatNobodySees) {
  listen(support::ServerCertificate::good);
  const std::string refusal = refusal_of(trusting(), "localhost", "guessed wrong");
  EXPECT_THAT(refusal, HasSubstr("password authentication failed"));
  EXPECT_THAT(refusal, testing::Not(HasSubstr("guessed wrong")));
}

TEST(PostgresAddress, ThatIsNoneIsRefused) {
  EXPECT_EQ(failure_of([] {
              (void)open_postgres_store("postgresql://ann:secret@host:port/db", {.machine = {"a", "a"}});
            }),
            StoreErrorKind::io);
}

TEST(PostgresAddress, IsShownWithoutItsPassword) {
  try {
    (void)open_postgres_store("postgresql://ann:secret@127.0.0.1:1/db?connect_timeout=1", {.machine = {"a", "a"}});
    FAIL();
  } catch (const StoreError& error) {
    EXPECT_THAT(error.what(), HasSubstr("postgresql://ann@127.0.0.1:1/db"));
    EXPECT_THAT(error.what(), testing::Not(HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace libsync::store
