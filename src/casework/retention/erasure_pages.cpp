// The two steps of an erasure; and the lifting of a hold.
#include <algorithm>

#include "casework/program_fields.h"
#include "casework/retention/erasure.h"
#include "casework/retention/pages.h"
#include "casework/services/norms.h"

namespace arasha::casework {
namespace {

std::string address_of(FileId file) { return "/case/" + file.text() + "/erasure"; }

Html bullets(const std::vector<std::string>& lines) {
  Html items;
  for (const std::string& line : lines) items.add(el("li", {}, line));
  return el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items);
}

const char* why_the_person_stays(PersonStays why) {
  switch (why) {
    case PersonStays::other_case: return N_("The person's file stays, for another case of the person needs it.");
    case PersonStays::joined: return N_("The person's file stays, for it is joined to another file. Part the two first if it is to go as well.");
    case PersonStays::not_openable: return N_("The person's file stays, for you may not open it. If it is to go as well, let a colleague confirm who may.");
    case PersonStays::unseen_cases: return N_("The person's file stays: there are cases that you may not open, and one of them may need it. If it is to go as well, let a colleague confirm who may open every case.");
    case PersonStays::none: return N_("The case names no file of a person.");
    case PersonStays::goes: break;
  }
  return "";
}

std::string entries_of(const Catalogue& words, const vault::OpenedFile& opened, bool facts_stay) {
  const auto count = std::count_if(opened.entries.begin(), opened.entries.end(), [&](const auto& entry) { return !facts_stay || entry.header.compartment != FACTS; });
  return words.plural("{1} entry", "{1} entries", count);
}

Html what_goes(const Catalogue& words, const ErasureView& view, bool facts_stay) {
  std::vector<std::string> goes;
  goes.push_back(words.text(N_("The case {1}: {2}, with all earlier versions, also those that you may not read (law, the shift)"), {view.card.alias(), entries_of(words, view.opened, facts_stay)}));
  if (view.person_goes()) goes.push_back(words.text(N_("The person's file: {1}, with health and family"), {entries_of(words, *view.person_opened, false)}));
  goes.push_back(std::string(words.text(N_("The keys to all of it, the summaries in lists and search, tasks, dates and drafts of everybody"))));
  std::vector<std::string> stays;
  stays.push_back(std::string(words.text(N_("That there was a case, as a number without a name: who wrote how often and when, and who read it. It proves that nothing else was taken out"))));
  stays.push_back(std::string(words.text(N_("A certificate of this erasure, without anything that points to the person"))));
  if (facts_stay) stays.push_back(std::string(words.text(N_("The facts for counting: codes and bands, no name, no date, no text"))));
  if (!view.person_goes()) stays.emplace_back(words.text(why_the_person_stays(view.person_stays)));
  stays.push_back(std::string(words.text(N_("What was printed, exported or sent before. Destroy that yourselves"))));
  Html out = web::subheading(words.text(N_("This is destroyed")));
  out.add(bullets(goes));
  out.add(web::subheading(words.text(N_("This stays"))));
  out.add(bullets(stays));
  out.add(web::warning(words, words.text(N_("It cannot be undone by anybody. Backups that were made before still hold the case until they are deleted: ask whoever looks after the server to make a new backup now, and to delete the older ones when their time is over."))));
  return out;
}

Html obstacles_html(const Catalogue& words, const std::vector<Obstacle>& obstacles, const RetentionStanding& standing) {
  std::vector<std::string> lines;
  for (const Obstacle one : obstacles) {
    std::string line(words.text(sentence_of(one)));
    if (one == Obstacle::not_yet && standing.clock.may) line += " " + words.text(N_("It is kept at least until {1}."), {words.date(*standing.clock.may)});
    lines.push_back(std::move(line));
  }
  return bullets(lines);
}

web::Page page_for(const Visit& visit, const ErasureView& view, const char* title) {
  web::Page page = visit.page(std::string(visit.words.text(title)));
  page.back = "/case/" + view.file.text();
  return page;
}

Html fields_of(const Catalogue& words, const google::protobuf::Descriptor& descriptor, const schema::FormData& typed, const web::FieldErrors& errors) {
  Html out = once_field(typed);
  for (const schema::FormField& field : schema::form_fields(descriptor)) out.add(web::form_field(words, field, field.name, typed, errors));
  return out;
}

// --- First: the proposal

web::Response proposal_form(const Desk& desk, const Visit& visit, const ErasureView& view, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  web::Page page = page_for(visit, view, N_("Erase the case for ever"));
  page.wrong = !errors.empty();
  web::Labels labels;
  add_labels(labels, words, *ErasureProposed::descriptor());
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(view.card.alias(), page.title));
  if (view.proposal.state == ProposalState::outdated) {
    page.main.add(web::inset(Html::text(words.text(N_("An erasure was proposed before, and something was written into the case since. It counts no more: propose it anew if it is still right.")))));
  }
  if (view.proposal.state == ProposalState::stopped) {
    const Version& version = view.proposal.stopped->latest();
    page.main.add(web::inset(el("div", {}, el("p", {{"class", "govuk-body"}}, words.text(N_("{1}, {2}: the erasure that was proposed was not carried out."), {member_name(*desk.vault.directory(), version.author), words.moment(version.time)})),
                                el("p", {{"class", "govuk-body arasha-kept"}}, view.proposal.stopped->as<ErasureStopped>()->reason()))));
  }
  const auto stops = obstacles_for(view.standing, "ordered");
  if (!stops.empty()) {
    page.main.add(web::paragraph(words.text(N_("The case cannot be erased now:"))));
    page.main.add(obstacles_html(words, view.standing.obstacles, view.standing));
    return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
  }
  if (!view.standing.obstacles.empty()) {
    page.main.add(web::paragraph(words.text(N_("Only an order of a court or of the data protection authority can be a ground now:"))));
    page.main.add(obstacles_html(words, view.standing.obstacles, view.standing));
  }
  page.main.add(what_goes(words, view, typed.get("facts") != "erased"));
  page.main.add(web::paragraph(words.text(N_("You propose it. Nothing happens until a colleague who may open the case has looked at it and confirmed it."))));
  Html fields = fields_of(words, *ErasureProposed::descriptor(), typed, errors);
  fields.add(web::actions(web::button(words.text(N_("Propose the erasure"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(kept_form(address_of(view.file), visit.csrf, fields));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

// --- Second: the confirmation

web::Response confirmation(const Desk& desk, const Visit& visit, const ErasureView& view, const schema::FormData& typed, const web::FieldErrors& errors, const Html& notice, int status) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  const Version& latest = view.proposal.item->latest();
  const bool own = latest.author == visit.keyring.member();
  web::Page page = page_for(visit, view, own ? N_("An erasure waits for a second person") : N_("Confirm the erasure"));
  page.wrong = !errors.empty();
  web::Labels labels;
  add_labels(labels, words, *ErasureStopped::descriptor());
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(view.card.alias(), page.title));
  page.main.add(notice);
  page.main.add(web::paragraph(words.text(N_("Proposed by {1}, {2}."), {member_name(*state, latest.author), words.moment(latest.time)})));
  page.main.add(values_of(words, *view.proposal.proposal));
  page.main.add(web::paragraph(web::link(page.back, words.text(N_("Look at the case once more")))));
  const auto obstacles = obstacles_for(view.standing, view.proposal.proposal->ground());
  if (!obstacles.empty()) {
    page.main.add(web::paragraph(words.text(N_("The case cannot be erased now:"))));
    page.main.add(obstacles_html(words, obstacles, view.standing));
  } else {
    page.main.add(what_goes(words, view, view.proposal.proposal->facts() != "erased"));
  }
  if (own) page.main.add(web::inset(Html::text(words.text(N_("You proposed it. A colleague who may open the case must confirm it.")))));
  if (!own && obstacles.empty()) {
    page.main.add(web::post_form(address_of(view.file) + "/confirm", visit.csrf, web::hidden("seen", latest.id.text()),
                                 web::actions(el("button", {{"class", "govuk-button govuk-button--warning"}, {"type", "submit"}}, words.text(N_("Erase for ever"))), web::link(page.back, words.text(N_("Cancel"))))));
  }
  page.main.add(web::subheading(words.text(N_("It is not to be erased")), "stop"));
  Html fields = fields_of(words, *ErasureStopped::descriptor(), typed, errors);
  fields.add(web::hidden("seen", latest.id.text()));
  fields.add(web::actions(el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("Do not erase it")))));
  page.main.add(kept_form(address_of(view.file) + "/stop", visit.csrf, fields));
  return web::Response::page(web::layout(page), status);
}

Result<ErasureView> open(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file) return Error(ErrorCode::not_found, "There is no such page.");
  return look_at_erasure(desk, visit.keyring, *file);
}

web::Response present(const Desk& desk, const Visit& visit, const ErasureView& view) {
  if (view.proposal.state == ProposalState::waiting) return confirmation(desk, visit, view, {}, {}, {}, 200);
  schema::FormData typed = draft_of(desk, visit);
  if (typed.fields().empty()) typed.add("facts", "kept");
  return proposal_form(desk, visit, view, typed, {});
}

web::Response show(const Desk& desk, const Visit& visit) {
  const auto view = open(desk, visit);
  return view ? present(desk, visit, *view) : web::error_page(visit, view.error());
}

web::Response propose(const Desk& desk, const Visit& visit) {
  const auto view = open(desk, visit);
  if (!view) return web::error_page(visit, view.error());
  ErasureProposed proposal;
  const schema::FormData& typed = visit.request.form;
  web::FieldErrors errors = schema::parse_form(typed, proposal);
  const auto once = once_of<EntryId>(visit);
  if (errors.empty() && view->proposal.item != nullptr && view->proposal.item->latest().id == once) return web::Response::redirect(address_of(view->file), N_("Saved."));
  if (view->proposal.state == ProposalState::waiting) {
    return confirmation(desk, visit, *view, {}, {}, web::warning(visit.words, visit.words.text(N_("An erasure waits for a second person already."))), 409);
  }
  if (!errors.empty()) return proposal_form(desk, visit, *view, typed, errors);
  const auto proposed = propose_erasure(desk, visit.keyring, view->file, proposal, once);
  if (!proposed && proposed.error().code == ErrorCode::invalid_input) return proposal_form(desk, visit, *view, typed, {{"ground", proposed.error()}});
  if (!proposed) return web::error_page(visit, proposed.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(address_of(view->file), N_("Proposed. Now a colleague must confirm it."));
}

web::Response confirm(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const auto seen = EntryId::from_text(visit.request.form.get("seen"));
  if (!file || !seen) return no_page(visit);
  const auto done = confirm_erasure(desk, visit.keyring, *file, *seen);
  if (done) return web::Response::redirect("/erased/" + file->text(), N_("The case is erased."));
  const auto view = open(desk, visit);
  if (!view || (done.error().code != ErrorCode::conflict && done.error().code != ErrorCode::invalid_input && done.error().code != ErrorCode::denied)) {
    return web::error_page(visit, done.error());
  }
  const Html notice = web::warning(visit.words, visit.words.error(done.error()));
  const int status = done.error().code == ErrorCode::conflict ? 409 : 400;
  if (view->proposal.state == ProposalState::waiting) return confirmation(desk, visit, *view, {}, {}, notice, status);
  return web::error_page(visit, done.error());
}

web::Response stop(const Desk& desk, const Visit& visit) {
  const auto view = open(desk, visit);
  if (!view) return web::error_page(visit, view.error());
  const schema::FormData& typed = visit.request.form;
  ErasureStopped stopped;
  web::FieldErrors errors = schema::parse_form(typed, stopped);
  const auto once = once_of<EntryId>(visit);
  stopped.set_proposal(std::string(typed.get("seen")));
  const std::string back = "/case/" + view->file.text();
  if (errors.empty() && view->story.has(once, stopped)) return web::Response::redirect(back, N_("Saved."));
  if (view->proposal.state != ProposalState::waiting) return web::Response::redirect(back, N_("No erasure waits here any more."));
  if (errors.empty()) check_retention(view->story, stopped, to_iso(today(desk)), errors);
  if (!errors.empty()) return confirmation(desk, visit, *view, typed, errors, {}, 400);
  const auto added = Cases(desk.vault).add(visit.keyring, view->file, stopped, once);
  if (!added) return web::error_page(visit, added.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(back, N_("The case is not erased."));
}

// --- A hold is lifted

struct Lifting {
  FileId file;
  Story story;
  Hold hold;
  EntryId id;
};
Result<Lifting> open_hold(const Desk& desk, const Visit& visit) {
  const Error none(ErrorCode::not_found, "There is no such page.");
  const auto file = file_of(visit);
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  if (!file || !entry || !desk.vault.may_open(visit.keyring, *file, ASSISTANCE)) return none;
  Lifting out;
  out.file = *file;
  out.id = *entry;
  TRY(story, Cases(desk.vault).read(visit.keyring, *file));
  out.story = std::move(story);
  const Item* item = out.story.find(*entry);
  for (const Hold& one : holds_of(out.story)) {
    if (one.item == item) out.hold = one;
  }
  if (out.hold.item == nullptr) return none;
  return out;
}

web::Response lifting_page(const Desk& desk, const Visit& visit, const Lifting& lifting, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const Version& latest = lifting.hold.item->latest();
  web::Page page = visit.page(std::string(words.text(N_("Lift the hold"))));
  page.back = "/case/" + lifting.file.text();
  page.wrong = !errors.empty();
  web::Labels labels;
  add_labels(labels, words, *LegalHoldLifted::descriptor());
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(page.title));
  page.main.add(el("p", {{"class", "arasha-quiet"}}, member_name(*desk.vault.directory(), latest.author), ", ", words.moment(latest.time)));
  page.main.add(values_of(words, *lifting.hold.hold));
  Html fields = fields_of(words, *LegalHoldLifted::descriptor(), typed, errors);
  fields.add(web::actions(web::button(words.text(N_("Lift the hold"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(kept_form(visit.request.path, visit.csrf, fields));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

web::Response lift_form(const Desk& desk, const Visit& visit) {
  const auto lifting = open_hold(desk, visit);
  if (!lifting) return web::error_page(visit, lifting.error());
  schema::FormData typed = draft_of(desk, visit);
  put_today(typed, "date", today(desk));
  return lifting_page(desk, visit, *lifting, typed, {});
}

web::Response lift(const Desk& desk, const Visit& visit) {
  const auto lifting = open_hold(desk, visit);
  if (!lifting) return web::error_page(visit, lifting.error());
  LegalHoldLifted lifted;
  web::FieldErrors errors = schema::parse_form(visit.request.form, lifted);
  lifted.set_hold(lifting->hold.item->latest().id.text());
  const auto once = once_of<EntryId>(visit);
  const std::string back = "/case/" + lifting->file.text();
  if (errors.empty() && lifting->story.find(once) != nullptr) return web::Response::redirect(back, N_("Saved."));
  if (errors.empty()) check_retention(lifting->story, lifted, to_iso(today(desk)), errors);
  if (!errors.empty()) return lifting_page(desk, visit, *lifting, visit.request.form, errors);
  const auto added = Cases(desk.vault).add(visit.keyring, lifting->file, lifted, once);
  if (!added) return web::error_page(visit, added.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(back, N_("The hold is lifted."));
}

}  // namespace

void add_retention_list(web::Site& site, const Desk& desk);     // list_page.cpp
void add_certificate_pages(web::Site& site, const Desk& desk);  // certificate_pages.cpp
void add_period_pages(web::Site& site, const Desk& desk);       // settings.cpp

void add_retention_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/case/{file}/erasure", show);
  on_post(site, desk, "/case/{file}/erasure", propose);
  on_post(site, desk, "/case/{file}/erasure/confirm", confirm);
  on_post(site, desk, "/case/{file}/erasure/stop", stop);
  // Where a change of language, or a session that ended, comes back to.
  on_get(site, desk, "/case/{file}/erasure/stop", show);
  on_get(site, desk, "/case/{file}/erasure/confirm", show);
  on_get(site, desk, "/case/{file}/hold/{entry}", lift_form);
  on_post(site, desk, "/case/{file}/hold/{entry}", lift);
  add_retention_list(site, desk);
  add_certificate_pages(site, desk);
  add_period_pages(site, desk);
}

}  // namespace arasha::casework
