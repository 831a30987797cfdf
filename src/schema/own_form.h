// Forms that an organisation makes itself: a definition becomes a descriptor with the same options that the compiled ones
// have, so that forms, checks, histories and columns read it as they read those. docs/own-forms.md.
//
// A definition is named by the hash of its bytes, and answers name the definition that they were made with: nothing can be put
// under them later. What was learnt stays known for as long as the program runs, whatever organisation it came from.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

#include <memory>
#include <string>

#include "arasha/own.pb.h"
#include "base/catalogue.h"
#include "schema/entry_types.h"
#include "schema/form.h"

namespace arasha::schema {

inline constexpr std::size_t kLongestDefinition = 128 * 1024;  // bytes
inline constexpr int kMostOwnFields = 100;                     // of a form, with the retired ones
inline constexpr int kMostOwnOptions = 100;                    // of a field, with the retired ones
inline constexpr std::uint32_t kHighestOwnNumber = 10000;
inline constexpr std::size_t kLongestFormName = 40;

// The words in that language, or in another one where there are none.
std::string in_language(const OwnText& text, Language language);
// As a msgid: base/carried.h.
std::string carried(const OwnText& text);

bool is_form_name(std::string_view name);
bool is_option_code(std::string_view code);
bool has_options(OwnKind kind);                // that a person writes
bool decides(OwnKind kind);                    // whether other fields may be shown by its value
// The codes of a field that decides: of its options, or yes, no, unknown.
std::vector<std::string> codes_of(const OwnField& field);
const OwnField* field_of(const OwnFormDefinition& form, std::uint32_t number);

// Everything that is wrong with a definition. The error names the field by its number ("3-label", "3-options", "3-shown"),
// or "title", "help", "name", "compartment", "fields".
std::vector<FieldError> check_definition(const OwnFormDefinition& form);
// Why `after` may not follow `before`: answers that exist would be lost or read as something else.
std::vector<FieldError> check_change(const OwnFormDefinition& before, const OwnFormDefinition& after);

// `too_large`, `damaged`; of a definition that is wrong, its first error.
Result<OwnFormDefinition> parse_definition(BytesView bytes);

class OwnForm {
 public:
  // `hash`: lower-case hexadecimal, of the bytes of the definition. A definition that was checked.
  static Result<std::shared_ptr<const OwnForm>> make(std::string hash, OwnFormDefinition definition);

  const std::string& hash() const { return hash_; }
  const OwnFormDefinition& definition() const { return definition_; }
  const EntryType& type() const { return type_; }
  // Both live no longer than the form.
  std::unique_ptr<google::protobuf::Message> new_message() const;
  Result<std::unique_ptr<google::protobuf::Message>> read(BytesView answers) const;

 private:
  OwnForm() = default;
  std::string hash_;
  OwnFormDefinition definition_;
  EntryType type_;
  std::unique_ptr<google::protobuf::DescriptorPool> pool_;
  std::unique_ptr<google::protobuf::DynamicMessageFactory> factory_;
  const google::protobuf::Message* prototype_ = nullptr;
};
using OwnFormPointer = std::shared_ptr<const OwnForm>;

// --- The forms that are known here. Thread-safe.

// Makes a definition known, for ever. What `parse_definition` answers.
Result<OwnFormPointer> learn_form(const std::string& hash, BytesView definition);
OwnFormPointer known_form(std::string_view hash);                             // null: not known
OwnFormPointer own_form_of(std::string_view message_name);                    // of the message's descriptor
OwnFormPointer own_form_of_answers(const google::protobuf::Message& answers);  // known or not, by what they name
// The name of the form that the message answers; empty: it is no own form.
std::string form_name_of(const google::protobuf::Message& answers);

// Known while this lives: to show and try a form that is not saved yet. Nothing that it makes may outlive it.
class TriedForm {
 public:
  static Result<TriedForm> make(const std::string& hash, const OwnFormDefinition& definition);
  TriedForm(TriedForm&& other) noexcept : form_(std::move(other.form_)) {}
  TriedForm& operator=(TriedForm&&) = delete;
  TriedForm(const TriedForm&) = delete;
  ~TriedForm();
  const OwnForm& form() const { return *form_; }

 private:
  explicit TriedForm(OwnFormPointer form) : form_(std::move(form)) {}
  OwnFormPointer form_;
};

using OwnOptions = google::protobuf::RepeatedPtrField<OwnOption>;
// The options of a field of a known form, by the name of its vocabulary; null: it is none.
std::shared_ptr<const OwnOptions> own_options(std::string_view vocabulary);

// Two versions of answers as messages of one definition, so that they can be compared. Of the two definitions the one that knows
// more fields reads both: a field never leaves a form. False where they are not answers to one form.
struct Comparable {
  std::unique_ptr<google::protobuf::Message> before;
  std::unique_ptr<google::protobuf::Message> after;
};
Result<Comparable> comparable(const google::protobuf::Message& before, const google::protobuf::Message& after);

}  // namespace arasha::schema
