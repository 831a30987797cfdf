#include "app/demo_oversight.h"

#include "app/demo_course.h"
#include "app/demo_names.h"
#include "arasha/plan.pb.h"
#include "arasha/tasks.pb.h"
#include "casework/cards.h"
#include "casework/cases.h"
#include "casework/oversight/figures.h"

namespace arasha::app {
namespace {

constexpr std::size_t kAssessed = 10;
constexpr std::size_t kFollowed = 6;
constexpr auto kWritten = std::chrono::hours(28);  // before now

vault::Keyring& of(const DemoWatch& watch, DemoRole role) { return watch.members[static_cast<std::size_t>(role)]; }

std::string days_after(const std::string& day, int days) {
  const auto date = date_from_iso(day);
  return date ? to_iso(Date(std::chrono::sys_days(*date) + std::chrono::days(days))) : std::string();
}

Result<void> assess(std::mt19937& random, const DemoWatch& watch, FileId file, const CaseCard& card) {
  NeedsAssessment needs;
  needs.set_date(std::min(days_after(card.opened(), number_between(random, 1, 12)), to_iso(date_of(watch.now - kWritten))));
  auto* need = needs.add_needs();
  need->set_kind("legal_representation");
  need->set_urgency("week");
  TRY(id, casework::Cases(watch.vault).add(of(watch, DemoRole::caseworker), file, needs));
  static_cast<void>(id);
  return {};
}

Result<void> follow_up(std::mt19937& random, const DemoWatch& watch, FileId file, const CaseCard& card) {
  const auto closed = date_from_iso(card.closed());
  if (!closed) return {};
  for (const int months : casework::kFollowUpMonths) {
    const std::string due = to_iso(casework::months_later(*closed, months));
    const std::string day = days_after(due, number_between(random, -5, 25));
    if (day > to_iso(date_of(watch.now - kWritten)) || chance(random, 20)) continue;
    FollowUp one;
    one.set_date(day);
    one.set_how("telephone");
    one.set_reached(chance(random, 75) ? "yes" : "no");
    TRY(id, casework::Cases(watch.vault).add(of(watch, DemoRole::caseworker), file, one));
    static_cast<void>(id);
  }
  return {};
}

Result<void> courses(std::mt19937& random, const DemoWatch& watch) {
  watch.set_clock(watch.now - kWritten);
  std::size_t assessed = 0;
  std::size_t followed = 0;
  for (const FileId file : watch.files) {
    TRY(story, casework::Cases(watch.vault).read(of(watch, DemoRole::caseworker), file));
    const CaseCard card = casework::case_card(story);
    if (card.state() == "active" && assessed < kAssessed) {
      ++assessed;
      TRY_VOID(assess(random, watch, file, card));
    } else if (card.state() == "closed" && followed < kFollowed) {
      ++followed;
      TRY_VOID(follow_up(random, watch, file, card));
    }
    if (assessed == kAssessed && followed == kFollowed) break;
  }
  return {};
}

Result<vault::Notice> break_one(const DemoWatch& watch, FileId file, Time when, const char* code, const char* text) {
  watch.set_clock(when);
  vault::Keyring& by = of(watch, DemoRole::duty);
  vault::Notice notice;
  notice.file = file;
  notice.code = code;
  notice.text = text;
  TRY(said, watch.vault.break_glass(by, notice, std::chrono::hours(2)));
  TRY_VOID(casework::Cases(watch.vault).read(by, file));
  return said;
}

Result<void> glass(const DemoWatch& watch) {
  vault::Keyring& steward = of(watch, DemoRole::director);
  TRY_VOID(watch.vault.give_standing_keys(steward));
  TRY_VOID(watch.vault.refresh(steward));
  const vault::Circle* emergency = watch.vault.directory()->circle(vault::CircleKind::emergency);
  vault::Keyring& duty = of(watch, DemoRole::duty);
  TRY_VOID(watch.vault.join_circle(steward, emergency->id, duty.member(), false));
  TRY_VOID(watch.vault.refresh(duty));
  TRY(first, break_one(watch, watch.files.front(), watch.now - std::chrono::hours(24 * 9), "life", "Человек не просыпается, врач скорой спрашивает, какие лекарства он принимает."));
  watch.set_clock(watch.now - std::chrono::hours(24 * 8 + 10));
  vault::Notice review;
  review.kind = vault::NoticeKind::reviewed;
  review.about = first.id;
  review.code = "justified";
  review.text = "Поговорили. Врач получил список лекарств; внесём лекарства в памятку для смены.";
  TRY_VOID(watch.vault.put_notice(steward, review));
  TRY_VOID(break_one(watch, watch.files.back(), watch.now - std::chrono::hours(40), "missing", "Не вернулась к ночи, телефон выключен. Нужны адрес родственников и кому звонить нельзя."));
  return {};
}

// One colleague looked at closed cases late in the evening.
Result<void> readings(const DemoWatch& watch) {
  const vault::Keyring& by = of(watch, DemoRole::second_caseworker);
  Time when = watch.now - std::chrono::hours(39);
  for (std::size_t i = 0; i < std::min<std::size_t>(6, watch.files.size()); ++i) {
    watch.set_clock(when += std::chrono::minutes(2));
    TRY_VOID(watch.vault.record(by, vault::Action::opened, watch.files[i], 1));
    TRY_VOID(watch.vault.record(by, vault::Action::after_closing, watch.files[i], 1));
  }
  return {};
}

}  // namespace

Result<void> demo_oversight(std::mt19937& random, const DemoWatch& watch) {
  if (watch.files.empty()) return {};
  TRY_VOID(glass(watch));
  TRY_VOID(readings(watch));
  TRY_VOID(courses(random, watch));
  watch.set_clock(watch.now);
  return {};
}

}  // namespace arasha::app
