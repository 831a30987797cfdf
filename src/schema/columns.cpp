#include "schema/columns.h"

#include "schema/form.h"

namespace arasha::schema {
namespace {

const std::string& name_in(Standard standard, const google::protobuf::FieldDescriptor& field) {
  const FieldOptions& options = field.options().GetExtension(arasha::field);
  return standard == Standard::htcds ? options.htcds() : options.ctdc();
}

std::string join(const std::vector<std::string>& words, const char* separator) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += separator;
    out += word;
  }
  return out;
}

Result<FormField> field_of(const google::protobuf::Descriptor& descriptor, Standard standard, std::string_view column) {
  for (FormField& field : form_fields(descriptor)) {
    if (!column.empty() && name_in(standard, *field.descriptor) == column) return std::move(field);
  }
  return Error(ErrorCode::not_found, "There is no such column. The columns are: {1}.", {join(columns_of(descriptor, standard), ", ")});
}

}  // namespace

std::vector<std::string> columns_of(const google::protobuf::Descriptor& descriptor, Standard standard) {
  std::vector<std::string> out;
  for (const FormField& field : form_fields(descriptor)) {
    const std::string& name = name_in(standard, *field.descriptor);
    if (!name.empty()) out.push_back(name);
  }
  return out;
}

Result<std::string> get_column(const google::protobuf::Message& message, Standard standard, std::string_view column) {
  TRY(field, field_of(*message.GetDescriptor(), standard, column));
  const auto* reflection = message.GetReflection();
  if (!field.repeated) return reflection->GetString(message, field.descriptor);
  std::vector<std::string> values;
  for (int i = 0; i < reflection->FieldSize(message, field.descriptor); ++i) {
    values.push_back(reflection->GetRepeatedString(message, field.descriptor, i));
  }
  return join(values, ";");
}

Result<void> set_column(google::protobuf::Message& message, Standard standard, std::string_view column, std::string_view text) {
  TRY(field, field_of(*message.GetDescriptor(), standard, column));
  const auto* reflection = message.GetReflection();
  if (!field.repeated) {
    TRY(value, read_value(field, text));
    reflection->SetString(&message, field.descriptor, std::move(value));
    return {};
  }
  std::vector<std::string> values;
  TRY_VOID(read_values(field, split(text, ";"), values));
  reflection->ClearField(&message, field.descriptor);
  for (std::string& value : values) reflection->AddString(&message, field.descriptor, std::move(value));
  return {};
}

}  // namespace arasha::schema
