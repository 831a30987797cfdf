// Our entries as tables of HSDS: what may leave the house, and nothing else.
#include <algorithm>

#include "base/catalogue.h"
#include "base/text.h"
#include "directory/hsds_records.h"
#include "projection/names.h"
#include "vault/vault.h"

namespace arasha::directory {
namespace {

std::string uuid_text(BytesView bytes) {
  const std::string hex = to_hex(bytes.first(16));
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" + hex.substr(20);
}

std::string id_of(const std::string& came_with, const std::string& letters) {
  const auto own = EntryId::from_text(letters);
  return own ? hsds_id(came_with, own->bytes()) : came_with;
}

template <class List>
std::string joined(const List& list, const char* between = ",") {
  std::string out;
  for (const std::string& one : list) out += (out.empty() ? "" : between) + one;
  return out;
}

// Words that are compared: in one spelling, without "st." and "d.", which people write or leave out.
std::string spelling(std::string_view text) {
  std::string out = " ";
  for (const std::string& token : projection::fold_name(text)) {
    if (token.size() > 2 || projection::is_code(token)) out += token + " ";
  }
  return out;
}

class One {
 public:
  One(FileId file, const DirectoryCard& card) : card_(card), id_(hsds_id(card.organisation().hsds_id(), file.bytes())) {}

  void rows() {
    const DirectoryOrganisation& from = card_.organisation();
    put("organizations", {{"id", id_},
                          {"name", from.name()},
                          {"alternate_name", joined(from.other_names(), "; ")},
                          // HSDS wants one.
                          {"description", from.description().empty() ? from.name() : from.description()},
                          {"email", from.email()},
                          {"website", from.website()},
                          {"legal_status", from.legal_status()},
                          {"arasha_abbreviation", from.abbreviation()},
                          {"arasha_type", from.type()},
                          {"arasha_receives_referrals", from.receives_referrals()}});
    for (const auto& one : card_.places()) place(one.id(), one.value());
    for (const auto& one : card_.services()) service(one.id(), one.value());
    for (const auto& one : card_.contacts()) contact(one.id(), one.value());
    for (const auto& one : card_.vacancies()) {
      const DirectoryVacancy& vacancy = one.value();
      put("arasha_vacancies", {{"id", id_of(vacancy.hsds_id(), one.id())}, {"organization_id", id_}, {"kind", vacancy.kind()}, {"sexes", joined(vacancy.sexes())},
                               {"ages", vacancy.ages()}, {"least", vacancy.least()}, {"most", vacancy.most()}, {"date", vacancy.date()}});
    }
  }

  // Whether the street and house of a secret place stands somewhere in what would leave.
  bool tells_a_secret() const {
    std::vector<std::string> secrets;
    std::vector<std::string> exact;
    for (const auto& one : card_.places()) {
      if (one.value().secrecy() == "public") continue;
      std::string secret = spelling(one.value().address());
      if (secret.size() > 4) secrets.push_back(std::move(secret));
      for (const std::string& degrees : {one.value().latitude(), one.value().longitude()}) {
        if (degrees.size() > 5) exact.push_back(degrees);
      }
    }
    if (secrets.empty() && exact.empty()) return false;
    for (const auto& [table, row] : rows_) {
      for (const auto& cell : row.cells) {
        const std::string& text = cell.second;
        if (std::any_of(exact.begin(), exact.end(), [&](const std::string& one) { return text.find(one) != std::string::npos; })) return true;
        // A long text is compared piece by piece, each with the end of the one before: an address is short.
        const auto words = words_of(text);
        for (std::size_t at = 0; at < words.size(); at += 16) {
          std::string piece;
          for (std::size_t i = at; i < words.size() && i < at + 32; ++i) (piece += words[i]) += ' ';
          const std::string spelt = spelling(piece);
          if (std::any_of(secrets.begin(), secrets.end(), [&](const std::string& secret) { return spelt.find(secret) != std::string::npos; })) return true;
        }
      }
    }
    return false;
  }

  std::vector<std::pair<std::string, HsdsRow>> take() { return std::move(rows_); }

 private:
  static std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> out;
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t end = std::min(text.find_first_of(" \n\t,;", at), text.size());
      if (end > at) out.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    return out;
  }

  void put(const char* table, std::initializer_list<std::pair<const char*, std::string>> cells) {
    HsdsRow row;
    for (const auto& [column, text] : cells) {
      if (!text.empty()) row.cells[column] = text;
    }
    rows_.emplace_back(table, std::move(row));
  }

  void place(const std::string& letters, const DirectoryPlace& from) {
    if (from.secrecy() != "public") return;
    const std::string id = id_of(from.hsds_id(), letters);
    places_[letters] = id;
    put("locations", {{"id", id}, {"location_type", "physical"}, {"organization_id", id_}, {"name", from.name()}, {"transportation", from.transport()},
                      {"latitude", from.latitude()}, {"longitude", from.longitude()}});
    if (!from.address().empty() || !from.locality().empty() || !from.region().empty() || !from.country().empty()) {
      put("addresses", {{"id", hsds_id_below(id, "address", 0)}, {"location_id", id}, {"address_1", from.address()}, {"city", from.locality()},
                        {"state_province", from.region()}, {"postal_code", from.postal_code()}, {"country", from.country()}, {"address_type", "physical"}});
    }
    if (!from.accessibility().empty()) put("accessibility", {{"id", hsds_id_below(id, "accessibility", 0)}, {"location_id", id}, {"description", from.accessibility()}});
  }

  void service(const std::string& letters, const DirectoryService& from) {
    const std::string id = id_of(from.hsds_id(), letters);
    put("services", {{"id", id},
                     {"organization_id", id_},
                     {"name", from.name()},
                     {"description", from.description()},
                     {"url", from.website()},
                     {"email", from.email()},
                     {"status", from.status() == "temporarily_closed" ? "temporarily closed" : from.status()},
                     {"interpretation_services", from.interpretation()},
                     {"application_process", from.application()},
                     {"fees_description", from.fees()},
                     {"wait_time", from.wait()},
                     {"eligibility_description", from.eligibility()},
                     {"minimum_age", from.age_from()},
                     {"maximum_age", from.age_to()},
                     {"assured_date", card_.checked()},
                     {"arasha_needs", joined(from.needs())},
                     {"arasha_standard", from.standard()},
                     {"arasha_sexes", joined(from.sexes())},
                     {"arasha_groups", joined(from.groups())},
                     {"arasha_hours_note", from.hours_note()}});
    for (int i = 0; i < from.places_size(); ++i) {
      const auto place = places_.find(from.places(i));
      if (place == places_.end()) continue;
      put("service_at_location", {{"id", hsds_id_below(id, "at " + place->second, 0)}, {"service_id", id}, {"location_id", place->second}});
    }
    std::size_t number = 0;
    for (const std::string& code : from.languages()) {
      put("languages", {{"id", hsds_id_below(id, "language", number++)}, {"service_id", id}, {"name", Catalogue::of(Language::en).language_name(code)}, {"code", code}});
    }
    number = 0;
    for (const auto& row : from.hours()) {
      std::string days;
      for (std::string day : row.days()) {
        for (char& c : day) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
        days += (days.empty() ? "" : ",") + day;
      }
      put("schedules", {{"id", hsds_id_below(id, "hours", number++)}, {"service_id", id}, {"valid_from", row.valid_from()}, {"valid_to", row.valid_to()}, {"freq", "WEEKLY"},
                        {"byday", days.empty() ? "MO,TU,WE,TH,FR,SA,SU" : days}, {"opens_at", row.opens()}, {"closes_at", row.closes()}});
    }
    if (!from.documents().empty()) put("required_documents", {{"id", hsds_id_below(id, "documents", 0)}, {"service_id", id}, {"document", from.documents()}});
  }

  void contact(const std::string& letters, const DirectoryContact& from) {
    if (from.give_on() != "yes") return;
    const std::string id = id_of(from.hsds_id(), letters);
    // A number alone is a telephone of the organisation, not somebody to be named.
    const bool is_phone = from.position().empty() && from.email().empty() && from.phones_size() == 1;
    if (!is_phone) {
      put("contacts", {{"id", id}, {"organization_id", id_}, {"name", from.name()}, {"title", from.position()}, {"email", from.email()}, {"arasha_languages", joined(from.languages())}});
    }
    for (int i = 0; i < from.phones_size(); ++i) {
      const std::string phone = is_phone ? id : hsds_id_below(id, "phone", static_cast<std::size_t>(i));
      put("phones", {{"id", phone}, {is_phone ? "organization_id" : "contact_id", is_phone ? id_ : id}, {"number", from.phones(i)}, {"type", "voice"},
                     {"description", is_phone ? from.name() : std::string()}});
      std::size_t number = 0;
      if (!is_phone) continue;
      for (const std::string& code : from.languages()) {
        put("languages", {{"id", hsds_id_below(phone, "language", number++)}, {"phone_id", phone}, {"name", Catalogue::of(Language::en).language_name(code)}, {"code", code}});
      }
    }
  }

  const DirectoryCard& card_;
  std::string id_;
  std::vector<std::pair<std::string, HsdsRow>> rows_;
  std::map<std::string, std::string> places_;  // our letters -> their id
};

}  // namespace

std::string hsds_id(const std::string& came_with, BytesView own) { return came_with.empty() ? uuid_text(own) : came_with; }

std::string hsds_id_below(const std::string& id, std::string_view what, std::size_t number) {
  const std::string place = std::string(what) + " " + std::to_string(number);
  return uuid_text(crypto::fingerprint("arasha/hsds-id/v1", {view(id), view(place)}));
}

void HsdsExporter::add(FileId file, const DirectoryCard& card) {
  if (!card.has_organisation() || card.organisation().give_on() != "yes" || !card.organisation().ended().empty()) return;
  One one(file, card);
  one.rows();
  if (one.tells_a_secret()) {
    out_.withheld.push_back(card.organisation().name());
    return;
  }
  for (auto& [table, row] : one.take()) out_.tables.tables[table].push_back(std::move(row));
  out_.files.push_back(file);
}

}  // namespace arasha::directory
