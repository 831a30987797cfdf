#include "web/upload.h"

#include "base/text.h"

namespace arasha::web {
namespace {

class Taking : public PartSink {
 public:
  Taking(schema::FormData& form, std::vector<UploadedFile>& files) : form_(form), files_(files) {}

  Result<void> begin(const Part& part, std::uint64_t offset) override {
    part_ = part;
    value_.clear();
    file_ = {part.name, part.file_name, offset, 0};
    return {};
  }
  Result<void> content(BytesView bytes) override {
    if (part_.is_file) {
      file_.size += bytes.size();
      return {};
    }
    taken_ += bytes.size();
    if (taken_ > schema::kFormLimit) {
      return Error(ErrorCode::too_large, "This is more than the server takes at once. Shorten the texts and send it again.");
    }
    value_ += text_view(bytes);
    return {};
  }
  Result<void> end() override {
    if (!part_.is_file) {
      if (!is_utf8(value_)) return Error(ErrorCode::invalid_input, "The form did not arrive whole. Send it again.");
      form_.add(part_.name, std::move(value_));
    } else if (!file_.name.empty() || file_.size > 0) {
      files_.push_back(std::move(file_));
    }
    return {};
  }

 private:
  schema::FormData& form_;
  std::vector<UploadedFile>& files_;
  Part part_;
  UploadedFile file_;
  std::string value_;
  std::size_t taken_ = 0;
};

}  // namespace

const UploadedFile* Upload::file(std::string_view field) const {
  for (const UploadedFile& one : files_) {
    if (one.field == field) return &one;
  }
  return nullptr;
}

Result<void> read_form(const Pieces& body, std::string_view boundary, Extent extent, schema::FormData& form, std::vector<UploadedFile>& files) {
  Taking taking(form, files);
  MultipartReader reader(boundary, taking);
  while (!reader.is_at_end()) {
    TRY(piece, body());
    if (piece.empty()) break;
    TRY_VOID(reader.feed(piece));
  }
  if (extent == Extent::whole) return reader.finish();
  return {};
}

}  // namespace arasha::web
