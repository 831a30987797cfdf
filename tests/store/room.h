// What the tests of this room share: a folder of their own, rows to write, and results that must be there.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "store/store.h"

namespace arasha::store {

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  ADD_FAILURE() << result.error().to_string();
  std::abort();
}
inline void must(const Result<void>& result) { EXPECT_TRUE(result.is_ok()) << result.error().to_string(); }

template <class T>
void expect_error(const Result<T>& result, ErrorCode code) {
  ASSERT_FALSE(result.is_ok());
  EXPECT_EQ(result.error().code, code) << result.error().to_string();
  EXPECT_NE(std::string(result.error().text), "");
}

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "arasha-store-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// An id that tells its number, so that a failed test can be read.
template <class IdType>
IdType id(std::uint32_t number) {
  std::array<std::uint8_t, IdType::kSize> bytes{};
  for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  bytes[15] = 1;  // never nil
  return IdType::from_array(bytes);
}
inline Hash hash(std::uint8_t number) {
  Hash out{};
  out.fill(number);
  return out;
}
inline Bytes text(std::string_view value) { return to_bytes(view(value)); }
inline Result<void> nothing(Transaction&) { return {}; }

}  // namespace arasha::store
