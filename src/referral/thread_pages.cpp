// One conversation: what stands in it, who took which step, and what can be done now.
#include <algorithm>

#include "casework/cases.h"
#include "exchange/once.h"
#include "referral/conference_room.h"
#include "referral/packet.h"
#include "referral/wanted_pages.h"
#include "referral/refer_form.h"
#include "schema/vocabulary.h"

namespace arasha::referral {

Result<Thread> thread_in(const Room& room, const Visit& visit) {
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file) return Error(ErrorCode::not_found, "There is no such page.");
  TRY(thread, open_thread(room.vault, visit.keyring, *file));
  if (!is_lent_too_long(thread.card, today(room))) return thread;
  // Also where nobody looked at the list meanwhile.
  TRY_VOID(destroy_packet(room.vault, visit.keyring, thread.id));
  return open_thread(room.vault, visit.keyring, *file);
}

std::string partner_name(const vault::Directory& state, const std::string& id) {
  const auto partner = OrganizationId::from_text(id);
  const vault::Partner* found = partner ? state.partner(*partner) : nullptr;
  return found == nullptr ? id.substr(0, 8) : found->name;
}

OrganizationId partner_of(const Thread& thread) {
  const PartnerMark* them = other_side(thread.card);
  const auto id = them == nullptr ? Result<OrganizationId>(OrganizationId()) : OrganizationId::from_text(them->partner());
  return id ? *id : OrganizationId();
}

namespace {

std::string title_of(const Catalogue& words, const ThreadCard& card) {
  if (card.kind() == kPlace) return std::string(words.text(card.ours() ? N_("We ask for a place") : N_("A partner asks for a place")));
  if (card.kind() == kDanger) return std::string(words.text(N_("Danger to life")));
  if (card.kind() == kWanted) return std::string(words.text(card.ours() ? N_("We ask for a case") : N_("A partner asks for a case")));
  return std::string(words.text(card.ours() ? N_("We refer") : N_("Referred to us")));
}

// --- What a message says

Html packet_html(const Catalogue& words, const ReferralPacket& packet) {
  web::SummaryList list;
  list.add(words.text(N_("What the partner is asked for")), needs_text(words, packet.services()));
  list.add(words.text(N_("How urgent")), casework::label(words, "urgency", packet.urgency()));
  list.add(words.text(N_("Reason")), casework::label(words, "referral_reason", packet.reason()));
  list.add(words.text(N_("In the sender's words")), packet.request());
  std::string arrival = casework::date_label(words, packet.arrival_date());
  for (const std::string& part : {packet.arrival_time(), packet.arrival_place(), packet.arrival_who()}) arrival += part.empty() ? "" : (arrival.empty() ? "" : ", ") + part;
  list.add(words.text(N_("Arrival")), arrival);
  list.add(words.text(N_("What permits it")), packet.ground() == "legal" ? words.text(N_("Without consent, on the ground of the law: {1}"), {packet.norm()}) : words.text(N_("Consent of the person, of {1}"), {casework::date_label(words, packet.consent_date())}));
  list.add(words.text(N_("To be read until")), casework::date_label(words, packet.access_until()));
  Html out = list.html();
  if (packet.partial() == "yes") out.add(web::warning(words, words.text(N_("Told under difficult conditions: it may be incomplete or wrong"))));
  const auto entries = shown_entries(packet);
  if (!entries) return out;
  for (const Shown& one : *entries) {
    const schema::EntryType* type = schema::entry_type_of(*one.message);
    out.add(el("h3", {{"class", "govuk-heading-s"}}, words.text(type->title.c_str())));
    out.add(casework::values_of(words, *one.message));
  }
  return out;
}

template <class MessageType>
Html content_as(const Catalogue& words, const Bytes& content) {
  const auto message = schema::parse_as<MessageType>(content);
  return message ? casework::values_of(words, *message) : Html();
}

Html content_of(const Catalogue& words, const exchange::Message& message) {
  switch (message.kind) {
    case exchange::kBlindRequest: return content_as<BlindRequest>(words, message.content);
    case exchange::kBlindAnswer: return content_as<BlindAnswer>(words, message.content);
    case exchange::kBlindEnded: return content_as<BlindEnd>(words, message.content);
    case exchange::kReferralStep: return content_as<ReferralStep>(words, message.content);
    case exchange::kTalk: return content_as<ReferralTalk>(words, message.content);
    case exchange::kDanger: return content_as<DangerNotice>(words, message.content);
    case exchange::kCaseWanted: return wanted_content(words, message.content);
    case exchange::kReferral: {
      const auto packet = schema::parse_as<ReferralPacket>(message.content);
      return packet ? packet_html(words, *packet) : Html();
    }
    default: return Html::text(words.text(N_("The partner's program could not act upon a message. Ask the partner by telephone.")));
  }
}

const char* name_of(const exchange::Message& message) {
  switch (message.kind) {
    case exchange::kBlindRequest: return N_("Request for a place");
    case exchange::kBlindAnswer: return N_("Answer to a request for a place");
    case exchange::kBlindEnded: return N_("End of a request for a place");
    case exchange::kReferral: return N_("Referral");
    case exchange::kReferralStep: return N_("Step of a referral");
    case exchange::kTalk: return N_("Message");
    case exchange::kDanger: return N_("Danger to life");
    case exchange::kCaseWanted: return wanted_name(message.content);
    default: return N_("Answer of the partner's program");
  }
}

Html line_html(const Catalogue& words, const vault::Directory& state, const Thread& thread, const Line& line) {
  Html inside;
  std::string who;
  if (line.message) {
    const exchange::Message& message = *line.message;
    inside.add(el("p", {{"class", "govuk-body govuk-!-font-weight-bold govuk-!-margin-bottom-1"}}, words.text(name_of(message))));
    inside.add(content_of(words, message));
    who = line.ours ? std::string(words.text(N_("we, {1}"), {message.author})) : partner_name(state, message.from.text()) + ", " + message.author;
    if (line.ours && thread.card.partners_size() > 1) who += " → " + partner_name(state, message.to.text());
    if (line.late) inside.add(casework::quiet(words.text(N_("It came after it had expired."))));
    if (line.ours) inside.add(el("p", {{"class", "govuk-body-s"}}, web::link(thread_address(thread.file) + "/carry/" + message.id.text(), words.text(N_("Download as a file to carry by hand")))));
  } else if (line.erased) {
    inside.add(casework::quiet(words.text(N_("Destroyed. That it was there is all that is left."))));
    who = casework::member_name(state, line.member);
  } else if (const auto* step = dynamic_cast<const ReferralStep*>(line.note.get())) {
    inside.add(casework::values_of(words, *step));
    who = casework::member_name(state, line.member);
  } else if (const auto* referral = dynamic_cast<const Referral*>(line.note.get()); referral != nullptr && thread.card.outside()) {
    inside.add(casework::values_of(words, *referral));
    who = casework::member_name(state, line.member);
  } else if (const auto* note = dynamic_cast<const ThreadNote*>(line.note.get())) {
    if (note->what() == "asked") return {};
    inside.add(casework::quiet(casework::label(words, "thread_note", note->what())));
    who = casework::member_name(state, line.member);
  } else {
    return {};
  }
  inside.add(casework::quiet(who + " · " + words.moment(line.time)));
  return el("li", {{"class", line.ours ? "arasha-item" : "arasha-item arasha-item--in"}}, inside);
}

// --- What can be done

Html step_buttons(const Catalogue& words, const Thread& thread, Date day) {
  Html out;
  for (const std::string& step : next_steps(thread.card, day)) {
    const bool first = step == "accepted";
    const web::ButtonKind kind = step == "declined" || step == "revoked" ? web::ButtonKind::warning : first ? web::ButtonKind::primary : web::ButtonKind::secondary;
    const char* text = step == "accepted" ? N_("Accept") : step == "declined" ? N_("Decline") : step == "in_progress" ? N_("We have begun") : step == "done" ? N_("Done") :
                       step == "feedback" ? N_("Give feedback") : step == "feedback_asked" ? N_("Ask for feedback") : step == "revoked" ? N_("Take it back") : N_("Close");
    out.add(web::button_link(thread_address(thread.file) + "/step/" + step, words.text(text), kind));
  }
  return out;
}

bool is_open_for_talk(const ThreadCard& card, Date day) {
  const std::string state = state_on(card, day);
  return card.kind() != kPlace && !is_conference(card) && state != "draft" && !card.outside() && !(card.kind() == kWanted && is_over(state));
}

Html actions_of(const Room& room, const Visit& visit, const Thread& thread) {
  const Catalogue& words = visit.words;
  const Date day = today(room);
  const ThreadCard& card = thread.card;
  const std::string state = state_on(card, day);
  Html out;
  if (card.kind() == kReferral) {
    out.add(step_buttons(words, thread, day));
    const bool accepted = state == "accepted" || state == "in_progress" || state == "done";
    if (!card.ours() && accepted && card.case_file().empty() && card.packet() != 0) {
      out.add(el("form", {{"method", "post"}, {"action", thread_address(thread.file) + "/case"}}, web::csrf_field(visit.csrf), web::button(words.text(N_("Open a case from it")))));
    }
  }
  if (card.kind() == kPlace && !card.ours() && (state == "asked" || state == "found" || state == "nobody")) out.add(web::button_link(thread_address(thread.file) + "/answer", words.text(N_("Answer the request"))));
  if (card.kind() == kPlace && card.ours() && !is_over(state)) {
    out.add(el("form", {{"method", "post"}, {"action", thread_address(thread.file) + "/end"}}, web::csrf_field(visit.csrf), web::hidden("reason", state == "found" ? "found" : "cancelled"),
               el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("End the request")))));
  }
  if (card.kind() == kWanted) out.add(wanted_actions(room, visit, thread));
  if (is_open_for_talk(card, day)) out.add(web::link(thread_address(thread.file) + "/talk", words.text(N_("Write to the partner"))));
  if (!card.case_file().empty()) out.add(web::link("/case/" + card.case_file(), words.text(N_("The case"))));
  return out.is_empty() ? Html() : web::actions(out);
}

Html answers_table(const Catalogue& words, const Thread& thread) {
  if (thread.card.kind() != kPlace || !thread.card.ours()) return {};
  web::Table table(words, words.text(N_("Answers")), {{N_("Partner")}, {N_("Answer")}, {N_("Time")}, {N_("What now")}}, static_cast<std::size_t>(thread.card.partners_size()));
  for (const PartnerMark& one : thread.card.partners()) {
    table.row();
    table.cell(one.name());
    table.cell(one.answer().empty() ? web::tag(web::Meaning::waiting, words.text(N_("No answer yet"))) : web::tag(one.answer() == "yes" ? web::Meaning::good : one.answer() == "no" ? web::Meaning::over : web::Meaning::active, casework::label(words, "blind_answer", one.answer())));
    table.cell(one.answered() == 0 ? std::string() : words.moment(from_milliseconds(one.answered())));
    if (one.question() != 0) table.cell(web::link(thread_address(thread.file) + "/answer?to=" + one.partner(), words.text(N_("Reply")), one.name()));
    else if (one.answer() == "yes" && !thread.card.case_file().empty()) table.cell(web::link("/case/" + thread.card.case_file() + "/refer/" + one.partner(), words.text(N_("Refer the person there")), one.name()));
    else table.cell("");
  }
  return std::move(table).html();
}

Html stage_list(const Catalogue& words, const vault::Directory& state, const ThreadCard& card) {
  if (card.kind() == kWanted) return wanted_steps(words, state, card);
  if (card.kind() != kReferral) return {};
  web::SummaryList list;
  for (const StepMark& mark : card.steps()) {
    std::string text = words.moment(from_milliseconds(mark.time()));
    text += " · " + (mark.by() == "us" ? std::string(words.text(N_("we"))) : partner_name(state, mark.by())) + (mark.author().empty() ? "" : ", " + mark.author());
    if (!mark.reason().empty()) text += " · " + casework::label(words, "referral_decline", mark.reason());
    if (!mark.outcome().empty()) text += " · " + casework::label(words, "referral_outcome", mark.outcome());
    list.add(casework::label(words, "referral_step", mark.step()), text);
  }
  return list.html();
}

// Of a page that somebody without this program reads one time.
Html page_state(const Room& room, const Catalogue& words, const ThreadCard& card) {
  if (!card.outside()) return {};
  Html out = web::inset(Html::text(words.text(N_("This organisation has no program of its own: write down here what you hear from it."))));
  const auto id = vault::OnceId::from_text(card.once());
  if (card.once().empty() || !id) return out;
  const auto made = room.vault.once(*id);
  if (made) out.add(el("p", {{"class", "govuk-body"}}, words.text(N_("The page that can be read one time:")), " ", web::tag(exchange::meaning_of(made->state), words.text(exchange::words_of(made->state)))));
  return out;
}

Result<void> withdraw_page(const Room& room, const Visit& visit, const ThreadCard& card) {
  TRY(id, vault::OnceId::from_text(card.once()));
  return room.vault.withdraw_once(visit.keyring, id);
}

// The person may think otherwise while it is on its way, or later: then it is to be taken back. Where the case is closed to this
// member, whoever works in it sees the consent.
Html consent_now(const Room& room, const Visit& visit, const Thread& thread, Date day) {
  const std::string state = state_on(thread.card, day);
  if (thread.card.kind() != kReferral || !thread.card.ours() || is_over(state) || state == "done") return {};
  if (is_covered_now(room, visit, thread, day).value_or(true)) return {};
  return web::warning(visit.words, visit.words.text(N_("The person's consent does not cover this referral any more. Take it back.")));
}

// Where a conversation of another room is shown; empty: here.
std::string shown_elsewhere(const Room& room, const Visit& visit) {
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file || !room.vault.may_open(visit.keyring, *file, REFERRAL)) return {};
  const auto card = card_of(room.vault, visit.keyring, *file);
  return card && card->kind() == kHandover ? "/handover/" + file->text() : std::string();
}

web::Response thread_page(const Room& room, const Visit& visit) {
  if (const std::string other = shown_elsewhere(room, visit); !other.empty()) return web::Response::redirect(other);
  const Html said = collect_now(room, visit);
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  if (is_conference(thread->card)) return conference_page(room, visit, *thread, said);
  const auto seen = mark_seen(room.vault, visit.keyring, *thread);
  const bool posted = post_more(room, visit, *thread, std::chrono::seconds(2));
  if ((seen || posted) && room.nudge) room.nudge();
  const Catalogue& words = visit.words;
  const auto state = room.vault.directory();
  const Date day = today(room);
  const ThreadCard& card = thread->card;
  web::Page page = visit.page(title_of(words, card));
  page.back = "/referrals";
  const PartnerMark* them = other_side(card);
  page.main = web::heading(them == nullptr ? what_text(words, card) : them->name(), page.title);
  page.main.add(said);
  page.main.add(el("p", {{"class", "govuk-body"}}, state_tag(words, state_on(card, day))));
  if (is_overdue(card, day)) {
    page.main.add(web::warning(words, words.text(N_("Nobody has answered in time. Call the partner, or take the referral back and ask others for a place."))));
  }
  page.main.add(consent_now(room, visit, *thread, day));
  page.main.add(wanted_standing(room, visit, *thread));
  if (card.refused_there()) page.main.add(web::warning(words, words.text(N_("The partner's program could not act upon a message. Ask the partner by telephone."))));
  page.main.add(page_state(room, words, card));
  page.main.add(actions_of(room, visit, *thread));
  page.main.add(documents_of(room, visit, *thread));
  page.main.add(answers_table(words, *thread));
  page.main.add(stage_list(words, *state, card));
  Html items;
  for (auto line = thread->lines.rbegin(); line != thread->lines.rend(); ++line) items.add(line_html(words, *state, *thread, *line));
  if (!items.is_empty()) {
    page.main.add(web::subheading(words.text(N_("The conversation"))));
    page.main.add(el("ul", {{"class", "arasha-items"}}, items));
  }
  return web::Response::page(web::layout(page));
}

// --- Steps

std::vector<const char*> fields_of(std::string_view step) {
  if (step == "accepted") return {"contact", "note"};
  if (step == "declined") return {"reason", "note"};
  if (step == "done" || step == "feedback") return {"outcome", "note"};
  return {"note"};
}
bool is_required(std::string_view step, std::string_view field) {
  return (step == "declined" && field == "reason") || ((step == "done" || step == "feedback") && field == "outcome");
}

web::Response step_page(const Room& room, const Visit& visit, const Thread& thread, const schema::FormData& typed, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  const std::string& step = visit.parameters.at("step");
  web::Page page = visit.page(casework::label(words, "referral_step", step));
  page.back = thread_address(thread.file);
  const PartnerMark* them = other_side(thread.card);
  web::Labels labels;
  casework::add_labels(labels, words, *ReferralStep::descriptor());
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(them == nullptr ? std::string() : them->name(), page.title));
  if (const char* why = why_not(thread.card, step, today(room))) {
    page.main.add(web::inset(Html::text(words.text(why))));
    page.main.add(web::link(page.back, words.text(N_("Back to the conversation"))));
    return web::Response::page(web::layout(page), status == 200 ? 409 : status);
  }
  if (step == "revoked") page.main.add(web::inset(Html::text(words.text(N_("The partner's program destroys what it has not taken into a case of its own. What people there have read, they know.")))));
  if (step == "declined") page.main.add(web::inset(Html::text(words.text(N_("The sender sees your reason. “The person does not want it” is one of them.")))));
  Html fields;
  for (const char* name : fields_of(step)) {
    schema::FormField field = casework::field_named(*ReferralStep::descriptor(), name);
    field.required = is_required(step, name);
    fields.add(web::form_field(words, field, field.name, typed, errors));
  }
  fields.add(web::actions(web::button(words.text(N_("Send"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::draft_form(thread_address(thread.file) + "/step/" + step, visit.csrf, fields));
  return web::Response::page(web::layout(page), status);
}

bool is_step(const Visit& visit) {
  const std::string& step = visit.parameters.at("step");
  return step != "sent" && step != "received" && step != "opened" && step != "expired" && step != "destroyed" && schema::has_code("referral_step", step);
}

web::Response show_step(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  if (thread->card.kind() != kReferral || !is_step(visit)) return no_page(visit);
  return step_page(room, visit, *thread, casework::draft_of(room.desk, visit), {}, 200);
}

// What was heard by telephone.
Result<Sent> write_down(const Room& room, const Visit& visit, const Thread& thread, const ReferralStep& step, Date day) {
  if (const char* why = why_not(thread.card, step.step(), day)) return Error(ErrorCode::conflict, why);
  TRY_VOID(note(room.vault, visit.keyring, thread.id, {.notes = {&step}, .card = [&](ThreadCard& card) { apply_by_hand(card, step, room.vault.clock().now(), visit.member); }, .files = {}}));
  if (step.step() == "revoked" && !thread.card.once().empty()) TRY_VOID(withdraw_page(room, visit, thread.card));
  return Sent{thread.file, {}, false};
}

web::Response take_step(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  if (thread->card.kind() != kReferral || !is_step(visit)) return no_page(visit);
  const std::string& name = visit.parameters.at("step");
  schema::FormData typed = visit.request.form;
  schema::FormData whole = typed;
  whole.add("step", name);
  ReferralStep step;
  web::FieldErrors errors = schema::parse_form(whole, step);
  for (const char* field : fields_of(name)) {
    if (is_required(name, field) && typed.get(field).empty()) errors.push_back({field, Error(ErrorCode::invalid_input, N_("Choose one of the answers in the list."))});
  }
  if (!errors.empty()) return step_page(room, visit, *thread, typed, errors, 400);
  const Date day = today(room);
  const auto sent = thread->card.outside() ? write_down(room, visit, *thread, step, day)
                                           : send(room.vault, visit.keyring, thread->id, {{partner_of(*thread), exchange::kReferralStep, schema::serialise(step)}}, {}, [&](const ThreadCard& card) { return why_not(card, name, day); });
  if (!sent) {
    if (sent.error().code != ErrorCode::conflict) return web::error_page(visit, sent.error());
    const auto fresh = thread_in(room, visit);
    return step_page(room, visit, fresh ? *fresh : *thread, typed, {{"note", sent.error()}}, 409);
  }
  return after_sending(room, visit, thread->file, *sent);
}

// --- Words both ways

web::Response talk_page(const Visit& visit, const Thread& thread, const schema::FormData& typed, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Write to the partner"))));
  page.back = thread_address(thread.file);
  const EntryForm form{ReferralTalk::descriptor(), typed, errors};
  page.main = form_head(words, form, page);
  Html fields = form_fields(words, form);
  fields.add(web::actions(web::button(words.text(N_("Send"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::draft_form(thread_address(thread.file) + "/talk", visit.csrf, fields));
  return web::Response::page(web::layout(page), status);
}

web::Response show_talk(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  return is_open_for_talk(thread->card, today(room)) ? talk_page(visit, *thread, casework::draft_of(room.desk, visit), {}, 200) : no_page(visit);
}

web::Response talk(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  if (!is_open_for_talk(thread->card, today(room))) return no_page(visit);
  ReferralTalk content;
  const web::FieldErrors errors = schema::parse_form(visit.request.form, content);
  if (!errors.empty()) return talk_page(visit, *thread, visit.request.form, errors, 400);
  std::vector<ToSend> all;
  for (const PartnerMark& one : thread->card.partners()) {
    const auto to = OrganizationId::from_text(one.partner());
    if (to) all.push_back({*to, exchange::kTalk, schema::serialise(content)});
  }
  const auto sent = send(room.vault, visit.keyring, thread->id, all);
  if (!sent) return web::error_page(visit, sent.error());
  return after_sending(room, visit, thread->file, *sent);
}

// --- A case from what was received

struct Taken {
  Identity identity;
  FirstContact contact;
  SafeContact safe;
  std::vector<std::unique_ptr<google::protobuf::Message>> rest;
};
Taken take_apart(const ReferralPacket& packet, std::vector<Shown> entries, Date day) {
  Taken out;
  for (Shown& one : entries) {
    if (const auto* identity = dynamic_cast<const Identity*>(one.message.get())) out.identity.MergeFrom(*identity);
    else if (const auto* safe = dynamic_cast<const SafeContact*>(one.message.get())) out.safe.MergeFrom(*safe);
    else if (const auto* contact = dynamic_cast<const FirstContact*>(one.message.get())) out.contact.MergeFrom(*contact);
    else out.rest.push_back(std::move(one.message));
  }
  out.contact.set_date(to_iso(day));
  out.contact.add_sources("ngo");
  if (out.contact.danger().empty()) out.contact.set_danger("unknown");
  out.contact.set_summary(packet.request());
  return out;
}

web::Response open_case(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  const ThreadCard& card = thread->card;
  if (card.kind() != kReferral || card.ours()) return no_page(visit);
  if (!card.case_file().empty()) return web::Response::redirect("/case/" + card.case_file(), N_("The case is open already."));
  const auto line = std::find_if(thread->lines.begin(), thread->lines.end(), [&](const Line& one) { return one.message && one.message->kind == exchange::kReferral; });
  if (line == thread->lines.end()) return web::error_page(visit, Error(ErrorCode::conflict, "What was sent is destroyed. Ask the partner to send it again."));
  const auto packet = schema::parse_as<ReferralPacket>(line->message->content);
  if (!packet) return web::error_page(visit, packet.error());
  auto entries = shown_entries(*packet);
  if (!entries) return web::error_page(visit, entries.error());
  const Taken taken = take_apart(*packet, std::move(*entries), today(room));
  casework::Cases cases(room.vault);
  // One conversation makes one case, also when two colleagues press at once.
  const auto whole = crypto::fingerprint("arasha/case-of-thread/v1", {room.vault.organization().bytes(), thread->id.bytes()});
  const FileId once = *FileId::from_bytes(BytesView(whole).first(FileId::kSize));
  const auto made = cases.open_case(visit.keyring, taken.identity, taken.contact, taken.safe, std::nullopt, once);
  if (!made) return web::error_page(visit, made.error());
  bool left = false;
  for (std::size_t i = 0; i < taken.rest.size(); ++i) {
    const auto& entry = taken.rest[i];
    const bool health = schema::entry_type_of(*entry)->compartment == HEALTH;
    const auto added = cases.add(visit.keyring, health ? made->person_file : made->case_file, *entry);
    left = left || !added;
  }
  CaseReferral link;
  link.set_direction("in");
  link.set_partner(other_side(card) == nullptr ? std::string() : other_side(card)->name());
  link.set_thread(thread->file.text());
  link.set_date(to_iso(today(room)));
  link.set_case_there(card.alias());
  const auto linked = cases.add(visit.keyring, made->case_file, link);
  if (!linked) return web::error_page(visit, linked.error());
  ThreadNote entry;
  entry.set_what("case");
  entry.set_case_file(made->case_file.text());
  const auto noted = note(room.vault, visit.keyring, thread->id, {.notes = {&entry}, .card = [id = made->case_file.text()](ThreadCard& to) { to.set_case_file(id); }, .files = {}});
  if (!noted) return web::error_page(visit, noted.error());
  return web::Response::redirect("/case/" + made->case_file.text(), left ? N_("The case is open. Some of what was sent needs more before it can stand in a case: look at the referral.") : N_("The case is open, with what the partner sent."));
}

}  // namespace

void add_thread_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/referrals/{file}/step/{step}", show_step);
  on_post(site, room, "/referrals/{file}/step/{step}", take_step);
  on_get(site, room, "/referrals/{file}/talk", show_talk);
  on_post(site, room, "/referrals/{file}/talk", talk);
  on_post(site, room, "/referrals/{file}/case", open_case);
  on_get(site, room, "/referrals/{file}", thread_page);
}

}  // namespace arasha::referral
