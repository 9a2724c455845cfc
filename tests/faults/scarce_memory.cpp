// SPDX-License-Identifier: MIT
#include "scarce_memory.hpp"

#include <cstdlib>
#include <new>
#include <utility>

namespace {

constexpr std::int64_t k_any_number = -1;

thread_local std::int64_t allocations_left = k_any_number;

}  // namespace

void* operator new(std::size_t size) {
  if (allocations_left == 0) throw std::bad_alloc{};
  if (allocations_left != k_any_number) --allocations_left;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc{};
}

// A sanitizer has its own otherwise, and would find memory freed that it did not give.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return operator new(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace libsync::faults::memory {

void leave(std::int64_t allocations) {
  allocations_left = allocations;
}

std::int64_t restore() {
  return std::exchange(allocations_left, k_any_number);
}

}  // namespace libsync::faults::memory
