// Asking a partner for an earlier case of the person of a case: what is told is chosen field by field, shown as the partner will see
// it, checked against the consent and recorded as given before it leaves.
#include <algorithm>

#include "casework/consent/giving.h"
#include "casework/consent/pages.h"
#include "casework/consent/panels.h"
#include "referral/refer_form.h"
#include "referral/wanted_pages.h"

namespace arasha::referral {
namespace {

using casework::CaseView;
using casework::Decision;

// That somebody is helped here is told by the asking itself.
const std::vector<std::string>& always_told() {
  static const std::vector<std::string> all = {"identity", "services"};
  return all;
}

std::string wanted_address(FileId case_file) { return "/case/" + case_file.text() + "/wanted"; }

web::Response choose_partner(const Room& room, const Visit& visit) {
  const auto view = case_in(room, visit);
  if (!view) return web::error_page(visit, view.error());
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Ask a partner for this person's earlier case"))));
  page.back = "/case/" + view->file.text();
  page.main = web::heading(view->card.alias(), page.title);
  page.main.add(web::paragraph(words.text(N_("Only people of that organisation answer. It may also say nothing."))));
  page.main.add(casework::withheld_panel(visit, *view, today(room)));
  const auto items = partner_items(room, visit, *view, always_told(), wanted_address(view->file));
  if (!items) return web::error_page(visit, items.error());
  page.main.add(*items);
  return web::Response::page(web::layout(page));
}

ReferForm form_of(const CaseView& view, const vault::Partner& partner, const schema::FormData& typed, const web::FieldErrors& errors) {
  return {.view = view, .recipient = partner.name, .action = wanted_address(view.file) + "/" + partner.id.text(), .typed = typed, .errors = errors,
          .asked = CaseWanted::descriptor(), .only = may_be_told, .more_groups = {"services"}, .back = wanted_address(view.file)};
}

web::Response new_request(const Room& room, const Visit& visit) {
  const auto view = case_in(room, visit);
  if (!view) return web::error_page(visit, view.error());
  const auto state = room.vault.directory();
  const vault::Partner* partner = partner_in(*state, visit);
  if (partner == nullptr) return no_page(visit);
  schema::FormData typed = casework::draft_of(room.desk, visit);
  if (typed.fields().empty()) casework::put_today(typed, "answer_by", Date(std::chrono::sys_days(today(room)) + std::chrono::days(14)));
  if (!typed.has("once")) typed.add("once", thread_of(typed).text());
  return refer_page(room, visit, visit.words.text(N_("Ask for a case: {1}"), {partner->name}), form_of(*view, *partner, typed, {}));
}

struct Asked {
  CaseWanted wanted;
  CaseWantedPacket packet;
  web::FieldErrors errors;
  Html ways_out;
};

void put_permission(CaseWantedPacket& packet, const Decision& decision) {
  packet.set_told_ground(decision.ground == casework::Ground::legal ? "legal" : "consent");
  if (const auto* consent = decision.source == nullptr ? nullptr : decision.source->as<Consent>()) {
    packet.set_consent_date(consent->date());
    packet.set_consent_until(consent->valid_until());
  }
  if (const auto* proposal = decision.source == nullptr ? nullptr : decision.source->as<SharingOverride>()) packet.set_told_norm(proposal->norm());
}

Result<Asked> read_asked(const Room& room, const Visit& visit, const CaseView& view, const vault::Partner& partner) {
  const schema::FormData& typed = visit.request.form;
  const Date day = today(room);
  Asked out;
  CaseWanted& wanted = out.wanted;
  out.errors = schema::parse_form(typed, wanted);
  const auto by = date_from_iso(wanted.answer_by());
  if (by && *by < day) out.errors.push_back({"answer_by", Error(ErrorCode::invalid_input, N_("This day is over. Choose today or a later one."))});
  const bool needs_norm = wanted.ground() == "law" || wanted.ground() == "court";
  if (needs_norm && wanted.norm().empty()) out.errors.push_back({"norm", Error(ErrorCode::invalid_input, N_("Write which law or which order: the partner must see it."))});
  auto fields = offered_fields(visit.words, view);
  std::erase_if(fields, [](const Offered& one) { return !may_be_told(one.key); });
  const auto keys = keys_in(typed, fields);
  wanted.set_purpose(purpose_in(typed));
  wanted.set_partner(partner.id.text());
  wanted.set_recipient(partner.name);
  wanted.set_case_file(view.file.text());
  for (const std::string& key : keys) wanted.add_fields(key);
  ReferralPacket chosen;
  fill_packet(view, keys, chosen);
  CaseWantedPacket& packet = out.packet;
  *packet.mutable_entries() = chosen.entries();
  TRY(person, told_person(packet));
  if (!is_enough_told(person)) out.errors.push_back({"fields", Error(ErrorCode::invalid_input, N_("Choose at least a name or the number of a document: with less the partner cannot look."))});
  if (!out.errors.empty()) return out;
  TRY(age, casework::age_of_person(room.vault, visit.keyring, view.story, day));
  const Decision decision = casework::decide(view.story, {wanted.purpose(), partner.name, always_told()}, age, day);
  if (!decision.permitted()) {
    out.errors.push_back({"fields", Error(ErrorCode::denied, casework::sentence_of(decision.refusal))});
    out.ways_out = casework::ways_out(visit, view.file, decision);
    return out;
  }
  packet.set_wants(wanted.wants());
  packet.set_reason(wanted.reason());
  packet.set_request(wanted.request());
  packet.set_ground(wanted.ground());
  packet.set_norm(wanted.norm());
  packet.set_there_from(wanted.there_from());
  packet.set_there_until(wanted.there_until());
  packet.set_answer_by(wanted.answer_by());
  put_permission(packet, decision);
  return out;
}

web::Response ask(const Room& room, const Visit& visit) {
  const auto view = case_in(room, visit);
  if (!view) return web::error_page(visit, view.error());
  const auto state = room.vault.directory();
  const vault::Partner* partner = partner_in(*state, visit);
  if (partner == nullptr) return no_page(visit);
  const Catalogue& words = visit.words;
  const schema::FormData& typed = visit.request.form;
  const auto asked = read_asked(room, visit, *view, *partner);
  if (!asked) return web::error_page(visit, asked.error());
  const std::string title = words.text(N_("Ask for a case: {1}"), {partner->name});
  ReferForm form = form_of(*view, *partner, typed, asked->errors);
  if (!asked->errors.empty()) {
    form.notice = asked->ways_out;
    form.status = 400;
    return refer_page(room, visit, title, form);
  }
  if (typed.get("as") != "send") {
    form.preview = casework::section(words.text(N_("What {1} will see"), {partner->name}), "preview", wanted_html(words, asked->packet));
    form.send = el("button", {{"class", "govuk-button"}, {"type", "submit"}, {"name", "as"}, {"value", "send"}}, words.text(N_("Send it")));
    return refer_page(room, visit, title, form);
  }
  const exchange::ThreadId thread = thread_of(typed);
  const FileId file = exchange::file_of(room.vault, thread);
  if (room.vault.may_open(visit.keyring, file, REFERRAL)) return web::Response::redirect(thread_address(file), N_("The request was sent before."));
  const auto given = record_outflow(room, visit, *view, {asked->wanted.purpose(), always_told(), partner->name, N_("Request for a case")}, thread);
  if (!given) return web::error_page(visit, given.error());
  // Nobody answers after the last day, wherever on the earth.
  const Time expires = Time(std::chrono::sys_days(*date_from_iso(asked->wanted.answer_by())).time_since_epoch()) + std::chrono::days(2);
  const auto sent = send(room.vault, visit.keyring, thread, {{partner->id, exchange::kCaseWanted, wanted_bytes(asked->packet), expires}},
                         {.notes = {&asked->wanted}, .card = [id = view->file.text()](ThreadCard& card) { card.set_case_file(id); }, .files = {}},
                         [](const ThreadCard& card) { return card.kind().empty() ? nullptr : N_("The request was sent before."); });
  // Pressed twice at the same moment.
  if (!sent && sent.error().code == ErrorCode::conflict && room.vault.may_open(visit.keyring, file, REFERRAL)) return web::Response::redirect(thread_address(file), N_("The request was sent before."));
  if (!sent) return web::error_page(visit, sent.error());
  const auto noted = note_in_case(room, visit, {.case_file = view->file, .thread_file = file, .partner = partner->name, .direction = "wanted_out"});
  if (!noted) return web::error_page(visit, noted.error());
  return after_sending(room, visit, file, *sent);
}

}  // namespace

void add_wanted_ask_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/case/{file}/wanted", choose_partner);
  on_get(site, room, "/case/{file}/wanted/{partner}", new_request);
  on_post(site, room, "/case/{file}/wanted/{partner}", ask);
}

}  // namespace arasha::referral
