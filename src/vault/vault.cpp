#include "vault/vault.h"

#include <algorithm>

#include "base/event.h"
#include "base/file.h"
#include "schema/own_form.h"
#include "store/sqlite.h"
#include "vault/slots.h"

namespace arasha::vault {
namespace fs = std::filesystem;
namespace {

fs::path checkpoint_path(OrganizationId organization) { return key_folder() / (organization.text() + ".checkpoint"); }

Bytes block_place(OrganizationId organization, std::uint64_t seq) {
  return ByteWriter().sized("arasha/block-row/v1").raw(organization.bytes()).u64(seq).take();
}

Result<void> apply_row(Directory& directory, const crypto::Key& ledger, OrganizationId organization,
                       const store::BlockRow& row) {
  TRY(content, crypto::open(ledger, block_place(organization, row.seq), row.body));
  ByteReader in(content);
  TRY(block, in.sized(1U << 20U));
  TRY(signature, in.raw(64));
  TRY_VOID(in.finish());
  TRY_VOID(directory.apply(block, signature));
  if (directory.head() != row.hash) return Error(ErrorCode::damaged, "The key chain is broken: a hash is wrong.");
  return {};
}

// Whoever knows the chain can read what was written with its forms. A definition that this program does not understand is a newer
// one's: its answers are then shown as those of a newer program.
void learn_forms(const Directory& state) {
  for (const auto& [name, versions] : state.forms()) {
    for (const FormVersion& one : versions) {
      if (!schema::learn_form(to_hex(one.hash), *one.definition)) log_event(Level::warning, "own_form_not_understood", {{"version", one.version}});
    }
  }
}

}  // namespace

Result<Directory> read_directory(const store::Reader& reader, const crypto::Key& ledger, OrganizationId organization) {
  Directory directory;
  TRY(rows, reader.blocks(0));
  for (const store::BlockRow& row : rows) TRY_VOID(apply_row(directory, ledger, organization, row));
  if (directory.length() == 0 || directory.organization() != organization) {
    return Error(ErrorCode::damaged, "The key chain of this organisation is missing.");
  }
  return directory;
}

Result<void> check_last_block(const store::Reader& reader, const Directory& directory) {
  TRY(leaf, reader.leaves_before(static_cast<std::uint8_t>(LeafKind::block), UINT64_MAX, 1));
  if (leaf.empty() || !std::equal(leaf[0].body.begin(), leaf[0].body.end(), directory.head().begin(), directory.head().end())) {
    return Error(ErrorCode::damaged, "The key chain and the ledger do not agree: one of them was cut or replaced.");
  }
  return {};
}

Result<void> write_block(store::Transaction& transaction, const crypto::Key& ledger, Directory& state, const Block& block,
                         const crypto::SigningKey& signer, OrganizationId organization) {
  const Bytes bytes = encode(block);
  const crypto::Signature signature = signer.sign(kBlockLabel, bytes);
  TRY_VOID(state.apply(bytes, signature));
  const Bytes content = ByteWriter().sized(bytes).raw(signature).take();
  TRY_VOID(transaction.add_block(
      {block.seq, state.head(), crypto::seal(ledger, block_place(organization, block.seq), content)}));
  return add_leaf(transaction, LeafKind::block, state.head());
}

Vault::Vault(std::unique_ptr<store::Store> store, OrganizationId organization, ServerKeys server, const Clock& clock)
    : store_(std::move(store)), organization_(organization), server_(std::move(server)), clock_(clock) {}

Result<std::unique_ptr<Vault>> Vault::open(const fs::path& folder, const Clock& clock) {
  TRY(database, store::open_sqlite(folder, store::OpenMode::existing));
  TRY(id, database->setting("organization"));
  if (!id) return Error(ErrorCode::damaged, "The folder {1} holds no organisation. Make one with “arasha init”.", {folder.string()});
  TRY(organization, OrganizationId::from_bytes(*id));
  TRY(server_key, load_server_key(organization));
  std::unique_ptr<Vault> vault(new Vault(std::move(database), organization, ServerKeys(server_key), clock));
  TRY_VOID(vault->store_->at_once([&](const store::Reader& reader) -> Result<void> {
    TRY(directory, vault->directory_in(reader));
    TRY_VOID(check_last_block(reader, directory));
    learn_forms(directory);
    vault->directory_ = std::make_shared<const Directory>(std::move(directory));
    return {};
  }));
  TRY(cost, vault->store_->setting("password_cost"));
  if (cost) {
    TRY(decoded, decode_cost(*cost));
    vault->cost_ = decoded;
  }
  TRY_VOID(vault->check_checkpoint());
  Vault* const raw = vault.get();
  const auto before = [raw] { raw->moved_.clear(); };  // what a batch that failed left
  const store::Work after = [raw](store::Transaction& transaction) { return add_moves(transaction, raw->moved_); };
  vault->writer_ = std::make_unique<store::Writer>(*vault->store_, after, store::Writer::kQueueLimit, before);
  return vault;
}

Vault::~Vault() {
  writer_.reset();
  write_checkpoint();
}

Result<void> Vault::submit(const store::Work& work) { return writer_->submit(work); }

// Blocks that were checked once are not checked again: the last known one must still stand, then come the new ones.
Result<Directory> Vault::directory_in(const store::Reader& reader) const {
  std::shared_ptr<const Directory> known;
  {
    const std::shared_lock lock(directory_mutex_);
    known = directory_;
  }
  if (!known) return read_directory(reader, server_.ledger, organization_);
  TRY(rows, reader.blocks(known->length() - 1));
  if (rows.empty() || rows[0].hash != known->head()) return read_directory(reader, server_.ledger, organization_);
  Directory next = *known;
  for (std::size_t i = 1; i < rows.size(); ++i) TRY_VOID(apply_row(next, server_.ledger, organization_, rows[i]));
  return next;
}

void Vault::follow_directory() const {
  const auto version = store_->data_version();
  if (!version || *version == directory_version_.load()) return;
  const std::unique_lock lock(directory_mutex_);
  const auto rows = store_->blocks(directory_->length());
  if (!rows) return;
  if (!rows->empty()) {
    Directory next = *directory_;
    for (const store::BlockRow& row : *rows) {
      if (!apply_row(next, server_.ledger, organization_, row)) {
        log_event(Level::error, "key_chain_refused", {{"block", row.seq}});
        return;
      }
    }
    learn_forms(next);
    directory_ = std::make_shared<const Directory>(std::move(next));
  }
  directory_version_.store(*version);
}

std::shared_ptr<const Directory> Vault::directory() const {
  follow_directory();
  const std::shared_lock lock(directory_mutex_);
  return directory_;
}

Result<void> Vault::add_block(store::Transaction& transaction, const Keyring& by, Directory& state,
                              Operation operation) const {
  const Block block{state.length(), state.head(), by.member(), clock_.now(), std::move(operation)};
  return write_block(transaction, server_.ledger, state, block, by.signer(), organization_);
}

Result<void> Vault::change_directory(const Keyring&,
                                     const std::function<Result<void>(store::Transaction&, Directory&)>& change) {
  return submit([&](store::Transaction& transaction) -> Result<void> {
    TRY(state, directory_in(transaction));
    return change(transaction, state);
  });
}

Result<void> Vault::check_checkpoint() {
  auto bytes = read_file(checkpoint_path(organization_), 1024);
  if (!bytes) return {};  // none yet
  TRY(checkpoint, decode_checkpoint(organization_, directory_->server(), *bytes));
  if (checkpoint.length == 0) return {};
  TRY(leaves, store_->leaves(checkpoint.length - 1, 1));
  behind_checkpoint_ = leaves.empty() || leaves[0].seq != checkpoint.length - 1 || leaves[0].hash != checkpoint.head;
  if (behind_checkpoint_) log_event(Level::error, "database_behind_checkpoint", {{"length", checkpoint.length}});
  return {};
}

void Vault::write_checkpoint() {
  if (behind_checkpoint_) return;  // keep the evidence
  const auto last = store_->last_leaf();
  if (!last || !*last) return;
  const Bytes bytes = encode_checkpoint(organization_, {(*last)->seq + 1, (*last)->hash}, server_.signer);
  if (!write_file_durably(checkpoint_path(organization_), bytes)) log_event(Level::warning, "checkpoint_not_written");
}

}  // namespace arasha::vault
