// SPDX-License-Identifier: MIT
//
// Any bytes as what Clockify sends: an entry, a list of them, a user, projects. What is understood can be written down
// and is understood again as the same; what is not has a cause in our own words.
#include "fuzzing.hpp"
#include "json_codec.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <string>

namespace {

using namespace libsync;
using namespace libsync::clockify;
using fuzzing::require;
namespace json = boost::json;

json::value written(const Entry& entry) {
  json::object interval{{"start", format_utc(entry.start)}};
  if (entry.end) interval["end"] = format_utc(*entry.end);
  json::object object{{"id", entry.id.str()},
                      {"workspaceId", entry.workspace.str()},
                      {"userId", entry.user.str()},
                      {"description", entry.description},
                      {"timeInterval", std::move(interval)}};
  if (entry.project) object["projectId"] = entry.project->str();
  return object;
}

// An offset may lead out of the years that can be spelled.
bool can_be_spelled(UtcTime time) {
  const LocalDate date{std::chrono::floor<std::chrono::days>(time)};
  return date.year() >= std::chrono::year{0} && date.year() <= std::chrono::year{9999};
}

bool is_own_text(const std::string& cause) {
  return !cause.empty() && std::all_of(cause.begin(), cause.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

// The value, after checking that there is one or a cause.
template <class T>
const T* checked(const Result<T, CodecError>& result) {
  if (result.has_value()) return &*result;
  require(is_own_text(result.error().cause));
  return nullptr;
}

void check(const Entry& entry) {
  if (!can_be_spelled(entry.start) || (entry.end && !can_be_spelled(*entry.end))) return;
  const auto again = parse_entry(json::serialize(written(entry)));
  require(again.has_value() && *again == entry);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzzing::text_of(data, size);

  const auto list = parse_entries(text);
  if (const auto* entries = checked(list)) {
    for (const Entry& entry : *entries) check(entry);
  }
  const auto single = parse_entry(text);
  if (const auto* entry = checked(single)) {
    check(*entry);
    const auto listed = parse_entries("[" + std::string{text} + "]");
    if (listed.has_value()) {
      require(listed->size() == 1 && listed->front() == *entry);
    } else {
      require(listed.error().cause == "the answer is nested too deeply");
    }
  }
  const auto user = parse_user(text);
  checked(user);
  const auto projects = parse_projects(text);
  checked(projects);

  const ServerMessage said = parse_server_message(text);
  require(said.code >= 0 && said.text.size() <= k_longest_message);
  return 0;
}
