#include "statistics/unzip.h"

#include <zip.h>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace arasha::statistics {
namespace {

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct Close {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

Error broken() { return {ErrorCode::invalid_input, "This ZIP file is broken. Make it anew and send it again."}; }
Error too_large() { return {ErrorCode::too_large, "This ZIP file unpacks to more than is taken at once. Send it in parts."}; }

Result<std::string> read_file(zip_t& archive, zip_uint64_t at, std::uint64_t most) {
  const std::unique_ptr<zip_file_t, Close> file(zip_fopen_index(&archive, at, 0));
  if (!file) return broken();
  std::string out;
  std::string piece(std::size_t{1} << 16U, '\0');
  zip_int64_t got = 0;
  while ((got = zip_fread(file.get(), piece.data(), piece.size())) > 0) {
    out.append(piece.data(), static_cast<std::size_t>(got));
    if (out.size() > most) return too_large();
  }
  if (got < 0) return broken();
  return out;
}

}  // namespace

Result<std::vector<UnzippedFile>> unzip(std::string_view bytes, const UnzipLimits& limits) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return broken();
  const std::unique_ptr<zip_t, Discard> archive(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
  if (!archive) {
    zip_source_free(source);
    return broken();
  }
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  if (count < 0) return broken();
  if (static_cast<std::uint64_t>(count) > limits.files) return too_large();
  std::vector<UnzippedFile> out;
  std::uint64_t all = 0;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_stat_index(archive.get(), i, 0, &about) != 0 || (about.valid & ZIP_STAT_NAME) == 0) return broken();
    const std::string_view name = about.name;
    if (name.ends_with('/')) continue;
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE) {
      return Error(ErrorCode::invalid_input, "This ZIP file is protected by a password. Take the password off and send it again.");
    }
    TRY(content, read_file(*archive, i, std::min(limits.file_bytes, limits.all_bytes - all)));
    all += content.size();
    out.push_back({std::string(name.substr(name.find_last_of("/\\") + 1)), std::move(content)});
  }
  return out;
}

}  // namespace arasha::statistics
