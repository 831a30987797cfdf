#include "referral/state.h"

#include <algorithm>

#include "referral/conference.h"
#include "referral/wanted.h"
#include "schema/entry_types.h"
#include "schema/vocabulary.h"

namespace arasha::referral {
namespace {

constexpr int kMostMessages = 2000;
constexpr std::string_view kUs = "us";

// Which side may take which step.
bool is_senders(std::string_view step) { return step == "sent" || step == "revoked" || step == "closed" || step == "feedback_asked"; }

bool same_step(const StepMark& mark, const StepMark& other) { return mark.step() == other.step() && mark.by() == other.by() && mark.time() == other.time() && mark.outcome() == other.outcome(); }

// Accepted or declined, whichever was said first: the second answer changes nothing.
const StepMark* answer_of(const ThreadCard& card) {
  for (const StepMark& mark : card.steps()) {
    if (mark.step() == "accepted" || mark.step() == "declined") return &mark;
  }
  return nullptr;
}

std::string referral_state(const ThreadCard& card) {
  const StepMark* done = step_of(card, "done");
  const StepMark* revoked = step_of(card, "revoked");
  const StepMark* answer = answer_of(card);
  if (has_step(card, "closed")) return "closed";
  // What was done before it was taken back stays done.
  if (revoked != nullptr && (done == nullptr || revoked->time() < done->time())) return "revoked";
  if (answer != nullptr && answer->step() == "declined") return "declined";
  if (done != nullptr) return "done";
  if (has_step(card, "in_progress")) return "in_progress";
  if (answer != nullptr) return "accepted";
  if (has_step(card, "expired")) return "expired";
  if (has_step(card, "received") || has_step(card, "opened")) return "received";
  return has_step(card, "sent") ? "sent" : "draft";
}

std::string place_state(const ThreadCard& card, bool over) {
  if (has_step(card, "closed")) return "ended";
  const auto said = [&](std::string_view answer) {
    return std::count_if(card.partners().begin(), card.partners().end(), [&](const PartnerMark& one) { return one.answer() == answer; });
  };
  if (said("yes") > 0) return over ? "ended" : "found";
  if (card.partners_size() > 0 && said("no") == card.partners_size()) return "nobody";
  return over ? "ended" : "asked";
}

Fate apply_packet(ThreadCard& card, const exchange::Message& message, bool ours, bool late) {
  if (card.packet() != 0 || has_step(card, "destroyed")) return Fate::repeated;
  const auto packet = schema::parse_as<ReferralPacket>(message.content);
  if (!packet) return Fate::not_for_us;
  card.set_kind(std::string(kReferral));
  card.set_ours(ours);
  card.set_urgency(packet->urgency());
  *card.mutable_needs() = packet->services();
  card.set_answer_by(packet->answer_by());
  card.set_access_until(packet->access_until());
  card.set_alias(packet->alias());
  *card.mutable_attachments() = packet->attachments();
  add_step(card, mark_for(message, ours, "sent"));
  return !ours && (late || has_step(card, "revoked")) ? Fate::too_late : Fate::kept;
}

Fate apply_step(ThreadCard& card, const exchange::Message& message, bool ours) {
  const auto step = schema::parse_as<ReferralStep>(message.content);
  if (!step || !schema::has_code("referral_step", step->step())) return Fate::not_for_us;
  // Who began it is known once the packet stands here; a step that overtook it tells itself whose it is.
  const bool by_sender = is_senders(step->step());
  if (!card.kind().empty() && by_sender != (ours == card.ours())) return Fate::not_for_us;
  if (card.kind().empty()) {
    card.set_kind(std::string(kReferral));
    card.set_ours(by_sender == ours);
  }
  StepMark mark = mark_for(message, ours, step->step());
  mark.set_reason(step->reason());
  mark.set_outcome(step->outcome());
  add_step(card, mark);
  return Fate::kept;
}

Fate apply_place(ThreadCard& card, const exchange::Message& message, bool ours) {
  const auto request = schema::parse_as<BlindRequest>(message.content);
  if (!request) return Fate::not_for_us;
  card.set_kind(std::string(kPlace));
  card.set_ours(ours);
  card.set_urgency(request->urgency());
  *card.mutable_needs() = request->needs();
  card.set_answer_by(request->answer_by());
  return Fate::kept;
}

Fate apply_answer(ThreadCard& card, const exchange::Message& message, bool ours) {
  const auto answer = schema::parse_as<BlindAnswer>(message.content);
  if (!answer || !schema::has_code("blind_answer", answer->answer())) return Fate::not_for_us;
  const bool reply = answer->answer() == "reply";
  if (card.kind().empty()) {
    card.set_kind(std::string(kPlace));
    card.set_ours(reply == ours);
  }
  // The one who asked replies; the one who was asked answers.
  if (reply != (ours == card.ours())) return Fate::not_for_us;
  PartnerMark* mark = mark_of(card, ours ? message.to : message.from);
  const std::int64_t time = to_milliseconds(message.created);
  if (reply) {
    mark->set_question(0);
  } else if (time >= mark->answered()) {
    // The last word of each partner counts: a place that was free is taken, or the other way round.
    mark->set_answer(answer->answer());
    mark->set_answered(time);
    mark->set_question(answer->answer() == "question" ? time : 0);
  }
  return Fate::kept;
}

Fate apply_ending(ThreadCard& card, const exchange::Message& message, bool ours) {
  if (card.kind().empty()) {
    card.set_kind(std::string(kPlace));
    card.set_ours(ours);
  }
  if (ours != card.ours()) return Fate::not_for_us;
  const auto end = schema::parse_as<BlindEnd>(message.content);
  if (!end) return Fate::not_for_us;
  StepMark mark = mark_for(message, ours, "closed");
  mark.set_reason(end->reason());
  add_step(card, mark);
  return Fate::kept;
}

Fate apply_danger(ThreadCard& card, const exchange::Message& message, bool ours) {
  if (card.kind().empty()) {
    card.set_kind(std::string(kDanger));
    card.set_ours(ours);
    card.set_urgency("now");
  }
  return schema::parse_as<DangerNotice>(message.content) ? Fate::kept : Fate::not_for_us;
}

// What kind of conversation a message belongs to; empty: to any.
std::string_view conversation_of(exchange::Kind kind) {
  switch (kind) {
    case exchange::kBlindRequest: case exchange::kBlindAnswer: case exchange::kBlindEnded: return kPlace;
    case exchange::kReferral: case exchange::kReferralStep: return kReferral;
    case exchange::kDanger: return kDanger;
    case exchange::kCaseWanted: return kWanted;
    case exchange::kConference: case exchange::kConferenceStep: return kConferenceThread;
    default: return {};
  }
}

Fate apply_by_kind(ThreadCard& card, const exchange::Message& message, bool ours, bool late, const Fold& other) {
  const std::string_view belongs = conversation_of(message.kind);
  if (!belongs.empty() && !card.kind().empty() && card.kind() != belongs) return Fate::not_for_us;
  if (is_conference(card) && message.kind == exchange::kTalk) return Fate::not_for_us;
  switch (message.kind) {
    case exchange::kConference:
    case exchange::kConferenceStep: return apply_conference(card, message, ours, late);
    case exchange::kBlindRequest: return apply_place(card, message, ours);
    case exchange::kBlindAnswer: return apply_answer(card, message, ours);
    case exchange::kBlindEnded: return apply_ending(card, message, ours);
    case exchange::kReferral: return apply_packet(card, message, ours, late);
    case exchange::kReferralStep: return apply_step(card, message, ours);
    case exchange::kTalk: return schema::parse_as<ReferralTalk>(message.content) ? Fate::kept : Fate::not_for_us;
    case exchange::kDanger: return apply_danger(card, message, ours);
    case exchange::kCaseWanted: return apply_wanted(card, message, ours, late);
    case exchange::kRefused: card.set_refused_there(true); return Fate::kept;
    default: return other ? other(card, message, ours) : Fate::not_for_us;
  }
}

// That a request for a case came there, or was destroyed there as agreed, calls nobody.
bool calls_nobody(const exchange::Message& message) {
  if (message.kind != exchange::kCaseWanted) return false;
  const auto said = schema::parse_as<CaseWantedMessage>(message.content);
  return said && said->has_step() && (said->step().step() == "received" || said->step().step() == "destroyed");
}

bool is_past(const std::string& day, Date today) {
  const auto date = date_from_iso(day);
  return date && *date < today;
}

}  // namespace

StepMark mark_for(const exchange::Message& message, bool ours, std::string step) {
  StepMark out;
  out.set_step(std::move(step));
  out.set_time(to_milliseconds(message.created));
  out.set_by(ours ? std::string(kUs) : message.from.text());
  out.set_author(message.author);
  return out;
}

void add_step(ThreadCard& card, StepMark mark) {
  const bool known = std::any_of(card.steps().begin(), card.steps().end(), [&](const StepMark& one) { return same_step(one, mark); });
  if (known) return;
  *card.add_steps() = std::move(mark);
  // In the order of their writing; of one moment, as they came.
  std::stable_sort(card.mutable_steps()->begin(), card.mutable_steps()->end(), [](const StepMark& a, const StepMark& b) { return a.time() < b.time(); });
}

const StepMark* step_of(const ThreadCard& card, std::string_view step) {
  for (const StepMark& mark : card.steps()) {
    if (mark.step() == step) return &mark;
  }
  return nullptr;
}
bool has_step(const ThreadCard& card, std::string_view step) { return step_of(card, step) != nullptr; }

const PartnerMark* other_side(const ThreadCard& card) { return card.partners_size() == 1 ? &card.partners(0) : nullptr; }

PartnerMark* mark_of(ThreadCard& card, OrganizationId partner) {
  const std::string id = partner.text();
  for (PartnerMark& mark : *card.mutable_partners()) {
    if (mark.partner() == id) return &mark;
  }
  PartnerMark* out = card.add_partners();
  out->set_partner(id);
  return out;
}

Fate apply(ThreadCard& card, const exchange::Message& message, bool ours, bool late, const Fold& other) {
  const std::string id = message.id.text();
  if (std::find(card.messages().begin(), card.messages().end(), id) != card.messages().end()) return Fate::repeated;
  ThreadCard next = card;
  next.set_thread(message.thread.text());
  const Fate fate = apply_by_kind(next, message, ours, late, other);
  if (fate == Fate::not_for_us || fate == Fate::repeated) return fate;
  mark_of(next, ours ? message.to : message.from);
  next.add_messages(id);
  if (next.messages_size() > kMostMessages) next.mutable_messages()->DeleteSubrange(0, next.messages_size() - kMostMessages);
  const std::int64_t time = to_milliseconds(message.created);
  if (next.begun() == 0 || time < next.begun()) next.set_begun(time);
  next.set_changed(std::max(next.changed(), time));
  if (!ours && message.kind != exchange::kRefused && !calls_nobody(message)) next.set_unread(next.unread() + 1);
  card = std::move(next);
  return fate;
}

void apply_by_hand(ThreadCard& card, const ReferralStep& step, Time time, std::string author) {
  StepMark mark;
  mark.set_step(step.step());
  mark.set_time(to_milliseconds(time));
  mark.set_by(is_senders(step.step()) ? std::string(kUs) : std::string());
  mark.set_author(std::move(author));
  mark.set_reason(step.reason());
  mark.set_outcome(step.outcome());
  add_step(card, mark);
  card.set_changed(to_milliseconds(time));
}

ThreadCard begin_outside(const ReferralPacket& packet, const std::string& recipient, Time time, std::string author) {
  ThreadCard out;
  out.set_kind(std::string(kReferral));
  out.set_ours(true);
  out.set_outside(true);
  out.set_urgency(packet.urgency());
  *out.mutable_needs() = packet.services();
  out.set_answer_by(packet.answer_by());
  out.set_access_until(packet.access_until());
  out.set_alias(packet.alias());
  out.add_partners()->set_name(recipient);
  out.set_begun(to_milliseconds(time));
  ReferralStep sent;
  sent.set_step("sent");
  apply_by_hand(out, sent, time, std::move(author));
  return out;
}

std::string state_on(const ThreadCard& card, Date today) {
  if (card.kind() == kPlace) return place_state(card, is_past(card.answer_by(), today));
  if (card.kind() == kDanger) return has_step(card, "closed") ? "closed" : "told";
  if (card.kind() == kHandover) {
    const bool asked = card.standing() == "sent" || card.standing() == "received";
    return card.standing().empty() ? "draft" : asked && is_past(card.answer_by(), today) ? "expired" : card.standing();
  }
  if (card.kind() == kWanted) return wanted_state(card, is_past(card.answer_by(), today));
  if (is_conference(card)) return conference_state(card, today);
  return referral_state(card);
}

bool is_over(std::string_view state) {
  return state == "ended" || state == "nobody" || state == "declined" || state == "revoked" || state == "expired" || state == "closed" || state == "answered" ||
         state == "cancelled" || state == "over";
}

const char* why_not(const ThreadCard& card, std::string_view step, Date today) {
  if (is_senders(step) != card.ours() && !card.outside()) return N_("The other side takes this step.");
  const std::string state = state_on(card, today);
  const bool answered = answer_of(card) != nullptr;
  if (step == "accepted" || step == "declined") {
    if (state == "revoked") return N_("The sender has taken this referral back. It cannot be answered any more.");
    if (answered) return N_("A colleague has answered this referral already.");
    return state == "sent" || state == "received" ? nullptr : N_("This referral cannot be answered any more.");
  }
  if (step == "in_progress") return state == "accepted" ? nullptr : N_("Accept the referral first.");
  if (step == "done") return state == "accepted" || state == "in_progress" ? nullptr : N_("Accept the referral first.");
  if (step == "feedback") return state == "accepted" || state == "in_progress" || state == "done" || state == "declined" ? nullptr : N_("Accept the referral first.");
  if (step == "feedback_asked") return answered && state != "closed" && !has_step(card, "feedback") ? nullptr : N_("There is nothing to ask for.");
  if (step == "revoked") return state == "closed" || state == "revoked" || state == "done" || state == "draft" ? N_("There is nothing to take back.") : nullptr;
  if (step == "closed") return state == "done" || is_over(state) ? (state == "closed" ? N_("It is closed already.") : nullptr) : N_("It is still going on. Take it back first, or wait for the partner.");
  return N_("There is no such step.");
}

std::vector<std::string> next_steps(const ThreadCard& card, Date today) {
  std::vector<std::string> out;
  for (const char* step : {"accepted", "declined", "in_progress", "done", "feedback", "feedback_asked", "revoked", "closed"}) {
    if (why_not(card, step, today) == nullptr) out.emplace_back(step);
  }
  return out;
}

bool waits_for_us(const ThreadCard& card, Date today) {
  const std::string state = state_on(card, today);
  if (card.unread() > 0) return true;
  if (card.kind() == kHandover) return card.waits() && !is_over(state);
  if (is_conference(card)) return conference_waits(card, today);
  if (card.kind() == kPlace) {
    if (card.ours()) return std::any_of(card.partners().begin(), card.partners().end(), [](const PartnerMark& one) { return one.question() != 0; });
    const PartnerMark* them = other_side(card);
    return state == "asked" && them != nullptr && them->answer().empty();
  }
  if (card.kind() == kWanted) return !card.ours() && (state == "sent" || state == "received" || state == "asking");
  if (card.kind() != kReferral || card.ours()) return false;
  return state == "received" || (has_step(card, "feedback_asked") && !has_step(card, "feedback"));
}

bool is_overdue(const ThreadCard& card, Date today) {
  const std::string state = state_on(card, today);
  return card.kind() == kReferral && card.ours() && (state == "sent" || state == "received") && is_past(card.answer_by(), today);
}

}  // namespace arasha::referral
