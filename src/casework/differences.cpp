#include "casework/differences.h"

#include "casework/parts.h"
#include "casework/screening/words.h"
#include "casework/services/words.h"

namespace arasha::casework {
namespace {

std::optional<std::string> in_words(const google::protobuf::Message& message, const schema::FormField& field, const Catalogue& words) {
  const auto* screening = dynamic_cast<const Screening*>(&message);
  if (screening != nullptr && is_screening_value(field.name)) return screening_value(words, *screening, field.name);
  const auto* service = dynamic_cast<const ServiceGiven*>(&message);
  if (service != nullptr && is_service_value(field.name)) return service_value(words, *service, field.name);
  return std::nullopt;
}

}  // namespace

std::string value_of(const google::protobuf::Message& message, const schema::FormField& field, const Catalogue& words) {
  return web::value_of(message, field, words, in_words);
}

std::vector<Difference> differences(const google::protobuf::Message& before, const google::protobuf::Message& after, const Catalogue& words) {
  return web::differences(before, after, words, in_words);
}

Html values_of(const Catalogue& words, const google::protobuf::Message& message) { return web::values_of(words, message, in_words); }

Html conflict_notice(const Desk& desk, const Visit& visit, const Item& item, const google::protobuf::Message& mine, const Error& error) {
  return web::conflict_notice(visit.words, *desk.vault.directory(), item, mine, error, in_words);
}

}  // namespace arasha::casework
