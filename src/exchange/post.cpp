#include "exchange/post.h"

#include "exchange/parcel.h"
#include "schema/entry_types.h"

namespace arasha::exchange {
namespace {

Error not_compared() {
  return {ErrorCode::denied, "The keys of this partner do not count. Two stewards compare the eight words with it first."};
}

const vault::PublicKeys* keys_of(const vault::Directory& state, OrganizationId partner) {
  const vault::Partner* known = state.partner(partner);
  return known != nullptr && known->keys ? &*known->keys : nullptr;
}

// One drop on its way to becoming an entry.
class Opening {
 public:
  Opening(vault::Vault& vault, const vault::Keyring& by, const Handlers& handlers, Collected& counts)
      : vault_(vault), by_(by), handlers_(handlers), counts_(counts), state_(vault.directory()) {}

  // Whether it was opened before and nothing has changed since.
  Result<bool> is_aside(vault::DropId drop) {
    const auto why = handlers_.aside()->of(drop);
    if (!why) return false;
    if (std::holds_alternative<SetAside::ForOthers>(*why)) return true;
    if (const auto* keys = std::get_if<SetAside::ForKeys>(&*why)) {
      const bool still = keys_of(*state_, keys->sender) == nullptr;
      if (still) ++counts_.unknown;
      return still;
    }
    const auto& thread = std::get<SetAside::ForThread>(*why);
    TRY(row, vault_.store().file(thread.file));
    const bool still = (row ? row->length : 0) == thread.length && vault_.clock().now() < thread.until;
    if (still) ++counts_.later;
    return still;
  }

  Result<void> take(vault::DropId drop, BytesView envelope) {
    handlers_.aside()->forget(drop);
    thread_ = {};
    refusal_ = {.reason = {}, .partner = {}, .message = {}, .drop = drop};
    const auto outside = look_at(envelope);
    // The way in lets nothing else of ours pass, so this was left for the same circle by another room, or by a newer program: it
    // waits for whom it is.
    if (!outside && outside.error().code == ErrorCode::unsupported) {
      handlers_.aside()->put(drop, SetAside::ForOthers{});
      return {};
    }
    if (!outside) return refuse_as("damaged");
    TRY(own, own_keys(outside->recipient));
    if (own == nullptr) return refuse_as("not_ours");
    const auto content = open(own->box, envelope);
    if (!content) return refuse_as("damaged");
    const auto sender = claimed_sender(*content);
    if (!sender) return refuse_as(sender.error().code == ErrorCode::unsupported ? "newer" : "damaged");
    const vault::Partner* partner = state_->partner(*sender);
    if (partner == nullptr || !partner->keys) {
      ++counts_.unknown;
      handlers_.aside()->put(drop, SetAside::ForKeys{*sender});
      return {};
    }
    refusal_.partner = *sender;
    const auto message = check(*content, partner->keys->signing);
    if (!message) return refuse_as(message.error().code == ErrorCode::unsupported ? "newer" : signed_before(*partner, *content) ? "old_keys" : "signature");
    refusal_.message = message->id;
    thread_ = message->kind == kRefused ? ThreadId() : message->thread;  // nobody answers such an answer
    if (message->to != vault_.organization() || message->from == vault_.organization()) return refuse_as("misaddressed");
    return handle({*message, *content, drop, is_over(*message)});
  }

 private:
  bool is_over(const Message& message) const { return message.expires != Time() && message.expires <= vault_.clock().now(); }

  static bool signed_before(const vault::Partner& partner, BytesView content) {
    return std::any_of(partner.history.begin(), partner.history.end(), [&](const vault::PublicKeys& keys) { return check(content, keys.signing).is_ok(); });
  }

  Result<void> handle(const Received& received) {
    const Handler* handler = handlers_.of(received.message.kind);
    if (handler == nullptr) return refuse_as("newer");
    for (int tries = 0;; ++tries) {
      auto changes = (*handler)(by_, received);
      if (!changes) {
        const ErrorCode code = changes.error().code;
        if (code == ErrorCode::invalid_input || code == ErrorCode::damaged || code == ErrorCode::too_large) return refuse_as("content");
        if (code == ErrorCode::unsupported) return refuse_as("newer");
        ++counts_.later;
        return {};
      }
      if (changes->empty()) return refuse_as("repeated");
      changes->front().take.push_back(received.drop);
      const auto done = vault_.append(by_, *changes);
      if (done) {
        ++counts_.taken;
        return {};
      }
      if (done.error().code == ErrorCode::conflict && tries < 3) {
        // A colleague wrote, or took this very message.
        TRY(still, vault_.drop(by_, circle_of(*state_), received.drop));
        if (!still) return {};
        continue;
      }
      ++counts_.later;
      return {};
    }
  }

  Result<void> refuse_as(const char* reason) {
    refusal_.reason = reason;
    for (int tries = 0;; ++tries) {
      TRY(change, refuse(vault_, by_, refusal_));
      tell_sender(change);
      const auto done = vault_.append(by_, {change});
      if (done) {
        ++counts_.refused;
        return {};
      }
      if (done.error().code != ErrorCode::conflict) return done.error();
      TRY(still, vault_.drop(by_, circle_of(*state_), refusal_.drop));
      if (!still || tries == 3) return {};
    }
  }

  // So that the sender does not wait for ever. What had come already needs no answer.
  void tell_sender(vault::FileChange& change) {
    if (thread_.is_nil() || refusal_.reason == "repeated" || refusal_.reason == "misaddressed") return;
    const auto book = read_book(vault_, by_);
    if (!book) return;
    RefusalNotice notice;
    notice.set_message(refusal_.message.text());
    notice.set_reason(refusal_.reason);
    const auto prepared = prepare(vault_, by_, *book, {refusal_.partner, thread_, kRefused, schema::serialise(notice), {}});
    if (prepared && prepared->parcel) change.post.push_back(*prepared->parcel);
  }

  Result<const vault::ExchangeKeys*> own_keys(const crypto::PublicKey& recipient) {
    for (std::uint32_t generation = 0; generation < state_->exchange().size(); ++generation) {
      if (state_->exchange()[generation].box != recipient) continue;
      auto found = keys_.find(generation);
      if (found == keys_.end()) {
        TRY(keys, vault_.exchange_keys(by_, exchange_book(vault_), REFERRAL, generation));
        found = keys_.emplace(generation, std::move(keys)).first;
      }
      return &found->second;
    }
    return nullptr;
  }

 public:
  static CircleId circle_of(const vault::Directory& state) {
    const vault::Circle* circle = state.circle(vault::CircleKind::referral);
    return circle == nullptr ? CircleId() : circle->id;
  }

 private:
  vault::Vault& vault_;
  const vault::Keyring& by_;
  const Handlers& handlers_;
  Collected& counts_;
  std::shared_ptr<const vault::Directory> state_;
  std::map<std::uint32_t, vault::ExchangeKeys> keys_;
  Refusal refusal_;
  ThreadId thread_;  // nil: nothing is known of it yet
};

}  // namespace

Result<Prepared> prepare(const vault::Vault& vault, const vault::Keyring& by, const ExchangeCard& book, const Outgoing& outgoing) {
  if (outgoing.content.size() > kLongestStored) return Error(ErrorCode::too_large, "This message is larger than one may be. Send less of it.");
  TRY(sealer, Sealer::begin(vault, by, book, outgoing.to));
  Sealer::Made made = sealer.make(outgoing, crypto::random_id<MessageId>(), crypto::random_id<vault::ParcelId>());
  MessageSent sent;
  sent.set_partner(outgoing.to.text());
  sent.set_kind(std::to_string(outgoing.kind));
  sent.set_message(made.signed_message.data(), made.signed_message.size());
  Prepared out{.message = std::move(made.message), .entry = {}, .parcel = std::move(made.parcel), .envelope = std::move(made.envelope)};
  out.entry = entry_of(sent, entry_id(out.message.id));
  return out;
}

Result<Sealer> Sealer::begin(const vault::Vault& vault, const vault::Keyring& by, const ExchangeCard& book, OrganizationId to) {
  const auto state = vault.directory();
  const vault::PublicKeys* keys = keys_of(*state, to);
  if (keys == nullptr) return not_compared();
  TRY(own, present_keys(vault, by));
  Sealer out(std::move(own), *keys);
  const PartnerRow* row = partner_row(book, to);
  if (row != nullptr) out.address_ = address_of(*row);
  const vault::Member* author = state->member(by.member());
  out.author_ = author == nullptr ? std::string() : author->name.substr(0, kLongestAuthor);
  out.from_ = vault.organization();
  out.now_ = vault.clock().now();
  return out;
}

Sealer::Made Sealer::make(Outgoing outgoing, MessageId id, vault::ParcelId parcel_id) const {
  Made out;
  out.message = {id, outgoing.thread, from_, outgoing.to, now_, outgoing.expires, outgoing.kind, author_, std::move(outgoing.content)};
  out.signed_message = sign(own_.signing, out.message);
  out.envelope = seal(to_.box, out.signed_message);
  if (by_hand()) return out;
  Parcel parcel;
  parcel.to = outgoing.to;
  parcel.url = address_.url;
  parcel.pin = address_.pin;
  parcel.envelope = out.envelope;
  parcel.next = now_;
  parcel.expires = outgoing.expires == Time() ? now_ + kKeepTrying : outgoing.expires;
  out.parcel = vault::NewParcel{parcel_id, encode(parcel)};
  return out;
}

Result<Bytes> seal_again(const vault::Vault& vault, OrganizationId to, BytesView signed_message) {
  const auto state = vault.directory();
  const vault::PublicKeys* keys = keys_of(*state, to);
  if (keys == nullptr) return not_compared();
  return seal(keys->box, signed_message);
}

EntryId entry_id(MessageId message) { return *EntryId::from_bytes(message.bytes()); }

vault::NewEntry entry_for(const Received& received, const crypto::PublicKey& signer) {
  MessageReceived entry;
  entry.set_partner(received.message.from.text());
  entry.set_kind(std::to_string(received.message.kind));
  entry.set_message(received.signed_message.data(), received.signed_message.size());
  if (received.late) entry.set_late("yes");
  entry.set_keys(to_hex(signer));
  return entry_of(entry, entry_id(received.message.id));
}

const Handler* Handlers::of(Kind kind) const {
  const auto found = handlers_.find(kind);
  return found == handlers_.end() ? nullptr : &found->second;
}

Result<Collected> collect(vault::Vault& vault, const vault::Keyring& by, const Handlers& handlers, std::size_t limit, Duration for_pieces) {
  Collected out;
  const auto state = vault.directory();
  const CircleId circle = Opening::circle_of(*state);
  if (circle.is_nil() || !by.holds(circle)) return Error(ErrorCode::denied, "Only the Referral circle opens what partners send.");
  TRY(waiting, vault.waiting_drops(by, circle));
  std::set<vault::DropId> still;
  for (const vault::WaitingDrop& one : waiting) still.insert(one.id);
  handlers.aside()->keep_only(still);
  // Words before pieces: what announces a content, and what takes it back, is known before its pieces are opened.
  std::stable_partition(waiting.begin(), waiting.end(), [](const vault::WaitingDrop& one) { return one.size <= vault::kLargeDrop; });
  Opening opening(vault, by, handlers, out);
  std::optional<std::chrono::steady_clock::time_point> end;
  std::set<vault::DropId> done;
  // Twice, where something was taken: a piece that came before its announcement waited for that.
  for (int round = 0; round < 2 && out.taken + out.refused < limit; ++round) {
    const std::size_t taken = out.taken;
    out.unknown = out.later = out.pieces = 0;
    for (const vault::WaitingDrop& one : waiting) {
      if (out.taken + out.refused >= limit) break;
      if (done.contains(one.id)) continue;
      TRY(aside, opening.is_aside(one.id));
      if (aside) continue;
      if (one.size > vault::kLargeDrop) {
        const auto now = std::chrono::steady_clock::now();
        if (!end) end = now + for_pieces;
        if (now >= *end) {
          ++out.pieces;
          continue;
        }
      }
      TRY(envelope, vault.drop(by, circle, one.id));
      const std::size_t before = out.taken + out.refused;
      if (envelope) TRY_VOID(opening.take(one.id, *envelope));
      if (!envelope || out.taken + out.refused > before) done.insert(one.id);
    }
    if (out.taken == taken || out.later == 0) break;
  }
  return out;
}

Result<std::size_t> announce_card(vault::Vault& vault, const vault::Keyring& by) {
  TRY(card, own_card(vault, by));
  std::size_t told = 0;
  TRY_VOID(write_down(vault, by, [&](vault::FileChange& change) -> Result<void> {
    told = 0;
    TRY(book, read_book(vault, by));
    const auto state = vault.directory();
    for (const auto& [id, partner] : state->partners()) {
      if (!partner.keys) continue;
      TRY(prepared, prepare(vault, by, book, {id, crypto::random_id<ThreadId>(), kCard, card, {}}));
      if (!prepared.parcel) continue;
      change.entries.push_back(std::move(prepared.entry));
      change.post.push_back(std::move(*prepared.parcel));
      ++told;
    }
    return {};
  }));
  return told;
}

void add_card_handler(Handlers& handlers, vault::Vault& vault, Moved moved) {
  handlers.on(kCard, [&vault, moved = std::move(moved)](const vault::Keyring& by, const Received& received) -> Result<std::vector<vault::FileChange>> {
    TRY(card, decode_card(received.message.content));
    const auto state = vault.directory();
    const vault::PublicKeys* keys = keys_of(*state, received.message.from);
    if (keys == nullptr || card.organization != received.message.from || card.keys != *keys) {
      return Error(ErrorCode::invalid_input, "A card of other keys is compared by people, not sent.");
    }
    TRY(book, read_book(vault, by));
    const PartnerRow* row = partner_row(book, card.organization);
    const auto known = row == nullptr || row->card().empty() ? Result<Card>(Error(ErrorCode::not_found, "There is no such page.")) : card_from_text(row->card());
    if (known && known->keys == card.keys && known->made >= card.made) return std::vector<vault::FileChange>();
    TRY(change, card_change(vault, by, card, card_text(received.message.content)));
    if (moved) moved(card.organization, card.address);
    std::vector<vault::FileChange> out;
    out.push_back(std::move(change));
    return out;
  });
}

Result<vault::DropId> check_envelope(const vault::Directory& state, BytesView envelope) {
  TRY(outside, look_at(envelope));
  for (const vault::PublicKeys& own : state.exchange()) {
    if (own.box == outside.recipient) return outside.id;
  }
  return Error(ErrorCode::not_found, "This message is for somebody else.");
}

}  // namespace arasha::exchange
