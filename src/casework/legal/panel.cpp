#include "casework/legal/panel.h"

#include <algorithm>
#include <map>

#include "casework/legal/rules.h"

namespace arasha::casework {
namespace {

// A day with what it means today.
Html until(const Catalogue& words, const std::string& date, Date day) {
  Html out = Html::text(date_label(words, date));
  const auto end = date_from_iso(date);
  if (!end) return out;
  const auto left = (std::chrono::sys_days(*end) - std::chrono::sys_days(day)).count();
  out.add(" ");
  if (left < 0) out.add(web::tag(web::Meaning::danger, words.text(N_("Over"))));
  else if (left <= 14) out.add(web::tag(web::Meaning::waiting, words.plural("{1} day left", "{1} days left", left)));
  return out;
}

Html next_hearings(const Catalogue& words, const Story& story, const std::string& today) {
  std::vector<const Hearing*> coming;
  for (const Item* item : story.all<Hearing>()) {
    const auto* one = item->as<Hearing>();
    if (one->date() >= today && one->held() != "cancelled" && one->held() != "held") coming.push_back(one);
  }
  std::sort(coming.begin(), coming.end(), [](const Hearing* a, const Hearing* b) { return a->date() < b->date(); });
  Html out;
  for (const Hearing* one : coming) {
    std::string about = date_label(words, one->date()) + (one->time().empty() ? "" : ", " + one->time()) + ", " + one->body();
    if (!one->accompanied_by().empty()) about += " · " + one->accompanied_by();
    out.add(el("div", {}, label(words, "hearing_kind", one->what()), " ", quiet(about)));
  }
  return out;
}

Html proceedings(const Catalogue& words, const Story& story) {
  Html out;
  for (const Item* item : story.all<Proceeding>()) {
    const auto* one = item->as<Proceeding>();
    const std::string about = label(words, "proceeding_role", one->role()) + " · " + one->body() + (one->number().empty() ? "" : ", " + one->number());
    out.add(el("div", {}, label(words, "proceeding_kind", one->kind()) + ": " + label(words, "proceeding_stage", one->stage()), " ", quiet(about)));
  }
  return out;
}

// Claimed, awarded and received, by currency: amounts of two currencies are never added.
Html claims(const Catalogue& words, const Story& story) {
  struct Sums {
    std::uint64_t claimed = 0, awarded = 0, received = 0;
  };
  std::map<std::string, Sums> by_currency;
  for (const Item* item : story.all<Claim>()) {
    const auto* one = item->as<Claim>();
    if (one->state() == "withdrawn") continue;
    Sums& sums = by_currency[one->currency()];
    sums.claimed += amount_of(one->amount()).value_or(0);
    sums.awarded += amount_of(one->awarded()).value_or(0);
    sums.received += amount_of(one->recovered()).value_or(0);
  }
  Html out;
  for (const auto& [currency, sums] : by_currency) {
    const auto shown = [&](std::uint64_t value) { return words.number(static_cast<std::int64_t>(value)); };
    out.add(el("div", {}, words.text(N_("{1}: claimed {2}, awarded {3}, received {4}"),
                                     {currency, shown(sums.claimed), shown(sums.awarded), shown(sums.received)})));
  }
  return out;
}

}  // namespace

Html embassy_warning(const Catalogue& words, const CaseView& view) {
  if (!embassy_is_closed(view.story)) return {};
  return el("div", {{"class", "arasha-block arasha-safe"}}, web::warning(words, words.text(N_("Do not call the embassy or anybody of the person's country: asylum is requested or granted."))));
}

Html legal_panel(const Catalogue& words, const CaseView& view, Date day) {
  const Story& story = view.story;
  const std::string today = to_iso(day);
  web::SummaryList list;
  if (const Item* item = newest<LegalStatus>(story)) {
    const auto* status = item->as<LegalStatus>();
    const Html correct = view.may_change(ASSISTANCE) ? web::link(correct_address(view, view.file, *item), words.text(N_("Correct")), words.text(N_("Stay in the country"))) : Html();
    list.add(words.text(N_("Status")), label(words, "stay_status", status->status()), correct);
    if (!status->valid_until().empty()) list.add(words.text(N_("Valid until")), until(words, status->valid_until(), day));
    if (!status->registration_until().empty()) list.add(words.text(N_("Registered until")), until(words, status->registration_until(), day));
    list.add(words.text(N_("Asylum")), label(words, "asylum", status->asylum()));
  }
  if (const Item* item = newest<ReflectionPeriod>(story)) {
    const auto* period = item->as<ReflectionPeriod>();
    list.add(words.text(N_("Reflection period")), period->ended().empty() ? until(words, period->until(), day)
                                                                          : Html::text(label(words, "reflection_end", period->end_reason())));
  }
  if (const Html all = proceedings(words, story); !all.is_empty()) list.add(words.text(N_("Proceedings")), all);
  if (const Html next = next_hearings(words, story, today); !next.is_empty()) list.add(words.text(N_("Coming next")), next);
  if (const Html sums = claims(words, story); !sums.is_empty()) list.add(words.text(N_("Claims")), sums);
  if (list.is_empty()) return {};
  return section(words.text(N_("Stay and law")), "law-heading", list.html());
}

}  // namespace arasha::casework
