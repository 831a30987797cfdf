#include "web/multipart.h"

#include <gtest/gtest.h>

#include "crypto/secret.h"
#include "web/upload.h"

namespace arasha::web {
namespace {

struct Heard {
  std::string name;
  std::string file_name;
  bool is_file = false;
  std::uint64_t offset = 0;
  std::string content;
};

class Hearing : public PartSink {
 public:
  Result<void> begin(const Part& part, std::uint64_t offset) override {
    heard.push_back({part.name, part.file_name, part.is_file, offset, ""});
    return {};
  }
  Result<void> content(BytesView bytes) override {
    heard.back().content += text_view(bytes);
    return {};
  }
  Result<void> end() override {
    ++ended;
    return {};
  }
  std::vector<Heard> heard;
  std::size_t ended = 0;
};

std::string part(const std::string& head, const std::string& content) { return "--X\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + content + "\r\n"; }
const std::string kEnd = "--X--\r\n";

// In pieces of that size; 0: all at once.
Result<std::vector<Heard>> read(const std::string& body, std::size_t piece = 0) {
  Hearing hearing;
  MultipartReader reader("X", hearing);
  if (piece == 0) piece = body.size();
  for (std::size_t at = 0; at < body.size(); at += piece) TRY_VOID(reader.feed(view(std::string_view(body).substr(at, piece))));
  TRY_VOID(reader.finish());
  EXPECT_EQ(hearing.ended, hearing.heard.size());
  return std::move(hearing.heard);
}

TEST(Multipart, FieldsAndFilesInPiecesOfAnySize) {
  const std::string file = "a\r\n--Y\r\n--\r\n-\r\r\n--" + std::string(300, '-') + "\r\n";
  const std::string body = part("name=\"csrf\"", "token") + part("name=\"note\"", "зерно\r\nи вода") +
                           part("name=\"file\"; filename=\"a%22b.jpg\"\r\nContent-Type: image/jpeg", file) + part("name=\"none\"; filename=\"\"", "") + kEnd;
  for (std::size_t piece = 0; piece < 100; ++piece) {
    const auto heard = read(body, piece);
    ASSERT_TRUE(heard) << piece << " " << heard.error().to_string();
    ASSERT_EQ(heard->size(), 4U);
    EXPECT_EQ((*heard)[0].content, "token");
    EXPECT_FALSE((*heard)[0].is_file);
    EXPECT_EQ((*heard)[1].content, "зерно\r\nи вода");
    EXPECT_EQ((*heard)[2].file_name, "a\"b.jpg");
    EXPECT_EQ((*heard)[2].content, file);
    EXPECT_EQ(body.substr((*heard)[2].offset, file.size()), file) << "the place where it begins";
    EXPECT_TRUE((*heard)[3].is_file);
    EXPECT_EQ((*heard)[3].content, "");
  }
}

TEST(Multipart, WhatIsNoFormIsRefused) {
  for (const std::string& body : {
           std::string(), std::string("--X"), std::string("hello"), "\r\n" + part("name=\"a\"", "b") + kEnd,
           part("name=\"a\"", "b"), part("name=\"a\"", "b") + "--X-", part("name=\"a\"", "b") + "--Xmore\r\n",
           part("name=\"\"", "b") + kEnd, part("filename=\"x\"", "b") + kEnd, part("name=\"a\"; name=\"b\"", "c") + kEnd,
           part("name=\"a", "b") + kEnd, part("name=\"a\" filename=\"b\"", "c") + kEnd,
           "--X\r\nContent-Type: text/plain\r\n\r\nb\r\n" + kEnd, "--X\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nb\r\n" + kEnd,
           part("name=\"a\"\r\nContent-Transfer-Encoding: base64", "Yg==") + kEnd, part("name=\"a\"\r\nno colon", "b") + kEnd,
           part("name=\"\xff\"", "b") + kEnd, part("name=\"a\"; filename=\"\xff.jpg\"", "b") + kEnd,
           part("name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"", "c") + kEnd,
       }) {
    EXPECT_FALSE(read(body)) << body;
    EXPECT_FALSE(read(body, 1)) << body;
  }
}

TEST(Multipart, LimitsHold) {
  const auto code = [](const std::string& body) {
    const auto heard = read(body, 1000);
    return heard ? ErrorCode::internal : heard.error().code;
  };
  EXPECT_EQ(code("--X\r\nContent-Disposition: form-data; name=\"" + std::string(5000, 'a')), ErrorCode::too_large);
  std::string many;
  for (int i = 0; i < MultipartReader::kPartLimit + 1; ++i) many += part("name=\"a\"", "b");
  EXPECT_EQ(code(many + kEnd), ErrorCode::too_large);
}

TEST(Multipart, TheBoundaryOfAHeader) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxk"), "----WebKitFormBoundary7MA4YWxk");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; Boundary=\"a b\""), std::nullopt) << "browsers make none with blanks";
  EXPECT_EQ(multipart_boundary("multipart/form-data; charset=utf-8; boundary=\"x\""), "x");
  for (const char* wrong : {"", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=x", "application/x-www-form-urlencoded",
                            "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\"a", "multipart/form-data; boundary=a\"b"}) {
    EXPECT_EQ(multipart_boundary(wrong), std::nullopt) << wrong;
  }
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')), std::nullopt);
}

// --- The form that is made of it

Pieces pieces_of(const std::string& body, std::size_t size) {
  return [body, size, at = std::size_t{0}]() mutable -> Result<Bytes> {
    const std::string piece = body.substr(std::min(at, body.size()), size);
    at += size;
    return to_bytes(view(piece));
  };
}

TEST(Upload, FieldsBecomeTextAndFilesAPlace) {
  const std::string body = part("name=\"csrf\"", "token") + part("name=\"file\"; filename=\"C:\\\\a.jpg\"", "content") + part("name=\"empty\"; filename=\"\"", "") + kEnd;
  schema::FormData form;
  std::vector<UploadedFile> files;
  ASSERT_TRUE(read_form(pieces_of(body, 7), "X", Extent::whole, form, files));
  EXPECT_EQ(form.get("csrf"), "token");
  EXPECT_FALSE(form.has("file"));
  ASSERT_EQ(files.size(), 1U) << "no file was chosen in the other field";
  EXPECT_EQ(files[0].size, 7U);
  EXPECT_EQ(body.substr(files[0].offset, 7), "content");
}

TEST(Upload, TheBeginningGivesTheFieldsBeforeTheFile) {
  const std::string body = part("name=\"csrf\"", "token") + "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf of i";
  schema::FormData form;
  std::vector<UploadedFile> files;
  EXPECT_TRUE(read_form(pieces_of(body, 1000), "X", Extent::beginning, form, files));
  EXPECT_EQ(form.get("csrf"), "token");
  EXPECT_TRUE(files.empty());
  EXPECT_FALSE(read_form(pieces_of(body, 1000), "X", Extent::whole, form, files));
}

TEST(Upload, FieldsAreTextAndNotEndless) {
  schema::FormData form;
  std::vector<UploadedFile> files;
  EXPECT_FALSE(read_form(pieces_of(part("name=\"a\"", "\xff") + kEnd, 100), "X", Extent::whole, form, files));
  const auto large = read_form(pieces_of(part("name=\"a\"", std::string(schema::kFormLimit + 1, 'a')) + kEnd, 65536), "X", Extent::whole, form, files);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, ErrorCode::too_large);
}

TEST(Spool, GivesBackAnyPartAndIsNoFileThatOneSees) {
  ASSERT_TRUE(crypto::initialize().is_ok());
  std::string pattern = (std::filesystem::temp_directory_path() / "arasha-spool-XXXXXX").string();
  ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
  {
    auto spool = Spool::open(pattern);
    ASSERT_TRUE(spool) << spool.error().to_string();
    std::string all;
    for (int i = 0; i < 30'000; ++i) all += std::to_string(i) + ";";
    for (std::size_t at = 0; at < all.size(); at += 9999) ASSERT_TRUE((*spool)->write(view(std::string_view(all).substr(at, 9999))));
    ASSERT_TRUE((*spool)->finish());
    EXPECT_TRUE(std::filesystem::is_empty(pattern)) << "nobody sees a name";
    for (const auto& [offset, length] : std::vector<std::pair<std::size_t, std::size_t>>{{0, all.size()}, {70'000, 3}, {65'536, 65'536}, {all.size(), 0}, {1, 100'000}}) {
      std::string got;
      const Pieces pieces = (*spool)->read(offset, length);
      while (true) {
        const auto piece = pieces();
        ASSERT_TRUE(piece);
        if (piece->empty()) break;
        got += text_view(*piece);
      }
      EXPECT_EQ(got, all.substr(offset, length));
    }
  }
  std::filesystem::remove_all(pattern);
  const auto nowhere = Spool::open(pattern);
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, ErrorCode::unavailable);
}

// --- Names

TEST(FileName, IsSafeOnAnyMachine) {
  EXPECT_EQ(safe_file_name("Паспорт, стр. 2.jpg"), "Паспорт, стр. 2.jpg");
  EXPECT_EQ(safe_file_name("C:\\Users\\x\\a.jpg"), "a.jpg");
  EXPECT_EQ(safe_file_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(safe_file_name(".htaccess"), "htaccess");
  EXPECT_EQ(safe_file_name("a\r\nSet-Cookie: b.jpg"), "aSet-Cookie_ b.jpg");
  EXPECT_EQ(safe_file_name("photo\u202Egpj.exe"), "photogpj.exe");
  EXPECT_EQ(safe_file_name("con.txt"), "_con.txt");
  EXPECT_EQ(safe_file_name("COM1"), "_COM1");
  EXPECT_EQ(safe_file_name("concert.txt"), "concert.txt");
  for (const char* nothing : {"", ".", "..", "/", "  ", "\xff\xfe", "...."}) EXPECT_EQ(safe_file_name(nothing), "document") << nothing;
  const std::string longest = safe_file_name(std::string(300, 'a') + ".jpeg");
  EXPECT_EQ(longest.size(), 120U);
  EXPECT_TRUE(longest.ends_with(".jpeg"));
  std::string kazakh;
  for (int i = 0; i < 100; ++i) kazakh += "ә";
  EXPECT_LE(safe_file_name(kazakh + ".pdf").size(), 120U);
}

TEST(FileName, AnAttachmentSaysItInBothWays) {
  const Response out = Response::attachment("Паспорт \"1\".jpg", "image/jpeg", 3, [] { return Result<Bytes>(Bytes()); });
  std::string said;
  std::string policy;
  for (const auto& [name, value] : out.headers) {
    if (name == "Content-Disposition") said = value;
    if (name == "Content-Security-Policy") policy = value;
  }
  EXPECT_EQ(said, "attachment; filename=\"_ _1_.jpg\"; filename*=UTF-8''%D0%9F%D0%B0%D1%81%D0%BF%D0%BE%D1%80%D1%82%20_1_.jpg");
  EXPECT_EQ(policy, "default-src 'none'; sandbox");
}

}  // namespace
}  // namespace arasha::web
