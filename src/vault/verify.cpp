#include "vault/verify.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/catalogue.h"
#include "base/file.h"
#include "store/sqlite.h"
#include "vault/blobs.h"
#include "vault/destruction.h"
#include "vault/entry_header.h"
#include "vault/ledger.h"
#include "vault/once.h"
#include "vault/slots.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

// Entries up to `until` came into the ledger when the key chain had `position` blocks.
struct Span {
  std::uint32_t until = 0;
  std::uint64_t position = 0;
};
struct Known {
  Move last;
  std::vector<Span> spans;
};

// Everything is read at one moment, so a server may run meanwhile.
class Walk {
 public:
  Walk(const store::Reader& store, OrganizationId organization, const ServerKeys& server)
      : store_(store), organization_(organization), server_(server) {}

  Result<VerifyReport> run(Checkpoints checkpoints) {
    TRY(directory, read_directory(store_, server_.ledger, organization_));
    directory_ = std::move(directory);
    TRY(blocks, store_.blocks(0));
    for (const store::BlockRow& row : blocks) block_hashes_.push_back(row.hash);
    report_.blocks = directory_.length();
    TRY_VOID(ledger());
    if (checkpoints == Checkpoints::checked) TRY_VOID(checkpoint());
    for (const auto& [id, member] : directory_.members()) TRY_VOID(account(member));
    for (const auto& [id, circle] : directory_.circles()) TRY_VOID(seals(circle));
    TRY_VOID(shares());
    TRY_VOID(standing());
    TRY_VOID(store_.each_file([this](const store::FileRow& row) { return file(row); }));
    if (report_.files != known_.size()) {
      return Error(ErrorCode::damaged, "A file that the ledger names is missing from the database.");
    }
    TRY_VOID(blobs());
    TRY_VOID(OnceKeys(server_.pepper, organization_).verify(store_));
    return report_;
  }

 private:
  static Error chains_differ() {
    return {ErrorCode::damaged, "The key chain and the ledger do not agree: one of them was cut or replaced."};
  }

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
        if (kind == LeafKind::block) TRY_VOID(block(leaf));
        if (kind == LeafKind::notice) TRY_VOID(notice(leaf));
        if (kind == LeafKind::blob) {
          TRY(blob, decode_blob_leaf(leaf.body));
          blobs_of_ledger_.push_back(blob);
        }
        previous = leaf.hash;
        ++next;
      }
    }
    report_.leaves = next;
    if (blocks_ != block_hashes_.size()) return chains_differ();
    return {};
  }

  Result<void> block(const store::LeafRow& leaf) {
    if (blocks_ >= block_hashes_.size()) return chains_differ();
    const crypto::Hash& hash = block_hashes_[blocks_++];
    if (!std::equal(leaf.body.begin(), leaf.body.end(), hash.begin(), hash.end())) return chains_differ();
    return {};
  }

  // Signed by whom it names, under the key chain of its place.
  Result<void> notice(const store::LeafRow& leaf) const {
    const Error wrong(ErrorCode::damaged, "The ledger is broken at leaf {1}.", {std::to_string(leaf.seq)});
    const auto opened = open_notice(server_.ledger, organization_, leaf.body);
    if (!opened || opened->head.position != blocks_) return wrong;
    const auto author = directory_.signing_key_at(opened->head.member, opened->head.position);
    if (!author || !crypto::verify(*author, kNoticeLabel, opened->bytes, opened->signature)) return wrong;
    return {};
  }

  Result<void> moves(const store::LeafRow& leaf) {
    TRY(list, decode_moves(leaf.body));
    for (const Move& move : list) {
      Known& known = known_[move.file];
      if (move.length <= known.last.length) {
        return Error(ErrorCode::damaged, "Leaf {1} of the ledger shortens a file.", {std::to_string(leaf.seq)});
      }
      known.last = move;
      if (!known.spans.empty() && known.spans.back().position == blocks_) known.spans.back().until = move.length;
      else known.spans.push_back({move.length, blocks_});
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

  Result<void> account(const Member& member) {
    TRY(slots, store_.slots(member.id));
    TRY_VOID(check_slots(store_, member.id, slots));
    if (member.status == MemberStatus::closed) return {};
    TRY(login, store_.login(login_tag(server_, member.name)));
    if (login != member.id) return Error(ErrorCode::damaged, "The sign-in name of an account leads elsewhere.");
    return {};
  }

  // The present seed of a circle is sealed to its present members, each once, and to nobody else.
  Result<void> seals(const Circle& circle) {
    const Error wrong(ErrorCode::damaged, "The keys of a circle are not sealed to exactly its members.");
    TRY(rows, store_.seals_of(circle.id));
    if (rows.size() != circle.members.size()) return wrong;
    for (const store::SealRow& row : rows) {
      if (row.generation != circle.generation() || !circle.members.contains(row.member)) return wrong;
    }
    TRY(links, store_.links(circle.id));
    if (links.size() != circle.generation()) return Error(ErrorCode::damaged, "An older key of a circle is missing.");
    return {};
  }

  Result<void> shares() {
    TRY(stored, store_.setting("share_fingerprints"));
    if (!stored || decode_fingerprints(*stored) != directory_.shares()) {
      return Error(ErrorCode::damaged, "The fingerprints of the trustees' shares are not those of the key chain.");
    }
    return {};
  }

  // The keys that stand for emergencies are those that the chain names, at the present generations, and no other.
  Result<void> standing() const {
    const Circle* emergency = directory_.circle(CircleKind::emergency);
    for (const auto& [id, circle] : directory_.circles()) {
      TRY(row, store_.setting(standing_name(id)));
      const bool there = row && !row->empty();
      bool fits = there == directory_.standing().contains(id);
      if (fits && there) {
        ByteReader in(*row);
        TRY(generation, in.u32());
        TRY(emergency_generation, in.u32());
        fits = generation == circle.generation() && emergency_generation == emergency->generation();
      }
      if (!fits) return Error(ErrorCode::damaged, "The standing keys for emergencies are not those of the key chain.");
    }
    return {};
  }

  static Error broken(const store::FileRow& row, std::size_t entry) {
    return {ErrorCode::damaged, "File {1} is broken at entry {2}.", {row.id.text(), std::to_string(entry)}};
  }

  // Whether an entry stands where its header says, was signed by who was a member then, and came into the ledger then.
  bool entry_fits(const SignedHeader& opened, std::size_t at, const crypto::Hash& previous, const std::vector<Span>& spans) const {
    const EntryHeader& header = opened.header;
    if (header.seq != at || header.previous != previous) return false;
    const auto span = std::find_if(spans.begin(), spans.end(), [&](const Span& one) { return one.until > at; });
    if (span == spans.end() || span->position != header.position) return false;
    const auto author = directory_.signing_key_at(header.author, header.position);
    return author && crypto::verify(*author, kEntryLabel, opened.bytes, opened.signature);
  }

  Result<void> file(const store::FileRow& row) {
    const auto found = known_.find(row.id);
    if (found == known_.end() || found->second.last.length != row.length || found->second.last.head != row.head) return broken(row, row.length);
    TRY(entries, store_.entries(row.id));
    crypto::Hash previous{};
    std::unordered_set<EntryId> erasures;
    std::vector<std::pair<EntryId, Compartment>> erased;
    std::set<Compartment> filled;     // with content or a key left
    std::set<Compartment> destroyed;  // whole
    std::map<Compartment, std::uint32_t> lengths;  // up to and with the last entry of each compartment
    for (std::size_t i = 0; i < entries.size(); ++i) {
      auto opened = open_header(server_.ledger, organization_, entries[i]);
      if (!opened || !entry_fits(*opened, i, previous, found->second.spans)) return broken(row, i);
      const EntryHeader& header = opened->header;
      if (!entries[i].body.empty() || !entries[i].key.empty()) filled.insert(header.compartment);
      if (destroyed.contains(header.compartment)) return broken(row, i);  // nothing follows a destruction
      if (header.type == kDestructionType) {
        if (filled.contains(header.compartment)) return broken(row, i);
        destroyed.insert(header.compartment);
      }
      if (entries[i].body.empty() || entries[i].key.empty()) {
        erased.emplace_back(header.id, header.compartment);
        gone_.insert({row.id, static_cast<std::uint32_t>(i)});
      } else {
        const auto commit = crypto::commit_of(entries[i].body);
        if (!commit || *commit != header.content) return broken(row, i);
      }
      if (header.type == kErasureType) erasures.insert(header.amends);
      lengths[header.compartment] = static_cast<std::uint32_t>(i + 1);
      previous = hash_of(opened->bytes);
    }
    if (entries.size() != row.length || previous != row.head) return broken(row, entries.size());
    for (const auto& [id, compartment] : erased) {
      if (!erasures.contains(id) && !destroyed.contains(compartment)) return broken(row, entries.size());
    }
    for (const Compartment compartment : destroyed) lengths.erase(compartment);
    TRY_VOID(nothing_left(row, destroyed));
    TRY_VOID(cards(row, lengths));
    TRY_VOID(grants(row, lengths));
    ++report_.files;
    report_.entries += entries.size();
    report_.erased += erased.size();
    return {};
  }

  // No way to what was destroyed stands there (again).
  Result<void> nothing_left(const store::FileRow& row, const std::set<Compartment>& destroyed) const {
    if (destroyed.empty()) return {};
    TRY(cards, store_.cards(row.id));
    TRY(grants, store_.grants(row.id));
    const auto is_left = [&](const auto& one) { return destroyed.contains(one.compartment); };
    if (std::any_of(cards.begin(), cards.end(), is_left) || std::any_of(grants.begin(), grants.end(), is_left)) {
      return Error(ErrorCode::damaged, "A part of file {1} was destroyed, and its key or summary is there again.", {row.id.text()});
    }
    return {};
  }

  static Error blob_broken(const char* sentence, const BlobLeaf& blob) {
    return {ErrorCode::damaged, sentence, {std::to_string(blob.seq), blob.file.text()}};
  }

  // Every blob that the ledger names stands whole beside its entry, or went with it; and there is no other. Those that no
  // entry has taken count for nothing.
  Result<void> blobs() {
    TRY(rows, store_.blobs());
    std::map<BlobId, store::BlobRow> taken;
    for (store::BlobRow& row : rows) {
      if (row.is_taken()) taken.emplace(row.id, std::move(row));
    }
    for (const BlobLeaf& blob : blobs_of_ledger_) {
      const auto found = taken.find(blob.id);
      if (gone_.contains({blob.file, blob.seq})) {
        if (found != taken.end()) return blob_broken(N_("The document of entry {1} of file {2} was erased, and is there all the same."), blob);
        continue;
      }
      if (found == taken.end()) return blob_broken(N_("The document of entry {1} of file {2} is missing."), blob);
      const store::BlobRow& row = found->second;
      if (row.file != blob.file || row.seq != blob.seq || row.chunks != blob.chunks || row.content != blob.content) {
        return blob_broken(N_("The document of entry {1} of file {2} is another one than the ledger says."), blob);
      }
      TRY_VOID(chunks(blob));
      taken.erase(found);
      ++report_.documents;
    }
    if (!taken.empty()) return Error(ErrorCode::damaged, "File {1} has a document that the ledger does not know.", {taken.begin()->second.file.text()});
    return {};
  }

  Result<void> chunks(const BlobLeaf& blob) const {
    Bytes hashes;
    for (std::uint32_t i = 0; i < blob.chunks; ++i) {
      TRY(chunk, store_.chunk(blob.id, i));
      const std::vector<std::string> where = {std::to_string(i), std::to_string(blob.seq), blob.file.text()};
      if (!chunk) return Error(ErrorCode::damaged, "Chunk {1} of the document of entry {2} of file {3} is missing.", where);
      const crypto::Hash hash = chunk_hash(blob.id, i, chunk->body);
      if (hash != chunk->hash) return Error(ErrorCode::damaged, "Chunk {1} of the document of entry {2} of file {3} is altered.", where);
      hashes.insert(hashes.end(), hash.begin(), hash.end());
    }
    TRY(count, store_.chunk_count(blob.id));
    if (count != blob.chunks || content_hash(blob.id, hashes) != blob.content) {
      return blob_broken(N_("The document of entry {1} of file {2} is another one than the ledger says."), blob);
    }
    return {};
  }

  Result<void> cards(const store::FileRow& row, const std::map<Compartment, std::uint32_t>& lengths) const {
    TRY(rows, store_.cards(row.id));
    for (const store::CardRow& card : rows) {
      // A compartment may be opened, with a card, before its first entry.
      const auto length = lengths.find(card.compartment);
      if (card.seq > row.length || (length != lengths.end() && card.seq < length->second)) {
        return Error(ErrorCode::damaged, "A summary of file {1} is older than the file: it was put back.", {row.id.text()});
      }
    }
    return {};
  }

  // Each compartment is granted to somebody, and to nobody's older keys.
  Result<void> grants(const store::FileRow& row, std::map<Compartment, std::uint32_t> lengths) const {
    TRY(rows, store_.grants(row.id));
    for (const store::GrantRow& grant : rows) {
      const Circle* circle = directory_.circle(*CircleId::from_bytes(grant.recipient.bytes()));
      const bool current = circle != nullptr ? grant.generation == circle->generation()
                                             : directory_.member(*MemberId::from_bytes(grant.recipient.bytes())) != nullptr && grant.generation == 0;
      if (!current) return Error(ErrorCode::damaged, "A key of file {1} is granted to an older or unknown key.", {row.id.text()});
      lengths.erase(grant.compartment);
    }
    if (!lengths.empty()) return Error(ErrorCode::damaged, "Nobody holds the key of a part of file {1}.", {row.id.text()});
    return {};
  }

  const store::Reader& store_;
  OrganizationId organization_;
  const ServerKeys& server_;
  Directory directory_;
  VerifyReport report_;
  std::vector<crypto::Hash> block_hashes_;
  std::uint64_t blocks_ = 0;  // leaves of the key chain so far
  std::unordered_map<FileId, Known> known_;
  std::vector<BlobLeaf> blobs_of_ledger_;
  std::set<std::pair<FileId, std::uint32_t>> gone_;  // entries whose content was erased
};

Result<VerifyReport> walk(const store::Store& database, OrganizationId organization, const crypto::Key& key, Checkpoints checkpoints) {
  const ServerKeys server(key);
  VerifyReport out;
  TRY_VOID(database.at_once([&](const store::Reader& reader) -> Result<void> {
    TRY(report, Walk(reader, organization, server).run(checkpoints));
    out = report;
    return {};
  }));
  // What no chain covers (indexes, logins, drafts) is at least whole.
  TRY_VOID(database.check());
  return out;
}

Result<std::pair<std::unique_ptr<store::Store>, OrganizationId>> open(const std::filesystem::path& folder) {
  TRY(database, store::open_sqlite(folder, store::OpenMode::read_only));
  TRY(id, database->setting("organization"));
  if (!id) return Error(ErrorCode::damaged, "The folder {1} holds no organisation. Make one with “arasha init”.", {folder.string()});
  TRY(organization, OrganizationId::from_bytes(*id));
  return std::pair(std::move(database), organization);
}

}  // namespace

Result<VerifyReport> verify(const std::filesystem::path& folder) {
  TRY(opened, open(folder));
  TRY(key, load_server_key(opened.second));
  return walk(*opened.first, opened.second, key, Checkpoints::checked);
}

Result<VerifiedRemains> verify_remains(const std::filesystem::path& folder, FileId file) {
  TRY(opened, open(folder));
  TRY(key, load_server_key(opened.second));
  TRY_VOID(walk(*opened.first, opened.second, key, Checkpoints::checked));
  const ServerKeys server(key);
  VerifiedRemains out;
  TRY_VOID(opened.first->at_once([&](const store::Reader& reader) -> Result<void> {
    TRY(state, read_directory(reader, server.ledger, opened.second));
    TRY(left, remains_of(reader, state, server, file));
    if (!left) return Error(ErrorCode::not_found, "No file with this id was erased here.");
    out = {std::move(*left), std::move(state)};
    return {};
  }));
  return out;
}

Result<VerifyReport> verify_with(const std::filesystem::path& folder, const crypto::Key& server_key, Checkpoints checkpoints) {
  TRY(opened, open(folder));
  return walk(*opened.first, opened.second, server_key, checkpoints);
}

}  // namespace arasha::vault
