#include "casework/own/editor.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "schema/own_form.h"

namespace arasha::casework {
namespace {

constexpr std::pair<const char*, Compartment> kCompartments[] = {
    {"identity", IDENTITY}, {"health", HEALTH}, {"assistance", ASSISTANCE}, {"legal", LEGAL}, {"presence", PRESENCE}};
constexpr std::pair<const char*, OwnKind> kKinds[] = {{"text", OWN_TEXT},     {"long_text", OWN_LONG_TEXT}, {"number", OWN_NUMBER}, {"date", OWN_DATE},
                                                      {"choice", OWN_CHOICE}, {"several", OWN_SEVERAL},     {"yes_no", OWN_YES_NO}};
constexpr std::pair<const char*, Sensitivity> kSensitivities[] = {{"ordinary", ORDINARY}, {"identifying", IDENTIFYING}, {"special", SPECIAL}};

template <class Value, std::size_t N>
std::string code_in(const std::pair<const char*, Value> (&list)[N], Value value) {
  for (const auto& [code, one] : list) {
    if (one == value) return code;
  }
  return {};
}
template <class Value, std::size_t N>
Value value_in(const std::pair<const char*, Value> (&list)[N], std::string_view code, Value otherwise) {
  for (const auto& [one, value] : list) {
    if (one == code) return value;
  }
  return otherwise;
}

void write_text(OwnText& to, const std::string& en, const std::string& ru, const std::string& kk) {
  to.set_en(en);
  to.set_ru(ru);
  to.set_kk(kk);
}

int number_of(std::string_view text) {
  int out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() ? out : 0;
}

std::uint32_t next_number(const OwnFormDefinition& form) {
  std::uint32_t highest = 0;
  for (const OwnField& field : form.fields()) highest = std::max(highest, field.number());
  return highest + 1;
}

OwnOption* find_option(OwnField& field, std::string_view code) {
  for (OwnOption& option : *field.mutable_options()) {
    if (option.code() == code) return &option;
  }
  return nullptr;
}

}  // namespace

Compartment compartment_from_code(std::string_view code) { return value_in(kCompartments, code, NONE); }
std::string code_of(Compartment compartment) { return code_in(kCompartments, compartment); }
std::string code_of(OwnKind kind) { return code_in(kKinds, kind); }
std::string code_of(Sensitivity sensitivity) { return code_in(kSensitivities, sensitivity); }

void write_head(const OwnFormHead& from, OwnFormDefinition& form) {
  write_text(*form.mutable_title(), from.title_en(), from.title_ru(), from.title_kk());
  write_text(*form.mutable_help(), from.help_en(), from.help_ru(), from.help_kk());
}

OwnFormHead head_of(const OwnFormDefinition& form) {
  OwnFormHead out;
  out.set_title_en(form.title().en());
  out.set_title_ru(form.title().ru());
  out.set_title_kk(form.title().kk());
  out.set_help_en(form.help().en());
  out.set_help_ru(form.help().ru());
  out.set_help_kk(form.help().kk());
  return out;
}

std::uint32_t add_field(OwnFormDefinition& form, std::string_view kind) {
  const std::uint32_t number = next_number(form);
  OwnField* field = form.add_fields();
  field->set_number(number);
  field->set_kind(value_in(kKinds, kind, OWN_TEXT));
  return number;
}

OwnFieldEdit edit_of(const OwnField& field) {
  OwnFieldEdit out;
  out.set_label_en(field.label().en());
  out.set_label_ru(field.label().ru());
  out.set_label_kk(field.label().kk());
  out.set_help_en(field.help().en());
  out.set_help_ru(field.help().ru());
  out.set_help_kk(field.help().kk());
  out.set_answered(field.required() ? "required" : "optional");
  out.set_sensitivity(code_of(field.sensitivity()));
  if (field.max_length() != 0) out.set_max_length(std::to_string(field.max_length()));
  for (const OwnOption& option : field.options()) {
    if (option.retired()) continue;
    auto* row = out.add_options();
    row->set_code(option.code());
    row->set_en(option.label().en());
    row->set_ru(option.label().ru());
    row->set_kk(option.label().kk());
  }
  return out;
}

void write_field(const OwnFieldEdit& from, OwnField& field) {
  write_text(*field.mutable_label(), from.label_en(), from.label_ru(), from.label_kk());
  write_text(*field.mutable_help(), from.help_en(), from.help_ru(), from.help_kk());
  field.set_required(from.answered() == "required");
  field.set_sensitivity(value_in(kSensitivities, from.sensitivity(), ORDINARY));
  field.set_max_length(static_cast<std::uint32_t>(number_of(from.max_length())));
  if (!schema::has_options(field.kind())) return;
  OwnField before = field;
  field.clear_options();
  int highest = 0;
  for (const OwnOption& option : before.options()) highest = std::max(highest, number_of(option.code()));
  for (const auto& row : from.options()) highest = std::max(highest, number_of(row.code()));
  for (const auto& row : from.options()) {
    if (row.en().empty() && row.ru().empty() && row.kk().empty()) continue;  // only its code is left: the answer is taken away
    OwnOption* option = field.add_options();
    option->set_code(row.code().empty() ? std::to_string(++highest) : row.code());
    write_text(*option->mutable_label(), row.en(), row.ru(), row.kk());
  }
  for (OwnOption& option : *before.mutable_options()) {
    if (find_option(field, option.code()) != nullptr) continue;
    option.set_retired(true);
    *field.add_options() = option;
  }
}

std::vector<std::string> condition_of(const OwnField& field) {
  std::vector<std::string> out;
  for (const std::string& value : field.shown_values()) out.push_back(std::to_string(field.shown_if()) + "=" + value);
  return out;
}

Result<void> write_condition(const std::vector<std::string_view>& chosen, OwnField& field) {
  field.set_shown_if(0);
  field.clear_shown_values();
  for (const std::string_view one : chosen) {
    const auto equals = one.find('=');
    const int number = equals == std::string_view::npos ? 0 : number_of(one.substr(0, equals));
    if (number <= 0) return Error(ErrorCode::invalid_input, "Choose one of the answers in the list.");
    if (field.shown_if() != 0 && field.shown_if() != static_cast<std::uint32_t>(number)) {
      return Error(ErrorCode::invalid_input, "Choose answers to one question only.");
    }
    field.set_shown_if(static_cast<std::uint32_t>(number));
    field.add_shown_values(std::string(one.substr(equals + 1)));
  }
  return {};
}

OwnField* find_field(OwnFormDefinition& form, std::uint32_t number) {
  for (OwnField& field : *form.mutable_fields()) {
    if (field.number() == number) return &field;
  }
  return nullptr;
}

bool move_field(OwnFormDefinition& form, std::uint32_t number, bool up) {
  for (int i = 0; i < form.fields_size(); ++i) {
    if (form.fields(i).number() != number) continue;
    const int other = up ? i - 1 : i + 1;
    if (other < 0 || other >= form.fields_size()) return false;
    form.mutable_fields()->SwapElements(i, other);
    return true;
  }
  return false;
}

void remove_field(OwnFormDefinition& form, std::uint32_t number, const OwnFormDefinition* in_use) {
  for (int i = 0; i < form.fields_size(); ++i) {
    if (form.fields(i).number() != number) continue;
    if (in_use != nullptr && schema::field_of(*in_use, number) != nullptr) form.mutable_fields(i)->set_retired(true);
    else form.mutable_fields()->DeleteSubrange(i, 1);
    return;
  }
}

OwnFormDefinition rebase(const OwnFormDefinition& base, const OwnFormDefinition& theirs, const OwnFormDefinition& mine) {
  OwnFormDefinition out = mine;
  std::uint32_t next = std::max(next_number(theirs), next_number(mine));
  std::map<std::uint32_t, std::uint32_t> moved;
  for (OwnField& field : *out.mutable_fields()) {
    if (schema::field_of(base, field.number()) != nullptr || schema::field_of(theirs, field.number()) == nullptr) continue;
    moved[field.number()] = next;
    field.set_number(next++);
  }
  for (OwnField& field : *out.mutable_fields()) {
    if (const auto to = moved.find(field.shown_if()); to != moved.end()) field.set_shown_if(to->second);
  }
  for (const OwnField& field : theirs.fields()) {
    OwnField* here = find_field(out, field.number());
    if (here == nullptr) {
      *out.add_fields() = field;
      continue;
    }
    for (const OwnOption& option : field.options()) {
      if (find_option(*here, option.code()) == nullptr) *here->add_options() = option;
    }
  }
  return out;
}

}  // namespace arasha::casework
