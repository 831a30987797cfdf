#include "vault/directory.h"

#include <algorithm>

namespace arasha::vault {
namespace {

Error refused(const char* why) { return {ErrorCode::denied, "A block of the key chain is not allowed.", {}, why}; }

// As schema/own_form.h has it; here so that the chain does not depend on what a form may say.
bool is_form_name(std::string_view name) {
  return !name.empty() && name.size() <= 40 && name.front() >= 'a' && name.front() <= 'z' &&
         std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool are_sound(const PublicKeys& keys) { return crypto::may_be_verified_with(keys.signing) && crypto::may_be_sealed_to(keys.box); }

bool is_verified(const Member* member) { return member != nullptr && member->status == MemberStatus::verified; }

}  // namespace

const Member* Directory::member(MemberId id) const {
  const auto found = members_.find(id);
  return found == members_.end() ? nullptr : &found->second;
}

const Circle* Directory::circle(CircleId id) const {
  const auto found = circles_.find(id);
  return found == circles_.end() ? nullptr : &found->second;
}

const Circle* Directory::circle(CircleKind kind) const {
  for (const auto& [id, circle] : circles_) {
    if (circle.kind == kind) return &circle;
  }
  return nullptr;
}

const Partner* Directory::partner(OrganizationId id) const {
  const auto found = partners_.find(id);
  return found == partners_.end() ? nullptr : &found->second;
}

bool holds_case_material(CircleKind kind) {
  switch (kind) {
    case CircleKind::casework:
    case CircleKind::health:
    case CircleKind::legal:
    case CircleKind::duty:
    case CircleKind::hotline:
    case CircleKind::referral:
    case CircleKind::other: return true;
    case CircleKind::stewards:
    case CircleKind::statistics:
    case CircleKind::auditors:
    case CircleKind::emergency: break;
  }
  return false;
}

std::vector<CircleId> Directory::readers(std::uint8_t compartment) const {
  const auto found = policy_.find(compartment);
  return found == policy_.end() ? std::vector<CircleId>{} : found->second;
}

const std::string& Directory::setting(std::string_view name) const {
  static const std::string none;
  const auto found = settings_.find(name);
  return found == settings_.end() ? none : found->second;
}

bool Directory::is_in(MemberId member_id, CircleId circle_id) const {
  const Circle* found = circle(circle_id);
  return found != nullptr && found->members.contains(member_id);
}

bool Directory::is_in(MemberId member_id, CircleKind kind) const {
  const Circle* found = circle(kind);
  return found != nullptr && found->members.contains(member_id);
}

bool Directory::is_steward_of(MemberId member_id, CircleId circle_id) const {
  const Circle* found = circle(circle_id);
  if (found == nullptr) return false;
  const auto place = found->members.find(member_id);
  return place != found->members.end() && place->second;
}

bool Directory::is_last_steward(MemberId member_id, CircleId circle_id) const {
  if (!is_steward_of(member_id, circle_id)) return false;
  const auto& members = circle(circle_id)->members;
  return std::count_if(members.begin(), members.end(), [](const auto& place) { return place.second; }) == 1;
}

std::optional<crypto::PublicKey> Directory::signing_key_at(MemberId id, std::uint64_t position) const {
  const Member* found = member(id);
  if (found == nullptr) return std::nullopt;
  std::optional<crypto::PublicKey> key;
  for (const auto& [from, signing] : found->signing_history) {
    if (from <= position) key = signing;
  }
  if (key == crypto::PublicKey{}) return std::nullopt;  // closed or readmitted at that position
  return key;
}

Result<void> Directory::check_rights(const Block& block) const {
  const Member* signer = member(block.signer);
  if (const auto* own = std::get_if<MemberKeys>(&block.operation)) {
    const bool open = signer != nullptr && signer->status == MemberStatus::invited;
    if (!open || own->member != block.signer) return refused("keys of another member, or not invited");
    return {};
  }
  if (!is_verified(signer)) return refused("signer is not a verified member");
  const bool stewards = is_in(block.signer, CircleKind::stewards);
  const bool accounts = stewards || signer->administrator;

  struct Check {
    const Directory& state;
    const Block& block;
    bool stewards;
    bool accounts;
    Result<void> operator()(const Genesis&) const { return refused("second genesis"); }
    Result<void> operator()(const MemberKeys&) const { return {}; }
    Result<void> operator()(const MemberAdded& o) const {
      if (!accounts) return refused("may not add members");
      if (o.name.empty() || state.member(o.member) != nullptr) return refused("member exists");
      for (const auto& [id, other] : state.members_) {
        if (other.name == o.name && other.status != MemberStatus::closed) return refused("name is taken");
      }
      return {};
    }
    Result<void> operator()(const MemberVerified& o) const {
      const Member* target = state.member(o.member);
      if (!stewards) return refused("may not verify");
      if (target == nullptr || target->status != MemberStatus::unverified || target->keys != o.keys) {
        return refused("not these keys");
      }
      return {};
    }
    Result<void> operator()(const MemberClosed& o) const {
      const Member* target = state.member(o.member);
      if (!accounts) return refused("may not close accounts");
      if (target == nullptr || target->status == MemberStatus::closed) return refused("no open account");
      if (o.member == block.signer) return refused("nobody closes the own account");
      for (const auto& [id, circle] : state.circles_) {
        if (circle.members.contains(o.member)) return refused("still in a circle");
      }
      return {};
    }
    Result<void> operator()(const MemberReadmitted& o) const {
      const Member* target = state.member(o.member);
      if (!stewards) return refused("may not readmit");
      if (target == nullptr || o.member == block.signer) return refused("no such member");
      for (const auto& [id, circle] : state.circles_) {
        if (circle.members.contains(o.member)) return refused("still in a circle");
      }
      return {};
    }
    Result<void> operator()(const CircleJoined& o) const {
      if (!state.is_steward_of(block.signer, o.circle)) return refused("not a steward of this circle");
      if (!is_verified(state.member(o.member))) return refused("keys are not verified");
      if (!o.steward && state.is_last_steward(o.member, o.circle)) return refused("a circle keeps one steward");
      return {};
    }
    Result<void> operator()(const CircleRotated& o) const {
      const Circle* circle = state.circle(o.circle);
      if (circle == nullptr || !state.is_steward_of(block.signer, o.circle)) return refused("not a steward of this circle");
      if (o.generation != circle->generation() + 1) return refused("wrong generation");
      if (o.left == block.signer) return refused("nobody leaves alone: she could not make the next key");
      if (!o.left.is_nil() && !circle->members.contains(o.left)) return refused("not in this circle");
      return {};
    }
    Result<void> operator()(const PolicyChanged& o) const {
      if (!stewards) return refused("may not change the policy");
      if (o.circles.empty()) return refused("nobody could open it");
      for (const CircleId& id : o.circles) {
        if (state.circle(id) == nullptr) return refused("no such circle");
      }
      return {};
    }
    Result<void> operator()(const OrganizationRenamed& o) const {
      if (!stewards || o.name.empty()) return refused("may not rename");
      return {};
    }
    Result<void> operator()(const RecoveryReplaced& o) const {
      if (!stewards) return refused("may not replace the recovery key");
      if (o.threshold < 1 || o.shares.size() < o.threshold || o.shares.size() > 16) return refused("no such threshold");
      return {};
    }
    Result<void> operator()(const SettingChanged& o) const {
      if (!stewards) return refused("may not change settings");
      const bool fits = !o.name.empty() && o.name.size() <= kLongestSetting && o.value.size() <= kLongestSetting;
      if (!fits) return refused("no such setting");
      if (!state.settings_.contains(o.name) && state.settings_.size() >= kMostSettings) return refused("too many settings");
      return {};
    }
    Result<void> operator()(const CircleMade& o) const {
      if (!stewards) return refused("may not make a circle");
      if (o.kind != CircleKind::emergency || state.circle(o.kind) != nullptr) return refused("there is such a circle");
      if (o.circle.is_nil() || state.circle(o.circle) != nullptr) return refused("the id is taken");
      return {};
    }
    Result<void> operator()(const StandingChanged& o) const {
      const Circle* target = state.circle(o.circle);
      const Circle* emergency = state.circle(CircleKind::emergency);
      if (target == nullptr || emergency == nullptr) return refused("no such circle");
      if (state.standing_.contains(o.circle) == o.given) return refused("stands so already");
      const bool its_steward = state.is_steward_of(block.signer, o.circle);
      // A key is given by those whose it is to give; it is taken away by whoever keeps the house as well.
      if (o.given && !(its_steward && holds_case_material(target->kind))) return refused("not hers to give");
      if (!o.given && !its_steward && !stewards && !state.is_steward_of(block.signer, emergency->id)) return refused("not hers to take away");
      return {};
    }
    // The number of the version is the one that the steward saw, plus one: of two who change a form at once, one is refused.
    Result<void> operator()(const FormDefined& o) const {
      if (!stewards) return refused("may not define forms");
      if (!is_form_name(o.name) || o.definition.empty() || o.definition.size() > kLongestForm) return refused("no such form");
      const auto found = state.forms_.find(o.name);
      const std::size_t versions = found == state.forms_.end() ? 0 : found->second.size();
      if (o.version != versions + 1 || o.version > kMostFormVersions) return refused("not the next version of this form");
      if (versions == 0 && state.forms_.size() >= kMostForms) return refused("too many forms");
      return {};
    }
    Result<void> operator()(const ExchangeKeysMade& o) const {
      if (!stewards) return refused("may not make keys for other organisations");
      if (o.generation != state.exchange_.size() || !are_sound(o.keys)) return refused("not the next keys");
      return {};
    }
    Result<void> operator()(const PartnerCompared& o) const {
      if (!stewards) return refused("may not compare keys of partners");
      if (o.partner.is_nil() || o.partner == state.organization_ || o.name.empty() || !are_sound(o.keys)) return refused("no such partner");
      const Partner* known = state.partner(o.partner);
      if (known == nullptr && state.partners_.size() >= kMostPartners) return refused("too many partners");
      if (known != nullptr && known->keys == o.keys) return refused("these keys count already");
      if (known != nullptr && known->proposed == o.keys && known->proposed_by == block.signer) return refused("another steward compares them");
      for (const auto& [id, other] : state.partners_) {
        if (id != o.partner && (other.keys == o.keys || other.proposed == o.keys)) return refused("keys of another partner");
      }
      return {};
    }
    Result<void> operator()(const PartnerDropped& o) const {
      const Partner* known = state.partner(o.partner);
      if (!stewards || known == nullptr || (!known->keys && !known->proposed)) return refused("no such partner");
      return {};
    }
  };
  return std::visit(Check{*this, block, stewards, accounts}, block.operation);
}

void Directory::change(const Block& block) {
  struct Change {
    Directory& state;
    std::uint64_t next;  // the position from which the change counts
    MemberId signer;
    Time time;
    void operator()(const Genesis& g) const {
      state.organization_ = g.organization;
      state.name_ = g.name;
      state.server_ = g.server;
      state.recovery_ = g.recovery;
      state.threshold_ = g.threshold;
      state.shares_ = g.shares;
      Member first;
      first.id = g.steward;
      first.name = g.steward_name;
      first.administrator = true;
      first.status = MemberStatus::verified;
      first.keys = g.keys;
      first.signing_history.emplace_back(next, g.keys.signing);
      state.members_[g.steward] = std::move(first);
      for (const Circle& circle : g.circles) state.circles_[circle.id] = circle;
      state.policy_ = g.policy;
    }
    void operator()(const MemberAdded& o) const {
      Member member;
      member.id = o.member;
      member.name = o.name;
      member.administrator = o.administrator;
      state.members_[o.member] = std::move(member);
    }
    void operator()(const MemberKeys& o) const {
      Member& member = state.members_.at(o.member);
      member.keys = o.keys;
      member.status = MemberStatus::unverified;
    }
    void operator()(const MemberVerified& o) const {
      Member& member = state.members_.at(o.member);
      member.status = MemberStatus::verified;
      member.signing_history.emplace_back(next, member.keys.signing);
    }
    void end_keys(MemberId id, MemberStatus status) const {
      Member& member = state.members_.at(id);
      member.status = status;
      member.keys = {};
      member.signing_history.emplace_back(next, crypto::PublicKey{});
    }
    void operator()(const MemberClosed& o) const { end_keys(o.member, MemberStatus::closed); }
    void operator()(const MemberReadmitted& o) const { end_keys(o.member, MemberStatus::invited); }
    void operator()(const CircleJoined& o) const { state.circles_.at(o.circle).members[o.member] = o.steward; }
    void operator()(const CircleRotated& o) const {
      Circle& circle = state.circles_.at(o.circle);
      circle.box.push_back(o.box);
      circle.members.erase(o.left);
    }
    void operator()(const PolicyChanged& o) const { state.policy_[o.compartment] = o.circles; }
    void operator()(const OrganizationRenamed& o) const { state.name_ = o.name; }
    void operator()(const RecoveryReplaced& o) const {
      state.recovery_ = o.recovery;
      state.threshold_ = o.threshold;
      state.shares_ = o.shares;
    }
    void operator()(const SettingChanged& o) const {
      if (o.value.empty()) state.settings_.erase(o.name);
      else state.settings_[o.name] = o.value;
    }
    void operator()(const CircleMade& o) const {
      Circle circle;
      circle.id = o.circle;
      circle.kind = o.kind;
      circle.box.push_back(o.box);
      circle.members[signer] = true;
      state.circles_[o.circle] = std::move(circle);
    }
    void operator()(const StandingChanged& o) const {
      if (o.given) state.standing_[o.circle] = next;
      else state.standing_.erase(o.circle);
    }
    void operator()(const FormDefined& o) const {
      state.forms_[o.name].push_back({o.version, signer, time, crypto::fingerprint(kFormLabel, {o.definition}),
                                      std::make_shared<const Bytes>(o.definition)});
    }
    void operator()(const ExchangeKeysMade& o) const { state.exchange_.push_back(o.keys); }
    void operator()(const PartnerCompared& o) const {
      Partner& partner = state.partners_[o.partner];
      partner.id = o.partner;
      partner.name = o.name;
      if (partner.proposed == o.keys) {
        partner.keys = o.keys;
        partner.history.push_back(o.keys);
        partner.proposed.reset();
        partner.proposed_by = {};
      } else {
        // Whatever counted before: other keys mean that somebody is wrong, and everything waits until it is known who.
        partner.keys.reset();
        partner.proposed = o.keys;
        partner.proposed_by = signer;
      }
    }
    void operator()(const PartnerDropped& o) const {
      Partner& partner = state.partners_.at(o.partner);
      partner.keys.reset();
      partner.proposed.reset();
      partner.proposed_by = {};
    }
  };
  std::visit(Change{*this, block.seq + 1, block.signer, block.time}, block.operation);
}

Result<void> Directory::apply(BytesView bytes, BytesView signature) {
  TRY(block, decode_block(bytes));
  if (block.seq != length_ || block.previous != head_) {
    return Error(ErrorCode::damaged, "The key chain is broken: a block is missing, repeated or out of order.");
  }
  crypto::PublicKey key{};
  if (length_ == 0) {
    const auto* genesis = std::get_if<Genesis>(&block.operation);
    if (genesis == nullptr || genesis->steward != block.signer || genesis->circles.empty()) return refused("no genesis");
    key = genesis->keys.signing;
  } else {
    TRY_VOID(check_rights(block));
    if (const auto* own = std::get_if<MemberKeys>(&block.operation)) key = own->keys.signing;
    else key = members_.at(block.signer).keys.signing;
  }
  if (!crypto::verify(key, kBlockLabel, bytes, signature)) {
    return Error(ErrorCode::damaged, "The signature of a block of the key chain is wrong.");
  }
  change(block);
  head_ = crypto::fingerprint(kBlockLabel, {bytes});
  ++length_;
  return {};
}

}  // namespace arasha::vault
