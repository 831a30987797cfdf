// Asking several partners for a place at once, without saying who needs it; and answering a partner who asks.
#include <algorithm>

#include "referral/room.h"
#include "schema/vocabulary.h"

namespace arasha::referral {
namespace {

using exchange::ThreadId;

ThreadId thread_of_form(const schema::FormData& typed) {
  // The id comes with the form, so that what is sent twice is one request.
  const auto once = ThreadId::from_text(typed.get("once"));
  return once && !once->is_nil() ? *once : crypto::random_id<ThreadId>();
}

Html partner_choice(const Catalogue& words, const vault::Directory& state, const schema::FormData& typed, const web::FieldErrors& errors) {
  web::ChoiceField field{.name = "partners", .label = std::string(words.text(N_("Whom to ask"))), .hint = std::string(words.text(N_("Several at once. They do not learn of one another."))), .choices = {}, .kind = web::ChoiceKind::checkboxes};
  for (const vault::Partner* partner : partners_of(state)) field.choices.push_back({partner->id.text(), partner->name});
  for (const std::string_view one : typed.all("partners")) field.chosen.emplace_back(one);
  return web::choice_field(words, field, errors);
}

web::Response request_page(const Room& room, const Visit& visit, const schema::FormData& typed, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  const auto state = room.vault.directory();
  web::Page page = visit.page(std::string(words.text(N_("Ask partners for a place"))));
  page.back = "/referrals";
  const EntryForm form{BlindRequest::descriptor(), typed, errors};
  page.main = form_head(words, form, page);
  if (partners_of(*state).empty()) {
    page.main.add(web::empty_state(words.text(N_("There are no partners yet")), words.text(N_("Two stewards compare the keys of a partner first.")), web::button_link("/partners", words.text(N_("Partners and their keys")))));
    return web::Response::page(web::layout(page), status);
  }
  page.main.add(web::warning(words, words.text(N_("No names, no dates of birth, no places where the person is or was."))));
  Html fields = casework::once_field(typed);
  fields.add(web::hidden("case", typed.get("case")));
  fields.add(partner_choice(words, *state, typed, errors));
  fields.add(form_fields(words, form));
  fields.add(web::actions(web::button(words.text(N_("Ask"))), web::link("/referrals", words.text(N_("Cancel")))));
  page.main.add(web::draft_form("/referrals/place/new", visit.csrf, fields));
  return web::Response::page(web::layout(page), status);
}

web::Response new_request(const Room& room, const Visit& visit) {
  schema::FormData typed = casework::draft_of(room.desk, visit);
  if (!typed.has("once")) typed.add("once", crypto::random_id<ThreadId>().text());
  if (!typed.has("case")) typed.add("case", std::string(visit.request.query.get("case")));
  return request_page(room, visit, typed, {}, 200);
}

void check_request(const BlindRequest& request, Date day, web::FieldErrors& errors) {
  const auto by = date_from_iso(request.answer_by());
  if (by && *by < day) errors.push_back({"answer_by", Error(ErrorCode::invalid_input, N_("This day is over. Choose today or a later one."))});
  const auto from = date_from_iso(request.from());
  const auto until = date_from_iso(request.until());
  if (from && until && *until < *from) errors.push_back({"until", Error(ErrorCode::invalid_input, N_("The last day stands before the first one. Exchange them."))});
  const auto count = [](const std::string& text) { return text.empty() ? 0 : std::atoi(text.c_str()); };
  const int people = request.people().empty() ? 1 : count(request.people());
  if (people < 1 || people > 500) errors.push_back({"people", Error(ErrorCode::invalid_input, N_("Write how many people need it: 1 to 500."))});
  if (count(request.children()) > people) errors.push_back({"children", Error(ErrorCode::invalid_input, N_("More children than people. Count the children among the people."))});
}

std::vector<OrganizationId> chosen_partners(const vault::Directory& state, const schema::FormData& typed, web::FieldErrors& errors) {
  std::vector<OrganizationId> out;
  for (const std::string_view text : typed.all("partners")) {
    const auto id = OrganizationId::from_text(text);
    const vault::Partner* partner = id ? state.partner(*id) : nullptr;
    if (partner == nullptr || !partner->keys) errors.push_back({"partners", Error(ErrorCode::invalid_input, N_("One of these partners cannot be asked any more. Choose again."))});
    else if (std::find(out.begin(), out.end(), *id) == out.end()) out.push_back(*id);
  }
  if (out.empty() && errors.empty()) errors.push_back({"partners", Error(ErrorCode::invalid_input, N_("Choose at least one partner."))});
  return out;
}

web::Response ask(const Room& room, const Visit& visit) {
  const schema::FormData& typed = visit.request.form;
  BlindRequest request;
  web::FieldErrors errors = schema::parse_form(typed, request);
  check_request(request, today(room), errors);
  const auto state = room.vault.directory();
  const auto partners = chosen_partners(*state, typed, errors);
  if (!errors.empty()) return request_page(room, visit, typed, errors, 400);
  const ThreadId thread = thread_of_form(typed);
  const FileId file = exchange::file_of(room.vault, thread);
  if (room.vault.may_open(visit.keyring, file, REFERRAL)) return web::Response::redirect(thread_address(file), N_("The request was sent before."));
  // Nobody answers after the last day.
  const Time expires = Time(std::chrono::sys_days(*date_from_iso(request.answer_by())).time_since_epoch()) + std::chrono::days(2);
  std::vector<ToSend> all;
  for (const OrganizationId partner : partners) all.push_back({partner, exchange::kBlindRequest, schema::serialise(request), expires});
  Also also;
  const auto case_file = FileId::from_text(typed.get("case"));
  if (case_file && !typed.get("case").empty() && room.vault.may_open(visit.keyring, *case_file, ASSISTANCE)) {
    also.card = [id = case_file->text()](ThreadCard& card) { card.set_case_file(id); };
  }
  const auto sent = send(room.vault, visit.keyring, thread, all, also);
  if (!sent) return web::error_page(visit, sent.error());
  static_cast<void>(room.vault.drop_draft(visit.keyring, visit.request.path));
  if (room.nudge) room.nudge();
  return web::Response::redirect(thread_address(file), sent->by_hand ? N_("Asked. For a partner without an address on the network, download the file and carry it.") : N_("Asked."));
}

// --- Answering

struct Answering {
  Thread thread;
  OrganizationId to;
};
Result<Answering> open_answering(const Room& room, const Visit& visit) {
  const Error none(ErrorCode::not_found, "There is no such page.");
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file) return none;
  TRY(thread, open_thread(room.vault, visit.keyring, *file));
  if (thread.card.kind() != kPlace) return none;
  Answering out{std::move(thread), {}};
  // Who asked replies to the partner of the address; who was asked answers the one who asked.
  const std::string partner = out.thread.card.ours() ? std::string(visit.request.query.get("to")) : out.thread.card.partners(0).partner();
  TRY(to, OrganizationId::from_text(partner));
  out.to = to;
  for (const PartnerMark& one : out.thread.card.partners()) {
    if (one.partner() == partner) return out;
  }
  return none;
}

std::string answer_address(const Answering& answering) {
  return thread_address(answering.thread.file) + "/answer" + (answering.thread.card.ours() ? "?to=" + answering.to.text() : "");
}

web::Response answer_page(const Room&, const Visit& visit, const Answering& answering, const schema::FormData& typed, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  const bool reply = answering.thread.card.ours();
  web::Page page = visit.page(std::string(words.text(reply ? N_("Reply to the question") : N_("Answer to a request for a place"))));
  page.back = thread_address(answering.thread.file);
  const EntryForm form{BlindAnswer::descriptor(), typed, errors};
  page.main = form_head(words, form, page);
  Html fields;
  for (const schema::FormField& field : schema::form_fields(*BlindAnswer::descriptor())) {
    if (field.name == "answer") {
      if (reply) continue;
      web::ChoiceField choice{.name = "answer", .label = std::string(words.text(field.label.c_str())), .choices = {}, .chosen = {std::string(typed.get("answer"))}};
      for (const char* code : {"yes", "no", "question"}) choice.choices.push_back({code, casework::label(words, "blind_answer", code)});
      fields.add(web::choice_field(words, choice, errors));
      continue;
    }
    if (reply && field.name != "note") continue;
    fields.add(web::form_field(words, field, field.name, typed, errors));
  }
  fields.add(web::actions(web::button(words.text(N_("Send"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::draft_form(answer_address(answering), visit.csrf, fields));
  return web::Response::page(web::layout(page), status);
}

web::Response show_answer(const Room& room, const Visit& visit) {
  const auto answering = open_answering(room, visit);
  if (!answering) return web::error_page(visit, answering.error());
  return answer_page(room, visit, *answering, casework::draft_of(room.desk, visit), {}, 200);
}

web::Response give_answer(const Room& room, const Visit& visit) {
  const auto answering = open_answering(room, visit);
  if (!answering) return web::error_page(visit, answering.error());
  const bool reply = answering->thread.card.ours();
  schema::FormData typed = visit.request.form;
  if (reply) typed.add("answer", "reply");
  BlindAnswer answer;
  web::FieldErrors errors = schema::parse_form(typed, answer);
  if (!reply && answer.answer() == "reply") errors.push_back({"answer", Error(ErrorCode::invalid_input, N_("Choose one of the answers in the list."))});
  if ((answer.answer() == "question" || reply) && answer.note().empty()) errors.push_back({"note", Error(ErrorCode::invalid_input, reply ? N_("Write your reply.") : N_("Write your question."))});
  if (!errors.empty()) return answer_page(room, visit, *answering, typed, errors, 400);
  const Date day = today(room);
  const auto sent = send(room.vault, visit.keyring, answering->thread.id, {{answering->to, exchange::kBlindAnswer, schema::serialise(answer)}}, {}, [day](const ThreadCard& card) -> const char* {
    const std::string state = state_on(card, day);
    return state == "ended" ? N_("This request is over. An answer does not reach anybody any more.") : nullptr;
  });
  if (!sent) {
    if (sent.error().code != ErrorCode::conflict) return web::error_page(visit, sent.error());
    errors.push_back({"note", sent.error()});
    return answer_page(room, visit, *answering, typed, errors, 409);
  }
  return after_sending(room, visit, answering->thread.file, *sent);
}

web::Response end_request(const Room& room, const Visit& visit) {
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file) return no_page(visit);
  const auto thread = open_thread(room.vault, visit.keyring, *file);
  if (!thread) return web::error_page(visit, thread.error());
  if (thread->card.kind() != kPlace || !thread->card.ours()) return no_page(visit);
  BlindEnd end;
  end.set_reason(schema::has_code("blind_end", visit.request.form.get("reason")) ? std::string(visit.request.form.get("reason")) : "cancelled");
  std::vector<ToSend> all;
  for (const PartnerMark& one : thread->card.partners()) {
    const auto to = OrganizationId::from_text(one.partner());
    const vault::Partner* partner = to ? room.vault.directory()->partner(*to) : nullptr;
    if (partner != nullptr && partner->keys) all.push_back({*to, exchange::kBlindEnded, schema::serialise(end)});
  }
  const auto sent = send(room.vault, visit.keyring, thread->id, all, {}, [](const ThreadCard& card) { return has_step(card, "closed") ? N_("It is closed already.") : nullptr; });
  if (!sent) return web::error_page(visit, sent.error());
  if (room.nudge) room.nudge();
  return web::Response::redirect(thread_address(*file), N_("The request is ended, and the partners are told."));
}

}  // namespace

void add_place_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/referrals/place/new", new_request);
  on_post(site, room, "/referrals/place/new", ask);
  on_get(site, room, "/referrals/{file}/answer", show_answer);
  on_post(site, room, "/referrals/{file}/answer", give_answer);
  on_post(site, room, "/referrals/{file}/end", end_request);
}

}  // namespace arasha::referral
