// Forms by reflection: what an entry type asks for, and how posted values become a message.
#pragma once

#include <google/protobuf/message.h>

#include "arasha/options.pb.h"
#include "schema/form_data.h"

namespace arasha::schema {

// `rows` is a table of rows, each a small form of its own: a repeated message. `row_number` is no question but the number
// that a row keeps while it is corrected; the form carries it along.
enum class Control { text, textarea, select, radios, checkboxes, date, number, telephone, lines, rows, row_number, signature };

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
  bool retired = false;  // shown where it was answered, not asked any more
  const google::protobuf::FieldDescriptor* descriptor = nullptr;
  // Of rows:
  std::vector<FormField> columns = {};
  std::string row = {};      // what one is called: "Risk"; a msgid
  int max_rows = 0;
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
//
// A field that is not asked, because another one says so (condition_of) or because it is retired, is neither required nor kept,
// whatever was posted.
//
// Rows are posted as risks-0-factor, risks-1-factor, …; rows may hold rows. A row in which nothing was typed is left out,
// so the rows of the message may stand closer together than the posted ones. An error in a row names the posted row
// (risks-3-factor), one of the table the field (risks).
std::vector<FieldError> parse_form(const FormData& data, google::protobuf::Message& message, std::string_view prefix = "");

// The field of the same form that decides whether this one is asked, and the values by which it is. It stands before it. Empty: always.
struct Condition {
  std::string field;
  std::vector<std::string> values;
};
Condition condition_of(const FormField& field);
// Whether a field is asked, by the values that stand in the message. `fields`: all of the form.
bool is_asked(const google::protobuf::Message& message, const std::vector<FormField>& fields, const FormField& field);

// The name of a row, to which "-" and the column's name are added.
std::string row_name(std::string_view field, int row);
// How many rows of a table were posted, with the empty ones; at most field.max_rows. `name` as it was posted.
int rows_posted(const FormData& data, const FormField& field, std::string_view name);

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

// The fields of a message, and of its rows.
std::vector<const google::protobuf::FieldDescriptor*> all_fields(const google::protobuf::Descriptor& descriptor);
// Every label, title, help and vocabulary label, for the check of the catalogues.
std::vector<std::string> all_labels();

}  // namespace arasha::schema
