// What a definition of an own form may say, and what its next version may change.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "schema/own_form.h"

namespace arasha::schema {
namespace {

constexpr std::size_t kLongestTitle = 100;   // characters
constexpr std::size_t kLongestLabel = 200;
constexpr std::size_t kLongestHelp = 500;
constexpr std::uint32_t kLongestText = 1000;
constexpr std::uint32_t kLongestLongText = 4000;
constexpr std::size_t kLongestCode = 40;

class Check {
 public:
  explicit Check(const OwnFormDefinition& form) : form_(form) {}

  std::vector<FieldError> run() {
    if (!is_form_name(form_.name())) add("name", N_("A name is written in small Latin letters, digits and hyphens, for example work-skills."));
    const auto compartment = form_.compartment();
    if (compartment < Compartment::IDENTITY || compartment > Compartment::PRESENCE) add("compartment", N_("Choose one of the answers in the list."));
    text("title", form_.title(), kLongestTitle, true);
    text("help", form_.help(), kLongestHelp, false);
    if (form_.fields_size() > kMostOwnFields) {
      add("fields", N_("A form has at most {1} fields, with those that are not asked any more."), {std::to_string(kMostOwnFields)});
      return std::move(errors_);  // the rest would not end
    }
    for (const OwnField& field : form_.fields()) {
      this->field(field);
      if (field.number() != 0 && !seen_.insert(field.number()).second) add_to(field, "label", N_("Two fields of a form may not have the same number."));
    }
    return std::move(errors_);
  }

 private:
  void add(std::string where, const char* sentence, std::vector<std::string> arguments = {}) {
    errors_.push_back({std::move(where), Error(ErrorCode::invalid_input, sentence, std::move(arguments))});
  }
  void add_to(const OwnField& field, const char* what, const char* sentence, std::vector<std::string> arguments = {}) {
    add(std::to_string(field.number()) + "-" + what, sentence, std::move(arguments));
  }

  void text(const std::string& where, const OwnText& text, std::size_t most, bool required) {
    bool any = false;
    for (const std::string* words : {&text.en(), &text.ru(), &text.kk()}) {
      any = any || !words->empty();
      const auto clean = clean_text(*words);
      if (!clean || *clean != *words || words->find_first_of("\n\t") != std::string::npos) {
        add(where, N_("A text of a form is one line, without blanks at its ends and without control characters."));
        return;
      }
      if (length(*words) > most) {
        add(where, N_("This is too long. Use at most {1} characters."), {std::to_string(most)});
        return;
      }
    }
    if (required && !any) add(where, N_("Write it in at least one language."));
  }

  void field(const OwnField& field) {
    const std::string where = std::to_string(field.number()) + "-";
    if (field.number() == 0 || field.number() > kHighestOwnNumber) add(where + "label", N_("The number of a field is from 1 to {1}."), {std::to_string(kHighestOwnNumber)});
    text(where + "label", field.label(), kLongestLabel, true);
    text(where + "help", field.help(), kLongestHelp, false);
    if (!OwnKind_IsValid(field.kind())) add(where + "kind", N_("Choose one of the answers in the list."));
    if (!Sensitivity_IsValid(field.sensitivity())) add(where + "sensitivity", N_("Choose one of the answers in the list."));
    const bool is_text = field.kind() == OWN_TEXT || field.kind() == OWN_LONG_TEXT;
    const std::uint32_t most = field.kind() == OWN_LONG_TEXT ? kLongestLongText : kLongestText;
    if (!is_text && field.max_length() != 0) add(where + "max_length", N_("Only a text has a greatest length."));
    else if (field.max_length() > most) add(where + "max_length", N_("Use at most {1} characters."), {std::to_string(most)});
    options(field, where);
    shown_if(field, where);
  }

  void options(const OwnField& field, const std::string& where) {
    if (!has_options(field.kind())) {
      if (field.options_size() > 0) add(where + "options", N_("Only a choice has answers to choose from."));
      return;
    }
    if (field.options_size() > kMostOwnOptions) {
      add(where + "options", N_("A list has at most {1} answers."), {std::to_string(kMostOwnOptions)});
      return;
    }
    std::set<std::string> codes;
    int offered = 0;
    for (const OwnOption& option : field.options()) {
      if (!is_option_code(option.code())) add(where + "options", N_("A code is written in small Latin letters, digits and low lines, for example part_time."));
      else if (!codes.insert(option.code()).second) add(where + "options", N_("Two answers of a list may not have the same code."));
      text(where + "options", option.label(), kLongestLabel, true);
      if (!option.retired()) ++offered;
    }
    if (offered == 0 && !field.retired()) add(where + "options", N_("Write at least one answer to choose from."));
  }

  // Only a field that stands before it decides about a field, so no two can decide about each other.
  void shown_if(const OwnField& field, const std::string& where) {
    if (field.shown_if() == 0) {
      if (field.shown_values_size() > 0) add(where + "shown", N_("Choose the field that decides whether this one is shown."));
      return;
    }
    const OwnField* other = field_of(form_, field.shown_if());
    if (other == nullptr || other == &field || !seen_.contains(field.shown_if())) {
      add(where + "shown", N_("A field can be shown by the answer to a field that stands before it. Move it further down, or choose another one."));
      return;
    }
    if (!decides(other->kind())) {
      add(where + "shown", N_("Only a choice, or a question of yes and no, decides whether another field is shown."));
      return;
    }
    if (other->retired() && !field.retired()) add(where + "shown", N_("The field that decides is not asked any more, so this one would never be shown."));
    if (field.shown_values_size() == 0) add(where + "shown", N_("Choose at least one answer by which the field is shown."));
    const auto codes = codes_of(*other);
    for (const std::string& value : field.shown_values()) {
      if (std::find(codes.begin(), codes.end(), value) != codes.end()) continue;
      add(where + "shown", N_("The field that decides has no such answer."));
      return;
    }
    if (field.shown_values_size() > kMostOwnOptions) add(where + "shown", N_("A list has at most {1} answers."), {std::to_string(kMostOwnOptions)});
  }

  const OwnFormDefinition& form_;
  std::vector<FieldError> errors_;
  std::set<std::uint32_t> seen_;
};

bool is_made_of(std::string_view text, std::string_view more, std::size_t most) {
  if (text.empty() || text.size() > most || text.front() < 'a' || text.front() > 'z') return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || more.find(c) != std::string_view::npos;
  });
}

}  // namespace

bool is_form_name(std::string_view name) { return is_made_of(name, "-", kLongestFormName); }
bool is_option_code(std::string_view code) {
  // A code may begin with a digit: lists of other systems do.
  return !code.empty() && code.size() <= kLongestCode && is_made_of("a" + std::string(code), "_", kLongestCode + 1);
}
bool has_options(OwnKind kind) { return kind == OWN_CHOICE || kind == OWN_SEVERAL; }
bool decides(OwnKind kind) { return has_options(kind) || kind == OWN_YES_NO; }

std::vector<std::string> codes_of(const OwnField& field) {
  if (field.kind() == OWN_YES_NO) return {"yes", "no", "unknown"};
  std::vector<std::string> out;
  for (const OwnOption& option : field.options()) out.push_back(option.code());
  return out;
}

const OwnField* field_of(const OwnFormDefinition& form, std::uint32_t number) {
  for (const OwnField& field : form.fields()) {
    if (field.number() == number) return &field;
  }
  return nullptr;
}

std::vector<FieldError> check_definition(const OwnFormDefinition& form) { return Check(form).run(); }

std::vector<FieldError> check_change(const OwnFormDefinition& before, const OwnFormDefinition& after) {
  std::vector<FieldError> out;
  const auto add = [&](std::string where, const char* sentence, std::vector<std::string> arguments = {}) {
    out.push_back({std::move(where), Error(ErrorCode::invalid_input, sentence, std::move(arguments))});
  };
  if (before.name() != after.name()) add("name", N_("The name of a form never changes."));
  if (before.compartment() != after.compartment()) add("compartment", N_("A form stays in its part of the case, where its answers are."));
  for (const OwnField& field : before.fields()) {
    const std::string number = std::to_string(field.number());
    const OwnField* now = field_of(after, field.number());
    if (now == nullptr) {
      add("fields", N_("Field {1} is missing. A field is never deleted, for answers to it exist; mark it as not asked any more."), {number});
      continue;
    }
    if (now->kind() != field.kind()) {
      add(number + "-kind", N_("Field {1} is of another kind. Answers to it exist: make a new field with a new number."), {number});
      continue;
    }
    const auto codes = codes_of(*now);
    for (const OwnOption& option : field.options()) {
      if (std::find(codes.begin(), codes.end(), option.code()) != codes.end()) continue;
      add(number + "-options", N_("The answer {1} of field {2} is missing. Mark it as not offered any more."), {option.code(), number});
      break;
    }
  }
  return out;
}

Result<OwnFormDefinition> parse_definition(BytesView bytes) {
  if (bytes.size() > kLongestDefinition) return Error(ErrorCode::too_large, "This form is larger than a form may be.");
  OwnFormDefinition out;
  if (!out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return Error(ErrorCode::damaged, "This form cannot be read.");
  auto errors = check_definition(out);
  if (!errors.empty()) return std::move(errors.front().error);
  return out;
}

}  // namespace arasha::schema
