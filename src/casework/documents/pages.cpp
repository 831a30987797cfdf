// Documents: sending one in, looking at what is known of it, taking it out again.
#include <algorithm>

#include "casework/documents/content.h"
#include "casework/documents/panel.h"
#include "casework/rules.h"
#include "casework/timeline.h"
#include "vault/blobs.h"
#include "web/upload.h"

namespace arasha::casework {
namespace {

constexpr const char* kFile = "file";
constexpr const char* kClean = "clean";
constexpr const char* kPart = "part";
constexpr std::size_t kFormLimit = static_cast<std::size_t>(kDocumentLimit) + 256 * 1024;  // the file and what stands around it

std::string back_of(const Visit& visit, FileId file) {
  const auto from = FileId::from_text(visit.request.query.get("case"));
  return from ? "/case/" + from->text() : "/file/" + file.text();
}

bool is_of_person(const schema::EntryType& type) { return type.compartment == IDENTITY || type.compartment == HEALTH; }

// The parts of a case in which documents lie, each with who sees it.
struct Part {
  const schema::EntryType* type;
  const char* label;
};
const std::vector<Part>& all_parts() {
  static const std::vector<Part> all = {
      {&schema::entry_type_of<PersonDocument>(), N_("About the person: those who may see who the person is")},
      {&schema::entry_type_of<HealthDocument>(), N_("Health: those who may see health")},
      {&schema::entry_type_of<CaseDocument>(), N_("The work of the case: those who work with the case")},
      {&schema::entry_type_of<LegalDocument>(), N_("Law: those who may see legal matters")}};
  return all;
}

// Those into which this member may write.
std::vector<Part> open_parts(const CaseView& view) {
  std::vector<Part> out;
  for (const Part& part : all_parts()) {
    if (view.may_add.contains(part.type->compartment) && !(is_of_person(*part.type) && view.person.is_nil())) out.push_back(part);
  }
  return out;
}

Html form_html(const Visit& visit, const CaseView& view, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  Html fields = once_field(typed);
  web::ChoiceField part{kPart, std::string(words.text(N_("Where it belongs"))), std::string(words.text(N_("This decides who can open it."))), {}};
  for (const Part& one : open_parts(view)) {
    part.choices.push_back({one.type->descriptor->name(), std::string(words.text(one.label)), std::string(words.text(one.type->help.c_str()))});
  }
  part.chosen = {std::string(typed.get(kPart))};
  fields.add(web::choice_field(words, part, errors));
  for (const schema::FormField& field : schema::form_fields(*PersonDocument::descriptor())) fields.add(web::form_field(words, field, field.name, typed, errors));
  web::ChoiceField clean{kClean, std::string(words.text(N_("Hidden data of pictures"))), {}, {}};
  clean.kind = web::ChoiceKind::checkboxes;
  clean.choices = {{"yes", std::string(words.text(N_("Take place, time and camera out of the picture"))),
                    std::string(words.text(N_("Works for JPEG, PNG and WebP. Leave it out where these data are the evidence.")))}};
  if (!typed.has(kPart) || typed.has(kClean)) clean.chosen = {"yes"};
  fields.add(web::choice_field(words, clean, errors));
  web::FileField file{kFile, std::string(words.text(N_("File"))), {}, {}};
  file.hint = words.text(N_("Picture (JPEG, PNG, WebP, HEIC), PDF, text, Word, Excel, OpenDocument or sound (MP3, M4A, OGG, WAV), at most {1} MB."), {words.number(static_cast<std::int64_t>(kDocumentLimit >> 20U))});
  file.accept = ".jpg,.jpeg,.png,.webp,.heic,.heif,.pdf,.txt,.docx,.xlsx,.odt,.ods,.mp3,.m4a,.ogg,.oga,.opus,.wav";
  fields.add(web::file_field(words, file, errors));
  fields.add(web::actions(web::button(words.text(N_("Keep the document"))), web::link("/case/" + view.file.text(), words.text(N_("Cancel")))));
  return web::upload_form("/case/" + view.file.text() + "/documents/add", visit.csrf, fields);
}

web::Response form_page(const Visit& visit, const CaseView& view, const schema::FormData& typed, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Add a document"))));
  page.back = "/case/" + view.file.text();
  page.wrong = !errors.empty();
  web::Labels labels;
  add_labels(labels, words, *PersonDocument::descriptor());
  labels[kFile] = words.text(N_("File"));
  labels[kPart] = words.text(N_("Where it belongs"));
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(view.card.alias(), page.title));
  page.main.add(web::paragraph(words.text(N_("The file is encrypted while it arrives and opens only for those who may see this part. Who takes it out is recorded."))));
  page.main.add(form_html(visit, view, typed, errors));
  return web::Response::page(web::layout(page), status);
}

web::Response add_form(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file) return no_page(visit);
  const auto view = open_case_view(desk, visit, *file);
  if (!view) return web::error_page(visit, view.error());
  if (open_parts(*view).empty()) return no_page(visit);
  return form_page(visit, *view, draft_of(desk, visit), {}, 200);
}

// What the file is; a mistake stands beside its field.
std::optional<Looked> look(const Visit& visit, web::FieldErrors& errors) {
  const auto& upload = visit.request.upload;
  const auto wrong = [&](Error error) {
    errors.push_back({kFile, std::move(error)});
    return std::nullopt;
  };
  if (upload != nullptr && upload->is_too_large()) {
    return wrong({ErrorCode::too_large, "This file is larger than {1} MB. Make it smaller, or send it in parts.", {std::to_string(kDocumentLimit >> 20U)}});
  }
  const web::UploadedFile* file = upload == nullptr ? nullptr : upload->file(kFile);
  if (file == nullptr) return wrong({ErrorCode::invalid_input, "Choose a file."});
  auto looked = look_at(upload->read(*file), file->name);
  if (!looked) return wrong(looked.error());
  return *looked;
}

Result<std::shared_ptr<vault::NewBlob>> seal(const Desk& desk, const Visit& visit, FileId file, vault::Compartment compartment, const Looked& looked, bool clean) {
  const web::UploadedFile& from = *visit.request.upload->file(kFile);
  TRY(blob, desk.vault.begin_blob(visit.keyring, file, compartment));
  TRY_VOID(pass_on(visit.request.upload->read(from), looked, clean, [&](BytesView bytes) { return blob->write(bytes); }));
  TRY_VOID(blob->finish());
  return blob;
}

web::Response add_document(const Desk& desk, const Visit& visit) {
  const auto case_file = file_of(visit);
  if (!case_file) return no_page(visit);
  const auto view = open_case_view(desk, visit, *case_file);
  if (!view) return web::error_page(visit, view.error());
  const schema::FormData& form = visit.request.form;
  const auto parts = open_parts(*view);
  if (parts.empty()) return no_page(visit);
  const auto chosen = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return form.get(kPart) == part.type->descriptor->name(); });
  const schema::EntryType& type = chosen == parts.end() ? *parts.front().type : *chosen->type;
  const auto message = new_message(type);
  web::FieldErrors errors;
  if (chosen == parts.end()) errors.push_back({kPart, Error(ErrorCode::invalid_input, "Answer this question.")});
  for (auto& error : schema::parse_form(form, *message)) errors.push_back(std::move(error));
  const auto once = once_of<EntryId>(visit);
  const bool of_person = is_of_person(type);
  const FileId file = of_person ? view->person : view->file;
  if (errors.empty()) errors = check(of_person ? *view->who : view->story, *message, today(desk), EntryId(), visit.keyring.member());
  const auto looked = look(visit, errors);
  if (!errors.empty() && looked) {
    errors.push_back({kFile, Error(ErrorCode::invalid_input, "Choose the file once more: the browser lets it go. Everything else that you typed is still here.")});
  }
  if (!looked || !errors.empty()) return form_page(visit, *view, form, errors, 400);
  const bool clean = form.has(kClean);
  const bool cleans = clean && can_be_cleaned(looked->format);
  DocumentFields of_file;
  of_file.file_name = name_to_keep(visit.request.upload->file(kFile)->name, looked->format);
  of_file.format = code_of(looked->format);
  of_file.size = std::to_string(cleans ? looked->cleaned : looked->size);
  if (is_picture(looked->format)) of_file.cleaned = cleans ? "removed" : clean ? "impossible" : "kept";
  put_file(*message, of_file);
  auto blob = seal(desk, visit, file, type.compartment, *looked, cleans);
  if (!blob) return web::error_page(visit, blob.error());
  const auto added = Cases(desk.vault).add(visit.keyring, file, *message, once, std::move(*blob));
  if (!added) return web::error_page(visit, added.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  const std::string back = "/case/" + view->file.text();
  if (of_file.cleaned == "impossible") {
    return web::Response::redirect(back, N_("The document is kept. Its hidden data could not be taken out: this format may still tell where the picture was made."));
  }
  return web::Response::redirect(back, N_("The document is kept."));
}

// A document that this member reads.
struct Found {
  FileId file;
  Story story;
  const Item* item = nullptr;
  DocumentFields fields;
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
  auto fields = out.item == nullptr ? std::nullopt : document_in(*out.item);
  if (!fields) return missing;
  out.fields = std::move(*fields);
  return out;
}

web::Response show(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto found = find(desk, visit);
  if (!found) return web::error_page(visit, found.error());
  const DocumentFields& fields = found->fields;
  const auto state = desk.vault.directory();
  const std::string id = found->item->latest().id.text();
  const std::string base = "/file/" + found->file.text();
  const auto from = FileId::from_text(visit.request.query.get("case"));
  const std::string end = from ? "?case=" + from->text() : "";
  web::Page page = visit.page(fields.title);
  page.back = back_of(visit, found->file);
  page.main = web::heading(words.text(schema::entry_type(found->item->type)->title.c_str()), page.title);
  web::SummaryList list;
  list.add(words.text(N_("What it is")), label(words, "stored_document_kind", fields.kind));
  list.add(words.text(N_("Date of the document")), date_label(words, fields.date));
  if (!fields.note.empty()) list.add(words.text(N_("Note")), el("span", {{"class", "arasha-kept"}}, fields.note));
  list.add(words.text(N_("Name of the file")), fields.file_name);
  list.add(words.text(N_("Format")), label(words, "document_format", fields.format) + ", " + shown_size(words, fields.size));
  list.add(words.text(N_("Hidden data of the picture")), label(words, "document_cleaned", fields.cleaned));
  list.add(words.text(N_("Added by")), author_name(*state, found->item->first()) + ", " + words.moment(found->item->first().time));
  page.main.add(list.html());
  page.main.add(history_of(visit, *state, *found->item, false));
  page.main.add(web::actions(el("a", {{"href", base + "/document/" + id + "/content"}, {"download", ""}, {"class", "govuk-button"}, {"role", "button"}, {"draggable", "false"}},
                                words.text(N_("Take the file out"))),
                             web::link(base + "/correct/" + id + end, words.text(N_("Correct the description"))),
                             web::link(base + "/erase/" + id + end, words.text(N_("Erase")))));
  page.main.add(web::hint(words.text(N_("A file that was taken out lies on this device unencrypted. Delete it when you are done, on a telephone from the gallery too."))));
  return web::Response::page(web::layout(page));
}

web::Response take_out(const Desk& desk, const Visit& visit) {
  const auto found = find(desk, visit);
  if (!found) return web::error_page(visit, found.error());
  const auto format = format_of(found->fields.format);
  auto blob = desk.vault.open_blob(visit.keyring, found->file, found->item->first().seq);
  if (!blob) return web::error_page(visit, blob.error());
  const std::uint64_t size = (*blob)->size();
  return web::Response::attachment(found->fields.file_name, format ? media_type_of(*format) : "application/octet-stream", size,
                                   [opened = std::move(*blob)] { return opened->next(); });
}

}  // namespace

std::string document_address(FileId file, const Item& item, FileId case_file) {
  const std::string end = item.latest().id.text() + "?case=" + case_file.text();
  if (is_document(item.type)) return "/file/" + file.text() + "/document/" + end;
  return item.as<PaperKept>() != nullptr ? "/file/" + file.text() + "/paper/" + end : std::string();
}

void add_document_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/case/{file}/documents/add", add_form);
  site.post_upload("/case/{file}/documents/add", kFormLimit, [desk](const Visit& visit) { return add_document(desk, visit); });
  // The generic form knows no files.
  for (const Part& part : all_parts()) {
    const std::string pattern = "/file/{file}/add/" + part.type->descriptor->name();
    site.get(pattern, [](const Visit& visit) {
      const auto file = file_of(visit);
      const auto from = FileId::from_text(visit.request.query.get("case"));
      if (!file) return no_page(visit);
      return web::Response::redirect("/case/" + (from ? *from : *file).text() + "/documents/add");
    });
    site.post(pattern, [](const Visit& visit) { return no_page(visit); });
  }
  on_get(site, desk, "/file/{file}/document/{entry}", show);
  on_get(site, desk, "/file/{file}/document/{entry}/content", take_out);
}

}  // namespace arasha::casework
