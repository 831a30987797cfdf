// The bytes of a block; docs/formats/key-chain.md.
#include "vault/directory.h"

namespace arasha::vault {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kNameLimit = kLongestSetting;

template <std::size_t N>
void put(ByteWriter& out, const std::array<std::uint8_t, N>& bytes) { out.raw(bytes); }
template <class Tag>
void put(ByteWriter& out, const Id<Tag>& id) { out.raw(id.bytes()); }
void put(ByteWriter& out, const PublicKeys& keys) { out.raw(keys.signing).raw(keys.box); }

void put_policy(ByteWriter& out, std::uint8_t compartment, const std::vector<CircleId>& circles) {
  out.u8(compartment).u8(static_cast<std::uint8_t>(circles.size()));
  for (const CircleId& circle : circles) put(out, circle);
}

void put_hashes(ByteWriter& out, const std::vector<crypto::Hash>& hashes) {
  out.u8(static_cast<std::uint8_t>(hashes.size()));
  for (const crypto::Hash& hash : hashes) out.raw(hash);
}

struct Put {
  ByteWriter& out;
  void operator()(const Genesis& g) const {
    put(out, g.organization);
    out.sized(g.name);
    put(out, g.server);
    put(out, g.recovery);
    out.u8(g.threshold);
    put_hashes(out, g.shares);
    put(out, g.steward);
    out.sized(g.steward_name);
    put(out, g.keys);
    out.u8(static_cast<std::uint8_t>(g.circles.size()));
    for (const Circle& circle : g.circles) {
      put(out, circle.id);
      out.u8(static_cast<std::uint8_t>(circle.kind)).sized(circle.name);
      put(out, circle.box.at(0));
    }
    out.u8(static_cast<std::uint8_t>(g.policy.size()));
    for (const auto& [compartment, circles] : g.policy) put_policy(out, compartment, circles);
  }
  void operator()(const MemberAdded& o) const {
    put(out, o.member);
    out.sized(o.name).u8(o.administrator ? 1 : 0);
  }
  void operator()(const MemberKeys& o) const { put(out, o.member), put(out, o.keys); }
  void operator()(const MemberVerified& o) const { put(out, o.member), put(out, o.keys); }
  void operator()(const MemberClosed& o) const { put(out, o.member); }
  void operator()(const MemberReadmitted& o) const { put(out, o.member); }
  void operator()(const CircleJoined& o) const {
    put(out, o.circle), put(out, o.member);
    out.u8(o.steward ? 1 : 0);
  }
  void operator()(const CircleRotated& o) const {
    put(out, o.circle), put(out, o.left);
    out.u32(o.generation);
    put(out, o.box);
  }
  void operator()(const PolicyChanged& o) const { put_policy(out, o.compartment, o.circles); }
  void operator()(const OrganizationRenamed& o) const { out.sized(o.name); }
  void operator()(const RecoveryReplaced& o) const {
    put(out, o.recovery);
    out.u8(o.threshold);
    put_hashes(out, o.shares);
  }
  void operator()(const SettingChanged& o) const { out.sized(o.name).sized(o.value); }
  void operator()(const CircleMade& o) const {
    put(out, o.circle);
    out.u8(static_cast<std::uint8_t>(o.kind));
    put(out, o.box);
  }
  void operator()(const StandingChanged& o) const {
    put(out, o.circle);
    out.u8(o.given ? 1 : 0);
  }
  void operator()(const FormDefined& o) const {
    out.sized(o.name).u32(o.version);
    out.sized(o.definition);
  }
  void operator()(const ExchangeKeysMade& o) const {
    out.u32(o.generation);
    put(out, o.keys);
  }
  void operator()(const PartnerCompared& o) const {
    put(out, o.partner);
    out.sized(o.name);
    put(out, o.keys);
  }
  void operator()(const PartnerDropped& o) const { put(out, o.partner); }
};

// Reads in the order of Put; the first failure sticks and is answered at the end.
class Take {
 public:
  explicit Take(BytesView bytes) : in_(bytes) {}

  std::uint8_t u8() { return keep(in_.u8()); }
  std::uint32_t u32() { return keep(in_.u32()); }
  std::uint64_t u64() { return keep(in_.u64()); }
  std::string text() { return to_text(keep(in_.sized(kNameLimit))); }
  Bytes blob(std::size_t most) {
    const BytesView bytes = keep(in_.sized(most));
    return {bytes.begin(), bytes.end()};
  }
  template <std::size_t N>
  std::array<std::uint8_t, N> array() {
    std::array<std::uint8_t, N> out{};
    const BytesView bytes = keep(in_.raw(N));
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
  }
  template <class IdType>
  IdType id() { return IdType::from_array(array<IdType::kSize>()); }
  PublicKeys keys() {
    PublicKeys out;
    out.signing = array<32>();
    out.box = array<32>();
    return out;
  }
  bool truth() {
    const std::uint8_t value = u8();
    if (value > 1) fail();
    return value == 1;
  }
  std::vector<CircleId> circle_ids() {
    std::vector<CircleId> out;
    for (int count = u8(); count > 0; --count) out.push_back(id<CircleId>());
    return out;
  }
  std::vector<crypto::Hash> hashes() {
    std::vector<crypto::Hash> out;
    for (int count = u8(); count > 0; --count) out.push_back(array<32>());
    return out;
  }
  void fail() { failed_ = true; }
  Result<void> finish() const {
    if (failed_ || in_.left() != 0) return Error(ErrorCode::damaged, "A block of the key chain is damaged.");
    return {};
  }

 private:
  template <class T>
  T keep(Result<T> value) {
    if (value) return *value;
    failed_ = true;
    return T{};
  }
  ByteReader in_;
  bool failed_ = false;
};

Genesis take_genesis(Take& in) {
  Genesis g;
  g.organization = in.id<OrganizationId>();
  g.name = in.text();
  g.server = in.array<32>();
  g.recovery = in.array<32>();
  g.threshold = in.u8();
  g.shares = in.hashes();
  g.steward = in.id<MemberId>();
  g.steward_name = in.text();
  g.keys = in.keys();
  for (int count = in.u8(); count > 0; --count) {
    Circle circle;
    circle.id = in.id<CircleId>();
    const std::uint8_t kind = in.u8();
    if (kind > static_cast<std::uint8_t>(kLastCircle) || kind == static_cast<std::uint8_t>(CircleKind::emergency)) in.fail();
    circle.kind = static_cast<CircleKind>(kind);
    circle.name = in.text();
    circle.box.push_back(in.array<32>());
    circle.members[g.steward] = true;
    g.circles.push_back(std::move(circle));
  }
  for (int count = in.u8(); count > 0; --count) {
    const std::uint8_t compartment = in.u8();
    g.policy[compartment] = in.circle_ids();
  }
  return g;
}

Operation take_operation(Take& in) {
  switch (in.u8()) {
    case 0: return take_genesis(in);
    case 1: {
      MemberAdded o;
      o.member = in.id<MemberId>();
      o.name = in.text();
      o.administrator = in.truth();
      return o;
    }
    case 2: {
      MemberKeys o;
      o.member = in.id<MemberId>();
      o.keys = in.keys();
      return o;
    }
    case 3: {
      MemberVerified o;
      o.member = in.id<MemberId>();
      o.keys = in.keys();
      return o;
    }
    case 4: return MemberClosed{in.id<MemberId>()};
    case 5: return MemberReadmitted{in.id<MemberId>()};
    case 6: {
      CircleJoined o;
      o.circle = in.id<CircleId>();
      o.member = in.id<MemberId>();
      o.steward = in.truth();
      return o;
    }
    case 7: {
      CircleRotated o;
      o.circle = in.id<CircleId>();
      o.left = in.id<MemberId>();
      o.generation = in.u32();
      o.box = in.array<32>();
      return o;
    }
    case 8: {
      PolicyChanged o;
      o.compartment = in.u8();
      o.circles = in.circle_ids();
      return o;
    }
    case 9: return OrganizationRenamed{in.text()};
    case 10: {
      RecoveryReplaced o;
      o.recovery = in.array<32>();
      o.threshold = in.u8();
      o.shares = in.hashes();
      return o;
    }
    case 11: {
      SettingChanged o;
      o.name = in.text();
      o.value = in.text();
      return o;
    }
    case 12: {
      CircleMade o;
      o.circle = in.id<CircleId>();
      const std::uint8_t kind = in.u8();
      if (kind > static_cast<std::uint8_t>(kLastCircle)) in.fail();
      o.kind = static_cast<CircleKind>(kind);
      o.box = in.array<32>();
      return o;
    }
    case 13: {
      StandingChanged o;
      o.circle = in.id<CircleId>();
      o.given = in.truth();
      return o;
    }
    case 14: {
      FormDefined o;
      o.name = in.text();
      o.version = in.u32();
      o.definition = in.blob(kLongestForm);
      return o;
    }
    case 15: {
      ExchangeKeysMade o;
      o.generation = in.u32();
      o.keys = in.keys();
      return o;
    }
    case 16: {
      PartnerCompared o;
      o.partner = in.id<OrganizationId>();
      o.name = in.text();
      o.keys = in.keys();
      return o;
    }
    case 17: return PartnerDropped{in.id<OrganizationId>()};
    default: in.fail(); return OrganizationRenamed{};
  }
}

}  // namespace

Bytes encode(const Block& block) {
  ByteWriter out;
  out.u8(kVersion).u64(block.seq).raw(block.previous).raw(block.signer.bytes());
  out.u64(static_cast<std::uint64_t>(to_milliseconds(block.time)));
  out.u8(static_cast<std::uint8_t>(block.operation.index()));
  std::visit(Put{out}, block.operation);
  return out.take();
}

Result<Block> decode_block(BytesView bytes) {
  Take in(bytes);
  if (in.u8() != kVersion) {
    return Error(ErrorCode::unsupported, "The key chain was written by a newer program. Update this one.");
  }
  Block block;
  block.seq = in.u64();
  block.previous = in.array<32>();
  block.signer = in.id<MemberId>();
  block.time = from_milliseconds(static_cast<std::int64_t>(in.u64()));
  block.operation = take_operation(in);
  TRY_VOID(in.finish());
  return block;
}

}  // namespace arasha::vault
