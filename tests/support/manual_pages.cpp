// SPDX-License-Identifier: MIT
#include "manual_pages.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <regex>
#include <stdexcept>

namespace libsync::support {
namespace {

std::vector<std::string> matches(const std::regex& pattern, int group, const std::string& text) {
  std::vector<std::string> found;
  for (std::sregex_iterator at{text.begin(), text.end(), pattern}; at != std::sregex_iterator{}; ++at) {
    found.push_back((*at)[static_cast<std::size_t>(group)]);
  }
  return found;
}

void gather_fields(const boost::json::value& value, Words& fields) {
  if (const auto* object = value.if_object()) {
    for (const auto& [name, inner] : *object) {
      fields.insert(std::string{name});
      gather_fields(inner, fields);
    }
  } else if (const auto* array = value.if_array()) {
    for (const auto& inner : *array) gather_fields(inner, fields);
  }
}

}  // namespace

std::string manual_page(const std::string& name) {
  std::ifstream file{std::string{MANUAL_FOLDER} + "/" + name};
  if (!file) throw std::runtime_error{"there is no page " + name + " in the manual"};
  std::string text;
  bool in_fences = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("```")) {
      in_fences = !in_fences;
    } else if (!in_fences) {
      text += line + '\n';
    }
  }
  return text;
}

std::vector<std::string> code_in(const std::string& text) {
  static const std::regex code{"`([^`]+)`"};
  return matches(code, 1, text);
}

Words names_in(const std::string& text) {
  static const std::regex name{"[a-z_]+"};
  Words names;
  for (const auto& code : code_in(text)) {
    for (auto& found : matches(name, 0, code)) names.insert(std::move(found));
  }
  return names;
}

Words fields_of(const std::string& json) {
  Words fields;
  gather_fields(boost::json::parse(json), fields);
  return fields;
}

}  // namespace libsync::support
