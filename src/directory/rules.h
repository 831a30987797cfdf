// What an entry of the directory may say, beside what its form checks. Pure.
#pragma once

#include <google/protobuf/message.h>

#include "base/time.h"
#include "directory/record.h"
#include "schema/form.h"

namespace arasha::directory {

// `today`: what somebody said or checked lies not after it.
std::vector<schema::FieldError> check(const google::protobuf::Message& message, Date today);

bool is_website(std::string_view text);  // http or https, without blanks
bool is_phone(std::string_view text);    // digits, and what people write between them
bool is_email(std::string_view text);    // one @ with something on both sides, no blanks

// From when on what nobody checked any more is to be checked again.
inline constexpr int kMonthsUntilCheck = 6;
inline constexpr const char* kCheckSetting = "directory-check-months";
// Of the setting; the usual six where it holds no number between 1 and 60.
int months_until_check(std::string_view setting);
// The last day on which somebody looked: a check, else when it was recorded.
const std::string& looked_at(const DirectoryCard& card);
bool is_due(const DirectoryCard& card, Date today, int months);
int months_between(Date from, Date to);  // whole ones; none when `to` is earlier

}  // namespace arasha::directory
