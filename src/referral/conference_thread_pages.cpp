// One conversation about a conference, at the inviter's and at the participant's: what was released, until when; answers,
// contributions, decisions and what became of them.
#include <algorithm>
#include <array>

#include "referral/conference_room.h"
#include "schema/vocabulary.h"

namespace arasha::referral {
namespace {

// The contents that are still here, oldest first.
struct Told {
  std::optional<ConferenceInvitation> invitation;
  struct Said {
    ConferenceStep step;
    const Line* line = nullptr;
  };
  std::vector<Said> steps;
};
Told told_in(const Thread& thread) {
  Told out;
  for (const Line& line : thread.lines) {
    if (!line.message) continue;
    if (line.message->kind == exchange::kConference) {
      auto invitation = schema::parse_as<ConferenceInvitation>(line.message->content);
      if (invitation && !out.invitation) out.invitation = std::move(*invitation);
    } else if (line.message->kind == exchange::kConferenceStep) {
      auto step = schema::parse_as<ConferenceStep>(line.message->content);
      if (step) out.steps.push_back({std::move(*step), &line});
    }
  }
  return out;
}

std::string partner_name(const ThreadCard& card) {
  const PartnerMark* them = other_side(card);
  return them == nullptr ? std::string() : them->name();
}
OrganizationId partner_id(const ThreadCard& card) {
  const PartnerMark* them = other_side(card);
  const auto id = them == nullptr ? Result<OrganizationId>(OrganizationId()) : OrganizationId::from_text(them->partner());
  return id ? *id : OrganizationId();
}
std::string step_address(const Thread& thread, const std::string& step) { return thread_address(thread.file) + "/conference/" + step; }

// --- Parts of the page

Html released_part(const Catalogue& words, const Thread& thread, const Told& told) {
  Html fields;
  if (told.invitation) fields.add(released_html(words, told.invitation->packet()));
  for (const Told::Said& one : told.steps) {
    if (one.step.step() == "released") fields.add(released_html(words, one.step.packet()));
  }
  if (!told.invitation && fields.is_empty()) return {};
  Html inside;
  if (told.invitation) inside.add(invitation_html(words, *told.invitation, meeting_of(thread.card)));
  inside.add(fields.is_empty() ? web::hint(words.text(N_("No field of the case goes along."))) : fields);
  const std::string title = thread.card.ours() ? words.text(N_("What {1} sees"), {partner_name(thread.card)}) : words.text(N_("What was released to you, to be read until {1}"), {casework::date_label(words, meeting_of(thread.card).until)});
  return casework::section(title, "released", inside);
}

Html decisions_part(const Catalogue& words, const Thread& thread, const Told& told, Date day) {
  const ConferenceStep* last = nullptr;
  for (const Told::Said& one : told.steps) {
    if (one.step.step() == "decisions") last = &one.step;
  }
  if (last == nullptr) return {};
  Html items;
  for (const auto& one : last->decisions()) {
    Html line = el("div", {}, one.what(), " ");
    const std::string report = report_on(thread.card, one.number());
    if (!report.empty()) line.add(web::tag(report == "done" ? web::Meaning::good : web::Meaning::danger, casework::label(words, "conference_result", report)));
    else if (!one.by().empty() && one.by() < to_iso(day)) line.add(web::tag(web::Meaning::danger, words.text(N_("Late"))));
    if (!one.by().empty()) line.add(casework::quiet(words.text(N_("By {1}"), {casework::date_label(words, one.by())})));
    if (!thread.card.ours() && why_no_conference_step(thread.card, "reported", day) == nullptr) {
      line.add(el("div", {}, web::link(step_address(thread, "reported") + "?number=" + one.number(), words.text(N_("Report on it")), one.what())));
    }
    items.add(el("li", {{"class", "arasha-item"}}, line));
  }
  Html inside = el("ul", {{"class", "arasha-items"}}, items);
  inside.add(web::hint(words.text(N_("To be read until {1}"), {casework::date_label(words, decisions_until(thread.card))})));
  return casework::section(words.text(N_("Decisions")), "decisions", inside);
}

Html said_html(const Catalogue& words, const ConferenceStep& step) {
  Html out;
  std::string names;
  for (const std::string& one : step.who()) names += (names.empty() ? "" : "; ") + one;
  if (!names.empty()) out.add(el("div", {}, names));
  if (!step.date().empty()) out.add(el("div", {}, when_text(words, {step.date(), step.time(), step.how(), step.place(), {}})));
  if (!step.text().empty()) out.add(el("div", {{"class", "arasha-kept"}}, step.text()));
  if (!step.result().empty()) out.add(el("div", {}, words.text(N_("Decision {1}: {2}"), {step.number(), casework::label(words, "conference_result", step.result())})));
  if (!step.note().empty()) out.add(el("div", {{"class", "arasha-kept"}}, step.note()));
  return out;
}

// Who did what, the newest first; with what was said as long as it is here.
Html steps_part(const Catalogue& words, const Thread& thread, const Told& told) {
  Html items;
  const auto& steps = thread.card.conference().steps();
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    Html inside = el("p", {{"class", "govuk-body govuk-!-font-weight-bold govuk-!-margin-bottom-1"}}, casework::label(words, "conference_step", step->step()));
    const Line* line = nullptr;
    for (const Told::Said& one : told.steps) {
      if (one.line->message->id.text() != step->id()) continue;
      inside.add(said_html(words, one.step));
      line = one.line;
    }
    const std::string who = (step->ours() ? std::string(words.text(N_("we"))) : partner_name(thread.card)) + (step->author().empty() ? "" : ", " + step->author());
    inside.add(casework::quiet(who + " · " + words.moment(from_milliseconds(step->time()))));
    const bool kept = line != nullptr || std::any_of(thread.lines.begin(), thread.lines.end(), [&](const Line& one) { return one.message && one.message->id.text() == step->id(); });
    if (step->ours() && kept) inside.add(el("p", {{"class", "govuk-body-s"}}, web::link(thread_address(thread.file) + "/carry/" + step->id(), words.text(N_("Download as a file to carry by hand")))));
    items.add(el("li", {{"class", step->ours() ? "arasha-item" : "arasha-item arasha-item--in"}}, inside));
  }
  if (items.is_empty()) return {};
  Html out = web::subheading(words.text(N_("The conversation")));
  out.add(el("ul", {{"class", "arasha-items"}}, items));
  return out;
}

const char* button_text(std::string_view step) {
  if (step == "comes") return N_("We come");
  if (step == "declined") return N_("We do not come");
  if (step == "other_day") return N_("Ask for another day");
  if (step == "contribution") return N_("Write a contribution");
  if (step == "revoked") return N_("Take it back");
  return N_("Close");
}

Html actions_part(const Catalogue& words, const Thread& thread, Date day) {
  Html out;
  const std::string plan = thread.card.case_file().empty() ? std::string() : "/case/" + thread.card.case_file() + "/conference/" + thread.card.conference().conference();
  for (const std::string& step : conference_steps(thread.card, day)) {
    if (step == "reported") continue;
    const bool more = step == "released";
    if (more || step == "decisions") {
      const std::string end = (more ? "/invite/" : "/decisions/") + partner_id(thread.card).text();
      if (!plan.empty()) out.add(web::button_link(plan + end, words.text(more ? N_("Release more") : N_("Send decisions")), web::ButtonKind::secondary));
      continue;
    }
    const web::ButtonKind kind = step == "comes" ? web::ButtonKind::primary : step == "revoked" ? web::ButtonKind::warning : web::ButtonKind::secondary;
    out.add(web::button_link(step_address(thread, step), words.text(button_text(step)), kind));
  }
  if (!plan.empty()) out.add(web::link(plan, words.text(N_("The conference and its participants"))));
  return out.is_empty() ? Html() : web::actions(out);
}

// At the inviter's: the person may think otherwise meanwhile. Where the case is closed to this member, whoever works in it sees it.
Html consent_part(const Room& room, const Visit& visit, const Thread& thread) {
  const auto file = FileId::from_text(thread.card.case_file());
  const auto entry = EntryId::from_text(thread.card.conference().conference());
  if (!thread.card.ours() || !file || !entry || is_ended(thread.card, today(room)) || !room.vault.may_open(visit.keyring, *file, ASSISTANCE)) return {};
  auto view = casework::open_case_view(room.desk, visit, *file);
  if (!view || !view->reads_case()) return {};
  const auto conference = conference_of(room, visit, std::move(*view), *entry);
  const Participant* one = conference ? participant_of(*conference, partner_id(thread.card)) : nullptr;
  if (one == nullptr) return {};
  const auto lost = consent_lost(room, visit, *conference, *one);
  if (!lost || *lost == nullptr) return {};
  return web::warning(visit.words, visit.words.text(N_("The person's consent does not cover what was released to this participant any more. Take it back.")));
}

// The same once more, because the button was pressed twice.
bool was_said(const Thread& thread, const Bytes& content) {
  const Line* last = nullptr;
  for (const Line& line : thread.lines) {
    const auto step = line.ours && line.message && line.message->kind == exchange::kConferenceStep ? schema::parse_as<ConferenceStep>(line.message->content) : Result<ConferenceStep>(Error(ErrorCode::not_found, "There is no such page."));
    if (step && step->step() != "received" && step->step() != "opened") last = &line;
  }
  return last != nullptr && last->message->content == content;
}

// Why there is nothing to see any more.
Html end_part(const Catalogue& words, const Thread& thread, const Told& told, Date day) {
  const std::string state = conference_state(thread.card, day);
  if (thread.card.ours() || told.invitation) return {};
  if (state == "revoked") return web::inset(Html::text(words.text(N_("The inviter has taken it back. What was released is destroyed here."))));
  if (state == "cancelled") return web::inset(Html::text(words.text(N_("The conference is cancelled. What was released is destroyed here."))));
  if (state == "expired") return web::inset(Html::text(words.text(N_("The invitation came too late. Nothing of it was kept here."))));
  if (last_step(thread.card, "invited") == nullptr) return web::inset(Html::text(words.text(N_("The invitation itself has not come yet."))));
  return web::inset(Html::text(words.text(N_("The time to read it is over. What was released is destroyed here."))));
}

// --- Steps of people

std::vector<const char*> fields_of(std::string_view step) {
  if (step == "comes") return {"who", "note"};
  if (step == "other_day") return {"date", "note"};
  if (step == "contribution") return {"text"};
  if (step == "reported") return {"result", "note"};
  return {"note"};
}
bool is_required(std::string_view step, std::string_view field) {
  return (step == "comes" && field == "who") || (step == "other_day" && field == "date") || field == "text" || field == "result";
}
bool is_for_people(std::string_view step) {
  constexpr std::array<std::string_view, 7> kAll = {"comes", "declined", "other_day", "contribution", "reported", "revoked", "closed"};
  return std::find(kAll.begin(), kAll.end(), step) != kAll.end();
}

const char* explanation_of(std::string_view step) {
  if (step == "revoked") return N_("Everything that was released is destroyed at the participant's. What people there have read, they know.");
  if (step == "closed") return N_("What is still kept at the participant's is destroyed there, and nothing more is expected.");
  if (step == "contribution") return N_("Only whoever invited you reads it. Other participants do not.");
  if (step == "comes" || step == "declined" || step == "other_day") return N_("You can answer again until the day of the conference; the last answer counts.");
  return nullptr;
}

web::Response step_page(const Room& room, const Visit& visit, const Thread& thread, const schema::FormData& typed, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  const std::string& step = visit.parameters.at("step");
  web::Page page = visit.page(casework::label(words, "conference_step", step));
  page.back = thread_address(thread.file);
  web::Labels labels;
  casework::add_labels(labels, words, *ConferenceStep::descriptor());
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(partner_name(thread.card), page.title));
  if (const char* why = why_no_conference_step(thread.card, step, today(room))) {
    page.main.add(web::inset(Html::text(words.text(why))));
    page.main.add(web::link(page.back, words.text(N_("Back to the conversation"))));
    return web::Response::page(web::layout(page), status == 200 ? 409 : status);
  }
  if (const char* explanation = explanation_of(step)) page.main.add(web::inset(Html::text(words.text(explanation))));
  Html fields;
  if (step == "reported") fields.add(web::hidden("number", typed.get("number")));
  for (const char* name : fields_of(step)) {
    schema::FormField field = casework::field_named(*ConferenceStep::descriptor(), name);
    field.required = is_required(step, name);
    fields.add(web::form_field(words, field, field.name, typed, errors));
  }
  const bool takes_back = step == "revoked";
  fields.add(web::actions(web::button(words.text(takes_back ? N_("Take it back") : N_("Send"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::draft_form(step_address(thread, step), visit.csrf, fields));
  return web::Response::page(web::layout(page), status);
}

Result<Thread> conference_in(const Room& room, const Visit& visit) {
  const Error none(ErrorCode::not_found, "There is no such page.");
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file || !is_for_people(visit.parameters.at("step"))) return none;
  TRY(thread, open_thread(room.vault, visit.keyring, *file));
  if (!is_conference(thread.card)) return none;
  return thread;
}

web::Response show_step(const Room& room, const Visit& visit) {
  const auto thread = conference_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  schema::FormData typed = casework::draft_of(room.desk, visit);
  const std::string number(visit.request.query.get("number"));
  // What was typed of another decision is not said of this one.
  if (!number.empty() && typed.get("number") != number) typed = schema::FormData();
  if (!number.empty() && !typed.has("number")) typed.add("number", number);
  return step_page(room, visit, *thread, typed, {}, 200);
}

const char* what_is_missing(std::string_view field) {
  if (field == "who") return N_("Write who comes: name and office.");
  if (field == "date") return N_("Write the day.");
  return field == "text" ? N_("Write your contribution.") : N_("Choose one of the answers in the list.");
}

void check_step(const Room& room, const Thread& thread, const schema::FormData& typed, ConferenceStep& step, web::FieldErrors& errors) {
  for (const char* field : fields_of(step.step())) {
    const auto* one = step.GetDescriptor()->FindFieldByName(field);
    const bool empty = one->is_repeated() ? step.GetReflection()->FieldSize(step, one) == 0 : step.GetReflection()->GetString(step, one).empty();
    const bool said = std::any_of(errors.begin(), errors.end(), [&](const schema::FieldError& error) { return error.field == field; });
    if (is_required(step.step(), field) && empty && !said) errors.push_back({field, Error(ErrorCode::invalid_input, what_is_missing(field))});
  }
  if (step.step() == "other_day" && !step.date().empty() && step.date() < to_iso(today(room))) errors.push_back({"date", Error(ErrorCode::invalid_input, N_("This day is over. Choose today or a later one."))});
  if (step.step() != "reported") return;
  const ConferenceMark::Step* sent = last_step(thread.card, "decisions");
  const std::string number(typed.get("number"));
  if (sent == nullptr || number.empty() || number.find(' ') != std::string::npos || sent->number().find(" " + number + " ") == std::string::npos) errors.push_back({"result", Error(ErrorCode::invalid_input, N_("This decision does not stand there any more. Open the conversation again."))});
  step.set_number(number);
}

web::Response take_step(const Room& room, const Visit& visit) {
  const auto thread = conference_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  const std::string& name = visit.parameters.at("step");
  const schema::FormData& typed = visit.request.form;
  schema::FormData whole;
  whole.add("step", name);
  // Nothing but what this step asks for.
  for (const auto& [field, value] : typed.fields()) {
    for (const char* asked : fields_of(name)) {
      if (field == asked || field.starts_with(std::string(asked) + "-")) whole.add(field, value);
    }
  }
  ConferenceStep step;
  web::FieldErrors errors = schema::parse_form(whole, step);
  step.set_step(name);
  check_step(room, *thread, typed, step, errors);
  if (!errors.empty()) return step_page(room, visit, *thread, typed, errors, 400);
  if (was_said(*thread, schema::serialise(step))) return web::Response::redirect(thread_address(thread->file), N_("It was sent before."));
  const auto sent = send(room.vault, visit.keyring, thread->id, {{partner_id(thread->card), exchange::kConferenceStep, schema::serialise(step)}}, {}, [&, day = today(room)](const ThreadCard& card) { return why_no_conference_step(card, name, day); });
  if (!sent) {
    if (sent.error().code != ErrorCode::conflict) return web::error_page(visit, sent.error());
    const auto fresh = conference_in(room, visit);
    return step_page(room, visit, fresh ? *fresh : *thread, typed, {{fields_of(name).front(), sent.error()}}, 409);
  }
  return after_sending(room, visit, thread->file, *sent);
}

}  // namespace

web::Response conference_page(const Room& room, const Visit& visit, Thread thread, const Html& said) {
  const Catalogue& words = visit.words;
  const Date day = today(room);
  // Whoever opens it a day late sees that it ended, and nothing else.
  if (holds_lent(thread.card) && first_end(thread.card) < to_iso(day)) {
    if (const auto destroyed = destroy_packet(room.vault, visit.keyring, thread.id); !destroyed) return web::error_page(visit, destroyed.error());
    auto again = open_thread(room.vault, visit.keyring, thread.file);
    if (!again) return web::error_page(visit, again.error());
    thread = std::move(*again);
  }
  const auto seen = mark_seen(room.vault, visit.keyring, thread);
  if (seen && room.nudge) room.nudge();
  const ThreadCard& card = thread.card;
  const Told told = told_in(thread);
  web::Page page = visit.page(std::string(words.text(card.ours() ? N_("We invite to a conference") : N_("Invited to a conference"))));
  page.back = "/referrals";
  page.main = web::heading(partner_name(card), page.title);
  page.main.add(said);
  page.main.add(el("p", {{"class", "govuk-body"}}, when_text(words, meeting_of(card)), " ", state_tag(words, conference_state(card, day))));
  if (card.refused_there()) page.main.add(web::warning(words, words.text(N_("The partner's program could not act upon a message. Ask the partner by telephone."))));
  page.main.add(consent_part(room, visit, thread));
  page.main.add(end_part(words, thread, told, day));
  page.main.add(actions_part(words, thread, day));
  page.main.add(decisions_part(words, thread, told, day));
  page.main.add(released_part(words, thread, told));
  page.main.add(steps_part(words, thread, told));
  return web::Response::page(web::layout(page));
}

void add_conference_thread_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/referrals/{file}/conference/{step}", show_step);
  on_post(site, room, "/referrals/{file}/conference/{step}", take_step);
}

}  // namespace arasha::referral
