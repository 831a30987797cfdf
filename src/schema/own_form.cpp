#include "schema/own_form.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "base/carried.h"

namespace arasha::schema {
namespace {

using google::protobuf::FieldDescriptorProto;
using google::protobuf::Message;

constexpr std::string_view kMessagePrefix = "Own";
constexpr std::string_view kVocabularyPrefix = "own/";
// The own fields stand behind those that every answer has (own.proto: form, definition) and a few spare ones.
constexpr std::uint32_t kFirstNumber = 15;

std::string name_of_field(std::uint32_t number) { return "f" + std::to_string(number); }

const EntryType* carrier(Compartment compartment) {
  for (const EntryType& type : entry_types()) {
    if (type.own_form && type.compartment == compartment) return &type;
  }
  return nullptr;
}

void add_head(google::protobuf::DescriptorProto& message, const google::protobuf::Descriptor& carrier) {
  for (int i = 0; i < carrier.field_count(); ++i) carrier.field(i)->CopyTo(message.add_field());
}

Kind kind_of(OwnKind kind) {
  switch (kind) {
    case OWN_LONG_TEXT: return Kind::LONG_TEXT;
    case OWN_NUMBER: return Kind::NUMBER;
    case OWN_DATE: return Kind::DATE;
    default: return Kind::TEXT;
  }
}

void add_field(google::protobuf::DescriptorProto& message, const std::string& hash, const OwnField& own) {
  FieldDescriptorProto* field = message.add_field();
  field->set_name(name_of_field(own.number()));
  field->set_number(static_cast<int>(kFirstNumber + own.number()));
  field->set_type(FieldDescriptorProto::TYPE_STRING);
  field->set_label(own.kind() == OWN_SEVERAL ? FieldDescriptorProto::LABEL_REPEATED : FieldDescriptorProto::LABEL_OPTIONAL);
  FieldOptions* options = field->mutable_options()->MutableExtension(arasha::field);
  options->set_label(carried(own.label()));
  options->set_help(carried(own.help()));
  options->set_kind(kind_of(own.kind()));
  if (has_options(own.kind())) options->set_vocabulary(std::string(kVocabularyPrefix) + hash + "/" + std::to_string(own.number()));
  if (own.kind() == OWN_YES_NO) options->set_vocabulary("yes_no_unknown");
  options->set_required(own.required());
  options->set_max_length(own.max_length());
  options->set_sensitivity(own.sensitivity());
  if (own.shown_if() != 0) options->set_shown_if(name_of_field(own.shown_if()));
  *options->mutable_shown_values() = own.shown_values();
  options->set_retired(own.retired());
}

// Errors of a definition that passed our checks are bugs; they must not end the program all the same.
class Refusal : public google::protobuf::DescriptorPool::ErrorCollector {
 public:
  void AddError(const std::string&, const std::string&, const Message*, ErrorLocation, const std::string&) override {}
};

struct Known {
  std::shared_mutex mutex;
  std::map<std::string, OwnFormPointer, std::less<>> learnt;  // by hash
  std::map<std::string, OwnFormPointer, std::less<>> tried;
};
Known& known() {
  static Known* const all = new Known;  // messages of it may be the last to go
  return *all;
}

std::string text_of(const Message& message, const char* name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  const bool fits = field != nullptr && !field->is_repeated() && field->type() == google::protobuf::FieldDescriptor::TYPE_STRING;
  return fits ? message.GetReflection()->GetString(message, field) : std::string();
}

bool answers_own_form(const Message& message) {
  const auto& options = message.GetDescriptor()->options();
  return options.HasExtension(arasha::entry) && options.GetExtension(arasha::entry).own_form();
}

}  // namespace

std::string in_language(const OwnText& text, Language language) {
  return std::string(carried_in(carried(text), language));
}

std::string carried(const OwnText& text) { return arasha::carried(text.en(), text.ru(), text.kk()); }

Result<OwnFormPointer> OwnForm::make(std::string hash, OwnFormDefinition definition) {
  const EntryType* stored = carrier(definition.compartment());
  if (stored == nullptr) return Error(ErrorCode::invalid_input, "There is no such part of a file.");
  google::protobuf::FileDescriptorProto file;
  file.set_name("own/" + hash + ".proto");
  file.set_syntax("proto3");
  auto* message = file.add_message_type();
  message->set_name(std::string(kMessagePrefix) + hash);
  EntryOptions* options = message->mutable_options()->MutableExtension(arasha::entry);
  options->set_number(stored->number);
  options->set_compartment(definition.compartment());
  options->set_title(carried(definition.title()));
  options->set_help(carried(definition.help()));
  options->set_own_form(true);
  add_head(*message, *stored->descriptor);
  for (const OwnField& field : definition.fields()) add_field(*message, hash, field);

  std::shared_ptr<OwnForm> out(new OwnForm);
  out->pool_ = std::make_unique<google::protobuf::DescriptorPool>(google::protobuf::DescriptorPool::generated_pool());
  Refusal refusal;
  const auto* built = out->pool_->BuildFileCollectingErrors(file, &refusal);
  if (built == nullptr) return Error(ErrorCode::invalid_input, "This form cannot be made into a form of this program.");
  out->factory_ = std::make_unique<google::protobuf::DynamicMessageFactory>(out->pool_.get());
  const auto* descriptor = built->message_type(0);
  out->prototype_ = out->factory_->GetPrototype(descriptor);
  out->type_ = {stored->number, stored->compartment, options->title(), options->help(), false, true, descriptor};
  out->hash_ = std::move(hash);
  out->definition_ = std::move(definition);
  return OwnFormPointer(std::move(out));
}

std::unique_ptr<Message> OwnForm::new_message() const {
  std::unique_ptr<Message> out(prototype_->New());
  const auto* reflection = out->GetReflection();
  reflection->SetString(out.get(), type_.descriptor->FindFieldByName("form"), definition_.name());
  reflection->SetString(out.get(), type_.descriptor->FindFieldByName("definition"), hash_);
  return out;
}

Result<std::unique_ptr<Message>> OwnForm::read(BytesView answers) const {
  if (answers.size() > kEntryLimit) return Error(ErrorCode::too_large, "This entry is larger than it may be.");
  std::unique_ptr<Message> out(prototype_->New());
  if (!out->ParseFromArray(answers.data(), static_cast<int>(answers.size()))) return Error(ErrorCode::damaged, "This entry cannot be read.");
  return out;
}

Result<OwnFormPointer> learn_form(const std::string& hash, BytesView bytes) {
  {
    const std::shared_lock lock(known().mutex);
    const auto found = known().learnt.find(hash);
    if (found != known().learnt.end()) return found->second;
  }
  TRY(definition, parse_definition(bytes));
  TRY(form, OwnForm::make(hash, std::move(definition)));
  const std::unique_lock lock(known().mutex);
  return known().learnt.emplace(hash, std::move(form)).first->second;  // another thread's, if it was first
}

OwnFormPointer known_form(std::string_view hash) {
  const std::shared_lock lock(known().mutex);
  for (const auto* forms : {&known().learnt, &known().tried}) {
    const auto found = forms->find(hash);
    if (found != forms->end()) return found->second;
  }
  return nullptr;
}

OwnFormPointer own_form_of(std::string_view message_name) {
  return message_name.starts_with(kMessagePrefix) ? known_form(message_name.substr(kMessagePrefix.size())) : nullptr;
}

OwnFormPointer own_form_of_answers(const Message& answers) {
  if (!answers_own_form(answers)) return nullptr;
  auto form = known_form(text_of(answers, "definition"));
  return form != nullptr && form->definition().name() == text_of(answers, "form") ? form : nullptr;
}

std::string form_name_of(const Message& answers) { return answers_own_form(answers) ? text_of(answers, "form") : std::string(); }

Result<TriedForm> TriedForm::make(const std::string& hash, const OwnFormDefinition& definition) {
  TRY(form, OwnForm::make(hash, definition));
  const std::unique_lock lock(known().mutex);
  known().tried[hash] = form;
  return TriedForm(std::move(form));
}

TriedForm::~TriedForm() {
  if (form_ == nullptr) return;
  const std::unique_lock lock(known().mutex);
  const auto found = known().tried.find(form_->hash());
  if (found != known().tried.end() && found->second == form_) known().tried.erase(found);
}

std::shared_ptr<const OwnOptions> own_options(std::string_view vocabulary) {
  if (!vocabulary.starts_with(kVocabularyPrefix)) return nullptr;
  const std::string_view rest = vocabulary.substr(kVocabularyPrefix.size());
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos) return nullptr;
  std::uint32_t number = 0;
  const std::string_view digits = rest.substr(slash + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return nullptr;
  const auto form = known_form(rest.substr(0, slash));
  const OwnField* field = form == nullptr ? nullptr : field_of(form->definition(), number);
  return field == nullptr ? nullptr : std::shared_ptr<const OwnOptions>(form, &field->options());
}

Result<Comparable> comparable(const Message& before, const Message& after) {
  const auto a = own_form_of_answers(before);
  const auto b = own_form_of_answers(after);
  if (a == nullptr || b == nullptr || a->definition().name() != b->definition().name()) {
    return Error(ErrorCode::invalid_input, "These are not answers to one form.");
  }
  const auto& reader = a->definition().fields_size() > b->definition().fields_size() ? a : b;
  Comparable out;
  TRY(old_answers, reader->read(serialise(before)));
  TRY(new_answers, reader->read(serialise(after)));
  out.before = std::move(old_answers);
  out.after = std::move(new_answers);
  return out;
}

}  // namespace arasha::schema
