// Reads a file out of a ZIP in memory, as another program would.
#pragma once

#include <zip.h>

#include <optional>
#include <string>

namespace arasha::statistics {

// Nothing where there is no such file, or the passphrase does not open it.
inline std::optional<std::string> unzipped(const std::string& archive, const std::string& name, const std::string& passphrase = "") {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(archive.data(), archive.size(), 0, &error);
  if (source == nullptr) return std::nullopt;
  zip_t* zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (zip == nullptr) {
    zip_source_free(source);
    return std::nullopt;
  }
  std::optional<std::string> out;
  zip_file_t* file = passphrase.empty() ? zip_fopen(zip, name.c_str(), 0) : zip_fopen_encrypted(zip, name.c_str(), 0, passphrase.c_str());
  if (file != nullptr) {
    std::string text;
    std::string piece(4096, '\0');
    zip_int64_t got = 0;
    while ((got = zip_fread(file, piece.data(), piece.size())) > 0) text.append(piece.data(), static_cast<std::size_t>(got));
    if (got == 0) out = std::move(text);
    zip_fclose(file);
  }
  zip_discard(zip);
  return out;
}

}  // namespace arasha::statistics
