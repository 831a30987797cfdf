#include "vault/verify.h"

#include <unordered_map>
#include <unordered_set>

#include "base/file.h"
#include "store/sqlite.h"
#include "vault/entry_header.h"
#include "vault/ledger.h"
#include "vault/slots.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

class Walk {
 public:
  Walk(const store::Store& store, OrganizationId organization, const ServerKeys& server)
      : store_(store), organization_(organization), server_(server) {}

  Result<VerifyReport> run() {
    TRY(directory, read_directory(store_, server_.ledger, organization_));
    directory_ = std::move(directory);
    report_.blocks = directory_.length();
    TRY_VOID(ledger());
    TRY_VOID(checkpoint());
    TRY_VOID(store_.each_file([this](const store::FileRow& row) { return file(row); }));
    if (report_.files != heads_.size()) {
      return Error(ErrorCode::damaged, "A file that the ledger names is missing from the database.");
    }
    return report_;
  }

 private:
  Result<void> ledger() {
    std::uint64_t next = 0;
    crypto::Hash previous{};
    while (true) {
      TRY(leaves, store_.leaves(next, 1024));
      if (leaves.empty()) break;
      for (const store::LeafRow& leaf : leaves) {
        const auto kind = static_cast<LeafKind>(leaf.kind);
        if (leaf.seq != next || leaf.hash != leaf_hash(leaf.seq, kind, previous, leaf.body)) {
          return Error(ErrorCode::damaged, "The ledger is broken at leaf {1}.", {std::to_string(next)});
        }
        if (kind == LeafKind::moves) TRY_VOID(moves(leaf));
        previous = leaf.hash;
        ++next;
      }
    }
    report_.leaves = next;
    last_ = previous;
    return {};
  }

  Result<void> moves(const store::LeafRow& leaf) {
    TRY(list, decode_moves(leaf.body));
    for (const Move& move : list) {
      Move& known = heads_[move.file];
      if (move.length < known.length) {
        return Error(ErrorCode::damaged, "Leaf {1} of the ledger shortens a file.", {std::to_string(leaf.seq)});
      }
      known = move;
    }
    return {};
  }

  Result<void> checkpoint() {
    auto bytes = read_file(key_folder() / (organization_.text() + ".checkpoint"), 1024);
    if (!bytes) return {};
    TRY(point, decode_checkpoint(organization_, directory_.server(), *bytes));
    const Error older(ErrorCode::damaged,
                      "The database is older than its checkpoint: it was rolled back, or a part of it was cut off.");
    if (point.length > report_.leaves) return older;
    if (point.length == 0) return {};
    TRY(leaves, store_.leaves(point.length - 1, 1));
    if (leaves.empty() || leaves[0].hash != point.head) return older;
    return {};
  }

  Result<void> file(const store::FileRow& row) {
    const auto broken = [&](std::size_t entry) {
      return Error(ErrorCode::damaged, "File {1} is broken at entry {2}.", {row.id.text(), std::to_string(entry)});
    };
    const auto named = heads_.find(row.id);
    if (named == heads_.end() || named->second.length != row.length || named->second.head != row.head) return broken(row.length);
    TRY(entries, store_.entries(row.id));
    crypto::Hash previous{};
    std::unordered_set<EntryId> erasures;
    std::vector<EntryId> erased;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      auto opened = open_header(server_.ledger, organization_, entries[i]);
      if (!opened || opened->header.seq != i || opened->header.previous != previous) return broken(i);
      const EntryHeader& header = opened->header;
      const auto author = directory_.signing_key_at(header.author, header.position);
      if (!author || !crypto::verify(*author, kEntryLabel, opened->bytes, opened->signature)) return broken(i);
      if (entries[i].body.empty() || entries[i].key.empty()) {
        erased.push_back(header.id);
      } else {
        const auto commit = crypto::commit_of(entries[i].body);
        if (!commit || *commit != header.content) return broken(i);
      }
      if (header.type == kErasureType) erasures.insert(header.amends);
      previous = hash_of(opened->bytes);
    }
    if (entries.size() != row.length || previous != row.head) return broken(entries.size());
    for (const EntryId& id : erased) {
      if (!erasures.contains(id)) return broken(entries.size());
    }
    ++report_.files;
    report_.entries += entries.size();
    report_.erased += erased.size();
    return {};
  }

  const store::Store& store_;
  OrganizationId organization_;
  const ServerKeys& server_;
  Directory directory_;
  VerifyReport report_;
  crypto::Hash last_{};
  std::unordered_map<FileId, Move> heads_;
};

}  // namespace

Result<VerifyReport> verify(const std::filesystem::path& folder) {
  TRY(database, store::open_sqlite(folder, store::OpenMode::read_only));
  TRY(id, database->setting("organization"));
  if (!id) return Error(ErrorCode::damaged, "The folder {1} holds no organisation. Make one with “arasha init”.", {folder.string()});
  TRY(organization, OrganizationId::from_bytes(*id));
  TRY(key, load_server_key(organization));
  const ServerKeys server(key);
  return Walk(*database, organization, server).run();
}

}  // namespace arasha::vault
