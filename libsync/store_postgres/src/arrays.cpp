// SPDX-License-Identifier: MIT
#include "arrays.hpp"

namespace libsync::store {

void Array::add_cell(std::string_view cell) {
  if (!cells_.empty()) cells_ += ',';
  cells_ += cell;
}

void Array::add(const std::string& value) {
  std::string cell = "\"";
  for (const char letter : value) {
    if (letter == '"' || letter == '\\') cell += '\\';
    cell += letter;
  }
  add_cell(cell + '"');
}

void Array::add_bytes(std::string_view bytes) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string cell = "\"\\\\x";
  cell.reserve(bytes.size() * 2 + cell.size() + 1);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    cell += k_digits[value >> 4U];
    cell += k_digits[value & 0xfU];
  }
  add_cell(cell + '"');
}

}  // namespace libsync::store
