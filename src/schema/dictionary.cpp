#include "schema/dictionary.h"

#include "schema/entry_types.h"
#include "schema/vocabulary.h"

namespace arasha::schema {
namespace {

std::string type_of(const google::protobuf::FieldDescriptor& field, const FieldOptions& options) {
  std::string out;
  switch (options.kind()) {
    case Kind::LONG_TEXT: out = "long text"; break;
    case Kind::DATE: out = "date"; break;
    case Kind::NUMBER: out = "number"; break;
    case Kind::PHONE: out = "telephone"; break;
    case Kind::MEMBER_ID: out = "member"; break;
    case Kind::FILE_ID: out = "file"; break;
    case Kind::ENTRY_ID: out = "entry"; break;
    case Kind::ROW_NUMBER: out = "number of the row"; break;
    case Kind::SIGNATURE: out = "signature"; break;
    case Kind::PROGRAM_TEXT: out = "text, set by the program"; break;
    case Kind::OWN_FORM: out = "own form"; break;
    default: out = "text";
  }
  if (!options.vocabulary().empty()) out = "[" + options.vocabulary() + "](#" + options.vocabulary() + ")";
  if (field.message_type() != nullptr) out = "rows";
  else if (field.is_repeated()) out += ", several";
  if (options.required()) out += ", required";
  return out;
}

std::string sensitivity_of(const FieldOptions& options) {
  if (options.sensitivity() == Sensitivity::IDENTIFYING) return "identifying";
  if (options.sensitivity() == Sensitivity::SPECIAL) return "special";
  return "";
}

// The columns of a table stand below it: `risks.factor`.
void add_rows(const google::protobuf::Descriptor& descriptor, const std::string& prefix, std::string& out) {
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const auto& field = *descriptor.field(i);
    const FieldOptions& options = field.options().GetExtension(arasha::field);
    out += "| `" + prefix + field.name() + "` | " + options.label() + " | " + type_of(field, options) + " | " + sensitivity_of(options) +
           " | " + options.htcds() + " | " + options.ctdc() + " |\n";
    if (field.message_type() != nullptr) add_rows(*field.message_type(), prefix + field.name() + ".", out);
  }
}

}  // namespace

std::string data_dictionary() {
  std::string out =
      "# Every field that Arasha knows\n\nMade from `schema/arasha/*.proto`; a test keeps it current "
      "(`ARASHA_WRITE=1` writes it anew).\nNames in standards: HTCDS 2.0 (IOM, CC BY 4.0), CTDC global dataset.\n";
  for (const EntryType& type : entry_types()) {
    out += "\n## " + type.title + "\n\n`" + type.descriptor->name() + "`, number " + std::to_string(type.number) + ", compartment `" +
           Compartment_Name(static_cast<Compartment>(type.compartment)) + "`" + (type.internal ? ", written by the program" : "") +
           ". " + type.help + "\n\n| field | label | type | sensitivity | HTCDS | CTDC |\n| --- | --- | --- | --- | --- | --- |\n";
    add_rows(*type.descriptor, {}, out);
  }
  out += "\n# Code lists\n\n`country` is ISO 3166-1 alpha-2 and `language` ISO 639, both from ICU.\n";
  for (const Vocabulary& vocabulary : vocabularies()) {
    out += "\n## " + std::string(vocabulary.name) + "\n\n";
    for (const Term& term : vocabulary.terms) out += "- `" + std::string(term.code) + "` " + term.label + "\n";
  }
  return out;
}

}  // namespace arasha::schema
