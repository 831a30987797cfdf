#include "directory/hsds.h"

#include <algorithm>

namespace arasha::directory {

const std::vector<HsdsRow>& HsdsTables::rows(std::string_view table) const {
  static const std::vector<HsdsRow> none;
  const auto found = tables.find(table);
  return found == tables.end() ? none : found->second;
}

std::size_t HsdsTables::size() const {
  std::size_t out = 0;
  for (const auto& [name, rows] : tables) out += rows.size();
  return out;
}

void HsdsTables::leave_out(std::string_view name, std::size_t count) {
  constexpr std::size_t kNames = 30;
  const bool plain = !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) { return c == '_' || (c >= 'a' && c <= 'z'); });
  if (!plain || (left_out.size() >= kNames && !left_out.contains(name))) name = "?";
  left_out[std::string(name)] += count;
}

const std::vector<HsdsTable>& hsds_tables() {
  static const std::vector<HsdsTable> all = {
      {"organizations", "organization_id",
       {"id", "name", "alternate_name", "description", "email", "website", "legal_status", "arasha_abbreviation", "arasha_type", "arasha_receives_referrals"}},
      {"services", "service_id",
       {"id", "organization_id", "name", "description", "url", "email", "status", "interpretation_services", "application_process", "fees_description", "wait_time",
        "eligibility_description", "minimum_age", "maximum_age", "assured_date", "arasha_needs", "arasha_standard", "arasha_sexes", "arasha_groups", "arasha_hours_note"}},
      {"locations", "location_id", {"id", "location_type", "organization_id", "name", "transportation", "latitude", "longitude"}},
      {"service_at_location", "service_at_location_id", {"id", "service_id", "location_id"}},
      {"addresses", "address_id", {"id", "location_id", "address_1", "city", "state_province", "postal_code", "country", "address_type"}},
      {"accessibility", "accessibility_id", {"id", "location_id", "description"}},
      {"contacts", "contact_id", {"id", "organization_id", "service_id", "service_at_location_id", "location_id", "name", "title", "department", "email", "arasha_languages"}},
      {"phones", "phone_id", {"id", "location_id", "service_id", "organization_id", "contact_id", "service_at_location_id", "number", "type", "description"}},
      {"languages", "language_id", {"id", "service_id", "location_id", "phone_id", "name", "code"}},
      {"schedules", "schedule_id",
       {"id", "service_id", "location_id", "service_at_location_id", "valid_from", "valid_to", "freq", "byday", "description", "opens_at", "closes_at"}},
      {"required_documents", "required_document_id", {"id", "service_id", "document"}},
      {"cost_options", "cost_option_id", {"id", "service_id", "option", "currency", "amount", "amount_description"}},
      {"arasha_vacancies", "arasha_vacancy_id", {"id", "organization_id", "kind", "sexes", "ages", "least", "most", "date"}},
  };
  return all;
}

const HsdsTable* hsds_table(std::string_view name) {
  const auto& all = hsds_tables();
  const auto found = std::find_if(all.begin(), all.end(), [&](const HsdsTable& one) { return name == one.name; });
  return found == all.end() ? nullptr : &*found;
}

Result<HsdsTables> read_hsds(std::string_view bytes, std::string* where) {
  if (bytes.size() > kHsdsBytes) return Error(ErrorCode::too_large, "This file is larger than {1} MB. Send it in parts.", {std::to_string(kHsdsBytes >> 20U)});
  if (bytes.starts_with("PK")) return read_hsds_zip(bytes, where);
  const auto first = bytes.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '[')) return read_hsds_json(bytes);
  return Error(ErrorCode::invalid_input, "This is no file of a directory. Send HSDS 3.0 as JSON, or its tables as CSV files in one ZIP.");
}

std::string uuid_of(std::string_view text) {
  std::string out;
  if (text.size() != 36) return out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c + 32);
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return {};
    out += c;
  }
  return out;
}

}  // namespace arasha::directory
