// Forms by reflection: what an entry type asks for, and how posted values become a message.
#pragma once

#include <google/protobuf/message.h>

#include "arasha/options.pb.h"
#include "schema/form_data.h"

namespace arasha::schema {

enum class Control { text, textarea, select, radios, checkboxes, date, number, telephone, lines };

struct FormField {
  std::string name;
  std::string label;  // English; a msgid
  std::string help;
  Control control = Control::text;
  std::string vocabulary;
  bool required = false;
  bool repeated = false;
  std::size_t max_length = 200;  // characters, of each value
  Sensitivity sensitivity = Sensitivity::ORDINARY;
  const google::protobuf::FieldDescriptor* descriptor = nullptr;
};

// The fields that a person fills in, in order; those that the program sets itself are left out.
std::vector<FormField> form_fields(const google::protobuf::Descriptor& descriptor);

struct FieldError {
  std::string field;
  Error error;
};

// Posted values into `message`, whose fields are cleared first. Names may carry `prefix`. A date is read from
// name-day, name-month, name-year, or from one value as 2026-03-27 or 27.03.2026; its year is 1900 to 2200. A name may
// come twice only for a repeated field. Answers every error, by field; fields without an error are set all the same, so
// that nothing that was typed is lost.
std::vector<FieldError> parse_form(const FormData& data, google::protobuf::Message& message, std::string_view prefix = "");

// The values as a form shows them: dates in their three parts too.
FormData to_form(const google::protobuf::Message& message, std::string_view prefix = "");

// One value of a field as it is stored: cleaned, one line unless the field takes several, within the field's length, a
// code of its vocabulary, a number, a date. Empty stays empty; whether it must be there is not asked here.
Result<std::string> read_value(const FormField& field, std::string_view raw);
// The values of a repeated field: each as above, empty ones and repetitions left out. An error of one does not keep the
// others from `out`; `too_large` for more than a hundred.
Result<void> read_values(const FormField& field, const std::vector<std::string_view>& raw, std::vector<std::string>& out);

// 2026-03-27 from three parts or one text, as parse_form reads them; empty from nothing.
Result<std::string> read_date(std::string_view day, std::string_view month, std::string_view year);
Result<std::string> read_date(std::string_view text);

// Every label, title, help and vocabulary label, for the check of the catalogues.
std::vector<std::string> all_labels();

}  // namespace arasha::schema
