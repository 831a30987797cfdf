// Several at once: the decisions of a meeting while it is held, the actions into which a recommendation is broken down. All or
// none, in one change.
#include "cooperation/parts.h"

namespace arasha::cooperation {
namespace {

constexpr int kEmptyRows = 4;  // to begin with; the button adds others

struct Sheet {
  Opened opened;
  const Item* about = nullptr;
  std::string back = {};
  const google::protobuf::Descriptor* descriptor = nullptr;
  const char* title = nullptr;  // a msgid
};

Result<Sheet> open_sheet(const Desk& desk, const Visit& visit) {
  const Error missing(ErrorCode::not_found, "There is no such page.");
  if (!writes(desk, visit)) return missing;
  TRY(opened, open(desk, visit));
  Sheet out{std::move(opened)};
  if (const Item* meeting = entry_of<Meeting>(visit, out.opened.story)) {
    out.about = meeting;
    out.descriptor = DecisionSheet::descriptor();
    out.title = N_("Decisions of the meeting");
    out.back = meeting_address(out.opened.file, reference_to(*meeting));
  } else if (const Item* recommendation = entry_of<Recommendation>(visit, out.opened.story)) {
    out.about = recommendation;
    out.descriptor = ActionSheet::descriptor();
    out.title = N_("Break the recommendation down into actions");
    out.back = recommendation_address(out.opened.file, reference_to(*recommendation));
  } else {
    return missing;
  }
  return out;
}

// The agenda with its numbers, to be copied from; the recommendation in its words.
Html about_html(const Catalogue& words, const Item& about) {
  if (const auto* recommendation = about.as<Recommendation>()) return web::inset(el("span", {{"class", "arasha-kept"}}, recommendation->text()));
  const auto* meeting = about.as<Meeting>();
  Html items;
  for (int i = 0; i < meeting->agenda_size(); ++i) items.add(el("li", {}, el("strong", {}, std::to_string(i + 1)), ": " + meeting->agenda(i).text()));
  if (items.is_empty()) return {};
  return web::inset(el("div", {}, el("p", {{"class", "govuk-body"}}, words.text(N_("On the agenda, with the numbers to write below:"))), el("ul", {{"class", "govuk-list"}}, items)));
}

web::Response sheet_page(const Visit& visit, const Sheet& sheet, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(sheet.title)));
  page.back = sheet.back;
  page.wrong = !errors.empty();
  web::Labels labels;
  web::add_labels(labels, words, *sheet.descriptor);
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(page.title));
  page.main.add(about_html(words, *sheet.about));
  Html fields = el("button", {{"class", "govuk-visually-hidden"}, {"type", "submit"}, {"tabindex", "-1"}, {"aria-hidden", "true"}}, words.text(N_("Save")));
  fields.add(web::once_field(typed));
  fields.add(web::fields_html(words, *sheet.descriptor, typed, errors));
  fields.add(web::actions(web::button(words.text(N_("Save"))), web::link(sheet.back, words.text(N_("Cancel")))));
  page.main.add(web::draft_form(visit.request.path, visit.csrf, fields));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

// The entries of the rows, in their order.
std::vector<std::unique_ptr<google::protobuf::Message>> entries_of(const Desk& desk, const Sheet& sheet, const google::protobuf::Message& rows) {
  const auto state = desk.vault.directory();
  std::vector<std::unique_ptr<google::protobuf::Message>> out;
  if (const auto* decisions = dynamic_cast<const DecisionSheet*>(&rows)) {
    for (const auto& row : decisions->rows()) {
      auto one = std::make_unique<MeetingDecision>();
      one->set_meeting(reference_to(*sheet.about));
      one->set_question(question_at(*sheet.about->as<Meeting>(), row.question()));
      one->set_text(row.text());
      one->set_body(row.body());
      one->set_person(row.person());
      one->set_due(row.due());
      one->set_member(colleague_named(*state, row.person()));
      out.push_back(std::move(one));
    }
  }
  if (const auto* actions = dynamic_cast<const ActionSheet*>(&rows)) {
    for (const auto& row : actions->rows()) {
      auto one = std::make_unique<RecommendedAction>();
      one->set_recommendation(reference_to(*sheet.about));
      one->set_text(row.text());
      one->set_body(row.body());
      one->set_person(row.person());
      one->set_due(row.due());
      one->set_member(colleague_named(*state, row.person()));
      out.push_back(std::move(one));
    }
  }
  return out;
}

std::unique_ptr<google::protobuf::Message> new_sheet(const Sheet& sheet) {
  if (sheet.descriptor == DecisionSheet::descriptor()) return std::make_unique<DecisionSheet>();
  return std::make_unique<ActionSheet>();
}

web::Response sheet_form(const Desk& desk, const Visit& visit) {
  const auto sheet = open_sheet(desk, visit);
  if (!sheet) return web::error_page(visit, sheet.error());
  schema::FormData typed = web::draft_of(desk.vault, visit);
  // What stands in the way of every decision is said before anybody types.
  web::FieldErrors errors;
  if (const auto* meeting = sheet->about->as<Meeting>()) {
    MeetingDecision probe;
    probe.set_meeting(reference_to(*sheet->about));
    if (meeting->state() == "cancelled" || meeting->date() > to_iso(today(desk))) {
      errors = check(sheet->opened.story, probe, today(desk));
      for (schema::FieldError& error : errors) error.field = "rows";
    }
  }
  if (typed.fields().empty()) {
    for (int i = 0; i < kEmptyRows; ++i) typed.add(schema::row_name("rows", i) + "-text", "");
  }
  return sheet_page(visit, *sheet, typed, errors);
}

web::Response save_sheet(const Desk& desk, const Visit& visit) {
  const auto sheet = open_sheet(desk, visit);
  if (!sheet) return web::error_page(visit, sheet.error());
  const schema::FormData& typed = visit.request.form;
  if (!typed.get(web::kMoreRows).empty()) return sheet_page(visit, *sheet, typed, {});
  const auto rows = new_sheet(*sheet);
  web::FieldErrors errors = schema::parse_form(typed, *rows);
  if (!errors.empty()) return sheet_page(visit, *sheet, typed, errors);
  const auto entries = entries_of(desk, *sheet, *rows);
  // The first entry has the id of the form: where it stands already, the form was sent twice.
  const auto once = web::once_of<EntryId>(visit);
  if (!entries.empty() && sheet->opened.story.has(once, *entries.front())) return web::Response::redirect(sheet->back, N_("Saved."));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (schema::FieldError& error : check(sheet->opened.story, *entries[i], today(desk))) {
      error.field = schema::row_name("rows", static_cast<int>(i)) + "-" + error.field;
      errors.push_back(std::move(error));
    }
  }
  if (!errors.empty()) {
    schema::FormData again = schema::to_form(*rows);
    again.add("once", std::string(typed.get("once")));
    return sheet_page(visit, *sheet, again, errors);
  }
  std::vector<vault::Filing::Addition> additions;
  for (std::size_t i = 0; i < entries.size(); ++i) additions.push_back({entries[i].get(), i == 0 ? once : EntryId()});
  const auto added = filing(desk).add(visit.keyring, sheet->opened.file, additions);
  if (!added) return web::error_page(visit, added.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(sheet->back, N_("Saved."));
}

}  // namespace

void add_sheet_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/cooperation/{file}/meeting/{entry}/decisions", sheet_form);
  on_post(site, desk, "/cooperation/{file}/meeting/{entry}/decisions", save_sheet);
  on_get(site, desk, "/cooperation/{file}/recommendation/{entry}/actions", sheet_form);
  on_post(site, desk, "/cooperation/{file}/recommendation/{entry}/actions", save_sheet);
}

}  // namespace arasha::cooperation
