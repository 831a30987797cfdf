#include "web/server_upload.h"

namespace arasha::web::server {

std::optional<Arrival::Step> Arrival::take(BytesView piece, bool is_last, Request& request) {
  total_ += piece.size();
  too_large_ = too_large_ || total_ > most_;
  if (spool_ == nullptr) {
    if (auto step = begin(piece, request)) return step;
  }
  if (too_large_) return whole(request, {});
  if (const auto kept = spool_->write(piece); !kept) return Step{false, {}, kept.error()};
  if (!is_last) return std::nullopt;
  if (const auto kept = spool_->finish(); !kept) return Step{false, {}, kept.error()};
  request.form = schema::FormData();
  std::vector<UploadedFile> files;
  if (const auto read = read_form(spool_->read(0, spool_->size()), boundary_, Extent::whole, request.form, files); !read) {
    return Step{false, {}, read.error()};
  }
  return whole(request, std::move(files));
}

// The fields stand before the file: what they say decides whether it is taken.
std::optional<Arrival::Step> Arrival::begin(BytesView piece, Request& request) {
  std::vector<UploadedFile> none;
  bool given = false;
  const Pieces once = [&]() -> Result<Bytes> { return std::exchange(given, true) ? Bytes() : to_bytes(piece); };
  if (const auto read = read_form(once, boundary_, Extent::beginning, request.form, none); !read) return Step{false, {}, read.error()};
  if (hooks_.refuse_upload) {
    if (auto refused = hooks_.refuse_upload(request)) return Step{false, std::move(refused), {}};
  }
  auto spool = Spool::open(options_.spool_folder);
  if (!spool) return Step{false, {}, spool.error()};
  spool_ = std::move(*spool);
  return std::nullopt;
}

Arrival::Step Arrival::whole(Request& request, std::vector<UploadedFile> files) {
  auto upload = std::make_shared<Upload>(std::move(spool_));
  if (too_large_) upload->set_too_large();
  for (UploadedFile& file : files) upload->add(std::move(file));
  request.upload = std::move(upload);
  return Step{true, {}, {}};
}

int status_of_arrival(const Error& error) {
  switch (error.code) {
    case ErrorCode::too_large: return 413;
    case ErrorCode::full: return 507;
    case ErrorCode::unavailable: return 503;
    default: return 400;
  }
}

}  // namespace arasha::web::server
