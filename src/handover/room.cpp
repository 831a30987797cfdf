#include "handover/room.h"

#include <algorithm>

#include "casework/closing/handed.h"
#include "schema/vocabulary.h"

namespace arasha::handover {

void on_get(web::Site& site, const RoomPtr& room, const char* pattern, RoomPage page) {
  site.get(pattern, [room, page](const Visit& visit) { return is_in_circle(room->vault, visit) ? page(*room, visit) : no_page(visit); });
}
void on_post(web::Site& site, const RoomPtr& room, const char* pattern, RoomPage page) {
  site.post(pattern, [room, page](const Visit& visit) { return is_in_circle(room->vault, visit) ? page(*room, visit) : no_page(visit); });
}

bool is_in_circle(const vault::Vault& vault, const Visit& visit) {
  const vault::Circle* circle = vault.directory()->circle(vault::CircleKind::referral);
  return circle != nullptr && visit.keyring.holds(circle->id);
}
bool is_steward(const vault::Vault& vault, const Visit& visit) { return vault.directory()->is_in(visit.keyring.member(), vault::CircleKind::stewards); }

std::string address_of(FileId thread_file) { return "/handover/" + thread_file.text(); }

Result<referral::Thread> thread_in(const Room& room, const Visit& visit) {
  const Error none(ErrorCode::not_found, "There is no such page.");
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file) return none;
  TRY(thread, referral::open_thread(room.vault, visit.keyring, *file));
  if (thread.card.kind() != referral::kHandover || referral::other_side(thread.card) == nullptr) return none;
  return thread;
}

OrganizationId other_of(const referral::Thread& thread) {
  const auto id = OrganizationId::from_text(referral::other_side(thread.card)->partner());
  return id ? *id : OrganizationId();
}

Html case_tag(const Catalogue& words, const std::string& state) {
  web::Meaning meaning = web::Meaning::waiting;
  if (state == "taken") meaning = web::Meaning::good;
  if (state == "unread") meaning = web::Meaning::danger;
  if (state == "sent") meaning = web::Meaning::active;
  if (is_settled(state) && state != "taken") meaning = web::Meaning::over;
  return web::tag(meaning, casework::label(words, "handover_case_state", state));
}

std::uint32_t sum_of(const google::protobuf::RepeatedPtrField<TypeCount>& counts) {
  std::uint32_t out = 0;
  for (const TypeCount& one : counts) out += one.count();
  return out;
}

std::string counts_text(const Catalogue& words, std::uint32_t entries, std::uint32_t documents, std::uint64_t bytes) {
  std::string out = words.plural("{1} entry", "{1} entries", entries);
  if (documents == 0) return out;
  out += ", " + words.plural("{1} document", "{1} documents", documents);
  const auto kib = static_cast<std::int64_t>((bytes + 1023) / 1024);
  return out + " (" + (kib < 1024 ? words.text(N_("{1} KB"), {words.number(kib)}) : words.text(N_("{1} MB"), {words.number((kib + 1023) / 1024)})) + ")";
}

std::string reason_text(const Catalogue& words, const std::string& state, const std::string& reason) {
  if (reason.empty()) return {};
  return casework::label(words, state == "stays" ? "handover_stay" : "referral_decline", reason);
}

Html things_table(const Catalogue& words, const google::protobuf::RepeatedPtrField<HandoverThing>& things) {
  if (things.empty()) return {};
  web::Table table(words, words.text(N_("What else is handed over")), {{N_("What it is")}, {N_("How much, how many")}, {N_("Where it is, in which state")}}, static_cast<std::size_t>(things.size()));
  for (const HandoverThing& one : things) {
    table.row();
    table.cell(one.what());
    table.cell(one.amount());
    table.cell(one.note());
  }
  return std::move(table).html();
}

Html press(const Visit& visit, const std::string& action, const char* text, const Html& fields, web::ButtonKind kind) {
  const char* classes = kind == web::ButtonKind::primary ? "govuk-button" : kind == web::ButtonKind::warning ? "govuk-button govuk-button--warning" : "govuk-button govuk-button--secondary";
  return web::post_form(action, visit.csrf, fields, el("button", {{"class", classes}, {"type", "submit"}}, visit.words.text(text)));
}

void add_pages(const Services& services) {
  web::Site& site = services.site;
  const auto room = std::make_shared<const Room>(Room{site.vault(), services.tables, services.threads, {site.vault(), services.tables, services.shelf}, services.nudge, services.collect});
  add_begin_pages(site, room);
  add_protocol_pages(site, room);
  add_step_pages(site, room);
  add_handover_pages(site, room);
}

namespace {

// What stands in the case, so that whoever works in it knows, whether or not she is in the Referral circle.
Html panel(const vault::Vault& vault, const Visit& visit, const casework::CaseView& view) {
  const Catalogue& words = visit.words;
  if (!view.reads_case()) return {};
  const bool inside = is_in_circle(vault, visit);
  Html out;
  if (const casework::Item* item = casework::standing_handover(view.story)) {
    const auto* entry = item->as<CaseHandover>();
    const bool is_done = entry->state() == "handed_over";
    if (is_done) {
      out.add(web::paragraph(words.text(N_("Handed over to {1} on {2}. They call it {3}."), {entry->partner(), casework::date_label(words, entry->date()), entry->case_there()})));
      out.add(web::paragraph(words.text(N_("They work in it now. What the law lets us keep stays here until the day that stands under “How long it is kept”; two people can then erase it.")), " ",
                             web::link("/case/" + view.file.text() + "/erasure", words.text(N_("Erase the case for ever")))));
    } else {
      out.add(web::paragraph(words.text(N_("On its way to {1} since {2}. Until they have taken it over we are responsible. What is written from now on does not go along."), {entry->partner(), casework::date_label(words, entry->date())})));
    }
    if (inside) out.add(web::paragraph(web::link("/handover/" + entry->thread(), words.text(N_("The handover")))));
  } else if (inside && !view.printing) {
    out.add(web::paragraph(web::link("/case/" + view.file.text() + "/handover", words.text(N_("Hand the case over to another organisation")))));
  }
  for (const casework::Item* item : view.story.all<CaseOrigin>()) {
    const auto* origin = item->as<CaseOrigin>();
    if (origin->organisation().empty()) continue;
    Html line = Html::text(words.text(N_("Taken over from {1} on {2}. They called it {3}."), {origin->organisation(), casework::date_label(words, origin->date()), origin->alias()}));
    if (inside && !origin->thread().empty()) line.add(" "), line.add(web::link("/handover/" + origin->thread(), words.text(N_("The handover"))));
    out.add(el("p", {{"class", "govuk-body"}}, line));
  }
  return out.is_empty() ? Html() : casework::section(words.text(N_("Handover of the case")), "handover", out);
}

}  // namespace

void add_to_casework(const vault::Vault& vault, casework::Additions& additions) {
  additions.case_panels.push_back([&vault](const Visit& visit, const casework::CaseView& view) { return panel(vault, visit, view); });
  additions.bulk_acts.push_back({"/cases/handover", N_("Hand over the chosen cases"), [&vault](const Visit& visit) { return is_in_circle(vault, visit) && is_steward(vault, visit); }});
}

void after_collecting(vault::Vault& vault, projection::Tables& tables, const referral::ThreadTable& threads, const vault::Keyring& by) {
  std::vector<ThreadId> to_settle;
  {
    auto access = tables.projection().enter(by, REFERRAL);
    if (!access) return;
    for (const referral::ThreadRow& row : threads.handovers(*access)) {
      if (!row.card.ours()) continue;
      const HandoverCard details = details_of(row.card);
      const bool is_open = std::any_of(details.cases().begin(), details.cases().end(), [&](const HandoverCaseCard& one) { return !one.settled() && is_settled(case_state(details, one)); });
      const auto thread = ThreadId::from_text(row.card.thread());
      if (is_open && thread) to_settle.push_back(*thread);
    }
  }
  // What cannot be written now is written when the next message is opened, or the page of the handover.
  for (const ThreadId thread : to_settle) static_cast<void>(settle(vault, by, thread));
}

}  // namespace arasha::handover
