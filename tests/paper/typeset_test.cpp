#include "paper/typeset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

namespace arasha::paper {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What a program of poppler-utils says about a PDF. Its non-breaking blanks come as blanks.
std::string ask(const std::string& program, const std::string& pdf, const std::string& after = "") {
  const auto file = std::filesystem::temp_directory_path() / ("arasha-paper-" + std::to_string(::getpid()) + ".pdf");
  std::ofstream(file, std::ios::binary) << pdf;
  const std::string command = program + " " + file.string() + " " + after + " 2>&1";
  std::string out;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) out.append(buffer.data(), got);
  EXPECT_EQ(::pclose(pipe), 0) << command << out;
  std::filesystem::remove(file);
  for (std::size_t at = 0; (at = out.find("\u00a0", at)) != std::string::npos;) out.replace(at, 2, " ");
  return out;
}
std::string text_of(const std::string& pdf) { return ask("pdftotext -layout", pdf, "-"); }
// Its words in the order of the paper, one blank between them.
std::string words_of(const std::string& pdf) {
  std::string out;
  bool blank = false;
  for (const char c : ask("pdftotext", pdf, "-")) {
    if (c == ' ' || c == '\n' || c == '\f') {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    out += c;
  }
  return out;
}

Document letter() {
  Document out;
  out.language = Language::kk;
  out.letterhead = {"Қамқорлық орталығы", {"Алматы қ., 050000"}};
  out.title = "Жолдама";
  out.made = from_milliseconds(1'790'000'000'000);
  out.blocks = {Paragraph{"Әлемде ғылым, қаңтар, өрт, ұл, үй, һәм, іс; ӘҒҚҢӨҰҮҺІ."}, Paragraph{"Съешь же ещё этих мягких французских булок — № 5."},
                Paragraph{"The quick brown fox, “quoted”.", Tone::quiet}};
  out.footer = "KAZ-1";
  return out;
}

std::string must_set(const Document& document, int pages = 0) {
  const auto out = typeset(document);
  EXPECT_TRUE(out);
  if (!out) return {};
  if (pages != 0) {
    EXPECT_EQ(out->pages, pages);
  }
  return out->pdf;
}

TEST(Typeset, TextOfThreeLanguagesCanBeReadBack) {
  const std::string text = words_of(must_set(letter(), 1));
  EXPECT_THAT(text, HasSubstr("Қамқорлық орталығы"));
  EXPECT_THAT(text, HasSubstr("Әлемде ғылым, қаңтар, өрт, ұл, үй, һәм, іс; ӘҒҚҢӨҰҮҺІ."));
  EXPECT_THAT(text, HasSubstr("Съешь же ещё этих мягких французских булок — № 5."));
  EXPECT_THAT(text, HasSubstr("The quick brown fox, “quoted”."));
  EXPECT_THAT(text, HasSubstr("1/1"));
}

TEST(Typeset, FontsAreOursAndEmbedded) {
  Document document = letter();
  document.blocks.push_back(Paragraph{"გიორგი"});
  const std::string fonts = ask("pdffonts", must_set(document));
  EXPECT_THAT(fonts, HasSubstr("GolosText-Regular"));
  EXPECT_THAT(fonts, HasSubstr("GolosText-Bold"));
  EXPECT_THAT(fonts, HasSubstr("DejaVuSans"));
  int lines = 0;
  std::size_t at = 0;
  for (std::size_t end = 0; (end = fonts.find('\n', at)) != std::string::npos; at = end + 1) {
    const std::string line = fonts.substr(at, end - at);
    if (line.find("Golos") == std::string::npos && line.find("DejaVu") == std::string::npos) {
      EXPECT_LT(lines++, 2) << line;  // the head of the list
      continue;
    }
    EXPECT_THAT(line, HasSubstr("yes yes yes"));  // embedded, a subset, can be read back
  }
}

TEST(Typeset, FileSaysNothingAboutItsMaking) {
  Document document = letter();
  document.title = "Secret Name";
  const std::string pdf = must_set(document);
  const std::string info = ask("pdfinfo", pdf);
  EXPECT_THAT(info, Not(HasSubstr("Title:")));
  EXPECT_THAT(info, Not(HasSubstr("Author:")));
  EXPECT_THAT(info, Not(HasSubstr("ModDate:")));
  EXPECT_THAT(info, Not(HasSubstr("Secret Name")));
  EXPECT_THAT(info, HasSubstr("CreationDate"));
  EXPECT_THAT(info, HasSubstr("A4"));
  EXPECT_NE(pdf.find("20260921"), std::string::npos);  // of the document's clock, whatever the time of the machine is
  for (const char* of_machine : {"/proc/", "/root", "/home", "/tmp"}) EXPECT_EQ(pdf.find(of_machine), std::string::npos);
}

TEST(Typeset, SameDocumentGivesSameBytes) {
  const Document document = letter();
  const std::string first = must_set(document);
  Document other = document;
  other.blocks.push_back(Paragraph{"more 王"});
  must_set(other);
  EXPECT_EQ(must_set(document), first);
}

TEST(Typeset, ManyThreadsGiveTheSameBytes) {
  const Document document = letter();
  const std::string first = must_set(document);
  std::array<bool, 4> same{};
  {
    std::vector<std::jthread> threads;
    for (bool& one : same) {
      threads.emplace_back([&one, &document, &first] {
        one = true;
        for (int i = 0; i < 10; ++i) {
          const auto made = typeset(document);
          one = one && made && made->pdf == first;
        }
      });
    }
  }
  for (const bool one : same) EXPECT_TRUE(one);
}

TEST(Typeset, TableOfAThousandRowsRepeatsItsHeadAndLosesNothing) {
  Document document;
  Table table{{{"Number"}, {"Service", 3}, {"Quantity", 1, true}}, {}};
  for (int i = 0; i < 1000; ++i) table.rows.push_back({"row" + std::to_string(i) + "end", i % 7 == 0 ? "a service with a longer name that takes more than one line in its column, surely" : "food", std::to_string(i)});
  document.blocks.push_back(std::move(table));
  const auto made = typeset(document);
  ASSERT_TRUE(made);
  ASSERT_GT(made->pages, 20);
  const std::string text = text_of(made->pdf);
  for (int i = 0; i < 1000; ++i) ASSERT_THAT(text, HasSubstr("row" + std::to_string(i) + "end"));
  int heads = 0;
  for (std::size_t at = 0; (at = text.find("Quantity", at)) != std::string::npos; ++at) ++heads;
  EXPECT_EQ(heads, made->pages);
  std::string close = text;
  std::erase(close, ' ');
  EXPECT_NE(close.find(std::to_string(made->pages) + "/" + std::to_string(made->pages)), std::string::npos);
}

TEST(Typeset, RowHigherThanAPageIsCutBetweenLines) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "word" + std::to_string(i) + " ";
  Document document;
  document.blocks = {Table{{{"One"}, {"Two"}}, {{text, "short"}}}, Values{{{"Label", text}}}, Notice{text}};
  const auto made = typeset(document);
  ASSERT_TRUE(made);
  const std::string read = words_of(made->pdf);
  for (int i = 0; i < 2000; i += 37) {
    int found = 0;
    const std::string word = "word" + std::to_string(i);
    for (std::size_t at = 0; (at = read.find(word, at)) != std::string::npos; at += word.size()) {
      const std::size_t after = at + word.size();
      if (after == read.size() || read[after] == ' ') ++found;
    }
    EXPECT_EQ(found, 3) << i;
  }
}

// Where a paragraph breaks, two lines at least stand on each side; a heading is never the last thing on a page.
TEST(Typeset, NoLineAndNoHeadingIsAlone) {
  for (int before = 38; before < 56; ++before) {
    Document document;
    for (int i = 0; i < before; ++i) document.blocks.push_back(Paragraph{"filler", Tone::quiet});
    document.blocks.push_back(Heading{"HEADING"});
    document.blocks.push_back(Paragraph{"first\nsecond\nthird\nfourth"});
    const auto made = typeset(document);
    ASSERT_TRUE(made);
    const std::string text = ask("pdftotext", made->pdf, "-");
    std::vector<std::string> pages(1);
    for (const char c : text) {
      if (c == '\f') pages.emplace_back();
      else pages.back() += c;
    }
    for (const std::string& page : pages) {
      int lines = 0;
      for (const char* word : {"first", "second", "third", "fourth"}) lines += page.find(word) != std::string::npos ? 1 : 0;
      EXPECT_NE(lines, 1) << before;
      EXPECT_NE(lines, 3) << before;
      if (page.find("HEADING") != std::string::npos) {
        EXPECT_GE(lines, 2) << before;
      }
    }
  }
}

TEST(Typeset, HostileTextNeitherCrashesNorLeavesThePage) {
  const std::string word(5000, 'W');
  const std::string hostile = std::string("\x01\x02 \u202e\u2067evil\u2069 😀👨‍👩‍👧 <b>&amp;</b> %s \\n e", 60) + "\u0301\u0301\u0301\xff\xfe" + std::string(1, '\0') + word;
  Document document;
  document.letterhead = {hostile, {hostile, hostile}};
  document.title = hostile;
  document.day = hostile;
  document.addressee = {hostile, hostile};
  document.footer = hostile;
  document.blocks = {Heading{hostile.substr(0, 300)}, Paragraph{hostile}, Quote{hostile}, Notice{hostile}, Values{{{hostile, hostile}, {"empty", ""}}},
                     Table{{{hostile.substr(0, 200)}, {"b", -4}, {"c", 0}}, {{hostile}, {}, {"1", "2", "3", "4"}}}, Table{}, List{{hostile, ""}, true},
                     Signatures{{hostile, ""}, hostile, hostile}};
  const std::string pdf = must_set(document);
  // Every word that was set lies on the paper.
  const std::string boxes = ask("pdftotext -bbox", pdf, "-");
  std::size_t words = 0;
  for (std::size_t at = 0; (at = boxes.find("<word xMin=\"", at)) != std::string::npos; ++words) {
    double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
    ASSERT_EQ(std::sscanf(boxes.c_str() + at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"", &x1, &y1, &x2, &y2), 4);
    ASSERT_GE(x1, 0);
    ASSERT_LE(x2, 595.5);
    ASSERT_GE(y1, -2);
    ASSERT_LE(y2, 842);
    ++at;
  }
  EXPECT_GT(words, 100U);
  EXPECT_THAT(boxes, Not(HasSubstr("\u202e")));
}

TEST(Typeset, WhatIsTooLongIsRefused) {
  Document document;
  std::string lines;
  for (int i = 0; i < 2000; ++i) lines += "x\n";
  for (int i = 0; i < 40; ++i) document.blocks.push_back(Paragraph{lines});
  const auto made = typeset(document);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::too_large);
}

// Whatever fonts and settings the machine has: with an empty configuration of fontconfig, in a process of its own.
TEST(Typeset, FontsOfTheMachinePlayNoPart) {
  const auto here = std::filesystem::read_symlink("/proc/self/exe");
  const std::string command = "env -i FONTCONFIG_FILE=/dev/null HOME=/nonexistent XDG_CACHE_HOME=/nonexistent " + here.string() +
                              " --gtest_filter=Typeset.FontsAreOursAndEmbedded:Typeset.TextOfThreeLanguagesCanBeReadBack >/dev/null 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
}

TEST(Typeset, EmptyDocumentIsAnEmptyPage) { must_set(Document(), 1); }

}  // namespace
}  // namespace arasha::paper
