#include "handover/bundle_content.h"

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "handover/bundle_format.h"
#include "schema/strokes.h"
#include "vault/directory.h"

namespace arasha::handover {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kMostValues = 500;
constexpr int kDeepest = 8;
constexpr std::size_t kLongText = 4000;
constexpr std::size_t kShortText = 1000;  // without a length of its own; the program may have written it

template <class IdType>
IdType derived(std::string_view label, OrganizationId from, OrganizationId to, BytesView id) {
  const auto whole = crypto::fingerprint(label, {from.bytes(), to.bytes(), id});
  return *IdType::from_bytes(BytesView(whole).first(IdType::kSize));
}

const FieldOptions& options_of(const FieldDescriptor* field) { return field->options().GetExtension(arasha::field); }

bool is_plain(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
  });
}
bool looks_like_code(const std::string& text) {
  return text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '/' || c == '+' || c == ':';
  });
}
bool is_number(const std::string& text, std::size_t digits) {
  return !text.empty() && text.size() <= digits && text.find_first_not_of("0123456789") == std::string::npos;
}

std::size_t length_of(const FieldOptions& options) {
  if (options.max_length() != 0) return std::max<std::size_t>(options.max_length(), options.vocabulary().empty() ? 0 : 64);
  if (options.kind() == Kind::LONG_TEXT) return kLongText;
  if (options.kind() == Kind::SIGNATURE) return schema::kStrokesText;
  return kShortText;
}

template <class IdType>
Result<std::string> reference(const std::string& value, const std::function<IdType(IdType)>& here) {
  if (value.empty() || is_number(value, 10)) return value;  // of a row
  const auto id = IdType::from_text(value);
  if (!id || id->text() != value) return damaged_bundle();
  return here(*id).text();
}

Result<std::string> value_here(const FieldDescriptor* field, std::string value, const IdsHere& ids) {
  const FieldOptions& options = options_of(field);
  if (options.kind() == Kind::MEMBER_ID) return std::string();
  if (value.empty() || options.kind() == Kind::OWN_FORM) return value;
  if (options.kind() == Kind::FILE_ID) {
    // A set of tasks ("event.day.set") is of the house.
    if (!FileId::from_text(value)) return std::string();
    return reference<FileId>(value, [&](FileId id) { return ids.file(id); });
  }
  if (options.kind() == Kind::ENTRY_ID) return reference<EntryId>(value, [&](EntryId id) { return ids.entry(id); });
  if (!is_utf8(value) || !is_plain(value) || length(value) > length_of(options)) return damaged_bundle();
  if (!options.vocabulary().empty() && !looks_like_code(value)) return damaged_bundle();
  if (options.kind() == Kind::DATE && !date_from_iso(value)) return damaged_bundle();
  if (options.kind() == Kind::ROW_NUMBER && !is_number(value, 10)) return damaged_bundle();
  if (options.kind() == Kind::SIGNATURE && !schema::read_strokes(value)) return damaged_bundle();
  return value;
}

Result<void> localise(Message& message, const IdsHere& ids, int depth) {
  if (depth > kDeepest) return damaged_bundle();
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->is_repeated() && reflection->FieldSize(message, field) > kMostValues) return damaged_bundle();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        TRY_VOID(localise(*reflection->MutableMessage(&message, field), ids, depth + 1));
        continue;
      }
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) TRY_VOID(localise(*reflection->MutableRepeatedMessage(&message, field, i), ids, depth + 1));
      continue;
    }
    if (field->type() != FieldDescriptor::TYPE_STRING) return damaged_bundle();  // entries are texts and rows
    if (!field->is_repeated()) {
      TRY(value, value_here(field, reflection->GetString(message, field), ids));
      if (value.empty()) reflection->ClearField(&message, field);
      else reflection->SetString(&message, field, std::move(value));
      continue;
    }
    std::vector<std::string> values;
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      TRY(value, value_here(field, reflection->GetRepeatedString(message, field, i), ids));
      if (!value.empty()) values.push_back(std::move(value));
    }
    reflection->ClearField(&message, field);
    for (std::string& value : values) reflection->AddString(&message, field, std::move(value));
  }
  return {};
}

}  // namespace

FileId IdsHere::file(FileId there) const { return derived<FileId>("arasha/handover-file/v1", from_, to_, there.bytes()); }
EntryId IdsHere::entry(EntryId there) const { return derived<EntryId>("arasha/handover-entry/v1", from_, to_, there.bytes()); }
EntryId IdsHere::made(std::string_view what, FileId file, BytesView of) const {
  const Bytes about = ByteWriter().sized(what).raw(file.bytes()).sized(of).take();
  return derived<EntryId>("arasha/handover-made/v1", from_, to_, about);
}
std::string IdsHere::form_name(std::string_view there) const {
  const auto whole = crypto::fingerprint("arasha/handover-form/v1", {from_.bytes(), to_.bytes(), view(there)});
  return "from-" + to_base32(BytesView(whole).first(10));
}

void empty_for_leaving(Message& message) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) empty_for_leaving(*reflection->MutableMessage(&message, field));
      for (int i = 0; field->is_repeated() && i < reflection->FieldSize(message, field); ++i) empty_for_leaving(*reflection->MutableRepeatedMessage(&message, field, i));
      continue;
    }
    if (field->type() != FieldDescriptor::TYPE_STRING) continue;
    const Kind kind = options_of(field).kind();
    const bool set_of_tasks = kind == Kind::FILE_ID && !field->is_repeated() && !FileId::from_text(reflection->GetString(message, field));
    if (kind == Kind::MEMBER_ID || set_of_tasks) reflection->ClearField(&message, field);
  }
}

Result<void> check_and_localise(Message& message, const IdsHere& ids) {
  message.DiscardUnknownFields();
  return localise(message, ids, 0);
}

std::string form_hash(BytesView definition) { return to_hex(crypto::fingerprint(vault::kFormLabel, {definition})); }

Result<FormHere> form_here(BytesView definition, const IdsHere& ids, bool keep) {
  auto there = schema::parse_definition(definition);
  if (!there) return there.error().code == ErrorCode::unsupported ? newer_bundle() : damaged_bundle();
  FormHere out;
  out.name_there = there->name();
  out.definition = to_bytes(definition);
  if (!keep) {
    there->set_name(ids.form_name(out.name_there));
    there->set_retired(true);  // answered there, not asked here
    there->DiscardUnknownFields();
    out.definition = schema::serialise(*there);
  }
  out.hash = form_hash(out.definition);
  // The same checks again: nothing is made of what is not kept.
  auto here = schema::parse_definition(out.definition);
  if (!here) return damaged_bundle();
  auto made = schema::OwnForm::make(out.hash, std::move(*here));
  if (!made) return damaged_bundle();
  out.form = std::move(*made);
  return out;
}

}  // namespace arasha::handover
