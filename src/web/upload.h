// A form with a file, as it arrived: its fields are in Request::form, its file waits sealed in a spool.
#pragma once

#include "web/multipart.h"
#include "web/spool.h"

namespace arasha::web {

// One file of a form.
struct UploadedFile {
  std::string field;
  std::string name;  // as the browser said it: believe nothing of it
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

class Upload {
 public:
  explicit Upload(std::unique_ptr<Spool> spool) : spool_(std::move(spool)) {}

  // Null: none was chosen, or it was too large.
  const UploadedFile* file(std::string_view field) const;
  bool is_too_large() const { return too_large_; }
  // Reads from its beginning, as often as one likes. The upload must outlive what it gives.
  Pieces read(const UploadedFile& file) const { return spool_->read(file.offset, file.size); }

  // For the server: what it is made from.
  void set_too_large() { too_large_ = true; }
  void add(UploadedFile file) { files_.push_back(std::move(file)); }
  const Spool& spool() const { return *spool_; }

 private:
  std::unique_ptr<Spool> spool_;
  std::vector<UploadedFile> files_;
  bool too_large_ = false;
};

// The fields of a form into `form`, and its files into `files`; fields are as schema::parse_urlencoded takes them. Where the
// body is only the beginning of one, what is whole in it is taken and that is no error.
enum class Extent { whole, beginning };
Result<void> read_form(const Pieces& body, std::string_view boundary, Extent extent, schema::FormData& form, std::vector<UploadedFile>& files);

}  // namespace arasha::web
