#include "web/spool.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/check.h"

namespace arasha::web {
namespace {

constexpr std::size_t kSealed = crypto::kStreamChunk + crypto::StreamOpener::kChunkOverhead;

Error not_written(int error) {
  if (error == ENOSPC || error == EDQUOT) return {ErrorCode::full, "The server's disk is full. Tell whoever looks after it; nothing was saved."};
  return {ErrorCode::unavailable, "The server cannot take files at this moment. Tell whoever looks after it.", {}, std::strerror(error)};
}
Error damaged() { return {ErrorCode::damaged, "The file did not arrive whole. Send it again."}; }

// A file without a name; where the file system knows none, one whose name goes at once.
int open_nameless(const std::filesystem::path& folder) {
  const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
  if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return file;
  std::string name = (folder / "arasha-XXXXXX").string();
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

}  // namespace

Spool::Spool(int descriptor) : descriptor_(descriptor), key_(crypto::random_key()), sealer_(key_, view("arasha/spool/v1")) {
  chunk_.reserve(crypto::kStreamChunk);
}

Spool::~Spool() {
  crypto::wipe(chunk_);
  ::close(descriptor_);
}

Result<std::unique_ptr<Spool>> Spool::open(const std::filesystem::path& folder) {
  const int file = open_nameless(folder.empty() ? std::filesystem::temp_directory_path() : folder);
  if (file < 0) return not_written(errno);
  return std::unique_ptr<Spool>(new Spool(file));
}

Result<void> Spool::seal(bool last) {
  Bytes sealed = sealer_.push(chunk_, last);
  crypto::wipe(chunk_);
  chunk_.clear();
  ++chunks_;
  BytesView left = sealed;
  while (!left.empty()) {
    const ssize_t written = ::write(descriptor_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return not_written(written == 0 ? ENOSPC : errno);
    left = left.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> Spool::write(BytesView bytes) {
  while (!bytes.empty()) {
    if (chunk_.size() == crypto::kStreamChunk) TRY_VOID(seal(false));
    const std::size_t count = std::min(bytes.size(), crypto::kStreamChunk - chunk_.size());
    chunk_.insert(chunk_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
    bytes = bytes.subspan(count);
    size_ += count;
  }
  return {};
}

Result<void> Spool::finish() { return seal(true); }

Pieces Spool::read(std::uint64_t offset, std::uint64_t length) const {
  REQUIRE(offset <= size_ && length <= size_ - offset);
  struct Place {
    std::optional<crypto::StreamOpener> opener;
    std::uint64_t chunk = 0;
    std::uint64_t skip = 0;
    std::uint64_t left = 0;
  };
  auto place = std::make_shared<Place>();
  place->skip = offset;
  place->left = length;
  return [this, place]() -> Result<Bytes> {
    while (place->left > 0) {
      if (!place->opener) {
        TRY(opener, crypto::StreamOpener::start(key_, view("arasha/spool/v1"), sealer_.header()));
        place->opener.emplace(std::move(opener));
      }
      Bytes sealed(kSealed);
      const ssize_t count = ::pread(descriptor_, sealed.data(), sealed.size(), static_cast<off_t>(place->chunk * kSealed));
      if (count <= 0) return damaged();
      sealed.resize(static_cast<std::size_t>(count));
      TRY(plain, place->opener->pull(sealed));
      ++place->chunk;
      if (place->skip >= plain.size()) {
        place->skip -= plain.size();
        continue;
      }
      plain.erase(plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(place->skip));
      place->skip = 0;
      if (plain.size() > place->left) plain.resize(static_cast<std::size_t>(place->left));
      place->left -= plain.size();
      return plain;
    }
    return Bytes();
  };
}

}  // namespace arasha::web
