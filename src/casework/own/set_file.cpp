#include "casework/own/set_file.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "casework/own/drafts.h"

namespace arasha::casework {
namespace {

constexpr std::string_view kFirstLine = "# arasha forms 1\n";
constexpr std::string_view kAnyFirstLine = "# arasha forms ";
constexpr std::string_view kHashLine = "# hash ";
constexpr std::string_view kFileLabel = "arasha/own-forms-file/v1";
constexpr int kMostLevels = 8;

std::string hash_of_text(std::string_view text) { return to_hex(crypto::fingerprint(kFileLabel, {view(text)})); }

class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int, const std::string&) override {
    if (line_ == 0) line_ = std::max(line, 0) + 1;
  }
  void AddWarning(int line, int column, const std::string& message) override { AddError(line, column, message); }
  int line() const { return line_; }

 private:
  int line_ = 0;
};

// A file that went through a mail program or an editor of Windows has other line ends; they mean nothing.
std::string with_plain_lines(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  for (const char c : bytes) {
    if (c != '\r') out += c;
  }
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  out += '\n';
  return out;
}

// The text behind the hash line, if it has one that fits.
Result<std::string_view> checked_text(std::string_view rest) {
  if (!rest.starts_with(kHashLine)) return rest;  // written by hand
  const auto end = rest.find('\n');
  const std::string_view said = trim(rest.substr(kHashLine.size(), end - kHashLine.size()));
  const std::string_view text = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  if (said != hash_of_text(text)) {
    return Error(ErrorCode::damaged, "This file was changed after it was made, or a part of it is missing. If somebody changed it on purpose, take out the line that begins with “# hash”.");
  }
  return text;
}

}  // namespace

std::string write_form_file(const OwnFormSet& forms) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(forms, &text);
  text = with_plain_lines(text);
  return std::string(kFirstLine) + std::string(kHashLine) + hash_of_text(text) + "\n" + text;
}

Result<OwnFormSet> read_form_file(std::string_view bytes) {
  if (bytes.size() > kLongestFormFile) return Error(ErrorCode::too_large, "This file is larger than a file of forms may be.");
  if (!is_utf8(bytes)) return Error(ErrorCode::invalid_input, "This file is not in UTF-8. Save it as UTF-8 and try again.");
  const std::string plain = with_plain_lines(bytes);
  if (!plain.starts_with(kAnyFirstLine)) return Error(ErrorCode::invalid_input, "This is no file of forms: its first line is not “# arasha forms 1”.");
  if (!plain.starts_with(kFirstLine)) return Error(ErrorCode::unsupported, "This file was written by a newer program. Update this one.");
  const std::string_view rest = std::string_view(plain).substr(kFirstLine.size());
  TRY(text, checked_text(rest));
  const auto lines_before = 1 + (text.size() == rest.size() ? 0 : 1);
  FirstError errors;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  parser.SetRecursionLimit(kMostLevels);
  OwnFormSet out;
  if (!parser.ParseFromString(std::string(text), &out) || errors.line() != 0) {
    return Error(ErrorCode::invalid_input, "The file is not understood in line {1}. Look for a misspelt word, a missing quotation mark or bracket.",
                 {std::to_string(std::max(errors.line(), 1) + lines_before)});
  }
  if (out.forms_size() == 0) return Error(ErrorCode::invalid_input, "There is no form in this file.");
  if (out.forms_size() > static_cast<int>(vault::kMostForms)) return Error(ErrorCode::too_large, "There are too many forms in this file.");
  std::set<std::string> names;
  for (const OwnFormDefinition& form : out.forms()) {
    auto wrong = schema::check_definition(form);
    if (form.ByteSizeLong() > schema::kLongestDefinition) return Error(ErrorCode::too_large, "This form is larger than a form may be.");
    if (!wrong.empty()) {
      wrong.front().error.detail = (schema::is_form_name(form.name()) ? form.name() + " " : std::string()) + wrong.front().field;
      return std::move(wrong.front().error);
    }
    if (!names.insert(form.name()).second) return Error(ErrorCode::invalid_input, "Two forms in this file have the same name.");
  }
  return out;
}

std::vector<ImportStep> plan_import(const OwnFormSet& forms, const vault::Directory& state) {
  std::vector<ImportStep> out;
  for (const OwnFormDefinition& form : forms.forms()) {
    ImportStep step;
    step.form = form;
    step.base = version_of(state, form.name());
    const auto current = current_form(state, form.name());
    if (current == nullptr) {
      // Versions that only a newer program understands are not written over.
      if (step.base != 0) {
        step.way = ImportStep::Way::refused;
        step.errors.push_back({"name", Error(ErrorCode::unsupported, "This form was made by a newer program. Update this one.")});
      }
      out.push_back(std::move(step));
      continue;
    }
    step.before = current->definition();
    step.errors = schema::check_change(step.before, form);
    if (!step.errors.empty()) step.way = ImportStep::Way::refused;
    else if (google::protobuf::util::MessageDifferencer::Equals(step.before, form)) step.way = ImportStep::Way::same;
    else step.way = ImportStep::Way::changed;
    out.push_back(std::move(step));
  }
  return out;
}

}  // namespace arasha::casework
