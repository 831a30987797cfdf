// Referring the person of a case to one partner: what goes is chosen field by field, shown as it will be seen, and sent only
// when the check of outflows permits it.
#include "casework/consent/panels.h"
#include "referral/refer_form.h"

namespace arasha::referral {
namespace {

// --- To whom

web::Response choose_partner(const Room& room, const Visit& visit) {
  const auto view = case_in(room, visit);
  if (!view) return web::error_page(visit, view.error());
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Refer to a partner"))));
  page.back = "/case/" + view->file.text();
  page.main = web::heading(view->card.alias(), page.title);
  page.main.add(casework::withheld_panel(visit, *view, today(room)));
  const auto items = partner_items(room, visit, *view, groups_offered(offered_fields(words, *view), offered_documents(*view)), refer_address(view->file));
  if (!items) return web::error_page(visit, items.error());
  page.main.add(*items);
  page.main.add(web::paragraph(words.text(N_("For an organisation without this program: ")), web::link(refer_address(view->file) + "/outside", words.text(N_("Send a locked page or file"))), " · ", web::link("/case/" + view->file.text() + "/papers/referral", words.text(N_("Letter of referral")))));
  return web::Response::page(web::layout(page));
}

// --- What goes

std::string action_of(FileId case_file, const vault::Partner& partner) { return refer_address(case_file) + "/" + partner.id.text(); }

web::Response new_referral(const Room& room, const Visit& visit) {
  const auto view = case_in(room, visit);
  if (!view) return web::error_page(visit, view.error());
  const auto state = room.vault.directory();
  const vault::Partner* partner = partner_in(*state, visit);
  if (partner == nullptr) return no_page(visit);
  schema::FormData typed = casework::draft_of(room.desk, visit);
  begin_typed(room, typed);
  return refer_page(room, visit, visit.words.text(N_("Refer to: {1}"), {partner->name}), {.view = *view, .recipient = partner->name, .action = action_of(view->file, *partner), .typed = typed, .errors = {}, .documents = true});
}

web::Response refer(const Room& room, const Visit& visit) {
  const auto view = case_in(room, visit);
  if (!view) return web::error_page(visit, view.error());
  const auto state = room.vault.directory();
  const vault::Partner* partner = partner_in(*state, visit);
  if (partner == nullptr) return no_page(visit);
  const Catalogue& words = visit.words;
  const schema::FormData& typed = visit.request.form;
  auto chosen = read_chosen(room, visit, *view, partner->name, true);
  if (!chosen) return web::error_page(visit, chosen.error());
  const std::string title = words.text(N_("Refer to: {1}"), {partner->name});
  ReferForm form{.view = *view, .recipient = partner->name, .action = action_of(view->file, *partner), .typed = typed, .errors = chosen->errors, .documents = true};
  if (!chosen->errors.empty()) {
    form.notice = chosen->ways_out;
    form.status = 400;
    return refer_page(room, visit, title, form);
  }
  if (typed.get("as") != "send") {
    form.preview = preview_of(words, partner->name, chosen->packet);
    form.send = el("button", {{"class", "govuk-button"}, {"type", "submit"}, {"name", "as"}, {"value", "send"}}, words.text(N_("Send it")));
    return refer_page(room, visit, title, form);
  }
  const exchange::ThreadId thread = thread_of(typed);
  const FileId file = exchange::file_of(room.vault, thread);
  if (room.vault.may_open(visit.keyring, file, REFERRAL)) return web::Response::redirect(thread_address(file), N_("The referral was sent before."));
  chosen->referral.set_partner(partner->id.text());
  if (const auto given = record_outflow(room, visit, *view, {chosen->referral.purpose(), chosen->groups, partner->name, N_("Referral"), chosen->documents}, thread); !given) return web::error_page(visit, given.error());
  const Time expires = Time(std::chrono::sys_days(*date_from_iso(chosen->referral.access_until())).time_since_epoch()) + std::chrono::days(1);
  auto documents = keep_documents(room.vault, visit.keyring, thread, chosen->documents, chosen->packet);
  if (!documents) return web::error_page(visit, documents.error());
  const auto on_card = [id = view->file.text(), posting = !documents->empty()](ThreadCard& card) {
    card.set_case_file(id);
    card.set_posting(posting);
  };
  const auto sent = send(room.vault, visit.keyring, thread, {{partner->id, exchange::kReferral, schema::serialise(chosen->packet), expires}},
                         {.notes = {&chosen->referral}, .card = on_card, .files = {}, .entries = std::move(*documents)},
                         [](const ThreadCard& card) { return has_step(card, "sent") ? N_("The referral was sent before.") : nullptr; });
  // Pressed twice while its documents were taken out of the case.
  if (!sent && sent.error().code == ErrorCode::conflict && room.vault.may_open(visit.keyring, file, REFERRAL)) return web::Response::redirect(thread_address(file), N_("The referral was sent before."));
  if (!sent) return web::error_page(visit, sent.error());
  if (const auto linked = note_in_case(room, visit, {.case_file = view->file, .thread_file = file, .partner = partner->name}); !linked) return web::error_page(visit, linked.error());
  // What there is no time for now goes on when somebody looks at the conversation or at the list.
  const auto card = card_of(room.vault, visit.keyring, file);
  if (card && has_to_post(*card, room.vault.clock().now())) static_cast<void>(post_attachments(room.vault, visit.keyring, *card, std::chrono::seconds(3)));
  return after_sending(room, visit, file, *sent);
}

}  // namespace

void add_refer_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/case/{file}/refer", choose_partner);
  on_get(site, room, "/case/{file}/refer/{partner}", new_referral);
  on_post(site, room, "/case/{file}/refer/{partner}", refer);
}

}  // namespace arasha::referral
