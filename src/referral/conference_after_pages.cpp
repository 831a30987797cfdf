// After a conference: it is written down in the case, with who came and what each heard, and each participant gets the decisions
// that concern it.
#include <algorithm>

#include "arasha/returning.pb.h"
#include "casework/consent/giving.h"
#include "casework/consent/pages.h"
#include "casework/consent/words.h"
#include "referral/conference_room.h"

namespace arasha::referral {
namespace {

// --- Writing it down

// The people of this participant that were named in the answer that counts. Recorded as a reading of the conversation.
std::vector<std::string> names_of(const Room& room, const Visit& visit, const Participant& one) {
  const ConferenceMark::Step* answer = conference_answer(one.card);
  std::vector<std::string> out;
  const auto thread = answer == nullptr ? Result<Thread>(Error(ErrorCode::not_found, "There is no such page.")) : open_thread(room.vault, visit.keyring, one.file);
  if (!thread) return out;
  for (const Line& line : thread->lines) {
    if (!line.message || line.message->id.text() != answer->id()) continue;
    const auto step = schema::parse_as<ConferenceStep>(line.message->content);
    if (step) out.assign(step->who().begin(), step->who().end());
  }
  return out;
}

bool came(const Participant& one) {
  const ConferenceMark::Step* answer = conference_answer(one.card);
  return answer != nullptr && answer->step() == "comes" && last_step(one.card, "revoked") == nullptr;
}

// What every one of them was given: in front of all, no more than that was to be talked about.
std::vector<std::string> given_to_all(const std::vector<const Participant*>& guests) {
  std::vector<std::string> out = guests.empty() ? std::vector<std::string>() : guests.front()->groups;
  for (const Participant* one : guests) {
    std::erase_if(out, [&](const std::string& group) { return std::find(one->groups.begin(), one->groups.end(), group) == one->groups.end(); });
  }
  return out;
}

CaseConference written_of(const Room& room, const Visit& visit, const Conference& conference) {
  CaseConference out;
  out.set_date(conference.plan.date());
  out.add_members(visit.member);
  out.set_agenda(conference.plan.question());
  for (const std::string& point : conference.plan.agenda()) out.set_agenda(out.agenda() + "\n" + point);
  std::vector<const Participant*> guests;
  for (const Participant& one : conference.participants) {
    if (!came(one)) continue;
    guests.push_back(&one);
    auto names = names_of(room, visit, one);
    if (names.empty()) names.emplace_back();
    for (const std::string& name : names) {
      if (out.guests_size() >= 12) break;
      auto* guest = out.add_guests();
      guest->set_organisation(one.name);
      guest->set_name(name);
    }
  }
  if (!guests.empty()) out.set_purpose(guests.front()->purpose);
  for (const std::string& group : given_to_all(guests)) out.add_groups(group);
  return out;
}

web::Response record_page(const Room& room, const Visit& visit) {
  const auto conference = open_conference(room, visit);
  if (!conference) return web::error_page(visit, conference.error());
  const Catalogue& words = visit.words;
  if (to_iso(today(room)) < conference->plan.date()) return web::error_page(visit, Error(ErrorCode::conflict, N_("The conference lies ahead. Write it down after it.")));
  const CaseConference written = written_of(room, visit, *conference);
  web::Page page = visit.page(std::string(words.text(N_("Write down what was decided"))));
  page.back = conference_address(*conference);
  page.main = web::heading(conference->view.card.alias(), page.title);
  page.main.add(web::paragraph(words.text(N_("The form begins with who said that they come. Correct it to who came."))));
  web::SummaryList list;
  for (const Participant& one : conference->participants) {
    if (!one.groups.empty()) list.add(one.name, words.text(came(one) ? N_("Said to come. Saw: {1}") : N_("Did not say to come. Saw: {1}"), {casework::group_names(words, one.groups)}));
  }
  page.main.add(list.html());
  page.main.add(web::hint(words.text(N_("What was released for the conference is recorded already and is not recorded again."))));
  const std::string file = conference->view.file.text();
  Html fields;
  const schema::FormData begun = schema::to_form(written);
  for (const auto& [name, value] : begun.fields()) fields.add(web::hidden(name, value));
  // The form of the entry, with this in it; nothing is saved before she has looked at it.
  fields.add(web::actions(el("button", {{"class", "govuk-button"}, {"type", "submit"}, {"name", web::kMoreRows}, {"value", "decisions"}}, words.text(N_("Go on to the form"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::post_form("/file/" + file + "/add/CaseConference?case=" + file, visit.csrf, fields));
  return web::Response::page(web::layout(page));
}

// --- Decisions

// What was written down of that day; of several, the last.
const CaseConference* written_down(const Conference& conference) {
  const CaseConference* out = nullptr;
  for (const casework::Item* item : conference.view.story.all<CaseConference>()) {
    const auto* one = item->as<CaseConference>();
    if (one->date() == conference.plan.date()) out = one;
  }
  return out;
}

struct Sending {
  Conference conference;
  const Participant* to = nullptr;
  const CaseConference* written = nullptr;
};
Result<Sending> open_sending(const Room& room, const Visit& visit) {
  Sending out;
  TRY(conference, open_conference(room, visit));
  out.conference = std::move(conference);
  const auto id = OrganizationId::from_text(visit.parameters.at("partner"));
  out.to = id ? participant_of(out.conference, *id) : nullptr;
  if (out.to == nullptr) return Error(ErrorCode::not_found, "There is no such page.");
  if (const char* why = why_no_conference_step(out.to->card, "decisions", today(room))) return Error(ErrorCode::conflict, why);
  out.written = written_down(out.conference);
  return out;
}

web::Response decisions_page(const Visit& visit, const Sending& sending, const schema::FormData& typed, const web::FieldErrors& errors, const Html& notice, int status) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(words.text(N_("Send decisions to: {1}"), {sending.to->name}));
  page.back = conference_address(sending.conference);
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, {{"decisions", std::string(words.text(N_("Decisions that concern this participant")))}, {"access_until", std::string(words.text(N_("To be read until")))}});
  page.main.add(web::heading(sending.conference.view.card.alias(), page.title));
  page.main.add(notice);
  if (sending.written == nullptr) {
    page.main.add(web::inset(Html::text(words.text(N_("Nothing is written down of this conference yet.")))));
    page.main.add(web::button_link(page.back + "/record", words.text(N_("Write down what was decided"))));
    return web::Response::page(web::layout(page), status);
  }
  web::ChoiceField boxes{.name = "decisions", .label = std::string(words.text(N_("Decisions that concern this participant"))), .hint = std::string(words.text(N_("They go as they stand. None chosen: it is told only that the conference took place."))), .choices = {}, .kind = web::ChoiceKind::checkboxes, .optional = true};
  for (const auto& one : sending.written->decisions()) {
    std::string about = one.who();
    if (!one.by().empty()) about += (about.empty() ? "" : ", ") + casework::date_label(words, one.by());
    boxes.choices.push_back({one.number(), one.what(), about});
  }
  for (const std::string_view one : typed.all("decisions")) boxes.chosen.emplace_back(one);
  Html fields = casework::once_field(typed);
  fields.add(web::choice_field(words, boxes, errors));
  fields.add(web::date_field(words, "access_until", words.text(N_("To be read until")), words.text(N_("After this day they are destroyed there.")), typed, errors));
  fields.add(web::actions(web::button(words.text(N_("Send"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::draft_form(visit.request.path, visit.csrf, fields));
  return web::Response::page(web::layout(page), status);
}

web::Response show_decisions(const Room& room, const Visit& visit) {
  const auto sending = open_sending(room, visit);
  if (!sending) return web::error_page(visit, sending.error());
  schema::FormData typed = casework::draft_of(room.desk, visit);
  casework::put_today(typed, "access_until", Date(std::chrono::sys_days(today(room)) + std::chrono::days(30)));
  return decisions_page(visit, *sending, typed, {}, {}, 200);
}

ConferenceStep chosen_decisions(const Room& room, const Sending& sending, const schema::FormData& typed, web::FieldErrors& errors) {
  ConferenceStep out;
  for (const auto& one : sending.written->decisions()) {
    const auto all = typed.all("decisions");
    if (one.number().empty() || std::find(all.begin(), all.end(), one.number()) == all.end()) continue;
    auto* decision = out.add_decisions();
    decision->set_number(one.number());
    decision->set_what(one.what());
    decision->set_by(one.by());
  }
  if (out.decisions().empty()) {
    out.set_step("held");
    return out;
  }
  out.set_step("decisions");
  out.set_access_until(day_in(typed, "access_until", errors));
  const auto until = date_from_iso(out.access_until());
  const Date day = today(room);
  if (until && *until < day) errors.push_back({"access_until", Error(ErrorCode::invalid_input, N_("This day is over. Choose today or a later one."))});
  if (until && std::chrono::sys_days(*until) > std::chrono::sys_days(day) + std::chrono::days(2 * kLongestAccess)) errors.push_back({"access_until", Error(ErrorCode::invalid_input, N_("At most six months. What is needed for longer goes by a referral."))});
  return out;
}

// The decisions say something of the person: the check of every outflow, and the record before they leave.
Result<web::FieldErrors> record_decisions(const Room& room, const Visit& visit, const Sending& sending, EntryId once, Html& ways_out) {
  const casework::Story& story = sending.conference.view.story;
  const Date day = today(room);
  TRY(age, casework::age_of_person(room.vault, visit.keyring, story, day));
  const auto decision = casework::decide(story, {sending.to->purpose, sending.to->name, {"services"}}, age, day);
  if (!decision.permitted()) {
    ways_out = casework::ways_out(visit, sending.conference.view.file, decision);
    return web::FieldErrors{{"decisions", Error(ErrorCode::denied, casework::sentence_of(decision.refusal))}};
  }
  Shared shared;
  shared.set_date(to_iso(day));
  shared.set_purpose(sending.to->purpose);
  shared.set_recipient(sending.to->name);
  shared.add_groups("services");
  shared.set_how("electronic");
  shared.set_details(std::string(visit.words.text(N_("Decisions of a conference."))));
  TRY_VOID(casework::record_given(room.vault, visit.keyring, sending.conference.view.file, story, shared, once));
  return web::FieldErrors();
}

web::Response send_decisions(const Room& room, const Visit& visit) {
  const auto sending = open_sending(room, visit);
  if (!sending) return web::error_page(visit, sending.error());
  const schema::FormData& typed = visit.request.form;
  if (sending->written == nullptr) return decisions_page(visit, *sending, typed, {}, {}, 409);
  const EntryId once = casework::once_of<EntryId>(visit);
  if (!once.is_nil() && sending->conference.view.story.find(once) != nullptr && last_step(sending->to->card, "decisions") != nullptr) return web::Response::redirect(thread_address(sending->to->file), N_("It was sent before."));
  web::FieldErrors errors;
  const ConferenceStep step = chosen_decisions(room, *sending, typed, errors);
  Html ways_out;
  if (errors.empty() && step.step() == "decisions") {
    auto refused = record_decisions(room, visit, *sending, once, ways_out);
    if (!refused) return web::error_page(visit, refused.error());
    errors = std::move(*refused);
  }
  if (!errors.empty()) return decisions_page(visit, *sending, typed, errors, ways_out, 400);
  const auto thread = exchange::ThreadId::from_text(sending->to->card.thread());
  if (!thread) return web::error_page(visit, thread.error());
  const auto until = date_from_iso(step.access_until());
  const Time expires = until ? Time(std::chrono::sys_days(*until).time_since_epoch()) + std::chrono::days(1) : Time();
  const auto sent = send(room.vault, visit.keyring, *thread, {{sending->to->partner, exchange::kConferenceStep, schema::serialise(step), expires}}, {}, [day = today(room)](const ThreadCard& card) { return why_no_conference_step(card, "decisions", day); });
  if (!sent) return web::error_page(visit, sent.error());
  return after_sending(room, visit, sending->to->file, *sent);
}

}  // namespace

void add_conference_after_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/case/{file}/conference/{entry}/record", record_page);
  on_get(site, room, "/case/{file}/conference/{entry}/decisions/{partner}", show_decisions);
  on_post(site, room, "/case/{file}/conference/{entry}/decisions/{partner}", send_decisions);
}

}  // namespace arasha::referral
