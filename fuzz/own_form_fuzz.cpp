// Whatever stands in the definition of an own form, and in answers to it: what passes the check becomes a form, and any
// answers are either damaged or can be shown, posted again and compared.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "schema/own_form.h"
#include "schema/vocabulary.h"

namespace {

namespace schema = arasha::schema;

void require(bool condition) {
  if (!condition) std::abort();
}

void use(const schema::OwnForm& form, arasha::BytesView answers) {
  const auto fields = schema::form_fields(*form.type().descriptor);
  require(fields.size() == static_cast<std::size_t>(form.definition().fields_size()));
  for (const auto& field : fields) {
    require(!field.label.empty());
    if (!field.vocabulary.empty()) require(!schema::options_of(field.vocabulary, arasha::Catalogue::of(arasha::Language::ru)).empty() || field.retired);
  }
  const auto message = form.read(answers);
  if (!message) return;
  const schema::FormData typed = schema::to_form(**message);
  const auto again = form.new_message();
  static_cast<void>(schema::parse_form(typed, *again));
  // What was kept once is kept again: the check and the conditions come to the same end.
  const auto twice = form.new_message();
  static_cast<void>(schema::parse_form(schema::to_form(*again), *twice));
  require(twice->SerializeAsString() == again->SerializeAsString());
}

}  // namespace

// Two bytes: the length of the definition; the definition; answers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const arasha::BytesView bytes(data + 2, size - 2);
  const std::size_t length = std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(data[0]) * 256U + data[1]);
  const auto definition = schema::parse_definition(bytes.first(length));
  if (!definition) {
    require(arasha::is_utf8(definition.error().to_string()));
    return 0;
  }
  const auto form = schema::TriedForm::make("fuzz", *definition);
  require(form.is_ok());
  use(form->form(), bytes.subspan(length));
  return 0;
}
