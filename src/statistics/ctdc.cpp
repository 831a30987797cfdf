#include "statistics/ctdc.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>

#include "arasha/options.pb.h"
#include "base/catalogue.h"
#include "base/text.h"

namespace arasha::statistics {
namespace {

using google::protobuf::FieldDescriptor;
using Words = std::vector<std::string_view>;

enum class Values { year, word, country, flag, words };

struct Column {
  std::string name;
  const FieldDescriptor* field = nullptr;
  Values values = Values::flag;
  Words known = {};  // in lower case
};

const Words kMajority = {"adult", "minor", "unknown"};

// The lists of the dictionary and, for joined columns, of the codebook; beside them what the dataset of July
// 2021 writes otherwise.
struct List {
  std::string_view column;
  Values values;
  Words known;
};
const std::vector<List>& lists() {
  static const std::vector<List> all = {
      {"yearOfRegistration", Values::year, {}},
      {"Datasource", Values::word, {"case management", "hotline"}},
      {"gender", Values::word, {"female", "male", "transgender/nonconforming", "unknown"}},
      {"ageBroad",
       Values::word,
       {"0--8", "9--17", "18--20", "21--23", "24--26", "27--29", "30--38", "39--47", "48+", "unknown"}},
      {"majorityStatus", Values::word, kMajority},
      {"majorityStatusAtExploit", Values::word, kMajority},
      {"majorityEntry", Values::word, kMajority},
      {"citizenship", Values::country, {}},
      {"CountryOfExploitation", Values::country, {}},
      {"meansOfControlConcatenated",
       Values::words,
       {"debt bondage", "takes earnings", "restricts financial access", "threats", "psychological abuse",
        "physical abuse", "sexual abuse", "false promises", "psychoactive substances", "restricts movement",
        "restricts medical care", "excessive working hours", "uses children", "threat of law enforcement",
        "withholds necessities", "withholds documents", "other", "not specified", "unknown",
        // Cut off in the dataset.
        "withholds necessitie",
        // As in the codebook.
        "takes/withholds earnings", "restricts access to finances", "threats to individual or others",
        "false promises/deception", "use of psychoactive substances",
        "denied freedom of movement/kept in isolation", "limits/restricts medical services",
        "minor sexually exploited or abused", "restricts access to/manipulates children",
        "threat of action by law enforcement", "withholds/denies basic necessities",
        "withholds/destroys important documents"}},
      {"typeOfExploitConcatenated",
       Values::words,
       {"forced labour", "sexual exploitation", "combined sexual and labour exploitation", "forced marriage",
        "forced military", "organ removal", "slavery and similar practices", "other", "not specified",
        "unknown"}},
      {"typeOfLabourConcatenated",
       Values::words,
       {"agriculture", "aquafarming", "begging", "construction", "domestic work", "hospitality",
        "illicit activities", "manufacturing", "mining or drilling", "peddling", "transportation", "other",
        "not specified", "unknown"}},
      {"typeOfSexConcatenated",
       Values::words,
       {"prostitution", "pornography", "remote interactive services", "private sexual services", "unknown"}},
      {"RecruiterRelationship",
       Values::words,
       {"intimate partner", "friend/acquaintance", "family/relative", "other", "not specified", "unknown",
        "unknown/not specified"}},
  };
  return all;
}

const std::vector<Column>& columns() {
  static const std::vector<Column> all = [] {
    std::vector<Column> out;
    const auto& descriptor = *Facts::descriptor();
    for (int i = 0; i < descriptor.field_count(); ++i) {
      const FieldDescriptor* field = descriptor.field(i);
      const std::string& name = field->options().GetExtension(arasha::field).ctdc();
      if (name.empty()) continue;
      Column column{name, field};
      for (const List& list : lists()) {
        if (list.column != name) continue;
        column.values = list.values;
        column.known = list.known;
      }
      out.push_back(std::move(column));
    }
    return out;
  }();
  return all;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool knows(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), lower(word)) != words.end();
}

bool are_words(const Words& known, std::string_view text) {
  while (true) {
    const auto end = text.find(';');
    if (!knows(known, trim(text.substr(0, end)))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

// The countries of ISO 3166, and the codes beside them that the dictionary has.
bool is_country(std::string_view code) {
  static const std::vector<std::string> codes = [] {
    std::vector<std::string> out = country_codes();
    out.insert(out.end(), {"00", "AN", "ZR"});
    std::sort(out.begin(), out.end());
    return out;
  }();
  return std::binary_search(codes.begin(), codes.end(), code);
}

bool is_year(std::string_view text) {
  return text.size() == 4 && text >= "1900" && text <= "2199" &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

const std::vector<std::string>& ctdc_columns() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    for (const Column& column : columns()) out.push_back(column.name);
    return out;
  }();
  return names;
}

std::vector<std::string_view> ctdc_values(const Facts& facts) {
  std::vector<std::string_view> out;
  out.reserve(columns().size());
  std::string unused;  // only fields that are not strings in memory would use it
  for (const Column& column : columns())
    out.emplace_back(facts.GetReflection()->GetStringReference(facts, column.field, &unused));
  return out;
}

FactTable make_fact_table() {
  return FactTable(ctdc_columns());
}

bool is_ctdc_value(std::size_t index, std::string_view value) {
  if (value.empty() || value == "-99") return true;
  const Column& column = columns()[index];
  switch (column.values) {
    case Values::year:
      return is_year(value);
    case Values::word:
      return knows(column.known, value);
    case Values::country:
      return is_country(value);
    case Values::flag:
      return value == "0" || value == "1";
    case Values::words:
      return are_words(column.known, value);
  }
  return false;
}

Result<CtdcReader> CtdcReader::open(std::istream& in) {
  TRY(csv, CsvReader::open(in));
  CtdcReader reader(std::move(csv));
  TRY_VOID(reader.read_header());
  return reader;
}

Result<void> CtdcReader::read_header() {
  std::vector<bool> found(columns().size());
  for (std::size_t place = 0; place < csv_.header().size(); ++place) {
    const std::string name = lower(trim(csv_.header()[place]));
    const auto column = std::find_if(columns().begin(), columns().end(),
                                     [&](const Column& one) { return lower(one.name) == name; });
    if (column == columns().end()) {
      return Error(ErrorCode::invalid_input,
                   "The heading has a column that the CTDC dataset does not have: {1}.",
                   {name_for_message(csv_.header()[place], place)});
    }
    const auto target = static_cast<std::size_t>(column - columns().begin());
    if (found[target])
      return Error(ErrorCode::invalid_input, "The column {1} is there twice.", {column->name});
    found[target] = true;
    targets_.push_back(target);
  }
  const auto missing = std::find(found.begin(), found.end(), false);
  if (missing != found.end()) {
    return Error(
        ErrorCode::invalid_input, "The column {1} is missing. A CTDC file has {2} columns.",
        {columns()[static_cast<std::size_t>(missing - found.begin())].name, std::to_string(found.size())});
  }
  return {};
}

Result<bool> CtdcReader::next(Facts& facts) {
  facts.Clear();
  TRY(more, csv_.next(row_));
  if (!more) return false;
  for (std::size_t place = 0; place < targets_.size(); ++place) {
    const std::string_view value = restore_cell(row_[place]);
    if (value.empty()) continue;
    const std::size_t target = targets_[place];
    if (!is_ctdc_value(target, value)) {
      return Error(ErrorCode::invalid_input,
                   "Line {1}, column {2}: this is not a code of the CTDC dictionary.",
                   {std::to_string(row_.line()), columns()[target].name});
    }
    facts.GetReflection()->SetString(&facts, columns()[target].field, std::string(value));
  }
  return true;
}

CtdcWriter::CtdcWriter(std::ostream& out) : csv_(out) {
  csv_.row(ctdc_columns());
}

void CtdcWriter::add(const Facts& facts) {
  csv_.row(ctdc_values(facts));
}

}  // namespace arasha::statistics
