#include "casework/pages.h"

#include <algorithm>
#include <cstdlib>

#include "casework/cards.h"
#include "casework/cases.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

using web::el;
using web::Html;
using web::Visit;

struct Row {
  FileId file;
  CaseCard card;
};

// Every case whose assistance card this member's circles open, newest first.
Result<std::vector<Row>> cases_of(vault::Vault& vault, const Visit& visit) {
  std::vector<Row> rows;
  const auto state = vault.directory();
  for (const CircleId circle : state->readers(ASSISTANCE)) {
    if (!visit.keyring.holds(circle)) continue;
    TRY_VOID(vault.each_card(visit.keyring, circle, ASSISTANCE, [&](FileId file, std::uint32_t, BytesView content) -> Result<void> {
      TRY(card, schema::parse_as<CaseCard>(content));
      rows.push_back({file, std::move(card)});
      return {};
    }));
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::tie(b.card.updated(), a.file) < std::tie(a.card.updated(), b.file);
  });
  return rows;
}

std::string state_label(const Catalogue& words, const std::string& state) {
  if (state == "new") return std::string(words.text(N_("New")));
  if (state == "active") return std::string(words.text(N_("Active")));
  return std::string(words.text(N_("Closed")));
}

std::string date_label(const Catalogue& words, const std::string& iso) {
  const auto date = date_from_iso(iso);
  return date ? words.date(*date) : iso;
}

web::Response my_work(vault::Vault& vault, const Visit& visit) {
  auto rows = cases_of(vault, visit);
  if (!rows) return web::error_page(visit, rows.error());
  const Catalogue& words = visit.words;
  constexpr std::size_t kPerPage = 25;
  const std::size_t pages = std::max<std::size_t>(1, (rows->size() + kPerPage - 1) / kPerPage);
  const std::string asked(visit.request.query.get("page"));
  std::size_t page_number = asked.size() > 6 ? 1 : static_cast<std::size_t>(std::max(1, std::atoi(asked.c_str())));
  page_number = std::clamp<std::size_t>(page_number, 1, pages);
  const std::size_t first = (page_number - 1) * kPerPage;
  const std::size_t last = std::min(rows->size(), first + kPerPage);
  if (auto recorded = vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(last - first)); !recorded) {
    return web::error_page(visit, recorded.error());
  }

  web::Page page = visit.page(std::string(words.text(N_("My work"))));
  page.main = web::heading(page.title);
  page.main.add(el("p", {{"class", "govuk-body"}}, words.plural("{1} case", "{1} cases", static_cast<std::int64_t>(rows->size()))));
  page.main.add(el("p", {}, el("a", {{"href", "/contact"}, {"class", "govuk-button"}, {"role", "button"}}, words.text(N_("New first contact")))));
  Html body;
  for (std::size_t i = first; i < last; ++i) {
    const CaseCard& card = (*rows)[i].card;
    body.add(el("tr", {{"class", "govuk-table__row"}},
                el("th", {{"scope", "row"}, {"class", "govuk-table__header"}},
                   el("a", {{"href", "/case/" + (*rows)[i].file.text()}, {"class", "govuk-link"}}, card.alias())),
                el("td", {{"class", "govuk-table__cell"}}, el("strong", {{"class", "govuk-tag"}}, state_label(words, card.state()))),
                el("td", {{"class", "govuk-table__cell"}}, schema::label_of("identification_status", card.identification(), words)),
                el("td", {{"class", "govuk-table__cell"}}, date_label(words, card.opened())),
                el("td", {{"class", "govuk-table__cell"}}, schema::label_of("danger", card.danger(), words))));
  }
  Html head;
  for (const char* column : {N_("Case"), N_("State"), N_("Identification"), N_("Opened"), N_("Danger")}) {
    head.add(el("th", {{"scope", "col"}, {"class", "govuk-table__header"}}, words.text(column)));
  }
  page.main.add(el("table", {{"class", "govuk-table arasha-table"}}, el("thead", {{"class", "govuk-table__head"}}, el("tr", {}, head)),
                   el("tbody", {{"class", "govuk-table__body"}}, body)));
  if (page_number < pages) {
    page.main.add(el("p", {{"class", "govuk-body"}},
                     el("a", {{"href", "/?page=" + std::to_string(page_number + 1)}, {"class", "govuk-link"}}, words.text(N_("Older cases")))));
  }
  return web::Response::page(web::layout(page));
}

// The short form: eleven questions out of three entry types.
struct ShortField {
  const char* prefix;
  const char* field;
};
constexpr ShortField kShort[] = {
    {"contact-", "date"},       {"contact-", "sources"},     {"identity-", "given_name"}, {"identity-", "family_name"},
    {"identity-", "sex"},       {"identity-", "citizenships"}, {"contact-", "language"},  {"contact-", "danger"},
    {"safe-", "number"},        {"safe-", "never_do"},       {"contact-", "summary"}};

schema::FormField field_named(const google::protobuf::Descriptor& descriptor, std::string_view name) {
  for (schema::FormField& field : schema::form_fields(descriptor)) {
    if (field.name == name) return field;
  }
  return {};
}

web::Response contact_page(const Visit& visit, const schema::FormData& typed, const std::vector<schema::FieldError>& errors) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("New first contact"))));
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  Html fields = web::csrf_field(visit.csrf);
  for (const ShortField& one : kShort) {
    const std::string_view prefix = one.prefix;
    const auto& descriptor = prefix == "contact-" ? *FirstContact::descriptor() : prefix == "safe-" ? *SafeContact::descriptor() : *Identity::descriptor();
    const schema::FormField field = field_named(descriptor, one.field);
    fields.add(web::form_field(words, field, one.prefix + field.name, typed, errors));
  }
  fields.add(web::button(words.text(N_("Save"))));
  page.main.add(el("form", {{"method", "post"}, {"action", "/contact"}, {"novalidate", ""}}, fields));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

schema::FormData draft_of(vault::Vault& vault, const Visit& visit) {
  const auto kept = vault.draft(visit.keyring, visit.request.path);
  if (!kept || !*kept) return {};
  auto data = schema::parse_urlencoded(text_view(**kept));
  return data ? std::move(*data) : schema::FormData();
}

web::Response new_contact(vault::Vault& vault, const Visit& visit) {
  schema::FormData typed = draft_of(vault, visit);
  if (!typed.has("contact-date-day")) {
    const Date today = date_of(vault.clock().now());
    typed.add("contact-date-day", std::to_string(static_cast<unsigned>(today.day())));
    typed.add("contact-date-month", std::to_string(static_cast<unsigned>(today.month())));
    typed.add("contact-date-year", std::to_string(static_cast<int>(today.year())));
  }
  return contact_page(visit, typed, {});
}

web::Response save_contact(vault::Vault& vault, const Visit& visit) {
  Identity identity;
  FirstContact contact;
  SafeContact safe;
  auto errors = schema::parse_form(visit.request.form, contact, "contact-");
  for (auto& error : schema::parse_form(visit.request.form, identity, "identity-")) errors.push_back(std::move(error));
  for (auto& error : schema::parse_form(visit.request.form, safe, "safe-")) errors.push_back(std::move(error));
  if (!errors.empty()) return contact_page(visit, visit.request.form, errors);
  const auto made = Cases(vault).open_case(visit.keyring, identity, contact, safe);
  if (!made) return web::error_page(visit, made.error());
  static_cast<void>(vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect("/case/" + made->case_file.text());
}

std::string member_name(const vault::Directory& state, MemberId id) {
  const vault::Member* member = state.member(id);
  return member != nullptr ? member->name : std::string();
}

Html values_of(const Catalogue& words, const google::protobuf::Message& message) {
  Html rows;
  const auto* reflection = message.GetReflection();
  for (const schema::FormField& field : schema::form_fields(*message.GetDescriptor())) {
    std::string value;
    const auto add = [&](const std::string& one) {
      if (one.empty()) return;
      if (!value.empty()) value += ", ";
      value += field.vocabulary.empty() ? (field.control == schema::Control::date ? date_label(words, one) : one)
                                        : schema::label_of(field.vocabulary, one, words);
    };
    if (field.repeated) {
      for (int i = 0; i < reflection->FieldSize(message, field.descriptor); ++i) add(reflection->GetRepeatedString(message, field.descriptor, i));
    } else {
      add(reflection->GetString(message, field.descriptor));
    }
    if (value.empty()) continue;
    rows.add(el("div", {{"class", "govuk-summary-list__row"}}, el("dt", {{"class", "govuk-summary-list__key"}}, words.text(field.label.c_str())),
                el("dd", {{"class", "govuk-summary-list__value arasha-kept"}}, value)));
  }
  return el("dl", {{"class", "govuk-summary-list"}}, rows);
}

Html item_view(const Visit& visit, const vault::Directory& state, FileId file, const Item& item) {
  const Catalogue& words = visit.words;
  const schema::EntryType* type = schema::entry_type(item.type);
  Html out = el("h3", {{"class", "govuk-heading-s govuk-!-margin-bottom-1"}}, type != nullptr ? words.text(type->title.c_str()) : words.text(N_("Entry of a newer program")));
  out.add(el("p", {{"class", "govuk-hint govuk-!-margin-bottom-2"}}, member_name(state, item.latest().author), ", ", words.moment(item.latest().time)));
  if (item.closed) {
    out.add(el("p", {{"class", "govuk-body"}}, words.text(N_("Recorded, not shown to you."))));
  } else if (item.latest().erased) {
    out.add(el("p", {{"class", "govuk-body"}}, words.text(N_("Erased."))));
  } else if (item.latest().message != nullptr) {
    out.add(values_of(words, *item.latest().message));
    if (type != nullptr && !type->internal) {
      out.add(el("p", {{"class", "govuk-body"}},
                 el("a", {{"href", "/file/" + file.text() + "/correct/" + item.latest().id.text()}, {"class", "govuk-link"}}, words.text(N_("Correct this")))));
    }
  }
  if (item.versions.size() > 1) {
    Html earlier;
    for (std::size_t i = item.versions.size() - 1; i-- > 0;) {
      earlier.add(el("p", {{"class", "govuk-hint"}}, member_name(state, item.versions[i].author), ", ", words.moment(item.versions[i].time)));
      if (item.versions[i].message != nullptr) earlier.add(values_of(words, *item.versions[i].message));
    }
    out.add(el("details", {{"class", "govuk-details"}},
               el("summary", {{"class", "govuk-details__summary"}}, el("span", {{"class", "govuk-details__summary-text"}}, words.text(N_("Earlier versions")))),
               el("div", {{"class", "govuk-details__text"}}, earlier)));
  }
  return el("li", {}, out);
}

Html safe_panel(const Catalogue& words, const SafeContact& safe) {
  return el("section", {{"class", "arasha-safe"}, {"aria-labelledby", "safe-heading"}},
            el("h2", {{"class", "govuk-heading-m"}, {"id", "safe-heading"}}, words.text(N_("Before you call"))), values_of(words, safe));
}

Html add_links(const Catalogue& words, FileId file, bool person) {
  Html links;
  for (const schema::EntryType& type : schema::entry_types()) {
    const bool of_person = type.compartment == IDENTITY || type.compartment == HEALTH;
    if (type.internal || of_person != person) continue;
    links.add(el("a", {{"href", "/file/" + file.text() + "/add/" + type.descriptor->name()}, {"class", "govuk-button govuk-button--secondary"}, {"role", "button"}},
                 words.text(type.title.c_str())));
  }
  return el("div", {{"class", "arasha-add"}}, links);
}

web::Response case_page(vault::Vault& vault, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file) return web::error_page(visit, Error(ErrorCode::not_found, "There is no such page."));
  Cases cases(vault);
  const auto story = cases.read(visit.keyring, *file);
  if (!story) return web::error_page(visit, story.error());
  const auto state = vault.directory();
  const CaseCard card = case_card(*story);

  web::Page page = visit.page(card.alias().empty() ? std::string(words.text(N_("Case"))) : card.alias());
  page.back = "/";
  page.main = el("span", {{"class", "govuk-caption-l"}}, words.text(N_("Case")));
  page.main.add(web::heading(page.title));
  page.main.add(el("p", {}, el("strong", {{"class", "govuk-tag"}}, state_label(words, card.state())), " ",
                   schema::label_of("identification_status", card.identification(), words)));
  if (const auto* safe = story->last<SafeContact>()) page.main.add(safe_panel(words, *safe));

  const auto person = FileId::from_text(card.person());
  if (person) {
    const auto who = cases.read(visit.keyring, *person);
    Html items;
    if (who) {
      for (const Item& item : who->items) items.add(item_view(visit, *state, *person, item));
    } else {
      items = el("li", {}, words.text(N_("Recorded, not shown to you.")));
    }
    page.main.add(el("h2", {{"class", "govuk-heading-m"}}, words.text(N_("Person"))));
    page.main.add(el("ol", {{"class", "arasha-timeline"}}, items));
    if (who) page.main.add(add_links(words, *person, true));
  }
  page.main.add(el("h2", {{"class", "govuk-heading-m"}}, words.text(N_("Add to the case"))));
  page.main.add(add_links(words, *file, false));
  page.main.add(el("h2", {{"class", "govuk-heading-m"}}, words.text(N_("Timeline"))));
  Html items;
  for (auto item = story->items.rbegin(); item != story->items.rend(); ++item) items.add(item_view(visit, *state, *file, *item));
  page.main.add(el("ol", {{"class", "arasha-timeline"}}, items));
  return web::Response::page(web::layout(page));
}

// One form for adding and for correcting; `seen` is the version under correction.
web::Response entry_page(const Visit& visit, const schema::EntryType& type, const schema::FormData& typed,
                         const std::vector<schema::FieldError>& errors, const Html& notice, int status) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(type.title.c_str())));
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  if (!type.help.empty()) page.main.add(el("p", {{"class", "govuk-body"}}, words.text(type.help.c_str())));
  page.main.add(notice);
  Html fields = web::csrf_field(visit.csrf);
  for (const schema::FormField& field : schema::form_fields(*type.descriptor)) fields.add(web::form_field(words, field, field.name, typed, errors));
  fields.add(web::button(words.text(N_("Save"))));
  page.main.add(el("form", {{"method", "post"}, {"action", visit.request.path}, {"novalidate", ""}}, fields));
  return web::Response::page(web::layout(page), status);
}

std::unique_ptr<google::protobuf::Message> new_message(const schema::EntryType& type) {
  return std::unique_ptr<google::protobuf::Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type.descriptor)->New());
}

const schema::EntryType* form_type(const Visit& visit) {
  const schema::EntryType* type = schema::entry_type(std::string_view(visit.parameters.at("type")));
  return type == nullptr || type->internal ? nullptr : type;
}

web::Response no_page(const Visit& visit) { return web::error_page(visit, Error(ErrorCode::not_found, "There is no such page.")); }

web::Response add_form(vault::Vault& vault, const Visit& visit) {
  const schema::EntryType* type = form_type(visit);
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (type == nullptr || !file || !vault.openable(visit.keyring, *file)) return no_page(visit);
  return entry_page(visit, *type, draft_of(vault, visit), {}, {}, 200);
}

web::Response add_entry(vault::Vault& vault, const Visit& visit) {
  const schema::EntryType* type = form_type(visit);
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (type == nullptr || !file) return no_page(visit);
  const auto message = new_message(*type);
  const auto errors = schema::parse_form(visit.request.form, *message);
  if (!errors.empty()) return entry_page(visit, *type, visit.request.form, errors, {}, 400);
  const auto added = Cases(vault).add(visit.keyring, *file, *message);
  if (!added) return web::error_page(visit, added.error());
  static_cast<void>(vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect("/file/" + file->text());
}

web::Response correct_form(vault::Vault& vault, const Visit& visit) {
  const auto file = FileId::from_text(visit.parameters.at("file"));
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  if (!file || !entry) return no_page(visit);
  const auto story = Cases(vault).read(visit.keyring, *file);
  if (!story) return web::error_page(visit, story.error());
  const Item* item = story->find(*entry);
  if (item == nullptr || item->latest().message == nullptr) return no_page(visit);
  const schema::EntryType* type = schema::entry_type(item->type);
  const schema::FormData kept = draft_of(vault, visit);
  return entry_page(visit, *type, kept.fields().empty() ? schema::to_form(*item->latest().message) : kept, {}, {}, 200);
}

web::Response correct_entry(vault::Vault& vault, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto file = FileId::from_text(visit.parameters.at("file"));
  const auto seen = EntryId::from_text(visit.parameters.at("entry"));
  if (!file || !seen) return no_page(visit);
  Cases cases(vault);
  const auto story = cases.read(visit.keyring, *file);
  if (!story) return web::error_page(visit, story.error());
  const Item* item = story->find(*seen);
  if (item == nullptr || item->latest().message == nullptr) return no_page(visit);
  const schema::EntryType* type = schema::entry_type(item->type);
  const auto message = new_message(*type);
  const auto errors = schema::parse_form(visit.request.form, *message);
  if (!errors.empty()) return entry_page(visit, *type, visit.request.form, errors, {}, 400);
  const auto corrected = cases.correct(visit.keyring, *file, *seen, *message);
  if (!corrected && corrected.error().code == ErrorCode::conflict) {
    // Both versions before her eyes, nothing of hers lost; a link leads to correcting the newer one.
    Html notice = el("div", {{"class", "govuk-warning-text"}}, el("strong", {{"class", "govuk-warning-text__text"}}, words.error(corrected.error())));
    notice.add(values_of(words, *item->latest().message));
    notice.add(el("p", {{"class", "govuk-body"}}, el("a", {{"href", "/file/" + file->text() + "/correct/" + item->latest().id.text()}, {"class", "govuk-link"}},
                                                      words.text(N_("Correct the newer version instead")))));
    return entry_page(visit, *type, visit.request.form, {}, notice, 409);
  }
  if (!corrected) return web::error_page(visit, corrected.error());
  static_cast<void>(vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect("/file/" + file->text());
}

// A person's entry leads back to the case that names the person.
web::Response to_case(vault::Vault& vault, const Visit& visit) {
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file) return no_page(visit);
  const auto rows = cases_of(vault, visit);
  if (!rows) return web::error_page(visit, rows.error());
  for (const Row& row : *rows) {
    if (row.card.person() == file->text()) return web::Response::redirect("/case/" + row.file.text());
  }
  return web::Response::redirect("/case/" + file->text());
}

}  // namespace

void add_pages(web::Site& site) {
  vault::Vault& vault = site.vault();
  const auto with = [&vault](web::Response (*page)(vault::Vault&, const Visit&)) {
    return [&vault, page](const Visit& visit) { return page(vault, visit); };
  };
  site.place(10, "/", N_("My work"));
  site.place(20, "/contact", N_("New first contact"));
  site.get("/", with(my_work));
  site.get("/contact", with(new_contact));
  site.post("/contact", with(save_contact));
  site.get("/case/{file}", with(case_page));
  site.get("/file/{file}", with(to_case));
  site.get("/file/{file}/add/{type}", with(add_form));
  site.post("/file/{file}/add/{type}", with(add_entry));
  site.get("/file/{file}/correct/{entry}", with(correct_form));
  site.post("/file/{file}/correct/{entry}", with(correct_entry));
}

}  // namespace arasha::casework
