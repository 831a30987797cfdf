// A case from another organisation: no bytes break the reader, what is read whole is written back as it was, and what an entry says is
// refused or becomes an entry of here. Inputs that begin with '%' lack the end, which is added, so that the hash stops nobody.
#include <algorithm>
#include <cstdlib>

#include "handover/bundle_content.h"
#include "handover/bundle_format.h"

namespace {

using namespace arasha;
using namespace arasha::handover;

Source in_pieces(const Bytes& bytes) {
  return [&bytes, at = std::size_t{0}]() mutable -> Result<Bytes> {
    const std::size_t part = std::min<std::size_t>(bytes.size() - at, 777);
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    at += part;
    return Bytes(begin, begin + static_cast<std::ptrdiff_t>(part));
  };
}

void try_entry(const BundleEntry& entry, const IdsHere& ids) {
  const schema::EntryType* type = schema::entry_type(entry.type);
  if (type == nullptr || groups_of_entry(entry.type).empty()) return;
  const auto message = schema::make_message(*type);
  if (!message->ParseFromArray(entry.content.data(), static_cast<int>(entry.content.size()))) return;
  if (!check_and_localise(*message, ids)) return;
  // Once more it is the same but for its references: nothing that was let through is refused afterwards.
  const Bytes written = schema::serialise(*message);
  if (!schema::parse_entry(entry.type, written) || !check_and_localise(*message, ids)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes input(data, data + size);
  if (size > 0 && data[0] == '%') {
    input.erase(input.begin());
    crypto::RunningHash hash;
    hash.add(input);
    const auto value = hash.value();
    const Bytes end = ByteWriter().u8(5).sized(BytesView(value)).take();
    input.insert(input.end(), end.begin(), end.end());
  }
  auto reader = BundleReader::open(in_pieces(input));
  if (!reader) return 0;
  const IdsHere ids(reader->head().from, OrganizationId());
  Bytes again;
  BundleWriter writer([&](BytesView bytes) -> Result<void> {
    again.insert(again.end(), bytes.begin(), bytes.end());
    return {};
  });
  if (!writer.head(reader->head())) std::abort();
  for (;;) {
    auto record = reader->next();
    if (!record) return 0;
    if (const auto* form = std::get_if<BundleForm>(&*record)) {
      (void)form_here(form->definition, ids, false);
      if (!writer.form(*form)) std::abort();
    } else if (const auto* one = std::get_if<BundleEntry>(&*record)) {
      try_entry(*one, ids);
      if (!writer.entry(*one)) std::abort();
      for (;;) {
        const auto piece = reader->chunk();
        if (!piece) return 0;
        if (piece->empty()) break;
        if (!writer.chunk(*piece)) std::abort();
      }
    } else {
      break;
    }
  }
  if (!writer.end() || again != input) std::abort();
  return 0;
}
