// The real file of the collaborative, where it is at hand: in, out the same, and counted as by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <sstream>

#include "statistics/count.h"
#include "statistics/ctdc.h"
#include "where.h"

namespace arasha::statistics {
namespace {

const std::string kFolder = std::string(where::kSharedData) + "/ctdc/";

// The unpacked file; empty where it is absent.
const std::string& file() {
  static const std::string text = [] {
    const std::string path = kFolder + "ctdc_global_kanon_2021-07-15.csv.gz";
    std::string out;
    if (!std::filesystem::exists(path)) return out;
    FILE* pipe = popen(("zcat '" + path + "'").c_str(), "r");
    std::array<char, 65536> block{};
    std::size_t got = 0;
    while (pipe != nullptr && (got = std::fread(block.data(), 1, block.size(), pipe)) > 0)
      out.append(block.data(), got);
    if (pipe != nullptr) pclose(pipe);
    return out;
  }();
  return text;
}

std::vector<std::string_view> sorted_lines(const std::string& text) {
  std::vector<std::string_view> lines;
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    lines.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::sort(lines.begin() + (lines.empty() ? 0 : 1), lines.end());
  return lines;
}

std::string_view field(std::string_view line, std::size_t place) {
  for (; place > 0; --place) line.remove_prefix(line.find(',') + 1);
  return line.substr(0, line.find(','));
}

class CtdcFile : public testing::Test {
 protected:
  void SetUp() override {
    if (file().empty()) GTEST_SKIP() << "the file of the dataset is not here";
  }
};

TEST_F(CtdcFile, ComesBackTheSameAndIsCountedRight) {
  std::istringstream in(file());
  auto reader = *CtdcReader::open(in);
  std::ostringstream out;
  CtdcWriter writer(out);
  FactTable table = make_fact_table();
  table.reserve(100000);
  Facts facts;
  while (true) {
    const auto more = reader.next(facts);
    ASSERT_TRUE(more.is_ok()) << more.error().to_string();
    if (!*more) break;
    writer.add(facts);
    ASSERT_TRUE(table.append(ctdc_values(facts)).is_ok());
  }
  EXPECT_EQ(table.size(), 97750U);
  EXPECT_LT(table.memory(), 20U << 20U);
  const auto lines = sorted_lines(file());
  EXPECT_TRUE(sorted_lines(out.str()) == lines);

  // There are no quotation marks in the file, so text tools can count it: cut and sort and uniq.
  std::map<std::vector<std::string>, std::uint64_t> expected;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    ++expected[{std::string(field(lines[i], 2)), std::string(field(lines[i], 7))}];
  }
  const auto result = *count(table, {.by = {"gender", "citizenship"}});
  ASSERT_EQ(result.rows.size(), expected.size());
  std::string csv = "gender,citizenship,n\n";
  for (const CountRow& row : result.rows) {
    EXPECT_EQ(row.n, expected[row.values]);
    csv += row.values[0] + "," + row.values[1] + "," + std::to_string(row.n) + "\n";
  }
  EXPECT_EQ(to_csv(result), csv);
  EXPECT_EQ(result.total, 97750U);

  const auto hidden = *count(table, {.by = {"gender", "CountryOfExploitation"}, .suppress = 50});
  EXPECT_FALSE(hidden.withheld);
  EXPECT_TRUE(std::none_of(hidden.rows.begin(), hidden.rows.end(),
                           [](const CountRow& row) { return row.n > 0 && row.n < 50; }));
}

TEST_F(CtdcFile, EveryCodeOfTheDictionaryIsAllowed) {
  std::istringstream in([] {
    std::string out;
    FILE* lookups = std::fopen((kFolder + "dictionary-lookups.csv").c_str(), "r");
    std::array<char, 4096> block{};
    std::size_t got = 0;
    while (lookups != nullptr && (got = std::fread(block.data(), 1, block.size(), lookups)) > 0)
      out.append(block.data(), got);
    if (lookups != nullptr) std::fclose(lookups);
    return out;
  }());
  const std::map<std::string, std::string> columns = {{"Datasource", "Datasource"},
                                                      {"Gender", "gender"},
                                                      {"Age range 2", "ageBroad"},
                                                      {"Age category", "majorityStatus"},
                                                      {"Country", "citizenship"}};
  std::string column;
  std::size_t checked = 0;
  for (std::string line; std::getline(in, line);) {
    while (!line.empty() && line.back() == '\r') line.pop_back();
    const std::string list(field(line, 0));
    if (columns.contains(list)) column = columns.at(list);
    if (!list.empty() || column.empty() || !line.starts_with(',')) continue;
    const std::string_view code = field(line, 1);
    const auto at = std::find(ctdc_columns().begin(), ctdc_columns().end(), column) - ctdc_columns().begin();
    EXPECT_TRUE(is_ctdc_value(static_cast<std::size_t>(at), code)) << column << ": " << code;
    ++checked;
  }
  EXPECT_GT(checked, 250U);
}

}  // namespace
}  // namespace arasha::statistics
