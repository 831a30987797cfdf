#include "statistics/locked_zip.h"

#include <zip.h>

#include <memory>

namespace arasha::statistics {
namespace {

Error broken(zip_error_t* error) {
  return {ErrorCode::unavailable, "The encrypted file could not be made. Try again, and tell your administrator.", {}, zip_error_strerror(error)};
}

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct Free {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};

Result<std::string> read_all(zip_source_t* source) {
  if (zip_source_open(source) != 0) return broken(zip_source_error(source));
  std::string out;
  std::string piece(std::size_t{1} << 16U, '\0');
  zip_int64_t got = 0;
  while ((got = zip_source_read(source, piece.data(), piece.size())) > 0) out.append(piece.data(), static_cast<std::size_t>(got));
  zip_source_close(source);
  if (got < 0) return broken(zip_source_error(source));
  return out;
}

}  // namespace

Result<std::string> lock_in_zip(const std::string& name, std::string_view content, const std::string& passphrase) {
  zip_error_t error;
  zip_error_init(&error);
  // Both sources lie in memory: nothing of it comes to the disk.
  const std::unique_ptr<zip_source_t, Free> target(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (!target) return broken(&error);
  zip_source_keep(target.get());  // for reading it when the archive is closed
  std::unique_ptr<zip_t, Discard> archive(zip_open_from_source(target.get(), ZIP_CREATE | ZIP_TRUNCATE, &error));
  if (!archive) {
    zip_source_free(target.get());
    return broken(&error);
  }
  zip_source_t* source = zip_source_buffer(archive.get(), content.data(), content.size(), 0);
  if (source == nullptr) return broken(zip_get_error(archive.get()));
  const zip_int64_t index = zip_file_add(archive.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return broken(zip_get_error(archive.get()));
  }
  const auto at = static_cast<zip_uint64_t>(index);
  if (zip_file_set_encryption(archive.get(), at, ZIP_EM_AES_256, passphrase.c_str()) != 0) return broken(zip_get_error(archive.get()));
  if (zip_close(archive.get()) != 0) return broken(zip_get_error(archive.get()));
  static_cast<void>(archive.release());
  return read_all(target.get());
}

}  // namespace arasha::statistics
