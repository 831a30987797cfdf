// A file of another directory: sending it, seeing what would happen, letting it happen.
#include <algorithm>

#include "directory/import.h"
#include "directory/room.h"
#include "schema/vocabulary.h"
#include "web/upload.h"

namespace arasha::directory {
namespace {

constexpr const char* kAddress = "/directory/import";
constexpr const char* kFile = "file";
constexpr const char* kGiveOn = "give_on";
constexpr const char* kKept = "/directory/import/kept";  // the draft that holds the file until it is confirmed
constexpr std::size_t kUpload = std::size_t{4} << 20U;   // larger ones go by the command line
constexpr std::size_t kNamesShown = 100;

// `where`: the table in the file of which the mistake speaks.
web::Response form_page(const Visit& visit, const schema::FormData& typed, const web::FieldErrors& errors, const std::string& where = {}) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Take over another directory"))));
  page.back = kHome;
  page.wrong = !errors.empty();
  const web::Labels labels = {{kFile, where.empty() ? std::string(words.text(N_("File"))) : where}, {kGiveOn, std::string(words.text(N_("May we give on what stands in it?")))}};
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(words.text(N_("A file in the form of Open Referral, HSDS 3.0: JSON, or CSV tables in a ZIP. You see what would happen before anything does."))));
  web::ChoiceField give_on{kGiveOn, labels.at(kGiveOn), std::string(words.text(N_("Only what was public anyway, or what they allowed."))), {}};
  for (const schema::Option& option : schema::options_of("directory_give_on", words)) give_on.choices.push_back({option.code, option.label});
  give_on.chosen = {typed.has(kGiveOn) ? std::string(typed.get(kGiveOn)) : "no"};
  web::FileField file{kFile, std::string(words.text(N_("File"))), words.text(N_("At most {1} MB; a larger one goes by the command line."), {words.number(static_cast<std::int64_t>(kUpload >> 20U))}), ".json,.zip"};
  page.main.add(web::upload_form(kAddress, visit.csrf, web::choice_field(words, give_on, errors), web::file_field(words, file, errors),
                                 web::actions(web::button(words.text(N_("See what would happen"))), web::link(kHome, words.text(N_("Cancel"))))));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

web::Response show_form(const Desk& desk, const Visit& visit) {
  if (!writes(desk, visit)) return web::no_page(visit);
  static_cast<void>(desk.vault.drop_draft(visit.keyring, kKept));
  return form_page(visit, {}, {});
}

Result<std::string> uploaded(const Visit& visit) {
  const auto& upload = visit.request.upload;
  if (upload != nullptr && upload->is_too_large()) return Error(ErrorCode::too_large, "This file is larger than {1} MB. Send it in parts.", {std::to_string(kUpload >> 20U)});
  const web::UploadedFile* file = upload == nullptr ? nullptr : upload->file(kFile);
  if (file == nullptr || file->size == 0) return Error(ErrorCode::invalid_input, "Choose a file.");
  if (file->size > kUpload) return Error(ErrorCode::too_large, "This file is larger than {1} MB. Send it in parts.", {std::to_string(kUpload >> 20U)});
  std::string out;
  auto next = upload->read(*file);
  while (true) {
    TRY(piece, next());
    if (piece.empty()) return out;
    out += text_view(piece);
  }
}

Html notes_html(const Catalogue& words, const std::vector<HsdsNote>& notes) {
  Html items;
  for (const HsdsNote& note : notes) items.add(el("li", {}, note_text(words, note)));
  return items.is_empty() ? Html() : el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items);
}

Html steps_html(const Catalogue& words, const ImportPlan& plan, ImportStep::Way way, const char* title, web::Meaning meaning, bool open) {
  Html items;
  std::size_t shown = 0;
  for (const ImportStep& step : plan.steps) {
    if (step.way != way || shown == kNamesShown) continue;
    ++shown;
    const std::string name = step.from.name.empty() ? words.text(N_("Line {1}"), {std::to_string(step.from.line)}) : step.from.name;
    Html one = el("strong", {}, name);
    if (way == ImportStep::Way::fresh) one.add(" "), one.add(quiet(words.plural("{1} entry", "{1} entries", static_cast<std::int64_t>(step.new_items))));
    if (way == ImportStep::Way::changed) {
      one.add(" ");
      one.add(quiet(words.text(N_("added: {1}, corrected: {2}"), {std::to_string(step.new_items), std::to_string(step.changed_items)})));
    }
    one.add(notes_html(words, step.from.mistakes));
    if (!step.from.notes.empty()) one.add(web::details(words.plural("{1} remark", "{1} remarks", static_cast<std::int64_t>(step.from.notes.size())), notes_html(words, step.from.notes)));
    items.add(el("li", {}, one));
  }
  if (items.is_empty()) return {};
  const std::size_t all = plan.count(way);
  if (all > shown) items.add(el("li", {}, words.plural("And {1} more.", "And {1} more.", static_cast<std::int64_t>(all - shown))));
  Html summary = el("p", {{"class", "arasha-tags"}}, web::tag(meaning, words.text(title)), " ", words.number(static_cast<std::int64_t>(all)));
  summary.add(web::details(words.text(N_("Show them")), el("ul", {{"class", "govuk-list"}}, items), open));
  return summary;
}

web::Response preview(const Visit& visit, const ImportPlan& plan, const std::string& give_on, Html notice = {}) {
  const Catalogue& words = visit.words;
  using Way = ImportStep::Way;
  web::Page page = visit.page(std::string(words.text(N_("What would happen"))));
  page.back = kAddress;
  page.main = std::move(notice);
  page.main.add(web::heading(page.title));
  page.main.add(steps_html(words, plan, Way::fresh, N_("New"), web::Meaning::fresh, true));
  page.main.add(steps_html(words, plan, Way::changed, N_("Is changed"), web::Meaning::waiting, true));
  page.main.add(steps_html(words, plan, Way::same, N_("Is here already"), web::Meaning::over, false));
  page.main.add(steps_html(words, plan, Way::refused, N_("Is not taken"), web::Meaning::danger, true));
  if (!plan.mistakes.empty()) page.main.add(web::details(words.text(N_("Rows that belong to no organisation")), notes_html(words, plan.mistakes)));
  if (!plan.left_out.empty()) {
    std::string names;
    for (const auto& [name, rows] : plan.left_out) names += (names.empty() ? "" : ", ") + name + " (" + std::to_string(rows) + ")";
    page.main.add(web::paragraph(words.text(N_("Tables that we do not take: {1}."), {names})));
  }
  page.main.add(web::hint(words.text(N_("What stands here and not in the file stays as it is."))));
  if (plan.count(Way::fresh) + plan.count(Way::changed) == 0) {
    page.main.add(web::paragraph(words.text(N_("There is nothing to take over."))));
    page.main.add(web::actions(web::button_link(kHome, words.text(N_("Back to the directory")), web::ButtonKind::secondary)));
  } else {
    page.main.add(web::post_form("/directory/import/confirm", visit.csrf, web::hidden("seen", plan.fingerprint()), web::hidden(kGiveOn, give_on),
                                 web::actions(web::button(words.text(N_("Take it over"))), web::link(kHome, words.text(N_("Cancel"))))));
  }
  return web::Response::page(web::layout(page));
}

Result<ImportPlan> plan_of(const Desk& desk, const Visit& visit, std::string_view bytes, const std::string& give_on, std::string* where) {
  TRY(tables, read_hsds(bytes, where));
  std::vector<Row> present;
  {
    TRY(access, desk.projection.enter(visit.keyring, DIRECTORY));
    present = desk.table.organisations(access);
  }
  TRY_VOID(desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(present.size())));
  return plan_import(desk.vault, visit.keyring, tables, give_on, present);
}

std::string give_on_of(const Visit& visit) { return visit.request.form.get(kGiveOn) == "yes" ? "yes" : "no"; }

web::Response send(const Desk& desk, const Visit& visit) {
  if (!writes(desk, visit)) return web::no_page(visit);
  const auto bytes = uploaded(visit);
  if (!bytes) return form_page(visit, visit.request.form, {{kFile, bytes.error()}});
  std::string where;
  const auto plan = plan_of(desk, visit, *bytes, give_on_of(visit), &where);
  if (!plan) return form_page(visit, visit.request.form, {{kFile, plan.error()}}, where);
  if (const auto kept = desk.vault.keep_draft(visit.keyring.member(), kKept, view(*bytes)); !kept) return web::error_page(visit, kept.error());
  return preview(visit, *plan, give_on_of(visit));
}

web::Response confirm(const Desk& desk, const Visit& visit) {
  if (!writes(desk, visit)) return web::no_page(visit);
  const auto kept = desk.vault.draft(visit.keyring, kKept);
  if (!kept) return web::error_page(visit, kept.error());
  if (!*kept) return form_page(visit, visit.request.form, {{kFile, Error(ErrorCode::invalid_input, "Choose the file again: it is not here any more.")}});
  const auto plan = plan_of(desk, visit, text_view(**kept), give_on_of(visit), nullptr);
  if (!plan) return web::error_page(visit, plan.error());
  const auto again = [&] {
    return preview(visit, *plan, give_on_of(visit), web::warning(visit.words, visit.words.text(N_("The directory was changed meanwhile. Look again at what would happen."))));
  };
  if (visit.request.form.get("seen") != plan->fingerprint()) return again();
  const auto done = carry_out(desk.vault, visit.keyring, *plan);
  if (!done && done.error().code == ErrorCode::conflict) return again();
  if (!done) return web::error_page(visit, done.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, kKept));
  return web::Response::redirect(kHome, N_("Taken over: {1}."), {std::to_string(*done)});
}

}  // namespace

void add_import_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, kAddress, show_form);
  site.post_upload(kAddress, kUpload + 64 * 1024, [desk](const Visit& visit) {
    return may_read(*desk.vault.directory(), visit.keyring.member()) ? send(desk, visit) : web::no_page(visit);
  });
  on_post(site, desk, "/directory/import/confirm", confirm);
}

}  // namespace arasha::directory
