// The family on the page of a case, and linking a relative who is recorded already.
#include <algorithm>

#include "base/text.h"
#include "casework/person/duplicates.h"
#include "casework/person/family.h"
#include "casework/person/family_pages.h"
#include "casework/person/pages.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kShown = 10;
constexpr std::size_t kLongest = 200;  // bytes of a query
// What a form asks about somebody who has, or gets, a file of their own.
constexpr const char* kOfALink[] = {"relation", "safe_to_contact", "lives_together", "depends", "guardian_ground", "guardian_document"};

struct Relative {
  const Item* item = nullptr;
  const FamilyLink* link = nullptr;
  std::optional<PersonCard> card;  // of the relative's own file, where it is open to this member
  std::vector<projection::CaseRow> cases;
};

Result<std::vector<Relative>> relatives_of(const Desk& desk, const Visit& visit, const Story& person) {
  std::vector<Relative> out;
  for (const Item* item : person.all<FamilyLink>()) {
    Relative one{item, item->as<FamilyLink>(), std::nullopt, {}};
    const auto file = FileId::from_text(one.link->person());
    if (!one.link->person().empty() && file) {
      one.card = card_of_person(desk, visit, *file);
      if (one.card) TRY_VOID(desk.vault.record(visit.keyring, vault::Action::listed, *file, 1));
    }
    out.push_back(std::move(one));
  }
  if (std::none_of(out.begin(), out.end(), [](const Relative& one) { return one.card.has_value(); })) return out;
  TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
  for (Relative& one : out) {
    if (one.card) one.cases = desk.tables.cases().of_person(access, *FileId::from_text(one.link->person()));
  }
  return out;
}

Html marks_of(const Catalogue& words, const FamilyLink& link) {
  Html out;
  const auto add = [&](web::Meaning meaning, const char* text) {
    out.add(" ");
    out.add(web::tag(meaning, words.text(text)));
  };
  if (link.safe_to_contact() == "no") add(web::Meaning::danger, N_("Not safe to contact"));
  if (link.safe_to_contact() == "unknown") add(web::Meaning::waiting, N_("Not known whether contact is safe"));
  if (link.depends() == "yes") add(web::Meaning::active, N_("Depends on the person"));
  return out;
}

Html relative_html(const Visit& visit, const CaseView& view, const Relative& one, Date today) {
  const Catalogue& words = visit.words;
  const FamilyLink& link = *one.link;
  std::string name = link.name();
  if (one.card) name = name_of(words, *one.card);
  else if (name.empty()) name = words.text(N_("A person whose file is closed to you"));
  Html out = el("div", {}, label(words, "family_relation", link.relation()) + ": ", el("strong", {}, name), marks_of(words, link));
  std::vector<std::string> parts;
  if (one.card) parts.push_back(short_person(words, *one.card, today));
  else if (!link.birth_date().empty()) parts.push_back(words.text(N_("born {1}"), {date_label(words, link.birth_date())}));
  if (link.lives_together() == "yes") parts.push_back(std::string(words.text(N_("lives together with the person"))));
  if (!link.guardian_ground().empty()) parts.push_back(label(words, "guardian_ground", link.guardian_ground()));
  // A number that must not be dialled is not put where it is dialled from.
  if (link.safe_to_contact() == "yes" && !link.phone().empty()) parts.push_back(link.phone());
  std::string line;
  for (const std::string& part : parts) line += part.empty() ? "" : (line.empty() ? "" : " · ") + part;
  if (!line.empty()) out.add(el("div", {}, quiet(line)));
  Html links;
  for (const auto& row : one.cases) {
    links.add(web::link("/case/" + row.file.text(), row.card.alias()));
    links.add(" ");
  }
  if (view.may_change(IDENTITY)) links.add(web::link(correct_address(view, view.person, *one.item), words.text(N_("Correct")), name));
  if (!links.is_empty()) out.add(el("p", {{"class", "arasha-entry__links"}}, links));
  return el("li", {{"class", "arasha-item"}}, out);
}

std::string family_address(FileId person) { return "/person/" + person.text() + "/family"; }
std::string with_case(const Visit& visit, std::string address) {
  const auto from = FileId::from_text(visit.request.query.get("case"));
  return from ? address + "?case=" + from->text() : address;
}
std::string back_of(const Visit& visit, FileId person) {
  const auto from = FileId::from_text(visit.request.query.get("case"));
  return from ? "/case/" + from->text() : "/file/" + person.text();
}

Html relation_fields(const Catalogue& words, const std::string& prefix, const schema::FormData& typed, const web::FieldErrors& errors) {
  Html out;
  for (const char* name : kOfALink) {
    const schema::FormField field = field_named(*FamilyLink::descriptor(), name);
    out.add(web::form_field(words, field, prefix + field.name, typed, errors));
  }
  return out;
}

// A person's file into which this member may write who belongs to it.
std::optional<PersonCard> writable_person(const Desk& desk, const Visit& visit, FileId person) {
  if (!may_write(desk, visit, person, IDENTITY)) return std::nullopt;
  return card_of_person(desk, visit, person);
}

Result<std::vector<projection::PersonFound>> search(const Desk& desk, const Visit& visit, std::string_view text) {
  std::vector<projection::PersonFound> out;
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, IDENTITY));
    out = desk.tables.people().search(access, text, kShown);
  }
  TRY_VOID(desk.vault.record(visit.keyring, vault::Action::searched, FileId(), static_cast<std::uint32_t>(out.size())));
  return out;
}

Html search_form(const Visit& visit, FileId person, std::string_view value) {
  const Catalogue& words = visit.words;
  const Html box = void_el("input", {{"class", "govuk-input"}, {"id", "q"}, {"name", "q"}, {"type", "search"}, {"autocomplete", "off"}, {"spellcheck", "false"},
                                     {"maxlength", "200"}, {"value", std::string(value)}});
  return el("form", {{"class", "arasha-search"}, {"method", "post"}, {"action", with_case(visit, family_address(person))}, {"role", "search"}}, web::csrf_field(visit.csrf),
            el("label", {{"class", "govuk-label govuk-label--s"}, {"for", "q"}}, words.text(N_("Name of the relative, in any alphabet"))),
            el("div", {{"class", "arasha-search__row"}}, box, el("button", {{"class", "govuk-button"}, {"type", "submit"}}, words.text(N_("Search")))));
}

struct Choosing {
  FileId person;
  PersonCard card;
  const schema::FormData& typed;
  web::FieldErrors errors = {};
  int status = 200;
};

// Who was found, and what this relative is to the person, in one form.
web::Response choose_page(const Desk& desk, const Visit& visit, const Choosing& choosing) {
  const Catalogue& words = visit.words;
  const std::string text(trim(choosing.typed.get("q")));
  web::Page page = visit.page(std::string(words.text(N_("A relative who is recorded already"))));
  page.back = back_of(visit, choosing.person);
  page.wrong = !choosing.errors.empty();
  web::Labels labels;
  add_labels(labels, words, *FamilyLink::descriptor());
  labels["relative"] = words.text(N_("Who it is"));
  page.main = web::error_summary(words, choosing.errors, labels);
  page.main.add(web::heading(name_of(words, choosing.card), page.title));
  page.main.add(search_form(visit, choosing.person, text.size() > kLongest ? std::string_view() : std::string_view(text)));
  if (text.empty() || text.size() > kLongest) return web::Response::page(web::layout(page), choosing.status);
  auto found = search(desk, visit, text);
  if (!found) return web::error_page(visit, found.error());
  std::erase_if(*found, [&](const auto& one) { return std::find(one.files.begin(), one.files.end(), choosing.person) != one.files.end(); });
  if (found->empty()) {
    page.main.add(web::empty_state(words.text(N_("Nobody of this name.")), words.text(N_("Try fewer words or another spelling. People whose file is closed to you are not found."))));
    return web::Response::page(web::layout(page), choosing.status);
  }
  web::ChoiceField who{"relative", std::string(words.text(N_("Who it is"))), {}, {}};
  for (const auto& one : *found) who.choices.push_back({one.person.text(), name_of(words, one.card), short_person(words, one.card, today(desk))});
  if (choosing.typed.has("relative")) who.chosen.emplace_back(choosing.typed.get("relative"));
  Html fields = web::hidden("q", text);
  fields.add(web::choice_field(words, who, choosing.errors));
  fields.add(relation_fields(words, "", choosing.typed, choosing.errors));
  fields.add(web::actions(web::button(words.text(N_("Save"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(kept_form(with_case(visit, family_address(choosing.person) + "/link"), visit.csrf, fields));
  return web::Response::page(web::layout(page), choosing.status);
}

web::Response choose(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const auto card = file ? writable_person(desk, visit, *file) : std::nullopt;
  if (!card) return no_page(visit);
  if (visit.request.method == web::Method::post) return choose_page(desk, visit, {*file, *card, visit.request.form});
  const schema::FormData draft = draft_of(desk, visit);
  return choose_page(desk, visit, {*file, *card, draft});
}

web::Response save_link(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const auto card = file ? writable_person(desk, visit, *file) : std::nullopt;
  if (!card) return no_page(visit);
  const schema::FormData& form = visit.request.form;
  FamilyLink link;
  web::FieldErrors errors = schema::parse_form(form, link);
  const auto relative = FileId::from_text(form.get("relative"));
  if (!relative || !may_write(desk, visit, *relative, IDENTITY) || !card_of_person(desk, visit, *relative)) {
    errors.push_back({"relative", Error(ErrorCode::invalid_input, "Choose one of the answers in the list.")});
  } else {
    link.set_person(relative->text());
    const auto story = Cases(desk.vault).read(visit.keyring, *file);
    if (!story) return web::error_page(visit, story.error());
    const std::size_t before = errors.size();
    check_family(*story, link, today(desk), errors);
    for (std::size_t i = before; i < errors.size(); ++i) {
      if (errors[i].field == "name") errors[i].field = "relative";
    }
  }
  if (!errors.empty()) return choose_page(desk, visit, {*file, *card, form, errors, 400});
  const auto linked = link_family(desk.vault, visit.keyring, *file, *relative, link);
  if (!linked) return web::error_page(visit, linked.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(back_of(visit, *file), N_("Saved."));
}

// What was sent after its session had ended.
web::Response link_again(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const auto card = file ? writable_person(desk, visit, *file) : std::nullopt;
  if (!card) return no_page(visit);
  const schema::FormData draft = draft_of(desk, visit);
  return choose_page(desk, visit, {*file, *card, draft});
}

}  // namespace

Result<Html> family_panel(const Desk& desk, const Visit& visit, const CaseView& view) {
  const Catalogue& words = visit.words;
  if (!view.who || view.identity == nullptr) return Html();
  TRY(relatives, relatives_of(desk, visit, *view.who));
  const bool may_change = view.may_change(IDENTITY);
  if (relatives.empty() && !may_change) return Html();
  Html out;
  Html items;
  for (const Relative& one : relatives) items.add(relative_html(visit, view, one, today(desk)));
  if (items.is_empty()) out.add(el("p", {{"class", "govuk-hint"}}, words.text(N_("Nobody is written down yet."))));
  else out.add(el("ul", {{"class", "arasha-items"}}, items));
  if (may_change) {
    const std::string of_case = "?case=" + view.file.text();
    Html ways = el("li", {}, web::link(add_address(view, schema::entry_type_of<FamilyLink>()), words.text(N_("Write down a relative"))));
    ways.add(el("li", {}, web::link(family_address(view.person) + of_case, words.text(N_("Link a relative who is recorded already")))));
    ways.add(el("li", {}, web::link("/contact?relative=" + view.person.text(), words.text(N_("Open a case for a child or another relative")))));
    out.add(el("ul", {{"class", "govuk-list"}}, ways));
  }
  return section(words.text(N_("Family and dependants")), "family-heading", out);
}

std::optional<FileId> relative_of_new(const Desk& desk, const Visit& visit, std::string_view text) {
  const auto person = FileId::from_text(text);
  if (!person || !writable_person(desk, visit, *person)) return std::nullopt;
  return *person;
}

schema::FormData beginning_for_relative(const Desk& desk, const Visit& visit, FileId person) {
  schema::FormData out;
  out.add("relative", person.text());
  const auto add_all = [&](const schema::FormData& from) {
    for (const auto& [name, value] : from.fields()) out.add(name, value);
  };
  const auto story = Cases(desk.vault).read(visit.keyring, person);
  const auto* known = story ? story->last<Identity>() : nullptr;
  if (known != nullptr) {
    Identity child;
    child.set_family_name(known->family_name());
    *child.mutable_citizenships() = known->citizenships();
    add_all(schema::to_form(child, "identity-"));
  }
  FamilyLink link;
  link.set_relation("child");
  link.set_depends("yes");
  add_all(schema::to_form(link, kFamilyPrefix));
  return out;
}

Html relative_fields(const Desk& desk, const Visit& visit, FileId person, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const auto card = card_of_person(desk, visit, person);
  Html out = web::hidden("relative", person.text());
  out.add(web::paragraph(words.text(N_("A relative of {1}. Each of the two gets a link to the other."), {card ? name_of(words, *card) : std::string()})));
  out.add(relation_fields(words, kFamilyPrefix, typed, errors));
  return el("section", {{"aria-labelledby", "relative-heading"}}, web::subheading(words.text(N_("Family and dependants")), "relative-heading"), out);
}

FamilyLink read_relative(const schema::FormData& form, Date today, web::FieldErrors& errors) {
  FamilyLink out;
  for (schema::FieldError& error : schema::parse_form(form, out, kFamilyPrefix)) errors.push_back(std::move(error));
  out.clear_name();
  FamilyLink checked = out;
  checked.set_name("-");  // the file is not there yet
  web::FieldErrors refused;
  check_family({}, checked, today, refused);
  for (schema::FieldError& error : refused) {
    error.field.insert(0, kFamilyPrefix);
    errors.push_back(std::move(error));
  }
  return out;
}

void add_family_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/person/{file}/family", choose);
  on_post(site, desk, "/person/{file}/family", choose);
  on_get(site, desk, "/person/{file}/family/link", link_again);
  on_post(site, desk, "/person/{file}/family/link", save_link);
}

}  // namespace arasha::casework
