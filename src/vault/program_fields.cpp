#include "vault/program_fields.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "schema/form.h"

namespace arasha::vault {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::size_t kLongestReference = 26;  // of an id

std::vector<const FieldDescriptor*> fields_of_kind(const Message& message, std::initializer_list<Kind> kinds) {
  std::vector<const FieldDescriptor*> out;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    const Kind kind = field->options().GetExtension(arasha::field).kind();
    if (!field->is_repeated() && std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) out.push_back(field);
  }
  return out;
}

bool is_reference(std::string_view text) {
  return !text.empty() && text.size() <= kLongestReference &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

const schema::FormField* number_column(const schema::FormField& table) {
  for (const schema::FormField& column : table.columns) {
    if (column.control == schema::Control::row_number) return &column;
  }
  return nullptr;
}

void collect_numbers(const Message& message, const FieldDescriptor* table, const FieldDescriptor* number, std::set<std::string>& out) {
  for (int i = 0; i < message.GetReflection()->FieldSize(message, table); ++i) {
    const Message& row = message.GetReflection()->GetRepeatedMessage(message, table, i);
    out.insert(row.GetReflection()->GetString(row, number));
  }
}

int as_number(const std::string& text) {
  int out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

}  // namespace

bool put_references(Message& message, std::string_view about) {
  const auto fields = fields_of_kind(message, {ENTRY_ID});
  const auto pieces = schema::split(about, ".");
  if (pieces.size() != fields.size() || !std::all_of(pieces.begin(), pieces.end(), is_reference)) return false;
  for (std::size_t i = 0; i < fields.size(); ++i) message.GetReflection()->SetString(&message, fields[i], std::string(pieces[i]));
  return true;
}

void keep_references(const Message& from, Message& to) {
  if (from.GetDescriptor() != to.GetDescriptor()) return;
  for (const FieldDescriptor* field : fields_of_kind(from, {ENTRY_ID, MEMBER_ID, FILE_ID, PROGRAM_TEXT})) {
    to.GetReflection()->SetString(&to, field, from.GetReflection()->GetString(from, field));
  }
}

void number_rows(Message& message, const Item* item) {
  for (const schema::FormField& table : schema::form_fields(*message.GetDescriptor())) {
    const schema::FormField* number = table.control == schema::Control::rows ? number_column(table) : nullptr;
    if (number == nullptr) continue;
    std::set<std::string> known;
    for (const Version& version : item == nullptr ? std::vector<Version>() : item->versions) {
      if (version.message != nullptr && version.message->GetDescriptor() == message.GetDescriptor()) {
        collect_numbers(*version.message, table.descriptor, number->descriptor, known);
      }
    }
    int next = 1;
    for (const std::string& one : known) next = std::max(next, as_number(one) + 1);
    std::set<std::string> seen;
    for (int i = 0; i < message.GetReflection()->FieldSize(message, table.descriptor); ++i) {
      Message* row = message.GetReflection()->MutableRepeatedMessage(&message, table.descriptor, i);
      const std::string posted = row->GetReflection()->GetString(*row, number->descriptor);
      if (!posted.empty() && known.contains(posted) && seen.insert(posted).second) continue;
      row->GetReflection()->SetString(row, number->descriptor, std::to_string(next++));
    }
  }
}

}  // namespace arasha::vault
