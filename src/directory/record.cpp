#include "directory/record.h"

#include <algorithm>

namespace arasha::directory {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* ended_field(const Message& message) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("ended");
  return field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !field->is_repeated() ? field : nullptr;
}

void put(Record& record, std::uint16_t type, Version version, EntryId amends) {
  for (Item& item : record.items) {
    const bool corrected = !amends.is_nil() && item.type == type &&
                           std::any_of(item.versions.begin(), item.versions.end(), [&](const Version& one) { return one.id == amends; });
    if (!corrected) continue;
    item.versions.push_back(std::move(version));
    return;
  }
  record.items.push_back({type, {std::move(version)}});
}

template <class MessageType, class Rows>
void add_open(const Record& record, Rows* rows) {
  for (const Item* item : record.all<MessageType>()) {
    if (!ended(*item->latest().message).empty()) continue;
    auto* row = rows->Add();
    row->set_id(item->id().text());
    *row->mutable_value() = *item->as<MessageType>();
  }
}

}  // namespace

const Item* Record::find(EntryId any_version) const {
  for (const Item& item : items) {
    for (const Version& version : item.versions) {
      if (version.id == any_version) return &item;
    }
  }
  return nullptr;
}

const Item* Record::organisation() const {
  const auto all_of_them = all<DirectoryOrganisation>();
  return all_of_them.empty() ? nullptr : all_of_them.front();
}

Result<Record> fold(const vault::OpenedFile& file) {
  Record out;
  out.file = file.id;
  out.length = file.length;
  for (const vault::OpenedEntry& entry : file.entries) {
    if (entry.state != vault::EntryState::readable) continue;
    auto message = schema::parse_entry(entry.header.type, entry.content);
    if (!message && message.error().code == ErrorCode::unsupported) continue;
    if (!message) return std::move(message).error();
    put(out, entry.header.type, {entry.header.id, entry.header.author, entry.header.time, std::move(*message)}, entry.header.amends);
  }
  return out;
}

Record with(Record record, const Message& message, EntryId amends, EntryId id, MemberId author, Time time) {
  std::shared_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  put(record, schema::entry_type(message.GetDescriptor()->name())->number, {id, author, time, std::move(copy)}, amends);
  ++record.length;
  return record;
}

DirectoryCard card_of(const Record& record) {
  DirectoryCard out;
  if (const Item* item = record.organisation()) *out.mutable_organisation() = *item->as<DirectoryOrganisation>();
  add_open<DirectoryService>(record, out.mutable_services());
  add_open<DirectoryPlace>(record, out.mutable_places());
  add_open<DirectoryVacancy>(record, out.mutable_vacancies());
  add_open<DirectoryContact>(record, out.mutable_contacts());
  for (const Item* item : record.all<DirectoryChecked>()) {
    out.set_checked(std::max(out.checked(), item->as<DirectoryChecked>()->date()));
  }
  for (const Item* item : record.all<DirectoryOutflow>()) *out.mutable_outflow() = *item->as<DirectoryOutflow>();
  if (!record.items.empty()) out.set_recorded(to_iso(date_of(record.items.front().versions.front().time)));
  return out;
}

std::string ended(const Message& message) {
  const FieldDescriptor* field = ended_field(message);
  return field == nullptr ? std::string() : message.GetReflection()->GetString(message, field);
}

bool can_end(const Message& message) { return ended_field(message) != nullptr; }

void set_ended(Message& message, const std::string& day) {
  if (const FieldDescriptor* field = ended_field(message)) message.GetReflection()->SetString(&message, field, day);
}

void keep_program_fields(const Message& from, Message& to) {
  if (from.GetDescriptor() != to.GetDescriptor()) return;
  for (int i = 0; i < from.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = from.GetDescriptor()->field(i);
    const Kind kind = field->options().GetExtension(arasha::field).kind();
    if (field->is_repeated() || (kind != PROGRAM_TEXT && kind != MEMBER_ID)) continue;
    to.GetReflection()->SetString(&to, field, from.GetReflection()->GetString(from, field));
  }
}

}  // namespace arasha::directory
