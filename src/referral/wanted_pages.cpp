// A request for a case on the page of its conversation: what was told, how it stands, looking in the own register, the answer by
// hand, taking it back. The program never looks by itself and never answers by itself.
#include "referral/wanted_pages.h"

#include <algorithm>

#include "casework/cases.h"
#include "casework/consent/giving.h"
#include "casework/consent/pages.h"
#include "casework/person/duplicates.h"
#include "referral/refer_form.h"

namespace arasha::referral {
namespace {

Result<Thread> wanted_in(const Room& room, const Visit& visit) {
  TRY(thread, thread_in(room, visit));
  if (thread.card.kind() != kWanted) return Error(ErrorCode::not_found, "There is no such page.");
  return thread;
}

std::string under(const Thread& thread, const char* step) { return thread_address(thread.file) + "/wanted/" + step; }

std::string them_of(const ThreadCard& card) {
  const PartnerMark* them = other_side(card);
  return them == nullptr ? std::string() : them->name();
}

// What the partner told; nothing once it is destroyed.
std::optional<CaseWantedPacket> told_in(const Thread& thread) {
  for (const Line& line : thread.lines) {
    if (!line.message || !is_request(*line.message)) continue;
    const auto said = schema::parse_as<CaseWantedMessage>(line.message->content);
    if (said) return said->request();
  }
  return std::nullopt;
}

const char* answer_sentence(std::string_view answer) {
  if (answer == "unknown") return N_("The partner does not know this person.");
  if (answer == "nothing") return N_("The partner gives no information. That says neither that the person is known there nor that she is not.");
  if (answer == "refer") return N_("The partner refers the person to you. The referral comes as a conversation of its own.");
  return N_("The partner hands the case over to you. The handover comes as a conversation of its own.");
}

Html inset(const Catalogue& words, const char* sentence) { return web::inset(Html::text(words.text(sentence))); }

// --- The own register

Html case_choice(const Visit& visit, const Thread& thread, const projection::CaseRow& row, bool may_name) {
  const Catalogue& words = visit.words;
  Html out = web::link("/case/" + row.file.text(), row.card.alias());
  out.add(" ");
  out.add(casework::state_tag(words, row.card.state()));
  if (thread.card.case_file() == row.file.text()) {
    out.add(" "), out.add(web::tag(web::Meaning::good, words.text(N_("Named"))));
  } else if (may_name) {
    out.add(web::post_form(under(thread, "case"), visit.csrf, web::hidden("case", row.file.text()),
                           el("button", {{"class", "govuk-button govuk-button--secondary arasha-small-button"}, {"type", "submit"}}, words.text(N_("It is this person: name this case")))));
  }
  return el("li", {}, out);
}

Html found_items(const Room& room, const Visit& visit, const Thread& thread, const std::vector<casework::Alike>& alike) {
  const Catalogue& words = visit.words;
  const bool may_name = why_no_answer(thread.card, today(room)) == nullptr;
  Html items;
  for (const casework::Alike& one : alike) {
    Html item = el("h2", {{"class", "govuk-heading-s govuk-!-margin-bottom-0"}}, casework::name_of(words, one.card));
    item.add(el("div", {}, casework::short_person(words, one.card, today(room))));
    item.add(el("div", {}, casework::quiet(casework::reasons_of(words, one.likeness))));
    Html cases;
    for (const projection::CaseRow& row : one.cases) cases.add(case_choice(visit, thread, row, may_name));
    if (cases.is_empty()) item.add(web::hint(words.text(N_("No case of this person is open to you."))));
    else item.add(el("ul", {{"class", "govuk-list"}}, cases));
    items.add(el("li", {{"class", "arasha-item arasha-item--person"}}, item));
  }
  return el("ol", {{"class", "arasha-items"}}, items);
}

web::Response look(const Room& room, const Visit& visit) {
  const auto thread = wanted_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  if (thread->card.ours()) return no_page(visit);
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("In our own register"))));
  page.back = thread_address(thread->file);
  page.main = web::heading(them_of(thread->card), page.title);
  const auto told = told_in(*thread);
  const auto shown = [&](const Html& inside) {
    page.main.add(inside);
    page.main.add(web::paragraph(web::link(page.back, words.text(N_("Back to the conversation")))));
    return web::Response::page(web::layout(page));
  };
  if (!told) return shown(inset(words, N_("What was told about the person is destroyed, as was agreed. Nobody can be looked for any more.")));
  if (!casework::reads(*room.vault.directory(), visit.keyring.member(), IDENTITY)) {
    return shown(inset(words, N_("None of your circles opens who people are. A colleague of the Referral circle who may can look.")));
  }
  const auto person = told_person(*told);
  if (!person) return web::error_page(visit, person.error());
  const auto alike = casework::find_alike(room.desk, visit, {casework::sought_of(*person), person->sex(), {}});
  if (!alike) return web::error_page(visit, alike.error());
  ThreadNote looked;
  looked.set_what("looked");
  if (const auto noted = note(room.vault, visit.keyring, thread->id, {.notes = {&looked}, .card = {}, .files = {}}); !noted) return web::error_page(visit, noted.error());
  page.main.add(casework::section(words.text(N_("Looked for")), "told", casework::values_of(words, *person)));
  if (alike->empty()) {
    return shown(web::empty_state(words.text(N_("Nobody is like this person.")), words.text(N_("Looked for among the people whose file you may open. The partner does not learn that you looked: you answer, or nobody."))));
  }
  return shown(found_items(room, visit, *thread, *alike));
}

web::Response name_case(const Room& room, const Visit& visit) {
  const auto thread = wanted_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  if (thread->card.ours()) return no_page(visit);
  if (const char* why = why_no_answer(thread->card, today(room))) return web::Response::redirect(thread_address(thread->file), why);
  const auto file = FileId::from_text(visit.request.form.get("case"));
  if (!file || !room.vault.may_open(visit.keyring, *file, ASSISTANCE)) return no_page(visit);
  const auto story = casework::Cases(room.vault).read(visit.keyring, *file);
  if (!story) return web::error_page(visit, story.error());
  if (story->last<CaseOpened>() == nullptr) return no_page(visit);
  // Whoever works in the case learns that it was asked for; once, however often it is named.
  const auto whole = crypto::fingerprint("arasha/wanted-case/v1", {room.vault.organization().bytes(), thread->id.bytes()});
  const auto noted = note_in_case(room, visit, {.case_file = *file, .thread_file = thread->file, .partner = them_of(thread->card), .direction = "wanted_in",
                                                .once = *EntryId::from_bytes(BytesView(whole).first(EntryId::kSize))});
  if (!noted) return web::error_page(visit, noted.error());
  ThreadNote linked;
  linked.set_what("linked");
  linked.set_case_file(file->text());
  const auto done = note(room.vault, visit.keyring, thread->id, {.notes = {&linked}, .card = [id = file->text()](ThreadCard& card) { card.set_case_file(id); }, .files = {}});
  if (!done) return web::error_page(visit, done.error());
  return web::Response::redirect(thread_address(thread->file), N_("The case is named here. The partner does not see it."));
}

// --- The answer

web::Response answer_page(const Room& room, const Visit& visit, const Thread& thread, const schema::FormData& typed, const web::FieldErrors& errors, int status,
                          const Html& notice = {}) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Answer to a request for a case"))));
  page.back = thread_address(thread.file);
  const EntryForm form{CaseWantedAnswer::descriptor(), typed, errors};
  page.main = form_head(words, form, page);
  page.main.add(notice);
  if (const char* why = why_no_answer(thread.card, today(room))) {
    page.main.add(inset(words, why));
    page.main.add(web::link(page.back, words.text(N_("Back to the conversation"))));
    return web::Response::page(web::layout(page), status == 200 ? 409 : status);
  }
  page.main.add(web::warning(words, words.text(N_("“The person must be asked first” already says that you know the person. Where that alone could harm, answer “We give no information”."))));
  Html fields = form_fields(words, form);
  fields.add(web::actions(web::button(words.text(N_("Send"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::draft_form(under(thread, "answer"), visit.csrf, fields));
  return web::Response::page(web::layout(page), status);
}

web::Response show_answer(const Room& room, const Visit& visit) {
  const auto thread = wanted_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  if (thread->card.ours()) return no_page(visit);
  return answer_page(room, visit, *thread, casework::draft_of(room.desk, visit), {}, 200);
}

// To refer or to hand over tells of a person of ours: only of a case that was named, with what permits it, recorded before it leaves.
struct Cleared {
  web::FieldErrors errors;
  Html ways_out;
};
Result<Cleared> clear_outflow(const Room& room, const Visit& visit, const Thread& thread) {
  Cleared out;
  const auto file = FileId::from_text(thread.card.case_file());
  if (!file || thread.card.case_file().empty()) {
    out.errors.push_back({"answer", Error(ErrorCode::invalid_input, N_("Look in your own register first, and name the case that it is about."))});
    return out;
  }
  auto view = room.vault.may_open(visit.keyring, *file, ASSISTANCE) ? casework::open_case_view(room.desk, visit, *file) : Result<casework::CaseView>(Error(ErrorCode::denied, "There is no such page."));
  if (!view || !view->reads_case()) {
    out.errors.push_back({"answer", Error(ErrorCode::denied, N_("The case that a colleague named is closed to you. Whoever works in it answers."))});
    return out;
  }
  const std::string to = them_of(thread.card);
  TRY(may, permitted(room, visit, *view, "referral", to, {"services"}));
  if (may.refusal) {
    out.errors.push_back({"answer", Error(ErrorCode::denied, casework::sentence_of(may.refusal->refusal))});
    out.ways_out = casework::ways_out(visit, *file, *may.refusal);
    return out;
  }
  TRY_VOID(record_outflow(room, visit, *view, {"referral", {"services"}, to, N_("Answer to a request for a case")}, thread.id));
  return out;
}

web::Response give_answer(const Room& room, const Visit& visit) {
  const auto thread = wanted_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  if (thread->card.ours()) return no_page(visit);
  const schema::FormData& typed = visit.request.form;
  CaseWantedAnswer answer;
  const web::FieldErrors errors = schema::parse_form(typed, answer);
  if (!errors.empty()) return answer_page(room, visit, *thread, typed, errors, 400);
  const Date day = today(room);
  const auto still = [day, first = answer.answer() == "ask_first"](const ThreadCard& card) -> const char* {
    if (const char* why = why_no_answer(card, day)) return why;
    return first && state_on(card, day) == "asking" ? N_("It was said before that the person is asked first. Choose another answer when you know it.") : nullptr;
  };
  if (const char* why = still(thread->card)) return answer_page(room, visit, *thread, typed, {{"answer", Error(ErrorCode::conflict, why)}}, 409);
  if (answer.answer() == "refer" || answer.answer() == "hand_over") {
    const auto cleared = clear_outflow(room, visit, *thread);
    if (!cleared) return web::error_page(visit, cleared.error());
    if (!cleared->errors.empty()) return answer_page(room, visit, *thread, typed, cleared->errors, 400, cleared->ways_out);
  }
  const auto sent = send(room.vault, visit.keyring, thread->id, {{partner_of(*thread), exchange::kCaseWanted, wanted_bytes(answer)}}, {}, still);
  if (!sent) {
    if (sent.error().code != ErrorCode::conflict) return web::error_page(visit, sent.error());
    const auto fresh = wanted_in(room, visit);
    return answer_page(room, visit, fresh ? *fresh : *thread, typed, {{"answer", sent.error()}}, 409);
  }
  // Nothing follows from it, so nothing of it is kept; what fails here is done when the day is over.
  if (ends_there(answer.answer())) static_cast<void>(destroy_packet(room.vault, visit.keyring, thread->id));
  return after_sending(room, visit, thread->file, *sent);
}

// --- Taking it back

web::Response ask_withdrawal(const Room& room, const Visit& visit) {
  const auto thread = wanted_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  if (!thread->card.ours()) return no_page(visit);
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Take it back"))));
  page.back = thread_address(thread->file);
  if (const char* why = why_no_withdrawal(thread->card, today(room))) {
    page.main = web::heading(them_of(thread->card), page.title);
    page.main.add(inset(words, why));
    page.main.add(web::link(page.back, words.text(N_("Back to the conversation"))));
    return web::Response::page(web::layout(page), 409);
  }
  page.main = web::confirm(words, {.question = std::string(words.text(N_("Take this request back?"))),
                                   .explanation = std::string(words.text(N_("The partner's program destroys what you told about the person. What people there have read, they know."))),
                                   .action = under(*thread, "withdraw"), .csrf = visit.csrf, .yes = std::string(words.text(N_("Take it back"))), .back = page.back});
  return web::Response::page(web::layout(page));
}

web::Response withdraw(const Room& room, const Visit& visit) {
  const auto thread = wanted_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  if (!thread->card.ours()) return no_page(visit);
  const Date day = today(room);
  const auto sent = send(room.vault, visit.keyring, thread->id, {{partner_of(*thread), exchange::kCaseWanted, wanted_step("revoked")}}, {},
                         [day](const ThreadCard& card) { return why_no_withdrawal(card, day); });
  if (!sent && sent.error().code == ErrorCode::conflict) return ask_withdrawal(room, visit);
  if (!sent) return web::error_page(visit, sent.error());
  return after_sending(room, visit, thread->file, *sent);
}

// The person may think otherwise while nobody has answered.
Html consent_now(const Room& room, const Visit& visit, const Thread& thread, Date day) {
  const auto file = FileId::from_text(thread.card.case_file());
  const auto line = std::find_if(thread.lines.begin(), thread.lines.end(), [](const Line& one) { return dynamic_cast<const CaseWanted*>(one.note.get()) != nullptr; });
  if (!file || line == thread.lines.end() || why_no_withdrawal(thread.card, day) != nullptr || !room.vault.may_open(visit.keyring, *file, ASSISTANCE)) return {};
  const auto* wanted = dynamic_cast<const CaseWanted*>(line->note.get());
  const auto story = casework::Cases(room.vault).read(visit.keyring, *file);
  if (!story) return {};
  const auto age = casework::age_of_person(room.vault, visit.keyring, *story, day);
  if (!age || casework::decide(*story, {wanted->purpose(), wanted->recipient(), {"identity", "services"}}, *age, day).permitted()) return {};
  return web::warning(visit.words, visit.words.text(N_("The person's consent does not cover this request any more. Take it back.")));
}

}  // namespace

Html wanted_html(const Catalogue& words, const CaseWantedPacket& packet) {
  web::SummaryList list;
  list.add(words.text(N_("What is asked for")), casework::label(words, "case_wanted_for", packet.wants()));
  list.add(words.text(N_("Why")), casework::label(words, "case_wanted_reason", packet.reason()));
  list.add(words.text(N_("In the sender's words")), packet.request());
  list.add(words.text(N_("Legal ground")), casework::label(words, "case_wanted_ground", packet.ground()));
  list.add(words.text(N_("Which law or which order")), packet.norm());
  list.add(words.text(N_("When the person was there")), packet.there_from() + (packet.there_until().empty() ? "" : " – " + packet.there_until()));
  list.add(words.text(N_("Answer until")), casework::date_label(words, packet.answer_by()));
  list.add(words.text(N_("What permits that it is told")), packet.told_ground() == "legal" ? words.text(N_("Without consent, on the ground of the law: {1}"), {packet.told_norm()})
                                                                                             : words.text(N_("Consent of the person, of {1}"), {casework::date_label(words, packet.consent_date())}));
  Html out = list.html();
  const auto person = told_person(packet);
  if (!person) return out;
  out.add(el("h3", {{"class", "govuk-heading-s"}}, words.text(N_("The person"))));
  out.add(casework::values_of(words, *person));
  return out;
}

Html wanted_content(const Catalogue& words, const Bytes& content) {
  const auto said = schema::parse_as<CaseWantedMessage>(content);
  if (!said) return {};
  if (said->has_request()) return wanted_html(words, said->request());
  return said->has_answer() ? casework::values_of(words, said->answer()) : casework::values_of(words, said->step());
}

const char* wanted_name(const Bytes& content) {
  const auto said = schema::parse_as<CaseWantedMessage>(content);
  if (said && said->has_request()) return N_("Request for a case");
  return said && said->has_answer() ? N_("Answer to a request for a case") : N_("Step of a request for a case");
}

Html wanted_standing(const Room& room, const Visit& visit, const Thread& thread) {
  const ThreadCard& card = thread.card;
  if (card.kind() != kWanted) return {};
  const Catalogue& words = visit.words;
  const Date day = today(room);
  const std::string state = state_on(card, day);
  const std::string until = casework::date_label(words, card.answer_by());
  if (state == "answered") {
    const std::string answer = wanted_answer(card)->outcome();
    if (card.ours()) return inset(words, answer_sentence(answer));
    return web::inset(el("div", {}, words.text(N_("We answered: {1}"), {casework::label(words, "case_wanted_answer", answer)})));
  }
  if (state == "revoked" || state == "ended" || state == "expired") {
    if (has_step(card, "answered")) return inset(words, N_("An answer was written after the end, or only said that the person is asked first. It changes nothing any more."));
    return state == "ended" ? inset(words, N_("Nobody answered by the day that was asked for. The request is over; that says nothing about the person.")) : Html();
  }
  Html out;
  if (card.ours()) {
    out.add(consent_now(room, visit, thread, day));
    out.add(web::inset(Html::text(state == "asking" ? words.text(N_("The partner asks the person first. Its answer follows, until {1}."), {until})
                                                    : words.text(N_("Only people of the partner answer, until {1}. That the request arrived says nothing about the person."), {until}))));
    return out;
  }
  return web::inset(Html::text(words.text(N_("You answer by hand, or nobody, until {1}. The partner does not learn whether you looked, nor what you found."), {until})));
}

Html wanted_steps(const Catalogue& words, const vault::Directory& state, const ThreadCard& card) {
  web::SummaryList list;
  for (const StepMark& mark : card.steps()) {
    std::string text = words.moment(from_milliseconds(mark.time()));
    text += " · " + (mark.by() == "us" ? std::string(words.text(N_("we"))) : partner_name(state, mark.by())) + (mark.author().empty() ? "" : ", " + mark.author());
    if (!mark.outcome().empty()) text += " · " + casework::label(words, "case_wanted_answer", mark.outcome());
    list.add(casework::label(words, "case_wanted_step", mark.step()), text);
  }
  return list.html();
}

Html wanted_actions(const Room& room, const Visit& visit, const Thread& thread) {
  const Catalogue& words = visit.words;
  const ThreadCard& card = thread.card;
  const Date day = today(room);
  if (card.ours()) return why_no_withdrawal(card, day) == nullptr ? web::button_link(under(thread, "withdraw"), words.text(N_("Take it back")), web::ButtonKind::warning) : Html();
  Html out;
  const PartnerMark* them = other_side(card);
  if (state_on(card, day) == "answered" && !card.case_file().empty() && them != nullptr) {
    const std::string answer = wanted_answer(card)->outcome();
    if (answer == "refer") out.add(web::button_link("/case/" + card.case_file() + "/refer/" + them->partner(), words.text(N_("Refer the person there"))));
    if (answer == "hand_over") out.add(web::button_link("/case/" + card.case_file() + "/handover?partner=" + them->partner(), words.text(N_("Hand the case over"))));
  }
  if (why_no_answer(card, day) != nullptr) return out;
  out.add(web::button_link(under(thread, "answer"), words.text(N_("Answer the request"))));
  out.add(web::post_form(under(thread, "look"), visit.csrf, el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("Look in our own register")))));
  return out;
}

void add_wanted_pages(web::Site& site, const RoomPtr& room) {
  on_post(site, room, "/referrals/{file}/wanted/look", look);
  on_post(site, room, "/referrals/{file}/wanted/case", name_case);
  on_get(site, room, "/referrals/{file}/wanted/answer", show_answer);
  on_post(site, room, "/referrals/{file}/wanted/answer", give_answer);
  on_get(site, room, "/referrals/{file}/wanted/withdraw", ask_withdrawal);
  on_post(site, room, "/referrals/{file}/wanted/withdraw", withdraw);
}

}  // namespace arasha::referral
