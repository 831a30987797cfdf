// A long body on its way through: sealed under a key that lives only in this process's memory, in a file that has no name.
// Nothing of it is ever on the disk in the clear; when the object goes, or the process ends however it ends, nobody can
// read what stood there, and the file system takes it back.
#pragma once

#include <filesystem>
#include <memory>

#include "crypto/stream.h"
#include "web/http.h"

namespace arasha::web {

// Written by one thread at a time; once it is finished, read by any.
class Spool {
 public:
  // `unavailable` where the folder cannot be written.
  static Result<std::unique_ptr<Spool>> open(const std::filesystem::path& folder);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // `full` when the disk is.
  Result<void> write(BytesView bytes);
  Result<void> finish();
  std::uint64_t size() const { return size_; }

  // From `offset` on, `length` bytes. The spool must outlive what it gives. `damaged` when the file was altered.
  Pieces read(std::uint64_t offset, std::uint64_t length) const;

 private:
  explicit Spool(int descriptor);
  Result<void> seal(bool last);
  int descriptor_;
  crypto::Key key_;
  crypto::StreamSealer sealer_;
  Bytes chunk_;
  std::uint64_t size_ = 0;
  std::uint64_t chunks_ = 0;
};

}  // namespace arasha::web
