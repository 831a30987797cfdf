#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace arasha {
namespace {

Error file_error(const char* text, const std::filesystem::path& path, int error) {
  const ErrorCode code = error == ENOENT                      ? ErrorCode::not_found
                         : (error == ENOSPC || error == EDQUOT || error == EFBIG) ? ErrorCode::full
                                                                : ErrorCode::unavailable;
  return {code, text, {path.string()}, std::strerror(error)};
}

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  int get() const { return value_; }

 private:
  int value_;
};

int write_all(int descriptor, BytesView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return 0;
}

// Renames a synced file over another and syncs the folder.
Result<void> move_into_place(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) {
    const int error = errno;
    ::unlink(from.c_str());
    return file_error("The file {1} cannot be written.", to, error);
  }
  std::filesystem::path folder = to.parent_path();
  if (folder.empty()) folder = ".";
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() >= 0) ::fsync(directory.get());
  return {};
}

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit) {
  const char* const cannot = "The file {1} cannot be read.";
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return file_error(cannot, path, errno);
  Bytes out;
  std::array<std::uint8_t, 65536> buffer{};
  while (true) {
    const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return file_error(cannot, path, errno);
    if (count == 0) return out;
    if (out.size() + static_cast<std::size_t>(count) > limit) {
      return Error(ErrorCode::too_large, "The file {1} is larger than it may be.", {path.string()});
    }
    out.insert(out.end(), buffer.begin(), buffer.begin() + count);
  }
}

Result<void> write_file_durably(const std::filesystem::path& path, BytesView bytes) {
  const char* const cannot = "The file {1} cannot be written.";
  std::filesystem::path temporary = path;
  temporary += ".new";
  {
    // What a crash left behind goes; what somebody else put there, a link perhaps, is not written through.
    ::unlink(temporary.c_str());
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (file.get() < 0) return file_error(cannot, path, errno);
    int error = write_all(file.get(), bytes);
    if (error == 0 && ::fsync(file.get()) != 0) error = errno;
    if (error != 0) {
      ::unlink(temporary.c_str());
      return file_error(cannot, path, error);
    }
  }
  return move_into_place(temporary, path);
}

Result<void> rename_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
  {
    const Descriptor file(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0 || ::fsync(file.get()) != 0) return file_error("The file {1} cannot be written.", to, errno);
  }
  return move_into_place(from, to);
}

}  // namespace arasha
