// SPDX-License-Identifier: MIT
//
// libpq, PostgreSQL's own library, as far as this program calls it: loaded when it is first needed, since it brings
// LDAP, Kerberos and more along, which nobody pays for who keeps the store in a file. Its header lends the types.
#pragma once

#include <libpq-fe.h>

namespace libsync::store {

#define STORE_LIBPQ_FUNCTIONS(DO) \
  DO(PQclear)                     \
  DO(PQcmdTuples)                 \
  DO(PQconnectdbParams)           \
  DO(PQconninfoFree)              \
  DO(PQconninfoParse)             \
  DO(PQenterPipelineMode)         \
  DO(PQerrorMessage)              \
  DO(PQexec)                      \
  DO(PQexitPipelineMode)          \
  DO(PQfinish)                    \
  DO(PQfreemem)                   \
  DO(PQftype)                     \
  DO(PQgetisnull)                 \
  DO(PQgetlength)                 \
  DO(PQgetResult)                 \
  DO(PQgetvalue)                  \
  DO(PQlibVersion)                \
  DO(PQntuples)                   \
  DO(PQpipelineSync)              \
  DO(PQresultErrorField)          \
  DO(PQresultStatus)              \
  DO(PQsendPrepare)               \
  DO(PQsendQueryParams)           \
  DO(PQsendQueryPrepared)         \
  DO(PQsetNoticeProcessor)        \
  DO(PQstatus)                    \
  DO(PQunescapeBytea)

struct Libpq {
#define STORE_FUNCTION(name) decltype(&::name) name;  // NOLINT(bugprone-macro-parentheses): a declaration
  STORE_LIBPQ_FUNCTIONS(STORE_FUNCTION)
#undef STORE_FUNCTION
};

// Throws StoreError where the library is not, or lacks one of the functions. Any thread may call it.
[[nodiscard]] const Libpq& libpq();

}  // namespace libsync::store
