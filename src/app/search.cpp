// arasha search: people by name, over what the member may open.
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "app/acting.h"
#include "app/output.h"
#include "arasha/options.pb.h"
#include "base/text.h"
#include "projection/tables.h"
#include "statistics/csv.h"
#include "statistics/json.h"

namespace arasha::app {
namespace {

using statistics::json_text;
using statistics::json_texts;

struct Found {
  projection::PersonFound person;
  std::vector<std::string> cases;  // aliases
};

std::vector<std::string> names_of(const Found& found) { return {found.person.card.names().begin(), found.person.card.names().end()}; }
std::string joined(const std::vector<std::string>& texts, const char* sign) { return fmt::format("{}", fmt::join(texts, sign)); }
std::vector<std::string> citizenships_of(const Found& found) {
  return {found.person.card.citizenships().begin(), found.person.card.citizenships().end()};
}
std::string born(const Found& found) {
  const PersonCard& card = found.person.card;
  return card.birth_date().empty() ? card.age_band() : card.birth_date();
}
std::string score(const Found& found) { return fmt::format("{:.2f}", found.person.score); }

Result<std::vector<Found>> find(ActingMember& member, const SearchArguments& arguments) {
  projection::Tables tables(*member.vault);
  std::vector<Found> out;
  {
    TRY(access, tables.projection().enter(member.keyring, IDENTITY));
    for (projection::PersonFound& person : tables.people().search(access, arguments.text, arguments.limit)) {
      out.push_back({std::move(person), {}});
    }
  }
  TRY(access, tables.projection().enter(member.keyring, ASSISTANCE));
  for (Found& found : out) {
    for (const projection::CaseRow& row : tables.cases().of_person(access, found.person.files)) found.cases.push_back(row.card.alias());
  }
  return out;
}

std::string to_csv(const std::vector<Found>& found) {
  std::ostringstream out;
  statistics::CsvWriter csv(out);
  csv.row({"name", "other_names", "born", "sex", "citizenship", "cases", "score", "person"});
  for (const Found& one : found) {
    auto names = names_of(one);
    const std::string name = names.empty() ? std::string() : names.front();
    if (!names.empty()) names.erase(names.begin());
    csv.row({name, joined(names, "; "), born(one), one.person.card.sex(), joined(citizenships_of(one), "; "), joined(one.cases, "; "),
             score(one), one.person.person.text()});
  }
  return out.str();
}

std::string to_json(const std::vector<Found>& found) {
  std::string out = "[";
  for (const Found& one : found) {
    out += out.size() > 1 ? ",\n" : "\n";
    out += "{\"names\":" + json_texts(names_of(one)) + ",\"born\":" + json_text(born(one)) + ",\"sex\":" + json_text(one.person.card.sex()) +
           ",\"citizenship\":" + json_texts(citizenships_of(one)) + ",\"cases\":" + json_texts(one.cases) + ",\"score\":" + score(one) +
           ",\"person\":" + json_text(one.person.person.text()) + "}";
  }
  return out + (found.empty() ? "]\n" : "\n]\n");
}

// A terminal would obey control characters.
std::string printable(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return text;
}

std::string to_table(const std::vector<Found>& found, const Catalogue& words) {
  if (found.empty()) return std::string(words.text(N_("Nobody was found."))) + "\n";
  std::string out;
  for (const Found& one : found) {
    std::vector<std::string> countries = citizenships_of(one);
    for (std::string& country : countries) country = words.country(country);
    std::string line = score(one) + "  " + joined(names_of(one), " / ");
    for (const std::string& part : {born(one), joined(countries, ", "), joined(one.cases, ", ")}) {
      if (!part.empty()) line += "  |  " + part;
    }
    out += printable(std::move(line)) + "\n";
  }
  return out;
}

}  // namespace

Result<void> search(Terminal& terminal, const SearchArguments& arguments) {
  TRY(text, clean_text(arguments.text));
  if (text.empty()) return Error(ErrorCode::invalid_input, "Say which name to look for.");
  const SystemClock clock;
  TRY(member, sign_in(arguments.acting, clock));
  if (!is_reader(member, IDENTITY)) {
    return Error(ErrorCode::denied, "You are not in the circles that may read names. Ask a steward.");
  }
  TRY(found, find(member, arguments));
  TRY_VOID(member.vault->record(member.keyring, vault::Action::searched, FileId(), static_cast<std::uint32_t>(found.size())));
  return write_output(terminal, {}, arguments.format == "csv"    ? to_csv(found)
                                    : arguments.format == "json" ? to_json(found)
                                                                 : to_table(found, terminal.words));
}

}  // namespace arasha::app
