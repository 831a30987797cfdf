// Every text of a pack, by reflection: a new field is checked without a line here.
#include <google/protobuf/message.h>

#include <algorithm>

#include "base/catalogue.h"
#include "base/text.h"
#include "pack/problems.h"

namespace arasha::pack {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct Spot {
  int list;
  int index;
  std::string norm;  // whose text it is
};

bool is_text(const std::string& text) {
  const auto clean = clean_text(text);
  return clean && *clean == text;
}

bool check_string(Problems& problems, const Spot& spot, const std::string& text, std::size_t longest) {
  if (!is_text(text)) {
    problems.add(spot.list, spot.index,
                 N_("A text of “{1}” has blanks at its end, signs that are not text, or letters that are not "
                    "composed."),
                 {spot.norm});
  } else if (length(text) > longest) {
    problems.add(spot.list, spot.index, N_("A text of “{1}” is longer than {2} characters."),
                 {spot.norm, std::to_string(longest)});
  } else {
    return true;
  }
  return false;
}

void check_languages(Problems& problems, const Spot& spot, const Text& text) {
  const std::array<std::pair<Language, const std::string*>, 3> all = {
      {{Language::en, &text.en()}, {Language::ru, &text.ru()}, {Language::kk, &text.kk()}}};
  for (const auto& [language, words] : all) {
    if (words->empty()) {
      problems.add(
          spot.list, spot.index,
          N_("A text of “{1}” is missing in the language “{2}”. Every text stands in en, ru and kk."),
          {spot.norm, std::string(code(language))});
    } else {
      check_string(problems, spot, *words, kLongestText);
    }
  }
}

// Whether the number is a name of the list, and not the unwritten zero of a list that has to be written.
bool is_known(const FieldDescriptor* field, int number) {
  if (field->enum_type()->FindValueByNumber(number) == nullptr) return false;
  return number != 0 || field->enum_type() == ChecklistItem::Who_descriptor() || field->enum_type() == TaskSet::Task::Who_descriptor();
}

void check_message(Problems& problems, const Spot& spot, const Message& message);

void check_value(Problems& problems, const Spot& spot, const Message& message, const FieldDescriptor* field,
                 int index) {
  const auto* reflection = message.GetReflection();
  std::string scratch;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      check_string(problems, spot,
                   index < 0 ? reflection->GetStringReference(message, field, &scratch)
                             : reflection->GetRepeatedStringReference(message, field, index, &scratch),
                   kLongestWord);
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      if (!is_known(field, index < 0 ? reflection->GetEnumValue(message, field)
                                     : reflection->GetRepeatedEnumValue(message, field, index))) {
        problems.add(spot.list, spot.index,
                     N_("“{1}” does not say its {2}, or with a word that this program does not know."),
                     {spot.norm, field->name()});
      }
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      check_message(problems, spot,
                    index < 0 ? reflection->GetMessage(message, field)
                              : reflection->GetRepeatedMessage(message, field, index));
      break;
    default:
      break;
  }
}

void check_message(Problems& problems, const Spot& spot, const Message& message) {
  if (problems.is_full()) return;
  if (message.GetDescriptor() == Text::descriptor()) {
    check_languages(problems, spot, static_cast<const Text&>(message));
    return;
  }
  const auto* reflection = message.GetReflection();
  const auto* type = message.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->is_repeated()) {
      for (int index = 0; index < reflection->FieldSize(message, field); ++index)
        check_value(problems, spot, message, field, index);
      continue;
    }
    const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    const bool is_written = !is_message || reflection->HasField(message, field);
    // Every norm and every text is to be written, but for the note of a norm.
    if (is_written) {
      check_value(problems, spot, message, field, -1);
    } else if (field->message_type() == Norm::descriptor()) {
      problems.add(spot.list, spot.index, N_("“{1}” needs a norm: its source, and from when it is valid."),
                   {spot.norm});
    } else if (field->containing_type() != Norm::descriptor()) {
      problems.add(spot.list, spot.index, N_("“{1}” needs a {2} in en, ru and kk."),
                   {spot.norm, field->name()});
    }
  }
}

}  // namespace

bool is_id(const std::string& id) {
  return !id.empty() && id.size() <= 60 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::string shown(const std::string& id) {
  return is_id(id) ? id : "?";
}

void check_texts(Problems& problems) {
  const Contents& contents = problems.contents();
  const auto* reflection = contents.GetReflection();
  const auto* type = Contents::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* list = type->field(i);
    if (!list->is_repeated()) continue;
    for (int index = 0; index < reflection->FieldSize(contents, list) && !problems.is_full(); ++index) {
      const Message& norm = reflection->GetRepeatedMessage(contents, list, index);
      const std::string id =
          norm.GetReflection()->GetString(norm, norm.GetDescriptor()->FindFieldByName("id"));
      check_message(problems, {list->number(), index, shown(id)}, norm);
    }
  }
  if (contents.has_about())
    check_message(problems, {Contents::kAboutFieldNumber, -1, shown(contents.about().id())},
                  contents.about());
}

}  // namespace arasha::pack
