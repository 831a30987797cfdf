#include "casework/own/changes.h"

#include <google/protobuf/util/message_differencer.h>

#include "casework/own/editor.h"
#include "casework/parts.h"
#include "schema/own_form.h"

namespace arasha::casework {
namespace {

using google::protobuf::util::MessageDifferencer;

std::string in(const Catalogue& words, const OwnText& text) { return schema::in_language(text, words.language()); }

std::vector<std::uint32_t> order_of(const OwnFormDefinition& form, const OwnFormDefinition& other) {
  std::vector<std::uint32_t> out;
  for (const OwnField& field : form.fields()) {
    if (schema::field_of(other, field.number()) != nullptr) out.push_back(field.number());
  }
  return out;
}

}  // namespace

std::string field_line(const Catalogue& words, const OwnFormDefinition& form, const OwnField& field) {
  std::string out = label(words, "own_kind", code_of(field.kind()));
  if (field.required()) out += "; " + label(words, "own_answered", "required");
  if (field.sensitivity() != ORDINARY) out += "; " + label(words, "own_sensitivity", code_of(field.sensitivity()));
  const OwnField* other = field.shown_if() == 0 ? nullptr : schema::field_of(form, field.shown_if());
  if (other == nullptr) return out;
  std::string values;
  for (const std::string& value : field.shown_values()) {
    std::string text = other->kind() == OWN_YES_NO ? label(words, "yes_no_unknown", value) : value;
    for (const OwnOption& option : other->options()) {
      if (option.code() == value) text = in(words, option.label());
    }
    values += (values.empty() ? "" : ", ") + text;
  }
  return out + "; " + words.text(N_("Only if “{1}” is answered with: {2}"), {in(words, other->label()), values});
}

std::vector<std::string> form_changes(const Catalogue& words, const OwnFormDefinition& before, const OwnFormDefinition& after) {
  std::vector<std::string> out;
  const auto add = [&](const char* sentence, const OwnField& field) { out.push_back(words.text(sentence, {in(words, field.label())})); };
  const bool fresh = before.name().empty();
  if (!fresh && !MessageDifferencer::Equals(before.title(), after.title())) out.push_back(words.text(N_("Title: {1}"), {in(words, after.title())}));
  if (!fresh && !MessageDifferencer::Equals(before.help(), after.help())) out.emplace_back(words.text(N_("The explanation of the form is another one.")));
  if (before.retired() != after.retired()) out.emplace_back(words.text(after.retired() ? N_("The form is not filled in any more.") : N_("The form is filled in again.")));
  for (const OwnField& field : after.fields()) {
    const OwnField* old = schema::field_of(before, field.number());
    if (old == nullptr) add(N_("New: {1}"), field);
    else if (old->retired() != field.retired()) add(field.retired() ? N_("Not asked any more: {1}") : N_("Asked again: {1}"), field);
    else if (!MessageDifferencer::Equals(*old, field)) add(N_("Changed: {1}"), field);
  }
  for (const OwnField& field : before.fields()) {
    if (schema::field_of(after, field.number()) == nullptr) add(N_("Missing: {1}"), field);
  }
  if (order_of(before, after) != order_of(after, before)) out.emplace_back(words.text(N_("The order of the questions is another one.")));
  return out;
}

}  // namespace arasha::casework
