#include "vault/destruction.h"

#include <algorithm>
#include <set>

#include "vault/ledger.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

constexpr std::size_t kLeavesAtOnce = 256;

Error broken(FileId file) { return {ErrorCode::damaged, "File {1} is damaged: its chain does not fit together.", {file.text()}}; }

// The first leaf of the ledger that names the file at that length or a greater one.
Result<void> find_leaf(const store::Reader& reader, std::uint32_t length, Remains& out) {
  std::uint64_t from = 0;
  while (true) {
    TRY(leaves, reader.leaves_of(static_cast<std::uint8_t>(LeafKind::moves), from, kLeavesAtOnce));
    for (const store::LeafRow& leaf : leaves) {
      from = leaf.seq + 1;
      TRY(moves, decode_moves(leaf.body));
      const bool is_it = std::any_of(moves.begin(), moves.end(), [&](const Move& move) { return move.file == out.file && move.length >= length; });
      if (!is_it) continue;
      out.leaf = leaf.seq;
      out.leaf_hash = leaf.hash;
      return {};
    }
    if (leaves.size() < kLeavesAtOnce) return broken(out.file);
  }
}

}  // namespace

crypto::Hash statement_of(BytesView stated) { return crypto::fingerprint("arasha/destruction/v1", {stated}); }

FileId file_named(OrganizationId organization, std::string_view name) {
  const crypto::Hash hash = crypto::fingerprint("arasha/named-file/v1", {organization.bytes(), view(name)});
  return *FileId::from_bytes(BytesView(hash).first(FileId::kSize));
}

Result<std::optional<Remains>> remains_of(const store::Reader& reader, const Directory& state, const ServerKeys& server, FileId file) {
  TRY(row, reader.file(file));
  if (!row) return std::optional<Remains>();
  TRY(entries, reader.entries(file));
  Remains out;
  out.file = file;
  out.entries = static_cast<std::uint32_t>(entries.size());
  crypto::Hash previous{};
  std::vector<store::Compartment> places;
  std::set<store::Compartment> gone;
  for (const store::EntryRow& entry : entries) {
    TRY(opened, open_header(server.ledger, state.organization(), entry));
    const EntryHeader& header = opened.header;
    const auto author = state.signing_key_at(header.author, header.position);
    const bool fits = header.seq == places.size() && header.previous == previous && author && crypto::verify(*author, kEntryLabel, opened.bytes, opened.signature);
    if (!fits) return broken(file);
    previous = hash_of(opened.bytes);
    places.push_back(header.compartment);
    if (entry.key.empty() || entry.body.empty()) ++out.erased;
    if (header.type != kDestructionType) continue;
    out.parts.push_back({header.compartment, header.seq, header.author, header.time, header.content});
    gone.insert(header.compartment);
  }
  if (previous != row->head || entries.size() != row->length) return broken(file);
  if (out.parts.empty()) return std::optional<Remains>();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (gone.contains(places[i]) && !(entries[i].key.empty() && entries[i].body.empty())) ++out.contents_left;
  }
  TRY(grants, reader.grants(file));
  TRY(cards, reader.cards(file));
  const auto left = [&](const auto& rows) {
    return static_cast<std::uint32_t>(std::count_if(rows.begin(), rows.end(), [&](const auto& one) { return gone.contains(one.compartment); }));
  };
  out.grants_left = left(grants);
  out.cards_left = left(cards);
  TRY_VOID(find_leaf(reader, out.parts.back().seq + 1, out));
  return std::optional<Remains>(std::move(out));
}

Result<bool> has_entry(const store::Reader& reader, OrganizationId organization, const ServerKeys& server, FileId file, EntryId entry) {
  TRY(rows, reader.headers(file, 0));
  for (const store::EntryRow& row : rows) {
    TRY(opened, open_header(server.ledger, organization, row));
    if (opened.header.id == entry) return true;
  }
  return false;
}

}  // namespace arasha::vault
