// Forms with files: in whatever pieces the bytes come, the same is heard; and where a part begins is where it stands.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "web/multipart.h"

namespace {

using namespace arasha;

class Hearing : public web::PartSink {
 public:
  explicit Hearing(std::string_view body) : body_(body) {}
  Result<void> begin(const web::Part& part, std::uint64_t offset) override {
    told_ += "[" + part.name + "|" + part.file_name + "|" + (part.is_file ? "f" : "t") + std::to_string(offset) + "]";
    at_ = offset;
    return {};
  }
  Result<void> content(BytesView bytes) override {
    if (body_.substr(at_, bytes.size()) != text_view(bytes)) std::abort();
    at_ += bytes.size();
    told_ += text_view(bytes);
    return {};
  }
  Result<void> end() override {
    told_ += "/";
    return {};
  }
  const std::string& told() const { return told_; }

 private:
  std::string_view body_;
  std::uint64_t at_ = 0;
  std::string told_;
};

std::string read(std::string_view body, std::size_t piece) {
  Hearing hearing(body);
  web::MultipartReader reader("X", hearing);
  for (std::size_t at = 0; at < body.size(); at += piece) {
    if (!reader.feed(view(body.substr(at, piece)))) return hearing.told() + "!";
  }
  return hearing.told() + (reader.finish() ? "." : "?");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  static_cast<void>(web::multipart_boundary(body));
  if (size > 20'000) return 0;
  const std::string whole = read(body, size == 0 ? 1 : size);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{64}}) {
    const std::string pieces = read(body, piece);
    // A form that is refused may be refused a little earlier or later; one that is understood is understood the same way.
    if ((whole.ends_with('.') || pieces.ends_with('.')) && pieces != whole) std::abort();
  }
  return 0;
}
