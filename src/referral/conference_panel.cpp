// What other pages show of conferences: the page of a case, and "my work".
#include <algorithm>

#include "referral/conference_room.h"

namespace arasha::referral {
namespace {

bool works_with_others(const vault::Vault& vault, const Visit& visit) {
  const vault::Circle* circle = vault.directory()->circle(vault::CircleKind::referral);
  return circle != nullptr && visit.keyring.holds(circle->id);
}

Html of_case(const vault::Vault& vault, const Visit& visit, const casework::CaseView& view) {
  const Catalogue& words = visit.words;
  const bool may = works_with_others(vault, visit) && !view.printing;
  Html items;
  auto plans = view.story.all<ConferencePlan>();
  std::stable_sort(plans.begin(), plans.end(), [](const casework::Item* a, const casework::Item* b) { return a->as<ConferencePlan>()->date() > b->as<ConferencePlan>()->date(); });
  for (const casework::Item* item : plans) {
    const auto* plan = item->as<ConferencePlan>();
    const std::string when = when_text(words, {plan->date(), plan->time(), plan->how(), plan->place(), {}});
    Html line = may ? web::link(conference_address(view.file, item->first().id.text()), when) : Html::text(when);
    if (!plan->cancelled().empty()) line.add(" "), line.add(state_tag(words, "cancelled"));
    items.add(el("li", {{"class", "arasha-item"}}, el("div", {}, line), casework::quiet(words.plural("{1} partner", "{1} partners", plan->partners_size()))));
  }
  Html out;
  if (!items.is_empty()) out.add(el("ul", {{"class", "arasha-items"}}, items));
  if (may && view.reads_case()) out.add(web::actions(web::button_link("/case/" + view.file.text() + "/conference/new", words.text(N_("Invite partners to a conference")), web::ButtonKind::secondary)));
  return out.is_empty() ? Html() : casework::section(words.text(N_("Conferences with other organisations")), "conferences", out);
}

std::vector<ThreadRow> rows_of(projection::Tables& tables, const ThreadTable& threads, const Visit& visit, Date day) {
  auto access = tables.projection().enter(visit.keyring, REFERRAL);
  return access ? threads.list(*access, ThreadView::conferences, day, 0, 500).rows : std::vector<ThreadRow>();
}

Html coming(vault::Vault& vault, projection::Tables& tables, const ThreadTable& threads, const Visit& visit) {
  if (!works_with_others(vault, visit)) return {};
  const Catalogue& words = visit.words;
  const Date day = casework::local_day(vault.clock().now());
  auto rows = rows_of(tables, threads, visit, day);
  // What lies behind and asks for nothing stays in its list.
  std::erase_if(rows, [&](const ThreadRow& row) { return meeting_of(row.card).date < to_iso(day) && !conference_waits(row.card, day); });
  if (rows.empty()) return {};
  std::sort(rows.begin(), rows.end(), [](const ThreadRow& a, const ThreadRow& b) { return std::tuple(meeting_of(a.card).date, a.file) < std::tuple(meeting_of(b.card).date, b.file); });
  constexpr std::size_t kShown = 5;
  Html items;
  for (std::size_t i = 0; i < std::min(rows.size(), kShown); ++i) {
    const PartnerMark* them = other_side(rows[i].card);
    items.add(el("li", {}, web::link(thread_address(rows[i].file), when_text(words, meeting_of(rows[i].card))), " ", them == nullptr ? std::string() : them->name(), " ", state_tag(words, conference_state(rows[i].card, day))));
  }
  if (!vault.record(visit.keyring, vault::Action::listed, {}, static_cast<std::uint32_t>(std::min(rows.size(), kShown)))) return {};
  Html out = web::subheading(words.text(N_("Conferences with other organisations")));
  out.add(el("ul", {{"class", "govuk-list"}}, items));
  if (rows.size() > kShown) out.add(web::link("/referrals?view=conferences", words.text(N_("All conferences"))));
  return out;
}

}  // namespace

casework::CasePanel conference_panel(const vault::Vault& vault) {
  return [&vault](const Visit& visit, const casework::CaseView& view) { return of_case(vault, visit, view); };
}

std::function<web::Html(const web::Visit&)> coming_conferences(vault::Vault& vault, projection::Tables& tables, const ThreadTable& threads) {
  return [&vault, &tables, &threads](const Visit& visit) { return coming(vault, tables, threads, visit); };
}

}  // namespace arasha::referral
