// Telling partners of a danger to life: at once, with the ground that permits it, and nothing else in the way.
#include "referral/room.h"

namespace arasha::referral {
namespace {

web::Response danger_page(const Room& room, const Visit& visit, const schema::FormData& typed, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  const auto state = room.vault.directory();
  web::Page page = visit.page(std::string(words.text(N_("Tell of a danger to life"))));
  page.back = "/referrals";
  const EntryForm form{DangerNotice::descriptor(), typed, errors};
  page.main = form_head(words, form, page);
  page.main.add(web::warning(words, words.text(N_("Call first: police 102, ambulance 103, one number for all 112. Then write."))));
  web::ChoiceField to{.name = "partners", .label = std::string(words.text(N_("Whom to tell"))), .choices = {}, .kind = web::ChoiceKind::checkboxes};
  for (const vault::Partner* partner : partners_of(*state)) to.choices.push_back({partner->id.text(), partner->name});
  for (const std::string_view one : typed.all("partners")) to.chosen.emplace_back(one);
  Html fields = casework::once_field(typed);
  fields.add(web::choice_field(words, to, errors));
  fields.add(form_fields(words, form));
  fields.add(web::actions(web::button(words.text(N_("Tell them now"))), web::link("/referrals", words.text(N_("Cancel")))));
  page.main.add(web::draft_form("/referrals/danger/new", visit.csrf, fields));
  return web::Response::page(web::layout(page), status);
}

web::Response new_danger(const Room& room, const Visit& visit) {
  schema::FormData typed = casework::draft_of(room.desk, visit);
  if (!typed.has("once")) typed.add("once", crypto::random_id<exchange::ThreadId>().text());
  if (!typed.has("ground")) typed.add("ground", "life");
  return danger_page(room, visit, typed, {}, 200);
}

web::Response tell(const Room& room, const Visit& visit) {
  const schema::FormData& typed = visit.request.form;
  DangerNotice notice;
  web::FieldErrors errors = schema::parse_form(typed, notice);
  const auto state = room.vault.directory();
  std::vector<ToSend> all;
  for (const std::string_view text : typed.all("partners")) {
    const auto id = OrganizationId::from_text(text);
    const vault::Partner* partner = id ? state->partner(*id) : nullptr;
    if (partner != nullptr && partner->keys) all.push_back({*id, exchange::kDanger, schema::serialise(notice)});
  }
  if (all.empty()) errors.push_back({"partners", Error(ErrorCode::invalid_input, N_("Choose at least one partner."))});
  if (!errors.empty()) return danger_page(room, visit, typed, errors, 400);
  const auto once = exchange::ThreadId::from_text(typed.get("once"));
  const exchange::ThreadId thread = once && !once->is_nil() ? *once : crypto::random_id<exchange::ThreadId>();
  const FileId file = exchange::file_of(room.vault, thread);
  if (room.vault.may_open(visit.keyring, file, REFERRAL)) return web::Response::redirect(thread_address(file), N_("They were told before."));
  // An outflow without consent is recorded as one, whoever it is about.
  if (const auto recorded = room.vault.record(visit.keyring, vault::Action::exported, file, static_cast<std::uint32_t>(all.size())); !recorded) return web::error_page(visit, recorded.error());
  const auto sent = send(room.vault, visit.keyring, thread, all);
  if (!sent) return web::error_page(visit, sent.error());
  return after_sending(room, visit, file, *sent);
}

}  // namespace

void add_danger_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/referrals/danger/new", new_danger);
  on_post(site, room, "/referrals/danger/new", tell);
}

}  // namespace arasha::referral
