#include "cooperation/parts.h"

#include <algorithm>

#include "arasha/options.pb.h"
#include "base/text.h"

namespace arasha::cooperation {

void on_get(web::Site& site, const Desk& desk, const char* pattern, DeskPage page) {
  site.get(pattern, [desk, page](const Visit& visit) { return page(desk, visit); });
}
void on_post(web::Site& site, const Desk& desk, const char* pattern, DeskPage page) {
  site.post(pattern, [desk, page](const Visit& visit) { return page(desk, visit); });
}

vault::Filing filing(const Desk& desk) { return vault::Filing(desk.vault, card_of, obey); }

Date today(const Desk& desk) { return date_of(desk.vault.clock().now()); }

bool reads(const vault::Directory& state, MemberId member) {
  const auto circles = state.readers(COOPERATION);
  return std::any_of(circles.begin(), circles.end(), [&](CircleId circle) { return state.is_in(member, circle); });
}

bool writes(const Desk& desk, const Visit& visit) {
  const auto state = desk.vault.directory();
  const MemberId member = visit.keyring.member();
  return reads(*state, member) && (state->is_in(member, vault::CircleKind::stewards) || state->is_in(member, vault::CircleKind::referral));
}

Result<Opened> open(const Desk& desk, const Visit& visit, vault::Action action) {
  const Error missing(ErrorCode::not_found, "There is no such page.");
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file || !desk.vault.may_open(visit.keyring, *file, COOPERATION)) return missing;
  TRY(story, filing(desk).read(visit.keyring, *file, action));
  Opened out{*file, std::move(story), FileKind::none};
  out.kind = kind_of_file(out.story);
  if (out.kind == FileKind::none) return missing;
  return out;
}

Result<Cards> load(const Desk& desk, const Visit& visit, vault::Action action) {
  if (!reads(*desk.vault.directory(), visit.keyring.member())) return Error(ErrorCode::not_found, "There is no such page.");
  Cards out;
  {
    TRY(access, desk.projection.enter(visit.keyring, COOPERATION));
    out = desk.book.all(access);
  }
  TRY_VOID(desk.vault.record(visit.keyring, action, FileId(), static_cast<std::uint32_t>(out.size())));
  // The slots of the table are in no order that means anything.
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return std::tie(a.second.title(), a.first) < std::tie(b.second.title(), b.first); });
  return out;
}

std::string address(FileId file) { return std::string(kHome) + "/" + file.text(); }
std::string meeting_address(FileId file, const std::string& entry) { return address(file) + "/meeting/" + entry; }
std::string work_address(FileId file, const std::string& entry) { return address(file) + "/task/" + entry; }
std::string recommendation_address(FileId file, const std::string& entry) { return address(file) + "/recommendation/" + entry; }
std::string correct_address(FileId file, const Item& item) { return address(file) + "/correct/" + item.latest().id.text(); }
std::string add_address(FileId file, const google::protobuf::Descriptor& type, const Item* about) {
  return address(file) + "/add/" + type.name() + (about == nullptr ? "" : "/" + reference_to(*about));
}

std::string shown_at(FileId file, const Story& story, const google::protobuf::Message& message, const Item* item) {
  const auto first_of = [&](const std::string& reference) {
    const auto id = EntryId::from_text(reference);
    const Item* about = id ? story.find(*id) : nullptr;
    return about == nullptr ? reference : reference_to(*about);
  };
  if (const auto* progress = dynamic_cast<const WorkProgress*>(&message)) return work_address(file, first_of(progress->work()));
  if (const auto* verdict = dynamic_cast<const RecommendationVerdict*>(&message)) return recommendation_address(file, first_of(verdict->recommendation()));
  if (item == nullptr) return address(file);
  if (dynamic_cast<const Meeting*>(&message) != nullptr) return meeting_address(file, reference_to(*item));
  if (dynamic_cast<const Recommendation*>(&message) != nullptr) return recommendation_address(file, reference_to(*item));
  const bool is_work = dynamic_cast<const MeetingDecision*>(&message) != nullptr || dynamic_cast<const RecommendedAction*>(&message) != nullptr;
  return is_work ? work_address(file, reference_to(*item)) : address(file);
}

Html tabs(const Catalogue& words, const char* current) {
  std::vector<web::Tab> all;
  for (const auto& [to, text] : {std::pair<const char*, const char*>{"/cooperation", N_("What is to be done")},
                                 {"/cooperation/agreements", N_("Agreements")},
                                 {"/cooperation/commissions", N_("Commissions")},
                                 {"/cooperation/work", N_("Decisions and actions")},
                                 {"/cooperation/reports", N_("Reports and recommendations")}}) {
    all.push_back({to, std::string(words.text(text))});
  }
  return web::section_nav(words.text(N_("Cooperation of agencies")), all, current);
}

Html section(std::string_view title, const std::string& id, const Html& inside) {
  return el("section", {{"class", "arasha-block"}, {"aria-labelledby", id}}, el("h2", {{"class", "govuk-heading-m"}, {"id", id}}, title), inside);
}

Html state_tag(const Catalogue& words, const std::string& state) {
  const std::string text = label(words, "work_state", state);
  if (state == "done") return web::tag(web::Meaning::good, text);
  if (state == "in_work") return web::tag(web::Meaning::active, text);
  return web::tag(state == "dropped" ? web::Meaning::over : web::Meaning::fresh, text);
}

Html meeting_tag(const Catalogue& words, const std::string& state) {
  const std::string text = label(words, "meeting_state", state);
  if (state == "held") return web::tag(web::Meaning::good, text);
  return web::tag(state == "planned" ? web::Meaning::waiting : web::Meaning::over, text);
}

Html verdict_tag(const Catalogue& words, const std::string& verdict) {
  if (verdict.empty()) return web::tag(web::Meaning::plain, words.text(N_("No conclusion yet")));
  const std::string text = label(words, "recommendation_verdict", verdict);
  if (verdict == "fulfilled") return web::tag(web::Meaning::good, text);
  if (verdict == "partly") return web::tag(web::Meaning::active, text);
  return web::tag(verdict == "set_aside" ? web::Meaning::over : web::Meaning::danger, text);
}

Html validity_tag(const Catalogue& words, const AgreementRow& row) {
  switch (row.validity) {
    case Validity::ended: return web::tag(web::Meaning::over, words.text(N_("Not in force any more")));
    case Validity::over: return web::tag(web::Meaning::danger, words.text(N_("Its time is over")));
    case Validity::prolonged: return web::tag(web::Meaning::waiting, words.text(N_("Prolonged by itself")));
    case Validity::runs_out: return web::tag(web::Meaning::waiting, words.text(N_("Runs out soon")));
    case Validity::not_yet: return web::tag(web::Meaning::fresh, words.text(N_("Not in force yet")));
    case Validity::valid:
    case Validity::without_end: break;
  }
  return web::tag(web::Meaning::good, words.text(N_("In force")));
}

std::string validity_words(const Catalogue& words, const AgreementRow& row) {
  if (!row.days || row.validity == Validity::ended || row.validity == Validity::not_yet) return {};
  if (*row.days == 0) return std::string(words.text(N_("today is its last day")));
  if (*row.days > 0) return words.plural("runs out in {1} day", "runs out in {1} days", *row.days);
  return words.plural("ran out {1} day ago", "ran out {1} days ago", -*row.days);
}

Html due_words(const Catalogue& words, const std::string& due, const std::optional<int>& days) {
  constexpr int kSoon = 14;
  if (due.empty()) return quiet(words.text(N_("no day")));
  Html out = el("span", {{"class", "arasha-nowrap"}}, date_label(words, due));
  if (!days || *days > kSoon) return out;
  out.add(" ");
  if (*days < 0) out.add(web::tag(web::Meaning::danger, words.plural("{1} day late", "{1} days late", -*days)));
  else if (*days == 0) out.add(web::tag(web::Meaning::waiting, words.text(N_("Today"))));
  else out.add(web::tag(web::Meaning::waiting, words.plural("in {1} day", "in {1} days", *days)));
  return out;
}

Html progress_words(const Catalogue& words, const AimRow& row) {
  constexpr std::size_t kBar = 10;
  if (row.actions == 0) return quiet(words.text(N_("Not broken down into actions yet")));
  const auto number = [&](std::size_t value) { return words.number(static_cast<std::int64_t>(value)); };
  const std::size_t full = row.done * kBar / row.actions;
  std::string bar;
  for (std::size_t i = 0; i < kBar; ++i) bar += i < full ? "■" : "□";
  Html out = el("span", {{"aria-hidden", "true"}, {"class", "arasha-nowrap"}}, bar);
  out.add(" ");
  out.add(words.text(N_("{1} of {2} actions done"), {number(row.done), number(row.actions)}));
  if (row.dropped > 0) out.add(", " + words.text(N_("dropped: {1}"), {number(row.dropped)}));
  if (row.late > 0) {
    out.add(" ");
    out.add(web::tag(web::Meaning::danger, words.text(N_("late: {1}"), {number(row.late)})));
  }
  return out;
}

std::string responsible(const std::string& body, const std::string& person) { return person.empty() ? body : body.empty() ? person : body + ", " + person; }

Html evidence_list(const Catalogue& words, const WorkProgress& progress) {
  Html items;
  for (const auto& one : progress.evidence()) {
    Html line = Html::text(one.what());
    if (!one.date().empty()) line.add(", " + date_label(words, one.date()));
    // No link, also where it is an address: no page of ours leads out of the house.
    if (!one.where().empty()) line.add(": " + one.where());
    items.add(el("li", {}, line));
  }
  return items.is_empty() ? Html() : el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items);
}

Html history(const Catalogue& words, const vault::Directory& state, const Item& item) {
  if (item.versions.size() < 2) return {};
  Html items;
  for (std::size_t i = item.versions.size(); i-- > 0;) {
    const vault::Version& version = item.versions[i];
    Html inside = el("strong", {}, words.moment(version.time));
    inside.add(", " + member_name(state, version.author));
    Html changes;
    const auto* before = i == 0 ? nullptr : item.versions[i - 1].message.get();
    if (before != nullptr && version.message != nullptr) {
      for (const web::Difference& one : web::differences(*before, *version.message, words)) {
        const std::string from = one.before.empty() ? "—" : one.before;
        const std::string to = one.after.empty() ? "—" : one.after;
        changes.add(el("li", {{"class", "arasha-kept"}}, one.label + ": " + from + " → " + to));
      }
    }
    if (!changes.is_empty()) inside.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, changes));
    items.add(el("li", {{"class", "arasha-item"}}, inside));
  }
  return web::details(words.plural("History: {1} version", "History: {1} versions", static_cast<std::int64_t>(item.versions.size())),
                      el("ul", {{"class", "arasha-items"}}, items));
}

Html correct_link(const Desk& desk, const Visit& visit, FileId file, const Item& item) {
  if (!writes(desk, visit)) return {};
  const schema::EntryType* type = vault::type_of(item);
  return el("p", {{"class", "govuk-body arasha-entry__links"}},
            web::link(correct_address(file, item), visit.words.text(N_("Correct")), type == nullptr ? std::string_view() : visit.words.text(type->title.c_str())));
}

std::string colleague_named(const vault::Directory& state, const std::string& name) {
  if (name.empty()) return {};
  std::string found;
  for (const auto& [id, member] : state.members()) {
    if (member.status != vault::MemberStatus::verified || !reads(state, id) || fold_case(member.name) != fold_case(name)) continue;
    if (!found.empty()) return {};  // two of one name: nobody is guessed
    found = id.text();
  }
  return found;
}

}  // namespace arasha::cooperation
