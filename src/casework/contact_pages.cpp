// The short first contact, and the question whether the person is known already.
#include <algorithm>

#include "base/text.h"
#include "casework/parts.h"
#include "casework/person/duplicates.h"
#include "casework/person/family.h"
#include "casework/person/family_pages.h"
#include "casework/restriction.h"
#include "casework/rules.h"

namespace arasha::casework {
namespace {

// Eleven questions out of three entry types; the rest comes when there is time.
struct ShortField {
  const char* prefix;
  const char* field;
};
constexpr ShortField kFirst[] = {{"contact-", "danger"}};
constexpr ShortField kContact[] = {{"contact-", "summary"}, {"contact-", "date"}, {"contact-", "sources"}, {"contact-", "language"}};
constexpr ShortField kPerson[] = {{"identity-", "given_name"}, {"identity-", "family_name"}, {"identity-", "sex"}, {"identity-", "citizenships"}};
constexpr ShortField kIfKnown[] = {{"identity-", "patronymic"}, {"identity-", "birth_date"}, {"identity-", "document_number"}};
// Asked only where they were filled in already by what the contact comes out of.
constexpr ShortField kBrought[] = {{"contact-", "organization"}, {"contact-", "how_reached"}, {"contact-", "danger_details"}, {"identity-", "age_band"}, {"identity-", "languages"}};
constexpr const char* kOrigin = "origin";
constexpr ShortField kSafe[] = {{"safe-", "number"}, {"safe-", "never_do"}};

struct Typed {
  Identity identity;
  FirstContact contact;
  SafeContact safe;
  FileId person;                       // known already; nil: to be recorded
  FileId relative;                     // whose relative it is; nil: nobody's
  FamilyLink link;                     // what the new person is to this one
  OnlyMembers only_members;
  web::FieldErrors errors;
};

const google::protobuf::Descriptor& descriptor_of(std::string_view prefix) {
  if (prefix == "contact-") return *FirstContact::descriptor();
  return prefix == "safe-" ? *SafeContact::descriptor() : *Identity::descriptor();
}

template <std::size_t N>
Html fields_of(const Catalogue& words, const ShortField (&list)[N], const schema::FormData& typed, const web::FieldErrors& errors) {
  Html out;
  for (const ShortField& one : list) {
    const schema::FormField field = field_named(descriptor_of(one.prefix), one.field);
    out.add(web::form_field(words, field, one.prefix + field.name, typed, errors));
  }
  return out;
}

Html brought_fields(const Catalogue& words, const schema::FormData& typed, const web::FieldErrors& errors) {
  Html out;
  for (const ShortField& one : kBrought) {
    const ShortField list[] = {one};
    if (!typed.get(std::string(one.prefix) + one.field).empty()) out.add(fields_of(words, list, typed, errors));
  }
  return out;
}

Html restriction(const Desk& desk, const Visit& visit, const schema::FormData& typed) {
  const bool restricted = typed.has("restricted");
  const Html tick = el("div", {{"class", "govuk-checkboxes govuk-checkboxes--small govuk-!-margin-bottom-4"}},
                       el("div", {{"class", "govuk-checkboxes__item"}},
                          void_el("input", {{"class", "govuk-checkboxes__input"}, {"type", "checkbox"}, {"id", "restricted"}, {"name", "restricted"}, {"value", "1"}, {"checked", "", restricted}}),
                          el("label", {{"class", "govuk-label govuk-checkboxes__label"}, {"for", "restricted"}}, visit.words.text(N_("Only I and the people chosen here may open this case")))));
  Html inside = tick;
  inside.add(who_else_field(desk, visit, typed, visit.words.text(N_("Otherwise the circles that the organisation chose may open it. This cannot be changed later."))));
  return web::details(visit.words.text(N_("Restrict who may open this case")), inside, restricted);
}

web::Response contact_page(const Desk& desk, const Visit& visit, const schema::FormData& typed, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("New first contact"))));
  page.back = "/";
  page.wrong = !errors.empty();
  web::Labels labels;
  add_labels(labels, words, *FamilyLink::descriptor(), kFamilyPrefix);
  for (const std::string prefix : {"contact-", "identity-", "safe-"}) add_labels(labels, words, descriptor_of(prefix), prefix);
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(page.title));
  page.main.add(el("p", {{"class", "govuk-hint"}}, words.text(N_("Only what is known now. Everything else can wait."))));
  Html fields = once_field(typed);
  fields.add(fields_of(words, kFirst, typed, errors));
  const auto person = FileId::from_text(typed.get("person"));
  const auto known = person ? card_of_person(desk, visit, *person) : std::nullopt;
  const auto relative = relative_of_new(desk, visit, typed.get("relative"));
  if (known) {
    Html who = el("strong", {}, known->names_size() > 0 ? std::string_view(known->names(0)) : words.text(N_("Without a name")));
    who.add(el("div", {}, short_person(words, *known, today(desk))));
    fields.add(web::hidden("person", person->text()));
    fields.add(web::inset(who));
  } else {
    fields.add(fields_of(words, kPerson, typed, errors));
    const bool is_more = !typed.get("identity-birth_date-day").empty() || !typed.get("identity-document_number").empty() || !typed.get("identity-patronymic").empty();
    fields.add(web::details(words.text(N_("More about the person, if it is known")), fields_of(words, kIfKnown, typed, errors), is_more));
    fields.add(alike_region());
  }
  if (relative) fields.add(relative_fields(desk, visit, *relative, typed, errors));
  if (const std::string_view origin = typed.get(kOrigin); !origin.empty()) fields.add(web::hidden(kOrigin, origin));
  fields.add(fields_of(words, kContact, typed, errors));
  fields.add(brought_fields(words, typed, errors));
  fields.add(el("section", {{"class", "arasha-safe"}, {"aria-labelledby", "safe"}}, web::subheading(words.text(N_("How to reach the person safely")), "safe"),
                fields_of(words, kSafe, typed, errors)));
  fields.add(restriction(desk, visit, typed));
  fields.add(web::actions(web::button(words.text(N_("Save"))), web::link("/", words.text(N_("Cancel")))));
  if (known) page.main.add(kept_form("/contact", visit.csrf, fields));
  else page.main.add(asking_form("/contact", FileId(), visit.csrf, fields));
  return web::Response::page(web::layout(page), status);
}

web::Response new_contact(const Desk& desk, const Visit& visit) {
  schema::FormData typed = draft_of(desk, visit);
  const auto relative = relative_of_new(desk, visit, visit.request.query.get("relative"));
  if (relative && typed.get("relative") != relative->text()) typed = beginning_for_relative(desk, visit, *relative);
  put_today(typed, "contact-date", today(desk));
  return contact_page(desk, visit, typed, {}, 200);
}

// From a search: with the name that was looked for, or for a person who was found. In the body, as the search itself. Or from
// something else that a contact comes out of, which has filled in what it knows and names itself (Additions::contact_made).
web::Response begin_contact(const Desk& desk, const Visit& visit) {
  schema::FormData typed;
  const std::string_view person = visit.request.form.get("person");
  if (visit.request.form.has(kOrigin)) {
    for (const auto& [name, value] : visit.request.form.fields()) {
      if (name != "csrf") typed.add(name, value);
    }
  } else if (!person.empty()) {
    typed.add("person", std::string(person));
  } else {
    const auto name = clean_text(visit.request.form.get("name"));
    const std::string text = name ? *name : std::string();
    // Papers here begin with the family name; where there is one word alone, people say the given name.
    const auto space = text.find(' ');
    Identity identity;
    identity.set_given_name(space == std::string::npos ? text : text.substr(space + 1));
    if (space != std::string::npos) identity.set_family_name(text.substr(0, space));
    typed = schema::to_form(identity, "identity-");
  }
  put_today(typed, "contact-date", today(desk));
  return contact_page(desk, visit, typed, {}, 200);
}

void append(web::FieldErrors& to, web::FieldErrors more) {
  for (schema::FieldError& error : more) to.push_back(std::move(error));
}

Typed read_form(const Desk& desk, const Visit& visit) {
  const schema::FormData& form = visit.request.form;
  const Date day = today(desk);
  Typed out;
  out.errors = schema::parse_form(form, out.contact, "contact-");
  for (schema::FieldError& error : check({}, out.contact, day)) {
    error.field.insert(0, "contact-");
    out.errors.push_back(std::move(error));
  }
  const auto person = FileId::from_text(form.get("person"));
  if (person) out.person = *person;
  else {
    append(out.errors, schema::parse_form(form, out.identity, "identity-"));
    for (schema::FieldError& error : check({}, out.identity, day)) {
      error.field.insert(0, "identity-");
      out.errors.push_back(std::move(error));
    }
  }
  append(out.errors, schema::parse_form(form, out.safe, "safe-"));
  if (const auto relative = relative_of_new(desk, visit, form.get("relative"))) {
    out.relative = *relative;
    out.link = read_relative(form, day, out.errors);
  }
  if (!form.has("restricted")) return out;
  out.only_members = who_else(desk, visit, form, out.errors);
  out.only_members->push_back(visit.keyring.member());
  return out;
}

// Who is perhaps the same; of a case for somebody who is known: another file of the same person.
Result<std::vector<Alike>> known_already(const Desk& desk, const Visit& visit, const Typed& typed) {
  AlikeQuery query{sought_of(typed.identity, typed.safe.number()), typed.identity.sex(), {}};
  if (!typed.person.is_nil()) {
    const auto card = card_of_person(desk, visit, typed.person);
    if (!card) return std::vector<Alike>();
    query = {sought_of(*card), card->sex(), {typed.person}};
    if (!typed.safe.number().empty()) query.sought.phone += ", " + typed.safe.number();
  }
  // A mother's telephone is her child's, and finds the mother.
  if (!typed.relative.is_nil()) query.except.push_back(typed.relative);
  return find_alike(desk, visit, query);
}

// The contact joins an open case of a person who is known.
Result<FileId> add_to_case(const Desk& desk, const Visit& visit, FileId file, const Typed& typed) {
  Cases cases(desk.vault);
  TRY_VOID(cases.add(visit.keyring, file, typed.contact, once_of<EntryId>(visit)));
  if (typed.safe.ByteSizeLong() > 0) TRY_VOID(cases.add(visit.keyring, file, typed.safe));
  if (typed.relative.is_nil()) return file;
  TRY(story, cases.read(visit.keyring, file));
  const auto* opened = story.last<CaseOpened>();
  if (opened == nullptr) return file;
  TRY(person, FileId::from_text(opened->person()));
  TRY_VOID(link_family(desk.vault, visit.keyring, typed.relative, person, typed.link));
  return file;
}

Result<FileId> write(const Desk& desk, const Visit& visit, const Typed& typed) {
  Cases cases(desk.vault, [&](const std::string& alias) { return alias_is_taken(desk, visit, alias); });
  const std::string_view decided = visit.request.form.get("decided");
  if (decided.starts_with("add:")) {
    TRY(file, FileId::from_text(decided.substr(4)));
    return add_to_case(desk, visit, file, typed);
  }
  FileId person = typed.person;
  if (decided.starts_with("person:")) {
    TRY(chosen, FileId::from_text(decided.substr(7)));
    person = chosen;
  }
  const auto once = once_of<FileId>(visit);
  TRY(made, person.is_nil() ? cases.open_case(visit.keyring, typed.identity, typed.contact, typed.safe, typed.only_members, once)
                            : cases.open_case_of(visit.keyring, person, typed.contact, typed.safe, typed.only_members, once));
  // Sent again after a failure here, the form finds the case that it made and goes on from there.
  if (!typed.relative.is_nil()) TRY_VOID(link_family(desk.vault, visit.keyring, typed.relative, made.person_file, typed.link));
  return made.case_file;
}

web::Response save_contact(const Desk& desk, const Visit& visit) {
  const schema::FormData& form = visit.request.form;
  const Typed typed = read_form(desk, visit);
  if (!typed.errors.empty() || wants_back(visit)) return contact_page(desk, visit, form, typed.errors, typed.errors.empty() ? 200 : 400);
  // Sent twice: the case that this form made would be found by its own name.
  const auto once = once_of<FileId>(visit);
  const bool is_made = !once.is_nil() && desk.vault.may_open(visit.keyring, once, ASSISTANCE);
  if (!form.has("decided") && !is_made) {
    const auto alike = known_already(desk, visit, typed);
    if (!alike) return web::error_page(visit, alike.error());
    const Asking what = typed.person.is_nil() ? Asking::contact : Asking::another_case;
    if (!alike->empty()) return ask_whether_known(desk, visit, *alike, what, "/contact");
  }
  const auto file = write(desk, visit, typed);
  if (!file) return web::error_page(visit, file.error());
  if (const std::string_view origin = form.get(kOrigin); !origin.empty() && desk.added->contact_made) {
    if (auto told = desk.added->contact_made(visit, origin, *file); !told) return web::error_page(visit, told.error());
  }
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect("/case/" + file->text(), N_("The contact is saved."));
}

}  // namespace

void add_contact_pages(web::Site& site, const Desk& desk) {
  site.place(20, "/contact", N_("New first contact"), [](const vault::Directory& state, MemberId member) {
    return reads(state, member, PRESENCE);
  });
  on_get(site, desk, "/contact", new_contact);
  on_post(site, desk, "/contact", save_contact);
  on_post(site, desk, "/contact/begin", begin_contact);
  // Where a change of language, or "back", lands.
  site.get("/contact/begin", [](const Visit&) { return web::Response::redirect("/contact"); });
}

}  // namespace arasha::casework
