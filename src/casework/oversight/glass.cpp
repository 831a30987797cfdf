#include "casework/oversight/glass.h"

#include <algorithm>
#include <charconv>

#include "casework/oversight/alerts.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kMostNotices = 2'000;
constexpr auto kAlarmDays = std::chrono::hours(24 * 30);
constexpr auto kOnTheCase = std::chrono::hours(24 * 7);
constexpr std::string_view kSeenPlace = "/emergencies/seen";

constexpr Term kReasons[] = {{"life", N_("Danger to life or health now")},
                             {"missing", N_("The person is missing or was taken away")},
                             {"authority", N_("A hospital, the police or a court asks and cannot wait")},
                             {"contact", N_("The person must be reached or met at once")},
                             {"other", N_("Something else that cannot wait")}};
constexpr Term kResults[] = {{"justified", N_("It was needed")},
                             {"partly", N_("It was needed, but not so long or not the whole file")},
                             {"not", N_("It was not needed")}};

std::uint64_t seen_by(const Desk& desk, const vault::Keyring& by) {
  const auto kept = desk.vault.draft(by, kSeenPlace);
  if (!kept || !*kept) return 0;
  ByteReader in(**kept);
  const auto seq = in.u64();
  return seq ? *seq : 0;
}

bool looks_after(const Desk& desk, const Visit& visit, FileId file) {
  const auto content = desk.vault.card(visit.keyring, file, ASSISTANCE);
  if (!content || !*content) return false;
  const auto card = schema::parse_as<CaseCard>(**content);
  return card && card->owner() == visit.keyring.member().text();
}

std::string told_line(const Desk& desk, const Visit& visit, const vault::Directory& state, const EmergencyCase& one) {
  const Catalogue& words = visit.words;
  const std::string when = words.moment(one.notice.time);
  if (one.notice.kind == vault::NoticeKind::asked) {
    return words.text(N_("{1}: {2} looked for a file outside their circles: “{3}”."), {when, member_name(state, one.notice.member), one.notice.asked});
  }
  return words.text(N_("{1}: {2} opened {3} in an emergency."), {when, member_name(state, one.notice.member), file_name(desk, visit.keyring, one.notice.file)});
}

}  // namespace

int number_setting(const vault::Directory& state, std::string_view name, int otherwise, int least, int most) {
  const std::string& text = state.setting(name);
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc() || end != text.data() + text.size() || value < least || value > most) return otherwise;
  return value;
}

int longest_glass(const vault::Directory& state) { return number_setting(state, kGlassMinutesSetting, kGlassMinutes, 15, kMostGlassMinutes); }

bool may_break_glass(const vault::Directory& state, MemberId member) {
  return !state.standing().empty() && state.is_in(member, vault::CircleKind::emergency);
}

std::span<const Term> glass_reasons() { return kReasons; }
std::span<const Term> review_results() { return kResults; }

std::string term_label(const Catalogue& words, std::span<const Term> terms, const std::string& code) {
  for (const Term& term : terms) {
    if (code == term.code) return std::string(words.text(term.text));
  }
  return code;
}

Result<EmergencyList> emergencies(const Desk& desk, const vault::Keyring& by, Time since) {
  TRY(said, desk.vault.notices(by, UINT64_MAX, kMostNotices, since));
  EmergencyList out;
  out.damaged = said.damaged;
  out.all = said.next == 0;
  const Time now = desk.vault.clock().now();
  std::map<EntryId, vault::Notice> reviews;
  std::map<EntryId, std::vector<FileId>> along;
  for (vault::Notice& notice : said.rows) {
    if (notice.kind == vault::NoticeKind::reviewed) {
      reviews.emplace(notice.about, std::move(notice));  // newest first: the last one counts
    } else if (notice.kind == vault::NoticeKind::broke && !notice.about.is_nil()) {
      along[notice.about].push_back(notice.file);
    } else if (notice.kind != vault::NoticeKind::looked) {
      out.rows.push_back({std::move(notice), {}, std::nullopt, false});
    }
  }
  for (EmergencyCase& one : out.rows) {
    if (!one.notice.file.is_nil()) one.files.push_back(one.notice.file);
    for (const FileId file : along[one.notice.id]) one.files.push_back(file);
    if (const auto found = reviews.find(one.notice.id); found != reviews.end()) one.review = found->second;
    one.overdue = !one.review && one.notice.time + kReviewWithin <= now;
  }
  return out;
}

std::string file_name(const Desk& desk, const vault::Keyring& by, FileId file) {
  if (const auto content = desk.vault.card(by, file, ASSISTANCE); content && *content) {
    if (const auto card = schema::parse_as<CaseCard>(**content); card && !card->alias().empty()) return card->alias();
  }
  return file.text().substr(0, 8);
}

bool by_glass(const Desk& desk, const Visit& visit, const CaseView& view) {
  return view.reads_case() && !desk.vault.may_open(visit.keyring, view.file, ASSISTANCE);
}

Html glass_banner(const Desk& desk, const Visit& visit, const CaseView& view) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  const MemberId me = visit.keyring.member();
  if (may_break_glass(*state, me)) {
    if (const auto glass = desk.vault.glass(visit.keyring, view.file); glass && *glass) {
      return web::warning(words, words.text(N_("You opened this case in an emergency. It shuts at {1}. All stewards and who looks after the case were told. You can look, but not write or print."),
                                            {words.moment((*glass)->until)}));
    }
    if (!view.reads_case() && !view.printing) {
      return web::inset(web::link("/emergency?file=" + view.file.text(), words.text(N_("I need the whole case now: an emergency"))));
    }
  }
  if (view.printing) return {};
  const auto said = emergencies(desk, visit.keyring, desk.vault.clock().now() - kOnTheCase);
  if (!said) return {};
  Html out;
  for (const EmergencyCase& one : said->rows) {
    if (one.notice.file != view.file) continue;
    Html line = Html::text(told_line(desk, visit, *state, one));
    line.add(" ");
    line.add(web::link("/emergencies/" + one.notice.id.text(), words.text(N_("Why, and what was said to it"))));
    out.add(web::inset(line));
  }
  return out;
}

web::Response closed_case(const Desk& desk, const Visit& visit, FileId file, const Error& error) {
  if (error.code != ErrorCode::denied || !may_break_glass(*desk.vault.directory(), visit.keyring.member())) return web::error_page(visit, error);
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("You cannot open this file."))));
  page.back = "/";
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("Your circles do not open it. If somebody is in danger and it cannot wait, you may open it for a set time. Everybody concerned is told at once."))));
  page.main.add(web::actions(web::button_link("/emergency?file=" + file.text(), words.text(N_("I need this file now")), web::ButtonKind::warning)));
  return web::Response::page(web::layout(page), web::status_of(error));
}

Html oversight_alarm(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = desk.vault.directory();
  const MemberId me = visit.keyring.member();
  const bool steward = is_steward(*state, me);
  Html lines;
  std::uint64_t newest = 0;
  std::size_t late = 0;
  if (const auto said = emergencies(desk, visit.keyring, desk.vault.clock().now() - kAlarmDays); said) {
    if (said->damaged > 0) lines.add(el("li", {}, words.text(N_("A notice in the ledger is damaged. Stop and call your administrator."))));
    const std::uint64_t seen = seen_by(desk, visit.keyring);
    for (const EmergencyCase& one : said->rows) {
      if (steward && one.overdue && one.notice.member != me) ++late;
      if (one.notice.seq <= seen || one.notice.member == me || (one.review && one.review->member == me)) continue;
      if (!steward && !(one.notice.kind == vault::NoticeKind::broke && looks_after(desk, visit, one.notice.file))) continue;
      newest = std::max(newest, one.notice.seq);
      Html line = Html::text(told_line(desk, visit, *state, one));
      line.add(" ");
      line.add(web::link("/emergencies/" + one.notice.id.text(), words.text(N_("Look at it")), term_label(words, glass_reasons(), one.notice.code)));
      lines.add(el("li", {}, line));
    }
  }
  Html out;
  if (!lines.is_empty()) {
    Html inside = web::subheading(words.text(N_("Files were opened in an emergency")), "emergency-heading");
    inside.add(el("ul", {{"class", "govuk-list govuk-list--spaced"}}, lines));
    if (newest > 0) {
      inside.add(web::post_form("/emergencies/seen", visit.csrf, web::hidden("until", std::to_string(newest)),
                                el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("I have read this")))));
    }
    out.add(el("section", {{"class", "arasha-alarm"}, {"aria-labelledby", "emergency-heading"}}, inside));
  }
  if (late > 0) {
    const std::string text = words.plural("{1} emergency waits for its review, more than a day.", "{1} emergencies wait for their review, more than a day.", static_cast<std::int64_t>(late));
    out.add(web::inset(Html(web::link("/emergencies", text))));
  }
  if (state->is_in(me, vault::CircleKind::auditors)) {
    if (const auto alerts = reading_alerts(desk, visit.keyring); alerts && alerts->open() > 0) {
      const std::string text = words.plural("{1} sign in the reading record that nobody looked at.", "{1} signs in the reading record that nobody looked at.", static_cast<std::int64_t>(alerts->open()));
      out.add(web::inset(Html(web::link("/readings/alerts", text))));
    }
  }
  return out;
}

}  // namespace arasha::casework
