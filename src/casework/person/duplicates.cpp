#include "casework/person/duplicates.h"

#include <algorithm>

#include "casework/person/pages.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kAtMost = 5;

std::vector<FileId> kept_of(const Desk& desk, const projection::Access& access, const std::vector<FileId>& persons) {
  std::vector<FileId> out;
  for (const FileId one : persons) out.push_back(desk.tables.people().files_of(access, one).front());
  return out;
}

bool contains(const std::vector<FileId>& all, FileId one) { return std::find(all.begin(), all.end(), one) != all.end(); }

// Each person once, by the file that is most like what is sought.
std::vector<Alike> likely_ones(const Desk& desk, const Visit& visit, const projection::Access& access, const AlikeQuery& query) {
  std::vector<Alike> out;
  const auto known = kept_of(desk, access, query.except);
  // Somebody of whom nothing is written yet has no row to be compared, and may still have the same safe number.
  for (const FileId file : query.sought.files) {
    if (access.find(file) || contains(known, file) || !desk.vault.may_open(visit.keyring, file, IDENTITY)) continue;
    PersonCard nobody;
    nobody.set_phone(query.sought.phone);
    out.push_back({file, {}, liken(query.sought, query.sex, nobody, 0), {}});
  }
  for (auto& candidate : desk.tables.people().candidates(access, query.sought)) {
    if (contains(known, candidate.person)) continue;
    // By the safe number of a case: as if it were the person's own.
    if (contains(query.sought.files, candidate.file)) candidate.card.set_phone(query.sought.phone);
    Likeness likeness = liken(query.sought, query.sex, candidate.card, candidate.name);
    if (!likeness.is_likely()) continue;
    const auto same = std::find_if(out.begin(), out.end(), [&](const Alike& one) { return one.person == candidate.person; });
    if (same == out.end()) out.push_back({candidate.person, {}, std::move(likeness), {}});
    else if (same->likeness.score < likeness.score) same->likeness = std::move(likeness);
  }
  std::sort(out.begin(), out.end(), [](const Alike& a, const Alike& b) {
    return std::tuple(-a.likeness.score, a.person) < std::tuple(-b.likeness.score, b.person);
  });
  if (out.size() > kAtMost) out.resize(kAtMost);
  return out;
}

Html radio(const std::string& id, const std::string& value, const Html& text, std::string_view note, bool checked) {
  const std::string hint = id + "-hint";
  Html out = void_el("input", {{"class", "govuk-radios__input"}, {"type", "radio"}, {"id", id}, {"name", "decided"}, {"value", value},
                               {"aria-describedby", hint, !note.empty()}, {"checked", "", checked}});
  out.add(el("label", {{"class", "govuk-label govuk-radios__label"}, {"for", id}}, text));
  if (!note.empty()) out.add(el("div", {{"class", "govuk-hint govuk-radios__hint"}, {"id", hint}}, note));
  return el("div", {{"class", "govuk-radios__item"}}, out);
}

std::string about(const Catalogue& words, const Alike& one, Date today) {
  std::string out = name_of(words, one.card);
  if (const std::string person = short_person(words, one.card, today); !person.empty()) out += " · " + person;
  for (const auto& row : one.cases) out += " · " + row.card.alias();
  return out + " · " + reasons_of(words, one.likeness);
}

Html choices(const Catalogue& words, const std::vector<Alike>& alike, Asking what, Date today) {
  Html out;
  int number = 0;
  const auto add = [&](const std::string& value, const Html& text, std::string_view note, bool checked = false) {
    out.add(radio("decided-" + std::to_string(number++), value, text, note, checked));
  };
  for (const Alike& one : alike) {
    const std::string note = about(words, one, today);
    if (what == Asking::identity) {
      add("same:" + one.person.text(), Html::text(words.text(N_("Perhaps yes: save, then compare the two"))), note);
      continue;
    }
    for (const auto& row : one.cases) {
      if (row.card.state() == "closed") continue;
      Html text = Html::text(words.text(N_("Yes: add this contact to the case")));
      text.add(" ");
      text.add(row.card.alias());
      add("add:" + row.file.text(), text, note);
    }
    add("person:" + one.person.text(), Html::text(words.text(N_("Yes: open another case for this person"))), note);
  }
  const char* other = what == Asking::contact ? N_("No: a person who is not known yet")
                      : what == Asking::identity ? N_("No: another person. Save it") : N_("No: open the case for the person who was chosen");
  add("new", Html::text(words.text(other)), "", true);
  return out;
}

// The fields of an identity under either of the names that forms give them; mistakes in them are not looked at yet.
Identity typed_identity(const schema::FormData& form) {
  Identity out;
  const bool is_contact = std::any_of(form.fields().begin(), form.fields().end(), [](const auto& field) { return field.first.starts_with("identity-"); });
  static_cast<void>(schema::parse_form(form, out, is_contact ? "identity-" : ""));
  return out;
}

// A part of a page, for the script that puts it beside the form. Nothing found: nothing.
web::Response alike_while_typing(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const Identity typed = typed_identity(visit.request.form);
  const std::string safe_number = std::string(visit.request.form.get("safe-number")).substr(0, 200);
  AlikeQuery query{sought_of(typed, safe_number), typed.sex(), {}};
  if (!is_enough(query.sought)) return web::Response::plain(204, "");
  for (const std::string_view text : {visit.request.query.get("of"), visit.request.form.get("person")}) {
    if (const auto id = FileId::from_text(text)) query.except.push_back(*id);
  }
  const auto alike = find_alike(desk, visit, query);
  if (!alike) return web::Response::plain(web::status_of(alike.error()), "");
  if (alike->empty()) return web::Response::plain(204, "");
  Html items;
  for (const Alike& one : *alike) items.add(el("li", {}, about(words, one, today(desk))));
  Html out = el("p", {{"class", "govuk-body govuk-!-font-weight-bold"}}, words.text(N_("Perhaps this person is known already")));
  out.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
  out.add(el("p", {{"class", "govuk-hint"}}, words.text(N_("You will be asked about it when you save."))));
  return web::Response::page(web::inset(out));
}

// Who else is perhaps the person of this file.
web::Response alike_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto file = file_of(visit);
  const auto card = file ? card_of_person(desk, visit, *file) : std::nullopt;
  if (!card) return no_page(visit);
  const auto alike = find_alike(desk, visit, {sought_of(*card), card->sex(), {*file}});
  if (!alike) return web::error_page(visit, alike.error());
  web::Page page = visit.page(std::string(words.text(N_("Is this person recorded twice?"))));
  page.back = "/file/" + file->text();
  page.main = web::heading(name_of(words, *card), page.title);
  if (alike->empty()) {
    page.main.add(web::empty_state(words.text(N_("Nobody is like this person.")),
                                   words.text(N_("Looked for were the names, the date of birth, the document and the telephone, among the people whose file you may open.")),
                                   web::button_link("/people", words.text(N_("Find a person")), web::ButtonKind::secondary)));
    return web::Response::page(web::layout(page));
  }
  Html items;
  for (const Alike& one : *alike) {
    Html item = el("h2", {{"class", "govuk-heading-s govuk-!-margin-bottom-0"}}, name_of(words, one.card));
    item.add(el("div", {}, short_person(words, one.card, today(desk))));
    item.add(el("div", {}, quiet(reasons_of(words, one.likeness))));
    item.add(case_links(words, one.cases));
    item.add(el("p", {{"class", "govuk-body govuk-!-margin-bottom-1"}}, web::link(compare_address(*file, one.person), words.text(N_("Compare")), name_of(words, one.card))));
    items.add(el("li", {{"class", "arasha-item arasha-item--person"}}, item));
  }
  page.main.add(el("ol", {{"class", "arasha-items"}}, items));
  return web::Response::page(web::layout(page));
}

}  // namespace

projection::PersonSought sought_of(const PersonCard& card) {
  projection::PersonSought out;
  constexpr int kNames = 4;
  for (int i = 0; i < std::min(kNames, card.names_size()); ++i) out.names.push_back(card.names(i));
  out.birth_date = card.birth_date();
  out.document = card.document_number();
  out.phone = card.phone();
  return out;
}

std::optional<PersonCard> card_of_person(const Desk& desk, const Visit& visit, FileId person) {
  const auto bytes = desk.vault.card(visit.keyring, person, IDENTITY);
  if (!bytes || !*bytes) return std::nullopt;
  auto card = schema::parse_as<PersonCard>(**bytes);
  if (!card) return std::nullopt;
  return std::move(*card);
}

std::string name_of(const Catalogue& words, const PersonCard& card) {
  return card.names_size() > 0 ? card.names(0) : std::string(words.text(N_("Without a name")));
}

std::string reasons_of(const Catalogue& words, const Likeness& likeness) {
  std::string out;
  for (const Reason reason : likeness.reasons) out += (out.empty() ? "" : ", ") + std::string(words.text(reason_text(reason)));
  return out;
}

Result<std::vector<Alike>> find_alike(const Desk& desk, const Visit& visit, const AlikeQuery& asked) {
  std::vector<Alike> out;
  if (!is_enough(asked.sought)) return out;
  AlikeQuery query = asked;
  if (!query.sought.phone.empty()) {
    TRY(access, desk.tables.projection().enter(visit.keyring, PRESENCE));
    query.sought.files = desk.tables.phones().persons_of(access, query.sought.phone);
  }
  std::vector<std::vector<FileId>> files;
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, IDENTITY));
    out = likely_ones(desk, visit, access, query);
    for (Alike& one : out) {
      files.push_back(desk.tables.people().files_of(access, one.person));
      if (auto card = desk.tables.people().card(access, one.person)) one.card = std::move(*card);
    }
  }
  TRY_VOID(desk.vault.record(visit.keyring, vault::Action::searched, FileId(), static_cast<std::uint32_t>(out.size())));
  if (out.empty()) return out;
  TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
  for (std::size_t i = 0; i < out.size(); ++i) out[i].cases = desk.tables.cases().of_person(access, files[i]);
  return out;
}

web::Response ask_whether_known(const Desk& desk, const Visit& visit, const std::vector<Alike>& alike, Asking what,
                                const std::string& action) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(what == Asking::identity ? N_("Perhaps this person is recorded twice") : N_("Perhaps this person is known already"))));
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("Nothing is saved yet. Is it one of these people?"))));
  if (alike.front().likeness.score >= kVeryLikely) page.main.add(web::warning(words, words.text(N_("Very probably it is one and the same person."))));
  Html fields;
  for (const auto& [field, value] : visit.request.form.fields()) {
    if (field != "csrf" && field != "decided" && field != "back") fields.add(web::hidden(field, value));
  }
  fields.add(el("fieldset", {{"class", "govuk-fieldset"}}, el("legend", {{"class", "govuk-fieldset__legend govuk-fieldset__legend--s"}}, words.text(N_("Who is it"))),
                el("div", {{"class", "govuk-radios govuk-radios--small govuk-!-margin-bottom-4"}}, choices(words, alike, what, today(desk)))));
  fields.add(web::actions(web::button(words.text(N_("Save"))),
                          el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}, {"name", "back"}, {"value", "1"}},
                             words.text(N_("Back to the form")))));
  page.main.add(kept_form(action, visit.csrf, fields));
  return web::Response::page(web::layout(page));
}

std::optional<web::Response> ask_before_identity(const Desk& desk, const Visit& visit, FileId person, const Identity* before,
                                                 const Identity& typed, const std::string& action) {
  if (visit.request.form.has("decided")) return std::nullopt;
  auto alike = find_alike(desk, visit, {sought_of(typed), typed.sex(), {person}});
  if (!alike) return web::error_page(visit, alike.error());
  if (before != nullptr && !alike->empty()) {
    const auto earlier = find_alike(desk, visit, {sought_of(*before), before->sex(), {person}});
    if (!earlier) return web::error_page(visit, earlier.error());
    std::erase_if(*alike, [&](const Alike& one) {
      return std::any_of(earlier->begin(), earlier->end(), [&](const Alike& other) {
        return other.person == one.person && other.likeness.score >= one.likeness.score;
      });
    });
  }
  if (alike->empty()) return std::nullopt;
  return ask_whether_known(desk, visit, *alike, Asking::identity, action);
}

std::string after_identity(const Visit& visit, FileId person, const std::string& otherwise) {
  const std::string_view decided = visit.request.form.get("decided");
  if (!decided.starts_with("same:")) return otherwise;
  const auto other = FileId::from_text(decided.substr(5));
  return other ? compare_address(person, *other) : otherwise;
}

std::string alike_address(FileId of) { return of.is_nil() ? "/person/alike" : "/person/alike?of=" + of.text(); }

Html alike_region() { return el("div", {{"class", "arasha-alike"}, {"role", "status"}}); }

void add_duplicate_pages(web::Site& site, const Desk& desk) {
  on_post(site, desk, "/person/alike", alike_while_typing);
  // Where a change of language lands after the session of a script ended.
  site.get("/person/alike", [](const Visit&) { return web::Response::redirect("/people"); });
  on_get(site, desk, "/person/{file}/alike", alike_page);
}

}  // namespace arasha::casework
