#include "casework/documents/content.h"

#include <gtest/gtest.h>

#include "casework/documents/made.h"
#include "casework/documents/zip.h"

namespace arasha::casework {
namespace {

using namespace std::literals;

std::string told(const std::string& content, const std::string& name) {
  const auto looked = look_at(made::pieces(content), name);
  if (!looked) return looked.error().to_string();
  return code_of(looked->format);
}

std::string passed(const std::string& content, bool clean, std::size_t piece = 65536) {
  const auto looked = look_at(made::pieces(content, piece), "");
  EXPECT_TRUE(looked) << (looked ? "" : looked.error().to_string());
  if (!looked) return "";
  std::string out;
  const auto done = pass_on(made::pieces(content, piece), *looked, clean, [&](BytesView bytes) -> Result<void> {
    out += text_view(bytes);
    return {};
  });
  EXPECT_TRUE(done);
  EXPECT_EQ(out.size(), clean && can_be_cleaned(looked->format) ? looked->cleaned : looked->size);
  return out;
}

TEST(DocumentContent, EachFormatIsKnownByWhatItHolds) {
  EXPECT_EQ(told(made::jpeg(), "a.jpg"), "jpeg");
  EXPECT_EQ(told(made::jpeg(), "A.JPEG"), "jpeg");
  EXPECT_EQ(told(made::png(), "a.png"), "png");
  EXPECT_EQ(told(made::webp(), "a.webp"), "webp");
  EXPECT_EQ(told(made::big(24, 4) + "ftypheic" + made::big(0, 4) + "heicmif1" + std::string(100, 'x'), "IMG_1.HEIC"), "heic");
  EXPECT_EQ(told(made::pdf(), "a.pdf"), "pdf");
  EXPECT_EQ(told("Привет\r\n\tмир", "a.txt"), "text");
  EXPECT_EQ(told("\xcf\xf0\xe8\xe2\xe5\xf2", "a.txt"), "text") << "older code pages are text too";
  EXPECT_EQ(told(made::zip(made::docx_entries()), "a.docx"), "docx");
  EXPECT_EQ(told(made::zip({{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.xml", "<w/>"}}), "a.xlsx"), "xlsx");
  EXPECT_EQ(told(made::zip(made::odt_entries()), "a.odt"), "odt");
  EXPECT_EQ(told(made::zip({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<x/>"}}), "a.ods"), "ods");
  EXPECT_EQ(told("ID3\x04\0\0\0\0\0\x10"s + std::string(100, '\0'), "a.mp3"), "mp3");
  EXPECT_EQ(told("\xff\xfb\x90\x00"s + std::string(413, 'x') + "\xff\xfb\x90\x00"s + std::string(413, 'x'), "a.mp3"), "mp3");
  EXPECT_EQ(told(made::big(20, 4) + "ftypM4A " + made::big(0, 4) + "mp42" + std::string(40, '\0'), "a.m4a"), "m4a");
  EXPECT_EQ(told("OggS\0\x02"s + std::string(22, '\0') + "\x01\x1eOpusHead" + std::string(60, '\0'), "voice.ogg"), "ogg");
  EXPECT_EQ(told(made::riff("WAVE", made::riff_chunk("fmt ", std::string(16, '\x01')) + made::riff_chunk("data", std::string(100, '\0'))), "a.wav"), "wav");
  EXPECT_EQ(told(made::jpeg(), "without an ending"), "jpeg");
}

TEST(DocumentContent, APictureThatIsNoneIsRefused) {
  const std::string whole = made::jpeg();
  const auto is_refused = [](const std::string& content, const char* name) { return !look_at(made::pieces(content), name).is_ok(); };
  EXPECT_TRUE(is_refused("<html><script>alert(1)</script>", "a.jpg"));
  EXPECT_TRUE(is_refused("\xff\xd8\xff\xe0"s + std::string(1000, 'x'), "a.jpg"));
  EXPECT_TRUE(is_refused(whole.substr(0, whole.find("\xff\xd9")), "a.jpg")) << "its end is missing";
  EXPECT_TRUE(is_refused("\xff\xd8\xff\xd9", "a.jpg"));
  EXPECT_TRUE(is_refused(made::png().substr(0, 5000), "a.png"));
  EXPECT_TRUE(is_refused(made::kPngHead + made::chunk("IDAT", "x") + made::chunk("IEND", ""), "a.png"));
  EXPECT_TRUE(is_refused(made::kPngHead + made::png_size(4, 4) + made::chunk("IEND", ""), "a.png"));
  std::string altered = made::png();
  altered[altered.find("IDAT") + 500] ^= 1;
  EXPECT_TRUE(is_refused(altered, "a.png")) << "a sum is wrong";
  EXPECT_TRUE(is_refused(made::webp().substr(0, 500), "a.webp"));
  EXPECT_TRUE(is_refused(made::riff("WEBP", made::riff_chunk("EXIF", "x")), "a.webp"));
  EXPECT_TRUE(is_refused("MZ\x90\0\x03"s, "a.jpg"));
  EXPECT_TRUE(is_refused("GIF89a\x01\0"s, "a.gif"));
  EXPECT_TRUE(is_refused(made::jpeg(1, 65535, 65535), "a.jpg")) << "too many points";
  EXPECT_TRUE(is_refused(made::png(0x7fffffff, 0x7fffffff), "a.png"));
  EXPECT_TRUE(is_refused(made::jpeg(1, 0, 10), "a.jpg"));
}

TEST(DocumentContent, NameAndContentMustAgree) {
  EXPECT_NE(told(made::png(), "a.jpg").find("The name ends in .jpg, but the file is something else: png"), std::string::npos);
  EXPECT_NE(told(made::pdf(), "a.docx").find("docx"), std::string::npos);
  EXPECT_NE(told("hello", "a.html").find("html"), std::string::npos);
  EXPECT_NE(told("hello", "a.jpg").find("jpg"), std::string::npos);
  EXPECT_EQ(name_to_keep("паспорт", Format::jpeg), "паспорт.jpg");
  EXPECT_EQ(name_to_keep("a.JPEG", Format::jpeg), "a.JPEG");
  EXPECT_EQ(name_to_keep("../a.pdf", Format::pdf), "a.pdf");
}

TEST(DocumentContent, EmptyAndTooLargeAreToldApart) {
  EXPECT_NE(told("", "a.jpg").find("empty"), std::string::npos);
  std::uint64_t given = 0;
  const auto endless = look_at([&]() -> Result<Bytes> { given += 65536; return Bytes(65536, 'a'); }, "a.txt");
  ASSERT_FALSE(endless);
  EXPECT_EQ(endless.error().code, ErrorCode::too_large);
  EXPECT_LE(given, kDocumentLimit + 65536) << "and no longer listened to";
  const auto broken = look_at([]() -> Result<Bytes> { return Error(ErrorCode::damaged, "Broken."); }, "a.txt");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, ErrorCode::damaged);
}

TEST(DocumentContent, OfficeFilesAreLookedAtThroughTheirList) {
  const auto with = [](made::Zipped more) {
    auto entries = made::docx_entries();
    entries.push_back(std::move(more));
    return told(made::zip(entries), "a.docx");
  };
  EXPECT_EQ(with({"word/media/a.png", "x"}), "docx");
  EXPECT_EQ(with({"word/a.xml", std::string(20'000, 'z'), 1'000'000, 0, 8}), "docx");
  EXPECT_NE(with({"word/a.xml", std::string(2'000, 'z'), 400'000'000, 0, 8}).find("unpack to far more"), std::string::npos) << "ratio";
  EXPECT_NE(with({"word/a.xml", "secret", 6, 1, 0}).find("password"), std::string::npos);
  EXPECT_NE(with({"word/embeddings/inner.ZIP", "PK"}).find("another archive"), std::string::npos);
  EXPECT_NE(with({"word/vbaProject.bin", "x"}).find("macros"), std::string::npos);
  for (const char* name : {"../a.xml", "/a.xml", "a/../../b", "a\\b", "C:a", "", "word/document.xml"}) EXPECT_NE(with({name, "x"}), "docx") << name;
  EXPECT_NE(with({"word/a.xml", "abc", 4, 0, 0}), "docx") << "stored, and yet of another length";
  EXPECT_NE(with({"word/a.xml", "abc", 4, 0, 12}), "docx") << "packed by a method that no office program uses";
  // Many small bombs together.
  std::vector<made::Zipped> many = made::docx_entries();
  for (int i = 0; i < 600; ++i) many.push_back({"word/" + std::to_string(i), std::string(10'000, 'z'), 1'000'000, 0, 8});
  EXPECT_NE(told(made::zip(many), "a.docx").find("unpack to far more"), std::string::npos);
  std::vector<made::Zipped> crowd = made::docx_entries();
  for (std::size_t i = 0; i < kZipEntries; ++i) crowd.push_back({std::to_string(i), ""});
  EXPECT_NE(told(made::zip(crowd), "a.docx").find("unpack to far more"), std::string::npos);
  EXPECT_NE(told(made::zip({{"a.txt", "x"}}), "a.zip"), "docx");
  EXPECT_EQ(told(made::zip(made::docx_entries(), "a comment PK\x05\x06 in it"), "a.docx"), "docx");
}

TEST(DocumentContent, ABrokenListIsRefused) {
  const std::string whole = made::zip(made::docx_entries());
  const std::size_t end = whole.rfind("PK\x05\x06");
  const std::size_t list = whole.find("PK\x01\x02");
  const auto changed = [&](std::size_t at, const std::string& bytes) {
    std::string out = whole;
    out.replace(at, bytes.size(), bytes);
    return told(out, "a.docx");
  };
  ASSERT_EQ(told(whole, "a.docx"), "docx");
  EXPECT_NE(told(whole.substr(0, whole.size() - 1), "a.docx"), "docx");
  EXPECT_NE(told(whole + "x", "a.docx"), "docx");
  EXPECT_NE(changed(end + 10, made::little(3, 2)), "docx");
  EXPECT_NE(changed(end + 8, made::little(0xffff, 2) + made::little(0xffff, 2)), "docx");
  EXPECT_NE(changed(end + 12, made::little(0, 4)), "docx");
  EXPECT_NE(changed(end + 16, made::little(0xffffffff, 4)), "docx");
  EXPECT_NE(changed(end + 4, made::little(1, 2)), "docx");
  EXPECT_NE(changed(list, "XX"), "docx");
  EXPECT_NE(changed(list + 28, made::little(0xffff, 2)), "docx");
  EXPECT_NE(changed(list + 20, made::little(0xfffffff0, 4)), "docx") << "longer than the file";
  EXPECT_NE(changed(list + 42, made::little(0xffffff, 4)), "docx") << "its place lies outside";
  // Two entries at one place: what overlaps unpacks more often than it is there.
  const std::size_t second = whole.find("PK\x01\x02", list + 4);
  EXPECT_NE(changed(second + 42, made::little(0, 4)), "docx");
}

// --- Hidden data

TEST(Pictures, AJpegLosesWhatPointsToSomebodyAndKeepsHowItIsSeen) {
  for (const std::size_t piece : {1U, 7U, 100U, 65536U}) {
    const std::string clean = passed(made::jpeg(6), true, piece);
    for (const char* hidden : {"GPS", "xmpmeta", "IPTC", "comment", "Cam", "MPF", "film", "RGB"}) EXPECT_EQ(clean.find(hidden), std::string::npos) << hidden;
    EXPECT_NE(clean.find("ICC_PROFILE"), std::string::npos);
    EXPECT_NE(clean.find("Adobe-colours"), std::string::npos);
    EXPECT_NE(clean.find("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06"s), std::string::npos) << "the orientation, and nothing else";
    EXPECT_NE(clean.find(made::coded()), std::string::npos) << "the points are as they were";
    EXPECT_TRUE(clean.ends_with("\xff\xd9"));
    EXPECT_EQ(passed(clean, true), clean) << "cleaning twice changes nothing";
  }
  EXPECT_EQ(passed(made::jpeg(1), true).find("Exif"), std::string::npos) << "an upright picture needs no word";
  EXPECT_EQ(passed(made::jpeg(), false), made::jpeg()) << "what is kept is kept to the last byte";
}

TEST(Pictures, APngLosesTextsTimesAndWhatIsNotKnown) {
  for (const std::size_t piece : {1U, 100U, 65536U}) {
    const std::string clean = passed(made::png(), true, piece);
    for (const char* hidden : {"GPS", "Author", "tIME", "tEXt", "iTXt", "eXIf", "prVt"}) EXPECT_EQ(clean.find(hidden), std::string::npos) << hidden;
    EXPECT_NE(clean.find(made::chunk("IDAT", std::string(100'000, 'i'))), std::string::npos);
    EXPECT_NE(clean.find("iCCP"), std::string::npos);
    EXPECT_TRUE(clean.ends_with(made::chunk("IEND", "")));
    EXPECT_EQ(passed(clean, true), clean);
  }
}

TEST(Pictures, AWebpLosesExifAndXmpAndItsHeadSaysSo) {
  for (const std::size_t piece : {1U, 100U, 65536U}) {
    const std::string clean = passed(made::webp(), true, piece);
    EXPECT_EQ(clean.find("GPS"), std::string::npos);
    EXPECT_EQ(clean.substr(4, 4), made::little(static_cast<std::uint32_t>(clean.size() - 8), 4));
    EXPECT_EQ(clean[20], '\x20') << "only the colour profile is promised";
    EXPECT_NE(clean.find(std::string(999, 'v')), std::string::npos);
    EXPECT_EQ(passed(clean, true), clean);
  }
}

TEST(Pictures, OtherFormatsPassAsTheyAre) {
  EXPECT_EQ(passed(made::pdf(), true), made::pdf());
  EXPECT_FALSE(can_be_cleaned(Format::heic));
  EXPECT_TRUE(is_picture(Format::heic));
  EXPECT_FALSE(is_picture(Format::pdf));
}

}  // namespace
}  // namespace arasha::casework
