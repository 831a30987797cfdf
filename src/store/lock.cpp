#include "store/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace arasha::store {
namespace {

Error cannot_write(const std::filesystem::path& folder) {
  return {ErrorCode::unavailable, "The folder {1} cannot be written. Check its owner and its rights.", {folder.string()}};
}

}  // namespace

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
  const auto path = folder / "serve.lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return cannot_write(folder);
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const bool taken = errno == EWOULDBLOCK;
    ::close(descriptor);
    if (!taken) return cannot_write(folder);
    return Error(ErrorCode::unavailable, "Another server already runs on the folder {1}. Stop it first, or use another folder.",
                 {folder.string()});
  }
  return FolderLock(descriptor);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace arasha::store
