#include "casework/services/words.h"

#include <algorithm>
#include <array>

#include "casework/stored_texts.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

std::string titled(const Catalogue& words, const ServiceGiven& service, const char* code, const char* vocabulary, const std::string& value) {
  if (value.empty()) return {};
  std::string name = text_in(service.names(), code, words.language());
  return name.empty() ? schema::label_of(vocabulary, value, words) : name;
}

std::string day(const Catalogue& words, const std::string& iso) {
  const auto date = date_from_iso(iso);
  return date ? words.date(*date) : iso;
}

}  // namespace

std::string service_kind_title(const Catalogue& words, const ServiceGiven& service) {
  return titled(words, service, "kind", "standard_kind", service.kind());
}

std::string service_item_title(const Catalogue& words, const ServiceGiven& service) {
  return titled(words, service, "item", "assistance", service.item());
}

std::string service_title(const Catalogue& words, const ServiceGiven& service) {
  return service.item().empty() ? service_kind_title(words, service) : service_item_title(words, service);
}

std::string source_title(const Catalogue& words, const ServiceGiven& service) {
  std::string out = service.funding().empty() ? std::string() : schema::label_of("funding", service.funding(), words);
  if (!service.project().empty()) out += (out.empty() ? "" : ", ") + service.project();
  return out;
}

std::string service_days(const Catalogue& words, const ServiceGiven& service) {
  const std::string first = day(words, service.date());
  return service.until().empty() || service.until() == service.date() ? first : words.text(N_("from {1} to {2}"), {first, day(words, service.until())});
}

bool is_service_value(std::string_view field) {
  constexpr std::array<std::string_view, 5> kFields = {"kind", "item", "names", "rule", "pack"};
  return std::find(kFields.begin(), kFields.end(), field) != kFields.end();
}

std::string service_value(const Catalogue& words, const ServiceGiven& service, std::string_view field) {
  if (field == "kind") return service_kind_title(words, service);
  if (field == "item") return service_item_title(words, service);
  return {};  // what only the program reads
}

void put_service(ServiceGiven& service, const pack::Pack& pack, const pack::ServiceKind& kind, const pack::ServiceItem* item) {
  service.set_pack(pack.about().id());
  service.set_kind(kind.id());
  service.set_item(item == nullptr ? std::string() : item->id());
  service.clear_names();
  add_texts(*service.mutable_names(), "kind", kind.title());
  if (item != nullptr) add_texts(*service.mutable_names(), "item", item->title());
}

}  // namespace arasha::casework
