// The reader of backups: what stands before the stream, and the stream. The oracle: nobody without the key made this, so
// it is refused, nothing is left behind, and a sound backup with any change is refused too.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "crypto/keys.h"
#include "crypto/stream.h"
#include "vault/backup.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

struct Fixed {
  Fixed() {
    require(arasha::crypto::initialize().is_ok());
    std::string pattern = (std::filesystem::temp_directory_path() / "arasha-fuzz-XXXXXX").string();
    require(::mkdtemp(pattern.data()) != nullptr);
    folder = pattern;
    key.emplace(arasha::crypto::random_key());
    sound = arasha::vault::detail::write_backup(*key, arasha::view("not a database, and that does not matter here"));
  }
  ~Fixed() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  std::filesystem::path folder;
  std::optional<arasha::crypto::Key> key;
  arasha::Bytes sound;
};

bool opens(const Fixed& with, arasha::BytesView bytes) {
  const auto out = with.folder / "arasha.db";
  std::error_code ignored;
  std::filesystem::remove(out, ignored);
  return arasha::vault::detail::read_backup(*with.key, bytes, out).is_ok();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Fixed with;
  const arasha::BytesView input(data, size);
  require(!opens(with, input));
  // The input says what to change: pairs of a place and what is added to the byte there.
  arasha::Bytes altered = with.sound;
  for (std::size_t i = 0; i + 1 < input.size() && i < 8; i += 2) altered[input[i] * 7U % altered.size()] ^= input[i + 1];
  require(opens(with, altered) == (altered == with.sound));
  // Cut short, or continued.
  if (!input.empty()) require(!opens(with, arasha::BytesView(with.sound).first(with.sound.size() * input[0] / 256)));
  if (size > 0 && size < 64) {
    arasha::Bytes longer = with.sound;
    longer.insert(longer.end(), data, data + size);
    require(!opens(with, longer));
  }
  return 0;
}
