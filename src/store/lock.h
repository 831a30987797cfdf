// One server at a time on one data folder.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace arasha::store {

// Holds the folder's lock until it is destroyed or the process ends, however it ends.
class FolderLock {
 public:
  // `unavailable` when another server has it. The command line works beside a server and takes no lock.
  static Result<FolderLock> take(const std::filesystem::path& folder);
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace arasha::store
