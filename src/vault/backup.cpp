#include "vault/backup.h"

#include <cstdio>
#include <memory>

#include "base/file.h"
#include "crypto/stream.h"
#include "store/sqlite.h"
#include "vault/ledger.h"
#include "vault/server_key.h"

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

bool put(std::FILE* file, BytesView bytes) { return std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size(); }

// Reads up to `size` bytes; fewer only at the end of the file.
Bytes get(std::FILE* file, std::size_t size) {
  Bytes out(size);
  out.resize(std::fread(out.data(), 1, size, file));
  return out;
}

Bytes header_bytes(OrganizationId organization, BytesView key_box, BytesView salt) {
  return ByteWriter().sized(kMagic).u8(kVersion).raw(organization.bytes()).sized(key_box).raw(salt).take();
}

struct Header {
  OrganizationId organization;
  Bytes key_box;
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
  ByteReader in(out.bytes);
  auto magic = in.sized(64);
  if (!magic || text_view(*magic) != kMagic) return not_a_backup();
  TRY(version, in.u8());
  if (version != kVersion) return Error(ErrorCode::unsupported, "This backup was made by a newer program. Update this one.");
  TRY(id, in.raw(OrganizationId::kSize));
  TRY(organization, OrganizationId::from_bytes(id));
  TRY(box, in.sized(512));
  TRY(salt, in.raw(32));
  TRY_VOID(in.finish());
  out.organization = organization;
  out.key_box = to_bytes(box);
  out.salt = to_bytes(salt);
  return out;
}

crypto::Key stream_key(const ServerKeys& server, BytesView salt) {
  return crypto::derive(server.backup, "arasha/backup/v1", {salt});
}

Result<crypto::Key> key_from_shares(OrganizationId organization, BytesView key_box, const std::vector<crypto::Share>& shares) {
  TRY(seed, crypto::combine(shares));
  auto key = crypto::BoxKey::from_seed(seed).open_key("arasha/server-key/v1", organization.bytes(), key_box);
  if (!key) return Error(ErrorCode::invalid_input, "These shares belong to another organisation, or to an older set.");
  return key;
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
  if (std::fflush(out.get()) != 0) return Error(ErrorCode::full, "There is no space left on the disk. Nothing was restored.");
  return {};
}

}  // namespace

Result<void> backup(const fs::path& folder, const fs::path& out) {
  TRY(database, store::open_sqlite(folder, store::OpenMode::existing));
  TRY(id, database->setting("organization"));
  TRY(box, database->setting("server_key_box"));
  if (!id || !box) return Error(ErrorCode::damaged, "The folder {1} holds no organisation. Make one with “arasha init”.", {folder.string()});
  TRY(organization, OrganizationId::from_bytes(*id));
  TRY(key, load_server_key(organization));
  const ServerKeys server(key);

  std::error_code failed;
  if (fs::exists(out, failed)) {
    return Error(ErrorCode::unavailable, "The file {1} is there already. Choose another name.", {out.string()});
  }
  fs::path copy = out;
  copy += ".copy";
  Unfinished copy_guard(copy);
  TRY_VOID(database->copy_to(copy));
  fs::path temporary = out;
  temporary += ".new";
  Unfinished temporary_guard(temporary);
  {
    const File file(std::fopen(temporary.c_str(), "wb"));
    if (!file) return cannot_write(out);
    fs::permissions(temporary, fs::perms::owner_read | fs::perms::owner_write, failed);
    Bytes salt(32);
    crypto::random_bytes(salt);
    const Bytes header = header_bytes(organization, *box, salt);
    if (!put(file.get(), ByteWriter().sized(header).take())) return cannot_write(out);
    TRY_VOID(write_stream(copy, file.get(), stream_key(server, salt), header));
    if (std::fflush(file.get()) != 0) return cannot_write(out);
  }
  fs::rename(temporary, out, failed);
  if (failed) return cannot_write(out);
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
                            : key_from_shares(header.organization, header.key_box, shares);
  if (!key) return std::move(key).error();
  const ServerKeys server(*key);

  const bool made = fs::create_directories(folder, failed);
  if (failed) return cannot_write(folder);
  if (made) fs::permissions(folder, fs::perms::owner_all, failed);
  const fs::path database = folder / "arasha.db";
  Unfinished guard(database);
  TRY_VOID(read_stream(file.get(), database, stream_key(server, header.salt), header.bytes));
  if (!shares.empty()) TRY_VOID(store_server_key(header.organization, *key));
  // What was restored is older than the checkpoint of the machine on purpose: say so in the ledger, then move it.
  fs::remove(key_folder() / (header.organization.text() + ".checkpoint"), failed);
  TRY(report, verify(folder));
  {
    TRY(store, store::open_sqlite(folder, store::OpenMode::existing));
    TRY_VOID(store->write([](store::Transaction& transaction) { return add_leaf(transaction, LeafKind::restored, {}); }));
  }
  guard.keep();
  return report;
}

Result<void> recover_server_key(const fs::path& folder, const std::vector<crypto::Share>& shares) {
  TRY(database, store::open_sqlite(folder, store::OpenMode::read_only));
  TRY(id, database->setting("organization"));
  TRY(box, database->setting("server_key_box"));
  if (!id || !box) return Error(ErrorCode::damaged, "The folder {1} holds no organisation. Make one with “arasha init”.", {folder.string()});
  TRY(organization, OrganizationId::from_bytes(*id));
  TRY(key, key_from_shares(organization, *box, shares));
  return store_server_key(organization, key);
}

}  // namespace arasha::vault
