#include "web/values.h"

#include <algorithm>

#include "base/time.h"
#include "schema/vocabulary.h"

namespace arasha::web {
namespace {

using google::protobuf::Message;

std::string one_value(const std::string& raw, const schema::FormField& field, const Catalogue& words) {
  if (raw.empty()) return raw;
  if (!field.vocabulary.empty()) return schema::label_of(field.vocabulary, raw, words);
  if (field.control == schema::Control::signature) return std::string(words.text(N_("Signed on the screen")));
  return field.control == schema::Control::date ? date_label(words, raw) : raw;
}

const Message& row_of(const Message& message, const schema::FormField& field, int row) {
  return message.GetReflection()->GetRepeatedMessage(message, field.descriptor, row);
}

std::string rows_text(const Message& message, const schema::FormField& table, const Catalogue& words) {
  std::string out;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, table.descriptor); ++i) {
    out += (i == 0 ? "" : "\n") + std::to_string(i + 1) + ". " + row_text(row_of(message, table, i), table, words, "   ");
  }
  return out;
}

}  // namespace

std::string row_text(const Message& row, const schema::FormField& table, const Catalogue& words, const std::string& indent) {
  std::string out;
  std::string below;
  for (const schema::FormField& column : table.columns) {
    if (column.control == schema::Control::rows) {
      for (int i = 0; i < row.GetReflection()->FieldSize(row, column.descriptor); ++i) {
        below += "\n" + indent + "– " + row_text(row_of(row, column, i), column, words, indent + "  ");
      }
      continue;
    }
    const std::string value = value_text(row, column, words);
    if (value.empty()) continue;
    out += out.empty() ? value : "; " + std::string(words.text(column.label.c_str())) + ": " + value;
  }
  return out + below;
}

std::string value_text(const Message& message, const schema::FormField& field, const Catalogue& words) {
  if (field.control == schema::Control::rows) return rows_text(message, field, words);
  if (field.control == schema::Control::row_number) return {};
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

Html values_html(const Catalogue& words, const Message& message, const std::vector<std::string_view>& without) {
  Html rows;
  for (const schema::FormField& field : schema::form_fields(*message.GetDescriptor())) {
    if (std::find(without.begin(), without.end(), field.name) != without.end()) continue;
    const std::string value = value_text(message, field, words);
    if (value.empty()) continue;
    const bool is_long = field.control == schema::Control::textarea || field.control == schema::Control::rows;
    rows.add(el("div", {{"class", is_long ? "arasha-value arasha-value--long" : "arasha-value"}}, el("dt", {}, words.text(field.label.c_str())),
                el("dd", {{"class", "arasha-kept"}}, value)));
  }
  return rows.is_empty() ? Html() : el("dl", {{"class", "arasha-values"}}, rows);
}

std::string date_label(const Catalogue& words, const std::string& iso) {
  const auto date = date_from_iso(iso);
  return date ? words.date(*date) : iso;
}

std::string code_label(const Catalogue& words, std::string_view vocabulary, const std::string& code) {
  return code.empty() ? code : schema::label_of(vocabulary, code, words);
}

}  // namespace arasha::web
