#include "base/bytes.h"

#include <gtest/gtest.h>

#include <type_traits>

#include "base/id.h"

namespace arasha {
namespace {

TEST(Hex, writes_and_reads_every_byte) {
  Bytes all;
  for (int value = 0; value < 256; ++value) all.push_back(static_cast<std::uint8_t>(value));
  const auto back = from_hex(to_hex(all));
  ASSERT_TRUE(back.is_ok());
  EXPECT_EQ(*back, all);
  EXPECT_EQ(to_hex(Bytes{0x00, 0x9f, 0xa0}), "009fa0");
  EXPECT_EQ(*from_hex("009FA0"), (Bytes{0x00, 0x9f, 0xa0}));
  EXPECT_EQ(*from_hex(""), Bytes{});
}

TEST(Hex, refuses_half_bytes_and_other_letters) {
  for (const char* bad : {"0", "abc", "0g", "g0", " 0", "0x", "-1", "a:"}) {
    const auto result = from_hex(bad);
    ASSERT_FALSE(result.is_ok()) << bad;
    EXPECT_EQ(result.error().code, ErrorCode::invalid_input);
  }
  EXPECT_FALSE(from_hex(std::string_view("0\0", 2)).is_ok());
}

TEST(Base32, agrees_with_worked_examples) {
  // By hand: ff = 11111 111|00 = z, w; "foobar" = 66 6f 6f 62 61 72 in groups of five bits.
  EXPECT_EQ(to_base32(Bytes{0xff}), "zw");
  EXPECT_EQ(to_base32(view("foobar")), "csqpyrk1e8");
  EXPECT_EQ(to_base32(Bytes{}), "");
  EXPECT_EQ(to_base32(Bytes(16, 0)), std::string(26, '0'));
}

TEST(Base32, reads_back_what_it_wrote_at_every_length) {
  Bytes bytes;
  for (unsigned length = 0; length < 40; ++length) {
    const auto back = from_base32(to_base32(bytes));
    ASSERT_TRUE(back.is_ok()) << length;
    EXPECT_EQ(*back, bytes);
    bytes.push_back(static_cast<std::uint8_t>(length * 37U + 250U));
  }
}

TEST(Base32, forgives_how_people_copy) {
  const Bytes want = *from_base32("csqpyrk1e8");
  for (const char* written :
       {"CSQPYRK1E8", "csqp-yrk1-e8", " csqp yrk1\r\ne8\t", "csqpyrkIe8", "csqpyrkle8", "csqpyrkLE8"}) {
    const auto result = from_base32(written);
    ASSERT_TRUE(result.is_ok()) << written;
    EXPECT_EQ(*result, want) << written;
  }
  EXPECT_EQ(*from_base32("oO0o"), *from_base32("0000"));
}

TEST(Base32, refuses_what_does_not_belong) {
  for (const char* bad : {"u", "U0", "0!", "0=", "0\xd0\xb0", "zz"})
    EXPECT_FALSE(from_base32(bad).is_ok()) << bad;
}

TEST(ByteReader, reads_what_the_writer_wrote) {
  ByteWriter writer;
  writer.u8(0xfe)
      .u16(0x0102)
      .u32(0x03040506)
      .u64(0x0708090a0b0c0d0eU)
      .sized("abc")
      .sized("")
      .raw(Bytes{7, 8});
  EXPECT_EQ(to_hex(writer.bytes()), "fe0102030405060708090a0b0c0d0e00000003616263000000000708");
  ByteReader reader(writer.bytes());
  EXPECT_EQ(*reader.u8(), 0xfe);
  EXPECT_EQ(*reader.u16(), 0x0102);
  EXPECT_EQ(*reader.u32(), 0x03040506U);
  EXPECT_EQ(*reader.u64(), 0x0708090a0b0c0d0eU);
  EXPECT_EQ(text_view(*reader.sized()), "abc");
  EXPECT_TRUE(reader.sized()->empty());
  EXPECT_EQ(reader.finish().error().code, ErrorCode::damaged);
  EXPECT_EQ(reader.raw(2)->back(), 8);
  EXPECT_TRUE(reader.finish().is_ok());
}

TEST(ByteReader, answers_damaged_past_the_end_and_does_not_move) {
  const Bytes three{1, 2, 3};
  ByteReader reader(three);
  EXPECT_EQ(reader.raw(4).error().code, ErrorCode::damaged);
  EXPECT_EQ(reader.left(), 3U);
  EXPECT_FALSE(ByteReader(three).u32().is_ok());
  EXPECT_FALSE(ByteReader(three).u64().is_ok());
  EXPECT_FALSE(ByteReader(Bytes{}).u8().is_ok());
  EXPECT_TRUE(ByteReader(Bytes{}).finish().is_ok());
}

TEST(ByteReader, refuses_lengths_that_lie) {
  const Bytes more_than_there_is{0, 0, 0, 4, 1, 2, 3};
  EXPECT_EQ(ByteReader(more_than_there_is).sized().error().code, ErrorCode::damaged);
  const Bytes largest{0xff, 0xff, 0xff, 0xff, 1};
  EXPECT_EQ(ByteReader(largest).sized().error().code, ErrorCode::damaged);
  const Bytes three{0, 0, 0, 3, 1, 2, 3};
  EXPECT_EQ(ByteReader(three).sized(2).error().code, ErrorCode::damaged);
  EXPECT_EQ(ByteReader(three).sized(3)->size(), 3U);
}

TEST(Id, text_is_26_letters_and_reads_back) {
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(255 - i * 3);
  const FileId id = FileId::from_array(bytes);
  EXPECT_EQ(id.text().size(), 26U);
  EXPECT_EQ(*FileId::from_text(id.text()), id);
  EXPECT_EQ(*FileId::from_bytes(id.bytes()), id);
  EXPECT_FALSE(id.is_nil());
  EXPECT_TRUE(FileId().is_nil());
  EXPECT_TRUE(FileId::from_text(FileId().text())->is_nil());
}

TEST(Id, refuses_other_lengths_and_letters) {
  const std::string whole(26, '0');
  for (const std::string& bad : {std::string(), whole.substr(2), whole + "00", std::string(25, '0') + "u",
                                 std::string("../../etc/passwd")}) {
    const auto result = FileId::from_text(bad);
    ASSERT_FALSE(result.is_ok()) << bad;
    EXPECT_EQ(result.error().code, ErrorCode::invalid_input);
  }
  EXPECT_EQ(FileId::from_bytes(Bytes(15)).error().code, ErrorCode::damaged);
  EXPECT_EQ(FileId::from_bytes(Bytes(17)).error().code, ErrorCode::damaged);
}

TEST(Id, has_one_text_only) {
  // 26 letters hold 130 bits; the two spare ones must be zero, else one id would have four addresses.
  EXPECT_FALSE(FileId::from_text("00000000000000000000000001").is_ok());
  EXPECT_TRUE(FileId::from_text("00000000000000000000000004").is_ok());
}

static_assert(!std::is_convertible_v<MemberId, CircleId>);
static_assert(!std::is_constructible_v<FileId, EntryId>);

}  // namespace
}  // namespace arasha
