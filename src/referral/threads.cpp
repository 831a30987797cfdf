#include "referral/threads.h"

#include <algorithm>

#include "referral/attachments.h"
#include "referral/packet.h"
#include "schema/entry_types.h"

namespace arasha::referral {
namespace {

constexpr int kTries = 5;

Error no_thread() { return {ErrorCode::not_found, "There is no such page."}; }

bool is_known_kind(std::string_view kind) { return kind == kPlace || kind == kReferral || kind == kDanger || kind == kHandover; }

// A change under way: what it will hold, and the card that goes with it.
struct Change {
  vault::FileChange change;
  ThreadCard card;

  std::uint32_t add(vault::NewEntry entry) {
    change.entries.push_back(std::move(entry));
    return change.expected_length + static_cast<std::uint32_t>(change.entries.size()) - 1;
  }
  vault::FileChange take() {
    change.cards.push_back({REFERRAL, schema::serialise(card)});
    return std::move(change);
  }
};

Result<Change> begin(const vault::Vault& vault, const vault::Keyring& by, FileId file) {
  Change out;
  out.change.file = file;
  TRY(row, vault.store().file(file));
  out.change.expected_length = row ? row->length : 0;
  if (!row) return out;
  TRY(card, card_of(vault, by, file));
  out.card = std::move(card);
  return out;
}

// The name by which a partner is shown, as it is now.
void name_partners(const vault::Directory& state, ThreadCard& card) {
  for (PartnerMark& mark : *card.mutable_partners()) {
    const auto id = OrganizationId::from_text(mark.partner());
    const vault::Partner* partner = id ? state.partner(*id) : nullptr;
    if (partner != nullptr) mark.set_name(partner->name);
  }
}

Result<void> add_sent(const vault::Vault& vault, const vault::Keyring& by, const ExchangeCard& book, exchange::ThreadId thread, const ToSend& one,
                      Change& to, Sent& sent, const Fold& fold = {}) {
  TRY(prepared, exchange::prepare(vault, by, book, {one.to, thread, one.kind, one.content, one.expires}));
  if (apply(to.card, prepared.message, true, false, fold) != Fate::kept) return Error(ErrorCode::conflict, "This cannot be sent any more: the conversation went on meanwhile. Look at it again.");
  to.add(std::move(prepared.entry));
  if (prepared.parcel) to.change.post.push_back(std::move(*prepared.parcel));
  else sent.by_hand = true;
  sent.messages.push_back(prepared.message.id);
  return {};
}

ToSend step_to(OrganizationId to, const char* step) {
  ReferralStep content;
  content.set_step(step);
  return {to, exchange::kReferralStep, schema::serialise(content)};
}

// An answer that the program gives by itself; where it cannot be made (keys that stopped counting), the rest goes on.
void reply(const vault::Vault& vault, const vault::Keyring& by, exchange::ThreadId thread, OrganizationId to, const char* step, Change& change) {
  const auto book = exchange::read_book(vault, by);
  if (!book) return;
  Sent sent;
  static_cast<void>(add_sent(vault, by, *book, thread, step_to(to, step), change, sent));
}

void add_note(Change& to, const char* what) {
  ThreadNote entry;
  entry.set_what(what);
  to.add(exchange::entry_of(entry));
}

bool is_lent(const ThreadCard& card) { return !card.ours() && card.packet() != 0 && card.case_file().empty(); }

Result<void> destroy_in(const vault::Vault& vault, const vault::Keyring& by, Change& change) {
  TRY(documents, attachment_entries(vault, by, change.change.file, change.card));
  change.change.erase = std::move(documents);
  change.change.erase.push_back(change.card.packet() - 1);
  change.card.set_packet(0);
  change.card.clear_attachments();
  add_note(change, "destroyed");
  return {};
}

// At the sender's, once the partner is to have nothing more: what lies here for it is destroyed (the case has its own), and what
// was not delivered yet does not go.
Result<void> let_go(vault::Vault& vault, const vault::Keyring& by, Change& change) {
  const bool over = std::any_of(change.card.steps().begin(), change.card.steps().end(), [](const StepMark& mark) {
    return mark.step() == "revoked" || mark.step() == "declined" || mark.step() == "expired" || mark.step() == "destroyed" || mark.step() == "closed";
  });
  if (!change.card.ours() || change.card.attachments().empty() || !over) return {};
  TRY(documents, attachment_entries(vault, by, change.change.file, change.card));
  change.card.set_posting(false);
  if (documents.empty()) return {};
  for (const Attachment& one : change.card.attachments()) TRY_VOID(exchange::withdraw_pieces(vault, one.content()));
  change.change.erase.insert(change.change.erase.end(), documents.begin(), documents.end());
  return {};
}

void answer_all(const vault::Vault& vault, const vault::Keyring& by, exchange::ThreadId thread, const std::vector<ToSend>& all, const Fold& fold, Change& change) {
  if (all.empty()) return;
  const auto book = exchange::read_book(vault, by);
  if (!book) return;
  Sent sent;
  for (const ToSend& one : all) static_cast<void>(add_sent(vault, by, *book, thread, one, change, sent, fold));
}

Result<std::vector<vault::FileChange>> keep_message(vault::Vault& vault, const vault::Keyring& by, const exchange::Received& received, const Fold& fold, const Replies& replies) {
  const exchange::Message& message = received.message;
  if (message.kind == exchange::kReferral) TRY_VOID(check_packet(message.content));
  TRY(change, begin(vault, by, exchange::file_of(vault, message.thread)));
  const auto state = vault.directory();
  const vault::Partner* partner = state->partner(message.from);
  if (partner == nullptr || !partner->keys) return Error(ErrorCode::unavailable, "The keys of this partner do not count.");
  // A conversation belongs to those who are in it.
  const bool stranger = change.card.partners_size() > 0 &&
                        std::none_of(change.card.partners().begin(), change.card.partners().end(), [&](const PartnerMark& one) { return one.partner() == message.from.text(); });
  if (stranger) return Error(ErrorCode::invalid_input, "This conversation is with another organisation.");
  const bool had_packet = has_step(change.card, "sent");
  const Fate fate = apply(change.card, message, false, received.late, fold);
  if (fate == Fate::repeated) return std::vector<vault::FileChange>();
  if (fate == Fate::not_for_us) return Error(ErrorCode::invalid_input, "This message does not fit the conversation.");
  if (fate == Fate::too_late) {
    change.card.clear_attachments();
    add_note(change, "too_late");
    reply(vault, by, message.thread, message.from, received.late ? "expired" : "destroyed", change);
  } else {
    const std::uint32_t seq = change.add(exchange::entry_for(received, partner->keys->signing));
    if (message.kind == exchange::kReferral && !had_packet) {
      change.card.set_packet(seq + 1);
      reply(vault, by, message.thread, message.from, "received", change);
    }
    if (has_step(change.card, "revoked") && is_lent(change.card)) {
      TRY_VOID(destroy_in(vault, by, change));
      reply(vault, by, message.thread, message.from, "destroyed", change);
    }
    if (replies) answer_all(vault, by, message.thread, replies(change.card), fold, change);
  }
  TRY_VOID(let_go(vault, by, change));
  name_partners(*state, change.card);
  std::vector<vault::FileChange> out;
  out.push_back(change.take());
  return out;
}

Result<void> write(vault::Vault& vault, const vault::Keyring& by, FileId file, const std::function<Result<std::vector<vault::FileChange>>(Change&)>& edit) {
  for (int tries = 0;; ++tries) {
    TRY(change, begin(vault, by, file));
    TRY(more, edit(change));
    if (change.change.entries.empty() && change.change.erase.empty()) return {};
    TRY_VOID(let_go(vault, by, change));
    name_partners(*vault.directory(), change.card);
    std::vector<vault::FileChange> all;
    all.push_back(change.take());
    for (vault::FileChange& one : more) all.push_back(std::move(one));
    const auto done = vault.append(by, all);
    if (done || done.error().code != ErrorCode::conflict || tries == kTries) return done;
  }
}

std::vector<vault::FileChange> put_also(Change& change, const Also& also) {
  for (const vault::NewEntry& one : also.entries) change.add(one);
  change.change.erase.insert(change.change.erase.end(), also.erase.begin(), also.erase.end());
  if (also.card) also.card(change.card);
  return also.files;
}

}  // namespace

Result<ThreadCard> card_of(const vault::Vault& vault, const vault::Keyring& by, FileId file) {
  TRY(row, vault.store().file(file));
  if (!row) return ThreadCard();
  TRY(bytes, vault.card(by, file, REFERRAL));
  if (!bytes) return ThreadCard();
  return schema::parse_as<ThreadCard>(*bytes);
}

Result<Thread> open_thread(vault::Vault& vault, const vault::Keyring& by, FileId file) {
  if (!vault.may_open(by, file, REFERRAL)) return no_thread();
  TRY(card, card_of(vault, by, file));
  const auto id = exchange::ThreadId::from_text(card.thread());
  if (!id || !is_known_kind(card.kind()) || exchange::file_of(vault, *id) != file) return no_thread();
  TRY(opened, vault.open_file(by, file));
  Thread out{file, *id, opened.length, std::move(card), {}};
  for (const vault::OpenedEntry& entry : opened.entries) {
    if (entry.header.compartment != REFERRAL || entry.header.type == vault::kErasureType || exchange::is_content_entry(entry.header.type)) continue;
    Line line;
    line.seq = entry.header.seq;
    line.time = entry.header.time;
    line.member = entry.header.author;
    line.erased = entry.state == vault::EntryState::erased;
    if (entry.state == vault::EntryState::readable) {
      TRY(message, schema::parse_entry(entry.header.type, entry.content));
      std::string bytes;
      if (const auto* sent = dynamic_cast<const MessageSent*>(message.get())) {
        line.ours = true;
        bytes = sent->message();
      } else if (const auto* received = dynamic_cast<const MessageReceived*>(message.get())) {
        line.late = received->late() == "yes";
        bytes = received->message();
      } else {
        line.ours = true;
        line.note = std::move(message);
      }
      if (!bytes.empty()) {
        // Checked when it came, and signed by the member who kept it since.
        TRY(kept, exchange::kept_message(view(bytes)));
        line.time = kept.created;
        line.message = std::move(kept);
        line.signed_message = to_bytes(view(bytes));
      }
    }
    out.lines.push_back(std::move(line));
  }
  std::stable_sort(out.lines.begin(), out.lines.end(), [](const Line& a, const Line& b) { return a.time < b.time; });
  return out;
}

Result<Sent> send(vault::Vault& vault, const vault::Keyring& by, exchange::ThreadId thread, const std::vector<ToSend>& all, const Also& also, const Still& still) {
  Sent sent;
  sent.file = exchange::file_of(vault, thread);
  TRY(book, exchange::read_book(vault, by));
  TRY_VOID(write(vault, by, sent.file, [&](Change& change) -> Result<std::vector<vault::FileChange>> {
    if (const char* why = still ? still(change.card) : nullptr) return Error(ErrorCode::conflict, why);
    sent.messages.clear();
    sent.by_hand = false;
    for (const google::protobuf::Message* one : also.notes) change.add(exchange::entry_of(*one));
    for (const ToSend& one : all) TRY_VOID(add_sent(vault, by, book, thread, one, change, sent, also.fold));
    return put_also(change, also);
  }));
  return sent;
}

Result<void> note(vault::Vault& vault, const vault::Keyring& by, exchange::ThreadId thread, const Also& also, const Still& still) {
  return write(vault, by, exchange::file_of(vault, thread), [&](Change& change) -> Result<std::vector<vault::FileChange>> {
    if (const char* why = still ? still(change.card) : nullptr) return Error(ErrorCode::conflict, why);
    for (const google::protobuf::Message* one : also.notes) change.add(exchange::entry_of(*one));
    return put_also(change, also);
  });
}

Result<std::vector<vault::FileChange>> keep(vault::Vault& vault, const vault::Keyring& by, const exchange::Received& received, const Fold& fold, const Replies& replies) {
  return keep_message(vault, by, received, fold, replies);
}

Result<void> mark_seen(vault::Vault& vault, const vault::Keyring& by, const Thread& thread) {
  const std::string me = by.member().text();
  const auto is_new = [&](const ThreadCard& card) { return std::find(card.opened_by().begin(), card.opened_by().end(), me) == card.opened_by().end(); };
  const bool receipt = thread.card.kind() == kReferral && !thread.card.ours() && thread.card.packet() != 0 && is_new(thread.card);
  if (thread.card.unread() == 0 && !receipt) return {};
  return write(vault, by, thread.file, [&](Change& change) -> Result<std::vector<vault::FileChange>> {
    if (change.card.unread() == 0 && !is_new(change.card)) return std::vector<vault::FileChange>();
    if (change.card.unread() > 0) add_note(change, "seen");
    change.card.set_unread(0);
    const PartnerMark* them = other_side(change.card);
    const auto to = them == nullptr ? Result<OrganizationId>(no_thread()) : OrganizationId::from_text(them->partner());
    if (receipt && to && is_new(change.card)) reply(vault, by, thread.id, *to, "opened", change);
    if (is_new(change.card)) change.card.add_opened_by(me);
    return std::vector<vault::FileChange>();
  });
}

Result<void> destroy_packet(vault::Vault& vault, const vault::Keyring& by, exchange::ThreadId thread) {
  return write(vault, by, exchange::file_of(vault, thread), [&](Change& change) -> Result<std::vector<vault::FileChange>> {
    if (!is_lent(change.card)) return std::vector<vault::FileChange>();
    TRY_VOID(destroy_in(vault, by, change));
    const PartnerMark* them = other_side(change.card);
    if (them == nullptr) return std::vector<vault::FileChange>();
    TRY(to, OrganizationId::from_text(them->partner()));
    reply(vault, by, thread, to, "destroyed", change);
    return std::vector<vault::FileChange>();
  });
}

void add_handlers(exchange::Handlers& handlers, vault::Vault& vault) {
  for (const exchange::Kind kind : {exchange::kRefused, exchange::kBlindRequest, exchange::kBlindAnswer, exchange::kBlindEnded, exchange::kReferral,
                                    exchange::kReferralStep, exchange::kTalk, exchange::kDanger}) {
    handlers.on(kind, [&vault](const vault::Keyring& by, const exchange::Received& received) { return keep_message(vault, by, received, {}, {}); });
  }
  exchange::add_piece_handler(handlers, vault, expected_pieces(vault));
}

}  // namespace arasha::referral
