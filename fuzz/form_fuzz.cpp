// What a browser posts, through every form. The oracle: what was accepted holds the rules of its field, and its own form
// gives the same message back.
#include <google/protobuf/message.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "base/text.h"
#include "schema/entry_types.h"
#include "schema/form.h"
#include "schema/vocabulary.h"

namespace {

namespace schema = arasha::schema;
using google::protobuf::Message;

void require(bool condition) {
  if (!condition) std::abort();
}

std::unique_ptr<Message> empty(const google::protobuf::Descriptor& descriptor) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(&descriptor)->New());
}

void check_value(const schema::FormField& field, const std::string& value) {
  if (value.empty()) return;
  require(arasha::is_utf8(value) && arasha::length(value) <= field.max_length);
  require(field.vocabulary.empty() || schema::has_code(field.vocabulary, value));
  if (field.control != schema::Control::textarea) require(value.find_first_of("\r\n\t") == std::string::npos);
  if (field.control == schema::Control::date) require(value.size() == 10 && *schema::read_date(value) == value);
  const auto again = schema::read_value(field, value);
  require(again.is_ok() && *again == value);
}

void check_message(const Message& message) {
  const auto* reflection = message.GetReflection();
  for (const schema::FormField& field : schema::form_fields(*message.GetDescriptor())) {
    if (field.control == schema::Control::rows) {
      const int rows = reflection->FieldSize(message, field.descriptor);
      require(rows <= field.max_rows);
      for (int i = 0; i < rows; ++i) check_message(reflection->GetRepeatedMessage(message, field.descriptor, i));
      continue;
    }
    if (!field.repeated) {
      check_value(field, reflection->GetString(message, field.descriptor));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field.descriptor); ++i) {
      check_value(field, reflection->GetRepeatedString(message, field.descriptor, i));
    }
  }
}

// Empty rows fall out, so the same row may have another number the next time.
std::string without_row_numbers(const std::string& field) {
  std::string out;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] >= '0' && field[i] <= '9') continue;
    out += field[i];
  }
  return out;
}

void post(const schema::EntryType& type, const schema::FormData& data) {
  const auto message = empty(*type.descriptor);
  const auto errors = schema::parse_form(data, *message);
  check_message(*message);
  const auto again = empty(*type.descriptor);
  for (const auto& error : schema::parse_form(schema::to_form(*message, "again-"), *again, "again-")) {
    // What was refused is not in the message, so that only it can be missed: a field, or the only row of a table.
    const std::string missed = without_row_numbers(error.field);
    const bool known = std::any_of(errors.begin(), errors.end(), [&](const auto& first) { return without_row_numbers("again-" + first.field).starts_with(missed); });
    require(known);
  }
  require(schema::serialise(*again) == schema::serialise(*message));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto form = schema::parse_urlencoded(arasha::text_view({data, size}));
  if (!form) return 0;
  const auto again = schema::parse_urlencoded(schema::to_urlencoded(*form));
  require(again.is_ok() && again->fields() == form->fields());
  const auto& types = schema::entry_types();
#ifdef ARASHA_LIBFUZZER
  // One type for each input: through all of them a minute saw some sixty inputs.
  post(types[std::hash<std::string_view>()(arasha::text_view({data, size})) % types.size()], *form);
#else
  for (const schema::EntryType& type : types) post(type, *form);
#endif
  return 0;
}
