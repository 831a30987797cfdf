#include "casework/own/forms.h"

#include <algorithm>

namespace arasha::casework {
namespace {

using google::protobuf::Message;

constexpr std::string_view kKindPrefix = "own-";
constexpr const char* kDefinition = "definition";

}  // namespace

schema::OwnFormPointer form_of(const vault::FormVersion& version) { return schema::known_form(to_hex(version.hash)); }

schema::OwnFormPointer current_form(const vault::Directory& state, std::string_view name) {
  const auto found = state.forms().find(name);
  if (found == state.forms().end()) return nullptr;
  for (auto version = found->second.rbegin(); version != found->second.rend(); ++version) {
    // The chain says which name a definition has; one that calls itself otherwise is none.
    auto form = form_of(*version);
    if (form != nullptr && form->definition().name() == name) return form;
  }
  return nullptr;
}

std::vector<schema::OwnFormPointer> current_forms(const vault::Directory& state) {
  std::vector<schema::OwnFormPointer> out;
  for (const auto& [name, versions] : state.forms()) {
    if (auto form = current_form(state, name)) out.push_back(std::move(form));
  }
  return out;
}

const schema::EntryType* own_form_type(const vault::Directory& state, std::string_view kind) {
  if (!kind.starts_with(kKindPrefix)) return nullptr;
  const auto form = current_form(state, kind.substr(kKindPrefix.size()));
  return form == nullptr || form->definition().retired() ? nullptr : &form->type();
}

const schema::EntryType* type_for_correction(const vault::Directory& state, const Item& item) {
  const schema::EntryType* type = type_of(item);
  const Message* message = item.latest().message.get();
  if (type == nullptr || message == nullptr || !type->own_form) return type;
  const auto form = current_form(state, schema::form_name_of(*message));
  // A form cannot move to another part of the case; a chain in which it did does not move its answers.
  return form == nullptr || type->internal || form->type().number != type->number ? type : &form->type();
}

std::vector<schema::FieldError> check_own_answers(const Message& answers) {
  std::vector<schema::FieldError> out;
  const auto form = schema::own_form_of_answers(answers);
  if (form == nullptr) {
    const schema::EntryType* type = schema::entry_type_of(answers);
    if (type != nullptr && type->own_form) out.push_back({"", Error(ErrorCode::unsupported, "This entry was written by a newer program. Update this one.")});
    return out;
  }
  if (answers.ByteSizeLong() > schema::kEntryLimit) out.push_back({"", Error(ErrorCode::too_large, "This entry is larger than it may be.")});
  const auto fields = schema::form_fields(*answers.GetDescriptor());
  const auto* reflection = answers.GetReflection();
  for (const schema::FormField& field : fields) {
    std::vector<std::string> stored;
    const int count = field.repeated ? reflection->FieldSize(answers, field.descriptor) : 0;
    for (int i = 0; i < count; ++i) stored.push_back(reflection->GetRepeatedString(answers, field.descriptor, i));
    if (!field.repeated) stored.push_back(reflection->GetString(answers, field.descriptor));
    std::vector<std::string> read;
    const auto fits = schema::read_values(field, {stored.begin(), stored.end()}, read);
    if (!fits) out.push_back({field.name, fits.error()});
  }
  return out;
}

void keep_retired(const Message& from, Message& to) {
  if (schema::form_name_of(from).empty() || schema::form_name_of(from) != schema::form_name_of(to)) return;
  for (const schema::FormField& field : schema::form_fields(*to.GetDescriptor())) {
    const auto* before = from.GetDescriptor()->FindFieldByNumber(field.descriptor->number());
    if (!field.retired || before == nullptr || before->is_repeated() != field.repeated) continue;
    if (!field.repeated) {
      to.GetReflection()->SetString(&to, field.descriptor, from.GetReflection()->GetString(from, before));
      continue;
    }
    to.GetReflection()->ClearField(&to, field.descriptor);
    for (int i = 0; i < from.GetReflection()->FieldSize(from, before); ++i) {
      to.GetReflection()->AddString(&to, field.descriptor, from.GetReflection()->GetRepeatedString(from, before, i));
    }
  }
}

Html definition_field(const schema::EntryType& type) {
  const auto form = schema::own_form_of(type.descriptor->name());
  return form == nullptr ? Html() : web::hidden(kDefinition, form->hash());
}

bool was_changed_meanwhile(const schema::FormData& posted, const schema::EntryType& type) {
  const auto form = schema::own_form_of(type.descriptor->name());
  return form != nullptr && posted.get(kDefinition) != form->hash();
}

Html changed_meanwhile_notice(const Catalogue& words) {
  return web::warning(words, words.text(N_("This form was changed while you filled it in. Your answers stand in the new form below: look through them, and save again.")));
}

Html own_forms_group(const Catalogue& words, const vault::Directory& state, const CaseView& view) {
  Html items;
  for (const schema::OwnFormPointer& form : current_forms(state)) {
    const schema::EntryType& type = form->type();
    const bool of_person = type.compartment == IDENTITY || type.compartment == HEALTH;
    if (form->definition().retired() || !view.may_add.contains(type.compartment) || (of_person && view.person.is_nil())) continue;
    const std::string address = "/file/" + (of_person ? view.person : view.file).text() + "/add/" + std::string(kKindPrefix) + form->definition().name() + "?case=" + view.file.text();
    items.add(el("li", {}, web::link(address, words.text(type.title.c_str()))));
  }
  if (items.is_empty()) return {};
  return web::details(words.text(N_("Our own forms")), el("ul", {{"class", "govuk-list"}}, items));
}

}  // namespace arasha::casework
