#include "referral/room.h"

#include <algorithm>

#include "referral/conference.h"
#include "schema/vocabulary.h"

namespace arasha::referral {

void on_get(web::Site& site, const RoomPtr& room, const char* pattern, RoomPage page) {
  site.get(pattern, [room, page](const Visit& visit) { return may_refer(*room, visit) ? page(*room, visit) : no_page(visit); });
}
void on_post(web::Site& site, const RoomPtr& room, const char* pattern, RoomPage page) {
  site.post(pattern, [room, page](const Visit& visit) { return may_refer(*room, visit) ? page(*room, visit) : no_page(visit); });
}

Date today(const Room& room) { return casework::today(room.desk); }

bool may_refer(const Room& room, const Visit& visit) {
  const vault::Circle* circle = room.vault.directory()->circle(vault::CircleKind::referral);
  return circle != nullptr && visit.keyring.holds(circle->id);
}

std::vector<const vault::Partner*> partners_of(const vault::Directory& state) {
  std::vector<const vault::Partner*> out;
  for (const auto& [id, partner] : state.partners()) {
    if (partner.keys) out.push_back(&partner);
  }
  std::sort(out.begin(), out.end(), [](const vault::Partner* a, const vault::Partner* b) { return std::tuple(a->name, a->id) < std::tuple(b->name, b->id); });
  return out;
}

Html state_tag(const Catalogue& words, std::string_view state) {
  web::Meaning meaning = web::Meaning::active;
  if (state == "sent" || state == "asked" || state == "received" || state == "draft" || state == "planned" || state == "invited" || state == "other_day" || state == "passed") meaning = web::Meaning::waiting;
  if (state == "found" || state == "accepted" || state == "done" || state == "comes" || state == "decided") meaning = web::Meaning::good;
  if (state == "declined" || state == "nobody" || state == "expired" || state == "told") meaning = web::Meaning::danger;
  if (state == "closed" || state == "ended" || state == "revoked" || state == "cancelled" || state == "over") meaning = web::Meaning::over;
  return web::tag(meaning, casework::label(words, "thread_state", std::string(state)));
}

std::string needs_text(const Catalogue& words, const google::protobuf::RepeatedPtrField<std::string>& needs) {
  std::string out;
  for (const std::string& need : needs) out += (out.empty() ? "" : ", ") + casework::label(words, "assistance", need);
  return out;
}

std::string what_text(const Catalogue& words, const ThreadCard& card) {
  if (is_conference(card)) return when_text(words, meeting_of(card));
  return card.kind() == kWanted ? casework::label(words, "case_wanted_for", card.wants()) : needs_text(words, card.needs());
}

std::string thread_address(FileId file) { return "/referrals/" + file.text(); }

web::Response after_sending(const Room& room, const Visit& visit, FileId thread_file, const Sent& sent) {
  static_cast<void>(room.vault.drop_draft(visit.keyring, visit.request.path));
  if (room.nudge) room.nudge();
  return web::Response::redirect(thread_address(thread_file), sent.by_hand ? N_("Saved. The partner has no address on the network: download the file and carry it.") : N_("Sent."));
}

Html collect_now(const Room& room, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto done = exchange::collect(room.vault, visit.keyring, room.handlers);
  if (done && room.after_collecting) room.after_collecting(visit.keyring);
  if (!done) return web::warning(words, words.text(N_("What came from partners cannot be opened now. Try again in a moment; nothing is lost.")));
  if (done->taken > 0 && room.nudge) room.nudge();
  Html out;
  if (done->unknown > 0) {
    out.add(web::inset(Html::text(words.text(N_("Waiting from organisations whose keys nobody has compared: {1}. Compare the eight words with them, then it opens."), {words.number(static_cast<std::int64_t>(done->unknown))}))));
  }
  if (done->refused > 0) out.add(web::inset(Html::text(words.text(N_("Refused just now: {1}. The page of partners says why."), {words.number(static_cast<std::int64_t>(done->refused))}))));
  if (done->pieces > 0) out.add(web::inset(Html::text(words.text(N_("Documents are arriving. Pieces that still wait: {1}. Open this page again in a moment."), {words.number(static_cast<std::int64_t>(done->pieces))}))));
  return out;
}

Html form_head(const Catalogue& words, const EntryForm& form, web::Page& page) {
  web::Labels labels;
  casework::add_labels(labels, words, *form.descriptor);
  page.wrong = !form.errors.empty();
  Html out = web::error_summary(words, form.errors, labels);
  out.add(web::heading(page.title));
  const schema::EntryType* type = schema::entry_type(form.descriptor->name());
  if (type != nullptr && !type->help.empty()) out.add(web::hint(words.text(type->help.c_str())));
  return out;
}

Html form_fields(const Catalogue& words, const EntryForm& form) {
  Html out;
  for (const schema::FormField& field : schema::form_fields(*form.descriptor)) out.add(web::form_field(words, field, field.name, form.typed, form.errors));
  return out;
}

namespace {

Html panel(const vault::Vault& vault, projection::Tables& tables, const ThreadTable& threads, const Visit& visit, const casework::CaseView& view) {
  const Catalogue& words = visit.words;
  const vault::Circle* circle = vault.directory()->circle(vault::CircleKind::referral);
  const bool reads = circle != nullptr && visit.keyring.holds(circle->id);
  Html items;
  if (reads) {
    std::vector<ThreadRow> rows;
    {
      auto access = tables.projection().enter(visit.keyring, REFERRAL);
      if (access) rows = threads.of_case(*access, view.file);
    }
    const Date day = casework::local_day(vault.clock().now());
    for (const ThreadRow& row : rows) {
      if (is_conference(row.card)) continue;  // conference_panel.cpp
      const PartnerMark* them = other_side(row.card);
      const std::string who = them == nullptr ? what_text(words, row.card) : them->name();
      items.add(el("li", {{"class", "arasha-item"}}, el("div", {}, web::link(thread_address(row.file), who), " ", state_tag(words, state_on(row.card, day))),
                   casework::quiet(what_text(words, row.card))));
    }
  } else {
    for (const casework::Item* item : view.story.all<CaseReferral>()) {
      const auto* one = item->as<CaseReferral>();
      items.add(el("li", {{"class", "arasha-item"}}, el("div", {}, one->partner()), casework::quiet(casework::label(words, "referral_direction", one->direction()) + " · " + casework::date_label(words, one->date()))));
    }
  }
  Html out;
  if (!items.is_empty()) out.add(el("ul", {{"class", "arasha-items"}}, items));
  if (reads && !view.printing && view.reads_case()) {
    out.add(web::actions(web::button_link("/case/" + view.file.text() + "/refer", words.text(N_("Refer to a partner")), web::ButtonKind::secondary),
                         web::link("/referrals/place/new?case=" + view.file.text(), words.text(N_("Ask partners for a place, without names"))),
                         web::link("/case/" + view.file.text() + "/wanted", words.text(N_("Ask a partner for this person's earlier case")))));
  }
  if (out.is_empty()) return {};
  return casework::section(words.text(N_("Other organisations")), "partners", out);
}

}  // namespace

casework::CasePanel case_panel(const vault::Vault& vault, projection::Tables& tables, const ThreadTable& threads) {
  return [&vault, &tables, &threads](const Visit& visit, const casework::CaseView& view) { return panel(vault, tables, threads, visit, view); };
}

Collect add_pages(const Services& services) {
  web::Site& site = services.site;
  const auto made = std::make_shared<Room>(Room{site.vault(), services.tables, services.threads, {site.vault(), services.tables, services.shelf}, {}, services.nudge, services.after_collecting});
  add_handlers(made->handlers, site.vault());
  if (services.more_handlers) services.more_handlers(made->handlers);
  const RoomPtr room = made;
  add_list_pages(site, room);
  add_place_pages(site, room);
  add_danger_pages(site, room);
  add_hand_pages(site, room);
  add_conference_plan_pages(site, room);
  add_conference_invite_pages(site, room);
  add_conference_after_pages(site, room);
  add_conference_thread_pages(site, room);
  add_network_pages(site, room);
  add_outside_pages(site, room);  // before the partners: /refer/outside is none
  add_refer_pages(site, room);
  add_wanted_ask_pages(site, room);
  add_wanted_pages(site, room);
  add_attachment_pages(site, room);
  add_thread_pages(site, room);
  return [room](const vault::Keyring& by) {
    const auto done = exchange::collect(room->vault, by, room->handlers);
    if (done && room->after_collecting) room->after_collecting(by);
  };
}

}  // namespace arasha::referral
