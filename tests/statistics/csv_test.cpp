#include "statistics/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <stdexcept>
#include <streambuf>

namespace arasha::statistics {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::vector<std::string> fields(const CsvRow& row) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < row.size(); ++i) out.emplace_back(row[i]);
  return out;
}

Result<Rows> read(std::string text, CsvLimits limits = {}) {
  TRY(reader, CsvReader::from_text(std::move(text), limits));
  Rows rows = {reader.header()};
  CsvRow row;
  while (true) {
    TRY(more, reader.next(row));
    if (!more) return rows;
    rows.push_back(fields(row));
  }
}

std::string error_of(std::string text, CsvLimits limits = {}) {
  const auto rows = read(std::move(text), limits);
  return rows ? "no error" : rows.error().to_string();
}

TEST(CsvReader, ReadsWhatTheRfcAllows) {
  EXPECT_EQ(*read("a,b\n1,2\n"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(*read("a,b\r\n1,2"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(*read("a,b\n\"x,y\",\"say \"\"no\"\"\"\n"), (Rows{{"a", "b"}, {"x,y", "say \"no\""}}));
  EXPECT_EQ(*read("a,b\n\"one\r\ntwo\",\n"), (Rows{{"a", "b"}, {"one\r\ntwo", ""}}));
  EXPECT_EQ(*read("a,b\n\"\",\"\""), (Rows{{"a", "b"}, {"", ""}}));
  EXPECT_EQ(*read("a,b\n,\n"), (Rows{{"a", "b"}, {"", ""}}));
}

TEST(CsvReader, PassesOverTheByteOrderMarkAndEmptyLines) {
  EXPECT_EQ(*read("\xEF\xBB\xBF"
                  "a,b\n\n1,2\r\n\r\n\n"),
            (Rows{{"a", "b"}, {"1", "2"}}));
  // In one column an empty line is a value.
  EXPECT_EQ(*read("a\n1\n\n2\n"), (Rows{{"a"}, {"1"}, {""}, {"2"}}));
}

TEST(CsvReader, FindsTheDelimiterInTheHeading) {
  EXPECT_EQ(*read("a;b\n1,5;2\n"), (Rows{{"a", "b"}, {"1,5", "2"}}));
  EXPECT_EQ(*read("\"a;b;c\",d\n1;1,2\n"), (Rows{{"a;b;c", "d"}, {"1;1", "2"}}));
  EXPECT_EQ(read("a\n1;2,3\n").error().arguments.front(), "2");
}

TEST(CsvReader, ErrorsNameTheLineAndTheColumn) {
  EXPECT_THAT(error_of(""), testing::HasSubstr("no heading"));
  EXPECT_THAT(error_of("\n\n"), testing::HasSubstr("no heading"));
  EXPECT_EQ(error_of("a,b\n1,2\n3\n"), "Line 3 has too few fields: 1 instead of 2.");
  EXPECT_EQ(error_of("a,b\n1,2,secret\n"), "Line 2 has too many fields: more than 2.");
  EXPECT_EQ(error_of("a,b\n\"x\ny\",2\n\"secret\n\n"), "Line 4, column 1: a quotation mark is not closed.");
  EXPECT_EQ(error_of("a,b\n1,se\"cret\n"), "Line 2, column 2: a quotation mark stands in the wrong place.");
  EXPECT_THAT(error_of("a,b\n1,\"se\"cret\n"),
              testing::StartsWith("Line 2, column 2: there is something after"));
  EXPECT_THAT(error_of("a,b\n1,2\r3,4\r"), testing::StartsWith("Line 2, column 2:"));
  EXPECT_THAT(error_of("a,b\n1,2\n\r3,4\n"), testing::StartsWith("Line 3 has a line end in the wrong place"));
  EXPECT_THAT(error_of("a,b\n1,\xff\n"), testing::StartsWith("Line 2, column 2 is not text in UTF-8"));
  EXPECT_THAT(error_of("a,b\n1,\xed\xa0\x80\n"), testing::StartsWith("Line 2, column 2 is not text"));
  // Half a letter on each side of a comma is no letter.
  EXPECT_THAT(error_of("a,b\n\xd0,\x90\n"), testing::StartsWith("Line 2, column 1 is not text"));
  EXPECT_THAT(error_of(std::string("a,b\n1,\0\n", 8)), testing::StartsWith("Line 2, column 2 is not text"));
  EXPECT_THAT(error_of(std::string("\xff\xfe"
                                   "a\0,\0b\0\n\0",
                                   10)),
              testing::StartsWith("Line 1, column 1 is not text"));
}

TEST(CsvReader, HoldsTheLimits) {
  const CsvLimits limits{.row_bytes = 10, .columns = 3};
  EXPECT_EQ(error_of("a,b\n12345,67890\n", limits), "no error");
  EXPECT_THAT(error_of("a,b\n12345,678901\n", limits), testing::StartsWith("Line 2 is too long"));
  EXPECT_THAT(error_of("a,b\n\"12345\n678901\",\n", limits), testing::StartsWith("Line 2 is too long"));
  EXPECT_THAT(error_of("a,b\n\"never closed, and long\n", limits), testing::StartsWith("Line 2 is too long"));
  EXPECT_THAT(error_of("a,b,c,d,e,f,g\n", limits), testing::StartsWith("Line 1 is too long"));
  EXPECT_THAT(error_of("a,b,c,d\n", limits), testing::StartsWith("Line 1 has too many fields"));
  EXPECT_EQ(read(std::string(3U << 20U, 'a')).error().code, ErrorCode::too_large);
  EXPECT_EQ(error_of("a\n" + std::string(1U << 20U, 'x')), "no error");
  EXPECT_EQ(read("a\n" + std::string((1U << 20U) + 1, 'x')).error().code, ErrorCode::too_large);
  EXPECT_EQ(read("a\n\"" + std::string(5U << 20U, '\n')).error().code, ErrorCode::too_large);
  std::string wide(200, ',');
  EXPECT_THAT(error_of("a" + wide + "\n"), testing::StartsWith("Line 1 has too many fields"));
  wide.pop_back();
  EXPECT_EQ(error_of("a" + wide + "\n" + wide + "\n"), "no error");
}

TEST(CsvReader, StaysBroken) {
  auto reader = *CsvReader::from_text("a,b\n1\n2,3\n");
  CsvRow row;
  EXPECT_FALSE(reader.next(row).is_ok());
  EXPECT_FALSE(reader.next(row).is_ok());
}

TEST(CsvReader, ReadsAcrossBlocks) {
  // Quotes, line ends and letters of two bytes fall on every place of the 64 KiB block.
  for (std::size_t shift = 0; shift < 6; ++shift) {
    const std::string first(65536 - 8 + shift, 'x');
    const auto rows = read("a,b\n" + first + ",\"\"\"ж\"\"\"\r\n3,4\r\n");
    ASSERT_TRUE(rows.is_ok());
    EXPECT_EQ(*rows, (Rows{{"a", "b"}, {first, "\"ж\""}, {"3", "4"}}));
  }
}

// A disk that fails after the first bytes.
class FailingBuffer : public std::streambuf {
 public:
  explicit FailingBuffer(std::string text) : text_(std::move(text)) {
    setg(text_.data(), text_.data(), text_.data() + text_.size());
  }

 private:
  int_type underflow() override { throw std::runtime_error("read error"); }
  std::string text_;
};

TEST(CsvReader, DoesNotTakeAFailedReadForTheEnd) {
  std::string rows = "a,b\n";
  while (rows.size() < 65536) rows += "1,2\n";
  for (const std::string& text : {std::string("a,b"), rows, rows + "\"open", rows + "1,"}) {
    FailingBuffer buffer(text);
    std::istream in(&buffer);
    auto reader = CsvReader::open(in);
    if (!reader) {
      EXPECT_EQ(reader.error().code, ErrorCode::unavailable);
      continue;
    }
    CsvRow row;
    auto got = reader->next(row);
    while (got && *got) got = reader->next(row);
    ASSERT_FALSE(got.is_ok());
    EXPECT_EQ(got.error().code, ErrorCode::unavailable);
  }
}

TEST(Cells, WhatCouldBeAFormulaIsNeutralised) {
  for (const char* cell : {"=1+1", "+7", "-1", "@x", "\tx", "\rx", "\nx", " =1", "\xC2\xA0=1",
                           "\xE2\x80\x8B=1", "\xEF\xBB\xBF=1", "\xE2\x81\xA0+1", "\xC2\xAD@x",
                           "\xEF\xBC\x9D"
                           "1",
                           "\x7f=1", "\xE2\x80\x8B\xC2\xA0 -1", "'=1", "''=1", "' =1"}) {
    EXPECT_EQ(neutralise_cell(cell), std::string("'") + cell);
    EXPECT_EQ(restore_cell(neutralise_cell(cell)), cell);
  }
  for (const char* cell :
       {"", "a", "0", "O'Neill", "'s", "a=1", "1-2", "'", "''", " a", "18--20", "Ә=1", "<5"}) {
    EXPECT_EQ(neutralise_cell(cell), cell);
    EXPECT_EQ(restore_cell(cell), cell);
  }
}

TEST(CsvWriter, WritesPlainCellsPlainly) {
  std::ostringstream out;
  CsvWriter writer(out);
  writer.row({"a;", "b"});
  writer.row({"x;y", "say \"no\""});
  writer.row({"=1", ""});
  EXPECT_EQ(out.str(), "\"a;\",b\nx;y,\"say \"\"no\"\"\"\n'=1,\n");
}

class RandomCells {
 public:
  std::uint32_t below(std::size_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
  std::string cell() {
    constexpr std::string_view kPieces[] = {"=",
                                            "+",
                                            "-",
                                            "@",
                                            "\t",
                                            "\r",
                                            "\n",
                                            "'",
                                            "\"",
                                            ",",
                                            ";",
                                            " ",
                                            "a",
                                            "7",
                                            "ж",
                                            "ә",
                                            "😀",
                                            "\\",
                                            "\xE2\x80\x8B",
                                            "\xC2\xA0",
                                            "''",
                                            "\"\"",
                                            "\xEF\xBB\xBF",
                                            "\xEF\xBC\x9D",
                                            "\x01"};
    std::string out;
    for (std::uint32_t left = below(6); left > 0; --left) out += kPieces[below(std::size(kPieces))];
    return out;
  }

 private:
  std::mt19937 random_{7};
};

TEST(CsvWriter, EverythingComesBackAsItWas) {
  RandomCells random;
  for (int round = 0; round < 4000; ++round) {
    const std::size_t columns = 1 + random.below(4);
    const char delimiter = columns > 1 && random.below(2) == 0 ? ';' : ',';
    Rows rows(2 + random.below(4));
    for (auto& row : rows) {
      for (std::size_t i = 0; i < columns; ++i) row.push_back(random.cell());
    }
    for (std::size_t i = 0; i < columns; ++i) rows[0][i] += "h" + std::to_string(i);
    std::ostringstream out;
    CsvWriter writer(out, delimiter);
    for (const auto& row : rows) writer.row(row);
    auto back = read(out.str());
    ASSERT_TRUE(back.is_ok()) << back.error().to_string() << "\n" << out.str();
    for (auto& row : *back) {
      for (auto& cell : row) {
        if (&row != &back->front()) cell = restore_cell(cell);
      }
    }
    ASSERT_EQ(*back, rows) << out.str();
    // Nothing that was written begins a formula.
    auto raw = *read(out.str());
    for (std::size_t i = 1; i < raw.size(); ++i) {
      for (const auto& cell : raw[i])
        ASSERT_EQ(cell.find_first_of("=+-@\t\r\n"), cell.find_first_of("=+-@\t\r\n", 1));
    }
  }
}

}  // namespace
}  // namespace arasha::statistics
