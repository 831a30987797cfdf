// Approval: asking a colleague to look at an assessment, a plan or a closing, and the colleague's answer.
#include "casework/plan/panel.h"
#include "casework/program_fields.h"
#include "casework/timeline.h"

namespace arasha::casework {
namespace {

// A version of something that is approved, in a case in which this member writes.
struct Subject {
  FileId file;
  Story story;
  const Item* item = nullptr;
  std::string posted;  // the version that was before the person's eyes
};
Result<Subject> open_subject(const Desk& desk, const Visit& visit) {
  const Error missing(ErrorCode::not_found, "There is no such page.");
  const auto file = file_of(visit);
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  if (!file || !entry || !desk.vault.may_open(visit.keyring, *file, ASSISTANCE)) return missing;
  Subject out;
  out.file = *file;
  out.posted = entry->text();
  TRY(story, Cases(desk.vault).read(visit.keyring, *file));
  out.story = std::move(story);
  out.item = out.story.find(*entry);
  if (out.item == nullptr || !is_approvable(*out.item)) return missing;
  return out;
}

struct Question {
  const char* title;
  const schema::EntryType& type;  // ApprovalAsked or Approval
  std::string action;             // without the version
};
Question asking() { return {N_("Ask for approval"), schema::entry_type_of<ApprovalAsked>(), "/ask-approval/"}; }
Question deciding() { return {N_("Approve or give back"), schema::entry_type_of<Approval>(), "/approval/"}; }

// What is approved stands above the answer, as it is now.
web::Response question_page(const Desk& desk, const Visit& visit, const Subject& subject, const Question& question, const schema::FormData& typed,
                            const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  const Version& latest = subject.item->latest();
  web::Page page = visit.page(std::string(words.text(question.title)));
  page.back = "/case/" + subject.file.text();
  page.wrong = !errors.empty();
  web::Labels labels;
  add_labels(labels, words, *question.type.descriptor);
  const std::string_view title = words.text(schema::entry_type(subject.item->type)->title.c_str());
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(title, page.title));
  page.main.add(el("p", {{"class", "arasha-quiet"}}, author_name(*state, latest), ", ", words.moment(latest.time)));
  page.main.add(plan_lines(visit, *state, subject.story, *subject.item, false));
  page.main.add(values_of(words, *latest.message));
  page.main.add(history_of(visit, *state, *subject.item, false));
  Html fields = once_field(typed);
  for (const schema::FormField& field : schema::form_fields(*question.type.descriptor)) fields.add(web::form_field(words, field, field.name, typed, errors));
  fields.add(web::actions(web::button(words.text(N_("Save"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(kept_form("/file/" + subject.file.text() + question.action + latest.id.text(), visit.csrf, fields));
  return web::Response::page(web::layout(page), status);
}

web::Response show(const Desk& desk, const Visit& visit, const Question& question) {
  const auto subject = open_subject(desk, visit);
  if (!subject) return web::error_page(visit, subject.error());
  return question_page(desk, visit, *subject, question, draft_of(desk, visit), {}, 200);
}

web::Response save(const Desk& desk, const Visit& visit, const Question& question) {
  auto subject = open_subject(desk, visit);
  if (!subject) return web::error_page(visit, subject.error());
  const auto message = new_message(question.type);
  const auto once = once_of<EntryId>(visit);
  web::FieldErrors errors = schema::parse_form(visit.request.form, *message);
  put_references(*message, subject->posted);
  if (errors.empty() && !subject->story.has(once, *message)) check_approval(subject->story, *message, visit.keyring.member(), errors);
  const bool is_old = subject->item->latest().id.text() != subject->posted;
  if (!errors.empty()) return question_page(desk, visit, *subject, question, visit.request.form, errors, is_old ? 409 : 400);
  const auto added = Cases(desk.vault).add(visit.keyring, subject->file, *message, once);
  if (!added) return web::error_page(visit, added.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect("/case/" + subject->file.text(), N_("Saved."));
}

web::Response ask_form(const Desk& desk, const Visit& visit) { return show(desk, visit, asking()); }
web::Response ask(const Desk& desk, const Visit& visit) { return save(desk, visit, asking()); }
web::Response decide_form(const Desk& desk, const Visit& visit) { return show(desk, visit, deciding()); }
web::Response decide(const Desk& desk, const Visit& visit) { return save(desk, visit, deciding()); }

}  // namespace

void add_plan_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/file/{file}/ask-approval/{entry}", ask_form);
  on_post(site, desk, "/file/{file}/ask-approval/{entry}", ask);
  on_get(site, desk, "/file/{file}/approval/{entry}", decide_form);
  on_post(site, desk, "/file/{file}/approval/{entry}", decide);
}

}  // namespace arasha::casework
