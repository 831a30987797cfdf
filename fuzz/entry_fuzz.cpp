// Entry bytes, read as every type of entry. They are signed by a member, who may still be hostile. The oracle: what is
// readable stays the same through writing and reading, and every view of it holds.
#include <google/protobuf/message.h>
#include <google/protobuf/stubs/logging.h>

#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "schema/columns.h"
#include "schema/entry_types.h"
#include "schema/form.h"
#include "schema/vocabulary.h"

namespace {

namespace schema = arasha::schema;

void require(bool condition) {
  if (!condition) std::abort();
}

void show(const google::protobuf::Message& message) {
  const schema::FormData form = schema::to_form(message);
  for (const auto& [name, value] : form.fields()) require(arasha::is_utf8(value));
  const auto& english = arasha::Catalogue::of(arasha::Language::en);
  for (const schema::FormField& field : schema::form_fields(*message.GetDescriptor())) {
    if (field.repeated) continue;
    require(arasha::is_utf8(schema::label_of(field.vocabulary, message.GetReflection()->GetString(message, field.descriptor), english)));
  }
  for (const schema::Standard standard : {schema::Standard::htcds, schema::Standard::ctdc}) {
    for (const std::string& column : schema::columns_of(*message.GetDescriptor(), standard)) {
      require(schema::get_column(message, standard, column).is_ok());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  google::protobuf::SetLogHandler(nullptr);
  const arasha::BytesView input(data, size);
  require(!schema::parse_entry(0, input).is_ok());
  for (const schema::EntryType& type : schema::entry_types()) {
    const auto message = schema::parse_entry(type.number, input);
    if (!message) continue;
    show(**message);
    const arasha::Bytes bytes = schema::serialise(**message);
    const auto again = schema::parse_entry(type.number, bytes);
    require(again.is_ok() && schema::serialise(**again) == bytes);
  }
  return 0;
}
