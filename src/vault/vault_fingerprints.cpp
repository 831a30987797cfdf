// Fingerprints of what two files may have in common (docs/formats/fingerprint.md).
#include <algorithm>

#include "vault/vault.h"

namespace arasha::vault {
namespace {

constexpr std::string_view kTextLabel = "arasha/fingerprint-text/v1";
constexpr std::string_view kSaltLabel = "arasha/fingerprint-salt/v1";
constexpr std::string_view kPrintLabel = "arasha/fingerprint/v1";

}  // namespace

Result<std::vector<std::vector<Fingerprint>>> Vault::fingerprints(const Keyring& by, FileId book, Compartment compartment,
                                                                  const std::vector<TextToPrint>& texts) {
  TRY(keys, compartment_keys(by, book));
  const auto key = keys.find(compartment);
  if (key == keys.end()) return Error(ErrorCode::denied, "You cannot open this file.");
  crypto::Salt salt{};
  const crypto::Hash salted = crypto::tag(key->second, kSaltLabel);
  std::copy_n(salted.begin(), salt.size(), salt.begin());
  std::vector<std::vector<Fingerprint>> out;
  out.reserve(texts.size());
  for (const TextToPrint& one : texts) {
    // Keyed before it is stretched, so that without the key not even a slow trial is possible.
    const crypto::Hash keyed = crypto::tag(key->second, kTextLabel, {view(one.text)});
    TRY(stretched, passwords_.derive(text_view(keyed), salt, kFingerprintCost));
    auto& prints = out.emplace_back();
    for (const std::string& ending : one.endings) {
      const crypto::Hash whole = crypto::tag(stretched, kPrintLabel, {view(ending)});
      Fingerprint& print = prints.emplace_back();
      std::copy_n(whole.begin(), print.size(), print.begin());
    }
  }
  return out;
}

}  // namespace arasha::vault
