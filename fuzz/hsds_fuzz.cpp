// Directories from outside, as JSON or as a ZIP of CSV tables: no bytes break the reader, and what was read and is written
// again is read the same. Inputs that begin with '%' are tables in the clear, so that the fuzzer need not pack them:
// %organizations, a line end, the CSV, and so on.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "directory/hsds_records.h"
#include "statistics/packed_parts.h"

namespace {

using namespace arasha;

std::string packed(std::string_view text) {
  statistics::PackedParts zip;
  int count = 0;
  while (!text.empty() && count++ < 20) {
    const auto line = std::min(text.find('\n'), text.size());
    const auto next = text.find("\n%", line);
    std::string name;
    for (const char c : text.substr(1, line == 0 ? 0 : line - 1)) {
      if ((c >= 'a' && c <= 'z') || c == '_') name += c;
    }
    zip.begin(name + ".csv");
    zip.add(text.substr(std::min(line + 1, text.size()), next == std::string_view::npos ? next : next - line));
    text = next == std::string_view::npos ? std::string_view() : text.substr(next + 1);
  }
  auto out = zip.finish();
  return out ? *out : std::string();
}

// As an import and an export would.
directory::HsdsTables written(const directory::HsdsContent& content) {
  directory::HsdsExporter exporter;
  for (const auto& one : content.organisations) {
    if (!one.mistakes.empty()) continue;
    DirectoryCard card;
    *card.mutable_organisation() = one.value;
    const auto put = [&](auto* rows, const auto& items) {
      for (const auto& item : items) {
        auto* row = rows->Add();
        row->set_id("aaaaaaaaaaaaaaaaaaaaaaaaaa");
        *row->mutable_value() = item.value;
      }
    };
    put(card.mutable_places(), one.places);
    put(card.mutable_services(), one.services);
    put(card.mutable_contacts(), one.contacts);
    put(card.mutable_vacancies(), one.vacancies);
    exporter.add(FileId(), card);
  }
  return exporter.take().tables;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto tables = directory::read_hsds(input.starts_with('%') ? packed(input) : std::string(input));
  if (!tables) return 0;
  const auto content = directory::read_organisations(*tables, "yes");
  if (!content) return 0;
  const auto out = written(*content);
  if (out.rows("organizations").empty()) return 0;
  const std::string json = directory::to_hsds_json(out);
  const auto again = directory::read_hsds(json);
  if (!again) std::abort();
  const auto second = directory::read_organisations(*again, "yes");
  if (!second || directory::to_hsds_json(written(*second)) != json) std::abort();
  const auto zip = directory::to_hsds_zip(out);
  if (!zip) std::abort();
  const auto from_zip = directory::read_hsds(*zip);
  if (!from_zip) std::abort();
  const auto third = directory::read_organisations(*from_zip, "yes");
  if (!third || directory::to_hsds_json(written(*third)) != json) std::abort();
  return 0;
}
