// SPDX-License-Identifier: MIT
//
// How the doctor judges each thing. Every function adds its findings, or none when the facts say nothing about it.
#pragma once

#include "doctor_facts.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace libsync {

[[nodiscard]] Finding passed(Check check, std::string message);
[[nodiscard]] Finding warning(Check check, std::string message, Hint hint);
[[nodiscard]] Finding failed(Check check, const Failure& failure);

// "1 day", "3 days"
[[nodiscard]] std::string counted(std::int64_t count, const char* one, const char* many);

// What lies on this machine.
void judge_config(const DoctorFacts& facts, std::vector<Finding>& findings);
void judge_store(const DoctorFacts& facts, std::vector<Finding>& findings);
void judge_run(const DoctorFacts& facts, std::vector<Finding>& findings);
void judge_transcripts(const DoctorFacts& facts, std::vector<Finding>& findings);
void judge_skipped(const DoctorFacts& facts, std::vector<Finding>& findings);
void judge_schedule(const DoctorFacts& facts, std::vector<Finding>& findings);

// What Clockify says.
void judge_key(const DoctorFacts& facts, std::vector<Finding>& findings);
void judge_connection(const DoctorFacts& facts, std::vector<Finding>& findings);
void judge_clock(const DoctorFacts& facts, std::vector<Finding>& findings);
void judge_time_zone(const DoctorFacts& facts, std::vector<Finding>& findings);
void judge_mapping(const DoctorFacts& facts, std::vector<Finding>& findings);

}  // namespace libsync
