// multipart/form-data (RFC 7578), read as it comes: strict, in bounded memory, never holding a part as a whole.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"

namespace arasha::web {

// The head of one part.
struct Part {
  std::string name;       // of the field; UTF-8
  bool is_file = false;   // has a file name, though it may be empty: no file was chosen
  std::string file_name;  // as the browser said it
};

// Hears what is in a form. An error ends the reading and is answered.
class PartSink {
 public:
  virtual ~PartSink() = default;
  virtual Result<void> begin(const Part& part, std::uint64_t offset) = 0;  // `offset`: where its content begins in the body
  virtual Result<void> content(BytesView bytes) = 0;
  virtual Result<void> end() = 0;
};

// The boundary of a Content-Type header; nothing when it is no multipart/form-data, or its boundary is not as RFC 2046 wants.
std::optional<std::string> multipart_boundary(std::string_view content_type);

class MultipartReader {
 public:
  static constexpr std::size_t kHeadLimit = 4096;  // of one part
  static constexpr int kPartLimit = 300;

  // The sink must outlive the reader.
  MultipartReader(std::string_view boundary, PartSink& sink) : delimiter_("\r\n--" + std::string(boundary)), sink_(sink), kept_("\r\n") {}

  // The next bytes, in pieces of any size. `invalid_input` for what is no form, `too_large` over the limits.
  Result<void> feed(BytesView bytes);
  // `invalid_input` when the end has not come.
  Result<void> finish() const;
  bool is_at_end() const { return state_ == State::after; }

 private:
  enum class State { before, delimiter, head, content, after };
  Result<bool> step();  // false: more bytes are needed
  Result<bool> take_content();
  Result<bool> take_delimiter();
  Result<bool> take_head();

  std::string delimiter_;
  PartSink& sink_;
  State state_ = State::before;
  std::string kept_;          // not dealt with yet; the first delimiter needs no line before it
  std::uint64_t taken_ = 0;   // bytes of the body before `kept_`, and two more
  int parts_ = 0;
};

}  // namespace arasha::web
