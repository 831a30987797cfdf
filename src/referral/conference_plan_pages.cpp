// Planning a conference about a case: when, how, what about, whom to invite; moving it, cancelling it, and its page.
#include <algorithm>
#include <set>

#include "casework/cases.h"
#include "casework/consent/panels.h"
#include "referral/conference_room.h"
#include "schema/vocabulary.h"

namespace arasha::referral {
namespace {

using casework::Cases;

// --- The form

Html partner_choice(const Catalogue& words, const vault::Directory& state, const schema::FormData& typed, const web::FieldErrors& errors) {
  web::ChoiceField field{.name = "partners", .label = std::string(words.text(N_("Whom to invite"))), .hint = std::string(words.text(N_("Nothing goes out yet. For each of them you choose next what is released to it."))), .choices = {}, .kind = web::ChoiceKind::checkboxes};
  for (const vault::Partner* partner : partners_of(state)) field.choices.push_back({partner->id.text(), partner->name});
  for (const std::string_view one : typed.all("partners")) field.chosen.emplace_back(one);
  return web::choice_field(words, field, errors);
}

Html told_choice(const Catalogue& words, const schema::FormData& typed, const web::FieldErrors& errors) {
  web::ChoiceField field{.name = "told", .label = std::string(words.text(N_("Who sees whom"))), .choices = {{"yes", std::string(words.text(N_("Participants learn who else is invited"))), std::string(words.text(N_("They never learn what was released to another one.")))}}, .kind = web::ChoiceKind::checkboxes, .optional = true};
  if (typed.get("told") == "yes") field.chosen.emplace_back("yes");
  return web::choice_field(words, field, errors);
}

struct PlanForm {
  std::string title;
  std::string action;
  std::string back;
  const schema::FormData& typed;
  const web::FieldErrors& errors;
  bool invited = false;  // what participants have read is not changed under their eyes
  Html notice = {};
  int status = 200;
};

bool is_fixed(std::string_view field) { return field == "question" || field == "agenda"; }

web::Response plan_page(const Room& room, const Visit& visit, const PlanForm& form) {
  const Catalogue& words = visit.words;
  const auto state = room.vault.directory();
  web::Page page = visit.page(form.title);
  page.back = form.back;
  const EntryForm entry{ConferencePlan::descriptor(), form.typed, form.errors};
  page.main = form_head(words, entry, page);
  page.main.add(form.notice);
  if (partners_of(*state).empty()) {
    page.main.add(web::empty_state(words.text(N_("There are no partners yet")), words.text(N_("Two stewards compare the keys of a partner first.")), web::button_link("/partners", words.text(N_("Partners and their keys")))));
    return web::Response::page(web::layout(page), form.status);
  }
  Html fields = casework::once_field(form.typed);
  fields.add(web::hidden("seen", form.typed.get("seen")));
  for (const schema::FormField& field : schema::form_fields(*ConferencePlan::descriptor())) {
    if (!form.invited || !is_fixed(field.name)) fields.add(web::form_field(words, field, field.name, form.typed, form.errors));
  }
  fields.add(partner_choice(words, *state, form.typed, form.errors));
  if (!form.invited) fields.add(told_choice(words, form.typed, form.errors));
  if (form.invited) fields.add(web::hint(words.text(N_("The question and the agenda stay as the participants have read them."))));
  fields.add(web::actions(web::button(words.text(N_("Save"))), web::link(form.back, words.text(N_("Cancel")))));
  page.main.add(web::draft_form(form.action, visit.csrf, fields));
  return web::Response::page(web::layout(page), form.status);
}

void check_plan(const Room& room, const schema::FormData& typed, ConferencePlan& plan, web::FieldErrors& errors) {
  const Date day = today(room);
  const auto date = date_from_iso(plan.date());
  if (date && *date < day) errors.push_back({"date", Error(ErrorCode::invalid_input, N_("This day is over. Choose today or a later one."))});
  if (plan.how() == "office" && plan.place().empty()) errors.push_back({"place", Error(ErrorCode::invalid_input, N_("Write in which public office you meet."))});
  const auto state = room.vault.directory();
  std::set<std::string> chosen;
  for (const std::string_view text : typed.all("partners")) {
    const auto id = OrganizationId::from_text(text);
    const vault::Partner* partner = id ? state->partner(*id) : nullptr;
    if (partner == nullptr || !partner->keys) errors.push_back({"partners", Error(ErrorCode::invalid_input, N_("One of these partners cannot be invited any more. Choose again."))});
    else chosen.insert(id->text());
  }
  for (const std::string& one : chosen) plan.add_partners(one);
  if (chosen.empty() && errors.empty()) errors.push_back({"partners", Error(ErrorCode::invalid_input, N_("Choose at least one partner."))});
  if (typed.get("told") == "yes") plan.set_told("yes");
}

web::Response new_plan(const Room& room, const Visit& visit) {
  const auto view = case_in(room, visit);
  if (!view) return web::error_page(visit, view.error());
  return plan_page(room, visit, {std::string(visit.words.text(N_("Invite partners to a conference"))), visit.request.path, "/case/" + view->file.text(), casework::draft_of(room.desk, visit), {}});
}

web::Response make_plan(const Room& room, const Visit& visit) {
  const auto view = case_in(room, visit);
  if (!view) return web::error_page(visit, view.error());
  const schema::FormData& typed = visit.request.form;
  ConferencePlan plan;
  web::FieldErrors errors = schema::parse_form(typed, plan);
  check_plan(room, typed, plan, errors);
  if (!errors.empty()) return plan_page(room, visit, {.title = std::string(visit.words.text(N_("Invite partners to a conference"))), .action = visit.request.path, .back = "/case/" + view->file.text(), .typed = typed, .errors = errors, .status = 400});
  const auto added = Cases(room.vault).add(visit.keyring, view->file, plan, casework::once_of<EntryId>(visit));
  if (!added) return web::error_page(visit, added.error());
  static_cast<void>(room.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(conference_address(view->file, added->text()), N_("Saved. Now choose for each participant what is released to it; then it is invited."));
}

// --- Telling participants of another day, or of the end

std::string moved_access(const ThreadCard& card, const std::string& to) {
  const Meeting told = meeting_of(card);
  const auto date = date_from_iso(to);
  const auto before = date_from_iso(told.date);
  const auto until = date_from_iso(told.until);
  if (!date || !before || !until) return to;
  // As long after the conference as before; never shorter than was said.
  const auto gap = std::clamp((std::chrono::sys_days(*until) - std::chrono::sys_days(*before)).count(), std::int64_t{0}, std::int64_t{kLongestAccess});
  return std::max(told.until, to_iso(Date(std::chrono::sys_days(*date) + std::chrono::days(gap))));
}

ConferenceStep news_for(const Conference& conference, const Participant& one, const std::string& why) {
  ConferenceStep step;
  step.set_note(why);
  if (!conference.plan.cancelled().empty()) {
    step.set_step("cancelled");
    return step;
  }
  step.set_step("moved");
  step.set_date(conference.plan.date());
  step.set_time(conference.plan.time());
  step.set_how(conference.plan.how());
  step.set_place(conference.plan.place());
  step.set_access_until(moved_access(one.card, conference.plan.date()));
  return step;
}

// Whoever was told otherwise. What goes wrong with one does not keep the others from being told; the page says who is left.
bool tell(const Room& room, const Visit& visit, const Conference& conference, const std::string& why) {
  const Date day = today(room);
  bool all = true;
  for (const Participant& one : conference.participants) {
    if (!is_untold(conference, one, day)) continue;
    const bool cancelled = !conference.plan.cancelled().empty();
    const auto lost = cancelled ? Result<const char*>(nullptr) : consent_lost(room, visit, conference, one);
    const auto thread = exchange::ThreadId::from_text(one.card.thread());
    if (!lost || *lost != nullptr || !thread) {
      all = false;
      continue;
    }
    const auto sent = send(room.vault, visit.keyring, *thread, {{one.partner, exchange::kConferenceStep, schema::serialise(news_for(conference, one, why))}}, {},
                           [&](const ThreadCard& card) -> const char* {
                             Participant now = one;
                             now.card = card;
                             return is_untold(conference, now, day) ? nullptr : N_("It was told already.");
                           });
    all = all && (sent || sent.error().code == ErrorCode::conflict);
  }
  if (room.nudge) room.nudge();
  return all;
}

web::Response told(const Room& room, const Visit& visit, const char* saved) {
  const auto now = open_conference(room, visit);
  if (!now) return web::error_page(visit, now.error());
  const bool all = tell(room, visit, *now, "");
  return web::Response::redirect(conference_address(*now), all ? saved : N_("Saved. Not everybody could be told: look at each participant."));
}

schema::FormData typed_of(const Conference& conference) {
  schema::FormData out = schema::to_form(conference.plan);
  for (const std::string& one : conference.plan.partners()) out.add("partners", one);
  if (conference.plan.told() == "yes") out.add("told", "yes");
  out.add("seen", conference.item->latest().id.text());
  return out;
}

const char* why_no_change(const Room& room, const Conference& conference) {
  if (!conference.plan.cancelled().empty()) return N_("This conference is cancelled.");
  return conference.plan.date() < to_iso(today(room)) ? N_("The day of the conference is over. Nothing can be changed of it any more.") : nullptr;
}

web::Response change_page(const Room& room, const Visit& visit, const Conference& conference, const schema::FormData& typed, const web::FieldErrors& errors, const Html& notice, int status) {
  return plan_page(room, visit, {std::string(visit.words.text(N_("Change the conference"))), visit.request.path, conference_address(conference), typed, errors, !conference.participants.empty(), notice, status});
}

web::Response show_change(const Room& room, const Visit& visit) {
  const auto conference = open_conference(room, visit);
  if (!conference) return web::error_page(visit, conference.error());
  if (const char* why = why_no_change(room, *conference)) return web::error_page(visit, Error(ErrorCode::conflict, why));
  schema::FormData typed = casework::draft_of(room.desk, visit);
  if (typed.fields().empty()) typed = typed_of(*conference);
  return change_page(room, visit, *conference, typed, {}, {}, 200);
}

web::Response change(const Room& room, const Visit& visit) {
  const auto conference = open_conference(room, visit);
  if (!conference) return web::error_page(visit, conference.error());
  if (const char* why = why_no_change(room, *conference)) return web::error_page(visit, Error(ErrorCode::conflict, why));
  schema::FormData typed = visit.request.form;
  const bool invited = !conference->participants.empty();
  if (invited) {
    // What stays is not in the form.
    typed.add("question", conference->plan.question());
    for (const std::string& point : conference->plan.agenda()) typed.add("agenda", point);
    if (conference->plan.told() == "yes") typed.add("told", "yes");
  }
  ConferencePlan plan;
  web::FieldErrors errors = schema::parse_form(typed, plan);
  check_plan(room, typed, plan, errors);
  for (const Participant& one : conference->participants) {
    const bool stays = std::find(plan.partners().begin(), plan.partners().end(), one.partner.text()) != plan.partners().end();
    if (!stays && !is_ended(one.card, today(room))) errors.push_back({"partners", Error(ErrorCode::invalid_input, N_("A partner that is invited already stays. To part with it, take back what was released to it."))});
  }
  if (!errors.empty()) return change_page(room, visit, *conference, visit.request.form, errors, {}, 400);
  const auto seen = EntryId::from_text(visit.request.form.get("seen"));
  const auto corrected = seen ? Cases(room.vault).correct(visit.keyring, conference->view.file, *seen, plan) : Result<EntryId>(Error(ErrorCode::not_found, "There is no such page."));
  if (!corrected && corrected.error().code == ErrorCode::conflict) {
    // The form holds what was typed, and saves over the newer one.
    schema::FormData again;
    for (const auto& [name, value] : visit.request.form.fields()) again.add(name, name == "seen" ? conference->item->latest().id.text() : value);
    return change_page(room, visit, *conference, again, {}, casework::conflict_notice(room.desk, visit, *conference->item, plan, corrected.error()), 409);
  }
  if (!corrected) return web::error_page(visit, corrected.error());
  static_cast<void>(room.vault.drop_draft(visit.keyring, visit.request.path));
  return told(room, visit, N_("Saved, and the participants are told."));
}

web::Response tell_again(const Room& room, const Visit& visit) { return told(room, visit, N_("The participants are told.")); }

web::Response ask_cancel(const Room& room, const Visit& visit) {
  const auto conference = open_conference(room, visit);
  if (!conference) return web::error_page(visit, conference.error());
  if (const char* why = why_no_change(room, *conference)) return web::error_page(visit, Error(ErrorCode::conflict, why));
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Cancel the conference"))));
  page.back = conference_address(*conference);
  page.main = web::confirm(words, {.question = std::string(words.text(N_("Cancel the conference?"))), .explanation = std::string(words.text(N_("Everybody who was invited is told, and what was released is destroyed there. What people have read, they know."))),
                                   .action = page.back + "/cancel", .csrf = visit.csrf, .yes = std::string(words.text(N_("Cancel the conference"))), .back = page.back});
  return web::Response::page(web::layout(page));
}

web::Response cancel(const Room& room, const Visit& visit) {
  const auto conference = open_conference(room, visit);
  if (!conference) return web::error_page(visit, conference.error());
  if (conference->plan.cancelled().empty()) {
    if (const char* why = why_no_change(room, *conference)) return web::error_page(visit, Error(ErrorCode::conflict, why));
    ConferencePlan plan = conference->plan;
    plan.set_cancelled(to_iso(today(room)));
    const auto corrected = Cases(room.vault).correct(visit.keyring, conference->view.file, conference->item->latest().id, plan);
    if (!corrected) return web::error_page(visit, corrected.error());
  }
  return told(room, visit, N_("Cancelled, and the participants are told."));
}

// --- Its page

Html participant_actions(const Visit& visit, const Conference& conference, const Participant* one, const std::string& partner, Date day) {
  const Catalogue& words = visit.words;
  const std::string here = conference_address(conference);
  const bool goes_on = conference.plan.cancelled().empty() && conference.plan.date() >= to_iso(day);
  if (one == nullptr || is_ended(one->card, day)) {
    Html out;
    if (goes_on) out.add(web::link(here + "/invite/" + partner, words.text(one == nullptr ? N_("Choose what is released, and invite") : N_("Invite again"))));
    if (one == nullptr) return out;
    if (!out.is_empty()) out.add(" · ");
    out.add(web::link(thread_address(one->file), words.text(N_("The conversation"))));
    if (why_no_conference_step(one->card, "decisions", day) == nullptr) out.add(" · "), out.add(web::link(here + "/decisions/" + partner, words.text(N_("Send decisions"))));
    return out;
  }
  Html out = web::link(thread_address(one->file), words.text(N_("The conversation")));
  if (why_no_conference_step(one->card, "released", day) == nullptr) out.add(" · "), out.add(web::link(here + "/invite/" + partner, words.text(N_("Release more"))));
  if (why_no_conference_step(one->card, "decisions", day) == nullptr) out.add(" · "), out.add(web::link(here + "/decisions/" + partner, words.text(N_("Send decisions"))));
  out.add(" · ");
  out.add(web::link(thread_address(one->file) + "/conference/revoked", words.text(N_("Take it back"))));
  return out;
}

Html openers(const Catalogue& words, const ThreadCard& card) {
  std::string names;
  for (const auto& step : card.conference().steps()) {
    if (step.step() == "opened") names += (names.empty() ? "" : ", ") + step.author();
  }
  return names.empty() ? Html() : casework::quiet(words.text(N_("Opened by: {1}"), {names}));
}

Html participant_html(const Room& room, const Visit& visit, const Conference& conference, const std::string& partner) {
  const Catalogue& words = visit.words;
  const Date day = today(room);
  const auto id = OrganizationId::from_text(partner);
  const auto state = room.vault.directory();
  const vault::Partner* known = id ? state->partner(*id) : nullptr;
  const Participant* one = id ? participant_of(conference, *id) : nullptr;
  const std::string name = known != nullptr ? known->name : one != nullptr ? one->name : partner.substr(0, 8);
  Html inside = el("div", {}, el("strong", {}, name), " ", state_tag(words, one == nullptr ? "planned" : conference_state(one->card, day)));
  if (one != nullptr) {
    if (one->card.unread() > 0) inside.add(web::tag(web::Meaning::fresh, words.text(N_("New"))));
    inside.add(openers(words, one->card));
    const auto lost = consent_lost(room, visit, conference, *one);
    if (!lost || *lost != nullptr) {
      inside.add(web::warning(words, words.text(N_("The person's consent does not cover what was released to this participant any more. Take it back."))));
      inside.add(web::actions(web::button_link(thread_address(one->file) + "/conference/revoked", words.text(N_("Take it back")), web::ButtonKind::warning)));
    }
    if (is_untold(conference, *one, day)) inside.add(casework::quiet(words.text(N_("Not told of the change yet."))));
  } else if (known == nullptr || !known->keys) {
    inside.add(casework::quiet(words.text(N_("The keys of this partner do not count now. Two stewards compare them first."))));
  }
  if (known != nullptr && known->keys) inside.add(el("div", {}, participant_actions(visit, conference, one, partner, day)));
  return el("li", {{"class", "arasha-item"}}, inside);
}

Html plan_actions(const Room& room, const Visit& visit, const Conference& conference) {
  const Catalogue& words = visit.words;
  const std::string here = conference_address(conference);
  const Date day = today(room);
  Html out;
  const bool untold = std::any_of(conference.participants.begin(), conference.participants.end(), [&](const Participant& one) { return is_untold(conference, one, day); });
  if (untold) out.add(step_form_button(here + "/tell", visit.csrf, words.text(N_("Tell the participants")), false));
  if (why_no_change(room, conference) == nullptr) {
    out.add(web::button_link(here + "/change", words.text(N_("Another day, other participants")), web::ButtonKind::secondary));
    out.add(web::link(here + "/cancel", words.text(N_("Cancel the conference"))));
  }
  if (conference.plan.cancelled().empty() && conference.plan.date() <= to_iso(day)) out.add(web::button_link(here + "/record", words.text(N_("Write down what was decided"))));
  return out.is_empty() ? Html() : web::actions(out);
}

web::Response show_plan(const Room& room, const Visit& visit) {
  const Html said = collect_now(room, visit);
  const auto conference = open_conference(room, visit);
  if (!conference) return web::error_page(visit, conference.error());
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Conference with other organisations"))));
  page.back = "/case/" + conference->view.file.text();
  page.main = web::heading(conference->view.card.alias(), page.title);
  page.main.add(said);
  page.main.add(casework::withheld_panel(visit, conference->view, today(room)));
  if (!conference->plan.cancelled().empty()) page.main.add(web::inset(Html::text(words.text(N_("Cancelled on {1}"), {casework::date_label(words, conference->plan.cancelled())}))));
  page.main.add(casework::values_of(words, conference->plan));
  page.main.add(plan_actions(room, visit, *conference));
  page.main.add(web::subheading(words.text(N_("Participants"))));
  Html items;
  for (const std::string& partner : conference->plan.partners()) items.add(participant_html(room, visit, *conference, partner));
  page.main.add(el("ul", {{"class", "arasha-items"}}, items));
  page.main.add(web::details(words.text(N_("A participant without this program")),
                             web::paragraph(words.text(N_("Send what it needs as a page that is read one time, and write down afterwards who came. ")), web::link(refer_address(conference->view.file) + "/outside", words.text(N_("Send a locked page or file"))))));
  return web::Response::page(web::layout(page));
}

}  // namespace

void add_conference_plan_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/case/{file}/conference/new", new_plan);
  on_post(site, room, "/case/{file}/conference/new", make_plan);
  on_get(site, room, "/case/{file}/conference/{entry}/change", show_change);
  on_post(site, room, "/case/{file}/conference/{entry}/change", change);
  on_post(site, room, "/case/{file}/conference/{entry}/tell", tell_again);
  on_get(site, room, "/case/{file}/conference/{entry}/cancel", ask_cancel);
  on_post(site, room, "/case/{file}/conference/{entry}/cancel", cancel);
  on_get(site, room, "/case/{file}/conference/{entry}", show_plan);
}

}  // namespace arasha::referral
