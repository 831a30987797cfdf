// Two deliberate steps of a case: who looks after it, and the facts for counting.
#include <algorithm>

#include "casework/facts_of_case.h"
#include "casework/parts.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

std::string alias_of(const Story& story) {
  const auto* opened = story.last<CaseOpened>();
  return opened != nullptr ? opened->alias() : std::string();
}

web::Response owner_page(const Desk& desk, const Visit& visit, FileId file, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  const auto story = Cases(desk.vault).read(visit.keyring, file);
  if (!story) return web::error_page(visit, story.error());
  if (!desk.vault.may_open(visit.keyring, file, ASSISTANCE) || story->last<CaseOpened>() == nullptr) return no_page(visit);
  web::Page page = visit.page(std::string(words.text(N_("Who looks after the case"))));
  page.back = "/case/" + file.text();
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(alias_of(*story), page.title));
  web::ChoiceField who{"member", std::string(words.text(N_("Colleague"))), {}, {}};
  who.hint = std::string(words.text(N_("Those who may open this case.")));
  const auto* standing = story->last<Assignment>();
  if (standing != nullptr) who.chosen = {standing->member()};
  who.choices = colleagues_of(desk, visit, file);
  page.main.add(web::post_form("/case/" + file.text() + "/owner", visit.csrf, web::choice_field(words, who, errors),
                               web::actions(web::button(words.text(N_("Save"))), web::link(page.back, words.text(N_("Cancel"))))));
  return web::Response::page(web::layout(page), status);
}

web::Response choose_owner(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  return file ? owner_page(desk, visit, *file, {}, 200) : no_page(visit);
}

web::Response save_owner(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file || !desk.vault.may_open(visit.keyring, *file, ASSISTANCE)) return no_page(visit);
  const auto member = MemberId::from_text(visit.request.form.get("member"));
  const auto readers = readers_of(desk.vault, *file, ASSISTANCE);
  if (!readers) return web::error_page(visit, readers.error());
  if (!member || !std::binary_search(readers->members.begin(), readers->members.end(), *member)) {
    return owner_page(desk, visit, *file, {{"member", Error(ErrorCode::invalid_input, "Choose a colleague who may open this case.")}}, 400);
  }
  Assignment assignment;
  assignment.set_member(member->text());
  const auto added = Cases(desk.vault).add(visit.keyring, *file, assignment);
  if (!added) return web::error_page(visit, added.error());
  return web::Response::redirect("/case/" + file->text(), N_("Saved."));
}

// --- Facts

struct Worked {
  Story story;
  Facts derived;
};

// `denied` where this member does not see all that the facts are worked out from: half facts would count wrong.
Result<Worked> work_out(const Desk& desk, const Visit& visit, FileId file) {
  Cases cases(desk.vault);
  TRY(story, cases.read(visit.keyring, file));
  const auto* opened = story.last<CaseOpened>();
  const Error closed(ErrorCode::denied, "The facts are worked out from the case and the person. Ask a colleague who may open both.");
  if (opened == nullptr) return closed;
  if (opened->provenance() != "own") return Error(ErrorCode::not_found, "The facts of this record came with it and are not worked out anew.");
  const auto person = FileId::from_text(opened->person());
  if (!person || !desk.vault.may_open(visit.keyring, *person, IDENTITY) || !may_write(desk, visit, file, FACTS)) return closed;
  TRY(who, cases.read(visit.keyring, *person));
  const auto* identity = who.last<Identity>();
  Worked out;
  out.derived = facts_now(story, identity != nullptr ? *identity : Identity(), today(desk));
  out.story = std::move(story);
  return out;
}

std::string shown_fact(const Catalogue& words, const schema::FormField& field, const std::string& value) {
  if (value == "1") return std::string(words.text(N_("Yes")));
  if (value == "0") return std::string(words.text(N_("No")));
  for (const char* known : {N_("Female"), N_("Male"), N_("Minor"), N_("Adult"), N_("Case Management"), N_("Not specified")}) {
    if (value == known) return std::string(words.text(known));
  }
  if (field.name == "age_broad") return label(words, "age_band", value);
  if (field.name == "citizenship" || field.name == "country_of_exploitation") return words.country(value);
  return value;
}

std::string mark_of(const Facts& facts) { return to_base32(crypto::fingerprint("arasha/facts-seen/v1", {view(facts.SerializeAsString())})); }

web::Response facts_page(const Desk& desk, const Visit& visit, FileId file, const char* attention, int status) {
  const Catalogue& words = visit.words;
  const auto worked = work_out(desk, visit, file);
  if (!worked) return web::error_page(visit, worked.error());
  const Facts* standing = worked->story.last<Facts>();
  const bool current = standing != nullptr && standing->SerializeAsString() == worked->derived.SerializeAsString();
  web::Page page = visit.page(std::string(words.text(N_("Facts for counting"))));
  page.back = "/case/" + file.text();
  page.main = web::heading(alias_of(worked->story), page.title);
  if (attention != nullptr) page.main.add(web::warning(words, words.text(attention)));
  page.main.add(web::paragraph(words.text(N_("These codes and bands are all that the statistics see of this case: no name, no date of birth, no text. Look whether anything could point to the person."))));
  std::vector<web::Column> columns = {{N_("Field")}, {N_("From the case now")}};
  if (standing != nullptr && !current) columns.push_back({N_("Written before")});
  web::Table table(words, page.title, columns, 40);
  const auto* reflection = worked->derived.GetReflection();
  for (const schema::FormField& field : schema::form_fields(*Facts::descriptor())) {
    // The joined columns of the dataset say once more what the others say.
    if (field.name.ends_with("_concatenated") || field.name == "recruiter_relationship") continue;
    const std::string now = reflection->GetString(worked->derived, field.descriptor);
    const std::string before = standing != nullptr ? reflection->GetString(*standing, field.descriptor) : std::string();
    // A "no" of a question with many answers is not worth a line, unless it was a "yes".
    if ((now.empty() || now == "0") && (before.empty() || before == now || current)) continue;
    const bool changed = standing != nullptr && now != before;
    table.row();
    table.cell(words.text(field.label.c_str()));
    table.cell(changed ? el("strong", {}, shown_fact(words, field, now)) : Html::text(shown_fact(words, field, now)));
    if (columns.size() > 2) table.cell(shown_fact(words, field, before));
  }
  page.main.add(std::move(table).html());
  page.main.add(el("p", {{"class", "govuk-hint"}}, words.text(N_("Everything that is not listed is “no” or was not said."))));
  if (current) {
    page.main.add(web::inset(Html::text(words.text(N_("These facts are written. There is nothing to do.")))));
    page.main.add(web::button_link(page.back, words.text(N_("Back to the case")), web::ButtonKind::secondary));
  } else {
    page.main.add(web::post_form("/case/" + file.text() + "/facts", visit.csrf, web::hidden("seen", mark_of(worked->derived)),
                                 web::actions(web::button(words.text(N_("Write these facts"))), web::link(page.back, words.text(N_("Cancel"))))));
  }
  return web::Response::page(web::layout(page), status);
}

web::Response show_facts(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  return file ? facts_page(desk, visit, *file, nullptr, 200) : no_page(visit);
}

// Only what was before the person's eyes is written.
web::Response write_facts(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file) return no_page(visit);
  const auto worked = work_out(desk, visit, *file);
  if (!worked) return web::error_page(visit, worked.error());
  if (visit.request.form.get("seen") != mark_of(worked->derived)) {
    return facts_page(desk, visit, *file, N_("The case has changed since you looked. Look at the facts again."), 409);
  }
  Cases cases(desk.vault);
  const auto standing = worked->story.all<Facts>();
  const auto written = standing.empty() ? cases.add(visit.keyring, *file, worked->derived)
                                        : cases.correct(visit.keyring, *file, standing.back()->latest().id, worked->derived);
  if (!written) return web::error_page(visit, written.error());
  return web::Response::redirect("/case/" + file->text(), N_("The facts are written."));
}

}  // namespace

void add_step_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/case/{file}/owner", choose_owner);
  on_post(site, desk, "/case/{file}/owner", save_owner);
  on_get(site, desk, "/case/{file}/facts", show_facts);
  on_post(site, desk, "/case/{file}/facts", write_facts);
}

}  // namespace arasha::casework
