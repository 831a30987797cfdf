// The list of conversations: what waits for us stands first.
#include "referral/refer_form.h"

namespace arasha::referral {
namespace {

struct ViewName {
  const char* code;
  ThreadView view;
  const char* label;
};
constexpr ViewName kViews[] = {{"", ThreadView::all, N_("Going on")},
                               {"waiting", ThreadView::waiting, N_("Waits for us")},
                               {"overdue", ThreadView::overdue, N_("No answer in time")},
                               {"places", ThreadView::places, N_("Requests for a place")},
                               {"referrals", ThreadView::referrals, N_("Referrals")},
                               {"dangers", ThreadView::dangers, N_("Dangers")},
                               {"handovers", ThreadView::handovers, N_("Handovers")},
                               {"finished", ThreadView::finished, N_("Finished")}};

const ViewName& view_of(const Visit& visit) {
  const std::string_view code = visit.request.query.get("view");
  for (const ViewName& one : kViews) {
    if (code == one.code) return one;
  }
  return kViews[0];
}

std::string address_of(const ViewName& view) { return view.code[0] == 0 ? std::string("/referrals") : std::string("/referrals?view=") + view.code; }

const char* kind_label(const ThreadCard& card) {
  if (card.kind() == kPlace) return card.ours() ? N_("We ask for a place") : N_("A partner asks for a place");
  if (card.kind() == kDanger) return card.ours() ? N_("We told of a danger") : N_("A partner tells of a danger");
  if (card.kind() == kHandover) return card.ours() ? N_("We hand over cases") : N_("Cases are handed over to us");
  return card.ours() ? N_("We refer") : N_("Referred to us");
}

std::string partner_names(const ThreadCard& card) {
  std::string out;
  for (const PartnerMark& one : card.partners()) out += (out.empty() ? "" : ", ") + one.name();
  return out;
}

void add_row(const Catalogue& words, const ThreadRow& row, Date day, web::Table& table) {
  const ThreadCard& card = row.card;
  const std::string state = state_on(card, day);
  table.row();
  Html first = web::link(thread_address(row.file), words.text(kind_label(card)));
  first.add(casework::quiet(partner_names(card)));
  table.cell(first);
  const std::string needs = needs_text(words, card.needs());
  table.cell(needs.empty() ? Html() : Html::text(needs), card.alias().empty() ? Html() : casework::quiet(card.alias()));
  table.cell(card.urgency().empty() ? Html() : (card.urgency() == "now" ? web::tag(web::Meaning::danger, casework::label(words, "urgency", card.urgency())) : Html::text(casework::label(words, "urgency", card.urgency()))));
  Html tags = state_tag(words, state);
  if (card.unread() > 0) tags.add(" "), tags.add(web::tag(web::Meaning::fresh, words.text(N_("New"))));
  if (is_overdue(card, day)) tags.add(" "), tags.add(web::tag(web::Meaning::danger, words.text(N_("No answer in time"))));
  table.cell(tags);
  table.cell(words.moment(from_milliseconds(card.changed())));
}

// Documents that were not all posted when their referral was sent go on while somebody looks at the list; a few at a time.
bool go_on_posting(const Room& room, const Visit& visit, std::vector<FileId> files) {
  constexpr std::size_t kAtOnce = 3;
  if (files.size() > kAtOnce) files.resize(kAtOnce);
  bool some = false;
  for (const FileId file : files) {
    const auto thread = open_thread(room.vault, visit.keyring, file);
    some = (thread && post_more(room, visit, *thread, std::chrono::milliseconds(500))) || some;
  }
  return some;
}

web::Response list_page(const Room& room, const Visit& visit) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Other organisations"))));
  page.main = web::heading(page.title);
  const Html said = collect_now(room, visit);
  const ViewName& view = view_of(visit);
  const Date day = today(room);
  ThreadList list;
  std::vector<FileId> over;
  std::vector<FileId> to_post;
  web::Paging paging;
  {
    auto access = room.tables.projection().enter(visit.keyring, REFERRAL);
    if (!access) return web::error_page(visit, access.error());
    over = room.threads.to_destroy(*access, day);
    to_post = room.threads.to_post(*access);
    paging = web::Paging::of(visit.request.query, room.threads.count(*access, view.view, day));
    list = room.threads.list(*access, view.view, day, paging.first, paging.last - paging.first);
  }
  for (const FileId file : over) {
    const auto card = card_of(room.vault, visit.keyring, file);
    const auto thread = card ? exchange::ThreadId::from_text(card->thread()) : Result<exchange::ThreadId>(card.error());
    if (thread) static_cast<void>(destroy_packet(room.vault, visit.keyring, *thread));
  }
  const bool posted = go_on_posting(room, visit, std::move(to_post));
  if ((posted || !over.empty()) && room.nudge) room.nudge();
  const auto recorded = room.vault.record(visit.keyring, vault::Action::listed, {}, static_cast<std::uint32_t>(list.rows.size()));
  if (!recorded) return web::error_page(visit, recorded.error());
  page.main.add(web::actions(web::button_link("/referrals/place/new", words.text(N_("Ask for a place"))),
                             web::button_link("/referrals/danger/new", words.text(N_("Tell of a danger to life")), web::ButtonKind::warning),
                             web::link("/partners", words.text(N_("Partners and their keys"))), web::link("/referrals/network", words.text(N_("Who refers to whom"))), web::link("/referrals/bring", words.text(N_("Read a file from a stick"))),
                             room.handlers.of(exchange::kHandover) == nullptr ? Html() : web::link("/handover", words.text(N_("Handing over cases"))),
                             room.handlers.of(exchange::kComparison) == nullptr ? Html() : web::link("/comparisons", words.text(N_("Do both of us help this person?")))));
  page.main.add(said);
  std::vector<web::Tab> tabs;
  for (const ViewName& one : kViews) tabs.push_back({address_of(one), std::string(words.text(one.label))});
  page.main.add(web::section_nav(words.text(N_("Kinds of conversations")), tabs, address_of(view)));
  if (list.rows.empty()) {
    page.main.add(web::empty_state(words.text(N_("Nothing here")), words.text(N_("What partners send appears here by itself. To refer somebody, open the case."))));
  } else {
    web::Table table(words, words.text(view.label), {{N_("What it is")}, {N_("What is needed")}, {N_("How urgent")}, {N_("State")}, {N_("Changed")}}, list.rows.size());
    for (const ThreadRow& row : list.rows) add_row(words, row, day, table);
    page.main.add(std::move(table).html());
    page.main.add(web::pagination(words, paging, "/referrals", visit.request.query));
  }
  return web::Response::page(web::layout(page));
}

}  // namespace

void add_list_pages(web::Site& site, const RoomPtr& room) {
  site.place(35, "/referrals", N_("Other organisations"), [](const vault::Directory& state, MemberId member) { return state.is_in(member, vault::CircleKind::referral); });
  on_get(site, room, "/referrals", list_page);
}

}  // namespace arasha::referral
