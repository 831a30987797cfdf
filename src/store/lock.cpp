#include "store/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <utility>

namespace arasha::store {

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
  const auto path = folder / "serve.lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return Error(ErrorCode::unavailable, "The folder {1} cannot be written. Check its owner and its rights.", {folder.string()});
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
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
