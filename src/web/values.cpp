#include "web/values.h"

#include <algorithm>

#include "schema/own_form.h"
#include "schema/vocabulary.h"
#include "web/fields.h"

namespace arasha::web {
namespace {

std::string one_value(const std::string& raw, const schema::FormField& field, const Catalogue& words) {
  if (raw.empty()) return raw;
  if (!field.vocabulary.empty()) return schema::label_of(field.vocabulary, raw, words);
  if (field.control == schema::Control::signature) return std::string(words.text(N_("Signed on the screen")));
  if (field.control != schema::Control::date) return raw;
  const auto date = date_from_iso(raw);
  return date ? words.date(*date) : raw;
}

using google::protobuf::Message;

const Message& row_of(const Message& message, const schema::FormField& field, int row) {
  return message.GetReflection()->GetRepeatedMessage(message, field.descriptor, row);
}

// "Debt is demanded; How likely: Possible": the first answer names the row and needs no label. Rows in it stand below.
std::string row_text(const Message& row, const schema::FormField& table, const Catalogue& words, InWords in_words, const std::string& indent) {
  std::string out;
  std::string below;
  for (const schema::FormField& column : table.columns) {
    if (column.control == schema::Control::rows) {
      for (int i = 0; i < row.GetReflection()->FieldSize(row, column.descriptor); ++i) {
        below += "\n" + indent + "– " + row_text(row_of(row, column, i), column, words, in_words, indent + "  ");
      }
      continue;
    }
    const std::string value = value_of(row, column, words, in_words);
    if (value.empty()) continue;
    out += out.empty() ? value : "; " + std::string(words.text(column.label.c_str())) + ": " + value;
  }
  return out + below;
}

std::string rows_text(const Message& message, const schema::FormField& table, const Catalogue& words, InWords in_words) {
  std::string out;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, table.descriptor); ++i) {
    out += (i == 0 ? "" : "\n") + std::to_string(i + 1) + ". " + row_text(row_of(message, table, i), table, words, in_words, "   ");
  }
  return out;
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

void compare(const Message& before, const Message& after, const std::vector<schema::FormField>& fields, const Catalogue& words, InWords in_words,
             const std::string& prefix, const std::string& about, std::vector<Difference>& out);

void compare_rows(const Message& before, const Message& after, const schema::FormField& table, const Catalogue& words, InWords in_words,
                  const std::string& prefix, const std::string& about, std::vector<Difference>& out) {
  const auto pairs = partners(before, after, table);
  const auto name_of = [&](int row) { return about + std::string(words.text(table.row.c_str())) + " " + std::to_string(row + 1); };
  const int old_rows = before.GetReflection()->FieldSize(before, table.descriptor);
  std::vector<bool> stays(static_cast<std::size_t>(old_rows), false);
  for (const int partner : pairs) {
    if (partner != kNone) stays[static_cast<std::size_t>(partner)] = true;
  }
  for (int j = 0; j < old_rows; ++j) {
    if (stays[static_cast<std::size_t>(j)]) continue;
    out.push_back({prefix + schema::row_name(table.name, j), name_of(j), row_text(row_of(before, table, j), table, words, in_words, ""), ""});
  }
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const int row = static_cast<int>(i);
    const std::string name = prefix + schema::row_name(table.name, row);
    const Message& now = row_of(after, table, row);
    if (pairs[i] == kNone) out.push_back({name, name_of(row), "", row_text(now, table, words, in_words, "")});
    else compare(row_of(before, table, pairs[i]), now, table.columns, words, in_words, name + "-", name_of(row) + ", ", out);
  }
}

void compare(const Message& before, const Message& after, const std::vector<schema::FormField>& fields, const Catalogue& words, InWords in_words,
             const std::string& prefix, const std::string& about, std::vector<Difference>& out) {
  for (const schema::FormField& field : fields) {
    if (field.control == schema::Control::rows) {
      compare_rows(before, after, field, words, in_words, prefix, about, out);
      continue;
    }
    std::string old_value = value_of(before, field, words, in_words);
    std::string new_value = value_of(after, field, words, in_words);
    if (old_value == new_value) continue;
    out.push_back({prefix + field.name, about + std::string(words.text(field.label.c_str())), std::move(old_value), std::move(new_value)});
  }
}

}  // namespace

std::string value_of(const google::protobuf::Message& message, const schema::FormField& field, const Catalogue& words, InWords in_words) {
  if (field.control == schema::Control::rows) return rows_text(message, field, words, in_words);
  if (field.control == schema::Control::row_number) return {};
  if (in_words != nullptr) {
    if (auto known = in_words(message, field, words)) return std::move(*known);
  }
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

std::vector<Difference> differences(const google::protobuf::Message& before, const google::protobuf::Message& after, const Catalogue& words, InWords in_words) {
  std::vector<Difference> out;
  if (before.GetDescriptor() != after.GetDescriptor()) {
    // Versions of answers that were made with different definitions of one form.
    const auto both = schema::comparable(before, after);
    return both ? differences(*both->before, *both->after, words, in_words) : out;
  }
  compare(before, after, schema::form_fields(*before.GetDescriptor()), words, in_words, "", "", out);
  return out;
}

std::string date_label(const Catalogue& words, const std::string& iso) {
  const auto date = date_from_iso(iso);
  return date ? words.date(*date) : iso;
}

std::string label(const Catalogue& words, std::string_view vocabulary, const std::string& code) {
  return code.empty() ? code : schema::label_of(vocabulary, code, words);
}

std::string member_name(const vault::Directory& state, MemberId id) {
  const vault::Member* member = state.member(id);
  return member != nullptr ? member->name : std::string();
}

std::string author_name(const vault::Directory& state, MemberId author, const vault::Origin* origin) {
  if (origin == nullptr) return member_name(state, author);
  return origin->author.empty() ? origin->organisation : origin->author + " (" + origin->organisation + ")";
}

std::string author_name(const vault::Directory& state, const vault::Version& version) { return author_name(state, version.author, version.origin.get()); }

std::string member_name(const vault::Directory& state, const std::string& id) {
  const auto member = MemberId::from_text(id);
  return member ? member_name(state, *member) : std::string();
}

std::string circle_name(const Catalogue& words, const vault::Circle& circle) {
  using vault::CircleKind;
  const auto text = [&](const char* name) { return std::string(words.text(name)); };
  switch (circle.kind) {
    case CircleKind::stewards: return text(N_("Stewards"));
    case CircleKind::casework: return text(N_("Casework"));
    case CircleKind::health: return text(N_("Health circle"));
    case CircleKind::legal: return text(N_("Legal circle"));
    case CircleKind::duty: return text(N_("Shelter duty"));
    case CircleKind::hotline: return text(N_("Hotline circle"));
    case CircleKind::statistics: return text(N_("Statistics circle"));
    case CircleKind::auditors: return text(N_("Auditors"));
    case CircleKind::emergency: return text(N_("Emergency circle"));
    case CircleKind::referral: return text(N_("Referral circle"));
    case CircleKind::other: break;
  }
  return circle.name;
}

namespace {

// The picture of a signature, below the words that say there is one.
Html drawing_of(const Catalogue& words, const google::protobuf::Message& message, const schema::FormField& field) {
  if (field.control != schema::Control::signature) return {};
  return signature_picture(message.GetReflection()->GetString(message, field.descriptor), std::string(words.text(field.label.c_str())));
}

}  // namespace

Html values_of(const Catalogue& words, const google::protobuf::Message& message, InWords in_words, const std::vector<std::string_view>& without) {
  Html rows;
  for (const schema::FormField& field : schema::form_fields(*message.GetDescriptor())) {
    if (std::find(without.begin(), without.end(), field.name) != without.end()) continue;
    const std::string value = value_of(message, field, words, in_words);
    if (value.empty()) continue;
    const bool is_long = field.control == schema::Control::textarea || field.control == schema::Control::rows;
    rows.add(el("div", {{"class", is_long ? "arasha-value arasha-value--long" : "arasha-value"}}, el("dt", {}, words.text(field.label.c_str())),
                el("dd", {{"class", "arasha-kept"}}, value, drawing_of(words, message, field))));
  }
  return rows.is_empty() ? Html() : el("dl", {{"class", "arasha-values"}}, rows);
}

}  // namespace arasha::web
