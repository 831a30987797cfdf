#include "vault/backup.h"

#include <unistd.h>

#include <cstdio>
#include <memory>

#include "base/file.h"
#include "crypto/stream.h"
#include "store/sqlite.h"
#include "vault/ledger.h"
#include "vault/server_key.h"
#include "vault/slots.h"

namespace arasha::vault {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kMagic = "arasha-backup";
constexpr std::uint8_t kVersion = 1;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

// Removes what an unfinished backup or restore would leave.
class Unfinished {
 public:
  explicit Unfinished(fs::path path) : path_(std::move(path)) {}
  ~Unfinished() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove(path_, ignored);
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  void keep() { path_.clear(); }

 private:
  fs::path path_;
};

Error cannot_write(const fs::path& path) { return {ErrorCode::unavailable, "The file {1} cannot be written.", {path.string()}}; }
Error cannot_read(const fs::path& path) { return {ErrorCode::unavailable, "The file {1} cannot be read.", {path.string()}}; }
Error not_a_backup() { return {ErrorCode::damaged, "This is not a backup of Arasha, or it is damaged."}; }

bool flush(std::FILE* file) { return std::fflush(file) == 0 && ::fsync(::fileno(file)) == 0; }

bool put(std::FILE* file, BytesView bytes) { return std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size(); }

// Reads up to `size` bytes; fewer only at the end of the file.
Bytes get(std::FILE* file, std::size_t size) {
  Bytes out(size);
  out.resize(std::fread(out.data(), 1, size, file));
  return out;
}

Bytes header_bytes(OrganizationId organization, BytesView key_box, BytesView fingerprints, BytesView salt) {
  return ByteWriter().sized(kMagic).u8(kVersion).raw(organization.bytes()).sized(key_box).sized(fingerprints).raw(salt).take();
}

struct Header {
  OrganizationId organization;
  Bytes key_box;
  Bytes fingerprints;  // of the trustees' shares
  Bytes bytes;  // as read: bound to the stream
  Bytes salt;
};

Result<Header> read_header(std::FILE* file) {
  Header out;
  const Bytes size = get(file, 4);
  ByteReader size_reader(size);
  auto length = size_reader.u32();
  if (!length || *length > 4096) return not_a_backup();
  out.bytes = get(file, *length);
  if (out.bytes.size() != *length) return not_a_backup();
  ByteReader in(out.bytes);
  auto magic = in.sized(64);
  if (!magic || text_view(*magic) != kMagic) return not_a_backup();
  TRY(version, in.u8());
  if (version != kVersion) return Error(ErrorCode::unsupported, "This backup was made by a newer program. Update this one.");
  TRY(id, in.raw(OrganizationId::kSize));
  TRY(organization, OrganizationId::from_bytes(id));
  TRY(box, in.sized(512));
  TRY(fingerprints, in.sized(16 * 32));
  TRY(salt, in.raw(32));
  TRY_VOID(in.finish());
  out.organization = organization;
  out.key_box = to_bytes(box);
  out.fingerprints = to_bytes(fingerprints);
  out.salt = to_bytes(salt);
  return out;
}

crypto::Key stream_key(const ServerKeys& server, BytesView salt) {
  return crypto::derive(server.backup, "arasha/backup/v1", {salt});
}

Result<void> write_stream(const fs::path& database, std::FILE* out, const crypto::Key& key, BytesView ad) {
  const File in(std::fopen(database.c_str(), "rb"));
  if (!in) return cannot_read(database);
  crypto::StreamSealer sealer(key, ad);
  const Error no_room(ErrorCode::full, "The backup cannot be written: there is no space left. Nothing was kept.");
  if (!put(out, sealer.header())) return no_room;
  Bytes chunk = get(in.get(), crypto::kStreamChunk);
  while (true) {
    Bytes next = chunk.size() < crypto::kStreamChunk ? Bytes() : get(in.get(), crypto::kStreamChunk);
    const bool last = next.empty();
    if (!put(out, sealer.push(chunk, last))) return no_room;
    if (last) return {};
    chunk = std::move(next);
  }
}

Result<void> read_stream(std::FILE* in, const fs::path& database, const crypto::Key& key, BytesView ad) {
  const File out(std::fopen(database.c_str(), "wbx"));
  if (!out) return cannot_write(database);
  const Bytes header = get(in, crypto::StreamOpener::kHeaderSize);
  auto opener = crypto::StreamOpener::start(key, ad, header);
  if (!opener) return not_a_backup();
  while (!opener->finished()) {
    const Bytes sealed = get(in, crypto::kStreamChunk + crypto::StreamOpener::kChunkOverhead);
    if (sealed.empty()) return not_a_backup();
    auto chunk = opener->pull(sealed);
    if (!chunk) return not_a_backup();
    if (!put(out.get(), *chunk)) return Error(ErrorCode::full, "There is no space left on the disk. Nothing was restored.");
  }
  if (!get(in, 1).empty()) return not_a_backup();
  if (!flush(out.get())) return Error(ErrorCode::full, "There is no space left on the disk. Nothing was restored.");
  return {};
}

// What a backup or restore that was killed left behind.
void remove_database(const fs::path& path) {
  std::error_code ignored;
  for (const char* ending : {"", "-wal", "-shm"}) fs::remove(path.string() + ending, ignored);
}

struct RemoveDatabase {
  fs::path path;
  bool with_folder = false;
  ~RemoveDatabase() {
    remove_database(path);
    std::error_code ignored;
    if (with_folder) fs::remove(path.parent_path(), ignored);
  }
};

}  // namespace

namespace detail {

Bytes write_backup(const crypto::Key& server_key, BytesView database) {
  const Bytes salt(32, 7);
  const Bytes header = header_bytes(OrganizationId(), salt, {}, salt);
  crypto::StreamSealer sealer(stream_key(ServerKeys(server_key), salt), header);
  return ByteWriter().sized(header).raw(sealer.header()).raw(sealer.push(database, true)).take();
}

Result<void> read_backup(const crypto::Key& server_key, BytesView backup, const fs::path& out) {
  if (backup.empty()) return not_a_backup();
  Bytes copy = to_bytes(backup);
  const File file(::fmemopen(copy.data(), copy.size(), "rb"));
  if (!file) return not_a_backup();
  TRY(header, read_header(file.get()));
  return read_stream(file.get(), out, stream_key(ServerKeys(server_key), header.salt), header.bytes);
}

}  // namespace detail

Result<void> backup(const fs::path& folder, const fs::path& out) {
  TRY(database, store::open_sqlite(folder, store::OpenMode::existing));
  TRY(id, database->setting("organization"));
  TRY(box, database->setting("server_key_box"));
  TRY(fingerprints, database->setting("share_fingerprints"));
  if (!id || !box) return Error(ErrorCode::damaged, "The folder {1} holds no organisation. Make one with “arasha init”.", {folder.string()});
  TRY(organization, OrganizationId::from_bytes(*id));
  TRY(key, load_server_key(organization));
  const ServerKeys server(key);

  std::error_code failed;
  if (fs::exists(out, failed)) {
    return Error(ErrorCode::unavailable, "The file {1} is there already. Choose another name.", {out.string()});
  }
  // Ciphertext, like the database itself: whoever made it and was killed loses nothing.
  const RemoveDatabase copy{fs::path(out) += ".copy"};
  remove_database(copy.path);
  TRY_VOID(database->copy_to(copy.path));
  const fs::path temporary = fs::path(out) += ".new";
  Unfinished temporary_guard(temporary);
  {
    fs::remove(temporary, failed);
    const File file(std::fopen(temporary.c_str(), "wbx"));
    if (!file) return cannot_write(out);
    fs::permissions(temporary, fs::perms::owner_read | fs::perms::owner_write, failed);
    Bytes salt(32);
    crypto::random_bytes(salt);
    const Bytes header = header_bytes(organization, *box, fingerprints ? BytesView(*fingerprints) : BytesView(), salt);
    if (!put(file.get(), ByteWriter().sized(header).take())) return cannot_write(out);
    TRY_VOID(write_stream(copy.path, file.get(), stream_key(server, salt), header));
    if (!flush(file.get())) return cannot_write(out);
  }
  TRY_VOID(rename_durably(temporary, out));
  temporary_guard.keep();
  return {};
}

Result<VerifyReport> restore(const fs::path& in, const fs::path& folder, const std::vector<crypto::Share>& shares) {
  const File file(std::fopen(in.c_str(), "rb"));
  if (!file) return cannot_read(in);
  std::error_code failed;
  if (fs::exists(folder / "arasha.db", failed)) {
    return Error(ErrorCode::unavailable, "The folder {1} holds data already. Restore into an empty folder.", {folder.string()});
  }
  TRY(header, read_header(file.get()));
  auto key = shares.empty() ? load_server_key(header.organization)
                            : open_server_key(header.organization, header.key_box, header.fingerprints, shares);
  if (!key) return std::move(key).error();
  const ServerKeys server(*key);

  const bool made = fs::create_directories(folder, failed);
  if (failed) return cannot_write(folder);
  if (made) fs::permissions(folder, fs::perms::owner_all, failed);
  // In a place of its own until every chain is checked: half a database never stands where a server would take it.
  const fs::path place = folder / "restoring";
  const RemoveDatabase guard{place / "arasha.db", true};
  remove_database(guard.path);
  fs::create_directory(place, failed);
  fs::permissions(place, fs::perms::owner_all, failed);
  TRY_VOID(read_stream(file.get(), guard.path, stream_key(server, header.salt), header.bytes));
  TRY(report, verify_with(place, *key, Checkpoints::ignored));
  {
    TRY(store, store::open_sqlite(place, store::OpenMode::existing));
    TRY_VOID(store->write([](store::Transaction& transaction) { return add_leaf(transaction, LeafKind::restored, {}); }));
  }
  // What was restored is older than this machine's checkpoint on purpose: the ledger says so, and the checkpoint goes.
  if (!shares.empty()) TRY_VOID(store_server_key(header.organization, *key));
  fs::remove(key_folder() / (header.organization.text() + ".checkpoint"), failed);
  TRY_VOID(rename_durably(guard.path, folder / "arasha.db"));
  return report;
}

Result<void> recover_server_key(const fs::path& folder, const std::vector<crypto::Share>& shares) {
  TRY(database, store::open_sqlite(folder, store::OpenMode::read_only));
  TRY(id, database->setting("organization"));
  TRY(box, database->setting("server_key_box"));
  TRY(fingerprints, database->setting("share_fingerprints"));
  if (!id || !box) return Error(ErrorCode::damaged, "The folder {1} holds no organisation. Make one with “arasha init”.", {folder.string()});
  TRY(organization, OrganizationId::from_bytes(*id));
  TRY(key, open_server_key(organization, *box, fingerprints ? BytesView(*fingerprints) : BytesView(), shares));
  return store_server_key(organization, key);
}

}  // namespace arasha::vault
