#include "web/entry_forms.h"

namespace arasha::web {
namespace {

void add_labels(Labels& to, const Catalogue& words, const std::vector<schema::FormField>& fields, const std::string& prefix, const std::string& about) {
  for (const schema::FormField& field : fields) {
    to[prefix + field.name] = about + std::string(words.text(field.label.c_str()));
    if (field.control != schema::Control::rows) continue;
    for (int row = 0; row < field.max_rows; ++row) {
      const std::string one = about + std::string(words.text(field.row.c_str())) + " " + words.number(row + 1);
      add_labels(to, words, field.columns, prefix + schema::row_name(field.name, row) + "-", one + ", ");
    }
  }
}

}  // namespace

Response no_page(const Visit& visit) { return error_page(visit, Error(ErrorCode::not_found, "There is no such page.")); }

Html once_field(const schema::FormData& typed) {
  const auto known = EntryId::from_text(typed.get("once"));
  return hidden("once", (known ? *known : crypto::random_id<EntryId>()).text());
}

schema::FormData draft_of(const vault::Vault& vault, const Visit& visit) {
  const auto kept = vault.draft(visit.keyring, visit.request.path);
  if (!kept || !*kept) return {};
  auto data = schema::parse_urlencoded(text_view(**kept));
  return data ? std::move(*data) : schema::FormData();
}

void put_today(schema::FormData& data, const std::string& name, Date today) {
  if (data.has(name + "-day") || data.has(name)) return;
  data.add(name + "-day", std::to_string(static_cast<unsigned>(today.day())));
  data.add(name + "-month", std::to_string(static_cast<unsigned>(today.month())));
  data.add(name + "-year", std::to_string(static_cast<int>(today.year())));
}

void add_labels(Labels& to, const Catalogue& words, const google::protobuf::Descriptor& descriptor, const std::string& prefix) {
  add_labels(to, words, schema::form_fields(descriptor), prefix, "");
}

}  // namespace arasha::web
