#include "handover/state.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/catalogue.h"
#include "crypto/hash.h"
#include "schema/entry_types.h"
#include "schema/vocabulary.h"

namespace arasha::handover {
namespace {

HandoverMark mark_of(const exchange::Message& message, const std::string& reason = {}) {
  HandoverMark out;
  out.set_time(to_milliseconds(message.created));
  out.set_message(message.id.text());
  out.set_author(message.author);
  out.set_reason(reason);
  return out;
}
std::pair<std::int64_t, std::string> order_of(const HandoverMark& mark) { return {mark.time(), mark.message()}; }

// Two messages about the same thing: the first counts, on both sides, in whatever order they came.
bool is_earlier(const HandoverMark& fresh, bool known, const HandoverMark& old) { return !known || order_of(fresh) < order_of(old); }
void keep_first(HandoverMark& to, bool known, const HandoverMark& fresh) {
  if (is_earlier(fresh, known, to)) to = fresh;
}

HandoverCaseCard& case_in(HandoverCard& details, std::uint32_t number) {
  if (HandoverCaseCard* known = case_of(details, number)) return *known;
  details.add_cases()->set_number(number);
  std::sort(details.mutable_cases()->begin(), details.mutable_cases()->end(), [](const HandoverCaseCard& a, const HandoverCaseCard& b) { return a.number() < b.number(); });
  return *case_of(details, number);
}

bool is_number(std::uint32_t number) { return number >= 1 && number <= kMostCases; }

// --- One message

bool apply_offer(HandoverCard& details, const HandoverOffer& offer, const HandoverMark& mark) {
  if (offer.cases().empty() || offer.cases_size() > kMostCases || !schema::has_code("handover_reason", offer.reason())) return false;
  std::set<std::uint32_t> seen;
  for (const OfferedCase& one : offer.cases()) {
    if (!is_number(one.number()) || !seen.insert(one.number()).second) return false;
  }
  if (!is_earlier(mark, details.has_offer(), details.offered())) return true;
  *details.mutable_offer() = offer;
  *details.mutable_offered() = mark;
  for (const OfferedCase& one : offer.cases()) case_in(details, one.number());
  return true;
}

bool apply_answer(HandoverCard& details, const HandoverAnswer& answer, const HandoverMark& mark) {
  if (!schema::has_code("handover_answer", answer.answer())) return false;
  if (!is_earlier(mark, details.has_answer(), details.answered())) return true;
  *details.mutable_answer() = answer;
  *details.mutable_answered() = mark;
  return true;
}

bool apply_sent(HandoverCard& details, const HandoverCase& sent, const HandoverMark& mark) {
  if (!is_number(sent.number()) || sent.content().id().empty() || sent.inventory().hash().empty()) return false;
  HandoverCaseCard& one = case_in(details, sent.number());
  one.add_hashes(sent.inventory().hash());
  // Sent again: the last one counts.
  if (one.has_sent() && order_of(mark) < order_of(one.sent())) {
    one.add_replaced(sent.content().id());
    return true;
  }
  if (one.has_sent()) one.add_replaced(one.content().id());
  *one.mutable_sent() = mark;
  *one.mutable_content() = sent.content();
  *one.mutable_inventory() = sent.inventory();
  one.set_dropped(false);
  return true;
}

bool apply_taken(HandoverCard& details, const HandoverTaken& taken, const HandoverMark& mark) {
  if (!is_number(taken.number()) || taken.hash().empty()) return false;
  HandoverCaseCard& one = case_in(details, taken.number());
  if (!is_earlier(mark, one.has_taken(), one.taken())) return true;
  *one.mutable_taken() = mark;
  one.set_taken_hash(taken.hash());
  one.set_taken_alias(taken.alias());
  *one.mutable_taken_inventory() = taken.inventory();
  one.set_taking(false);
  return true;
}

bool apply_back(HandoverCard& details, const HandoverBack& back, const HandoverMark& mark) {
  if (back.numbers().empty()) keep_first(*details.mutable_back(), details.has_back(), mark);
  for (const std::uint32_t number : back.numbers()) {
    if (!is_number(number)) return false;
    HandoverCaseCard& one = case_in(details, number);
    const bool known = one.has_back();
    keep_first(*one.mutable_back(), known, mark);
  }
  return true;
}

bool apply_what(HandoverCard& details, const HandoverMessage& said, const HandoverMark& mark) {
  switch (said.what_case()) {
    case HandoverMessage::kOffer: return apply_offer(details, said.offer(), mark);
    case HandoverMessage::kReceived: details.set_received(true); return true;
    case HandoverMessage::kAnswer: return apply_answer(details, said.answer(), mark);
    case HandoverMessage::kSent: return apply_sent(details, said.sent(), mark);
    case HandoverMessage::kTaken: return apply_taken(details, said.taken(), mark);
    case HandoverMessage::kBack: return apply_back(details, said.back(), mark);
    case HandoverMessage::kWanted: details.set_wanted(true); return true;
    case HandoverMessage::kProtocol: {
      const bool known = details.has_protocol();
      keep_first(*details.mutable_protocol(), known, mark);
      return true;
    }
    case HandoverMessage::kSigned: {
      HandoverSignature* one = details.add_signatures();
      *one->mutable_mark() = mark;
      one->set_protocol(said.signed_().message());
      return true;
    }
    case HandoverMessage::kStays: {
      if (!is_number(said.stays().number()) || !schema::has_code("handover_stay", said.stays().reason())) return false;
      HandoverCaseCard& one = case_in(details, said.stays().number());
      HandoverMark with = mark;
      with.set_reason(said.stays().reason());
      const bool known = one.has_stays();
      keep_first(*one.mutable_stays(), known, with);
      return true;
    }
    case HandoverMessage::kRefused: {
      if (!is_number(said.refused().number()) || !schema::has_code("referral_decline", said.refused().reason())) return false;
      HandoverCaseCard& one = case_in(details, said.refused().number());
      HandoverMark with = mark;
      with.set_reason(said.refused().reason());
      const bool known = one.has_refused();
      keep_first(*one.mutable_refused(), known, with);
      return true;
    }
    case HandoverMessage::kUnread: {
      if (!is_number(said.unread().number())) return false;
      case_in(details, said.unread().number()).add_unread(said.unread().content());
      return true;
    }
    case HandoverMessage::kGone:
      for (const std::uint32_t number : said.gone().numbers()) {
        if (!is_number(number)) return false;
        case_in(details, number).set_gone(true);
      }
      return true;
    case HandoverMessage::WHAT_NOT_SET: return false;
  }
  return false;
}

// Who says such a thing: the one who hands over, or the one who receives.
bool is_senders(HandoverMessage::WhatCase what) {
  return what == HandoverMessage::kOffer || what == HandoverMessage::kSent || what == HandoverMessage::kStays || what == HandoverMessage::kBack ||
         what == HandoverMessage::kProtocol;
}

bool is_chosen(const HandoverCard& details, std::uint32_t number) {
  const auto& numbers = details.answer().numbers();
  return details.answer().answer() == "accepted" && (numbers.empty() || std::find(numbers.begin(), numbers.end(), number) != numbers.end());
}

bool is_taken(const HandoverCaseCard& one) {
  return one.has_taken() && std::find(one.hashes().begin(), one.hashes().end(), one.taken_hash()) != one.hashes().end();
}

// An answer that was written after the last day is none, whenever it arrives.
bool answered_in_time(const HandoverCard& details) {
  if (!details.has_answer()) return false;
  const auto last = date_from_iso(details.offer().answer_by());
  return !details.has_offer() || !last || date_of(from_milliseconds(details.answered().time())) <= *last;
}

// Taken back after it had been sent, and the receiver's program has not said yet that it lets go of it.
bool gives_up_yet(const HandoverCard& details) {
  return std::any_of(details.cases().begin(), details.cases().end(), [&](const HandoverCaseCard& one) { return one.has_sent() && !one.gone() && case_state(details, one) == "back"; });
}

std::string standing_of(const HandoverCard& details) {
  if (!details.has_offer()) return "draft";
  const Numbers numbers = numbers_of(details);
  if (is_signed(details)) return "done";
  if (numbers.taken > 0) return "in_progress";
  if (details.has_back()) return "revoked";
  if (!answered_in_time(details)) return details.has_answer() ? "expired" : details.received() ? "received" : "sent";
  if (details.answer().answer() == "declined") return "declined";
  if (numbers.settled()) return "ended";
  return numbers.sent + numbers.unread > 0 ? "in_progress" : "accepted";
}

bool waits_for(const HandoverCard& details, bool ours) {
  if (!details.has_offer() || is_signed(details)) return false;
  const Numbers numbers = numbers_of(details);
  if (!details.has_answer()) return !ours && !details.has_back();
  if (!is_accepted(details) && numbers.taken == 0) return false;
  if (numbers.settled()) return numbers.taken > 0 && !gives_up_yet(details) && (ours ? !details.has_protocol() : details.has_protocol());
  return ours ? numbers.accepted + numbers.unread > 0 : numbers.sent > 0;
}

// What was not offered is none of it, and what is not waited for any more takes no room.
void prune(HandoverCard& details) {
  if (details.has_offer()) {
    std::set<std::uint32_t> offered;
    for (const OfferedCase& one : details.offer().cases()) offered.insert(one.number());
    auto& cases = *details.mutable_cases();
    cases.erase(std::remove_if(cases.begin(), cases.end(), [&](const HandoverCaseCard& one) { return !offered.contains(one.number()); }), cases.end());
  }
  for (HandoverCaseCard& one : *details.mutable_cases()) {
    if (one.has_content() && !one.taking() && is_settled(case_state(details, one))) one.mutable_content()->clear_pieces();
    std::sort(one.mutable_hashes()->begin(), one.mutable_hashes()->end());
    std::sort(one.mutable_unread()->begin(), one.mutable_unread()->end());
    std::sort(one.mutable_replaced()->begin(), one.mutable_replaced()->end());
  }
  std::sort(details.mutable_signatures()->begin(), details.mutable_signatures()->end(), [](const HandoverSignature& a, const HandoverSignature& b) { return order_of(a.mark()) < order_of(b.mark()); });
}

bool is_past(const std::string& day, Date today) {
  const auto date = date_from_iso(day);
  return date && *date < today;
}

}  // namespace

Fate fold(ThreadCard& card, const exchange::Message& message, bool ours) {
  const auto said = schema::parse_as<HandoverMessage>(message.content);
  if (message.kind != exchange::kHandover || !said) return Fate::not_for_us;
  const bool sender = is_senders(said->what_case());
  if (card.kind().empty()) {
    card.set_kind(std::string(referral::kHandover));
    card.set_ours(sender == ours);
  }
  if (card.kind() != referral::kHandover || sender != (ours == card.ours())) return Fate::not_for_us;
  HandoverCard details = details_of(card);
  if (!apply_what(details, *said, mark_of(message))) return Fate::not_for_us;
  keep_details(card, details);
  return Fate::kept;
}

HandoverCard details_of(const ThreadCard& card) {
  HandoverCard out;
  static_cast<void>(out.ParseFromString(card.details()));
  return out;
}

void keep_details(ThreadCard& card, const HandoverCard& given) {
  HandoverCard details = given;
  prune(details);
  card.set_standing(standing_of(details));
  card.set_waits(waits_for(details, card.ours()));
  card.set_answer_by(details.offer().answer_by());
  card.set_details(details.SerializeAsString());
}

const HandoverCaseCard* case_of(const HandoverCard& details, std::uint32_t number) {
  const auto found = std::find_if(details.cases().begin(), details.cases().end(), [&](const HandoverCaseCard& one) { return one.number() == number; });
  return found == details.cases().end() ? nullptr : &*found;
}
HandoverCaseCard* case_of(HandoverCard& details, std::uint32_t number) {
  return const_cast<HandoverCaseCard*>(case_of(std::as_const(details), number));
}

bool is_accepted(const HandoverCard& details) { return answered_in_time(details) && details.answer().answer() == "accepted" && !details.has_back(); }

bool is_signed(const HandoverCard& details) {
  return details.has_protocol() && std::any_of(details.signatures().begin(), details.signatures().end(), [&](const HandoverSignature& one) { return one.protocol() == details.protocol().message(); });
}

std::string case_state(const HandoverCard& details, const HandoverCaseCard& one) {
  if (is_taken(one)) return "taken";
  std::vector<std::pair<const HandoverMark*, const char*>> ends;
  if (one.has_stays()) ends.emplace_back(&one.stays(), "stays");
  if (one.has_refused()) ends.emplace_back(&one.refused(), "refused");
  if (one.has_back()) ends.emplace_back(&one.back(), "back");
  if (details.has_back()) ends.emplace_back(&details.back(), "back");
  const auto first = std::min_element(ends.begin(), ends.end(), [](const auto& a, const auto& b) { return order_of(*a.first) < order_of(*b.first); });
  if (first != ends.end()) return first->second;
  if (details.has_answer() && (!answered_in_time(details) || !is_chosen(details, one.number()))) return "left_out";
  // What comes before anybody agreed is not looked at.
  if (!is_accepted(details)) return "offered";
  if (!one.has_sent()) return "accepted";
  return std::find(one.unread().begin(), one.unread().end(), one.content().id()) == one.unread().end() ? "sent" : "unread";
}

bool is_settled(std::string_view state) {
  return state == "taken" || state == "stays" || state == "refused" || state == "back" || state == "left_out";
}

std::string reason_of(const HandoverCard& details, const HandoverCaseCard& one) {
  const std::string state = case_state(details, one);
  if (state == "stays") return one.stays().reason();
  if (state == "refused") return one.refused().reason();
  return state == "left_out" ? details.answer().reason() : std::string();
}

Numbers numbers_of(const HandoverCard& details) {
  Numbers out;
  for (const HandoverCaseCard& one : details.cases()) {
    const std::string state = case_state(details, one);
    ++out.all;
    if (state == "taken") ++out.taken;
    else if (is_settled(state)) ++out.rest;
    else if (state == "sent") ++out.sent;
    else if (state == "unread") ++out.unread;
    else ++out.accepted;
  }
  return out;
}

const char* why_not(const ThreadCard& card, Step step, Date today) {
  const HandoverCard details = details_of(card);
  const bool senders = step == Step::send || step == Step::take_back || step == Step::make_protocol;
  if (senders != card.ours()) return N_("The other side takes this step.");
  const Numbers numbers = numbers_of(details);
  if (step == Step::answer) {
    if (details.has_back()) return N_("The sender has taken this offer back. It cannot be answered any more.");
    if (details.has_answer()) return N_("A colleague has answered this offer already.");
    if (!details.has_offer()) return N_("The offer itself has not come yet.");
    return is_past(details.offer().answer_by(), today) ? N_("The time for an answer is over. Ask the sender to offer it again.") : nullptr;
  }
  if (step == Step::take_back) {
    return !details.has_offer() || details.has_back() || is_signed(details) || numbers.settled() ? N_("There is nothing to take back.") : nullptr;
  }
  if (!is_accepted(details) && numbers.taken == 0) return details.has_back() ? N_("The sender has taken it back.") : N_("The offer was not accepted.");
  if (step == Step::send) return numbers.settled() ? N_("All cases were sent.") : nullptr;
  if (step == Step::take_over || step == Step::refuse) return numbers.settled() ? N_("There is nothing more to take over.") : nullptr;
  // The protocol.
  if (!numbers.settled()) return N_("Some cases are still on their way. The protocol is made when each of them is taken over or stays.");
  if (gives_up_yet(details)) return N_("The partner's program has not said yet that it lets go of what was taken back. Wait for it.");
  if (numbers.taken == 0) return N_("No case was taken over: there is nothing to sign.");
  if (step == Step::sign) return !details.has_protocol() ? N_("The sender has not signed the protocol yet.") : is_signed(details) ? N_("The protocol is signed already.") : nullptr;
  if (step == Step::want_protocol) return details.wanted() ? N_("The sender was asked for it already.") : details.has_protocol() ? N_("The protocol is here already.") : nullptr;
  return details.has_protocol() ? N_("The protocol is made already.") : nullptr;
}

const char* why_not(const ThreadCard& card, Step step, std::uint32_t number, Date today) {
  const HandoverCard details = details_of(card);
  const HandoverCaseCard* one = case_of(details, number);
  if (one == nullptr) return N_("There is no such case in this handover.");
  // What was begun before the sender's word came is finished: the case is being written here.
  if (step == Step::take_over && !card.ours() && one->taking()) return nullptr;
  if (const char* why = why_not(card, step, today)) return why;
  const std::string state = case_state(details, *one);
  if (state == "taken") return N_("This case is taken over already.");
  if (step == Step::take_over) {
    return state == "sent" ? nullptr : state == "back" ? N_("The sender has taken this case back.") : N_("This case has not come yet.");
  }
  if (step == Step::send) return state == "accepted" || state == "sent" || state == "unread" ? nullptr : N_("This case does not go any more.");
  if (step == Step::refuse && one->taking()) return N_("It is being written into a case here. Finish that first.");
  return is_settled(state) ? N_("This case does not go any more.") : nullptr;
}

HandoverProtocol protocol_of(const HandoverCard& details) {
  HandoverProtocol out;
  for (const HandoverCaseCard& one : details.cases()) {
    HandoverProtocolRow* row = out.add_cases();
    row->set_number(one.number());
    row->set_result(case_state(details, one));
    row->set_reason(reason_of(details, one));
    if (one.has_sent()) row->set_alias_from(one.inventory().alias());
    if (row->result() != "taken") continue;
    std::uint32_t entries = 0;
    for (const TypeCount& count : one.taken_inventory().going()) entries += count.count();
    row->set_alias_to(one.taken_alias());
    row->set_entries(entries);
    row->set_documents(one.taken_inventory().documents());
    row->set_originals(one.inventory().originals());
    row->set_hash(one.taken_hash());
    row->set_sent_by(one.sent().author());
    row->set_taken_by(one.taken().author());
    row->set_taken(to_iso(date_of(from_milliseconds(one.taken().time()))));
  }
  *out.mutable_things() = details.offer().things();
  out.set_reason(details.offer().reason());
  out.set_day(details.offer().day());
  out.set_offered(to_iso(date_of(from_milliseconds(details.offered().time()))));
  out.set_answered(to_iso(date_of(from_milliseconds(details.answered().time()))));
  return out;
}

Bytes print_of(BytesView signed_message) {
  const crypto::Hash hash = crypto::fingerprint("arasha/handover-protocol/v1", {signed_message});
  return {hash.begin(), hash.end()};
}

}  // namespace arasha::handover
