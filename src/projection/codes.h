// Numbers of documents and telephones, made comparable however they were written. All functions are pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace arasha::projection {

// Digits, and the letters of the series in Latin upper case twice: as they look (Cyrillic АН as AH) and as they sound
// (AN), for people type both.
struct DocumentNumber {
  std::string digits;
  std::string by_look;
  std::string by_sound;
};
DocumentNumber read_document(std::string_view text);
// What two writings of one number have in common, to be looked up by; empty: too short to find anybody.
std::string document_key(std::string_view text);
bool same_document(std::string_view left, std::string_view right);
// One sign differs.
bool nearly_same_document(std::string_view left, std::string_view right);

// The telephones of a text, each without signs and without what is dialled before the number; short ones left out.
std::vector<std::string> read_phones(std::string_view text);
// The end of a number that is written with and without its country.
std::string phone_key(std::string_view phone);
bool same_phone(std::string_view left, std::string_view right);  // any of one text and any of the other

// Exactly one sign more, less or other, or two neighbours swapped.
bool one_slip(std::string_view left, std::string_view right);

// Of a date yyyy-mm-dd: itself, day and month swapped, and all that one slip in a digit makes of it. Not all of them
// stand in the calendar. Empty for what is no date.
std::vector<std::string> dates_nearby(std::string_view date);

}  // namespace arasha::projection
