// Notices: said once, in the ledger, to the circles that have to know.
#include <algorithm>

#include "vault/prepared.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

constexpr std::string_view kBoxLabel = "arasha/notice-key/v1";

Error not_signed() { return {ErrorCode::damaged, "A notice in the ledger was not signed by whom it names. Stop and call your administrator."}; }
Error too_long() { return {ErrorCode::too_large, "The text is too long. Shorten it."}; }

}  // namespace

Result<SignedNotice> Vault::signed_notice(const store::LeafRow& leaf, const Directory& state) const {
  TRY(opened, open_notice(server_.ledger, organization_, leaf.body));
  const auto author = state.signing_key_at(opened.head.member, opened.head.position);
  if (!author || !crypto::verify(*author, kNoticeLabel, opened.bytes, opened.signature)) return not_signed();
  return opened;
}

Result<Notice> Vault::say(const Keyring& by, Notice notice, std::set<CircleId> to) {
  const auto state = directory();
  TRY_VOID(check_may_write(by, *state));
  for (const std::string* text : {&notice.code, &notice.text, &notice.asked}) {
    if (text->size() > kLongestNoticeText) return too_long();
  }
  if (notice.id.is_nil()) notice.id = crypto::random_id<EntryId>();
  notice.member = by.member();
  notice.time = clock_.now();
  const crypto::Key key = crypto::random_key();
  SignedNotice sealed;
  sealed.content = seal_notice_content(key, organization_, notice);
  TRY(commit, crypto::commit_of(sealed.content));
  sealed.head = {notice.id, notice.kind, notice.file, notice.member, state->length(), notice.time, notice.until, notice.about, commit, {}};
  for (const CircleId id : to) {
    const Circle* circle = state->circle(id);
    if (circle == nullptr || sealed.head.to.size() == kMostNoticeCircles) continue;
    const std::uint32_t generation = circle->generation();
    sealed.head.to.push_back({id, generation, crypto::seal_key_to(circle->box.back(), kBoxLabel, notice_context(organization_, notice.id, id, generation), key)});
  }
  sealed.bytes = encode(sealed.head);
  sealed.signature = by.signer().sign(kNoticeLabel, sealed.bytes);
  const Bytes body = seal_notice(server_.ledger, organization_, sealed);
  TRY_VOID(submit([&](store::Transaction& transaction) -> Result<void> {
    TRY_VOID(check_chain_stands(transaction, *state));
    // A form that was sent twice.
    TRY(recent, transaction.leaves_before(static_cast<std::uint8_t>(LeafKind::notice), UINT64_MAX, 64));
    for (const store::LeafRow& leaf : recent) {
      TRY(earlier, open_notice(server_.ledger, organization_, leaf.body));
      if (earlier.head.id != notice.id) continue;
      const bool same = earlier.head.member == notice.member && earlier.head.kind == notice.kind && earlier.head.file == notice.file;
      if (!same) return Error(ErrorCode::conflict, "This was saved already.");
      notice.time = earlier.head.time;
      notice.until = earlier.head.until;
      notice.seq = leaf.seq;
      return {};
    }
    TRY_VOID(add_leaf(transaction, LeafKind::notice, body));
    TRY(leaf, transaction.last_leaf());
    notice.seq = leaf->seq;
    return {};
  }));
  return notice;
}

Result<Notice> Vault::put_notice(const Keyring& by, Notice notice) {
  const auto state = directory();
  const Circle* auditors = state->circle(CircleKind::auditors);
  if (auditors == nullptr) return Error(ErrorCode::damaged, "The circle of the auditors is missing.");
  notice.until = {};
  if (notice.kind == NoticeKind::looked) {
    if (!by.holds(auditors->id)) return Error(ErrorCode::denied, "Only the auditors may see who read what.");
    return say(by, std::move(notice), {auditors->id});
  }
  if (notice.kind != NoticeKind::reviewed) return Error(ErrorCode::invalid_input, "This cannot be said so.");
  for (std::uint64_t before = UINT64_MAX;;) {
    TRY(leaves, store_->leaves_before(static_cast<std::uint8_t>(LeafKind::notice), before, 256));
    if (leaves.empty()) return Error(ErrorCode::not_found, "There is no such page.");
    for (const store::LeafRow& leaf : leaves) {
      before = leaf.seq;
      TRY(opened, signed_notice(leaf, *state));
      const NoticeHead& head = opened.head;
      if (head.id != notice.about) continue;
      if (head.kind != NoticeKind::broke && head.kind != NoticeKind::asked) return Error(ErrorCode::not_found, "There is no such page.");
      if (head.member == by.member()) return Error(ErrorCode::denied, "Somebody else reviews this: nobody is her own second person.");
      if (!state->is_in(by.member(), CircleKind::stewards)) return Error(ErrorCode::denied, "You may not do this. Ask a steward.");
      notice.file = head.file;
      std::set<CircleId> to;
      for (const NoticeHead::To& one : head.to) to.insert(one.circle);
      return say(by, std::move(notice), std::move(to));
    }
  }
}

Result<Vault::Notices> Vault::notices(const Keyring& by, std::uint64_t before, std::size_t limit, Time since) const {
  Notices out;
  TRY(leaves, store_->leaves_before(static_cast<std::uint8_t>(LeafKind::notice), before, limit));
  const auto state = directory();  // after the leaves: it knows everybody who signed them
  if (leaves.size() == limit && limit > 0) out.next = leaves.back().seq;
  for (const store::LeafRow& leaf : leaves) {
    const auto opened = signed_notice(leaf, *state);
    if (!opened) {
      ++out.damaged;
      continue;
    }
    const NoticeHead& h = opened->head;
    if (h.time < since) {
      out.next = 0;
      return out;
    }
    for (const NoticeHead::To& to : h.to) {
      const crypto::Key* seed = by.circle_seed(to.circle, to.generation);
      if (seed == nullptr) continue;
      Notice notice{h.id, h.kind, h.file, h.member, h.time, h.until, h.about, {}, {}, {}, leaf.seq, h.position};
      const auto key = box_key(*seed).open_key(kBoxLabel, notice_context(organization_, h.id, to.circle, to.generation), to.box);
      if (!key || !open_notice_content(*key, organization_, opened->content, notice)) ++out.damaged;
      else out.rows.push_back(std::move(notice));
      break;
    }
  }
  return out;
}

}  // namespace arasha::vault
