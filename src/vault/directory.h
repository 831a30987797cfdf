// Who is who, and who may open what: the fold of the key chain (docs/formats/key-chain.md).
//
// The key chain is a signed, hash-linked list of blocks. A block counts only if its signer's key and rights were
// valid in the state before it (validity by position, not by clock). Recipients' public keys come from here and
// from nowhere else. The Directory is a value: `apply` gives the next state or says why the block is refused.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <variant>

#include "base/id.h"
#include "base/time.h"
#include "crypto/keys.h"

namespace arasha::vault {

enum class CircleKind : std::uint8_t { other, stewards, casework, health, legal, duty, hotline, statistics, auditors,
                                        emergency,   // may break the glass; made when a steward first switches that on
                                        referral };  // works with other organisations
inline constexpr CircleKind kLastCircle = CircleKind::referral;
// Whether the key of such a circle opens what is written about people, so that it may stand for emergencies.
bool holds_case_material(CircleKind kind);

enum class MemberStatus : std::uint8_t {
  invited,     // has an activation code, no keys yet
  unverified,  // has keys, nobody compared their fingerprint yet; nothing is sealed to them
  verified,
  closed,
};

struct PublicKeys {
  crypto::PublicKey signing{};
  crypto::PublicKey box{};
  bool operator==(const PublicKeys&) const = default;
};

struct Member {
  MemberId id;
  std::string name;  // signs in and is shown by it
  bool administrator = false;
  MemberStatus status = MemberStatus::invited;
  PublicKeys keys;
  // Every signing key this member had, with the chain position from which it counted.
  std::vector<std::pair<std::uint64_t, crypto::PublicKey>> signing_history;
};

struct Circle {
  CircleId id;
  CircleKind kind = CircleKind::other;
  std::string name;                             // of an `other` circle; the rest are named by their kind
  std::vector<crypto::PublicKey> box;           // by generation
  std::map<MemberId, bool> members;             // true: steward of this circle
  std::uint32_t generation() const { return static_cast<std::uint32_t>(box.size()) - 1; }
};

// What a block does. Every public key, name and right in the system came in through one of these.
struct Genesis {
  OrganizationId organization;
  std::string name;
  crypto::PublicKey server{};    // checks checkpoints
  crypto::PublicKey recovery{};  // the trustees' pair
  std::uint8_t threshold = 1;
  std::vector<crypto::Hash> shares;  // fingerprints of shares 1 … trustees
  MemberId steward;
  std::string steward_name;
  PublicKeys keys;
  std::vector<Circle> circles;                            // generation 0, the steward in each
  std::map<std::uint8_t, std::vector<CircleId>> policy;   // compartment -> circles
};
struct MemberAdded { MemberId member; std::string name; bool administrator = false; };
struct MemberKeys { MemberId member; PublicKeys keys; };  // signed by the keys that it names
struct MemberVerified { MemberId member; PublicKeys keys; };
struct MemberClosed { MemberId member; };
struct MemberReadmitted { MemberId member; };             // forgot the password: back to `invited`
struct CircleJoined { CircleId circle; MemberId member; bool steward = false; };
struct CircleRotated {                                    // and `left`, if not nil, is out
  CircleId circle;
  MemberId left;
  std::uint32_t generation = 0;
  crypto::PublicKey box{};
};
struct PolicyChanged { std::uint8_t compartment = 0; std::vector<CircleId> circles; };
struct OrganizationRenamed { std::string name; };
// What the organisation decided once for everybody, as a word or a number: "pack" -> "kz". Empty: back to the program's own.
struct SettingChanged { std::string name; std::string value; };
// A version of a form that the organisation made itself; the bytes are schema/own_form.h's and mean nothing here.
struct FormDefined {
  std::string name;
  std::uint32_t version = 0;  // 1 for the first
  Bytes definition;
};
struct RecoveryReplaced {  // after a new ceremony: older shares open nothing that is written from then on
  crypto::PublicKey recovery{};
  std::uint8_t threshold = 1;
  std::vector<crypto::Hash> shares;
};
struct CircleMade { CircleId circle; CircleKind kind = CircleKind::emergency; crypto::PublicKey box{}; };  // the signer is its steward
// Whether this circle's key stands sealed to the Emergency circle (vault_emergency.cpp).
struct StandingChanged { CircleId circle; bool given = false; };

// What other organisations know this one by (docs/formats/exchange.md): the next generation of its keys.
struct ExchangeKeysMade { std::uint32_t generation = 0; PublicKeys keys; };
// A steward has compared a partner's keys over another channel. They count once another steward has compared the same ones;
// until then nothing goes to that partner and nothing of it is believed.
struct PartnerCompared { OrganizationId partner; std::string name; PublicKeys keys; };
struct PartnerDropped { OrganizationId partner; };

using Operation = std::variant<Genesis, MemberAdded, MemberKeys, MemberVerified, MemberClosed, MemberReadmitted,
                               CircleJoined, CircleRotated, PolicyChanged, OrganizationRenamed, RecoveryReplaced, SettingChanged,
                               CircleMade, StandingChanged, FormDefined, ExchangeKeysMade, PartnerCompared, PartnerDropped>;

struct Block {
  std::uint64_t seq = 0;
  crypto::Hash previous{};
  MemberId signer;
  Time time;
  Operation operation;
};

inline constexpr std::size_t kLongestSetting = 400;  // bytes, of a name and of a value
inline constexpr std::size_t kMostSettings = 200;
inline constexpr std::size_t kLongestForm = 128 * 1024;  // bytes, of a definition
inline constexpr std::size_t kMostForms = 100;
inline constexpr std::uint32_t kMostFormVersions = 1000;

// One version of an own form, as it stands in the chain.
struct FormVersion {
  std::uint32_t version = 0;
  MemberId author;
  Time time;
  crypto::Hash hash{};  // fingerprint("arasha/own-form/v1", definition): answers name it
  std::shared_ptr<const Bytes> definition;
};
inline constexpr std::string_view kFormLabel = "arasha/own-form/v1";

// Another organisation, as the key chain knows it.
struct Partner {
  OrganizationId id;
  std::string name;
  // Two stewards compared these; none while a changed key waits for the second steward, and after it was dropped.
  std::optional<PublicKeys> keys;
  // One steward compared these, and they wait for another one.
  std::optional<PublicKeys> proposed;
  MemberId proposed_by;
  // Every pair that counted, the newest last: for what was signed earlier and is read again.
  std::vector<PublicKeys> history;
};
inline constexpr std::size_t kMostPartners = 10'000;

inline constexpr std::string_view kBlockLabel = "arasha/block/v1";

Bytes encode(const Block& block);            // the bytes that are signed and hashed
Result<Block> decode_block(BytesView bytes);  // strict: nothing may be left over

class Directory {
 public:
  // Checks position, previous hash, signature and rights against this state, then moves to the next one.
  // Leaves the state unchanged on failure.
  Result<void> apply(BytesView block, BytesView signature);

  std::uint64_t length() const { return length_; }
  const crypto::Hash& head() const { return head_; }
  OrganizationId organization() const { return organization_; }
  const std::string& name() const { return name_; }
  const crypto::PublicKey& recovery() const { return recovery_; }
  const crypto::PublicKey& server() const { return server_; }
  int threshold() const { return threshold_; }
  int trustees() const { return static_cast<int>(shares_.size()); }
  const std::vector<crypto::Hash>& shares() const { return shares_; }  // fingerprints of the trustees' shares

  const std::map<MemberId, Member>& members() const { return members_; }
  const std::map<CircleId, Circle>& circles() const { return circles_; }
  const Member* member(MemberId id) const;
  const Circle* circle(CircleId id) const;
  const Circle* circle(CircleKind kind) const;  // not for `other`
  // The circles that receive a new file's compartment.
  std::vector<CircleId> readers(std::uint8_t compartment) const;
  const std::map<std::uint8_t, std::vector<CircleId>>& policy() const { return policy_; }
  // The circles whose keys stand for emergencies, and from which position of the chain. None: it is switched off.
  const std::map<CircleId, std::uint64_t>& standing() const { return standing_; }
  // The value of a setting; empty where nobody chose one.
  const std::string& setting(std::string_view name) const;

  // The own forms by name, each with every version of it, the oldest first.
  const std::map<std::string, std::vector<FormVersion>, std::less<>>& forms() const { return forms_; }

  // The own keys for other organisations by generation; none: not made yet.
  const std::vector<PublicKeys>& exchange() const { return exchange_; }
  const std::map<OrganizationId, Partner>& partners() const { return partners_; }
  const Partner* partner(OrganizationId id) const;

  bool is_in(MemberId member, CircleId circle) const;
  bool is_in(MemberId member, CircleKind kind) const;
  bool is_steward_of(MemberId member, CircleId circle) const;
  bool is_last_steward(MemberId member, CircleId circle) const;  // who stays one, or nobody could add people
  // The key that member signed with at that position of the chain; none before its first or after closing.
  std::optional<crypto::PublicKey> signing_key_at(MemberId member, std::uint64_t position) const;

 private:
  Result<void> check_rights(const Block& block) const;
  void change(const Block& block);

  std::uint64_t length_ = 0;
  crypto::Hash head_{};
  OrganizationId organization_;
  std::string name_;
  crypto::PublicKey server_{};
  crypto::PublicKey recovery_{};
  int threshold_ = 1;
  std::vector<crypto::Hash> shares_;
  std::map<MemberId, Member> members_;
  std::map<CircleId, Circle> circles_;
  std::map<std::uint8_t, std::vector<CircleId>> policy_;
  std::map<std::string, std::string, std::less<>> settings_;
  std::map<CircleId, std::uint64_t> standing_;
  std::map<std::string, std::vector<FormVersion>, std::less<>> forms_;
  std::vector<PublicKeys> exchange_;
  std::map<OrganizationId, Partner> partners_;
};

}  // namespace arasha::vault
