#include "referral/conference.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "referral/packet.h"
#include "schema/entry_types.h"
#include "schema/form.h"
#include "schema/vocabulary.h"
#include "web/values.h"

namespace arasha::referral {
namespace {

using Step = ConferenceMark::Step;
using google::protobuf::FieldDescriptor;

constexpr int kMostSteps = 500;
// After the conference's day ends here, its night ends somewhere else.
constexpr auto kGrace = std::chrono::hours(36);

bool is_inviters(std::string_view step) {
  return step == "invited" || step == "moved" || step == "released" || step == "held" || step == "decisions" || step == "cancelled" || step == "revoked" || step == "closed";
}
bool is_answer(std::string_view step) { return step == "comes" || step == "declined" || step == "other_day"; }

bool is_past(const std::string& day, Date today) { return !day.empty() && day < to_iso(today); }

// Whether a message was written when that day was over everywhere.
bool is_after(std::int64_t time, const std::string& day) {
  const auto date = date_from_iso(day);
  return date && time >= to_milliseconds(Time(std::chrono::sys_days(*date).time_since_epoch()) + kGrace);
}

Error wrong() { return {ErrorCode::invalid_input, "This message holds something that no conference may hold."}; }

bool is_value(const schema::FormField& field, const std::string& value) {
  const auto read = schema::read_value(field, value);
  return read && *read == value;
}

// The fields that a person could have filled in, each as its form would have taken it.
Result<void> check_fields(const google::protobuf::Message& message, const std::vector<schema::FormField>& fields) {
  const auto* reflection = message.GetReflection();
  if (!reflection->GetUnknownFields(message).empty()) return wrong();
  for (const schema::FormField& field : fields) {
    const FieldDescriptor* one = field.descriptor;
    if (one->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const int count = reflection->FieldSize(message, one);
      if (count > field.max_rows) return wrong();
      for (int i = 0; i < count; ++i) TRY_VOID(check_fields(reflection->GetRepeatedMessage(message, one, i), field.columns));
    } else if (one->is_repeated()) {
      const int count = reflection->FieldSize(message, one);
      if (count > 100) return wrong();
      for (int i = 0; i < count; ++i) {
        if (!is_value(field, reflection->GetRepeatedString(message, one, i))) return wrong();
      }
    } else {
      const std::string value = reflection->GetString(message, one);
      if (field.control == schema::Control::row_number ? value.size() > 20 : !is_value(field, value)) return wrong();
    }
  }
  return {};
}

Result<void> check_released(const std::string& packet) { return packet.empty() ? Result<void>() : check_packet(view(packet)); }

bool before(const Step& a, const Step& b) { return a.time() != b.time() ? a.time() < b.time() : a.id() < b.id(); }

// Kept in the order of writing, whatever came first.
void add_step(ConferenceMark& mark, Step step) {
  if (mark.steps_size() >= kMostSteps) return;
  *mark.add_steps() = std::move(step);
  std::stable_sort(mark.mutable_steps()->begin(), mark.mutable_steps()->end(), before);
}

Step step_from(const exchange::Message& message, bool ours, std::string name) {
  Step out;
  out.set_step(std::move(name));
  out.set_time(to_milliseconds(message.created));
  out.set_id(message.id.text());
  out.set_ours(ours);
  out.set_author(message.author);
  return out;
}

void begin_card(ThreadCard& card, bool inviter) {
  card.set_kind(std::string(kConferenceThread));
  card.set_ours(inviter);
}

// By the inviter, for good: nothing is kept at the participant's any more.
bool is_ended(const ThreadCard& card) {
  return last_step(card, "revoked") != nullptr || last_step(card, "cancelled") != nullptr || last_step(card, "closed") != nullptr;
}

// The numbers of decisions, as the card keeps them: " 1 2 5 ".
std::string numbers_of(const ConferenceStep& step) {
  std::string out = step.decisions().empty() ? "" : " ";
  for (const auto& one : step.decisions()) out += one.number() + " ";
  return out;
}

Fate apply_invitation(ThreadCard& card, const exchange::Message& message, bool ours, bool late) {
  if (!card.kind().empty() && card.ours() != ours) return Fate::not_for_us;
  if (last_step(card, "invited") != nullptr) return Fate::repeated;
  const auto invitation = schema::parse_as<ConferenceInvitation>(message.content);
  if (!invitation) return Fate::not_for_us;
  if (card.kind().empty()) begin_card(card, ours);
  ConferenceMark& mark = *card.mutable_conference();
  mark.set_date(invitation->date());
  mark.set_hour(invitation->time());
  mark.set_how(invitation->how());
  mark.set_place(invitation->place());
  mark.set_until(invitation->access_until());
  add_step(mark, step_from(message, ours, "invited"));
  return !ours && (late || is_ended(card)) ? Fate::too_late : Fate::kept;
}

Fate apply_conference_step(ThreadCard& card, const exchange::Message& message, bool ours, bool late) {
  const auto content = schema::parse_as<ConferenceStep>(message.content);
  if (!content || !schema::has_code("conference_step", content->step()) || content->step() == "invited") return Fate::not_for_us;
  const bool by_inviter = is_inviters(content->step());
  // Who invited is known once the invitation stands here; a step that overtook it tells itself whose it is.
  if (!card.kind().empty() && by_inviter != (ours == card.ours())) return Fate::not_for_us;
  if (card.kind().empty()) begin_card(card, by_inviter == ours);
  Step step = step_from(message, ours, content->step());
  step.set_date(content->date());
  step.set_hour(content->time());
  step.set_how(content->how());
  step.set_place(content->place());
  step.set_until(content->access_until());
  step.set_number(content->step() == "decisions" ? numbers_of(*content) : content->number());
  step.set_result(content->result());
  // What people say after the end is not kept; that they said something is.
  const bool after_end = content->step() == "contribution" && is_after(step.time(), meeting_of(card).until);
  add_step(*card.mutable_conference(), std::move(step));
  if (ours) return Fate::kept;
  const bool lends = content->step() == "released" || content->step() == "decisions";
  return after_end || (lends && (late || is_ended(card))) ? Fate::too_late : Fate::kept;
}

}  // namespace

bool is_conference(exchange::Kind kind) { return kind == exchange::kConference || kind == exchange::kConferenceStep; }

Result<void> check_conference(const exchange::Message& message) {
  if (message.kind == exchange::kConference) {
    TRY(invitation, schema::parse_as<ConferenceInvitation>(message.content));
    TRY_VOID(check_fields(invitation, schema::form_fields(*ConferenceInvitation::descriptor())));
    if (!date_from_iso(invitation.date()) || !date_from_iso(invitation.access_until()) || invitation.access_until() < invitation.date()) return wrong();
    return check_released(invitation.packet());
  }
  TRY(step, schema::parse_as<ConferenceStep>(message.content));
  TRY_VOID(check_fields(step, schema::form_fields(*ConferenceStep::descriptor())));
  if (step.number().size() > 20 || step.number().find(' ') != std::string::npos) return wrong();
  const bool needs_day = step.step() == "moved" || step.step() == "decisions";
  if (needs_day && !date_from_iso(step.access_until())) return wrong();
  if (step.step() == "moved" && (!date_from_iso(step.date()) || step.access_until() < step.date())) return wrong();
  if (step.step() == "reported" && (step.number().empty() || step.result().empty())) return wrong();
  return check_released(step.packet());
}

Fate apply_conference(ThreadCard& card, const exchange::Message& message, bool ours, bool late) {
  return message.kind == exchange::kConference ? apply_invitation(card, message, ours, late) : apply_conference_step(card, message, ours, late);
}

const Step* last_step(const ThreadCard& card, std::string_view step) {
  const Step* out = nullptr;
  for (const Step& one : card.conference().steps()) {
    if (one.step() == step) out = &one;
  }
  return out;
}

Meeting meeting_of(const ThreadCard& card) {
  const ConferenceMark& mark = card.conference();
  const Step* moved = last_step(card, "moved");
  if (moved == nullptr) return {mark.date(), mark.hour(), mark.how(), mark.place(), mark.until()};
  return {moved->date(), moved->hour(), moved->how(), moved->place(), moved->until()};
}

std::string decisions_until(const ThreadCard& card) {
  std::string out;
  for (const Step& one : card.conference().steps()) {
    if (one.step() == "decisions") out = std::max(out, one.until());
  }
  return out;
}

const Step* conference_answer(const ThreadCard& card) {
  const Step* moved = last_step(card, "moved");
  const std::string day = meeting_of(card).date;
  const Step* out = nullptr;
  for (const Step& one : card.conference().steps()) {
    if (!is_answer(one.step()) || is_after(one.time(), day)) continue;
    if (moved == nullptr || !before(one, *moved)) out = &one;
  }
  return out;
}

std::string report_on(const ThreadCard& card, const std::string& number) {
  std::string out;
  for (const Step& one : card.conference().steps()) {
    if (one.step() == "reported" && one.number() == number) out = one.result();
  }
  return out;
}

int decisions_open(const ThreadCard& card) {
  const Step* sent = last_step(card, "decisions");
  std::istringstream numbers(sent == nullptr ? std::string() : sent->number());
  int out = 0;
  for (std::string number; numbers >> number;) out += report_on(card, number).empty() ? 1 : 0;
  return out;
}

std::string conference_end(const ThreadCard& card) { return std::max(meeting_of(card).until, decisions_until(card)); }

std::string conference_state(const ThreadCard& card, Date today) {
  if (last_step(card, "revoked") != nullptr) return "revoked";
  if (last_step(card, "cancelled") != nullptr) return "cancelled";
  if (last_step(card, "closed") != nullptr) return "over";
  if (last_step(card, "expired") != nullptr && last_step(card, "received") == nullptr) return "expired";
  if (is_past(conference_end(card), today)) return "over";
  if (last_step(card, "decisions") != nullptr) return "decided";
  if (last_step(card, "held") != nullptr) return "held";
  if (is_past(meeting_of(card).date, today)) return "passed";
  const Step* answer = conference_answer(card);
  if (answer != nullptr) return answer->step() == "declined" ? "not_coming" : answer->step();
  if (last_step(card, "moved") != nullptr) return "moved";
  return last_step(card, "opened") != nullptr ? "opened" : "invited";
}

const char* why_no_conference_step(const ThreadCard& card, std::string_view step, Date today) {
  if (is_inviters(step) != card.ours()) return N_("The other side takes this step.");
  const std::string state = conference_state(card, today);
  if (state == "revoked") return step == "revoked" ? N_("There is nothing to take back.") : N_("This conference was taken back. Nothing can be said to it any more.");
  if (state == "cancelled" && step != "revoked") return N_("This conference is cancelled.");
  // The time to read is over, but not the work: decisions may come later.
  const bool tells_result = step == "held" || step == "decisions" || step == "closed";
  if ((state == "over" && (!tells_result || last_step(card, "closed") != nullptr)) || state == "expired") return N_("This conference is over. Nothing can be said to it any more.");
  const bool took_place = last_step(card, "held") != nullptr || last_step(card, "decisions") != nullptr;
  const Meeting meeting = meeting_of(card);
  const bool day_is_over = is_past(meeting.date, today);
  if (is_answer(step) || step == "moved" || step == "cancelled") return took_place || day_is_over ? N_("The day of the conference is over. Nothing can be changed of it any more.") : nullptr;
  if (step == "contribution" || step == "released") return is_past(meeting.until, today) ? N_("The time to read it is over.") : nullptr;
  if (step == "held" || step == "decisions") return to_iso(today) < meeting.date ? N_("The conference lies ahead. Decisions are sent after it.") : nullptr;
  if (step == "reported") return last_step(card, "decisions") == nullptr ? N_("No decisions were sent.") : nullptr;
  if (step == "closed") return took_place ? nullptr : N_("It is still going on. Cancel it, or take back what was released.");
  return step == "revoked" ? nullptr : N_("There is no such step.");
}

std::vector<std::string> conference_steps(const ThreadCard& card, Date today) {
  std::vector<std::string> out;
  for (const char* step : {"comes", "declined", "other_day", "contribution", "reported", "released", "decisions", "revoked", "closed"}) {
    if (why_no_conference_step(card, step, today) == nullptr) out.emplace_back(step);
  }
  return out;
}

bool conference_waits(const ThreadCard& card, Date today) {
  const std::string state = conference_state(card, today);
  if (card.ours()) return state == "other_day" || state == "passed";
  return state == "invited" || state == "opened" || state == "moved" || (state == "decided" && decisions_open(card) > 0);
}

void note_lent(ThreadCard& card, const exchange::Message& message, bool ours, std::uint32_t seq) {
  if (card.ours()) return;
  bool decided = false;
  if (message.kind == exchange::kConferenceStep) {
    const auto step = schema::parse_as<ConferenceStep>(message.content);
    if (!step) return;
    decided = step->step() == "decisions" || step->step() == "reported";
    // Notes of the program say nothing, and why it ended may be read afterwards; everything else may tell of the person.
    constexpr std::array<std::string_view, 7> kStays = {"received", "opened", "destroyed", "expired", "revoked", "cancelled", "closed"};
    if (std::find(kStays.begin(), kStays.end(), step->step()) != kStays.end()) return;
  } else if (ours) {
    return;
  }
  auto* lent = card.mutable_conference()->add_lent();
  lent->set_seq(seq);
  lent->set_decided(decided);
}

bool holds_lent(const ThreadCard& card) { return !card.ours() && card.conference().lent_size() > 0; }

std::string first_end(const ThreadCard& card) {
  std::string out;
  for (const auto& one : card.conference().lent()) {
    const std::string end = one.decided() ? decisions_until(card) : meeting_of(card).until;
    if (!end.empty() && (out.empty() || end < out)) out = end;
  }
  return out;
}

std::vector<std::uint32_t> take_over(ThreadCard& card, Date today) {
  std::vector<std::uint32_t> out;
  const bool all = is_ended(card);
  const bool released_over = is_past(meeting_of(card).until, today);
  const bool decided_over = is_past(decisions_until(card), today);
  auto* lent = card.mutable_conference()->mutable_lent();
  for (int i = 0; i < lent->size();) {
    if (!all && !(lent->Get(i).decided() ? decided_over : released_over)) {
      ++i;
      continue;
    }
    out.push_back(lent->Get(i).seq());
    lent->DeleteSubrange(i, 1);
  }
  return out;
}

std::string when_text(const Catalogue& words, const Meeting& meeting) {
  std::string out = web::date_label(words, meeting.date);
  if (!meeting.hour.empty()) out += " · " + meeting.hour;
  if (!meeting.how.empty()) out += " · " + web::label(words, "conference_how", meeting.how);
  return out;
}

}  // namespace arasha::referral
