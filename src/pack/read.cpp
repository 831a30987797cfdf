#include "pack/read.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <system_error>

#include "base/file.h"
#include "base/text.h"

namespace arasha::pack {
namespace {

namespace fs = std::filesystem;
using google::protobuf::TextFormat;

// Deeper than any pack: Contents, checklist, group, item, text.
constexpr int kMostLevels = 12;
constexpr std::size_t kMostWords = 200;  // of the parser's own complaint

// The parser's first complaint; its words may repeat what stands in the file, so that they are cleaned and
// cut.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    static_cast<void>(column);
    if (line_ != 0) return;
    line_ = std::max(line, 0) + 1;
    words_ = message.substr(0, kMostWords);
    for (char& c : words_) {
      if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) c = '?';
    }
  }
  void AddWarning(int line, int column, const std::string& message) override {
    AddError(line, column, message);
  }
  int line() const { return line_; }
  const std::string& words() const { return words_; }

 private:
  int line_ = 0;
  std::string words_;
};

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte != 0x7f) || c == '\n' || c == '\r' || c == '\t';
}

int line_of(std::string_view bytes, std::string_view::const_iterator at) {
  return 1 + static_cast<int>(std::count(bytes.begin(), at, '\n'));
}

Result<void> check_bytes(const SourceFile& file) {
  const std::string_view bytes = file.bytes;
  if (bytes.size() > kMostBytes) {
    return Error(ErrorCode::too_large, "The file {1} is larger than {2} KiB. Divide it into several files.",
                 {file.name, std::to_string(kMostBytes / 1024)});
  }
  if (!is_utf8(bytes))
    return Error(ErrorCode::invalid_input, "The file {1} is not in UTF-8. Save it as UTF-8 and try again.",
                 {file.name});
  const auto odd = std::find_if_not(bytes.begin(), bytes.end(), is_plain);
  if (odd != bytes.end()) {
    return Error(ErrorCode::invalid_input, "The file {1} holds signs in line {2} that are not text.",
                 {file.name, std::to_string(line_of(bytes, odd))});
  }
  return {};
}

// Merges one file and remembers where its norms stand.
Result<void> add_file(Draft& draft, const SourceFile& file) {
  TRY_VOID(check_bytes(file));
  FirstError errors;
  TextFormat::ParseInfoTree lines;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  parser.WriteLocationsTo(&lines);
  parser.SetRecursionLimit(kMostLevels);
  Contents part;
  if (!parser.ParseFromString(file.bytes, &part) || errors.line() != 0) {
    return Error(ErrorCode::invalid_input,
                 "The file {1} is not understood in line {2}. Look for a misspelt word, a missing quotation "
                 "mark or bracket.",
                 {file.name, std::to_string(std::max(errors.line(), 1))}, errors.words());
  }
  const auto* reflection = part.GetReflection();
  const auto* type = Contents::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const auto* list = type->field(i);
    if (!list->is_repeated()) continue;
    const int before = reflection->FieldSize(draft.contents, list);
    for (int index = 0; index < reflection->FieldSize(part, list); ++index) {
      draft.places[{list->number(), before + index}] = {file.name, lines.GetLocation(list, index).line + 1};
    }
  }
  if (part.has_about()) {
    const auto* about = type->FindFieldByNumber(Contents::kAboutFieldNumber);
    draft.abouts.push_back({file.name, lines.GetLocation(about, -1).line + 1});
    if (draft.abouts.size() > 1) part.clear_about();  // the check says so
  }
  draft.contents.MergeFrom(part);
  return {};
}

}  // namespace

Place Draft::place(int list, int index) const {
  const auto found = places.find({list, index});
  return found == places.end() ? Place() : found->second;
}

Result<Draft> read(const std::vector<SourceFile>& files) {
  Draft draft;
  for (const SourceFile& file : files) TRY_VOID(add_file(draft, file));
  return draft;
}

Result<Draft> read(const fs::path& folder) {
  std::error_code failed;
  std::vector<fs::path> paths;
  fs::directory_iterator entry(folder, failed);
  for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    if (entry->path().extension() != ".txtpb") continue;
    std::error_code unknown;
    if (!entry->is_regular_file(unknown)) {
      return Error(ErrorCode::invalid_input,
                   "{1} is not an ordinary file. Take it out of the folder of the pack.",
                   {entry->path().string()});
    }
    paths.push_back(entry->path());
    if (paths.size() > kMostFiles) {
      return Error(ErrorCode::too_large, "The folder {1} holds more than {2} files of a pack.",
                   {folder.string(), std::to_string(kMostFiles)});
    }
  }
  if (failed)
    return Error(ErrorCode::not_found, "The folder {1} cannot be read.", {folder.string()}, failed.message());
  if (paths.empty())
    return Error(ErrorCode::not_found, "There is no country pack in {1}: no file there ends in .txtpb.",
                 {folder.string()});
  std::sort(paths.begin(), paths.end());
  Draft draft;
  for (const fs::path& path : paths) {
    // One byte more than is allowed, so that the sentence about the size is the pack's own.
    auto bytes = read_file(path, kMostBytes + 1);
    if (!bytes && bytes.error().code != ErrorCode::too_large) return std::move(bytes).error();
    const std::string content = bytes ? std::string(text_view(*bytes)) : std::string(kMostBytes + 1, ' ');
    TRY_VOID(add_file(draft, {path.filename().string(), content}));
  }
  return draft;
}

}  // namespace arasha::pack
