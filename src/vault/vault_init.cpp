// A new organisation: server key, key chain, circles, the first steward.
#include <filesystem>

#include "store/lock.h"
#include "store/sqlite.h"
#include "vault/slots.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace fs = std::filesystem;
namespace {

// Stands from the first transaction until the caller may print the shares: until then nobody was told that there is an
// organisation, and a second `init` may begin anew.
constexpr const char* kUnfinished = "unfinished";

Result<void> make_folder(const fs::path& folder) {
  std::error_code failed;
  const bool made = fs::create_directories(folder, failed);
  if (failed) return Error(ErrorCode::unavailable, "The folder {1} cannot be made. Check its owner and its rights.", {folder.string()});
  if (made) fs::permissions(folder, fs::perms::owner_all, failed);
  return {};
}

// Takes away what an `init` that was killed left behind: a database without an organisation, or with one that nobody
// was told of. Never anything else.
Result<void> clear_unfinished(const fs::path& folder) {
  auto database = store::open_sqlite(folder, store::OpenMode::existing);
  if (!database) return {};  // none, or blank; what is neither is refused by who makes the new one
  TRY(organization, (*database)->setting("organization"));
  TRY(unfinished, (*database)->setting(kUnfinished));
  TRY(files, (*database)->file_count());
  const bool ours = organization && !(unfinished && !unfinished->empty());
  if (ours || files > 0) return {};
  database->reset();
  std::error_code failed;
  for (const char* name : {"arasha.db-wal", "arasha.db-shm", "arasha.db"}) fs::remove(folder / name, failed);
  if (organization) {
    if (const auto id = OrganizationId::from_bytes(*organization)) fs::remove(server_key_path(*id), failed);
  }
  return {};
}

struct Founding {
  Genesis genesis;
  crypto::Key seed = crypto::random_key();  // the first steward's
  std::vector<crypto::Key> circle_seeds;
};

Founding found(const Vault::InitOptions& options, OrganizationId organization, const ServerKeys& server,
               const crypto::PublicKey& recovery, const std::vector<crypto::Share>& shares) {
  Founding out;
  Genesis& genesis = out.genesis;
  genesis.organization = organization;
  genesis.name = options.organization;
  genesis.server = server.signer.public_key();
  genesis.recovery = recovery;
  genesis.threshold = static_cast<std::uint8_t>(options.threshold);
  for (const crypto::Share& share : shares) genesis.shares.push_back(share.fingerprint());
  genesis.steward = crypto::random_id<MemberId>();
  genesis.steward_name = options.steward;
  genesis.keys = public_keys(out.seed);
  std::map<CircleKind, CircleId> by_kind;
  for (std::uint8_t kind = 1; kind <= static_cast<std::uint8_t>(kLastCircle); ++kind) {
    if (static_cast<CircleKind>(kind) == CircleKind::emergency) continue;
    out.circle_seeds.push_back(crypto::random_key());
    Circle circle;
    circle.id = crypto::random_id<CircleId>();
    circle.kind = static_cast<CircleKind>(kind);
    circle.box.push_back(circle_box(out.circle_seeds.back()));
    by_kind[circle.kind] = circle.id;
    genesis.circles.push_back(std::move(circle));
  }
  genesis.policy = default_policy(by_kind);
  return out;
}

}  // namespace

Result<Vault::Initialised> Vault::init(const fs::path& folder, const InitOptions& options, const Clock& clock) {
  TRY_VOID(crypto::check_new_password(options.password));
  TRY_VOID(make_folder(folder));
  TRY(lock, store::FolderLock::take(folder));
  TRY_VOID(clear_unfinished(folder));
  TRY(database, store::open_sqlite(folder, store::OpenMode::create));

  Initialised out;
  out.organization = crypto::random_id<OrganizationId>();
  const crypto::Key server_key = crypto::random_key();
  const crypto::Key recovery_seed = crypto::random_key();
  const crypto::PublicKey recovery = crypto::BoxKey::from_seed(recovery_seed).public_key();
  TRY(shares, crypto::split(recovery_seed, options.threshold, options.trustees));
  out.shares = std::move(shares);
  Vault vault(std::move(database), out.organization, ServerKeys(server_key), clock);
  vault.cost_ = options.cost;
  const Founding founding = found(options, out.organization, vault.server_, recovery, out.shares);
  const Genesis& genesis = founding.genesis;
  TRY(password, vault.seal_password_slot(genesis.steward, founding.seed, options.password));

  TRY_VOID(store_server_key(out.organization, server_key));
  TRY_VOID(vault.store_->write([&](store::Transaction& transaction) -> Result<void> {
    Directory state;
    const Block block{0, {}, genesis.steward, clock.now(), genesis};
    TRY_VOID(transaction.put_setting("organization", out.organization.bytes()));
    TRY_VOID(transaction.put_setting(kUnfinished, view("1")));
    TRY_VOID(write_block(transaction, vault.server_.ledger, state, block, signing_key(founding.seed), out.organization));
    TRY_VOID(put_recovery(transaction, out.organization, state, server_key));
    TRY_VOID(transaction.put_setting("password_cost", encode_cost(options.cost)));
    for (std::size_t i = 0; i < genesis.circles.size(); ++i) {
      const CircleId circle = genesis.circles[i].id;
      TRY_VOID(transaction.put_seal({circle, 0, genesis.steward,
                                     seal_circle_seed(out.organization, circle, 0, genesis.steward, genesis.keys.box,
                                                      founding.circle_seeds[i])}));
    }
    TRY_VOID(transaction.put_login(login_tag(vault.server_, options.steward), genesis.steward));
    TRY_VOID(put_slot(transaction, {genesis.steward, static_cast<std::uint8_t>(SlotKind::password), password}));
    return put_recovery_slot(transaction, out.organization, recovery, genesis.steward, founding.seed);
  }));
  TRY_VOID(vault.store_->write([](store::Transaction& transaction) { return transaction.put_setting(kUnfinished, {}); }));
  return out;
}

}  // namespace arasha::vault
