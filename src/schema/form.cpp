#include "schema/form.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/text.h"
#include "base/time.h"
#include "schema/entry_types.h"
#include "schema/own_form.h"
#include "schema/strokes.h"
#include "schema/vocabulary.h"

namespace arasha::schema {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::size_t kRadiosAtMost = 5;
constexpr std::size_t kValuesAtMost = 100;
constexpr std::size_t kRowNumberDigits = 4;
constexpr int kRowsAtMost = 30;

std::size_t size_of(std::string_view vocabulary) {
  for (const Vocabulary& list : vocabularies()) {
    if (list.name == vocabulary) return list.terms.size();
  }
  if (const auto own = own_options(vocabulary)) return static_cast<std::size_t>(own->size());
  return 1000;  // countries and languages
}

Control control_of(const FieldOptions& options, bool repeated) {
  if (!options.vocabulary().empty()) {
    const std::size_t size = size_of(options.vocabulary());
    if (repeated) return size < 100 ? Control::checkboxes : Control::select;
    return size <= kRadiosAtMost ? Control::radios : Control::select;
  }
  switch (options.kind()) {
    case Kind::LONG_TEXT: return Control::textarea;
    case Kind::DATE: return Control::date;
    case Kind::NUMBER: return Control::number;
    case Kind::PHONE: return Control::telephone;
    case Kind::ROW_NUMBER: return Control::row_number;
    case Kind::SIGNATURE: return Control::signature;
    default: return repeated ? Control::lines : Control::text;
  }
}

std::optional<int> whole_number(std::string_view text) {
  if (text.empty() || text.front() == '-') return std::nullopt;  // from_chars would read -0
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A field of one line is one line wherever it is shown: in a list, a CSV file, a letter.
void join_lines(std::string& text) {
  for (char& c : text) {
    if (c == '\n' || c == '\t') c = ' ';
  }
}

Result<void> read_single(const FormField& field, const FormData& data, const std::string& name, Message& message) {
  std::vector<std::string> names = {name};
  if (field.control == Control::date && !data.has(name)) names = {name + "-day", name + "-month", name + "-year"};
  for (const std::string& one : names) {
    if (data.all(one).size() > 1) return Error(ErrorCode::invalid_input, "Choose only one answer.");
  }
  TRY(value, names.size() == 1 ? read_value(field, data.get(name)) : read_date(data.get(names[0]), data.get(names[1]), data.get(names[2])));
  if (value.empty() && field.required) return Error(ErrorCode::invalid_input, "Answer this question.");
  message.GetReflection()->SetString(&message, field.descriptor, std::move(value));
  return {};
}

Result<void> read_repeated(const FormField& field, const FormData& data, const std::string& name, Message& message) {
  std::vector<std::string_view> raw;
  for (const std::string_view posted : data.all(name)) {
    if (field.control != Control::lines) raw.push_back(posted);
    else for (const std::string_view line : split(posted, "\r\n")) raw.push_back(line);
  }
  std::vector<std::string> values;
  const auto answer = read_values(field, raw, values);
  for (std::string& value : values) message.GetReflection()->AddString(&message, field.descriptor, std::move(value));
  if (answer && field.required && values.empty()) return Error(ErrorCode::invalid_input, "Answer this question.");
  return answer;
}

// The posted rows by number, each as a form of its own. Numbers are written in one way only: 1, never 01.
std::map<int, FormData> posted_rows(const FormData& data, std::string_view name) {
  std::map<int, FormData> out;
  for (const auto& [posted, value] : data.fields()) {
    if (posted.size() <= name.size() + 1 || !posted.starts_with(name) || posted[name.size()] != '-') continue;
    const std::string_view rest = std::string_view(posted).substr(name.size() + 1);
    const std::string_view digits = rest.substr(0, rest.find('-'));
    const auto number = whole_number(digits);
    if (!number || digits.size() + 1 >= rest.size() || (digits.size() > 1 && digits.front() == '0')) continue;
    out[*number].add(std::string(rest.substr(digits.size() + 1)), value);
  }
  return out;
}

// The number that the row carries along is not something that was typed.
bool is_row_empty(const FormField& table, const FormData& row) {
  return std::all_of(row.fields().begin(), row.fields().end(), [&](const auto& one) {
    const bool carried = std::any_of(table.columns.begin(), table.columns.end(), [&](const FormField& column) {
      return column.control == Control::row_number && one.first == column.name;
    });
    return carried || trim(one.second).empty();
  });
}

bool says_nothing(const FormField& table, const Message& row) {
  const auto* reflection = row.GetReflection();
  return std::all_of(table.columns.begin(), table.columns.end(), [&](const FormField& column) {
    if (column.repeated) return reflection->FieldSize(row, column.descriptor) == 0;
    return column.control == Control::row_number || reflection->GetString(row, column.descriptor).empty();
  });
}

void read_rows(const FormField& field, const FormData& data, const std::string& name, Message& message, std::vector<FieldError>& errors) {
  const auto* reflection = message.GetReflection();
  const std::size_t before = errors.size();
  for (const auto& [number, row] : posted_rows(data, name)) {
    if (is_row_empty(field, row)) continue;
    if (number >= field.max_rows) {
      errors.push_back({name, Error(ErrorCode::too_large, "There are too many rows. Use at most {1}.", {std::to_string(field.max_rows)})});
      break;
    }
    Message* into = reflection->AddMessage(&message, field.descriptor);
    for (FieldError& error : parse_form(row, *into)) errors.push_back({row_name(name, number) + "-" + error.field, std::move(error.error)});
    if (says_nothing(field, *into)) reflection->RemoveLast(&message, field.descriptor);
  }
  if (field.required && errors.size() == before && reflection->FieldSize(message, field.descriptor) == 0) {
    errors.push_back({name, Error(ErrorCode::invalid_input, "Fill in at least one row.")});
  }
}

// The year that a person writes; outside of these it is a slip of the finger.
bool is_likely(const Date& date) { return date.year() >= std::chrono::year(1900) && date.year() <= std::chrono::year(2200); }

}  // namespace

std::vector<FormField> form_fields(const google::protobuf::Descriptor& descriptor) {
  std::vector<FormField> out;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* field = descriptor.field(i);
    const FieldOptions& options = field->options().GetExtension(arasha::field);
    if (options.kind() == Kind::MEMBER_ID || options.kind() == Kind::FILE_ID || options.kind() == Kind::ENTRY_ID || options.kind() == Kind::OWN_FORM) continue;
    if (options.kind() == Kind::PROGRAM_TEXT) continue;
    FormField one;
    one.name = field->name();
    one.label = options.label();
    one.help = options.help();
    one.repeated = field->is_repeated();
    one.control = control_of(options, one.repeated);
    one.vocabulary = options.vocabulary();
    one.required = options.required();
    one.max_length = options.max_length() != 0 ? options.max_length() : one.control == Control::textarea ? 4000 : one.control == Control::signature ? kStrokesText : 200;
    one.sensitivity = options.sensitivity();
    one.descriptor = field;
    one.retired = options.retired();
    if (field->message_type() != nullptr) {
      one.control = Control::rows;
      one.columns = form_fields(*field->message_type());
      // Many small lists beside each other are easier to fill in than rows of circles.
      for (FormField& column : one.columns) {
        if (column.control == Control::radios) column.control = Control::select;
      }
      one.row = options.row();
      one.max_rows = options.max_rows() != 0 ? static_cast<int>(options.max_rows()) : kRowsAtMost;
    }
    out.push_back(std::move(one));
  }
  return out;
}

Result<std::string> read_value(const FormField& field, std::string_view raw) {
  TRY(text, clean_text(raw));
  if (text.empty()) return text;
  if (field.control != Control::textarea) join_lines(text);
  if (length(text) > field.max_length) {
    return Error(ErrorCode::too_large, "This is too long. Use at most {1} characters.", {std::to_string(field.max_length)});
  }
  if (!field.vocabulary.empty() && !has_code(field.vocabulary, text)) {
    return Error(ErrorCode::invalid_input, "Choose one of the answers in the list.");
  }
  if (field.control == Control::number && !whole_number(text)) {
    return Error(ErrorCode::invalid_input, "Write a whole number in digits, for example 3.");
  }
  if (field.control == Control::telephone && text.find_first_not_of("0123456789+-() .,;/") != std::string::npos) {
    return Error(ErrorCode::invalid_input, "Write the telephone number in digits, for example +7 701 123 45 67.");
  }
  if (field.control == Control::date) return read_date(text);
  if (field.control == Control::signature) {
    TRY(strokes, read_strokes(text));
    return to_text(strokes);
  }
  // Nobody types it: what is no number is no mistake of a person's, and the row is numbered anew.
  if (field.control == Control::row_number && (!whole_number(text) || text.size() > kRowNumberDigits)) return std::string();
  return text;
}

Result<void> read_values(const FormField& field, const std::vector<std::string_view>& raw, std::vector<std::string>& out) {
  if (raw.size() > kValuesAtMost) return Error(ErrorCode::too_large, "There are too many answers.");
  Result<void> answer;
  for (const std::string_view one : raw) {
    auto value = read_value(field, one);
    if (!value) answer = std::move(value).error();
    else if (!value->empty() && std::find(out.begin(), out.end(), *value) == out.end()) out.push_back(std::move(*value));
  }
  return answer;
}

Result<std::string> read_date(std::string_view day, std::string_view month, std::string_view year) {
  const std::string_view d = trim(day);
  const std::string_view m = trim(month);
  const std::string_view y = trim(year);
  if (d.empty() && m.empty() && y.empty()) return std::string();
  if (d.empty() || m.empty() || y.empty()) return Error(ErrorCode::invalid_input, "Give the day, the month and the year.");
  const auto day_number = whole_number(d);
  const auto month_number = whole_number(m);
  const auto year_number = whole_number(y);
  if (!day_number || !month_number || !year_number || y.size() != 4) {
    return Error(ErrorCode::invalid_input, "A date is written in digits: day, month and a year of four digits.");
  }
  // std::chrono keeps a month and a day in one byte each: 257 would become 1.
  const bool fits = *day_number <= 31 && *month_number <= 12;
  const Date date{std::chrono::year(*year_number), std::chrono::month(static_cast<unsigned>(*month_number)),
                  std::chrono::day(static_cast<unsigned>(*day_number))};
  if (!fits || !date.ok() || !is_likely(date)) return Error(ErrorCode::invalid_input, "There is no such day in the calendar.");
  return to_iso(date);
}

Result<std::string> read_date(std::string_view text) {
  text = trim(text);
  if (text.empty()) return std::string();
  const auto first_dot = text.find('.');
  if (first_dot != std::string_view::npos) {
    const auto second_dot = text.find('.', first_dot + 1);
    if (second_dot == std::string_view::npos) return Error(ErrorCode::invalid_input, "Give the day, the month and the year.");
    return read_date(text.substr(0, first_dot), text.substr(first_dot + 1, second_dot - first_dot - 1), text.substr(second_dot + 1));
  }
  TRY(date, date_from_iso(text));
  if (!is_likely(date)) return Error(ErrorCode::invalid_input, "There is no such day in the calendar.");
  return to_iso(date);
}

Condition condition_of(const FormField& field) {
  if (field.descriptor == nullptr) return {};
  const FieldOptions& options = field.descriptor->options().GetExtension(arasha::field);
  return {options.shown_if(), {options.shown_values().begin(), options.shown_values().end()}};
}

// A field stands behind the one that decides about it, so the message holds that one's value already; one that was not
// asked itself is empty, and asks for nothing.
bool is_asked(const Message& message, const std::vector<FormField>& fields, const FormField& field) {
  if (field.retired) return false;
  const Condition condition = condition_of(field);
  if (condition.field.empty()) return true;
  const auto other = std::find_if(fields.begin(), fields.end(), [&](const FormField& one) { return one.name == condition.field; });
  if (other == fields.end()) return true;
  const auto* reflection = message.GetReflection();
  const auto counts = [&](const std::string& value) {
    return std::find(condition.values.begin(), condition.values.end(), value) != condition.values.end();
  };
  if (!other->repeated) return counts(reflection->GetString(message, other->descriptor));
  for (int i = 0; i < reflection->FieldSize(message, other->descriptor); ++i) {
    if (counts(reflection->GetRepeatedString(message, other->descriptor, i))) return true;
  }
  return false;
}

std::vector<FieldError> parse_form(const FormData& data, Message& message, std::string_view prefix) {
  if (const auto own = own_form_of(message.GetDescriptor()->name())) message.CopyFrom(*own->new_message());
  else message.Clear();
  std::vector<FieldError> errors;
  const auto fields = form_fields(*message.GetDescriptor());
  for (const FormField& field : fields) {
    if (!is_asked(message, fields, field)) continue;
    const std::string name = std::string(prefix) + field.name;
    if (field.control == Control::rows) {
      read_rows(field, data, name, message, errors);
      continue;
    }
    const auto read = field.repeated ? read_repeated(field, data, name, message) : read_single(field, data, name, message);
    if (!read) errors.push_back({name, read.error()});
  }
  return errors;
}

std::string row_name(std::string_view field, int row) { return std::string(field) + "-" + std::to_string(row); }

int rows_posted(const FormData& data, const FormField& field, std::string_view name) {
  const auto rows = posted_rows(data, name);
  return rows.empty() ? 0 : std::min(rows.rbegin()->first, field.max_rows - 1) + 1;
}

FormData to_form(const Message& message, std::string_view prefix) {
  FormData out;
  const auto* reflection = message.GetReflection();
  for (const FormField& field : form_fields(*message.GetDescriptor())) {
    const std::string name = std::string(prefix) + field.name;
    if (field.control == Control::rows) {
      for (int i = 0; i < reflection->FieldSize(message, field.descriptor); ++i) {
        const FormData row = to_form(reflection->GetRepeatedMessage(message, field.descriptor, i), row_name(name, i) + "-");
        for (const auto& [column, value] : row.fields()) out.add(column, value);
      }
      continue;
    }
    if (field.repeated) {
      std::string lines;
      for (int i = 0; i < reflection->FieldSize(message, field.descriptor); ++i) {
        std::string value = reflection->GetRepeatedString(message, field.descriptor, i);
        if (field.control == Control::lines) lines += (lines.empty() ? "" : "\n") + value;
        else out.add(name, std::move(value));
      }
      if (!lines.empty()) out.add(name, lines);
      continue;
    }
    const std::string value = reflection->GetString(message, field.descriptor);
    if (value.empty()) continue;
    if (field.control == Control::date && date_from_iso(value).is_ok()) {
      out.add(name + "-day", value.substr(8, 2));
      out.add(name + "-month", value.substr(5, 2));
      out.add(name + "-year", value.substr(0, 4));
    } else {
      out.add(name, value);
    }
  }
  return out;
}

std::vector<const FieldDescriptor*> all_fields(const google::protobuf::Descriptor& descriptor) {
  std::vector<const FieldDescriptor*> out;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* field = descriptor.field(i);
    out.push_back(field);
    if (field->message_type() == nullptr) continue;
    for (const FieldDescriptor* column : all_fields(*field->message_type())) out.push_back(column);
  }
  return out;
}

std::vector<std::string> all_labels() {
  std::vector<std::string> out;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) out.push_back(text);
  };
  for (const EntryType& type : entry_types()) {
    add(type.title);
    add(type.help);
  }
  std::vector<const google::protobuf::Descriptor*> messages = {OwnFormNew::descriptor(), OwnFormHead::descriptor(), OwnFieldNew::descriptor(), OwnFieldEdit::descriptor()};
  for (const EntryType& type : entry_types()) messages.push_back(type.descriptor);
  for (const google::protobuf::Descriptor* message : messages) {
    for (const FieldDescriptor* field : all_fields(*message)) {
      const FieldOptions& options = field->options().GetExtension(arasha::field);
      add(options.label());
      add(options.help());
      add(options.row());
    }
  }
  for (const Vocabulary& vocabulary : vocabularies()) {
    for (const Term& term : vocabulary.terms) add(term.label);
  }
  return out;
}

}  // namespace arasha::schema
