#include "directory/room.h"

#include <algorithm>
#include <set>

namespace arasha::directory {
namespace {

// Kinds of institutions in packs -> our list; the others are authorities of one kind or another.
std::string type_of(const std::string& pack_type) {
  static const std::map<std::string, std::string> known = {{"ngo_hotline", "ngo_hotline"}, {"internal_affairs", "police_local"}, {"social_protection", "social_protection_authority_central"},
                                                           {"health_authority", "health_authority"}, {"education_authority", "education_authority"}, {"foreign_policy", "mfa_consular"},
                                                           {"tourism_authority", "tourism_authority"}, {"media_authority", "media_authority"}, {"border_guard", "border_guard"},
                                                           {"health_organisation", "health_facility"}, {"education_organisation", "school"}};
  const auto found = known.find(pack_type);
  return found == known.end() ? "other" : found->second;
}

const pack::Pack& pack_of(const Desk& desk) { return desk.shelf.chosen(desk.vault.directory()->setting(pack::kPackSetting)); }

const pack::Institution* institution(const Desk& desk, std::string_view id) {
  return pack::find_on(pack_of(desk).contents().institutions(), id, today(desk));
}

}  // namespace

void on_get(web::Site& site, const Desk& desk, const char* pattern, DeskPage page) {
  site.get(pattern, [desk, page](const Visit& visit) {
    return may_read(*desk.vault.directory(), visit.keyring.member()) ? page(desk, visit) : web::no_page(visit);
  });
}
void on_post(web::Site& site, const Desk& desk, const char* pattern, DeskPage page) {
  site.post(pattern, [desk, page](const Visit& visit) {
    return may_read(*desk.vault.directory(), visit.keyring.member()) ? page(desk, visit) : web::no_page(visit);
  });
}

bool writes(const Desk& desk, const Visit& visit) { return may_write(*desk.vault.directory(), visit.keyring.member()); }

std::optional<FileId> file_of(const Visit& visit) {
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file) return std::nullopt;
  return *file;
}

std::string address_of(FileId file) { return std::string(kHome) + "/" + file.text(); }
Date today(const Desk& desk) { return date_of(desk.vault.clock().now()); }
int check_months(const Desk& desk) { return months_until_check(desk.vault.directory()->setting(kCheckSetting)); }

Html small_button(std::string_view text, std::string_view about) {
  return el("button", {{"class", "govuk-button govuk-button--secondary arasha-small-button"}, {"type", "submit"}}, text,
            el("span", {{"class", "govuk-visually-hidden"}}, ": " + std::string(about)));
}

std::string ago(const Catalogue& words, Date then, Date now) {
  const auto days = (std::chrono::sys_days(now) - std::chrono::sys_days(then)).count();
  const int months = months_between(then, now);
  if (days <= 0) return std::string(words.text(N_("today")));
  if (months < 2) return words.plural("{1} day ago", "{1} days ago", days);
  return words.plural("{1} month ago", "{1} months ago", months);
}

std::string vacancy_text(const Catalogue& words, const DirectoryVacancy& vacancy) {
  std::string out = vacancy.most().empty() || vacancy.most() == vacancy.least() ? vacancy.least() : words.text(N_("{1} to {2}"), {vacancy.least(), vacancy.most()});
  out += ", " + web::label(words, "vacancy_kind", vacancy.kind());
  for (const std::string& sex : vacancy.sexes()) out += ", " + web::label(words, "directory_sex", sex);
  if (!vacancy.ages().empty()) out += ", " + web::label(words, "vacancy_ages", vacancy.ages());
  return out;
}

Html checked_html(const Catalogue& words, const DirectoryCard& card, Date day, int months) {
  const auto last = date_from_iso(looked_at(card));
  if (!last) return {};
  const std::string when = ago(words, *last, day);
  const std::string text = card.checked().empty() ? words.text(N_("Recorded {1}, never checked"), {when}) : words.text(N_("Checked {1}"), {when});
  return is_due(card, day, months) ? web::tag(web::Meaning::waiting, text) : quiet(text);
}

std::string place_text(const Catalogue& words, const DirectoryPlace& place) {
  std::string out;
  for (const std::string& part : {place.locality(), place.region(), web::label(words, "country", place.country())}) {
    if (!part.empty()) out += (out.empty() ? "" : ", ") + part;
  }
  return out.empty() ? place.name() : out;
}

std::string hours_text(const Catalogue& words, const DirectoryService::Hours& hours) {
  std::string out;
  for (const std::string& day : hours.days()) out += (out.empty() ? "" : ", ") + web::label(words, "weekday", day);
  if (out.empty()) out = std::string(words.text(N_("Every day")));
  out += " " + hours.opens() + "–" + hours.closes();
  if (!hours.valid_from().empty()) out += ", " + words.text(N_("from {1}"), {web::date_label(words, hours.valid_from())});
  if (!hours.valid_to().empty()) out += ", " + words.text(N_("until {1}"), {web::date_label(words, hours.valid_to())});
  return out;
}

std::vector<PackRow> pack_rows(const Desk& desk, const projection::Access& access) {
  std::set<std::string> taken_over;
  for (const Row& row : desk.table.organisations(access)) taken_over.insert(row.card.organisation().pack_id());
  const pack::Pack& chosen = pack_of(desk);
  std::vector<PackRow> out;
  for (const pack::Institution* one : pack::all_on(chosen.contents().institutions(), today(desk))) {
    if (!taken_over.contains(one->id())) out.push_back({&chosen, one});
  }
  return out;
}

std::optional<DirectoryOrganisation> from_pack(const Desk& desk, const Catalogue& words, std::string_view id) {
  const pack::Institution* one = institution(desk, id);
  if (one == nullptr) return std::nullopt;
  DirectoryOrganisation out;
  out.set_name(pack::in_language(one->title(), words.language()));
  for (const Language language : kLanguages) {
    const std::string& name = pack::in_language(one->title(), language);
    if (name != out.name() && std::find(out.other_names().begin(), out.other_names().end(), name) == out.other_names().end()) out.add_other_names(name);
  }
  out.set_type(one->hotline() ? "ngo_hotline" : type_of(one->type()));
  out.set_pack_id(one->id());
  return out;
}

std::vector<std::string> pack_phones(const Desk& desk, std::string_view id) {
  const pack::Institution* one = institution(desk, id);
  if (one == nullptr) return {};
  return {one->phones().begin(), one->phones().end()};
}

void add_pages(web::Site& site, projection::Projection& projection, const Table& table, const pack::Shelf& shelf) {
  const Desk desk{site.vault(), projection, table, shelf};
  site.place(16, kHome, N_("Directory"), [](const vault::Directory& state, MemberId member) { return may_read(state, member); });
  add_list_pages(site, desk);
  add_export_pages(site, desk);  // before those of one organisation: /directory/given is none
  add_import_pages(site, desk);
  add_entry_pages(site, desk);
  add_organisation_pages(site, desk);
}

}  // namespace arasha::directory
