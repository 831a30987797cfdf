#include "casework/differences.h"

#include <algorithm>

#include "casework/screening/words.h"
#include "casework/services/words.h"
#include "schema/own_form.h"
#include "web/values.h"

namespace arasha::casework {
namespace {

using google::protobuf::Message;

const Message& row_of(const Message& message, const schema::FormField& field, int row) {
  return message.GetReflection()->GetRepeatedMessage(message, field.descriptor, row);
}

// Which row of one version is which of the other: the same number, else the same words, else the next one that is left.
// More rows than a form can hold come from a strange program only: these are paired in their order, for comparing each with
// each grows with their square.
constexpr int kNone = -1;
constexpr int kRowsToCompare = 100;
std::vector<int> partners(const Message& before, const Message& after, const schema::FormField& table) {
  const int old_rows = before.GetReflection()->FieldSize(before, table.descriptor);
  const int new_rows = after.GetReflection()->FieldSize(after, table.descriptor);
  std::vector<int> out(static_cast<std::size_t>(new_rows), kNone);
  std::vector<bool> taken(static_cast<std::size_t>(old_rows), false);
  if (old_rows > kRowsToCompare || new_rows > kRowsToCompare) {
    for (int i = 0; i < std::min(old_rows, new_rows); ++i) out[static_cast<std::size_t>(i)] = i;
    return out;
  }
  const auto pair_if = [&](const auto& same) {
    for (int i = 0; i < new_rows; ++i) {
      for (int j = 0; j < old_rows && out[static_cast<std::size_t>(i)] == kNone; ++j) {
        if (taken[static_cast<std::size_t>(j)] || !same(row_of(before, table, j), row_of(after, table, i))) continue;
        out[static_cast<std::size_t>(i)] = j;
        taken[static_cast<std::size_t>(j)] = true;
      }
    }
  };
  const auto number = std::find_if(table.columns.begin(), table.columns.end(), [](const auto& column) { return column.control == schema::Control::row_number; });
  if (number != table.columns.end()) {
    pair_if([&](const Message& a, const Message& b) {
      return a.GetReflection()->GetString(a, number->descriptor) == b.GetReflection()->GetString(b, number->descriptor);
    });
    return out;
  }
  pair_if([](const Message& a, const Message& b) { return a.SerializeAsString() == b.SerializeAsString(); });
  pair_if([](const Message&, const Message&) { return true; });
  return out;
}

void compare(const Message& before, const Message& after, const std::vector<schema::FormField>& fields, const Catalogue& words, const std::string& prefix,
             const std::string& about, std::vector<Difference>& out);

void compare_rows(const Message& before, const Message& after, const schema::FormField& table, const Catalogue& words, const std::string& prefix,
                  const std::string& about, std::vector<Difference>& out) {
  const auto pairs = partners(before, after, table);
  const auto name_of = [&](int row) { return about + std::string(words.text(table.row.c_str())) + " " + std::to_string(row + 1); };
  const int old_rows = before.GetReflection()->FieldSize(before, table.descriptor);
  std::vector<bool> stays(static_cast<std::size_t>(old_rows), false);
  for (const int partner : pairs) {
    if (partner != kNone) stays[static_cast<std::size_t>(partner)] = true;
  }
  for (int j = 0; j < old_rows; ++j) {
    if (stays[static_cast<std::size_t>(j)]) continue;
    out.push_back({prefix + schema::row_name(table.name, j), name_of(j), web::row_text(row_of(before, table, j), table, words), ""});
  }
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const int row = static_cast<int>(i);
    const std::string name = prefix + schema::row_name(table.name, row);
    const Message& now = row_of(after, table, row);
    if (pairs[i] == kNone) out.push_back({name, name_of(row), "", web::row_text(now, table, words)});
    else compare(row_of(before, table, pairs[i]), now, table.columns, words, name + "-", name_of(row) + ", ", out);
  }
}

void compare(const Message& before, const Message& after, const std::vector<schema::FormField>& fields, const Catalogue& words, const std::string& prefix,
             const std::string& about, std::vector<Difference>& out) {
  for (const schema::FormField& field : fields) {
    if (field.control == schema::Control::rows) {
      compare_rows(before, after, field, words, prefix, about, out);
      continue;
    }
    std::string old_value = value_of(before, field, words);
    std::string new_value = value_of(after, field, words);
    if (old_value == new_value) continue;
    out.push_back({prefix + field.name, about + std::string(words.text(field.label.c_str())), std::move(old_value), std::move(new_value)});
  }
}

}  // namespace

std::string value_of(const google::protobuf::Message& message, const schema::FormField& field, const Catalogue& words) {
  const auto* screening = dynamic_cast<const Screening*>(&message);
  if (screening != nullptr && is_screening_value(field.name)) return screening_value(words, *screening, field.name);
  const auto* service = dynamic_cast<const ServiceGiven*>(&message);
  if (service != nullptr && is_service_value(field.name)) return service_value(words, *service, field.name);
  return web::value_text(message, field, words);
}

std::vector<Difference> differences(const google::protobuf::Message& before, const google::protobuf::Message& after, const Catalogue& words) {
  std::vector<Difference> out;
  if (before.GetDescriptor() != after.GetDescriptor()) {
    // Versions of answers that were made with different definitions of one form.
    const auto both = schema::comparable(before, after);
    return both ? differences(*both->before, *both->after, words) : out;
  }
  compare(before, after, schema::form_fields(*before.GetDescriptor()), words, "", "", out);
  return out;
}

}  // namespace arasha::casework
