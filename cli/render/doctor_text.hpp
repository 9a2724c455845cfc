// SPDX-License-Identifier: MIT
//
// What the doctor found, for a person and for a program.
#pragma once

#include "render/hint_text.hpp"

#include <libsync/doctor.hpp>

#include <cstddef>
#include <string>

namespace cli {

struct DoctorLook {
  bool only_what_is_wrong = false;
  bool colour = false;
  std::size_t width = 100;  // columns
};

[[nodiscard]] std::string doctor_text(const libsync::Diagnosis& diagnosis, const HintContext& hints,
                                      const DoctorLook& look);

[[nodiscard]] std::string doctor_json(const libsync::Diagnosis& diagnosis, const HintContext& hints);

}  // namespace cli
