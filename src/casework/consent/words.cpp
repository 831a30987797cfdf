#include "casework/consent/words.h"

#include "arasha/consent.pb.h"
#include "schema/vocabulary.h"

namespace arasha::casework {

std::string sharing_headline(const Catalogue& words, const Item& item) {
  if (const auto* one = item.as<SharingOverride>())
    return schema::label_of("consent_purpose", one->purpose(), words) + " – " + one->recipient();
  if (const auto* one = item.as<Shared>())
    return schema::label_of("consent_purpose", one->purpose(), words) + " – " + one->recipient();
  if (const auto* one = item.as<WithheldFrom>()) return one->who();
  return "";
}

bool tells_of_sharing(const Item& item) {
  return item.as<Shared>() != nullptr || item.as<SharingConfirmed>() != nullptr;
}

std::string group_names(const Catalogue& words, const std::vector<std::string>& groups) {
  std::string out;
  for (const std::string& group : groups)
    out += (out.empty() ? "" : ", ") + schema::label_of("consent_fields", group, words);
  return out;
}

}  // namespace arasha::casework
