#include "referral/refer_form.h"

#include <algorithm>

#include "casework/cases.h"
#include "casework/consent/giving.h"
#include "casework/consent/pages.h"
#include "casework/consent/panels.h"
#include "casework/consent/words.h"
#include "casework/documents/panel.h"
#include "schema/vocabulary.h"

namespace arasha::referral {

using casework::CaseView;
using casework::Decision;

namespace {

std::string purpose_in(const schema::FormData& typed) {
  const std::string_view chosen = typed.get("purpose");
  return casework::goes_outside(chosen) && schema::has_code("consent_purpose", chosen) ? std::string(chosen) : "referral";
}

Html purpose_field(const Catalogue& words, const schema::FormData& typed, const web::FieldErrors& errors) {
  web::ChoiceField field{.name = "purpose", .label = std::string(words.text(N_("Purpose of the consent"))), .choices = {}, .chosen = {purpose_in(typed)}, .kind = web::ChoiceKind::select};
  for (const schema::Option& option : schema::options_of("consent_purpose", words)) {
    if (casework::goes_outside(option.code)) field.choices.push_back({option.code, option.label});
  }
  return web::choice_field(words, field, errors);
}

bool covers(const Permitted& may, const std::vector<std::string>& groups) {
  return std::all_of(groups.begin(), groups.end(), [&](const std::string& group) { return std::find(may.groups.begin(), may.groups.end(), group) != may.groups.end(); });
}

std::string about_document(const Catalogue& words, const std::string& kind, const std::string& format, std::uint64_t size) {
  return casework::label(words, "stored_document_kind", kind) + " · " + casework::label(words, "document_format", format) + ", " + casework::shown_size(words, std::to_string(size));
}

// The same for documents: each under all groups that it falls under.
Html which_documents(const Catalogue& words, const ReferForm& form, const std::vector<OfferedDocument>& documents, const Permitted& may) {
  web::ChoiceField boxes{.name = "documents", .label = std::string(words.text(N_("Documents"))), .choices = {}, .kind = web::ChoiceKind::checkboxes, .optional = true};
  boxes.hint = words.text(N_("At most {1} MB together. They travel after the referral, piece by piece."), {words.number(static_cast<std::int64_t>(kAttachmentsLimit >> 20U))});
  Html closed;
  for (const OfferedDocument& one : documents) {
    if (covers(may, one.groups)) {
      boxes.choices.push_back({one.key, one.fields.title, about_document(words, one.fields.kind, one.fields.format, one.size())});
    } else {
      closed.add(el("p", {{"class", "govuk-body"}}, one.fields.title, " ", web::tag(web::Meaning::over, words.text(N_("Not covered"))), casework::quiet(casework::group_names(words, one.groups))));
    }
  }
  for (const std::string_view one : form.typed.all("documents")) boxes.chosen.emplace_back(one);
  Html out;
  if (!boxes.choices.empty()) out.add(web::choice_field(words, boxes, form.errors));
  out.add(closed);
  return out;
}

// One set of boxes for each group; what the consent does not cover is named and cannot be chosen.
Html what_goes(const Visit& visit, const ReferForm& form, const std::vector<Offered>& fields, const std::vector<OfferedDocument>& documents, const Permitted& may) {
  const Catalogue& words = visit.words;
  Html out = web::subheading(words.text(N_("What goes along")), "fields");
  out.add(web::hint(words.text(N_("As little as the partner needs. Nothing is chosen by itself."))));
  for (const std::string& group : groups_offered(fields, {})) {
    const std::string name = casework::group_names(words, {group});
    if (std::find(may.groups.begin(), may.groups.end(), group) == may.groups.end()) {
      out.add(el("p", {{"class", "govuk-body"}}, el("strong", {}, name), " ", web::tag(web::Meaning::over, words.text(N_("Not covered")))));
      continue;
    }
    web::ChoiceField boxes{.name = "fields", .label = name, .choices = {}, .kind = web::ChoiceKind::checkboxes, .optional = true};
    for (const Offered& one : fields) {
      if (one.group == group) boxes.choices.push_back({one.key, std::string(words.text(one.label.c_str())), one.text});
    }
    for (const std::string_view one : form.typed.all("fields")) boxes.chosen.emplace_back(one);
    out.add(web::choice_field(words, boxes, form.errors));
  }
  if (!documents.empty()) out.add(which_documents(words, form, documents, may));
  if (may.refusal) out.add(casework::ways_out(visit, form.view.file, *may.refusal));
  return out;
}

void check_referral(const Referral& referral, Date day, web::FieldErrors& errors) {
  const auto before = [&](const std::string& text) {
    const auto date = date_from_iso(text);
    return date && *date < day;
  };
  for (const auto& [name, value] : {std::pair{"answer_by", referral.answer_by()}, {"access_until", referral.access_until()}, {"arrival_date", referral.arrival_date()}}) {
    if (before(value)) errors.push_back({name, Error(ErrorCode::invalid_input, N_("This day is over. Choose today or a later one."))});
  }
  const auto answer = date_from_iso(referral.answer_by());
  const auto access = date_from_iso(referral.access_until());
  if (answer && access && *access < *answer) errors.push_back({"access_until", Error(ErrorCode::invalid_input, N_("The partner could not read it any more when it answers. Choose a later day."))});
}

ReferralPacket packet_of(const CaseView& view, const Referral& referral, const std::vector<std::string>& keys, const std::vector<OfferedDocument>& documents,
                         const std::vector<std::string>& groups, const Decision& decision) {
  ReferralPacket out;
  out.set_alias(view.card.alias());
  out.set_reason(referral.reason());
  *out.mutable_services() = referral.services();
  out.set_urgency(referral.urgency());
  out.set_request(referral.request());
  out.set_partial(referral.partial());
  out.set_arrival_date(referral.arrival_date());
  out.set_arrival_time(referral.arrival_time());
  out.set_arrival_place(referral.arrival_place());
  out.set_arrival_who(referral.arrival_who());
  out.set_answer_by(referral.answer_by());
  out.set_access_until(referral.access_until());
  out.set_copy_given(referral.copy_given());
  fill_packet(view, keys, out);
  out.set_purpose(referral.purpose());
  announce(documents, out);
  for (const std::string& group : groups) out.add_groups(group);
  out.set_ground(decision.ground == casework::Ground::legal ? "legal" : "consent");
  if (const auto* consent = decision.source == nullptr ? nullptr : decision.source->as<Consent>()) {
    out.set_consent_date(consent->date());
    out.set_consent_until(consent->valid_until());
  }
  if (const auto* proposal = decision.source == nullptr ? nullptr : decision.source->as<SharingOverride>()) out.set_norm(proposal->norm());
  return out;
}

// A field of the list that this case holds and the consent covers; others cannot have come from the form.
std::vector<std::string> keys_in(const schema::FormData& typed, const std::vector<Offered>& fields) {
  std::vector<std::string> out;
  for (const std::string_view one : typed.all("fields")) {
    const bool known = std::any_of(fields.begin(), fields.end(), [&](const Offered& field) { return field.key == one; });
    if (known && std::find(out.begin(), out.end(), one) == out.end()) out.emplace_back(one);
  }
  return out;
}

std::vector<OfferedDocument> documents_in(const schema::FormData& typed, const std::vector<OfferedDocument>& offered) {
  const auto chosen = typed.all("documents");
  std::vector<OfferedDocument> out;
  for (const OfferedDocument& one : offered) {
    if (std::find(chosen.begin(), chosen.end(), one.key) != chosen.end()) out.push_back(one);
  }
  return out;
}

void check_documents(const std::vector<OfferedDocument>& documents, web::FieldErrors& errors) {
  std::uint64_t size = 0;
  for (const OfferedDocument& one : documents) size += one.size();
  if (size > kAttachmentsLimit) {
    errors.push_back({"documents", Error(ErrorCode::invalid_input, N_("These documents are larger than {1} MB together. Leave some out, or send them with another referral."), {std::to_string(kAttachmentsLimit >> 20U)})});
  }
  if (documents.size() > static_cast<std::size_t>(kMostAttachments)) {
    errors.push_back({"documents", Error(ErrorCode::invalid_input, N_("At most {1} documents can go along. Leave some out."), {std::to_string(kMostAttachments)})});
  }
}

}  // namespace

Result<CaseView> case_in(const Room& room, const Visit& visit) {
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file || !room.vault.may_open(visit.keyring, *file, ASSISTANCE)) return Error(ErrorCode::not_found, "There is no such page.");
  TRY(view, casework::open_case_view(room.desk, visit, *file));
  if (!view.reads_case()) return Error(ErrorCode::not_found, "There is no such page.");
  return view;
}

std::string refer_address(FileId file) { return "/case/" + file.text() + "/refer"; }

Result<Permitted> permitted(const Room& room, const Visit& visit, const CaseView& view, const std::string& purpose, const std::string& recipient,
                            const std::vector<std::string>& groups) {
  const Date day = today(room);
  TRY(age, casework::age_of_person(room.vault, visit.keyring, view.story, day));
  Permitted out;
  for (const std::string& group : groups) {
    const Decision decision = casework::decide(view.story, {purpose, recipient, {group}}, age, day);
    if (decision.permitted()) out.groups.push_back(group);
    else if (!out.refusal) out.refusal = decision;
  }
  return out;
}

std::vector<std::string> groups_offered(const std::vector<Offered>& fields, const std::vector<OfferedDocument>& documents) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& group) {
    if (std::find(out.begin(), out.end(), group) == out.end()) out.push_back(group);
  };
  for (const Offered& one : fields) add(one.group);
  for (const OfferedDocument& one : documents) std::for_each(one.groups.begin(), one.groups.end(), add);
  return out;
}

web::Response refer_page(const Room& room, const Visit& visit, std::string title, const ReferForm& form) {
  const Catalogue& words = visit.words;
  const auto fields = offered_fields(words, form.view);
  const auto documents = form.documents ? offered_documents(form.view) : std::vector<OfferedDocument>();
  Permitted may;
  if (!form.recipient.empty()) {
    auto asked = permitted(room, visit, form.view, purpose_in(form.typed), form.recipient, groups_offered(fields, documents));
    if (!asked) return web::error_page(visit, asked.error());
    may = std::move(*asked);
  }
  web::Page page = visit.page(std::move(title));
  page.back = refer_address(form.view.file);
  const EntryForm entry{Referral::descriptor(), form.typed, form.errors};
  page.main = form_head(words, entry, page);
  page.main.add(casework::withheld_panel(visit, form.view, today(room)));
  page.main.add(form.notice);
  page.main.add(form.preview);
  if (may.groups.empty() && !form.recipient.empty()) {
    page.main.add(web::warning(words, words.text(may.refusal ? casework::sentence_of(may.refusal->refusal) : N_("Nothing is recorded that you may open."))));
    if (may.refusal) page.main.add(casework::ways_out(visit, form.view.file, *may.refusal));
  }
  Html inside = casework::once_field(form.typed);
  inside.add(form.before);
  inside.add(purpose_field(words, form.typed, form.errors));
  inside.add(form_fields(words, entry));
  inside.add(what_goes(visit, form, fields, documents, may));
  const bool shown = !form.preview.is_empty();
  const Html show = el("button", {{"class", shown ? "govuk-button govuk-button--secondary" : "govuk-button"}, {"type", "submit"}, {"name", "as"}, {"value", "show"}}, words.text(N_("Show what the partner will see")));
  inside.add(web::actions(show, form.send, web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::draft_form(form.action, visit.csrf, inside));
  return web::Response::page(web::layout(page), form.status);
}

void begin_typed(const Room& room, schema::FormData& typed) {
  if (typed.fields().empty()) {
    const auto soon = std::chrono::sys_days(today(room));
    casework::put_today(typed, "answer_by", Date(soon + std::chrono::days(2)));
    casework::put_today(typed, "access_until", Date(soon + std::chrono::days(30)));
  }
  if (!typed.has("once")) typed.add("once", crypto::random_id<exchange::ThreadId>().text());
}

Result<Chosen> read_chosen(const Room& room, const Visit& visit, const CaseView& view, const std::string& recipient, bool with_documents) {
  const schema::FormData& typed = visit.request.form;
  const Date day = today(room);
  Chosen out;
  out.errors = schema::parse_form(typed, out.referral);
  check_referral(out.referral, day, out.errors);
  const auto keys = keys_in(typed, offered_fields(visit.words, view));
  out.referral.set_purpose(purpose_in(typed));
  out.referral.set_recipient(recipient);
  out.referral.set_case_file(view.file.text());
  for (const std::string& key : keys) out.referral.add_fields(key);
  // What is asked of the partner says something of the person, too: without a group of its own, it counts as needs and services.
  out.groups = groups_of(keys);
  if (with_documents) out.documents = documents_in(typed, offered_documents(view));
  check_documents(out.documents, out.errors);
  for (const OfferedDocument& one : out.documents) {
    out.referral.add_documents(one.key);
    for (const std::string& group : one.groups) {
      if (std::find(out.groups.begin(), out.groups.end(), group) == out.groups.end()) out.groups.push_back(group);
    }
  }
  if (out.groups.empty()) out.groups.emplace_back("services");
  if (!out.errors.empty()) return out;
  TRY(age, casework::age_of_person(room.vault, visit.keyring, view.story, day));
  const Decision decision = casework::decide(view.story, {out.referral.purpose(), recipient, out.groups}, age, day);
  if (!decision.permitted()) {
    out.errors.push_back({"fields", Error(ErrorCode::denied, casework::sentence_of(decision.refusal))});
    out.ways_out = casework::ways_out(visit, view.file, decision);
    return out;
  }
  out.packet = packet_of(view, out.referral, keys, out.documents, out.groups, decision);
  return out;
}

Html preview_of(const Catalogue& words, const std::string& recipient, const ReferralPacket& packet) {
  Html inside;
  const auto entries = shown_entries(packet);
  if (entries) {
    for (const Shown& one : *entries) {
      inside.add(el("h3", {{"class", "govuk-heading-s"}}, words.text(schema::entry_type_of(*one.message)->title.c_str())));
      inside.add(casework::values_of(words, *one.message));
    }
  }
  if (!packet.request().empty()) inside.add(el("p", {{"class", "govuk-body arasha-kept"}}, packet.request()));
  Html documents;
  for (const Attachment& one : packet.attachments()) documents.add(el("li", {}, one.title(), casework::quiet(about_document(words, one.kind(), one.format(), one.content().size()))));
  if (!documents.is_empty()) {
    inside.add(el("h3", {{"class", "govuk-heading-s"}}, words.text(N_("Documents"))));
    inside.add(el("ul", {{"class", "govuk-list arasha-documents"}}, documents));
  }
  if (inside.is_empty()) inside.add(web::hint(words.text(N_("Nothing about the person goes along."))));
  return casework::section(words.text(N_("What {1} will see"), {recipient}), "preview", inside);
}

Result<void> record_outflow(const Room& room, const Visit& visit, const CaseView& view, const Chosen& chosen, const std::string& recipient, const char* how,
                            exchange::ThreadId thread) {
  Shared shared;
  shared.set_date(to_iso(today(room)));
  shared.set_purpose(chosen.referral.purpose());
  shared.set_recipient(recipient);
  for (const std::string& group : chosen.groups) shared.add_groups(group);
  shared.set_how(how);
  // The kinds alone: a title may say what is closed to whoever works in the case.
  std::string details(visit.words.text(N_("Referral")));
  std::string kinds;
  for (const OfferedDocument& one : chosen.documents) kinds += (kinds.empty() ? "" : ", ") + casework::label(visit.words, "stored_document_kind", one.fields.kind);
  if (!kinds.empty()) details += ". " + visit.words.text(N_("Documents: {1}"), {kinds});
  shared.set_details(details);
  TRY_VOID(casework::record_given(room.vault, visit.keyring, view.file, view.story, shared, *EntryId::from_bytes(thread.bytes())));
  return {};
}

std::optional<bool> is_covered_now(const Room& room, const Visit& visit, const Thread& thread, Date day) {
  const auto file = FileId::from_text(thread.card.case_file());
  const auto line = std::find_if(thread.lines.begin(), thread.lines.end(), [](const Line& one) { return dynamic_cast<const Referral*>(one.note.get()) != nullptr; });
  if (line == thread.lines.end() || !file || !room.vault.may_open(visit.keyring, *file, ASSISTANCE)) return {};
  const auto* referral = dynamic_cast<const Referral*>(line->note.get());
  std::vector<std::string> groups = groups_of({referral->fields().begin(), referral->fields().end()});
  for (const Attachment& one : thread.card.attachments()) {
    const auto more = groups_of_document(static_cast<std::uint16_t>(one.type()), one.kind());
    groups.insert(groups.end(), more.begin(), more.end());
  }
  if (groups.empty()) groups.emplace_back("services");
  const auto story = casework::Cases(room.vault).read(visit.keyring, *file);
  if (!story) return {};
  const auto age = casework::age_of_person(room.vault, visit.keyring, *story, day);
  if (!age) return {};
  return casework::decide(*story, {referral->purpose(), referral->recipient(), groups}, *age, day).permitted();
}

Result<void> note_in_case(const Room& room, const Visit& visit, FileId case_file, const std::string& recipient, FileId thread_file) {
  CaseReferral link;
  link.set_direction("out");
  link.set_partner(recipient);
  link.set_thread(thread_file.text());
  link.set_date(to_iso(today(room)));
  TRY_VOID(casework::Cases(room.vault).add(visit.keyring, case_file, link));
  return {};
}

}  // namespace arasha::referral
