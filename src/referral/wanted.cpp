#include "referral/wanted.h"

#include <algorithm>

#include "casework/person/likeness.h"
#include "referral/packet.h"
#include "schema/vocabulary.h"

namespace arasha::referral {
namespace {

Error wrong() { return {ErrorCode::invalid_input, "This request holds something that no request for a case may hold."}; }

bool is_askers(const CaseWantedMessage& said) { return said.has_request() || (said.has_step() && said.step().step() == "revoked"); }

Result<void> check_request(const CaseWantedPacket& packet) {
  const bool codes = schema::has_code("case_wanted_for", packet.wants()) && schema::has_code("case_wanted_reason", packet.reason()) && schema::has_code("case_wanted_ground", packet.ground());
  const bool days = date_from_iso(packet.answer_by()).is_ok() && is_day_or_empty(packet.consent_date()) && is_day_or_empty(packet.consent_until());
  const bool texts = is_short(packet.request(), 4000) && is_short(packet.norm(), 200) && is_short(packet.there_from(), 200) && is_short(packet.there_until(), 200) &&
                     is_short(packet.told_norm(), 200) && (packet.told_ground() == "consent" || packet.told_ground() == "legal");
  if (!codes || !days || !texts) return wrong();
  TRY(person, told_person(packet));
  if (!is_enough_told(person)) return wrong();
  return {};
}

Result<void> check_answer(const CaseWantedAnswer& answer) {
  if (!schema::has_code("case_wanted_answer", answer.answer()) || !is_short(answer.note(), 4000) || !is_short(answer.contact(), 200)) return wrong();
  return {};
}

// The last moment at which that day is not over somewhere.
bool is_in_time(const ThreadCard& card, const StepMark& mark) {
  const auto day = date_from_iso(card.answer_by());
  return !day || mark.time() < to_milliseconds(Time(std::chrono::sys_days(*day).time_since_epoch()) + std::chrono::days(2));
}

bool is_asked_first(const ThreadCard& card) {
  return std::any_of(card.steps().begin(), card.steps().end(), [&](const StepMark& one) { return one.step() == "answered" && one.outcome() == "ask_first" && is_in_time(card, one); });
}

Bytes bytes_of(const CaseWantedMessage& message) { return schema::serialise(message); }

}  // namespace

bool may_be_told(std::string_view key) {
  static const std::set<std::string_view> all = {"Identity.family_name", "Identity.given_name", "Identity.patronymic", "Identity.other_names",
                                                 "Identity.birth_date", "Identity.sex", "Identity.document_kind", "Identity.document_number"};
  return all.contains(key);
}

bool is_enough_told(const Identity& told) { return casework::is_enough(casework::sought_of(told)); }

Result<Identity> told_person(const CaseWantedPacket& packet) {
  if (packet.entries_size() > 1) return wrong();
  ReferralPacket entries;
  *entries.mutable_entries() = packet.entries();
  TRY(shown, shown_entries(entries));
  if (shown.empty()) return Identity();
  const auto* identity = dynamic_cast<const Identity*>(shown[0].message.get());
  if (identity == nullptr) return wrong();
  std::vector<const google::protobuf::FieldDescriptor*> set;
  identity->GetReflection()->ListFields(*identity, &set);
  if (!std::all_of(set.begin(), set.end(), [](const auto* field) { return may_be_told("Identity." + field->name()); })) return wrong();
  return *identity;
}

Result<void> check_wanted(BytesView content) {
  TRY(said, schema::parse_as<CaseWantedMessage>(content));
  if (said.has_request()) return check_request(said.request());
  if (said.has_answer()) return check_answer(said.answer());
  if (said.has_step() && schema::has_code("case_wanted_step", said.step().step())) return {};
  return wrong();
}

bool is_request(const exchange::Message& message) {
  if (message.kind != exchange::kCaseWanted) return false;
  const auto said = schema::parse_as<CaseWantedMessage>(message.content);
  return said && said->has_request();
}

Fate apply_wanted(ThreadCard& card, const exchange::Message& message, bool ours, bool late) {
  if (!check_wanted(message.content)) return Fate::not_for_us;
  const auto said = schema::parse_as<CaseWantedMessage>(message.content);
  if (!said) return Fate::not_for_us;
  const bool by_asker = is_askers(*said);
  if (card.kind().empty()) {
    // What we ask stands here before anybody can answer it.
    if (!by_asker) return Fate::not_for_us;
    card.set_kind(std::string(kWanted));
    card.set_ours(ours);
  }
  if (by_asker != (ours == card.ours())) return Fate::not_for_us;
  if (said->has_request()) {
    if (has_step(card, "sent")) return Fate::repeated;
    card.set_wants(said->request().wants());
    card.set_answer_by(said->request().answer_by());
    card.set_access_until(said->request().answer_by());
    add_step(card, mark_for(message, ours, "sent"));
    return !ours && (late || has_step(card, "revoked")) ? Fate::too_late : Fate::kept;
  }
  if (said->has_answer()) {
    StepMark mark = mark_for(message, ours, "answered");
    mark.set_outcome(said->answer().answer());
    add_step(card, std::move(mark));
    return Fate::kept;
  }
  // "Sent" and "answered" are said by what is sent and answered.
  if (said->step().step() == "sent" || said->step().step() == "answered") return Fate::not_for_us;
  add_step(card, mark_for(message, ours, said->step().step()));
  return Fate::kept;
}

const StepMark* wanted_answer(const ThreadCard& card) {
  const StepMark* first = nullptr;
  for (const StepMark& mark : card.steps()) {
    if (mark.step() != "answered" || mark.outcome() == "ask_first" || !is_in_time(card, mark)) continue;
    if (first == nullptr || std::pair(mark.time(), mark.outcome()) < std::pair(first->time(), first->outcome())) first = &mark;
  }
  return first;
}

std::string wanted_state(const ThreadCard& card, bool over) {
  const StepMark* answer = wanted_answer(card);
  const StepMark* revoked = step_of(card, "revoked");
  if (answer != nullptr && (revoked == nullptr || answer->time() <= revoked->time())) return "answered";
  if (revoked != nullptr) return "revoked";
  if (has_step(card, "expired")) return "expired";
  if (over) return "ended";
  if (is_asked_first(card)) return "asking";
  if (has_step(card, "received")) return "received";
  return has_step(card, "sent") ? "sent" : "draft";
}

const char* why_no_answer(const ThreadCard& card, Date today) {
  if (card.ours()) return N_("The other side takes this step.");
  const std::string state = state_on(card, today);
  if (state == "answered") return N_("A colleague has answered this request already.");
  if (state == "revoked") return N_("The partner has taken this request back. It cannot be answered any more.");
  if (is_over(state)) return N_("This request is over. An answer does not reach anybody any more.");
  return nullptr;
}

const char* why_no_withdrawal(const ThreadCard& card, Date today) {
  if (!card.ours()) return N_("The other side takes this step.");
  const std::string state = state_on(card, today);
  if (state == "answered") return N_("It is answered already. There is nothing to take back.");
  return is_over(state) ? N_("There is nothing to take back.") : nullptr;
}

bool ends_there(std::string_view answer) { return answer == "unknown" || answer == "nothing"; }

Bytes wanted_step(const char* step) {
  CaseWantedMessage out;
  out.mutable_step()->set_step(step);
  return bytes_of(out);
}
Bytes wanted_bytes(const CaseWantedPacket& packet) {
  CaseWantedMessage out;
  *out.mutable_request() = packet;
  return bytes_of(out);
}
Bytes wanted_bytes(const CaseWantedAnswer& answer) {
  CaseWantedMessage out;
  *out.mutable_answer() = answer;
  return bytes_of(out);
}

}  // namespace arasha::referral
