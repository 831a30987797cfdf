#include "casework/differences.h"

#include "casework/screening/words.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

std::string one_value(const std::string& raw, const schema::FormField& field, const Catalogue& words) {
  if (raw.empty()) return raw;
  if (!field.vocabulary.empty()) return schema::label_of(field.vocabulary, raw, words);
  if (field.control != schema::Control::date) return raw;
  const auto date = date_from_iso(raw);
  return date ? words.date(*date) : raw;
}

}  // namespace

std::string value_of(const google::protobuf::Message& message, const schema::FormField& field, const Catalogue& words) {
  const auto* screening = dynamic_cast<const Screening*>(&message);
  if (screening != nullptr && is_screening_value(field.name)) return screening_value(words, *screening, field.name);
  const auto* reflection = message.GetReflection();
  if (!field.repeated) return one_value(reflection->GetString(message, field.descriptor), field, words);
  std::string out;
  for (int i = 0; i < reflection->FieldSize(message, field.descriptor); ++i) {
    const std::string one = one_value(reflection->GetRepeatedString(message, field.descriptor, i), field, words);
    if (one.empty()) continue;
    if (!out.empty()) out += field.control == schema::Control::lines ? "\n" : ", ";
    out += one;
  }
  return out;
}

std::vector<Difference> differences(const google::protobuf::Message& before, const google::protobuf::Message& after, const Catalogue& words) {
  std::vector<Difference> out;
  if (before.GetDescriptor() != after.GetDescriptor()) return out;
  for (const schema::FormField& field : schema::form_fields(*before.GetDescriptor())) {
    std::string old_value = value_of(before, field, words);
    std::string new_value = value_of(after, field, words);
    if (old_value == new_value) continue;
    out.push_back({field.name, std::string(words.text(field.label.c_str())), std::move(old_value), std::move(new_value)});
  }
  return out;
}

}  // namespace arasha::casework
