// The side that hands over.
#include <algorithm>

#include "casework/closing/handed.h"
#include "casework/consent/giving.h"
#include "casework/rules.h"
#include "exchange/book.h"
#include "handover/parts.h"
#include "schema/entry_types.h"
#include "schema/vocabulary.h"
#include "vault/destruction.h"

namespace arasha::handover {
namespace {

// Of this handover, case and step always the same, so that what is tried again is written once.
EntryId once_of(FileId thread_file, const std::string& step) {
  const crypto::Hash hash = crypto::fingerprint("arasha/handover-once/v1", {thread_file.bytes(), view(step)});
  return *EntryId::from_bytes(BytesView(hash).first(EntryId::kSize));
}

// What the case says of this handover; null: nothing, or that it stayed.
const CaseHandover* handover_in(const casework::Story& story, const std::string& thread_file) {
  const casework::Item* item = casework::standing_handover(story);
  const auto* out = item == nullptr ? nullptr : item->as<CaseHandover>();
  return out != nullptr && out->thread() == thread_file ? out : nullptr;
}

// The case says that it is on its way, and to whom. Two handovers of one case at the same time: the rules refuse the second.
Result<void> mark_going(vault::Vault& vault, const vault::Keyring& by, const Look& look, const Opened& opened) {
  if (handover_in(look.story, opened.file.text()) != nullptr) return {};
  CaseHandover entry;
  entry.set_state("going");
  entry.set_partner(partner_name(vault, opened.other));
  entry.set_thread(opened.file.text());
  entry.set_date(to_iso(today(vault)));
  TRY_VOID(casework::Cases(vault).add(by, look.file, entry));
  return {};
}

Result<void> stay(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, std::uint32_t number, const char* reason) {
  HandoverMessage message;
  message.mutable_stays()->set_number(number);
  message.mutable_stays()->set_reason(reason);
  const auto sent = say(vault, by, thread, message, {}, [&](const ThreadCard& card) { return why_not(card, Step::send, number, today(vault)); });
  if (!sent && sent.error().code != ErrorCode::conflict) return sent.error();
  return {};
}

// Everything that goes is in the record of the case before any of it leaves.
Result<void> send_case(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, const Opened& opened, const HandoverCaseCard& one) {
  const auto file = FileId::from_text(one.case_file());
  if (!file) return stay(vault, by, thread, one.number(), "erased");
  if (!vault.may_open(by, *file, ASSISTANCE)) {
    TRY(left, vault::remains_of(vault.store(), *vault.directory(), vault.server(), *file));
    if (left && left->is_gone()) return stay(vault, by, thread, one.number(), "erased");
    return Error(ErrorCode::denied, "You cannot open this case.");
  }
  const std::string recipient = partner_name(vault, opened.other);
  TRY(look, look_at(vault, by, *file, recipient, thread));
  if (look.obstacle != nullptr) return stay(vault, by, thread, one.number(), "elsewhere");
  if (look.covered.empty()) return stay(vault, by, thread, one.number(), "consent");
  const auto marked = mark_going(vault, by, look, opened);
  if (!marked) return marked.error().code == ErrorCode::invalid_input ? stay(vault, by, thread, one.number(), "elsewhere") : marked;
  TRY(content, exchange::NewContent::begin(vault, by, thread));
  Shared shared;
  shared.set_date(to_iso(today(vault)));
  shared.set_purpose(std::string(kPurpose));
  shared.set_recipient(recipient);
  for (const std::string& group : look.covered) shared.add_groups(group);
  shared.set_how("electronic");
  TRY_VOID(casework::record_given(vault, by, *file, look.story, shared));
  TRY(inventory, write_bundle(vault, by, *file, look.covered, [&](BytesView bytes) { return content->write(bytes); }));
  TRY_VOID(content->finish());
  HandoverMessage message;
  HandoverCase& sent = *message.mutable_sent();
  sent.set_number(one.number());
  *sent.mutable_content() = content->description();
  *sent.mutable_inventory() = inventory;
  referral::Also also;
  also.entries.push_back(content->entry());
  // A colleague who sent it at the same time was first, or it was taken back meanwhile: then it stands there as it is.
  const auto still = [&](const ThreadCard& card) -> const char* {
    const HandoverCard now = details_of(card);
    const HandoverCaseCard* same = case_of(now, one.number());
    if (same == nullptr || same->content().id() != one.content().id()) return N_("Something changed meanwhile. Look at it again.");
    return why_not(card, Step::send, one.number(), today(vault));
  };
  const auto done = say(vault, by, thread, message, std::move(also), still);
  return done || done.error().code == ErrorCode::conflict ? Result<void>() : Result<void>(done.error());
}

// One step further with one case; whether there is more to do.
Result<bool> step_with(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, std::uint32_t number, const TimeBox& time) {
  TRY(opened, open_card(vault, by, thread));
  const HandoverCaseCard* one = case_of(opened.details, number);
  if (one == nullptr || why_not(opened.card, Step::send, number, today(vault)) != nullptr) return false;
  const std::string state = case_state(opened.details, *one);
  if (state == "accepted" || state == "unread") {
    TRY_VOID(send_case(vault, by, thread, opened, *one));
    return true;
  }
  if (state != "sent" || goes_by_hand(vault, by, opened.other)) return false;
  TRY(content, exchange::ContentId::from_text(one->content().id()));
  TRY(progress, exchange::post_pieces(vault, by, thread, content, opened.other, {}, std::max(time.left(), Duration(1))));
  return !progress.complete();
}

Result<void> settle_taken(vault::Vault& vault, const vault::Keyring& by, const Opened& opened, const HandoverCaseCard& one, FileId file) {
  casework::Cases cases(vault);
  TRY(story, cases.read(by, file));
  const std::string who = partner_name(vault, opened.other);
  if (!casework::is_handed_over(story)) {
    if (casework::standing_closure(story) == nullptr) {
      Closure closure;
      closure.set_reason("transferred");
      closure.set_date(to_iso(today(vault)));
      TRY_VOID(cases.add(by, file, closure, once_of(opened.file, one.case_file() + "/closed")));
    }
    CaseHandover entry;
    entry.set_state("handed_over");
    entry.set_partner(who);
    entry.set_thread(opened.file.text());
    entry.set_date(to_iso(date_of(from_milliseconds(one.taken().time()))));
    entry.set_case_there(one.taken_alias());
    TRY_VOID(cases.add(by, file, entry, once_of(opened.file, one.case_file() + "/taken")));
  }
  return {};
}

Result<void> settle_stayed(vault::Vault& vault, const vault::Keyring& by, const Opened& opened, const HandoverCaseCard& one, FileId file) {
  casework::Cases cases(vault);
  TRY(story, cases.read(by, file));
  const CaseHandover* known = handover_in(story, opened.file.text());
  if (known == nullptr || known->state() != "going") return {};
  CaseHandover entry = *known;
  entry.set_state("stayed");
  entry.set_date(to_iso(today(vault)));
  if (one.has_stays()) entry.set_reason(one.stays().reason());
  TRY_VOID(cases.add(by, file, entry, once_of(opened.file, one.case_file() + "/stayed")));
  return {};
}

}  // namespace

Result<Look> look_at(vault::Vault& vault, const vault::Keyring& by, FileId case_file, const std::string& recipient, ThreadId thread) {
  Look out;
  out.file = case_file;
  TRY(card, vault.card(by, case_file, ASSISTANCE));
  if (!card) return Error(ErrorCode::not_found, "There is no such page.");
  TRY(parsed, schema::parse_as<CaseCard>(*card));
  out.card = std::move(parsed);
  TRY(story, casework::Cases(vault).read(by, case_file));
  out.story = std::move(story);
  if (out.story.last<CaseOpened>() == nullptr) return Error(ErrorCode::not_found, "There is no such page.");
  const casework::Item* standing = casework::standing_handover(out.story);
  if (standing != nullptr && standing->as<CaseHandover>()->thread() != exchange::file_of(vault, thread).text()) {
    out.obstacle = casework::is_handed_over(out.story) ? N_("It was handed over already.") : N_("It is being handed over already.");
    return out;
  }
  const Date day = today(vault);
  TRY(age, casework::age_of_person(vault, by, out.story, day));
  out.child = age == casework::Age::child;
  for (const schema::Option& group : schema::options_of("consent_fields", Catalogue::of(Language::en))) {
    const casework::Decision decision = casework::decide(out.story, {std::string(kPurpose), recipient, {group.code}}, age, day);
    if (decision.permitted()) out.covered.push_back(group.code);
    else if (!out.refusal) out.refusal = decision;
  }
  if (out.covered.empty()) return out;
  TRY(inventory, take_inventory(vault, by, case_file, out.covered));
  out.inventory = std::move(inventory);
  return out;
}

Result<referral::Sent> offer(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, OrganizationId to, const HandoverTerms& given,
                             const std::vector<Look>& cases, bool whole) {
  HandoverTerms terms = given;
  HandoverMessage message;
  HandoverOffer& out = *message.mutable_offer();
  out.set_reason(terms.reason());
  out.set_day(terms.day());
  out.set_answer_by(terms.answer_by());
  out.set_contact(terms.contact());
  *out.mutable_things() = terms.things();
  out.set_note(terms.note());
  out.set_whole(whole);
  std::vector<std::string> files;
  for (const Look& look : cases) {
    if (look.obstacle != nullptr || look.covered.empty()) continue;
    OfferedCase* one = out.add_cases();
    one->set_number(static_cast<std::uint32_t>(out.cases_size()));
    std::uint32_t entries = 0;
    for (const TypeCount& count : look.inventory.going()) entries += count.count();
    std::uint32_t staying = 0;
    for (const TypeCount& count : look.inventory.staying()) staying += count.count();
    one->set_entries(entries);
    one->set_staying(staying);
    one->set_documents(look.inventory.documents());
    one->set_document_bytes(look.inventory.document_bytes());
    one->set_originals(look.inventory.originals());
    one->set_child(look.child);
    files.push_back(look.file.text());
  }
  if (files.empty()) return Error(ErrorCode::invalid_input, "None of these cases can go. Each of them says what to do first.");
  if (files.size() > kMostCases) return Error(ErrorCode::too_large, "These are too many at once. Choose at most {1}, or narrow the filter.", {std::to_string(kMostCases)});
  terms.set_partner(to.text());
  for (const std::string& file : files) terms.add_cases(file);
  const Time expires = Time(std::chrono::sys_days(*date_from_iso(terms.answer_by())).time_since_epoch()) + std::chrono::days(1);
  referral::Also also;
  also.notes = {&terms};
  also.fold = fold;
  also.card = [&](ThreadCard& card) {
    HandoverCard details = details_of(card);
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (HandoverCaseCard* one = case_of(details, static_cast<std::uint32_t>(i + 1))) one->set_case_file(files[i]);
    }
    if (files.size() == 1) card.set_case_file(files.front());
    keep_details(card, details);
  };
  return referral::send(vault, by, thread, {{to, exchange::kHandover, schema::serialise(message), expires}}, also);
}

Result<referral::Sent> say(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, const HandoverMessage& message, referral::Also also,
                           const referral::Still& still) {
  TRY(opened, open_card(vault, by, thread));
  also.fold = fold;
  return referral::send(vault, by, thread, {{opened.other, exchange::kHandover, schema::serialise(message)}}, also, still);
}

Result<Went> go_on(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, Duration at_most) {
  const TimeBox time(at_most);
  TRY(opened, open_card(vault, by, thread));
  Went out;
  for (const HandoverCaseCard& one : opened.details.cases()) {
    bool more = true;
    while (more) {
      if (time.is_over()) {
        out.is_over = false;
        return out;
      }
      const auto step = step_with(vault, by, thread, one.number(), time);
      if (!step) {
        out.stuck.push_back({one.number(), step.error()});
        break;
      }
      more = *step;
    }
  }
  TRY_VOID(settle(vault, by, thread));
  return out;
}

Result<void> send_again(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, std::uint32_t number) {
  TRY(opened, open_card(vault, by, thread));
  if (const char* why = why_not(opened.card, Step::send, number, today(vault))) return Error(ErrorCode::conflict, why);
  const HandoverCaseCard& one = *case_of(opened.details, number);
  const std::string before = one.content().id();
  TRY_VOID(send_case(vault, by, thread, opened, one));
  return before.empty() ? Result<void>() : drop_content(vault, by, thread, number, before);
}

Result<void> take_back(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, const std::vector<std::uint32_t>& numbers) {
  TRY(opened, open_card(vault, by, thread));
  HandoverMessage message;
  message.mutable_back();
  for (const std::uint32_t number : numbers) message.mutable_back()->add_numbers(number);
  const Date day = today(vault);
  const auto still = [&](const ThreadCard& card) -> const char* {
    if (numbers.empty()) return why_not(card, Step::take_back, day);
    for (const std::uint32_t number : numbers) {
      if (const char* why = why_not(card, Step::take_back, number, day)) return why;
    }
    return nullptr;
  };
  const auto sent = say(vault, by, thread, message, {}, still);
  if (!sent) return sent.error();
  for (const HandoverCaseCard& one : opened.details.cases()) {
    const bool is_meant = numbers.empty() || std::find(numbers.begin(), numbers.end(), one.number()) != numbers.end();
    if (is_meant && one.has_sent() && !is_settled(case_state(opened.details, one))) TRY_VOID(exchange::withdraw_pieces(vault, one.content()));
  }
  return settle(vault, by, thread);
}

Result<void> settle(vault::Vault& vault, const vault::Keyring& by, ThreadId thread) {
  TRY(opened, open_card(vault, by, thread));
  if (!opened.card.ours()) return {};
  Result<void> failed;
  for (const HandoverCaseCard& one : opened.details.cases()) {
    const std::string state = case_state(opened.details, one);
    if (!is_settled(state)) continue;
    // Until the partner's program lets go of it, its confirmation may still be on the way.
    if (state == "back" && one.has_sent() && !one.gone()) continue;
    const auto file = FileId::from_text(one.case_file());
    if (one.has_sent() && !one.dropped()) TRY_VOID(drop_content(vault, by, thread, one.number(), one.content().id()));
    if (one.settled() || !file || !vault.may_open(by, *file, ASSISTANCE)) continue;
    // One that cannot be written now does not keep the others waiting.
    const auto written = state == "taken" ? settle_taken(vault, by, opened, one, *file) : settle_stayed(vault, by, opened, one, *file);
    if (!written) failed = written;
    else TRY_VOID(note_case(vault, by, thread, one.number(), "settled", [](HandoverCaseCard& to) { to.set_settled(true); }));
  }
  return failed;
}

Result<void> sign_protocol(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, Date day) {
  TRY(opened, open_card(vault, by, thread));
  HandoverMessage message;
  *message.mutable_protocol() = protocol_of(opened.details);
  const auto same = [&](const ThreadCard& card) -> const char* {
    if (const char* why = why_not(card, Step::make_protocol, day)) return why;
    return protocol_of(details_of(card)).SerializeAsString() == message.protocol().SerializeAsString() ? nullptr : N_("Something changed meanwhile. Look at it again.");
  };
  const auto sent = say(vault, by, thread, message, {}, same);
  return sent ? Result<void>() : Result<void>(sent.error());
}

}  // namespace arasha::handover
