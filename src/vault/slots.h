// Small sealed rows of the vault: password slots, activation slots, recovery slots, circle seals, sign-in tags.
// Inside the room only; the formats are in docs/formats/slots.md.
#pragma once

#include "store/store.h"
#include "vault/directory.h"
#include "crypto/password.h"
#include "crypto/shares.h"
#include "vault/server_key.h"

namespace arasha::vault {

inline constexpr std::string_view kRecoverySlotLabel = "arasha/recovery-slot/v1";

enum class SlotKind : std::uint8_t { password = 1, recovery = 2, activation = 3 };

// Names are compared without regard to case and spelling of Unicode.
crypto::Hash login_tag(const ServerKeys& server, std::string_view name);

Bytes encode_cost(const crypto::PasswordCost& cost);
Result<crypto::PasswordCost> decode_cost(BytesView bytes);

Bytes seal_circle_seed(OrganizationId organization, CircleId circle, std::uint32_t generation, MemberId member,
                       const crypto::PublicKey& box, const crypto::Key& seed);
Result<crypto::Key> open_circle_seed(OrganizationId organization, CircleId circle, std::uint32_t generation,
                                     MemberId member, const crypto::BoxKey& box, BytesView blob);
Bytes link_place(OrganizationId organization, CircleId circle, std::uint32_t generation);
Bytes grant_place(OrganizationId organization, const store::GrantRow& row);
// A grant says in its first byte whether it is wrapped under the recipient's symmetric key or sealed to her box.
Bytes wrapped_grant(const crypto::Key& recipient, BytesView place, const crypto::Key& compartment);
Bytes boxed_grant(const crypto::PublicKey& recipient, BytesView place, const crypto::Key& compartment);
// `seed` is the recipient's: a member's or a circle's; `symmetric` the key derived from it.
Result<crypto::Key> open_grant(const crypto::Key& seed, const crypto::Key& symmetric, BytesView place, BytesView blob);
// The seed of a circle as it stands for emergencies: sealed to the Emergency circle's public key, as a setting of the store.
struct StandingPlace {
  CircleId circle;
  std::uint32_t generation = 0;
  CircleId emergency;
  std::uint32_t emergency_generation = 0;
};
std::string standing_name(CircleId circle);  // of the setting; its value is empty where none stands
Bytes standing_context(OrganizationId organization, const StandingPlace& place);
Bytes seal_standing(OrganizationId organization, const StandingPlace& place, const crypto::PublicKey& emergency, const crypto::Key& seed);
Result<crypto::Key> open_standing_key(OrganizationId organization, const StandingPlace& place, const crypto::Key& emergency_seed, BytesView row);
// What a member of a circle with this policy receives in an organisation of two people (design, section 3).
std::map<std::uint8_t, std::vector<CircleId>> default_policy(const std::map<CircleKind, CircleId>& circles);

// Slots are written through these only: the ledger then knows each, and one that was put back is refused.
Result<void> put_slot(store::Transaction& transaction, const store::SlotRow& row);
Result<void> erase_slots(store::Transaction& transaction, MemberId member);
// `damaged` when the member's slots are not those that the ledger saw last.
Result<void> check_slots(const store::Reader& reader, MemberId member, const std::vector<store::SlotRow>& slots);

// What the trustees' shares open, beside the slots: the server key; and the fingerprints of the shares in the clear, so
// that a wrong one is named before there is a key to read the chain with.
Result<void> put_recovery(store::Transaction& transaction, OrganizationId organization, const Directory& state,
                          const crypto::Key& server_key);
std::vector<crypto::Hash> decode_fingerprints(BytesView bytes);  // empty when they make no sense
Result<crypto::Key> open_server_key(OrganizationId organization, BytesView box, BytesView fingerprints,
                                    const std::vector<crypto::Share>& shares);

Result<void> put_recovery_slot(store::Transaction& transaction, OrganizationId organization,
                               const crypto::PublicKey& recovery, MemberId member, const crypto::Key& seed);

// The key chain from its rows, every block checked.
// Whether the ledger's last block is the chain's last one.
Result<void> check_last_block(const store::Reader& reader, const Directory& directory);
Result<Directory> read_directory(const store::Reader& reader, const crypto::Key& ledger, OrganizationId organization);
Result<void> write_block(store::Transaction& transaction, const crypto::Key& ledger, Directory& state, const Block& block,
                         const crypto::SigningKey& signer, OrganizationId organization);

}  // namespace arasha::vault
