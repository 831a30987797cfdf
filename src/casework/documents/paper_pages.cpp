// Papers that we keep for a person: taking one, handing it over, and the second member who has seen the signatures on paper.
#include <algorithm>

#include "casework/documents/panel.h"
#include "casework/program_fields.h"
#include "casework/rules.h"
#include "casework/timeline.h"

namespace arasha::casework {
namespace {

using Names = std::vector<std::string_view>;

const Names kTaking = {"what", "number", "condition", "place", "received_on", "received_from", "received_way", "giver_signature", "worker_signature", "note"};
const Names kHanding = {"returned_on", "returned_how", "returned_to", "returned_way", "receiver_signature", "handing_signature"};
const Names kPlace = {"place", "note"};

// One of the forms about a paper: some of its fields.
struct PaperForm {
  const char* title;
  const Names& names;
  std::string action;
  std::string back;
  std::string about = {};  // which paper
};

bool is_of(const Names& names, std::string_view posted) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return posted == name || (posted.starts_with(name) && (posted.substr(name.size()) == "-day" || posted.substr(name.size()) == "-month" || posted.substr(name.size()) == "-year"));
  });
}

web::Response form_page(const Visit& visit, const PaperForm& form, const schema::FormData& typed, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(form.title)));
  page.back = form.back;
  page.wrong = !errors.empty();
  web::Labels labels;
  add_labels(labels, words, *PaperKept::descriptor());
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(form.about, page.title));
  Html fields = once_field(typed);
  for (const std::string_view name : form.names) fields.add(web::form_field(words, field_named(*PaperKept::descriptor(), name), std::string(name), typed, errors));
  fields.add(web::actions(web::button(words.text(N_("Save"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::post_form(form.action, visit.csrf, fields));
  return web::Response::page(web::layout(page), status);
}

PaperForm taking(FileId file) {
  return {N_("Take a paper to keep"), kTaking, "/case/" + file.text() + "/papers/add", "/case/" + file.text()};
}

web::Response take_form(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file || !desk.vault.may_open(visit.keyring, *file, ASSISTANCE)) return no_page(visit);
  schema::FormData typed = draft_of(desk, visit);
  put_today(typed, "received_on", today(desk));
  return form_page(visit, taking(*file), typed, {}, 200);
}

web::Response take(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file || !desk.vault.may_open(visit.keyring, *file, ASSISTANCE)) return no_page(visit);
  PaperKept paper;
  schema::FormData posted;
  for (const auto& [name, value] : visit.request.form.fields()) {
    if (is_of(kTaking, name)) posted.add(name, value);
  }
  web::FieldErrors errors = schema::parse_form(posted, paper);
  paper.set_received_by(visit.keyring.member().text());
  const auto once = once_of<EntryId>(visit);
  const auto story = Cases(desk.vault).read(visit.keyring, *file);
  if (!story) return web::error_page(visit, story.error());
  if (story->last<CaseOpened>() == nullptr) return no_page(visit);
  const bool is_again = story->has(once, paper);
  if (errors.empty() && !is_again) errors = check(*story, paper, today(desk), EntryId(), visit.keyring.member());
  if (!errors.empty()) return form_page(visit, taking(*file), visit.request.form, errors, 400);
  const auto added = Cases(desk.vault).add(visit.keyring, *file, paper, once);
  if (!added) return web::error_page(visit, added.error());
  return web::Response::redirect("/case/" + file->text(), N_("Saved."));
}

struct Found {
  FileId file;
  Story story;
  const Item* item = nullptr;
  const PaperKept* paper = nullptr;
  std::string address() const { return "/file/" + file.text() + "/paper/" + item->latest().id.text(); }
};
Result<Found> find(const Desk& desk, const Visit& visit) {
  const Error missing(ErrorCode::not_found, "There is no such page.");
  const auto file = file_of(visit);
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  if (!file || !entry) return missing;
  Found out;
  out.file = *file;
  TRY(story, Cases(desk.vault).read(visit.keyring, *file));
  out.story = std::move(story);
  out.item = out.story.find(*entry);
  out.paper = out.item == nullptr ? nullptr : out.item->as<PaperKept>();
  if (out.paper == nullptr) return missing;
  return out;
}

std::string name_of(const Catalogue& words, const PaperKept& paper) {
  return label(words, "kept_paper_kind", paper.what()) + (paper.number().empty() ? "" : ", " + paper.number());
}

PaperForm handing(const Catalogue& words, const Found& found) {
  return {N_("Hand the paper over"), kHanding, found.address() + "/return", found.address(), name_of(words, *found.paper)};
}
PaperForm moving(const Catalogue& words, const Found& found) {
  return {N_("Where the paper is kept"), kPlace, found.address() + "/place", found.address(), name_of(words, *found.paper)};
}

// Both sign on one page: two pictures beside their names.
Html signatures(const Catalogue& words, const PaperKept& paper, std::initializer_list<std::string_view> names) {
  Html out;
  for (const std::string_view name : names) {
    const schema::FormField field = field_named(*PaperKept::descriptor(), name);
    const std::string title(words.text(field.label.c_str()));
    const Html picture = web::signature_picture(paper.GetReflection()->GetString(paper, field.descriptor), title);
    if (!picture.is_empty()) out.add(el("figure", {{"class", "arasha-signature__figure"}}, picture, el("figcaption", {}, title)));
  }
  return out.is_empty() ? Html() : el("div", {{"class", "arasha-signatures"}}, out);
}

web::Response show(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto found = find(desk, visit);
  if (!found) return web::error_page(visit, found.error());
  const PaperKept& paper = *found->paper;
  const auto state = desk.vault.directory();
  web::Page page = visit.page(name_of(words, paper));
  page.back = "/case/" + found->file.text();
  page.main = web::heading(words.text(N_("Paper that we keep")), page.title);
  page.main.add(el("p", {{"class", "arasha-tags"}}, paper_tag(words, paper)));
  web::SummaryList came;
  came.add(words.text(N_("Condition")), paper.condition());
  came.add(words.text(N_("Where it is kept")), paper.returned_on().empty() ? paper.place() : std::string());
  came.add(words.text(N_("Received on")), date_label(words, paper.received_on()));
  came.add(words.text(N_("Received from")), paper.received_from());
  came.add(words.text(N_("Received by")), member_name(*state, paper.received_by()));
  came.add(words.text(N_("How both signed")), label(words, "signing_way", paper.received_way()));
  came.add(words.text(N_("Signatures on paper seen by")), member_name(*state, paper.received_confirmed_by()));
  if (!paper.note().empty()) came.add(words.text(N_("Note")), el("span", {{"class", "arasha-kept"}}, paper.note()));
  page.main.add(came.html());
  page.main.add(signatures(words, paper, {"giver_signature", "worker_signature"}));
  if (!paper.returned_on().empty()) {
    page.main.add(web::subheading(words.text(N_("Handed over"))));
    web::SummaryList went;
    went.add(words.text(N_("Handed over on")), date_label(words, paper.returned_on()));
    went.add(words.text(N_("To whom it went")), label(words, "paper_return", paper.returned_how()));
    went.add(words.text(N_("Name of the one who receives")), paper.returned_to());
    went.add(words.text(N_("Handed over by")), member_name(*state, paper.returned_by()));
    went.add(words.text(N_("How both signed")), label(words, "signing_way", paper.returned_way()));
    went.add(words.text(N_("Signatures on paper seen by")), member_name(*state, paper.returned_confirmed_by()));
    page.main.add(went.html());
    page.main.add(signatures(words, paper, {"receiver_signature", "handing_signature"}));
  }
  if (may_confirm(paper, visit.keyring.member())) {
    page.main.add(web::post_form(found->address() + "/confirm", visit.csrf, web::paragraph(words.text(N_("Both signed on paper. Look at the sheet: are both signatures there, and is it this paper?"))),
                                 web::button(words.text(N_("I have seen both signatures")))));
  }
  Html links;
  if (paper.returned_on().empty()) {
    links.add(web::button_link(found->address() + "/return", words.text(N_("Hand the paper over"))));
    links.add(web::link(found->address() + "/place", words.text(N_("It is kept elsewhere now"))));
  }
  links.add(web::link("/file/" + found->file.text() + "/erase/" + found->item->latest().id.text() + "?case=" + found->file.text(), words.text(N_("Erase"))));
  page.main.add(web::actions(links));
  page.main.add(history_of(visit, *state, *found->item, false));
  return web::Response::page(web::layout(page));
}

// The next version of a paper: as it stands, with the posted fields of the form in their places.
web::FieldErrors next_version(const Visit& visit, const Found& found, const PaperForm& form, PaperKept& out) {
  schema::FormData merged;
  const schema::FormData standing = schema::to_form(*found.paper);
  for (const auto& [name, value] : standing.fields()) {
    if (!is_of(form.names, name)) merged.add(name, value);
  }
  for (const auto& [name, value] : visit.request.form.fields()) {
    if (is_of(form.names, name)) merged.add(name, value);
  }
  web::FieldErrors errors = schema::parse_form(merged, out);
  keep_references(*found.paper, out);
  return errors;
}

web::Response write(const Desk& desk, const Visit& visit, const Found& found, const PaperKept& next) {
  const auto written = Cases(desk.vault).correct(visit.keyring, found.file, found.item->latest().id, next);
  if (!written) return web::error_page(visit, written.error());
  return web::Response::redirect("/file/" + found.file.text() + "/paper/" + written->text(), N_("Saved."));
}

web::Response save(const Desk& desk, const Visit& visit, PaperForm (*which)(const Catalogue&, const Found&)) {
  const auto found = find(desk, visit);
  if (!found) return web::error_page(visit, found.error());
  const PaperForm form = which(visit.words, *found);
  if (!found->paper->returned_on().empty()) return web::Response::redirect(found->address(), N_("This paper was handed over already."));
  PaperKept next;
  web::FieldErrors errors = next_version(visit, *found, form, next);
  if (&form.names == &kHanding) {
    next.set_returned_by(visit.keyring.member().text());
    if (next.returned_on().empty() && errors.empty()) errors.push_back({"returned_on", Error(ErrorCode::invalid_input, "Say when the paper was handed over.")});
  }
  if (errors.empty()) errors = check(found->story, next, today(desk), found->item->latest().id, visit.keyring.member());
  if (!errors.empty()) return form_page(visit, form, visit.request.form, errors, 400);
  return write(desk, visit, *found, next);
}

web::Response hand_form(const Desk& desk, const Visit& visit) {
  const auto found = find(desk, visit);
  if (!found) return web::error_page(visit, found.error());
  if (!found->paper->returned_on().empty()) return web::Response::redirect(found->address());
  schema::FormData typed = draft_of(desk, visit);
  put_today(typed, "returned_on", today(desk));
  return form_page(visit, handing(visit.words, *found), typed, {}, 200);
}
web::Response hand(const Desk& desk, const Visit& visit) { return save(desk, visit, handing); }

web::Response place_form(const Desk& desk, const Visit& visit) {
  const auto found = find(desk, visit);
  if (!found) return web::error_page(visit, found.error());
  return form_page(visit, moving(visit.words, *found), schema::to_form(*found->paper), {}, 200);
}
web::Response place(const Desk& desk, const Visit& visit) { return save(desk, visit, moving); }

web::Response confirm(const Desk& desk, const Visit& visit) {
  const auto found = find(desk, visit);
  if (!found) return web::error_page(visit, found.error());
  if (!may_confirm(*found->paper, visit.keyring.member())) {
    return web::error_page(visit, Error(ErrorCode::denied, "You wrote this down yourself. Ask a colleague to look at the paper with both signatures."));
  }
  PaperKept next = *found->paper;
  if (next.returned_on().empty()) next.set_received_confirmed_by(visit.keyring.member().text());
  else next.set_returned_confirmed_by(visit.keyring.member().text());
  return write(desk, visit, *found, next);
}

}  // namespace

void add_paper_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/case/{file}/papers/add", take_form);
  on_post(site, desk, "/case/{file}/papers/add", take);
  site.get("/file/{file}/add/PaperKept", [](const Visit& visit) {
    const auto file = file_of(visit);
    return file ? web::Response::redirect("/case/" + file->text() + "/papers/add") : no_page(visit);
  });
  site.post("/file/{file}/add/PaperKept", [](const Visit& visit) { return no_page(visit); });
  on_get(site, desk, "/file/{file}/paper/{entry}", show);
  on_get(site, desk, "/file/{file}/paper/{entry}/return", hand_form);
  on_post(site, desk, "/file/{file}/paper/{entry}/return", hand);
  on_get(site, desk, "/file/{file}/paper/{entry}/place", place_form);
  on_post(site, desk, "/file/{file}/paper/{entry}/place", place);
  on_post(site, desk, "/file/{file}/paper/{entry}/confirm", confirm);
}

}  // namespace arasha::casework
