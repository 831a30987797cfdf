#include "vault/origin.h"

#include <unordered_map>

#include "arasha/handover_bundle.pb.h"
#include "schema/own_form.h"

namespace arasha::vault {
namespace {

std::string bytes_of(const google::protobuf::Message& message, const char* name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? std::string() : message.GetReflection()->GetString(message, field);
}

struct Known {
  std::shared_ptr<const Origin> origin;
  Time time;
  std::uint8_t compartment = 0;
};

void read_rows(const Item& item, std::unordered_map<EntryId, Known>& to) {
  const auto& message = item.first().message;
  EntryOrigins all;
  if (message == nullptr || !all.ParseFromString(bytes_of(*message, "entries"))) return;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::shared_ptr<const Origin>> made;
  for (const auto& row : all.rows()) {
    const auto id = EntryId::from_bytes(view(row.id()));
    if (!id || row.author() >= static_cast<std::uint32_t>(all.authors_size()) || row.organisation() >= static_cast<std::uint32_t>(all.organisations_size())) continue;
    auto& origin = made[{row.author(), row.organisation()}];
    if (origin == nullptr) {
      origin = std::make_shared<Origin>(Origin{all.authors(static_cast<int>(row.author())), all.organisations(static_cast<int>(row.organisation()))});
    }
    to[*id] = {origin, from_milliseconds(row.time()), item.compartment};
  }
}

}  // namespace

bool is_origin(std::uint16_t entry_type) {
  return entry_type >= schema::entry_type_of<CaseOrigin>().number && entry_type <= schema::entry_type_of<PresenceOrigin>().number;
}

void learn_forms_in(const OpenedFile& file) {
  for (const OpenedEntry& entry : file.entries) {
    if (entry.state != EntryState::readable || !is_origin(entry.header.type)) continue;
    const auto message = schema::parse_entry(entry.header.type, entry.content);
    const std::string form = message ? bytes_of(**message, "form") : std::string();
    if (form.empty()) continue;
    // What is not understood here stays unknown, as of a newer program.
    (void)schema::learn_form(to_hex(crypto::fingerprint(kFormLabel, {view(form)})), view(form));
  }
}

void apply_origins(Story& story) {
  std::unordered_map<EntryId, Known> known;
  for (const Item& item : story.items) {
    if (is_origin(item.type)) read_rows(item, known);
  }
  if (known.empty()) return;
  for (Item& item : story.items) {
    for (Version& version : item.versions) {
      const auto found = known.find(version.id);
      if (found == known.end() || found->second.compartment != item.compartment) continue;
      version.origin = found->second.origin;
      version.time = found->second.time;
    }
  }
}

}  // namespace arasha::vault
