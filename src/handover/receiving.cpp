// The side that receives.
#include <algorithm>

#include "handover/parts.h"
#include "schema/entry_types.h"

namespace arasha::handover {
namespace {

HandoverMessage unread(std::uint32_t number, const std::string& content) {
  HandoverMessage out;
  out.mutable_unread()->set_number(number);
  out.mutable_unread()->set_content(content);
  return out;
}
HandoverMessage gone(std::uint32_t number) {
  HandoverMessage out;
  out.mutable_gone()->add_numbers(number);
  return out;
}

// It cannot be read: the sender is told, and what came is destroyed. A case that was taken back meanwhile is let go of.
Result<void> refuse_damaged(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, const HandoverCaseCard& one) {
  const HandoverNote note = note_of(one.number(), "not_taken");
  referral::Also also;
  also.notes = {&note};
  also.card = edit(one.number(), [](HandoverCaseCard& to) { to.set_taking(false); });
  const auto told = say(vault, by, thread, unread(one.number(), one.content().id()), also);
  if (!told) return told.error();
  TRY(opened, open_card(vault, by, thread));
  const HandoverCaseCard* now = case_of(opened.details, one.number());
  if (now != nullptr && !now->gone() && case_state(opened.details, *now) == "back") {
    const auto let_go = say(vault, by, thread, gone(one.number()));
    if (!let_go) return let_go.error();
  }
  return drop_content(vault, by, thread, one.number(), one.content().id());
}

Result<void> confirm(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, const HandoverCaseCard& one, const TakenIn& taken) {
  HandoverMessage message;
  HandoverTaken& said = *message.mutable_taken();
  said.set_number(one.number());
  said.set_hash(taken.inventory.hash());
  *said.mutable_inventory() = taken.inventory;
  said.set_alias(taken.alias);
  const HandoverNote note = note_of(one.number(), "taken", taken.case_file.text());
  referral::Also also;
  also.notes = {&note};
  also.card = edit(one.number(), [&](HandoverCaseCard& to) {
    to.set_case_file(taken.case_file.text());
    to.set_taking(false);
  });
  // A colleague who took it over at the same time wrote the same case.
  const auto done = say(vault, by, thread, message, also, [&](const ThreadCard& card) { return why_not(card, Step::take_over, one.number(), today(vault)); });
  if (!done && done.error().code != ErrorCode::conflict) return done.error();
  return {};
}

Result<void> take_one(vault::Vault& vault, const vault::Keyring& by, const casework::Cases::AliasTaken& alias_taken, ThreadId thread, const Opened& opened,
                      const HandoverCaseCard& one, const std::vector<MemberId>& colleagues) {
  // From here on it is ours, whatever the sender says meanwhile: its word and ours cross, and ours counts (docs/adr/0025).
  const auto still = [&](const ThreadCard& card) { return why_not(card, Step::take_over, one.number(), today(vault)); };
  if (!one.taking()) TRY_VOID(note_case(vault, by, thread, one.number(), "taking", [](HandoverCaseCard& to) { to.set_taking(true); }, still));
  const auto* them = referral::other_side(opened.card);
  const TakeIn what{opened.other, them == nullptr ? std::string() : them->name(), opened.file, from_milliseconds(one.sent().time()), colleagues};
  const auto open = [&]() -> Result<Source> {
    TRY(content, exchange::open_content(vault, by, opened.file, one.content()));
    const std::shared_ptr<exchange::OpenedContent> shared = std::move(content);
    return Source([shared] { return shared->next(); });
  };
  const auto taken = take_in(vault, by, alias_taken, what, open);
  if (!taken) {
    const ErrorCode code = taken.error().code;
    if (code == ErrorCode::damaged || code == ErrorCode::invalid_input || code == ErrorCode::too_large) return refuse_damaged(vault, by, thread, one);
    // Nothing was written where a circle or a newer program is missing: somebody else can do it, or the sender take it back.
    if (code == ErrorCode::denied || code == ErrorCode::unsupported) {
      TRY_VOID(note_case(vault, by, thread, one.number(), "not_taken", [](HandoverCaseCard& to) { to.set_taking(false); }));
    }
    return taken.error();
  }
  TRY_VOID(confirm(vault, by, thread, one, *taken));
  return drop_content(vault, by, thread, one.number(), one.content().id());
}

// What this program says by itself when something came.
std::vector<referral::ToSend> replies_to(const exchange::Received& received, ThreadCard& card) {
  std::vector<referral::ToSend> out;
  if (card.ours() || card.kind() != referral::kHandover) return out;
  const HandoverCard details = details_of(card);
  const auto add = [&](const HandoverMessage& message) { out.push_back({received.message.from, exchange::kHandover, schema::serialise(message)}); };
  if (details.has_offer() && !details.received()) {
    HandoverMessage message;
    message.mutable_received();
    add(message);
  }
  HandoverMessage let_go;
  for (const HandoverCaseCard& one : details.cases()) {
    if (one.has_sent() && !one.gone() && !one.taking() && case_state(details, one) == "back") let_go.mutable_gone()->add_numbers(one.number());
  }
  if (let_go.has_gone()) add(let_go);
  return out;
}

bool is_key_of(const std::vector<vault::PublicKeys>& all, BytesView signed_message) {
  return std::any_of(all.begin(), all.end(), [&](const vault::PublicKeys& keys) { return exchange::check(signed_message, keys.signing).is_ok(); });
}

const referral::Line* line_of(const referral::Thread& thread, const std::string& message) {
  const auto found = std::find_if(thread.lines.begin(), thread.lines.end(), [&](const referral::Line& line) { return line.message && line.message->id.text() == message; });
  return found == thread.lines.end() ? nullptr : &*found;
}

// Which pieces a handover waits for; `not_found` for those of something that is over.
Result<std::optional<Content>> expected(const vault::Vault& vault, const vault::Keyring& by, FileId thread_file, OrganizationId from, exchange::ContentId content) {
  TRY(card, referral::card_of(vault, by, thread_file));
  const auto* them = referral::other_side(card);
  if (card.kind() != referral::kHandover || card.ours() || them == nullptr || them->partner() != from.text()) return std::optional<Content>();
  const HandoverCard details = details_of(card);
  if (!is_accepted(details)) return details.has_offer() ? Result<std::optional<Content>>(Error(ErrorCode::not_found, "Nobody waits for this any more.")) : std::optional<Content>();
  for (const HandoverCaseCard& one : details.cases()) {
    const bool is_over = std::find(one.replaced().begin(), one.replaced().end(), content.text()) != one.replaced().end();
    if (one.content().id() != content.text() && !is_over) continue;
    if (is_over || one.content().pieces().empty() || one.dropped()) return Error(ErrorCode::not_found, "Nobody waits for this any more.");
    return std::optional<Content>(one.content());
  }
  return std::optional<Content>();
}

}  // namespace

Result<std::vector<Arrived>> arrivals(const vault::Vault& vault, const vault::Keyring& by, const HandoverCard& details, FileId thread_file) {
  std::vector<Arrived> out;
  for (const HandoverCaseCard& one : details.cases()) {
    if (!one.has_content() || one.content().pieces().empty() || (case_state(details, one) != "sent" && !one.taking())) continue;
    TRY(progress, exchange::progress_of(vault, by, thread_file, one.content()));
    out.push_back({one.number(), progress});
  }
  return out;
}

Result<Went> take_over(vault::Vault& vault, const vault::Keyring& by, const casework::Cases::AliasTaken& alias_taken, ThreadId thread,
                       const std::vector<std::uint32_t>& numbers, const std::vector<MemberId>& colleagues, Duration at_most) {
  const TimeBox time(at_most);
  Went out;
  for (const std::uint32_t number : numbers) {
    if (time.is_over()) {
      out.is_over = false;
      return out;
    }
    TRY(opened, open_card(vault, by, thread));
    const HandoverCaseCard* one = case_of(opened.details, number);
    if (one == nullptr) continue;
    if (const char* why = why_not(opened.card, Step::take_over, number, today(vault))) {
      if (case_state(opened.details, *one) != "taken") out.stuck.push_back({number, Error(ErrorCode::conflict, why)});
      continue;
    }
    TRY(progress, exchange::progress_of(vault, by, opened.file, one->content()));
    if (!progress.complete()) continue;
    const auto done = take_one(vault, by, alias_taken, thread, opened, *one, colleagues);
    if (!done) out.stuck.push_back({number, done.error()});
  }
  return out;
}

Result<void> countersign(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, Date day) {
  TRY(opened, open_card(vault, by, thread));
  if (const char* why = why_not(opened.card, Step::sign, day)) return Error(ErrorCode::conflict, why);
  TRY(whole, referral::open_thread(vault, by, opened.file));
  const referral::Line* line = line_of(whole, opened.details.protocol().message());
  if (line == nullptr) return Error(ErrorCode::conflict, "Something changed meanwhile. Look at it again.");
  TRY(said, schema::parse_as<HandoverMessage>(line->message->content));
  if (said.protocol().SerializeAsString() != protocol_of(opened.details).SerializeAsString()) {
    return Error(ErrorCode::conflict, "The protocol does not agree with what is known here. Wait for what is on its way, or ask the sender.");
  }
  HandoverMessage message;
  message.mutable_signed_()->set_message(opened.details.protocol().message());
  const Bytes print = print_of(line->signed_message);
  message.mutable_signed_()->set_print(print.data(), print.size());
  const auto sent = say(vault, by, thread, message, {}, [&](const ThreadCard& card) { return why_not(card, Step::sign, day); });
  return sent ? Result<void>() : Result<void>(sent.error());
}

void add_handlers(exchange::Handlers& handlers, vault::Vault& vault) {
  handlers.on(exchange::kHandover, [&vault](const vault::Keyring& by, const exchange::Received& received) -> Result<std::vector<vault::FileChange>> {
    TRY(said, schema::parse_as<HandoverMessage>(received.message.content));
    if (said.has_sent()) TRY_VOID(exchange::check_content(said.sent().content()));
    return referral::keep(vault, by, received, fold, [&](ThreadCard& card) { return replies_to(received, card); });
  });
  exchange::add_piece_handler(handlers, vault, [&vault](const vault::Keyring& by, FileId file, OrganizationId from, exchange::ContentId content) {
    return expected(vault, by, file, from, content);
  });
}

Proof proof_of(const vault::Vault& vault, const referral::Thread& thread) {
  Proof out;
  const HandoverCard details = details_of(thread.card);
  const referral::Line* line = details.has_protocol() ? line_of(thread, details.protocol().message()) : nullptr;
  if (line == nullptr) return out;
  const auto said = schema::parse_as<HandoverMessage>(line->message->content);
  if (!said || !said->has_protocol()) return out;
  out.protocol = said->protocol();
  const auto state = vault.directory();
  const auto keys_of = [&](OrganizationId id) {
    if (id == vault.organization()) return state->exchange();
    const vault::Partner* partner = state->partner(id);
    return partner == nullptr ? std::vector<vault::PublicKeys>() : partner->history;
  };
  // The sender of the protocol is the other side of who receives.
  out.sender_signed = is_key_of(keys_of(line->message->from), line->signed_message);
  out.sender = line->message->author;
  out.sender_time = line->message->created;
  const Bytes print = print_of(line->signed_message);
  for (const referral::Line& one : thread.lines) {
    if (!one.message || one.message->kind != exchange::kHandover || one.message->from == line->message->from) continue;
    const auto answer = schema::parse_as<HandoverMessage>(one.message->content);
    if (!answer || !answer->has_signed_() || answer->signed_().message() != details.protocol().message()) continue;
    const BytesView named = view(answer->signed_().print());
    if (!std::equal(named.begin(), named.end(), print.begin(), print.end()) || !is_key_of(keys_of(one.message->from), one.signed_message)) continue;
    out.receiver_signed = true;
    out.receiver = one.message->author;
    out.receiver_time = one.message->created;
    break;
  }
  return out;
}

}  // namespace arasha::handover
