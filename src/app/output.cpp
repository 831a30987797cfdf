#include "app/output.h"

#include <unistd.h>

#include <ostream>

#include "base/file.h"

namespace arasha::app {
namespace fs = std::filesystem;

Result<void> check_output(const fs::path& file) {
  if (file.empty()) return {};
  std::error_code failed;
  const fs::file_status status = fs::symlink_status(file, failed);
  // A file of this name is replaced; a folder, a device or a link is not.
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return Error(ErrorCode::invalid_input, "{1} is not an ordinary file. Choose another name.", {file.string()});
  }
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  if (!fs::is_directory(folder, failed) || ::access(folder.c_str(), W_OK | X_OK) != 0) {
    return Error(ErrorCode::unavailable, "The file {1} cannot be written.", {file.string()});
  }
  return {};
}

Result<void> write_output(Terminal& terminal, const fs::path& file, std::string_view content) {
  if (!file.empty()) return write_file_durably(file, view(content));
  terminal.out << content << std::flush;
  if (!terminal.out) return Error(ErrorCode::unavailable, "The output cannot be written to its end. Is the disk full?");
  return {};
}

}  // namespace arasha::app
