#include "casework/parts.h"

#include <algorithm>
#include <ctime>

#include "casework/differences.h"
#include "casework/retention/erasure.h"
#include "schema/vocabulary.h"
#include "web/entry_form.h"
#include "web/values.h"

namespace arasha::casework {

void on_get(web::Site& site, const Desk& desk, const char* pattern, DeskPage page) {
  site.get(pattern, [desk, page](const Visit& visit) { return page(desk, visit); });
}
void on_post(web::Site& site, const Desk& desk, const char* pattern, DeskPage page) {
  site.post(pattern, [desk, page](const Visit& visit) { return page(desk, visit); });
}

std::optional<FileId> file_of(const Visit& visit) {
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file) return std::nullopt;
  return *file;
}

Date today(const Desk& desk) { return date_of(desk.vault.clock().now()); }

Date local_day(Time time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  return {std::chrono::year(parts.tm_year + 1900), std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)),
          std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
}

Html state_tag(const Catalogue& words, const std::string& state) {
  if (state == "new") return web::tag(web::Meaning::fresh, words.text(N_("New")));
  if (state == "active") return web::tag(web::Meaning::active, words.text(N_("Active")));
  return web::tag(web::Meaning::over, words.text(N_("Closed")));
}

Html danger_tag(const Catalogue& words, const CaseCard& card) {
  if (card.state() == "closed") return {};
  if (card.danger() == "immediate") return web::tag(web::Meaning::danger, words.text(N_("Immediate danger")));
  if (card.danger() == "possible") return web::tag(web::Meaning::waiting, words.text(N_("Possible danger")));
  return {};
}

std::string short_person(const Catalogue& words, const PersonCard& card, Date today) {
  std::vector<std::string> parts;
  if (!card.sex().empty() && card.sex() != "unknown") parts.push_back(label(words, "sex", card.sex()));
  const auto birth = date_from_iso(card.birth_date());
  if (birth && *birth <= today) parts.push_back(words.plural("{1} year old", "{1} years old", years_between(*birth, today)));
  else if (!card.age_band().empty()) parts.push_back(label(words, "age_band", card.age_band()));
  for (const std::string& country : card.citizenships()) parts.push_back(words.country(country));
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

bool may_write(const Desk& desk, const Visit& visit, FileId file, vault::Compartment compartment) {
  if (desk.vault.may_open(visit.keyring, file, compartment)) return true;
  const auto readers = readers_of(desk.vault, file, compartment);
  if (!readers || readers->exists) return false;
  const auto any = desk.vault.openable(visit.keyring, file);
  if (!any || any->empty()) return false;
  const auto circles = desk.vault.directory()->readers(compartment);
  return std::any_of(circles.begin(), circles.end(), [&](CircleId id) { return visit.keyring.holds(id); });
}

bool reads(const vault::Directory& state, MemberId member, vault::Compartment compartment) {
  const auto circles = state.readers(compartment);
  return std::any_of(circles.begin(), circles.end(), [&](CircleId circle) { return state.is_in(member, circle); });
}

std::vector<web::Choice> colleagues_of(const Desk& desk, const Visit& visit, FileId file) {
  std::vector<web::Choice> out;
  const auto readers = readers_of(desk.vault, file, ASSISTANCE);
  if (!readers) return out;
  const auto state = desk.vault.directory();
  for (const MemberId id : readers->members) {
    const vault::Member* member = state->member(id);
    if (member == nullptr || member->status != vault::MemberStatus::verified) continue;
    const std::string me = " (" + std::string(visit.words.text(N_("I myself"))) + ")";
    out.push_back({id.text(), id == visit.keyring.member() ? member->name + me : member->name});
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.text < b.text; });
  return out;
}

schema::FormData draft_of(const Desk& desk, const Visit& visit) { return web::draft_of(desk.vault, visit); }

std::unique_ptr<google::protobuf::Message> new_message(const schema::EntryType& type) {
  return schema::make_message(type);
}

// Among the cases that this member may open: she would take one for the other. Of others she must not learn.
// One of a case that was erased is never given again: a paper that bears it would speak of somebody else.
bool alias_is_taken(const Desk& desk, const Visit& visit, const std::string& alias) {
  if (alias_was_erased(desk.vault, alias)) return true;
  auto access = desk.tables.projection().enter(visit.keyring, ASSISTANCE);
  if (!access) return false;
  projection::CaseQuery query;
  query.alias = alias;
  query.limit = 1;
  return desk.tables.cases().list(*access, query).total > 0;
}

}  // namespace arasha::casework
