// The head of an age file. The oracle: what is accepted is written in one way only, so writing it again gives the same bytes; and a
// file that opens holds what was sealed into it.
#include <sodium.h>

#include <algorithm>
#include <cstdlib>

#include "crypto/age.h"

namespace {

namespace crypto = arasha::crypto;

void require(bool condition) {
  if (!condition) std::abort();
}

std::string base64(arasha::BytesView bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL_NO_PADDING), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  out.pop_back();
  return out;
}

std::string written(const crypto::AgeHeader& header) {
  std::string out = "age-encryption.org/v1\n";
  for (const crypto::AgeStanza& stanza : header.stanzas) {
    out += "->";
    for (const std::string& argument : stanza.arguments) out += ' ' + argument;
    out += '\n';
    const std::string body = base64(stanza.body);
    for (std::size_t at = 0; at <= body.size(); at += 64) out += body.substr(at, 64) + '\n';
  }
  return out + "--- " + base64(header.mac) + '\n';
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  require(crypto::initialize().is_ok());
  static const crypto::AgeKey key = crypto::AgeKey::from_seed(crypto::Key());
  const arasha::BytesView input(data, size);
  const auto header = crypto::read_age_header(input);
  if (header) {
    require(header->size <= size && header->covered < header->size && !header->stanzas.empty());
    require(arasha::text_view(input.first(header->size)) == written(*header));
  }
  // The corpus has one that is sealed to this key.
  const auto opened = crypto::open_age(key, input);
  if (opened) require(header.is_ok() && arasha::text_view(*opened) == "She is safe.");
  if (size < 4096) {
    const auto again = crypto::open_age(key, *crypto::seal_age(std::vector{key.recipient()}, input));
    require(again.is_ok() && std::equal(again->begin(), again->end(), data, data + size));
  }
  return 0;
}
