#include "web/multipart.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace arasha::web {
namespace {

Error not_whole() { return {ErrorCode::invalid_input, "The form did not arrive whole. Send it again."}; }

std::string lower(std::string_view text) {
  std::string out;
  for (const char c : text) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

// One parameter of a header such as: form-data; name="a"; filename="b.jpg". Browsers write %22, %0D, %0A for what would
// end the quotes; a backslash is itself (WHATWG HTML, multipart form data). Nothing: not there, or there twice.
struct Parameters {
  bool sound = true;
  std::vector<std::pair<std::string, std::string>> all;
  const std::string* get(std::string_view name) const {
    for (const auto& [key, value] : all) {
      if (key == name) return &value;
    }
    return nullptr;
  }
};
Parameters parameters_of(std::string_view text) {
  Parameters out;
  const auto fail = [&] {
    out.sound = false;
    return out;
  };
  while (!text.empty()) {
    if (text.front() != ';') return fail();
    text = trim(text.substr(1));
    if (text.empty()) break;
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) return fail();
    std::string key = lower(trim(text.substr(0, equals)));
    if (out.get(key) != nullptr) return fail();
    text.remove_prefix(equals + 1);
    std::string value;
    if (text.starts_with('"')) {
      const auto end = text.find('"', 1);
      if (end == std::string_view::npos) return fail();
      value = std::string(text.substr(1, end - 1));
      text = trim(text.substr(end + 1));
    } else {
      const auto end = text.find(';');
      value = std::string(trim(text.substr(0, end)));
      text = end == std::string_view::npos ? std::string_view() : text.substr(end);
    }
    out.all.emplace_back(std::move(key), std::move(value));
  }
  return out;
}

std::string unescaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const bool is_quote = text.starts_with("%22");
    const bool is_line = text.starts_with("%0D%0A");
    out += is_quote ? '"' : is_line ? ' ' : text.front();
    text.remove_prefix(is_quote ? 3 : is_line ? 6 : 1);
  }
  return out;
}

// The head of a part: its lines without the empty one.
Result<Part> part_of(std::string_view head) {
  std::optional<Part> out;
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    head = end == std::string_view::npos ? std::string_view() : head.substr(end + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || line.find('\0') != std::string_view::npos) return not_whole();
    const std::string name = lower(trim(line.substr(0, colon)));
    // A part that is coded once more would have to be decoded; no browser does that.
    if (name == "content-transfer-encoding") return not_whole();
    if (name != "content-disposition") continue;
    const std::string_view value = trim(line.substr(colon + 1));
    const auto semicolon = value.find(';');
    if (out || semicolon == std::string_view::npos || lower(trim(value.substr(0, semicolon))) != "form-data") return not_whole();
    const Parameters parameters = parameters_of(value.substr(semicolon));
    const std::string* field = parameters.get("name");
    if (!parameters.sound || field == nullptr || field->empty()) return not_whole();
    Part part;
    part.name = unescaped(*field);
    const std::string* file = parameters.get("filename");
    part.is_file = file != nullptr;
    if (file != nullptr) part.file_name = unescaped(*file);
    if (!is_utf8(part.name) || !is_utf8(part.file_name)) return not_whole();
    out = std::move(part);
  }
  if (!out) return not_whole();
  return std::move(*out);
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  const auto semicolon = content_type.find(';');
  if (semicolon == std::string_view::npos || lower(trim(content_type.substr(0, semicolon))) != "multipart/form-data") return std::nullopt;
  const Parameters parameters = parameters_of(content_type.substr(semicolon));
  const std::string* boundary = parameters.get("boundary");
  if (!parameters.sound || boundary == nullptr || boundary->empty() || boundary->size() > 70) return std::nullopt;
  constexpr std::string_view kAllowed = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'()+_,-./:=?";
  if (boundary->find_first_not_of(kAllowed) != std::string::npos) return std::nullopt;
  return *boundary;
}

Result<void> MultipartReader::feed(BytesView bytes) {
  kept_ += text_view(bytes);
  while (state_ != State::after) {
    TRY(went_on, step());
    if (!went_on) break;
  }
  // What follows the end is not looked at.
  if (state_ == State::after) kept_.clear();
  return {};
}

Result<void> MultipartReader::finish() const {
  if (state_ != State::after) return not_whole();
  return {};
}

Result<bool> MultipartReader::step() {
  switch (state_) {
    case State::before:
      // No browser writes anything before the first delimiter.
      if (kept_.size() < delimiter_.size()) return false;
      if (!kept_.starts_with(delimiter_)) return not_whole();
      kept_.erase(0, delimiter_.size());
      taken_ += delimiter_.size();
      state_ = State::delimiter;
      return true;
    case State::delimiter: return take_delimiter();
    case State::head: return take_head();
    case State::content: return take_content();
    case State::after: break;
  }
  return false;
}

// Behind the delimiter stands the end of a line, or two hyphens: the end of all.
Result<bool> MultipartReader::take_delimiter() {
  if (kept_.size() < 2) return false;
  if (kept_.starts_with("--")) {
    state_ = State::after;
    return true;
  }
  if (!kept_.starts_with("\r\n")) return not_whole();
  kept_.erase(0, 2);
  taken_ += 2;
  state_ = State::head;
  return true;
}

Result<bool> MultipartReader::take_head() {
  const auto end = kept_.find("\r\n\r\n");
  if (end == std::string::npos ? kept_.size() > kHeadLimit : end > kHeadLimit) {
    return Error(ErrorCode::too_large, "This is more than the server takes at once. Shorten the texts and send it again.");
  }
  if (end == std::string::npos) return false;
  if (++parts_ > kPartLimit) return Error(ErrorCode::too_large, "There are too many answers.");
  TRY(part, part_of(std::string_view(kept_).substr(0, end)));
  kept_.erase(0, end + 4);
  taken_ += end + 4;
  state_ = State::content;
  // `kept_` began with two bytes that the body does not have.
  TRY_VOID(sink_.begin(part, taken_ - 2));
  return true;
}

Result<bool> MultipartReader::take_content() {
  const auto at = kept_.find(delimiter_);
  // What could be the beginning of a delimiter waits for the rest of it.
  const std::size_t sure = at != std::string::npos ? at : kept_.size() - std::min(kept_.size(), delimiter_.size() - 1);
  if (sure > 0) TRY_VOID(sink_.content(view(std::string_view(kept_).substr(0, sure))));
  const std::size_t gone = at == std::string::npos ? sure : sure + delimiter_.size();
  kept_.erase(0, gone);
  taken_ += gone;
  if (at == std::string::npos) return false;
  state_ = State::delimiter;
  TRY_VOID(sink_.end());
  return true;
}

}  // namespace arasha::web
