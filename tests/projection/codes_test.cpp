#include "projection/codes.h"

#include <gmock/gmock.h>

namespace arasha::projection {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

struct Pair {
  const char* left;
  const char* right;
};

TEST(CodesTest, OneDocumentHoweverItIsWritten) {
  for (const Pair& one : {Pair{"N1234567", "n 1234567"}, Pair{"№ N1234567", "N-1234567"}, Pair{"АН 1234567", "AH1234567"},  // Cyrillic, as it looks
                          Pair{"АН 1234567", "AN1234567"},                                                              // as it sounds
                          Pair{"AA1234567", "1234567"}, Pair{"880101300123", "88 01 01 300123"}, Pair{"I-АБ 123456", "i аб 123456"}}) {
    EXPECT_TRUE(same_document(one.left, one.right)) << one.left << " | " << one.right;
    EXPECT_TRUE(same_document(one.right, one.left)) << one.left << " | " << one.right;
    EXPECT_EQ(document_key(one.left), document_key(one.right));
    EXPECT_FALSE(nearly_same_document(one.left, one.right));
  }
}

TEST(CodesTest, TwoDocumentsStayTwo) {
  for (const Pair& one : {Pair{"", ""}, Pair{"N1234567", ""}, Pair{"AA1234567", "BB1234567"}, Pair{"12", "12"}, Pair{"none", "N1234567"},
                          Pair{"N1234567", "N1234576"}, Pair{"AB12345", "12345"}, Pair{"\xff\xfe", "\xff\xfe"}}) {
    EXPECT_FALSE(same_document(one.left, one.right)) << one.left << " | " << one.right;
  }
  EXPECT_THAT(document_key("12"), IsEmpty());
  EXPECT_THAT(document_key("\xff"), IsEmpty());
}

TEST(CodesTest, OneSignOfADocumentMayDiffer) {
  EXPECT_TRUE(nearly_same_document("N1234567", "N1234568"));
  EXPECT_TRUE(nearly_same_document("N1234567", "N123457"));
  EXPECT_TRUE(nearly_same_document("N1234567", "N1243567"));
  EXPECT_FALSE(nearly_same_document("N1234567", "N1234589"));
  EXPECT_FALSE(nearly_same_document("1234", "1235"));
}

TEST(CodesTest, OneTelephoneHoweverItIsDialled) {
  for (const Pair& one : {Pair{"+7 701 234-56-78", "8 (701) 234 56 78"}, Pair{"7012345678", "+77012345678"}, Pair{"00998901234567", "901234567"},
                          Pair{"0555 123 456", "+996 555 123456"}, Pair{"+7 701 000 11 22, +7 702 333 44 55", "87023334455"}}) {
    EXPECT_TRUE(same_phone(one.left, one.right)) << one.left << " | " << one.right;
    EXPECT_TRUE(same_phone(one.right, one.left)) << one.left << " | " << one.right;
  }
  for (const Pair& one : {Pair{"", ""}, Pair{"102", "102"}, Pair{"+7 701 234 56 78", "+7 701 234 56 79"}, Pair{"+7 701 234 56 78", "234 56 78"},
                          Pair{"+77012345678", "+998012345678"}}) {
    EXPECT_FALSE(same_phone(one.left, one.right)) << one.left << " | " << one.right;
  }
  EXPECT_THAT(read_phones("+7 701 234 56 78; 112 / 0555123456"), ElementsAre("77012345678", "555123456"));
  EXPECT_EQ(phone_key("77012345678"), phone_key("7012345678"));
}

TEST(CodesTest, OneSlipAndNoMore) {
  for (const Pair& one : {Pair{"19900501", "19900502"}, Pair{"19900501", "1990501"}, Pair{"19900501", "19905001"}, Pair{"a", ""}}) {
    EXPECT_TRUE(one_slip(one.left, one.right)) << one.left << " | " << one.right;
    EXPECT_TRUE(one_slip(one.right, one.left)) << one.left << " | " << one.right;
  }
  for (const Pair& one : {Pair{"", ""}, Pair{"19900501", "19900501"}, Pair{"19900501", "19910502"}, Pair{"ab", "abcd"}, Pair{"abcd", "badc"}}) {
    EXPECT_FALSE(one_slip(one.left, one.right)) << one.left << " | " << one.right;
  }
}

TEST(CodesTest, DatesNearby) {
  const auto near = dates_nearby("1990-05-12");
  EXPECT_THAT(near, Contains("1990-05-12"));
  EXPECT_THAT(near, Contains("1990-12-05"));
  EXPECT_THAT(near, Contains("1991-05-12"));
  EXPECT_THAT(near, Contains("1990-05-21"));
  EXPECT_THAT(near, Not(Contains("1991-05-13")));
  EXPECT_THAT(dates_nearby("1990"), IsEmpty());
}

}  // namespace
}  // namespace arasha::projection
